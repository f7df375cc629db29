"""From statements to tokens, words, terms, themes, prevalence and topics: what every output is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_args

import numpy as np
import pandas as pd

from textmine.documents import Section
from textmine.ingest.table import FIELD_COLUMNS, field_table, statement_table
from textmine.prevalence import estimate_prevalence
from textmine.term_matrix import TermMatrix, build_term_matrix, weight_tfidf
from textmine.themes import ThemeCoding, code_statements
from textmine.themes.overrides import apply_overrides
from textmine.tokenizer import Tokenizer
from textmine.words import select_all_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textmine.documents import Reading, Statement
    from textmine.ingest import Source
    from textmine.study import Study
    from textmine.tokenizer import Token

    Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Analysis:
    """One study analysed; rows of every table and matrix are statements, in the same order.

    Attributes:
        statements: the contract's columns, a row per statement.
        records: the statements themselves.
        words: (n_statements) lists of counted words.
        matrix: counts, with terms in at least so many statements as the study asks.
        tfidf: the same matrix, weighted.
        by_rule: themes as the rules give them.
        coding: themes after the decisions by hand that the study records.
        fields: what became of each field of each form: document, ward, fiscal_year, form, section, state.
        prevalence: cells by theme, ward, year, form and section.
    """

    readings: tuple[Reading, ...]
    records: tuple[Statement, ...]
    statements: pd.DataFrame
    tokens: tuple[tuple[Token, ...], ...]
    words: tuple[tuple[str, ...], ...]
    matrix: TermMatrix
    tfidf: TermMatrix
    by_rule: ThemeCoding
    coding: ThemeCoding
    fields: pd.DataFrame
    prevalence: pd.DataFrame

    @property
    def coded(self) -> pd.DataFrame:
        """Themes by statement: bool, index statement_id, a column per theme."""
        return self.coding.to_frame()


def analyse(readings: Sequence[Reading], study: Study, *, unread: Sequence[Source] = ()) -> Analysis:
    """Take readings through all stages that need no model.

    Args:
        readings: the forms that were read.
        study: what the study knows and asks.
        unread: registered documents that could not be read: their fields are unreadable, and not missing.
    """
    records = [statement for reading in readings for statement in reading.statements]
    statements = statement_table(readings)
    tokens = tokenize_statements(records, study)
    words = select_all_words(tokens, study.word_rules)
    matrix = build_term_matrix(
        words,
        [statement.statement_id for statement in records],
        min_document_frequency=study.settings.words.minimum_statements,
        documents=[statement.document for statement in records],
    )
    by_rule = code_statements(records, tokens, study.codebook, places=study.rule_places)
    coding = apply_overrides(by_rule, study.overrides)
    fields = pd.concat([field_table(readings), _unread_fields(unread, study)], ignore_index=True)
    return Analysis(
        readings=tuple(readings),
        records=tuple(records),
        statements=statements,
        tokens=tuple(tuple(of_one) for of_one in tokens),
        words=tuple(tuple(of_one) for of_one in words),
        matrix=matrix,
        tfidf=weight_tfidf(matrix),
        by_rule=by_rule,
        coding=coding,
        fields=fields,
        prevalence=estimate_prevalence(statements, coding.to_frame(), ward_table(study), years_of(study), fields),
    )


def _unread_fields(unread: Sequence[Source], study: Study) -> pd.DataFrame:
    """Give the fields that registered documents must have by their kind of form, all of them unreadable."""
    sections = {
        layout.id: dict.fromkeys(
            section
            for field in layout.fields
            for section in (field.section, field.next_section)
            if section in get_args(Section)
        )
        for layout in study.layouts
    }
    rows = [
        (source.file, source.ward, source.fiscal_year, source.form, section, "unreadable")
        for source in unread
        for section in sections.get(source.form or "", ())
    ]
    return pd.DataFrame(rows, columns=list(FIELD_COLUMNS)).astype({"fiscal_year": "Int64"})


def tokenize_statements(statements: Sequence[Statement], study: Study) -> list[list[Token]]:
    """Cut the statements' texts into tokens, with the study's own words."""
    tokenizer = Tokenizer(user_terms=study.user_terms)
    return [tokenizer.tokenize(statement.text) for statement in statements]


def ward_table(study: Study) -> pd.DataFrame:
    """Give the wards in their official order: code, name, reading, order, column, row."""
    columns = ("code", "name", "reading", "order", "column", "row")
    rows = [tuple(getattr(ward, column) for column in columns) for ward in study.wards]
    return pd.DataFrame(rows, columns=list(columns))


def years_of(study: Study) -> range:
    """Give the fiscal years that the study shows."""
    return range(study.settings.years.first, study.settings.years.last + 1)


def mask_of(analysis: Analysis, theme: str) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Give which statements have a theme: (n_statements)."""
    return np.asarray(analysis.coded[theme], dtype=bool)


def main_form(analysis: Analysis) -> str:
    """Give the kind of form that most documents are of; the first by name among equals."""
    counts = analysis.statements.groupby("form")["document"].nunique()
    return str(counts.sort_index().idxmax())
