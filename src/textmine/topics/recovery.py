"""Whether suggestions can be trusted: hide half of a theme's keywords and see what comes back.

The rule is cut to half of its keywords; statements that only the hidden half names are what a person would want found.
Area under the ROC curve (0.5 is chance) and average precision (chance is the share of such statements) over random
halves. Keywords, not meaning, are recovered: the figures speak of the ranking and not of the theme's validity.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from sklearn.metrics import average_precision_score, roc_auc_score

from textmine.topics.suggest import FEWEST_CAUGHT, score_statements, suggest_terms

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from textmine.topics.suggest import StatementSpace

FEWEST_TO_FIND: Final = 3  # hidden statements in a split; fewer say nothing
FEWEST_SPLITS: Final = 5
FEWEST_USES: Final = 3  # statements of a hidden keyword that is looked for among the suggested terms


@dataclass(frozen=True, slots=True)
class Recovery:
    """What came back.

    Attributes:
        auc: mean area under the ROC curve; NaN if it could not be estimated.
        average_precision: mean over the same splits.
        spread: standard deviation of the area over the splits.
        chance: mean share of statements to be found, which is what average precision is by chance.
        in_top_20: share of hidden keywords (in FEWEST_USES statements or more) among the first 20 suggested terms.
        in_top_50: among the first 50.
        n_splits: splits with enough to find.
        n_statements: statements with any of the keywords.
        reason: why nothing was estimated; empty otherwise.
    """

    auc: float
    average_precision: float
    spread: float
    chance: float
    in_top_20: float
    in_top_50: float
    n_splits: int
    n_statements: int
    reason: str = ""


def estimate_recovery(
    space: StatementSpace,
    hits: pd.DataFrame,
    *,
    n_splits: int = 40,
    seed: int = 0,
    score: Callable[[StatementSpace, NDArray[np.bool_]], NDArray[np.float64]] = score_statements,
) -> Recovery:
    """Hide half of the keywords, many times.

    Args:
        space: of the corpus.
        hits: (n_statements) rows x a column per keyword, True where the statement holds it.
        n_splits: random halves tried.
        seed: of the halves.
        score: the ranking that is judged.
    """
    columns = [str(keyword) for keyword in hits.columns]
    held = np.asarray(hits.to_numpy(dtype=bool))
    used = np.flatnonzero(held.any(axis=0))
    held, columns = held[:, used], [columns[i] for i in used]
    n_statements = int(held.any(axis=1).sum())
    if n_statements < FEWEST_CAUGHT:
        reason = f"該当文が{FEWEST_CAUGHT}未満のため、再現率・区間の推定は行いません"
        return _nothing(n_statements, f"{reason}({n_statements}件)")
    random = np.random.default_rng(seed)
    splits = [_cut(held, random.permutation(len(columns))) for _ in range(n_splits)]
    usable = [s for s in splits if s is not None]
    if len(usable) < FEWEST_SPLITS:
        return _nothing(n_statements, "キーワードを半分に分けると確かめる文が足りません")
    figures = [_judge(space, known, to_find, score) for known, to_find, _ in usable]
    found = [_find_terms(space, known, held, columns, hidden) for known, _, hidden in usable]
    of_terms = np.array([pair for pairs in found for pair in pairs], dtype=float).reshape(-1, 2)
    auc, precision, chance = np.array(figures).T
    return Recovery(
        auc=float(auc.mean()),
        average_precision=float(precision.mean()),
        spread=float(auc.std(ddof=1)),
        chance=float(chance.mean()),
        in_top_20=float(of_terms[:, 0].mean()) if len(of_terms) else float("nan"),
        in_top_50=float(of_terms[:, 1].mean()) if len(of_terms) else float("nan"),
        n_splits=len(usable),
        n_statements=n_statements,
    )


def _nothing(n_statements: int, reason: str) -> Recovery:
    nan = float("nan")
    return Recovery(nan, nan, nan, nan, nan, nan, 0, n_statements, reason)


def _cut(
    held: NDArray[np.bool_], order: NDArray[np.int64]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.int64]] | None:
    middle = len(order) // 2
    known = np.asarray(held[:, order[:middle]].any(axis=1))
    to_find = np.asarray(held[:, order[middle:]].any(axis=1)) & ~known
    if known.sum() < FEWEST_TO_FIND or to_find.sum() < FEWEST_TO_FIND:
        return None
    return known, to_find, order[middle:]


def _judge(
    space: StatementSpace,
    known: NDArray[np.bool_],
    to_find: NDArray[np.bool_],
    score: Callable[[StatementSpace, NDArray[np.bool_]], NDArray[np.float64]],
) -> tuple[float, float, float]:
    scores = score(space, known)[~known]
    wanted = to_find[~known]
    return (
        float(roc_auc_score(wanted, scores)),
        float(average_precision_score(wanted, scores)),
        float(wanted.mean()),
    )


def _find_terms(
    space: StatementSpace,
    known: NDArray[np.bool_],
    held: NDArray[np.bool_],
    columns: Sequence[str],
    hidden: NDArray[np.int64],
) -> list[tuple[bool, bool]]:
    if known.sum() < FEWEST_CAUGHT:
        return []
    in_vocabulary = set(space.matrix.terms)
    wanted = [columns[i] for i in hidden if columns[i] in in_vocabulary and held[:, i].sum() >= FEWEST_USES]
    if not wanted:
        return []
    given = [column for i, column in enumerate(columns) if i not in set(hidden.tolist())]
    suggested = suggest_terms(space, known, known=given)
    rank_of = dict(zip(suggested["term"], suggested["rank"], strict=True))
    return [(rank_of.get(term, 99) <= 20, rank_of.get(term, 99) <= 50) for term in wanted]  # noqa: PLR2004 - as named
