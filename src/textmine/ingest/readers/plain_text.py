"""A Document from plain text: pages by form feed, blocks by blank lines, lines parted where columns show.

Text extractors lay a ruled form out with spaces (`pdftotext -layout`), so a wide gap inside a line means a new column.
Lines get pseudo-boxes: horizontal extent in cells of a terminal, vertical in line numbers of the page.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, replace
from itertools import count, islice
from typing import TYPE_CHECKING, Final

from textmine.documents import Block, Box, CellRef, Document, Line, Page, Span
from textmine.errors import UnreadableFile
from textmine.ingest.readers.marks import is_lone_mark
from textmine.ingest.readers.tab_rows import count_tab_rows
from textmine.ingest.signs.widths import display_width

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from textmine.ingest.readers.encoding import Decoded
    from textmine.ingest.readers.raw_file import RawFile

# Two cells of white space may part columns; one ideographic space does not: 「したことで、　一時」 is one sentence.
_GAP: Final = re.compile(r"[ \u3000\xa0]*\t[ \t\u3000\xa0]*|[ \u3000\xa0]{2,}")
_WIDE_GAP: Final = 4  # cells: parts columns even where no other line starts there
_SPACE_IN_TEXT: Final = re.compile(r"(?<=[ぁ-んァ-ヶー一-鿿、。」]) (?=[ぁ-んァ-ヶ一-鿿「])")
_MOST_AWAY: Final = 8.0  # cells that a column is off in such a row
_MAY_BE_TWO: Final = re.compile(r"\S{4} \S")  # columns, where a number in brackets is no column
_OPENING: Final = "「『"
_AT_END: Final = 2  # cells: the measure is off by one or two where a line has narrow signs
_MOST_COLUMNS: Final = 200  # in one row; a form has some 50
_MOST_ROWS: Final = 30_000  # in one file; a form has some 1,000
_NEAR_ROWS: Final = 12  # rows up and down in which another line may show the same column


@dataclass(frozen=True, slots=True)
class _Piece:
    """A run of a row between gaps: characters [start, end) of the row, where it stands, white space before.

    Both in the measure that lines the page up: cells of a terminal, or characters.
    """

    start: int
    end: int
    column: int
    right: int
    gap: int


def read_plain_text(raw: RawFile, decoded: Decoded) -> Document:
    """Give the text as pages of blocks of lines; `Document.text` is the text itself with line feeds for line ends.

    Raises:
        UnreadableFile: more rows than a form can have.
    """
    if (n_rows := decoded.text.count("\n")) > _MOST_ROWS:
        fault = f"{n_rows:,} 行あり、様式として大きすぎる"
        raise UnreadableFile(raw.place, fault, "様式の部分だけを別のファイルにしてください")
    text = decoded.text.rstrip("\f")  # extractors end the last page with one too
    pages: list[Page] = []
    tables = count()
    start = 0
    for number, page_text in enumerate(text.split("\f"), start=1):
        span = Span(start, start + len(page_text))
        pages.append(Page(number, span, tuple(_blocks(page_text, start, number, tables))))
        start = span.end + 1
    return Document(raw.name, "text", raw.sha256, text, tuple(pages), decoded.encoding, decoded.warnings)


def _blocks(page_text: str, offset: int, page: int, tables: Iterator[int]) -> Iterator[Block]:
    rows = page_text.split("\n")
    pieces = _columns_of_page(rows)
    lines: list[Line] = []
    number = 0
    while number < len(rows):
        n_tab_rows = count_tab_rows(rows, number)
        if lines and (n_tab_rows or not pieces[number]):
            yield Block(tuple(lines), page)
            lines = []
        if n_tab_rows:
            yield from _tab_cells(rows[number : number + n_tab_rows], offset, page, number, next(tables))
        lines.extend(_line(piece, offset, page, number) for piece in pieces[number] if not n_tab_rows)
        step = n_tab_rows or 1
        offset += sum(len(row) + 1 for row in rows[number : number + step])
        number += step
    if lines:
        yield Block(tuple(lines), page)


def _tab_cells(rows: Sequence[str], offset: int, page: int, number: int, table: int) -> Iterator[Block]:
    """Give the cells of a table whose columns are parted by tabs."""
    for row, text in enumerate(rows):
        start = 0
        for column, cell in enumerate(text.split("\t")):
            if visible := cell.strip():
                begin = start + cell.index(visible[0])
                left = display_width(text[:begin].expandtabs())
                piece = _Piece(begin, begin + len(visible), left, left + display_width(visible), 0)
                line = _line(piece, offset, page, number + row)
                yield Block((line,), page, "cell", CellRef(table, row, column))
            start += len(cell) + 1
        offset += len(text) + 1


def _line(piece: _Piece, offset: int, page: int, number: int) -> Line:
    box = Box(page, piece.column, number, piece.right, number + 1)
    return Line(Span(offset + piece.start, offset + piece.end), box)


def _columns_of_page(rows: Sequence[str]) -> list[list[_Piece]]:
    """Give each row's pieces, parted at the gaps that are columns, counted in the measure that lines them up."""
    by_cells = [_pieces(row, display_width) for row in rows]
    by_characters = [_pieces(row, len) for row in rows]  # `pdftotext -layout` lines up characters, not cells
    measure = by_cells if _aligned(by_cells) >= _aligned(by_characters) else by_characters
    joined = [
        _join_false_gaps(row, pieces, measure, number)
        for number, (row, pieces) in enumerate(zip(rows, measure, strict=True))
    ]
    page = [_part_at_columns(row, joined, number) for number, row in enumerate(rows)]
    return [_set_under_cut_line(rows, page, number) for number in range(len(rows))]


