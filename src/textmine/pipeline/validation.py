"""Coding against gold: how well each theme's rule is measured, and which themes stay unvalidated."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from textmine.themes.gold import LOCK_NAME, match_gold
from textmine.themes.validity import UNVALIDATED_MARK, estimate_validity, marks_of

if TYPE_CHECKING:
    import pandas as pd

    from textmine.pipeline.analysis import Analysis
    from textmine.study import Study


def validate_themes(analysis: Analysis, study: Study) -> pd.DataFrame:
    """Give the validity of each theme; the rules' own coding is measured, before any decision by hand."""
    matched = match_gold(analysis.records, study.gold)
    return estimate_validity(analysis.by_rule, matched, seed=study.settings.topics.seed, opened_with=opened_with(study))


def with_marks(table: pd.DataFrame, validity: pd.DataFrame) -> pd.DataFrame:
    """Add the column `mark` to a table with a column `theme`: 未検証 for each theme that no gold validates."""
    marked = table.copy()
    marked["mark"] = marked["theme"].map(marks_of(validity)).fillna(UNVALIDATED_MARK)
    return marked


def opened_with(study: Study) -> str | None:
    """Give the hash of the rules that the test part of the gold was first used with, if it ever was."""
    lock = study.folder / "gold" / LOCK_NAME
    return str(json.loads(lock.read_text(encoding="utf-8"))["rules_hash"]) if lock.exists() else None
