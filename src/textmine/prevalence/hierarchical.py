"""Shares by ward and year that lend each other strength, and the judgement whether the study can carry them.

Each theme, kind of form and section is fitted on its own (`laplace`): wards differ, years drift, forms scatter.
Intervals of single forms (Wilson) keep their level but are so wide that they say little; these are about half as wide
and hold their level where wards and years can be told apart. The price is named in `warning`: partial pooling draws a
ward that stands out towards the others, so the raw share stands beside it, always.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from textmine.prevalence.intervals import LEVEL
from textmine.prevalence.laplace import PERFECT, Posterior, fit_posterior
from textmine.prevalence.queries import query_id
from textmine.prevalence.scoring import CodingError, Counts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

HIERARCHICAL_COLUMNS: Final = (
    "query",
    "theme",
    "ward",
    "fiscal_year",
    "form",
    "section",
    "n_present",
    "n_statements",
    "raw_share",
    "raw_low",
    "raw_high",
    "share",
    "low",
    "high",
    "state",
    "label",
    "estimable",
    "reason",
    "warning",
)
MODEL_COLUMNS: Final = (
    "query",
    "theme",
    "form",
    "section",
    "n_present",
    "n_statements",
    "n_wards",
    "n_years",
    "sd_ward",
    "sd_cell",
    "trend",
    "trend_low",
    "trend_high",
    "estimable",
    "reason",
)
FEW: Final = 10  # statements: with fewer, the statements themselves are the analysis
MINIMUM_WARDS: Final = 3
MINIMUM_YEARS: Final = 2
LABEL: Final = "区・年度の傾きを分け合って推定"
WARNING: Final = "部分プーリングは、離れた区の値をほかの区に近づける。生の割合と並べて読む"
_GROUP: Final = ("theme", "form", "section")


@dataclass(frozen=True, slots=True)
class HierarchicalEstimates:
    """The cells' estimates, and the model of each theme, kind of form and section."""

    cells: pd.DataFrame  # HIERARCHICAL_COLUMNS
    models: pd.DataFrame  # MODEL_COLUMNS


def estimate_hierarchical(
    prevalence: pd.DataFrame, *, level: float = LEVEL, errors: Mapping[str, CodingError] | None = None
) -> HierarchicalEstimates:
    """Estimate every cell that was read with the strength of the others.

    Args:
        prevalence: rows of PREVALENCE_COLUMNS.
        level: nominal coverage.
        errors: draws of sensitivity and specificity by theme, to correct for coding error; none by default.

    Returns:
        Cells in the order of the prevalence table. Where the design cannot tell wards, years and forms apart, or a
        theme has fewer than ten statements, `estimable` is False, the reason is given in words, and share and limits
        are nan; counts and raw shares stand there always. A form that is missing is never filled in.
    """
    cells = prevalence.rename(columns={"share": "raw_share", "low": "raw_low", "high": "raw_high"}).assign(
        share=np.nan, low=np.nan, high=np.nan, estimable=False, label=LABEL, warning=WARNING
    )
    models = []
    parts = [cells.iloc[:0]]
    for key, group in cells.groupby(list(_GROUP), sort=False):
        judged, model = _estimated(group, level, (errors or {}).get(str(key[0]), PERFECT))
        parts.append(judged)
        theme, form, section = map(str, key)
        query = query_id(theme, form=form, section=section)
        models.append({"query": query, **dict(zip(_GROUP, key, strict=True)), **model})
    table = pd.concat(parts)[list(HIERARCHICAL_COLUMNS)].loc[cells.index]
    return HierarchicalEstimates(table, pd.DataFrame(models, columns=list(MODEL_COLUMNS)))


def why_not_estimable(cells: pd.DataFrame) -> str:
    """Say in words why wards, years and forms of these cells cannot be told apart; empty if they can.

    A ward's level and a year's drift are told apart when at least three wards have forms of at least two years and the
    wards hang together through common years: in the graph of wards and years, one connected piece with a circle.

    Args:
        cells: rows of one theme, kind of form and section, with ward, fiscal_year and n_statements.
    """
    read = cells[cells["n_statements"] > 0]
    if read.empty:
        return "読めた様式がない"
    wards, years = pd.factorize(read["ward"])[0], pd.factorize(read["fiscal_year"])[0]
    n_wards, n_years = int(wards.max()) + 1, int(years.max()) + 1
    often = int((np.bincount(wards) >= MINIMUM_YEARS).sum())
    pieces = _pieces(wards, years, n_wards, n_years)
    circle = len(read) >= n_wards + n_years  # a tree, which has no circle, has n_wards + n_years - 1 edges
    if often >= MINIMUM_WARDS and pieces == 1 and circle:
        return ""
    largest = read["n_statements"].max() / read["n_statements"].sum()
    return f"区・年度・様式が分離できない(区{n_wards}、年度{n_years}、最大の様式が文の{largest:.0%})"


def _pieces(wards: NDArray[np.intp], years: NDArray[np.intp], n_wards: int, n_years: int) -> int:
    """Count the connected pieces of the graph whose edges are the forms."""
    piece = np.arange(n_wards + n_years)
    for _ in range(len(piece)):
        before = piece.copy()
        least = np.minimum(piece[wards], piece[n_wards + years])
        np.minimum.at(piece, wards, least)
        np.minimum.at(piece, n_wards + years, least)
        if (before == piece).all():
            break
    return len(np.unique(piece))


def _estimated(group: pd.DataFrame, level: float, error: CodingError) -> tuple[pd.DataFrame, dict[str, object]]:
    """Fill in one theme, kind of form and section, and give its model."""
    read = group["n_statements"] > 0
    n_present = int(group["n_present"].sum())
    reason = why_not_estimable(group)
    if not reason and n_present < FEW:
        reason = f"該当文が{FEW}未満({n_present}文)のため推定しない。文そのものを示す"
    found = group.loc[read]
    model: dict[str, object] = {
        "n_present": n_present,
        "n_statements": int(group["n_statements"].sum()),
        "n_wards": found["ward"].nunique(),
        "n_years": found["fiscal_year"].nunique(),
        "estimable": not reason,
        "reason": reason,
    }
    if reason:
        return group.assign(reason=group["reason"].where(~read, reason)), model
    posterior = fit_posterior(_counts(found), error)
    tail = (1 - level) / 2
    filled = group.copy()
    filled.loc[read, "share"] = posterior.cells.share()
    filled.loc[read, "low"] = posterior.cells.quantile(tail)
    filled.loc[read, "high"] = posterior.cells.quantile(1 - tail)
    filled["estimable"] = read
    return filled, {**model, **_described(posterior, tail)}


def _counts(found: pd.DataFrame) -> Counts:
    wards, names = pd.factorize(found["ward"])
    return Counts(
        found["n_present"].to_numpy(dtype=float),
        found["n_statements"].to_numpy(dtype=float),
        wards,
        found["fiscal_year"].to_numpy(dtype=float),
        len(names),
    )


def _described(posterior: Posterior, tail: float) -> dict[str, float]:
    """Give the spread of wards and forms, and the drift as odds ratio per year with its interval."""
    slope = posterior.slope
    low, high = (float(slope.quantile_logit(p)[0]) for p in (tail, 1 - tail))
    return {
        "sd_ward": posterior.sd_ward,
        "sd_cell": posterior.sd_cell,
        "trend": float(np.exp(slope.weight @ slope.mean[:, 0])),
        "trend_low": float(np.exp(low)),
        "trend_high": float(np.exp(high)),
    }
