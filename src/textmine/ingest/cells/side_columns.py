"""The edges of columns that no rule parts, told from where the lines of a table start, and the lines cut at them.

A column's lines start at one place; a line of another column reaches over it seldom. `pdftotext -layout` moves a start
by a few characters, and writes but one space where the text before it is long.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from textmine.ingest.cells.white_columns import parted_at
from textmine.ingest.lines.heights import left, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textmine.ingest.lines.rows import Row

_MOST_WOVEN: Final = 0.1  # share of lines that reach over a column with no white at its edge
_HALF: Final = 0.5
_AMID: Final = 0.5  # what white amid a line tells, beside a line's start


@dataclass(frozen=True, slots=True)
class Ranges:
    """Where each column but the first may start and is taken to where no line does; how far starts may lie apart."""

    within: tuple[tuple[float, float, float], ...]  # from, to, taken
    slack: float


def under_heads(heads: Sequence[tuple[Row, ...]], slack: float) -> Ranges:
    """Give where columns start: a head stands at the left edge of its column, or over the middle of its text."""
    lefts = [min(left(word) for word in stack) for stack in heads]
    return Ranges(tuple((low + slack, high + slack, high) for low, high in pairwise(lefts)), slack)


def near_edges(edges: Sequence[float], slack: float) -> Ranges:
    """Give where the columns of a table start that goes on: about where they start on the page before."""
    bounds = [edges[0] / 2, *((low + high) / 2 for low, high in pairwise(edges)), float("inf")]
    return Ranges(tuple((*pair, edge) for pair, edge in zip(pairwise(bounds), edges, strict=True)), slack)


def find_edges(ranges: Ranges, rows: Sequence[Row]) -> list[float]:
    """Give the left edge of each column but the first: where most lines start and fewest reach over."""
    starts = [[left(word) for word in words_of(row)] for row in rows]
    edges: list[float] = []
    for low, high, taken in ranges.within:
        floor = max(low, edges[-1] + ranges.slack) if edges else low
        places = sorted({place for own in starts for place in own if floor < place <= high})
        scores = [(_score(place, rows, starts, ranges.slack), place) for place in places]
        best, edge = max(scores, default=(0.0, taken))
        edges.append(edge if best > 0 else taken)
    return edges


def _score(edge: float, rows: Sequence[Row], starts: Sequence[Sequence[float]], slack: float) -> float:
    """Count the lines that start at an edge, and half of those with white there, less those that reach over it."""
    score = 0.0
    for row, own in zip(rows, starts, strict=True):
        if abs(left(row) - edge) <= slack:
            score += 1
        elif any(abs(place - edge) <= slack for place in own):
            score += _AMID
        elif left(row) < edge - slack and edge + slack < _right(row):
            score -= 1
    return score


def cut_at(edges: Sequence[float], rows: Sequence[Row], slack: float) -> list[tuple[int, Row]]:
    """Give the lines of each column with the column's number."""
    cuts = [float("-inf"), *edges]
    pieces = (piece for row in rows for piece in parted_at(row, cuts))
    return [(sum(edge <= left(piece) + slack for edge in edges), piece) for piece in pieces]


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
