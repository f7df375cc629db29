"""How often a topic occurs: statements counted, with an interval that carries forms and refits.

A statement counts for its main topic. Mean weights are no prevalence: on planted themes they were off by up to 0.10.
Nor does a bootstrap of statements hold: those of one form hang together, and others would give other topics.
The variance here is that between forms (ratio estimator) plus that of the count when the model is refitted on parts of
the corpus; the interval is the exact binomial one for the sample size that this variance is worth, with Student's
quantile for the few forms (Korn and Graubard 1998, Survey Methodology 24:193-201).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment
from scipy.stats import beta, t
from sklearn.decomposition import non_negative_factorization

from textmine.term_matrix import select_statements, weight_tfidf
from textmine.topics.nmf import fit_nmf

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from textmine.term_matrix import TermMatrix
    from textmine.topics.model import TopicModel

OCCURRENCE_COLUMNS: Final = ("topic", "n_statements", "n_all", "share", "low", "high", "n_documents", "design_effect")
SHARE_REFITTED: Final = 0.8
FEWEST_FORMS: Final = 3  # below, nothing can be said of the spread between forms


def estimate_occurrence(
    model: TopicModel,
    matrix: TermMatrix,
    *,
    n_refits: int = 20,
    level: float = 0.95,
    seed: int = 0,
) -> pd.DataFrame:
    """Count the statements of each topic (numbered from 1), with an interval for their share.

    Args:
        model: topics of `matrix`.
        matrix: counts.
        n_refits: refits on parts.
        level: of the interval.
        seed: of the parts.

    Returns:
        OCCURRENCE_COLUMNS. `low` and `high` are missing with fewer than FEWEST_FORMS forms. `design_effect` is how many
        times larger the variance is than that of as many independent statements.
    """
    main = model.main_topic()
    of_refits = _refitted_shares(model, matrix, n_refits, np.random.default_rng(seed))
    documents = np.asarray(matrix.documents)
    rows = []
    for topic in range(model.n_topics):
        member = main == topic
        share = float(member.mean())
        between = _between_forms(member, documents)
        variance = between + float(of_refits[:, topic].var(ddof=1))
        low, high = _interval(share, variance, matrix.n_statements, len(set(matrix.documents)), level)
        independent = share * (1 - share) / max(1, matrix.n_statements)
        rows.append(
            {
                "topic": topic + 1,
                "n_statements": int(member.sum()),
                "n_all": matrix.n_statements,
                "share": share,
                "low": low,
                "high": high,
                "n_documents": len(set(documents[member].tolist())),
                "design_effect": variance / independent if independent else np.nan,
            }
        )
    return pd.DataFrame(rows, columns=list(OCCURRENCE_COLUMNS))


def _refitted_shares(
    model: TopicModel, matrix: TermMatrix, n_refits: int, random: np.random.Generator
) -> NDArray[np.float64]:
    """Give each topic's share of all statements by models of parts: (n_refits, n_topics)."""
    size = round(SHARE_REFITTED * matrix.n_statements)
    shares = np.zeros((n_refits, model.n_topics))
    for refit in range(n_refits):
        kept = np.sort(random.choice(matrix.n_statements, size=size, replace=False))
        refitted = fit_nmf(select_statements(matrix, kept), model.n_topics)
        own, partner = linear_sum_assignment(model.term_weights @ refitted.term_weights.T, maximize=True)
        term_weights = refitted.term_weights[partner[np.argsort(own)]]
        weights = _weigh_statements(matrix, term_weights)
        main = np.where(weights.max(axis=1) > 0, weights.argmax(axis=1), -1)
        shares[refit] = [(main == topic).mean() for topic in range(model.n_topics)]
    return shares


def _weigh_statements(matrix: TermMatrix, term_weights: NDArray[np.float64]) -> NDArray[np.float64]:
    values = weight_tfidf(matrix).weights if matrix.weighting == "count" else matrix.weights
    weights, _, _ = non_negative_factorization(
        values,
        H=np.ascontiguousarray(term_weights),
        n_components=len(term_weights),
        init="custom",
        update_H=False,
        tol=1e-3,
        max_iter=500,
    )
    return np.asarray(weights)


def _between_forms(member: NDArray[np.bool_], documents: NDArray[np.str_]) -> float:
    """Give the variance of a share whose statements come in forms (linearised ratio of totals)."""
    names, form = np.unique(documents, return_inverse=True)
    if len(names) < FEWEST_FORMS:
        return float("nan")
    sizes = np.bincount(form)
    residuals = np.bincount(form, weights=member) - member.mean() * sizes
    return float(len(names) / (len(names) - 1) * (residuals**2).sum() / len(member) ** 2)


def _interval(share: float, variance: float, n_statements: int, n_forms: int, level: float) -> tuple[float, float]:
    if not np.isfinite(variance):
        return float("nan"), float("nan")
    tail = (1 - level) / 2
    independent = share * (1 - share) / n_statements
    effective = n_statements * min(1.0, independent / variance) if variance > 0 else float(n_statements)
    effective *= (t.ppf(tail, n_statements - 1) / t.ppf(tail, n_forms - 1)) ** 2
    held = share * effective
    low = float(beta.ppf(tail, held, effective - held + 1)) if held > 0 else 0.0
    high = float(beta.ppf(1 - tail, held + 1, effective - held)) if held < effective else 1.0
    return low, high
