"""Which label rules an item: in a table by the grid, in other ordered text by what comes before."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textmine.documents import CellRef
    from textmine.ingest.labels.finding import LabelHit
    from textmine.ingest.lines.items import Item

_LAST_ROW: Final = 1_000_000  # under every row of a table
_FEWEST_ROWS: Final = 2  # that show that a form's labels stand to the right of their texts


@dataclass(frozen=True, slots=True)
class Placing:
    """The labels that rule an item."""

    hit: LabelHit | None  # the nearest one: what the item is
    crossing: LabelHit | None = None  # another one, where a row's and a column's label both rule it
    by_column: bool = False  # the label stands above, not to the left or before
    opens: bool = False  # the label stands in the item's own cell, under the text of another field


@dataclass(slots=True)
class _Cell:
    ref: CellRef
    hits: list[LabelHit]
    has_text: bool = False

    @property
    def is_label(self) -> bool:
        """Tell whether it holds nothing but the label of a field, or of marks."""
        return self.heads_field or (bool(self.hits) and not self.has_text and self.hits[-1].label.kind == "rating")

    @property
    def heads_field(self) -> bool:
        """Tell whether it holds nothing but the label of a field."""
        return bool(self.hits) and not self.has_text and self.hits[-1].label.kind == "field"


class Grid:
    """The cells of all tables with the labels in them."""

    def __init__(self, hits: Sequence[LabelHit], items: Sequence[Item]) -> None:
        self._cells: dict[tuple[int, int, int], _Cell] = {}
        self._tables: dict[int, list[_Cell]] = defaultdict(list)
        self._text_columns: dict[tuple[int, int], set[int]] = defaultdict(set)  # of the cells with text, by row
        for hit in hits:
            if hit.cell:
                self._cell(hit.cell).hits.append(hit)
        for item in items:
            if item.cell:
                self._cell(item.cell).has_text = True
                self._text_columns[item.cell.table, item.cell.row].add(item.cell.column)
        self._rows: dict[int, dict[int, LabelHit]] = {}
        self._sorted = {
            table: sorted(cells, key=lambda cell: (cell.ref.row, -cell.ref.column))
            for table, cells in self._tables.items()
        }
        self._in_row: dict[tuple[int, int], list[_Cell]] = defaultdict(list)
        self._over_rows: dict[int, list[_Cell]] = defaultdict(list)  # cells that span rows
        for cell in self._cells.values():
            if cell.ref.row_span > 1:
                self._over_rows[cell.ref.table].append(cell)
            else:
                self._in_row[cell.ref.table, cell.ref.row].append(cell)
        self._memory: dict[tuple[int, int, int], Placing] = {}
        self._starts: dict[tuple[int, int], list[int]] = defaultdict(list)  # columns in which the cells of a row begin
        self._last_rows: dict[int, int] = {}
        for table, row, column in sorted(self._cells):
            self._starts[table, row].append(column)
            self._last_rows[table] = row
        self._mirrored = self._tables_with_labels_on_the_right()

    def _cell(self, ref: CellRef) -> _Cell:
        key = (ref.table, ref.row, ref.column)
        if key not in self._cells:
            self._cells[key] = _Cell(ref, [])
            self._tables[ref.table].append(self._cells[key])
        return self._cells[key]

    def placing(self, ref: CellRef) -> Placing:
        """Give the labels to the left of a cell and above it; what heads a column crosses all its rows."""
        key = (ref.table, ref.row, ref.column)
        if key in self._memory:
            return self._memory[key]
        self._memory[key] = Placing(None)  # a guard: tables that overlap themselves end here
        left = self._left(ref)
        above, chained = self._above(ref)
        crossing = above.crossing if chained else above.hit
        if chained and crossing and self._stands_beside(crossing, ref):
            found = above if crossing is left else Placing(left)
        elif left and crossing and crossing is not left:
            found = Placing(crossing, left) if _spans(left, crossing) else Placing(left, crossing)
        elif left:
            found = Placing(left)
        else:
            found = above
        self._memory[key] = found
        return found

    def opens_anew(self, ref: CellRef) -> bool:
        """Tell whether a cell that has a label of its own is under no other: the next goal, under the text before it.

        A label right over it rules it too, unless that one rules the text to its right: 課題 | ・… over 重点目標2.
        """
        over = self._over(ref)
        if self._left(ref) is not None or over is None:
            return False
        return over.has_text or any(
            cell.has_text and cell.ref.column > over.ref.column for cell in self._in_row[ref.table, over.ref.row]
        )

    def carried_on(self, ref: CellRef) -> Placing:
        """Give what rules a cell's column in the table before: a page break made two tables of one."""
        column = self._column_before(ref)
        return self.placing(replace(ref, table=ref.table - 1, row=_LAST_ROW, row_span=1, column=column))

    def _column_before(self, ref: CellRef) -> int:
        """Give the column of the table before that a cell's goes on with: a wider table has more of them.

        Where the last row there has as many cells as the cell's own row, they are the same in their order.
        """
        before = self._starts.get((ref.table - 1, self._last_rows.get(ref.table - 1, 0)), [])
        own = self._starts.get((ref.table, ref.row), [])
        rank = bisect_left(own, ref.column)
        return before[rank] if len(before) == len(own) > rank else ref.column

    def _left(self, ref: CellRef) -> LabelHit | None:
        rows = range(ref.row, ref.row + ref.row_span)
        beside = self._tables[ref.table] if ref.row_span > 1 else self._in_row[ref.table, ref.row]
        over_rows = self._over_rows[ref.table] if ref.row_span == 1 else ()
        cells = [
            cell
            for cell in (*beside, *over_rows)
            if cell.is_label and cell.ref.row < rows.stop and cell.ref.row + cell.ref.row_span > rows.start
        ]
        if ref.table in self._mirrored and (right := [cell for cell in cells if cell.ref.column > ref.column]):
            cells = right
        else:
            cells = [cell for cell in cells if cell.ref.column < ref.column]
        nearest = min(cells, key=lambda cell: abs(cell.ref.column - ref.column), default=None)
        return nearest.hits[-1] if nearest else None

    def _tables_with_labels_on_the_right(self) -> frozenset[int]:
        """Give the tables most of whose rows with a field's label beside text begin with text and end with a label."""
        found: set[int] = set()
        n_rows = 0
        for table, cells in self._tables.items():
            rows: dict[int, list[_Cell]] = defaultdict(list)
            for cell in sorted(cells, key=lambda cell: cell.ref.column):
                rows[cell.ref.row].append(cell)
            both = [row for row in rows.values() if any(c.has_text for c in row) and any(c.is_label for c in row)]
            mirrored = [row for row in both if _ends_with_label(row)]
            if 2 * len(mirrored) > len(both):
                found.add(table)
                n_rows += len(mirrored)
        return frozenset(found if n_rows >= _FEWEST_ROWS else ())

    def _heading_row(self, table: int, after: int, before: int) -> LabelHit | None:
        """Give the label that stands alone in a row between two rows: it rules all that comes under it."""
        if table not in self._rows:
            rows: dict[int, list[_Cell]] = defaultdict(list)
            for cell in self._tables[table]:
                rows[cell.ref.row].append(cell)
            self._rows[table] = {
                row: cells[0].hits[-1]
                for row, cells in rows.items()
                if len(cells) == 1 and cells[0].hits and not cells[0].has_text
            }
        alone = [row for row in self._rows[table] if after < row < before]
        return self._rows[table][max(alone)] if alone else None

    def _above(self, ref: CellRef) -> tuple[Placing, bool]:
        """Give what rules the cell above, and whether that is text that the label rules in its turn."""
        cell = self._over(ref)
        if cell is None:
            return Placing(None), False
        heading = self._heading_row(ref.table, cell.ref.row + cell.ref.row_span - 1, ref.row)
        if heading:  # what the label before in reading order says holds: the heading, or one after it
            return Placing(None), True
        if self._parts_row(cell, ref):
            return self.placing(cell.ref), True
        if cell.hits and not cell.has_text:
            return Placing(cell.hits[-1], by_column=True), False
        if cell.hits:
            return Placing(cell.hits[-1], crossing=cell.hits[-1]), True
        return self.placing(cell.ref), True

    def _over(self, ref: CellRef) -> _Cell | None:
        """Give the cell above: the nearest row's, and there the leftmost."""
        ordered = self._sorted.get(ref.table, [])
        first_below = bisect_left(ordered, ref.row, key=lambda cell: cell.ref.row)
        over = (
            cell
            for cell in map(ordered.__getitem__, range(first_below - 1, -1, -1))
            if cell.ref.row + cell.ref.row_span <= ref.row and cell.ref.shares_column(ref)
        )
        return next(over, None)

    def _stands_beside(self, hit: LabelHit, ref: CellRef) -> bool:
        if hit.cell is None:
            return False
        if ref.table in self._mirrored:
            return hit.cell.column >= ref.column + ref.column_span
        return hit.cell.column + hit.cell.column_span <= ref.column

    def _parts_row(self, cell: _Cell, ref: CellRef) -> bool:
        """Tell whether a label parts the text beside another one, and so rules no row that the other does not.

        (課題) amid the text beside 「取組の成果と課題」 heads no column.
        """
        outer = self._left(cell.ref)
        if outer is None or not cell.hits or cell.hits[-1].label.number:
            return False
        spans = _spans(outer, cell.hits[-1]) and outer is not self._left(ref)
        return cell.has_text or (spans and self._has_text_beside(outer))

    def _has_text_beside(self, outer: LabelHit) -> bool:
        """Tell whether a label has text beside it: 目標 merged over both rows of heads has 取組 | 成果 | 課題 there."""
        ref = outer.cell
        if ref is None:
            return False
        rows = range(ref.row, ref.row + ref.row_span)
        return any(self._text_columns.get((ref.table, row), set()) - {ref.column} for row in rows)


