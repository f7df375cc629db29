"""What the wording of a run of items says of each section.

Items of one cell are written by one hand in one manner, so their cues repeat each other: where whole cells are to be
told apart, as in a shuffled text, the sum over n items is divided by the square root of n. On forms left out when the
cues were fitted, that took the log loss of a cell's section from 0.55 to 0.38. Where cells stand in order and the
question is where one ends, each item speaks for itself.
"""

from __future__ import annotations

import math
from collections import Counter
from itertools import accumulate
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from textmine.ingest.lines.items import Item
    from textmine.ingest.lines.wording import Wording

# 「なし」 is said of issues; where a goal was set, something was done and came of it
_NOTHING: Final[Mapping[str, float]] = {"goal": -4.0, "activity": -3.0, "outcome": -1.5}


class RunWording:
    """The scores of all items, added up over runs."""

    def __init__(self, items: Sequence[Item], wording: Wording, *, whole_cells: bool) -> None:
        """Take the items, and whether cells are told as wholes, as in a shuffled text, or line by line, as in order."""
        self._items = items
        self._whole_cells = whole_cells
        self._scores = [_NOTHING if item.is_empty else wording.scores(item.signature) for item in items]
        self._sums: dict[tuple[str, ...], list[float]] = {}

    def told(self, sections: tuple[str, ...], start: int, end: int) -> float:
        """Give what items [start, end) say for a cell of a section, or for one that several share."""
        if end <= start:
            return 0.0
        if sections not in self._sums:
            best = (max(scores.get(section, 0.0) for section in sections) for scores in self._scores)
            self._sums[sections] = list(accumulate(best, initial=0.0))
        sums = self._sums[sections]
        said = sums[end] - sums[start]
        return said / math.sqrt(end - start) if self._whole_cells else said

    def learn_marks(self, runs: Iterable[tuple[str, int, int]]) -> None:
        """Add to the items' scores how likely their mark is in each section, by runs (section, start, end) that fit."""
        seen: Counter[tuple[str, str]] = Counter()
        for section, start, end in runs:
            seen.update({(section, item.mark.kind) for item in self._items[start:end]})
        kinds = {item.mark.kind for item in self._items}
        totals = {section: sum(seen[section, kind] for kind in kinds) for section, _ in seen if section}
        for index, item in enumerate(self._items):
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
        self._sums.clear()
