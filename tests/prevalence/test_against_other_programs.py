"""The methods beside other programs' implementations; what those gave is kept here with their versions."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest

from textmine.prevalence import (
    benjamini_hochberg,
    clopper_pearson_interval,
    correct_prevalence,
    estimate_prevalence,
    korn_graubard,
    sign_flip_p,
    wilson_interval,
)
from textmine.prevalence.laplace import fit_posterior
from textmine.prevalence.scoring import Counts


@pytest.mark.parametrize(
    ("present", "n", "wilson", "exact"),
    [
        # statsmodels 0.15.0, proportion_confint(present, n, method="wilson") and method="beta"
        (0, 5, (0.0, 0.43448246478317487), (0.0, 0.5218237501049815)),
        (1, 6, (0.030053369748306635, 0.5635028221864703), (0.00421074451448947, 0.6412345789976748)),
        (7, 41, (0.08525251977594996, 0.31262612400404177), (0.0715152881522945, 0.3205608794489096)),
        (41, 41, (0.9143324298155681, 1.0), (0.9139561637059715, 1.0)),
        (3, 398, (0.0025667390768225953, 0.021924160517202345), (0.001557158242443494, 0.021869225612218372)),
    ],
)
def test_single_intervals_are_those_of_statsmodels(
    present: int, n: int, wilson: tuple[float, float], exact: tuple[float, float]
) -> None:
    assert tuple(map(float, wilson_interval(present, n))) == pytest.approx(wilson, abs=1e-12)
    assert clopper_pearson_interval(present, n) == pytest.approx(exact, abs=1e-12)


@pytest.mark.parametrize(
    ("present", "n", "variance", "low", "high"),
    [
        # R 4.2.2, survey 4.1-1: svydesign(id = ~ward), svymean, svyciprop(method = "beta"), a row per statement
        ([2, 0, 0], [3, 1, 1], 0.0576, 0.0022535191, 0.9827256),
        ([3, 1, 0, 4, 2, 6], [20, 18, 22, 25, 19, 21], 0.0016604037, 0.043513338, 0.27205826),
        ([12, 1, 0, 4, 2, 9, 3, 0], [40, 18, 22, 25, 19, 30, 21, 10], 0.0022044199, 0.072176809, 0.31050428),
    ],
)
def test_totals_over_wards_are_those_of_the_survey_package(
    present: list[int], n: list[int], variance: float, low: float, high: float
) -> None:
    found = korn_graubard(present, n)
    simple = found.share * (1 - found.share) / found.n_statements

    assert found.design_effect * simple == pytest.approx(variance, rel=1e-7)
    assert (found.low, found.high) == pytest.approx((low, high), rel=1e-7)


def test_a_design_effect_below_one_is_not_believed_and_widens_what_the_survey_package_gives() -> None:
    # survey 4.1-1 estimates the effect 0.8629 and gives 0.00093564223 to 0.07062053
    found = korn_graubard([1, 0, 0, 0, 1, 0], [20, 18, 22, 25, 19, 21])

    assert found.design_effect == 1
    assert found.low < 0.00093564223
    assert found.high > 0.07062053


def test_q_is_that_of_r() -> None:
    # R 4.2.2: p.adjust(p, "BH"); statsmodels 0.15.0, multipletests(p, method="fdr_bh"), gives the same
    p = np.array([0.001, 0.04, 0.03, 0.2, 0.5, 0.011])

    assert benjamini_hochberg(p) == pytest.approx([0.006, 0.06, 0.06, 0.24, 0.5, 0.033])


def test_sign_flips_are_those_of_every_pattern_written_out() -> None:
    columns = np.array([[0.3, -0.1], [1.2, 0.4], [-0.5, 0.4], [0.9, -0.2], [0.1, 0.7], [0.4, 0.0], [-0.2, 0.3]])
    for column in columns.T:
        sums = [
            abs(sum(sign * x for sign, x in zip(signs, column, strict=True))) for signs in product((1, -1), repeat=7)
        ]
        expected = sum(value >= abs(sum(column)) - 1e-9 for value in sums) / 2**7

        assert sign_flip_p(column[:, None])[0] == pytest.approx(expected)


# flagged statements with the theme among 200, of 8 wards (rows) in the years 2018 to 2023
WARDS_BY_YEARS = [
    [31, 38, 36, 45, 44, 52],
    [18, 22, 27, 21, 30, 33],
    [52, 49, 61, 66, 63, 75],
    [25, 31, 24, 36, 35, 41],
    [40, 37, 46, 49, 57, 52],
    [12, 15, 13, 20, 18, 24],
    [60, 66, 63, 78, 74, 85],
    [29, 26, 35, 33, 42, 40],
]


def test_drift_and_wards_are_those_of_lme4_where_the_priors_hardly_matter() -> None:
    # R 4.2.2, lme4 1.1-31: glmer(cbind(k, 200 - k) ~ year + (1 | ward) + (1 | cell), family = binomial)
    drift, error = 0.10994711, 0.015255494
    wards = [0.0805879, -0.4909776, 0.6089590, -0.2178085, 0.2494259, -0.9100006, 0.8349448, -0.1407316]
    ward, time = np.repeat(np.arange(8), 6), np.tile(np.arange(2018.0, 2024.0), 8)
    found = fit_posterior(Counts(np.ravel(WARDS_BY_YEARS).astype(float), np.full(48, 200.0), ward, time, 8))
    slope = found.slope
    mean = float(slope.weight @ slope.mean[:, 0])
    spread = float(slope.weight @ (slope.sd[:, 0] ** 2 + (slope.mean[:, 0] - mean) ** 2))

    assert mean == pytest.approx(drift, abs=error / 20)
    assert np.sqrt(spread) == pytest.approx(error, rel=0.05)  # lme4 takes the deviations for known
    assert found.wards.weight @ found.wards.mean == pytest.approx(wards, abs=0.015)


@pytest.mark.parametrize(
    ("flagged", "audited", "right", "missed", "estimate", "low", "high"),
    [
        # ppi_python 0.2.3: ppi_mean_pointestimate and ppi_mean_ci(alpha=0.05, lam=1, w=1 / inclusion probability)
        (900, (400, 2000), 280, 40, 0.088, 0.07809491, 0.09790509),
        (900, (100, 300), 70, 6, 0.088, 0.06903387, 0.10696613),
        (742, (100, 300), 29, 2, 0.03002593, 0.01380382, 0.04624803),
    ],
)
def test_the_check_of_the_whole_is_that_of_prediction_powered_inference(  # noqa: PLR0913, PLR0917 - a case and its answer
    flagged: int, audited: tuple[int, int], right: int, missed: int, estimate: float, low: float, high: float
) -> None:
    n = 9000
    flags = np.arange(n) < flagged
    chances = (audited[0] / flagged, audited[1] / (n - flagged))
    audit = pd.DataFrame(
        {
            "statement_id": [*range(audited[0]), *range(flagged, flagged + audited[1])],
            "theme": "t",
            "flagged": [True] * audited[0] + [False] * audited[1],
            "truth": [*(i < right for i in range(audited[0])), *(i < missed for i in range(audited[1]))],
            "inclusion_probability": [chances[0]] * audited[0] + [chances[1]] * audited[1],
        }
    )
    error = correct_prevalence(one_form(n, flags), pd.DataFrame({"t": flags}), audit, seed=1).errors.iloc[0]

    assert error["prediction_powered"] == pytest.approx(estimate, abs=0.002)  # half a statement is added to each side
    # its interval takes the number of flagged ones in the audit for chance, and so is somewhat wider
    assert low < error["prediction_powered_low"]
    assert error["prediction_powered_high"] < high + 0.002
    assert error["prediction_powered_high"] - error["prediction_powered_low"] > 0.7 * (high - low)


def one_form(n: int, flags: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> pd.DataFrame:
    """Give the cells of a study of one form."""
    statements = pd.DataFrame(
        {
            "statement_id": range(n),
            "document": "d",
            "ward": "甲",
            "fiscal_year": 2021,
            "form": "annual",
            "section": "outcome",
            "text": "い",
        }
    )
    fields = pd.DataFrame(columns=["document", "ward", "fiscal_year", "form", "section", "state"])
    wards = pd.DataFrame({"name": ["甲"], "order": [1]})
    return estimate_prevalence(statements, pd.DataFrame({"t": flags}), wards, [2021], fields, sections=("all",))
