"""Which topics come back: each topic's replication against the line that shuffled words draw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from textmine.figures.style import (
    CATEGORICAL,
    FRAME,
    INK,
    MUTED,
    TEXT_WIDTH,
    axes_at,
    figure_style,
    fitting_size,
    new_page,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_LINE: Final = 5.2  # mm per topic
_HEAD: Final = 9.0
_SIDE: Final = 52.0  # mm for the topics' names
_WORDS: Final = 52.0  # mm for stability, p and the form


def draw_topic_support(topics: pd.DataFrame, *, threshold: float, width_mm: float = TEXT_WIDTH) -> Figure:
    """Draw a line per topic: how far it replicates, and the numbers behind it.

    Args:
        topics: DESCRIPTION_COLUMNS of `textmine.topics.description`, with stability.
        threshold: replication that a topic must exceed, of this number of topics.
        width_mm: width of the figure.
    """
    records = topics.to_dict("records")
    bottom = _HEAD + _LINE * len(records)
    with figure_style():
        figure, page = new_page(width_mm, bottom + 13)
        axes = axes_at(figure, _SIDE, _HEAD, width_mm - _SIDE - _WORDS, max(_LINE * len(records), 1))
        _prepare(axes, topics, threshold)
        for line, record in enumerate(records):
            _draw_row(axes, line + 0.5, record, threshold)
            _write_row(page, _HEAD + _LINE * (line + 0.5), record, width_mm)
        for offset, head in ((3.0, "安定性"), (15.0, "p値"), (25.0, "文が最も多い様式")):
            page.text(width_mm - _WORDS + offset, _HEAD - 2.5, head, fontsize=6, va="bottom", color=MUTED)
        centre = _SIDE + (width_mm - _SIDE - _WORDS) / 2
        page.text(
            centre,
            bottom + 6,
            "再現(半分ずつの資料での一致から、次に近い話題との一致を引いた値)",
            fontsize=6.5,
            ha="center",
            va="top",
        )
    return figure


def _prepare(axes: Axes, topics: pd.DataFrame, threshold: float) -> None:
    values = topics["replication"].to_numpy(dtype=float)
    low, high = min(0.0, float(values.min(initial=0.0))), max(threshold, float(values.max(initial=0.0)))
    pad = 0.06 * (high - low) or 0.1
    axes.set_xlim(low - pad, high + pad)
    axes.set_ylim(max(len(topics), 1), 0)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.axvline(0, color=FRAME, linewidth=0.6)
    axes.axvspan(low - pad, threshold, color="#f1f2f4", linewidth=0)
    axes.axvline(threshold, color=MUTED, linewidth=0.8, linestyle=(0, (3, 2)))
    axes.annotate(
        "並べ替えた資料の限界",
        (threshold, 0),
        xytext=(0, 3),
        textcoords="offset points",
        fontsize=6,
        ha="center",
        va="bottom",
        color=MUTED,
        annotation_clip=False,
    )


def _draw_row(axes: Axes, y: float, record: dict[Any, Any], threshold: float) -> None:
    passes = bool(record["passes"])
    colour = CATEGORICAL[0] if passes else FRAME
    axes.plot([threshold, record["replication"]], [y, y], color=colour, linewidth=1.0 if passes else 0.6)
    axes.plot(record["replication"], y, "o", color=colour if passes else "white", markeredgecolor=colour, markersize=5)


def _write_row(page: Axes, y: float, record: dict[Any, Any], width_mm: float) -> None:
    ink = INK if record["passes"] else MUTED
    name = f"{record['topic']} {record['label']}({record['n_statements']}文)"
    size = fitting_size(name, _SIDE - 3, largest=7)
    page.text(_SIDE - 2, y, name, fontsize=size, ha="right", va="center", color=ink)
    left = width_mm - _WORDS
    page.text(left + 3.0, y, f"{record['stability']:.2f}", fontsize=6.5, va="center", color=ink)
    page.text(left + 15.0, y, f"{record['p_value']:.2f}", fontsize=6.5, va="center", color=ink)
    form = (
        f"{_stem(record['largest_document'])} {record['largest_document_share']:.0%}"
        if record["largest_document"]
        else ""
    )
    page.text(left + 25.0, y, form, fontsize=fitting_size(form, 26.0, largest=6), va="center", color=ink)


def _stem(document: str) -> str:
    """Give a form's name without the kind of its file."""
    return document.rpartition(".")[0] or document
