"""Topics with words given beforehand: a topic may not take the keywords of another, the rest is learned.

Factorisation by Kullback-Leibler divergence with hard zeros (multiplicative steps keep a zero for ever; Lee and Seung
2001, NIPS 13). Of the seeded models measured, it finds hidden keywords best (0.86 against 0.77 for CorEx and 0.66 to
0.75 for Gibbs samplers). Below 1,000 statements simple scorers find more (`suggest.py`), so it is refused there.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Final

import numpy as np
from sklearn.decomposition import non_negative_factorization
from sklearn.exceptions import ConvergenceWarning

from textmine.errors import InputError, NotEstimable
from textmine.term_matrix import inverse_document_frequency
from textmine.topics.gate import FEWEST_FOR_ANCHORS
from textmine.topics.model import TopicModel
from textmine.topics.nmf import check_number, order_by_size, relative_error

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from textmine.term_matrix import TermMatrix

ANCHOR_MASS: Final = 0.5  # share of an anchored topic's start that its keywords get
MAX_ITERATIONS: Final = 200


def fit_anchored(
    matrix: TermMatrix,
    anchors: Mapping[str, Sequence[str]],
    *,
    n_free: int = 5,
    seed: int = 0,
    forced: bool = False,
) -> tuple[TopicModel, dict[str, int]]:
    """Fit a topic per anchored theme, and some free ones.

    Args:
        matrix: counts.
        anchors: theme -> its keywords; those that are no term are passed over.
        n_free: topics without keywords.
        seed: of the start of the free topics.
        forced: fit also to a corpus that is too small.

    Returns:
        The model, and the topic (from 0) of each theme.

    Raises:
        NotEstimable: below FEWEST_FOR_ANCHORS statements, unless forced.
        InputError: if a theme has no keyword among the terms.
    """
    _check_size(matrix.n_statements, forced=forced)
    n_topics = len(anchors) + n_free
    check_number(matrix, n_topics)
    start = _start(matrix, anchors, n_free, np.random.default_rng(seed))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # told in the result instead
        statement_weights, term_weights, n_iterations = non_negative_factorization(
            matrix.counts,
            W=np.full((matrix.n_statements, n_topics), matrix.counts.sum() / matrix.n_statements / n_topics),
            H=start,
            n_components=n_topics,
            init="custom",
            solver="mu",
            beta_loss="kullback-leibler",
            max_iter=MAX_ITERATIONS,
        )
    order = np.argsort(-(statement_weights.sum(axis=0) * np.linalg.norm(term_weights, axis=1)), kind="stable")
    statement_weights, term_weights = order_by_size(statement_weights, term_weights)
    model = TopicModel(
        statement_weights=statement_weights,
        term_weights=term_weights,
        term_scores=term_weights * inverse_document_frequency(matrix.counts),
        terms=matrix.terms,
        rows=matrix.rows,
        method="nmf_anchored",
        settings={"anchors": {theme: list(words) for theme, words in anchors.items()}, "n_free": n_free},
        seed=seed,
        n_iterations=n_iterations,
        converged=n_iterations < MAX_ITERATIONS,
        error=relative_error(matrix.counts, statement_weights, term_weights),
    )
    return model, {theme: int(np.flatnonzero(order == i)[0]) for i, theme in enumerate(anchors)}


def _check_size(n_statements: int, *, forced: bool) -> None:
    if n_statements < FEWEST_FOR_ANCHORS and not forced:
        raise NotEstimable(
            "キーワードつき話題モデル",
            f"文が {FEWEST_FOR_ANCHORS:,} 件以上必要です({n_statements:,} 件)",
            "規則にかからない文の候補(rank_missed_statements)を使ってください",
        )


def _start(
    matrix: TermMatrix, anchors: Mapping[str, Sequence[str]], n_free: int, random: np.random.Generator
) -> NDArray[np.float64]:
    n_topics = len(anchors) + n_free
    frequency = np.asarray(matrix.counts.sum(axis=0), dtype=np.float64)
    start = frequency / frequency.sum() * random.uniform(0.5, 1.5, (n_topics, matrix.n_terms))
    keywords = _keyword_columns(matrix, anchors)  # (n_anchored, n_terms)
    may_hold = np.vstack([keywords, np.zeros((n_free, matrix.n_terms), dtype=bool)]) | ~keywords.any(axis=0)
    start[~may_hold] = 0.0
    for topic, held in enumerate(keywords):
        start[topic] *= 1 - ANCHOR_MASS
        start[topic, held] = ANCHOR_MASS / held.sum()
    return np.asarray(start)


def _keyword_columns(matrix: TermMatrix, anchors: Mapping[str, Sequence[str]]) -> NDArray[np.bool_]:
    keywords = np.array([[term in set(words) for term in matrix.terms] for words in anchors.values()], dtype=bool)
    for theme, held in zip(anchors, keywords, strict=True):
        if not held.any():
            raise InputError(
                "キーワードつき話題モデル",
                f"「{theme}」のキーワードが一つも語にありません",
                "語の切れ方を確かめてください",
            )
    return keywords.reshape(len(anchors), matrix.n_terms)
