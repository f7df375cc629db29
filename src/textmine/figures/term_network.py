"""The network of words that stand together: thick lines for close pairs, a colour and a sign per group of words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import networkx as nx
import numpy as np

from textmine.figures.places import pushed_apart
from textmine.figures.style import (
    CATEGORICAL,
    INK,
    MARKERS,
    MUTED,
    POINT_MM,
    TEXT_WIDTH,
    figure_style,
    new_page,
    text_width,
)

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

_HEIGHT: Final = 128.0  # mm of the network itself
_FOOT: Final = 9.0  # mm for what the signs mean
_MARGIN: Final = 9.0
_SMALLEST, _LARGEST = 1.6, 5.6  # mm across the points of the rarest and of the most frequent word
_THICKEST: Final = 3.0  # points, of a line between two words that never stand apart
_TYPE: Final = 7.0
_STRIP: Final = 20.0  # mm below for the smaller parts
_WIDEST: Final = 26.0  # mm there for each word


def draw_term_network(pairs: pd.DataFrame, *, width_mm: float = TEXT_WIDTH) -> Figure:
    """Draw terms as points, as large as they are frequent, and a line for each pair.

    Places are those of least stress (Kamada and Kawai 1989, Information Processing Letters 31:7-15) from a fixed start,
    groups those of greatest modularity (Clauset, Newman and Moore 2004, Physical Review E 70:066111). Nearness on
    paper means little; lines and groups are what is to be read.

    Args:
        pairs: PAIR_COLUMNS of `textmine.cooccurrence`.
        width_mm: width of the figure.
    """
    graph = _graph(pairs)
    groups, points = _groups(graph), _places(graph, width_mm)
    most = max((graph.nodes[term]["n"] for term in graph), default=1)
    with figure_style():
        figure, page = new_page(width_mm, _HEIGHT + _FOOT)
        for pair in pairs.to_dict("records"):
            _draw_line(page, points[pair["first"]], points[pair["second"]], pair)
        for term in graph:
            _draw_term(page, points[term], term, graph.nodes[term]["n"] / most, groups[term])
        page.text(_MARGIN, _HEIGHT + _FOOT - 3, _what_it_shows(most), fontsize=6, color=MUTED, va="center")
    return figure


def _graph(pairs: pd.DataFrame) -> Any:  # noqa: ANN401 - networkx has no types
    graph = nx.Graph()
    frequency: dict[str, int] = {}
    for side in ("first", "second"):
        frequency |= dict(zip(pairs[side], pairs[f"n_{side}"], strict=True))
    graph.add_nodes_from((term, {"n": int(frequency[term])}) for term in sorted(frequency))
    for pair in pairs.to_dict("records"):
        graph.add_edge(pair["first"], pair["second"], weight=float(pair["jaccard"]))
    return graph


def _groups(graph: Any) -> Mapping[str, int]:  # noqa: ANN401 - networkx has no types
    """Give the number of each term's group, the largest group first."""
    if not graph.number_of_edges():
        return {}
    found = nx.community.greedy_modularity_communities(graph, weight="weight")
    ordered = sorted((sorted(group) for group in found), key=lambda group: (-len(group), group))
    return {term: number for number, group in enumerate(ordered) for term in group}


def _places(graph: Any, width_mm: float) -> dict[str, NDArray[np.float64]]:  # noqa: ANN401 - networkx has no types
    """Give a place in mm for each term: the largest connected part above, the others side by side below."""
    found = (sorted(part) for part in nx.connected_components(graph))
    parts = sorted(found, key=lambda part: (-len(part), part))
    if not parts:
        return {}
    rest = sum(map(len, parts[1:]))
    above = _HEIGHT - (_STRIP if rest else 0)
    frames = [np.array([[0, 0], [width_mm, above]])]
    left, per_term = 0.0, min(_WIDEST, width_mm / max(rest, 1))
    for part in parts[1:]:
        right = left + per_term * len(part)
        frames.append(np.array([[left, above], [right, _HEIGHT]]))
        left = right
    places: dict[str, NDArray[np.float64]] = {}
    for part, frame in zip(parts, frames, strict=True):
        places |= _within(graph.subgraph(part), part, frame)
    return places


def _within(graph: Any, terms: list[str], frame: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:  # noqa: ANN401
    """Lay out one connected part in a frame: corners (2, 2) in mm."""
    start = nx.circular_layout(terms)
    found = nx.kamada_kawai_layout(graph, weight=None, pos=start)
    points = np.array([found[term] for term in terms])
    centred = (points - (points.min(axis=0) + points.max(axis=0)) / 2) / np.maximum(np.ptp(points, axis=0), 1e-9)
    inside = np.maximum(frame[1] - frame[0] - 2 * _MARGIN, 0)
    boxes = np.array([(text_width(term, _TYPE) + 1.5, _TYPE * POINT_MM + _LARGEST * 0.7) for term in terms])
    return dict(zip(terms, pushed_apart(frame.mean(axis=0) + centred * inside, boxes, frame), strict=True))


def _draw_line(
    page: Axes, first: NDArray[np.float64], second: NDArray[np.float64], pair: Mapping[Hashable, Any]
) -> None:
    xs, ys = zip(first, second, strict=True)
    width = max(0.4, _THICKEST * float(pair["jaccard"]))
    page.plot(xs, ys, color="#8f959b", linewidth=width, solid_capstyle="round", zorder=1)
    x, y = (first + second) / 2
    paper = {"boxstyle": "square,pad=0.08", "facecolor": "white", "edgecolor": "none"}
    page.text(x, y, str(pair["n_both"]), fontsize=5, color=MUTED, ha="center", va="center", bbox=paper, zorder=1.5)


def _draw_term(page: Axes, point: NDArray[np.float64], term: str, part: float, group: int) -> None:
    size = _SMALLEST + (_LARGEST - _SMALLEST) * np.sqrt(part)
    look = group % len(CATEGORICAL)
    page.plot(
        *point,
        marker=MARKERS[look],
        markersize=size / POINT_MM,
        color=CATEGORICAL[look],
        markeredgecolor="white",
        markeredgewidth=0.5,
        zorder=2,
    )
    below = point[1] + size / 2 + 0.4
    page.text(point[0], below, term, fontsize=_TYPE, color=INK, ha="center", va="top", zorder=3)


def _what_it_shows(most: int) -> str:
    return (
        f"点の大きさ = その語を含む文の数(最大 {most}文) 線の数字 = 両方の語を含む文の数 "
        "線の太さ = Jaccard 係数 色と形 = まとまり。位置の近さに意味はない"
    )
