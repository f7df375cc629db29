"""Coding and gold -> how well each theme is measured; intervals know that statements of one form hang together.

Precision, recall and specificity are ratios over clusters (forms): variance by linearisation, design effect of at
least 1, Wilson's interval at the effective number with Student's t for the number of forms (after E. L. Korn, B. I.
Graubard, Survey Methodology 24 (1998) 193-201). F1 has a percentile interval from drawing whole forms again, which
is approximate. A theme is validated only by enough gold and by lower bounds that exclude a poor measure; everything
else is marked.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
from scipy import stats

from textmine.themes.agreement import Estimate, wilson_interval

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from textmine.documents import Statement
    from textmine.themes.coder import ThemeCoding
    from textmine.themes.gold import GoldStatement, MatchedGold

UNVALIDATED_MARK: Final = "未検証"
FEWEST_POSITIVES: Final = 20  # gold statements with the theme: fewer leave recall too uncertain
LOWEST_BOUND: Final = 0.60  # of precision and recall: below, two in five mentions may be false or missed
N_DRAWS: Final = 2000
VALIDITY_COLUMNS: Final = (
    "theme",
    "part",
    "n_forms",
    "n_gold",
    "n_positive",
    "tp",
    "fp",
    "fn",
    "tn",
    "precision",
    "precision_low",
    "precision_high",
    "recall",
    "recall_low",
    "recall_high",
    "f1",
    "f1_low",
    "f1_high",
    "specificity",
    "specificity_low",
    "specificity_high",
    "validated",
    "reason",
    "rules_hash",
)


def estimate_validity(
    coding: ThemeCoding,
    matched: MatchedGold,
    *,
    seed: int,
    opened_with: str | None = None,
) -> pd.DataFrame:
    """Measure each theme on the gold, development and test part apart: VALIDITY_COLUMNS, themes in their order.

    Args:
        coding: the rules' work (apply overrides afterwards: they are no measure of the rules).
        matched: gold statements with the ids of the statements they are.
        seed: for the draws behind the intervals of F1.
        opened_with: hash of the rules that the test part was opened with; a different one now voids its validation.
    """
    parts = sorted({row.part for _, row in matched.pairs})
    tables = [_part_table(coding, matched.pairs, part, seed, opened_with) for part in parts]
    if not tables:
        rows = [_empty_row(theme, coding.rules_hash) for theme in coding.theme_ids]
        return pd.DataFrame(rows, columns=list(VALIDITY_COLUMNS))
    return pd.concat(tables, ignore_index=True)


def marks_of(validity: pd.DataFrame) -> dict[str, str]:
    """Give theme -> 未検証, or nothing where a part of the gold validates it (the test part, where there is one)."""
    part = "test" if (validity["part"] == "test").any() else "development"
    deciding = validity[(validity["part"] == part) | (validity["part"] == "")]
    return {
        str(theme): "" if validated else UNVALIDATED_MARK
        for theme, validated in zip(deciding["theme"], deciding["validated"], strict=True)
    }


def micro_f1(validity: pd.DataFrame, part: str = "development") -> float:
    """Compute F1 over all statement × theme decisions of one part; NaN without any positive."""
    rows = validity[validity["part"] == part]
    hits = 2 * float(rows["tp"].sum())
    total = hits + float(rows["fp"].sum()) + float(rows["fn"].sum())
    return hits / total if total else math.nan


def gold_frame(statements: Sequence[Statement], matched: MatchedGold, theme_ids: Sequence[str]) -> pd.DataFrame:
    """Give the gold as a table of booleans in the statements' order: index statement_id, a column per theme."""
    coded: Mapping[str, GoldStatement] = dict(matched.pairs)
    ids = [one.statement_id for one in statements if one.statement_id in coded]
    values = [[theme in coded[i].themes for theme in theme_ids] for i in ids]
    index = pd.Index(ids, name="statement_id", dtype=object)
    return pd.DataFrame(np.array(values, dtype=bool).reshape(len(ids), len(theme_ids)), index, list(theme_ids))


def _part_table(
    coding: ThemeCoding,
    pairs: Sequence[tuple[str, GoldStatement]],
    part: str,
    seed: int,
    opened_with: str | None,
) -> pd.DataFrame:
    row_of = {statement_id: row for row, statement_id in enumerate(coding.statement_ids)}
    chosen = [(row_of[i], gold) for i, gold in pairs if gold.part == part and i in row_of]
    forms, form_of = np.unique([gold.document for _, gold in chosen], return_inverse=True)
    weights = np.array([gold.weight for _, gold in chosen])
    is_void = part == "test" and opened_with is not None and opened_with != coding.rules_hash
    rows = []
    for column, theme in enumerate(coding.theme_ids):
        found = coding.present[[row for row, _ in chosen], column]
        true = np.array([theme in gold.themes for _, gold in chosen], dtype=bool)
        cells = _Cells(found, true, weights, form_of, len(forms))
        rows.append(
            (theme, part, *cells.measures(np.random.default_rng([seed, column])), *_verdict(cells, is_void), "")
        )
    table = pd.DataFrame(rows, columns=list(VALIDITY_COLUMNS))
    table["rules_hash"] = coding.rules_hash
    return table


