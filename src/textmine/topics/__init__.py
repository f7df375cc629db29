"""Term matrix to topics, and which of them the data can carry."""

from textmine.topics.gate import WEIGHTS_ARE_NO_SHARES, describe_support, refuse_covariates
from textmine.topics.model import TopicModel, top_terms
from textmine.topics.nmf import NmfSettings, fit_nmf
from textmine.topics.stability import StabilitySettings, TopicStability, estimate_stability

__all__ = [
    "WEIGHTS_ARE_NO_SHARES",
    "NmfSettings",
    "StabilitySettings",
    "TopicModel",
    "TopicStability",
    "describe_support",
    "estimate_stability",
    "fit_nmf",
    "refuse_covariates",
    "top_terms",
]
