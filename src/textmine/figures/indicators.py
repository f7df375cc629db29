"""A form's own numbers under the prevalence of their theme: same years, two scales, no claim of cause."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from textmine.figures.style import (
    CATEGORICAL,
    INK,
    MUTED,
    NO_DATA,
    STATES,
    TEXT_WIDTH,
    Look,
    axes_at,
    draw_states,
    figure_style,
    fill_year,
    gap_states,
    new_page,
    nice_ceiling,
    size_range,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from textmine.figures.labels import Labels

_PER_ROW: Final = 5
_UPPER: Final = 14.0  # mm
_LOWER: Final = 14.0
_TITLE: Final = 5.5
_SCALE: Final = 12.0
_GAP: Final = 3.0
_HEAD: Final = 5.0
_FOOT: Final = 7.0
_ROOM: Final = 1.15  # over the highest bar
CAUTION: Final = "並べて示すだけで、一方が他方を動かしたとはいえない"
_KEY: Final = "下の斜線 = 数の表がない  － = 数が書かれていない  白ぬきの点 = 記述なし(0)"


def draw_indicator(  # noqa: PLR0913 - what modifies is keyword-only
    indicators: pd.DataFrame,
    prevalence: pd.DataFrame,
    labels: Labels,
    *,
    title: str,
    years: Sequence[int],
    width_mm: float = TEXT_WIDTH,
) -> Figure:
    """Draw one indicator under its theme, a panel per ward that has either.

    Args:
        indicators: rows of INDICATOR_COLUMNS of one indicator.
        prevalence: rows of PREVALENCE_COLUMNS of its theme, one kind of form and one section.
        labels: names.
        title: what the indicator is called.
        years: the years of the axis.
        width_mm: width of the figure.
    """
    wards = _wards(indicators, prevalence)
    per_row = max(1, min(_PER_ROW, len(wards)))
    width = min((width_mm - _SCALE - _GAP * (per_row - 1) - 1) / per_row, 60.0)
    row = _TITLE + _UPPER + 2 + _LOWER + 6
    values = indicators["value"].astype(float)
    highest = float(values.max()) if values.notna().any() else 1.0
    tops = (nice_ceiling(float(prevalence["share"].max())), highest * _ROOM)
    with figure_style():
        figure, page = new_page(width_mm, _HEAD + row * max(-(-len(wards) // per_row), 1) + _FOOT)
        page.text(1, 2.5, _subject(indicators, prevalence, labels, title), fontsize=6.5, va="center", color=INK)
        for number, ward in enumerate(wards):
            left = _SCALE + (number % per_row) * (width + _GAP)
            top = _HEAD + (number // per_row) * row + _TITLE
            own = prevalence[prevalence["ward"] == ward]
            page.text(left, top - 1.2, ward, fontsize=7, weight="bold", va="bottom", color=INK)
            page.text(
                left + width,
                top - 1.2,
                size_range(own["n_statements"]),
                fontsize=5.5,
                ha="right",
                va="bottom",
                color=MUTED,
            )
            upper = axes_at(figure, left, top, width, _UPPER)
            lower = axes_at(figure, left, top + _UPPER + 2, width, _LOWER)
            scaled = number % per_row == 0
            _prepare(upper, years, tops[0], f"{tops[0] * 100:g}%", named=False, scaled=scaled)
            _prepare(lower, years, tops[1], f"{highest:,.0f}", named=True, scaled=scaled)
            _draw_shares(upper, own, years)
            _draw_numbers(lower, indicators[indicators["ward"] == ward], years, tops[1])
        draw_states(page, width_mm - 1, 2.5, gap_states(prevalence, years))
        foot = page.get_ylim()[0] - 3.0
        note = labels.footnote(prevalence["theme"].unique())
        page.text(1, foot, f"{_KEY}  {note}", fontsize=5.8, va="center", color=MUTED)
        page.text(width_mm - 1, foot, CAUTION, fontsize=5.8, ha="right", va="center", color=MUTED)
    return figure


def _subject(indicators: pd.DataFrame, prevalence: pd.DataFrame, labels: Labels, title: str) -> str:
    """Say what stands above and below, in which unit and by which kind of form."""
    unit = next((f"({u})" for u in indicators["unit"].dropna() if str(u)), "")
    themes, forms = prevalence["theme"].unique(), prevalence["form"].unique()
    named = (
        f"「{labels.theme(str(themes[0]))}」に触れた文の割合({labels.form(str(forms[0]))}の様式)"
        if len(themes)
        else "—"
    )
    return f"上: {named}  下: {title}{unit}"


def _wards(indicators: pd.DataFrame, prevalence: pd.DataFrame) -> list[str]:
    """Give the wards that have a number or a share, in the order of the tables."""
    told = {
        *indicators.loc[indicators["value"].notna(), "ward"],
        *prevalence.loc[prevalence["n_statements"] > 0, "ward"],
    }
    return [str(ward) for ward in dict.fromkeys([*indicators["ward"], *prevalence["ward"]]) if ward in told]


def _draw_shares(axes: Axes, rows: pd.DataFrame, years: Sequence[int]) -> None:
    """Draw the shares of one ward; a year without one has the pattern of its state."""
    records = {int(record["fiscal_year"]): record for record in rows.to_dict("records")}
    shares = np.array([records[year]["share"] if year in records else np.nan for year in years], dtype=float)
    axes.plot(range(len(years)), shares, color=CATEGORICAL[0], linewidth=0.9)
    for place, year in enumerate(years):
        if np.isnan(shares[place]):
            state = records[year]["state"] if year in records else "form_missing"
            fill_year(axes, place, STATES[state][1])
        else:
            face = CATEGORICAL[0] if shares[place] else "#ffffff"  # a counted zero is an open mark
            look: Look = {"marker": "o", "markersize": 2.8, "color": CATEGORICAL[0], "markerfacecolor": face}
            axes.plot([place], [shares[place]], **look, clip_on=False, zorder=3)  # whole, also on the axis


def _draw_numbers(axes: Axes, rows: pd.DataFrame, years: Sequence[int], top: float) -> None:
    """Draw the numbers of one ward; of several forms of a year the last one's."""
    records = {int(record["fiscal_year"]): record for record in rows.to_dict("records")}
    for place, year in enumerate(years):
        state = records[year]["state"] if year in records else "missing"
        if state == "read":
            axes.bar([place], [float(records[year]["value"])], color="#8f979f", width=0.62)
        elif state == "no_number":
            axes.text(place, top * 0.04, "－", fontsize=5, ha="center", va="bottom", color=MUTED)
        else:
            fill_year(axes, place, NO_DATA)


def _prepare(  # noqa: PLR0913 - what modifies is keyword-only
    axes: Axes, years: Sequence[int], top: float, name: str, *, named: bool, scaled: bool
) -> None:
    axes.set_xlim(-0.6, len(years) - 0.4)
    axes.set_ylim(0, top)
    highest = top if name.endswith("%") else top / _ROOM
    axes.set_yticks([0, highest], ["0", name] if scaled else ["", ""], fontsize=5.5)
    every = 1 if len(years) <= 7 else 3  # noqa: PLR2004 - seven two-digit years fit the narrowest panel
    texts = [f"’{year % 100:02d}" if named and i % every == 0 else "" for i, year in enumerate(years)]
    axes.set_xticks(range(len(years)), texts, fontsize=5)
    axes.grid(axis="y")