class _Cells:
    """The four cells of one theme, by form and weighted."""

    def __init__(
        self,
        found: NDArray[np.bool_],
        true: NDArray[np.bool_],
        weights: NDArray[np.float64],
        form_of: NDArray[np.int64],
        n_forms: int,
    ) -> None:
        self.n_forms = n_forms
        self.n_positive = int(true.sum())
        self.counts = [int(np.sum(cell)) for cell in _four(found, true)]
        self._by_form = np.stack(  # (4, n_forms): tp, fp, fn, tn
            [np.bincount(form_of, weights=weights * cell, minlength=n_forms) for cell in _four(found, true)]
        )
        self._squares = [float(np.sum(weights[cell] ** 2)) for cell in _four(found, true)]
        self.precision = self._share(0, 1)
        self.recall = self._share(0, 2)
        self.specificity = self._share(3, 1)

    def measures(self, random: np.random.Generator) -> tuple[float, ...]:
        """Give the columns from n_forms to specificity_high."""
        f1 = self._f1(random)
        return (
            self.n_forms,
            sum(self.counts),
            self.n_positive,
            *self.counts,
            *self.precision,
            *self.recall,
            *f1,
            *self.specificity,
        )

    def _share(self, hit: int, miss: int) -> Estimate:
        hits, totals = self._by_form[hit], self._by_form[hit] + self._by_form[miss]
        n = float(totals.sum())
        if n == 0:
            return Estimate(math.nan, math.nan, math.nan)
        kish = n**2 / (self._squares[hit] + self._squares[miss])  # statements that weigh alike would be as good
        return cluster_share(hits * kish / n, totals * kish / n)

    def _f1(self, random: np.random.Generator) -> Estimate:
        totals = self._by_form.sum(axis=1)
        value = _f1_of(totals)
        if self.n_forms < 2 or math.isnan(value):  # noqa: PLR2004 - one form cannot be drawn again
            return Estimate(value, math.nan, math.nan)
        drawn = random.multinomial(self.n_forms, np.full(self.n_forms, 1 / self.n_forms), size=N_DRAWS)
        values = np.array([_f1_of(cells) for cells in drawn @ self._by_form.T])
        low, high = np.nanpercentile(values, [2.5, 97.5])
        return Estimate(value, float(low), float(high))


def cluster_share(hits: NDArray[np.float64], totals: NDArray[np.float64]) -> Estimate:
    """Estimate a share whose statements come in clusters.

    Args:
        hits: per cluster.
        totals: per cluster; clusters without any are left out.
    """
    hits, totals = hits[totals > 0], totals[totals > 0]
    n, n_clusters = float(totals.sum()), len(totals)
    share = float(hits.sum()) / n
    if n_clusters < 2:  # noqa: PLR2004 - how clusters differ cannot be seen in one
        return wilson_interval(share, n)
    variance = n_clusters / (n_clusters - 1) * float(np.sum((hits - share * totals) ** 2)) / n**2
    independent = share * (1 - share) / n
    effect = max(1.0, variance / independent) if independent > 0 else 1.0
    return wilson_interval(share, n / effect, float(stats.t.ppf(0.975, n_clusters - 1)))


def _four(found: NDArray[np.bool_], true: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], ...]:
    return (found & true, found & ~true, ~found & true, ~found & ~true)


def _f1_of(cells: NDArray[np.float64]) -> float:
    tp, fp, fn = cells[0], cells[1], cells[2]
    total = 2 * tp + fp + fn
    return float(2 * tp / total) if total else math.nan


def _verdict(cells: _Cells, is_void: bool) -> tuple[bool, str]:  # noqa: FBT001 - one of two states, named
    reasons = []
    if is_void:
        reasons.append("検証用の手本を開いたあとに規則が変わりました")
    if cells.n_positive < FEWEST_POSITIVES:
        reasons.append(f"手本にこの主題の文が {cells.n_positive} 件しかありません({FEWEST_POSITIVES} 件から)")
    for name, estimate in (("適合率", cells.precision), ("再現率", cells.recall)):
        if not estimate.low >= LOWEST_BOUND:
            shown = (
                "計算できません" if math.isnan(estimate.low) else f"{estimate.low:.2f} です({LOWEST_BOUND:.2f} から)"
            )
            reasons.append(f"{name}の下限が{'' if math.isnan(estimate.low) else ' '}{shown}")
    return not reasons, "。".join(reasons)


def _empty_row(theme: str, rules_hash: str) -> tuple[object, ...]:
    return (theme, "", 0, 0, 0, 0, 0, 0, 0, *([math.nan] * 12), False, "手本がありません", rules_hash)
