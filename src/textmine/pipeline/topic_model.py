"""Which topics the statements form, and which of them the material carries."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

from textmine.errors import NotEstimable
from textmine.term_matrix import TermMatrix, build_term_matrix
from textmine.topics import (
    StabilitySettings,
    TopicModel,
    compare_with_themes,
    describe_support,
    estimate_occurrence,
    estimate_stability,
    fit_nmf,
    list_topic_terms,
    statements_without_theme,
    topic_vocabulary,
)
from textmine.topics.description import DESCRIPTION_COLUMNS, TERM_TABLE_COLUMNS, describe_topics
from textmine.topics.occurrence import OCCURRENCE_COLUMNS
from textmine.topics.overlap import OVERLAP_COLUMNS, WITHOUT_THEME_COLUMNS
from textmine.topics.stability import CURVE_COLUMNS
from textmine.words import select_all_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from textmine.pipeline.analysis import Analysis
    from textmine.study import Study

    Progress = Callable[[str, int, int], None]  # what, done, of how many


@dataclass(frozen=True, slots=True)
class TopicFindings:
    """What was found; for a corpus that is too small, an empty table and the reason.

    Attributes:
        table: a row per topic of the proposed number, supported ones first.
        curve: how many topics are supported for each number that was asked for.
        occurrence: how many statements have each topic, with intervals that carry refits and forms.
        terms: the terms of each topic, by weight and by exclusivity.
        overlap: statements that topics and themes share.
        without_theme: statements of supported topics that no theme covers.
        verdict: the answer in a sentence.
    """

    table: pd.DataFrame
    curve: pd.DataFrame
    verdict: str
    occurrence: pd.DataFrame
    terms: pd.DataFrame
    overlap: pd.DataFrame
    without_theme: pd.DataFrame
    model: TopicModel | None = None

    def tables(self) -> dict[str, pd.DataFrame]:
        """Give every table under the name of its file."""
        return {
            "topics": self.table,
            "topic_curve": self.curve,
            "topic_occurrence": self.occurrence,
            "topic_terms": self.terms,
            "topic_overlap": self.overlap,
            "topic_statements_without_theme": self.without_theme,
        }


def find_topics(analysis: Analysis, study: Study, *, progress: Progress | None = None) -> TopicFindings:
    """Look at every number of topics that the study asks for; describe the smallest with the most supported ones."""
    asked = study.settings.topics
    settings = StabilitySettings(
        numbers=tuple(range(asked.fewest, asked.most + 1)),
        n_subsamples=asked.n_subsamples,
        n_shuffles=asked.n_shuffles,
        seed=asked.seed,
        forced=asked.forced,
    )
    matrix = topic_matrix(analysis, study)
    try:
        stability = estimate_stability(matrix, settings=settings, progress=progress)
    except NotEstimable as refusal:
        return _nothing_found(f"{refusal.fault}。話題は求めなかった")
    model = fit_nmf(matrix, stability.proposed)
    passes = stability.of_number(model.n_topics)["passes"]
    return TopicFindings(
        table=describe_topics(model, matrix, analysis.statements, stability),
        curve=stability.curve,
        verdict=describe_support(stability),
        occurrence=estimate_occurrence(model, matrix, seed=asked.seed),
        terms=list_topic_terms(model, matrix),
        overlap=compare_with_themes(model, analysis.coded),
        without_theme=statements_without_theme(model, analysis.coded, passes),
        model=model,
    )


def _nothing_found(reason: str) -> TopicFindings:
    return TopicFindings(
        table=pd.DataFrame(columns=list(DESCRIPTION_COLUMNS)),
        curve=pd.DataFrame(columns=list(CURVE_COLUMNS)),
        verdict=reason,
        occurrence=pd.DataFrame(columns=list(OCCURRENCE_COLUMNS)),
        terms=pd.DataFrame(columns=list(TERM_TABLE_COLUMNS)),
        overlap=pd.DataFrame(columns=list(OVERLAP_COLUMNS)),
        without_theme=pd.DataFrame(columns=list(WITHOUT_THEME_COLUMNS)),
    )


def topic_matrix(analysis: Analysis, study: Study) -> TermMatrix:
    """Count the words that topics are made of: of the parts of speech that the study names for them, often enough."""
    rules = replace(study.word_rules, parts_of_speech=study.settings.topics.parts_of_speech)
    matrix = build_term_matrix(
        select_all_words(analysis.tokens, rules),
        [statement.statement_id for statement in analysis.records],
        documents=[statement.document for statement in analysis.records],
    )
    return topic_vocabulary(matrix)
