"""Heat maps of prevalence: themes down, forms (or wards, years, sections) across; every cell says its counts.

A share is a colour and a number; a counted zero is white with its 0; what was not read has a pattern of its own.
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
    text_width,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from textmine.figures.labels import Labels

UNIT: Final = ("ward", "fiscal_year", "form")  # a form is one of these
_ROW: Final = 6.2  # mm
_LOW_ROW: Final = 4.4  # mm, of maps without counts in the cells
_WIDEST: Final = 28.0  # mm of a cell
_ROOM_FOR_COUNTS: Final = 8.5  # mm: a narrower cell shows the per cent alone
_ROOM_FOR_NAME: Final = 12.0  # mm: a narrower column leaves out what all wards' names end in
_ROOM_FOR_YEAR: Final = 9.0  # mm: a narrower column shows two digits of its year
_PANELS_PER_ROW: Final = 3
_MOST_PANELS: Final = 6  # of 18 wards on a page
_FOOT: Final = 12.0  # mm


_SIZES: Final = object()  # the panel of sizes among the themes


class _Place(NamedTuple):
    """A rectangle on the page, in mm from the top left."""

    left: float
    top: float
    width: float
    height: float


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
    read = shown.groupby(list(columns), dropna=False, sort=False)["n_statements"].transform("sum") > 0
    shown = shown[read]
    units = list(shown[list(columns)].drop_duplicates().itertuples(index=False, name=None))
    themes = list(dict.fromkeys(table["theme"]))
    keys = zip(shown["theme"], shown["section"], *(shown[column] for column in columns), strict=True)
    cells = dict(zip(keys, shown.itertuples(index=False), strict=True))
    side = max((text_width(labels.theme(theme), 7.5) for theme in themes), default=0) + 4
    gap = 1.2 if len(sections) > 1 else 0.0
    cell = min((width_mm - side - gap * len(units)) / max(len(units) * len(sections), 1), _WIDEST)
    heads = _heads(units, columns, labels, narrow=cell * len(sections) < _ROOM_FOR_NAME)
    head = 3.4 * max((text.count("\n") + 1 for text in heads), default=1) + (7.5 if len(sections) > 1 else 3.5)
    height = head + _ROW * len(themes) + _FOOT
    most = nice_ceiling(shown["share"].max())
    with figure_style():
        figure, axes = new_page(width_mm, height)
        for line, theme in enumerate(themes):
            axes.text(side - 2, head + _ROW * (line + 0.5), labels.theme(theme), fontsize=7.5, ha="right", va="center")
        for column, unit in enumerate(units):
            left = side + column * (cell * len(sections) + gap)
            _draw_head(
                axes, _Place(left, 0, cell * len(sections), head), heads[column], [*map(labels.section, sections)]
            )
            for inner, section in enumerate(sections):
                records = [cells.get((theme, section, *unit)) for theme in themes]
                _draw_column(axes, _Place(left + cell * inner, head, cell, _ROW), records, most)
        title = "該当文の割合" if cell >= _ROOM_FOR_COUNTS else "該当文の割合(%)"
        draw_foot(axes, height, most, shown["state"], title=title, note=labels.footnote(themes))
    return figure


def draw_ward_year_heat_map(
    table: pd.DataFrame, labels: Labels, *, section: str = "all", form: str | None = None, width_mm: float = TEXT_WIDTH
) -> Figure:
    """Draw wards down and fiscal years across, a panel per theme: years without a form stay hatched.

    The last panel says how many statements each form has, if the page holds it beside the themes.

    Args:
        table: rows of PREVALENCE_COLUMNS.
        labels: names of themes.
        section: the section to show.
        form: the kind of form to show; the table's only one if not given.
        width_mm: width of the figure.
    """
    shown = table[(table["section"] == section) & ((table["form"] == form) if form else True)]
    themes, wards = (list(dict.fromkeys(shown[name])) for name in ("theme", "ward"))
    years = sorted(set(shown["fiscal_year"]))
    panels = [*themes, _SIZES] if 0 < len(themes) < _MOST_PANELS else themes
    per_row = max(1, min(len(panels), _PANELS_PER_ROW))
    names, gap, head = max((text_width(str(ward), 6.5) for ward in wards), default=0) + 2, 5.0, 10.0
    cell = min((width_mm - names - gap * (per_row - 1)) / per_row / max(len(years), 1), 12.0)
    panel = head + _LOW_ROW * len(wards) + 3
    height = panel * -(-len(panels) // per_row) + _FOOT
    most = nice_ceiling(shown["share"].max())
    records = {(r.theme, r.ward, r.fiscal_year): r for r in shown.itertuples(index=False)}
    with figure_style():
        figure, axes = new_page(width_mm, height)
        for number, theme in enumerate(panels):
            left = names + (number % per_row) * (cell * len(years) + gap)
            top = (number // per_row) * panel + head
            title = "文の数(n)" if theme is _SIZES else labels.theme(theme)
            axes.text(left, top - 5.2, title, fontsize=8, weight="bold", va="bottom", color=INK)
            if number % per_row == 0:
                for line, ward in enumerate(wards):
                    axes.text(names - 1.5, top + _LOW_ROW * (line + 0.5), ward, fontsize=6.5, ha="right", va="center")
            for column, year in enumerate(years):
                place = _Place(left + cell * column, top, cell, _LOW_ROW)
                short = f"’{year % 100:02d}" if cell < _ROOM_FOR_YEAR else str(year)
                axes.text(place.left + cell / 2, top - 1, short, fontsize=5.5, ha="center", va="bottom", color=MUTED)
                own = [records.get((themes[0] if theme is _SIZES else theme, ward, year)) for ward in wards]
                _draw_column(axes, place, own, None if theme is _SIZES else most, sized=False)
        note = labels.footnote(themes)
        draw_foot(axes, height, most, shown["state"], title="該当文の割合(%)", note=note)
    return figure


def _heads(units: list[tuple[Any, ...]], columns: Sequence[str], labels: Labels, *, narrow: bool) -> list[str]:
    """Name each column; in narrow ones wards lose the ending that all share."""
    rows = [[labels.of(name, value) for name, value in zip(columns, unit, strict=True)] for unit in units]
    if narrow and "ward" in columns:
        place = list(columns).index("ward")
        short = short_names(tuple(row[place] for row in rows))
        rows = [[*row[:place], short[row[place]], *row[place + 1 :]] for row in rows]
    return ["\n".join(row) for row in rows]


def _draw_head(axes: Axes, place: _Place, text: str, sections: list[str]) -> None:
    """Write what a column is, and under it the names of its sections if there are several."""
    size = min(fitting_size(line, place.width - 0.6, largest=7, smallest=4.4) for line in text.split("\n"))
    middle = place.left + place.width / 2
    axes.text(middle, 0.5, text, fontsize=size, ha="center", va="top", linespacing=1.25, color=INK)
    if len(sections) > 1:
        cell = place.width / len(sections)
        for inner, name in enumerate(sections):
            size = fitting_size(name, cell - 0.6, largest=6.5)
            centre = place.left + cell * (inner + 0.5)
            axes.text(centre, place.height - 3.6, name, fontsize=size, ha="center", va="bottom", color=INK)


def _draw_column(axes: Axes, first: _Place, records: Sequence[Any], most: float | None, *, sized: bool = True) -> None:
    """Draw the cells under each other; above them, the number of statements that they share.

    Without `most`, the end of the scale, cells give their number of statements instead of a share.
    """
    known = next((record for record in records if record is not None), None)
    if sized and known is not None:
        size = f"n={known.n_statements}"
        points = fitting_size(size, first.width - 0.3, largest=5.5, smallest=4.4)
        axes.text(
            first.left + first.width / 2, first.top - 0.8, size, fontsize=points, ha="center", va="bottom", color=MUTED
        )
    for line, record in enumerate(records):
        _draw_cell(axes, first._replace(top=first.top + first.height * line), record, most)


def _draw_cell(axes: Axes, place: _Place, record: Any, most: float | None) -> None:  # noqa: ANN401 - a row of the table
    corner, width, height = (place.left + 0.15, place.top + 0.15), place.width - 0.3, place.height - 0.3
    middle, centre = place.left + place.width / 2, place.top + place.height / 2
    state = record.state if record is not None else "form_missing"
    if state in STATES:
        axes.add_patch(Rectangle(corner, width, height, **STATES[state][1]))
        return
    if most is None:
        points = fitting_size(str(record.n_statements), place.width - 0.5, largest=6.0, smallest=4.4)
        axes.text(middle, centre, str(record.n_statements), fontsize=points, ha="center", va="center", color=INK)
        return
    if record.n_present == 0:
        axes.add_patch(Rectangle(corner, width, height, **ZERO))
        axes.text(middle, centre, "0", fontsize=5.5, ha="center", va="center", color=MUTED)
        return
    colour = SEQUENTIAL(min(record.share / most, 1.0))
    ink = ink_on(colour)
    axes.add_patch(Rectangle(corner, width, height, facecolor=colour, edgecolor="none"))
    text = per_cent(record.share)
    if place.width >= _ROOM_FOR_COUNTS and place.height >= _ROW:
        counts = f"{record.n_present}/{record.n_statements}"
        points = fitting_size(counts, place.width - 0.6, largest=5.2, smallest=4.4)
        axes.text(middle, centre - height * 0.17, f"{text}%", fontsize=6.5, ha="center", va="center", color=ink)
        axes.text(middle, centre + height * 0.26, counts, fontsize=points, ha="center", va="center", color=ink)
    else:
        points = fitting_size(text, place.width - 0.5, largest=6.0, smallest=4.4)
        axes.text(middle, centre, text, fontsize=points, ha="center", va="center", color=ink)
