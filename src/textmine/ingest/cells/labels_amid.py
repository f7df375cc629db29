"""Text without columns as cells: labels amid the lines of their cells, and labels right before them.

The label of a cell stands at its middle. An extractor that goes by heights and parts no columns writes it between two
lines of the text or at the head of one: 「・中国語の案内を作り、 / 取組内容 / 配布する。」, 「取組内容 ・中国語の…」.
Then a label has as many lines before it as after it. One that goes cell by cell and writes no empty lines gives a label
the lines up to the next. Which of the two a text is, is told for all its labels together.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from statistics import median
from typing import TYPE_CHECKING, Final

from textmine.documents import CellRef
from textmine.ingest.cells.amid_cuts import AmidLabel, Cuts, cut_around_labels, cut_at_labels
from textmine.ingest.labels.book import field_of
from textmine.ingest.labels.order import is_canonical
from textmine.ingest.labels.roles import (
    heads_marks,
    labels_of_cells,
    lines_after,
    lines_of_data,
    marks_alone,
    places_of_headings,
    places_of_marks,
    set_over,
)
from textmine.ingest.layout import STATEMENT_SECTIONS
from textmine.ingest.lines.heights import is_level, part_of
from textmine.ingest.lines.items import FlowRow
from textmine.ingest.lines.rows import with_edges
from textmine.ingest.lines.wrapping import is_sentence_end
from textmine.ingest.signs.bullets import is_bullet_sign

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from textmine.documents import Document
    from textmine.ingest.cells.amid_cuts import Rounding
    from textmine.ingest.labels.finding import LabelHit
    from textmine.ingest.labels.scanning import Scan
    from textmine.ingest.layout import Field
    from textmine.ingest.lines.items import Item, ItemParser
    from textmine.ingest.lines.rows import Row
    from textmine.ingest.lines.wording import Wording

_FEWEST: Final = 2  # labels of statements amid their text, that show how the document is laid out
_COLUMN: Final = 4.0  # cells of a terminal
_WHOLE: Final = 0.8  # share of labels of statements that have text, and no empty line in it
_FEW_ALONE: Final = 0.2  # share of labels that may be alone in their lines where all between lines are set to one
_BETTER: Final = 2.0  # how much better all labels stand amid their text than before it
_AT_EMPTY_LINE: Final = -1.0  # what it costs to end a cell here, in lines that a label is off the middle
_AT_MARKS: Final = -2.0
_AT_FIRST_NUMBER: Final = -1.0
_AT_OTHER_MARK: Final = -0.5
_AT_PAGE_BREAK: Final = 0.0
_AT_ITEM_OVERLEAF: Final = 0.0
_AT_ITEM: Final = 1.0
_AT_SHORT_LINE: Final = 2.0
_AT_NESTED: Final = 3.0
_AT_NEXT_NUMBER: Final = 3.0
_IN_ITEM: Final = 4.0


@dataclass(frozen=True, slots=True)
class _Form:
    """All that is known of the form, for each of its runs."""

    document: Document
    scan: Scan
    parser: ItemParser
    wording: Wording
    in_column: bool  # labels have a column to the left of the text
    marks: frozenset[int]  # places of marks with lines of their own


@dataclass(frozen=True, slots=True)
class _Run:
    """Labels and lines of text with no heading between them."""

    hits: tuple[LabelHit, ...]
    text: tuple[int, ...]  # places of the lines
    rows: tuple[Row, ...]
    labels: tuple[AmidLabel, ...]
    costs: tuple[float, ...]  # of a cut before each line, and at the end
    has_lead: bool  # a table of numbers heads it


@dataclass(frozen=True, slots=True)
class _Cell:
    """A label, the places of its rows, and those of its text."""

    hit: LabelHit
    label: tuple[int, ...]
    text: tuple[int, ...]
    rows: tuple[Row, ...]


def arrange_amid(document: Document, scan: Scan, parser: ItemParser, wording: Wording) -> list[Row] | None:
    """Give all rows with labels and the text around or after them as cells, a label first.

    None where empty lines part the cells of a text in reading order, or where the text is in no order.
    """
    if not is_canonical(scan.hits, scan.layout):
        return None
    around: list[_Cell] = []
    after: list[_Cell] = []
    better = in_all = 0.0
    runs = _runs(_Form(document, scan, parser, wording, _have_column(scan), marks_alone(scan)))
    for run, amid in _cut_around(runs, _roundings(scan, runs)):
        first = cut_at_labels(run.labels, run.costs, has_lead=run.has_lead)
        in_all += first.cost - amid.cost
        better += (first.cost - amid.cost) * any(_is_stated(scan, hit) for hit in run.hits)
        around += _cells(scan, run, amid)
        after += _cells(scan, run, first)
    if abs(better) < _BETTER:  # the head of the form may tell: 事業目的 beside six lines or before them
        better = in_all
    if better >= _BETTER and sum(_is_stated(scan, cell.hit) and _is_amid(cell) for cell in around) >= _FEWEST:
        return _rows(scan, around)
    if scan.layout.businesses:  # columns that come one after the other have no text after each label
        return None
    return _rows(scan, after) if better <= -_BETTER and not _opens_blocks(scan, after) else None


def _runs(form: _Form) -> list[_Run]:
    scan = form.scan
    firsts = [hit.first for hit in scan.hits]
    runs = []
    for places in _places_between_headings(scan):
        first, end = bisect_left(firsts, places[0]), bisect_left(firsts, places[-1] + 1)
        before = scan.hits[first - 1] if first else None
        if run := _run(form, labels_of_cells(scan, scan.hits[first:end]), places, before):
            runs.append(run)
    return runs


def _cut_around(runs: Sequence[_Run], roundings: Sequence[Rounding]) -> list[tuple[_Run, Cuts]]:
    """Part the runs that can be parted around their labels, which are all set to one side of the middle."""
    ways = [
        [
            (run, cuts)
            for run in runs
            if (cuts := cut_around_labels(run.labels, run.costs, rounds, has_lead=run.has_lead))
        ]
        for rounds in roundings
    ]
    return min(ways, key=lambda parted: sum(cuts.cost for _, cuts in parted))


def _roundings(scan: Scan, runs: Sequence[_Run]) -> tuple[Rounding, ...]:
    """Give the sides that labels between two lines may be set to; none where such labels have lines of their own.

    A label alone in its line may also be one of an empty cell: 「今後の課題」.
    """
    pairs = (pair for run in runs for pair in zip(run.hits, run.labels, strict=True))
    alone = [label.first == label.last for hit, label in pairs if _is_stated(scan, hit)]
    return ("",) if sum(alone) > _FEW_ALONE * len(alone) else ("up", "down")


def _cells(scan: Scan, run: _Run, cuts: Cuts) -> Iterator[_Cell]:
    for hit, (start, end) in zip(run.hits, pairwise(cuts.ends), strict=True):
        yield _Cell(hit, _places(scan, hit), run.text[start:end], run.rows[start:end])


def _opens_blocks(scan: Scan, cells: Sequence[_Cell]) -> bool:
    """Tell whether empty lines stand before the labels of statements."""
    stated = [cell.hit for cell in cells if _is_stated(scan, cell.hit)]
    opening = [hit for hit in stated if hit.first and scan.opens_block(hit)]
    return 2 * len(opening) >= len(stated)


def _places_between_headings(scan: Scan) -> Iterator[list[int]]:
    headings, marks = places_of_headings(scan), places_of_marks(scan)
    places: list[int] = []
    for place, row in enumerate(scan.rows):
        if row.cell or place in scan.titles or place in headings:
            if places:
                yield places
            places = []
        elif place not in scan.furniture and place not in marks:
            places.append(place)
    if places:
        yield places


def _run(form: _Form, hits: Sequence[LabelHit], places: Sequence[int], before: LabelHit | None) -> _Run | None:
    """Give the labels and the lines of text of a run; None where it has none, or two labels lead one line."""
    scan, in_column = form.scan, form.in_column
    own = [_places(scan, hit) for hit in hits]
    labelled = {place for of_hit in own for place in of_hit}
    text = [place for place in places if place not in labelled or (place in scan.rests and scan.rests[place].key)]
    if not hits or not text or len(labelled) < sum(map(len, own)):
        return None
    rows = with_edges(_text_rows(scan, text), form.document)
    items = form.parser.parse([FlowRow(row, number, 0) for number, row in enumerate(rows)])
    notes = {number for number, row in enumerate(rows) if form.parser.is_note(row)}  # of the bullets over them
    within = lines_of_data(scan, text, form.parser) | notes
    between = enumerate(_cut_costs(rows, items, frozenset(scan.layout.empty)), 1)
    after = lines_after(form.marks, text)
    costs = (
        0.0,
        *(_IN_ITEM if n in within else min(cost, _AT_MARKS) if n in after else cost for n, cost in between),
        0.0,
    )
    tops = _tops(scan, sorted({*text, *labelled}), labelled) if in_column else {}
    of_text = [tops[place] for place in text] if in_column else None
    told = {field.section: _told(items, len(rows), field, form.wording) for field in scan.layout.fields}
    labels = []
    for hit, of_hit in zip(hits, own, strict=True):
        first, last = bisect_left(text, of_hit[0]), bisect_left(text, _end_of_level(scan, of_hit[-1]))
        top, bottom = (bisect_left(rows, sheet, key=lambda row: row.sheet) for sheet in (hit.sheet, hit.sheet + 1))
        section = scan.layout.fields[hit.label.index].section
        is_parted = len(of_hit) > 1 and last > first and not in_column
        middle = (tops[of_hit[0]] + tops[of_hit[-1]] + 1) / 2 if in_column else 0.0
        opens, heads = _opens_text(scan, hit), heads_marks(scan, hit)
        labels.append(AmidLabel(first, last, (top, bottom), is_parted, told[section], middle, of_text, opens, heads))
    return _Run(tuple(hits), tuple(text), tuple(rows), tuple(labels), costs, _heads_numbers(scan, before))


def _tops(scan: Scan, places: Sequence[int], labelled: AbstractSet[int]) -> dict[int, float]:
    """Tell how far down rows stand, in lines that are not empty, from page to page.

    A bullet that an extractor puts on a line before its text is as high as the text: 「・ / 「海のおまつり」には…」.
    """
    tops: dict[int, float] = {}
    top, last, bare = 0.0, None, False
    for place in places:
        row = scan.rows[place]
        box = row.box
        if last and box and not is_level(last, box):
            top += 0.0 if bare else 1.0
            bare = False
        tops[place] = top
        if place not in labelled:
            bare = is_bullet_sign(row.key)
        last = box or last
    return tops


def _end_of_level(scan: Scan, place: int) -> int:
    """Give the place after what stands to the right of a row, on its line."""
    label, end = scan.rows[place].box, place + 1
    while label and end < len(scan.rows) and (box := scan.rows[end].box) and is_level(label, box):
        end += 1
    return end


def _have_column(scan: Scan) -> bool:
    """Tell whether labels have a column to the left of the text, as an extractor shows it that keeps columns."""
    own = {place for hit in scan.hits for place in _places(scan, hit)}
    labels = [hit.rows[0].box.x0 for hit in scan.hits if hit.rows[0].box and _is_stated(scan, hit)]
    lines = [row.box.x0 for place, row in enumerate(scan.rows) if row.box and place not in own and not row.cell]
    return bool(labels and lines) and median(lines) >= median(labels) + _COLUMN


def _cut_costs(rows: Sequence[Row], items: Sequence[Item], empty: frozenset[str]) -> Iterator[float]:
    """Tell what it costs to end a cell before each line but the first."""
    starts = {two.places[0]: (one, two) for one, two in pairwise(items) if two.places[0] > one.places[-1]}
    outer = next((item.mark.kind for item in items if item.mark.kind), "")
    for number, (last, row) in enumerate(pairwise(rows), 1):
        if row.sheet == last.sheet and row.block != last.block:
            goes_on = number not in starts and last.is_full and not is_sentence_end(last.text)
            yield _AT_SHORT_LINE if goes_on else _AT_EMPTY_LINE
        elif number in starts:
            cost = _between_items(*starts[number], outer)
            is_bullet_overleaf = row.sheet != last.sheet and starts[number][1].mark.kind
            yield min(cost, _AT_ITEM_OVERLEAF) if is_bullet_overleaf else cost
        elif last.key in empty:
            yield _AT_OTHER_MARK
        elif is_sentence_end(last.text):
            yield _AT_ITEM if row.sheet == last.sheet else _AT_PAGE_BREAK
        else:
            may_be_full = last.is_full or (not last.n_full and row.sheet == last.sheet)  # a page break may end a cell
            yield _IN_ITEM if may_be_full else _AT_SHORT_LINE


def _between_items(last: Item, item: Item, outer: str) -> float:
    if last.is_subheading:  # it goes with the text under it
        return _IN_ITEM
    if item.mark.number == 1 != last.mark.number:
        return _AT_FIRST_NUMBER
    if last.mark.kind and last.mark.kind != item.mark.kind == outer and not _steps_in(last, item):
        return _AT_ITEM  # back to the bullets that the text starts with: those between may have been nested
    if last.mark.kind != item.mark.kind:
        return {0: _AT_OTHER_MARK, 1: _AT_NESTED, -1: _AT_ITEM}[_steps_in(last, item)]
    if item.mark.number is None or last.mark.number is None:
        return _AT_ITEM
    return _AT_NEXT_NUMBER if item.mark.number == last.mark.number + 1 else _AT_ITEM


def _steps_in(last: Item, item: Item) -> int:
    """Tell whether a bullet is set further in than the one before it, or further out."""
    one, two = last.rows[0].box, item.rows[0].box
    if one is None or two is None or last.sheet != item.sheet or not (last.mark.kind and item.mark.kind):
        return 0
    return (two.x0 > one.x0) - (two.x0 < one.x0)


def _told(items: Sequence[Item], n_lines: int, field: Field, wording: Wording) -> tuple[float, ...]:
    """Give for each line what the items before it say for a field: an item says it with its last line."""
    sections = field.splits_into or (field.section,)
    said = [0.0] * n_lines
    for item in items:
        scores = wording.scores(item.signature)
        said[item.places[-1]] += max(scores.get(section, 0.0) for section in sections)
    return tuple(accumulate(said, initial=0.0))


def _places(scan: Scan, hit: LabelHit) -> tuple[int, ...]:
    """Give the places of a label's rows, and of those that it leads or that text parts it over."""
    led = (place for place in range(hit.first, hit.last + 1) if place in scan.rests)
    return tuple(sorted({*scan.places_of(hit), *led}))


