"""One look for every figure: fonts that are embedded, colours that survive grey print, bytes that repeat.

Colours: viridis-like sequential ramps keep their order in grey and for colour-blind readers (Crameri, Shephard and
Heron 2020, Nature Communications 11:5444); the categorical set is Okabe and Ito (2008).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.figure import Figure

from textmine.figures.fonts import FAMILY, font_files

MM: Final = 1 / 25.4  # inches
SEQUENTIAL: Final = "cividis_r"  # light = little, dark = much; never starts at white
CATEGORICAL: Final = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
NO_DATA: Final = {"facecolor": "#f2f2f2", "edgecolor": "#8c8c8c", "hatch": "////", "linewidth": 0.4}


@contextmanager
def figure_style() -> Iterator[None]:
    """Set fonts, sizes and deterministic output for the figures drawn inside."""
    _register_fonts()
    settings = {
        "font.family": FAMILY,
        "font.size": 8,
        "axes.titlesize": 9,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.linewidth": 0.6,
        "hatch.linewidth": 0.4,
        "svg.fonttype": "none",  # live text: can be selected in the report
        "svg.hashsalt": "textmine",  # same ids, same bytes
        "text.parse_math": False,  # a $ in a form's text is a $
        "axes.unicode_minus": False,
    }
    with mpl.rc_context(settings):
        yield


def new_figure(width_mm: float, height_mm: float) -> Figure:
    """Give an empty figure of this size, without pyplot's global state."""
    return Figure(figsize=(width_mm * MM, height_mm * MM), layout="constrained")


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
    channels = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in colour[:3]]
    luminance = 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
    return "#000000" if luminance > 0.179 else "#ffffff"


def _register_fonts() -> None:
    if FAMILY not in {entry.name for entry in font_manager.fontManager.ttflist}:
        for path in font_files():
            font_manager.fontManager.addfont(str(path))
