"""Figures of words, tested by what they were given: names, counts, places that do not cover each other."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.cooccurrence import PAIR_COLUMNS
from textmine.correspondence import fit_correspondence
from textmine.figures.places import pushed_apart
from textmine.figures.style import to_svg
from textmine.figures.term_map import draw_term_map
from textmine.figures.term_network import draw_term_network

PAIRS = pd.DataFrame(
    [
        ("子育て", "地域", 0.5, 9, 12, 15, 3, ("a:1",)),
        ("子育て", "支援", 0.4, 7, 12, 11, 3, ("a:1",)),
        ("把握", "課題", 0.3, 4, 8, 9, 2, ("a:1",)),
    ],
    columns=list(PAIR_COLUMNS),
)


def words_in(svg: bytes) -> str:
    return svg.decode("utf-8")


def test_the_network_names_every_word_and_the_statements_behind_every_line() -> None:
    svg = words_in(to_svg(draw_term_network(PAIRS)))
    for said in ("子育て", "地域", "支援", "把握", "課題", ">9<", ">7<", ">4<", "最大 15文"):
        assert said in svg


def test_the_same_pairs_give_the_same_bytes_and_no_pairs_give_a_figure_too() -> None:
    assert to_svg(draw_term_network(PAIRS)) == to_svg(draw_term_network(PAIRS))
    assert "Jaccard" in words_in(to_svg(draw_term_network(PAIRS.iloc[:0])))


def test_the_map_names_words_and_groups_and_says_how_much_each_axis_shows() -> None:
    table = pd.DataFrame(
        [[9, 1, 2], [1, 8, 3], [2, 2, 7], [4, 4, 4]],
        index=["父親", "相談", "情報", "地域"],
        columns=["にし区", "ひがし区", "みなみ区"],
    )
    found = fit_correspondence(table)
    svg = words_in(to_svg(draw_term_map(found, what="区")))
    for said in (*table.index, *table.columns, f"違いの {found.inertia[0]:.0%}", "丸 = 語(4語", "四角 = 区(3)"):
        assert said in svg


@given(st.integers(1, 12), st.integers(0, 10_000))
def test_names_with_room_enough_do_not_cover_each_other_and_stay_in_their_frame(n: int, seed: int) -> None:
    chance = np.random.default_rng(seed)
    frame = np.array([[0.0, 0.0], [160.0, 120.0]])
    boxes = np.column_stack([chance.uniform(5, 20, n), np.full(n, 4.0)])
    places = pushed_apart(chance.uniform(0, 1, (n, 2)) * frame[1], boxes, frame)
    for i in range(n):
        assert np.all(places[i] >= frame[0])
        assert np.all(places[i] <= frame[1])
        for j in range(i):
            apart = np.abs(places[i] - places[j]) - (boxes[i] + boxes[j]) / 2
            assert apart.max() > -0.5


def test_places_that_cover_nothing_stay_where_they_are() -> None:
    points = np.array([[40.0, 30.0], [100.0, 90.0]])
    frame = np.array([[0.0, 0.0], [160.0, 120.0]])
    assert pushed_apart(points, np.full((2, 2), 6.0), frame) == pytest.approx(points)
