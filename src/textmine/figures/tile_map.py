"""Tile maps: every ward is one tile of the same size, so that no ward shouts by its area; a map per year.

A tile holds the ward's name, its share and the number of statements behind it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from matplotlib.patches import Rectangle

from textmine.figures.labels import short_names
from textmine.figures.style import (
    INK,
    MUTED,
    SEQUENTIAL,
    STATES,
    TEXT_WIDTH,
    ZERO,
    draw_foot,
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
_HEAD: Final = 6.5  # mm for what the maps show
_TITLE: Final = 6.0  # mm
_GAP: Final = 4.0  # mm
_NOTE: Final = 5.0  # mm
_FOOT: Final = 11.0  # mm
HALO: Final = {"boxstyle": "square,pad=0.15", "facecolor": "#ffffff", "edgecolor": "none", "alpha": 0.85}


class _Tile(NamedTuple):
    """Where a tile stands and how it is written: mm, points."""

    left: float
    top: float
    side: float
    points: float


def draw_tile_map(  # noqa: PLR0913 - what modifies is keyword-only
    table: pd.DataFrame,
    wards: pd.DataFrame,
    labels: Labels,
    *,
    years: Sequence[int] | None = None,
    most: float | None = None,
    width_mm: float = TEXT_WIDTH,
) -> Figure:
    """Draw a map per fiscal year and kind of form, of one theme and one section; kinds of form stand side by side.

    Args:
        table: rows of PREVALENCE_COLUMNS with one row per ward, year and kind of form.
        wards: columns name, column and row of the tile.
        labels: names.
        years: years to show. If not given: those of the table that have a form; the others are named below, since a map
            of hatched tiles says no more than their names.
        most: the share that is darkest; give the same to compare figures.
        width_mm: width of the figure.

    Raises:
        ValueError: the table holds more than one row for a ward, year and kind of form.
    """
    if table.duplicated(["ward", "fiscal_year", "form"]).any():
        raise ValueError("a tile map shows one theme and one section")
    panels = _panels(table, years)
    left_out = () if years is not None else years_with_forms(table)[1]
    per_row = max(1, min(len(panels), _PANELS_PER_ROW))
    n_columns, n_lines = int(wards["column"].max()) + 1, int(wards["row"].max()) + 1
    tile = min((width_mm - 0.4 - _GAP * (per_row - 1)) / per_row / n_columns, _LARGEST_TILE)
    panel_width, panel_height = tile * n_columns, _TITLE + tile * n_lines + _GAP
    note = _NOTE if left_out else 0.0
    height = _HEAD + panel_height * -(-len(panels) // per_row) + note + _FOOT
    darkest = most or nice_ceiling(table["share"].max())
    records = {(r.ward, r.fiscal_year, r.form): r for r in table.itertuples(index=False)}
    kinds = {form for form, _ in panels}
    with figure_style():
        figure, axes = new_page(width_mm, height)
        write_subject(axes, table, labels)
        for number, (form, year) in enumerate(panels):
            left = (number % per_row) * (panel_width + _GAP)
            top = _HEAD + (number // per_row) * panel_height + _TITLE
            title = labels.year(year) + (f"({labels.form(form)})" if len(kinds) > 1 else "")
            axes.text(left + 0.3, top - 1.6, title, fontsize=8, weight="bold", va="bottom", color=INK)
            shown = {w: records.get((w, year, form)) for w in wards["name"]}
            _draw_panel(axes, (left, top, tile), wards, shown, darkest)
        if left_out:
            write_missing_years(axes, height - _FOOT - 1.0, left_out)
        found = (records.get((w, year, form)) for w in wards["name"] for form, year in panels)
        states = {getattr(record, "state", "form_missing") for record in found}
        draw_foot(axes, height, darkest, states, note=labels.footnote(table["theme"].unique()))
    return figure


def write_subject(axes: Axes, table: pd.DataFrame, labels: Labels) -> None:
    """Write above the maps of one theme and section which these are."""
    if len(table):
        first = table.iloc[0]
        text = f"{labels.theme(first['theme'])}({labels.section(first['section'])})"
        axes.text(0.3, 2.8, text, fontsize=9, weight="bold", va="center", color=INK)


def _panels(table: pd.DataFrame, years: Sequence[int] | None) -> list[tuple[str, int]]:
    """Give the maps to draw: for each kind of form the years that were asked for, or those that have such a form."""
    panels = []
    for form, of_form in table.groupby("form", sort=False):
        shown = tuple(years) if years is not None else years_with_forms(of_form)[0]
        panels += [(str(form), year) for year in shown]
    return panels


def years_with_forms(table: pd.DataFrame) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Give the years of the table in which any ward has a form, and those in which none has."""
    has = (table["state"] != "form_missing").groupby(table["fiscal_year"]).any()
    years = [int(year) for year in has.index]
    return tuple(year for year in years if has[year]), tuple(year for year in years if not has[year])


def write_missing_years(axes: Axes, top: float, years: tuple[int, ...]) -> None:
    """Name the years that no ward has a form of."""
    text = f"どの区の様式もない年度: {'、'.join(map(str, years))}"
    axes.text(1.0, top, text, fontsize=6.5, va="center", color=MUTED)


def _draw_panel(
    axes: Axes, place: tuple[float, float, float], wards: pd.DataFrame, records: dict[str, Any], most: float
) -> None:
    left, top, side = place
    names = short_names(tuple(wards["name"]))
    # one size for all names of a map: the longest decides
    points = min(fitting_size(name, side - 0.7, largest=8.5, smallest=4.4) for name in names.values())
    for name, column, row in zip(wards["name"], wards["column"], wards["row"], strict=True):
        tile = _Tile(left + side * column, top + side * row, side, points)
        _draw_tile(axes, tile, names[name], records[name], most)


def _draw_tile(axes: Axes, tile: _Tile, name: str, record: Any, most: float) -> None:  # noqa: ANN401 - a row of the table
    corner, side = (tile.left + 0.2, tile.top + 0.2), tile.side - 0.4
    middle = tile.left + tile.side / 2
    state = record.state if record is not None else "form_missing"
    centred: dict[str, Any] = {"ha": "center", "va": "center"}
    if state in STATES:
        axes.add_patch(Rectangle(corner, side, side, **STATES[state][1]))
        axes.text(middle, tile.top + tile.side / 2, name, fontsize=tile.points, color=INK, bbox=HALO, **centred)
        return
    colour = SEQUENTIAL(min(record.share / most, 1.0)) if record.n_present else (1.0, 1.0, 1.0, 1.0)
    look = {"facecolor": colour, "edgecolor": "none"} if record.n_present else ZERO
    ink = ink_on(colour)
    axes.add_patch(Rectangle(corner, side, side, **look))
    share = f"{per_cent(record.share)}%" if record.n_present else "0"
    size = f"n={record.n_statements}"
    small = fitting_size(size, tile.side - 0.7, largest=tile.points * 0.85, smallest=4.0)
    axes.text(middle, tile.top + tile.side * 0.24, name, fontsize=tile.points, color=ink, **centred)
    axes.text(middle, tile.top + tile.side * 0.54, share, fontsize=min(tile.points * 1.1, 8.5), color=ink, **centred)
    axes.text(middle, tile.top + tile.side * 0.82, size, fontsize=small, color=ink, **centred)
