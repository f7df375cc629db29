"""Refits: on parts of the statements, without one form, and on words shuffled over statements.

A shuffled corpus keeps the length of each statement and the frequency of each word and loses all that holds them
together. The decomposition of a corpus is shared by all numbers of topics, which is where the time goes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from scipy import sparse

from textmine.term_matrix import inverse_document_frequency, tfidf_of_counts
from textmine.topics.agreement import top_term_sets
from textmine.topics.nmf import NmfSettings, solve_whole
from textmine.topics.start import exact_svd, rotated_start

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

REFIT: Final = NmfSettings(tolerance=1e-2, max_iterations=100)  # top terms settle long before the weights do


def refit_top_terms(
    counts: sparse.csr_array[Any], numbers: Sequence[int], *, n_top: int, settings: NmfSettings = REFIT
) -> dict[int, NDArray[np.float64]]:
    """Give the marked top terms of each number of topics: number -> (number, n_terms)."""
    values = tfidf_of_counts(counts)
    inverse = inverse_document_frequency(counts)
    vectors = exact_svd(values, max(numbers))
    sets = {}
    for number in numbers:
        _, term_weights, _ = solve_whole(values, *rotated_start(*vectors, number), settings=settings)
        lengths = np.linalg.norm(term_weights, axis=1, keepdims=True)
        sets[number] = top_term_sets(term_weights / np.where(lengths > 0, lengths, 1.0) * inverse, n_top)
    return sets


def draw_part(counts: sparse.csr_array[Any], share: float, random: np.random.Generator) -> sparse.csr_array[Any]:
    """Draw this share of the statements without replacement; they stay in their order."""
    n_statements = counts.shape[0]
    kept = random.choice(n_statements, size=round(share * n_statements), replace=False)
    return counts[np.sort(kept)]


def draw_halves(
    counts: sparse.csr_array[Any], random: np.random.Generator
) -> tuple[sparse.csr_array[Any], sparse.csr_array[Any]]:
    """Cut the statements by chance into two halves that share none."""
    order = random.permutation(counts.shape[0])
    middle = len(order) // 2
    return counts[np.sort(order[:middle])], counts[np.sort(order[middle:])]


def shuffle_words(counts: sparse.csr_array[Any], random: np.random.Generator) -> sparse.csr_array[Any]:
    """Deal all words anew: lengths of statements and frequencies of words stay."""
    coordinates = counts.tocoo()
    times = coordinates.data.astype(np.int64)
    statement = np.repeat(coordinates.coords[0], times)
    term = random.permutation(np.repeat(coordinates.coords[1], times))
    shuffled = sparse.coo_array((np.ones(len(term)), (statement, term)), shape=counts.shape).tocsr()
    shuffled.sum_duplicates()
    shuffled.indices, shuffled.indptr = shuffled.indices.astype(np.int32), shuffled.indptr.astype(np.int32)
    return shuffled
