"""The hierarchical estimates: against plain simulation of the posterior, and at their limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from scipy import special

from textmine.prevalence import (
    HIERARCHICAL_COLUMNS,
    MODEL_COLUMNS,
    estimate_hierarchical,
    estimate_prevalence,
    laplace,
    scoring,
)
from textmine.prevalence.hierarchical import why_not_estimable
from textmine.prevalence.laplace import fit_posterior
from textmine.prevalence.scoring import CodingError, Counts

if TYPE_CHECKING:
    from types import SimpleNamespace

    from numpy.typing import NDArray


def counts(present: list[int], n: int = 12) -> Counts:
    """Give three wards by three years."""
    ward, time = np.repeat([0, 1, 2], 3), np.tile([2020.0, 2021.0, 2022.0], 3)
    return Counts(np.array(present, dtype=float), np.full(9, float(n)), ward, time, 3)


def simulated(
    data: Counts, *, sensitivity: float = 1.0, specificity: float = 1.0, centre: float = -1.0, n_draws: int = 400_000
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Weigh draws of the prior by the likelihood: the posterior by brute force, means, 2.5 % and 97.5 % quantiles.

    The intercept is drawn around `centre`, where the data are, and weighed back to its prior.
    """
    rng = np.random.default_rng(5)
    time = (data.time - 2021) / np.sqrt(2 / 3)
    sd_ward = np.abs(rng.normal(0, laplace._SCALE_WARD, n_draws))[:, None]
    sd_cell = np.abs(rng.normal(0, laplace._SCALE_CELL, n_draws))[:, None]
    start = rng.normal(centre, 1.5, n_draws)
    back = -0.5 * (start / scoring._SD_INTERCEPT) ** 2 + 0.5 * ((start - centre) / 1.5) ** 2
    logit = start[:, None] + rng.normal(0, scoring._SD_SLOPE, n_draws)[:, None] * time
    logit += (rng.normal(0, 1, (n_draws, 3)) * sd_ward)[:, data.ward] + rng.normal(0, 1, (n_draws, 9)) * sd_cell
    share = special.expit(logit)
    flagged = sensitivity * share + (1 - specificity) * (1 - share)
    score = (data.present * np.log(flagged) + (data.n - data.present) * np.log1p(-flagged)).sum(axis=1) + back
    weight = np.exp(score - score.max())
    weight /= weight.sum()
    order = np.argsort(share, axis=0)
    reached = np.cumsum(weight[order], axis=0)
    limits = [
        np.array([share[order[np.searchsorted(reached[:, c], tail), c], c] for c in range(9)])
        for tail in (0.025, 0.975)
    ]
    return weight @ share, limits[0], limits[1]


def test_the_posterior_is_that_of_brute_force() -> None:
    data = counts([1, 2, 2, 3, 4, 6, 5, 4, 7])
    posterior = fit_posterior(data)
    mean, low, high = simulated(data)

    assert posterior.cells.share() == pytest.approx(mean, abs=0.012)
    assert posterior.cells.quantile(0.025) == pytest.approx(low, abs=0.02)
    assert posterior.cells.quantile(0.975) == pytest.approx(high, abs=0.02)


def test_flags_that_are_often_false_give_the_posterior_of_brute_force_too() -> None:
    # 4 of 50 flagged, 3 of them falsely: around the mode the first cell came out at 0.041, and its limit at 0.157
    data = counts([4, 4, 3, 5, 4, 6, 3, 4, 4], n=50)
    posterior = fit_posterior(data, CodingError(np.array([0.8]), np.array([0.94])))
    mean, _, high = simulated(data, sensitivity=0.8, specificity=0.94, centre=-3.5)

    assert posterior.cells.share() == pytest.approx(mean, abs=0.005)
    assert posterior.cells.quantile(0.975) == pytest.approx(high, abs=0.012)


def test_perfect_coding_changes_nothing() -> None:
    data = counts([1, 2, 2, 3, 4, 6, 5, 4, 7])
    stated = CodingError(np.array([1.0, 1.0]), np.array([1.0, 1.0]))

    assert fit_posterior(data, stated).cells.share() == pytest.approx(fit_posterior(data).cells.share(), abs=1e-3)


def test_known_misses_scale_the_share_up() -> None:
    data = counts([30, 31, 29, 30, 32, 30, 28, 30, 31], n=200)
    half = CodingError(np.array([0.5]), np.array([1.0]))

    assert fit_posterior(data, half).cells.share() == pytest.approx(np.full(9, 0.30), abs=0.03)


