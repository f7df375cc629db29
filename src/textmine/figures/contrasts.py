"""Two shares against each other, theme by theme: the dots, the difference, and whether the data can carry a test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

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
    text_width,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from textmine.figures.labels import Labels

_LINE: Final = 5.0  # mm per theme
_HEAD: Final = 9.0
_WORDS: Final = 76.0  # mm for counts, difference, p and q
_DIFFERENCE, _TEST = 25.0, 55.0  # mm: where difference and test begin
_MARKS: Final = (("o", CATEGORICAL[0]), ("s", CATEGORICAL[1]))


def draw_contrasts(
    table: pd.DataFrame, labels: Labels, *, names: tuple[str, str], width_mm: float = TEXT_WIDTH
) -> Figure:
    """Draw one kind of contrast, a line per theme.

    Args:
        table: rows of CONTRAST_COLUMNS of one kind of form and one question.
        labels: names of themes.
        names: what the two sides are called.
        width_mm: width of the figure.
    """
    records: list[dict[str, Any]] = [{str(k): v for k, v in row.items()} for row in table.to_dict("records")]
    side = max((text_width(labels.theme(str(r["theme"])), 7) for r in records), default=10) + 4
    with figure_style():
        figure, page = new_page(width_mm, _HEAD + _LINE * len(records) + 11 + _note_height(table, labels))
        axes = axes_at(figure, side, _HEAD, width_mm - side - _WORDS, max(_LINE * len(records), 1))
        _prepare(axes, table)
        for line, record in enumerate(records):
            y = _HEAD + _LINE * (line + 0.5)
            page.text(side - 2, y, labels.theme(str(record["theme"])), fontsize=7, ha="right", va="center", color=INK)
            _draw_pair(axes, line + 0.5, record)
            _write_result(page, (width_mm - _WORDS + 3, y), record)
        _draw_heads(page, side, width_mm - _WORDS + 3, names)
        middle = (side + width_mm - _WORDS) / 2
        foot = _HEAD + _LINE * len(records) + 6.5
        page.text(middle, foot, "該当文の割合", fontsize=7, ha="center", va="center", color=INK)
        _write_note(page, _HEAD + _LINE * len(records) + 12, table, labels)
    return figure


def _note_height(table: pd.DataFrame, labels: Labels) -> float:
    return 3.5 * len(_notes(table, labels))


def _prepare(axes: Axes, table: pd.DataFrame) -> None:
    values = table[["share_first", "share_second"]].to_numpy(dtype=float)
    most = nice_ceiling(float(np.nanmax(values, initial=0.0)))
    axes.set_xlim(-0.01 * most, most)
    axes.set_ylim(max(len(table), 1), 0)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    ticks = np.linspace(0, most, 3)
    axes.set_xticks(ticks, [f"{tick * 100:g}%" for tick in ticks.round(4)])
    axes.grid(axis="x")


def _draw_pair(axes: Axes, y: float, record: dict[str, Any]) -> None:
    shares = (record["share_first"], record["share_second"])
    if np.isfinite(shares).all():
        axes.plot(shares, [y, y], color="#b9bcc1", linewidth=1.4, zorder=1)
    for share, (marker, colour) in zip(shares, _MARKS, strict=True):
        if np.isfinite(share):
            face = colour if record["estimable"] else "#ffffff"
            axes.plot([share], [y], marker=marker, color=colour, markerfacecolor=face, markersize=4.4, clip_on=False)


def _write_result(page: Axes, place: tuple[float, float], record: dict[str, Any]) -> None:
    left, y = place
    counts = (
        f"{record['n_present_first']}/{record['n_statements_first']}  →  "
        f"{record['n_present_second']}/{record['n_statements_second']}"
    )
    page.text(left, y, counts, fontsize=5.8, va="center", color=MUTED)
    if not record["estimable"]:
        page.text(left + _DIFFERENCE, y, "検定しない", fontsize=6, va="center", color=MUTED)
        return
    points = f"{_points(record['difference'])} ({_points(record['low'])}〜{_points(record['high'])})"
    bold = "bold" if record["q"] < 0.05 else "normal"  # noqa: PLR2004 - the usual level
    page.text(left + _DIFFERENCE, y, points, fontsize=5.8, va="center", color=INK, weight=bold)
    test = f"p{_probability(record['p'])}  q{_probability(record['q'])}"
    page.text(left + _TEST, y, test, fontsize=5.8, va="center", color=INK)


def _points(difference: float) -> str:
    return f"{difference * 100:+.1f}".replace("-", "−")


def _probability(p: float) -> str:
    return f"={p:.3f}" if p >= 0.001 else "<0.001"  # noqa: PLR2004 - three decimals


def _draw_heads(page: Axes, left: float, words: float, names: tuple[str, str]) -> None:
    for name, (marker, colour) in zip(names, _MARKS, strict=True):
        page.plot([left + 1], [3.2], marker=marker, color=colour, markersize=4.4)
        page.text(left + 3, 3.2, name, fontsize=6.5, va="center", color=INK)
        left += 7 + text_width(name, 6.5)
    page.text(words, _HEAD - 1.5, "該当/全文", fontsize=5.8, va="bottom", color=MUTED)
    page.text(words + _DIFFERENCE, _HEAD - 1.5, "差(点、95%区間)", fontsize=5.8, va="bottom", color=MUTED)


def _write_note(page: Axes, top: float, table: pd.DataFrame, labels: Labels) -> None:
    for line, text in enumerate(_notes(table, labels)):
        page.text(1, top + 3.5 * line, text, fontsize=6, va="center", color=MUTED)


def _notes(table: pd.DataFrame, labels: Labels) -> list[str]:
    refused = table[~table["estimable"].astype(bool)]
    reason = [f"白ぬきは検定しない主題: {refused['reason'].mode().iloc[0]}"] if len(refused) else []
    signed = labels.footnote(table["theme"])
    return [*reason, signed] if signed else reason
