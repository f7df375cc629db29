"""Starts for non-negative factorisation that are the same every time: exact singular vectors, turned by varimax.

Singular vectors mix topics: each is a contrast of several, and the usual start (NNDSVD, Boutsidis and Gallopoulos 2008)
keeps of each vector the side of one sign, so that two topics on the same side share a start. Turned by varimax (Kaiser
1958, Psychometrika 23:187-200; Rohe and Zeng 2023, JRSS B 85:1037-1060, show that this finds topics), each vector loads
on few terms. On these forms the fit then leaves less unexplained and comes back more often (0.65 against 0.61 at eight
topics). scikit-learn's `init="nndsvd"` rests on a randomised decomposition besides: ten seeds gave ten different fits.
Here the decomposition is exact, and a rule fixes the sign of each pair of vectors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from scipy import linalg
from scipy.sparse.linalg import svds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray
    from scipy import sparse

DENSE_LIMIT: Final = 2_000  # smaller side up to which the Gram matrix is decomposed whole (32 MB, under a second)
ROUNDING: Final = 1e-10  # singular values below this are none
MOST_TURNS: Final = 30  # of a rotation that only has to be a good start
SMALLEST_GAIN: Final = 1e-5  # of the rotation's criterion, relative, that another turn is worth


def exact_svd(
    values: sparse.csr_array[Any], rank: int
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Give the leading singular vectors and values, largest first: (n, r), (r), (r, m), with r = min(rank, n, m).

    The largest entry of each right vector (the first of equals) is positive.
    """
    rank = min(rank, *values.shape)
    if rank == 0:
        return np.zeros((values.shape[0], 0)), np.zeros(0), np.zeros((0, values.shape[1]))
    if min(values.shape) <= DENSE_LIMIT:
        left, singular, right = _svd_by_gram(values, rank)
    else:
        left, singular, right = _svd_by_arpack(values, rank)
    signs = np.sign(right[np.arange(rank), np.abs(right).argmax(axis=1)])
    signs[signs == 0] = 1.0
    return left * signs, singular, right * signs[:, None]


def rotated_start(
    left: NDArray[np.float64], singular: NDArray[np.float64], right: NDArray[np.float64], n_topics: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the start (n, n_topics) and (n_topics, m); topics beyond the rank of the matrix start at zero."""
    statement_weights = np.zeros((left.shape[0], n_topics))
    term_weights = np.zeros((n_topics, right.shape[1]))
    rank = min(n_topics, int((singular > ROUNDING).sum()))
    if not rank:
        return statement_weights, term_weights
    rotation = varimax(right[:rank].T * singular[:rank])
    scale = np.sqrt(singular[:rank])
    statements, terms = (left[:, :rank] * scale) @ rotation, (right[:rank].T * scale) @ rotation
    signs = np.sign((terms**3).sum(axis=0))  # the side of the large loadings is the topic's own
    statement_weights[:, :rank] = np.maximum(statements * signs, 0.0)
    term_weights[:rank] = np.maximum(terms * signs, 0.0).T
    return statement_weights, term_weights


def varimax(loadings: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the rotation (r, r) that makes the squared loadings (m, r) of each column differ most (Kaiser 1958)."""
    rotation = np.eye(loadings.shape[1])
    reached = 0.0
    for _ in range(MOST_TURNS):
        turned = loadings @ rotation
        squared = turned * turned  # a power of three takes many times longer than two products
        slope = loadings.T @ (turned * (squared - squared.mean(axis=0)))
        u, sizes, v = np.linalg.svd(slope)
        rotation = u @ v
        if sizes.sum() <= reached * (1 + SMALLEST_GAIN):
            break
        reached = float(sizes.sum())
    return np.asarray(rotation)


def drawn_starts(
    values: sparse.csr_array[Any], n_topics: int, n_starts: int
) -> Iterator[tuple[NDArray[np.float64], NDArray[np.float64]]]:
    """Give starts of terms drawn by chance, the same ones every time; the order of statements changes nothing."""
    weight = np.asarray(values.sum(axis=0)).ravel()
    for number in range(n_starts):
        terms = np.random.default_rng(number).random((n_topics, values.shape[1])) * weight
        lengths = np.linalg.norm(terms, axis=1, keepdims=True)
        terms /= np.where(lengths > 0, lengths, 1.0)
        yield np.asarray(values @ terms.T), terms


def _svd_by_gram(
    values: sparse.csr_array[Any], rank: int
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    is_wide = values.shape[0] <= values.shape[1]
    gram = (values @ values.T if is_wide else values.T @ values).toarray()
    last = gram.shape[0] - 1
    squares, vectors = linalg.eigh(gram, subset_by_index=(last - rank + 1, last))
    singular = np.sqrt(np.maximum(squares[::-1], 0.0))
    vectors = vectors[:, ::-1]
    inverse = np.divide(1.0, singular, out=np.zeros_like(singular), where=singular > ROUNDING)
    if is_wide:
        return vectors, singular, np.asarray((values.T @ (vectors * inverse)).T)
    return np.asarray(values @ (vectors * inverse)), singular, vectors.T


def _svd_by_arpack(
    values: sparse.csr_array[Any], rank: int
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    left, singular, right = svds(values, k=rank, v0=np.ones(min(values.shape)), solver="arpack")
    order = np.argsort(-singular, kind="stable")
    return np.asarray(left[:, order]), np.asarray(singular[order]), np.asarray(right[order])
