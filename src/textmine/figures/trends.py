"""Trend lines over fiscal years, a panel per theme (or ward); the line breaks where no form could be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from textmine.figures.style import (
    CATEGORICAL,
    INK,
    MARKERS,
    MUTED,
    STATES,
    TEXT_WIDTH,
    axes_at,
    draw_states,
    figure_style,
    fill_year,
    fitting_size,
    gap_states,
    new_page,
    nice_ceiling,
    text_width,
)
from textmine.prevalence import FEW

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from textmine.figures.labels import Labels

_PANEL_HEIGHT: Final = 26.0  # mm of the axes
_TITLE: Final = 6.0
_SCALE: Final = 8.0  # mm left of the panels for the scale
_GAP: Final = 4.0
_KEY: Final = 6.0
_AXES: Final = "縦軸: 該当文の割合(線は95%区間)  年の下: 読み取った文の数(n)"
_DASHES: Final = ("-", (0, (3.5, 1.2)), (0, (1, 1)), (0, (5, 1, 1, 1)))  # lines differ in grey too
_TICKS: Final = 5.0
_SIZE: Final = 2.4  # mm of a line of n under a panel
_FOOT: Final = 4.0


def draw_trends(  # noqa: PLR0913 - what modifies is keyword-only
    table: pd.DataFrame,
    labels: Labels,
    *,
    years: Sequence[int],
    panel_by: str = "theme",
    colour_by: str = "section",
    panels_per_row: int = 3,
    width_mm: float = TEXT_WIDTH,
) -> Figure:
    """Draw shares with their intervals over all given years, on one scale; a rare theme gets no line.

    Args:
        table: rows of PREVALENCE_COLUMNS, TOTAL_COLUMNS or HIERARCHICAL_COLUMNS, one per panel, colour and year.
        labels: names.
        years: the years of the axis; those without a share leave a gap, marked at the foot by the pattern of its state.
        panel_by: column whose values get a panel each.
        colour_by: column whose values get a line each.
        panels_per_row: panels side by side.
        width_mm: width of the figure.
    """
    panels = list(dict.fromkeys(table[panel_by]))
    colours = {value: i for i, value in enumerate(dict.fromkeys(table[colour_by]))}
    columns = ["share", "high"]
    most = nice_ceiling(float(np.nanmax(table[columns].to_numpy(dtype=float), initial=0.0)))
    per_row = max(1, min(panels_per_row, len(panels)))
    width = (width_mm - _SCALE - _GAP * (per_row - 1) - 1) / per_row
    row = _TITLE + _PANEL_HEIGHT + _TICKS + 1.2 + _SIZE * len(colours)
    with figure_style():
        figure, page = new_page(width_mm, _KEY + row * max(-(-len(panels) // per_row), 1) + _FOOT)
        for number, value in enumerate(panels):
            left = _SCALE + (number % per_row) * (width + _GAP)
            top = _KEY + (number // per_row) * row + _TITLE
            page.text(left, top - 1.5, labels.of(panel_by, value), fontsize=7.5, weight="bold", va="bottom", color=INK)
            axes = axes_at(figure, left, top, width, _PANEL_HEIGHT)
            _prepare(axes, years, most, scaled=number % per_row == 0, width=width)
            own = table[table[panel_by] == value]
            for line, colour in enumerate(colours):
                place = (left, top + _PANEL_HEIGHT + _TICKS + 0.8 + _SIZE * line, width)
                _write_sizes(
                    page, place, own[own[colour_by] == colour], list(years), CATEGORICAL[line % len(CATEGORICAL)]
                )
            if panel_by == "theme" and own["n_present"].sum() < FEW:
                _refuse(axes, int(own["n_present"].sum()))
                continue
            for colour, style in colours.items():
                _draw_line(axes, own[own[colour_by] == colour], list(years), style, len(colours))
        foot = f"{_AXES}  {labels.footnote(table['theme'].unique())}"
        page.text(1, page.get_ylim()[0] - 1.8, foot, fontsize=6, va="center", color=MUTED)
        _draw_key(page, [(labels.of(colour_by, value), i) for value, i in colours.items()])
        draw_states(page, width_mm - 1, 2.5, gap_states(table, years))
    return figure


def _write_sizes(
    page: Axes, place: tuple[float, float, float], rows: pd.DataFrame, years: list[int], colour: str
) -> None:
    """Write under each year how many statements its share rests on, as large as the years stand apart."""
    left, top, width = place
    sizes = {int(row["fiscal_year"]): int(row["n_statements"]) for row in rows.to_dict("records")}
    texts = [str(sizes[year]) if sizes.get(year) else "" for year in years]
    points = min((fitting_size(text, width / len(years) - 0.3, largest=5.2, smallest=3.8) for text in texts), default=5)
    for number, text in enumerate(texts):
        middle = left + width * (number + 0.5) / len(years)
        page.text(middle, top, text, fontsize=points, ha="center", va="center", color=colour)


def _prepare(axes: Axes, years: Sequence[int], most: float, *, scaled: bool, width: float) -> None:
    axes.set_xlim(-0.5, len(years) - 0.5)
    axes.set_ylim(0, most)
    ticks = np.array([0, most / 2, most])
    axes.set_yticks(ticks, [f"{tick * 100:g}%" for tick in ticks.round(4)] if scaled else [""] * len(ticks), fontsize=6)
    room = width / max(len(years), 1)
    every = max(1, int(np.ceil(text_width("’00", 5.5) * 1.15 / room)))
    names = [str(year) if room > text_width("2000", 6) * 1.2 else f"’{year % 100:02d}" for year in years]
    axes.set_xticks(range(len(years)), [n if i % every == 0 else "" for i, n in enumerate(names)], fontsize=5.5)
    axes.grid(axis="y")


def _refuse(axes: Axes, n_present: int) -> None:
    """Say that a handful of statements makes no trend; the report lists them instead."""
    text = f"該当文が{FEW}未満({n_present}文)\n線を引かず、文そのものを示す"
    axes.text(0.5, 0.5, text, transform=axes.transAxes, fontsize=6, ha="center", va="center", color=MUTED)


def _draw_line(axes: Axes, rows: pd.DataFrame, years: list[int], style: int, n_styles: int) -> None:
    """Draw one line with its intervals; lines of several colours stand a little beside each other."""
    colour, marker = CATEGORICAL[style % len(CATEGORICAL)], MARKERS[style % len(MARKERS)]
    shift = (style - (n_styles - 1) / 2) * 0.16
    records: dict[int, Any] = {int(r["fiscal_year"]): r for r in rows.to_dict("records")}
    share = np.array([records[year]["share"] if year in records else np.nan for year in years], dtype=float)
    axes.plot(np.arange(len(years)) + shift, share, color=colour, linewidth=1.0, linestyle=_DASHES[style % 4])
    for place, year in enumerate(years):
        record = records.get(year)
        state = record["state"] if record else "form_missing"
        if record is None or not np.isfinite(record["share"]):
            fill_year(axes, place, STATES[state][1])
            continue
        x = place + shift
        if np.isfinite(record["low"]):
            axes.plot([x, x], [record["low"], record["high"]], color=colour, linewidth=0.8, alpha=0.75)
        face = "#ffffff" if record["n_present"] == 0 else colour
        axes.plot([x], [share[place]], marker=marker, color=colour, markerfacecolor=face, markersize=3.4, clip_on=False)


def _draw_key(page: Axes, entries: list[tuple[str, int]]) -> None:
    left = _SCALE
    for name, style in entries if len(entries) > 1 else []:
        colour, marker = CATEGORICAL[style % len(CATEGORICAL)], MARKERS[style % len(MARKERS)]
        page.plot([left, left + 5], [2.5, 2.5], color=colour, linewidth=1.0, linestyle=_DASHES[style % 4])
        page.plot([left + 2.5], [2.5], marker=marker, color=colour, markersize=3.6)
        page.text(left + 6.5, 2.5, name, fontsize=6.5, va="center", color=INK)
        left += 10.5 + text_width(name, 6.5)
