"""How far two sets of topics are the same: top terms matched one to one.

Matched top-term agreement after Greene, O'Callaghan and Cunningham (2014, ECML PKDD, "How many topics?"): topics are
paired so that the sum of the pairs' Jaccard coefficients is largest (Hungarian method), one matrix product per pair of
models.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import linear_sum_assignment

from textmine.topics.model import top_terms

if TYPE_CHECKING:
    from numpy.typing import NDArray


def top_term_sets(term_scores: NDArray[np.float64], n_terms: int) -> NDArray[np.float64]:
    """Mark each topic's top terms: (n_topics, n_terms_of_matrix), 1 or 0; terms without any score are never marked."""
    marked = np.zeros(term_scores.shape)
    marked[np.arange(len(term_scores))[:, None], top_terms(term_scores, n_terms)] = 1.0
    marked[term_scores <= 0] = 0.0
    return marked


def jaccard(sets: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the Jaccard coefficient of each set with each other one: (n_sets, n_others); 0 for two empty sets."""
    shared = sets @ others.T
    united = sets.sum(axis=1)[:, None] + others.sum(axis=1)[None, :] - shared
    return np.asarray(np.divide(shared, united, out=np.zeros_like(shared), where=united > 0))


def matched_agreement(sets: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give each topic's Jaccard coefficient with its partner: (n_topics), 0 to 1.

    Args:
        sets: marked top terms of the one model.
        others: marked top terms of the other, over the same columns. With fewer topics, some stay without partner (0).
    """
    coefficients = jaccard(sets, others)
    own, partner = linear_sum_assignment(coefficients, maximize=True)
    agreement = np.zeros(len(sets))
    agreement[own] = coefficients[own, partner]
    return agreement


def distinct_replication(
    sets: NDArray[np.float64], of_one_half: NDArray[np.float64], of_other_half: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Give how far each topic's partners in two halves of the corpus agree, beyond what others there do: (n_topics).

    The halves share no statement, so that their agreement owes nothing to what both were fitted on. From the Jaccard
    coefficient of the two partners, that of the next best topic of either half is taken off (mean of both): a topic
    that the model has cut in two comes back as either part, and counts for nothing. -1 to 1.
    """
    partners = []
    for others in (of_one_half, of_other_half):
        own, partner = linear_sum_assignment(jaccard(sets, others), maximize=True)
        partners.append(others[partner[np.argsort(own)]])
    between = jaccard(*partners)
    own_agreement = np.diag(between).copy()
    if len(sets) == 1:
        return own_agreement
    np.fill_diagonal(between, -1.0)
    return np.asarray(own_agreement - (between.max(axis=0) + between.max(axis=1)) / 2)


def mean_pairwise_agreement(models: list[NDArray[np.float64]]) -> float:
    """Give the mean matched agreement over all pairs of models; NaN for fewer than two."""
    pairs = [(i, j) for i in range(len(models)) for j in range(i)]
    if not pairs:
        return float("nan")
    return float(np.mean([matched_agreement(models[i], models[j]).mean() for i, j in pairs]))
