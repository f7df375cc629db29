"""Where a form says what its marks mean: 「A:十分達成した B:おおむね達成した C:…」, in one line or a line each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from textmine.ingest.labels.finding import places_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textmine.ingest.labels.scanning import Scan
    from textmine.ingest.lines.rows import Row

_MOST_ROWS: Final = 12  # lines of a legend: the heading and each mark twice, where its meaning has a cell of its own
_MEANING: Final = r"[^A-Za-z。]{2,30}"  # of a letter, with the sign between, if there is one
_TOLD: Final = r"[:=…‥\-.、(][^A-Za-z。]{2,30}"  # of a sign, which may be a bullet too
_REST: Final = re.compile(r"[^\W\d][^\W。、]{0,11}[)]?")


def find_legends(scan: Scan) -> frozenset[int]:
    """Give the places of the rows, labels left aside, that tell all marks of a scale from the first to the last."""
    rows, found = scan.rows, set[int]()
    closed = places_of(scan.hits).difference(scan.rests)  # 「※ 達成状況 ◎:…」 begins with a label
    for scale in scan.layout.scales:
        meaning = _MEANING if scale.isalpha() else _TOLD
        begins = re.compile(rf"[^\w。]{{0,4}}(?:[^A-Za-z。]{{2,12}}[:(]?)?{re.escape(scale[0])}")
        whole = re.compile(begins.pattern + meaning + "".join(re.escape(mark) + meaning for mark in scale[1:]))
        for place, row in enumerate(rows):
            if place not in closed and place not in found and begins.match(row.key):
                found.update(_legend_at(rows, place, closed, whole))
    return frozenset(found)


def _legend_at(rows: Sequence[Row], start: int, closed: frozenset[int], whole: re.Pattern[str]) -> Iterator[int]:
    text = ""
    for place in range(start, min(start + _MOST_ROWS, len(rows))):
        if place in closed or "。" in rows[place].key:
            return
        text += rows[place].key
        if whole.fullmatch(text):
            yield from range(start, place + 1 + _is_wrapped(rows, place, closed))
            return


def _is_wrapped(rows: Sequence[Row], last: int, closed: frozenset[int]) -> bool:
    """Tell whether the meaning of the last mark goes on in a line of its own: 「…D:不十」 / 「分であった」."""
    if last + 1 == len(rows) or last + 1 in closed:
        return False
    row, after = rows[last], rows[last + 1]
    return (row.cell, row.block) == (after.cell, after.block) and bool(_REST.fullmatch(after.key))
