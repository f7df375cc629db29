"""Correspondence analysis: rows and columns of a table of counts as points, near where their profiles are alike.

Simple correspondence analysis by singular value decomposition of the standardised residuals (Greenacre 2017,
*Correspondence Analysis in Practice*, 3rd ed., appendix A). Rows and columns are in principal coordinates. Signs, which
the decomposition leaves open, are fixed: on each axis the row farthest out is positive.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from textmine.errors import NotEstimable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from textmine.term_matrix import TermMatrix

_FEWEST: Final = 3  # rows and columns that a plane of two axes needs


@dataclass(frozen=True, slots=True, eq=False)
class Correspondence:
    """Points of a table of counts.

    Attributes:
        rows: index as given; columns axis_1, axis_2, mass, n (the sum of counts).
        columns: the same of the table's columns.
        inertia: (n_axes) the part of the table's inertia that each axis shows; sums to one.
        total_inertia: chi-square over the table's total.
    """

    rows: pd.DataFrame
    columns: pd.DataFrame
    inertia: NDArray[np.float64]
    total_inertia: float


def fit_correspondence(table: pd.DataFrame) -> Correspondence:
    """Analyse a table of counts.

    Args:
        table: (n_rows, n_columns) counts; rows and columns without any are left out.

    Raises:
        NotEstimable: fewer than three rows or columns are left, or no row differs from another.
    """
    counts = table.loc[table.sum(axis=1) > 0, table.sum(axis=0) > 0]
    if min(counts.shape) < _FEWEST:
        raise NotEstimable(
            "対応分析", f"行と列が{_FEWEST}つずつは要ります(今は{counts.shape[0]}行・{counts.shape[1]}列)"
        )
    shares = counts.to_numpy(dtype=float) / counts.to_numpy().sum()
    row_mass, column_mass = shares.sum(axis=1), shares.sum(axis=0)
    expected = np.outer(row_mass, column_mass)
    left, singular, right = np.linalg.svd((shares - expected) / np.sqrt(expected), full_matrices=False)
    total = float((singular**2).sum())
    if total < np.finfo(float).eps:
        raise NotEstimable("対応分析", "どの行も同じ割合で、違いがありません")
    rows, columns = left * singular / np.sqrt(row_mass)[:, None], right.T * singular / np.sqrt(column_mass)[:, None]
    signs = np.sign(rows[np.abs(rows).argmax(axis=0), np.arange(len(singular))])
    signs[signs == 0] = 1
    return Correspondence(
        rows=_points(counts.index, rows * signs, row_mass, counts.sum(axis=1).to_numpy()),
        columns=_points(counts.columns, columns * signs, column_mass, counts.sum(axis=0).to_numpy()),
        inertia=singular**2 / total,
        total_inertia=total,
    )


def terms_by_group(
    matrix: TermMatrix, groups: Sequence[str], *, fewest_groups: int = 2, n_terms: int = 60
) -> pd.DataFrame:
    """Count the statements of each group that hold each term: a table to analyse.

    Args:
        matrix: counts are used, whatever the weighting.
        groups: (n_statements) what each statement belongs to (its form, its ward).
        fewest_groups: terms of fewer groups are left out: they say no more than whose they are.
        n_terms: how many terms at most, those of most statements; terms as frequent as the first one left out go too.

    Returns:
        Index term, a column per group, in the order in which groups first stand.
    """
    names = list(dict.fromkeys(groups))
    member = np.array([[group == name for group in groups] for name in names], dtype=np.int64)
    present = matrix.counts.astype(bool).astype(np.int64)
    table = pd.DataFrame((member @ present).T, index=pd.Index(matrix.terms, name="term"), columns=names)
    shared = table[(table > 0).sum(axis=1) >= fewest_groups]
    totals = shared.sum(axis=1).sort_values(ascending=False, kind="stable")
    floor = totals.iloc[n_terms] if len(totals) > n_terms else 0
    return shared[shared.sum(axis=1) > floor]


def _points(
    names: pd.Index[str], points: NDArray[np.float64], mass: NDArray[np.float64], n: NDArray[np.int64]
) -> pd.DataFrame:
    return pd.DataFrame({"axis_1": points[:, 0], "axis_2": points[:, 1], "mass": mass, "n": n}, index=names)
