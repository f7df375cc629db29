"""How well items of a text hold together: what parting two neighbours costs, and what keeping them in one cell does.

A run is cut rather at an empty line, a change of bullet, a number that starts anew or a page than within lines that
touch. All costs are log odds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textmine.ingest.labels.positions import AFTER_LABEL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textmine.ingest.lines.items import Item

ORDERLY: Final = 0.9  # from here on a text is in order
HALF_ORDERLY: Final = 0.6  # and up to here labels lead hardly more texts than chance would have them
_CUT_TOUCHING: Final = 2.2  # between lines that touch
_CUT_BLOCK: Final = 4.5  # and where empty lines part the cells
_CUT_UNDER_HEADING: Final = 8.0  # between a sub-heading and its text
_CUT_TOUCHING_OTHER_MARK: Final = 0.4
_STAY_OVER_MARK: Final = 1.5  # bullets after a sentence or a number
_STAY_OVER_GAP: Final = 0.8
_STAY_OVER_PAGE: Final = 0.2  # of what a page break may cut
_STAY_OVER_SHUFFLED_PAGE: Final = 2.0  # where cells stand in any order, the last on a page is seldom the first overleaf
_STAY_OVER_LABEL: Final = 1.2
_NEXT_NUMBER: Final = 2.5  # 3 after 2 goes on, whatever stands between
STAY_OVER_RESTART: Final = 3.0  # 1 after 3 is another cell's
_PASSED_ORDERLY_LABEL: Final = 6.0


def orderliness(order: float) -> float:
    """Give how far an order is beyond one that chance gives, from 0 to 1."""
    return max(0.0, (order - HALF_ORDERLY) / (1 - HALF_ORDERLY))


class Cohesion:
    """The costs between each item of a text and the one before it."""

    def __init__(self, items: Sequence[Item], order: float, *, shuffled: bool) -> None:
        """Take the items and how orderly the text is, from 0 to 1: in an orderly one no cell goes on past a label."""
        self._items = items
        self._over_page = _STAY_OVER_SHUFFLED_PAGE if shuffled else _STAY_OVER_PAGE
        parted = any(item.gap == 1 for item in items)
        self._cut_touching = _CUT_BLOCK if parted else _CUT_TOUCHING
        self._over_label = _STAY_OVER_LABEL + _PASSED_ORDERLY_LABEL * orderliness(order)

    def cut(self, index: int) -> float:
        """Give the cost of another cell's text starting at an item."""
        item = self._items[index]
        if index == 0:
            return 0.0
        if self._items[index - 1].is_subheading:
            return _CUT_UNDER_HEADING
        if self._is_next_number(index):
            return self._cut_touching + _NEXT_NUMBER
        if item.gap or self.restarts(index):
            return 0.0
        same = self._items[index - 1].mark.kind == item.mark.kind
        return self._cut_touching if same else _CUT_TOUCHING_OTHER_MARK

    def stay(self, index: int) -> float:
        """Give the cost of an item standing in the same cell as the one before."""
        if index == 0 or self._is_next_number(index):
            return 0.0
        if self.restarts(index):
            return STAY_OVER_RESTART
        gap = self._items[index].gap
        if gap == AFTER_LABEL:
            return self._over_label
        over = {0: 0.0, 1: _STAY_OVER_GAP}.get(gap, self._over_page)
        return over + (_STAY_OVER_MARK if self.turns_to_bullets(index) else 0.0)

    def turns_to_bullets(self, index: int) -> bool:
        """Tell whether bullets follow a goal's sentence or number."""
        return self._items[index - 1].mark.kind in {"", "1"} and self._items[index].mark.kind not in {"", "1", "ア"}

    def restarts(self, index: int) -> bool:
        """Tell whether numbers start anew: 1) after 3)."""
        before, item = self._items[index - 1].mark, self._items[index].mark
        return before.kind == item.kind and item.number == 1 and before.number is not None

    def _is_next_number(self, index: int) -> bool:
        """Tell whether a number goes on from the one before, written alike: 「３　…」 is none after 「(2)」."""
        before, item = self._items[index - 1].mark, self._items[index].mark
        if (before.kind, before.is_bare) != (item.kind, item.is_bare):
            return False
        return before.number is not None and item.number == before.number + 1
