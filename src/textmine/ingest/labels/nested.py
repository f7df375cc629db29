"""Labels in two cells: one merged over several rows or columns, and beside or under it what tells them apart.

評価の理由 | 法人 | ・…
           | 区   | ・…      is 評価の理由(法人) and 評価の理由(区): 法人 and 区 alone would be names of raters.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from itertools import takewhile
from math import inf
from typing import TYPE_CHECKING, Final

from textmine.ingest.labels.finding import LabelHit, places_of
from textmine.ingest.lines.grid import tables_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textmine.ingest.labels.book import Label, LabelBook
    from textmine.ingest.lines.grid import TextCell
    from textmine.ingest.lines.rows import Row

_LONGEST: Final = 24  # characters of a cell that is part of a label
_MOST_PARTS: Final = 8  # cells that one label is merged over
_FEWEST_PARTS: Final = 2  # one needs no telling apart
_LONGEST_INNER: Final = 8  # characters of what stands over its text
_NEAR_ROWS: Final = 60  # from a heading to the last part under it
_WORD: Final = re.compile(r"[^\W\d_]")  # 重点目標 | 1 is a label and a count


def nested_labels(rows: Sequence[Row], book: LabelBook, skipped: frozenset[int]) -> list[LabelHit]:
    """Find the labels of fields whose first part another cell holds, which is given with the first of them."""
    hits: list[LabelHit] = []
    for cells in tables_of(rows).values():
        table = _Table(cells, skipped)
        for outer in table.short:
            hits += _nested(outer, table.beside(outer), book) or _nested(outer, table.under(outer), book)
    taken = places_of(hits)
    return hits + [hit for hit in _headed_labels(rows, book, skipped) if taken.isdisjoint((hit.first, hit.last))]


def _headed_labels(rows: Sequence[Row], book: LabelBook, skipped: frozenset[int]) -> Iterator[LabelHit]:
    """Find labels whose first part heads them: 「(3)評価の理由」 over 「運営法人」 and 「区」, each with its text."""
    for place, outer in enumerate(rows):
        if place in skipped or book.match(outer.key) or not book.may_open_bracket(outer.key):
            continue
        if place + 1 < len(rows) and book.match_lines(outer.key + rows[place + 1].key):
            continue  # 評価の理由 / (法人) is one label
        found: dict[int, LabelHit] = {}
        for other in range(place + 1, min(place + 1 + _NEAR_ROWS, len(rows))):
            inner = rows[other]
            if book.may_open_bracket(inner.key) or _is_business(inner, book):
                break
            if len(inner.key) > _LONGEST_INNER or not _WORD.search(inner.key):
                continue
            label = book.match_lines(f"{outer.key}({inner.key})")
            if label and label.kind == "field" and label.index not in found:
                own = (inner,) if found else (inner, outer)
                found[label.index] = LabelHit(label, own, other if found else place, other)
        if len(found) >= _FEWEST_PARTS:
            yield from found.values()


def _is_business(row: Row, book: LabelBook) -> bool:
    """Tell whether a row is the title of the next business, under which 法人 and 区 head columns of marks."""
    label = book.match(row.key)
    return label is not None and label.kind == "business"


class _Table:
    """The cells of a table by column and by row, and those that may be parts of labels."""

    def __init__(self, cells: Sequence[TextCell], skipped: frozenset[int]) -> None:
        self.short = [cell for cell in cells if _may_be_part(cell, skipped)]
        self._parts = {id(cell) for cell in self.short}
        self._columns: dict[int, dict[int, TextCell]] = defaultdict(dict)
        self._rows: dict[int, dict[int, TextCell]] = defaultdict(dict)
        for cell in sorted(cells, key=lambda cell: (cell.ref.row, cell.ref.column)):
            self._columns[cell.ref.column][cell.ref.row] = cell
            self._rows[cell.ref.row][cell.ref.column] = cell
        self._in_columns = {column: sorted(of_column) for column, of_column in self._columns.items()}
        self._in_rows = {row: sorted(of_row) for row, of_row in self._rows.items()}

    def beside(self, outer: TextCell) -> list[TextCell]:
        """Give the cells right of a cell, in the rows down to the next cell of its column: Markdown merges none."""
        ref = outer.ref
        end = _end(self._in_columns[ref.column], ref.row, ref.row_span)
        column = ref.column + ref.column_span
        rows = _between(self._in_columns.get(column, ()), ref.row, end)
        return list(takewhile(self._is_part, (self._columns[column][row] for row in rows)))

    def under(self, outer: TextCell) -> list[TextCell]:
        """Give the cells under a cell, in the columns as far as the next cell of its row."""
        ref = outer.ref
        end = _end(self._in_rows[ref.row], ref.column, ref.column_span)
        row = ref.row + ref.row_span
        columns = _between(self._in_rows.get(row, ()), ref.column, end)
        return list(takewhile(self._is_part, (self._rows[row][column] for column in columns)))

    def _is_part(self, cell: TextCell) -> bool:
        return id(cell) in self._parts


def _may_be_part(cell: TextCell, skipped: frozenset[int]) -> bool:
    return len(cell.key) <= _LONGEST and bool(_WORD.search(cell.key)) and skipped.isdisjoint(cell.places)


def _end(places: Sequence[int], first: int, span: int) -> float:
    """Give where a cell ends: as far as it is merged, or where the next one begins."""
    following = bisect_right(places, first)
    return max(first + span, places[following]) if following < len(places) else inf


def _between(places: Sequence[int], first: int, end: float) -> Sequence[int]:
    start = bisect_left(places, first)
    return [place for place in places[start : start + _MOST_PARTS] if place < end]


def _nested(outer: TextCell, inner: Sequence[TextCell], book: LabelBook) -> list[LabelHit]:
    """Give the labels that a cell makes with the others, up to one that makes none; there must be two or more."""
    labels = list(takewhile(bool, (_label_of(outer, cell, book) for cell in inner)))
    if len(labels) < _FEWEST_PARTS:
        return []
    hits = []
    for number, (cell, label) in enumerate(zip(inner, labels, strict=False)):
        places = [*cell.places, *(() if number else outer.places)]
        rows = (*cell.rows, *(() if number else outer.rows))
        if label is not None:
            hits.append(LabelHit(label, rows, min(places), max(places)))
    return hits


def _label_of(outer: TextCell, inner: TextCell, book: LabelBook) -> Label | None:
    """Give the label of a field that two cells are together."""
    both = book.match_lines(outer.key + inner.key) or book.match_lines(f"{outer.key}({inner.key})")
    return both if both and both.kind == "field" else None
