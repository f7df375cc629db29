"""Peers of textmine's topics, fitted to the same counts; tomotopy and corextopic are no dependencies."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from textmine.topics import fit_lda_comparison, fit_nmf

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from textmine.term_matrix import TermMatrix

    Scores = NDArray[np.float64]
    Fit = Callable[[TermMatrix, int, int], Scores]  # matrix, topics, seed -> scores of terms


def optional(name: str) -> Any:  # noqa: ANN401 - a module
    try:
        return importlib.import_module(name)
    except ImportError:
        print(f"    {name} is not installed: skipped")
        return None


def nmf_scores(matrix: TermMatrix, n_topics: int, _seed: int) -> Scores:
    return fit_nmf(matrix, n_topics).term_scores


def lda_scores(matrix: TermMatrix, n_topics: int, seed: int) -> Scores:
    return fit_lda_comparison(matrix, n_topics, seed=seed).term_scores


def tomotopy_scores(
    matrix: TermMatrix, n_topics: int, seed: int, *, priors: dict[int, list[str]] | None = None
) -> Scores:
    return fit_tomotopy(matrix, n_topics, seed, priors=priors)[0]


def fit_tomotopy(  # noqa: PLR0913 - settings of the peer
    matrix: TermMatrix,
    n_topics: int,
    seed: int,
    *,
    priors: dict[int, list[str]] | None = None,
    iterations: int = 1_000,
    workers: int = 1,
) -> tuple[Scores, Scores]:
    tomotopy = importlib.import_module("tomotopy")
    model = tomotopy.LDAModel(k=n_topics, alpha=0.1, eta=0.01, seed=seed)
    counts = matrix.counts
    held = []
    for row in range(matrix.n_statements):
        span = slice(counts.indptr[row], counts.indptr[row + 1])
        words = [
            matrix.terms[c] for c, n in zip(counts.indices[span], counts.data[span], strict=True) for _ in range(int(n))
        ]
        if words:
            held.append(row)
            model.add_doc(words)
    for topic, words in (priors or {}).items():
        for word in words:
            model.set_word_prior(word, [10.0 if k == topic else 1e-4 for k in range(n_topics)])
    model.train(iterations, workers=workers)
    column_of, scores = matrix.column_of(), np.zeros((n_topics, matrix.n_terms))
    columns = [column_of[word] for word in model.used_vocabs]
    for topic in range(n_topics):
        scores[topic, columns] = model.get_topic_word_dist(topic)
    weights = np.zeros((matrix.n_statements, n_topics))
    weights[held] = [document.get_topic_dist() for document in model.docs]
    return scores, weights


def corex_scores(matrix: TermMatrix, keywords: list[str]) -> Scores:
    corex = importlib.import_module("corextopic.corextopic")
    model = corex.Corex(n_hidden=6, seed=0)
    words = [word for word in keywords if word in matrix.column_of()]
    binary = sparse.csr_matrix((matrix.counts > 0).astype(int))
    model.fit(binary, words=list(matrix.terms), anchors=[words], anchor_strength=4)
    return (
        np.asarray(model.log_p_y_given_x[:, 0])
        if hasattr(model, "log_p_y_given_x")
        else np.asarray(model.p_y_given_x[:, 0])
    )
