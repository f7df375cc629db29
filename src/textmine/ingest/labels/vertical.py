"""Labels written from top to bottom in a column of text, merged over cells that have labels of their own.

評             ●会場までの坂道に…
価     法人    (2) 広報の…
の             ●入口の掲示を…               is 評価の理由(法人) and 評価の理由(区), each amid its own lines; the signs
理             ●町の催しに出て…             of the outer label stand amid the lines of both.
由      区     ●町内会館の使用に…
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from textmine.ingest.labels.book import field_of
from textmine.ingest.labels.finding import LabelHit
from textmine.ingest.lines.heights import left
from textmine.ingest.signs.bullets import opens_with_mark

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textmine.ingest.labels.book import Label, LabelBook
    from textmine.ingest.lines.rows import Row

_BEFORE_BULLET: Final = re.compile(r"\S{1,8}\s+")
_FEWEST_SIGNS: Final = 3  # 評価 alone may be written so by chance
_MOST_SIGNS: Final = 16
_MOST_BETWEEN: Final = 6  # lines from one sign to the next
_SAME_COLUMN: Final = 2.0  # cells of a terminal
_NEXT_COLUMN: Final = 16.0
_NEAR_ROWS: Final = 30  # from the signs to the inner labels of tall cells
_FEWEST_PARTS: Final = 2  # one needs no telling apart


def vertical_labels(
    rows: Sequence[Row], book: LabelBook, skipped: frozenset[int]
) -> tuple[list[LabelHit], dict[int, Row], list[int]]:
    """Find the labels beside labels that are written from top to bottom.

    Returns:
        The inner labels with what they and the outer one say, for each row that leads with one what is left of it, and
        the places of the outer one's signs.
    """
    hits: list[LabelHit] = []
    signs: list[int] = []
    end = -1  # of the labels before
    for column in _columns_of_signs(rows, skipped):
        for outer in _outer_labels(rows, column, book):
            found = _inner_labels(rows, outer, end, book)
            if len(found) >= _FEWEST_PARTS:
                hits += found
                signs += outer
                end = max(hit.last for hit in found)
    rests = {hit.first: _rest(rows[hit.first], hit) for hit in hits if hit.leads_line}
    return hits, rests, signs


def _columns_of_signs(rows: Sequence[Row], skipped: frozenset[int]) -> Iterator[list[int]]:
    """Give the places of signs alone that stand under one another."""
    column: list[int] = []
    for place, row in enumerate(rows):
        if row.cell or row.box is None or len(row.key) != 1 or not row.key.isalpha() or place in skipped:
            continue
        if column and left(row) >= left(rows[column[0]]) + _SAME_COLUMN and place - column[-1] <= _MOST_BETWEEN:
            continue  # 区, which the column of 評価の理由 stands beside
        if column and not _is_under(rows, column, place):
            yield column
            column = []
        column.append(place)
    yield column


def _is_under(rows: Sequence[Row], column: Sequence[int], place: int) -> bool:
    """Tell whether a sign goes on with those over it, which a page break may cut."""
    last, row = rows[column[-1]], rows[place]
    if last.box is None or row.box is None or abs(left(row) - left(rows[column[0]])) >= _SAME_COLUMN:
        return False
    over_page = row.page == last.page + 1 and place - column[-1] <= _MOST_BETWEEN
    return over_page or (row.page == last.page and 0 < row.box.top - last.box.top <= _MOST_BETWEEN)


def _outer_labels(rows: Sequence[Row], column: Sequence[int], book: LabelBook) -> Iterator[Sequence[int]]:
    """Part a column of signs into the longest labels that it holds, one under the other: 評価の理由, 成果と課題."""
    start = 0
    while start + _FEWEST_SIGNS <= len(column):
        ends = range(min(len(column), start + _MOST_SIGNS), start + _FEWEST_SIGNS - 1, -1)
        found = next((end for end in ends if _is_outer(_key(rows, column[start:end]), book)), None)
        if found:
            yield column[start:found]
        start = found or start + 1


def _is_outer(key: str, book: LabelBook) -> bool:
    return book.may_open_bracket(key) or bool(_parts(key, book))


def _parts(key: str, book: LabelBook) -> frozenset[str]:
    """Give the sections of the labels that a label of a mixed field stands beside."""
    field = field_of(book.match(key), book.layout)
    return frozenset(field.splits_into) if field else frozenset()


def _inner_labels(rows: Sequence[Row], outer: Sequence[int], end: int, book: LabelBook) -> list[LabelHit]:
    """Give the first label of each kind beside the signs, or after them where nothing stands beside them."""
    key, edge, pages = _key(rows, outer), left(rows[outer[0]]), {rows[place].page for place in outer}
    found: dict[int, LabelHit] = {}
    for place in range(max(end + 1, outer[0] - _NEAR_ROWS), min(len(rows), outer[-1] + _NEAR_ROWS)):
        inner = rows[place]
        if inner.cell or inner.box is None or inner.page not in pages:
            continue
        is_beside = 0 < left(inner) - edge <= _NEXT_COLUMN
        is_after = left(inner) == edge and place > outer[-1]  # an extractor that keeps no columns
        head = _head(inner) if is_after else inner
        label = _label_of(key, head, book) if is_beside or is_after else None
        if label and label.index not in found:
            found[label.index] = LabelHit(label, (head,), place, place, leads_line=head is not inner)
    return list(found.values())


def _head(row: Row) -> Row:
    """Give the word before the bullet that a row holds, or the row: 「区 ●町内会館の…」."""
    found = _BEFORE_BULLET.match(row.text)
    return row.part(0, found.end()) if found and opens_with_mark(row.text[found.end() :]) else row


def _rest(row: Row, hit: LabelHit) -> Row:
    return row.part(len(hit.rows[0].text))


def _label_of(outer: str, inner: Row, book: LabelBook) -> Label | None:
    """Give the label that both are together, or the inner one's that the outer one sums up."""
    own = book.match(inner.key)
    if (field := field_of(own, book.layout)) and field.section in _parts(outer, book):
        return own
    both = book.match_lines(f"{outer}({inner.key})") if book.may_open_bracket(outer) else None
    return both if both and both.kind == "field" else None


def _key(rows: Sequence[Row], places: Sequence[int]) -> str:
    return "".join(rows[place].key for place in places)
