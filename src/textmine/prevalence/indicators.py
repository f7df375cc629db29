"""Series of the forms' own numbers (users, members) by ward and year, to stand beside the theme that they belong to.

Which table, row and column hold an indicator is the study's knowledge and comes as a setting. The series stands beside
the prevalence; that one moves the other is nowhere claimed.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_FOUND_IN: Final = ("table", "row", "column", "spans")  # the cell of the form, and its characters in the document
INDICATOR_COLUMNS: Final = (
    "indicator",
    "theme",
    "ward",
    "fiscal_year",
    "document",
    "value",
    "unit",
    "as_written",
    "state",
    *_FOUND_IN,
)


@dataclass(frozen=True, slots=True)
class Indicator:
    """A number that forms give: cells whose table, row and column all contain the given words."""

    id: str
    label: str
    theme: str  # the theme that it is drawn beside
    unit: str = ""
    table: str = ""  # empty fits any
    row: str = ""
    column: str = ""


def tabulate_indicators(
    numbers: pd.DataFrame, indicators: Sequence[Indicator], wards: pd.DataFrame, years: Iterable[int]
) -> pd.DataFrame:
    """Pick each indicator's numbers out of the forms' number tables.

    Args:
        numbers: columns document, ward, fiscal_year, table, row, column, value, unit, as_written, spans; a row per
            cell.
        indicators: what to pick.
        wards: columns name and order.
        years: fiscal years to show.

    Returns:
        INDICATOR_COLUMNS: every indicator, ward and year, in this order; `state` is `read`, `no_number` (a cell without
        one, as －) or `missing`. If several forms give a year, each has its row, in the order of document names: they
        are not averaged, since a later form may correct an earlier one.
    """
    spans = sorted({int(year) for year in years})
    names = list(wards.sort_values("order")["name"])
    folded = {column: numbers[column].map(_folded) for column in ("table", "row", "column")}
    parts = [pd.DataFrame(columns=list(INDICATOR_COLUMNS))]
    grid = pd.MultiIndex.from_product([names, spans], names=["ward", "fiscal_year"]).to_frame(index=False)
    for indicator in indicators:
        fits = pd.Series(data=True, index=numbers.index)
        for column, words in folded.items():
            fits &= words.str.contains(_folded(getattr(indicator, column)), regex=False)
        own = numbers[fits].sort_values("document", kind="stable")
        both = grid.merge(
            own[["ward", "fiscal_year", "document", "value", "unit", "as_written", *_FOUND_IN]], how="left"
        )
        state = both["value"].notna().map({True: "read", False: "no_number"}).where(both["document"].notna(), "missing")
        both = both.assign(indicator=indicator.id, theme=indicator.theme, state=state)
        parts.append(both.assign(unit=both["unit"].fillna(indicator.unit))[list(INDICATOR_COLUMNS)])
    return pd.concat(parts[1:] or parts, ignore_index=True)


def _folded(words: object) -> str:
    """Give the words without white space and differences of width: forms break their headings anywhere."""
    return "".join(unicodedata.normalize("NFKC", str(words)).split())
