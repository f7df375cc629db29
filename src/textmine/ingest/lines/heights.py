"""Rows at one height: what stands side by side on a page, and the words of a row with their places."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textmine.documents import Box
    from textmine.ingest.lines.rows import Row

_WORD: Final = re.compile(r"\S+")
_LEVEL: Final = 0.5  # share of the lower row's height that two rows of one line have in common


def is_level(one: Box, other: Box) -> bool:
    """Tell whether two boxes stand side by side: half the height of the lower one is common to both."""
    if one.page != other.page:
        return False
    common = min(one.bottom, other.bottom) - max(one.top, other.top)
    return common >= _LEVEL * min(one.bottom - one.top, other.bottom - other.top)


def levels_of(rows: Iterable[Row]) -> list[list[Row]]:
    """Group rows that have boxes by height, from the top; within one height from the left."""
    levels: list[list[Row]] = []
    placed = [(row.box, row) for row in rows if row.box]
    for box, row in sorted(placed, key=lambda pair: (pair[0].page, pair[0].top, pair[0].x0)):
        first = levels[-1][0].box if levels else None
        if first and is_level(first, box):
            levels[-1].append(row)
        else:
            levels.append([row])
    return [sorted(level, key=left) for level in levels]


def height_of(row: Row) -> tuple[int, float]:
    """Give the page of a row and its upper edge; the top of its page where it has no box."""
    return (row.box.page, row.box.top) if row.box else (row.page, 0.0)


def left(row: Row) -> float:
    """Give the left edge of a row; 0 where it has no box."""
    return row.box.x0 if row.box else 0.0


def words_of(row: Row) -> list[Row]:
    """Part a row at white space; the words' boxes share its width by their numbers of characters."""
    found = list(_WORD.finditer(row.text))
    return [row] if len(found) <= 1 else [part_of(row, match.start(), match.end()) for match in found]


def part_of(row: Row, start: int, end: int) -> Row:
    """Give characters [start, end) of a row, with their share of its box."""
    part = row.part(start, end)
    if row.box is None:
        return part
    step = (row.box.x1 - row.box.x0) / max(1, len(row.text.rstrip()))
    return replace(part, box=replace(row.box, x0=row.box.x0 + start * step, x1=row.box.x0 + end * step))
