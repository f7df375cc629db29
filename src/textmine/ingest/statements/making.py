"""Placed items to statements: which of them are statements, of which section and level, and where they come from."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Final, cast

from textmine.documents import Box, Statement
from textmine.ingest.layout import STATEMENT_SECTIONS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textmine.documents import Document, FieldState, Section, Share
    from textmine.ingest.labels.finding import LabelHit
    from textmine.ingest.layout import Field, Layout
    from textmine.ingest.lines.items import Item
    from textmine.ingest.lines.wording import Wording
    from textmine.ingest.metadata import Metadata
    from textmine.ingest.statements.goals import FieldPlace

_OTHER_SHARES: Final[Mapping[str, Share]] = {
    "data": "number_table",
    "rating": "rating",
    "other": "boilerplate",
    "boilerplate": "boilerplate",
    "operator": "boilerplate",
    "period": "boilerplate",
    "metadata": "boilerplate",
}
_LONGEST_SUBHEADING: Final = 32  # characters without white space
_SENTENCE: Final = re.compile(r"(?:[ぁ-ん])(?:る|た|い|す|う|く|だ|ん)[。)]*$|。[)」]*$")
_FEWEST_HEADINGS: Final = 2
_OF_GOALS: Final = frozenset(["goal", "next_goal"])
_SAME_MARKS: Final = str.maketrans("◯〇", "○○")


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of an item."""

    share: Share
    section: str | None = None  # of a statement, or of a field that says it is empty
    level: int = 1


def judge_items(
    items: Sequence[Item], places: Sequence[FieldPlace], hits: Sequence[LabelHit], layout: Layout, wording: Wording
) -> list[Judged]:
    """Tell for each item whether it is a statement, and of which section."""
    enclosing = _enclosing_sections(hits, layout)
    sections = [_section_of(item, place, layout, wording) for item, place in zip(items, places, strict=True)]
    open_data: set[int] = set()
    judged: list[Judged] = []
    for index, (item, place) in enumerate(zip(items, places, strict=True)):
        section = sections[index]
        data = _data_label(item, place, section, hits, layout)
        if data is not None:
            follower = items[index + 1] if index + 1 < len(items) else None
            outer = enclosing.get(id(data))
            section = "data"
            if outer and (id(data) in open_data or _ends_data(item, follower)):
                open_data.add(id(data))
                section = outer.section
        sections[index] = section
        judged.append(_judge(index, items, layout, section))
    for index in _numbered_headings(items, places, judged):
        judged[index] = Judged("subheading")
    _set_levels(items, places, judged)
    return judged


def make_statements(  # noqa: PLR0913, PLR0917 - all that is known of the form
    document: Document,
    items: Sequence[Item],
    places: Sequence[FieldPlace],
    judged: Sequence[Judged],
    layout: Layout,
    metadata: Metadata,
) -> list[Statement]:
    """Make the statements, in the order of the text."""
    stem = PurePath(document.name).stem
    chosen = sorted(
        (index for index, verdict in enumerate(judged) if verdict.share == "statement"),
        key=lambda index: items[index].spans[0].start,
    )
    return [
        Statement(
            statement_id=f"{stem}:{number}",
            document=document.name,
            ward=metadata.ward,
            fiscal_year=metadata.fiscal_year,
            period_start=metadata.period_start,
            period_end=metadata.period_end,
            form=layout.id,
            section=cast("Section", judged[index].section),
            goal_no=places[index].goal_no,
            level=judged[index].level,
            text=document.quote(items[index].spans),
            page=items[index].rows[0].page,
            spans=items[index].spans,
            box=_box(items[index]),
            section_by=places[index].by,
            confidence=places[index].confidence,
        )
        for number, index in enumerate(chosen, 1)
    ]


