"""Columns that only white space parts, as cells: heads side by side, and the text under each down to the next label.

Text by an extractor and a PDF without rules have the places of words and no cells. Where labels stand side by side,
each heads a column; a column's text starts at its own left edge, so columns part at the widest gap between starts
(the text's right edges say less: a table laid out with spaces counts wide characters as it likes).
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from textmine.documents import CellRef
from textmine.ingest.cells.white_grid import Heads, numbered_heads, rows_of_pages
from textmine.ingest.cells.white_heads import find_head_bands
from textmine.ingest.lines.heights import left, levels_of, part_of, words_of
from textmine.ingest.lines.items import ItemParser

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from textmine.ingest.cells.white_heads import HeadBand
    from textmine.ingest.labels.scanning import Scan
    from textmine.ingest.lines.rows import Row

_AT_EDGE: Final = 3.0  # heights of a line: how far from a column's edge the white space between two columns may be
_FEWEST: Final = 2  # words of a line that ends with marks


def arrange_columns(scan: Scan) -> list[Row] | None:
    """Give all rows with those in columns of white space as cells, column by column; None if there are none."""
    bands = list(find_head_bands(scan))
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


def _cells(scan: Scan, band: HeadBand, table: int, marks: frozenset[str]) -> Iterator[Row]:
    """Give the heads and the text of each row and column as cells, then the marks and the names of raters."""
    shift = 1 if band.sides else 0
    if not band.in_rows:
        over_both = CellRef(table, 0, 0, row_span=2)  # 振り返り beside heads and text
        yield from (replace(scan.rows[place], cell=over_both) for places in band.sides for place in places)
    for column, places in enumerate(band.heads):
        for place in places:
            yield replace(scan.rows[place], cell=CellRef(table, 0, column + shift))
    for column, words in enumerate(band.stacked, start=len(band.heads) + shift):
        yield from (replace(word, cell=CellRef(table, 0, column)) for word in words)
    by_page: dict[int, list[Row]] = {}
    for row in (scan.rows[place] for place in band.text):
        by_page.setdefault(row.page, []).append(row)
    stacked = {word.span.start for words in band.stacked for word in words}
    over_marks = (scan.rows[place] for place in sorted(band.over_marks))
    beside: list[Row] = [row for row in over_marks if row.span.start not in stacked]
    columns: dict[int, list[list[Row]]] = {}
    for page, rows in by_page.items():
        pieces = [piece for row in rows for piece in _without_marks(row, marks, len(band.raters))]
        text = [piece for piece in pieces if piece.key not in marks]
        edges = _edges([scan.rows[places[0]] for places in band.heads], text)
        columns[page] = [[] for _ in band.heads]
        for piece in (part for level in levels_of(text) for row in level for part in _parted_at(row, edges)):
            columns[page][sum(edge <= left(piece) for edge in edges) - 1].append(piece)
        beside += [piece for level in levels_of(p for p in pieces if p.key in marks) for piece in level]
    yield from _in_rows(scan, band, columns, table)
    yield from beside


def _in_rows(scan: Scan, band: HeadBand, columns: Mapping[int, Sequence[Sequence[Row]]], table: int) -> Iterator[Row]:
    """Give the text of each page's columns as cells, row by row and in each from the left."""
    sides = [[scan.rows[place] for place in one] for one in band.sides]
    shift = 1 if sides else 0
    cells: dict[tuple[int, int], list[Row]] = defaultdict(list)
    pages: list[tuple[Heads, list[tuple[int, Row]]]] = []
    for page, of_page in columns.items():
        heads: Heads = [one for one in sides if one[0].page == page] if band.in_rows == "sides" else []
        if band.in_rows == "goals":
            heads = numbered_heads(of_page[0], after=sum(len(before) for before, _ in pages))
        inside = {id(row) for head in heads for row in head}
        text = [(column, row) for column, rows in enumerate(of_page) for row in rows if id(row) not in inside]
        pages.append((heads, text))
    for number, head in enumerate((head for heads, _ in pages for head in heads), start=1):
        cells[number, shift if band.in_rows == "goals" else 0] += head
    numbers = rows_of_pages([(heads, [row for _, row in text]) for heads, text in pages], ItemParser(scan.layout))
    for (_, text), of_text in zip(pages, numbers, strict=True):
        for number, (column, row) in zip(of_text, text, strict=True):
            cells[number, column + shift].append(row)
    for (number, column), rows in sorted(cells.items()):
        for row in rows:
            yield replace(row, cell=CellRef(table, number, column), block=rows[0].block)


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


def _edges(heads: Sequence[Row], text: Sequence[Row]) -> list[float]:
    """Give the left edge of each column: between two heads, the upper end of the widest gap between starts of text.

    A head stands at the left edge of its column or over the middle of its text.
    """
    edges = [float("-inf")]
    for one, two in pairwise(heads):
        low, high = left(one), left(two)
        between = [row.box for row in text if row.box and low < row.box.x0 <= high]
        is_over_text = any(box.x1 > high for box in between)
        starts = sorted({low, *(box.x0 for box in between), *(() if is_over_text else (high,))})
        edges.append(max(pairwise(starts), key=lambda pair: pair[1] - pair[0], default=(low, high))[1])
    return edges


def _parted_at(row: Row, edges: Sequence[float]) -> Iterator[Row]:
    """Part a row that reaches over the edge of a column at the white space there: columns may be a space apart."""
    box = row.box
    reach = _AT_EDGE * (box.bottom - box.top) if box else 0.0
    edge = next((edge for edge in edges if box and box.x0 < edge < box.x1 - reach), None)
    if box is None or edge is None:
        yield row
        return
    step = (box.x1 - box.x0) / max(1, len(row.text.rstrip()))
    spaces = (found.span() for found in re.finditer(r"(?<=\S)\s+(?=\S)", row.text))
    near = ((abs(box.x0 + end * step - edge), start, end) for start, end in spaces)
    away, start, end = min(near, default=(reach, 0, 0))
    if away >= reach:
        yield row
        return
    yield part_of(row, 0, start)
    yield from _parted_at(replace(part_of(row, end, len(row.text)), box=replace(box, x0=edge)), edges)
