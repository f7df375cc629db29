"""The same shares on real boundaries, where the study folder has a GeoJSON file of its wards; a map per year.

The file is the user's (for Japan: 国土数値情報 N03 and what is made from it); none is shipped. Large wards look more
important than small ones on such a map: the tile map is the one to read.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from textmine.errors import StudyError
from textmine.figures.labels import short_names
from textmine.figures.style import (
    INK,
    MUTED,
    POINT_MM,
    SEQUENTIAL,
    STATES,
    TEXT_WIDTH,
    ZERO,
    draw_foot,
    figure_style,
    ink_on,
    new_page,
    nice_ceiling,
    per_cent,
    size_range,
    text_width,
)
from textmine.figures.tile_map import write_missing_years, write_subject, years_with_forms

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from textmine.figures.labels import Labels

    Ring = NDArray[np.float64]  # (n_points, 2) degrees east and north, then mm

_PER_ROW: Final = 3
_MOST_PER_ROW: Final = 5
_PAGE: Final = 225.0  # mm of maps that a page holds
_LARGEST: Final = 110.0  # mm of a single map's width
_HEAD: Final = 6.5
_TITLE: Final = 6.0
_GAP: Final = 4.0
_LINE: Final = 2  # points: two make no area
_FOOT: Final = 11.0
_CREDIT: Final = 4.0
_SMALL: Final = 5.0  # points: in maps this small, n is left to the tile map
_REMEDY: Final = "国土数値情報 N03(行政区域)の GeoJSON のように、区のコードか名前を属性に持つファイルを置いてください"


@dataclass(frozen=True, slots=True)
class Boundaries:
    """The rings of every ward, by name; degrees."""

    rings: dict[str, tuple[Ring, ...]]


def parse_boundaries(text: str, wards: pd.DataFrame, *, place: str) -> Boundaries:
    """Find each ward's rings in a GeoJSON text, by the property that holds its code or its name.

    Args:
        text: a FeatureCollection of Polygons and MultiPolygons, in degrees.
        wards: columns code and name.
        place: the file, for messages.

    Raises:
        StudyError: no JSON, no FeatureCollection, or wards without boundaries.
    """
    try:
        features = json.loads(text)["features"]
    except (ValueError, KeyError, TypeError):
        raise StudyError(place, "GeoJSON の FeatureCollection ではありません", _REMEDY) from None
    names = {str(key): str(name) for key, name in [*zip(wards["code"], wards["name"], strict=True)]}
    names |= {name: name for name in names.values()}
    rings: dict[str, list[Ring]] = {}
    for feature in features if isinstance(features, list) else []:
        name = _ward_of(feature, names)
        if name is None:
            continue
        try:
            rings.setdefault(name, []).extend(ring for ring in _rings(feature.get("geometry")) if len(ring) > _LINE)
        except (ValueError, TypeError, IndexError):
            raise StudyError(place, f"{name}の境界の座標が読めません", _REMEDY) from None
    missing = [name for name in wards["name"] if not rings.get(name)]
    if missing:
        raise StudyError(place, f"境界のない区があります: {'、'.join(missing)}", _REMEDY)
    return Boundaries({name: tuple(rings[name]) for name in wards["name"]})


def draw_boundary_map(  # noqa: PLR0913 - what modifies is keyword-only
    table: pd.DataFrame,
    boundaries: Boundaries,
    labels: Labels,
    *,
    years: Sequence[int] | None = None,
    most: float | None = None,
    credit: str = "",
    width_mm: float = TEXT_WIDTH,
) -> Figure:
    """Draw a map per fiscal year, of one theme, one kind of form and one section.

    Args:
        table: rows of PREVALENCE_COLUMNS with one row per ward and year.
        boundaries: the wards' rings.
        labels: names.
        years: years to show; if not given, those that have a form, and the others are named below.
        most: the share that is darkest; give the same to compare figures.
        credit: the source of the boundaries, as its licence asks.
        width_mm: width of the figure.

    Raises:
        ValueError: the table holds more than one row for a ward and year.
    """
    if table.duplicated(["ward", "fiscal_year"]).any():
        raise ValueError("a boundary map shows one theme, one kind of form and one section")
    shown, left_out = years_with_forms(table) if years is None else (tuple(years), ())
    per_row, panel_width = _panels(boundaries, len(shown), width_mm)
    placed, map_height = _scaled(boundaries, panel_width)
    panel_height = _TITLE + map_height + _GAP
    height = _HEAD + panel_height * -(-len(shown) // per_row) + (5.0 if left_out else 0.0) + _FOOT + _CREDIT
    darkest = most or nice_ceiling(table["share"].max())
    records = {(r.ward, r.fiscal_year): r for r in table.itertuples(index=False)}
    points = 7.0 if panel_width >= _LARGEST else 4.8
    with figure_style():
        figure, axes = new_page(width_mm, height)
        write_subject(axes, table, labels)
        for number, year in enumerate(shown):
            left, top = (number % per_row) * (panel_width + _GAP), _HEAD + (number // per_row) * panel_height + _TITLE
            axes.text(left + 0.3, top - 1.6, labels.year(year), fontsize=8, weight="bold", va="bottom", color=INK)
            sizes = size_range(table.loc[table["fiscal_year"] == year, "n_statements"])
            right = left + panel_width - 0.3
            axes.text(right, top - 1.6, sizes, fontsize=5.5, ha="right", va="bottom", color=MUTED)
            own = {ward: records.get((ward, year)) for ward in placed}
            corner = np.array([left, top])
            _draw_panel(axes, {w: [r + corner for r in rings] for w, rings in placed.items()}, own, darkest, points)
        if left_out:
            write_missing_years(axes, height - _FOOT - _CREDIT - 1.0, left_out)
        states = {getattr(records.get((w, y)), "state", "form_missing") for w in placed for y in shown}
        draw_foot(axes, height - _CREDIT, darkest, states, note=labels.footnote(table["theme"].unique()))
        axes.text(width_mm - 1, height - 1.5, credit, fontsize=5.2, ha="right", va="bottom", color=MUTED)
    return figure


def _panels(boundaries: Boundaries, n_maps: int, width: float) -> tuple[int, float]:
    """Give maps per row and the width of one: as large as lets all of them stand on one page."""
    for per_row in range(max(1, min(n_maps, _PER_ROW)), _MOST_PER_ROW + 1):
        panel = min((width - _GAP * (per_row - 1)) / per_row, _LARGEST)
        rows = -(-n_maps // per_row)
        if rows * (_TITLE + _scaled(boundaries, panel)[1] + _GAP) <= _PAGE:
            break
    return per_row, panel


def _ward_of(feature: Any, names: dict[str, str]) -> str | None:  # noqa: ANN401 - parsed JSON
    properties = feature.get("properties") if isinstance(feature, dict) else None
    values = properties.values() if isinstance(properties, dict) else ()
    return next((names[str(value)] for value in values if str(value) in names), None)


def _rings(geometry: Any) -> list[Ring]:  # noqa: ANN401 - parsed JSON
    """Give outer and inner rings; what is no polygon has none."""
    if not isinstance(geometry, dict):
        return []
    coordinates = geometry.get("coordinates") or []
    polygons = {"Polygon": [coordinates], "MultiPolygon": coordinates}.get(str(geometry.get("type")), [])
    return [np.array([point[:2] for point in ring], dtype=float) for polygon in polygons for ring in polygon]


def _scaled(boundaries: Boundaries, width: float) -> tuple[dict[str, list[Ring]], float]:
    """Lay the degrees out in mm of a panel, a degree east shortened by the cosine of the latitude; give the height."""
    every = np.concatenate([ring for rings in boundaries.rings.values() for ring in rings])
    (west, south), (east, north) = every.min(axis=0), every.max(axis=0)
    shorter = math.cos(math.radians((south + north) / 2))
    scale = width / ((east - west) * shorter)
    placed = {
        name: [np.column_stack([(r[:, 0] - west) * shorter, north - r[:, 1]]) * scale for r in rings]
        for name, rings in boundaries.rings.items()
    }
    return placed, float((north - south) * scale)


def _draw_panel(axes: Axes, rings: dict[str, list[Ring]], records: dict[str, Any], most: float, points: float) -> None:
    names = short_names(tuple(rings))
    for ward, own in rings.items():
        record = records[ward]
        state = record.state if record is not None else "form_missing"
        look = _look(state, record, most)
        axes.add_patch(PathPatch(_path(own), **{"linewidth": 0.4, **look}))
    for ward, own in rings.items():
        record = records[ward]
        read = record is not None and record.state not in STATES
        text = f"{names[ward]}\n{_share(record, sized=points > _SMALL)}" if read else names[ward]
        lines = text.split("\n")
        width, half = max(text_width(line, points) for line in lines), points * POINT_MM * 0.58 * len(lines)
        x, y, room = _centre(own, half)
        # a name wider than its ward would run into the neighbour's colour: it gets a light ground, under all names
        fits = read and width <= room
        if not fits:
            ground = (x - width / 2 - 0.2, y - half)
            axes.add_patch(
                Rectangle(ground, width + 0.4, half * 2, facecolor="#ffffff", alpha=0.72, linewidth=0, zorder=2)
            )
        dark = fits and record.n_present > 0
        ink = ink_on(SEQUENTIAL(min(record.share / most, 1.0))) if dark else INK
        axes.text(x, y, text, fontsize=points, ha="center", va="center", color=ink, linespacing=1.1, zorder=3)


def _share(record: Any, *, sized: bool) -> str:  # noqa: ANN401 - a row of the table
    share = f"{per_cent(record.share)}%" if record.n_present else "0"
    return f"{share}\nn={record.n_statements}" if sized else share


def _look(state: str, record: Any, most: float) -> dict[str, Any]:  # noqa: ANN401 - a row of the table
    if state in STATES:
        return STATES[state][1]
    if record.n_present == 0:
        return ZERO
    return {"facecolor": SEQUENTIAL(min(record.share / most, 1.0)), "edgecolor": "#ffffff"}


def _path(rings: Iterable[Ring]) -> Path:
    """Join the rings into one path: inner rings turn the other way and leave holes."""
    vertices, codes = [], []
    for ring in rings:
        vertices.append(ring)
        codes += [Path.MOVETO, *[Path.LINETO] * (len(ring) - 2), Path.CLOSEPOLY]
    return Path(np.concatenate(vertices), codes)


def _centre(rings: Sequence[Ring], half: float) -> tuple[float, float, float]:
    """Give the place of a label and the width it has there, in mm.

    Where the largest ring is widest over the height of the label, twice `half`; the middle of the ward is preferred to
    a slightly wider edge.
    """
    ring = max(rings, key=lambda r: abs(_area(r)))
    low, high = ring[:, 1].min(), ring[:, 1].max()
    best = (-np.inf, float(ring[:, 0].mean()), float(ring[:, 1].mean()), 0.0)
    for share in np.linspace(0.2, 0.8, 31):
        y = float(low + (high - low) * share)
        for left, right in _stretches(ring, y):
            across = [_stretch_at(ring, height, (left + right) / 2) for height in (y - half, y + half)]
            start, end = max(left, *(s[0] for s in across)), min(right, *(s[1] for s in across))
            width = end - start
            best = max(best, (width * (1 - abs(share - 0.5)), (start + end) / 2, y, width))
    return best[1:]


def _stretch_at(ring: Ring, y: float, x: float) -> tuple[float, float]:
    """Give the stretch of this height that holds x; one of no width if x is outside."""
    return next(((left, right) for left, right in _stretches(ring, y) if left <= x <= right), (x, x))


def _stretches(ring: Ring, y: float) -> list[tuple[float, float]]:
    crossings = _crossings(ring, y)
    return list(zip(crossings[::2], crossings[1::2], strict=False))


def _crossings(ring: Ring, y: float) -> list[float]:
    """Give the places at which the ring crosses a height, from left to right."""
    one, two = ring[:-1], ring[1:]
    crossed = (one[:, 1] <= y) != (two[:, 1] <= y)
    one, two = one[crossed], two[crossed]
    return sorted((one[:, 0] + (y - one[:, 1]) / (two[:, 1] - one[:, 1]) * (two[:, 0] - one[:, 0])).tolist())


def _area(ring: Ring) -> float:
    x, y = ring[:, 0], ring[:, 1]
    return float(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1])) / 2
