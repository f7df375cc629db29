"""Heat maps of prevalence: themes down, forms (or wards, years, sections) across; every cell says its counts.

A share is a colour and a number; a counted zero is white with its 0; what was not read has a pattern of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd
from matplotlib.patches import Rectangle

from textmine.figures.style import (
    INK,
    MUTED,
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
    text_width,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from textmine.figures.labels import Labels

UNIT: Final = ("ward", "fiscal_year", "form")  # a form is one of these
_ROW: Final = 6.2  # mm
_WIDEST: Final = 24.0  # mm of a cell
_ROOM_FOR_COUNTS: Final = 8.5  # mm: a narrower cell shows the per cent alone


def draw_theme_heat_map(
    table: pd.DataFrame,
    labels: Labels,
    *,
    sections: Sequence[str] = ("all",),
    columns: Sequence[str] = UNIT,
    width_mm: float = TEXT_WIDTH,
) -> Figure:
    """Draw themes against forms, or against wards or years where the table is summed over the rest.

    Args:
        table: rows of PREVALENCE_COLUMNS or TOTAL_COLUMNS.
        labels: names of themes, sections and kinds of form.
        sections: sections to show side by side under each column.
        columns: the columns of the table that make a column of the figure; units without any form are left out.
        width_mm: width of the figure.
    """
    shown = table[table["section"].isin(sections)]
    kept = shown.groupby(list(columns), dropna=False, sort=False)["n_statements"].transform("sum") > 0
    shown = shown[kept]
    units = list(shown[list(columns)].drop_duplicates().itertuples(index=False, name=None))
    heads = [_head(unit, columns, labels) for unit in units]
    themes = list(dict.fromkeys(table["theme"]))
    return _draw(_cells(shown, columns), themes, units, heads, tuple(sections), labels, width_mm)


def draw_ward_year_heat_map(
    table: pd.DataFrame, labels: Labels, *, section: str = "all", form: str | None = None, width_mm: float = TEXT_WIDTH
) -> Figure:
    """Draw wards down and fiscal years across, a panel per theme: years without a form stay hatched."""
    shown = table[(table["section"] == section) & ((table["form"] == form) if form else True)]
    themes = list(dict.fromkeys(shown["theme"]))
    wards = list(dict.fromkeys(shown["ward"]))
    years = sorted(set(shown["fiscal_year"]))
    per_row = max(1, min(len(themes), 3))
    gap, foot = 5.0, 12.0
    names = max((text_width(str(ward), 6.5) for ward in wards), default=0) + 2
    cell = (width_mm - names - gap * (per_row - 1)) / per_row / max(len(years), 1)
    cell = min(cell, 12.0)
    row = 4.4
    panel_height = 10 + row * len(wards) + 3
    height = panel_height * -(-len(themes) // per_row) + foot if themes else foot + 10
    most = nice_ceiling(shown["share"].max())
    with figure_style():
        figure, axes = new_page(width_mm, height)
        for number, theme in enumerate(themes):
            left = names + (number % per_row) * (cell * len(years) + gap)
            top = 10 + (number // per_row) * panel_height
            axes.text(left, top - 5.2, labels.theme(theme), fontsize=8, weight="bold", va="bottom", color=INK)
            own = shown[shown["theme"] == theme]
            for column, year in enumerate(years):
                short = f"’{year % 100:02d}" if cell < 9 else str(year)  # noqa: PLR2004 - four digits need 9 mm
                axes.text(
                    left + cell * (column + 0.5), top - 1, short, fontsize=5.5, ha="center", va="bottom", color=MUTED
                )
            for line, ward in enumerate(wards):
                if number % per_row == 0:
                    axes.text(names - 1.5, top + row * (line + 0.5), str(ward), fontsize=6.5, ha="right", va="center")
            places = {(w, y): (i, j) for i, w in enumerate(wards) for j, y in enumerate(years)}
            for record in own.itertuples(index=False):
                line, column = places[record.ward, record.fiscal_year]
                _draw_cell(axes, (left + cell * column, top + row * line, cell, row), record, most)
        _draw_foot(axes, width_mm, height, most, shown["state"])
    return figure


def _head(unit: tuple[object, ...], columns: Sequence[str], labels: Labels) -> str:
    return "\n".join(labels.of(column, value) for column, value in zip(columns, unit, strict=True))


def _cells(shown: pd.DataFrame, columns: Sequence[str]) -> dict[tuple[object, ...], object]:
    keys = zip(shown["theme"], shown["section"], *(shown[column] for column in columns), strict=True)
    return dict(zip(keys, shown.itertuples(index=False), strict=True))


def _draw(  # noqa: PLR0913 - the parts of one picture
    cells: dict[tuple[object, ...], object],
    themes: list[str],
    units: list[tuple[object, ...]],
    heads: list[str],
    sections: tuple[str, ...],
    labels: Labels,
    width_mm: float,
) -> Figure:
    side = max((text_width(labels.theme(theme), 7.5) for theme in themes), default=0) + 3
    gap = 1.2 if len(sections) > 1 else 0.0
    n_columns = max(len(units) * len(sections), 1)
    cell = min((width_mm - side - gap * len(units)) / n_columns, _WIDEST)
    head_lines = max((head.count("\n") + 1 for head in heads), default=1)
    head = 3.4 * head_lines + (4.0 if len(sections) > 1 else 0) + 3.5
    height = head + _ROW * len(themes) + 13
    most = nice_ceiling(max((record.share for record in cells.values() if record.n_statements), default=0.1))  # type: ignore[attr-defined]
    with figure_style():
        figure, axes = new_page(width_mm, height)
        states = []
        for line, theme in enumerate(themes):
            axes.text(side - 2, head + _ROW * (line + 0.5), labels.theme(theme), fontsize=7.5, ha="right", va="center")
        for column, unit in enumerate(units):
            left = side + column * (cell * len(sections) + gap)
            _draw_head(axes, left, head, cell, heads[column], sections, labels)
            for inner, section in enumerate(sections):
                _draw_size(axes, left + cell * (inner + 0.5), head, cells, (themes, section, unit))
                for line, theme in enumerate(themes):
                    record = cells.get((theme, section, *unit))
                    states.append(record.state if record else "form_missing")  # type: ignore[attr-defined]
                    _draw_cell(axes, (left + cell * inner, head + _ROW * line, cell, _ROW), record, most)
        _draw_foot(axes, width_mm, height, most, pd.Series(states, dtype=str))
    return figure


def _draw_head(  # noqa: PLR0913
    axes: Axes, left: float, head: float, cell: float, text: str, sections: tuple[str, ...], labels: Labels
) -> None:
    width = cell * len(sections)
    size = min(fitting_size(line, width - 0.8, largest=7) for line in text.split("\n"))
    axes.text(left + width / 2, 0.5, text, fontsize=size, ha="center", va="top", linespacing=1.25, color=INK)
    if len(sections) > 1:
        for inner, section in enumerate(sections):
            name = labels.section(section)
            size = fitting_size(name, cell - 0.6, largest=6.5)
            axes.text(left + cell * (inner + 0.5), head - 3.6, name, fontsize=size, ha="center", va="bottom", color=INK)


def _draw_size(
    axes: Axes,
    centre: float,
    head: float,
    cells: dict[tuple[object, ...], object],
    key: tuple[list[str], str, tuple[object, ...]],
) -> None:
    """Write the number of statements that all themes of this column share."""
    themes, section, unit = key
    record = next((cells[theme, section, *unit] for theme in themes if (theme, section, *unit) in cells), None)
    if record is not None:
        text = f"n={record.n_statements}"  # type: ignore[attr-defined]
        axes.text(centre, head - 0.8, text, fontsize=5.5, ha="center", va="bottom", color=MUTED)


def _draw_cell(axes: Axes, box: tuple[float, float, float, float], record: object, most: float) -> None:
    left, top, width, height = box
    state = record.state if record is not None else "form_missing"  # type: ignore[attr-defined]
    inner = (left + 0.15, top + 0.15)
    size = (width - 0.3, height - 0.3)
    if state in STATES:
        axes.add_patch(Rectangle(inner, *size, **STATES[state][1]))
        return
    share, present, n = record.share, record.n_present, record.n_statements  # type: ignore[attr-defined]
    if present == 0:
        axes.add_patch(Rectangle(inner, *size, **ZERO))
        axes.text(left + width / 2, top + height / 2, "0", fontsize=5.5, ha="center", va="center", color=MUTED)
        return
    colour = SEQUENTIAL(min(share / most, 1.0))
    ink = ink_on(colour)
    axes.add_patch(Rectangle(inner, *size, facecolor=colour, edgecolor="none"))
    middle = left + width / 2
    if width >= _ROOM_FOR_COUNTS and height >= 6:  # noqa: PLR2004 - two lines of type
        axes.text(middle, top + height * 0.34, f"{per_cent(share)}%", fontsize=6.5, ha="center", va="center", color=ink)
        axes.text(middle, top + height * 0.74, f"{present}/{n}", fontsize=5.2, ha="center", va="center", color=ink)
    else:
        text = per_cent(share)
        points = fitting_size(text, width - 0.5, largest=6.0, smallest=4.4)
        axes.text(middle, top + height / 2, text, fontsize=points, ha="center", va="center", color=ink)


def _draw_foot(axes: Axes, width_mm: float, height: float, most: float, states: pd.Series) -> None:
    draw_state_legend(axes, 1.0, height - 6.5, tuple(sorted(set(states))))
    draw_scale(axes, width_mm - 44, height - 8.0, most, title="該当文の割合")
