"""A column of marks beside the text, in a document without cells: its head and its marks, which are no text.

「項目 | 内容 | 評価」 heads the fields of a goal, and one mark, merged over all of them, stands to the right of their
text. Without rules nothing keeps the mark from the line that it stands beside: 「…年６回開Ｂき…」. Nor is 「評価」 the
label of a field there.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from textmine.ingest.labels.book import label_book
from textmine.ingest.lines.heights import is_level, part_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textmine.documents import Box
    from textmine.ingest.labels.book import LabelBook
    from textmine.ingest.layout import Layout
    from textmine.ingest.lines.rows import Row

_NEAR: Final = 3  # lines after the head in which its mark comes, where lines have no places of their own

_MOST: Final = 100  # heads; a form has one for each goal


def find_mark_columns(rows: Sequence[Row], layout: Layout) -> frozenset[int]:
    """Give the places of such columns' marks and heads, and of the heads of the columns beside them, outside cells."""
    book = label_book(layout)
    marks = frozenset(mark for table in layout.ratings for mark in table.marks)
    heads = frozenset(layout.table_heads)
    judging = [place for place, row in enumerate(rows) if row.cell is None and place and _judges(row, book)]
    found: set[int] = set()
    for place in judging[:_MOST]:
        found.update(_column_at(rows, place, marks, heads))
    return frozenset(found)


def part_near_marks(rows: Sequence[Row], layout: Layout) -> list[Row] | None:
    """Part the first of a line's marks off the text, which ends so near that an extractor gives both as one.

    「…、自分ら A」 beside 「B」 and 「B」. None if no line has one.
    """
    marks = frozenset(mark for table in layout.ratings for mark in table.marks)
    alone = sorted((row.box for row in rows if row.box and row.cell is None and row.key in marks), key=_height)
    tallest = max((box.bottom - box.top for box in alone), default=0.0)
    parted = [piece for row in rows for piece in _near_mark_parted(row, marks, alone, tallest)]
    return parted if len(parted) > len(rows) else None


def _near_mark_parted(row: Row, marks: frozenset[str], alone: Sequence[Box], tallest: float) -> list[Row]:
    box, words = row.box, row.text.split()
    if box is None or row.cell is not None or len(words) == 1 or not marks.issuperset(words[-1:]):
        return [row]
    low = bisect_left(alone, (box.page, box.top - tallest), key=_height)
    high = bisect_right(alone, (box.page, box.bottom), key=_height)
    if not any(is_level(box, other) and other.x0 >= box.x1 - 1 for other in alone[low:high]):
        return [row]
    cut = row.text.rstrip().rfind(words[-1])
    return [part_of(row, 0, cut), part_of(row, cut, len(row.text))] if cut > 0 else [row]


def _height(box: Box) -> tuple[int, float]:
    return box.page, box.top


def _judges(row: Row, book: LabelBook) -> bool:
    """Tell whether a row says that what is under it is a judgement, in words or in a mark."""
    label = book.match(row.key)
    if label is None or label.kind not in ("rating", "field"):
        return False
    return label.kind == "rating" or bool(book.layout.fields[label.index].splits_into)


def _column_at(rows: Sequence[Row], head: int, marks: frozenset[str], heads: frozenset[str]) -> list[int]:
    """Give the places of a column's head, its marks and the heads beside it; none if no mark stands under it."""
    beside = [n for n, row in enumerate(rows) if row.key in heads and _is_left_of(row.box, rows[head].box)]
    if beside:
        under = list(_marks_in_column(rows, head, marks))
    else:
        beside = list(takewhile(lambda place: rows[place].key in heads, range(head - 1, -1, -1)))
        after = range(head + 1, min(head + 1 + _NEAR, len(rows)))
        under = [place for place in after if rows[place].key in marks]
    return [*beside, head, *under] if beside and under else []


def _marks_in_column(rows: Sequence[Row], head: int, marks: frozenset[str]) -> Iterator[int]:
    """Give the places of the marks in a head's column, down to the first text that reaches into it."""
    top = rows[head].box
    if top is None:
        return
    lower = [(row.box, place) for place, row in enumerate(rows) if row.box and row.box.page == top.page]
    for box, place in sorted(lower, key=lambda pair: pair[0].top):
        if box.top < top.bottom - 1 or box.x1 <= top.x0 or box.x0 >= top.x1 or place == head:
            continue
        if rows[place].key not in marks:
            return
        yield place


def _is_left_of(one: Box | None, two: Box | None) -> bool:
    return one is not None and two is not None and is_level(one, two) and one.x1 <= two.x0