def _ends_with_label(row: Sequence[_Cell]) -> bool:
    """Tell whether a row begins with text and ends with its label, not with one over the text of rows below."""
    return row[0].has_text and row[-1].heads_field and row[-1].ref.row_span >= row[0].ref.row_span


def _spans(outer: LabelHit, inner: LabelHit) -> bool:
    """Tell whether the cell of a label stands beside several rows, one of which is another label's."""
    if outer.cell is None or inner.cell is None or outer.cell.row_span <= inner.cell.row_span:
        return False
    return outer.cell.row <= inner.cell.row < outer.cell.row + outer.cell.row_span


def place_in_order(items: Sequence[Item], hits: Sequence[LabelHit], *, headings_end_fields: bool) -> dict[int, Placing]:
    """Place items of a document whose order is its reading order, by grid and by what comes before.

    Returns:
        For the index of each item its placing.
    """
    grid = Grid(hits, items)
    in_cell = _by_cell(hits)
    placings: dict[int, Placing] = {}
    waiting = sorted(hits, key=lambda hit: (hit.first, hit.last))
    current: LabelHit | None = None
    next_hit = 0
    for index, item in enumerate(items):
        while next_hit < len(waiting) and _precedes(waiting[next_hit], item):
            current = waiting[next_hit]
            next_hit += 1
        if headings_end_fields and current and _closes(item, current, placings.get(index - 1)):
            current = None
        placings[index] = _place(item, grid, in_cell, current)
        if stacked := _first_of_two(index, items, placings[index], in_cell):
            placings[index] = replace(placings[index], hit=stacked)
    return placings


