"""Whether a topic's terms stand together in statements the model has not seen, more than their frequency explains.

Plain NPMI (Bouma 2009) rewards frequent words and overfitting: fitted and scored on these forms it looks good, on the
other half of the statements it is negative for every model. So topics are fitted on one half and scored on the other,
and what terms of the same document frequency reach on average is taken off: the lift. It is 0 for topics that say
nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from textmine.term_matrix import select_statements
from textmine.topics.model import top_terms

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray
    from scipy import sparse

    from textmine.term_matrix import TermMatrix

FREQUENCY_STEPS: Final = (1, 2, 3, 4, 5, 7, 10, 14, 20, 28, 40, 57, 80, 113, 160, 226, 320)  # about half an octave


@dataclass(frozen=True, slots=True)
class HeldOutLift:
    """The lift over several splits in halves.

    Attributes:
        mean: over splits.
        spread: standard deviation over splits; 0 for one split.
        n_splits: how many.
    """

    mean: float
    spread: float
    n_splits: int


def diversity(term_scores: NDArray[np.float64], n_terms: int = 10) -> float:
    """Give the share of different terms among all topics' top terms: 1 if no two topics share one."""
    columns = top_terms(term_scores, n_terms)
    return len(np.unique(columns)) / columns.size if columns.size else float("nan")


def pair_npmi(counts: sparse.csr_array[Any]) -> NDArray[np.float64]:
    """Give the normalised pointwise mutual information of each two terms within statements: (n_terms, n_terms).

    -1 for terms that never meet, also for those that never occur; 1 for terms that never part.
    """
    present = (counts > 0).astype(np.float64)
    together = (present.T @ present).toarray() / max(1, counts.shape[0])
    alone = np.diag(together)
    npmi = np.full(together.shape, -1.0)
    met = together > 0
    expected = np.outer(alone, alone)[met]
    information = -np.log(together[met])
    npmi[met] = np.divide(
        np.log(together[met] / expected), information, out=np.ones_like(information), where=information > 0
    )
    return npmi


def frequency_matched_lift(
    columns: NDArray[np.int64], npmi: NDArray[np.float64], document_frequency: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Give each topic's mean NPMI above that of all term pairs of the same document frequencies: (n_topics).

    Args:
        columns: (n_topics, n_top) the topics' terms.
        npmi: of the statements scored on.
        document_frequency: (n_terms) in the same statements.
    """
    expected = _expected_by_frequency(npmi, document_frequency)
    first, second = np.triu_indices(columns.shape[1], k=1)
    pairs = columns[:, first], columns[:, second]
    return np.asarray((npmi[pairs] - expected[pairs]).mean(axis=1))


def estimate_held_out_lift(
    matrix: TermMatrix,
    fit_scores: Callable[[TermMatrix], NDArray[np.float64]],
    *,
    n_splits: int = 10,
    n_terms: int = 10,
    seed: int = 0,
) -> HeldOutLift:
    """Fit on one half of the statements, score on the other, and both ways round.

    Args:
        matrix: counts.
        fit_scores: takes half the matrix and gives (n_topics, n_terms) scores of terms.
        n_splits: fits; two to each split in halves.
        n_terms: top terms per topic.
        seed: of the splits.
    """
    random = np.random.default_rng(seed)
    lifts = []
    for _ in range((n_splits + 1) // 2):
        half = random.permutation(matrix.n_statements)
        cut = matrix.n_statements // 2
        for fitted, scored in ((half[:cut], half[cut:]), (half[cut:], half[:cut])):
            columns = top_terms(fit_scores(select_statements(matrix, np.sort(fitted))), n_terms)
            held_out = select_statements(matrix, np.sort(scored))
            lift = frequency_matched_lift(columns, pair_npmi(held_out.counts), held_out.document_frequency())
            lifts.append(float(lift.mean()))
    lifts = lifts[:n_splits]
    return HeldOutLift(float(np.mean(lifts)), float(np.std(lifts, ddof=1)) if len(lifts) > 1 else 0.0, len(lifts))


def _expected_by_frequency(npmi: NDArray[np.float64], document_frequency: NDArray[np.int64]) -> NDArray[np.float64]:
    group = np.searchsorted(FREQUENCY_STEPS, document_frequency, side="right")
    member = (group[:, None] == np.arange(len(FREQUENCY_STEPS) + 1)).astype(np.float64)  # (n_terms, n_groups)
    without_self = npmi - np.diag(np.diag(npmi))
    sizes = member.sum(axis=0)
    n_pairs = np.outer(sizes, sizes) - np.diag(sizes)
    sums = member.T @ without_self @ member
    means = np.divide(sums, n_pairs, out=np.zeros_like(sums), where=n_pairs > 0)
    return np.asarray(means[np.ix_(group, group)])
