"""Words to a matrix of statements x terms that knows its names, its counts and what was done to it.

`characteristic_terms` compares two sets of statements by log-odds with an informative Dirichlet prior (Monroe, Colaresi
and Quinn 2008, "Fightin' Words", Political Analysis 16:372-403): a plain ratio is led by words that occur once, a plain
difference by words that occur always; the prior (the corpus's own frequencies) draws both towards nothing.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
import pandas as pd
from scipy import sparse

from textmine.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

Weighting = Literal["count", "tfidf"]
FREQUENCY_COLUMNS: Final = ("term", "count", "n_statements", "n_documents", "weight")
CHARACTERISTIC_COLUMNS: Final = (
    "term",
    "log_odds",
    "z",
    "count_in",
    "count_out",
    "statements_in",
    "statements_out",
    "n_documents",
)


@dataclass(frozen=True, slots=True, eq=False)
class TermMatrix:
    """How often each term stands in each statement, and its weight there.

    Attributes:
        counts: (n_statements, n_terms), as counted; kept whatever the weighting.
        weights: (n_statements, n_terms), weighted; the counts themselves as long as nothing was weighted.
        terms: (n_terms), in code point order, so that the order of statements changes no column.
        rows: (n_statements) statement ids.
        documents: (n_statements) the form that each statement stands in.
        weighting: what was done to `weights`.
        min_document_frequency: terms in fewer statements than this were left out.
    """

    counts: sparse.csr_array[Any]
    weights: sparse.csr_array[Any]
    terms: tuple[str, ...]
    rows: tuple[str, ...]
    documents: tuple[str, ...]
    weighting: Weighting = "count"
    min_document_frequency: int = 1

    @property
    def n_statements(self) -> int:
        """Number of rows, also of those without any term."""
        return len(self.rows)

    @property
    def n_terms(self) -> int:
        """Number of columns."""
        return len(self.terms)

    def document_frequency(self) -> NDArray[np.int64]:
        """Give the number of statements that hold each term: (n_terms)."""
        return np.bincount(self.counts.indices, minlength=self.n_terms).astype(np.int64)

    def column_of(self) -> dict[str, int]:
        """Give the column of each term."""
        return {term: column for column, term in enumerate(self.terms)}


def build_term_matrix(
    words: Sequence[Sequence[str]],
    rows: Sequence[str],
    *,
    min_document_frequency: int = 1,
    documents: Sequence[str] | None = None,
) -> TermMatrix:
    """Count the words of each statement; a statement without words stays as an empty row.

    Args:
        words: (n_statements) lists of words, as often as they occur.
        rows: (n_statements) statement ids, each once.
        min_document_frequency: leave out terms that fewer statements hold (a topic cannot be learned from one use).
        documents: (n_statements) the form of each statement; by default the part of its id before the last colon.

    Raises:
        InputError: if the lengths differ or an id stands twice.
    """
    _check_rows(words, rows, documents)
    document_frequency = Counter(word for of_statement in words for word in set(of_statement))
    terms = sorted(word for word, frequency in document_frequency.items() if frequency >= min_document_frequency)
    counts = _count(words, {term: column for column, term in enumerate(terms)})
    return TermMatrix(
        counts=counts,
        weights=counts,
        terms=tuple(terms),
        rows=tuple(rows),
        documents=tuple(documents) if documents is not None else tuple(documents_of(rows)),
        min_document_frequency=min_document_frequency,
    )


def documents_of(rows: Iterable[str]) -> list[str]:
    """Give the document of each statement id (`<document stem>:<number>`)."""
    return [row.rpartition(":")[0] or row for row in rows]


def select_statements(matrix: TermMatrix, which: NDArray[Any]) -> TermMatrix:
    """Give the matrix of some statements (indices or a mask), with all terms; weights are kept, not made anew."""
    indices = np.arange(matrix.n_statements)[which]
    counts = matrix.counts[indices]
    return replace(
        matrix,
        counts=counts,
        weights=counts if matrix.weighting == "count" else matrix.weights[indices],
        rows=tuple(matrix.rows[i] for i in indices),
        documents=tuple(matrix.documents[i] for i in indices),
    )


def select_frequent_terms(matrix: TermMatrix, min_document_frequency: int) -> TermMatrix:
    """Leave out the terms of fewer statements than this; all statements stay.

    Raises:
        InputError: if the matrix is weighted already: its rows would no longer have the length they were given.
    """
    _check_counts(matrix)
    kept = np.flatnonzero(matrix.document_frequency() >= min_document_frequency)
    counts = _with_short_indices(matrix.counts[:, kept])
    return replace(
        matrix,
        counts=counts,
        weights=counts,
        terms=tuple(matrix.terms[column] for column in kept),
        min_document_frequency=max(matrix.min_document_frequency, min_document_frequency),
    )


def weight_tfidf(matrix: TermMatrix) -> TermMatrix:
    """Weight by (1 + ln count) x (1 + ln((1 + n) / (1 + document frequency))), each row to length one.

    The smoothed form of scikit-learn's `TfidfTransformer(sublinear_tf=True)`: a term in every statement keeps weight.

    Raises:
        InputError: if the matrix is weighted already; a second weighting would mean nothing.
    """
    _check_counts(matrix)
    return replace(matrix, weights=tfidf_of_counts(matrix.counts), weighting="tfidf")


def tfidf_of_counts(counts: sparse.csr_array[Any]) -> sparse.csr_array[Any]:
    """Give the weights of `weight_tfidf` for bare counts; rows and columns as given."""
    inverse = inverse_document_frequency(counts)
    data = (1 + np.log(counts.data)) * inverse[counts.indices]
    lengths = _row_lengths(data, counts.indptr)
    data /= np.repeat(lengths, np.diff(counts.indptr))
    return sparse.csr_array((data, counts.indices, counts.indptr), shape=counts.shape)


def inverse_document_frequency(counts: sparse.csr_array[Any]) -> NDArray[np.float64]:
    """Give 1 + ln((1 + n) / (1 + document frequency)) of each column: (n_terms), 1 or more."""
    document_frequency = np.bincount(counts.indices, minlength=counts.shape[1])
    return np.asarray(np.log((1 + counts.shape[0]) / (1 + document_frequency)) + 1)


def term_frequencies(matrix: TermMatrix) -> pd.DataFrame:
    """Count each term: uses, statements and forms that hold it, and the sum of its weights; by falling statements.

    Returns:
        FREQUENCY_COLUMNS.
    """
    every = np.ones(matrix.n_statements, dtype=bool)
    table = pd.DataFrame(
        {
            "term": list(matrix.terms),
            "count": _column_sums(matrix.counts, every),
            "n_statements": matrix.document_frequency(),
            "n_documents": _documents_with_term(matrix, every),
            "weight": np.asarray(matrix.weights.sum(axis=0)).ravel(),
        },
        columns=list(FREQUENCY_COLUMNS),
    )
    return table.sort_values(["n_statements", "term"], ascending=[False, True], kind="stable", ignore_index=True)


def characteristic_terms(
    matrix: TermMatrix, mask: NDArray[np.bool_], *, prior_strength: float | None = None
) -> pd.DataFrame:
    """Rank the terms by how much more the masked statements use them than the others (Monroe et al. 2008, eq. 15-22).

    Args:
        matrix: counts are used, whatever the weighting.
        mask: (n_statements) the statements of interest.
        prior_strength: words that the prior counts as; by default as many as an average statement-set of this size
            would hold (the smaller of both sides), so that a few statements are drawn strongly to the corpus.

    Returns:
        CHARACTERISTIC_COLUMNS, by falling z. `log_odds` is shrunken; `z` is it over its standard error; `n_documents`
        counts the forms among the masked statements that use the term.
    """
    inside, outside = (_column_sums(matrix.counts, side) for side in (mask, ~mask))
    log_odds, z = _shrunken_log_odds(inside, outside, prior_strength)
    statements = matrix.counts.astype(bool).astype(np.int64)
    table = pd.DataFrame(
        {
            "term": list(matrix.terms),
            "log_odds": log_odds,
            "z": z,
            "count_in": inside,
            "count_out": outside,
            "statements_in": _column_sums(statements, mask),
            "statements_out": _column_sums(statements, ~mask),
            "n_documents": _documents_with_term(matrix, mask),
        },
        columns=list(CHARACTERISTIC_COLUMNS),
    )
    return table.sort_values(["z", "term"], ascending=[False, True], kind="stable", ignore_index=True)


def _check_counts(matrix: TermMatrix) -> None:
    if matrix.weighting != "count":
        raise InputError(
            "term matrix",
            f"すでに {matrix.weighting} で重み付けされています",
            "重み付け前の行列(build_term_matrix の結果)を渡してください",
        )


def _with_short_indices(values: sparse.csr_array[Any]) -> sparse.csr_array[Any]:
    """Keep 32-bit indices, which scikit-learn's solvers want, whatever a slice made of them."""
    values.indices, values.indptr = values.indices.astype(np.int32), values.indptr.astype(np.int32)
    return values


