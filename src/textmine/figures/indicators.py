"""A form's own numbers under the prevalence of their theme: same years, two scales, no claim of cause."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from textmine.figures.style import (
    CATEGORICAL,
    INK,
    MUTED,
    TEXT_WIDTH,
    axes_at,
    figure_style,
    new_page,
    nice_ceiling,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_PER_ROW: Final = 5
_UPPER: Final = 14.0  # mm
_LOWER: Final = 14.0
_TITLE: Final = 5.5
_SCALE: Final = 12.0
_GAP: Final = 3.0
_HEAD: Final = 5.0
CAUTION: Final = "並べて示すだけで、一方が他方を動かしたとはいえない"


def draw_indicator(
    indicators: pd.DataFrame,
    prevalence: pd.DataFrame,
    *,
    title: str,
    years: Sequence[int],
    width_mm: float = TEXT_WIDTH,
) -> Figure:
    """Draw one indicator under its theme, a panel per ward that has either.

    Args:
        indicators: rows of INDICATOR_COLUMNS of one indicator.
        prevalence: rows of PREVALENCE_COLUMNS of its theme, one kind of form and one section.
        title: what the indicator is called.
        years: the years of the axis.
        width_mm: width of the figure.
    """
    wards = _wards(indicators, prevalence)
    per_row = max(1, min(_PER_ROW, len(wards)))
    width = min((width_mm - _SCALE - _GAP * (per_row - 1) - 1) / per_row, 60.0)
    row = _TITLE + _UPPER + 2 + _LOWER + 6
    values = indicators["value"].astype(float)
    unit = next((str(u) for u in indicators["unit"].dropna() if str(u)), "")
    tops = (nice_ceiling(float(prevalence["share"].max())), float(values.max()) * 1.15 if values.notna().any() else 1.0)
    with figure_style():
        figure, page = new_page(width_mm, _HEAD + row * max(-(-len(wards) // per_row), 1) + 6)
        page.text(
            1,
            2.5,
            f"上: 該当文の割合  下: {title}({unit})" if unit else f"上: 該当文の割合  下: {title}",
            fontsize=6.5,
            va="center",
            color=INK,
        )
        for number, ward in enumerate(wards):
            left = _SCALE + (number % per_row) * (width + _GAP)
            top = _HEAD + (number // per_row) * row + _TITLE
            page.text(left, top - 1.2, ward, fontsize=7, weight="bold", va="bottom", color=INK)
            upper = axes_at(figure, left, top, width, _UPPER)
            lower = axes_at(figure, left, top + _UPPER + 2, width, _LOWER)
            shares = _series(prevalence[prevalence["ward"] == ward], "share", years)
            counts = _series(indicators[indicators["ward"] == ward], "value", years)
            upper.plot(range(len(years)), shares, marker="o", color=CATEGORICAL[0], linewidth=0.9, markersize=2.8)
            lower.bar(range(len(years)), np.nan_to_num(counts), color="#8f979f", width=0.62)
            _mark_missing(lower, counts, tops[1])
            scaled = number % per_row == 0
            _prepare(upper, years, tops[0], f"{tops[0] * 100:g}%", named=False, scaled=scaled)
            _prepare(lower, years, tops[1], f"{tops[1] / 1.15:,.0f}", named=True, scaled=scaled)
        page.text(width_mm - 1, 2.5, CAUTION, fontsize=6, ha="right", va="center", color=MUTED)
    return figure


def _wards(indicators: pd.DataFrame, prevalence: pd.DataFrame) -> list[str]:
    """Give the wards that have a number or a share, in the order of the tables."""
    told = {
        *indicators.loc[indicators["value"].notna(), "ward"],
        *prevalence.loc[prevalence["n_statements"] > 0, "ward"],
    }
    return [str(ward) for ward in dict.fromkeys([*indicators["ward"], *prevalence["ward"]]) if ward in told]


def _series(rows: pd.DataFrame, column: str, years: Sequence[int]) -> np.ndarray:
    """Give the values by year, nan where there is none; of several forms of a year the last one's."""
    found = {int(year): float(value) for year, value in zip(rows["fiscal_year"], rows[column], strict=True)}
    return np.array([found.get(year, np.nan) for year in years])


def _mark_missing(axes: Axes, values: np.ndarray, top: float) -> None:
    for place in np.flatnonzero(np.isnan(values)).tolist():
        axes.text(place, top * 0.04, "–", fontsize=5, ha="center", va="bottom", color=MUTED)


def _prepare(  # noqa: PLR0913 - what modifies is keyword-only
    axes: Axes, years: Sequence[int], top: float, name: str, *, named: bool, scaled: bool
) -> None:
    axes.set_xlim(-0.6, len(years) - 0.4)
    axes.set_ylim(0, top)
    highest = top if name.endswith("%") else top / 1.15
    axes.set_yticks([0, highest], ["0", name] if scaled else ["", ""], fontsize=5.5)
    every = 1 if len(years) <= 7 else 3  # noqa: PLR2004 - seven two-digit years fit the narrowest panel
    texts = [f"’{year % 100:02d}" if named and i % every == 0 else "" for i, year in enumerate(years)]
    axes.set_xticks(range(len(years)), texts, fontsize=5)
    axes.grid(axis="y")
