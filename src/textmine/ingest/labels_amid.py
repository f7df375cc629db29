"""Text whose labels stand amid the lines of their cells, as cells: an extractor that goes by heights wrote it so.

The label of a cell stands at its middle. An extractor that parts no columns writes it between two lines of the text or
at the head of one: 「・中国語による案内を作り、 / 取組内容 / 配布する。」, 「取組内容 ・中国語による…」. So a label has lines
around it, as many before it as after it.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Final

from textmine.documents import CellRef
from textmine.ingest.amid_cuts import AmidLabel, choose_cuts
from textmine.ingest.items import FlowRow
from textmine.ingest.label_order import is_canonical
from textmine.ingest.statements import STATEMENT_SECTIONS
from textmine.ingest.wrapping import is_sentence_end

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from textmine.ingest.items import Item, ItemParser, Mark
    from textmine.ingest.label_finding import LabelHit
    from textmine.ingest.layout import Field
    from textmine.ingest.rows import Row
    from textmine.ingest.scanning import Scan
    from textmine.ingest.wording import Wording

_FEWEST: Final = 2  # labels of statements amid their text, that show how the document is laid out
_BETTER: Final = 2.0  # how much better all labels stand amid their text than before it
_AT_EMPTY_LINE: Final = -1.0  # what it costs to end a cell here, in lines that a label is off the middle
_AT_OTHER_MARK: Final = 0.0
_AT_ITEM: Final = 1.0
_AT_SHORT_LINE: Final = 2.0
_AT_NEXT_NUMBER: Final = 3.0
_IN_ITEM: Final = 4.0


@dataclass(frozen=True, slots=True)
class _Run:
    """Labels and lines of text with no heading between them."""

    hits: tuple[LabelHit, ...]
    text: tuple[int, ...]  # places of the lines
    labels: tuple[AmidLabel, ...]
    costs: tuple[float, ...]  # of a cut before each line, and at the end


@dataclass(frozen=True, slots=True)
class _Cell:
    """A label, the places of its rows, and those of its text."""

    hit: LabelHit
    label: tuple[int, ...]
    text: tuple[int, ...]


def arrange_amid(scan: Scan, parser: ItemParser, wording: Wording) -> list[Row] | None:
    """Give all rows with labels and the text around them as cells, a label first; None in any other text."""
    if not is_canonical(scan.hits, scan.layout):
        return None
    cells: list[_Cell] = []
    better = 0.0
    for places in _places_between_headings(scan):
        run = _run(scan, places, parser, wording)
        amid = choose_cuts(run.labels, run.costs, at_middle=True) if run else None
        first = choose_cuts(run.labels, run.costs, at_middle=False) if run else None
        if run and amid and first:
            better += first.cost - amid.cost
            own = zip(run.hits, pairwise(amid.ends), strict=True)
            cells += [_Cell(hit, _places(scan, hit), run.text[start:end]) for hit, (start, end) in own]
    if better < _BETTER or sum(_is_amid(scan, cell) for cell in cells) < _FEWEST:
        return None
    return list(_rows(scan, cells))


def _places_between_headings(scan: Scan) -> Iterator[list[int]]:
    headings = {place for hit in scan.hits if hit.label.kind != "field" for place in _places(scan, hit)}
    places: list[int] = []
    for place, row in enumerate(scan.rows):
        if row.cell or place in scan.titles or place in headings:
            yield places
            places = []
        elif place not in scan.furniture:
            places.append(place)
    yield places


def _run(scan: Scan, places: Sequence[int], parser: ItemParser, wording: Wording) -> _Run | None:
    """Give the labels and the lines of text of a run; None where it has none, or two labels lead one line."""
    hits = _labels_of_cells(scan, places)
    own = [_places(scan, hit) for hit in hits]
    labelled = {place for of_hit in own for place in of_hit}
    text = [place for place in places if place not in labelled or place in scan.rests]
    if not hits or not text or len(labelled) < sum(map(len, own)):
        return None
    rows = [_text_row(scan, place) for place in text]
    items = parser.parse([FlowRow(row, number, 0) for number, row in enumerate(rows)])
    costs = (0.0, *_cut_costs(rows, items, frozenset(scan.layout.empty)), 0.0)
    told = {field.section: _told(items, len(rows), field, wording) for field in scan.layout.fields}
    labels = []
    for hit, of_hit in zip(hits, own, strict=True):
        first, last = bisect_left(text, of_hit[0]), bisect_left(text, of_hit[-1] + 1)
        sheets = [bisect_left(rows, sheet, key=lambda row: row.sheet) for sheet in (hit.sheet, hit.sheet + 1)]
        section = scan.layout.fields[hit.label.index].section
        labels.append(AmidLabel(first, last, (sheets[0], sheets[1]), told[section]))
    return _Run(tuple(hits), tuple(text), tuple(labels), costs)


def _labels_of_cells(scan: Scan, places: Sequence[int]) -> list[LabelHit]:
    """Give the labels of a run but those that part the cell of another: (成果), (課題) beside 「取組の成果と課題」."""
    firsts = [hit.first for hit in scan.hits]
    within = range(bisect_left(firsts, places[0]), bisect_left(firsts, places[-1] + 1)) if places else ()
    fields = {number: scan.layout.fields[scan.hits[number].label.index] for number in within}
    parted = {section for field in fields.values() for section in field.splits_into}
    return [scan.hits[number] for number, field in fields.items() if field.section not in parted]


def _cut_costs(rows: Sequence[Row], items: Sequence[Item], empty: frozenset[str]) -> Iterator[float]:
    """Tell what it costs to end a cell before each line but the first."""
    starts = {two.places[0]: (one.mark, two.mark) for one, two in pairwise(items) if two.places[0] > one.places[-1]}
    for number, (last, row) in enumerate(pairwise(rows), 1):
        if row.sheet == last.sheet and row.block != last.block:
            yield _AT_EMPTY_LINE
        elif number in starts:
            yield _between_marks(*starts[number])
        elif last.key in empty:
            yield _AT_OTHER_MARK
        elif is_sentence_end(last.text):
            yield _AT_ITEM
        else:
            yield _IN_ITEM if last.is_full or not last.n_full else _AT_SHORT_LINE


def _between_marks(last: Mark, mark: Mark) -> float:
    if last.kind != mark.kind:
        return _AT_OTHER_MARK
    if mark.number is None or last.number is None:
        return _AT_ITEM
    return _AT_NEXT_NUMBER if mark.number == last.number + 1 else _AT_OTHER_MARK


def _told(items: Sequence[Item], n_lines: int, field: Field, wording: Wording) -> tuple[float, ...]:
    """Give for each line what the items before it say for a field: an item says it with its last line."""
    sections = field.splits_into or (field.section,)
    said = [0.0] * n_lines
    for item in items:
        scores = wording.scores(item.signature)
        said[item.places[-1]] += max(scores.get(section, 0.0) for section in sections)
    return tuple(accumulate(said, initial=0.0))


def _places(scan: Scan, hit: LabelHit) -> tuple[int, ...]:
    spans = {row.span for row in hit.rows}
    places = range(hit.first, hit.last + 1)
    return tuple(place for place in places if scan.rows[place].span in spans or place in scan.rests)


def _text_row(scan: Scan, place: int) -> Row:
    return scan.rests.get(place, scan.rows[place])


def _is_amid(scan: Scan, cell: _Cell) -> bool:
    """Tell whether a label of statements has text before it and after it."""
    field = scan.layout.fields[cell.hit.label.index]
    is_stated = field.section in STATEMENT_SECTIONS or bool(field.splits_into)
    return is_stated and bool(cell.text) and cell.text[0] < cell.label[0] and cell.label[-1] <= cell.text[-1]


def _rows(scan: Scan, cells: Sequence[_Cell]) -> Iterator[Row]:
    """Give the rows in the order of reading, with two cells side by side for each label and its text."""
    table = 1 + max((row.cell.table for row in scan.rows if row.cell), default=-1)
    starts = {min(cell.label + cell.text): number for number, cell in enumerate(cells)}
    taken = {place for cell in cells for place in cell.label + cell.text}
    for place, row in enumerate(scan.rows):
        if place in starts:
            number = starts[place]
            text = [_text_row(scan, own) for own in cells[number].text]
            for column, rows in enumerate((cells[number].hit.rows, text)):
                yield from (replace(own, cell=CellRef(table, number, column)) for own in rows)
        elif place not in taken:
            yield row
