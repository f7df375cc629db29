"""Rows of a table that was copied out of a spreadsheet or a document: cells parted by tabs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from textmine.ingest.signs.bullets import is_bullet_sign

if TYPE_CHECKING:
    from collections.abc import Sequence

_MARK: Final = re.compile(r"[ \t]*(?:(\W)|\d{1,9}[.)])[ \t]")
_TABLE_TAG: Final = re.compile(r"<(/?)table\b", re.IGNORECASE)
_MOST_INDENTED: Final = 3  # rows that only begin with a tab: beyond them it is indented text, no table
_MOST_CELLS: Final = 300  # in one row; a form has some 50


def count_tab_rows(lines: Sequence[str], start: int) -> int:
    """Count the rows parted by tabs that start here; any of them may have an empty first cell."""
    end = start
    inner = False
    while end < len(lines) and _is_tab_row(lines[end]) and (inner or end - start < _MOST_INDENTED):
        inner = inner or "\t" in lines[end].lstrip("\t \u3000")
        end += 1
    return end - start if inner else 0


def tables_opened(line: str) -> int:
    """Count the HTML tables that a line opens and leaves open; negative if it closes more."""
    return sum(-1 if tag[1] else 1 for tag in _TABLE_TAG.finditer(line))


def _is_tab_row(line: str) -> bool:
    if not 0 < line.count("\t") < _MOST_CELLS or not line.strip():
        return False
    mark = _MARK.match(line)
    is_item = mark is not None and (mark[1] is None or is_bullet_sign(mark[1]))
    return not is_item and not tables_opened(line)
