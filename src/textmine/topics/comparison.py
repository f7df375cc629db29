"""Latent Dirichlet allocation, to compare with: on short forms it is no steadier than on shuffled words.

Blei, Ng and Jordan 2003, JMLR 3:993-1022; scikit-learn's variational fit. The result is labelled `lda_comparison`; no
table of the report takes it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sklearn.decomposition import LatentDirichletAllocation

from textmine.topics.model import TopicModel
from textmine.topics.nmf import check_number, order_by_size

if TYPE_CHECKING:
    from textmine.term_matrix import TermMatrix


def fit_lda_comparison(matrix: TermMatrix, n_topics: int, *, seed: int, max_iterations: int = 100) -> TopicModel:
    """Fit LDA to the counts; terms are ranked by their probability, as its users do.

    Raises:
        InputError: if the matrix cannot have as many topics.
    """
    check_number(matrix, n_topics)
    solver = LatentDirichletAllocation(n_topics, max_iter=max_iterations, random_state=seed)
    statement_weights = solver.fit_transform(matrix.counts)
    statement_weights[np.diff(matrix.counts.indptr) == 0] = 0.0  # no words, no topic
    statement_weights, term_weights = order_by_size(statement_weights, solver.components_)
    return TopicModel(
        statement_weights=statement_weights,
        term_weights=term_weights,
        term_scores=term_weights,
        terms=matrix.terms,
        rows=matrix.rows,
        method="lda_comparison",
        settings={"n_topics": n_topics, "max_iterations": max_iterations},
        seed=seed,
        n_iterations=int(solver.n_iter_),
        converged=solver.n_iter_ < max_iterations,
        error=float("nan"),  # it explains words by chances; there is no residual to compare
    )
