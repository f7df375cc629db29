"""Columns that only white space parts, as cells: heads side by side, and the text under each down to the next label.

Text by an extractor and a PDF without rules have the places of words and no cells. Where labels stand side by side,
each heads a column; a column's text starts at its own left edge, so columns part at the widest gap between starts
(the text's right edges say less: a table laid out with spaces counts wide characters as it likes).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from textmine.documents import CellRef
from textmine.ingest.heights import is_level, left, levels_of, words_of
from textmine.ingest.ratings import names_raters
from textmine.ingest.statements import STATEMENT_SECTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textmine.ingest.label_finding import LabelHit
    from textmine.ingest.rows import Row
    from textmine.ingest.scanning import Scan

_NEAR_HEADS: Final = 3.0  # heights of a line: how far the names of raters stand over or under the other heads
_FEWEST: Final = 2  # heads side by side


@dataclass(frozen=True, slots=True)
class _Band:
    """What stands between heads side by side and the next label."""

    heads: tuple[LabelHit, ...]  # of columns of statements, from the left
    raters: tuple[Row, ...]  # names over columns of marks, from the left
    over_marks: frozenset[int]  # places of the rows that head the marks
    places: tuple[int, ...]  # of all rows in the band, heads too


def arrange_columns(scan: Scan) -> list[Row] | None:
    """Give all rows with those in columns of white space as cells, column by column; None if there are none."""
    bands = list(_bands(scan))
    if not bands:
        return None
    marks = frozenset(mark for table in scan.layout.ratings for mark in table.marks)
    table = 1 + max((row.cell.table for row in scan.rows if row.cell), default=-1)
    taken = {place for band in bands for place in band.places}
    arranged = {min(band.places): list(_cells(scan, band, table + number, marks)) for number, band in enumerate(bands)}
    rows: list[Row] = []
    for place, row in enumerate(scan.rows):
        rows += arranged.get(place, [])
        if place not in taken:
            rows.append(row)
    return rows


def _bands(scan: Scan) -> Iterator[_Band]:
    groups = list(_heads_side_by_side(scan))
    for group in groups:
        raters, over_marks = _raters(scan, group)
        own = over_marks | {place for hit in group for place in _places(scan, hit)}
        start = min(_height(scan.rows[place]) for place in own)
        end = _next_label(scan, group, own)
        places = tuple(
            place
            for place, row in enumerate(scan.rows)
            if place in own
            or (row.box and row.cell is None and place not in scan.furniture and start < _height(row) < end)
        )
        if len(places) > len(own):
            yield _Band(tuple(group), tuple(raters), frozenset(over_marks), places)


def _heads_side_by_side(scan: Scan) -> Iterator[list[LabelHit]]:
    """Group labels of statements that stand at one height, each alone in its place."""
    alone = {
        id(hit.rows[0]): hit
        for hit in scan.hits
        if hit.label.kind == "field"
        and scan.layout.fields[hit.label.index].section in STATEMENT_SECTIONS
        and hit.rows[0].box
        and hit.cell is None
        and not hit.leads_line
    }
    for level in levels_of(hit.rows[0] for hit in alone.values()):
        group = [alone[id(row)] for row in level]
        if len({hit.label.index for hit in group}) == len(group) >= _FEWEST and _are_together(scan, group):
            yield group


def _are_together(scan: Scan, heads: Sequence[LabelHit]) -> bool:
    """Tell whether nothing stands between heads in the order of reading but what stands beside them."""
    places = [hit.first for hit in heads]
    first = heads[0].rows[0].box
    between = scan.rows[min(places) : max(places) + 1]
    return first is not None and all(row.box is not None and is_level(first, row.box) for row in between)


def _raters(scan: Scan, heads: Sequence[LabelHit]) -> tuple[list[Row], set[int]]:
    """Give the names of those who rate, to the right of the heads, and the places of all rows that head the marks."""
    names: list[Row] = []
    places: set[int] = set()
    for place, row in enumerate(scan.rows):
        if row.cell or not (row.box and _is_near(row, heads) and left(row) > left(heads[-1].rows[0])):
            continue
        if names_raters(row, scan.layout):
            names += words_of(row)
            places.add(place)
        elif any(hit.label.kind == "rating" and place in _places(scan, hit) for hit in scan.hits):
            places.add(place)
    return sorted(names, key=left), places


def _is_near(row: Row, heads: Sequence[LabelHit]) -> bool:
    box, first = row.box, heads[0].rows[0].box
    if box is None or first is None or box.page != first.page:
        return False
    reach = _NEAR_HEADS * (first.bottom - first.top)
    return first.top - reach < box.top and box.bottom < heads[0].bottom + reach


def _places(scan: Scan, hit: LabelHit) -> set[int]:
    spans = {row.span for row in hit.rows}
    return {place for place in range(hit.first, hit.last + 1) if scan.rows[place].span in spans}


def _height(row: Row) -> tuple[int, float]:
    return (row.box.page, row.box.top) if row.box else (row.page, 0.0)


def _next_label(scan: Scan, heads: Sequence[LabelHit], own: set[int]) -> tuple[int, float]:
    """Give where the first label under the heads stands."""
    start = _height(heads[0].rows[0])
    below = [
        _height(hit.rows[0])
        for hit in scan.hits
        if hit.first not in own and hit.rows[0].box and hit.cell is None and _height(hit.rows[0]) > start
    ]
    return min(below, default=(scan.rows[-1].page + 1, 0.0))


def _cells(scan: Scan, band: _Band, table: int, marks: frozenset[str]) -> Iterator[Row]:
    """Give the heads and the text of each column as cells, then the marks and the names of raters, row by row."""
    head_spans = {row.span for hit in band.heads for row in hit.rows}
    for column, hit in enumerate(band.heads):
        for row in hit.rows:
            yield replace(row, cell=CellRef(table, 0, column))
    columns: list[list[Row]] = [[] for _ in band.heads]
    by_page: dict[int, list[Row]] = {}
    for row in (scan.rows[place] for place in band.places if place not in band.over_marks):
        if row.span not in head_spans:
            by_page.setdefault(row.page, []).append(row)
    beside: list[Row] = [scan.rows[place] for place in sorted(band.over_marks)]
    for rows in by_page.values():
        pieces = [piece for row in rows for piece in _without_marks(row, marks, len(band.raters))]
        text = [piece for piece in pieces if piece.key not in marks]
        edges = _edges(band.heads, text)
        for piece in (piece for level in levels_of(text) for piece in level):
            columns[sum(edge <= left(piece) for edge in edges) - 1].append(piece)
        beside += [piece for level in levels_of(p for p in pieces if p.key in marks) for piece in level]
    for column, rows in enumerate(columns):
        for row in rows:
            yield replace(row, cell=CellRef(table, 1, column), block=rows[0].block)
    yield from beside


def _without_marks(row: Row, marks: frozenset[str], n_raters: int) -> list[Row]:
    """Part the marks off a row that ends with one for each rater."""
    words = words_of(row)
    tail = words[-n_raters:] if n_raters else []
    if len(words) < _FEWEST or not tail or not all(word.key in marks for word in tail):
        return [row]
    if len(words) == len(tail):
        return list(tail)
    found = re.search(rf"(?:\s+\S+){{{len(tail)}}}\s*$", row.text)
    return [row.part(0, found.start()), *tail] if found else [row]


def _edges(heads: Sequence[LabelHit], text: Sequence[Row]) -> list[float]:
    """Give the left edge of each column: between two heads, the upper end of the widest gap between starts of text."""
    edges = [float("-inf")]
    for one, two in pairwise(heads):
        low, high = left(one.rows[0]), left(two.rows[0])
        starts = sorted({low, high, *(left(row) for row in text if low <= left(row) <= high)})
        edges.append(max(pairwise(starts), key=lambda pair: pair[1] - pair[0])[1])
    return edges
