"""Tables of three or more columns that no rule parts, as cells: the heads, then row after row, a goal in each.

The text of a print without rules, and that of `pdftotext -layout`, is read line by line over all columns. Their heads,
and the white that stays under them from line to line, give back the columns; the number or the goal at the left, which
stands at the top or the middle of its row, gives back the rows. A row that a page break cuts goes on after it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Final

from textmine.documents import CellRef
from textmine.ingest.cells.side_columns import (
    Measure,
    are_woven,
    cut_at,
    find_edges,
    measure_print,
    near_edges,
    reaches_over,
)
from textmine.ingest.cells.side_columns import under_heads as starts_under
from textmine.ingest.cells.side_heads import FEWEST_COLUMNS, SideHeads, find_side_heads
from textmine.ingest.cells.white_grid import Heads, numbered_heads, rows_of_pages
from textmine.ingest.labels.book import label_book
from textmine.ingest.labels.scanning import scan_rows
from textmine.ingest.lines.heights import levels_of
from textmine.ingest.lines.items import ItemParser
from textmine.ingest.lines.wrapping import is_sentence_end

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textmine.documents import Document
    from textmine.ingest.labels.book import Label, LabelBook
    from textmine.ingest.labels.scanning import Scan
    from textmine.ingest.layout import Layout
    from textmine.ingest.lines.rows import Row

_SLACK_IN_TEXT: Final = 2.5  # characters by which `pdftotext -layout` moves a start
_SLACK_IN_PRINT: Final = 0.4  # heights of a line
_COUNT: Final = re.compile(r"\(?\d{1,2}[.)]?|[①-⑳]")
_WIDER: Final = 1.3  # ratio of the white between two rows of a table to that between lines
_Piece = tuple[int, "Row"]  # a line with the number of its column


@dataclass(frozen=True, slots=True)
class SideTable:
    """Heads and the lines of the columns, page by page."""

    heads: SideHeads
    head_levels: tuple[tuple[Row, ...], ...]
    pages: tuple[tuple[_Piece, ...], ...]
    rows: tuple[Row, ...]  # as they were before they were cut


def arrange_side_tables(rows: list[Row], document: Document, layouts: Sequence[Layout]) -> tuple[list[Row], list[str]]:
    """Give the rows with those of such tables as cells, and a warning for each whose columns cannot be told."""
    if document.kind not in {"pdf", "text"}:
        return rows, []
    levels = levels_of(row for row in rows if row.cell is None)
    for layout in layouts:
        if find_side_heads(levels, label_book(layout)):
            return _arrange(scan_rows(rows, layout), points=document.kind == "pdf")
    return rows, []


def _arrange(scan: Scan, *, points: bool) -> tuple[list[Row], list[str]]:
    book = label_book(scan.layout)
    inside = [row for place, row in enumerate(scan.rows) if row.cell is None and place not in _of_pages(scan)]
    levels = levels_of(inside)
    found = find_side_heads(levels, book)
    cells: dict[int, list[Row]] = {}
    taken: set[int] = set()
    warnings: list[str] = []
    number = 1 + max((row.cell.table for row in scan.rows if row.cell), default=-1)
    for heads, following in zip(found, (*found[1:], None), strict=True):
        body = levels[heads.last + 1 : following.first if following else len(levels)]
        table = _table(heads, levels[heads.first : heads.last + 1], _body(scan, heads, body, book), points=points)
        if table is None:
            warnings.append(_warning(heads))
            continue
        own = {id(row) for level in table.head_levels for row in level} | {id(row) for row in table.rows}
        first = next(place for place, row in enumerate(scan.rows) if id(row) in own)
        cells[first] = list(_cells(table, number, scan.layout))
        taken |= own
        number += 1
    arranged: list[Row] = []
    for place, row in enumerate(scan.rows):
        arranged += cells.get(place, [])
        arranged += [] if id(row) in taken else [row]
    return arranged, warnings


def _of_pages(scan: Scan) -> frozenset[int]:
    """Give the places of running heads and feet; 「No」 and 「番号」 head columns."""
    return frozenset(p for p in scan.furniture if not set(scan.rows[p].text.split()) & set(scan.layout.table_heads))


def _warning(heads: SideHeads) -> str:
    shown = "・".join("".join(row.key for row in stack) for stack in heads.columns)
    return (
        f"列の並ぶ表({shown})に罫線がなく、列の境を読み取れない。文が列をまたいでつながっているおそれがある "
        "(罫線のある PDF か、Word・Excel のファイルで読み直す)"
    )


def _body(scan: Scan, heads: SideHeads, levels: Sequence[list[Row]], book: LabelBook) -> list[list[Row]]:
    """Give the lines of a table: down to a heading, alone in its line, or a table of cells."""
    ruled = [(row.box.page, row.box.top) for row in scan.rows if row.cell and row.box]
    fields = {label.index for stack in heads.columns if (label := _label("".join(row.key for row in stack), book))}
    body: list[list[Row]] = []
    for level in levels:
        box = level[0].box
        start = body[0][0].box if body else box
        if box is None or start is None or (len(level) == 1 and _is_heading(level[0], book, fields)):
            break
        if any((start.page, start.top) < height < (box.page, box.top) for height in ruled):
            break
        body.append(level)
    return body


def _is_heading(row: Row, book: LabelBook, fields: set[int]) -> bool:
    """Tell whether a line alone is a heading; in a column of goals 「重点目標①」 may head each of them."""
    label = _label(row.key, book)
    if label is None:
        found = book.match_start(row.key)
        return found is not None and found[0].kind == "field" and bool(found[0].number) and found[0].index not in fields
    is_inside = label.kind == "field" and (label.number or not (label.year or label.relative_year))
    return not is_inside or label.index not in fields


def _label(key: str, book: LabelBook) -> Label | None:
    return book.match(key) or book.compose(key)


def _table(
    heads: SideHeads, head_levels: Sequence[Sequence[Row]], body: Sequence[Sequence[Row]], *, points: bool
) -> SideTable | None:
    """Give the columns of a table; None where they cannot be told."""
    first = head_levels[0][0].box
    if not body or first is None:
        return None
    slack = _SLACK_IN_PRINT * (first.bottom - first.top) if points else _SLACK_IN_TEXT
    by_page: dict[int, list[Sequence[Row]]] = defaultdict(list)
    for level in body:
        by_page[level[0].page].append(level)
    measure = measure_print([row for level in body for row in level]) if points else Measure(None)
    edges: list[float] = []
    if points:  # a column stands at one place on all pages
        edges = find_edges(starts_under(heads.columns, slack), [row for level in body for row in level], measure)
    pages: list[tuple[_Piece, ...]] = []
    kept: list[Row] = []
    for levels in by_page.values():
        if not points:
            ranges = near_edges(edges, slack) if edges else starts_under(heads.columns, slack)
            edges = find_edges(ranges, [row for level in levels for row in level], measure)
        cut = [[piece for row in level for piece in cut_at(edges, row, slack, measure)] for level in levels]
        inside = cut[: _text_over_all(cut, edges)]
        pages.append(tuple(piece for level in inside for piece in level))
        kept += [row for level in levels[: len(inside)] for row in level]
        if len(inside) < len(levels):
            break
    if not kept or any(are_woven(page, edges) for page in pages):
        return None
    return SideTable(heads, tuple(map(tuple, head_levels)), tuple(pages), tuple(kept))


def _text_over_all(levels: Sequence[Sequence[_Piece]], edges: Sequence[float]) -> int:
    """Give the number of the first line that alone reaches over columns: text under the table."""
    alone = (number for number, [(column, row), *more] in enumerate(levels) if not more and reaches_over(row, column, edges))
    return next(alone, len(levels))


def _cells(table: SideTable, number: int, layout: Layout) -> Iterator[Row]:
    """Give the heads, then the rows of the table, each from the left."""
    heads = table.heads
    height = 2 if heads.over else 1
    for column, stack in enumerate(heads.columns):
        lower = column in heads.two_storeys
        ref = CellRef(number, int(lower), column, row_span=1 if lower else height)
        over = (one for one in heads.over if one[1] == column)
        for words, first, last in over:
            span = CellRef(number, 0, first, column_span=last - first + 1)
            yield from (replace(word, cell=span, block=words[0].block) for word in words)
        yield from (replace(word, cell=ref, block=stack[0].block) for word in stack)
    cells: dict[tuple[int, int], list[Row]] = defaultdict(list)
    for row, column, line in _in_rows(table.pages, ItemParser(layout)):
        cells[row, column].append(line)
    for (row, column), lines in sorted(cells.items()):
        ref = CellRef(number, row + height - 1, column)
        yield from (replace(line, cell=ref, block=lines[0].block) for line in lines)


def _in_rows(pages: Sequence[Sequence[_Piece]], parser: ItemParser) -> Iterator[tuple[int, int, Row]]:
    """Give each line with its row, from 1, and its column."""
    lead = 0
    parted: list[tuple[Heads, list[_Piece]]] = []
    for page in pages:
        first = [row for column, row in page if column == lead]
        counts = bool(first) and all(_COUNT.fullmatch(row.key) for row in first)
        before = sum(len(heads) for heads, _ in parted)
        heads: Heads = [[row] for row in first] if counts else numbered_heads(first, after=before)
        if not heads:
            heads = _heads_by_white(first, page, parser, goes_on=bool(parted))
        inside = {id(row) for head in heads for row in head}
        parted.append((heads, [piece for piece in page if id(piece[1]) not in inside]))
    n_before = 0
    numbers = rows_of_pages([(heads, [row for _, row in text]) for heads, text in parted], parser)
    for (heads, text), of_text in zip(parted, numbers, strict=True):
        placed = [(number, lead, row) for number, head in enumerate(heads, n_before + 1) for row in head]
        placed += [(number, column, row) for number, (column, row) in zip(of_text, text, strict=True)]
        yield from placed
        n_before += len(heads)


def _heads_by_white(lead: Sequence[Row], page: Sequence[_Piece], parser: ItemParser, *, goes_on: bool) -> Heads:
    """Group the lines of the first column by the white between rows, or by their sentences where all columns start anew."""
    levels = levels_of(row for _, row in page)
    column_of = {id(row): column for column, row in page}
    steps = [_top(two[0]) - _top(one[0]) for one, two in pairwise(levels)]
    usual = median(steps) if steps else 0.0
    own = {id(row) for row in lead}
    last: dict[int, Row] = {}  # the line over, in each column
    heads: Heads = []
    for level in levels:
        for row in (row for row in level if id(row) in own):
            above = last.get(column_of[id(row)])
            is_first = above is None and not (goes_on and last)
            wide = above is not None and _top(row) - _top(above) > _WIDER * usual
            if is_first or wide or (above and _starts_anew([(last.get(column_of[id(one)]), one) for one in level], parser)):
                heads.append([row])
            else:
                heads[-1:] = [[*heads[-1], row]] if heads else []
        last |= {column_of[id(row)]: row for row in level}
    return heads


def _starts_anew(level: Sequence[tuple[Row | None, Row]], parser: ItemParser) -> bool:
    """Tell whether all of a line of the table starts cells: what is over each part has ended, or the part has a bullet."""
    return len(level) >= FEWEST_COLUMNS and all(
        above is None or is_sentence_end(above.text) or (place and parser.starts_item(row))
        for place, (above, row) in enumerate(level)
    )


def _top(row: Row) -> float:
    return row.box.top if row.box else 0.0


