"""Which topics the statements form, and which of them the material carries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from textmine.errors import NotEstimable
from textmine.topics import (
    StabilitySettings,
    TopicModel,
    TopicStability,
    describe_support,
    estimate_stability,
    fit_nmf,
)
from textmine.topics.description import DESCRIPTION_COLUMNS, describe_topics

if TYPE_CHECKING:
    from textmine.pipeline.analysis import Analysis
    from textmine.study import Study


@dataclass(frozen=True, slots=True)
class TopicFindings:
    """What was found; for a corpus that is too small, an empty table and the reason.

    Attributes:
        table: a row per topic of the proposed number, supported ones first.
        curve: how many topics are supported for each number that was asked for.
        verdict: the answer in a sentence.
    """

    table: pd.DataFrame
    curve: pd.DataFrame
    verdict: str
    model: TopicModel | None = None
    stability: TopicStability | None = None


def find_topics(analysis: Analysis, study: Study) -> TopicFindings:
    """Look at every number of topics that the study asks for; describe the smallest with the most supported ones."""
    asked = study.settings.topics
    settings = StabilitySettings(
        numbers=tuple(range(asked.fewest, asked.most + 1)),
        n_subsamples=asked.n_subsamples,
        n_shuffles=asked.n_shuffles,
        seed=asked.seed,
    )
    try:
        stability = estimate_stability(analysis.matrix, settings=settings)
    except NotEstimable as refusal:
        empty = pd.DataFrame(columns=list(DESCRIPTION_COLUMNS))
        return TopicFindings(empty, pd.DataFrame(), f"{refusal.fault}。話題は求めなかった")
    model = fit_nmf(analysis.tfidf, stability.proposed)
    table = describe_topics(model, analysis.matrix, analysis.statements, stability)
    return TopicFindings(table, stability.curve, describe_support(stability), model, stability)
