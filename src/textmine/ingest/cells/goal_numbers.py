"""Goals that a number alone opens: under the heads 「重点目標 | 取組状況」 a cell says 「２　困りごとに…」.

An extractor that keeps no columns writes the heads in one line, then each goal and the fields beside it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from textmine.ingest.labels.finding import LabelHit, places_of
from textmine.ingest.labels.year_headings import with_headings_of_years
from textmine.ingest.layout import STATEMENT_SECTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textmine.ingest.labels.scanning import Scan
    from textmine.ingest.layout import Layout
    from textmine.ingest.lines.rows import Row

_NUMBER: Final = re.compile(r"\s*\(?([1-9])(?:[.、:)]\s*|\s+)(?=[^\s\d])")
_FEWEST_GOALS: Final = 2  # of a part, that show that numbers open goals


@dataclass(frozen=True, slots=True)
class _Part:
    """The heads of columns, and where the goals under them start."""

    heads: tuple[LabelHit, LabelHit]
    starts: tuple[int, ...]  # places of rows


def with_goals_by_number(scan: Scan) -> Scan:
    """Make labels of the numbers that open goals, and leave out the heads of their column and of the fields beside."""
    parts = list(_parts(scan.rows, scan.hits, scan.layout, scan.furniture | scan.titles))
    if not any(len(part.starts) >= _FEWEST_GOALS for part in parts):
        return scan
    heads = {id(hit) for part in parts for hit in part.heads}
    furniture = scan.furniture | places_of(hit for part in parts for hit in part.heads)
    rests = {place: rest for place, rest in scan.rests.items() if place not in furniture}
    hits = [hit for hit in scan.hits if id(hit) not in heads]
    for part in parts:
        for number, place in enumerate(part.starts, 1):
            label = replace(part.heads[0].label, number=number)
            nothing = scan.rows[place].part(0, 0)  # the number stays the goal's mark, by which its lines go on
            hits.append(LabelHit(label, (nothing,), place, place, leads_line=True))
            rests[place] = scan.rows[place]
    hits.sort(key=lambda hit: (hit.first, hit.last))
    hits = with_headings_of_years(hits, scan.layout, furniture | scan.titles)
    return replace(scan, hits=hits, rests=rests, furniture=furniture)


def _parts(rows: Sequence[Row], hits: Sequence[LabelHit], layout: Layout, skipped: frozenset[int]) -> Iterator[_Part]:
    for number, (goal, field) in enumerate(pairwise(hits)):
        is_head = _section(goal, layout) == "goal" and not goal.label.number and goal.cell is None
        if not is_head or field.first not in (goal.last, goal.last + 1) or not _is_field(field, layout):
            continue
        first = next((place for place in range(field.last + 1, len(rows)) if place not in skipped), len(rows))
        following = hits[number + 2 :]
        if first < len(rows) and _number_of(rows[first]) == 1 and following and _is_field(following[0], layout):
            starts = _starts(rows, following, layout, skipped)
            if starts is not None:
                yield _Part((goal, field), (first, *starts))


def _starts(rows: Sequence[Row], hits: Sequence[LabelHit], layout: Layout, skipped: frozenset[int]) -> list[int] | None:
    """Give the rows that start with 2, 3 …, one before each field that the form has begun anew; None if one lacks."""
    starts: list[int] = []
    for one, two in pairwise(hits):
        if not _is_field(two, layout):
            break
        if two.label.index > one.label.index:
            continue
        between = (place for place in range(one.last + 1, two.first) if place not in skipped)
        found = [place for place in between if _number_of(rows[place]) == len(starts) + 2]
        if len(found) != 1:
            return None
        starts += found
    return starts


def _number_of(row: Row) -> int | None:
    found = _NUMBER.match(row.text)
    return int(found[1]) if found and row.cell is None else None


def _is_field(hit: LabelHit, layout: Layout) -> bool:
    return _section(hit, layout) in STATEMENT_SECTIONS - {"goal"}


def _section(hit: LabelHit, layout: Layout) -> str | None:
    return layout.fields[hit.label.index].section if hit.label.kind == "field" else None
