"""Statements and a codebook -> which theme each statement has, and the words that decided it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from textmine.themes.found import holds
from textmine.themes.negation import is_negated
from textmine.themes.rule_set import RuleSet
from textmine.themes.statement_view import view_statement

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from textmine.documents import Statement
    from textmine.themes.codebook import Codebook
    from textmine.themes.statement_view import AttributeValue, StatementView
    from textmine.themes.syntax import RulePlace
    from textmine.tokenizer import Token

EVIDENCE_COLUMNS: Final = ("statement_id", "theme", "word", "start", "end", "negated")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words that decided a theme: characters [start, end) of the statement's text."""

    word: str
    start: int
    end: int
    negated: bool = False  # a negation follows in the clause: a mention all the same


@dataclass(frozen=True, slots=True)
class AppliedOverride:
    """A decision by hand that stands over the rule's, whether it changed something or not."""

    statement_id: str
    theme: str
    decision: bool
    by_rule: bool
    reason: str
    coder: str


@dataclass(frozen=True, slots=True)
class ThemeCoding:
    """Which statement has which theme, and why."""

    statement_ids: tuple[str, ...]
    theme_ids: tuple[str, ...]
    present: NDArray[np.bool_]  # (n_statements, n_themes)
    evidence: Mapping[tuple[str, str], tuple[Evidence, ...]]  # (statement id, theme id) -> words, in order
    rules_hash: str
    overrides: tuple[AppliedOverride, ...] = field(default=())

    def to_frame(self) -> pd.DataFrame:
        """Give a table of booleans: index statement_id, a column per theme."""
        index = pd.Index(self.statement_ids, name="statement_id", dtype=object)
        return pd.DataFrame(self.present, index=index, columns=list(self.theme_ids))

    def evidence_frame(self) -> pd.DataFrame:
        """Give a row per deciding word: EVIDENCE_COLUMNS."""
        rows = [
            (statement_id, theme, one.word, one.start, one.end, one.negated)
            for (statement_id, theme), words in self.evidence.items()
            for one in words
        ]
        return pd.DataFrame(rows, columns=list(EVIDENCE_COLUMNS))

    def themes_of(self, statement_id: str) -> tuple[str, ...]:
        """Give the ids of a statement's themes, in the codebook's order."""
        row = self.present[self.statement_ids.index(statement_id)]
        return tuple(theme for theme, present in zip(self.theme_ids, row, strict=True) if present)


def code_statements(
    statements: Sequence[Statement],
    tokens: Sequence[Sequence[Token]],
    codebook: Codebook,
    *,
    places: Mapping[str, RulePlace] | None = None,
) -> ThemeCoding:
    """Code every statement with every theme.

    Args:
        statements: what to code.
        tokens: the tokens of each statement's text, in the same order.
        codebook: themes with their rules.
        places: where the rules' texts stand, for messages.

    Raises:
        RuleError: a rule cannot be parsed or refers to something that does not exist.
        ValueError: there is not one list of tokens for each statement, or an id comes twice.
    """
    if len(statements) != len(tokens):
        raise ValueError(f"{len(statements)} statements but tokens of {len(tokens)}")
    ids = tuple(statement.statement_id for statement in statements)
    if len(set(ids)) != len(ids):
        raise ValueError("a statement id comes twice")
    rules = rule_set(codebook, places)
    present = np.zeros((len(statements), len(codebook.themes)), dtype=np.bool_)
    evidence: dict[tuple[str, str], tuple[Evidence, ...]] = {}
    for row, (statement, words) in enumerate(zip(statements, tokens, strict=True)):
        view = view_statement(statement.text, words, rules.vocabulary, attributes_of(statement))
        for column, theme in enumerate(codebook.themes):
            value, hits = rules.find(theme, view)
            if holds(value):
                present[row, column] = True
                evidence[statement.statement_id, theme] = tuple(_as_evidence(view, statement.text, hit) for hit in hits)
    return ThemeCoding(ids, codebook.theme_ids, present, evidence, codebook.rules_hash())


def rule_set(codebook: Codebook, places: Mapping[str, RulePlace] | None = None) -> RuleSet:
    """Make a codebook's rules ready; references may use ids or labels.

    Raises:
        RuleError: a rule cannot be parsed or refers to something that does not exist.
    """
    return RuleSet(codebook.rules, places, {label: theme_id for theme_id, label in codebook.labels.items()})


def attributes_of(statement: Statement) -> dict[str, AttributeValue]:
    """Give what rules may ask of a statement besides its text."""
    return {
        "ward": statement.ward,
        "fiscal_year": statement.fiscal_year,
        "section": statement.section,
        "form": statement.form,
        "goal_no": statement.goal_no,
        "level": statement.level,
        "document": statement.document,
    }


def _as_evidence(view: StatementView, text: str, hit: tuple[int, int]) -> Evidence:
    start, end = view.origin.written(*hit)
    return Evidence(text[start:end], start, end, is_negated(view.text, hit[1]))
