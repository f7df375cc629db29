"""Number tables: each cell with its row, its column, its fiscal year, its number and its unit, as written."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from textmine.documents import NumberCell
from textmine.ingest.labels.finding import places_of
from textmine.ingest.layout import STATEMENT_SECTIONS
from textmine.ingest.lines.grid import left_of, tables_of
from textmine.ingest.lines.wrapping import is_sentence_end
from textmine.ingest.measures.paired_heads import paired_columns
from textmine.ingest.signs.doubtful_figures import doubt_about
from textmine.ingest.signs.figures import UNITS, name_before_figure, parse_figure
from textmine.ingest.signs.fiscal_years import fiscal_year_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from textmine.documents import Document
    from textmine.ingest.labels.finding import LabelHit
    from textmine.ingest.layout import Layout
    from textmine.ingest.lines.grid import TextCell
    from textmine.ingest.lines.rows import Row

_UNIT: Final = re.compile(rf"[(]({UNITS})(?:/[^()]{{1,4}})?[)]")
_LONGEST_NAME: Final = 16  # characters of a name alone in a row
_LONGEST_TITLE: Final = 40  # characters of a table's name in the line above it
_LONGEST_CELL: Final = 120  # characters; a longer one is text
_MOST_WORDS: Final = 4  # a table of numbers has a figure in every fourth cell at least
_IN_BRACKETS: Final = re.compile(r"[(【<《〈〔≪\[]+([^()【】]*)[)】>》〉〕≫\]]+")
_REPEATED: Final = 0.9  # share of the figures
_FEWEST: Final = 2  # figures in a table of numbers
_TALLEST: Final = 200  # rows of a cell that names them


@dataclass(frozen=True, slots=True)
class NumberReading:
    """The cells of the number tables of a form, and the rows that are nothing else."""

    cells: tuple[NumberCell, ...]
    places: frozenset[int]
    warnings: tuple[str, ...] = ()


def read_numbers(  # noqa: PLR0913, PLR0917 - all that is known of the form's tables
    document: Document,
    layout: Layout,
    rows: Sequence[Row],
    hits: Sequence[LabelHit],
    taken: frozenset[int],
    known: frozenset[int] = frozenset(),
) -> NumberReading:
    """Read the tables under a label of data, and those known to be of numbers; rows that are `taken` are none."""
    found: list[NumberCell] = []
    places: set[int] = set()
    of_labels = places_of(hits)
    labelled = of_labels | taken
    beside = _beside_labels(hits, layout)
    captions = [re.compile(pattern) for pattern in layout.data_captions]
    tables: dict[int, list[_Part]] = {}
    for number, cells in tables_of(rows).items():
        free = [cell for cell in cells if not labelled.intersection(cell.places)]
        over = [cell for cell in free if any(caption.fullmatch(cell.key) for caption in captions)]
        headed = _headed_rows(over, free)
        captioning = set(map(id, over))
        rest = [cell for cell in free if id(cell) not in captioning]
        tables[number] = _parts_of(_without_text(rest, beside, headed), headed)
    for number, parts in tables.items():
        for part in parts:
            is_data = (
                number in known
                or part.has_caption
                or _is_plain(part.cells)
                or _is_data(part.cells[0].places[0], hits, layout)
            )
            if not is_data or not _is_number_table(part.cells):
                continue
            places.update(place for cell in part.cells for place in cell.places)
            first = min(cell.places[0] for cell in part.cells)
            if _name_before(rows, of_labels, first) and _is_alone(rows, first - 1):
                places.add(first - 1)
            others = [part.cells for other, their in tables.items() if other != number for part in their]
            if not _is_repeated(part.cells, others):
                part.name = part.name or _name_before(rows, of_labels, first)
                found += _read_table(document, layout, hits, part)
    return NumberReading(tuple(found), frozenset(places), (*_without_heading(found), *_doubtful(found)))


def _beside_labels(hits: Sequence[LabelHit], layout: Layout) -> set[tuple[int, int]]:
    """Give table and row of what stands beside labels of statements: a sheet is one table with its data and texts."""
    fields = [hit for hit in hits if hit.label.kind == "field"]
    asked = [
        hit
        for hit in fields
        if (field := layout.fields[hit.label.index]).section in STATEMENT_SECTIONS or field.splits_into
    ]
    refs = {row.cell for hit in asked for row in hit.rows if row.cell}
    return {(ref.table, row) for ref in refs for row in range(ref.row, ref.row + ref.row_span)}


def _headed_rows(captions: Sequence[TextCell], cells: Sequence[TextCell]) -> Mapping[int, str]:
    """Give the rows that a caption of data stands beside or right over, with its words: (主なデータ) | 年度 | 回数."""
    names: dict[int, str] = {}
    right: dict[int, int] = {}  # of each row, the column of its last cell
    for cell in cells:
        right[cell.ref.row] = max(right.get(cell.ref.row, 0), cell.ref.column)
    for caption in captions:
        ref, words = caption.ref, _bare(caption.text)
        beside = range(ref.row, ref.row + min(ref.row_span, _TALLEST))
        is_left = any(right.get(row, 0) > ref.column for row in beside)
        names |= dict.fromkeys(beside if is_left else [ref.row + ref.row_span], words)
    return names


def _without_text(cells: Sequence[TextCell], beside: set[tuple[int, int]], headed: Mapping[int, str]) -> list[TextCell]:
    """Leave out the rows beside labels of statements, unless they hold figures or stand by a caption of data."""
    kept = {cell.ref.row for cell in cells if _holds_figure(cell)}.union(headed)
    return [cell for cell in cells if (cell.ref.table, cell.ref.row) not in beside or cell.ref.row in kept]


def _without_heading(cells: Sequence[NumberCell]) -> Iterator[str]:
    """Warn of rows that have more figures than the table has headings: a slip of text recognition, kept as it is."""
    rows: dict[tuple[int | None, str, str], list[NumberCell]] = {}
    for cell in cells:
        rows.setdefault((cell.business, cell.table, cell.row), []).append(cell)
    for (business, table, row), own in rows.items():
        bare = sum(not cell.column for cell in own)
        if bare and bare < len(own):
            where = f"事業{business} " if business else ""
            yield f"数表の見出しが足りません: {where}{table}「{row}」の値 {len(own)} 個のうち {bare} 個"


def _doubtful(cells: Sequence[NumberCell]) -> Iterator[str]:
    """Warn of figures that may be slips of text recognition, kept as they are."""
    for cell in cells:
        if cell.doubt:
            where = f"事業{cell.business} " if cell.business else ""
            place = f"{where}{cell.table}「{cell.row}」「{cell.column}」の「{cell.as_written}」"
            yield f"読み違いかもしれない数: {place}({cell.doubt})。書かれたまま残します"


@dataclass(slots=True)
class _Part:
    """A table, or one of those that a sheet holds."""

    name: str
    cells: list[TextCell]
    has_caption: bool = False


def _is_number_table(cells: Sequence[TextCell]) -> bool:
    figures = sum(_holds_figure(cell) for cell in cells)
    if figures < _FEWEST or figures * _MOST_WORDS < len(cells):
        return False
    return all(len(cell.key) <= _LONGEST_CELL for cell in cells)


def _is_plain(cells: Sequence[TextCell]) -> bool:
    """Tell whether a table can hold nothing else: years head its rows or columns, and every other cell is a figure."""
    if not _is_number_table(cells):
        return False
    head, stub = _head_rows(cells), min(cell.ref.column for cell in cells)
    names = [cell for cell in cells if cell.ref.row < head or cell.ref.column == stub]
    figures = [cell for cell in cells if cell.ref.row >= head and cell.ref.column > stub]
    dated = sum(fiscal_year_of(cell.key) is not None for cell in names)
    return (
        dated >= _FEWEST
        and len(figures) >= 2 * _FEWEST
        and all(_holds_figure(cell) or not _is_name(cell) for cell in figures)
    )


def _is_repeated(cells: Sequence[TextCell], others: Sequence[Sequence[TextCell]]) -> bool:
    """Tell whether tables within a table hold its figures: recognised text may give a nested table again, flat."""
    first, last = cells[0].places[0], cells[-1].places[-1]
    inner = (other for other in others if first <= other[0].places[0] <= last)
    within = {cell.key for other in inner for cell in other if _holds_figure(cell)}
    figures = [cell.key for cell in cells if _holds_figure(cell)]
    return sum(key in within for key in figures) >= _REPEATED * len(figures)


def _parts_of(cells: Sequence[TextCell], headed: Mapping[int, str]) -> list[_Part]:
    """Part a sheet's one big table into its tables: at empty rows, and at rows that hold one long text, their name.

    A caption of data begins a table, too.
    """
    by_row: dict[int, list[TextCell]] = {}
    for cell in cells:
        by_row.setdefault(cell.ref.row, []).append(cell)
    left = min((cell.ref.column for cell in cells), default=0)
    parts: list[_Part] = []
    last: int | None = None
    name = ""
    for number in sorted(by_row):
        row = by_row[number]
        alone = len(row) == 1 and row[0].ref.column == left
        if alone and (len(row[0].key) > _LONGEST_NAME or last is None or number > last + 1):
            name, last = row[0].text, None
            continue
        begins = number in headed and number - 1 not in headed
        if last is None or number > last + 1 or begins:
            parts.append(_Part(headed.get(number, name), [], number in headed))
            name = ""
        parts[-1].cells += row
        last = max(number, *(cell.ref.row + cell.ref.row_span - 1 for cell in row))
    return parts


def _is_data(place: int, hits: Sequence[LabelHit], layout: Layout) -> bool:
    before = [hit for hit in hits if hit.first <= place and hit.label.kind == "field"]
    return bool(before) and layout.fields[before[-1].label.index].section == "data"


def _holds_figure(cell: TextCell) -> bool:
    return parse_figure(cell.text)[0] is not None and fiscal_year_of(cell.key) is None


def _read_table(document: Document, layout: Layout, hits: Sequence[LabelHit], part: _Part) -> list[NumberCell]:
    cells = part.cells
    head = _head_rows(cells)
    stub = min(cell.ref.column for cell in cells)
    first = min(cell.places[0] for cell in cells)
    businesses = [hit for hit in hits if hit.label.kind == "business" and hit.first <= first]
    business = layout.businesses[businesses[-1].label.index].number if businesses else None
    paired = paired_columns(cells, head)
    found = []
    heads = [cell for cell in cells if cell.ref.row < head]
    of_rows: dict[int, list[TextCell]] = defaultdict(list)
    for cell in cells:
        for number in range(cell.ref.row, cell.ref.row + min(cell.ref.row_span, _TALLEST)):
            of_rows[number].append(cell)
    for cell in cells:
        if cell.ref.row < head or cell.ref.column == stub or fiscal_year_of(cell.key) is not None:
            continue
        row = _row_name(of_rows[cell.ref.row], cell, head)
        column, column_unit = _column_name(heads, cell, head)
        if id(cell) in paired:
            column, column_unit = paired[id(cell)], _unit_of(paired[id(cell)])
        value, unit = parse_figure(cell.text)
        column = column or name_before_figure(cell.key)
        found.append(
            NumberCell(
                document=document.name,
                business=business,
                table=part.name,
                row=row,
                column=column,
                fiscal_year=fiscal_year_of(row) or fiscal_year_of(column),
                value=value,
                unit=unit or column_unit or _unit_of(row),
                as_written=document.quote(cell.spans),
                spans=cell.spans,
                doubt=doubt_about(cell.text),
            )
        )
    return found


def _head_rows(cells: Sequence[TextCell]) -> int:
    """Give the first row that holds figures: what is above are headings of columns."""
    with_figures = [cell.ref.row for cell in cells if _holds_figure(cell)]
    first = min(with_figures)
    stub = min(cell.ref.column for cell in cells)
    above = [
        cell.ref.row
        for cell in cells
        if cell.ref.row < first and cell.ref.column == stub and fiscal_year_of(cell.key) is not None
    ]
    return min([first, *above])


def _row_name(cells: Sequence[TextCell], cell: TextCell, head: int) -> str:
    """Give the nearest name to the left in a row's cells: a table may hold several, side by side."""
    names = [
        other
        for other in left_of(cells, cell.ref)
        if other.ref.row >= head and not _holds_figure(other) and _is_name(other)
    ]
    years = [other for other in names if fiscal_year_of(other.key) is not None]
    if years:
        return years[-1].text
    leading = [other for other in names if other.ref.column == names[0].ref.column] if names else []
    return leading[0].text if leading else ""


