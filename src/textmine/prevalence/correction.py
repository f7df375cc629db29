"""Shares corrected for coding error, from an audit of flagged and unflagged statements, beside the raw ones.

An audit is a sample of coded statements that somebody read again: which were flagged, which truly have the theme, and
with what probability each came into the sample. From it follow how often a flag is right and how often a missing flag
is wrong, and with the share of flags in the corpus sensitivity and specificity. Cells are corrected by putting draws
of both into the hierarchical model (method of composition: Tanner 1996, Tools for Statistical Inference, 3rd ed.,
section 3.3); the whole is checked by prediction-powered inference, the share of flags plus the mean error seen in the
audit (Angelopoulos, Bates, Fannjiang, Jordan and Zrnic 2023, Science 382:669-674). For an audit drawn by flag this is
the same number as that of Rogan and Gladen (1978, American Journal of Epidemiology 107:71-76).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
from scipy import special

from textmine.prevalence.hierarchical import HIERARCHICAL_COLUMNS, estimate_hierarchical
from textmine.prevalence.intervals import LEVEL
from textmine.prevalence.scoring import CodingError

if TYPE_CHECKING:
    from numpy.typing import NDArray

AUDIT_COLUMNS: Final = ("statement_id", "theme", "flagged", "truth", "inclusion_probability")
ERROR_COLUMNS: Final = (
    "theme",
    "n_flagged",
    "n_unflagged",
    "audited_flagged",
    "audited_unflagged",
    "precision",
    "miss_rate",
    "sensitivity",
    "sensitivity_low",
    "sensitivity_high",
    "specificity",
    "specificity_low",
    "specificity_high",
    "raw_share",
    "prediction_powered",
    "prediction_powered_low",
    "prediction_powered_high",
    "estimable",
    "reason",
)
LABEL: Final = "符号化の誤りを標本検査で補正"
LEAST_GAIN: Final = 1.05  # sensitivity + specificity; at 1 the flags say nothing, and near it the correction explodes
LEAST_AUDITED: Final = 20  # statements on either side
N_DRAWS: Final = 40
_FINE: Final = 4000  # draws for limits that need no model


@dataclass(frozen=True, slots=True)
class CorrectedEstimates:
    """Corrected cells, and the coding error of each theme with its check."""

    cells: pd.DataFrame  # HIERARCHICAL_COLUMNS
    errors: pd.DataFrame  # ERROR_COLUMNS


def correct_prevalence(
    prevalence: pd.DataFrame, coding: pd.DataFrame, audit: pd.DataFrame, *, seed: int, level: float = LEVEL
) -> CorrectedEstimates:
    """Correct every cell for the coding error that the audit shows.

    Args:
        prevalence: rows of PREVALENCE_COLUMNS made from this coding.
        coding: bool, index statement_id, a column per theme.
        audit: AUDIT_COLUMNS; a row per statement and theme that was read again.
        seed: of the draws of the coding error.
        level: nominal coverage.

    Returns:
        Cells like those of `estimate_hierarchical`, with raw shares beside; themes whose audit cannot
        carry it have `estimable` False and the reason in words.
    """
    judged, draws = [], {}
    for number, theme in enumerate(dict.fromkeys(prevalence["theme"])):
        row, error = _error(str(theme), coding, audit, np.random.default_rng([seed, number]), level)
        judged.append(row)
        if error is not None:
            draws[str(theme)] = error
    errors = pd.DataFrame(judged, columns=list(ERROR_COLUMNS))
    corrected = estimate_hierarchical(prevalence[prevalence["theme"].isin(draws)], level=level, errors=draws).cells
    refused = estimate_hierarchical(prevalence[~prevalence["theme"].isin(draws)].assign(n_statements=0)).cells
    refused = refused.assign(
        n_statements=prevalence["n_statements"].reindex(refused.index),
        reason=refused["theme"].map(dict(zip(errors["theme"], errors["reason"], strict=True))),
    )
    parts = [part for part in (corrected, refused) if len(part)] or [corrected]
    cells = pd.concat(parts).loc[prevalence.index].assign(label=LABEL)
    return CorrectedEstimates(cells[list(HIERARCHICAL_COLUMNS)], errors)


def tabulate_audit(coding: pd.DataFrame, truth: pd.DataFrame, chances: pd.Series) -> pd.DataFrame:
    """Set what hand coding found beside what the rules found: AUDIT_COLUMNS, a row per drawn statement and theme.

    Args:
        coding: bool, index statement_id, a column per theme: what the rules found, in all statements.
        truth: bool, index statement_id, a column per theme: what hand coding found, in the drawn statements.
        chances: index statement_id: the probability with which each drawn statement came into the sample.
    """
    themes = [theme for theme in coding.columns if theme in truth.columns]
    drawn = [name for name in truth.index if name in coding.index]
    parts = [pd.DataFrame(columns=list(AUDIT_COLUMNS))]
    parts += [
        pd.DataFrame(
            {
                "statement_id": drawn,
                "theme": theme,
                "flagged": coding.loc[drawn, theme].to_numpy(dtype=bool),
                "truth": truth.loc[drawn, theme].to_numpy(dtype=bool),
                "inclusion_probability": chances.loc[drawn].to_numpy(dtype=float),
            }
        )
        for theme in themes
    ]
    return pd.concat(parts[1:] or parts, ignore_index=True)


def _error(
    theme: str, coding: pd.DataFrame, audit: pd.DataFrame, generator: np.random.Generator, level: float
) -> tuple[dict[str, object], CodingError | None]:
    """Judge the coding of one theme; give draws of its error unless the audit cannot carry them."""
    own = audit[audit["theme"] == theme]
    flags = coding[theme].to_numpy(dtype=bool)
    rate = float(flags.mean()) if len(flags) else 0.0
    sides = {flag: own[own["flagged"].astype(bool) == flag] for flag in (True, False)}
    row: dict[str, object] = {
        "theme": theme,
        "n_flagged": int(flags.sum()),
        "n_unflagged": int((~flags).sum()),
        "audited_flagged": len(sides[True]),
        "audited_unflagged": len(sides[False]),
        "raw_share": rate,
    }
    # of a theme with few flags, all of them are enough
    if any(len(sides[flag]) < min(LEAST_AUDITED, int((flags == flag).sum())) for flag in (True, False)):
        audited = f"該当とした文{len(sides[True])}、しなかった文{len(sides[False])}"
        reason = f"検査した文が足りない({audited}。各{LEAST_AUDITED}文以上が要る)"
        return {**row, "estimable": False, "reason": reason}, None
    right, missed = (_beta(sides[flag]) for flag in (True, False))
    means = _gains(rate, right[0] / sum(right), missed[0] / sum(missed))
    row |= {"precision": _weighted_share(sides[True])[0], "miss_rate": _weighted_share(sides[False])[0]}
    row |= {"sensitivity": float(means[0]), "specificity": float(means[1])}
    if means[0] + means[1] <= LEAST_GAIN:
        reason = f"感度と特異度の和が{means[0] + means[1]:.2f}({LEAST_GAIN}以下)で、補正すると値が定まらない"
        return {**row, "estimable": False, "reason": reason}, None
    row |= _checks(rate, right, missed, generator, level)
    return {**row, "estimable": True, "reason": ""}, _draws(rate, right, missed, generator, N_DRAWS)


def _weighted_share(side: pd.DataFrame) -> tuple[float, float]:
    """Give the share of true ones among the corpus's statements of this side, and the effective number audited.

    Weights are one over the inclusion probability (Hajek 1971); the effective number is Kish's (1965).
    """
    weight = 1 / side["inclusion_probability"].to_numpy(dtype=float)
    truth = side["truth"].to_numpy(dtype=float)
    return float(weight @ truth / weight.sum()), float(weight.sum() ** 2 / (weight @ weight))


def _beta(side: pd.DataFrame) -> tuple[float, float]:
    """Give the posterior of the share of true ones, from Jeffreys' prior."""
    share, n = _weighted_share(side)
    return share * n + 0.5, (1 - share) * n + 0.5


