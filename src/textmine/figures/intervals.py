"""Dot-and-interval plots: a share is a dot, what it may be is a line, and the counts stand beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from textmine.figures.style import (
    CATEGORICAL,
    INK,
    MARKERS,
    MUTED,
    TEXT_WIDTH,
    axes_at,
    figure_style,
    fitting_size,
    new_page,
    nice_ceiling,
    text_width,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from textmine.figures.labels import Labels

_KEYS: Final = ("theme", "ward", "fiscal_year", "form", "section")
_LINE: Final = 4.4  # mm per row
_COUNTS: Final = 20.0  # mm for "k / n"
_BEHIND: Final = "#c9ccd1"
_HEAD: Final = 7.0  # mm for the key


def draw_intervals(
    table: pd.DataFrame,
    labels: Labels,
    *,
    colour_by: str = "section",
    group_by: str = "theme",
    width_mm: float = TEXT_WIDTH,
) -> Figure:
    """Draw one line per row of the table, in groups with a heading; rows without a share say why.

    Where the table has raw shares beside pooled ones (HIERARCHICAL_COLUMNS), the raw share and its interval stand in
    grey behind, so that the eye sees what pooling drew in.

    Args:
        table: rows of PREVALENCE_COLUMNS, TOTAL_COLUMNS or HIERARCHICAL_COLUMNS.
        labels: names.
        colour_by: column whose values get colours and marks.
        group_by: column whose values get a heading, in their order in the table.
        width_mm: width of the figure.
    """
    groups = list(dict.fromkeys(table[group_by]))
    fixed = [key for key in ("fiscal_year", "form") if key != group_by and len(set(table[key].astype(str))) == 1]
    varying = [key for key in _KEYS if key != group_by and len(set(table[key].astype(str))) > 1]
    colours = {value: i for i, value in enumerate(dict.fromkeys(table[colour_by]))}
    constant = "・".join(labels.of(key, table[key].iloc[0]) for key in fixed)
    heads = [labels.of(group_by, group) + (f"({constant})" if constant else "") for group in groups]
    parts = [table[table[group_by] == group].to_dict("records") for group in groups]
    records = list(zip(heads, parts, strict=True))
    names = [_name(record, varying, labels) for _, rows in records for record in rows]
    side = min(max((text_width(name, 6.5) for name in names), default=10) + 4, width_mm * 0.45)
    n_lines = len(table) + len(groups)
    with figure_style():
        figure, page = new_page(width_mm, n_lines * _LINE + _HEAD + 13)
        axes = axes_at(figure, side, _HEAD, width_mm - side - _COUNTS, max(n_lines, 1) * _LINE)
        axes.set_zorder(-1)  # headings reach into it and stand above its grid
        _prepare(axes, table, n_lines)
        line = 0
        for heading, rows in records:
            middle = _HEAD + (line + 0.62) * _LINE
            ground = {"facecolor": "#ffffff", "edgecolor": "none", "pad": 0.6}
            page.text(0.5, middle, heading, fontsize=7.5, weight="bold", va="center", color=INK, bbox=ground)
            line += 1
            for record in rows:
                _draw_row(axes, line + 0.5, record, colours[record[colour_by]])
                _write_row(page, _HEAD + (line + 0.5) * _LINE, record, (_name(record, varying, labels), side - 2))
                line += 1
        foot = n_lines * _LINE + _HEAD + 7.5
        page.text((side + width_mm - _COUNTS) / 2, foot, "該当文の割合(線は95%区間)", fontsize=7, ha="center", va="top")
        page.text(width_mm - 1, foot, "該当 / 全文", fontsize=6, ha="right", va="top", color=MUTED)
        page.text(0.5, foot, labels.footnote(table["theme"].unique()), fontsize=6, va="top", color=MUTED)
        entries = [(labels.of(colour_by, value), i) for value, i in colours.items()] if len(colours) > 1 else []
        _draw_key(page, side, entries, raw="raw_share" in table)
    return figure


def _name(record: dict[str, Any], varying: list[str], labels: Labels) -> str:
    return "・".join(labels.of(key, record[key]) for key in varying)


def _prepare(axes: Axes, table: pd.DataFrame, n_lines: int) -> None:
    columns = [name for name in ("share", "high", "raw_share", "raw_high") if name in table]
    most = nice_ceiling(float(np.nanmax(table[columns].to_numpy(dtype=float), initial=0.0)))
    axes.set_xlim(-0.005 * most, most)
    axes.set_ylim(max(n_lines, 1), 0)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.patch.set_visible(False)  # a heading may reach into it
    ticks = np.linspace(0, most, 5 if most in (0.3, 0.4, 0.6, 0.8) else 6)
    axes.set_xticks(ticks, [f"{tick * 100:g}%" for tick in ticks.round(4)])
    axes.grid(axis="x")


def _draw_row(axes: Axes, y: float, record: dict[str, Any], style: int) -> None:
    colour = CATEGORICAL[style % len(CATEGORICAL)]
    if "raw_share" in record and np.isfinite(record["raw_share"]):
        axes.plot([record["raw_low"], record["raw_high"]], [y, y], color=_BEHIND, linewidth=3.2, solid_capstyle="butt")
        axes.plot([record["raw_share"]], [y], marker="|", color=MUTED, markersize=6, clip_on=False)
    if not np.isfinite(record["share"]):
        text = str(record.get("reason") or "数えられない")
        left = record.get("raw_high", 0.0)
        start = left if np.isfinite(left) else 0.0
        axes.text(start, y, f" {text}", fontsize=5.5, va="center", color=MUTED)
        return
    if np.isfinite(record["low"]) and np.isfinite(record["high"]):
        axes.plot([record["low"], record["high"]], [y, y], color=colour, linewidth=1.3, solid_capstyle="butt")
    face = "#ffffff" if record["n_present"] == 0 else colour  # a counted zero is an open mark
    marker = MARKERS[style % len(MARKERS)]
    axes.plot([record["share"]], [y], marker=marker, color=colour, markerfacecolor=face, markersize=4.2, clip_on=False)


def _write_row(page: Axes, y: float, record: dict[str, Any], name: tuple[str, float]) -> None:
    text, right = name
    points = fitting_size(text, right, largest=6.5)
    page.text(right, y, text, fontsize=points, ha="right", va="center", color=INK)
    counts = f"{record['n_present']} / {record['n_statements']}" if record["n_statements"] else "—"
    page.text(page.get_xlim()[1] - 1, y, counts, fontsize=6, ha="right", va="center", color=MUTED)


def _draw_key(page: Axes, left: float, entries: list[tuple[str, int]], *, raw: bool) -> None:
    top = _HEAD / 2 - 0.5
    for name, style in entries:
        colour, marker = CATEGORICAL[style % len(CATEGORICAL)], MARKERS[style % len(MARKERS)]
        page.plot([left, left + 5], [top, top], color=colour, linewidth=1.3)
        page.plot([left + 2.5], [top], marker=marker, color=colour, markersize=4.2)
        page.text(left + 6.5, top, name, fontsize=6.5, va="center", color=INK)
        left += 10.5 + text_width(name, 6.5)
    if raw and not entries:
        page.plot([left, left + 5], [top, top], color=CATEGORICAL[0], linewidth=1.3)
        page.plot([left + 2.5], [top], marker=MARKERS[0], color=CATEGORICAL[0], markersize=4.2)
        page.text(left + 6.5, top, "分け合った推定", fontsize=6.5, va="center", color=INK)
        left += 10.5 + text_width("分け合った推定", 6.5)
    if raw:
        page.plot([left, left + 5], [top, top], color=_BEHIND, linewidth=3.2, solid_capstyle="butt")
        page.plot([left + 2.5], [top], marker="|", color=MUTED, markersize=6)
        page.text(left + 6.5, top, "生の割合(この様式の記述のみを表す区間)", fontsize=6.5, va="center", color=INK)