def field_states(
    document: Document,
    layout: Layout,
    places: Sequence[FieldPlace],
    judged: Sequence[Judged],
    hits: Sequence[LabelHit],
) -> dict[str, FieldState]:
    """Tell for each field that the form has whether it was read, is empty, or may stand on a page that cannot be read.

    A field without a label in the form is not in the answer: the form does not ask it.
    """
    read = {verdict.section for verdict in judged if verdict.share == "statement"}
    said_empty = {verdict.section for verdict in judged if verdict.share == "boilerplate" and verdict.section}
    next_year = any(place.kind == "next" for place in places)
    labelled = {layout.fields[hit.label.index].section for hit in hits if hit.label.kind == "field"}
    states: dict[str, FieldState] = {}
    unreadable = any(page.state == "unreadable" for page in document.pages)
    for field in layout.fields:
        sections = [field.section, *([field.next_section] if field.next_section and next_year else [])]
        for section in sections:
            if section not in STATEMENT_SECTIONS:
                continue
            if section in read:
                states[section] = "read"
            elif field.section in labelled or section in said_empty:
                states[section] = "empty"
            elif unreadable:
                states[section] = "unreadable"
    return states


def _section_of(item: Item, place: FieldPlace, layout: Layout, wording: Wording) -> str | None:
    if place.kind == "other" and place.section not in ("rating", "data"):
        return "other"
    if place.section in (None, "other", "rating", "next_part"):
        return place.section
    field = _field(layout, place.section)
    if field is None:
        return place.section
    if field.splits_into:
        scores = wording.scores(item.signature)
        return max(field.splits_into, key=lambda section: scores.get(section, 0.0))
    if place.kind == "next" and field.next_section:
        return field.next_section
    return field.section


def _field(layout: Layout, section: str | None) -> Field | None:
    return next((field for field in layout.fields if field.section == section), None)


def _enclosing_sections(hits: Sequence[LabelHit], layout: Layout) -> dict[int, Field]:
    """Give for each label of data the field that the data stand in."""
    outer: Field | None = None
    found: dict[int, Field] = {}
    for hit in hits:
        if hit.label.kind == "business":
            outer = None
        if hit.label.kind != "field":
            continue
        field = layout.fields[hit.label.index]
        if field.section == "data":
            if outer is not None:
                found[id(hit)] = outer
        elif field.section in STATEMENT_SECTIONS:
            outer = field
    return found


def _data_label(
    item: Item, place: FieldPlace, section: str | None, hits: Sequence[LabelHit], layout: Layout
) -> LabelHit | None:
    """Give the label of data that an item stands under, within the field that the data belong to."""
    if section == "data" or place.hit is None:
        return place.hit
    field = _field(layout, section)
    if field is None or not field.numbered_subheadings or not place.ordered:
        return None
    between = [
        hit
        for hit in hits
        if hit.label.kind == "field"
        and place.hit.first < hit.first <= item.places[0]
        and layout.fields[hit.label.index].section in ("data", *STATEMENT_SECTIONS)
    ]
    return between[-1] if between and layout.fields[between[-1].label.index].section == "data" else None


def _ends_data(item: Item, follower: Item | None) -> bool:
    """Tell whether data end here: with a numbered sub-heading over bullets, or a bullet that is a sentence."""
    if item.mark.kind == "1":
        return follower is not None and _heads(item, follower)
    return bool(item.mark.kind) and _SENTENCE.search(item.text) is not None


def _heads(item: Item, follower: Item) -> bool:
    """Tell whether a numbered line heads what follows: bullets, or sentences whose bullets are not written."""
    if follower.mark.kind not in ("1", ""):
        return True
    return not follower.mark.kind and follower.is_ended and not item.is_ended


def _judge(index: int, items: Sequence[Item], layout: Layout, section: str | None) -> Judged:
    item = items[index]
    if not item.key or section not in STATEMENT_SECTIONS:
        return Judged(_OTHER_SHARES.get(section or "", "unplaced") if item.key else "furniture")
    if item.is_subheading or _is_subheading(index, items, layout, section):
        return Judged("subheading")
    if item.is_empty:
        return Judged("boilerplate", section)
    if any(item.key in table.marks for table in layout.ratings):
        return Judged("rating")  # 自己評価 | A, which nobody is said to have given
    return Judged("statement", section)


