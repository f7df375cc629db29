"""Items of a page to its labels where the text is out of order: one constrained choice, exact up to a beam's width.

An extractor gives the cells of a page in any order, and the labels away from their text. But a cell's lines stay
together, and each label has one cell. So the items of a document, in the order of the text, are cut into runs, and
each run goes to one label, each label to one run at most. The best such choice is found by dynamic programming over
the items with a beam (Lowerre 1976); its score adds up, in log odds:

- wording: what the layout's cues say of each item and the label's section;
- position: a label that leads the run, stands beside it or at its middle, or comes in the order of the labels before;
- cohesion: a run is cut rather at an empty line, a change of bullet or a page than within lines that touch.

How much a leading label counts depends on how orderly the document is: where every label leads one text and every text
has one leading label, order decides; where they are shuffled, wording does.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from textmine.ingest.label_positions import AFTER_LABEL, Slot, find_positions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textmine.ingest.items import Item
    from textmine.ingest.wording import Wording

NOWHERE: Final = -1
_NOTHING: Final[Mapping[str, float]] = {"goal": -4.0}  # 「なし」 is no goal; any other field may be empty
_ORDERLY: Final = 0.9  # from here on a text is in order
_NEAR_LABELS: Final = 24  # a sheet holds five goals with four labels each at most
_MOST_ITEMS: Final = 1500  # a form has some 300; of more, one choice has to do
_BEAM: Final = 200
_HOPELESS: Final = 30.0  # log odds behind the best
_LEAD_LEAST: Final = 1.2  # a label right before a run, in a shuffled text
_LEAD_MOST: Final = 14.0  # and in an orderly one
_LEAD_AMID: Final = 4.0  # and where labels stand amid their texts, but some of a line or before a block of their own
_BESIDE: Final = 7.0  # a label at the height of the run's middle
_INSIDE: Final = 5.0  # a label amid the lines of the item's block
_CENTRED: Final = 6.0  # a label amid the lines of its run, as many before it as after: it stands at its cell's middle
_TRAIL: Final = 0.4
_IN_ORDER: Final = 1.0  # the run after goes to the label after
_OFF_CENTRE: Final = 0.35  # per row that a run's middle is away from its label's
_CUT_TOUCHING: Final = 2.2  # between lines that touch
_CUT_TOUCHING_OTHER_MARK: Final = 0.4
_STAY_OVER_MARK: Final = 1.5  # bullets after a sentence or a number
_STAY_OVER_GAP: Final = 0.8
_STAY_OVER_LABEL: Final = 1.2
_OTHER_SHEET: Final = 4.0
_ASIDE: Final = -2.5  # text under 事業目的 and the like that is no known boilerplate
_NEXT_NUMBER: Final = 2.5  # 3 after 2 goes on, whatever stands between
_STAY_OVER_RESTART: Final = 3.0  # 1 after 3 is another cell's
_OUT_OF_ORDER: Final = 2.0  # a cell after another of its kind, where its label stands before, and labels are in order
_UNPLACED_ITEM: Final = 4.0
_UNUSED_LABEL: Final = 3.0
_PASSED_ORDERLY_LABEL: Final = 6.0
_SURE_AT_NOUGHT: Final = 1.82  # log odds of a section that fits no better than the next
_SURER: Final = 0.27  # for each of the margin's


@dataclass(frozen=True, slots=True)
class Assigned:
    """Where an item went."""

    slot: int  # index of the slot, or NOWHERE
    leads: bool  # its run stands right after the label
    beside: bool  # its run stands at the label's height
    margin: float  # log odds over the best other section


@dataclass(slots=True)
class _State:
    score: float
    start: int  # first item of the run that is open
    path: tuple[int, _Path] | None


_Path = tuple[int, "object"] | None  # linked list of (slot of an item, the rest)


class Assignment:
    """The choice for one document."""

    def __init__(
        self, items: Sequence[Item], slots: Sequence[Slot], wording: Wording, *, parts: Sequence[int] | None = None
    ) -> None:
        """Take items and labels; `parts` are the places of the headings of parts, where the labels are in order."""
        self.items = items
        self.slots = slots
        self._firsts = [slot.hit.first for slot in slots]
        self._scores = [_NOTHING if item.is_empty else wording.scores(item.signature) for item in items]
        where = find_positions(items, slots)
        self._lead, self._trail, self._beside, self._inside = where.lead, where.trail, where.beside, where.inside
        self._around, self._on_line = where.around, where.on_line
        self.order = where.order
        self._lead_weight = _LEAD_LEAST + (_LEAD_MOST - _LEAD_LEAST) * max(0.0, (self.order - 0.6) / 0.4)
        self._in_order = parts is not None
        self._parts = parts or ()
        self._near = [self._slots_near(item) for item in items]
        self._centred = 0.0
        self._passed, self._later = _ordered(slots) if self._in_order else ([0] * len(slots), [0] * len(slots))
        self._aside_weight = _LEAD_LEAST if self.order < _ORDERLY else _LEAD_MOST

    def solve(self) -> list[Assigned]:
        """Give for each item the slot that it goes to.

        A form marks the bullets of a field alike all over. Where the order of the text says little, what a first choice
        shows of that is wording for a second one.
        """
        chosen = self._choose()
        if len(self.items) > _MOST_ITEMS:
            return self._explain(chosen)
        if self.order >= _ORDERLY and not self._has_broken_run(chosen):
            return self._explain(chosen)
        if self._in_order:
            chosen = self._with_labels_amid(chosen)
        if self.order >= _ORDERLY:
            return self._explain(chosen)
        self._learn_marks(chosen)
        return self._explain(self._choose())

    def _has_broken_run(self, chosen: Sequence[int]) -> bool:
        """Tell whether a run holds what is rather two cells': bullets right after a goal, numbers that start anew."""
        return any(
            chosen[index] == chosen[index - 1] != NOWHERE
            and self.items[index].gap == 0
            and (self._turns_to_bullets(index) or _restarts(self.items[index - 1], self.items[index]))
            for index in range(1, len(chosen))
        )

    def _with_labels_amid(self, chosen: list[int]) -> list[int]:
        """Let labels stand amid their texts if the wording speaks for it: an extractor has them so all over or not."""
        lead_weight = self._lead_weight
        self._centred, self._lead_weight = _CENTRED, min(lead_weight, _LEAD_AMID)
        amid = self._choose()
        if self._told_by_wording(amid) > self._told_by_wording(chosen):
            return amid
        self._centred, self._lead_weight = 0.0, lead_weight
        return chosen

    def _told_by_wording(self, chosen: Sequence[int]) -> float:
        """Score a choice by wording and cohesion alone, wherever the labels stand."""
        score = sum(
            self._told(index, self.slots[number].told) if number != NOWHERE and self.slots[number].section else _ASIDE
            for index, number in enumerate(chosen)
        )
        for index in range(1, len(chosen)):
            if chosen[index] != chosen[index - 1]:
                score -= self._cut_cost(index)
            elif _restarts(self.items[index - 1], self.items[index]):
                score -= _STAY_OVER_RESTART
        return score

    def _learn_marks(self, chosen: Sequence[int]) -> None:
        """Add to the items' scores how likely their mark is in each section, by the runs of a choice."""
        seen: Counter[tuple[str, str]] = Counter()
        for start, end in runs_of(chosen):
            number = chosen[start]
            if number != NOWHERE and self._margin(number, start, end) > 0:
                seen.update({(self.slots[number].section, item.mark.kind) for item in self.items[start:end]})
        kinds = {item.mark.kind for item in self.items}
        totals = {section: sum(seen[section, kind] for kind in kinds) for section, _ in seen if section}
        for index, item in enumerate(self.items):
            if item.is_empty:
                continue
            told = {
                section: math.log((seen[section, item.mark.kind] + 0.5) / (total + 0.5 * len(kinds)))
                for section, total in totals.items()
            }
            mean = sum(told.values()) / len(told) if told else 0.0
            self._scores[index] = {
                section: score + told.get(section, mean) - mean for section, score in self._scores[index].items()
            }

    def _choose(self) -> list[int]:
        states: dict[tuple[int, int], _State] = {(0, NOWHERE): _State(0.0, 0, None)}
        for index in range(len(self.items)):
            states = self._step(index, states)
        best = max(states.items(), key=lambda entry: entry[1].score + self._end(entry[0], entry[1]))
        chosen: list[int] = []
        path: object = best[1].path
        while isinstance(path, tuple):
            chosen.append(path[0])
            path = path[1]
        chosen.reverse()
        return chosen

    def _slots_near(self, item: Item) -> list[int]:
        """Give the slots that an item can go to: on its sheet or the next, not many labels away, in a part begun."""
        here = bisect_left(self._firsts, item.places[0])
        near = range(max(0, here - _NEAR_LABELS), min(len(self.slots), here + _NEAR_LABELS))
        begun = bisect_left(self._parts, item.places[0])
        end = self._parts[begun] if begun < len(self._parts) else math.inf
        return [n for n in near if abs(self.slots[n].hit.sheet - item.sheet) <= 1 and self._firsts[n] <= end]

    def _step(self, index: int, states: Mapping[tuple[int, int], _State]) -> dict[tuple[int, int], _State]:
        found: dict[tuple[int, int], _State] = {}
        entered = [(number, self._enter(index, number)) for number in (*self._near[index], NOWHERE)]
        for (used, current), state in states.items():
            self._stay(found, (used, current), state, index)
            closed = state.score + (self._close(current, state.start, index) if index else 0.0)
            for number, score in entered:
                if number == current or (number >= 0 and self.slots[number].single and used >> number & 1):
                    continue
                key = (self._use(used, number), number)
                switched = closed + score + self._follow(used, current, number)
                if key not in found or found[key].score < switched:
                    found[key] = _State(switched, index, (number, state.path))
        best = max(state.score for state in found.values())
        hopeful = [entry for entry in found.items() if entry[1].score > best - _HOPELESS]
        return dict(sorted(hopeful, key=lambda entry: -entry[1].score)[:_BEAM])

    def _enter(self, index: int, number: int) -> float:
        """Score a run of a slot that starts at an item, whatever stands before it."""
        return self._fit(index, number) + self._open(index, number) - self._cut_cost(index)

    def _use(self, used: int, number: int) -> int:
        """Give the bits of the labels that are used or passed once a run goes to a label."""
        return used | 1 << number | self._passed[number] if number >= 0 else used

    def _follow(self, used: int, current: int, number: int) -> float:
        """Score a slot's run by the runs before it: labels in order have cells in order."""
        if number < 0:
            return 0.0
        passed = (self._passed[number] & ~used).bit_count() if self._passed[number] else 0
        out_of_order = used & self._later[number] != 0
        return _IN_ORDER * (number == current + 1) - _UNUSED_LABEL * passed - _OUT_OF_ORDER * out_of_order

    def _stay(self, found: dict[tuple[int, int], _State], key: tuple[int, int], state: _State, index: int) -> None:
        current = key[1]
        if index == 0 and current != NOWHERE:
            return
        free = current == NOWHERE or {(current, index - 1), (current, index)} <= self._inside
        free = free or (self._centred > 0 and self._around.passes(current, index))
        score = state.score + self._fit(index, current) - (0.0 if free else self._stay_cost(index))
        if key not in found or found[key].score < score:
            found[key] = _State(score, state.start, (current, state.path))

    def _fit(self, index: int, number: int) -> float:
        """Score an item in a slot: its wording, and its label at its height."""
        if number == NOWHERE:
            return -_UNPLACED_ITEM
        slot = self.slots[number]
        words = self._told(index, slot.told) if slot.section else _ASIDE
        return words + self._near_label(index, number)

    def _near_label(self, index: int, number: int) -> float:
        if (number, index) in self._beside or (number, index) in self._on_line:
            return _BESIDE
        return _INSIDE if (number, index) in self._inside else 0.0

    def _told(self, index: int, sections: Sequence[str]) -> float:
        return max(self._scores[index].get(section, 0.0) for section in sections)

    def _open(self, index: int, number: int) -> float:
        """Score a run that starts at an item."""
        if number == NOWHERE:
            return 0.0
        distance = abs(self.slots[number].hit.sheet - self.items[index].sheet)
        orderly = self._lead_weight if self.slots[number].single else min(self._lead_weight, self._aside_weight)
        lead = self._lead.get((number, index), 0.0) * orderly
        return lead - _OTHER_SHEET * distance

    def _close(self, number: int, start: int, end: int) -> float:
        """Score a run [start, end) as it ends."""
        if number == NOWHERE:
            return 0.0
        trail = _TRAIL if (number, end) in self._trail else 0.0
        centred = self._centred * self._around.centred(number, start, end) if self._centred else 0.0
        return trail + centred - self._off_centre(number, start, end)

    def _off_centre(self, number: int, start: int, end: int) -> float:
        if not any((number, index) in self._beside for index in range(start, end)):
            return 0.0
        hit, first, last = self.slots[number].hit, self.items[start].rows[0], self.items[end - 1].rows[-1]
        if first.box is None or last.box is None or first.sheet != last.sheet:
            return 0.0
        height = max(first.box.bottom - first.box.top, 1.0)
        away = abs((hit.top + hit.bottom) / 2 - (first.box.top + last.box.bottom) / 2) / height
        return min(6.0, _OFF_CENTRE * away)

    def _cut_cost(self, index: int) -> float:
        item = self.items[index]
        if index == 0:
            return 0.0
        if _is_next_number(self.items[index - 1], item):
            return _CUT_TOUCHING + _NEXT_NUMBER
        if item.gap or _restarts(self.items[index - 1], item):
            return 0.0
        same = self.items[index - 1].mark.kind == item.mark.kind
        return _CUT_TOUCHING if same else _CUT_TOUCHING_OTHER_MARK

    def _stay_cost(self, index: int) -> float:
        if index and _is_next_number(self.items[index - 1], self.items[index]):
            return 0.0
        if index and _restarts(self.items[index - 1], self.items[index]):
            return _STAY_OVER_RESTART
        gap = self.items[index].gap
        if gap == AFTER_LABEL:
            return _STAY_OVER_LABEL + _PASSED_ORDERLY_LABEL * max(0.0, (self.order - 0.6) / 0.4)
        changed = index and self._turns_to_bullets(index)
        return {0: 0.0, 1: _STAY_OVER_GAP}.get(gap, 0.2) + (_STAY_OVER_MARK if changed else 0.0)

    def _turns_to_bullets(self, index: int) -> bool:
        """Tell whether bullets follow a goal's sentence or number."""
        return self.items[index - 1].mark.kind in {"", "1"} and self.items[index].mark.kind not in {"", "1", "ア"}

    def _end(self, key: tuple[int, int], state: _State) -> float:
        used, current = key
        unused = sum(1 for number, slot in enumerate(self.slots) if slot.single and not used >> number & 1)
        return self._close(current, state.start, len(self.items)) - _UNUSED_LABEL * unused

    def _explain(self, chosen: Sequence[int]) -> list[Assigned]:
        explained: list[Assigned] = []
        for start, end in runs_of(chosen):
            number = chosen[start]
            leads = self._lead.get((number, start), 0.0) >= 1.0
            near = any((number, index) in self._beside | self._inside for index in range(start, end))
            near = near or (self._centred > 0 and self._around.centred(number, start, end) > 0)
            margin = self._margin(number, start, end)
            explained += [Assigned(number, leads, near, margin)] * (end - start)
        return explained

    def _margin(self, number: int, start: int, end: int) -> float:
        """Give how much better a run's section fits than the next best one, wording and position together."""
        if number == NOWHERE:
            return 0.0
        told = {slot.section: slot.told for slot in self.slots if slot.section}
        totals = {
            section: sum(self._told(index, of_section) for index in range(start, end))
            for section, of_section in told.items()
        }
        own = self.slots[number].section
        here = totals.get(own, 0.0) + self._open(start, number)
        here += sum(_BESIDE for index in range(start, end) if (number, index) in self._beside)
        others = [total for section, total in totals.items() if section != own]
        return here - max(others, default=here - 2.0)


