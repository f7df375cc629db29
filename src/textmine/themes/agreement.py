"""Two coders' sheets -> how far they agree, theme by theme, and where they do not.

Cohen's kappa: J. Cohen, Educational and Psychological Measurement 20 (1960) 37-46; its standard error: J. L. Fleiss,
J. Cohen, B. S. Everitt, Psychological Bulletin 72 (1969) 323-327. Krippendorff's alpha for nominal data: K.
Krippendorff, Computing Krippendorff's Alpha-Reliability (2011); its interval by leaving out one statement at a time
(jackknife). Per cent: interval of E. B. Wilson (1927). All three take statements as independent; statements of one
form are not quite, so the intervals are, if anything, too narrow.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pandas as pd
from scipy import stats

if TYPE_CHECKING:
    from numpy.typing import NDArray

AGREEMENT_COLUMNS: Final = (
    "theme",
    "n",
    "n_both_yes",
    "n_only_first",
    "n_only_second",
    "n_both_no",
    "agreement",
    "agreement_low",
    "agreement_high",
    "kappa",
    "kappa_low",
    "kappa_high",
    "alpha",
    "alpha_low",
    "alpha_high",
)
DISAGREEMENT_COLUMNS: Final = ("statement_id", "theme", "first", "second")
_Z: Final = float(stats.norm.ppf(0.975))


class Estimate(NamedTuple):
    """A value with its 95 % interval; NaN where the data cannot carry it."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement per theme (AGREEMENT_COLUMNS) and the list of disagreements (DISAGREEMENT_COLUMNS)."""

    table: pd.DataFrame
    disagreements: pd.DataFrame
    n_only_one_coded: int  # statement × theme cells that just one of the two filled in; left out


def compare_coders(first: pd.DataFrame, second: pd.DataFrame) -> Agreement:
    """Compare two sheets: index statement_id, a column per theme, cells 1, 0 or NaN (not coded).

    Statements and themes that only one sheet has are left out.
    """
    rows = [row for row in first.index if row in second.index]
    themes = [theme for theme in first.columns if theme in second.columns]
    table, differences, n_only_one = [], [], 0
    for theme in themes:
        pair = np.array([first.loc[rows, theme], second.loc[rows, theme]], dtype=np.float64)
        coded = ~(np.isnan(pair[0]) | np.isnan(pair[1]))
        n_only_one += int((np.isnan(pair).sum(axis=0) == 1).sum())
        a, b = pair[0, coded] > 0, pair[1, coded] > 0
        table.append((theme, *_row(a, b)))
        ids = [row for row, is_coded in zip(rows, coded, strict=True) if is_coded]
        differences += [(i, theme, int(x), int(y)) for i, x, y in zip(ids, a, b, strict=True) if x != y]
    return Agreement(
        pd.DataFrame(table, columns=list(AGREEMENT_COLUMNS)),
        pd.DataFrame(differences, columns=list(DISAGREEMENT_COLUMNS)),
        n_only_one,
    )


def _row(first: NDArray[np.bool_], second: NDArray[np.bool_]) -> tuple[float, ...]:
    cells = np.array(
        [[np.sum(first & second), np.sum(first & ~second)], [np.sum(~first & second), np.sum(~first & ~second)]]
    )
    values = np.stack([first, second]).astype(np.int64)
    return (
        len(first),
        *(int(cell) for cell in cells.ravel()),
        *estimate_share(int(np.trace(cells)), len(first)),
        *estimate_kappa(cells),
        *estimate_alpha(values),
    )


def estimate_share(n_yes: int, n: float, critical: float = _Z) -> Estimate:
    """Estimate a share with Wilson's interval; `n` may be an effective number, then `n_yes` is scaled with it."""
    if n <= 0:
        return Estimate(math.nan, math.nan, math.nan)
    return wilson_interval(n_yes / n, n, critical)


def wilson_interval(share: float, n: float, critical: float = _Z) -> Estimate:
    """Give Wilson's interval of a share out of (effectively) n."""
    square = critical**2
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = critical * math.sqrt(share * (1 - share) / n + square / (4 * n**2)) / (1 + square / n)
    return Estimate(share, max(0.0, middle - half), min(1.0, middle + half))


def estimate_kappa(table: NDArray[np.int64]) -> Estimate:
    """Estimate Cohen's kappa from a square table of counts (rows: first coder, columns: second).

    NaN where both coders used one and the same category only: there is no agreement beyond chance to speak of.
    """
    n = table.sum()
    if n == 0:
        return Estimate(math.nan, math.nan, math.nan)
    p = table / n
    rows, columns = p.sum(axis=1), p.sum(axis=0)
    observed, expected = float(np.trace(p)), float(rows @ columns)
    if math.isclose(expected, 1.0):
        return Estimate(math.nan, math.nan, math.nan)
    kappa = (observed - expected) / (1 - expected)
    error = _kappa_error(p, rows, columns, kappa, expected) / math.sqrt(n)
    return Estimate(kappa, max(-1.0, kappa - _Z * error), min(1.0, kappa + _Z * error))


def _kappa_error(
    p: NDArray[np.float64],
    rows: NDArray[np.float64],
    columns: NDArray[np.float64],
    kappa: float,
    expected: float,
) -> float:
    """Give the standard error of kappa times the root of n (Fleiss, Cohen, Everitt 1969, formula 13)."""
    both = rows[None, :] + columns[:, None]  # [i, j]: column total of i and row total of j
    diagonal = float(np.sum(np.diag(p) * (1 - (rows + columns) * (1 - kappa)) ** 2))
    beside = float(np.sum(p * both**2) - np.sum(np.diag(p) * (rows + columns) ** 2)) * (1 - kappa) ** 2
    shift = (kappa - expected * (1 - kappa)) ** 2
    return math.sqrt(max(diagonal + beside - shift, 0.0)) / (1 - expected)


def estimate_alpha(values: NDArray[np.int64]) -> Estimate:
    """Estimate Krippendorff's alpha for nominal data.

    Args:
        values: (n_coders, n_units) of category numbers from 0; -1 is missing.
    """
    alpha = krippendorff_alpha(values)
    n = values.shape[1]
    if math.isnan(alpha) or n < 3:  # noqa: PLR2004 - a variance needs some units
        return Estimate(alpha, math.nan, math.nan)
    left_out = np.array([krippendorff_alpha(np.delete(values, unit, axis=1)) for unit in range(n)])
    left_out = left_out[~np.isnan(left_out)]
    spread = math.sqrt((n - 1) / n * float(np.sum((left_out - left_out.mean()) ** 2)))
    half = float(stats.t.ppf(0.975, n - 1)) * spread
    return Estimate(alpha, max(-1.0, alpha - half), min(1.0, alpha + half))


def krippendorff_alpha(values: NDArray[np.int64]) -> float:
    """Compute Krippendorff's alpha for nominal data; NaN without variation or without pairs."""
    categories = np.unique(values[values >= 0])
    counts = np.stack([(values == category).sum(axis=0) for category in categories]) if len(categories) else None
    if counts is None:
        return math.nan
    paired = counts[:, counts.sum(axis=0) >= 2]  # noqa: PLR2004 - a unit that one coder coded says nothing
    per_unit = paired.sum(axis=0)
    totals = paired.sum(axis=1)
    n = int(per_unit.sum())
    expected = n**2 - int(np.sum(totals**2))
    if expected == 0:
        return math.nan
    observed = float(np.sum((per_unit**2 - np.sum(paired**2, axis=0)) / (per_unit - 1)))
    return 1 - (n - 1) * observed / expected
