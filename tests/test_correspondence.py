"""Correspondence analysis beside published figures, and terms set against groups."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from textmine.correspondence import fit_correspondence, terms_by_group
from textmine.errors import NotEstimable
from textmine.term_matrix import build_term_matrix

# Greenacre (1984, *Theory and Applications of Correspondence Analysis*, p. 55): staff of a firm by smoking
SMOKE = pd.DataFrame(
    [[4, 2, 3, 2], [4, 3, 7, 4], [25, 10, 12, 4], [18, 24, 33, 13], [10, 6, 7, 2]],
    index=["SM", "JM", "SE", "JE", "SC"],
    columns=["none", "light", "medium", "heavy"],
)


def test_inertia_is_that_of_the_published_example() -> None:
    found = fit_correspondence(
        SMOKE
    )  # as R's ca 0.71 prints it: 0.074759, 0.010017, 0.000414; 87.8, 11.8, 0.5 per cent
    inertia = found.inertia * found.total_inertia
    np.testing.assert_allclose(inertia[:3], [0.074759, 0.010017, 0.000414], atol=5e-7)
    np.testing.assert_allclose(found.inertia[:3], [0.878, 0.118, 0.005], atol=5e-4)


def test_points_have_the_distances_of_their_profiles() -> None:
    found = fit_correspondence(SMOKE)
    counts = np.asarray(SMOKE, dtype=np.float64)
    profiles = counts / counts.sum(axis=1, keepdims=True)
    average = counts.sum(axis=0) / counts.sum()
    chi_square = np.sum((profiles - average) ** 2 / average, axis=1)
    plane = np.sum(found.rows[["axis_1", "axis_2"]].to_numpy() ** 2, axis=1)
    assert np.all(plane <= chi_square + 1e-12)
    assert (found.rows["mass"].to_numpy() @ plane) / found.total_inertia == pytest.approx(found.inertia[:2].sum())


def test_masses_and_counts_are_those_of_the_table() -> None:
    found = fit_correspondence(SMOKE)
    assert list(found.rows["n"]) == [11, 18, 51, 88, 25]
    assert list(found.columns["n"]) == [61, 45, 62, 25]
    assert found.rows.loc["JE", "mass"] == pytest.approx(88 / 193)


def test_signs_are_the_same_whatever_the_order_of_rows() -> None:
    one, other = fit_correspondence(SMOKE), fit_correspondence(SMOKE.iloc[::-1])
    np.testing.assert_allclose(other.rows.loc[one.rows.index], one.rows, atol=1e-12)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (pd.DataFrame(np.ones((2, 5))), "2行・5列"),
        (pd.DataFrame([[1, 0, 2], [3, 0, 4], [1, 0, 1]]), "3行・2列"),
        (pd.DataFrame(np.ones((3, 3))), "違いがありません"),
    ],
)
def test_a_table_that_carries_no_plane_is_refused_with_the_reason(table: pd.DataFrame, said: str) -> None:
    with pytest.raises(NotEstimable, match=said):
        fit_correspondence(table)


def test_terms_are_counted_by_statements_of_each_group() -> None:
    words = [["父", "父", "子"], ["父"], ["子", "町"], ["母"]]
    matrix = build_term_matrix(words, ["a:1", "a:2", "b:1", "b:2"])
    table = terms_by_group(matrix, ["にし", "にし", "ひがし", "ひがし"])
    assert table.to_dict("index") == {"子": {"にし": 1, "ひがし": 1}}  # the others stand in one group alone
    every = terms_by_group(matrix, ["にし", "にし", "ひがし", "ひがし"], fewest_groups=1)
    assert every.to_dict("index")["父"] == {"にし": 2, "ひがし": 0}
    assert terms_by_group(matrix, ["a", "a", "b", "b"], fewest_groups=1, n_terms=2).index.tolist() == ["子", "父"]