def _check_rows(words: Sequence[Sequence[str]], rows: Sequence[str], documents: Sequence[str] | None) -> None:
    if len(words) != len(rows) or (documents is not None and len(documents) != len(rows)):
        raise InputError(
            "term matrix", f"文の数が合いません(語 {len(words)}、文ID {len(rows)})", "同じ順・同じ数で渡してください"
        )
    repeated = [row for row, times in Counter(rows).items() if times > 1]
    if repeated:
        raise InputError("term matrix", f"文ID {repeated[0]} が重複しています", "文IDは一つの文に一つにしてください")


def _count(words: Sequence[Sequence[str]], column_of: dict[str, int]) -> sparse.csr_array[Any]:
    data: list[int] = []
    indices: list[int] = []
    starts = [0]
    for of_statement in words:
        counted = Counter(column_of[word] for word in of_statement if word in column_of)
        for column in sorted(counted):
            indices.append(column)
            data.append(counted[column])
        starts.append(len(indices))
    arrays = np.array(data, dtype=np.float64), np.array(indices, dtype=np.int32), np.array(starts, dtype=np.int32)
    return sparse.csr_array(arrays, shape=(len(words), len(column_of)))


def _row_lengths(data: NDArray[np.float64], starts: NDArray[np.int32]) -> NDArray[np.float64]:
    row = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    lengths = np.sqrt(np.bincount(row, weights=data**2, minlength=len(starts) - 1))
    lengths[lengths == 0] = 1.0  # an empty row stays empty
    return lengths


