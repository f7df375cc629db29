"""課題から次年度へ: forms flow from the issue that they raised to the plan, and to what the next form says; by theme.

A stream is as thick as the number of forms in it. What could not be read stays in sight, hatched.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from textmine.figures.style import CATEGORICAL, INK, MUTED, NO_DATA, TEXT_WIDTH, figure_style, fitting_size, new_page

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from textmine.figures.labels import Labels

_HEADS: Final = ("課題に挙げた様式(件)", "同じ様式の次年度計画", "翌年度の様式")
# stage -> (category, name, colour), from the top; the categories are those of the table
_NODES: Final = (
    (("raised", "", CATEGORICAL[1]),),
    (("yes", "取り上げた", CATEGORICAL[2]), ("no", "記述なし", "#b9bcc1"), ("unknown", "読めない・なし", "")),
    (
        ("outcome", "成果に", CATEGORICAL[0]),
        ("both", "成果にも課題にも", CATEGORICAL[5]),
        ("issue", "ふたたび課題に", CATEGORICAL[1]),
        ("no", "記述なし", "#b9bcc1"),
        ("unknown", "様式なし・読めない", ""),
    ),
)
_COLUMNS: Final = (None, "taken_up", "returned")
_PER_ROW: Final = 2
_PANEL: Final = (80.0, 44.0)  # mm
_STREAMS: Final = 27.0  # mm of the panel's height that the forms fill
_NOTE: Final = 5.0
_BAR: Final = 2.6  # mm
_APART: Final = 1.6  # mm between nodes


class _Node(NamedTuple):
    """A category of a stage, placed in mm; streams fill it from the top."""

    left: float
    top: float
    height: float
    colour: str
    name: str
    n_forms: int


def draw_follow_through(
    table: pd.DataFrame, labels: Labels, *, summary: pd.DataFrame | None = None, width_mm: float = TEXT_WIDTH
) -> Figure:
    """Draw a panel per theme that was raised; the others are named below.

    Args:
        table: rows of FOLLOW_COLUMNS, of one kind of form.
        labels: names of themes.
        summary: rows of FOLLOW_SUMMARY_COLUMNS; if given, each panel says how often the plan names the theme where it
            was not raised, to compare.
        width_mm: width of the figure.
    """
    every = list(dict.fromkeys(table["theme"]))
    themes = [theme for theme in every if table.loc[table["theme"] == theme, "raised"].any()]
    silent = [labels.theme(str(theme)) for theme in every if theme not in themes]
    rows = -(-len(themes) // _PER_ROW)
    gap = width_mm - _PANEL[0] * _PER_ROW
    with figure_style():
        notes = _notes(silent, labels.footnote(every))
        figure, axes = new_page(width_mm, rows * _PANEL[1] + _NOTE * len(notes) + 1.0)
        for number, theme in enumerate(themes):
            corner = ((number % _PER_ROW) * (_PANEL[0] + gap), (number // _PER_ROW) * _PANEL[1])
            raised = table[(table["theme"] == theme) & table["raised"]]
            _draw_panel(axes, corner, raised, labels.theme(str(theme)))
            if summary is not None:
                text = _comparison(summary[summary["theme"] == theme])
                axes.text(corner[0] + 0.5, corner[1] + _PANEL[1] - 3.2, text, fontsize=5.6, va="center", color=MUTED)
        for line, text in enumerate(notes):
            points = fitting_size(text, width_mm - 2, largest=6.5)
            place = rows * _PANEL[1] + _NOTE * (line + 0.5)
            axes.text(0.5, place, text, fontsize=points, va="center", color=MUTED)
    return figure


def _notes(silent: list[str], footnote: str) -> list[str]:
    told = [f"課題に挙げた様式のない主題: {'、'.join(silent)}"] if silent else []
    return [*told, footnote] if footnote else told


def _comparison(summary: pd.DataFrame) -> str:
    """Say how often the plan names the theme with and without its being raised."""
    taken = summary[summary["step"] == "taken_up"]
    counts = zip(taken["raised"], taken["n_followed"].astype(int), taken["n"].astype(int), strict=True)
    parts = [f"{'挙げた' if raised else '挙げなかった'}様式では {found}/{n}" for raised, found, n in counts]
    return f"次年度計画に記述あり: {'、'.join(parts)}"


def _draw_panel(axes: Axes, corner: tuple[float, float], raised: pd.DataFrame, title: str) -> None:
    left, top = corner
    axes.text(left + 0.5, top + 3.0, title, fontsize=8, weight="bold", va="center", color=INK)
    places = (left + 0.5, left + 26.0, left + 53.0)
    for head, place in zip(_HEADS, places, strict=True):
        axes.text(place, top + 7.4, head, fontsize=5.8, va="center", color=MUTED)
    scale = (_STREAMS - 4 * _APART) / len(raised)
    stages = [_nodes(raised, stage, (place, top + 9.8), scale) for stage, place in enumerate(places)]
    for stage in (0, 1):
        _draw_streams(axes, stages[stage], stages[stage + 1], _flows(raised, stage), scale)
    for nodes in stages:
        for node in nodes.values():
            _draw_node(axes, node)


def _nodes(raised: pd.DataFrame, stage: int, corner: tuple[float, float], scale: float) -> dict[str, _Node]:
    """Place the categories that occur below each other."""
    column = _COLUMNS[stage]
    left, top = corner
    nodes = {}
    for category, name, colour in _NODES[stage]:
        count = len(raised) if column is None else int((raised[column] == category).sum())
        if count:
            nodes[category] = _Node(left, top, count * scale, colour, name, count)
            top += count * scale + _APART
    return nodes


def _flows(raised: pd.DataFrame, stage: int) -> dict[tuple[str, str], int]:
    """Count the forms from each category of a stage to each of the next, in the order of drawing."""
    before, after = _COLUMNS[stage], _COLUMNS[stage + 1]
    starts = ["raised"] * len(raised) if before is None else list(raised[before])
    pairs = list(zip(starts, raised[str(after)], strict=True))
    order = [(one, two) for one, *_ in _NODES[stage] for two, *_ in _NODES[stage + 1]]
    return {pair: pairs.count(pair) for pair in order if pair in pairs}


def _draw_streams(
    axes: Axes, left: dict[str, _Node], right: dict[str, _Node], flows: dict[tuple[str, str], int], scale: float
) -> None:
    used_left, used_right = dict.fromkeys(left, 0.0), dict.fromkeys(right, 0.0)
    for (one, two), count in flows.items():
        start, end = left[one], right[two]
        height = count * scale
        x = (start.left + _BAR, end.left)
        y = (start.top + used_left[one], end.top + used_right[two])
        middle = (x[0] + x[1]) / 2
        upper = [(x[0], y[0]), (middle, y[0]), (middle, y[1]), (x[1], y[1])]
        points = [*upper, *((across, down + height) for across, down in reversed(upper)), (x[0], y[0])]
        codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
        colour = end.colour or "#d5d7da"
        axes.add_patch(PathPatch(Path(points, codes), facecolor=colour, edgecolor="none", alpha=0.38))
        used_left[one] += height
        used_right[two] += height


def _draw_node(axes: Axes, node: _Node) -> None:
    look = {"facecolor": node.colour, "edgecolor": "none"} if node.colour else NO_DATA
    axes.add_patch(Rectangle((node.left, node.top), _BAR, node.height, **look))
    text = f"{node.name} {node.n_forms}".strip()
    axes.text(node.left + _BAR + 0.8, node.top + node.height / 2, text, fontsize=5.8, va="center", color=INK)
