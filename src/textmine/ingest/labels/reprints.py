"""Cells that are printed twice: LibreOffice draws a row that a page break cuts on both pages, each time clipped.

Extractors of text know no clipping: the last lines of a page come again as the first ones of the next.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textmine.ingest.lines.rows import Row

_FEWEST: Final = 2  # lines that are printed again; one may be said twice
_SHORTEST: Final = 40  # characters of them
_MOST: Final = 80  # lines of a row of a table
_PAGE_NUMBER: Final = re.compile(r"-?\d{1,3}-?")


def mark_reprints(rows: Sequence[Row]) -> list[Row]:
    """Give the rows, of which those that a page repeats from the end of the page before are no part of the form."""
    sheets: dict[int, list[int]] = {}
    for place, row in enumerate(rows):
        if row.cell is None and not _PAGE_NUMBER.fullmatch(row.key):
            sheets.setdefault(row.sheet, []).append(place)
    again: set[int] = set()
    for (above, upper), (below, lower) in pairwise(sorted(sheets.items())):
        if below == above + 1:
            n_lines = _n_repeated([rows[place].key for place in upper], [rows[place].key for place in lower])
            again.update(lower[:n_lines])
    return [replace(row, role="head_again") if place in again else row for place, row in enumerate(rows)]


def _n_repeated(upper: Sequence[str], lower: Sequence[str]) -> int:
    """Tell how many lines end one page and start the next."""
    for n_lines in range(min(_MOST, len(upper), len(lower)), _FEWEST - 1, -1):
        same = list(lower[:n_lines])
        if upper[-1] == same[-1] and list(upper[-n_lines:]) == same:
            return n_lines if sum(map(len, same)) >= _SHORTEST else 0
    return 0
