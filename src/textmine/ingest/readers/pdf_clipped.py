"""Text that is written twice at a page break and shown once.

LibreOffice prints a row that is higher than the rest of its page whole on both pages and clips what lies outside; the
characters are in the file all the same. What stands outside the tables on one page, and at the same place of its cell
on the other, is such a copy.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from operator import itemgetter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textmine.ingest.readers.pdf_lines import Glyph
    from textmine.ingest.readers.pdf_rules import RuledTable

_NEAR: Final = 0.6  # points by which a copy's place may differ
_FEWEST: Final = 4  # characters; fewer may stand at one place of two pages by chance
_LEAST_STEP: Final = 24.0  # points up the page, at least; running heads and feet stand at one height
_SHARE: Final = 0.9  # of what stands between a table and the farthest copy


def copies_over_break(
    above: Sequence[Glyph],
    tables_above: Sequence[RuledTable],
    below: Sequence[Glyph],
    tables_below: Sequence[RuledTable],
) -> tuple[frozenset[int], frozenset[int]]:
    """Give the `order` of the characters of two pages that follow each other which are copies of the other's."""
    if not (tables_above and tables_below):
        return frozenset(), frozenset()
    last = max(tables_above, key=lambda table: table.bottom)
    first = min(tables_below, key=lambda table: table.top)
    under = [g for g in above if g.text.strip() and g.y > last.bottom and last.x0 < g.x < last.x1]
    over = [g for g in below if g.text.strip() and g.y < first.top and first.x0 < g.x < first.x1]
    if len(under) + len(over) < _FEWEST or abs(last.x0 - first.x0) > _NEAR * 5:
        return frozenset(), frozenset()
    inside_above = _Places(g for g in above if last.top <= g.y <= last.bottom)
    inside_below = _Places(g for g in below if first.top <= g.y <= first.bottom)
    steps = Counter(round(step) for g in under for step in inside_below.steps(g))
    steps.update(round(-step) for g in over for step in inside_above.steps(g))
    step, n_copies = max(
        ((step, n) for step, n in steps.items() if step < -_LEAST_STEP), key=itemgetter(1), default=(0, 0)
    )
    if n_copies < _FEWEST:
        return frozenset(), frozenset()
    copied_under = [g for g in under if inside_below.has(g, step)]
    copied_over = [g for g in over if inside_above.has(g, -step)]
    return _clipped(copied_under, under, last.bottom), _clipped(copied_over, over, first.top)


class _Places:
    """Where each character stands."""

    def __init__(self, glyphs: Iterable[Glyph]) -> None:
        self._heights: defaultdict[tuple[str, int], list[float]] = defaultdict(list)
        for glyph in glyphs:
            for shift in (-1, 0, 1):
                self._heights[glyph.text, round(glyph.x0) + shift].append(glyph.y)

    def steps(self, glyph: Glyph) -> Iterable[float]:
        """Give how far under a character the same one stands."""
        return (y - glyph.y for y in self._heights.get((glyph.text, round(glyph.x0)), ()))

    def has(self, glyph: Glyph, step: int) -> bool:
        """Tell whether the same character stands so far under another."""
        return any(abs(found - step) <= _NEAR + 0.5 for found in self.steps(glyph))


def _clipped(copies: Sequence[Glyph], outside: Sequence[Glyph], edge: float) -> frozenset[int]:
    """Give the copies if nothing else stands between the table's edge and them; a page's number may stand beyond."""
    farthest = max((abs(glyph.y - edge) for glyph in copies), default=0.0)
    between = sum(abs(glyph.y - edge) <= farthest for glyph in outside)
    enough = len(copies) >= max(1, _SHARE * between)
    return frozenset(glyph.order for glyph in copies) if enough else frozenset()
