"""Tests that keep their level when statements hang together: whole blocks change sides, never single statements.

A ward (or, for one ward, a year) is a block; under no difference its difference is as likely with the other sign. All
2^blocks sign patterns are tried up to 20 blocks, a fixed sample of them beyond: nothing is random between runs. Chi-
square tests over pooled statements reject a true null in up to half of all studies of this kind (18 wards, 40
statements, intraclass correlation 0.2); sign flips of wards stay at their level.

- Winkler, Ridgway, Webster, Smith and Nichols (2014) NeuroImage 92:381-397, for sign flips under symmetric errors.
- Mantel and Haenszel (1959) Journal of the National Cancer Institute 22:719-748, for the weights n1 n2 / (n1 + n2).
- Benjamini and Hochberg (1995) Journal of the Royal Statistical Society B 57:289-300, for q over themes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

MINIMUM_BLOCKS: Final = 6  # with 5 blocks the smallest possible p is 2 / 2^5 = 0.0625
_EXACT_BLOCKS: Final = 20
_N_SAMPLED: Final = 99_999
_CHUNK: Final = 1 << 15
_SLACK: Final = 1e-9  # ties count as at least as far out


def sign_flip_p(differences: Floats, *, seed: int = 0) -> Floats:
    """Give the two-sided p of no difference for each column.

    Args:
        differences: (n_blocks, n_tests), weighted differences of the blocks; zeros for blocks without data.
        seed: of the sample of sign patterns, used with more than 20 blocks only.
    """
    n_blocks, n_tests = differences.shape
    observed = np.abs(differences.sum(axis=0))
    bar = observed - _SLACK * np.maximum(1.0, observed)
    if n_blocks <= _EXACT_BLOCKS:
        # one block keeps its sign: the other half mirrors this one
        n_patterns = 1 << max(n_blocks - 1, 0)
        return np.asarray(_at_least(differences, bar, n_patterns) / n_patterns)
    signs = np.random.default_rng(seed).integers(0, 2, size=(_N_SAMPLED, n_blocks)) * 2 - 1
    reached = np.zeros(n_tests)
    for start in range(0, _N_SAMPLED, _CHUNK):
        reached += (np.abs(signs[start : start + _CHUNK] @ differences) >= bar).sum(axis=0)
    return (reached + 1) / (_N_SAMPLED + 1)


def _at_least(differences: Floats, bar: Floats, n_patterns: int) -> Floats:
    """Count the sign patterns whose sum is at least as far from zero as the observed one."""
    bits = np.arange(len(differences))
    reached = np.zeros(len(bar))
    for start in range(0, n_patterns, _CHUNK):
        patterns = np.arange(start, min(start + _CHUNK, n_patterns))
        signs = 1.0 - 2.0 * ((patterns[:, None] >> bits) & 1)
        reached += (np.abs(signs @ differences) >= bar).sum(axis=0)
    return reached


def benjamini_hochberg(p: Floats) -> Floats:
    """Give q for each p: the false discovery rate at which it would just be called; nan stays nan, uncounted."""
    q = np.full(len(p), np.nan)
    told = np.flatnonzero(np.isfinite(p))
    order = told[np.argsort(p[told], kind="stable")]
    scaled = p[order] * len(order) / np.arange(1, len(order) + 1)
    q[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return q