def _text_rows(scan: Scan, places: Sequence[int]) -> list[Row]:
    """Give the lines of text; what follows a label on its line is set where the other lines start."""
    starts = [box.x0 for place in places if place not in scan.rests and (box := scan.rows[place].box)]
    rows = []
    for place in places:
        row = scan.rows[place]
        if place in scan.rests:
            row = part_of(row, len(row.text) - len(scan.rests[place].text), len(row.text))
            row = _set_at(min(starts, default=0.0), row)
        rows.append(row)
    return rows


def _set_at(start: float, row: Row) -> Row:
    return replace(row, box=replace(row.box, x0=start, x1=start + row.box.x1 - row.box.x0)) if row.box else row


def _opens_text(scan: Scan, hit: LabelHit) -> bool:
    """Tell whether a label is the first word of a cell's text: 「重点目標１：地域で…」, with no gap after the colon."""
    rest = scan.rests.get(hit.last)
    return rest is not None and hit.rows[-1].text.endswith(":") and rest.span.start == hit.rows[-1].span.end


def _is_amid(cell: _Cell) -> bool:
    """Tell whether a label has text before it and after it."""
    return bool(cell.text) and cell.text[0] < cell.label[0] and cell.label[-1] <= cell.text[-1]


def _heads_numbers(scan: Scan, hit: LabelHit | None) -> bool:
    """Tell whether a label is of data."""
    field = field_of(hit.label, scan.layout) if hit else None
    return field is not None and field.section == "data"


