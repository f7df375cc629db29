"""Which goal a statement belongs to: by order where the order holds, else one to one by likeness and position.

Every goal has one cell of each kind. So the cells of a kind are matched to the goals one to one over the whole form
(linear assignment; Crouse 2016, IEEE Trans. Aerosp. Electron. Syst. 52), by order, by sheet and by shared words: a
field whose label an extractor put before its goal's still finds it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.optimize import linear_sum_assignment

from textmine.ingest.labels.order import keeps_order
from textmine.ingest.lines.wording import Likeness

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textmine.documents import SectionBy
    from textmine.ingest.labels.finding import LabelHit
    from textmine.ingest.layout import Layout
    from textmine.ingest.lines.items import Item

_LIKENESS: Final = 6.0  # what being the same text would weigh
_CARRIED_ON: Final = 0.7  # likeness of next year's field with the evaluated goal of the same number
_CROSSED: Final = 20.0  # the goal heads the column that the field stands in
_BEFORE: Final = 2.0  # the goal is the last one before the field
_BEFORE_UNSURE: Final = 0.5  # the same where fields are told by their wording
_BEFORE_SHUFFLED: Final = 0.1  # and where cells come before their labels too: less than a shared word
_MOSTLY: Final = 0.9  # share of cells that come after their labels
_SAME_SHEET: Final = 3.0
_SHEET_BEFORE: Final = 1.0
_FAR_SHEET: Final = 2.0  # per sheet
_SAME_TABLE: Final = 4.0  # a table for each goal, which a page break may cut
_MOST_MATCHED: Final = 60  # goals of a form, which has some five: more are taken in their order, in linear time
_SAME_YEAR: Final = 0.3  # the goal is of the year that the labels before speak of


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
    hit: LabelHit | None = None
    undivided: bool = False  # the cell holds several goals, and the other cells speak of all of them


def number_goals(
    items: Sequence[Item], places: Sequence[FieldPlace], hits: Sequence[LabelHit], layout: Layout
) -> list[FieldPlace]:
    """Give every place its goal's number, or its business's, and the year that its goal is of."""
    if layout.businesses:
        return _number_businesses(items, places, hits, layout)
    places = _as_next_goals(places)
    goals = {kind: _goals(items, places, kind, hits, layout) for kind in ("evaluated", "next")}
    fields = [
        index
        for index, place in enumerate(places)
        if place.section not in (None, "goal", "other", "rating", "next_part") and place.hit and place.kind in goals
    ]
    is_in_order = all(
        places[index].ordered and places[index].by == "label" and _keeps_order(items[index], places[index])
        for index in fields
    )
    if is_in_order or sum(map(len, goals.values())) > _MOST_MATCHED:
        chosen = _by_order(items, places, _cells(items, places, fields), goals)
    else:
        chosen = _by_assignment(items, places, _cells(items, places, fields), goals, layout)
    numbered = list(places)
    for goal in (goal for of_kind in goals.values() for goal in of_kind):
        marks = [items[index].mark.number for index in goal.items]
        told = len(set(marks)) == len(marks) and 1 in marks  # Markdown may write 「1.」 before every one, Word count on
        for rank, index in enumerate(goal.items, 1):
            number = ((told and items[index].mark.number) or rank) if goal.undivided else goal.number
            numbered[index] = replace(places[index], goal_no=number)
    for index, own in chosen.items():
        if own is not None:
            numbered[index] = replace(places[index], kind=own.kind, goal_no=None if own.undivided else own.number)
    return numbered


def _keeps_order(item: Item, place: FieldPlace) -> bool:
    """Tell whether an item comes after its goal: print has columns, unless cells with their labels say where it is."""
    return item.rows[0].box is None or (item.cell is not None and place.hit is not None and place.hit.cell is not None)


def _as_next_goals(places: Sequence[FieldPlace]) -> list[FieldPlace]:
    """Read text right under 「次年度重点目標」 as goals where no goal label follows it."""
    return [replace(place, section="goal", kind="next") if place.section == "next_part" else place for place in places]


def _number_businesses(
    items: Sequence[Item], places: Sequence[FieldPlace], hits: Sequence[LabelHit], layout: Layout
) -> list[FieldPlace]:
    titles = [hit for hit in hits if hit.label.kind == "business"]
    numbered = []
    for item, place in zip(items, places, strict=True):
        where = place.hit.first if place.hit and place.ordered else item.places[0]
        before = [hit for hit in titles if hit.first <= max(where, item.places[0])]
        on_sheet = [hit for hit in titles if hit.sheet == item.sheet]
        if not place.ordered and on_sheet and not any(hit in before for hit in on_sheet):
            before = on_sheet[:1]  # on a shuffled page a title may come after its text
        number = layout.businesses[before[-1].label.index].number if before else None
        numbered.append(replace(place, goal_no=number, business=number))
    return numbered


def _goals(
    items: Sequence[Item], places: Sequence[FieldPlace], kind: str, hits: Sequence[LabelHit], layout: Layout
) -> list[_Goal]:
    """Give the goals of one year in the order of their numbers; goals that share one cell are one, undivided."""
    groups: dict[object, list[int]] = {}
    for index, place in enumerate(places):
        if place.section == "goal" and place.kind == kind and not items[index].is_subheading and place.hit:
            cell = items[index].cell
            key = (id(place.hit), cell.row) if place.by_column and cell else (id(place.hit), 0)
            groups.setdefault(key, []).append(index)
    goals = [_goal(items, places, kind, group) for group in groups.values()]
    if len(goals) == 1 and len(goals[0].items) > 1:
        goals[0].undivided = True
        return goals
    _number_in_order(goals, kind, hits, layout)
    if kind == "next" and goals and _is_shuffled(goals, places) and not keeps_order(hits, layout):
        _renumber_by_likeness(items, places, goals)
    return sorted(goals, key=lambda goal: goal.number or 0)


def _is_shuffled(goals: Sequence[_Goal], places: Sequence[FieldPlace]) -> bool:
    """Tell whether numbered labels stand apart from their goals on one sheet."""
    numbers = {hit.label.number for goal in goals if (hit := places[goal.items[0]].hit)}
    return (
        not any(places[goal.items[0]].ordered for goal in goals)
        and len(numbers - {None}) == len(goals) > 1
        and len({goal.sheet for goal in goals}) == 1
    )


def _renumber_by_likeness(items: Sequence[Item], places: Sequence[FieldPlace], goals: list[_Goal]) -> None:
    """Number next year's goals on a shuffled sheet like the evaluated goals that they carry on."""
    stated = _stated(items, places)
    numbers = sorted(number for number in stated if number)
    if len(numbers) < len(goals):
        return
    texts = [items[goal.items[0]].text for goal in goals]
    likeness = Likeness([*texts, *stated.values()])
    score = np.array([[likeness.between(text, stated[number]) for number in numbers[: len(goals)]] for text in texts])
    rows, columns = linear_sum_assignment(-score)
    for row, column in zip(rows, columns, strict=True):
        goals[row].number = numbers[column]


