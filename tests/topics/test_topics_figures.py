"""Pictures of topics say what the tables say; the page to click through needs no network and survives hostile text."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from textmine.figures.style import to_svg
from textmine.figures.topics_browser import draw_topic_browser
from textmine.figures.topics_curve import draw_topic_curve
from textmine.figures.topics_overlap import draw_topic_overlap
from textmine.figures.topics_support import draw_topic_support
from textmine.figures.topics_terms import draw_topic_terms
from textmine.topics import (
    TopicModel,
    TopicStability,
    compare_with_themes,
    describe_support,
    describe_topics,
    fit_nmf,
    list_topic_terms,
)

if TYPE_CHECKING:
    from textmine.term_matrix import TermMatrix

HOSTILE = "</script><script>alert(1)</script>@DATA@ $x$ \u2028 😀"


@pytest.fixture(scope="module")
def model(planted_matrix: TermMatrix) -> TopicModel:
    return fit_nmf(planted_matrix, 6)


@pytest.fixture(scope="module")
def topics(
    model: TopicModel, planted_matrix: TermMatrix, planted_statements: pd.DataFrame, stability: TopicStability
) -> pd.DataFrame:
    """Give six topics of which the last is made unsupported."""
    table = describe_topics(model, planted_matrix, planted_statements, stability)
    table.loc[5, "passes"] = False
    return table


def test_the_curve_shows_every_number_that_was_asked_for(stability: TopicStability) -> None:
    drawn = to_svg(draw_topic_curve(stability.curve, proposed=6)).decode()
    for number in (4, 6, 8):
        assert f">{number}</text>" in drawn
    assert "K=6" in drawn


def test_unsupported_topics_are_drawn_and_say_so(
    topics: pd.DataFrame, model: TopicModel, planted_matrix: TermMatrix
) -> None:
    drawn = to_svg(draw_topic_terms(topics, list_topic_terms(model, planted_matrix))).decode()
    assert drawn.count("支持されない") == 1
    for label in topics["label"]:
        assert label in drawn


def test_support_is_drawn_against_the_threshold(topics: pd.DataFrame, stability: TopicStability) -> None:
    threshold = float(stability.of_number(6)["threshold"].iloc[0])
    drawn = to_svg(draw_topic_support(topics, threshold=threshold)).decode()
    assert "並べ替えた資料の限界" in drawn
    assert all(f"{value:.2f}" in drawn for value in topics["stability"])


def test_the_overlap_writes_the_counts(topics: pd.DataFrame, model: TopicModel, planted_matrix: TermMatrix) -> None:
    themes = pd.DataFrame({"all": True, "none": False}, index=list(planted_matrix.rows))
    drawn = to_svg(
        draw_topic_overlap(compare_with_themes(model, themes), topics, {"all": "全部", "none": "無"})
    ).decode()
    for count in topics["n_statements"]:
        assert f">{count}</text>" in drawn
    assert "全部" in drawn


def test_the_page_holds_its_data_and_asks_nothing_of_the_network(
    topics: pd.DataFrame,
    model: TopicModel,
    planted_matrix: TermMatrix,
    planted_statements: pd.DataFrame,
    stability: TopicStability,
) -> None:
    hostile = planted_statements.assign(text=HOSTILE)
    page = draw_topic_browser(
        model,
        topics,
        list_topic_terms(model, planted_matrix),
        hostile,
        stability.curve,
        title="話題 <1>",
        verdict=describe_support(stability),
    )
    assert not re.search(r"(?:src|href)\s*=|url\(|import\(|fetch\(|XMLHttpRequest", page)
    assert "default-src 'none'" in page
    assert page.count("<script") == 2
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, flags=re.DOTALL)
    assert found is not None
    data = json.loads(found.group(1))
    assert {statement["text"] for statement in data["statements"]} == {HOSTILE}
    assert len(data["statements"]) == 300
    assert [topic["passes"] for topic in data["topics"]] == topics["passes"].tolist()
    assert "話題 &lt;1&gt;" in page
