"""A logit with wards, a trend of years and cells, integrated: counts in, a posterior of every cell's share out.

Model: present[c] ~ Binomial(n[c], q[c]);  q = (1 - specificity) + (sensitivity + specificity - 1) * share;
logit share[c] = intercept + slope * time[c] + ward[w(c)] + cell[c];  ward ~ N(0, sd_ward), cell ~ N(0, sd_cell).

The two standard deviations are integrated over a grid with the Laplace approximation at each point: nested Laplace
approximation (Rue, Martino and Chopin 2009, Journal of the Royal Statistical Society B 71:319-392) in place of the
plug-in of EM, which treats the estimated deviations as known and so gives intervals that are too short when a theme
is rare. Their priors are half normal with scales 0.6 and 0.3 on the logit scale: weakly informative, they say that
wards rarely differ from the city by more than a factor of four in odds, and the years of one ward by less (Gelman
2006, Bayesian Analysis 1:515-533).

Normals stand at means, not modes (`scoring`). Nothing is random here: the same counts give the same numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import special

from textmine.prevalence.scoring import CodingError, Counts, Fit, fit_points

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_SD_WARD: Final = np.array([0.05, 0.15, 0.28, 0.42, 0.6, 0.85, 1.2, 1.7])
_SD_CELL: Final = np.array([0.03, 0.1, 0.2, 0.32, 0.48, 0.7, 1.0])
_SCALE_WARD: Final = 0.6
_SCALE_CELL: Final = 0.3
_WORTH_FITTING: Final = 1e-2  # of the largest weight
_WORTH_KEEPING: Final = 1e-5
_HALVINGS: Final = 26  # of a range of some 30 logits: to 1e-6


@dataclass(frozen=True, slots=True)
class Mixture:
    """A posterior as a weighted mixture of normals on the logit scale."""

    mean: Floats  # (n_parts, n_cells)
    sd: Floats  # (n_parts, n_cells)
    weight: Floats  # (n_parts,), sums to 1

    def quantile(self, probability: float) -> Floats:
        """Give the quantile of every cell's share (n_cells,)."""
        return np.asarray(special.expit(self.quantile_logit(probability)))

    def quantile_logit(self, probability: float) -> Floats:
        """Give the quantile on the logit scale (n_cells,), by bisection."""
        low = (self.mean - 9 * self.sd).min(axis=0)
        high = (self.mean + 9 * self.sd).max(axis=0)
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            below = self.weight @ special.ndtr((middle - self.mean) / self.sd) < probability
            low, high = np.where(below, middle, low), np.where(below, high, middle)
        return np.asarray((low + high) / 2)

    def share(self) -> Floats:
        """Give the mean of every cell's share (n_cells,), by Gauss-Hermite quadrature."""
        nodes, weights = np.polynomial.hermite_e.hermegauss(15)
        values = special.expit(self.mean[..., None] + self.sd[..., None] * nodes)
        return np.asarray(self.weight @ (values @ (weights / weights.sum())))


@dataclass(frozen=True, slots=True)
class Posterior:
    """What the counts say of every cell and of the model's parts."""

    cells: Mixture
    wards: Mixture  # ward effects, logits
    slope: Mixture  # (n_parts, 1): per year, logits
    sd_ward: float  # posterior mean
    sd_cell: float


PERFECT: Final = CodingError(np.ones(1), np.ones(1))


def fit_posterior(counts: Counts, error: CodingError = PERFECT) -> Posterior:
    """Fit the model to the counts; draws of the coding error are weighted alike (method of composition)."""
    design, scale = _design(counts)
    grid = _grid()
    start = np.full((1, len(counts.n)), special.logit((counts.present.sum() + 0.5) / (counts.n.sum() + 1)))
    if len(error.sensitivity) > 1:  # look for the part of the grid that matters at the mean error, to save time
        mean = CodingError(error.sensitivity.mean(keepdims=True), error.specificity.mean(keepdims=True))
        fit, weight = _fitted(counts, design, grid, mean, start)
        worth = weight > weight.max() * _WORTH_FITTING
        grid, start = grid[:, worth], fit.logit[worth]
    fit, weight = _fitted(counts, design, grid, error, start)
    kept = weight > weight.max() * _WORTH_KEEPING
    weight = weight[kept] / weight[kept].sum()
    sd_ward, sd_cell = np.repeat(grid[:2], len(error.sensitivity), axis=1)[:, kept]
    effects, spread = fit.effects[kept], np.sqrt(fit.effect_variances[kept])
    return Posterior(
        Mixture(fit.logit[kept], np.sqrt(fit.variance[kept]), weight),
        Mixture(effects[:, 2:], spread[:, 2:], weight),
        Mixture(effects[:, 1:2] / scale, spread[:, 1:2] / scale, weight),
        float(weight @ sd_ward),
        float(weight @ sd_cell),
    )


def _grid() -> Floats:
    """Give sd of wards, sd of cells and log prior mass of every point (3, n_points)."""
    ward, cell = (axis.ravel() for axis in np.meshgrid(_SD_WARD, _SD_CELL, indexing="ij"))
    mass = np.outer(np.gradient(_SD_WARD), np.gradient(_SD_CELL)).ravel()
    return np.stack([ward, cell, np.log(mass) - 0.5 * (ward / _SCALE_WARD) ** 2 - 0.5 * (cell / _SCALE_CELL) ** 2])


def _fitted(counts: Counts, design: Floats, grid: Floats, error: CodingError, start: Floats) -> tuple[Fit, Floats]:
    """Fit every point of the grid with every draw of the error; give weights that sum to 1, every draw alike.

    `start` is a logit for every cell, for each point or for all alike.
    """
    n_draws = len(error.sensitivity)
    sd_ward, sd_cell, prior = np.repeat(grid, n_draws, axis=1)
    n_points = grid.shape[1]
    known = CodingError(np.tile(error.sensitivity, n_points)[:, None], np.tile(error.specificity, n_points)[:, None])
    first = np.repeat(np.broadcast_to(start, (n_points, start.shape[1])), n_draws, axis=0)
    fit = fit_points(counts, design, (sd_ward, sd_cell), known, first)
    score = (fit.evidence + prior).reshape(n_points, n_draws)
    weight = np.exp(score - score.max(axis=0))
    return fit, (weight / weight.sum(axis=0) / n_draws).ravel()


def _design(counts: Counts) -> tuple[Floats, float]:
    """Give intercept, time in standard deviations and wards (n_cells, 2 + n_wards), and the deviation in years."""
    centred = counts.time - counts.time.mean() if len(counts.time) else counts.time
    scale = float(centred.std()) or 1.0
    wards = np.eye(counts.n_wards)[counts.ward]
    return np.column_stack([np.ones_like(centred), centred / scale, wards]), scale
