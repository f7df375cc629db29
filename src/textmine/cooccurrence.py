"""Terms that stand together in statements: Jaccard's coefficient and the counts behind it.

The share of statements with both terms among those with either (Jaccard 1912, New Phytologist 11:37-50), as KH Coder
draws its networks by: unlike a correlation it is not raised by the many statements that have neither term.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
from scipy import sparse

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from textmine.term_matrix import TermMatrix

PAIR_COLUMNS: Final = ("first", "second", "jaccard", "n_both", "n_first", "n_second", "n_documents", "statement_ids")


def co_occurring_terms(
    matrix: TermMatrix, *, n_terms: int = 60, n_pairs: int = 60, fewest_statements: int = 3, fewest_documents: int = 2
) -> pd.DataFrame:
    """Give the pairs of frequent terms that stand together most, by falling Jaccard coefficient.

    Where more terms or pairs tie at a limit than fit in, all that tie stay out, so that no order of names decides.

    Args:
        matrix: counts are used, whatever the weighting.
        n_terms: terms that can be in a pair, those of most statements.
        n_pairs: how many pairs at most.
        fewest_statements: a pair stands in so many statements at least.
        fewest_documents: and in so many forms: one form's formula is no finding.

    Returns:
        PAIR_COLUMNS; the first term of a pair comes first by code point, `statement_ids` are those with both.
    """
    frequency = matrix.document_frequency()
    kept = np.flatnonzero(frequency > _floor(frequency, n_terms))
    present = sparse.csc_array(matrix.counts[:, kept].astype(bool).astype(np.int64))
    together = sparse.triu(present.T @ present, k=1).tocoo()
    rows = [
        row
        for first, second in zip(*together.coords, strict=True)
        for row in [_pair(matrix, present, kept, (int(first), int(second)))]
        if row["n_both"] >= fewest_statements and row["n_documents"] >= fewest_documents
    ]
    pairs = pd.DataFrame(rows, columns=list(PAIR_COLUMNS))
    pairs = pairs[pairs["jaccard"] > _floor(pairs["jaccard"].to_numpy(), n_pairs)]
    return pairs.sort_values(["jaccard", "first", "second"], ascending=[False, True, True], ignore_index=True)


def _pair(
    matrix: TermMatrix, present: sparse.csc_array[Any], kept: NDArray[np.int64], pair: tuple[int, int]
) -> dict[str, Any]:
    """Give the row of a pair of columns."""
    first, second = (set(present.indices[present.indptr[one] : present.indptr[one + 1]].tolist()) for one in pair)
    both = sorted(first & second)
    return {
        "first": matrix.terms[kept[pair[0]]],
        "second": matrix.terms[kept[pair[1]]],
        "jaccard": len(both) / len(first | second),
        "n_both": len(both),
        "n_first": len(first),
        "n_second": len(second),
        "n_documents": len({matrix.documents[row] for row in both}),
        "statement_ids": tuple(matrix.rows[row] for row in both),
    }


def _floor(values: NDArray[Any], n: int) -> float:
    """Give the largest value that is beyond the n greatest; what is above it are n at most."""
    return float(np.sort(values)[::-1][n]) if len(values) > n else 0.0
