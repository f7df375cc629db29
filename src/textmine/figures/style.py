"""One look for every figure: fonts that are embedded, colours that survive grey print, bytes that repeat.

Colours: the sequential ramp falls in lightness all the way, so that it keeps its order in grey and for colour-blind
readers (Crameri, Shephard and Heron 2020, Nature Communications 11:5444); the categorical set is Okabe and Ito (2008).
Sizes are millimetres on paper: a figure is drawn at the size it is printed, so that 6 points are 6 points.
"""

from __future__ import annotations

import io
import math
import unicodedata
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from textmine.figures.fonts import FAMILY, font_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pandas as pd
    from matplotlib.axes import Axes

MM: Final = 1 / 25.4  # inches
POINT_MM: Final = 25.4 / 72
TEXT_WIDTH: Final = 166.0  # mm between the margins of the report's A4 page
SMALLEST: Final = 5.0  # points; smaller type cannot be read on paper
SEQUENTIAL: Final = LinearSegmentedColormap.from_list(
    "textmine", ["#e3efe3", "#b4dbc4", "#74bcb8", "#3c93ac", "#226a97", "#174675", "#0b2447"]
)  # light = little, dark = much; never starts at white, which is the colour of a counted zero
CATEGORICAL: Final = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
MARKERS: Final = ("o", "s", "^", "D", "v", "P", "X")  # with the colours: series differ in grey too
INK: Final = "#1a1a1a"
MUTED: Final = "#5f6368"
FRAME: Final = "#9aa0a6"
Look = dict[str, Any]  # of a patch
NO_DATA: Final[Look] = {"facecolor": "#f2f2f2", "edgecolor": "#8c8c8c", "hatch": "////", "linewidth": 0.4}
ZERO: Final[Look] = {"facecolor": "#ffffff", "edgecolor": FRAME, "linewidth": 0.5}
# What cannot be counted, each in its own pattern; a zero is white with its 0 written in.
STATES: Final[dict[str, tuple[str, Look]]] = {
    "form_missing": ("様式なし", NO_DATA),
    "unreadable": ("読み取れない", {"facecolor": "#e4e4e4", "edgecolor": "#5c5c5c", "hatch": "xxxx", "linewidth": 0.4}),
    "empty": ("欄が空", {"facecolor": "#ffffff", "edgecolor": "#8c8c8c", "hatch": "....", "linewidth": 0.4}),
}
_TEN_PER_CENT: Final = 100  # tenths of a per cent
_LINEAR_BELOW: Final = 0.03928  # sRGB
_EQUAL_CONTRAST: Final = 0.179  # luminance at which black and white stand out alike
_SETTINGS: Final[dict[Any, Any]] = {
    "font.family": FAMILY,
    "font.size": 8,
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.titlesize": 9,
    "axes.labelsize": 8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": 0.6,
    "axes.edgecolor": FRAME,
    "axes.axisbelow": True,
    "xtick.labelsize": 7,
    "ytick.labelsize": 7,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "xtick.major.size": 2.5,
    "ytick.major.size": 2.5,
    "grid.color": "#e2e4e7",
    "grid.linewidth": 0.5,
    "legend.frameon": False,
    "legend.fontsize": 7,
    "hatch.linewidth": 0.4,
    "svg.fonttype": "none",  # live text: can be selected in the report
    "svg.hashsalt": "textmine",  # same ids, same bytes
    "text.parse_math": False,  # a $ in a form's text is a $
    "axes.unicode_minus": False,
}


@contextmanager
def figure_style() -> Iterator[None]:
    """Set fonts, sizes and deterministic output for the figures drawn inside."""
    _register_fonts()
    with mpl.rc_context(_SETTINGS):
        yield


def new_page(width_mm: float, height_mm: float) -> tuple[Figure, Axes]:
    """Give a figure and one bare set of axes over all of it, in millimetres from the top left."""
    figure = Figure(figsize=(width_mm * MM, height_mm * MM))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, width_mm)
    axes.set_ylim(height_mm, 0)
    axes.set_axis_off()
    return figure, axes


def axes_at(figure: Figure, left: float, top: float, width: float, height: float) -> Axes:
    """Give axes at this place: millimetres from the top left of the figure."""
    page_width, page_height = (side / MM for side in figure.get_size_inches())
    box = (left / page_width, 1 - (top + height) / page_height, width / page_width, height / page_height)
    return figure.add_axes(box)


def text_width(text: str, points: float) -> float:
    """Give the width of a line of type in mm: a Japanese character is as wide as high, a Latin one a bit over half."""
    wide = sum(1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.58 for character in text)
    return wide * points * POINT_MM


def fitting_size(text: str, width_mm: float, *, largest: float, smallest: float = SMALLEST) -> float:
    """Give the largest size in points at which the line fits the width, within bounds."""
    return max(smallest, min(largest, largest * width_mm / max(text_width(text, largest), 1e-9)))


def nice_ceiling(value: float) -> float:
    """Give the smallest round share that is not below the value; at least 0.05, at most 1."""
    steps = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0)
    return next((step for step in steps if value <= step + 1e-12), 1.0) if math.isfinite(value) else 0.1


