"""Labels that head marks where others head text: 「自己評価」 over 「法人:A 区:B」, in a form with 成果 and 課題.

As a field of its own such a label would have a cell among the lines of its neighbours'.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from textmine.ingest.labels.book import field_of
from textmine.ingest.labels.finding import places_of
from textmine.ingest.labels.rated_lines import parse_rated_line, says_marks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from textmine.ingest.labels.finding import LabelHit
    from textmine.ingest.layout import Layout
    from textmine.ingest.lines.rows import Row


def without_rated_fields(
    rows: Sequence[Row], hits: Sequence[LabelHit], rests: Mapping[int, Row], layout: Layout
) -> tuple[list[LabelHit], frozenset[int]]:
    """Leave out the labels outside tables that head nothing but marks; give the places of these labels and marks.

    Marks stand right after each of them, or, where cells are shuffled, there are as many lines of marks as labels. In a
    form of businesses they rate statements and have headings of their own.
    """
    alike: dict[str, list[LabelHit]] = defaultdict(list)
    for hit in _may_head_marks(hits, layout):
        alike["".join(row.key for row in hit.rows)].append(hit)
    if not alike:
        return list(hits), frozenset()
    runs = list(_runs_of_marks(rows, rests, layout))
    led = {run[0]: run for run in runs}
    dropped: set[int] = set()
    places: set[int] = set()
    for of_label in alike.values():
        after = [led.get(hit.last if hit.leads_line else hit.last + 1) for hit in of_label]
        own = [run for run in after if run]
        if len(own) < len(of_label):
            own = runs if len(runs) == len(of_label) else []
        if own:
            dropped.update(map(id, of_label))
            places.update(place for run in own for place in run)
            places |= places_of(of_label)
    return [hit for hit in hits if id(hit) not in dropped], frozenset(places)


def _may_head_marks(hits: Sequence[LabelHit], layout: Layout) -> list[LabelHit]:
    """Give the labels of fields that several sections share, each of which has labels of its own in the form."""
    if layout.businesses:
        return []
    fields = [(hit, field) for hit in hits if (field := field_of(hit.label, layout))]
    labelled = {field.section for _, field in fields}
    return [
        hit
        for hit, field in fields
        if field.splits_into and hit.cell is None and labelled.issuperset(field.splits_into)
    ]


def _runs_of_marks(rows: Sequence[Row], rests: Mapping[int, Row], layout: Layout) -> Iterator[list[int]]:
    """Give the places of rows outside tables that follow one another and say marks, and who rates, alone."""
    marks = {mark for table in layout.ratings for mark in table.marks}
    run: list[int] = []
    has_mark = False
    for place, row in enumerate(rows):
        own = rests.get(place, row)
        is_line = row.cell is None and parse_rated_line(own, layout) is not None
        if is_line or (row.cell is None and own.key and says_marks(own, layout)):
            if place in rests and run:  # a label leads the line: other marks
                if has_mark:
                    yield run
                run, has_mark = [], False
            run.append(place)
            has_mark = has_mark or is_line or not marks.isdisjoint(own.text.split())
            continue
        if has_mark:
            yield run
        run, has_mark = [], False
    if has_mark:
        yield run
