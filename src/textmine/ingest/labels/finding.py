"""Where the labels of a form stand: whole cells, lines, lines one under the other, and the heads of lines.

A label may be broken over lines (令和５年度 / 重点目標①), stand in a column of its own beside its text, or lead a line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from textmine.ingest.lines.heights import is_level
from textmine.ingest.signs.bullets import bullet_length

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from textmine.documents import Box, CellRef
    from textmine.ingest.labels.book import Label, LabelBook
    from textmine.ingest.lines.rows import Row

_MOST_LINES: Final = 6  # of a broken label
_MOST_SIGNS: Final = 16  # of a label written from top to bottom, a sign or two a line
_VERTICAL: Final = 2
_LONGEST_LINE: Final = 24  # characters of a line of a broken label
_MOST_OF_PAGE: Final = 400  # rows of a page that may stand between the parts of a cell
_NEAR_ROWS: Final = 14  # rows of the same page in which the label's next line is looked for
_MOST_BETWEEN: Final = 9  # rows from the first line of a label to its last, where text stands between
_MOST_IN_LINE: Final = 5  # labels: the heads of a table's columns
_ENDS: Final = "。、,"
_HEAD: Final = re.compile(r"\s*[^\W\d_][\w・(]{1,11}(?=\s+\S)")  # no mark and no number
_TAIL: Final = re.compile(
    r"\s*\(?[ぁ-んァ-ヶ一-鿿][\w・]{0,11}\)?(?:\(\d{1,2}\))?(?=\s+\S)"
)  # also 容 of 取組内 / 容, (効果), 重点目標(2)
_WORD: Final = re.compile(r"\w|[①-⑳❶-❿]")  # 「。」 alone in a line is the end of a sentence, and adorns no label
_COUNT: Final = re.compile(r"\d{1,3}(?:,\d{3})+|\d{3}|\d{5,}")  # a table's, over a heading: no number and no year of it
_WITH_ASIDE: Final = re.compile(r"(.+?)(\([^()。]{1,30}\))")
_AFTER_HEAD: Final = re.compile(r"[\s:・(「]")
_CIRCLED: Final = re.compile(r"[①-⑳❶-❿]")
_KANA: Final = re.compile(r"[ア-コ]")
_CLOSED: Final = re.compile(r":$|[【\[〔〈<《≪「].*[】\]〕〉>》≫」]$")  # 「目標」について」 ends an older bracket
_CLOSING: Final = re.compile(r"[】\]〕〉>》≫」』)]+")
_GAP: Final = re.compile(r"(?<=\S)\s")
_QUOTED: Final = re.compile(r"[「『].*[」』]$")
_SPOKEN_OF: Final = re.compile(r"\s*(について|に関|に対|に沿|という|とは|として|は、|[をへ、])")  # begins no text


@dataclass(frozen=True, slots=True)
class LabelHit:
    """A label where it stands."""

    label: Label
    rows: tuple[Row, ...]
    first: int  # place of its first row among all rows
    last: int
    leads_line: bool = False  # its text follows on the same line

    @property
    def cell(self) -> CellRef | None:
        """Give the cell that it is in."""
        return self.rows[0].cell

    @property
    def sheet(self) -> int:
        """Give the sheet that it stands on; of a label that a page break cuts, the one that its text stands on."""
        return self.rows[-1].sheet

    @property
    def top(self) -> float:
        """Give the upper edge of its first line on its sheet."""
        box = next(row for row in self.rows if row.sheet == self.sheet).box
        return box.top if box else float(self.first)

    @property
    def bottom(self) -> float:
        """Give the lower edge of its last line."""
        box = self.rows[-1].box
        return box.bottom if box else float(self.last + 1)


def places_of(hits: Iterable[LabelHit]) -> frozenset[int]:
    """Give the places of the rows from the first to the last of each label."""
    return frozenset(place for hit in hits for place in range(hit.first, hit.last + 1))


def find_labels(rows: Sequence[Row], book: LabelBook, skipped: frozenset[int]) -> tuple[list[LabelHit], dict[int, Row]]:
    """Find the labels among the rows.

    Returns:
        The labels, and for each row that leads with one what is left of it.
    """
    hits: list[LabelHit] = []
    rests: dict[int, Row] = {}
    taken: set[int] = set(skipped)
    for first, row in enumerate(rows):
        if first in taken or (len(row.key) > _LONGEST_LINE and not _may_lead(row)) or _marks_line(rows, first):
            continue
        if spaced := _spaced_label(rows, first, book, taken):
            hits.append(spaced)
            taken.update(_places(rows, spaced))
        elif broken := _broken_label(rows, first, book, taken):
            hits.append(broken[0])
            rests.update(broken[1])
            taken.update(_places(rows, broken[0]), broken[1])
        elif not _has_more(row, book) and (
            hit := _label_with_aside(rows, first, book, taken) or _whole_label(rows, first, book, taken)
        ):
            hits.append(hit)
            taken.update(_places(rows, hit))
        else:
            for lead, rest in _leading_labels(row, first, book):
                hits.append(lead)
                rests[first] = rest
    return hits, rests


def _marks_line(rows: Sequence[Row], place: int) -> bool:
    """Tell whether a number is the bullet of what stands beside it: 「④　…の新設」 over 「成果」.

    「ア」 alone is the bullet of a viewpoint that an extractor wrote apart, and no number of the label under it.
    """
    if rows[place].cell is None and _KANA.fullmatch(rows[place].key):
        return True
    own, beside = rows[place].box, rows[place + 1].box if place + 1 < len(rows) else None
    return bool(_CIRCLED.fullmatch(rows[place].key) and own and beside and is_level(own, beside))


def _spaced_label(rows: Sequence[Row], first: int, book: LabelBook, taken: set[int]) -> LabelHit | None:
    """Find a label of two signs so far apart that they look like two columns: 「目   標」, 「成   果」."""
    if first + 1 == len(rows) or first + 1 in taken or len(rows[first].key) > 1:
        return None
    one, two = rows[first : first + 2]
    level = one.box and two.box and one.cell == two.cell and is_level(one.box, two.box)
    label = book.match(one.key + two.key) if level and len(two.key) == 1 else None
    return LabelHit(label, (one, two), first, first + 1) if label else None


def _has_more(row: Row, book: LabelBook) -> bool:
    """Tell whether a label's line ends with what adorns it not: 「－」 in an empty field, 「。」 of text beside it."""
    words = row.text.split()
    more = len(words) > 1 and (words[-1] in book.layout.empty or words[-1] in _ENDS)
    return more and book.match("".join(words[:-1])) is not None


