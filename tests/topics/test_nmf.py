"""The factorisation: the same every time, and the topics that were planted."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest
from sklearn.decomposition import NMF
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from textmine.errors import InputError
from textmine.term_matrix import build_term_matrix, weight_tfidf
from textmine.topics import NmfSettings, fit_nmf, top_terms
from textmine.topics.start import drawn_starts, exact_svd, rotated_start, varimax

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from textmine.term_matrix import TermMatrix


def test_planted_topics_are_found(planted_topic: NDArray[np.int64], planted_matrix: TermMatrix) -> None:
    matrix, topic = planted_matrix, planted_topic
    model = fit_nmf(matrix, 6)
    owners = [{matrix.terms[c].partition("語")[0] for c in columns} for columns in top_terms(model.term_weights, 10)]
    assert sorted(next(iter(owner)) for owner in owners if len(owner) == 1) == [f"話題{k}" for k in range(6)]
    found = model.main_topic()
    for k in range(6):
        assert np.mean(found[topic == k] == np.bincount(found[topic == k]).argmax()) > 0.95


def test_the_same_matrix_gives_the_same_bytes_in_one_and_two_threads(planted_matrix: TermMatrix) -> None:
    matrix = planted_matrix
    with threadpool_limits(1):
        one = fit_nmf(matrix, 5)
    with threadpool_limits(2):
        two = fit_nmf(matrix, 5)
    assert np.allclose(one.statement_weights, two.statement_weights, atol=1e-8, rtol=0)
    assert np.allclose(one.term_weights, two.term_weights, atol=1e-8, rtol=0)


def test_another_process_gives_the_same_topics() -> None:
    program = (
        "import numpy as np; from textmine.term_matrix import build_term_matrix; from textmine.topics import fit_nmf\n"
        "r = np.random.default_rng(3)\n"
        "words = [[str(i) for i in r.integers(40, size=9)] for _ in range(80)]\n"
        "m = build_term_matrix(words, [f'a:{i}' for i in range(80)])\n"
        "print(fit_nmf(m, 4).term_weights.round(8).tolist())"
    )
    runs = {subprocess.run([sys.executable, "-c", program], check=True, capture_output=True).stdout for _ in range(2)}  # noqa: S603
    assert len(runs) == 1


def test_permuting_statements_permutes_weights(planted_matrix: TermMatrix) -> None:
    matrix = planted_matrix
    order = np.random.default_rng(0).permutation(300)
    coordinates = matrix.counts.toarray()[order]
    words = [[t for t, n in zip(matrix.terms, row, strict=True) for _ in range(int(n))] for row in coordinates]
    permuted = fit_nmf(build_term_matrix(words, [matrix.rows[i] for i in order]), 4)
    straight = fit_nmf(matrix, 4)
    assert np.allclose(permuted.statement_weights, straight.statement_weights[order], atol=1e-8, rtol=0)
    assert np.allclose(permuted.term_weights, straight.term_weights, atol=1e-8, rtol=0)


def test_it_explains_as_much_as_scikit_learns_own_fit(planted_matrix: TermMatrix) -> None:
    matrix = weight_tfidf(planted_matrix)
    peer = NMF(5, init="nndsvd", random_state=0, max_iter=500).fit(matrix.weights)
    expected = peer.reconstruction_err_ / np.linalg.norm(matrix.weights.toarray())
    assert fit_nmf(matrix, 5).error == pytest.approx(expected, abs=2e-3)


def test_topics_stand_in_falling_size_with_terms_of_length_one(planted_matrix: TermMatrix) -> None:
    model = fit_nmf(planted_matrix, 5)
    sizes = model.statement_weights.sum(axis=0)
    assert (np.diff(sizes) <= 0).all()
    assert np.allclose(np.linalg.norm(model.term_weights, axis=1), 1)


def test_a_statement_without_words_has_no_topic() -> None:
    matrix = build_term_matrix([["父", "母"], ["父", "子"], []], ["a:1", "a:2", "a:3"])
    assert fit_nmf(matrix, 1).main_topic().tolist() == [0, 0, -1]


@pytest.mark.parametrize("n_topics", [0, -1, 4])
def test_impossible_numbers_of_topics_are_refused(n_topics: int) -> None:
    matrix = build_term_matrix([["父", "母"], ["父", "子"], ["子"]], ["a:1", "a:2", "a:3"])
    with pytest.raises(InputError, match="1 から 3"):
        fit_nmf(matrix, n_topics)


def test_an_empty_corpus_is_refused_with_a_remedy() -> None:
    with pytest.raises(InputError, match="語のある文"):
        fit_nmf(build_term_matrix([], []), 5)


def test_the_exact_start_has_the_singular_values_of_numpy_and_signs_by_rule(planted_matrix: TermMatrix) -> None:
    matrix = weight_tfidf(planted_matrix)
    left, singular, right = exact_svd(matrix.weights, 5)
    assert np.allclose(singular, np.linalg.svd(matrix.weights.toarray(), compute_uv=False)[:5])
    assert (right[np.arange(5), np.abs(right).argmax(axis=1)] > 0).all()
    assert np.allclose(left * singular, matrix.weights @ right.T)


def test_the_start_is_not_negative_and_topics_beyond_the_rank_are_empty() -> None:
    matrix = weight_tfidf(build_term_matrix([["父", "母"], ["父", "母"]], ["a:1", "a:2"]))
    statement_weights, term_weights = rotated_start(*exact_svd(matrix.weights, 2), 2)
    assert (statement_weights >= 0).all()
    assert term_weights[1].sum() == 0


def test_varimax_turns_mixed_loadings_back_to_one_factor_per_term() -> None:
    simple = np.kron(np.eye(3), np.ones((4, 1)))  # (12 terms, 3 factors), each term on one
    mixed, _ = np.linalg.qr(np.random.default_rng(0).normal(size=(3, 3)))
    rotation = varimax(simple @ mixed)
    assert np.allclose(rotation.T @ rotation, np.eye(3))
    turned = np.abs(simple @ mixed @ rotation)
    assert np.allclose(np.sort(turned, axis=1), [0, 0, 1], atol=1e-3)


def test_drawn_starts_are_the_same_ones_for_statements_in_another_order(planted_matrix: TermMatrix) -> None:
    values = weight_tfidf(planted_matrix).weights
    order = np.random.default_rng(0).permutation(300)
    for one, other in zip(drawn_starts(values, 4, 2), drawn_starts(values[order], 4, 2), strict=True):
        assert np.allclose(one[0][order], other[0], atol=1e-12)
        assert np.allclose(one[1], other[1], atol=1e-12)


@pytest.mark.parametrize("n_topics", [3, 5, 8])
def test_more_starts_leave_no_more_unexplained(noise: TermMatrix, n_topics: int) -> None:
    errors = [fit_nmf(noise, n_topics, settings=NmfSettings(n_drawn_starts=n)).error for n in (0, 10)]
    assert errors[1] <= errors[0] + 1e-4  # the rough comparison is that coarse
    assert n_topics == 3 or errors[1] < errors[0]


def test_large_corpora_are_fitted_in_batches_and_find_the_same_topics(planted_matrix: TermMatrix) -> None:
    settings = NmfSettings(minibatch_from=200, batch_size=64, batch_passes=20)
    model = fit_nmf(planted_matrix, 6, settings=settings)
    assert model.method == "nmf_minibatch"
    assert np.array_equal(model.term_weights, fit_nmf(planted_matrix, 6, settings=settings).term_weights)
    owners = [{model.terms[c].partition("語")[0] for c in columns} for columns in top_terms(model.term_weights, 10)]
    assert sorted(next(iter(owner)) for owner in owners if len(owner) == 1) == [f"話題{k}" for k in range(6)]
