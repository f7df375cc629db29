"""Rows of a table that only white space parts: which lines of its columns go with which head at their left.

A head is a label in a column of its own, or a goal with its number; `white_bands` chooses its lines.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise
from math import isfinite
from typing import TYPE_CHECKING, Final

from textmine.ingest.cells.white_bands import Alignment, Band, Parting, Piece, part_band, part_bands, piece_of
from textmine.ingest.lines.heights import levels_of
from textmine.ingest.lines.wrapping import is_sentence_end

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textmine.ingest.lines.items import ItemParser
    from textmine.ingest.lines.rows import Row

_NUMBER: Final = re.compile(r"\s*[(]?(\d{1,2})(?:[).:]|\s)|\s*([①-⑳])")  # 「1 こども…」, 「(2)親子…」, 「③地域…」
Heads = list[list["Row"]]


def numbered_heads(rows: Sequence[Row], *, after: int = 0) -> Heads:
    """Group a column's lines by the goals that they are of, which are numbered on from a number; none otherwise."""
    heads: Heads = []
    for row in rows:
        if _number(row) == after + len(heads) + 1:
            heads.append([row])
        elif heads:
            heads[-1].append(row)
        elif not after:
            return []
    return heads


def _number(row: Row) -> int:
    found = _NUMBER.match(row.text)
    if found is None:
        return 0
    return int(found[1]) if found[1] else ord(found[2]) - ord("①") + 1


def rows_of_pages(pages: Sequence[tuple[Heads, Sequence[Row]]], parser: ItemParser) -> list[list[int]]:
    """Give for each page the row, from 1, that each line of its text is in; heads count on from page to page."""
    bands = [_band(number, heads, text, parser) for number, (heads, text) in enumerate(pages)]
    found: list[list[int]] = []
    n_before = 0
    for (heads, text), parting in zip(pages, part_bands(bands, _parting), strict=True):
        row_of: dict[int, int] = {}
        for number, group in enumerate(parting.groups, start=n_before):
            row_of.update(dict.fromkeys((index for line in group for index in line.places), max(1, number)))
        found.append([row_of[index] for index in range(len(text))])
        n_before += len(heads)
    return found


def _band(number: int, heads: Heads, text: Sequence[Row], parser: ItemParser) -> Band:
    index_of = {id(row): index for index, row in enumerate(text)}
    levels = levels_of(text)
    lines = [piece_of(level, tuple(index_of[id(row)] for row in level)) for level in levels]
    unbroken = frozenset(
        index
        for index, (above, below) in enumerate(pairwise(levels), start=1)
        if any(_goes_on(upper, lower, parser) for upper in above for lower in below)
    )
    return Band(number, tuple(piece_of(rows) for rows in heads), tuple(lines), number > 0, unbroken)


def _goes_on(upper: Row, lower: Row, parser: ItemParser) -> bool:
    """Tell whether a sentence goes on in the line under it: a line that wraps is as long as the rest of its text."""
    one, two = upper.box, lower.box
    if one is None or two is None or min(one.x1, two.x1) <= max(one.x0, two.x0):
        return False
    return not is_sentence_end(upper.text) and not parser.starts_item(lower) and one.x1 >= two.x1 - upper.slack


def _parting(band: Band, alignment: Alignment) -> Parting:
    """Part the lines by the heads; where a head has no line beside it, each line goes with the last head above it."""
    if not band.labels or not band.lines:
        return Parting((band.lines,), 0.0)
    parting = part_band(band, alignment)
    if isfinite(parting.cost):
        return parting
    tops = [head.top for head in band.labels]
    groups: list[list[Piece]] = [[] for _ in range(len(tops) + 1)]
    for line in band.lines:
        groups[bisect_right(tops, (line.top + line.bottom) / 2)].append(line)
    return Parting(tuple(map(tuple, groups)), parting.cost)