def _may_lead(row: Row) -> bool:
    return len(row.text) > 1


def _places(rows: Sequence[Row], hit: LabelHit) -> Iterator[int]:
    wanted = {id(row) for row in hit.rows}
    return (place for place in range(hit.first, hit.last + 1) if id(rows[place]) in wanted)


def _whole_label(rows: Sequence[Row], first: int, book: LabelBook, taken: set[int]) -> LabelHit | None:
    chain = list(_chain(rows, first, taken)) or _two_long_lines(rows, first, taken)
    own = book.match(rows[first].key)
    for length in range(len(chain), 0, -1):
        places = chain[:length]
        key = "".join(rows[place].key for place in places)
        label = book.match_lines(key) if length > 1 else own
        if label is None or (own and own.kind == "business" != label.kind):
            continue  # 「親子の居場所事業」 over 「自己評価」 is a title and a heading
        return LabelHit(label, tuple(rows[place] for place in places), places[0], places[-1])
    return _composed_cell(rows, chain, book) or _composed_label(rows, chain, book)


def _composed_cell(rows: Sequence[Row], chain: Sequence[int], book: LabelBook) -> LabelHit | None:
    """Find an unlisted label that fills a cell, also where its last line is one: 令和3年度の / 重点目標と / 取組."""
    cell = rows[chain[0]].cell if chain else None
    before, after = (chain[0] - 1, chain[-1] + 1) if chain else (-1, 0)
    beside = [rows[place].cell for place in (before, after) if 0 <= place < len(rows)]
    if cell is None or len(chain) == 1 or cell in beside:
        return None
    label = book.compose("".join(rows[place].key for place in chain))
    return LabelHit(label, tuple(rows[place] for place in chain), chain[0], chain[-1]) if label else None


def _two_long_lines(rows: Sequence[Row], first: int, taken: set[int]) -> list[int]:
    """Give a line longer than those of broken labels, and the one under it: the official title of a business."""
    below = _below(rows, first, taken) if len(rows[first].key) > _LONGEST_LINE else None
    return [first] if below is None else [first, below]