def _gains(rate: float, right: NDArray[np.float64] | float, missed: NDArray[np.float64] | float) -> NDArray[np.float64]:
    """Give sensitivity and specificity (2, ...) from the rate of flags, how often one is right, and a lack wrong."""
    true = rate * np.asarray(right) + (1 - rate) * np.asarray(missed)
    false = rate * (1 - np.asarray(right)) + (1 - rate) * (1 - np.asarray(missed))
    return np.stack([rate * np.asarray(right) / true, (1 - rate) * (1 - np.asarray(missed)) / false])


def _draws(
    rate: float, right: tuple[float, float], missed: tuple[float, float], generator: np.random.Generator, n: int
) -> CodingError:
    """Draw the error from the audit, leaving out draws that say the flags mean nothing."""
    sensitivity, specificity = _gains(rate, *_audited(right, missed, generator, n))
    usable = sensitivity + specificity > LEAST_GAIN
    return CodingError(sensitivity[usable], specificity[usable])


def _audited(
    right: tuple[float, float], missed: tuple[float, float], generator: np.random.Generator, n: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Draw how often a flag is right and a lack wrong, on a Latin square: few draws cover both margins evenly."""
    levels = (np.stack([generator.permutation(n), generator.permutation(n)]) + 0.5) / n
    return special.betaincinv(*right, levels[0]), special.betaincinv(*missed, levels[1])


def _checks(
    rate: float,
    right: tuple[float, float],
    missed: tuple[float, float],
    generator: np.random.Generator,
    level: float,
) -> dict[str, float]:
    """Give limits of sensitivity and specificity, and the check of the whole.

    Limits are quantiles of Beta draws: a normal interval around the mean error covers too little when the audit finds
    only a handful of misses.
    """
    precision, misses = _audited(right, missed, generator, _FINE)
    sensitivity, specificity = _gains(rate, precision, misses)
    drawn = {
        "sensitivity": sensitivity,
        "specificity": specificity,
        "prediction_powered": rate + rate * (precision - 1) + (1 - rate) * misses,  # flags plus mean error
    }
    tails = ((1 - level) / 2, (1 + level) / 2)
    found = {
        f"{name}_{end}": float(np.quantile(values, tail))
        for name, values in drawn.items()
        for end, tail in zip(("low", "high"), tails, strict=True)
    }
    share = [a / (a + b) for a, b in (right, missed)]
    return {**found, "prediction_powered": rate * share[0] + (1 - rate) * share[1]}
