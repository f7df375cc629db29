"""Statements that a theme's rule may have missed, and words it may lack: rankings for a person to accept or reject.

A statement is ranked by how much it is like those that the rule caught, in four ways that see different things; the
ranks are fused (reciprocal rank fusion, Cormack, Clarke and Büttcher 2009, SIGIR), so that no scale has to be trusted:
nearness to the tf-idf centroid (Rocchio 1971), to the caught statements' mean term vector, to the theme's own vector
among the terms' (the theme is counted as if it were a word of each statement it was caught in), and shared pairs of
characters. Vectors weigh more in a larger corpus: at 300 statements the centroid is better, from 1,000 they are.

Then all is asked once more as if the statements ranked first, as many as were caught, had been caught too (local
feedback, Xu and Croft 1996, SIGIR:4-11): プレママ and 妊娠期 never meet in these forms, but statements near those of
妊娠期 hold プレママ. The same statements count when terms are contrasted.

Measured on these forms, this finds more statements by hidden keywords than any seeded topic model. It is a reading aid,
no coder: about half of what it puts first is right.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.stats import rankdata

from textmine.errors import NotEstimable
from textmine.term_matrix import characteristic_terms, tfidf_of_counts
from textmine.topics.vectors import TermVectors, character_pairs, fit_term_vectors, with_length_one

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray

    from textmine.term_matrix import TermMatrix

FEWEST_CAUGHT: Final = 10  # statements: below, neither a ranking nor its quality can be judged
_DECIMALS: Final = 9
VECTORS_FULL_AT: Final = 1_000  # statements from which vectors weigh as much as the centroid
RANK_OFFSET: Final = 60  # of the fusion, as in the paper: first ranks count, but not all
SHOWN_TERMS: Final = 5
MISSED_COLUMNS: Final = ("statement_id", "document", "rank", "score", "because")
TERM_COLUMNS: Final = ("term", "rank", "score", "statements_in", "statements_out", "n_documents", "shared_characters")


@dataclass(frozen=True, slots=True, eq=False)
class StatementSpace:
    """What all themes of a corpus share: made once, used for each.

    Attributes:
        matrix: counts.
        weights: tf-idf of the counts: (n_statements, n_terms).
        pairs: tf-idf of character pairs: (n_statements, n_pairs).
        terms: vectors of the terms.
        statement_vectors: (n_statements, dimensions), rows of length one.
    """

    matrix: TermMatrix
    weights: sparse.csr_array[Any]
    pairs: sparse.csr_array[Any]
    terms: TermVectors
    statement_vectors: NDArray[np.float64]


def make_space(matrix: TermMatrix, texts: Sequence[str] | None = None) -> StatementSpace:
    """Prepare a corpus for suggestions.

    Args:
        matrix: counts; rare words are welcome here (`min_document_frequency=2`).
        texts: (n_statements) the statements as written; without them, pairs of characters are taken of their terms.
    """
    values = tfidf_of_counts(matrix.counts)
    terms = fit_term_vectors(matrix.counts)
    return StatementSpace(
        matrix=matrix,
        weights=values,
        pairs=tfidf_of_counts(_pairs_of_terms(matrix) if texts is None else character_pairs(texts)),
        terms=terms,
        statement_vectors=with_length_one(np.asarray(values @ terms.vectors)),
    )


def score_statements(space: StatementSpace, caught: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Score how much each statement is like the caught ones: (n_statements), larger is more alike."""
    likeness = _likeness(space, caught) + _likeness(space, with_nearest(space, caught))
    return fuse(likeness, weights=_likeness_weights(len(caught)) * 2)