def per_cent(share: float) -> str:
    """Write a share: one decimal below ten per cent, none above, halves up; a true zero is 0."""
    if share == 0:
        return "0"
    tenths = math.floor(share * 1000 + 0.5)
    return f"{tenths / 10:.1f}" if tenths < _TEN_PER_CENT else str(math.floor(share * 100 + 0.5))


def draw_foot(  # noqa: PLR0913 - what modifies is keyword-only
    axes: Axes, height: float, most: float, states: Iterable[str], *, title: str = "該当文の割合", note: str = ""
) -> None:
    """Draw the key along the bottom of a page: the zero, the states that occur, a note, and the ramp of shares."""
    width = axes.get_xlim()[1]
    _draw_state_key(axes, height - 6.5, set(states))
    _draw_ramp(axes, width - 44, height - 8.0, most)
    axes.text(width - 45.5, height - 6.45, title, ha="right", va="center", fontsize=6.5, color=INK)
    axes.text(1.0, height - 1.5, note, ha="left", va="center", fontsize=6, color=MUTED)


def draw_states(axes: Axes, right: float, middle: float, states: Iterable[str]) -> None:
    """Draw the key of the states that occur in a line that ends at `right`, in mm."""
    found = set(states)
    for text, look in reversed([look for state, look in STATES.items() if state in found]):
        right -= text_width(text, 6.5)
        axes.text(right, middle, text, ha="left", va="center", fontsize=6.5, color=INK)
        right -= 5.2
        axes.add_patch(Rectangle((right, middle - 1.4), 4.2, 2.8, **look))
        right -= 3.2


def size_range(n_statements: pd.Series) -> str:
    """Give how many statements the shares of several forms rest on: n, or the least and most; empty without forms."""
    read = n_statements[n_statements > 0]
    if read.empty:
        return ""
    least, most = int(read.min()), int(read.max())
    return f"n={least}" if least == most else f"n={least}〜{most}"


def gap_states(table: pd.DataFrame, years: Iterable[int]) -> set[str]:
    """Give the states of the years that have no share; a year that the table lacks has no form."""
    lacking = set(years) - {int(year) for year in table["fiscal_year"].dropna()}
    return {*map(str, table.loc[table["share"].isna(), "state"]), *(["form_missing"] if lacking else [])}


def fill_year(axes: Axes, place: int, look: Look) -> None:
    """Fill one year of a time axis with the pattern of what could not be counted, behind everything else."""
    axes.axvspan(place - 0.5, place + 0.5, zorder=0, **{**look, "edgecolor": "#b9bcc1", "linewidth": 0})


def _draw_state_key(axes: Axes, top: float, states: set[str]) -> None:
    left = 1.0
    entries = [("0 = 記述なし", ZERO), *(look for state, look in STATES.items() if state in states)]
    for text, look in entries:
        axes.add_patch(Rectangle((left, top), 4.2, 3.0, **look))
        if look is ZERO:
            axes.text(left + 2.1, top + 1.5, "0", ha="center", va="center", fontsize=6, color=INK)
        axes.text(left + 5.2, top + 1.55, text, ha="left", va="center", fontsize=6.5, color=INK)
        left += 8.4 + text_width(text, 6.5)


def _draw_ramp(axes: Axes, left: float, top: float, most: float) -> None:
    """Draw the ramp from just above 0 to `most`, with ticks in per cent."""
    width, steps = 40.0, 60
    for step in range(steps):
        colour = SEQUENTIAL(step / (steps - 1))
        box = (left + width * step / steps, top)
        axes.add_patch(Rectangle(box, width / steps + 0.05, 3.0, facecolor=colour, edgecolor="none", linewidth=0))
    for fraction in (0.0, 0.5, 1.0):
        text = f"{most * fraction * 100:g}" + ("%" if fraction == 1 else "")
        axes.text(left + width * fraction, top + 3.6, text, ha="center", va="top", fontsize=6, color=INK)


def to_svg(figure: Figure) -> bytes:
    """Give the figure as SVG: the same figure gives the same bytes."""
    buffer = io.BytesIO()
    with figure_style():
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    return buffer.getvalue()


def to_png(figure: Figure, *, dpi: int = 150) -> bytes:
    """Give the figure as PNG, for people who look at files; the report uses the SVG."""
    buffer = io.BytesIO()
    with figure_style():
        figure.savefig(buffer, format="png", dpi=dpi, metadata={"Software": None})
    return buffer.getvalue()


def ink_on(colour: tuple[float, float, float, float]) -> str:
    """Give black or white, whichever reads better on the colour (relative luminance, WCAG 2.2)."""
    channels = [c / 12.92 if c <= _LINEAR_BELOW else ((c + 0.055) / 1.055) ** 2.4 for c in colour[:3]]
    luminance = 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
    return "#000000" if luminance > _EQUAL_CONTRAST else "#ffffff"


def _register_fonts() -> None:
    if FAMILY not in {entry.name for entry in font_manager.fontManager.ttflist}:
        for path in font_files():
            font_manager.fontManager.addfont(str(path))