def _stated(items: Sequence[Item], places: Sequence[FieldPlace]) -> dict[int, str]:
    """Give for each evaluated goal's number what its sheet says: goal, activities, outcomes and issues."""
    numbers: dict[int, set[int]] = defaultdict(set)
    for item, place in zip(items, places, strict=True):
        if place.section == "goal" and place.kind == "evaluated" and place.hit and place.hit.label.number:
            numbers[item.sheet].add(place.hit.label.number)
    stated: dict[int, str] = defaultdict(str)
    for item, place in zip(items, places, strict=True):
        own = numbers.get(item.sheet, set())
        if place.kind == "evaluated" and len(own) == 1:
            stated[min(own)] += item.text
    return dict(stated)


def _goal(items: Sequence[Item], places: Sequence[FieldPlace], kind: str, group: list[int]) -> _Goal:
    hit = places[group[0]].hit
    by_column = places[group[0]].by_column
    number = items[group[0]].mark.number if by_column else hit.label.number if hit else None
    order = items[group[0]].places[0] if by_column or hit is None else min(hit.first, items[group[0]].places[0])
    return _Goal(kind, number, order, items[group[0]].sheet, group, hit)


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


def _cells(items: Sequence[Item], places: Sequence[FieldPlace], fields: Sequence[int]) -> list[list[int]]:
    """Give the items of each cell: those under one label, in one row where the label heads a column beside the goals'.

    Where labels stand as bars over rows of their own, what is under one is one cell: Excel with a bullet a row.
    """
    heads = _rows_of_heads(items, places)
    cells: dict[object, list[int]] = defaultdict(list)
    for index in fields:
        place, cell = places[index], items[index].cell
        head = place.hit.cell if place.hit else None
        beside = head is not None and (head.table, head.row) in heads
        row = (cell.table, cell.row) if place.by_column and cell and beside else None
        cells[id(place.hit), row, id(place.goal_hit)].append(index)
    return list(cells.values())


def _rows_of_heads(items: Sequence[Item], places: Sequence[FieldPlace]) -> frozenset[tuple[int, int]]:
    """Give the table and the rows from the head of a column of goals to the first of them.

    There may be two: 目標 beside 令和5年度の振り返り, which stands over 取組 | 成果 | 課題.
    """
    last: dict[tuple[int, int], int] = {}
    for item, place in zip(items, places, strict=True):
        head = place.hit.cell if place.hit else None
        if place.section == "goal" and place.by_column and head and item.cell and item.cell.table == head.table:
            key = (head.table, head.row)
            last[key] = min(item.cell.row, last.get(key, item.cell.row))
    return frozenset((table, row) for (table, head), first in last.items() for row in range(head, max(first, head + 1)))


def _by_order(
    items: Sequence[Item],
    places: Sequence[FieldPlace],
    cells: Sequence[Sequence[int]],
    goals: Mapping[str, Sequence[_Goal]],
) -> dict[int, _Goal | None]:
    """Give each cell the goal before it; none, where several goals share one cell of each kind."""
    chosen: dict[int, _Goal | None] = {}
    for kind, of_kind in goals.items():
        own = [cell for cell in cells if places[cell[0]].kind == kind]
        if _is_undivided(own, places, of_kind):
            continue
        for cell in own:
            chosen.update(dict.fromkeys(cell, _goal_before(cell, items, places, of_kind)))
    return chosen


