"""What can be said across wards and years: totals, pooled estimates, contrasts, follow-through, and the forms' numbers.

Each table says for itself what it cannot carry (`estimable`, `reason`); nothing is left out in silence.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import pandas as pd

from textmine.ingest.table import number_table, rating_table
from textmine.pipeline.analysis import ward_table, years_of
from textmine.prevalence import (
    compare_sections,
    compare_wards,
    compare_years,
    estimate_hierarchical,
    estimate_totals,
    list_followed,
    summarise_follow_through,
    tabulate_indicators,
    trace_issues,
    unplaced_statements,
)

if TYPE_CHECKING:
    from textmine.pipeline.analysis import Analysis
    from textmine.study import Study


@dataclass(frozen=True, slots=True)
class WardsAndYears:
    """Tables beside the prevalence of single forms; columns as in `textmine.prevalence`."""

    totals: pd.DataFrame
    hierarchical: pd.DataFrame
    models: pd.DataFrame
    contrasts: pd.DataFrame
    follow_through: pd.DataFrame
    follow_summary: pd.DataFrame
    followed: pd.DataFrame
    indicators: pd.DataFrame
    numbers: pd.DataFrame
    ratings: pd.DataFrame
    unplaced: pd.DataFrame

    def tables(self) -> dict[str, pd.DataFrame]:
        """Give every table under the name of its file."""
        return {
            "totals": self.totals,
            "hierarchical": self.hierarchical[self.hierarchical["n_statements"] > 0],
            "hierarchical_models": self.models,
            "contrasts": self.contrasts,
            "follow_through": self.follow_through,
            "follow_through_summary": self.follow_summary,
            "follow_through_statements": self.followed,
            "indicators": self.indicators,
            "numbers": self.numbers,
            "ratings": self.ratings,
            "unplaced_statements": self.unplaced,
        }


def compare_wards_and_years(analysis: Analysis, study: Study) -> WardsAndYears:
    """Estimate what the material carries across wards and years."""
    cells, wards, years = analysis.prevalence, ward_table(study), years_of(study)
    pooled = estimate_hierarchical(cells)
    followed = trace_issues(analysis.statements, analysis.coded, wards, years, analysis.fields)
    numbers = number_table(analysis.readings)
    return WardsAndYears(
        totals=pd.concat([estimate_totals(cells), estimate_totals(cells, by=())], ignore_index=True),
        hierarchical=pooled.cells,
        models=pooled.models,
        contrasts=_contrasts(cells, study),
        follow_through=followed,
        follow_summary=summarise_follow_through(followed),
        followed=list_followed(followed, analysis.statements, analysis.coded),
        indicators=tabulate_indicators(numbers, study.settings.indicators, wards, years),
        numbers=numbers,
        ratings=rating_table(analysis.readings),
        unplaced=unplaced_statements(analysis.statements, wards, years),
    )


def _contrasts(cells: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Give the contrasts of sections, of wards, and of each year with the next one that has forms."""
    years = sorted(cells.loc[cells["n_statements"] > 0, "fiscal_year"].unique())
    tables = [
        compare_sections(cells, *study.settings.report.contrast),
        compare_wards(cells),
        *(compare_years(cells, int(first), int(second)) for first, second in pairwise(years)),
    ]
    return pd.concat([table for table in tables if not table.empty] or tables[:1], ignore_index=True)
