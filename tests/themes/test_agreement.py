"""Published worked examples, to six digits."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from textmine.themes.agreement import (
    AGREEMENT_COLUMNS,
    compare_coders,
    estimate_alpha,
    estimate_kappa,
    krippendorff_alpha,
    wilson_interval,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray


def test_kappa_of_the_example_in_fleiss_cohen_everitt_1969() -> None:
    # Psychological Bulletin 72, the example of 200 subjects in three categories: kappa .429, variance .002885
    kappa = estimate_kappa(np.array([[106, 10, 4], [22, 28, 10], [2, 12, 6]]))
    assert kappa.value == pytest.approx(3 / 7, abs=1e-6)
    assert round(((kappa.high - kappa.low) / 2 / 1.959964) ** 2, 6) == 0.002885


def test_the_error_of_kappa_is_that_of_the_delta_method() -> None:
    # table 13.1 of J. L. Fleiss, Statistical Methods for Rates and Proportions (1981): kappa .68; slopes by numbers
    table = np.array([[75, 1, 4], [5, 4, 1], [0, 0, 10]])
    shares = table / 100

    def kappa_of(p: NDArray[np.float64]) -> float:
        expected = p.sum(axis=1) @ p.sum(axis=0)
        return float((np.trace(p) - expected) / (1 - expected))

    steps = np.eye(9).reshape(9, 3, 3) * 1e-6
    slopes = np.array([(kappa_of(shares + step) - kappa_of(shares - step)) / 2e-6 for step in steps])
    variance = (shares.ravel() @ slopes**2 - (shares.ravel() @ slopes) ** 2) / 100
    kappa = estimate_kappa(table)
    assert kappa.value == pytest.approx(0.23 / 0.34, abs=1e-6)
    assert (kappa.high - kappa.value) / 1.959964 == pytest.approx(np.sqrt(variance), abs=1e-6)


def test_kappa_of_two_by_two_tables_by_hand() -> None:
    # agreement .70, by chance .50; and agreement .60, by chance .54 and .46
    assert estimate_kappa(np.array([[20, 5], [10, 15]])).value == pytest.approx(0.4, abs=1e-6)
    assert estimate_kappa(np.array([[45, 15], [25, 15]])).value == pytest.approx(0.06 / 0.46, abs=1e-6)
    assert estimate_kappa(np.array([[25, 35], [5, 35]])).value == pytest.approx(0.14 / 0.54, abs=1e-6)


def test_alpha_of_krippendorffs_binary_example() -> None:
    # K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), A: 10 units, two observers: .095
    values = np.array([[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]])
    assert krippendorff_alpha(values) == pytest.approx(1 - 19 * 4 / (14 * 6), abs=1e-6)
    assert round(krippendorff_alpha(values), 3) == 0.095


def test_alpha_of_krippendorffs_nominal_example() -> None:
    # the same, B: 12 units, two observers, five categories: .692
    codes = {letter: number for number, letter in enumerate("abcde")}
    first, second = "aabbdcccedda", "babbbcccedd" + "d"
    values = np.array([[codes[one] for one in first], [codes[one] for one in second]])
    assert round(krippendorff_alpha(values), 3) == 0.692


def test_alpha_of_krippendorffs_example_with_missing_data() -> None:
    # the same, C: 12 units, four observers, missing values: nominal .743
    rows = [
        "1 2 3 3 2 1 4 1 2 . . .",
        "1 2 3 3 2 2 4 1 2 5 . 3",
        ". 3 3 3 2 3 4 2 2 5 1 .",
        "1 2 3 3 2 4 4 1 2 5 1 .",
    ]
    values = np.array([[-1 if cell == "." else int(cell) for cell in row.split()] for row in rows])
    assert round(krippendorff_alpha(values), 3) == 0.743


def test_wilson_intervals_of_newcombe_1998() -> None:
    # R. G. Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3
    for hits, n, low, high in ((81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611)):
        interval = wilson_interval(hits / n, n)
        assert (round(interval.low, 4), round(interval.high, 4)) == (low, high)
    assert round(wilson_interval(1.0, 29).low, 4) == round(29 / (29 + 1.959964**2), 4)


def test_without_variation_there_is_no_agreement_beyond_chance() -> None:
    assert math.isnan(estimate_kappa(np.array([[0, 0], [0, 9]])).value)
    assert math.isnan(estimate_alpha(np.zeros((2, 9), dtype=np.int64)).value)


def test_two_sheets_are_compared_where_both_have_coded() -> None:
    first = pd.DataFrame({"a": [1, 1, 0, 0, np.nan], "only": [1] * 5}, index=[1, 2, 3, 4, 5], dtype=float)
    second = pd.DataFrame({"a": [1, 0, 0, 0, 1]}, index=[1, 2, 3, 4, 5], dtype=float)
    found = compare_coders(first, second)
    row = found.table.iloc[0]
    assert list(found.table.columns) == list(AGREEMENT_COLUMNS)
    assert (row["n"], row["n_both_yes"], row["n_only_first"], row["n_only_second"], row["n_both_no"]) == (4, 1, 1, 0, 2)
    assert row["agreement"] == 0.75
    assert row["kappa"] == pytest.approx((0.75 - 0.5) / 0.5)
    assert found.disagreements.to_dict("records") == [{"statement_id": 2, "theme": "a", "first": 1, "second": 0}]
    assert found.n_only_one_coded == 1


def test_nothing_in_common_is_an_empty_table() -> None:
    found = compare_coders(pd.DataFrame(index=[1]), pd.DataFrame(index=[2]))
    assert found.table.empty
    assert found.disagreements.empty