def _part_at_columns(row: str, page: Sequence[list[_Piece]], number: int) -> list[_Piece]:
    """Part the last column of a row where its text reaches over the start of another one, a space apart from it.

    An extractor that lines up characters has no more room there where the text is longer than the room before the
    column: 「…68組と前年 と人手の確保が必要です。」. Japanese has no space between words.
    """
    pieces = page[number]
    last = pieces[-1] if len(pieces) > 1 else None
    spaces = list(islice(_SPACE_IN_TEXT.finditer(row, last.start, last.end), _MOST_COLUMNS)) if last else []
    if last is None or not spaces:
        return pieces
    near = (*page[max(0, number - _NEAR_ROWS) : number], *page[number + 1 : number + 1 + _NEAR_ROWS])
    shown = Counter(piece.column for other in near for piece in other[1:])
    starts = sorted(start for start, n_rows in shown.items() if n_rows > 1 and last.column < start < last.right)
    step = (last.right - last.column) / (last.end - last.start)
    found: list[tuple[float, int, int]] = []
    for place in (space.end() for space in spaces):
        column = last.column + (place - last.start) * step
        after = bisect_left(starts, column)
        found += [(abs(column - start), place, start) for start in starts[max(0, after - 1) : after + 1]]
    away, place, start = min(found, default=(_MOST_AWAY, 0, 0))
    if away >= _MOST_AWAY:
        return pieces
    cut = last.column + round((place - last.start) * step)
    before = replace(last, end=place - 1, right=cut - 1)
    return [*pieces[:-1], before, _Piece(place, last.end, start, start + last.right - cut, 1)]


def _set_under_cut_line(rows: Sequence[str], page: Sequence[list[_Piece]], number: int) -> list[_Piece]:
    """Set a row that begins with 「 where one above it ends under the start of that one, whose line it ends.

    Some programs set 、「 closer than other signs, and extractors take that for the end of a line: 「…を得て、 /
    「せ / かいのおやつ」…」. It starts no column: no other row starts there. A line with a space may be of two columns.
    """
    pieces = page[number]
    if not number or not pieces or rows[number][pieces[0].start] not in _OPENING:
        return pieces
    start = pieces[0].column
    cut = next((piece for piece in page[number - 1] if abs(piece.right - start) <= _AT_END), None)
    if cut is None or _MAY_BE_TWO.search(rows[number - 1], cut.start, cut.end) or _starts_near(page, number, start):
        return pieces
    return [replace(pieces[0], column=cut.column, right=cut.column + pieces[0].right - start), *pieces[1:]]


def _starts_near(page: Sequence[Sequence[_Piece]], number: int, column: int) -> bool:
    """Tell whether a piece of another row near by starts at a place, or a cell away from it."""
    near = (*page[max(0, number - _NEAR_ROWS) : number], *page[number + 1 : number + 1 + _NEAR_ROWS])
    return any(abs(piece.column - column) <= 1 for pieces in near for piece in pieces)


def _pieces(row: str, width: Callable[[str], int]) -> list[_Piece]:
    body = row.rstrip()
    start = len(body) - len(body.lstrip())
    column = width(body[:start])
    pieces: list[_Piece] = []
    gap_before = 0
    for gap in islice(_GAP.finditer(body, start), _MOST_COLUMNS):
        right = column + width(body[start : gap.start()])
        pieces.append(_Piece(start, gap.start(), column, right, gap_before))
        gap_before = _WIDE_GAP if "\t" in gap[0] else width(gap[0])
        column = right + width(gap[0])
        start = gap.end()
    if start < len(body):
        pieces.append(_Piece(start, len(body), column, column + width(body[start:]), gap_before))
    return pieces


def _aligned(page: Sequence[Sequence[_Piece]]) -> int:
    """Count for the pieces after a gap the other rows that have a piece start where they do."""
    rows_at = Counter(column for row in page for column in {piece.column for piece in row})
    return sum(rows_at[piece.column] - 1 for row in page for piece in row[1:])


def _join_false_gaps(row: str, pieces: list[_Piece], page: Sequence[Sequence[_Piece]], number: int) -> list[_Piece]:
    if len(pieces) <= 1:
        return pieces
    nearby = {
        piece.column
        for other in (*page[max(0, number - _NEAR_ROWS) : number], *page[number + 1 : number + 1 + _NEAR_ROWS])
        for piece in other
    }
    joined = pieces[:1]
    for piece in pieces[1:]:
        last = joined[-1]
        mark = is_lone_mark(row[last.start : last.end], row[piece.start : piece.end])
        shown = piece.gap >= _WIDE_GAP or not nearby.isdisjoint((piece.column - 1, piece.column, piece.column + 1))
        if mark or not shown:
            joined[-1] = replace(last, end=piece.end, right=piece.right)
        else:
            joined.append(piece)
    return joined
