"""A query names the statements behind a number: theme/ward/year/form/section, readable and reversible.

`father/港南区/2023/annual/issue` is the numerator of one cell; `*` stands for any, `+` joins several. The number of
statements that `statements_of` gives is the number in the table, always.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote

from textmine.errors import TextmineError

if TYPE_CHECKING:
    import pandas as pd

ANY: Final = "*"
ALL_SECTIONS: Final = "all"  # in tables; the query says the same with this word
_PARTS: Final = ("theme", "ward", "fiscal_year", "form", "section")
_RESERVED: Final = "/+*%"  # quoted inside names


@dataclass(frozen=True, slots=True)
class Query:
    """Which statements: every part is a tuple of values, and an empty tuple means any."""

    theme: tuple[str, ...] = ()
    ward: tuple[str, ...] = ()
    fiscal_year: tuple[int, ...] = ()
    form: tuple[str, ...] = ()
    section: tuple[str, ...] = ()

    def __str__(self) -> str:
        parts = (self.theme, self.ward, self.fiscal_year, self.form, self.section)
        return "/".join("+".join(_quoted(value) for value in part) or ANY for part in parts)


def query_id(
    theme: str | None = None,
    ward: str | None = None,
    fiscal_year: int | None = None,
    form: str | None = None,
    section: str | None = None,
) -> str:
    """Give the id of a query with at most one value per part; None and `all` mean any."""
    given = (theme, ward, fiscal_year, form, None if section == ALL_SECTIONS else section)
    return "/".join(ANY if value is None else _quoted(value) for value in given)


def parse_query(text: str) -> Query:
    """Make a query of its id.

    Raises:
        TextmineError: the text has not five parts, or its year is no number.
    """
    pieces = text.strip().split("/")
    if len(pieces) != len(_PARTS):
        raise TextmineError(
            text, f"問い合わせは {'/'.join(_PARTS)} の5つの部分からなります", f"例: father/*/2023/annual/issue(部分 {len(pieces)})"
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
        query: a query or its id.
        statements: the table of statements (columns of the contract of the command line).
        coding: bool, index statement_id, a column per theme.

    Raises:
        TextmineError: the query names a theme that the coding does not have.
    """
    asked = parse_query(query) if isinstance(query, str) else query
    unknown = [theme for theme in asked.theme if theme not in coding.columns]
    if unknown:
        raise TextmineError(str(asked), f"主題 {unknown[0]!r} はありません", f"あるもの: {', '.join(map(str, coding.columns))}")
    chosen = statements
    for column in _PARTS[1:]:
        values = getattr(asked, column)
        if values:
            chosen = chosen[chosen[column].isin(values)]
    if asked.theme:
        flags = coding.loc[:, list(asked.theme)].any(axis=1)
        chosen = chosen[chosen["statement_id"].map(flags).fillna(value=False).astype(bool)]
    return chosen


def _quoted(value: str | int) -> str:
    return "".join(quote(character, safe="") if character in _RESERVED else character for character in str(value))


def _values(piece: str) -> tuple[str, ...]:
    return () if piece in (ANY, "") else tuple(unquote(value) for value in piece.split("+"))
