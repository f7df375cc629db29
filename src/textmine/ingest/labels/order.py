"""Whether the labels of a text are in the layout's order: what an extractor shuffles has its labels anywhere."""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Final

from textmine.ingest.layout import STATEMENT_SECTIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textmine.ingest.labels.finding import LabelHit
    from textmine.ingest.layout import Layout

_FEWEST_STEPS: Final = 4
_HEAD: Final = frozenset({"period", "operator"})  # sections of a form's head
_MOSTLY: Final = 0.9  # share of labels that come after the one that the layout puts before them


def is_canonical(hits: Sequence[LabelHit], layout: Layout) -> bool:
    """Tell whether the fields come in the layout's order under every business, as they do in reading order alone.

    A form of one goal has each label once. An office may have an order of its own, the viewpoints before the prior
    issues: then it is the same under every business, as no shuffling leaves it.
    """
    own = _of_statements(hits, layout)
    is_one_block = len(own) == _FEWEST_STEPS and all(one.label.index < two.label.index for one, two in pairwise(own))
    return is_one_block or _rise(own) or _have_one_order(hits, layout)


def keeps_order(hits: Sequence[LabelHit], layout: Layout) -> bool:
    """Tell whether the fields come in the layout's order, wherever the labels of goals stand.

    A spreadsheet prints cells of one line before the others of a page: goals' labels of two lines come after the rest.
    """
    own = _of_statements(hits, layout)
    fields = [hit for hit in own if layout.fields[hit.label.index].section != "goal"]
    starts = not fields or fields[0].label.index == min(hit.label.index for hit in fields)
    in_parts = _follow_head(hits, layout) and _follow_next_year(hits, fields, layout)
    return starts and in_parts and (_rise(own) or _rise(fields))


def _follow_head(hits: Sequence[LabelHit], layout: Layout) -> bool:
    """Tell whether the labels of period and operator, which head a form, stand before all others."""
    sections = [layout.fields[hit.label.index].section for hit in hits if hit.label.kind == "field"]
    head = [section in _HEAD for section in sections]
    return head == sorted(head, reverse=True)


def _follow_next_year(hits: Sequence[LabelHit], fields: Sequence[LabelHit], layout: Layout) -> bool:
    """Tell whether the fields of the next year, and none that only an evaluated year has, follow its heading."""
    headings = [hit.first for hit in hits if hit.label.kind == "part" and layout.parts[hit.label.index].kind == "next"]
    after = [layout.fields[hit.label.index] for hit in fields if headings and hit.first > headings[-1]]
    return not headings or (bool(after) and all(field.next_section for field in after))


def _of_statements(hits: Sequence[LabelHit], layout: Layout) -> list[LabelHit]:
    return [
        hit
        for hit in hits
        if hit.label.kind == "field" and layout.fields[hit.label.index].section in STATEMENT_SECTIONS
    ]


def _rise(hits: Sequence[LabelHit]) -> bool:
    """Tell whether each label comes after the one before in the layout, or starts anew with the first.

    A label that comes again on the next page heads the rest of a cell that a page break cuts.
    """
    first = min((hit.label.index for hit in hits), default=0)
    steps = list(pairwise(hits))
    rising = sum(
        two.label.index > one.label.index or two.label.index == first or _goes_on_overleaf(one, two)
        for one, two in steps
    )
    return len(steps) >= _FEWEST_STEPS and rising >= _MOSTLY * len(steps)


def _have_one_order(hits: Sequence[LabelHit], layout: Layout) -> bool:
    """Tell whether the fields come in the same order, whichever it is, under each of several businesses."""
    blocks: list[list[int]] = [[]]
    for hit in hits:
        if hit.label.kind == "business":
            blocks.append([])
        elif _of_statements([hit], layout) and hit.label.index not in blocks[-1][-1:]:  # twice: it goes on overleaf
            blocks[-1].append(hit.label.index)
    told = [block for block in blocks[1:] if len(block) > _FEWEST_STEPS]
    once = all(len(set(block)) == len(block) for block in told)
    if len(told) <= 1 or not once:
        return False
    distinct = list(dict.fromkeys(map(tuple, told)))  # most often one
    return all(_common(one, two) == _common(two, one) for one, two in combinations(distinct, 2))


def _common(one: Sequence[int], two: Sequence[int]) -> list[int]:
    return [index for index in one if index in two]


def _goes_on_overleaf(one: LabelHit, two: LabelHit) -> bool:
    return two.label.index == one.label.index and two.sheet == one.sheet + 1
