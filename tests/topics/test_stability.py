"""Stability: what comes back passes, what chance made does not, and the corpus decides which."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from textmine.errors import InputError, NotEstimable
from textmine.term_matrix import TermMatrix, build_term_matrix, select_statements
from textmine.topics import (
    StabilitySettings,
    TopicStability,
    describe_support,
    estimate_stability,
    fit_nmf,
    refuse_covariates,
    top_terms,
)
from textmine.topics.agreement import distinct_replication, matched_agreement, mean_pairwise_agreement, top_term_sets
from textmine.topics.resampling import draw_halves, draw_part, shuffle_words
from textmine.topics.stability import CURVE_COLUMNS, STABILITY_COLUMNS


def test_planted_topics_all_pass_at_their_number_and_it_is_proposed(stability: TopicStability) -> None:
    assert stability.proposed == 6
    assert stability.of_number(6)["passes"].all()
    assert stability.of_number(6)["stability"].min() > 0.7
    assert stability.topics.columns.tolist() == list(STABILITY_COLUMNS)
    assert stability.curve.columns.tolist() == list(CURVE_COLUMNS)


def test_the_sentence_for_the_reader_counts_the_topics(stability: TopicStability) -> None:
    assert describe_support(stability) == "この資料で支持される話題は6個です(K=6を指定、すべて支持されました)"
    left = 8 - int(stability.of_number(8)["passes"].sum())
    assert f"{left}個は語を並べ替えた資料と区別できません" in describe_support(stability, 8)


def test_words_without_order_support_no_topic(noise: TermMatrix, quick: StabilitySettings) -> None:
    found = estimate_stability(noise, settings=quick)
    assert found.curve["n_passing"].sum() == 0
    assert found.n_shuffles < quick.n_shuffles  # it ends as soon as nothing can pass any more
    assert "支持される話題は0個" in describe_support(found)


def test_the_answer_does_not_depend_on_the_number_of_processes(
    planted_matrix: TermMatrix, quick: StabilitySettings
) -> None:
    few = replace(quick, numbers=(6,), n_shuffles=20, n_subsamples=4)
    matrix = select_statements(planted_matrix, np.arange(200))
    one, two = (estimate_stability(matrix, settings=replace(few, n_processes=n)) for n in (1, 2))
    assert one.topics.equals(two.topics)
    assert one.curve.equals(two.curve)


def test_a_small_corpus_is_refused_unless_forced_and_then_marked(
    planted_matrix: TermMatrix, quick: StabilitySettings
) -> None:
    small = select_statements(planted_matrix, np.arange(60))
    with pytest.raises(NotEstimable, match="60 件"):
        estimate_stability(small, settings=quick)
    forced = replace(quick, forced=True, n_shuffles=20, n_subsamples=4)
    assert "参考" in describe_support(estimate_stability(small, settings=forced))


def test_too_few_shuffles_for_the_level_are_refused(planted_matrix: TermMatrix, quick: StabilitySettings) -> None:
    with pytest.raises(InputError, match="19 回以上"):
        estimate_stability(planted_matrix, settings=replace(quick, n_shuffles=18))


def test_nothing_is_refused_too(quick: StabilitySettings) -> None:
    with pytest.raises(NotEstimable):
        estimate_stability(build_term_matrix([], []), settings=replace(quick, forced=True))


def test_progress_is_told_and_work_can_be_cancelled(planted_matrix: TermMatrix, quick: StabilitySettings) -> None:
    told: list[tuple[str, int, int]] = []
    with pytest.raises(NotEstimable, match="中止"):
        estimate_stability(
            planted_matrix,
            settings=replace(quick, numbers=(4,)),
            progress=lambda *step: told.append(step),
            cancelled=lambda: len(told) == 3,
        )
    assert told == [("部分標本", 1, 10), ("部分標本", 2, 10), ("部分標本", 3, 10)]


def test_a_topic_that_stands_in_one_form_alone_names_it(quick: StabilitySettings) -> None:
    random = np.random.default_rng(5)
    words = [[f"話題{i % 4}語{j:02}" for j in random.integers(12, size=9)] for i in range(240)]
    rows = [f"{'独自' if i % 4 == 3 else f'様式{i % 3}'}:{i}" for i in range(240)]
    found = estimate_stability(build_term_matrix(words, rows), settings=replace(quick, numbers=(4,), n_shuffles=20))
    alone = found.topics.sort_values("without_form").iloc[0]
    assert alone["weakest_form"] == "独自"
    assert alone["without_form"] < 0.2
    assert (found.topics["without_form"] > 0.5).sum() >= 2


def test_evidence_stands_beside_the_topic_it_speaks_of(quick: StabilitySettings) -> None:
    # the smallest topic, the model's last, repeats four words: its singular vector, with which a refit starts, is first
    random = np.random.default_rng(7)
    n_words = {"決まり文句": 4, "話題1": 40, "話題2": 40, "話題3": 40}
    sizes = dict(zip(n_words, (60, 160, 200, 240), strict=True))
    words = [
        [f"{name}語{j:02}" for j in random.integers(n_words[name], size=8)]
        for name in sizes
        for _ in range(sizes[name])
    ]
    matrix = build_term_matrix(words, [f"{'独自' if i < 60 else f'様式{i % 3}'}:{i}" for i in range(len(words))])
    found = estimate_stability(matrix, settings=replace(quick, numbers=(4,), n_shuffles=20))
    model = fit_nmf(matrix, 4)
    repeats = [model.terms[top[0]].startswith("決まり文句") for top in top_terms(model.term_scores, 1)]
    assert repeats == [False, False, False, True]
    assert found.topics["without_form"].argmin() == 3
    assert (found.topics["without_form"] < 0.2).tolist() == repeats


def test_a_number_that_was_not_looked_at_is_refused(stability: TopicStability) -> None:
    with pytest.raises(NotEstimable, match="4、6、8"):
        stability.of_number(5)


def test_covariates_are_refused_below_a_thousand_statements() -> None:
    with pytest.raises(NotEstimable, match="1,000"):
        refuse_covariates(999)
    refuse_covariates(1_000)


def test_agreement_is_the_jaccard_coefficient_of_the_best_pairing() -> None:
    one = np.array([[1, 1, 0, 0, 0, 0], [0, 0, 1, 1, 0, 0.0]])
    other = np.array([[0, 0, 1, 1, 0, 0], [1, 0, 0, 0, 1, 0.0]])
    assert matched_agreement(one, other).tolist() == pytest.approx([1 / 3, 1])
    assert mean_pairwise_agreement([one, other]) == pytest.approx(2 / 3)
    assert np.isnan(mean_pairwise_agreement([one]))


def test_replication_compares_the_partners_and_not_the_topic() -> None:
    topic = np.array([[1, 1, 1, 1, 0, 0.0]])
    halves = np.array([[1, 1, 0, 0, 0, 0.0]]), np.array([[0, 0, 1, 1, 0, 0.0]])
    assert distinct_replication(topic, *halves).tolist() == [0.0]
    assert distinct_replication(topic, topic, topic).tolist() == [1.0]


def test_a_topic_cut_in_two_does_not_replicate_and_a_whole_one_does() -> None:
    full = np.array([[1, 1, 0, 0, 0, 0], [0, 0, 1, 1, 0, 0], [0, 0, 0, 0, 1, 1.0]])
    other_cut = np.array([[1, 0, 1, 0, 0, 0], [0, 1, 0, 1, 0, 0], [0, 0, 0, 0, 1, 1.0]])
    assert distinct_replication(full, full, other_cut).tolist() == pytest.approx([0, 0, 1])


def test_terms_without_score_are_no_top_terms() -> None:
    assert top_term_sets(np.array([[0.5, 0.0, 0.2, 0.0]]), 3).tolist() == [[1, 0, 1, 0]]


def test_shuffling_keeps_lengths_of_statements_and_frequencies_of_words(planted_matrix: TermMatrix) -> None:
    counts = planted_matrix.counts
    shuffled = shuffle_words(counts, np.random.default_rng(0))
    assert np.array_equal(shuffled.sum(axis=0), counts.sum(axis=0))
    assert np.array_equal(shuffled.sum(axis=1), counts.sum(axis=1))
    assert not np.array_equal(shuffled.toarray(), counts.toarray())


def test_halves_share_nothing_and_miss_nothing(planted_matrix: TermMatrix) -> None:
    counts = planted_matrix.counts
    one, other = draw_halves(counts, np.random.default_rng(0))
    assert one.shape[0] + other.shape[0] == counts.shape[0]
    assert np.array_equal(one.sum(axis=0) + other.sum(axis=0), counts.sum(axis=0))
    assert draw_part(counts, 0.8, np.random.default_rng(0)).shape[0] == 240
