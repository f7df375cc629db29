"""The rows of a table that no rule parts, as cells: the number or the goal at the left tells them.

It stands at the top or at the middle of its row. Where a goal has no number, the white between rows tells, or a line of
the table in which all columns start anew. A row that a page break cuts goes on after it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Final

from textmine.documents import CellRef
from textmine.ingest.cells.white_grid import numbered_heads, rows_of_pages
from textmine.ingest.lines.heights import levels_of
from textmine.ingest.lines.items import ItemParser
from textmine.ingest.lines.wrapping import is_sentence_end

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textmine.ingest.cells.side_heads import SideHeads
    from textmine.ingest.cells.white_grid import Heads
    from textmine.ingest.layout import Layout
    from textmine.ingest.lines.rows import Row

_COUNT: Final = re.compile(r"\(?\d{1,2}[.)]?|[①-⑳]")
_WIDER: Final = 1.3  # ratio of the white between two rows of a table to that between lines
Piece = tuple[int, "Row"]  # a line with the number of its column


def side_cells(heads: SideHeads, pages: Sequence[Sequence[Piece]], number: int, layout: Layout) -> Iterator[Row]:
    """Give the heads of a table, then its rows, each from the left, from the lines of each page's columns."""
    height = 2 if heads.over else 1
    for column, stack in enumerate(heads.columns):
        lower = column in heads.two_storeys
        ref = CellRef(number, int(lower), column, row_span=1 if lower else height)
        over = (one for one in heads.over if one[1] == column)
        for words, first, last in over:
            span = CellRef(number, 0, first, column_span=last - first + 1)
            yield from (replace(word, cell=span, block=words[0].block) for word in words)
        yield from (replace(word, cell=ref, block=stack[0].block) for word in stack)
    cells: dict[tuple[int, int], list[Row]] = defaultdict(list)
    for row, column, line in _in_rows(pages, ItemParser(layout)):
        cells[row, column].append(line)
    for (row, column), lines in sorted(cells.items()):
        ref = CellRef(number, row + height - 1, column)
        yield from (replace(line, cell=ref, block=lines[0].block) for line in lines)


def _in_rows(pages: Sequence[Sequence[Piece]], parser: ItemParser) -> Iterator[tuple[int, int, Row]]:
    """Give each line with its row, from 1, and its column."""
    of_pages: list[Heads] = []
    for page in pages:
        lead = [row for column, row in page if column == 0]
        counts = bool(lead) and all(_COUNT.fullmatch(row.key) for row in lead)
        before = sum(len(heads) for heads in of_pages)
        heads: Heads = [[row] for row in lead] if counts else numbered_heads(lead, after=before)
        of_pages.append(heads or _heads_by_white(lead, page, parser, goes_on=bool(of_pages)))
    numbers = _rows_from_tops(pages, of_pages, parser) or _rows_beside(pages, of_pages, parser)
    for page in pages:
        yield from ((numbers[id(row)], column, row) for column, row in page)


def _rows_from_tops(pages: Sequence[Sequence[Piece]], of_pages: Sequence[Heads], parser: ItemParser) -> dict[int, int]:
    """Give the number of each line's row, where each head stands at the top of its row; nothing where one does not."""
    numbers: dict[int, int] = {}
    number = 0
    for page, heads in zip(pages, of_pages, strict=True):
        tops = {id(head[0]) for head in heads}
        column_of = {id(row): column for column, row in page}
        over: dict[int, Row] = {}
        for level in levels_of(row for _, row in page):
            if not tops.isdisjoint(map(id, level)):
                if not _start_anew([(over.get(column_of[id(row)]), row) for row in level], parser):
                    return {}
                number += 1
            numbers |= {id(row): max(1, number) for row in level}
            over |= {column_of[id(row)]: row for row in level}
    return numbers


def _rows_beside(pages: Sequence[Sequence[Piece]], of_pages: Sequence[Heads], parser: ItemParser) -> dict[int, int]:
    """Give the number of each line's row by the head that it stands beside, at whatever height."""
    heads = [head for own in of_pages for head in own]
    numbers = {id(row): number for number, head in enumerate(heads, 1) for row in head}
    text = [[row for _, row in page if id(row) not in numbers] for page in pages]
    for rows, found in zip(text, rows_of_pages(list(zip(of_pages, text, strict=True)), parser), strict=True):
        numbers |= {id(row): number for row, number in zip(rows, found, strict=True)}
    return numbers


def _heads_by_white(lead: Sequence[Row], page: Sequence[Piece], parser: ItemParser, *, goes_on: bool) -> Heads:
    """Group the lines of the first column, by the white between rows or where all columns start anew."""
    levels = levels_of(row for _, row in page)
    column_of = {id(row): column for column, row in page}
    steps = [_top(two[0]) - _top(one[0]) for one, two in pairwise(levels)]
    wide = _WIDER * median(steps or [0.0])
    own = {id(row) for row in lead}
    over: dict[int, Row] = {}  # the line over, in each column
    heads: Heads = []
    for level in levels:
        beside = [(over.get(column_of[id(row)]), row) for row in level]
        for above, row in ((above, row) for above, row in beside if id(row) in own):
            if above is None:
                heads += [] if goes_on and over else [[row]]
            elif _top(row) - _top(above) > wide or _start_anew(beside, parser):
                heads.append([row])
            elif heads:
                heads[-1].append(row)
        over |= {column_of[id(row)]: row for row in level}
    return heads


def _start_anew(beside: Sequence[tuple[Row | None, Row]], parser: ItemParser) -> bool:
    """Tell whether cells start side by side in a line: what is over each part has ended, or the part has a bullet."""
    return len(beside) > 1 and all(
        above is None
        or is_sentence_end(above.text)
        or _COUNT.fullmatch(above.key)
        or (place and parser.starts_item(row))
        for place, (above, row) in enumerate(beside)
    )


def _top(row: Row) -> float:
    return row.box.top if row.box else 0.0
