"""A query names the statements behind a number: theme/ward/year/form/section, readable and reversible.

`father/港南区/2023/annual/issue` is the numerator of one cell, and `*/港南区/2023/annual/issue` its denominator; `*`
stands for any, `+` joins several. The number of statements that `statements_of` gives is the number in the table,
always. Where a table lists statements, their ids are asked for in the same way, joined by |.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote

import pandas as pd

from textmine.errors import TextmineError

if TYPE_CHECKING:
    from collections.abc import Iterable

ANY: Final = "*"
JOIN: Final = "|"
ALL_SECTIONS: Final = "all"  # in tables; the query says the same with this word
_STATEMENT_ID: Final = re.compile(r"[^/|]+:\d+")  # document and number, as in tables of statements
_PARTS: Final = ("theme", "ward", "fiscal_year", "form", "section")
_RESERVED: Final = "/+*%|"  # quoted inside names


@dataclass(frozen=True, slots=True)
class Query:
    """Which statements: every part is a tuple of values, and an empty tuple means any."""

    theme: tuple[str, ...] = ()
    ward: tuple[str, ...] = ()
    fiscal_year: tuple[int, ...] = ()
    form: tuple[str, ...] = ()
    section: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Give the id that `parse_query` reads back."""
        parts = (self.theme, self.ward, self.fiscal_year, self.form, self.section)
        return "/".join("+".join(_quoted(value) for value in part) or ANY for part in parts)


def query_id(
    theme: str | None = None,
    ward: str | None = None,
    fiscal_year: int | None = None,
    form: str | None = None,
    section: str | None = None,
) -> str:
    """Give the id of a query; None and `all` mean any, and `goal+activity` is the union of two sections."""
    given = (theme, ward, fiscal_year, form)
    sections = ANY if section in (None, ALL_SECTIONS) else section  # ids of sections are plain words, joined by +
    return "/".join([*(ANY if value is None else _quoted(value) for value in given), str(sections)])


def cells_query(theme: str, cells: Iterable[tuple[str, int]], form: str, section: str) -> str:
    """Give the id of exactly these cells: wards with the same years stand in one query, queries are joined by |.

    Args:
        theme: whose statements.
        cells: ward and fiscal year of each; none gives the empty id, which no statement answers to.
        form: kind of form.
        section: section, union or `all`.
    """
    years: dict[str, set[int]] = {}
    for ward, year in cells:
        years.setdefault(ward, set()).add(int(year))
    wards: dict[tuple[int, ...], list[str]] = {}
    for ward, own in years.items():
        wards.setdefault(tuple(sorted(own)), []).append(ward)
    tail = query_id(theme, form=form, section=section).split("/")[3:]
    return JOIN.join(
        "/".join([_quoted(theme), "+".join(map(_quoted, names)), "+".join(map(str, own)), *tail])
        for own, names in wards.items()
    )


def parse_query(text: str) -> Query:
    """Make a query of its id.

    Raises:
        TextmineError: the text has not five parts, or its year is no number.
    """
    pieces = text.strip().split("/")
    if len(pieces) != len(_PARTS):
        raise TextmineError(
            text,
            f"問い合わせは {'/'.join(_PARTS)} の5つの部分からなります",
            f"例: father/*/2023/annual/issue(部分 {len(pieces)})",
        )
    theme, ward, year, form, section = (_values(piece) for piece in pieces)
    try:
        years = tuple(int(value) for value in year)
    except ValueError:
        raise TextmineError(text, f"年度が数ではありません: {pieces[2]!r}", "西暦で書いてください(例: 2023)") from None
    return Query(theme, ward, years, form, tuple(value for value in section if value != ALL_SECTIONS))


def statements_of(query: Query | str, statements: pd.DataFrame, coding: pd.DataFrame) -> pd.DataFrame:
    """Give the statements that a number counts, in the order of the table.

    Args:
        query: a query or its id, or the id of a statement; of ids joined by |, all their statements.
        statements: the table of statements (columns of the contract of the command line).
        coding: bool, index statement_id, a column per theme.

    Raises:
        TextmineError: the query names a theme that the coding does not have, or a statement that is not there.
    """
    asked, ids = ((query,), ()) if isinstance(query, Query) else split_ids(query)
    _refuse_missing(ids, statements)
    chosen = statements["statement_id"].isin(ids)
    for single in asked:
        chosen |= _answers(single, statements, coding)
    return statements[chosen]


def split_ids(text: str) -> tuple[tuple[Query, ...], tuple[str, ...]]:
    """Give the queries and the ids of statements that are joined by |.

    Raises:
        TextmineError: a part is neither.
    """
    parts = [part.strip() for part in text.split(JOIN) if part]
    ids = tuple(part for part in parts if _STATEMENT_ID.fullmatch(part))
    return tuple(parse_query(part) for part in parts if part not in ids), ids


def _refuse_missing(ids: tuple[str, ...], statements: pd.DataFrame) -> None:
    known = set(statements["statement_id"])
    for one in ids:
        if one not in known:
            raise TextmineError(one, "この番号の文はありません", "表 statements.csv の statement_id を確かめてください")


def _answers(asked: Query, statements: pd.DataFrame, coding: pd.DataFrame) -> pd.Series:
    """Say of each statement whether a single query asks for it."""
    unknown = [theme for theme in asked.theme if theme not in coding.columns]
    if unknown:
        raise TextmineError(
            str(asked), f"主題 {unknown[0]!r} はありません", f"あるもの: {', '.join(map(str, coding.columns))}"
        )
    chosen = pd.Series(data=True, index=statements.index)
    for column in _PARTS[1:]:
        values = getattr(asked, column)
        if values:
            chosen &= statements[column].isin(values)
    if asked.theme:
        coded = coding.index[coding.loc[:, list(asked.theme)].any(axis=1)]
        chosen &= statements["statement_id"].isin(coded)
    return chosen


def _quoted(value: str | int) -> str:
    return "".join(quote(character, safe="") if character in _RESERVED else character for character in str(value))


def _values(piece: str) -> tuple[str, ...]:
    return () if piece in (ANY, "") else tuple(unquote(value) for value in piece.split("+"))
