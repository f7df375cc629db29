"""The result of a topic model: weights, names, and all that is needed to get the same result again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

Method = Literal["nmf", "nmf_ensemble", "nmf_minibatch", "nmf_anchored", "lda_comparison"]


@dataclass(frozen=True, slots=True, eq=False)
class TopicModel:
    """Topics of a corpus, largest first.

    Weights say how much of a statement or a term a topic takes up in the model. They are no shares of anything in the
    world: how often a topic occurs is counted over statements (`textmine.topics.occurrence`).

    Attributes:
        statement_weights: (n_statements, n_topics), not negative.
        term_weights: (n_topics, n_terms), not negative, each row of length one (all zero for a topic without terms).
        term_scores: (n_topics, n_terms), what terms are ranked by when a topic is named or compared: weight times
            inverse document frequency, so that words of every statement (利用, 行う) name no topic. Measured: more
            diverse lists, higher held-out lift, and a lower null than ranking by weight.
        terms: (n_terms).
        rows: (n_statements) statement ids.
        method: which model; `lda_comparison` is there to be compared with, not to be reported.
        settings: what was asked for, by name.
        seed: the seed that was used; None where nothing is random.
        n_iterations: steps that the fit took.
        converged: False if it ended at its limit of steps.
        error: what the model leaves unexplained, relative to all that there is: 0 to 1 (NaN: does not apply).
    """

    statement_weights: NDArray[np.float64]
    term_weights: NDArray[np.float64]
    term_scores: NDArray[np.float64]
    terms: tuple[str, ...]
    rows: tuple[str, ...]
    method: Method
    settings: dict[str, Any]
    seed: int | None
    n_iterations: int
    converged: bool
    error: float

    @property
    def n_topics(self) -> int:
        """Number of topics."""
        return int(self.term_weights.shape[0])

    def main_topic(self) -> NDArray[np.int64]:
        """Give the topic with the largest weight of each statement, -1 for those that no topic has any part in."""
        if not self.n_topics:
            return np.full(len(self.rows), -1)
        return np.where(self.statement_weights.max(axis=1) > 0, self.statement_weights.argmax(axis=1), -1)


def top_terms(term_weights: NDArray[np.float64], n_terms: int) -> NDArray[np.int64]:
    """Give the columns of the heaviest terms of each topic, heaviest first: (n_topics, n_terms).

    Ties go to the earlier column, so that the list does not hang on the order of statements.
    """
    return np.argsort(-term_weights, axis=1, kind="stable")[:, :n_terms]
