"""Columns of running text, as a newsletter has them, one after the other.

Lines of a print come by height, and so the columns' lines mixed. Where labels stand one under the other on both sides
of a gutter that no line crosses, each side is read to its end; where different labels stand side by side only, they are
the heads of a table's columns, and the lines stay as they are.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from textmine.ingest.lines.heights import is_level

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from textmine.documents import Box
    from textmine.ingest.labels.scanning import Scan
    from textmine.ingest.lines.rows import Row

_ALIGNED: Final = 2.0  # points: starts of the lines of one column
_FEWEST: Final = 4  # lines of a column
_TALLEST: Final = 3.0  # ratio of the heights of lines on one page
_Framed = tuple[int, "Box"]  # the place of a row and its box
_Named = tuple[int, int | None]  # a label and its number: 「重点目標2」 beside 「重点目標1」 is another one


@dataclass(frozen=True, slots=True)
class _Zone:
    """Lines on both sides of a gutter, and the line that crosses it and ends them."""

    left: list[_Framed]
    right: list[_Framed]
    bar: list[_Framed]


def arrange_news(scan: Scan) -> list[Row] | None:
    """Give all rows with columns of running text one after the other; None if there are none."""
    fields = [hit for hit in scan.hits if hit.label.kind == "field" and hit.cell is None]
    labels = {hit.first: (hit.label.index, hit.label.number) for hit in fields}
    pages: dict[int, list[_Framed]] = {}
    for place, row in enumerate(scan.rows):
        if row.box and place not in scan.furniture:
            pages.setdefault(row.page, []).append((place, row.box))
    tables = frozenset(place for place, row in enumerate(scan.rows) if row.cell)
    order = list(range(len(scan.rows)))
    for framed in pages.values():
        slots = [place for place, _ in framed]
        for slot, place in zip(slots, _in_columns(framed, tables, labels), strict=True):
            order[slot] = place
    return None if order == sorted(order) else [scan.rows[place] for place in order]


def _in_columns(framed: Sequence[_Framed], tables: frozenset[int], labels: Mapping[int, _Named]) -> list[int]:
    """Give the places of a page, or of a column of it, in the order of reading."""
    by_gutter = [list(_zones(framed, tables, gutter)) for gutter in _gutters(framed)]
    best = max(
        by_gutter, key=lambda zones: sum(len(zone.right) for zone in zones if _is_news(zone, labels)), default=[]
    )
    if not any(_is_news(zone, labels) for zone in best):
        return [place for place, _ in framed]
    order: list[int] = []
    for zone in best:
        if _is_news(zone, labels):
            order += [place for place, _ in zone.left] + _in_columns(zone.right, tables, labels)
        else:
            order += sorted(place for place, _ in (*zone.left, *zone.right))
        order += [place for place, _ in zone.bar]
    return order


def _gutters(framed: Sequence[_Framed]) -> list[float]:
    """Give where the lines of a column may start, from the left; not the first, which starts at the margin."""
    starts = Counter(round(box.x0 / _ALIGNED) for _, box in framed)
    return [start * _ALIGNED for start, count in sorted(starts.items()) if count >= _FEWEST][1:]


def _zones(framed: Sequence[_Framed], tables: frozenset[int], gutter: float) -> Iterator[_Zone]:
    """Give the lines to the left and to the right of a gutter, down to each line that crosses it."""
    zone = _Zone([], [], [])
    for place, box in sorted(framed, key=lambda pair: pair[1].top):
        if place in tables or box.x0 < gutter - _ALIGNED < box.x1:
            zone.bar.append((place, box))
            yield zone
            zone = _Zone([], [], [])
        else:
            (zone.right if box.x0 >= gutter - _ALIGNED else zone.left).append((place, box))
    yield zone


def _is_news(zone: _Zone, labels: Mapping[int, _Named]) -> bool:
    """Tell whether labels stand one under the other on the left, and on the right some that are not beside others."""
    if min(len(zone.left), len(zone.right)) < _FEWEST:
        return False
    left, right = ([(labels[p], box) for p, box in side if p in labels] for side in (zone.left, zone.right))
    apart = [box for label, box in right if not _is_beside_another(label, box, left)]
    widths = [max(box.x1 for _, box in side) - min(box.x0 for _, box in side) for side in (zone.left, zone.right)]
    return len(left) > 1 and len(apart) > 0 and 2 * min(widths) > max(widths)


def _is_beside_another(label: _Named, box: Box, left: Sequence[tuple[_Named, Box]]) -> bool:
    """Tell whether another label, of those to the left from the top, stands at the height of a label."""
    tall = _TALLEST * (box.bottom - box.top)
    start = bisect_left(left, box.top - tall, key=lambda pair: pair[1].top)
    end = bisect_right(left, box.bottom, key=lambda pair: pair[1].top)
    return any(label != other and is_level(box, beside) for other, beside in left[start:end])
