"""Cells of a table that is drawn with signs: `+---+` between rows, `|` between columns, as Pandoc and others write it.

A cell may span rows and columns; its text may hold blank lines. Bars stand under one another where a wide character
takes two places of a terminal; signs that are wide in some fonts (①, ※) shift a bar, which is taken to be the nearest.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from textmine.documents import CellRef
from textmine.ingest.readers.dashed_table import place_of_characters

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_TOP: Final = re.compile(r"[ \t]*\+(?:[-=:]{3,}\+)+[ \t]*")
_LINE: Final = re.compile(r"[ \t]*[+|].*[+|][ \t]*")
_CORNER: Final = re.compile(r"\+(?=[-=:]{3})|(?<=[-=:]{3})\+")
_BAR: Final = re.compile(rf"(?<!\\)\||{_CORNER.pattern}")
_RULE: Final = re.compile(r"[-=:]{3,}")


@dataclass(slots=True)
class _Cell:
    row: int
    column: int
    end: int  # the column after its last
    lines: list[str] = field(default_factory=list)


def count_grid_lines(lines: Sequence[str], start: int) -> int:
    """Count the lines of a drawn table that starts here, to its last rule."""
    if not _TOP.fullmatch(lines[start]):
        return 0
    last = end = start
    while end < len(lines) and _LINE.fullmatch(lines[end]):
        last = end if _TOP.fullmatch(lines[end]) else last
        end += 1
    return last + 1 - start if last > start + 1 else 0


def grid_cells(lines: Sequence[str]) -> Iterator[tuple[CellRef, str]]:
    """Give the cells in reading order: where each stands (in table 0), and its text with line ends."""
    rules = [(place_of_characters(line), line) for line in lines if _CORNER.search(line)]
    edges = sorted({places[found.start()] for places, line in rules for found in _CORNER.finditer(line)})
    cells: list[_Cell] = []
    spans: dict[int, int] = {}
    open_at: dict[int, _Cell] = {}
    row = 0
    for number, line in enumerate(lines):
        pieces = _pieces(line, edges)
        row += number > 0 and any(_RULE.fullmatch(text) for _, _, text in pieces)
        for column, end, text in pieces:
            if _RULE.fullmatch(text):
                for start in [start for start in open_at if column <= start < end]:
                    cell = open_at.pop(start)
                    spans[id(cell)] = row - cell.row
            else:
                if column not in open_at:
                    open_at[column] = _Cell(row, column, end)
                    cells.append(open_at[column])
                open_at[column].lines.append(text.strip())
    for cell in sorted(cells, key=lambda cell: (cell.row, cell.column)):
        ref = CellRef(0, cell.row, cell.column, spans.get(id(cell), 1), cell.end - cell.column)
        yield ref, "\n".join(cell.lines).replace("\\|", "|")


def _pieces(line: str, edges: Sequence[int]) -> list[tuple[int, int, str]]:
    """Give what stands between the bars of a line: first column, the column after the last, text."""
    places = place_of_characters(line)
    bars = [(_nearest(edges, places[found.start()]), found.start()) for found in _BAR.finditer(line)]
    return [(one, two, line[start + 1 : end]) for (one, start), (two, end) in pairwise(bars) if one < two]


def _nearest(edges: Sequence[int], place: int) -> int:
    after = min(bisect_left(edges, place), len(edges) - 1)
    return after - 1 if after and place - edges[after - 1] < edges[after] - place else after
