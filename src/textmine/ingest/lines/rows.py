"""Rows: the lines of a document, folded for matching, in reading order, each with the way back to the text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from textmine.documents import Span
from textmine.ingest.lines.wrapping import is_sentence_end
from textmine.ingest.signs.bullets import opens_with_mark
from textmine.ingest.signs.characters import fold
from textmine.ingest.signs.widths import display_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textmine.documents import Block, Box, CellRef, Document

# Three empty lines are the page break of an extractor that writes no form feed.
_PAGE_GAP: Final = re.compile(r"\n[ \t\u3000]*\n[ \t\u3000]*\n[ \t\u3000]*\n")
_WRAP_SLACK: Final = 2.2  # heights of a line: a full-width character is about as wide as its line is high
_CELL_SLACK: Final = 4.0  # cells of a terminal: two full-width characters
_FEWEST_FULL: Final = 2  # lines of one length that show where a text wraps
_HEAD_ROWS: Final = 2  # of a page: a running head over a rule, a foot with the page's number under it
_SHORTEST_HEAD: Final = 4  # characters
_PAGES: Final = 3  # on which a row is repeated; on both, where there are two
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
    box: Box | None  # on the page set upright
    cell: CellRef | None
    role: str
    list_level: int | None
    shown: Box | None = None  # on the page as it is
    right: float | None = None  # how far to the right its cell has room
    slack: float = 0.0  # how far from the right edge a wrapped line may end: two full-width characters
    edge: float | None = None  # where lines of its column wrap; None without geometry
    n_full: int = 0  # lines of its column that end there

    @property
    def is_full(self) -> bool:
        """Tell whether it reaches the right edge of its column, as a wrapped line does."""
        return (
            self.n_full > 0 and self.box is not None and self.edge is not None and self.box.x1 >= self.edge - self.slack
        )

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
        key, key_places = _key(text)
        starts, ends = self.starts[start:end], self.ends[start:end]
        return replace(self, text=text, starts=starts, ends=ends, key=key, key_places=key_places)


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
    return with_edges(rows, document)


def with_edges(rows: Sequence[Row], document: Document) -> list[Row]:
    """Find for each row the right edge of the lines that start where it starts: in its column of its table or sheet.

    Lines on a page of print wrap. Those of a text need not: where but one line is as long, or none as long goes on in
    the next line of its block, none is taken to be wrapped.
    """
    points = any(page.geometry == "points" for page in document.pages)
    longer = [0.0 if points else _beyond_box(row, document) for row in rows]
    ends: dict[object, list[float]] = defaultdict(list)
    room: dict[object, float] = {}
    for row, beyond in zip(rows, longer, strict=True):
        if row.box:
            for place in dict.fromkeys(_columns(row, points=points)):
                ends[place].append(row.box.x1 + beyond)
                room[place] = max(row.right or 0.0, room.get(place, 0.0))
    slack = {place: row.slack for row in rows if row.box for place in _columns(row, points=points)}
    edges = {place: max(room[place], _edge_of(found, slack[place])) for place, found in ends.items()}
    own = [_columns(row, points=points)[1] if row.box else None for row in rows]
    at_edge = [
        row.box is not None and row.box.x1 + beyond >= edges[place] - row.slack
        for row, place, beyond in zip(rows, own, longer, strict=True)
    ]
    full = Counter(place for place, is_at_edge in zip(own, at_edge, strict=True) if is_at_edge)
    wraps = {
        own[number]
        for number, (row, following) in enumerate(pairwise(rows))
        if at_edge[number] and following.block == row.block and _may_go_on(row, following)
    }
    wrapped = {place for place, count in full.items() if points or (count >= _FEWEST_FULL and place in wraps)}
    return [
        row if place is None else replace(row, edge=edges[place] - beyond, n_full=full[place] * (place in wrapped))
        for row, place, beyond in zip(rows, own, longer, strict=True)
    ]


def _beyond_box(row: Row, document: Document) -> float:
    """Give how much longer a line is in cells than in the measure of its page, where columns line up by characters."""
    if row.box is None:
        return 0.0
    return display_width(document.text[row.span.start : row.span.end]) - (row.box.x1 - row.box.x0)


def _may_go_on(row: Row, following: Row) -> bool:
    """Tell whether a line may go on in the next: that has no mark, or ends a sentence where the line does not."""
    if not opens_with_mark(following.text):
        return True
    return is_sentence_end(following.text) and not is_sentence_end(row.text)


def _edge_of(ends: Sequence[float], slack: float) -> float:
    """Give the rightmost end that another line shares; a single line that is longer, a title, wraps nowhere."""
    falling = sorted(ends, reverse=True)
    return next((end for end, following in pairwise(falling) if following >= end - slack), falling[0])


def _columns(row: Row, *, points: bool) -> list[object]:
    """Give the column that a row starts in with its neighbours: lines of one column may be indented a little.

    In text a column of a table has on each page a place of its own.
    """
    if row.box is None:
        return []
    if row.cell:
        where: object = (row.cell.table, row.cell.column, row.cell.column_span, None if points else row.sheet)
        return [where, where, where]
    step = 3 * max(row.slack, 1.0)
    number = int(row.box.x0 // step)
    return [(row.sheet, number + shift) for shift in (-1, 0, 1)]


def repeated_rows(rows: Sequence[Row]) -> frozenset[str]:
    """Give the keys of rows that stand first or last on most pages, or next to such a row: running heads and feet."""
    ends: dict[int, list[Row]] = {}
    for row in rows:
        ends.setdefault(row.page, []).append(row)
    outer = (
        {row.key for row in (*page[:_HEAD_ROWS], *page[-_HEAD_ROWS:]) if row.cell is None} for page in ends.values()
    )
    counts = Counter(key for keys in outer for key in keys if len(key) >= _SHORTEST_HEAD)
    return frozenset(key for key, count in counts.items() if count >= max(2, min(_PAGES, len(ends))))


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
        key, key_places = _key(text)
        if not key:
            continue
        box = line.upright or line.box
        rows.append(
            Row(
                text=text,
                starts=[line.span.start + place for place in starts],
                ends=[line.span.start + place for place in ends],
                sheet=sheets.of(line.span.start),
                page=line.box.page if line.box else block.page,
                block=number,
                box=box,
                shown=line.box,
                cell=block.cell,
                role=block.role,
                list_level=block.list_level,
                right=block.right,
                slack=(_WRAP_SLACK * (box.bottom - box.top) if points else _CELL_SLACK) if box else 0.0,
                key=key,
                key_places=key_places,
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


def _key(text: str) -> tuple[str, list[int]]:
    """Give the characters that are no white space, and where they stand."""
    places = [found.start() for found in _LETTER.finditer(text)]
    return "".join(text[place] for place in places), places