def _is_next_number(item: Item, follower: Item) -> bool:
    one, two = item.mark.number, follower.mark.number
    return item.mark.kind == follower.mark.kind and one is not None and two == one + 1


def _restarts(item: Item, follower: Item) -> bool:
    """Tell whether numbers start anew: 1) after 3)."""
    return item.mark.kind == follower.mark.kind and follower.mark.number == 1 and item.mark.number is not None


def _ordered(slots: Sequence[Slot]) -> tuple[list[int], list[int]]:
    """Give for each slot the bits of those that it passes over for good, and of those that rather come after it.

    Fields keep the order of their labels. Goals need not: a spreadsheet prints the cells of one line before the others.
    """
    fields = sum(1 << number for number, slot in enumerate(slots) if slot.single and slot.section != "goal")
    goals = sum(1 << number for number, slot in enumerate(slots) if slot.section == "goal")
    passed = [fields & ((1 << number) - 1) if fields >> number & 1 else 0 for number in range(len(slots))]
    later = [goals >> (number + 1) << (number + 1) if goals >> number & 1 else 0 for number in range(len(slots))]
    return passed, later


def runs_of(chosen: Sequence[int]) -> list[tuple[int, int]]:
    """Give [start, end) of the runs of items with the same slot."""
    bounds = [0, *(index for index in range(1, len(chosen)) if chosen[index] != chosen[index - 1]), len(chosen)]
    return [(start, end) for start, end in pairwise(bounds) if end > start]


def confidence_of(margin: float) -> float:
    """Turn a margin in log odds into the probability that an inferred section is right, kept off 0 and 1.

    A logistic curve (Platt 1999) fitted on the 1,089 inferred sections of ten made-up annual forms in their orders of
    text (tests/forms; Brier score 0.061 for the bare margin, 0.041 fitted). On 322 of four other forms, not fitted on:
    said 0.955 and right 0.935 in the mean, Brier score 0.067 and 0.058.
    """
    return round(min(0.99, max(0.3, 1 / (1 + math.exp(-(_SURE_AT_NOUGHT + _SURER * margin))))), 2)
