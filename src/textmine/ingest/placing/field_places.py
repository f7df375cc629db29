"""Items to fields: under which label each item stands, by grid, by order, or by the best assignment of all."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from scipy.optimize import linear_sum_assignment

from textmine.ingest.labels.goal_columns import GoalColumns
from textmine.ingest.labels.order import is_canonical, keeps_order
from textmine.ingest.labels.positions import Slot
from textmine.ingest.layout import STATEMENT_SECTIONS
from textmine.ingest.placing.assignment import NOWHERE, Assignment, confidence_of
from textmine.ingest.placing.cohesion import HALF_ORDERLY, ORDERLY
from textmine.ingest.placing.ruling import Placing, place_in_order
from textmine.ingest.statements.goals import FieldPlace

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textmine.documents import Document, SectionBy
    from textmine.ingest.labels.finding import LabelHit
    from textmine.ingest.labels.scanning import Scan
    from textmine.ingest.lines.items import Item
    from textmine.ingest.lines.wording import Wording

_NEXT_YEARS: Final = ("次年度", "翌年度", "来年度")
_MOST_ITEMS: Final = 2_000  # a form has some 300; with more, the order of the text is taken as it is
_FEWEST_STEPS: Final = 4
_CANONICAL: Final = 0.9  # share of labels that come after the one that the layout puts before them
_IN_ORDER_BY_CHANCE: Final = 0.5  # log odds, for each label, that labels in order are no chance of a shuffled text
_ORDERED_KINDS: Final = frozenset({"markdown", "html", "docx", "xlsx"})


def place_items(
    document: Document, scan: Scan, items: Sequence[Item], wording: Wording, fiscal_year: int | None
) -> list[FieldPlace]:
    """Place every item under a label."""
    in_tables = any(hit.cell for hit in scan.hits if _section(scan, hit) in STATEMENT_SECTIONS)
    contexts = _contexts(scan, fiscal_year)
    shuffled = document.kind == "text" and bool(scan.layout.businesses) and not is_canonical(scan.hits, scan.layout)
    if in_tables and shuffled and len(items) <= _MOST_ITEMS:
        return _place_apart(scan, items, wording, contexts)
    ordered = document.kind in _ORDERED_KINDS or in_tables or len(items) > _MOST_ITEMS
    if ordered or (not scan.layout.businesses and _labels_lead(document, scan, items)):
        placings = place_in_order(items, scan.hits, headings_end_fields=not scan.layout.businesses)
        return _from_placings(scan, items, placings, contexts)
    if scan.layout.businesses and is_canonical(scan.hits, scan.layout):
        placings = place_in_order(items, scan.hits, headings_end_fields=not scan.layout.businesses)
        placings = _part_bunches(scan, items, placings, _bunches(scan, items), wording)
        return _from_placings(scan, items, placings, contexts, by="layout")
    return _assign(scan, items, scan.hits, wording, contexts)


def _place_apart(scan: Scan, items: Sequence[Item], wording: Wording, contexts: Mapping[int, str]) -> list[FieldPlace]:
    """Place items in tables by the grid, and those outside, which are out of order, under the labels outside."""
    inside = [item for item in items if item.cell]
    outside = [item for item in items if not item.cell]
    placings = place_in_order(inside, scan.hits, headings_end_fields=False)
    by_grid = iter(_from_placings(scan, inside, placings, contexts))
    assigned = iter(_assign(scan, outside, [hit for hit in scan.hits if not hit.cell], wording, contexts))
    return [next(by_grid if item.cell else assigned) for item in items]


def _assign(
    scan: Scan, items: Sequence[Item], hits: Sequence[LabelHit], wording: Wording, contexts: Mapping[int, str]
) -> list[FieldPlace]:
    """Choose the best assignment of all items to labels."""
    if not items:
        return []
    sections = {id(hit): _section(scan, hit) for hit in hits}
    has_next_goal = any(sections[id(hit)] == "goal" and contexts[id(hit)] == "next" for hit in hits)
    passed = (None, "data", "next_part") if has_next_goal else (None, "data")
    slots = [_slot(scan, hit) for hit in hits if sections[id(hit)] not in passed]
    parts = [hit.first for hit in scan.hits if hit.label.kind == "part"]
    assignment = Assignment(items, slots, wording, parts=parts if keeps_order(scan.hits, scan.layout) else None)
    chosen = assignment.solve()
    if assignment.in_order and assignment.order < HALF_ORDERLY and len(items) <= _MOST_ITEMS:
        shuffled = Assignment(items, slots, wording)
        anew = shuffled.solve()
        if shuffled.told(anew) > assignment.told(chosen) + _IN_ORDER_BY_CHANCE * len(hits):
            assignment, chosen = shuffled, anew
    if assignment.order <= ORDERLY:
        contexts = {**contexts, **_next_sheets(scan)}
    places = []
    for assigned in chosen:
        if assigned.slot == NOWHERE:
            places.append(FieldPlace(None, None, "evaluated", "inferred", 0.0, ordered=False))
            continue
        slot = slots[assigned.slot]
        ordered = assignment.order > ORDERLY or bool(slot.hit.rows[0].box and assigned.beside)
        by: SectionBy = "label" if assigned.leads and ordered else "layout" if assigned.beside else "inferred"
        sure = max(confidence_of(assigned.margin), {"label": 0.95, "layout": 0.9, "inferred": 0.0}[by])
        places.append(FieldPlace(slot.hit, _section(scan, slot.hit), contexts[id(slot.hit)], by, sure, ordered=ordered))
    return places


def _slot(scan: Scan, hit: LabelHit) -> Slot:
    section = _section(scan, hit) or ""
    shared = scan.layout.fields[hit.label.index].splits_into if hit.label.kind == "field" else ()
    is_statement = section in STATEMENT_SECTIONS or bool(shared)
    return Slot(hit, section if is_statement else "", shared or (section,), is_statement)


def _labels_lead(document: Document, scan: Scan, items: Sequence[Item]) -> bool:
    """Tell whether every label comes before its text and starts a block: a form written down in reading order.

    Where labels stand beside or amid their texts, text comes before the first one or runs on around another.
    """
    hits = [hit for hit in scan.hits if _section(scan, hit) in STATEMENT_SECTIONS]
    if len(hits) < _FEWEST_STEPS or not is_canonical(scan.hits, scan.layout):
        return False
    texts = sorted(item.places[0] for item in items)
    drawn = all(page.geometry == "points" for page in document.pages)
    under_headings = {hit.last + 1 for hit in scan.hits if hit.label.kind == "part"}
    opens = sum(
        hit.first in under_headings or scan.opens_block(hit) or (drawn and _is_over_text(scan, hit)) for hit in hits
    )
    bounds = [*(hit.first for hit in hits[1:]), len(scan.rows)]
    led = [
        hit
        for hit, end in zip(hits, bounds, strict=True)
        if hit.leads_line or bisect_left(texts, end) > bisect_left(texts, hit.last)
    ]
    if any(hit not in led and _section(scan, hit) == "goal" for hit in hits):
        return False  # a field may be empty; a goal is not: 重点目標 / 取組内容 / 「学生とともに…」 are labels apart
    before = max((hit.last for hit in scan.hits if hit.first < hits[0].first), default=0)
    is_first = bisect_left(texts, hits[0].first) == bisect_left(texts, before + 1)
    return is_first and min(opens, len(led)) >= _CANONICAL * len(hits)


def _is_over_text(scan: Scan, hit: LabelHit) -> bool:
    """Tell whether a label in print stands over the line that follows it, or ends a column that goes on in the next."""
    label = hit.rows[-1].box
    below = scan.rows[hit.last + 1].box if hit.last + 1 < len(scan.rows) else None
    if label is None or below is None:
        return False
    in_next_column = below.bottom <= label.top and below.x0 >= label.x1
    return in_next_column or (label.bottom <= below.top and below.x0 < label.x1)


def _bunches(scan: Scan, items: Sequence[Item]) -> dict[int, list[LabelHit]]:
    """Give for each label of statements those that stand together with it, nothing between: the heads of columns."""
    places = sorted(item.places[0] for item in items)
    bunches: dict[int, list[LabelHit]] = {}
    bunch: list[LabelHit] = []
    for before, hit in pairwise([None, *scan.hits]):
        if hit is None:
            continue
        apart = before is None or bisect_left(places, hit.first) != bisect_left(places, before.last)
        bunch = [hit] if apart or hit.label.kind in ("business", "part") else [*bunch, hit]
        for one in bunch:
            bunches[id(one)] = bunch
    return bunches


def _part_bunches(
    scan: Scan,
    items: Sequence[Item],
    placings: Mapping[int, Placing],
    bunches: Mapping[int, list[LabelHit]],
    wording: Wording,
) -> dict[int, Placing]:
    """Part the items under heads of columns, whose texts come one after the other, among the heads.

    A column has bullets of one kind: where there are as many kinds as columns, wording chooses for each kind as a
    whole, else for each item.
    """
    chosen = dict(placings)
    under: dict[int, list[int]] = defaultdict(list)
    for index, placing in placings.items():
        if placing.hit:
            under[id(bunches.get(id(placing.hit), ()))].append(index)
    for own in under.values():
        hit = placings[own[0]].hit
        heads = [head for head in bunches.get(id(hit), []) if _section(scan, head) in STATEMENT_SECTIONS]
        if len(heads) < 2:  # noqa: PLR2004 - one is no choice
            continue
        kinds = list(dict.fromkeys(items[index].mark.kind for index in own))
        if len(kinds) == len(heads):
            groups = [[index for index in own if items[index].mark.kind == kind] for kind in kinds]
            scores = [
                [_suits(scan, head, [items[index] for index in group], wording) for head in heads] for group in groups
            ]
            columns = [int(column) for column in linear_sum_assignment(scores, maximize=True)[1]]
        else:
            groups = [[index] for index in own]
            scores = [[_suits(scan, head, [items[index]], wording) for head in heads] for index in own]
            columns = [row.index(max(row)) for row in scores]
        for group, column in zip(groups, columns, strict=True):
            chosen.update(dict.fromkeys(group, Placing(heads[column])))
    return chosen


def _suits(scan: Scan, head: LabelHit, items: Sequence[Item], wording: Wording) -> float:
    return sum(wording.scores(item.signature).get(_section(scan, head) or "", 0.0) for item in items)


def _from_placings(
    scan: Scan,
    items: Sequence[Item],
    placings: Mapping[int, Placing],
    contexts: Mapping[int, str],
    *,
    by: SectionBy = "label",
) -> list[FieldPlace]:
    columns = GoalColumns([hit for hit in scan.hits if _section(scan, hit) == "goal"])
    crossed = (_in_goal_column(scan, columns, item, placings[index]) for index, item in enumerate(items))
    return [_from_placing(scan, placing, contexts, by=by) for placing in crossed]


def _in_goal_column(scan: Scan, columns: GoalColumns, item: Item, placing: Placing) -> Placing:
    """Cross a field with the goal that heads its column; the item's column where its label stands above it."""
    hit, crossing = placing.hit, placing.crossing
    if hit is None or hit.cell is None or item.cell is None or _section(scan, hit) == "goal":
        return placing
    if crossing and _section(scan, crossing) == "goal":
        return placing
    own = item.cell if placing.by_column else hit.cell
    goal = columns.goal_over(replace(own, table=hit.cell.table, row=hit.cell.row))
    return replace(placing, crossing=goal) if goal else placing


