"""Data within a field: lines of figures, shares of a survey, and what they stand under. They are no statements.

A field may hold 「＜主なデータ＞」 or 「(参考)ひろばの利用実績」 after its bullets, and under it names and figures: one
line of a survey, a table typed with spaces, or a word a line as an extractor writes it. Without such a caption only
lines are data that no sentence can look like: two figures side by side at the end, or shares one after the other.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from textmine.ingest.fiscal_years import fiscal_year_of
from textmine.ingest.number_lines import words_of_line
from textmine.ingest.numbers import UNITS, is_figure
from textmine.ingest.wrapping import is_sentence_end

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textmine.ingest.items import Item, ItemParser
    from textmine.ingest.rows import Row
    from textmine.ingest.scanning import Scan

_ENDS_IN_FIGURE: Final = re.compile(rf"\d(?:{UNITS})?[)]?[、,]?$")
_SENTENCE_SIGN: Final = re.compile(r"[。、]")
_BARE: Final = re.compile(
    rf"\W*|[\d.,%()~\-+/:△▲]*\d[\d.,%()~\-+/:△▲]*(?:{UNITS})?|[(](?:{UNITS})[)]"  # 「28,410」, 「()」, 「(人)」
    r"|(?:令和|平成|[RH]|20)[\d元]{0,3}(?:年度|年(?:\d{0,2}月(?:\d{0,2}日?)?)?)"  # a year or a date
)
_LONGEST_NAME: Final = 20  # characters of a row's or a column's name
_LONGEST_CAPTION: Final = 40
_FEWEST: Final = 2  # figures that no sentence has side by side


def find_data_lines(scan: Scan, parser: ItemParser) -> frozenset[int]:
    """Give the places of the rows that hold data and captions of data, labels and tables left aside."""
    return frozenset(_DataLines(scan, parser).find())


def is_bare(item: Item) -> bool:
    """Tell whether an item holds numbers, years or signs and nothing else: 「28,410」 of a table, 「( )」."""
    return not item.is_empty and all(
        _BARE.fullmatch(row.key) or all(_is_figure_or_year(word) for word in words_of_line(row.text))
        for row in item.rows
    )


class _DataLines:
    def __init__(self, scan: Scan, parser: ItemParser) -> None:
        self._rows, self._parser = scan.rows, parser
        self._captions = [re.compile(pattern) for pattern in scan.layout.data_captions]
        self._furniture = scan.furniture
        self._closed = scan.titles | {place for hit in scan.hits for place in range(hit.first, hit.last + 1)}

    def find(self) -> Iterator[int]:
        """Give the places of captions and of the rows under them, and of rows that can be nothing but data."""
        end = 0
        for place, row in enumerate(self._rows):
            if place < end or place in self._closed or place in self._furniture:
                continue
            if self._is_caption(row):
                run = self._run_after(place, self._starts_text)
                if run or not self._parser.starts_item(row):
                    yield from (place, *run)
            elif self._is_plain(row):
                run = [place, *self._run_after(place, self._parser.starts_item)]
                yield from (*self._name_over(place), *run)
            else:
                continue
            end = max([place, *run]) + 1

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
            if place in self._closed or row.cell != self._rows[start].cell or starts_text(row):
                break
            tells = _ends_in_figure(row)
            if not tells and not _may_be_name(row):
                break
            run.append(place)
            last = len(run) if tells or _is_unit(row) else last
        return run[:last]

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
        if above < 0 or above in self._closed or above in self._furniture:
            return []
        row, before = self._rows[above], self._rows[above - 1] if above else None
        is_name = row.cell == self._rows[place].cell and len(row.key) <= _LONGEST_CAPTION
        if not is_name or self._parser.starts_item(row) or _SENTENCE_SIGN.search(row.key):
            return []
        ended = before is None or above - 1 in self._closed or before.cell != row.cell or is_sentence_end(before.text)
        return [above] if ended else []


def _is_figure_or_year(word: str) -> bool:
    return is_figure(word) or (fiscal_year_of(word) is not None and len(word) <= _LONGEST_NAME)


def _ends_in_figure(row: Row) -> bool:
    last = words_of_line(row.text)[-1]
    return "。" not in row.key and (_is_figure_or_year(last) or _ENDS_IN_FIGURE.search(row.key) is not None)


def _may_be_name(row: Row) -> bool:
    return not _SENTENCE_SIGN.search(row.key) and all(len(word) <= _LONGEST_NAME for word in row.text.split())


def _is_unit(row: Row) -> bool:
    return re.fullmatch(r"[(][^()]{1,6}[)]", row.key) is not None
