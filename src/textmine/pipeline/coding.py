"""Readings to coded statements, and a query of the report back to its statements."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Final, get_args

import pandas as pd

from textmine.documents import Section
from textmine.errors import StudyError
from textmine.pipeline.analysis import tokenize_statements, ward_table, years_of
from textmine.prevalence import statements_of, unplaced_statements
from textmine.prevalence.queries import split_ids
from textmine.themes import ThemeCoding, code_statements
from textmine.themes.overrides import apply_overrides

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textmine.pipeline.reading import ReadingOutcome
    from textmine.prevalence import Query
    from textmine.study import Study
    from textmine.themes.overrides import Override

_PARTS: Final = {"theme": "主題", "ward": "区", "form": "様式", "section": "区分"}


def code_reading(outcome: ReadingOutcome, study: Study, *, overrides: Iterable[Override] = ()) -> pd.DataFrame:
    """Give the statements with `themes` (a list of ids) and `evidence` (theme, word, start, end).

    Args:
        outcome: what was read.
        study: whose themes.
        overrides: decisions by hand on these statements, which stand over the rules.

    Raises:
        StudyError: the study has no theme yet.
    """
    require_themes(study)
    return with_themes(outcome.statement_table(), apply_overrides(_code(outcome, study), overrides))


def require_themes(study: Study) -> None:
    """Refuse a study without themes.

    Raises:
        StudyError: it has none.
    """
    if not study.codebook.themes:
        file = str(study.folder / "themes.toml")
        raise StudyError(file, "主題が一つもありません", "[themes.id] の表を一つ書いてください")


def trace_query(outcome: ReadingOutcome, study: Study, query: str) -> pd.DataFrame:
    """Give the statements that a number of the report counts, with their themes and evidence.

    Args:
        outcome: what was read of the study.
        study: whose themes, wards and names.
        query: as the tables and the report print it.

    Raises:
        TextmineError: the query has not the form of one, or names what the study does not know.
    """
    for single in split_ids(query)[0]:
        _refuse_unknown(single, study)
    coding = apply_overrides(_code(outcome, study), study.overrides)  # as the report counts them
    return with_themes(statements_of(query, outcome.statement_table(), coding.to_frame()), coding)


def count_unplaced(statements: pd.DataFrame, study: Study) -> int:
    """Count the statements that tables of wards and years leave out, since ward or year are unknown or not shown."""
    return len(unplaced_statements(statements, ward_table(study), years_of(study)))


def _refuse_unknown(query: Query, study: Study) -> None:
    """Refuse a name that no statement can have: nothing found would look like nothing written."""
    themes = {label: theme for theme, label in study.codebook.labels.items()}
    known: dict[str, Mapping[str, str]] = {  # what may be written -> what it should be
        "theme": themes | {theme: theme for theme in themes.values()},
        "ward": {ward.name: ward.name for ward in study.wards},
        "form": {layout.name: layout.id for layout in study.layouts} | {one.id: one.id for one in study.layouts},
        "section": {name: section for section, name in study.settings.sections.items()}
        | {section: section for section in get_args(Section)},
    }
    for part, names in known.items():
        for value in getattr(query, part):
            if names.get(value) != value:
                near = get_close_matches(value, names, n=1, cutoff=0.5)
                ids = dict.fromkeys(names.values())
                remedy = f"もしかして: {names[near[0]]}" if near else f"あるもの: {'、'.join(ids)}"
                raise StudyError(str(query), f"{_PARTS[part]}「{value}」はこの調査にありません", remedy)


def with_themes(statements: pd.DataFrame, coding: ThemeCoding) -> pd.DataFrame:
    """Add the columns `themes` and `evidence` to a table of statements; `by_hand` too, where decisions by hand stand.

    `by_hand` tells which themes of a statement people decided, how, what the rule had said, why, and who did: evidence
    can only show the words of rules.
    """
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
    if coding.overrides:
        coded["by_hand"] = pd.Series(_decisions(ids, coding), index=coded.index, dtype=object)
    return coded


def _decisions(statement_ids: Iterable[str], coding: ThemeCoding) -> list[list[dict[str, object]]]:
    decisions: dict[str, list[dict[str, object]]] = {}
    for one in coding.overrides:
        decision = {"theme": one.theme, "decision": one.decision, "by_rule": one.by_rule}
        decisions.setdefault(one.statement_id, []).append(decision | {"reason": one.reason, "coder": one.coder})
    return [decisions.get(statement_id, []) for statement_id in statement_ids]


def _code(outcome: ReadingOutcome, study: Study) -> ThemeCoding:
    statements = outcome.statements
    return code_statements(statements, tokenize_statements(statements, study), study.codebook, places=study.rule_places)
