"""A Document from lines as they come: text, spans, blocks and pages grow together, so that they cannot disagree."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal

from textmine.documents import Block, CellRef, Document, Kind, Line, Page, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textmine.documents import Box
    from textmine.ingest.readers.raw_file import RawFile

_LINE_ENDS: Final = re.compile(r"[\n-\r\x1c-\x1e\x85\u2028\u2029]")  # all at which Python's splitlines cuts
Role = Literal["paragraph", "list_item", "heading", "cell", "head_again", "link"]


class DocumentBuilder:
    """Collect pages of blocks of lines; every line is written to the text once, lines parted by a line feed."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._pages: list[Page] = []
        self._blocks: list[Block] = []
        self._page_start = 0

    @property
    def page_number(self) -> int:
        """Number of the page that is being written, from 1."""
        return len(self._pages) + 1

    def add_block(
        self,
        rows: Iterable[str | tuple[str, Box | None] | tuple[str, Box | None, Box | None]],
        *,
        role: Role = "paragraph",
        cell: CellRef | None = None,
        list_level: int | None = None,
        right: float | None = None,
    ) -> None:
        """Write a block; rows without a visible character are left out, and so is a block without rows."""
        lines: list[Line] = []
        for row in rows:
            text, *boxes = row if isinstance(row, tuple) else (row,)
            if visible := _LINE_ENDS.sub(" ", text).strip():
                lines.append(Line(self._write(visible), *boxes))
        if lines:
            self._blocks.append(Block(tuple(lines), self.page_number, role, cell, list_level, right))

    def end_page(
        self,
        *,
        name: str = "",
        state: Literal["read", "unreadable"] = "read",
        geometry: Literal["points", "characters"] = "characters",
    ) -> None:
        """Close the page; what comes next stands on a new one."""
        span = Span(self._page_start, self._length)
        self._pages.append(Page(self.page_number, span, tuple(self._blocks), name, state, geometry))
        self._blocks = []
        self._append("\f")
        self._page_start = self._length

    def build(self, raw: RawFile, kind: Kind, *, encoding: str | None = None, warnings: Sequence[str] = ()) -> Document:
        """Give the document of all closed pages."""
        text = "".join(self._parts).removesuffix("\f")
        return Document(raw.name, kind, raw.sha256, text, tuple(self._pages), encoding, tuple(warnings))

    def _write(self, text: str) -> Span:
        start = self._length
        self._append(text)
        span = Span(start, self._length)
        self._append("\n")
        return span

    def _append(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)
