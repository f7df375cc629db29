"""Rows that only white space or colour parts, as cells: labels in a column of their own, the text of each beside it.

A print without rules still has the places of its lines. Where labels stand in a column to the left of the text, they
and the lines beside them are rows of a table. A heading ends such a table, and so does whatever reaches over both
columns; a page break does not.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from math import isfinite
from typing import TYPE_CHECKING, Final

from textmine.documents import CellRef
from textmine.ingest.cells.white_bands import Band, Parting, Piece, part_band, part_bands, piece_of
from textmine.ingest.labels.finding import places_of
from textmine.ingest.labels.roles import places_of_marks
from textmine.ingest.lines.heights import levels_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from textmine.ingest.labels.scanning import Scan
    from textmine.ingest.lines.rows import Row

_FEWEST: Final = 3  # labels with text beside them, that show how the document is laid out
_BESIDE: Final = 0.5  # share of a column's labels that have text beside them; the others are headings or empty
_UNDER: Final = 1.5  # heights of a label: how near its text stands where it stands over it
_Placed = tuple[int, "Row"]


def arrange_rows(scan: Scan) -> list[Row] | None:
    """Give all rows with labels and the text beside them as cells; None if there are none."""
    marks = places_of_marks(scan)
    bands = [band for page, labels in _labels(scan).items() for band in _bands(scan, page, labels, marks)]
    beside = [label for band in bands for label in band.labels]
    labelled = frozenset(place for label in beside for place in label.places)
    if len(beside) < _FEWEST or 2 * sum(_stands_over(label, scan, labelled) for label in beside) > len(beside):
        return None
    cells: dict[int, CellRef] = {}
    rights: dict[int, float] = {}
    order: dict[int, list[int]] = {}
    table, row = max((row.cell.table for row in scan.rows if row.cell), default=-1), 0
    for band, parting in zip(bands, part_bands(bands, part_band), strict=True):
        if not isfinite(parting.cost):
            continue
        if not band.goes_on or not order:
            table, row = table + 1, 0
        own = _refer(band, parting, table, row, cells)
        row += len(band.labels)
        order[min(own)] = own
        rights.update(dict.fromkeys(own, _right(band, bands)))
    return list(_rows(scan, cells, rights, order)) if cells else None


def _right(band: Band, bands: Sequence[Band]) -> float:
    """Give how far to the right the text of a band may reach: as far as that of others that start where it starts."""
    start = min(line.x0 for line in band.lines)
    height = band.lines[0].bottom - band.lines[0].top
    alike = (other for other in bands if abs(min(line.x0 for line in other.lines) - start) <= 2 * height)
    return max(line.x1 for other in alike for line in other.lines)


def _stands_over(label: Piece, scan: Scan, labelled: frozenset[int]) -> bool:
    """Tell whether text follows right under a label, as in columns of running text."""
    after = label.places[-1] + 1
    following = scan.rows[after : after + 1] if after not in labelled else ()
    height = (label.bottom - label.top) / len(label.places)
    return any(
        row.box and abs(row.box.x0 - label.x0) <= height and -1 <= row.box.top - label.bottom <= _UNDER * height
        for row in following
    )


def _refer(band: Band, parting: Parting, table: int, row: int, cells: dict[int, CellRef]) -> list[int]:
    """Give the pieces of a band their cells in rows after the given one; give their places in the order of reading."""
    places: list[int] = []
    for number, (label, lines) in enumerate(zip((None, *band.labels), parting.groups, strict=True)):
        if label is None and not band.goes_on:
            continue  # text before the first label is in no cell
        for column, pieces in enumerate(((label,) if label else (), lines)):
            own = [place for piece in pieces for place in piece.places]
            cells.update(dict.fromkeys(own, CellRef(table, row + number, column)))
            places += own
    return places


def _rows(
    scan: Scan, cells: Mapping[int, CellRef], rights: Mapping[int, float], order: Mapping[int, Sequence[int]]
) -> Iterator[Row]:
    blocks: dict[CellRef, int] = {}
    for first in range(len(scan.rows)):
        for place in order.get(first, () if first in cells else (first,)):
            row = scan.rows[place]
            if place in cells:
                block = blocks.setdefault(cells[place], row.block)
                block = row.block if row.role == "list_item" else block
                right = rights[place] if cells[place].column else None
                row = replace(row, cell=cells[place], block=block, right=right)
            yield row


def _labels(scan: Scan) -> dict[int, list[Piece]]:
    """Give for each page the labels of fields that stand in no cell."""
    labels: dict[int, list[Piece]] = defaultdict(list)
    for hit in scan.hits:
        if hit.label.kind == "field" and hit.cell is None and not hit.leads_line and hit.rows[0].box:
            own = [(p, scan.rows[p]) for p in scan.places_of(hit)]
            if own:  # else it shares its line with another label: the heads of columns
                labels[hit.rows[0].page].append(_piece(own))
    return labels


def _piece(rows: Sequence[_Placed]) -> Piece:
    return piece_of([row for _, row in rows], tuple(place for place, _ in rows))


def _bands(scan: Scan, page: int, labels: Sequence[Piece], marks: frozenset[int]) -> Iterator[Band]:
    """Give the bands of a page, column of labels by column of labels."""
    rows = [
        (place, row)
        for place, row in enumerate(scan.rows)
        if row.page == page and row.box and place not in scan.furniture
    ]
    end = float("inf")
    outside = [(place, row) for place, row in rows if row.cell is None]
    all_lines = _lines(outside)
    for column in reversed(_columns([label for label in labels if _shares_line(label, all_lines)])):
        own = [label for label in labels if column[0] <= label.x0 < column[1]]
        right = [(p, row) for p, row in outside if row.box and column[1] - 1 <= row.box.x0 < end]
        text = [(p, row) for p, row in right if p not in marks]
        low, high = column[0], end
        if end == float("inf") and len(own) >= _FEWEST and not _has_text_beside(own, text):
            text = _left_of(column, rows, scan)
            low, high = float("-inf"), column[1]
        if _has_text_beside(own, text):
            lines = _lines(text)
            beside = [label for label in own if any(_is_beside(label, line) for line in lines)]
            in_width = [(p, row) for p, row in rows if row.box and low - 1 < row.box.x1 and row.box.x0 < high]
            yield from _cut_bands(page, beside, lines, in_width)
            end = low


def _has_text_beside(labels: Sequence[Piece], text: Sequence[_Placed]) -> bool:
    """Tell whether most labels have text beside them; others stand over their text, or amid that of other labels."""
    lines = _lines(text)
    return sum(any(_is_beside(label, line) for line in lines) for label in labels) >= _BESIDE * len(labels)


def _left_of(column: tuple[float, float], rows: Sequence[_Placed], scan: Scan) -> list[_Placed]:
    """Give the text to the left of a column of labels that stands to the right of all text; headings are none."""
    headings = places_of(hit for hit in scan.hits if hit.label.kind != "field")
    left = [(p, row) for p, row in rows if row.cell is None and row.box and row.box.x1 <= column[0] + 1]
    return [(p, row) for p, row in left if p not in headings]


def _columns(labels: Sequence[Piece]) -> list[tuple[float, float]]:
    """Give where labels stand, from the left: ranges that do not overlap."""
    columns: list[tuple[float, float]] = []
    for label in sorted(labels, key=lambda label: label.x0):
        if columns and label.x0 < columns[-1][1]:
            columns[-1] = columns[-1][0], max(columns[-1][1], label.x1)
        else:
            columns.append((label.x0, label.x1))
    return columns


def _cut_bands(
    page: int, labels: Sequence[Piece], lines: Sequence[Piece], in_width: Sequence[_Placed]
) -> Iterator[Band]:
    """Give the bands of one column of labels, cut where anything else stands in its width."""
    taken = {place for piece in (*labels, *lines) for place in piece.places}
    cuts = sorted(_piece([(place, row)]).top for place, row in in_width if place not in taken)
    for first, last in zip((float("-inf"), *cuts), (*cuts, float("inf")), strict=True):
        between = [label for label in labels if first <= label.top < last]
        beside = [line for line in lines if first <= line.top < last]
        if between and beside:
            yield Band(page, tuple(between), tuple(beside), goes_on=not cuts or first < cuts[0])


def _is_beside(label: Piece, line: Piece) -> bool:
    return line.bottom > label.top and line.top < label.bottom


def _shares_line(label: Piece, lines: Sequence[Piece]) -> bool:
    """Tell whether anything stands beside a label: the heading over two columns may be wider than the other labels."""
    return any(_is_beside(label, line) and not set(line.places) <= set(label.places) for line in lines)


def _lines(text: Sequence[_Placed]) -> list[Piece]:
    """Group the rows of text that stand side by side."""
    places = {id(row): place for place, row in text}
    return [_piece([(places[id(row)], row) for row in level]) for level in levels_of(row for _, row in text)]
