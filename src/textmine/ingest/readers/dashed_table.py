"""Cells of a table whose columns are told by a rule of dashes, `----- --------`, as Pandoc writes tables without spans.

The rule stands over the rows or under the head. Where blank lines part the rows, a row may have several lines; else
each line is a row. Columns start at the same place of a terminal; a sign whose width fonts dispute may shift a cell.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from itertools import accumulate, groupby
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_COLUMNS: Final = re.compile(r" {0,9}-{3,}(?: +-{3,})+ *")
_LONG_RULE: Final = re.compile(r" {0,9}-{9,} *")
_MOST_HEAD: Final = 5  # lines
_MOST_LINES: Final = 400  # of one table; a form's has some 100


def count_dashed_lines(lines: Sequence[str], start: int) -> int:
    """Count the lines of a table ruled with dashes that starts here."""
    rule = _rule(lines, start)
    if rule is None:
        return 0
    is_closed = rule == start or _LONG_RULE.fullmatch(lines[start]) is not None
    end = rule + 1
    while end < min(len(lines), rule + _MOST_LINES):
        if _COLUMNS.fullmatch(lines[end]) or _LONG_RULE.fullmatch(lines[end]):
            return end + 1 - start
        if not lines[end].strip() and not is_closed:
            return end - start
        end += 1
    return 0 if is_closed else end - start


def dashed_rows(lines: Sequence[str]) -> list[tuple[str, ...]]:
    """Give the cells of each row, with their line ends."""
    rule = next(number for number, line in enumerate(lines) if _COLUMNS.fullmatch(line))
    places = place_of_characters(lines[rule])
    starts = [places[found.start()] for found in re.finditer(r"-+", lines[rule])]
    body = [line for line in lines[rule + 1 :] if not _is_rule(line)]
    head = [line for line in lines[:rule] if not _is_rule(line)]
    if any(not line.strip() for line in body):
        parted = [list(group) for is_text, group in groupby(body, lambda line: bool(line.strip())) if is_text]
    else:
        parted = [[line] for line in body]
    groups = [head, *parted]
    return [_cells(group, starts) for group in groups if group]


def _rule(lines: Sequence[str], start: int) -> int | None:
    """Give the line that tells the columns of a table that starts here: its first, or the one under its head."""
    if _COLUMNS.fullmatch(lines[start]):
        return start
    if _LONG_RULE.fullmatch(lines[start]):
        within = range(start + 2, min(start + 2 + _MOST_HEAD, len(lines)))
    else:
        within = range(start + 1, min(start + 2, len(lines))) if lines[start].startswith("  ") else range(0)
    return next((number for number in within if _COLUMNS.fullmatch(lines[number])), None)


def _is_rule(line: str) -> bool:
    return _COLUMNS.fullmatch(line) is not None or _LONG_RULE.fullmatch(line) is not None


def _cells(lines: Sequence[str], starts: Sequence[int]) -> tuple[str, ...]:
    pieces = [_cut(line, starts) for line in lines]
    return tuple("\n".join(piece for piece in column if piece) for column in zip(*pieces, strict=True))


def _cut(line: str, starts: Sequence[int]) -> list[str]:
    places = place_of_characters(line)
    cuts = [0]
    for start in starts[1:]:
        cut = min(bisect_left(places, start), len(line))
        while cut > cuts[-1] and cut < len(line) and not line[cut - 1].isspace():
            cut -= 1
        cuts.append(cut)
    return [line[one:two].strip() for one, two in zip(cuts, [*cuts[1:], len(line)], strict=True)]


def place_of_characters(line: str) -> list[int]:
    """Give where each character starts, and the line ends, in places of a terminal."""
    widths = (0 if unicodedata.combining(sign) else 1 + (unicodedata.east_asian_width(sign) in "WF") for sign in line)
    return [0, *accumulate(widths)]
