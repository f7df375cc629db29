"""Which goal a statement belongs to: by order where the order holds, else one to one by likeness and position.

A sheet holds the fields of some goals: as many cells of each kind as goals, and what is over belongs to the goal that the
sheet before left open. Where several goals share a sheet that is out of order, each kind of field is matched to the
goals one to one (linear assignment; Crouse 2016, IEEE Trans. Aerosp. Electron. Syst. 52) by shared words and by order.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.optimize import linear_sum_assignment

from textmine.ingest.wording import Likeness

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textmine.documents import SectionBy
    from textmine.ingest.items import Item
    from textmine.ingest.label_finding import LabelHit
    from textmine.ingest.layout import Layout

_LIKENESS: Final = 6.0  # what being the same text would weigh
_SAME_RANK: Final = 0.25  # first with first, second with second
_CARRIED_ON: Final = 0.7  # likeness with the evaluated goal of the same number


@dataclass(frozen=True, slots=True)
class FieldPlace:
    """Where an item is in the form."""

    hit: LabelHit | None
    section: str | None  # base section, before the year is looked at
    kind: str  # evaluated, next or other
    by: SectionBy
    confidence: float
    ordered: bool
    goal_hit: LabelHit | None = None  # of a cell that a goal's label crosses
    by_column: bool = False
    goal_no: int | None = None
    business: int | None = None


@dataclass(slots=True)
class _Goal:
    """A goal of one year: its label or its cell, and the statements that state it."""

    kind: str
    number: int | None
    order: int  # place in the document
    sheet: int
    items: list[int]


def number_goals(
    items: Sequence[Item], places: Sequence[FieldPlace], hits: Sequence[LabelHit], layout: Layout
) -> list[FieldPlace]:
    """Give every place its goal's number, or its business's."""
    if layout.businesses:
        return _number_businesses(items, places, hits, layout)
    places = _as_next_goals(places)
    kinds = [place.kind for place in places if place.section == "goal"]
    numbered = list(places)
    stated: dict[int, str] = {}  # number of an evaluated goal -> all that is said of it
    for kind in sorted(set(kinds)):  # evaluated, next
        goals = _goals(items, places, kind, hits, layout)
        if stated and kind == "next":
            _renumber_by_likeness(items, places, goals, stated)
        for goal in goals:
            for index in goal.items:
                numbered[index] = replace(places[index], goal_no=goal.number)
        for index, number in _fields(items, places, kind, goals, stated).items():
            numbered[index] = replace(places[index], goal_no=number)
        if kind == "evaluated":
            for item, place in zip(items, numbered, strict=True):
                if place.goal_no is not None and place.kind == kind:
                    stated[place.goal_no] = stated.get(place.goal_no, "") + item.text
    return numbered


def _renumber_by_likeness(
    items: Sequence[Item], places: Sequence[FieldPlace], goals: list[_Goal], stated: Mapping[int, str]
) -> None:
    """Number next year's goals on a shuffled sheet like the evaluated goals that they carry on."""
    shuffled = [goal for goal in goals if not places[goal.items[0]].ordered and len(goal.items) == 1]
    numbers = sorted(number for number in stated if number)
    if len(shuffled) < 2 or len(shuffled) != len(goals) or len(numbers) < len(goals):  # noqa: PLR2004
        return
    if len({goal.sheet for goal in goals}) > 1 or len({places[g.items[0]].hit and places[g.items[0]].hit.label.number for g in goals}) < len(goals):
        return
    texts = [items[goal.items[0]].text for goal in goals]
    likeness = Likeness([*texts, *stated.values()])
    score = np.array([[likeness.between(text, stated[number]) for number in numbers[: len(goals)]] for text in texts])
    rows, columns = linear_sum_assignment(-score)
    for row, column in zip(rows, columns, strict=True):
        goals[row].number = numbers[column]
    goals.sort(key=lambda goal: goal.number or 0)


def _as_next_goals(places: Sequence[FieldPlace]) -> list[FieldPlace]:
    """Read text right under 「次年度重点目標」 as goals where no goal label follows it."""
    return [
        replace(place, section="goal", kind="next") if place.section == "next_part" else place for place in places
    ]


