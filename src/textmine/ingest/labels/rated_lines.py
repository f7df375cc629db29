"""Marks that a line says in words: 「① 法人 A 区 B」 and 「自己評価 ① ② ③」 over 「法人 A B A」.

Text of an extractor, or typed into one cell, has no columns of marks. A line that holds nothing but numbers of items,
names of raters and marks, with the heading of a rating before them or without, is such a line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from textmine.ingest.labels.book import compile_template, field_of, label_book

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textmine.ingest.layout import Layout
    from textmine.ingest.lines.rows import Row

_NUMBER: Final = r"[①-⑳]|\(?\d{1,2}\)?[.、]?"
_BETWEEN: Final = r"[\s/・、,|]*"
_LONGEST: Final = 80  # characters
_FEWEST_RATERS: Final = 2  # under a heading, that are the heads of columns: 「評価(法人)」 may head text


@dataclass(frozen=True, slots=True)
class RatedLine:
    """The numbers of items in a line, and the marks that it gives: number and rater as far as it names them."""

    numbers: tuple[str, ...]
    marks: tuple[tuple[str, str, Row], ...]  # number, rater, the mark where it stands


@lru_cache(maxsize=32)
def rater_pattern(layout: Layout) -> re.Pattern[str]:
    """Make a pattern of the names of those who rate."""
    names = sorted({name for table in layout.ratings for name in table.columns}, key=len, reverse=True)  # 協議後 is one
    columns = "|".join(compile_template(name) for name in names)
    return re.compile(f"(?:{columns})(?:評価)?" if columns else r"(?!)")


def names_raters(row: Row, layout: Layout) -> bool:
    """Tell whether a row holds nothing but names of those who rate."""
    return all(rater_pattern(layout).fullmatch(word) for word in row.text.split())


def says_marks(row: Row, layout: Layout) -> bool:
    """Tell whether a row holds nothing but marks, or nothing but names of those who rate."""
    marks = {mark for table in layout.ratings for mark in table.marks}
    return names_raters(row, layout) or marks.issuperset(row.text.split())


def parse_rated_line(row: Row, layout: Layout) -> RatedLine | None:
    """Read a line that is all of numbers, raters and marks; None for any other, as for a number alone."""
    if len(row.text) > _LONGEST or not layout.ratings:
        return None
    start, is_rating = _heading(row, layout)
    tokens = list(_tokens(row, start, layout))
    if not tokens or tokens[-1].end() < len(row.text.rstrip()):
        return None
    kinds = [token.lastgroup for token in tokens]
    n_raters, has_mark = kinds.count("rater"), "mark" in kinds
    if not (n_raters and has_mark) and not (
        is_rating and (n_raters >= _FEWEST_RATERS or has_mark or "number" in kinds)
    ):
        return None
    return RatedLine(tuple(token["number"] for token in tokens if token["number"]), tuple(_marks(row, tokens)))


def _heading(row: Row, layout: Layout) -> tuple[int, bool]:
    """Give how many characters a heading takes at the start of a row, and whether it can be of nothing but a rating.

    「自己評価」 heads marks in one form and text in another: then marks and who rates have to tell.
    """
    label, length = label_book(layout).match_start(row.key) or (None, 0)
    is_rating = label is not None and label.kind == "rating"
    field = field_of(label, layout)
    is_mixed = field is not None and bool(field.splits_into)
    return row.key_places[length - 1] + 1 if is_rating or is_mixed else 0, is_rating


def _tokens(row: Row, start: int, layout: Layout) -> Iterator[re.Match[str]]:
    place = start
    while found := _token(layout).match(row.text, place):
        yield found
        place = found.end()


@lru_cache(maxsize=32)
def _token(layout: Layout) -> re.Pattern[str]:
    marks = "|".join({re.escape(mark) for table in layout.ratings for mark in table.marks})
    rater, mark = rf"(?P<rater>{rater_pattern(layout).pattern})", rf"(?P<mark>(?:{marks})(?![A-Za-z]))"
    opening, closing = r"[(【\[]?\s*", r"\s*[)】\]]?\s*[:=]?"
    return re.compile(rf"{_BETWEEN}(?:(?P<number>{_NUMBER})|{opening}(?:{rater}|{mark}){closing})")


def _marks(row: Row, tokens: list[re.Match[str]]) -> Iterator[tuple[str, str, Row]]:
    number = rater = ""
    for token in tokens:
        number, rater = token["number"] or number, token["rater"] or rater
        if token["mark"]:
            yield number, rater, row.part(*token.span("mark"))
