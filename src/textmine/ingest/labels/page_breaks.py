"""Rows of tables that page breaks cut: tables side by side one after the other, and labels that are cut made whole.

Two tables that stand side by side over several pages come page by page, half of one after half of the other; each is
read to its end. A label that is taller than the rest of its page (written from top to bottom: 取組の成 / 果) is cut
with its cell: where two halves, and neither alone, are a label, their tables are one and the rows that they head too.
So are the halves of a table of figures, of which the lower one has no heads, and heads of columns that end a page with
the rows on the next one.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from textmine.ingest.signs.figures import is_figure

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from textmine.documents import CellRef
    from textmine.ingest.labels.book import LabelBook
    from textmine.ingest.lines.rows import Row

_FEWEST_HEADS: Final = 2  # a label alone may be that of an empty field


def with_whole_tables(rows: Sequence[Row]) -> list[Row]:
    """Give the rows with those of a table together, where pages of another table stand between."""
    pages: dict[int, set[int]] = defaultdict(set)
    for row in rows:
        if row.cell:
            pages[row.cell.table].add(row.page)
    broken = {table: own for table, own in pages.items() if len(own) > 1}  # few, however many tables there are
    beside = {
        table
        for table, own in broken.items()
        if any(other != table and len(own & theirs) > 1 for other, theirs in broken.items())
    }
    if not beside:
        return list(rows)
    later: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        if row.cell and row.cell.table in beside:
            later[row.cell.table].append(row)
    whole: list[Row] = []
    for row in rows:
        if row.cell and row.cell.table in beside:
            whole += later.pop(row.cell.table, [])
        else:
            whole.append(row)
    return whole


def join_cut_labels(rows: Sequence[Row], book: LabelBook) -> list[Row]:
    """Give the rows with both halves of a cut label in one cell, and the rows of its table after it.

    Rows whose heads stand at the foot of the page before go on with these.
    """
    cells = _texts_of_tables(rows)
    shifts: dict[int, CellRef] = {}  # of each lower half: the cell under which its rows go on
    for above, below in _parted_tables(rows):
        if above in shifts:
            continue
        if head := _head_without_rows(cells[above], cells[below], book):
            shifts[below] = head
        elif cut := _cut_label(cells[above], cells[below], book):
            shifts[below] = replace(cut, row=cut.row - 1)  # one row holds both halves
    return [replace(row, cell=_under(row.cell, shifts)) for row in rows] if shifts else list(rows)


def _head_without_rows(upper: Mapping[CellRef, str], lower: Mapping[CellRef, str], book: LabelBook) -> CellRef | None:
    """Give a cell of the last row of a table, if all its cells are labels that head the columns of the next table."""
    end = max(cell.row + cell.row_span for cell in upper)
    heads = [cell for cell in upper if cell.row + cell.row_span == end]
    first = [cell for cell in lower if cell.row == 0]
    columns = [{(cell.column, cell.column_span) for cell in cells} for cells in (heads, first)]
    if len(heads) < _FEWEST_HEADS or columns[0] != columns[1]:
        return None
    is_head = all(book.match_lines(upper[cell]) for cell in heads)
    is_label = any(book.match_lines(lower[cell]) for cell in first)
    return max(heads, key=lambda cell: cell.row) if is_head and not is_label else None


def _cut_label(upper: Mapping[CellRef, str], lower: Mapping[CellRef, str], book: LabelBook) -> CellRef | None:
    """Give the last cell of a table's first column, if it and the first one of the next table's are one label."""
    last = next((cell for cell in reversed(list(upper)) if cell.column == 0), None)
    first = next((cell for cell in lower if cell.column == 0), None)
    is_first_row = last is not None and first is not None and first.row == 0
    return last if last and first and is_first_row and _is_cut(upper[last], lower[first], book) else None


def join_cut_figures(rows: Sequence[Row]) -> list[Row]:
    """Give the rows with both halves of a table of figures in one, where the half on the next page has no heads."""
    cells = _texts_of_tables(rows)
    shifts: dict[int, CellRef] = {}  # of each lower half: the last cell of the upper one
    for above, below in _parted_tables(rows):
        if _goes_on_in_figures(cells[above], cells[below]):
            last = max(cells[above], key=lambda cell: cell.row)
            first = shifts.get(above)
            shifts[below] = replace(last, table=first.table, row=first.row + 1 + last.row) if first else last
    return [replace(row, cell=_under(row.cell, shifts)) for row in rows] if shifts else list(rows)


def _texts_of_tables(rows: Sequence[Row]) -> dict[int, dict[CellRef, str]]:
    """Give the text of each cell of each table, in reading order."""
    cells: dict[int, dict[CellRef, str]] = defaultdict(dict)
    for row in rows:
        if row.cell:
            cells[row.cell.table][row.cell] = cells[row.cell.table].get(row.cell, "") + row.key
    return cells


def _goes_on_in_figures(upper: Mapping[CellRef, str], lower: Mapping[CellRef, str]) -> bool:
    """Tell whether two tables have the same columns, and figures in all but the first, from the upper one's end on."""
    last = max(cell.row for cell in upper)
    tail = {cell: key for cell, key in upper.items() if cell.row == last} | dict(lower)
    columns = {cell.column for cell in upper}
    same = columns == {cell.column for cell in lower} and len(columns) > 1
    return same and all(is_figure(key) == (cell.column > min(columns)) for cell, key in tail.items())


def _under(cell: CellRef | None, shifts: Mapping[int, CellRef]) -> CellRef | None:
    if cell is None or cell.table not in shifts:
        return cell
    last = shifts[cell.table]
    return replace(cell, table=last.table, row=last.row + 1 + cell.row)


def _parted_tables(rows: Sequence[Row]) -> Iterator[tuple[int, int]]:
    """Give the tables of print of which one ends on a page and the next starts on the page after."""
    pages: dict[int, list[int]] = {}
    for row in rows:
        if row.cell and row.box:
            pages.setdefault(row.cell.table, []).append(row.page)
    for (above, upper), (below, lower) in pairwise(pages.items()):
        if max(upper) + 1 == min(lower):
            yield above, below


def _is_cut(upper: str, lower: str, book: LabelBook) -> bool:
    """Tell whether two texts are one label and not two: 〔取組 / の課題〕, of which each is made of label words."""
    if book.match_lines(upper + lower):
        return not (book.match_lines(upper) and book.match_lines(lower))
    parts = [bool(book.match_lines(part) or book.compose(part)) for part in (upper, lower)]
    return book.compose(upper + lower) is not None and not all(parts)
