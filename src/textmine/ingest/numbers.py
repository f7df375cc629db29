"""Number tables: each cell with its row, its column, its fiscal year, its number and its unit, as written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from textmine.documents import NumberCell
from textmine.ingest.fiscal_years import find_fiscal_years, fiscal_year_of
from textmine.ingest.grid import left_of, tables_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textmine.documents import Document
    from textmine.ingest.grid import TextCell
    from textmine.ingest.label_finding import LabelHit
    from textmine.ingest.layout import Layout
    from textmine.ingest.rows import Row

_NUMBER: Final = re.compile(
    r"(?:約|延べ|のべ|計|合計|年|第|参加者のべ|参加者)?\s*([+\-△▲]?\d[\d,]*(?:\.\d+)?)\s*([^\d\s.,:。、]{0,6})"
)
_UNIT: Final = re.compile(r"[(]([^()]{1,8})[)]$")
_LONGEST_NAME: Final = 16  # characters of a name alone in a row
_FEWEST: Final = 2  # figures in a table of numbers


@dataclass(frozen=True, slots=True)
class NumberReading:
    """The cells of the number tables of a form, and the rows that are nothing else."""

    cells: tuple[NumberCell, ...]
    places: frozenset[int]


def read_numbers(
    document: Document, layout: Layout, rows: Sequence[Row], hits: Sequence[LabelHit], taken: frozenset[int]
) -> NumberReading:
    """Read the tables under a label of data."""
    found: list[NumberCell] = []
    places: set[int] = set()
    labelled = {place for hit in hits for place in range(hit.first, hit.last + 1)} | taken
    for ruled in (
        part
        for cells in tables_of(rows).values()
        for part in _parts_of([cell for cell in cells if not labelled.intersection(cell.places)])
    ):
        if not _is_data(ruled[0].places[0], hits, layout):
            continue
        figures = [cell for cell in ruled if _is_figure(cell)]
        if len(figures) < _FEWEST or len(figures) * 4 < len(ruled):
            continue
        if any(len(cell.rows) and len(cell.key) > 120 for cell in ruled):  # noqa: PLR2004 - a table of text holds some figures too
            continue
        found += _read_table(document, layout, rows, hits, ruled)
        places.update(place for cell in ruled for place in cell.places)
    return NumberReading(tuple(found), frozenset(places))


def _parts_of(cells: Sequence[TextCell]) -> list[list[TextCell]]:
    """Part a sheet's one big table into its tables: at empty rows, and at rows that hold one long text."""
    by_row: dict[int, list[TextCell]] = {}
    for cell in cells:
        by_row.setdefault(cell.ref.row, []).append(cell)
    parts: list[list[TextCell]] = []
    last: int | None = None
    for number in sorted(by_row):
        alone = len(by_row[number]) == 1 and len(by_row[number][0].key) > _LONGEST_NAME
        if alone:
            last = None
            continue
        if last is None or number > last + 1:
            parts.append([])
        parts[-1] += by_row[number]
        last = max(number, *(cell.ref.row + cell.ref.row_span - 1 for cell in by_row[number]))
    return [part for part in parts if part]


def parse_figure(text: str) -> tuple[float | None, str]:
    """Give the number and the unit of a folded cell; None if it holds none, or more than one."""
    compact = "".join(text.split())
    match = _NUMBER.fullmatch(compact)
    if match is None:
        return None, ""
    digits = match[1].replace(",", "").replace("△", "-").replace("▲", "-")
    return float(digits), match[2].strip("()")


def _is_data(place: int, hits: Sequence[LabelHit], layout: Layout) -> bool:
    before = [hit for hit in hits if hit.first <= place and hit.label.kind == "field"]
    return bool(before) and layout.fields[before[-1].label.index].section == "data"


def _is_figure(cell: TextCell) -> bool:
    return parse_figure(cell.text)[0] is not None and not find_fiscal_years(cell.key)


def _read_table(
    document: Document, layout: Layout, rows: Sequence[Row], hits: Sequence[LabelHit], cells: Sequence[TextCell]
) -> list[NumberCell]:
    head = _head_rows(cells)
    stub = min(cell.ref.column for cell in cells)
    first = min(cell.places[0] for cell in cells)
    name = _name(cells, rows, hits, first)
    businesses = [hit for hit in hits if hit.label.kind == "business" and hit.first <= first]
    business = layout.businesses[businesses[-1].label.index].number if businesses else None
    found = []
    for cell in cells:
        if cell.ref.row < head or cell.ref.column == stub:
            continue
        row = _row_name(cells, cell, head)
        column, column_unit = _column_name(cells, cell, head)
        value, unit = parse_figure(cell.text)
        found.append(
            NumberCell(
                document=document.name,
                business=business,
                table=name,
                row=row,
                column=column,
                fiscal_year=fiscal_year_of(row) or fiscal_year_of(column),
                value=value,
                unit=unit or column_unit,
                as_written=document.quote(cell.spans),
                spans=cell.spans,
            )
        )
    return found


def _head_rows(cells: Sequence[TextCell]) -> int:
    """Give the first row that holds figures: what is above are headings of columns."""
    with_figures = [cell.ref.row for cell in cells if _is_figure(cell)]
    first = min(with_figures)
    stub = min(cell.ref.column for cell in cells)
    above = [
        cell.ref.row
        for cell in cells
        if cell.ref.row < first and cell.ref.column == stub and find_fiscal_years(cell.key)
    ]
    return min([first, *above])


def _row_name(cells: Sequence[TextCell], cell: TextCell, head: int) -> str:
    """Give the nearest name to the left: a table may hold several, side by side."""
    names = [
        other
        for other in left_of(cells, cell.ref)
        if other.ref.row >= head and not _is_figure(other) and _is_name(other)
    ]
    years = [other for other in names if find_fiscal_years(other.key)]
    if years:
        return years[-1].text
    leading = [other for other in names if other.ref.column == names[0].ref.column] if names else []
    return leading[0].text if leading else ""


def _is_name(cell: TextCell) -> bool:
    return any(sign.isalpha() for sign in cell.key)


def _column_name(cells: Sequence[TextCell], cell: TextCell, head: int) -> tuple[str, str]:
    """Give the headings over a cell, from the top down, and the unit that they name last."""
    over = sorted(
        (other for other in cells if other.ref.row < head and _reaches(cells, other, cell, head)),
        key=lambda other: other.ref.row,
    )
    unit = next((match[1] for other in reversed(over) if (match := _UNIT.search(other.key))), "")
    return " ".join(other.text for other in over), unit.split("/")[0]


def _reaches(cells: Sequence[TextCell], heading: TextCell, cell: TextCell, head: int) -> bool:
    """Tell whether a heading stands over a cell; without spans it reaches to the next heading of its row."""
    if heading.covers_column(cell.ref):
        return True
    if heading.ref.column_span > 1 or heading.ref.column > cell.ref.column or heading.ref.row == head - 1:
        return False
    between = range(heading.ref.column + 1, cell.ref.column + 1)
    return not any(other.ref.row == heading.ref.row and other.ref.column in between for other in cells) and any(
        other.ref.row > heading.ref.row and other.ref.row < head and other.covers_column(cell.ref) for other in cells
    )


def _name(cells: Sequence[TextCell], rows: Sequence[Row], hits: Sequence[LabelHit], first: int) -> str:
    """Give the line before the table, unless it belongs to something else."""
    del cells
    labelled = {place for hit in hits for place in range(hit.first, hit.last + 1)}
    if first == 0 or rows[first - 1].cell is not None or first - 1 in labelled:
        return ""
    return rows[first - 1].text.strip().strip("【】")
