"""A list of contents before the form: the labels of several goals one after the other, which all come again under it.

A converter that writes bare text (Pandoc) keeps no links: 「- 重点目標1 だれもが… / - 重点目標2 … / 次年度の重点目標」.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from textmine.ingest.labels.book import opens_goal
from textmine.ingest.labels.scanning import scan_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textmine.ingest.labels.scanning import Scan
    from textmine.ingest.lines.rows import Row

_MARK: Final = re.compile(r"^\W+")
_FEWEST: Final = 2  # goals in a list


def without_contents(scan: Scan) -> Scan:
    """Read a list of contents as the site's."""
    listed = _listed(scan)
    if not listed:
        return scan
    rows = [replace(row, role="site") if place in listed else row for place, row in enumerate(scan.rows)]
    return scan_rows(rows, scan.layout)


def _listed(scan: Scan) -> range:
    """Give the places of the first lines that all come again, if they hold the numbered labels of several goals."""
    keys = [_MARK.sub("", row.key) for row in scan.rows]
    last = {key: place for place, key in enumerate(keys)}
    goals = {hit.first for hit in scan.hits if hit.label.number and opens_goal(hit.label, scan.layout)}
    start = min(goals, default=0)
    end = start
    while end < len(keys) and _comes_again(scan.rows, end, last[keys[end]]):
        end += 1
    numbers = {hit.label.number for hit in scan.hits if hit.first in goals and start <= hit.first < end}
    again = min((last[keys[place]] for place in range(start, end)), default=0)
    return range(start, end) if len(numbers) >= _FEWEST and again >= end else range(0)


def _comes_again(rows: Sequence[Row], place: int, last: int) -> bool:
    return last > place and rows[place].cell is None