def _broken_label(
    rows: Sequence[Row], first: int, book: LabelBook, taken: set[int]
) -> tuple[LabelHit, dict[int, Row]] | None:
    """Find a label whose lines an extractor put before or between the lines of the text beside it.

    令和７年度 / (2) 地域で… / 重点目標, or 令和７年度 (1) 居場所を… / 重点目標 (2) 地域で…

    Returns:
        The label, and what is left of the rows that it leads.
    """
    pieces: list[Row] = []
    places: list[int] = []
    for place in range(first, min(first + _MOST_BETWEEN, len(rows))):
        row = rows[place]
        if place in taken or row.cell or row.block != rows[first].block:
            break
        if place > first and _is_right_of(rows[first].box, row.box):
            continue
        if piece := row if book.match(row.key) else _piece_of_label(row, _HEAD if place == first else _TAIL):
            pieces.append(piece)
            places.append(place)
        elif place == first:
            return None
        elif _label_apart(row, book):
            break
    for length in range(len(pieces), 1, -1):
        own = [rows[place] is piece for place, piece in zip(places[:length], pieces, strict=False)]
        if all(own) and places[length - 1] == first + length - 1:
            continue  # whole lines one under the other
        key = "".join(piece.key for piece in pieces[:length])
        if label := book.match_lines(key) or _match_with_aside(key, book):
            rests = {
                place: rows[place].part(len(piece.text))
                for place, piece in zip(places[:length], pieces, strict=False)
                if rows[place] is not piece
            }
            return LabelHit(label, tuple(pieces[:length]), first, places[length - 1], leads_line=first in rests), rests
    return None


def _is_right_of(label: Box | None, box: Box | None) -> bool:
    """Tell whether a row is in the column to the right: 「だけの…」 beside 「取組の成果(効」 is none of the label."""
    return label is not None and box is not None and label.page == box.page and box.x0 >= label.x1


def _piece_of_label(row: Row, head: re.Pattern[str]) -> Row | None:
    """Give the words that may be a line of a broken label: a short row that ends no sentence, or what leads a row."""
    if _COUNT.fullmatch(row.key):
        return None
    if head is _TAIL and _CLOSING.fullmatch(row.key):  # 取組の成果(効果 / )
        return row
    if (
        len(row.key) <= _LONGEST_LINE
        and row.key[-1] not in _ENDS
        and _WORD.search(row.key)
        and " " not in row.text.strip()
    ):
        return row
    found = head.match(row.text)
    return row.part(0, found.end()) if found and row.cell is None else None


def _label_with_aside(rows: Sequence[Row], first: int, book: LabelBook, taken: set[int]) -> LabelHit | None:
    """Find a label with words in brackets that fill a cell or lines with it: 取組内容 / (箇条書き), 成果(よ / い点)."""
    cell = rows[first].cell
    if cell and first and rows[first - 1].cell == cell:
        return None
    if cell:
        inside = takewhile(
            lambda place: rows[place].cell == cell, range(first, min(first + _MOST_LINES + 1, len(rows)))
        )
        places = list(inside)
    else:
        places = _to_closed_bracket(rows, first, taken)
    own = tuple(rows[place] for place in places)
    key = "".join(row.key for row in own)
    label = _match_with_aside(key, book)
    return LabelHit(label, own, first, places[-1]) if label else None


def _match_with_aside(key: str, book: LabelBook) -> Label | None:
    """Tell which field's label a text is that ends with words in brackets."""
    found = _WITH_ASIDE.fullmatch(key)
    if found is None or book.match(key) or book.compose(key):
        return None
    label, aside = book.match(found[1]) or book.compose(found[1]), book.match(found[2])
    if label is None or label.kind != "field" or (aside and aside.index != label.index):
        return None
    return label


def _to_closed_bracket(rows: Sequence[Row], first: int, taken: set[int]) -> list[int]:
    """Give the places of a row and, where a bracket is open at its end, of those under it until it is closed."""
    places: list[int] = []
    n_open = 0
    for place in _chain(rows, first, taken):
        places.append(place)
        n_open += rows[place].key.count("(") - rows[place].key.count(")")
        if n_open <= 0:
            break
    return places or [first]


def _composed_label(rows: Sequence[Row], chain: Sequence[int], book: LabelBook) -> LabelHit | None:
    """Find an unlisted label made of label words; it ends where a line is a label by itself, or stands once more."""
    keys = [rows[place].key for place in chain]
    alone = next((n for n, key in enumerate(keys) if n and (key in keys[:n] or book.match(key))), len(chain))
    for length in range(alone, 0, -1):
        places = chain[:length]
        if label := book.compose("".join(rows[place].key for place in places)):
            return LabelHit(label, tuple(rows[place] for place in places), places[0], places[-1])
    return None