def _is_name(cell: TextCell) -> bool:
    return any(sign.isalpha() for sign in cell.key)


def _column_name(heads: Sequence[TextCell], cell: TextCell, head: int) -> tuple[str, str]:
    """Give the headings over a cell, from the top down, and the unit that they name last."""
    over = sorted(
        (other for other in heads if _reaches(heads, other, cell, head)),
        key=lambda other: other.ref.row,
    )
    unit = next((unit for other in reversed(over) if (unit := _unit_of(other.key))), "")
    return " ".join(other.text for other in over), unit


def _unit_of(name: str) -> str:
    found = _UNIT.search(name)
    return found[1] if found else ""


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


def _is_alone(rows: Sequence[Row], place: int) -> bool:
    """Tell whether a row is a name: a block of its own and no sentence."""
    row = rows[place]
    if len(row.key) > _LONGEST_TITLE or is_sentence_end(row.text):
        return False
    return all(rows[other].block != row.block for other in (place - 1, place + 1) if 0 <= other < len(rows))


def _name_before(rows: Sequence[Row], of_labels: frozenset[int], first: int) -> str:
    """Give the line before the table, unless it belongs to something else."""
    if first == 0 or rows[first - 1].cell is not None or first - 1 in of_labels:
        return ""
    return _bare(rows[first - 1].text)


def _bare(name: str) -> str:
    """Give a name without the brackets around all of it: 【利用実績】, but 利用組数(組)."""
    found = _IN_BRACKETS.fullmatch(name.strip())
    return found[1] if found else name.strip()
