"""Data within a field: lines of figures, shares of a survey, and what they stand under. They are no statements.

A field may hold 「＜主なデータ＞」 or 「(参考)ひろばの利用実績」 after its bullets, and under it names and figures: one
line of a survey, a table typed with spaces, or a word a line as an extractor writes it. Without such a caption only
lines are data that no sentence can look like: two figures side by side at the end, or shares one after the other.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from textmine.ingest.cells.number_lines import words_of_line
from textmine.ingest.labels.book import label_book
from textmine.ingest.labels.finding import places_of
from textmine.ingest.lines.wrapping import is_sentence_end
from textmine.ingest.signs.figures import UNITS, is_figure
from textmine.ingest.signs.fiscal_years import fiscal_year_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from textmine.documents import CellRef
    from textmine.ingest.labels.book import LabelBook
    from textmine.ingest.labels.scanning import Scan
    from textmine.ingest.lines.items import Item, ItemParser
    from textmine.ingest.lines.rows import Row

_ENDS_IN_FIGURE: Final = re.compile(rf"\d(?:{UNITS})?[)]?[、,]?$")
_UNIT: Final = re.compile(r"[(][^()]{1,6}[)]")
_COUNTED: Final = re.compile(r"\d[^\W\d]")
_SENTENCE_SIGN: Final = re.compile(r"[。、]")
_BARE: Final = re.compile(
    rf"\W*|[\d.,%()~\-+/:△▲]*\d[\d.,%()~\-+/:△▲]*(?:{UNITS})?|[(](?:{UNITS})[)]"  # 「28,410」, 「()」, 「(人)」
    r"|(?:令和|平成|[RH]|20)[\d元]{0,3}(?:年度|年(?:\d{0,2}月(?:\d{0,2}日?)?)?)"  # a year or a date
)
_ASIDE: Final = re.compile(r"\([^()\d]{1,6}\)[^\d]+$")  # 「(参考)前期の」
_LONGEST_NAME: Final = 20  # characters of a row's or a column's name
_LONGEST_CAPTION: Final = 40
_MOST_NAMES: Final = 40  # lines without a figure before one comes: an extractor may give all names of a table first
_FEWEST: Final = 2  # figures that no sentence has side by side


def mark_data_lines(scan: Scan, parser: ItemParser) -> list[Row] | None:
    """Give all rows, those of data with the role `data`, so that none is taken for a label's line; None without any.

    「令和5年度 1,350人」 over 「取組の課題」 is not the year of that label; 「(参考)前期の」 begins one.
    """
    book = label_book(scan.layout)
    firsts = {hit.first for hit in scan.hits if len(hit.rows) > 1 and hit.label.kind == "field"}
    closed = {place for place in firsts if _ASIDE.match(scan.rows[place].key)}
    found = set(_DataLines(scan, parser, lambda p: p in closed or _may_be_label(scan.rows, p, book)).find())
    marked = [replace(row, role="data") if place in found else row for place, row in enumerate(scan.rows)]
    return marked if found else None


def find_data_lines(scan: Scan, parser: ItemParser, tables: frozenset[int]) -> frozenset[int]:
    """Give the places of the rows that hold data, of their captions, and of the names over some tables."""
    closed = scan.titles | places_of(scan.hits)
    lines = _DataLines(scan, parser, closed.__contains__)
    marked = (place for place, row in enumerate(scan.rows) if row.role == "data" and place not in closed)
    return frozenset((*lines.find(), *lines.names_of(tables), *marked))


def tables_under_captions(rows: Sequence[Row], data: frozenset[int]) -> frozenset[int]:
    """Give the numbers of the tables that a caption of data outside cells stands right over."""
    below = (rows[place + 1].cell for place in data if rows[place].cell is None and place + 1 < len(rows))
    return frozenset(cell.table for cell in below if cell)


def is_bare(item: Item, names: frozenset[str]) -> bool:
    """Tell whether an item holds no more than numbers, years, signs, or one of some names: 「28,410」, 「( )」.

    「・約120組」 is short, but a bullet.
    """
    if item.is_empty or (item.mark.kind and _COUNTED.search(item.key)):
        return False
    return all(
        _BARE.fullmatch(row.key)
        or all(_is_figure_or_year(word) or word.strip("【】()") in names for word in words_of_line(row.text))
        for row in item.rows
    )


class _DataLines:
    def __init__(self, scan: Scan, parser: ItemParser, is_closed: Callable[[int], bool]) -> None:
        self._rows, self._parser, self._is_closed = scan.rows, parser, is_closed
        self._captions = [re.compile(pattern) for pattern in scan.layout.data_captions]
        self._furniture = scan.furniture

    def find(self) -> Iterator[int]:
        """Give the places of captions and of the rows under them, and of rows that can be nothing but data."""
        end = 0
        for place, row in enumerate(self._rows):
            if place < end or place in self._furniture:
                continue
            if self._is_caption(row) and not self._is_closed(place):
                run = self._run_after(place, self._starts_text)
                if run or not self._parser.starts_item(row):
                    yield from (place, *run)
            elif self._is_plain(row) and not self._is_closed(place):
                run = [place, *self._run_after(place, self._parser.starts_item)]
                yield from (*self._name_over(place), *run)
            else:
                continue
            end = max([place, *run]) + 1

    def names_of(self, tables: frozenset[int]) -> Iterator[int]:
        """Give the places of the names of tables that were lines, each right over its table."""
        for place in range(1, len(self._rows)):
            cell, before = self._rows[place].cell, self._rows[place - 1].cell
            if cell and before is None and cell.table in tables:
                yield from self._name_over(place)

    def _is_caption(self, row: Row) -> bool:
        key = self._parser.unmarked(row).key
        return any(pattern.fullmatch(key) for pattern in self._captions)

    def _is_plain(self, row: Row) -> bool:
        """Tell whether a row ends in figures side by side, or tells shares one after the other."""
        words = words_of_line(row.text)
        figures = [_is_figure_or_year(word) for word in words]
        if _SENTENCE_SIGN.search(row.key) or self._parser.starts_item(row) or not figures or not figures[-1]:
            return False
        n_shares = sum(word.endswith("%") for word, told in zip(words, figures, strict=True) if told)
        return (len(figures) > _FEWEST and all(figures[-_FEWEST:])) or n_shares >= _FEWEST

    def _run_after(self, start: int, starts_text: Callable[[Row], bool]) -> list[int]:
        """Give the places of the rows that go on with data: up to the last one that ends in a figure."""
        run: list[int] = []
        last = 0
        for place in range(start + 1, len(self._rows)):
            row = self._rows[place]
            if place in self._furniture:
                continue
            if not _goes_on(self._rows[place - 1].cell, row.cell) or starts_text(row) or self._is_closed(place):
                break
            tells = self._tells(row)
            if not tells and not _may_be_name(row):
                return self._without_sentence(run[:last])
            if len(run) - last > _MOST_NAMES:
                break
            run.append(place)
            last = len(run) if tells or _UNIT.fullmatch(row.key) else last
        return run[:last]

    def _without_sentence(self, run: list[int]) -> list[int]:
        """Leave out the last lines that a sentence may wrap in: 「満足度は95%で、…に増え、」 over 「…となった。」."""
        while run and "、" in self._rows[run[-1]].key:
            run = run[:-1]
        return run

    def _tells(self, row: Row) -> bool:
        """Tell whether a row under a caption holds data; a year alone may head data, or be the next label's."""
        if self._parser.is_note(row):
            return True
        is_year = fiscal_year_of(row.key) is not None and len(row.text.split()) == 1
        return not is_year and "。" not in row.key and ("%" in row.key or _ends_in_figure(row))

    def _starts_text(self, row: Row) -> bool:
        """Tell whether a row under a caption is a bullet of text: one that tells a share, or figures, is data."""
        if not self._parser.starts_item(row):
            return False
        words = words_of_line(self._parser.unmarked(row).text)
        n_figures = sum(_is_figure_or_year(word) for word in words)
        tells = n_figures >= _FEWEST or row.key.endswith("%")
        return not (tells and _ends_in_figure(row) and not _SENTENCE_SIGN.search(row.key))

    def _name_over(self, place: int) -> list[int]:
        """Give the place of the line that names the figures under it, if a text or a label ended before it."""
        above = place - 1
        if above < 0 or self._is_closed(above) or above in self._furniture:
            return []
        row, before = self._rows[above], self._rows[above - 1] if above else None
        is_name = row.cell in {None, self._rows[place].cell} and len(row.key) <= _LONGEST_CAPTION
        if not is_name or self._parser.starts_item(row) or _SENTENCE_SIGN.search(row.key):
            return []
        ended = before is None or self._is_closed(above - 1) or before.cell != row.cell or is_sentence_end(before.text)
        return [above] if ended else []


def _may_be_label(rows: Sequence[Row], place: int, book: LabelBook) -> bool:
    """Tell whether a row looks like a label, the head of one, or the first line of one."""
    key = rows[place].key
    if book.match(key) or book.match_start(key) or book.compose(key):
        return True
    return place + 1 < len(rows) and book.match_lines(key + rows[place + 1].key) is not None


def _goes_on(one: CellRef | None, two: CellRef | None) -> bool:
    """Tell whether a cell is the same as another, or the one under it: a sheet in which each line has a cell."""
    if one is None or two is None:
        return one is two
    under = (one.table, one.row + one.row_span, one.column) == (two.table, two.row, two.column)
    return one == two or under


def _is_figure_or_year(word: str) -> bool:
    return is_figure(word) or (fiscal_year_of(word) is not None and len(word) <= _LONGEST_NAME)


def _ends_in_figure(row: Row) -> bool:
    last = words_of_line(row.text)[-1]
    return _is_figure_or_year(last) or _ENDS_IN_FIGURE.search(row.key) is not None


def _may_be_name(row: Row) -> bool:
    return not _SENTENCE_SIGN.search(row.key) and all(len(word) <= _LONGEST_NAME for word in row.text.split())
