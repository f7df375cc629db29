"""A map of words and forms by correspondence analysis: a word lies towards the forms that use it more than others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from textmine.figures.places import pushed_apart
from textmine.figures.style import (
    CATEGORICAL,
    FRAME,
    INK,
    MUTED,
    POINT_MM,
    TEXT_WIDTH,
    axes_at,
    figure_style,
    new_page,
    text_width,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from textmine.correspondence import Correspondence

_HEIGHT: Final = 120.0  # mm of the map
_LEFT, _FOOT = 15.0, 17.0  # mm for the axes' numbers and names
_ROOM: Final = 0.12  # of the range, left free around the points
_TYPE: Final = 6.5
_MOVED: Final = 3.2  # mm from which on a line leads from a name to its point


def draw_term_map(found: Correspondence, *, what: str, width_mm: float = TEXT_WIDTH) -> Figure:
    """Draw terms (dots, as large as they are frequent) and groups of statements (squares) on the first two axes.

    Args:
        found: of a table of terms by groups.
        what: what the groups are called (様式).
        width_mm: width of the figure.
    """
    with figure_style():
        figure, page = new_page(width_mm, _HEIGHT + _FOOT)
        size = (width_mm - _LEFT - 2, _HEIGHT - 2)
        axes = axes_at(figure, _LEFT, 2, *size)
        points = np.vstack([_points(found.rows), _points(found.columns)])
        _set_axes(axes, points, found.inertia)
        labels = [*map(str, found.rows.index), *map(str, found.columns.index)]
        most = float(found.rows["n"].max())
        for place, n in zip(_points(found.rows), found.rows["n"], strict=True):
            axes.plot(*place, "o", markersize=1.8 + 4 * np.sqrt(n / most), color=CATEGORICAL[5], alpha=0.85, zorder=2)
        for place in _points(found.columns):
            axes.plot(*place, "s", markersize=7, color=CATEGORICAL[1], markeredgecolor="white", zorder=3)
        _write(axes, points, labels, len(found.rows), size)
        page.text(_LEFT, _HEIGHT + _FOOT - 2.5, _what_it_shows(found, what), fontsize=6, color=MUTED, va="center")
    return figure


def _points(table: pd.DataFrame) -> NDArray[np.float64]:
    return table[["axis_1", "axis_2"]].to_numpy(dtype=float)


def _set_axes(axes: Axes, points: NDArray[np.float64], inertia: NDArray[np.float64]) -> None:
    low, high = points.min(axis=0), points.max(axis=0)
    room = _ROOM * (high - low)
    axes.set_xlim(low[0] - room[0], high[0] + room[0])
    axes.set_ylim(low[1] - room[1], high[1] + room[1])
    axes.axhline(0, color=FRAME, linewidth=0.5, zorder=0)
    axes.axvline(0, color=FRAME, linewidth=0.5, zorder=0)
    axes.set_xlabel(f"第1軸(違いの {inertia[0]:.0%})")
    axes.set_ylabel(f"第2軸(違いの {inertia[1]:.0%})")


def _write(
    axes: Axes, points: NDArray[np.float64], labels: Sequence[str], n_terms: int, size: tuple[float, float]
) -> None:
    """Write each name near its point, moved off the others; a line leads back where it went far."""
    limits = np.array([axes.get_xlim(), axes.get_ylim()])
    scale = np.array(size) / (limits[:, 1] - limits[:, 0])
    at = (points - limits[:, 0]) * scale
    boxes = np.array([(text_width(label, _TYPE) + 1.0, _TYPE * POINT_MM + 0.9) for label in labels])
    moved = pushed_apart(at + np.array([0, 2.2]), boxes, np.array([[0, 0], size]))
    for number, (label, point, place) in enumerate(zip(labels, at, moved, strict=True)):
        x, y = place / scale + limits[:, 0]
        look: dict[str, Any] = {"color": INK} if number < n_terms else {"color": CATEGORICAL[1], "fontweight": "bold"}
        axes.text(x, y, label, fontsize=_TYPE, ha="center", va="center", zorder=4, **look)
        if np.hypot(*(place - point)) > _MOVED:
            axes.plot([points[number, 0], x], [points[number, 1], y], color=FRAME, linewidth=0.35, zorder=1)


def _what_it_shows(found: Correspondence, what: str) -> str:
    return (
        f"丸 = 語({len(found.rows)}語、大きさは語を含む文の数) 四角 = {what}({len(found.columns)}) "
        f"語は、それをほかより多く使う{what}の方向にある。原点に近い語は、どの{what}も同じほど使う"
    )