def _number_businesses(
    items: Sequence[Item], places: Sequence[FieldPlace], hits: Sequence[LabelHit], layout: Layout
) -> list[FieldPlace]:
    titles = [hit for hit in hits if hit.label.kind == "business"]
    numbered = []
    for item, place in zip(items, places, strict=True):
        where = place.hit.first if place.hit and place.ordered else item.places[0]
        before = [hit for hit in titles if hit.first <= max(where, item.places[0])]
        number = layout.businesses[before[-1].label.index].number if before else None
        numbered.append(replace(place, goal_no=number, business=number))
    return numbered


def _goals(
    items: Sequence[Item], places: Sequence[FieldPlace], kind: str, hits: Sequence[LabelHit], layout: Layout
) -> list[_Goal]:
    """Give the goals of one year in the order of their numbers."""
    groups: dict[object, list[int]] = {}
    for index, place in enumerate(places):
        if place.section == "goal" and place.kind == kind and not items[index].is_subheading and place.hit:
            cell = items[index].cell
            key = (id(place.hit), cell.row) if place.by_column and cell else (id(place.hit), 0)
            groups.setdefault(key, []).append(index)
    goals = [_goal(items, places, kind, group) for group in groups.values()]
    if len(goals) == 1 and len(goals[0].items) > 1:
        return [
            replace_goal(goals[0], number=items[index].mark.number or rank, items=[index])
            for rank, index in enumerate(goals[0].items, 1)
        ]
    _number_in_order(goals, kind, hits, layout)
    return sorted(goals, key=lambda goal: goal.number or 0)


def replace_goal(goal: _Goal, *, number: int, items: list[int]) -> _Goal:
    """Give a goal with another number and other statements."""
    return _Goal(goal.kind, number, goal.order, goal.sheet, items)


def _goal(items: Sequence[Item], places: Sequence[FieldPlace], kind: str, group: list[int]) -> _Goal:
    hit = places[group[0]].hit
    number = hit.label.number if hit else None
    if number is None or (places[group[0]].by_column and items[group[0]].mark.number):
        number = items[group[0]].mark.number if places[group[0]].by_column else number
    return _Goal(kind, number, hit.first if hit else items[group[0]].places[0], items[group[0]].sheet, group)


def _number_in_order(goals: list[_Goal], kind: str, hits: Sequence[LabelHit], layout: Layout) -> None:
    """Number goals that the form does not: the one right after the heading of their part comes first."""
    goals.sort(key=lambda goal: (goal.order, goal.items[0]))
    numbers = [goal.number for goal in goals]
    if None not in numbers and len(set(numbers)) == len(numbers):
        return
    headings = [
        hit.first
        for hit in hits
        if hit.label.kind == "part" and layout.parts[hit.label.index].kind == kind and hit.sheet == goals[0].sheet
    ]
    if kind == "next" and headings and goals and len({goal.sheet for goal in goals}) == 1:
        after = [goal for goal in goals if goal.order >= headings[0]]
        goals[:] = [*after, *(goal for goal in goals if goal.order < headings[0])]
    for rank, goal in enumerate(goals, 1):
        goal.number = rank


def _fields(
    items: Sequence[Item],
    places: Sequence[FieldPlace],
    kind: str,
    goals: Sequence[_Goal],
    stated: Mapping[int, str],
) -> dict[int, int | None]:
    """Match the other fields of one year to its goals."""
    fields = [
        index
        for index, place in enumerate(places)
        if place.kind == kind and place.section not in (None, "goal", "other", "rating", "next_part") and place.hit
    ]
    cells: dict[object, list[int]] = defaultdict(list)
    for index in fields:
        place, cell = places[index], items[index].cell
        row = (cell.table, cell.row) if place.by_column and cell else None
        cells[id(place.hit), row, id(place.goal_hit)].append(index)
    per_section = Counter(places[group[0]].section for group in cells.values())
    if len(goals) == 0 or (len({id(places[g.items[0]].hit) for g in goals}) == 1 and len(goals) > 1 and max(per_section.values(), default=0) <= 1):
        return {}
    if len(goals) > 1 and max(per_section.values(), default=0) <= 1 and len(goals) > max(per_section.values(), default=0) and kind == "evaluated":
        return {}
    if all(places[index].ordered for index in fields):
        return _by_order(items, places, cells, goals)
    return _by_likeness(items, places, cells, goals, stated)


