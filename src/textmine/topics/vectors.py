"""Vectors of terms from the statements they share: terms used alike lie close, also if they never meet.

Positive pointwise mutual information of terms within statements, context counts smoothed by the power 0.75, its leading
singular vectors scaled by the root of the singular values (Levy, Goldberg and Dagan 2015, TACL 3:211-225). A small
corpus needs no more, and nothing is random.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from scipy import sparse

from textmine.topics.start import exact_svd

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

DIMENSIONS: Final = 50
ROUNDING: Final = 1e-10  # singular values below this are none
SMOOTHING: Final = 0.75  # power of the context counts: rare contexts weigh less


@dataclass(frozen=True, slots=True, eq=False)
class TermVectors:
    """Terms of a corpus as vectors, and the way into their space for a word that the corpus does not have.

    Attributes:
        vectors: (n_terms, dimensions), rows of length one; zero for a term that stands alone.
        projection: (n_terms, dimensions), from a word's information with each term to its place.
        times: (n_terms), how often each term meets another.
    """

    vectors: NDArray[np.float64]
    projection: NDArray[np.float64]
    times: NDArray[np.float64]

    def fold_in(self, met: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give the vector of one more word that meets each term so often: (dimensions); the others stay where they are.

        Folding in (Berry, Dumais and O'Brien 1995, SIAM Review 37:573-595): a decomposition anew for each question
        would take a thousand times longer.
        """
        own_times = met.sum()
        smoothed, own = self.times**SMOOTHING, own_times**SMOOTHING
        known = (met > 0) & (self.times > 0)
        information = np.zeros(len(met))
        scale = met[known] * (smoothed.sum() + own)
        as_context = scale / (self.times[known] * own)
        as_word = scale / (own_times * smoothed[known])
        information[known] = np.log(np.maximum(1.0, np.minimum(as_context, as_word)))
        return np.asarray(with_length_one((information @ self.projection)[None, :])[0])


def fit_term_vectors(counts: sparse.csr_array[Any], *, dimensions: int = DIMENSIONS) -> TermVectors:
    """Place the columns so that those used alike lie close."""
    information, times = positive_information(counts)
    left, singular, right = exact_svd(information, min(dimensions, information.shape[0]))
    inverse = np.divide(1.0, np.sqrt(singular), out=np.zeros_like(singular), where=singular > ROUNDING)
    return TermVectors(with_length_one(left * np.sqrt(singular)), right.T * inverse, times)


def positive_information(counts: sparse.csr_array[Any]) -> tuple[sparse.csr_array[Any], NDArray[np.float64]]:
    """Give max(0, PMI) of each two columns within rows, symmetric, empty diagonal, and how often each meets another."""
    present = (counts > 0).astype(np.float64)
    together = sparse.coo_array(present.T @ present)
    first, second = together.coords
    apart = first != second
    first, second, met = first[apart], second[apart], together.data[apart]
    times = np.bincount(first, weights=met, minlength=counts.shape[1]).astype(np.float64)
    smoothed = times**SMOOTHING
    information = np.log(met * smoothed.sum() / (times[first] * smoothed[second])) if len(met) else met
    table = sparse.csr_array((np.maximum(information, 0.0), (first, second)), shape=together.shape)
    return sparse.csr_array(table.minimum(table.T)), times


def with_length_one(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    """Scale each row to length one; rows of zeros stay."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(lengths > 1e-12, lengths, 1.0))  # noqa: PLR2004 - rounding


def character_pairs(texts: Sequence[str]) -> sparse.csr_array[Any]:
    """Count the pairs of neighbouring kanji, katakana, letters or digits: (n_texts, n_pairs).

    Pairs of one text alone are left out. Words that are cut differently (提供会員, 提供・両方会員) share pairs.
    """
    column_of: dict[str, int] = {}
    rows: list[int] = []
    columns: list[int] = []
    for row, text in enumerate(texts):
        for start in range(len(text) - 1):
            pair = text[start : start + 2]
            if _is_wordlike(pair[0]) and _is_wordlike(pair[1]):
                rows.append(row)
                columns.append(column_of.setdefault(pair, len(column_of)))
    order = {pair: place for place, pair in enumerate(sorted(column_of))}
    place = np.array([order[pair] for pair in column_of], dtype=np.int32)  # order of statements changes no column
    shape = (len(texts), len(column_of))
    pairs = sparse.coo_array((np.ones(len(rows)), (rows, place[columns] if rows else columns)), shape=shape).tocsr()
    pairs.sum_duplicates()
    return sparse.csr_array(pairs[:, np.flatnonzero(np.bincount(pairs.indices, minlength=shape[1]) > 1)])


def _is_wordlike(character: str) -> bool:
    return (
        "\u4e00" <= character <= "\u9fff"
        or "\u30a1" <= character <= "\u30fc"
        or (character.isalnum() and not "\u3041" <= character <= "\u309f")
    )
