"""Which lines of a text go with which label, where each label stands amid its lines: one choice for all of a run.

The lines are parted among the labels by dynamic programming. It weighs where a label stands to the middle of its lines,
what a cut between two lines costs, and what the wording of the lines says. To compare, the same is told of the lines
after each label, as they are in a text in reading order.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

_OFF_MIDDLE: Final = 1.5  # per line
_CUT_BY_PAGE: Final = 0.2  # lines
_HALF_OFF: Final = 0.3  # what half a line counts that the height of a line of text hides
_FARTHEST: Final = 9.0  # what the place of one label costs at most
_NO_TEXT: Final = 3.0  # what a label without text costs
_AFTER_TEXT: Final = 1.0  # and one that stands after its text
_BEFORE_FIRST: Final = 4.0  # and text before the first label
_PARTED: Final = 3.0  # and a label between whose lines text stands, where labels come before their text
_WORDING: Final = 0.1  # lines for a log odds
_MOST_TOLD: Final = 1.0  # what the wording of a cell says at most
_MOST_LINES: Final = 120  # between two labels; a cell of a form has some 30


@dataclass(frozen=True, slots=True)
class AmidLabel:
    """Where a label stands among the lines of text, and what their wording says for it."""

    first: int  # its cell starts with this line at the latest
    last: int  # and ends before this one at the earliest
    sheet: tuple[int, int]  # the lines [start, end) on its page: of a cell that a page break cuts, it is amid these
    parted: bool  # text stands between its lines
    told: Sequence[float]  # for each line, what the lines before it say, in log odds
    middle: float = 0.0  # how far down it stands, in lines
    tops: Sequence[float] | None = None  # how far down each line of text starts, where text has a column of its own
    opens: bool = False  # it is the first word of its text
    heads: bool = False  # it stands over its lines, however many: raters stand beside it, over the marks


@dataclass(frozen=True, slots=True)
class Cuts:
    """The line that the first label's cell starts with, then that after each cell; what the choice costs."""

    ends: tuple[int, ...]
    cost: float


Rounding = Literal["up", "down", ""]
_Path = tuple[int, "_Path | None"]


def cut_around_labels(
    labels: Sequence[AmidLabel], costs: Sequence[float], rounds: Rounding = "", *, has_lead: bool = False
) -> Cuts | None:
    """Part the lines among the labels amid them.

    None if more lines stand between two labels than a cell has, or two labels stand beside one another.

    Args:
        labels: in their order.
        costs: for each line what it costs to end a cell before it; one more for the end of the text.
        rounds: to which of the two lines a label between them is set, if to one of them all over the text.
        has_lead: lines of something else may stand before the first cell.
    """
    n_lines = len(costs) - 1
    bounds = [0, *(label.last for label in labels)]
    if any(not 0 <= label.first - bound <= _MOST_LINES for label, bound in zip(labels, bounds, strict=False)):
        return None
    found: dict[int, tuple[float, _Path]] = {
        end: (costs[end] + _BEFORE_FIRST * (end > 0 and not has_lead), (end, None))
        for end in range(labels[0].first + 1)
    }
    for number, label in enumerate(labels):
        is_last = number + 1 == len(labels)
        ends = (n_lines,) if is_last else range(label.last, max(label.last, labels[number + 1].first) + 1)
        found = {
            end: min(
                (
                    cost + _told_cost(label, start, end) + _place_cost(label, start, end, rounds) + costs[end],
                    (end, path),
                )
                for start, (cost, path) in found.items()
                if start <= min(label.first, end)
            )
            for end in ends
        }
    cost, path = found[n_lines]
    return Cuts(tuple(_walk(path)), cost)


def cut_at_labels(labels: Sequence[AmidLabel], costs: Sequence[float], *, has_lead: bool = False) -> Cuts:
    """Give each label the lines after it."""
    ends = (*(label.first for label in labels), len(costs) - 1)
    cost = (
        _BEFORE_FIRST * (ends[0] > 0 and not has_lead)
        + sum(costs[end] for end in ends)
        + _PARTED * sum(one.parted for one in labels)
    )
    cost += sum(_told_cost(label, *bounds) for label, bounds in zip(labels, pairwise(ends), strict=True))
    return Cuts(ends, cost)


def _walk(path: _Path | None) -> list[int]:
    ends: list[int] = []
    while path is not None:
        ends.append(path[0])
        path = path[1]
    return ends[::-1]


def _told_cost(label: AmidLabel, start: int, end: int) -> float:
    if start == end:
        return _NO_TEXT
    return -max(-_MOST_TOLD, min(_MOST_TOLD, _WORDING * (label.told[end] - label.told[start])))


def _place_cost(label: AmidLabel, start: int, end: int, rounds: Rounding) -> float:
    if start == end:
        return 0.0
    if label.opens or (label.heads and label.first == start):
        return _FARTHEST * (label.first != start)
    off = _off(label, start, end, rounds)
    on_page = max(start, label.sheet[0]), min(end, label.sheet[1])
    if on_page != (start, end) and on_page[0] < on_page[1]:
        at_top = 0.0 if label.first == start else _FARTHEST  # Writer sets a cell that goes on overleaf so
        off = min(off + _CUT_BY_PAGE, _off(label, *on_page, rounds), at_top + _CUT_BY_PAGE)
    return min(_FARTHEST, _OFF_MIDDLE * off) + _AFTER_TEXT * (start < label.first == end)


def _off(label: AmidLabel, start: int, end: int, rounds: Rounding) -> float:
    """Tell how far a label is from the middle of lines.

    On a line of its own it comes before the middle one. On a line of the text beside it, it may be half a line off: an
    extractor that sets what stands between two lines to one of them sets all labels of a text to the same side.
    """
    own_line = label.first == label.last
    if label.tops is None:
        below = (start + end - label.first - label.last) / 2
    else:
        below = (label.tops[start] + label.tops[end - 1] + 1) / 2 - label.middle
    if own_line:
        return max(0.0, below - 0.5) if below > 0 else -below
    if rounds == ("up" if below > 0 else "down"):
        return max(0.0, abs(below) - 0.5)
    half = 0.0 if label.tops is None else min(abs(below), 0.5)
    return abs(below) - half + _HALF_OFF * half