def _from_placing(scan: Scan, placing: Placing, contexts: Mapping[int, str], *, by: SectionBy = "label") -> FieldPlace:
    if placing.hit is None:
        return FieldPlace(None, None, "evaluated", by, 0.0, ordered=True)
    hit, goal = placing.hit, None
    crossing = placing.crossing
    section = _section(scan, hit)
    if crossing and _section(scan, crossing) == "goal" and section != "goal":
        goal = crossing
    elif (
        crossing
        and section == "goal"
        and _section(scan, crossing) in STATEMENT_SECTIONS - {"goal"}
        and hit.label.number
        and not placing.opens
    ):
        hit, goal, section = crossing, hit, _section(scan, crossing)
    by_column = placing.by_column
    if crossing and section == _section(scan, crossing) == "goal" and not hit.label.number and crossing.label.number:
        hit, by_column = crossing, False  # 「目標」 before a row whose columns are 「重点目標1」 「重点目標2」
    kind = contexts[id(goal or hit)]
    sure = 1.0 if by == "label" else 0.9
    return FieldPlace(hit, section, kind, by, sure, ordered=True, goal_hit=goal, by_column=by_column)


def _section(scan: Scan, hit: LabelHit) -> str | None:
    """Give the section that a label opens; None for what only says where in the form one is."""
    label = hit.label
    if label.kind == "field":
        return scan.layout.fields[label.index].section
    if label.kind == "part":
        kind = scan.layout.parts[label.index].kind
        return {"next": "next_part", "other": "other", "evaluated": None}[kind]
    return "rating" if label.kind == "rating" else None


