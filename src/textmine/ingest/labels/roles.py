"""Which labels of a text have a cell of their own, and which stand over cells or inside one.

In a form of businesses 「拠点事業としての成果と課題」 may head the cells of 成果 and 課題, or have both in its own;
「(主なデータ)」 may have a cell, or head the tables at the start of 評価の理由; and marks stand in lines of their own.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from textmine.ingest.labels.rated_lines import names_raters, parse_rated_line, says_marks
from textmine.ingest.lines.heights import is_level
from textmine.ingest.lines.marks_apart import mark_alone
from textmine.ingest.lines.wrapping import is_sentence_end

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from textmine.ingest.labels.finding import LabelHit
    from textmine.ingest.labels.scanning import Scan
    from textmine.ingest.layout import Field
    from textmine.ingest.lines.items import ItemParser
    from textmine.ingest.lines.rows import Row

_MOST_ON_A_LINE: Final = 8  # marks, names and numbers
_OF_A_LINE: Final = 0.5  # the height of a label that is set between two lines


def labels_of_cells(scan: Scan, hits: Sequence[LabelHit]) -> list[LabelHit]:
    """Leave out the labels that stand inside the cell of another one: (成果) and (課題) beside 「取組の成果と課題」."""
    fields = [hit for hit in hits if hit.label.kind == "field"]
    parted = {section for hit in fields for section in _field(scan, hit).splits_into}
    return [
        hit
        for hit in fields
        if _field(scan, hit).section not in parted and not (scan.layout.businesses and _stands_over_data(scan, hit))
    ]


def places_of_headings(scan: Scan) -> frozenset[int]:
    """Give the places of what no cell reaches over: titles of parts and businesses, labels over other cells."""
    return frozenset(
        place
        for hit in scan.hits
        if (hit.label.kind == "field" and (_heads_cells(scan, hit) or _heads_data(scan, hit)))
        or hit.label.kind in ("part", "business")
        or (hit.label.kind == "rating" and not scan.layout.ratings[hit.label.index].rates)
        for place in range(hit.first, hit.last + 1)
    )


def places_of_marks(scan: Scan) -> frozenset[int]:
    """Give the places of marks beside statements, their headings and the names of those who rate."""
    headings = (
        place
        for hit in scan.hits
        if hit.label.kind == "rating" and scan.layout.ratings[hit.label.index].rates
        for place in scan.places_of(hit)
    )
    lines = (
        place
        for place, row in enumerate(scan.rows)
        if scan.layout.businesses and (says_marks(row, scan.layout) or parse_rated_line(row, scan.layout))
    )
    found = {*headings, *lines}
    return frozenset((*found, *(place for place in _single(scan) if _is_beside(scan, place, found))))


def marks_alone(scan: Scan) -> frozenset[int]:
    """Give the places of marks with lines of their own, in a form of businesses."""
    if not scan.layout.businesses:
        return frozenset()
    marks = places_of_marks(scan)
    others = frozenset(range(len(scan.rows))) - marks
    return frozenset(place for place in marks if not _is_beside(scan, place, others))


def heads_marks(scan: Scan, hit: LabelHit) -> bool:
    """Tell whether a label heads a table with marks: names of raters stand on its line, to its right."""
    box = hit.rows[-1].box
    near = scan.rows[hit.last + 1 : hit.last + 1 + _MOST_ON_A_LINE] if hit.cell is None else ()
    return box is not None and any(
        row.box and row.box.x0 >= box.x1 and is_level(box, row.box) and names_raters(row, scan.layout) for row in near
    )


def lines_after(marks: frozenset[int], places: Sequence[int]) -> frozenset[int]:
    """Give the numbers of the lines of text that marks part from the line before."""
    return frozenset(
        number for number, (one, two) in enumerate(pairwise(places), 1) if not marks.isdisjoint(range(one, two))
    )


def _single(scan: Scan) -> Iterator[int]:
    """Give the places of numbers that stand alone."""
    return (place for place, row in enumerate(scan.rows) if mark_alone(row))


def _is_beside(scan: Scan, place: int, others: AbstractSet[int]) -> bool:
    """Tell whether a row stands on the line of one of others: 「①」 beside 「自己評価」."""
    box = scan.rows[place].box
    near = range(max(0, place - _MOST_ON_A_LINE), min(len(scan.rows), place + _MOST_ON_A_LINE + 1))
    return box is not None and any(
        other in others and (beside := scan.rows[other].box) is not None and is_level(box, beside) for other in near
    )


def lines_of_data(scan: Scan, places: Sequence[int], parser: ItemParser) -> frozenset[int]:
    """Give the numbers of the lines before which no cell ends: data at the start of a cell, and the text after them.

    (主なデータ) / 相談の件数 / R2年度 702 36 / <学びの時間> / ・月2回、…: the cell has statements too.
    """
    heads = {hit.first for hit in scan.hits if hit.label.kind == "field" and _stands_over_data(scan, hit)}
    found: set[int] = set()
    for number, place in enumerate(places):
        if scan.layout.businesses and place in heads:
            after = (n for n in range(number + 1, len(places)) if _is_text(scan.rows[places[n]], parser))
            found.update(range(number + 1, next(after, len(places) - 1) + 1))
    return frozenset(found)


def _is_text(row: Row, parser: ItemParser) -> bool:
    return parser.starts_item(row) or parser.is_subheading(row) or is_sentence_end(row.text)


def set_over(label: Sequence[Row], text: Sequence[Row]) -> Iterator[Row]:
    """Give the rows of a label as if they stood right over the first line of its text."""
    first = text[0] if text else None
    for number, row in enumerate(label):
        if first is None or first.box is None or row.box is None:
            yield row
            continue
        height = _OF_A_LINE * (first.box.bottom - first.box.top) / len(label)
        top = first.box.top - height * (len(label) - number)
        width = row.box.x1 - row.box.x0
        box = replace(first.box, x1=first.box.x0 + width, top=top, bottom=top + height)
        yield replace(row, box=box, block=first.block, sheet=first.sheet, page=first.page)


def _field(scan: Scan, hit: LabelHit) -> Field:
    return scan.layout.fields[hit.label.index]


def _heads_cells(scan: Scan, hit: LabelHit) -> bool:
    """Tell whether a label of a mixed field is a block of its own: empty lines part it from the cells under it."""
    after = hit.last + 1
    is_block = scan.opens_block(hit) and (
        after == len(scan.rows) or scan.rows[after].block != scan.rows[hit.last].block
    )
    return bool(_field(scan, hit).splits_into) and bool(scan.layout.businesses) and is_block


def _stands_over_data(scan: Scan, hit: LabelHit) -> bool:
    """Tell whether a label of data stands over them: after an empty line, or right of the column of labels."""
    return _field(scan, hit).section == "data" and (_is_right_of_labels(scan, hit) or scan.opens_block(hit))


def _heads_data(scan: Scan, hit: LabelHit) -> bool:
    """Tell whether data have a part of their own: their label stands over them, and no other beside them."""
    if not scan.layout.businesses or not _stands_over_data(scan, hit) or _is_right_of_labels(scan, hit):
        return False
    block = scan.rows[hit.first].block
    fields = (other for other in scan.hits if other.label.kind == "field" and other is not hit)
    return all(block not in {row.block for row in other.rows} for other in fields)


def _is_right_of_labels(scan: Scan, hit: LabelHit) -> bool:
    own = hit.rows[0].box
    others = (other.rows[0].box for other in scan.hits if other.label.kind == "field" and not other.cell)
    return own is not None and any(box is not None and box.x1 <= own.x0 for box in others)