def with_nearest(space: StatementSpace, caught: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Add to the caught statements as many others that are most like them: (n_statements)."""
    scores = fuse(_likeness(space, caught), weights=_likeness_weights(len(caught)))
    others = np.flatnonzero(~caught)
    nearest = others[np.lexsort((others, -scores[others]))][: int(caught.sum())]
    extended = caught.copy()
    extended[nearest] = True
    return extended


def rank_missed_statements(space: StatementSpace, caught: NDArray[np.bool_], *, n_statements: int = 30) -> pd.DataFrame:
    """Rank the statements that a rule did not catch by how much they are like those it did.

    Returns:
        MISSED_COLUMNS, most alike first. `because` names the shared terms that speak most for it.

    Raises:
        NotEstimable: if fewer than FEWEST_CAUGHT statements were caught; they should be read one by one instead.
    """
    check_caught(caught)
    scores = score_statements(space, caught)
    candidates = np.flatnonzero(~caught)
    chosen = candidates[np.lexsort((candidates, -scores[candidates]))][:n_statements]
    speaks = _contrast(space.weights, caught)
    rows = [
        (space.matrix.rows[i], space.matrix.documents[i], rank, float(scores[i]), _because(space, i, speaks))
        for rank, i in enumerate(chosen, start=1)
    ]
    return pd.DataFrame(rows, columns=list(MISSED_COLUMNS))


def suggest_terms(
    space: StatementSpace,
    caught: NDArray[np.bool_],
    *,
    known: Collection[str] = (),
    n_terms: int = 50,
) -> pd.DataFrame:
    """Rank terms that a theme's rule may lack.

    Args:
        space: of the corpus.
        caught: (n_statements) statements that the rule catches.
        known: words that the rule has already; they are left out, and terms that share a kanji with them rank higher.
        n_terms: rows at most.

    Raises:
        NotEstimable: if fewer than FEWEST_CAUGHT statements were caught.
    """
    check_caught(caught)
    terms = space.matrix.terms
    caught_table, near_table = (
        characteristic_terms(space.matrix, some).set_index("term").loc[list(terms)]
        for some in (caught, with_nearest(space, caught))
    )
    shared = np.array([_shared_characters(term, known) for term in terms], dtype=object)
    scores = fuse(
        [
            near_table["z"].to_numpy(dtype=np.float64),
            theme_likeness(space, caught),
            np.array([len(characters) for characters in shared], dtype=np.float64),
        ],
        weights=[1.0, 1.0, 0.5],
    )
    table = caught_table[["statements_in", "statements_out", "n_documents"]].assign(
        score=scores, shared_characters=shared
    )
    table = table[~table.index.isin(list(known))].reset_index()
    table = table.sort_values(["score", "term"], ascending=[False, True], kind="stable", ignore_index=True)
    table["rank"] = np.arange(1, len(table) + 1)
    return table.head(n_terms)[list(TERM_COLUMNS)]


def theme_likeness(space: StatementSpace, caught: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Give each term's cosine with the theme, counted as one more word of the statements caught: (n_terms)."""
    met = np.asarray(caught.astype(np.float64) @ (space.matrix.counts > 0).astype(np.float64))
    return np.asarray(space.terms.vectors @ space.terms.fold_in(met))


def fuse(scores: Sequence[NDArray[np.float64]], *, weights: Sequence[float]) -> NDArray[np.float64]:
    """Fuse several scores by their ranks: sum of weight / (60 + rank); equal scores share a rank.

    Scores are rounded first: the last bits of a sum differ between runs and machines, and must not part a tie.
    """
    ranks = [rankdata(-np.round(score, _DECIMALS)) for score in scores]
    return np.asarray(sum(weight / (RANK_OFFSET + rank) for rank, weight in zip(ranks, weights, strict=True)))


def check_caught(caught: NDArray[np.bool_]) -> None:
    """Refuse a theme with too few statements.

    Raises:
        NotEstimable: with the number, and what to do instead.
    """
    if caught.sum() < FEWEST_CAUGHT:
        raise NotEstimable(
            "テーマ",
            f"該当文が {int(caught.sum())} 件({FEWEST_CAUGHT} 件未満)のため、候補・再現率の推定は行いません",
            "該当文をすべて読んで確かめてください",
        )


def _likeness(space: StatementSpace, caught: NDArray[np.bool_]) -> list[NDArray[np.float64]]:
    """Give the four scores of likeness: by words, by pairs of characters, by vectors, by the theme as a word."""
    return [
        _nearness(space.weights, caught),
        _nearness(space.pairs, caught),
        np.asarray(space.statement_vectors @ _contrast(space.statement_vectors, caught)),
        np.asarray(space.weights @ theme_likeness(space, caught)),
    ]


def _likeness_weights(n_statements: int) -> list[float]:
    of_vectors = 0.5 + 0.5 * min(1.0, n_statements / VECTORS_FULL_AT)
    return [1.0, 1.0, of_vectors, of_vectors]


def _contrast(vectors: Any, caught: NDArray[np.bool_]) -> NDArray[np.float64]:  # noqa: ANN401 - sparse or dense
    return np.asarray(vectors[np.flatnonzero(caught)].mean(axis=0) - vectors.mean(axis=0)).ravel()


def _nearness(values: sparse.csr_array[Any], caught: NDArray[np.bool_]) -> NDArray[np.float64]:
    return np.asarray(values @ _contrast(values, caught))


def _because(space: StatementSpace, statement: int, speaks: NDArray[np.float64]) -> str:
    of_statement = space.weights[[statement]]
    weights = of_statement.data * speaks[of_statement.indices]
    order = np.lexsort((of_statement.indices, -weights))[:SHOWN_TERMS]
    return "、".join(space.matrix.terms[of_statement.indices[i]] for i in order if weights[i] > 0)


def _shared_characters(term: str, known: Collection[str]) -> str:
    of_known = set("".join(known))
    return "".join(dict.fromkeys(c for c in term if c in of_known and "\u4e00" <= c <= "\u9fff"))


def _pairs_of_terms(matrix: TermMatrix) -> sparse.csr_array[Any]:
    return sparse.csr_array(matrix.counts @ character_pairs(matrix.terms))
