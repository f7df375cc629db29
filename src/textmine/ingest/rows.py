"""Rows: the lines of a document, folded for matching, in reading order, each with the way back to the text."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from textmine.documents import Span
from textmine.ingest.characters import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textmine.documents import Block, Box, CellRef, Document

_PAGE_GAP: Final = re.compile(r"\n[ \t\u3000]*\n[ \t\u3000]*\n[ \t\u3000]*\n")  # an extractor's page break without a form feed
_LETTER: Final = re.compile(r"\S")
_CIRCLED: Final = re.compile(r"[①-⑳❶-❿]")


@dataclass(frozen=True, slots=True)
class Row:
    """One line, or a part of one."""

    text: str  # folded
    starts: Sequence[int]  # of each folded character, in Document.text
    ends: Sequence[int]
    key: str  # folded, without white space
    key_places: Sequence[int]  # of each key character, in `text`
    sheet: int  # page; in a text without page marks, what stands between large gaps
    page: int
    block: int
    box: Box | None
    cell: CellRef | None
    role: str
    list_level: int | None
    width: float  # display width, in characters of a terminal; points where the page has such

    @property
    def span(self) -> Span:
        """Give the characters of the document that the row stands for, from its first visible one to its last."""
        return self.source(0, len(self.text))

    def source(self, start: int, end: int) -> Span:
        """Give the characters of the document that characters [start, end) of the row's text stand for."""
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        if start >= end:
            place = self.starts[start] if start < len(self.starts) else (self.ends[-1] if len(self.ends) else 0)
            return Span(place, place)
        return Span(self.starts[start], self.ends[end - 1])

    def part(self, start: int, end: int | None = None) -> Row:
        """Give characters [start, end) of the row's text as a row of its own."""
        end = len(self.text) if end is None else end
        text = self.text[start:end]
        return replace(
            self, text=text, starts=self.starts[start:end], ends=self.ends[start:end], **_key(text)
        )


def read_rows(document: Document) -> list[Row]:
    """Give the rows of a document in reading order; none is empty."""
    sheets = _Sheets(document)
    rows: list[Row] = []
    number = 0
    for page in document.pages:
        blocks = list(page.blocks)
        for block in blocks:
            rows.extend(_rows_of_block(document, block, number, sheets, points=page.geometry == "points"))
            number += 1
    return rows


def display_width(text: str) -> int:
    """Count columns of a terminal: two for a wide character, one for a narrow one."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)


def repeated_rows(rows: Sequence[Row], *, pages: int = 3) -> frozenset[str]:
    """Give the keys of rows that stand first or last on so many pages: running heads and feet."""
    ends: dict[int, list[Row]] = {}
    for row in rows:
        ends.setdefault(row.page, []).append(row)
    counts = Counter(key for page in ends.values() for key in {page[0].key, page[-1].key} if page[0].cell is None)
    return frozenset(key for key, count in counts.items() if count >= pages)


class _Sheets:
    """Which sheet a character stands on."""

    def __init__(self, document: Document) -> None:
        self.starts = [page.span.start for page in document.pages]
        if document.kind == "text" and len(document.pages) == 1:
            self.starts += [found.end() for found in _PAGE_GAP.finditer(document.text)]

    def of(self, place: int) -> int:
        return bisect_left(self.starts, place + 1)


def _rows_of_block(document: Document, block: Block, number: int, sheets: _Sheets, *, points: bool) -> list[Row]:
    rows = []
    for line in block.lines:
        written = document.text[line.span.start : line.span.end]
        text, starts, ends = _fold_but_circled(written)
        key = _key(text)
        if not key["key"]:
            continue
        width = line.box.x1 - line.box.x0 if line.box and points else float(display_width(written.strip()))
        rows.append(
            Row(
                text=text,
                starts=[line.span.start + place for place in starts],
                ends=[line.span.start + place for place in ends],
                sheet=sheets.of(line.span.start),
                page=line.box.page if line.box else block.page,
                block=number,
                box=line.box,
                cell=block.cell,
                role=block.role,
                list_level=block.list_level,
                width=width,
                **key,
            )
        )
    return rows


def _fold_but_circled(written: str) -> tuple[str, list[int], list[int]]:
    """Fold a line, but keep circled numbers: ① is a mark, and 1 need not be one."""
    folded = fold(written)
    if not _CIRCLED.search(written):
        return folded.text, list(folded.starts), list(folded.ends)
    kept = [
        (written[start] if _CIRCLED.match(written[start]) else sign, start, end)
        for number, (sign, start, end) in enumerate(zip(folded.text, folded.starts, folded.ends, strict=True))
        if not (number and folded.starts[number - 1] == start and _CIRCLED.match(written[start]))
    ]
    return "".join(sign for sign, _, _ in kept), [start for _, start, _ in kept], [end for _, _, end in kept]


def _key(text: str) -> dict[str, object]:
    places = [found.start() for found in _LETTER.finditer(text)]
    return {"key": "".join(text[place] for place in places), "key_places": places}
