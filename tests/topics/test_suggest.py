"""Suggestions: hidden statements and words come back, small themes are refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.errors import InputError, NotEstimable
from textmine.term_matrix import build_term_matrix
from textmine.topics import (
    estimate_recovery,
    fit_anchored,
    make_space,
    rank_missed_statements,
    suggest_terms,
)
from textmine.topics.suggest import MISSED_COLUMNS, TERM_COLUMNS, fuse
from textmine.topics.vectors import character_pairs, fit_term_vectors, positive_information

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from textmine.term_matrix import TermMatrix


def caught_by(words: list[list[str]], keywords: set[str]) -> np.ndarray[Any, np.dtype[np.bool_]]:
    return np.array([bool(keywords & set(of_statement)) for of_statement in words])


def test_statements_of_the_theme_that_the_rule_missed_come_first(
    planted_words: list[list[str]], planted_topic: NDArray[np.int64], planted_matrix: TermMatrix
) -> None:
    caught = caught_by(planted_words, {"話題2語00", "話題2語01"})
    missed = (planted_topic == 2) & ~caught
    ranked = rank_missed_statements(make_space(planted_matrix), caught, n_statements=int(missed.sum()))
    is_missed = dict(zip(planted_matrix.rows, missed, strict=True))
    assert np.mean([is_missed[statement] for statement in ranked["statement_id"]]) > 0.9
    assert ranked.columns.tolist() == list(MISSED_COLUMNS)
    assert ranked["because"].str.contains("話題2").mean() > 0.9


def test_caught_statements_are_never_suggested(planted_words: list[list[str]], planted_matrix: TermMatrix) -> None:
    caught = caught_by(planted_words, {"話題2語00"})
    ranked = rank_missed_statements(make_space(planted_matrix), caught, n_statements=999)
    assert len(ranked) == (~caught).sum()
    assert not set(ranked["statement_id"]) & {row for row, c in zip(planted_matrix.rows, caught, strict=True) if c}


def test_words_of_the_theme_that_the_rule_lacks_come_first(
    planted_words: list[list[str]], planted_matrix: TermMatrix
) -> None:
    known = {"話題2語00", "話題2語01"}
    suggested = suggest_terms(make_space(planted_matrix), caught_by(planted_words, known), known=known, n_terms=10)
    assert suggested["term"].str.startswith("話題2").all()
    assert not set(suggested["term"]) & known
    assert suggested.columns.tolist() == list(TERM_COLUMNS)


def test_a_theme_of_nine_statements_is_refused(planted_matrix: TermMatrix) -> None:
    caught = np.arange(300) < 9
    with pytest.raises(NotEstimable, match="9 件"):
        rank_missed_statements(make_space(planted_matrix), caught)
    with pytest.raises(NotEstimable, match="すべて読んで"):
        suggest_terms(make_space(planted_matrix), caught)


def test_hidden_keywords_are_recovered_where_there_is_something_to_learn(
    planted_words: list[list[str]], planted_matrix: TermMatrix
) -> None:
    keywords = [f"話題1語{i:02}" for i in range(3)]
    hits = pd.DataFrame({k: [k in of_statement for of_statement in planted_words] for k in keywords})
    recovery = estimate_recovery(make_space(planted_matrix), hits, n_splits=10)
    assert recovery.auc > 0.95
    assert recovery.average_precision > 0.5 > recovery.chance
    assert recovery.in_top_20 > 0.95


def test_nothing_is_recovered_where_keywords_have_nothing_in_common(planted_matrix: TermMatrix) -> None:
    random = np.random.default_rng(0)
    hits = pd.DataFrame({f"語{i}": random.random(300) < 0.08 for i in range(6)})
    recovery = estimate_recovery(make_space(planted_matrix), hits, n_splits=20)
    assert abs(recovery.auc - 0.5) < 0.1


def test_recovery_of_a_rare_theme_says_why_there_is_none(planted_matrix: TermMatrix) -> None:
    recovery = estimate_recovery(make_space(planted_matrix), pd.DataFrame({"多胎": np.arange(300) < 2}))
    assert recovery.reason == "該当文が10未満のため、再現率・区間の推定は行いません(2件)"
    assert np.isnan(recovery.auc)


def test_fusion_adds_the_inverse_of_rank_and_sixty() -> None:
    fused = fuse([np.array([3.0, 1.0]), np.array([5.0, 5.0])], weights=[1.0, 0.5])
    assert fused.tolist() == pytest.approx([1 / 61 + 0.5 / 61.5, 1 / 62 + 0.5 / 61.5])


def test_words_used_alike_have_near_vectors_though_they_never_meet() -> None:
    words = [["父親", "講座", "土曜"], ["パパ", "講座", "土曜"], ["給食", "野菜", "献立"], ["食育", "野菜", "献立"]] * 3
    matrix = build_term_matrix(words, [f"a:{i}" for i in range(len(words))])
    vectors = fit_term_vectors(matrix.counts, dimensions=3).vectors
    column = matrix.column_of()
    alike = vectors[column["父親"]] @ vectors[column["パパ"]]
    assert alike > 0.9 > vectors[column["父親"]] @ vectors[column["給食"]]


def test_a_word_folded_in_lies_where_the_word_it_repeats_lies() -> None:
    words = [
        ["父親", "講座", "土曜"],
        ["父親", "講座"],
        ["給食", "野菜", "献立"],
        ["野菜", "献立"],
        ["講座", "野菜"],
    ] * 3
    matrix = build_term_matrix(words, [f"a:{i}" for i in range(len(words))])
    terms, column = fit_term_vectors(matrix.counts), matrix.column_of()
    together = (matrix.counts.T @ matrix.counts).toarray()
    met_by_father = np.where(np.arange(matrix.n_terms) == column["父親"], 0.0, together[column["父親"]])
    likeness = terms.vectors @ terms.fold_in(met_by_father)
    assert likeness.argmax() == column["父親"]
    assert likeness[column["土曜"]] > likeness[column["給食"]]


def test_a_word_that_meets_nothing_has_no_place(planted_matrix: TermMatrix) -> None:
    terms = fit_term_vectors(planted_matrix.counts)
    assert not terms.fold_in(np.zeros(planted_matrix.n_terms)).any()


def test_information_is_symmetric_and_not_negative(planted_matrix: TermMatrix) -> None:
    information = positive_information(planted_matrix.counts)[0].toarray()
    assert np.allclose(information, information.T)
    assert information.min() == 0
    assert np.diag(information).max() == 0


def test_character_pairs_bind_words_that_are_cut_differently() -> None:
    pairs = character_pairs(["提供会員と", "両方会員", "ひろば"]).toarray()
    assert pairs.tolist() == [[1.0], [1.0], [0.0]]  # 会員, and nothing with hiragana


@settings(deadline=None)
@given(st.lists(st.text(max_size=30), max_size=6))
def test_no_text_breaks_the_pairs(texts: list[str]) -> None:
    assert character_pairs(texts).shape[0] == len(texts)


def test_anchored_topics_keep_their_keywords_and_are_refused_when_small(
    planted_topic: NDArray[np.int64], planted_matrix: TermMatrix
) -> None:
    anchors = {"二": ["話題2語00", "話題2語01", "共通00"], "三": ["話題3語00", "共通00"]}
    with pytest.raises(NotEstimable, match="1,000"):
        fit_anchored(planted_matrix, anchors)
    model, topic_of = fit_anchored(planted_matrix, anchors, n_free=4, forced=True)
    column = planted_matrix.column_of()
    holds = model.term_weights[:, column["話題2語00"]] > 0
    assert holds.tolist() == [topic == topic_of["二"] for topic in range(6)]
    assert model.term_weights[topic_of["三"], column["共通00"]] > 0
    found = model.statement_weights[:, topic_of["二"]]
    assert np.median(found[planted_topic == 2]) > np.quantile(found[planted_topic != 2], 0.95)


def test_a_theme_without_any_known_word_cannot_be_anchored(planted_matrix: TermMatrix) -> None:
    with pytest.raises(InputError, match="二"):
        fit_anchored(planted_matrix, {"二": ["ない語"]}, forced=True)


def test_what_only_the_last_bits_of_a_sum_tell_apart_shares_a_rank() -> None:
    apart = np.array([0.1 + 0.2, 0.3, 0.5])  # 0.30000000000000004 and 0.3
    assert fuse([apart], weights=[1.0]).tolist() == fuse([np.array([0.3, 0.3, 0.5])], weights=[1.0]).tolist()