def _is_stated(scan: Scan, hit: LabelHit) -> bool:
    """Tell whether a label is of statements."""
    field = scan.layout.fields[hit.label.index] if hit.label.kind == "field" else None
    return field is not None and (field.section in STATEMENT_SECTIONS or bool(field.splits_into))


def _rows(scan: Scan, cells: Sequence[_Cell]) -> list[Row] | None:
    """Give the rows with labels and text as cells.

    None where labels have no text, as where they stand in bunches, or empty lines part cells as well as their insides.
    """
    stated = [cell for cell in cells if _is_stated(scan, cell.hit)]
    whole = sum(bool(cell.text) and not _has_empty_line(scan, cell) for cell in stated)
    return list(_in_reading_order(scan, cells)) if stated and whole >= _WHOLE * len(stated) else None


def _has_empty_line(scan: Scan, cell: _Cell) -> bool:
    rows = [scan.rows[place] for place in sorted(cell.text + cell.label)]
    return any(one.sheet == two.sheet and one.block != two.block for one, two in pairwise(rows))


def _in_reading_order(scan: Scan, cells: Sequence[_Cell]) -> Iterator[Row]:
    """Give the rows in the order of reading, with two cells side by side for each label and its text."""
    table = 1 + max((row.cell.table for row in scan.rows if row.cell), default=-1)
    starts = {min(cell.label + cell.text): number for number, cell in enumerate(cells)}
    taken = {place for cell in cells for place in cell.label + cell.text}
    for place, row in enumerate(scan.rows):
        if place in starts:
            number = starts[place]
            if scan.layout.businesses:  # tables of numbers may stand in the text
                yield from (*set_over(cells[number].hit.rows, cells[number].rows), *cells[number].rows)
                continue
            for column, rows in enumerate((cells[number].hit.rows, cells[number].rows)):
                yield from (replace(own, cell=CellRef(table, number, column)) for own in rows)
        elif place not in taken:
            yield row
