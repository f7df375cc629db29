"""Tables that no rule parts, as cells: the heads, then row after row, a goal in each.

The text of a print without rules, and that of `pdftotext -layout`, is read line by line over all columns. Their heads,
and the white that stays under them from line to line, give back the columns (`side_columns`), and the number or the
goal at the left gives back the rows (`side_rows`). Where no white parts the columns, a warning says so.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING, Final

from textmine.ingest.cells.side_columns import (
    Measure,
    are_woven,
    cut_at,
    find_edges,
    measure_print,
    near_edges,
    reaches_over,
    under_heads,
)
from textmine.ingest.cells.side_heads import find_side_heads
from textmine.ingest.cells.side_rows import side_cells
from textmine.ingest.labels.book import label_book
from textmine.ingest.labels.scanning import scan_rows
from textmine.ingest.lines.heights import height_of, levels_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textmine.documents import Document
    from textmine.ingest.cells.side_heads import SideHeads
    from textmine.ingest.cells.side_rows import Piece
    from textmine.ingest.labels.book import Label, LabelBook
    from textmine.ingest.labels.scanning import Scan
    from textmine.ingest.layout import Layout
    from textmine.ingest.lines.rows import Row

_SLACK_IN_TEXT: Final = 2.5  # characters by which `pdftotext -layout` moves a start
_FEWEST_WOVEN: Final = 3  # columns; two may be told by the marks of their items (`heads_in_line`)
_LONGEST_COUNT: Final = 4  # characters
_SLACK_IN_PRINT: Final = 0.4  # heights of a line


@dataclass(frozen=True, slots=True)
class _Table:
    """The lines of the columns page by page, and the rows that they were cut from."""

    pages: tuple[tuple[Piece, ...], ...]
    rows: tuple[Row, ...]


def arrange_side_tables(
    rows: Sequence[Row], document: Document, layouts: Sequence[Layout]
) -> tuple[list[Row] | None, list[str]]:
    """Give the rows with those of such tables as cells, and a warning for each whose columns cannot be told.

    The rows are None where no heads stand side by side.
    """
    if document.kind not in {"pdf", "text"}:
        return None, []
    levels = levels_of(row for row in rows if row.cell is None)
    for layout in layouts:
        if find_side_heads(levels, label_book(layout)):
            return _arrange(scan_rows(rows, layout), points=document.kind == "pdf")
    return None, []


def _arrange(scan: Scan, *, points: bool) -> tuple[list[Row], list[str]]:
    book, of_pages = label_book(scan.layout), _of_pages(scan)
    levels = levels_of(row for place, row in enumerate(scan.rows) if row.cell is None and place not in of_pages)
    found = find_side_heads(levels, book)
    place_of = {id(row): place for place, row in enumerate(scan.rows)}
    first_table = 1 + max((row.cell.table for row in scan.rows if row.cell), default=-1)
    ruled = sorted(height_of(row) for row in scan.rows if row.cell and row.box)
    cells: dict[int, list[Row]] = {}
    taken: set[int] = set()
    warnings: list[str] = []
    for heads, following in zip(found, (*found[1:], None), strict=True):
        below = levels[heads.last + 1 : following.first if following else len(levels)]
        of_heads = levels[heads.first : heads.last + 1]
        ends = bisect_right(ruled, height_of(heads.columns[0][0]))
        body = _body(heads, below, ruled[ends] if ends < len(ruled) else (inf, 0.0), book)
        if _holds_labels(heads, body, book):
            continue
        table = _table(heads, body, points=points)
        if table is None:
            warnings += [_warning(heads)] if body and len(heads.columns) >= _FEWEST_WOVEN else []
            continue
        own = {place_of[id(row)] for row in (*table.rows, *(row for level in of_heads for row in level))}
        cells[min(own)] = list(side_cells(heads, table.pages, first_table + len(cells), scan.layout))
        taken |= own
    arranged: list[Row] = []
    for place, row in enumerate(scan.rows):
        arranged += cells.get(place, [])
        arranged += [] if place in taken else [row]
    return arranged, warnings


def _of_pages(scan: Scan) -> frozenset[int]:
    """Give the places of running heads and feet; 「No」, 「番号」 and the names of those who rate head columns."""
    raters = (name for table in scan.layout.ratings for name in table.columns)
    heads = frozenset((*scan.layout.table_heads, *raters))
    return frozenset(place for place in scan.furniture if heads.isdisjoint(scan.rows[place].text.split()))


def _warning(heads: SideHeads) -> str:
    shown = "・".join("".join(row.key for row in stack) for stack in heads.columns)
    return (
        f"{heads.columns[0][0].page} ページ: 横に並ぶ欄({shown})の境が読み取れず、"
        "文が隣の欄の文とつながっているおそれがある (罫線のある PDF か、Word か Excel のファイルなら読める)"
    )


def _body(heads: SideHeads, levels: Sequence[list[Row]], end: tuple[float, float], book: LabelBook) -> list[list[Row]]:
    """Give the lines of a table: down to a heading alone in its line, or to where a table of cells stands."""
    fields = {label.index for stack in heads.columns if (label := _label("".join(row.key for row in stack), book))}
    body: list[list[Row]] = []
    for level in levels:
        if height_of(level[0]) > end or (len(level) == 1 and _is_heading(level[0], book, fields)):
            break
        body.append(level)
    return body


def _holds_labels(heads: SideHeads, body: Sequence[Sequence[Row]], book: LabelBook) -> bool:
    """Tell whether labels of fields stand under the heads: those are of columns of running text, or of a goal each."""
    fields = book.layout.fields
    first, *others = (_label("".join(row.key for row in stack), book) for stack in heads.columns)
    if any(label and label.kind == "field" and fields[label.index].section == "mixed" for label in others):
        return False  # 【成果】 and 【課題】 under 振り返り
    own = {first.index} if first else set[int]()  # 重点目標① in the column of goals
    labels = (_label(row.key, book) for level in body for row in level)
    return any(label and label.kind == "field" and label.index not in own for label in labels)


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


def _table(heads: SideHeads, body: Sequence[Sequence[Row]], *, points: bool) -> _Table | None:
    """Give the columns of a table; None where they cannot be told."""
    first = heads.columns[0][0].box
    if not body or first is None:
        return None
    slack = _SLACK_IN_PRINT * (first.bottom - first.top) if points else _SLACK_IN_TEXT
    by_page: dict[int, list[Sequence[Row]]] = defaultdict(list)
    for level in body:
        by_page[level[0].page].append(level)
    measure = measure_print([row for level in body for row in level]) if points else Measure(None)
    edges: list[float] = []
    if points:  # a column stands at one place on all pages
        edges = find_edges(
            under_heads(heads.columns, slack, points=points), [row for level in body for row in level], measure
        )
    pages: list[tuple[Piece, ...]] = []
    kept: list[Row] = []
    side_by_side = False
    for levels in by_page.values():
        if not points:
            ranges = near_edges(edges, slack) if edges else under_heads(heads.columns, slack, points=points)
            edges = find_edges(ranges, [row for level in levels for row in level], measure)
        cut = [[piece for row in level for piece in cut_at(edges, row, slack, measure)] for level in levels]
        inside = cut[: _text_over_all(cut, edges)]
        side_by_side = side_by_side or any(_are_side_by_side(level) for level in inside)
        pages.append(tuple(piece for level in inside for piece in level))
        kept += [row for level in levels[: len(inside)] for row in level]
        if len(inside) < len(levels):
            break
    if not side_by_side or any(are_woven(page, edges) for page in pages):
        return None
    return _Table(tuple(pages), tuple(kept))


def _are_side_by_side(level: Sequence[Piece]) -> bool:
    """Tell whether texts stand side by side, not only a number beside its text."""
    return sum(len(row.key) > _LONGEST_COUNT for _, row in level) > 1


def _text_over_all(levels: Sequence[Sequence[Piece]], edges: Sequence[float]) -> int:
    """Give the number of the first line that alone reaches over columns: text under the table."""
    alone = (
        number for number, [(column, row), *more] in enumerate(levels) if not more and reaches_over(row, column, edges)
    )
    return next(alone, len(levels))
