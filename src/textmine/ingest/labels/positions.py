"""Where labels stand to the items of a text: right before one, at one's height, amid its lines; and how orderly.

This is the evidence of place that `assignment` weighs against the wording.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textmine.ingest.labels.finding import LabelHit
    from textmine.ingest.lines.items import Item

_OFF_MIDDLE: Final = 2.0  # lines that a label may be away from the middle of its text
_OFF_MIDDLE_SHARE: Final = 0.4  # and more in a longer text, whose rows may be of unlike height
AFTER_LABEL: Final = 2  # the gap after a label
_TOUCHING: Final = 1.0  # points, or cells of a terminal: columns that touch
_NEXT_LINE: Final = 1.7  # heights of a line: one empty line may stand between a label and its text


@dataclass(frozen=True, slots=True)
class Slot:
    """A label that text can go to."""

    hit: LabelHit
    section: str  # the base section, or "" for text that is no statement
    told: tuple[str, ...]  # the sections whose wording speaks for it: its own, or those that share its cell
    single: bool  # takes one run only


@dataclass(frozen=True, slots=True)
class Positions:
    """Pairs of slot and item, by their indices."""

    lead: Mapping[tuple[int, int], float]  # the label stands right before the item: 1, or less in a bunch of labels
    trail: frozenset[tuple[int, int]]  # the label stands right after the item before
    beside: frozenset[tuple[int, int]]  # at the item's height, to its left
    inside: frozenset[tuple[int, int]]  # amid the lines of the item's block
    on_line: frozenset[tuple[int, int]]  # at the start of a line of the item
    around: LinesAround
    order: float  # share of labels that lead a text and of texts that a label leads, from 0 to 1


class LinesAround:
    """How many lines of text stand before and after each label that stands beside none: the middle of its cell."""

    def __init__(self, items: Sequence[Item], slots: Sequence[Slot], beside: set[int]) -> None:
        self._firsts = [item.places[0] for item in items]
        self._lines = sorted(place for item in items for place in item.places)
        self._lasts = [item.places[-1] for item in items]
        self._labels = sorted((slot.hit.first + slot.hit.last) / 2 for slot in slots)
        self._middles = [
            (slot.hit.first + slot.hit.last) / 2 if slot.single and not slot.hit.cell and number not in beside else None
            for number, slot in enumerate(slots)
        ]

    def passes(self, number: int, index: int) -> bool:
        """Tell whether a label stands between an item and the one before it."""
        middle = self._middles[number]
        return middle is not None and index > 0 and self._firsts[index - 1] < middle < self._firsts[index]

    def centred(self, number: int, start: int, end: int) -> float:
        """Tell how near a label is to the middle of the lines of items [start, end): 1 at it, 0 away from it."""
        middle, top, bottom = self._middles[number], self._firsts[start], self._lasts[end - 1]
        if middle is None or not top < middle < bottom:
            return 0.0
        if bisect_left(self._labels, bottom) - bisect_left(self._labels, top) > 1:  # no cell holds another's label
            return 0.0
        first, label, last = (bisect_left(self._lines, place) for place in (top, middle, bottom + 1))
        away = abs((label - first) - (last - label))
        return max(0.0, 1 - away / (_OFF_MIDDLE + _OFF_MIDDLE_SHARE * (last - first)))


def find_positions(items: Sequence[Item], slots: Sequence[Slot]) -> Positions:
    """Find how every label stands to the items near it."""
    lead, trail = _leads(items, slots)
    beside = _beside(items, slots)
    with_side = {number for number, _ in beside}
    inside = {pair for pair in _inside(items, slots, lead) if pair[0] not in with_side}
    lead = _leading_blocks(lead, inside)
    lead = {pair: strength for pair, strength in lead.items() if pair[0] not in with_side}
    order = _orderliness(items, slots, lead, beside)
    around = LinesAround(items, slots, with_side)
    return Positions(
        lead, frozenset(trail), frozenset(beside), frozenset(inside), _on_line(items, slots), around, order
    )


def _on_line(items: Sequence[Item], slots: Sequence[Slot]) -> frozenset[tuple[int, int]]:
    """Find the items on whose lines a label stands: it is at the height of lines of its cell."""
    item_at = {place: index for index, item in enumerate(items) for place in item.places}
    leading = ((number, slot.hit) for number, slot in enumerate(slots) if slot.hit.leads_line)
    lines = ((number, place) for number, hit in leading for place in range(hit.first, hit.last + 1))
    return frozenset((number, item_at[place]) for number, place in lines if place in item_at)


def _leading_blocks(
    lead: Mapping[tuple[int, int], float], inside: set[tuple[int, int]]
) -> dict[tuple[int, int], float]:
    """Let a label amid a block lead the block's first item, not the one that it happens to stand before."""
    firsts: dict[int, int] = {}
    for number, index in inside:
        firsts[number] = min(index, firsts.get(number, index))
    kept = {pair: strength for pair, strength in lead.items() if pair[0] not in firsts}
    return kept | dict.fromkeys(firsts.items(), 1.0)


def _leads(items: Sequence[Item], slots: Sequence[Slot]) -> tuple[dict[tuple[int, int], float], set[tuple[int, int]]]:
    """Find which labels stand right before an item, and which right after one."""
    lead: dict[tuple[int, int], float] = {}
    trail: set[tuple[int, int]] = set()
    place = -1
    for index, item in enumerate(items):
        before = [n for n, slot in enumerate(slots) if place <= slot.hit.first <= item.places[0]]
        bunch = sum(slots[number].single for number in before)
        for distance, number in enumerate(reversed(before)):
            lead[number, index] = 1.0 if distance == 0 and bunch <= 1 else 1 / max(2, bunch)
        for number in before:
            trail.add((number, index))
        place = item.places[-1]
    for number, slot in enumerate(slots):
        if slot.hit.first > place:
            trail.add((number, len(items)))
    return lead, trail