def _first_of_two(
    index: int, items: Sequence[Item], placing: Placing, in_cell: Mapping[tuple[int, int, int], list[LabelHit]]
) -> LabelHit | None:
    """Give the upper of two labels in the cell beside a sentence over bullets: 重点目標① / 取組内容 lost their rule."""
    item, hit = items[index], placing.hit
    if item.cell is None or hit is None or hit.cell in (None, item.cell) or item.mark.kind or index + 1 == len(items):
        return None
    is_first = index == 0 or items[index - 1].cell != item.cell
    heads = items[index + 1].cell == item.cell and bool(items[index + 1].mark.kind)
    beside = in_cell[hit.cell.table, hit.cell.row, hit.cell.column]
    two = len(beside) == 2 and beside[-1] is hit  # noqa: PLR2004
    return beside[0] if two and is_first and heads else None


def _closes(item: Item, current: LabelHit, before: Placing | None) -> bool:
    """Tell whether a heading that is no label ends the field before it: 「お知らせ」 on a centre's own page."""
    if item.rows[0].role != "heading" or item.is_subheading or item.mark.kind or current.leads_line:
        return False
    return before is not None and before.hit is current


def _place(
    item: Item, grid: Grid, in_cell: Mapping[tuple[int, int, int], list[LabelHit]], current: LabelHit | None
) -> Placing:
    if item.cell is None:
        return Placing(current)
    inside = [
        hit for hit in in_cell.get((item.cell.table, item.cell.row, item.cell.column), []) if _precedes(hit, item)
    ]
    placing = grid.placing(item.cell)
    if inside:
        return Placing(inside[-1], crossing=placing.hit, opens=grid.opens_anew(item.cell))
    if placing.hit is None and current and current.cell and current.cell.table == item.cell.table - 1:
        placing = grid.carried_on(item.cell)
    return placing if placing.hit else Placing(current)


def _precedes(hit: LabelHit, item: Item) -> bool:
    return (hit.first, 0) < (item.places[0], 1)


def _by_cell(hits: Sequence[LabelHit]) -> Mapping[tuple[int, int, int], list[LabelHit]]:
    cells: dict[tuple[int, int, int], list[LabelHit]] = defaultdict(list)
    for hit in hits:
        if hit.cell:
            cells[hit.cell.table, hit.cell.row, hit.cell.column].append(hit)
    return cells