def test_many_statements_outweigh_the_other_wards() -> None:
    present = [100, 120, 140, 2000, 2100, 2200, 900, 950, 1000]
    data = counts(present, n=4000)

    assert fit_posterior(data).cells.share() == pytest.approx(np.array(present) / 4000, abs=0.005)


def test_a_zero_is_drawn_towards_the_others_and_stays_above_nothing() -> None:
    posterior = fit_posterior(counts([0, 2, 3, 2, 4, 3, 3, 2, 4]))

    assert 0.02 < posterior.cells.share()[0] < 0.2
    assert (posterior.cells.quantile(0.025) < posterior.cells.share()).all()
    assert (posterior.cells.quantile(0.975) > posterior.cells.share()).all()


@pytest.mark.parametrize("present", [[0] * 9, [12] * 9])
def test_counts_at_the_edge_stay_finite(present: list[int]) -> None:
    cells = fit_posterior(counts(present)).cells

    assert np.isfinite(cells.share()).all()
    assert ((cells.quantile(0.975) >= cells.quantile(0.025)) & (cells.quantile(0.975) <= 1)).all()


def read(forms: list[tuple[str, int]]) -> pd.DataFrame:
    return pd.DataFrame(forms, columns=["ward", "fiscal_year"]).assign(n_statements=10)


def test_wards_and_years_are_told_apart_only_if_they_hang_together() -> None:
    full = [(ward, year) for ward in "甲乙丙" for year in (2021, 2022)]

    assert not why_not_estimable(read(full))
    assert why_not_estimable(read(full[:4]))  # two wards
    assert why_not_estimable(read([("甲", 2021), ("乙", 2022), ("丙", 2023)]))  # each ward its own year
    assert why_not_estimable(read([("甲", 2021), ("甲", 2022), ("乙", 2023), ("乙", 2024), ("丙", 2023), ("丙", 2024)]))
    assert why_not_estimable(read([])) == "読めた様式がない"


def test_the_reason_names_wards_years_and_the_largest_form() -> None:
    forms = read([("甲", 2021), ("乙", 2022)]).assign(n_statements=[30, 10])

    assert why_not_estimable(forms) == "区・年度・様式が分離できない(区2、年度2、最大の様式が文の75%)"


def test_a_study_that_cannot_carry_it_keeps_its_counts_and_gets_no_estimate(toy: SimpleNamespace) -> None:
    cells = estimate_prevalence(*toy.tables())
    found = estimate_hierarchical(cells)

    assert tuple(found.cells.columns) == HIERARCHICAL_COLUMNS
    assert tuple(found.models.columns) == MODEL_COLUMNS
    assert not found.cells["estimable"].any()
    assert found.cells["share"].isna().all()
    assert list(found.cells["n_present"]) == list(cells["n_present"])
    assert found.cells["raw_share"].equals(cells["share"])
    read_cells = found.cells[found.cells["n_statements"] > 0]
    assert read_cells["reason"].str.startswith("区・年度・様式が分離できない").all()


def test_missing_forms_are_never_filled_in_and_rare_themes_are_left_to_reading() -> None:
    rows = [
        (f"{w}{y}:{i}", f"{w}{y}", w, y, "annual", "outcome", "いろは", i < 3, i == 0 and w == "甲")
        for w in "甲乙丙"
        for y in (2021, 2022, 2023)
        for i in range(10)
        if (w, y) != ("乙", 2022)
    ]
    columns = ["statement_id", "document", "ward", "fiscal_year", "form", "section", "text", "often", "rare"]
    statements = pd.DataFrame(rows, columns=columns)
    coding = statements.set_index("statement_id")[["often", "rare"]]
    wards = pd.DataFrame({"name": ["甲", "乙", "丙"], "order": [1, 2, 3]})
    fields = pd.DataFrame(columns=["document", "ward", "fiscal_year", "form", "section", "state"])
    cells = estimate_prevalence(statements, coding, wards, range(2021, 2024), fields, sections=("all",))
    found = estimate_hierarchical(cells).cells
    often, rare = (found[found["theme"] == theme] for theme in ("often", "rare"))
    gap = often[(often["ward"] == "乙") & (often["fiscal_year"] == 2022)].iloc[0]

    assert np.isnan(gap["share"])
    assert gap["state"] == "form_missing"
    assert not gap["estimable"]
    assert often["share"].dropna().between(0.2, 0.4).all()
    assert len(often["share"].dropna()) == 8
    assert rare["share"].isna().all()
    assert set(rare["reason"]) == {"様式がない", "該当文が10未満(3文)のため推定しない。文そのものを示す"}
