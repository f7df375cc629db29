"""Readings to coded statements, and a query of the report back to its statements."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from textmine.pipeline.analysis import tokenize_statements
from textmine.pipeline.reading import read_study
from textmine.prevalence import statements_of
from textmine.themes import ThemeCoding, code_statements
from textmine.themes.overrides import apply_overrides

if TYPE_CHECKING:
    from textmine.pipeline.reading import ReadingOutcome
    from textmine.study import Study


def code_reading(outcome: ReadingOutcome, study: Study) -> pd.DataFrame:
    """Give the statements with `themes` (a list of ids) and `evidence` (theme, word, start, end)."""
    return with_themes(outcome.statement_table(), _code(outcome, study))


def trace_query(study: Study, query: str) -> pd.DataFrame:
    """Give the statements that a number of the report counts, with their themes and evidence.

    Raises:
        TextmineError: the query has not the form of one, or names an unknown theme.
    """
    outcome = read_study(study)
    coding = apply_overrides(_code(outcome, study), study.overrides)  # as the report counts them
    return with_themes(statements_of(query, outcome.statement_table(), coding.to_frame()), coding)


def with_themes(statements: pd.DataFrame, coding: ThemeCoding) -> pd.DataFrame:
    """Add the columns `themes` and `evidence` to a table of statements."""
    ids = statements["statement_id"]
    row_of = {statement_id: row for row, statement_id in enumerate(coding.statement_ids)}
    themes = [
        [theme for theme, has in zip(coding.theme_ids, coding.present[row_of[i]], strict=True) if has] for i in ids
    ]
    evidence = [
        [
            {"theme": theme, "word": word.word, "start": word.start, "end": word.end, "negated": word.negated}
            for theme in of_one
            for word in coding.evidence.get((statement_id, theme), ())
        ]
        for statement_id, of_one in zip(ids, themes, strict=True)
    ]
    coded = statements.copy()
    coded["themes"] = pd.Series(themes, index=coded.index, dtype=object)
    coded["evidence"] = pd.Series(evidence, index=coded.index, dtype=object)
    return coded


def _code(outcome: ReadingOutcome, study: Study) -> ThemeCoding:
    statements = outcome.statements
    return code_statements(statements, tokenize_statements(statements, study), study.codebook, places=study.rule_places)
