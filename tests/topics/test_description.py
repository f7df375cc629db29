"""Topics in words, against themes, and how often they occur."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from textmine.term_matrix import TermMatrix


import numpy as np
import pandas as pd
import pytest

from textmine.term_matrix import build_term_matrix, select_statements
from textmine.topics import (
    TopicModel,
    TopicStability,
    compare_with_themes,
    describe_topics,
    estimate_occurrence,
    fit_ensemble,
    fit_lda_comparison,
    fit_nmf,
    representative_statements,
    statements_of_topic,
    statements_without_theme,
)
from textmine.topics.description import DESCRIPTION_COLUMNS, exclusivity_scores


def small_model() -> TopicModel:
    """Two topics over three terms and four statements, the last of no topic."""
    return TopicModel(
        statement_weights=np.array([[1.0, 0.0], [0.8, 0.7], [0.0, 0.5], [0.0, 0.0]]),
        term_weights=np.array([[0.8, 0.6, 0.0], [0.0, 0.6, 0.8]]),
        term_scores=np.array([[0.8, 0.6, 0.0], [0.0, 0.6, 0.8]]),
        terms=("父", "場", "母"),
        rows=("a:1", "a:2", "b:1", "b:2"),
        method="nmf",
        settings={},
        seed=None,
        n_iterations=1,
        converged=True,
        error=0.0,
    )


THEMES = pd.DataFrame({"father": [True, False, False], "place": [True, True, False]}, index=["a:1", "a:2", "b:1"])


def test_each_topic_has_its_words_statements_and_forms(
    planted_topic: NDArray[np.int64],
    planted_matrix: TermMatrix,
    planted_statements: pd.DataFrame,
    stability: TopicStability,
) -> None:
    model = fit_nmf(planted_matrix, 6)
    table = describe_topics(model, planted_matrix, planted_statements, stability)
    assert table.columns.tolist() == list(DESCRIPTION_COLUMNS)
    assert sorted(table["topic"]) == [1, 2, 3, 4, 5, 6]
    assert table["passes"].all()
    for _, row in table.iterrows():
        names = {term.partition("語")[0] for term in row["top_terms"]}
        assert len(names) == 1
        assert row["n_documents"] == 5
        planted_as = {f"話題{planted_topic[planted_matrix.rows.index(s)]}" for s in row["statement_ids"]}
        assert planted_as == names
    assert table["n_statements"].sum() == 300


def test_without_stability_no_topic_is_supported(planted_matrix: TermMatrix, planted_statements: pd.DataFrame) -> None:
    table = describe_topics(fit_nmf(planted_matrix, 3), planted_matrix, planted_statements)
    assert not table["passes"].any()
    assert table["stability"].isna().all()


def test_a_repeated_sentence_represents_a_topic_once() -> None:
    statements = pd.DataFrame({"statement_id": ["a:1", "a:2", "b:1", "b:2"], "text": ["同文", "同文", "別", "無"]})
    assert representative_statements(small_model(), statements) == [["a:1"], ["b:1", "a:2"]]


def test_a_page_lists_the_statements_of_a_topic_heaviest_first() -> None:
    statements = pd.DataFrame({"statement_id": ["a:1", "a:2", "b:1"], "text": ["い", "ろ", "は"]})
    page = statements_of_topic(small_model(), statements, 1)
    assert page["statement_id"].tolist() == ["a:1", "a:2"]
    assert page["text"].tolist() == ["い", "ろ"]


def test_an_exclusive_word_outranks_a_shared_one_of_equal_weight() -> None:
    model = small_model()
    scores = exclusivity_scores(model)
    assert scores[0, 0] > scores[0, 1]
    assert scores[0, 2] == 0


def test_shared_statements_of_topics_and_themes_are_counted_by_hand() -> None:
    table = compare_with_themes(small_model(), THEMES).set_index(["topic", "theme"])
    assert list(table.loc[(1, "place"), ["n_both", "n_topic", "n_theme"]]) == [2, 2, 2]
    assert list(table.loc[(1, "father"), ["n_both", "n_topic", "n_theme"]]) == [1, 2, 1]
    assert table.loc[(1, "father"), "lift"] == pytest.approx(1 / (2 * 1 / 4))
    assert table["n_both"].tolist() == [1, 2, 0, 0]


def test_statements_of_supported_topics_without_theme_are_listed() -> None:
    table = statements_without_theme(small_model(), THEMES, pd.Series([False, True]))
    assert table["statement_id"].tolist() == ["b:1"]
    assert table["topic"].tolist() == [2]
    assert statements_without_theme(small_model(), THEMES, pd.Series([True, False])).empty


def test_occurrence_counts_statements_and_its_interval_holds_the_share(
    planted_topic: NDArray[np.int64], planted_matrix: TermMatrix
) -> None:
    table = estimate_occurrence(fit_nmf(planted_matrix, 6), planted_matrix, n_refits=5)
    assert table["n_statements"].sum() == 300
    assert ((table["low"] < table["share"]) & (table["share"] < table["high"])).all()
    planted_shares = sorted(np.bincount(planted_topic) / 300)
    assert np.allclose(sorted(table["share"]), planted_shares, atol=0.02)


def test_a_topic_of_one_form_has_a_wide_interval_and_two_forms_have_none() -> None:
    words = [["父", "親", f"語{i % 7}"] if i < 60 else ["母", "場", f"語{i % 5}"] for i in range(240)]
    matrix = build_term_matrix(words, [f"様式{i // 60}:{i}" for i in range(240)])
    table = estimate_occurrence(fit_nmf(matrix, 2), matrix, n_refits=3)
    assert table["design_effect"].min() > 20
    two_forms = select_statements(matrix, np.arange(120))
    assert estimate_occurrence(fit_nmf(two_forms, 2), two_forms, n_refits=3)["low"].isna().all()


def test_the_ensemble_finds_planted_topics_and_repeats_itself(
    planted_topic: NDArray[np.int64], planted_matrix: TermMatrix
) -> None:
    one, two = (fit_ensemble(planted_matrix, 6, n_parts=5, seed=3) for _ in range(2))
    assert np.array_equal(one.term_weights, two.term_weights)
    main = one.main_topic()
    assert all(
        np.mean(main[planted_topic == k] == np.bincount(main[planted_topic == k]).argmax()) > 0.9 for k in range(6)
    )


def test_lda_is_labelled_as_comparison(planted_matrix: TermMatrix) -> None:
    model = fit_lda_comparison(planted_matrix, 4, seed=0, max_iterations=5)
    assert model.method == "lda_comparison"
    assert model.seed == 0
