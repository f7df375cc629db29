"""Dot-and-interval plots: a share is a dot, what it may be is a line, and the counts stand beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from textmine.figures.style import (
    CATEGORICAL,
    INK,
    MARKERS,
    MUTED,
    SMALLEST,
    TEXT_WIDTH,
    axes_at,
    figure_style,
    new_page,
    nice_ceiling,
    text_width,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from textmine.figures.labels import Labels

_KEYS: Final = ("theme", "ward", "fiscal_year", "form", "section")
_LINE: Final = 4.4  # mm per row
_COUNTS: Final = 20.0  # mm for "k / n"


def draw_intervals(
    table: pd.DataFrame,
    labels: Labels,
    *,
    colour_by: str = "section",
    group_by: str = "theme",
    width_mm: float = TEXT_WIDTH,
) -> Figure:
    """Draw one row per row of the table, in groups with a heading; rows without a share say why.

    Args:
        table: rows of PREVALENCE_COLUMNS, TOTAL_COLUMNS or HIERARCHICAL_COLUMNS.
        labels: names.
        colour_by: column whose values get colours and marks.
        group_by: column whose values get a heading, in their order in the table.
        width_mm: width of the figure.
    """
    varying = [key for key in _KEYS if key != group_by and table[key].astype(str).nunique() > 1]
    groups = list(dict.fromkeys(table[group_by]))
    names = {
        i: "・".join(labels.of(k, v) for k, v in zip(varying, row, strict=True)) for i, row in _rows(table, varying)
    }
    colours = {value: i for i, value in enumerate(dict.fromkeys(table[colour_by]))}
    side = max((text_width(name, 6.5) for name in names.values()), default=10) + 4
    n_lines = len(table) + len(groups)
    key = 6.0 if len(colours) > 1 else 0.0
    height = n_lines * _LINE + 14 + key
    with figure_style():
        figure, page = new_page(width_mm, height)
        axes = axes_at(figure, side, 1 + key, width_mm - side - _COUNTS, n_lines * _LINE)
        _prepare(axes, table, n_lines)
        line = 0
        for group in groups:
            heading = labels.of(group_by, group)
            page.text(
                0.5, 1 + key + (line + 0.62) * _LINE, heading, fontsize=7.5, weight="bold", va="center", color=INK
            )
            line += 1
            for index, record in table[table[group_by] == group].iterrows():
                style = colours[record[colour_by]]
                _draw_row(axes, line + 0.5, record, style)
                top = 1 + key + (line + 0.5) * _LINE
                page.text(side - 2, top, names[index], fontsize=6.5, ha="right", va="center", color=INK)
                counts = f"{record['n_present']} / {record['n_statements']}"
                page.text(width_mm - 1, top, counts, fontsize=6, ha="right", va="center", color=MUTED)
                line += 1
        page.text(
            side + (width_mm - side - _COUNTS) / 2,
            height - 5.5,
            "該当文の割合(線は95%区間)",
            fontsize=7,
            ha="center",
            va="top",
        )
        page.text(width_mm - 1, height - 5.5, "該当 / 全文", fontsize=6, ha="right", va="top", color=MUTED)
        if key:
            _draw_key(page, side, [(labels.of(colour_by, value), i) for value, i in colours.items()])
    return figure


def _rows(table: pd.DataFrame, columns: Sequence[str]) -> list[tuple[object, tuple[object, ...]]]:
    values = [tuple(row) for row in table[list(columns)].itertuples(index=False, name=None)]
    return list(zip(table.index, values, strict=True))


def _prepare(axes: Axes, table: pd.DataFrame, n_lines: int) -> None:
    most = nice_ceiling(float(np.nanmax([*table["high"].fillna(0), *table["share"].fillna(0), 0.0])))
    axes.set_xlim(-0.005 * most, most)
    axes.set_ylim(n_lines, 0)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    ticks = np.linspace(0, most, 6 if most not in (0.3, 0.4, 0.6, 0.8) else 5)
    axes.set_xticks(ticks, [f"{tick * 100:g}%" for tick in ticks.round(4)])
    axes.grid(axis="x")


def _draw_row(axes: Axes, y: float, record: pd.Series, style: int) -> None:
    colour = CATEGORICAL[style % len(CATEGORICAL)]
    if not np.isfinite(record["share"]):
        text = str(record.get("reason", "")) or "数えられない"
        axes.text(0, y, text, fontsize=SMALLEST + 0.5, va="center", color=MUTED, style="normal")
        return
    if np.isfinite(record["low"]) and np.isfinite(record["high"]):
        axes.plot([record["low"], record["high"]], [y, y], color=colour, linewidth=1.3, solid_capstyle="butt")
    marker = MARKERS[style % len(MARKERS)]
    hollow = record["n_present"] == 0  # a counted zero is an open mark
    face = "#ffffff" if hollow else colour
    axes.plot([record["share"]], [y], marker=marker, color=colour, markerfacecolor=face, markersize=4.2, clip_on=False)


def _draw_key(page: Axes, left: float, entries: list[tuple[str, int]]) -> None:
    for name, style in entries:
        colour, marker = CATEGORICAL[style % len(CATEGORICAL)], MARKERS[style % len(MARKERS)]
        page.plot([left, left + 5], [2.8, 2.8], color=colour, linewidth=1.3)
        page.plot([left + 2.5], [2.8], marker=marker, color=colour, markersize=4.2)
        page.text(left + 6.5, 2.8, name, fontsize=6.5, va="center", color=INK)
        left += 10.5 + text_width(name, 6.5)
