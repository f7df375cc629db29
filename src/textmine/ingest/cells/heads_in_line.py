"""Text of a table whose heads an extractor writes in one line: 「重点目標 取組内容」 over 「⑴産前産後の…」 and 「■…」.

The cells follow row by row. What has the mark of the first item opens a row; what has another one stands beside it. Of
several columns beside the goals numbers tell which is which: (1) (1) (1) (2) (2) (2) are rows, (1) (2) (1) (2) columns.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from itertools import accumulate, groupby, pairwise
from typing import TYPE_CHECKING

from textmine.documents import CellRef
from textmine.ingest.lines.items import FlowRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textmine.ingest.labels.finding import LabelHit
    from textmine.ingest.labels.scanning import Scan
    from textmine.ingest.lines.items import Item, ItemParser
    from textmine.ingest.lines.rows import Row


@dataclass(frozen=True, slots=True)
class _Table:
    heads: tuple[LabelHit, ...]
    cells: dict[int, tuple[int, int]]  # row and column for the place of each row of text


def arrange_heads_in_line(scan: Scan, parser: ItemParser) -> list[Row] | None:
    """Give all rows with such tables as cells; None where there is none."""
    tables = {table.heads[0].first: table for table in _tables(scan, parser)}
    if not tables:
        return None
    number = max((row.cell.table for row in scan.rows if row.cell), default=-1)
    cells: dict[int, CellRef] = {}
    arranged: list[Row] = []
    for place, row in enumerate(scan.rows):
        if place in tables:
            number += 1
            cells |= {of: CellRef(number, *cell) for of, cell in tables[place].cells.items()}
            heads = enumerate(tables[place].heads)
            arranged += [replace(own, cell=CellRef(number, 0, column)) for column, head in heads for own in head.rows]
        else:
            arranged.append(replace(row, cell=cells.get(place, row.cell)))
    return arranged


def _tables(scan: Scan, parser: ItemParser) -> Iterator[_Table]:
    starts = [hit.first for hit in scan.hits]
    for _, of_line in groupby(scan.hits, key=lambda hit: hit.first):
        heads = tuple(of_line)
        if len(heads) == 1 or heads[0].cell or scan.layout.businesses or not _are_heads(scan, heads):
            continue
        after = bisect_left(starts, heads[0].last + 1)
        end = starts[after] if after < len(starts) else len(scan.rows)
        places = [place for place in range(heads[0].last + 1, end) if place not in scan.furniture | scan.titles]
        if cells := _cells([FlowRow(scan.rows[place], place, 0) for place in places], parser, len(heads) - 1):
            yield _Table(heads, cells)


def _are_heads(scan: Scan, heads: Sequence[LabelHit]) -> bool:
    """Tell whether the labels of a line are a goal's and those of other fields, and nothing else is in the line."""
    if any(hit.label.kind != "field" for hit in heads) or heads[-1].leads_line:
        return False
    sections = [scan.layout.fields[hit.label.index].section for hit in heads]
    return sections[0] == "goal" and len(set(sections)) == len(sections)


def _cells(flow: Sequence[FlowRow], parser: ItemParser, n_fields: int) -> dict[int, tuple[int, int]]:
    """Give the row and the column of each line; nothing where the marks do not tell them."""
    if not flow or any(entry.row.cell for entry in flow):
        return {}
    cells: dict[int, tuple[int, int]] = {}
    for row, (goal, *beside) in enumerate(_blocks(list(_items(flow, parser))), 1):
        columns = _columns(beside, n_fields)
        if columns is None or not goal.mark.kind:
            return {}
        for item, column in zip((goal, *beside), (0, *columns), strict=True):
            cells |= dict.fromkeys(item.places, (row, column))
    return cells if any(column for _, column in cells.values()) else {}


def _blocks(items: Sequence[Item]) -> list[list[Item]]:
    """Part items where one has the mark of the first, which is a goal's: 「1 …」 is none like 「(1)…」."""
    blocks: list[list[Item]] = []
    for item in items:
        if (item.mark.kind, item.mark.is_bare) == (items[0].mark.kind, items[0].mark.is_bare):
            blocks.append([])
        blocks[-1].append(item)
    return blocks


def _items(flow: Sequence[FlowRow], parser: ItemParser) -> Iterator[Item]:
    """Cut the lines into items; a note ends the cell that it stands in, where a mark follows."""
    start = 0
    for number, (one, two) in enumerate(pairwise(flow), 1):
        if parser.is_note(one.row) and parser.starts_item(two.row):
            yield from parser.parse(flow[start:number])
            start = number
    yield from parser.parse(flow[start:])


def _columns(items: Sequence[Item], n_fields: int) -> list[int] | None:
    """Give the columns of the items beside a goal, from 1: the first for bullets; None where numbers do not tell."""
    numbers = [item.mark.number or 0 for item in items]
    if n_fields == 1 or not any(numbers):
        return [1] * len(items)
    if 0 in numbers:
        return None
    rows = [len(list(alike)) for _, alike in groupby(numbers)]
    if set(rows) == {n_fields}:
        return [1 + number % n_fields for number in range(len(items))]
    columns = list(accumulate((two <= one for one, two in pairwise(numbers)), initial=1))
    return columns if columns[-1:] == [n_fields] else None
