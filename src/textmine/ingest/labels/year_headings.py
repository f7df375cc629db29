"""Headings that name a year and its goals, and no goal: 「令和6年度重点目標」 where others say 「次年度重点目標」.

The words are a goal's label too: 「令和6年度重点目標 | 産前産後の…」. A heading has no text before the goals' labels.
So have those of other fields, which head the whole form: 「1.令和6年度の取組状況」 over 「重点目標1」.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from textmine.ingest.labels.book import field_of, opens_goal
from textmine.ingest.layout import STATEMENT_SECTIONS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textmine.ingest.labels.finding import LabelHit
    from textmine.ingest.layout import Field, Layout


def with_headings_of_years(hits: Sequence[LabelHit], layout: Layout, skipped: frozenset[int]) -> list[LabelHit]:
    """Make headings of parts of what looks like a goal's label and heads goals; `skipped` are places of no text."""
    found = list(hits)
    years = Counter((hit.label.kind, hit.label.year) for hit in hits)
    for number, (hit, following) in enumerate(pairwise(hits)):
        if not _heads_goals(hit, following, years, layout, skipped):
            continue
        found[number] = as_heading(hit, hits, layout)
    if not _are_goals_enough(found, layout):
        return found
    return [as_heading(hit, found, layout) if _may_be_heading(hit, layout) else hit for hit in found]


def as_heading(hit: LabelHit, hits: Sequence[LabelHit], layout: Layout) -> LabelHit:
    """Make the heading of a part of a goal's label, if the layout has parts."""
    places = {part.kind: index for index, part in reversed(list(enumerate(layout.parts)))}
    years = [other.label.year for other in hits if other.label.year]
    is_next = (hit.label.year or 0) > min(years) or _is_last_part(hit, hits, layout)
    index = places.get("next" if is_next else "evaluated")
    return hit if index is None else replace(hit, label=replace(hit.label, kind="part", index=index))


def _heads_goals(
    hit: LabelHit,
    following: LabelHit,
    years: Mapping[tuple[str, int | None], int],
    layout: Layout,
    skipped: frozenset[int],
) -> bool:
    one, two = field_of(hit.label, layout), field_of(following.label, layout)
    if not (one and two and two.section == "goal"):
        return False
    if not (one is two or _names_goals(hit, two) or _heads_form(hit, following, years)):
        return False
    is_again = following.label.year == hit.label.year and not following.label.number
    if not hit.label.year or hit.label.number or hit.leads_line or is_again:
        return False
    return skipped.issuperset(range(hit.last + 1, following.first))


def _may_be_heading(hit: LabelHit, layout: Layout) -> bool:
    """Tell whether a goal's label has a year and no number, outside tables, in a line of its own."""
    in_line = hit.cell is not None or hit.leads_line
    return bool(hit.label.year) and not hit.label.number and not in_line and opens_goal(hit.label, layout)


def _are_goals_enough(hits: Sequence[LabelHit], layout: Layout) -> bool:
    """Tell whether labels without a year are as many as goals, wherever a shuffled text has those with a year.

    「重点目標」 stands once for every 「取組内容」, the next year's too, which has no 「成果」:
    「II 令和4年度の重点目標」 is no third goal.
    """
    plain = sum(opens_goal(other.label, layout) and not other.label.year for other in hits)
    fields = [field_of(other.label, layout) for other in hits]
    of_both = Counter(field.section for field in fields if field and field.next_section and field.section != "goal")
    of_one = Counter(field.section for field in fields if field and not field.next_section)
    evaluated = max((n for section, n in of_one.items() if section in STATEMENT_SECTIONS), default=0)
    return plain > evaluated > 0 and plain == max(of_both.values(), default=0)


def _names_goals(hit: LabelHit, goal: Field) -> bool:
    """Tell whether a label of another field names goals too: 「令和3年度の重点目標と取組」."""
    key = "".join(row.key for row in hit.rows)
    return any(head in key for head in goal.heads)


def _heads_form(hit: LabelHit, goal: LabelHit, years: Mapping[tuple[str, int | None], int]) -> bool:
    """Tell whether a field's label stands once, in a row of its own over a numbered goal: 「1.令和6年度の取組状況」."""
    beside = hit.cell is not None and goal.cell is not None and hit.cell.row == goal.cell.row
    return years[hit.label.kind, hit.label.year] == 1 and goal.label.number == 1 and not beside


def _is_last_part(hit: LabelHit, hits: Sequence[LabelHit], layout: Layout) -> bool:
    """Tell whether fields that only an evaluated year has stand before a heading, and none after it."""
    last = [
        other.first
        for other in hits
        if (field := field_of(other.label, layout)) and field.section in STATEMENT_SECTIONS and not field.next_section
    ]
    return bool(last) and max(last) < hit.first