def _beside(items: Sequence[Item], slots: Sequence[Slot]) -> set[tuple[int, int]]:
    """Find the items at whose height a label stands, to their left: a label stands at the middle of its cell.

    A label between two lines has both in its cell.
    """
    found: set[tuple[int, int]] = set()
    on_sheet: dict[int, list[int]] = defaultdict(list)
    for index, item in enumerate(items):
        on_sheet[item.sheet].append(index)
    for number, slot in enumerate(slots):
        right = [index for index in on_sheet[slot.hit.sheet] if _is_right_of(slot.hit, items[index])]
        level = [index for index in right if _is_level(slot.hit, items[index], 0.0)]
        found.update((number, index) for index in level or _around(slot.hit, right, items))
    return found


def _around(hit: LabelHit, right: Sequence[int], items: Sequence[Item]) -> list[int]:
    """Give the nearest items above and below a label, if there are both."""
    near = [index for index in right if _is_level(hit, items[index], _NEXT_LINE)]
    above = [index for index in near if items[index].places[0] < hit.first]
    below = [index for index in near if items[index].places[-1] > hit.last]
    return [above[-1], below[0]] if above and below else []


def _is_right_of(hit: LabelHit, item: Item) -> bool:
    labels = [row.box for row in hit.rows if row.box]
    boxes = [row.box for row in item.rows if row.box]
    if not labels or not boxes or boxes[0].page != labels[-1].page:
        return False
    return min(box.x0 for box in boxes) > max(box.x1 for box in labels) - _TOUCHING


def _is_level(hit: LabelHit, item: Item, reach: float) -> bool:
    """Tell whether an item's rows overlap a label's, or come within `reach` heights of a line."""
    boxes = [row.box for row in item.rows if row.box]
    margin = reach * (boxes[0].bottom - boxes[0].top)
    return boxes[0].top < hit.bottom + margin and boxes[-1].bottom > hit.top - margin


def _inside(
    items: Sequence[Item], slots: Sequence[Slot], lead: Mapping[tuple[int, int], float]
) -> set[tuple[int, int]]:
    """Find the items of each block of lines that its first label stands amid: an extractor put it at the cell's middle.

    What comes after a second label of the block is not of the first one's cell. An extractor puts labels there all over
    a document or not at all: where more labels lead bullets that go on without a gap, none is amid.
    """
    in_block: dict[int, list[int]] = defaultdict(list)
    for index, item in enumerate(items):
        if item.cell is None:
            in_block[item.rows[0].block].append(index)
    labels: dict[int, list[int]] = defaultdict(list)
    for number, slot in enumerate(slots):
        if slot.hit.cell is None:
            labels[slot.hit.rows[0].block].append(number)
    found: dict[int, list[int]] = {}
    for block, numbers in labels.items():
        first = slots[numbers[0]]
        end = slots[numbers[1]].hit.first if len(numbers) > 1 else math.inf
        around = [index for index in in_block.get(block, []) if items[index].places[0] < end]
        if first.single and _is_amid(first.hit, [items[index] for index in around]):
            found[numbers[0]] = around
    n_leading = sum(
        slots[number].single and strength == 1 and number not in found and _goes_on_after(items, index)
        for (number, index), strength in lead.items()
    )
    return {(number, index) for number, around in found.items() for index in around if len(found) >= n_leading}


def _goes_on_after(items: Sequence[Item], index: int) -> bool:
    return index + 1 < len(items) and items[index + 1].gap == 0 and items[index].mark.kind != ""


def _is_amid(hit: LabelHit, around: Sequence[Item]) -> bool:
    """Tell whether a label stands within an item, or amid bullets of one kind, with no other label beside it."""
    if not around or around[0].places[0] > hit.first:
        return False
    if any(item.places[0] < hit.first < item.places[-1] for item in around):
        return True
    before = [item for item in around if item.places[-1] < hit.first]
    after = [item for item in around if item.places[0] > hit.last]
    if not before or not after or after[0].places[0] != hit.last + 1:
        return False
    return not {item.mark.kind for item in before}.isdisjoint({item.mark.kind for item in after} - {""})


def _starts_text(items: Sequence[Item], index: int) -> bool:
    """Tell whether another cell's text may start here: after a label, or a block of bullets after bullets."""
    item = items[index]
    if index == 0 or item.gap == AFTER_LABEL:
        return True
    before = items[index - 1].mark.kind
    return item.gap == 1 and before not in ("", "1") and item.mark.kind != "1"


def _orderliness(
    items: Sequence[Item],
    slots: Sequence[Slot],
    lead: Mapping[tuple[int, int], float],
    beside: set[tuple[int, int]],
) -> float:
    """Give the share of labels that lead a text and of texts that a label leads, from 0 to 1."""
    beside_slots = {number for number, _ in beside}
    single = [number for number, slot in enumerate(slots) if slot.single and number not in beside_slots]
    leading = {number for (number, _), strength in lead.items() if strength == 1.0}
    starts = [index for index in range(len(items)) if _starts_text(items, index)]
    led = {index for (number, index), strength in lead.items() if strength == 1.0}
    if not single or not starts:
        return 0.0
    labels = sum(number in leading for number in single) / len(single)
    texts = sum(index in led for index in starts) / len(starts)
    bunches = Counter(index for number, index in lead if number in single)
    alone = sum(1 for count in bunches.values() if count == 1) / max(1, len(bunches))
    return (labels + texts + alone) / 3
