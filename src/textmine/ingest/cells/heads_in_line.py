"""Text of a table whose heads an extractor writes in one line: 「重点目標 取組内容」 over 「⑴産前産後の…」 and 「■…」.

The cells follow row by row. What has the mark of the first item opens a row; what has another one is the second column.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from textmine.documents import CellRef
from textmine.ingest.lines.items import FlowRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textmine.ingest.labels.finding import LabelHit
    from textmine.ingest.labels.scanning import Scan
    from textmine.ingest.lines.items import ItemParser
    from textmine.ingest.lines.rows import Row


@dataclass(frozen=True, slots=True)
class _Table:
    heads: tuple[LabelHit, LabelHit]
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
    for one, two in pairwise(scan.hits):
        if one.first != two.first or one.cell or scan.layout.businesses or not _heads(scan, one, two):
            continue
        if bisect_right(starts, one.first) - bisect_left(starts, one.first) != len((one, two)):
            continue  # of three columns the marks do not tell which is which
        after = bisect_left(starts, one.last + 1)
        end = starts[after] if after < len(starts) else len(scan.rows)
        places = [place for place in range(one.last + 1, end) if place not in scan.furniture | scan.titles]
        if cells := _cells([FlowRow(scan.rows[place], place, 0) for place in places], parser):
            yield _Table((one, two), cells)


def _heads(scan: Scan, one: LabelHit, two: LabelHit) -> bool:
    """Tell whether two labels of a line are a goal's and another field's."""
    if one.label.kind != "field" or two.label.kind != "field":
        return False
    sections = [scan.layout.fields[hit.label.index].section for hit in (one, two)]
    return sections[0] == "goal" != sections[1]


def _cells(flow: Sequence[FlowRow], parser: ItemParser) -> dict[int, tuple[int, int]]:
    """Give the row and the column of each line; nothing where the first item's mark is none, or stands for all."""
    if not flow or any(entry.row.cell for entry in flow):
        return {}
    items = parser.parse(flow)
    first = items[0].mark.kind
    if not first or all(item.mark.kind == first for item in items):
        return {}
    cells: dict[int, tuple[int, int]] = {}
    row = 0
    for item in items:
        row += item.mark.kind == first
        cells |= dict.fromkeys(item.places, (row, int(item.mark.kind != first)))
    return cells
