"""Tile maps: every ward is one tile of the same size, so that no ward shouts by its area; a map per year.

A tile holds the ward's name, its share and the number of statements behind it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from matplotlib.patches import Rectangle

from textmine.figures.labels import short_names
from textmine.figures.style import (
    INK,
    SEQUENTIAL,
    STATES,
    TEXT_WIDTH,
    ZERO,
    draw_scale,
    draw_state_legend,
    figure_style,
    fitting_size,
    ink_on,
    new_page,
    nice_ceiling,
    per_cent,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from textmine.figures.labels import Labels

_LARGEST_TILE: Final = 15.0  # mm
_PANELS_PER_ROW: Final = 4  # more, and a name of four characters no longer fits its tile
_TITLE: Final = 6.0  # mm
_GAP: Final = 4.0  # mm
_FOOT: Final = 11.0  # mm


def draw_tile_map(  # noqa: PLR0913 - what modifies is keyword-only
    table: pd.DataFrame,
    wards: pd.DataFrame,
    labels: Labels,
    *,
    years: Sequence[int] | None = None,
    most: float | None = None,
    width_mm: float = TEXT_WIDTH,
) -> Figure:
    """Draw a map per fiscal year, of one theme, one kind of form and one section.

    Args:
        table: rows of PREVALENCE_COLUMNS with one row per ward and year.
        wards: columns name, column and row (from the top left, from 0).
        labels: names.
        years: years to show; all of the table if not given.
        most: the share that is darkest; give the same to compare figures.
        width_mm: width of the figure.

    Raises:
        ValueError: the table holds more than one row for a ward and year.
    """
    if table.duplicated(["ward", "fiscal_year"]).any():
        raise ValueError("a tile map shows one theme, one kind of form and one section")
    shown = tuple(years if years is not None else sorted(table["fiscal_year"].unique()))
    per_row = max(1, min(len(shown), _PANELS_PER_ROW))
    n_rows = max(1, -(-len(shown) // per_row))
    n_columns, n_lines = int(wards["column"].max()) + 1, int(wards["row"].max()) + 1
    tile = min((width_mm - _GAP * (per_row - 1)) / per_row / n_columns, _LARGEST_TILE)
    panel = (tile * n_columns, _TITLE + tile * n_lines + _GAP)
    height = panel[1] * n_rows + _FOOT
    top_share = most or nice_ceiling(table["share"].max())
    records = {(r.ward, r.fiscal_year): r for r in table.itertuples(index=False)}
    with figure_style():
        figure, axes = new_page(width_mm, height)
        for number, year in enumerate(shown):
            left = (number % per_row) * (panel[0] + _GAP)
            top = (number // per_row) * panel[1]
            axes.text(left, top + _TITLE - 1.6, labels.year(year), fontsize=8, weight="bold", va="bottom", color=INK)
            _draw_panel(
                axes, (left, top + _TITLE, tile), wards, {w: records.get((w, year)) for w in wards["name"]}, top_share
            )
        states = {record.state for record in records.values()} | _missing(records, wards, shown)
        draw_state_legend(axes, 1.0, height - 6.5, tuple(sorted(states)))
        draw_scale(axes, width_mm - 44, height - 8.0, top_share, title="該当文の割合")
    return figure


def _missing(records: dict[Any, Any], wards: pd.DataFrame, years: tuple[int, ...]) -> set[str]:
    every = all((ward, year) in records for ward in wards["name"] for year in years)
    return set() if every else {"form_missing"}


def _draw_panel(
    axes: Axes, place: tuple[float, float, float], wards: pd.DataFrame, records: dict[str, Any], most: float
) -> None:
    left, top, tile = place
    names = short_names(tuple(wards["name"]))
    # one size for all names of a map: the longest decides
    points = min(fitting_size(name, tile - 0.7, largest=8.5, smallest=4.4) for name in names.values())
    for name, column, row in zip(wards["name"], wards["column"], wards["row"], strict=True):
        box = (left + tile * column, top + tile * row, tile)
        _draw_tile(axes, box, names[name], records[name], most, points)


def _draw_tile(  # noqa: PLR0913 - the parts of one tile
    axes: Axes,
    box: tuple[float, float, float],
    name: str,
    record: Any,
    most: float,
    points: float,  # noqa: ANN401 - a row of the table
) -> None:
    left, top, tile = box
    inner, side = (left + 0.2, top + 0.2), tile - 0.4
    middle = left + tile / 2
    state = record.state if record is not None else "form_missing"
    if state in STATES:
        axes.add_patch(Rectangle(inner, side, side, **STATES[state][1]))
        halo = {"boxstyle": "square,pad=0.15", "facecolor": "#ffffff", "edgecolor": "none", "alpha": 0.85}
        axes.text(middle, top + tile * 0.5, name, fontsize=points, ha="center", va="center", color=INK, bbox=halo)
        return
    colour = SEQUENTIAL(min(record.share / most, 1.0)) if record.n_present else (1.0, 1.0, 1.0, 1.0)
    look = {"facecolor": colour, "edgecolor": "none"} if record.n_present else ZERO
    ink = ink_on(colour)
    axes.add_patch(Rectangle(inner, side, side, **look))
    share = f"{per_cent(record.share)}%" if record.n_present else "0"
    axes.text(middle, top + tile * 0.24, name, fontsize=points, ha="center", va="center", color=ink)
    axes.text(middle, top + tile * 0.54, share, fontsize=min(points * 1.1, 8.5), ha="center", va="center", color=ink)
    size = f"n={record.n_statements}"
    small = fitting_size(size, tile - 0.7, largest=points * 0.85, smallest=4.0)
    axes.text(middle, top + tile * 0.82, size, fontsize=small, ha="center", va="center", color=ink)
