"""Term matrix to topics, and which of them the data can carry.

matrix = topic_vocabulary(matrix)                words that can come back in a part of the corpus
model = fit_nmf(matrix, 8)                       the same topics every time
stability = estimate_stability(matrix)           which come back, for 4 to 20 topics; what number to propose
describe_topics(model, matrix, statements, stability)   a row per topic, unsupported ones marked
rank_missed_statements(space, caught)            what a theme's rule may have missed; suggest_terms: what it lacks
"""

from textmine.topics.anchored import fit_anchored
from textmine.topics.coherence import HeldOutLift, diversity, estimate_held_out_lift
from textmine.topics.comparison import fit_lda_comparison
from textmine.topics.description import (
    describe_topics,
    list_topic_terms,
    representative_statements,
    statements_of_topic,
)
from textmine.topics.ensemble import fit_ensemble
from textmine.topics.gate import WEIGHTS_ARE_NO_SHARES, describe_support, refuse_covariates
from textmine.topics.model import TopicModel, top_terms
from textmine.topics.nmf import NmfSettings, fit_nmf, topic_vocabulary
from textmine.topics.occurrence import estimate_occurrence
from textmine.topics.overlap import compare_with_themes, statements_without_theme
from textmine.topics.recovery import Recovery, estimate_recovery
from textmine.topics.stability import StabilitySettings, TopicStability, estimate_stability
from textmine.topics.suggest import StatementSpace, make_space, rank_missed_statements, suggest_terms

__all__ = [
    "WEIGHTS_ARE_NO_SHARES",
    "HeldOutLift",
    "NmfSettings",
    "Recovery",
    "StabilitySettings",
    "StatementSpace",
    "TopicModel",
    "TopicStability",
    "compare_with_themes",
    "describe_support",
    "describe_topics",
    "diversity",
    "estimate_held_out_lift",
    "estimate_occurrence",
    "estimate_recovery",
    "estimate_stability",
    "fit_anchored",
    "fit_ensemble",
    "fit_lda_comparison",
    "fit_nmf",
    "list_topic_terms",
    "make_space",
    "rank_missed_statements",
    "refuse_covariates",
    "representative_statements",
    "statements_of_topic",
    "statements_without_theme",
    "suggest_terms",
    "top_terms",
    "topic_vocabulary",
]
