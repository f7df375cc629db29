"""What each topic is about: its terms, how many statements it has, and whether the corpus carries it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from matplotlib.patches import Rectangle

from textmine.figures.style import FRAME, INK, MUTED, TEXT_WIDTH, figure_style, fitting_size, new_page

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_COLUMNS: Final = 4
_GAP: Final = 3.0  # mm
_HEAD: Final = 10.5
_LINE: Final = 3.9
_FOOT: Final = 6.0
_GREY: Final = "#b9bdc3"
_PALE: Final = "#e6e8eb"


def draw_topic_terms(
    topics: pd.DataFrame, terms: pd.DataFrame, *, n_terms: int = 8, width_mm: float = TEXT_WIDTH
) -> Figure:
    """Draw a panel per topic, in the order of the table; topics that are not supported are grey and say so.

    Args:
        topics: DESCRIPTION_COLUMNS of `textmine.topics.description`.
        terms: TERM_TABLE_COLUMNS of the same; bars are as long as a term's score, relative to the topic's first.
        n_terms: terms per panel.
        width_mm: width of the figure.
    """
    n_rows = math.ceil(len(topics) / _COLUMNS)
    width = (width_mm - _GAP * (_COLUMNS - 1)) / _COLUMNS
    height = _HEAD + _LINE * n_terms + 4.0
    of_topic: dict[Any, pd.DataFrame] = {topic: rows.head(n_terms) for topic, rows in terms.groupby("topic")}
    with figure_style():
        figure, page = new_page(width_mm, max(1, n_rows) * height + _FOOT)
        for place, row in enumerate(topics.to_dict("records")):
            left = (place % _COLUMNS) * (width + _GAP)
            _draw_panel(page, (left, (place // _COLUMNS) * height, width), row, of_topic[row["topic"]])
        note = "棒: その話題での語の重さ(話題の中での比)。灰色: 語を並べ替えた資料と区別できない話題"
        page.text(0.5, n_rows * height + 1.5, note, fontsize=6.5, va="top", color=MUTED)
    return figure


def _draw_panel(page: Axes, place: tuple[float, float, float], topic: dict[Any, Any], terms: pd.DataFrame) -> None:
    left, top, width = place
    passes = bool(topic["passes"])
    ink = INK if passes else MUTED
    page.plot([left, left + width], [top + 0.6, top + 0.6], color=ink if passes else FRAME, linewidth=0.8)
    title = f"{topic['topic']} {topic['label']}"
    size = fitting_size(title, width - 1, largest=7.5)
    page.text(left + 0.5, top + 1.6, title, fontsize=size, weight="bold", va="top", color=ink)
    numbers = f"{topic['n_statements']}文・{topic['n_documents']}様式・安定性 {topic['stability']:.2f}"
    state = "" if passes else "(支持されない)"
    line = numbers + state
    page.text(left + 0.5, top + 5.9, line, fontsize=fitting_size(line, width - 1, largest=6), va="top", color=MUTED)
    most = float(terms["score"].max()) if len(terms) else 1.0
    for i, (term, score) in enumerate(zip(terms["term"], terms["score"], strict=True)):
        y = top + _HEAD + _LINE * i
        length = (width - 1) * float(score) / max(most, 1e-12)
        page.add_patch(Rectangle((left + 0.5, y), length, _LINE - 0.7, color=_bar(passes, i), linewidth=0))
        size = fitting_size(term, width - 2.5, largest=7)
        page.text(left + 1.5, y + (_LINE - 0.7) / 2, term, fontsize=size, va="center", color=ink)


def _bar(passes: bool, rank: int) -> str:  # noqa: FBT001 - maps a state to its colour
    if not passes:
        return _PALE
    return "#9ccbe6" if rank < 3 else "#cfe4f1"  # noqa: PLR2004 - the label's terms stand out
