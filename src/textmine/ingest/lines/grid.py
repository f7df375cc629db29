"""Tables as cells with their rows of text, for ratings and numbers."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from textmine.documents import CellRef, Span
    from textmine.ingest.lines.rows import Row

_COUNT: Final = re.compile(r"\(?(\d{1,2})[.)]?")
_WORD: Final = re.compile(r"[^\W\d]{2}")


@dataclass(slots=True)
class TextCell:
    """A cell with text."""

    ref: CellRef
    rows: list[Row] = field(default_factory=list)
    places: list[int] = field(default_factory=list)

    @property
    def key(self) -> str:
        """Give its folded text without white space."""
        return "".join(row.key for row in self.rows)

    @property
    def text(self) -> str:
        """Give its folded text in one line."""
        return "".join(row.text.strip() for row in self.rows)

    @property
    def spans(self) -> tuple[Span, ...]:
        """Give the characters that it stands for."""
        return tuple(row.span for row in self.rows)

    def covers_column(self, other: CellRef) -> bool:
        """Tell whether it stands in a column of another cell."""
        return self.ref.shares_column(other)

    def covers_row(self, other: CellRef) -> bool:
        """Tell whether it stands in a row of another cell."""
        return self.ref.row < other.row + other.row_span and self.ref.row + self.ref.row_span > other.row


def tables_of(rows: Sequence[Row]) -> Mapping[int, list[TextCell]]:
    """Give the cells of each table, in reading order."""
    cells: dict[tuple[int, int, int], TextCell] = {}
    tables: dict[int, list[TextCell]] = defaultdict(list)
    for place, row in enumerate(rows):
        if row.cell is None:
            continue
        key = (row.cell.table, row.cell.row, row.cell.column)
        if key not in cells:
            cells[key] = TextCell(row.cell)
            tables[row.cell.table].append(cells[key])
        cells[key].rows.append(row)
        cells[key].places.append(place)
    return tables


def above(cells: Sequence[TextCell], ref: CellRef) -> Iterator[TextCell]:
    """Give the cells over a cell, the nearest first."""
    over = [cell for cell in cells if cell.ref.row + cell.ref.row_span <= ref.row and cell.covers_column(ref)]
    yield from sorted(over, key=lambda cell: -cell.ref.row)


def left_of(cells: Sequence[TextCell], ref: CellRef) -> list[TextCell]:
    """Give the cells to the left of a cell, from the left edge on."""
    return sorted(
        (cell for cell in cells if cell.covers_row(ref) and cell.ref.column < ref.column),
        key=lambda cell: cell.ref.column,
    )


def counting_cells(rows: Sequence[Row]) -> frozenset[int]:
    """Give the places of rows in cells that do no more than count the texts beside them, from top to bottom."""
    found: set[int] = set()
    for cells in tables_of(rows).values():
        last_text = {cell.ref.row: cell.ref.column for cell in cells if _WORD.search(cell.key)}
        last: dict[int, int] = {}
        for cell in cells:
            count = _COUNT.fullmatch(cell.key)
            column = cell.ref.column
            if count is None or last_text.get(cell.ref.row, -1) <= column:
                continue
            if int(count[1]) in (1, last.get(column, 0) + 1):
                last[column] = int(count[1])
                found.update(cell.places)
    return frozenset(found)
