"""Coding against gold: how well each theme's rule is measured, and which themes stay unvalidated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textmine.themes.gold import match_gold
from textmine.themes.validity import estimate_validity

if TYPE_CHECKING:
    import pandas as pd

    from textmine.pipeline.analysis import Analysis
    from textmine.study import Study


def validate_themes(analysis: Analysis, study: Study) -> pd.DataFrame:
    """Give the validity of each theme; the rules' own coding is measured, before any decision by hand."""
    matched = match_gold(analysis.records, study.gold)
    return estimate_validity(analysis.by_rule, matched, seed=study.settings.topics.seed)