def _is_subheading(index: int, items: Sequence[Item], layout: Layout, section: str | None) -> bool:
    item = items[index]
    if index + 1 >= len(items) or item.is_ended:
        return False
    follower = items[index + 1]
    if item.cell != follower.cell and item.cell is not None and follower.cell is not None and section != "reason_org":
        return False
    if item.mark.kind == "1":
        field = _field(layout, section)
        return bool(field and field.numbered_subheadings and _heads(item, follower))
    if item.mark.kind or section in ("goal", "next_goal"):
        return False
    return len(item.key) <= _LONGEST_SUBHEADING and bool(follower.mark.kind) and follower.gap < 2  # noqa: PLR2004


def _numbered_headings(items: Sequence[Item], places: Sequence[FieldPlace], judged: Sequence[Judged]) -> list[int]:
    """Find the numbered lines that head all bullets of their fields: (1) 妊娠期の家庭とのつながり, over 「・…」.

    Where one number in a field heads no bullet, or ends a sentence, the numbers are bullets and what is under them is
    nested.
    """
    fields: dict[object, list[int]] = defaultdict(list)
    for index, (place, verdict) in enumerate(zip(places, judged, strict=True)):
        if verdict.share == "statement" and verdict.section not in _OF_GOALS:
            fields[id(place.hit), id(place.goal_hit), verdict.section].append(index)
    found: list[int] = []
    for own in fields.values():
        numbered = [rank for rank, index in enumerate(own) if items[index].mark.kind == "1"]
        if numbered[:1] == [0] and all(_heads_bullets(items, own, rank) for rank in numbered):
            found += [own[rank] for rank in numbered]
    return found if len(found) >= _FEWEST_HEADINGS else []


def _heads_bullets(items: Sequence[Item], field: Sequence[int], rank: int) -> bool:
    item = items[field[rank]]
    under = items[field[rank + 1]].mark.kind if rank + 1 < len(field) else "1"
    return not item.is_ended and len(item.key) <= _LONGEST_SUBHEADING and under not in ("1", "")


def _set_levels(items: Sequence[Item], places: Sequence[FieldPlace], judged: list[Judged]) -> None:
    groups: dict[object, list[int]] = defaultdict(list)
    for index, verdict in enumerate(judged):
        if verdict.share == "statement":
            groups[id(places[index].hit), verdict.section].append(index)
    for group in groups.values():
        for index, level in _levels(group, items).items():
            judged[index] = Judged("statement", judged[index].section, level)


def _levels(group: Sequence[int], items: Sequence[Item]) -> Mapping[int, int]:
    """Give 2 to items that stand under another: a deeper list item, or a mark that is not the field's first."""
    signs = {index: items[index].mark.kind.translate(_SAME_MARKS) for index in group}
    marked = [index for index in group if signs[index]]
    first = signs[marked[0]] if marked else ""
    depths = [items[index].mark.depth for index in marked if items[index].mark.depth]
    levels = {}
    for index in group:
        depth = items[index].mark.depth
        if (depth and depths and depth > min(depths)) or (
            signs[index] and signs[index] != first and index != group[0] and not depth
        ):
            levels[index] = 2
        else:
            levels[index] = 1
    return levels


def _box(item: Item) -> Box | None:
    boxes = [row.shown for row in item.rows if row.shown is not None]
    boxes = [box for box in boxes if box.page == boxes[0].page]
    if not boxes:
        return None
    return Box(
        boxes[0].page,
        min(box.x0 for box in boxes),
        min(box.top for box in boxes),
        max(box.x1 for box in boxes),
        max(box.bottom for box in boxes),
    )
