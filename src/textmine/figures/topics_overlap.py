"""Topics against themes: of each topic's statements, how many have the theme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from matplotlib.patches import Rectangle

from textmine.figures.style import (
    FRAME,
    INK,
    MUTED,
    SEQUENTIAL,
    TEXT_WIDTH,
    figure_style,
    fitting_size,
    ink_on,
    new_page,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_SIDE: Final = 46.0  # mm for the topics' names
_HEAD: Final = 30.0  # mm for the themes' names
_LINE: Final = 6.0
_MARGIN: Final = 9.0  # mm on the right, for names that lean over it
_PALE: Final = 0.3  # opacity of topics that are not supported


def draw_topic_overlap(
    overlap: pd.DataFrame, topics: pd.DataFrame, theme_names: Mapping[str, str], *, width_mm: float = TEXT_WIDTH
) -> Figure:
    """Draw a cell per topic and theme: shade by the share of the topic's statements, the count written in.

    Args:
        overlap: OVERLAP_COLUMNS of `textmine.topics.overlap`.
        topics: DESCRIPTION_COLUMNS of `textmine.topics.description`: rows and their order, and what is supported.
        theme_names: what each theme is called; columns stand in this order.
        width_mm: width of the figure.
    """
    themes = [theme for theme in theme_names if theme in set(overlap["theme"])]
    cells = {(row["topic"], row["theme"]): row for row in overlap.to_dict("records")}
    cell = (width_mm - _SIDE - _MARGIN) / max(1, len(themes))
    with figure_style():
        figure, page = new_page(width_mm, _HEAD + _LINE * len(topics) + 9)
        for column, theme in enumerate(themes):
            x = _SIDE + cell * (column + 0.5)
            page.text(
                x,
                _HEAD - 1.5,
                theme_names[theme],
                fontsize=6.5,
                rotation=60,
                rotation_mode="anchor",
                ha="left",
                va="bottom",
                color=INK,
            )
        for line, topic in enumerate(topics.to_dict("records")):
            _write_topic(page, line, topic)
            for column, theme in enumerate(themes):
                _draw_cell(
                    page, (_SIDE + cell * column, _HEAD + _LINE * line, cell), cells[topic["topic"], theme], topic
                )
        note = "数: 話題の文のうち主題のある文。濃さ: その割合。薄い行: 語を並べ替えた資料と区別できない話題"
        page.text(0.5, _HEAD + _LINE * len(topics) + 2.5, note, fontsize=6.5, va="top", color=MUTED)
    return figure


def _write_topic(page: Axes, line: int, topic: dict[Any, Any]) -> None:
    name = f"{topic['topic']} {topic['label']}({topic['n_statements']}文)"
    size = fitting_size(name, _SIDE - 3, largest=7)
    ink = INK if topic["passes"] else MUTED
    page.text(_SIDE - 1.5, _HEAD + _LINE * (line + 0.5), name, fontsize=size, ha="right", va="center", color=ink)


def _draw_cell(page: Axes, place: tuple[float, float, float], overlap: dict[Any, Any], topic: dict[Any, Any]) -> None:
    left, top, width = place
    share, count = overlap["share_of_topic"], int(overlap["n_both"])
    box = Rectangle((left, top), width, _LINE, edgecolor=FRAME, linewidth=0.3, facecolor="white")
    page.add_patch(box)
    if not count:
        return
    red, green, blue, _ = SEQUENTIAL(float(share))
    opacity = 1.0 if topic["passes"] else _PALE
    shade = (1 - opacity * (1 - red), 1 - opacity * (1 - green), 1 - opacity * (1 - blue), 1.0)
    box.set_facecolor(shade)
    page.text(
        left + width / 2,
        top + _LINE / 2,
        str(count),
        fontsize=6.5,
        ha="center",
        va="center",
        color=ink_on(shade),
    )
