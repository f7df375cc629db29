"""Term matrix to topics, and which of them the data can carry."""

from textmine.topics.model import TopicModel, top_terms
from textmine.topics.nmf import NmfSettings, fit_nmf

__all__ = ["NmfSettings", "TopicModel", "fit_nmf", "top_terms"]
