"""Term matrix: counts, names, weighting and characteristic terms."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfTransformer

from textmine.errors import InputError
from textmine.term_matrix import (
    CHARACTERISTIC_COLUMNS,
    build_term_matrix,
    characteristic_terms,
    documents_of,
    select_frequent_terms,
    select_statements,
    term_frequencies,
    weight_tfidf,
)

WORDS = [["父親", "講座", "父親"], ["妊娠", "講座"], [], ["広場"]]
ROWS = ["a:1", "a:2", "b:1", "b:2"]

corpora = st.lists(st.lists(st.sampled_from(list("あいうえお")), max_size=8), min_size=1, max_size=12)


def test_counts_are_those_counted_by_hand() -> None:
    matrix = build_term_matrix(WORDS, ROWS)
    assert matrix.terms == ("妊娠", "広場", "父親", "講座")
    assert matrix.counts.toarray().tolist() == [[0, 0, 2, 1], [1, 0, 0, 1], [0, 0, 0, 0], [0, 1, 0, 0]]
    assert matrix.document_frequency().tolist() == [1, 1, 1, 2]
    assert matrix.documents == ("a", "a", "b", "b")


def test_rare_terms_are_left_out_only_if_asked_and_the_matrix_says_so() -> None:
    matrix = build_term_matrix(WORDS, ROWS, min_document_frequency=2)
    assert matrix.terms == ("講座",)
    assert matrix.min_document_frequency == 2
    assert matrix.n_statements == 4


@settings(deadline=None)  # the time of one example says nothing on a busy machine
@given(corpora)
def test_tfidf_equals_that_of_scikit_learn(words: list[list[str]]) -> None:
    matrix = build_term_matrix(words, [f"a:{i}" for i in range(len(words))])
    weighted = weight_tfidf(matrix)
    if matrix.n_terms == 0:
        assert weighted.weights.shape == matrix.counts.shape
        return
    expected = TfidfTransformer(sublinear_tf=True).fit_transform(matrix.counts)
    assert np.allclose(weighted.weights.toarray(), expected.toarray(), atol=1e-9, rtol=0)
    assert weighted.weighting == "tfidf"
    assert (weighted.counts.toarray() == matrix.counts.toarray()).all()


def test_a_second_weighting_is_refused() -> None:
    with pytest.raises(InputError, match="重み付け"):
        weight_tfidf(weight_tfidf(build_term_matrix(WORDS, ROWS)))


@settings(deadline=None)  # the time of one example says nothing on a busy machine
@given(corpora)
def test_reordering_statements_reorders_rows_and_changes_nothing_else(words: list[list[str]]) -> None:
    order = np.random.default_rng(len(words)).permutation(len(words))
    rows = [f"a:{i}" for i in range(len(words))]
    matrix = weight_tfidf(build_term_matrix(words, rows))
    permuted = weight_tfidf(build_term_matrix([words[i] for i in order], [rows[i] for i in order]))
    assert permuted.terms == matrix.terms
    assert np.allclose(permuted.weights.toarray(), matrix.weights.toarray()[order], atol=1e-12)


def test_nothing_gives_an_empty_matrix() -> None:
    matrix = weight_tfidf(build_term_matrix([], []))
    assert matrix.weights.shape == (0, 0)
    assert characteristic_terms(matrix, np.zeros(0, dtype=bool)).columns.tolist() == list(CHARACTERISTIC_COLUMNS)


def test_statements_without_words_stay_as_rows() -> None:
    matrix = weight_tfidf(build_term_matrix([[], []], ["a:1", "a:2"]))
    assert matrix.weights.shape == (2, 0)


def test_lengths_that_differ_and_ids_that_repeat_are_refused() -> None:
    with pytest.raises(InputError, match="合いません"):
        build_term_matrix(WORDS, ROWS[:2])
    with pytest.raises(InputError, match="a:1"):
        build_term_matrix([["父"], ["母"]], ["a:1", "a:1"])


def test_selected_statements_keep_their_names_and_weights() -> None:
    weighted = weight_tfidf(build_term_matrix(WORDS, ROWS))
    selected = select_statements(weighted, np.array([True, False, False, True]))
    assert selected.rows == ("a:1", "b:2")
    assert np.array_equal(selected.weights.toarray(), weighted.weights.toarray()[[0, 3]])


def test_the_document_of_a_statement_is_what_stands_before_the_last_colon() -> None:
    assert documents_of(["seya-r5:12", "a:b:3", "alone"]) == ["seya-r5", "a:b", "alone"]


def test_log_odds_are_those_of_the_written_formula() -> None:
    matrix = build_term_matrix([["父", "父", "場"], ["場", "場", "場", "父", "園"]], ["a:1", "b:1"])
    table = characteristic_terms(matrix, np.array([True, False]), prior_strength=8).set_index("term")
    # 父: y = 2 of 3 inside, 1 of 5 outside; prior 8 * 3/8 = 3 of 8
    inside, outside = (2 + 3) / (3 + 8 - 5), (1 + 3) / (5 + 8 - 4)
    expected = np.log(inside) - np.log(outside)
    assert table.loc["父", "log_odds"] == pytest.approx(expected)
    assert table.loc["父", "z"] == pytest.approx(expected / np.sqrt(1 / 5 + 1 / 4))
    numbers = table.loc["父", ["count_in", "count_out", "statements_in", "statements_out", "n_documents"]]
    assert list(numbers) == [2, 1, 1, 1, 1]


def test_a_word_used_once_ranks_below_a_word_used_often() -> None:
    words = [["父親", "講座"]] * 10 + [["父親", "珍語"]] + [["広場", "講座"]] * 20
    matrix = build_term_matrix(words, [f"a:{i}" for i in range(len(words))])
    table = characteristic_terms(matrix, np.arange(len(words)) < 11)
    assert table["term"].iloc[0] == "父親"
    z_of = dict(zip(table["term"], table["z"], strict=True))
    assert z_of["珍語"] < z_of["父親"] / 2


@settings(deadline=None)  # the time of one example says nothing on a busy machine
@given(corpora)
def test_swapping_the_sides_swaps_the_signs(words: list[list[str]]) -> None:
    matrix = build_term_matrix(words, [f"a:{i}" for i in range(len(words))])
    mask = np.arange(len(words)) % 2 == 0
    one = characteristic_terms(matrix, mask).set_index("term")["log_odds"]
    other = characteristic_terms(matrix, ~mask).set_index("term")["log_odds"]
    assert np.allclose(one, -other.reindex(one.index))


def test_a_corpus_of_one_term_has_no_characteristic_terms() -> None:
    table = characteristic_terms(build_term_matrix([["父"], ["父"]], ["a:1", "b:1"]), np.array([True, False]))
    assert table["log_odds"].tolist() == [0.0]


def test_frequencies_count_uses_statements_and_forms() -> None:
    words = [["父親", "父親", "相談"], ["相談"], []]
    table = term_frequencies(build_term_matrix(words, ["a:1", "a:2", "b:1"], documents=["a", "b", "b"]))
    assert [tuple(row) for row in table.itertuples(index=False)] == [("相談", 2, 2, 2, 2.0), ("父親", 2, 1, 1, 2.0)]


def test_rare_terms_can_be_left_out_later_and_all_statements_stay() -> None:
    matrix = select_frequent_terms(build_term_matrix(WORDS, ROWS), 2)
    assert matrix.terms == ("講座",)
    assert matrix.counts.toarray().tolist() == [[1], [1], [0], [0]]
    assert matrix.min_document_frequency == 2
    with pytest.raises(InputError, match="重み付け"):
        select_frequent_terms(weight_tfidf(matrix), 2)