def _by_order(
    items: Sequence[Item],
    places: Sequence[FieldPlace],
    cells: Mapping[object, list[int]],
    goals: Sequence[_Goal],
) -> dict[int, int | None]:
    numbers: dict[int, int | None] = {}
    by_hit = {id(places[goal.items[0]].hit): goal.number for goal in goals}
    starts = sorted((min(goal.order, items[goal.items[0]].places[0]) if not places[goal.items[0]].by_column else items[goal.items[0]].places[0], goal.number) for goal in goals)
    for group in cells.values():
        place = places[group[0]]
        if place.goal_hit and id(place.goal_hit) in by_hit:
            number = by_hit[id(place.goal_hit)]
        elif place.goal_hit and place.goal_hit.label.number:
            number = place.goal_hit.label.number
        else:
            where = items[group[0]].places[0] if place.by_column or place.hit is None else place.hit.first
            before = [number for start, number in starts if start <= where]
            number = before[-1] if before else starts[0][1]
        numbers.update(dict.fromkeys(group, number))
    return numbers


def _by_likeness(
    items: Sequence[Item],
    places: Sequence[FieldPlace],
    cells: Mapping[object, list[int]],
    goals: Sequence[_Goal],
    stated: Mapping[int, str],
) -> dict[int, int | None]:
    texts = ["".join(items[index].text for index in goal.items) for goal in goals]
    groups = list(cells.values())
    contents = ["".join(items[index].text for index in group) for group in groups]
    likeness = Likeness([*texts, *contents])
    earlier = [stated.get(goal.number or 0, "") if len(stated) == len(goals) else "" for goal in goals]
    numbers: dict[int, int | None] = {}
    open_goal: int | None = None
    sheets = sorted({items[group[0]].sheet for group in groups} | {goal.sheet for goal in goals})
    for sheet in sheets:
        here = [number for number, goal in enumerate(goals) if goal.sheet == sheet]
        by_section: dict[str | None, list[int]] = defaultdict(list)
        for number, group in enumerate(groups):
            if items[group[0]].sheet == sheet:
                by_section[places[group[0]].section].append(number)
        for cells_here in by_section.values():
            candidates = list(here)
            if len(cells_here) > len(candidates) and open_goal is not None:
                candidates.insert(0, open_goal)
            if not candidates:
                candidates = [open_goal] if open_goal is not None else list(range(len(goals)))
            alike = {
                (cell, goal): likeness.between(contents[cell], texts[goal])
                + _CARRIED_ON * likeness.between(contents[cell], earlier[goal])
                for cell in cells_here
                for goal in candidates
            }
            chosen = _match(cells_here, candidates, alike)
            for cell, goal in chosen.items():
                numbers.update(dict.fromkeys(groups[cell], goals[goal].number))
        if here:
            open_goal = max(here, key=lambda number: goals[number].number or 0)
    return numbers


def _match(
    cells: Sequence[int],
    candidates: Sequence[int],
    alike: Mapping[tuple[int, int], float],
) -> dict[int, int]:
    if len(candidates) == 1:
        return dict.fromkeys(cells, candidates[0])
    score = np.array(
        [
            [
                _LIKENESS * alike[cell, goal] + (_SAME_RANK if row == column else 0.0)
                for column, goal in enumerate(candidates)
            ]
            for row, cell in enumerate(cells)
        ]
    )
    rows, columns = linear_sum_assignment(-score)
    chosen = {cells[row]: candidates[column] for row, column in zip(rows, columns, strict=True)}
    for row, cell in enumerate(cells):
        chosen.setdefault(cell, candidates[int(score[row].argmax())])
    return chosen
