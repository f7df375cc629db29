"""Coherence: NPMI by hand, and a lift of nothing for nothing."""

from __future__ import annotations

import numpy as np
import pytest

from textmine.term_matrix import TermMatrix, build_term_matrix
from textmine.topics import diversity, estimate_held_out_lift, fit_nmf
from textmine.topics.coherence import frequency_matched_lift, pair_npmi


def test_npmi_is_that_of_the_written_formula() -> None:
    matrix = build_term_matrix([["あ", "い"], ["あ", "い"], ["あ"], ["う"]], [f"a:{i}" for i in range(4)])
    npmi = pair_npmi(matrix.counts)
    assert npmi[0, 1] == pytest.approx(np.log(0.5 / (0.75 * 0.5)) / -np.log(0.5))
    assert npmi[0, 2] == -1


def test_terms_that_stand_in_every_statement_are_wholly_bound() -> None:
    matrix = build_term_matrix([["あ", "い"], ["あ", "い"]], ["a:1", "a:2"])
    assert pair_npmi(matrix.counts)[0, 1] == 1


def test_pairs_of_like_frequency_have_no_lift_on_average(planted_matrix: TermMatrix) -> None:
    counts, frequency = planted_matrix.counts, planted_matrix.document_frequency()
    one_group = np.flatnonzero((frequency >= 20) & (frequency < 28))
    lift = frequency_matched_lift(one_group[None, :], pair_npmi(counts), frequency)
    assert lift.tolist() == pytest.approx([0.0])


def test_planted_topics_lift_and_noise_does_not(planted_matrix: TermMatrix, noise: TermMatrix) -> None:
    real, empty = (
        estimate_held_out_lift(matrix, lambda half: fit_nmf(half, 6).term_scores, n_splits=4)
        for matrix in (planted_matrix, noise)
    )
    assert real.mean > 0.3
    assert abs(empty.mean) < 0.05
    assert real.n_splits == 4


def test_diversity_is_the_share_of_different_terms() -> None:
    scores = np.array([[3, 2, 1, 0.0], [3, 0, 0, 2.0]])
    assert diversity(scores, n_terms=2) == 3 / 4
