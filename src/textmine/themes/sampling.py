"""Statements and their coding -> a stratified blind sample with known chances of being drawn.

Each theme asks for some statements that its rule found and some that it did not; a statement's chance is the largest
that a theme gives it. Drawn with these chances systematically (W. G. Madow, Annals of Mathematical Statistics 20
(1949) 333-354) along a list ordered by ward, year and section, so that all of them are met in proportion, the size
is fixed, and the chance of every statement is known and stands in the key: results are weighted by 1 / chance.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from textmine.documents import Statement
    from textmine.themes.coder import ThemeCoding


@dataclass(frozen=True, slots=True)
class SampleSize:
    """How many statements each theme asks for."""

    found: int = 30  # that the rule found: 27 of 30 right give a lower bound of .74
    not_found: int = 30  # that it did not: what rules miss shows here


@dataclass(frozen=True, slots=True)
class SampledStatement:
    """A drawn statement and the chance it had."""

    statement: Statement
    chance: float  # 0 to 1


def draw_sample(
    statements: Sequence[Statement], coding: ThemeCoding, *, size: SampleSize, seed: int
) -> tuple[SampledStatement, ...]:
    """Draw statements for coding by hand, in an order that tells nothing.

    Raises:
        ValueError: the coding is of other statements.
    """
    if tuple(one.statement_id for one in statements) != coding.statement_ids:
        raise ValueError("the coding is of other statements")
    random = np.random.default_rng(seed)
    chances = inclusion_chances(coding.present, size)
    order = sorted(range(len(statements)), key=lambda row: _stratum(statements[row]))
    rows = systematic_rows(chances[order], float(random.random()))
    drawn = [order[row] for row in rows]
    return tuple(SampledStatement(statements[row], float(chances[row])) for row in random.permutation(drawn))


def inclusion_chances(present: NDArray[np.bool_], size: SampleSize) -> NDArray[np.float64]:
    """Give each statement's chance of being drawn; `present` is (n_statements, n_themes), the sum is a whole number.

    The largest chance that a theme asks for, then all raised alike until the sum is whole.
    """
    n_found = present.sum(axis=0)
    n_rest = present.shape[0] - n_found
    asked_found = np.minimum(1.0, size.found / np.maximum(n_found, 1))
    asked_rest = np.minimum(1.0, size.not_found / np.maximum(n_rest, 1))
    chances = np.where(present, asked_found, asked_rest).max(axis=1, initial=0.0)
    return _raised_to_whole(chances)


def systematic_rows(chances: NDArray[np.float64], start: float) -> list[int]:
    """Draw the rows whose stretch of the cumulated chances holds start, start + 1, start + 2 and so on."""
    ends = np.cumsum(chances)
    if not len(ends):
        return []
    n_drawn = round(float(ends[-1]))
    points = start + np.arange(n_drawn)
    return [int(row) for row in np.minimum(np.searchsorted(ends, points, side="right"), len(ends) - 1)]


def _raised_to_whole(chances: NDArray[np.float64]) -> NDArray[np.float64]:
    wanted = math.ceil(float(chances.sum()) - 1e-9)
    for _ in range(50):  # certain ones cannot be raised, so what is missing is spread again over the others
        missing = wanted - float(chances.sum())
        open_rows = (chances < 1) & (chances > 0)
        if missing < 1e-12 or not open_rows.any():  # noqa: PLR2004 - rounding
            break
        chances = chances.copy()
        chances[open_rows] = np.minimum(1.0, chances[open_rows] * (1 + missing / float(chances[open_rows].sum())))
    return chances


def _stratum(statement: Statement) -> tuple[str, int, str, str, str]:
    return (
        statement.ward or "",
        statement.fiscal_year or 0,
        statement.section,
        statement.document,
        statement.statement_id,
    )
