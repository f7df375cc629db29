"""Marks that stand alone in their lines: 「ア」 over its text, or 「ア」 「イ」 「ウ」 before the texts in their order.

An extractor that goes column by column parts the narrow column of marks from that of the texts.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from textmine.ingest.lines.wrapping import is_sentence_end
from textmine.ingest.signs.bullets import CIRCLED, KANA

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textmine.ingest.lines.rows import Row

_ALONE: Final = re.compile(rf"\(?(?P<kana>[{KANA}])\)?[.、:]?|(?P<circled>[①-⑳])|\((?P<number>\d{{1,2}})\)")
_SEVERAL: Final = 2  # a number alone in its line marks the text under it, and needs no rule


def find_marks_apart(rows: Sequence[Row], last: int = 0) -> tuple[int, int] | None:
    """Find the first run [start, end) of marks that stand alone, one after the other.

    Args:
        rows: of one flow of text.
        last: the number of the mark before them; a single kana letter may else end the word of the line over it.
    """
    marks = [mark_alone(row) for row in rows]
    start = 0
    while start < len(rows):
        mark = marks[start]
        end = start + 1
        while mark and end < len(rows) and marks[end] == (mark[0], mark[1] + end - start):
            end += 1
        opens = start == 0 or is_sentence_end(rows[start - 1].text) or (mark is not None and mark[1] == last + 1 > 1)
        if mark and (end - start >= _SEVERAL or (mark[0] == "ア" and opens)):
            return start, end
        start = end
    return None


def mark_alone(row: Row) -> tuple[str, int] | None:
    """Give the kind and the number of the mark that is all of a row."""
    found = _ALONE.fullmatch(row.key)
    if found is None:
        return None
    if found["kana"]:
        return "ア", KANA.index(found["kana"]) + 1
    return "1", CIRCLED.index(found["circled"]) + 1 if found["circled"] else int(found["number"])


def lines_of_marks(rows: Sequence[Row], n_marks: int) -> bool:
    """Tell whether the block that rows begin with has a line for each of several marks: none goes on with another."""
    if n_marks < _SEVERAL:
        return False
    ends = [number for number, (one, two) in enumerate(pairwise(rows), 1) if one.block != two.block]
    return (ends[0] if ends else len(rows)) == n_marks
