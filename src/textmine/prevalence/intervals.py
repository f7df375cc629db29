"""Intervals for a share: Wilson for one form, Clopper and Pearson, Korn and Graubard for clusters.

- Wilson, E. B. (1927) Journal of the American Statistical Association 22:209-212. Chosen for a single form because its
  coverage stays near nominal for few statements and rare themes (Brown, Cai and DasGupta 2001, Statistical Science
  16:101-133), and because it is defined at zero.
- Clopper, C. J. and Pearson, E. S. (1934) Biometrika 26:404-413.
- Korn, E. L. and Graubard, B. I. (1998) Survey Methodology 24:193-201: Clopper-Pearson on the effective sample size,
  which is the number of statements over the design effect, with t on (clusters - 1) degrees of freedom.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import special

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

LEVEL: Final = 0.95  # nominal coverage of every interval
MINIMUM_CLUSTERS: Final = 3  # with fewer, a variance between clusters is a guess


@dataclass(frozen=True, slots=True)
class ClusteredShare:
    """A share of statements whose clusters (wards) hang together."""

    n_present: int
    n_statements: int
    n_clusters: int
    share: float
    low: float  # nan with fewer than MINIMUM_CLUSTERS clusters
    high: float
    design_effect: float  # as used: estimated, and never below 1
    intraclass_correlation: float  # estimated by analysis of variance; nan where it cannot be


def wilson_interval(
    n_present: ArrayLike, n_statements: ArrayLike, *, level: float = LEVEL
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the lower and upper Wilson limit; nan where there is no statement."""
    present = np.asarray(n_present, dtype=float)
    n = np.asarray(n_statements, dtype=float)
    z = special.ndtri(0.5 + level / 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = present / n
        centre = (share + z**2 / (2 * n)) / (1 + z**2 / n)
        half = z * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    # At 0 and 1 the formula gives the bound up to rounding: it is written exactly.
    low = np.where(present == 0, 0.0, np.clip(centre - half, 0, 1))
    high = np.where(present == n, 1.0, np.clip(centre + half, 0, 1))
    return np.where(n > 0, low, np.nan), np.where(n > 0, high, np.nan)


def clopper_pearson_interval(n_present: float, n_statements: float, *, level: float = LEVEL) -> tuple[float, float]:
    """Give the exact limits; counts may be fractions (effective sizes)."""
    tail = (1 - level) / 2
    rest = n_statements - n_present
    low = float(special.betaincinv(n_present, rest + 1, tail)) if n_present > 0 else 0.0
    high = float(special.betaincinv(n_present + 1, rest, 1 - tail)) if rest > 0 else 1.0
    return low, high


def korn_graubard(
    present: ArrayLike, n: ArrayLike, *, level: float = LEVEL, smallest_effect: float = 1.0
) -> ClusteredShare:
    """Estimate a share from counts per cluster.

    Args:
        present: statements with the theme, per cluster.
        n: statements, per cluster; clusters without any do not count.
        level: nominal coverage.
        smallest_effect: floor of the design effect: 1 for statements; for characters the characters of a statement,
            since they come and go with it.
    """
    sizes = np.asarray(n, dtype=float)
    hits = np.asarray(present, dtype=float)[sizes > 0]
    sizes = sizes[sizes > 0]
    total, n_clusters = float(sizes.sum()), len(sizes)
    share = float(hits.sum()) / total if total else np.nan
    effect = max(design_effect(hits, sizes), smallest_effect)
    low, high = np.nan, np.nan
    if n_clusters >= MINIMUM_CLUSTERS:
        tail = 0.5 + level / 2
        widening = (special.stdtrit(n_clusters - 1, tail) / special.stdtrit(max(total - 1, 1), tail)) ** 2
        effective = total / (effect * max(widening, 1.0))
        low, high = clopper_pearson_interval(float(share * effective), float(effective), level=level)
    return ClusteredShare(
        int(hits.sum()), int(total), n_clusters, share, low, high, effect, intraclass_correlation(hits, sizes)
    )


def design_effect(present: NDArray[np.float64], n: NDArray[np.float64]) -> float:
    """Give the variance of the share between clusters over that of a simple sample; never below 1.

    The variance is that of a ratio with clusters drawn with replacement (Cochran 1977, Sampling Techniques, 3rd ed.,
    section 11.8). At shares of 0 and 1 nothing can be estimated and 1 is given.
    """
    total, clusters = n.sum(), len(n)
    share = present.sum() / total if total else 0.0
    if clusters < 2 or share in (0.0, 1.0):  # noqa: PLR2004 - a variance takes two
        return 1.0
    residual = present - share * n
    variance = clusters / (clusters - 1) * float(residual @ residual) / total**2
    return max(1.0, float(variance * total / (share * (1 - share))))


def intraclass_correlation(present: NDArray[np.float64], n: NDArray[np.float64]) -> float:
    """Estimate how alike statements of one cluster are, by analysis of variance; may be slightly negative.

    Donner, A. (1986) International Statistical Review 54:67-82. nan if no cluster has two statements, with fewer than
    two clusters, or when all statements agree.
    """
    total, clusters = n.sum(), len(n)
    if clusters < 2 or total <= clusters:  # noqa: PLR2004 - a variance takes two
        return np.nan
    shares = present / n
    mean = present.sum() / total
    between = float(n @ (shares - mean) ** 2) / (clusters - 1)
    within = float(n @ (shares * (1 - shares))) / (total - clusters)
    typical = (total - float(n @ n) / total) / (clusters - 1)
    below = between + (typical - 1) * within
    return float((between - within) / below) if below > 0 else np.nan
