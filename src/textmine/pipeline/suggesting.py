"""What a theme's rule may lack: terms and statements for a person to accept or reject, and the log of decisions."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

import pandas as pd

from textmine.errors import StudyError
from textmine.pipeline.analysis import analyse, mask_of
from textmine.pipeline.reading import read_study
from textmine.term_matrix import build_term_matrix
from textmine.themes import parse_rule
from textmine.themes.suggestion_log import (
    LOG_NAME,
    SuggestionDecision,
    append_decisions,
    read_decisions,
    undecided,
)
from textmine.themes.syntax import Text, Word, walk
from textmine.topics.suggest import make_space, rank_missed_statements, suggest_terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textmine.pipeline.analysis import Analysis
    from textmine.study import Study
    from textmine.topics.suggest import StatementSpace

COLUMNS = ("kind", "suggested", "rank", "score", "because", "text")
FEWEST_STATEMENTS = 2  # a term that one statement alone uses tells nothing of a theme


def suggest_for(study: Study, theme: str, *, n: int = 30) -> pd.DataFrame:
    """Rank terms and statements that nobody has decided on yet: COLUMNS.

    Raises:
        StudyError: the theme is none of the study.
        NotEstimable: the rule catches too few statements; reading them all is the better way.
    """
    _check(study, theme)
    analysis = analyse(read_study(study).readings, study)
    caught = mask_of(analysis, theme)
    space = space_of(analysis)
    known = _known_words(study, theme, space.matrix.terms)
    terms = suggest_terms(space, caught, known=known, n_terms=n).rename(columns={"term": "suggested"})
    missed = rank_missed_statements(space, caught, n_statements=n).rename(columns={"statement_id": "suggested"})
    missed["text"] = missed["suggested"].map({s.statement_id: s.text for s in analysis.records})
    terms["because"] = "規則の語と同じ字: " + terms["shared_characters"]
    terms.loc[terms["shared_characters"] == "", "because"] = ""
    table = pd.concat([terms.assign(kind="term", text=""), missed.assign(kind="statement")], ignore_index=True)
    left = undecided(table["suggested"], theme, read_decisions(study.folder / LOG_NAME))
    return table.loc[table["suggested"].isin(left), list(COLUMNS)].reset_index(drop=True)


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
    study: Study, theme: str, suggested: str, *, accept: bool, coder: str, reason: str
) -> None:
    """Log what a person decided on a suggestion.

    Raises:
        StudyError: the theme is none of the study, or who or why is lacking.
    """
    _check(study, theme)
    kind: Literal["term", "statement"] = "statement" if ":" in suggested else "term"
    decision: Literal["accepted", "rejected"] = "accepted" if accept else "rejected"
    today = date.today().isoformat()  # noqa: DTZ011 - the coder's own calendar
    one = SuggestionDecision(today, theme, kind, suggested, decision, coder, reason)
    append_decisions(study.folder / LOG_NAME, [one])


def _known_words(study: Study, theme: str, terms: Sequence[str]) -> set[str]:
    """Give the words of the rule, and the terms that hold one of them: the rule has these already."""
    tree = parse_rule(study.codebook.themes[theme].rule)
    words = {node.text for node in walk(tree) if isinstance(node, Word | Text)}
    return words | {term for term in terms if any(word in term for word in words)}


def _check(study: Study, theme: str) -> None:
    if theme not in study.codebook.themes:
        known = "、".join(study.codebook.themes)
        raise StudyError(str(study.folder / "themes.toml"), f"主題「{theme}」がありません", f"あるもの: {known}")
