"""Intervals against published numbers and written-out formulas."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.prevalence import clopper_pearson_interval, korn_graubard, wilson_interval
from textmine.prevalence.intervals import design_effect, intraclass_correlation


@pytest.mark.parametrize(
    ("present", "n", "low", "high"),
    [
        # Newcombe, R. G. (1998) Statistics in Medicine 17:857-872, table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_gives_the_published_limits(present: int, n: int, low: float, high: float) -> None:
    found = wilson_interval(present, n)

    assert found[0] == pytest.approx(low, abs=5e-5)
    assert found[1] == pytest.approx(high, abs=5e-5)


@pytest.mark.parametrize(
    ("present", "n", "low", "high"),
    [
        # Newcombe (1998), table I, method 5
        (81, 263, 0.2527, 0.3676),
        (15, 148, 0.0578, 0.1617),
        (0, 20, 0.0, 0.1684),
        (1, 29, 0.0009, 0.1776),
    ],
)
def test_clopper_and_pearson_give_the_published_limits(present: int, n: int, low: float, high: float) -> None:
    assert clopper_pearson_interval(present, n) == pytest.approx((low, high), abs=5e-5)


def test_wilson_of_nothing_is_not_a_number() -> None:
    low, high = wilson_interval([0], [0])

    assert np.isnan(low).all()
    assert np.isnan(high).all()


@given(st.integers(0, 40), st.integers(1, 40), st.integers(2, 5))
def test_more_statements_of_the_same_share_give_a_narrower_interval(present: int, rest: int, times: int) -> None:
    n = present + rest
    low, high = wilson_interval([present, present * times], [n, n * times])

    assert high[1] - low[1] < high[0] - low[0]
    assert low[0] <= present / n <= high[0]


def test_design_effect_and_correlation_are_those_written_out_by_hand() -> None:
    # 2 of 3, 0 of 1, 0 of 1: share 0.4; residuals 0.8, -0.4, -0.4; variance 3/2 * 0.96 / 25 = 0.0576;
    # of a simple sample 0.4 * 0.6 / 5 = 0.048; so 1.2. Between 4/15, within 1/3, typical size 1.4: -1/6.
    present, n = np.array([2.0, 0.0, 0.0]), np.array([3.0, 1.0, 1.0])

    assert design_effect(present, n) == pytest.approx(1.2)
    assert intraclass_correlation(present, n) == pytest.approx(-1 / 6)


def test_korn_and_graubard_is_clopper_pearson_on_the_effective_size() -> None:
    # design effect 1.2; t(2) = 4.302653, t(4) = 2.776445: effective size 5 / (1.2 * 2.401580) = 1.734971
    found = korn_graubard([2, 0, 0], [3, 1, 1])
    effective = 5 / (1.2 * (4.302653 / 2.776445) ** 2)

    assert (found.n_present, found.n_statements, found.n_clusters) == (2, 5, 3)
    assert (found.low, found.high) == pytest.approx(clopper_pearson_interval(0.4 * effective, effective), abs=1e-6)


def test_fewer_than_three_clusters_get_no_interval() -> None:
    found = korn_graubard([1, 2, 0], [10, 10, 0])

    assert found.n_clusters == 2
    assert found.share == pytest.approx(0.15)
    assert np.isnan(found.low)
    assert np.isnan(found.high)


def test_no_statement_at_all_is_no_share() -> None:
    assert np.isnan(korn_graubard([], []).share)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 9)), min_size=3, max_size=20))
def test_the_design_effect_never_narrows_an_interval(clusters: list[tuple[int, int]]) -> None:
    present, n = (np.array(column, dtype=float) for column in zip(*((k, k + r) for k, r in clusters), strict=True))
    found = korn_graubard(present, n)
    simple = clopper_pearson_interval(present.sum(), n.sum())

    assert found.design_effect >= 1
    assert found.low <= simple[0] + 1e-12
    assert found.high >= simple[1] - 1e-12
