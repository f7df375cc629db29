"""One label for each goal's block, where a block has two: 重点目標① beside all its rows, 目　標 before the first.

Extractors that keep columns write what stands at the middle of a block's rows amid its text.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from textmine.ingest.labels.book import opens_goal
from textmine.ingest.labels.finding import places_of
from textmine.ingest.labels.year_headings import as_heading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textmine.ingest.labels.finding import LabelHit
    from textmine.ingest.layout import Layout

_FEWEST_BLOCKS: Final = 2  # that show how the labels of goals stand


def one_label_a_goal(hits: Sequence[LabelHit], layout: Layout) -> tuple[list[LabelHit], frozenset[int]]:
    """Give the goal's own label of each block its number.

    Returns:
        The labels, and the places of those that only number a block, from the middle of its rows.
    """
    joined = list(_joined(hits, layout))
    pairs = _amid_blocks(joined, layout)
    numbers = {id(own): of_block for own, of_block in pairs}
    amid = {id(of_block) for _, of_block in pairs}
    kept = [
        replace(hit, label=replace(hit.label, number=numbers[id(hit)].label.number))
        if id(hit) in numbers
        else as_heading(hit, hits, layout)
        if pairs and _heads_part(hit, layout)
        else hit
        for hit in joined
        if id(hit) not in amid
    ]
    return kept, places_of(hit for _, hit in pairs)


def _joined(hits: Sequence[LabelHit], layout: Layout) -> Iterator[LabelHit]:
    """Join a block's number and the label of its goal right under it: 重点目標① / 目　標."""
    number: LabelHit | None = None
    for hit in hits:
        if number and opens_goal(hit.label, layout) and not hit.label.number and _is_next_to(number, hit):
            label = replace(number.label, year=number.label.year or hit.label.year)
            yield replace(hit, label=label, rows=(*number.rows, *hit.rows), first=number.first)
            number = None
            continue
        if number:
            yield number
        number = hit if opens_goal(hit.label, layout) and hit.label.number and not hit.leads_line else None
        if number is None:
            yield hit
    if number:
        yield number


def _is_next_to(one: LabelHit, two: LabelHit) -> bool:
    return two.first == one.last + 1 and one.cell is None and two.cell is None and one.sheet == two.sheet


def _amid_blocks(hits: Sequence[LabelHit], layout: Layout) -> list[tuple[LabelHit, LabelHit]]:
    """Pair goals' labels with the numbers amid their blocks, where each block of the form has one of either."""
    pairs: list[tuple[LabelHit, LabelHit]] = []
    for goals in _goals_of_parts(hits, layout):
        of_part = list(zip(goals[::2], goals[1::2], strict=False))
        if len(goals) % 2 or any(own.label.number or amid.last <= own.last + 1 for own, amid in of_part):
            return []
        if [amid.label.number for _, amid in of_part] != list(range(1, len(of_part) + 1)):
            return []
        if any(amid.cell or amid.leads_line for _, amid in of_part):
            return []
        pairs += of_part
    return pairs if len(pairs) >= _FEWEST_BLOCKS else []


def _goals_of_parts(hits: Sequence[LabelHit], layout: Layout) -> Iterator[list[LabelHit]]:
    goals: list[LabelHit] = []
    for hit in hits:
        if hit.label.kind == "part" or _heads_part(hit, layout):
            yield goals
            goals = []
        elif opens_goal(hit.label, layout):
            goals.append(hit)
    yield goals


def _heads_part(hit: LabelHit, layout: Layout) -> bool:
    """Tell whether a goal's label may head the goals of a year, where those have labels of their own."""
    return opens_goal(hit.label, layout) and bool(hit.label.year) and not (hit.label.number or hit.leads_line)