def _contexts(scan: Scan, fiscal_year: int | None) -> dict[int, str]:
    """Tell for each label which year it speaks of, in reading order: evaluated, next or other."""
    contexts: dict[int, str] = {}
    part, goal = "evaluated", None
    for hit in scan.hits:
        label = hit.label
        if label.kind == "part":
            part, goal = scan.layout.parts[label.index].kind, None
            contexts[id(hit)] = part
            continue
        if label.kind == "business":  # its title ends the 「記入上の注意」 before it
            part = "evaluated"
        own = _own_context(label.year, label.relative_year, fiscal_year)
        if label.kind == "field" and scan.layout.fields[label.index].section == "goal":
            goal = own or ("evaluated" if part == "other" else part)
            contexts[id(hit)] = goal
        else:
            contexts[id(hit)] = own or goal or part
    return contexts


def _next_sheets(scan: Scan) -> dict[int, str]:
    """Give the labels of sheets that are all about the next year, wherever on them a shuffled text has the heading.

    Such a sheet has a heading of the next year and no field that only an evaluated year has.
    """
    hits_on: dict[int, list[LabelHit]] = {}
    for hit in scan.hits:
        hits_on.setdefault(hit.sheet, []).append(hit)
    fields, parts = scan.layout.fields, scan.layout.parts
    found: dict[int, str] = {}
    for hits in hits_on.values():
        headed = {parts[hit.label.index].kind for hit in hits if hit.label.kind == "part"}
        own = [fields[hit.label.index] for hit in hits if hit.label.kind == "field"]
        asked = [field for field in own if field.section in STATEMENT_SECTIONS or field.splits_into]
        if headed == {"next"} and asked and all(field.next_section for field in asked):
            found.update((id(hit), "next") for hit in hits)
    return found


def _own_context(year: int | None, relative: str, fiscal_year: int | None) -> str | None:
    if relative:
        return "next" if relative in _NEXT_YEARS else "evaluated"
    if year is None or fiscal_year is None:
        return None
    return "next" if year > fiscal_year else "evaluated"