def _is_undivided(cells: Sequence[Sequence[int]], places: Sequence[FieldPlace], goals: Sequence[_Goal]) -> bool:
    """Tell whether several goals have one cell of each kind between them."""
    most = max(Counter(places[cell[0]].section for cell in cells).values(), default=0)
    crossed = any(places[cell[0]].goal_hit for cell in cells)
    return len(goals) > 1 and most <= 1 and not crossed


def _goal_before(
    cell: Sequence[int], items: Sequence[Item], places: Sequence[FieldPlace], goals: Sequence[_Goal]
) -> _Goal | None:
    place = places[cell[0]]
    if crossing := place.goal_hit:
        numbered = (goal for goal in goals if goal.number and goal.number == crossing.label.number)
        crossed = next((goal for goal in goals if goal.hit is crossing), None)
        if crossed := crossed or next((goal for goal in numbered if goal.kind == place.kind), None):
            return crossed
    where = items[cell[0]].places[0] if place.by_column or place.hit is None else place.hit.first
    before = [goal for goal in goals if goal.order <= where]
    return max(before, key=lambda goal: goal.order) if before else min(goals, key=lambda goal: goal.order, default=None)


def _by_assignment(
    items: Sequence[Item],
    places: Sequence[FieldPlace],
    cells: Sequence[Sequence[int]],
    goals: Mapping[str, Sequence[_Goal]],
    layout: Layout,
) -> dict[int, _Goal | None]:
    """Match the cells of each kind to the goals, one to one as far as there are as many."""
    weight = _BEFORE_UNSURE if _follow_labels(items, places, cells) else _BEFORE_SHUFFLED
    both = frozenset(field.section for field in layout.fields if field.next_section)
    chosen: dict[int, _Goal | None] = {}
    everyone = [goal for of_kind in goals.values() for goal in of_kind]
    likeness = Likeness([items[index].text for cell in cells for index in cell] + [_text(items, g) for g in everyone])
    for section in dict.fromkeys(places[cell[0]].section for cell in cells):
        own = [cell for cell in cells if places[cell[0]].section == section]
        candidates = everyone if section in both else list(goals["evaluated"]) or everyone
        if not candidates:
            continue
        if section not in both and _is_undivided(own, places, candidates):
            continue
        score = np.array(
            [[_suits(cell, goal, items, places, everyone, likeness, weight) for goal in candidates] for cell in own]
        )
        rows, columns = linear_sum_assignment(-score)
        matched = dict(zip(rows.tolist(), columns.tolist(), strict=True))
        for row, cell in enumerate(own):
            goal = candidates[matched.get(row, int(score[row].argmax()))]
            chosen.update(dict.fromkeys(cell, goal))
    return chosen


def _follow_labels(items: Sequence[Item], places: Sequence[FieldPlace], cells: Sequence[Sequence[int]]) -> bool:
    """Tell whether cells come after their labels: where cells are shuffled, every other one does."""
    n_after = sum(1 for cell in cells if (hit := places[cell[0]].hit) and hit.first < items[cell[0]].places[0])
    return n_after >= _MOSTLY * len(cells)


def _suits(  # noqa: PLR0913, PLR0917 - all that speaks for a match
    cell: Sequence[int],
    goal: _Goal,
    items: Sequence[Item],
    places: Sequence[FieldPlace],
    goals: Sequence[_Goal],
    likeness: Likeness,
    weight: float,
) -> float:
    """Score a cell as a goal's: order, sheet and shared words."""
    place, sheet = places[cell[0]], items[cell[0]].sheet
    before = _goal_before(cell, items, places, goals)
    own = _CROSSED if place.goal_hit else _BEFORE if place.ordered else weight
    score = own * (before is goal)
    score += _SAME_SHEET * (goal.sheet == sheet) + _SHEET_BEFORE * (goal.sheet == sheet - 1)
    score += _SAME_TABLE * _share_table(place, goal)
    score -= _FAR_SHEET * max(0, abs(goal.sheet - sheet) - 1)
    score += _SAME_YEAR * (goal.kind == place.kind)
    text = "".join(items[index].text for index in cell)
    alike = likeness.between(text, _text(items, goal))
    earlier = next((g for g in goals if g.kind == "evaluated" and g.number == goal.number), None)
    if goal.kind == "next" and earlier is not None:
        alike += _CARRIED_ON * likeness.between(text, _text(items, earlier))
    return float(score + _LIKENESS * alike)


def _share_table(place: FieldPlace, goal: _Goal) -> bool:
    field, own = place.hit.cell if place.hit else None, goal.hit.cell if goal.hit else None
    return field is not None and own is not None and field.table == own.table


def _text(items: Sequence[Item], goal: _Goal) -> str:
    return "".join(items[index].text for index in goal.items)
