"""Topics of a study: which words they are made of, what is refused, and how far suggestions are trusted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from textmine.pipeline import analyse, find_topics, read_study
from textmine.pipeline.findings import topic_quotation_table
from textmine.pipeline.recovering import RECOVERY_COLUMNS, recover_wordings, wordings_of
from textmine.pipeline.suggesting import known_terms
from textmine.pipeline.topic_model import topic_matrix
from textmine.study import load_study

if TYPE_CHECKING:
    from textmine.pipeline import Analysis
    from textmine.study import Study

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def study() -> Study:
    return load_study(ROOT / "corpus/yokohama")


@pytest.fixture(scope="module")
def analysis(study: Study) -> Analysis:
    return analyse(read_study(study).readings, study)


def with_topics(study: Study, **changes: object) -> Study:
    topics = replace(study.settings.topics, **changes)  # type: ignore[arg-type]
    return replace(study, settings=replace(study.settings, topics=topics))


def test_topics_are_made_of_nouns_that_stand_in_five_statements_or_more(study: Study, analysis: Analysis) -> None:
    matrix = topic_matrix(analysis, study)
    assert matrix.document_frequency().min() == 5
    assert "相談" in matrix.terms  # a verb's noun
    assert not {"増える", "つなげる", "多様"} & set(matrix.terms)
    assert "増える" in topic_matrix(analysis, with_topics(study, parts_of_speech=("名詞", "動詞"))).terms


def test_a_study_of_two_small_forms_is_refused_and_forced_only_with_a_mark(study: Study, analysis: Analysis) -> None:
    small = [one for one in analysis.readings if "seya" in one.document.name or "tsurumi" in one.document.name]
    few = analyse(small, study)
    refused = find_topics(few, study)
    assert refused.table.empty
    assert "48 件しかなく" in refused.verdict  # 22 and 26 statements
    assert all(len(table.columns) for table in refused.tables().values())
    forced = find_topics(few, with_topics(study, forced=True, n_shuffles=19, n_subsamples=2, most=5))
    assert "参考として示します" in forced.verdict
    assert forced.occurrence["low"].isna().all()  # two forms say nothing of the spread between forms


def test_supported_topics_are_quoted_with_their_source(study: Study, analysis: Analysis) -> None:
    topics = find_topics(analysis, with_topics(study, fewest=8, most=8, n_shuffles=19, n_subsamples=10))
    quoted = topic_quotation_table(analysis, topics)
    assert set(quoted["topic"]) == set(topics.table.loc[topics.table["passes"], "topic"])
    assert quoted[["document", "section", "text"]].notna().all(axis=None)
    assert topics.occurrence["n_statements"].sum() <= len(analysis.records)
    between = topics.occurrence
    assert ((between["low"] < between["share"]) & (between["share"] < between["high"])).all()


def test_recovery_stands_for_every_theme_and_is_refused_below_ten_statements(study: Study, analysis: Analysis) -> None:
    recovery = recover_wordings(analysis, study)
    assert recovery.columns.tolist() == list(RECOVERY_COLUMNS)
    assert recovery["theme"].tolist() == list(study.codebook.themes)
    few = recovery["n_statements"] < 10
    assert (recovery.loc[few, "reason"] != "").all()
    assert recovery.loc[few, "auc"].isna().all()
    assert (recovery.loc[~few, "auc"] > 0.5).all()


def test_a_term_that_the_rule_catches_already_is_never_suggested(study: Study, analysis: Analysis) -> None:
    terms = ["父親", "プレパパ", "母親", "参加"]
    assert known_terms(analysis, study, "father", terms) == {"父親", "プレパパ"}


def test_wordings_are_what_the_rule_found_in_each_statement(analysis: Analysis) -> None:
    hits = wordings_of(analysis, "father")
    for word in ("父親", "父子"):
        held = np.flatnonzero(hits[word])
        assert len(held)
        assert all(word in analysis.records[i].text for i in held)
    assert np.array_equal(hits.any(axis=1), analysis.by_rule.to_frame()["father"].to_numpy())
