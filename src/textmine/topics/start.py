"""A start for non-negative factorisation that is the same every time: exact singular vectors, split by sign.

NNDSVD after Boutsidis and Gallopoulos (2008, Pattern Recognition 41:1350-1362, figure 1). scikit-learn's
`init="nndsvd"` rests on a randomised decomposition: ten seeds gave ten different fits on these forms. Here the
decomposition is exact, and a rule fixes the sign of each pair of vectors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from scipy import linalg
from scipy.sparse.linalg import svds

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy import sparse

DENSE_LIMIT: Final = 2_000  # smaller side up to which the Gram matrix is decomposed whole (32 MB, under a second)
FACTOR_FLOOR: Final = 1e-6  # smaller entries of the start become zero, as in the paper's sparse variant


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


def nndsvd(
    left: NDArray[np.float64], singular: NDArray[np.float64], right: NDArray[np.float64], n_topics: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the start (n, n_topics) and (n_topics, m); topics beyond the rank of the matrix start at zero."""
    statement_weights = np.zeros((left.shape[0], n_topics))
    term_weights = np.zeros((n_topics, right.shape[1]))
    for topic in range(min(n_topics, len(singular))):
        u, v = _larger_part(left[:, topic], right[topic], absolute=topic == 0)
        u_length, v_length = float(np.linalg.norm(u)), float(np.linalg.norm(v))
        if u_length == 0 or v_length == 0:
            continue
        scale = np.sqrt(singular[topic] * u_length * v_length)
        statement_weights[:, topic] = scale * u / u_length
        term_weights[topic] = scale * v / v_length
    statement_weights[statement_weights < FACTOR_FLOOR] = 0.0
    term_weights[term_weights < FACTOR_FLOOR] = 0.0
    return statement_weights, term_weights


def _svd_by_gram(
    values: sparse.csr_array[Any], rank: int
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    is_wide = values.shape[0] <= values.shape[1]
    gram = (values @ values.T if is_wide else values.T @ values).toarray()
    last = gram.shape[0] - 1
    squares, vectors = linalg.eigh(gram, subset_by_index=(last - rank + 1, last))
    singular = np.sqrt(np.maximum(squares[::-1], 0.0))
    vectors = vectors[:, ::-1]
    inverse = np.divide(1.0, singular, out=np.zeros_like(singular), where=singular > 1e-10)  # noqa: PLR2004 - rounding
    if is_wide:
        return vectors, singular, np.asarray((values.T @ (vectors * inverse)).T)
    return np.asarray(values @ (vectors * inverse)), singular, vectors.T


def _svd_by_arpack(
    values: sparse.csr_array[Any], rank: int
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    left, singular, right = svds(values, k=rank, v0=np.ones(min(values.shape)), solver="arpack")
    order = np.argsort(-singular, kind="stable")
    return np.asarray(left[:, order]), np.asarray(singular[order]), np.asarray(right[order])


def _larger_part(
    u: NDArray[np.float64], v: NDArray[np.float64], *, absolute: bool
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    if absolute:  # the leading pair of a non-negative matrix has one sign
        return np.abs(u), np.abs(v)
    positive = np.maximum(u, 0.0), np.maximum(v, 0.0)
    negative = np.maximum(-u, 0.0), np.maximum(-v, 0.0)
    sizes = [np.linalg.norm(part[0]) * np.linalg.norm(part[1]) for part in (positive, negative)]
    return positive if sizes[0] >= sizes[1] else negative
