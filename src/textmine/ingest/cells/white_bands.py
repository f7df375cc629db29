"""Bands of labels with text beside them, and which lines of the text go with which label.

The lines are chosen for all labels of a band together (dynamic programming): a label stands at the middle of its text
or at its start, the same way in the whole document, and white parts cells more than lines.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textmine.ingest.lines.rows import Row

_WIDER: Final = 1.3  # ratio of the white between two cells to that between two lines
_CUT_IN_TEXT: Final = 3.0  # heights of a line: what a cut costs where the white is no wider
_CUT_AT_MORE: Final = 1.5  # the same where the step is a hair more than all others: lines of two cells
_SAME_STEP: Final = 0.15  # points by which the steps of one text differ at most
_MOSTLY: Final = 0.6  # share of steps that are the same in print of one leading
_CUT_IN_SENTENCE: Final = 6.0  # what a cut costs besides where a sentence goes on past it
_WHITE_INSIDE: Final = 1.0  # what wider white within a cell costs
_FARTHEST: Final = 6.0  # heights of a line: what the place of one label costs at most
_LEFT_OVER: Final = 6.0  # what text before the first label costs, where no page break explains it
Alignment = Literal["middle", "top"]
_ALIGNMENTS: Final[tuple[Alignment, ...]] = ("middle", "top")
_DEAREST: Final = 1000.0  # what a band that cannot be parted costs, where all are compared


@dataclass(frozen=True, slots=True)
class Piece:
    """A label or a line of text: the places of its rows, and its frame on the page."""

    places: tuple[int, ...]
    x0: float
    top: float
    x1: float
    bottom: float

    def at(self, alignment: Alignment) -> float:
        """Give the height by which it is aligned."""
        return self.top if alignment == "top" else (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Band:
    """Labels and the lines of text beside them, both from the top, with nothing between."""

    page: int
    labels: tuple[Piece, ...]
    lines: tuple[Piece, ...]
    goes_on: bool  # it may start with text of the last label of the page before
    unbroken: frozenset[int] = frozenset()  # lines that go on with a sentence of the line before


@dataclass(frozen=True, slots=True)
class Parting:
    """The lines before the first label, then those of each label; what the choice costs."""

    groups: tuple[tuple[Piece, ...], ...]
    cost: float


def piece_of(rows: Sequence[Row], places: tuple[int, ...] = ()) -> Piece:
    """Give rows as one piece, in the frame of those that have a box."""
    boxes = [row.box for row in rows if row.box]
    x0, x1 = min(box.x0 for box in boxes), max(box.x1 for box in boxes)
    return Piece(places, x0, min(box.top for box in boxes), x1, max(box.bottom for box in boxes))


def part_bands(bands: Sequence[Band], part: Callable[[Band, Alignment], Parting]) -> list[Parting]:
    """Part all bands of a document by the alignment that costs least: a form aligns its labels alike all over."""
    by_alignment = [[part(band, alignment) for band in bands] for alignment in _ALIGNMENTS]
    return min(by_alignment, key=lambda partings: sum(min(one.cost, _DEAREST) for one in partings))


def part_band(band: Band, alignment: Alignment) -> Parting:
    """Choose the lines of each label; the cost is infinite where a label would have none."""
    costs = [
        cost + (_CUT_IN_SENTENCE if line in band.unbroken else 0.0) for line, cost in enumerate(_cut_costs(band.lines))
    ]
    first_end = _touching(band, 0)[1] - 1
    ends: dict[int, tuple[float, tuple[int, ...]]] = {
        end: ((0.0 if band.goes_on or not end else _LEFT_OVER) + (costs[end] if end else 0.0), (end,))
        for end in range(first_end + 1)
    }
    for number in range(len(band.labels)):
        low, high = _touching(band, number)
        last = number + 1 == len(band.labels)
        until = len(band.lines) if last else _touching(band, number + 1)[1] - 1
        found: dict[int, tuple[float, tuple[int, ...]]] = {}
        for end in range(len(band.lines) if last else low + 1, until + 1):
            choices = [
                (cost + _cell_cost(band, number, start, end, alignment) + (0.0 if last else costs[end]), (*path, end))
                for start, (cost, path) in ends.items()
                if start < end and start < high
            ]
            if choices:
                found[end] = min(choices)
        ends = found
    cost, path = min(ends.values(), default=(math.inf, ()))
    bounds = [0, *path]
    return Parting(tuple(band.lines[start:end] for start, end in pairwise(bounds)), cost)


def _touching(band: Band, number: int) -> tuple[int, int]:
    """Give [first, end) of the lines beside a label; of one that stands between two lines, of these."""
    label = band.labels[number]
    for reach in (0.0, label.bottom - label.top):
        beside = [
            index
            for index, line in enumerate(band.lines)
            if line.bottom > label.top - reach and line.top < label.bottom + reach
        ]
        if beside:
            return beside[0], beside[-1] + 1
    return 0, 0


def _cut_costs(lines: Sequence[Piece]) -> list[float]:
    """Give for each line what a cut before it costs, less what it costs to leave wide white uncut."""
    steps = [second.top - first.top for first, second in pairwise(lines)]
    usual = median(steps) if steps else 0.0
    smallest = min((step for step in steps if step > 0.5 * usual), default=usual)
    near = [step for step in steps if step <= _WIDER * smallest]
    is_even = sum(abs(step - usual) <= _SAME_STEP for step in near) > _MOSTLY * len(near)
    costs = [0.0]
    for step, following in zip(steps, (*steps[1:], usual), strict=False):
        if step > _WIDER * smallest:
            costs.append(-_WHITE_INSIDE)
        else:
            is_more = is_even and step > usual + _SAME_STEP and following > usual - _SAME_STEP
            costs.append(_CUT_AT_MORE if is_more else _CUT_IN_TEXT)
    return [*costs, 0.0]


def _cell_cost(band: Band, number: int, start: int, end: int, alignment: Alignment) -> float:
    label, first, last = band.labels[number], band.lines[start], band.lines[end - 1]
    text = Piece((), first.x0, first.top, last.x1, max(last.bottom, first.bottom))
    height = max(1.0, first.bottom - first.top)
    return min(_FARTHEST, abs(label.at(alignment) - text.at(alignment)) / height)