def _column_sums(counts: sparse.csr_array[Any], mask: NDArray[np.bool_]) -> NDArray[np.int64]:
    return np.asarray(np.rint(mask.astype(np.float64) @ counts), dtype=np.int64)


def _shrunken_log_odds(
    inside: NDArray[np.int64], outside: NDArray[np.int64], prior_strength: float | None
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    log_odds, z = np.zeros(len(inside)), np.zeros(len(inside))
    used = inside + outside > 0
    if used.sum() < 2:  # noqa: PLR2004 - odds need something to stand against
        return log_odds, z
    total = (inside + outside)[used]
    strength = float(max(1, min(inside.sum(), outside.sum()))) if prior_strength is None else prior_strength
    prior = strength * total / total.sum()
    sides = [side[used] + prior for side in (inside, outside)]
    odds = [np.log(side) - np.log(side.sum() - side) for side in sides]
    log_odds[used] = odds[0] - odds[1]
    z[used] = log_odds[used] / np.sqrt(1 / sides[0] + 1 / sides[1])
    return log_odds, z


def _documents_with_term(matrix: TermMatrix, mask: NDArray[np.bool_]) -> NDArray[np.int64]:
    names, document = np.unique(np.asarray(matrix.documents, dtype=str), return_inverse=True)
    coordinates = matrix.counts[np.flatnonzero(mask)].tocoo()
    held = np.zeros((len(names), matrix.n_terms), dtype=bool)
    held[document[np.flatnonzero(mask)][coordinates.coords[0]], coordinates.coords[1]] = True
    return np.asarray(held.sum(axis=0), dtype=np.int64)
