"""What a theme's rule may lack: terms and statements for a person to accept or reject, and the log of decisions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from textmine.errors import NotEstimable, StudyError
from textmine.pipeline.analysis import analyse, mask_of, tokenize_statements
from textmine.term_matrix import build_term_matrix
from textmine.themes import code_statements
from textmine.themes.suggestion_log import (
    LOG_NAME,
    SuggestionDecision,
    append_decisions,
    read_decisions,
    undecided,
)
from textmine.topics.suggest import make_space, rank_missed_statements, suggest_terms

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from numpy.typing import NDArray

    from textmine.pipeline.analysis import Analysis
    from textmine.pipeline.reading import ReadingOutcome
    from textmine.study import Study
    from textmine.topics.suggest import StatementSpace

COLUMNS = ("kind", "suggested", "rank", "score", "because", "text")
FEWEST_STATEMENTS = 2  # a term that one statement alone uses tells nothing of a theme


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What a rule may lack; for a theme with too few statements those statements instead, and the reason.

    Attributes:
        table: COLUMNS; `kind` is term, statement or, if refused, caught.
        refusal: why nothing could be ranked; empty if something could.
    """

    table: pd.DataFrame
    refusal: str = ""


def suggest_for(outcome: ReadingOutcome, study: Study, theme: str, *, n: int = 30) -> Suggestions:
    """Rank terms and statements that nobody has decided on yet.

    Raises:
        StudyError: the theme is none of the study.
    """
    _check(study, theme)
    analysis = analyse(outcome.readings, study)
    caught = mask_of(analysis, theme)
    space = space_of(analysis)
    known = known_terms(analysis, study, theme, space.matrix.terms)
    try:
        terms = suggest_terms(space, caught, known=known, n_terms=n)
    except NotEstimable as refusal:
        return Suggestions(_caught_table(analysis, theme, caught), f"主題「{theme}」: {refusal.fault}。下に示します")
    missed = rank_missed_statements(space, caught, n_statements=n).rename(columns={"statement_id": "suggested"})
    missed["text"] = missed["suggested"].map({s.statement_id: s.text for s in analysis.records})
    terms["because"] = [_why(row) for row in terms.to_dict("records")]
    terms = terms.rename(columns={"term": "suggested"})
    table = pd.concat([terms.assign(kind="term", text=""), missed.assign(kind="statement")], ignore_index=True)
    left = undecided(table["suggested"], theme, read_decisions(study.folder / LOG_NAME))
    return Suggestions(table.loc[table["suggested"].isin(left), list(COLUMNS)].reset_index(drop=True))


def space_of(analysis: Analysis) -> StatementSpace:
    """Make the space that suggestions are ranked in, with all words that two statements share."""
    matrix = build_term_matrix(
        analysis.words,
        [statement.statement_id for statement in analysis.records],
        min_document_frequency=FEWEST_STATEMENTS,
        documents=[statement.document for statement in analysis.records],
    )
    return make_space(matrix, [statement.text for statement in analysis.records])


def decide(  # noqa: PLR0913 - the fields of a record
    outcome: ReadingOutcome, study: Study, theme: str, suggested: str, *, accept: bool, coder: str, reason: str
) -> None:
    """Log what a person decided on a suggestion.

    Raises:
        StudyError: the theme is none of the study, the statement neither, or who or why is lacking.
    """
    _check(study, theme)
    kind: Literal["term", "statement"] = "statement" if ":" in suggested else "term"
    if kind == "statement":
        _check_statement(outcome, study, suggested)
    decision: Literal["accepted", "rejected"] = "accepted" if accept else "rejected"
    today = date.today().isoformat()  # noqa: DTZ011 - the coder's own calendar
    one = SuggestionDecision(today, theme, kind, suggested, decision, coder, reason)
    append_decisions(study.folder / LOG_NAME, [one])


def known_terms(analysis: Analysis, study: Study, theme: str, terms: Sequence[str]) -> set[str]:
    """Give the terms that the theme's rule catches where they stand alone: it has these already."""
    alone = [replace(analysis.records[0], statement_id=f"{row}", text=term) for row, term in enumerate(terms)]
    coding = code_statements(alone, tokenize_statements(alone, study), study.codebook, places=study.rule_places)
    return {term for term, present in zip(terms, coding.to_frame()[theme], strict=True) if present}


def _why(term: Mapping[Hashable, Any]) -> str:
    why = f"該当文のうち{term['statements_in']}文、ほかの{term['statements_out']}文にある"
    shared = term["shared_characters"]
    return f"{why}。規則の語と同じ字: {shared}" if shared else why


def _caught_table(analysis: Analysis, theme: str, caught: NDArray[np.bool_]) -> pd.DataFrame:
    rows = []
    for rank, row in enumerate(np.flatnonzero(caught), start=1):
        statement = analysis.records[row]
        words = analysis.coding.evidence.get((statement.statement_id, theme), ())
        because = "、".join(dict.fromkeys(word.word for word in words))
        rows.append(("caught", statement.statement_id, rank, float("nan"), because, statement.text))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _check(study: Study, theme: str) -> None:
    if theme not in study.codebook.themes:
        known = "、".join(study.codebook.themes)
        raise StudyError(str(study.folder / "themes.toml"), f"主題「{theme}」がありません", f"あるもの: {known}")


def _check_statement(outcome: ReadingOutcome, study: Study, statement_id: str) -> None:
    if statement_id not in {one.statement_id for one in outcome.statements}:
        raise StudyError(
            str(study.folder), f"文「{statement_id}」がありません", "textmine suggest が示す文ID を写してください"
        )
