"""The edges of columns that no rule parts, told from where the lines of a table start, and the lines cut at them.

A column's lines start at one place; a line of another column reaches over it seldom. `pdftotext -layout` moves a start
by a few characters, and writes but one space where the text before it is long.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from math import inf
from statistics import median
from typing import TYPE_CHECKING, Final

from textmine.ingest.lines.heights import left
from textmine.ingest.signs.widths import display_width

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textmine.ingest.lines.rows import Row

_MOST_WOVEN: Final = 0.1  # share of lines that reach over a column with no white at its edge
_HALF: Final = 0.5
_AMID: Final = 0.5  # what white amid a line tells, beside a line's start
_PUSHED: Final = 3.0  # characters by which figures in a line, which are narrow, push the next column aside
_FEWEST_LINES: Final = 2  # that start at one place, which is then no part of a line by chance
_MOST_WORDS: Final = 40  # of a line that is cut
_MOST_STARTS: Final = 40  # of lines, that are tried as the edge of a column
# 「4 歳児」 is one: a space beside a figure parts no columns, unless the figure leads the line
_WORD: Final = re.compile(r"^\(?\d{1,2}[.)]?(?=\s)|\S+(?: (?:(?<=[0-9%] )(?=\w)|(?<=\w )(?=[0-9]))\S+)*")
# print squeezes signs at a line's end, and what stands beside them follows without white
_PHRASE: Final = re.compile(r"[^\s、。」』)]+[、。」』)]*|[、。」』)]+")


@dataclass(frozen=True, slots=True)
class Start:
    """Where a column may start, where it is taken to where no line does, and how far its starts may lie apart."""

    low: float
    high: float
    farthest: float  # where none is found up to `high`
    taken: float
    slack: float


def under_heads(heads: Sequence[tuple[Row, ...]], slack: float, *, points: bool) -> list[Start]:
    """Give where columns start: a head stands at the left edge of its column, or over the middle of its text.

    In text by an extractor, full lines may push the columns at their right further than the heads.
    """
    lefts = [min(left(word) for word in stack) for stack in heads]
    after = [*lefts[2:], 2 * lefts[-1] - lefts[-2]]
    return [
        Start(low + slack, high + slack, high + slack if points else (high + beyond) / 2, high, slack)
        for (low, high), beyond in zip(pairwise(lefts), after, strict=True)
    ]


def near_edges(edges: Sequence[float], slack: float) -> list[Start]:
    """Give where the columns of a table start that goes on: about where they start on the page before."""
    bounds = [edges[0] / 2, *((low + high) / 2 for low, high in pairwise(edges)), inf]
    return [Start(low, high, high, edge, slack) for (low, high), edge in zip(pairwise(bounds), edges, strict=True)]


def find_edges(columns: Sequence[Start], rows: Sequence[Row], measure: Measure) -> list[float]:
    """Give the left edge of each column but the first: where most lines start and fewest reach over."""
    starts = [measure.starts(row) for row in rows]
    often = Counter(round(place, 1) for own in starts for place in own)
    edges: list[float] = []
    for column in columns:
        low = max(column.low, edges[-1] + column.slack) if edges else column.low
        edge = column.taken
        for high in (column.high, column.farthest):
            inside = Counter({place: count for place, count in often.items() if low < place <= high})
            places = (place for place, _ in inside.most_common(_MOST_STARTS))
            best, found = max(
                ((_score(place, rows, starts, column.slack), place) for place in places), default=(0.0, 0.0)
            )
            if best > 0:
                edge = found
                break
        edges.append(edge if measure.unit else _first_of(edge, low, often))
    return edges


def _first_of(edge: float, low: float, often: Mapping[float, int]) -> float:
    """Give the leftmost start of a column in text: each row of the table is moved aside by its own longest lines."""
    for place in sorted((place for place in often if low < place < edge), reverse=True):
        if edge - place > _PUSHED:
            break
        edge = place if often[place] >= _FEWEST_LINES else edge
    return edge


def _score(edge: float, rows: Sequence[Row], starts: Sequence[Sequence[float]], slack: float) -> float:
    """Count the lines that start at an edge, and half of those with white there, less those that reach over it."""
    score = 0.0
    for row, own in zip(rows, starts, strict=True):
        if abs(left(row) - edge) <= slack:
            score += 1
        elif any(abs(place - edge) <= slack for place in own):
            score += _AMID
        elif left(row) < edge - slack and edge + slack < _right(row) and " " not in row.text.strip():
            score -= 1
    return score


@dataclass(frozen=True, slots=True)
class Measure:
    """How wide the text of a table is: in text by an extractor each sign has its place, in print only each line."""

    unit: float | None  # width of half a full-width character in print

    def width(self, row: Row, start: int, end: int) -> float:
        """Give the width of some characters of a line."""
        box, text = row.box, row.text.rstrip()
        if self.unit is not None:
            return self.unit * display_width(text[start:end])
        if box is None or len(text) == box.x1 - box.x0:  # counted in characters
            return end - start
        return display_width(text[start:end]) * (box.x1 - box.x0) / max(1, display_width(text))

    def words(self, row: Row) -> list[re.Match[str]]:
        """Give the parts of a line between which it may be cut."""
        return list((_WORD if self.unit is None else _PHRASE).finditer(row.text))

    def starts(self, row: Row) -> list[float]:
        """Give where the words of a line start, as far as that is known: in print, white may be of any width."""
        if self.unit is not None:
            return [left(row)]
        return [
            left(row) + self.width(row, 0, found.start()) for found in islice(_WORD.finditer(row.text), _MOST_WORDS)
        ]


def measure_print(rows: Sequence[Row]) -> Measure:
    """Measure the signs of a table by its lines without white."""
    whole = [(row.box, row.text.strip()) for row in rows if row.box and " " not in row.text.strip()]
    units = [(box.x1 - box.x0) / display_width(text) for box, text in whole if display_width(text)]
    heights = [(row.box.bottom - row.box.top) / 2 for row in rows if row.box]
    return Measure(median(units or heights or [1.0]))


def cut_at(edges: Sequence[float], row: Row, slack: float, measure: Measure) -> list[tuple[int, Row]]:
    """Give the parts of a line with the columns that they stand in: cut where they fit best between the edges."""
    first = sum(edge <= left(row) + slack for edge in edges)
    reach = slack if measure.unit else -_PUSHED
    if first == len(edges) or _right(row) <= edges[first] + reach:
        return [(first, row)]
    words = measure.words(row)
    if not 1 < len(words) <= _MOST_WORDS:
        return [(first, row)]
    # by the number of words placed: the cost, and how many stand before the end of each column
    paths: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    for column in range(first, len(edges) + 1):
        placed: dict[int, tuple[float, tuple[int, ...]]] = {}
        for begin, (cost, path) in paths.items():
            for end in range(begin + (column == first), len(words) + 1):
                part = (words[begin].start(), words[end - 1].end()) if end > begin else None
                more = _misfit(row, part, column, edges, measure) if part else 0.0
                placed[end] = min(placed.get(end, (inf, ())), (cost + more, (*path, end)))
        paths = placed
    bounds = (0, *paths[len(words)][1])
    return [
        (column, _part(row, words[begin].start(), words[end - 1].end(), column, edges))
        for column, (begin, end) in enumerate(pairwise(bounds), first)
        if end > begin
    ]


def _misfit(row: Row, part: tuple[int, int], column: int, edges: Sequence[float], measure: Measure) -> float:
    """Give how far a part of a line starts from the edge of a column and how far it reaches over the next."""
    start = left(row) + (measure.width(row, 0, part[0]) if measure.unit is None or not part[0] else 0.0)
    cost = _away(start, edges[column - 1]) if part[0] and measure.unit is None else 0.0
    if part[0] and measure.unit is not None:
        start = edges[column - 1]
    end = start + measure.width(row, *part)
    if measure.unit is not None and part[1] == len(row.text.rstrip()):
        cost += abs(end - _right(row))
    return cost + (max(0.0, end - edges[column]) if column < len(edges) else 0.0)


def _away(start: float, edge: float) -> float:
    """Give what it costs that a word opens a column: near its edge less than nothing, for few words stand apart."""
    away = abs(start - edge)
    return away if away > _PUSHED else -_HALF


def _part(row: Row, start: int, end: int, column: int, edges: Sequence[float]) -> Row:
    """Give a part of a line, in the width of its column where the line is cut."""
    if row.box is None:
        return row
    x0 = edges[column - 1] if start else row.box.x0
    x1 = row.box.x1 if end == len(row.text.rstrip()) else edges[column]
    return replace(row.part(start, end), box=replace(row.box, x0=x0, x1=max(x0, x1)))


def reaches_over(row: Row, column: int, edges: Sequence[float]) -> bool:
    """Tell whether a line of a column takes up more than half of the next."""
    if column >= len(edges):
        return False
    end = edges[column + 1] if column + 1 < len(edges) else 2 * edges[column] - (edges[column - 1] if column else 0.0)
    return _right(row) > edges[column] + _HALF * (end - edges[column])


def are_woven(pieces: Sequence[tuple[int, Row]], edges: Sequence[float]) -> bool:
    """Tell whether lines of several columns are one too often: no white parts the columns."""
    return sum(reaches_over(row, column, edges) for column, row in pieces) > _MOST_WOVEN * len(pieces)


def _right(row: Row) -> float:
    return row.box.x1 if row.box else 0.0
