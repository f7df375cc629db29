"""How many topics the corpus carries, for every number that was asked for: the whole curve, with no best number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from matplotlib.ticker import MaxNLocator

from textmine.figures.style import (
    CATEGORICAL,
    FRAME,
    INK,
    MUTED,
    TEXT_WIDTH,
    axes_at,
    figure_style,
    new_page,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_LEFT: Final = 13.0  # mm
_RIGHT: Final = 38.0  # mm for names beside the lines
_TOP: Final = 6.0
_UPPER: Final = 34.0
_LOWER: Final = 30.0
_GAP: Final = 13.0
_GREY: Final = "#dfe1e5"


def draw_topic_curve(curve: pd.DataFrame, *, proposed: int, width_mm: float = TEXT_WIDTH) -> Figure:
    """Draw supported topics out of those asked for, and under it how alike refits are, real and shuffled.

    Args:
        curve: CURVE_COLUMNS of `textmine.topics.stability`.
        proposed: the number of topics that is shown in the report.
        width_mm: width of the figure.
    """
    inner = width_mm - _LEFT - _RIGHT
    with figure_style():
        figure, page = new_page(width_mm, _TOP + _UPPER + _GAP + _LOWER + 11)
        upper = axes_at(figure, _LEFT, _TOP, inner, _UPPER)
        lower = axes_at(figure, _LEFT, _TOP + _UPPER + _GAP, inner, _LOWER)
        _draw_counts(upper, curve, proposed)
        _draw_stability(lower, curve, proposed)
        page.text(_LEFT, 1.2, "支持される話題の数", fontsize=7.5, weight="bold", va="top", color=INK)
        second = _TOP + _UPPER + 7.4
        page.text(_LEFT, second, "語の一致(8割の文で求め直したとき)", fontsize=7.5, weight="bold", va="top", color=INK)
        foot = _TOP + _UPPER + _GAP + _LOWER + 7
        page.text(_LEFT + inner / 2, foot, "求めた話題の数 K", fontsize=7, ha="center", va="top", color=INK)
    return figure


def _draw_counts(axes: Axes, curve: pd.DataFrame, proposed: int) -> None:
    numbers = curve["n_topics"].to_numpy()
    passing = curve["n_passing"].to_numpy()
    axes.bar(numbers, numbers, width=0.62, color=_GREY)
    axes.bar(numbers, passing, width=0.62, color=[_colour(n == proposed) for n in numbers])
    for number, count in zip(numbers, passing, strict=True):
        axes.text(number, count + 0.25, str(count), ha="center", va="bottom", fontsize=6.5, color=INK)
    _set_numbers(axes, numbers)
    axes.set_ylim(0, numbers.max() * 1.02)
    axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    beside = numbers.max() + 0.9
    axes.text(
        beside, numbers.max() * 0.82, "灰色: 語を並べ替えた\n資料と区別できない", fontsize=6.5, va="center", color=MUTED
    )
    axes.text(
        beside,
        max(float(passing[-1]) / 2, numbers.max() * 0.14),
        f"色: 支持される話題\n(濃い色は K={proposed}、\n最も多い最小の数)",
        fontsize=6.5,
        va="center",
        color=CATEGORICAL[0],
    )


def _draw_stability(axes: Axes, curve: pd.DataFrame, proposed: int) -> None:
    numbers = curve["n_topics"].to_numpy()
    real, shuffled = (curve[name].to_numpy(dtype=float) for name in ("pairwise_stability", "shuffled_stability"))
    axes.axvline(proposed, color=FRAME, linewidth=0.6, linestyle=(0, (2, 2)))
    axes.plot(numbers, real, color=CATEGORICAL[0], marker="o", markersize=3, linewidth=1.2)
    axes.plot(numbers, shuffled, color=MUTED, marker="s", markersize=2.6, linewidth=1.0)
    _set_numbers(axes, numbers)
    axes.set_ylim(0, max(0.8, float(np.nanmax(real)) * 1.05))
    axes.set_yticks([0, 0.2, 0.4, 0.6, 0.8])
    axes.grid(visible=True, axis="y")
    beside = numbers.max() + 0.9
    axes.text(beside, real[-1], "この資料", fontsize=6.5, va="center", color=CATEGORICAL[0])
    if np.isfinite(shuffled[-1]):
        apart = min(shuffled[-1], real[-1] - 0.09)
        axes.text(beside, apart, "語を並べ替えた資料", fontsize=6.5, va="center", color=MUTED)


def _set_numbers(axes: Axes, numbers: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> None:
    axes.set_xlim(numbers.min() - 0.6, numbers.max() + 0.6)
    axes.set_xticks(numbers)


def _colour(is_proposed: bool) -> str:  # noqa: FBT001 - maps a state to its colour
    return CATEGORICAL[0] if is_proposed else "#7fb8d8"