def _chain(rows: Sequence[Row], first: int, taken: set[int]) -> Iterator[int]:
    """Give the places of the rows that stand under one another from the first on, as far as a label could go."""
    place: int | None = first
    is_vertical = True
    for number in range(_MOST_SIGNS):
        if place is None or len(rows[place].key) > _LONGEST_LINE or _COUNT.fullmatch(rows[place].key):
            return
        is_vertical = is_vertical and len(rows[place].key) <= _VERTICAL
        may_be_sign = number > 0 and (is_vertical or _CLOSING.fullmatch(rows[place].key))  # 取組の成果(効果 / )
        if not may_be_sign and not _WORD.search(rows[place].key):
            return
        if not is_vertical and number >= _MOST_LINES:
            return
        yield place
        place = _below(rows, place, taken)


def _below(rows: Sequence[Row], place: int, taken: set[int]) -> int | None:
    row = rows[place]
    for other in range(place + 1, min(place + _NEAR_ROWS, len(rows))):
        candidate = rows[other]
        if other in taken:
            continue
        if candidate.cell != row.cell:
            return _over_page(rows, place)
        if candidate.sheet != row.sheet:  # nothing but feet and heads of pages may stand between
            between = range(place + 1, other)
            return other if candidate.sheet == row.sheet + 1 and taken.issuperset(between) else None
        if row.box is None or candidate.box is None:
            return other
        if _is_under(row.box, candidate.box, in_cell=row.cell is not None):
            return other
    return None


def _over_page(rows: Sequence[Row], place: int) -> int | None:
    """Give the place where the text of a cell goes on after the page break that cuts it."""
    row = rows[place]
    if row.cell is None or row.box is None:
        return None
    for other in range(place + 1, min(place + _MOST_OF_PAGE, len(rows))):
        candidate = rows[other]
        if candidate.page > row.page + 1:
            return None
        if candidate.cell == row.cell:
            return other if candidate.page == row.page + 1 else None
    return None


def _is_under(upper: Box, lower: Box, *, in_cell: bool) -> bool:
    """Tell whether a line stands right under another one; in a cell, however it is aligned."""
    height = upper.bottom - upper.top
    near = -0.3 * height <= lower.top - upper.bottom <= 1.3 * height
    shift = abs((upper.x0 + upper.x1) / 2 - (lower.x0 + lower.x1) / 2)
    aligned = in_cell or abs(upper.x0 - lower.x0) < 3 * height or shift < 3 * height
    return near and upper.page == lower.page and aligned


def _leading_labels(row: Row, place: int, book: LabelBook) -> Iterator[tuple[LabelHit, Row]]:
    rest = row
    for _ in range(_MOST_IN_LINE):
        found = _label_apart(rest, book)
        if found is None:
            return
        label, end = found
        head, rest = rest.part(0, end), _without_colon(rest.part(end))
        if not rest.key:
            return
        yield LabelHit(label, (head,), place, place, leads_line=True), rest
        if whole := book.match(rest.key):
            yield LabelHit(whole, (rest,), place, place), rest.part(0, 0)
            return


def _label_apart(row: Row, book: LabelBook) -> tuple[Label, int] | None:
    """Find the field label that a line begins with, set apart from what follows; give it and where it ends.

    In 「重点目標 1.親子が…」 the number starts the first of several goals and is no part of the label.
    """
    gap = _GAP.search(row.text)
    before_gap = sum(place < gap.start() for place in row.key_places) if gap else 0
    for key in (row.key, row.key[:before_gap]):
        label, length = book.match_start(key) or book.match_numbered_start(key) or (None, 0)
        if label is None or label.kind != "field" or length >= len(row.key):
            continue
        end = row.key_places[length - 1] + 1
        apart = _AFTER_HEAD.match(row.text, end) or bullet_length(row.text, end) or _CLOSED.search(row.text[:end])
        if apart and not _is_quoted(row.text, end):
            return label, end
    return None


def _is_quoted(text: str, end: int) -> bool:
    """Tell whether a sentence speaks of the label: 「重点目標」について、以下の通り."""
    return bool(_QUOTED.match(text[:end]) and _SPOKEN_OF.match(text, end))


def _without_colon(row: Row) -> Row:
    stripped = re.match(r"[\s::]*", row.text)
    return row.part(stripped.end() if stripped else 0)
