"""What the report is written from: the study's names for things, and tidy tables that earlier stages made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd


@dataclass(frozen=True, slots=True)
class Names:
    """The study's names for its things; the report knows no other."""

    title: str
    subtitle: str
    unit: str  # what a ward's centre is called
    place_word: str  # 区: what a ward is called
    themes: Mapping[str, str]  # id -> label, in the order of the codebook
    definitions: Mapping[str, str]
    includes: Mapping[str, str]
    excludes: Mapping[str, str]
    indicators: Mapping[str, str]  # id -> label
    sections: Mapping[str, str]
    forms: Mapping[str, str]
    focus: tuple[str, ...]
    contrast: tuple[str, str]
    question: str
    material: str
    coding: str
    cautions: tuple[str, ...]

    def place(self, ward: object) -> str:
        """Give a ward's name, or that it is not known."""
        return ward if isinstance(ward, str) else f"{self.place_word}不明"

    def section(self, section: str) -> str:
        """Give a section's name; an id without one stands for itself."""
        return self.sections.get(section, section)

    def form(self, form: str) -> str:
        """Give a form's name; an id without one stands for itself."""
        return self.forms.get(form, form)


@dataclass(frozen=True, slots=True)
class Comparisons:
    """What is said across wards and years, and how far it may be off; columns as in `textmine.prevalence`.

    Attributes:
        totals: sums over wards by year, and over all years.
        contrasts: years, sections and wards against each other.
        follow_summary: how often a theme returns after it was raised as an issue, and how often without.
        sensitivity: each theme's total under other choices; the first row of a theme and form is the base.
        errors: coding error of each theme and its corrected share.
        correction_refusal: why no theme could be corrected; empty if some could.
        n_pooled: of how many themes, forms and sections the cells could be estimated with each other's strength.
    """

    totals: pd.DataFrame
    contrasts: pd.DataFrame
    follow_summary: pd.DataFrame
    sensitivity: pd.DataFrame
    errors: pd.DataFrame
    correction_refusal: str
    n_pooled: int


@dataclass(frozen=True, slots=True)
class Topics:
    """What the statements form by themselves; all tables are empty if the corpus is too small.

    Attributes:
        table: the columns of a described topic, supported ones first.
        occurrence: topic, n_statements, n_all, share, low, high.
        overlap: topic, theme, n_both.
        quotations: topic, the columns of a statement: what speaks most for each supported topic.
        verdict: how many topics the corpus carries, or why none was sought.
    """

    table: pd.DataFrame
    occurrence: pd.DataFrame
    overlap: pd.DataFrame
    quotations: pd.DataFrame
    verdict: str


@dataclass(frozen=True, slots=True)
class Words:
    """What the words show by themselves.

    Attributes:
        frequencies: term, count, n_statements, n_documents, by falling statements.
        pairs: first, second, jaccard, n_both: terms that stand together.
        sections: section, term, statements_in, n_documents: what sets the contrasted sections apart.
        groups: what the map of words shows them against.
        no_map: why there is no map; empty if there is one.
    """

    frequencies: pd.DataFrame
    pairs: pd.DataFrame
    sections: pd.DataFrame
    groups: str
    no_map: str


@dataclass(frozen=True, slots=True)
class Findings:
    """The tables; each also stands in tables/ under its name, with the ids that lead back to the statements.

    Attributes:
        forms: document, ward, fiscal_year, period_start, period_end, form, operator, n_statements, and the sections.
        totals: theme, form, mark (未検証 or nothing), query,
            n_present, n_statements, share, n_forms_present, n_forms, n_wards_present, n_wards.
        prevalence: the cells of `textmine.prevalence`.
        validity: theme, tp, fp, fn, tn, precision, recall, f1 with their limits, validated, reason.
        terms: theme, rank, term, z, statements_in, n_documents.
        quotations: theme, the columns of a statement, marks (pairs of characters of its text), negated.
        overrides: statement_id, theme, decision, by_rule, reason, coder; a row per decision by hand.
        recovery: how much of each theme's statements is found again when half of its wordings are hidden.
        words: which are frequent, which stand together.
        topics: what the statements form by themselves.
        follow_through: whether an issue returns in the plan for the next year, a row per theme and form.
        followed: the statements on both sides of each row of it.
        indicators: the forms' own numbers, by ward and year.
        comparisons: wards and years against each other.
        figures: names of the figures that the material carries.
        unread: documents that could not be read, with the reason.
        main_form: the kind of form that most documents are of; figures by ward and year show it.
        interval_meaning: what an interval over wards says, in words.
        known_limits: where the methods are known to fall short.
        ledger: document, share (of characters), a row per kind.
        colophon: name and value.
        sources: name and checksum of each document.
    """

    n_wards: int
    n_years: int
    forms: pd.DataFrame
    totals: pd.DataFrame
    prevalence: pd.DataFrame
    validity: pd.DataFrame
    terms: pd.DataFrame
    quotations: pd.DataFrame
    overrides: pd.DataFrame
    recovery: pd.DataFrame
    words: Words
    topics: Topics
    follow_through: pd.DataFrame
    followed: pd.DataFrame
    indicators: pd.DataFrame
    comparisons: Comparisons
    figures: frozenset[str]
    unread: tuple[str, ...]
    ledger: pd.DataFrame
    main_form: str
    interval_meaning: str
    known_limits: tuple[str, ...]
    colophon: tuple[tuple[str, str], ...]
    sources: tuple[tuple[str, str], ...]
