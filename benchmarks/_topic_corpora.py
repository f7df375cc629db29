"""Corpora to measure topics on: the real forms, and planted ones whose topics are known."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np

from textmine.pipeline import Analysis, analyse, read_study
from textmine.pipeline.topic_model import topic_matrix
from textmine.study import Study, load_study
from textmine.term_matrix import TermMatrix, build_term_matrix

STUDY = Path(__file__).parents[1] / "corpus/yokohama"
THEME_SHARES = (0.07, 0.09, 0.012, 0.03, 0.08)


@cache
def real_analysis() -> tuple[Analysis, Study]:
    study = load_study(STUDY)
    return analyse(read_study(study).readings, study), study


def real_corpus() -> TermMatrix:
    """Count the words that the report's topics are made of."""
    return topic_matrix(*real_analysis())


def planted_corpus(n_statements: int, n_topics: int, seed: int = 0) -> TermMatrix:
    """Draw words of a Zipf vocabulary; nearly half are of topics with 40 words each, few topics to a statement."""
    random = np.random.default_rng(seed)
    base = 1 / (np.arange(1_300) + 10.0)
    topics = np.tile(base, (n_topics, 1))
    for topic in topics:
        topic[random.choice(np.arange(20, 1_300), 40, replace=False)] += random.gamma(2, 0.05, 40)
    topics /= topics.sum(axis=1, keepdims=True)
    words = []
    for _ in range(n_statements):
        mixed = random.dirichlet(np.full(n_topics, 0.1)) @ topics
        words.append([f"語{w:04}" for w in random.choice(1_300, size=max(4, random.poisson(15)), p=mixed)])
    return build_term_matrix(words, [f"様式{i % 20}:{i}" for i in range(n_statements)], min_document_frequency=5)


def planted_themes(n_statements: int, seed: int) -> tuple[TermMatrix, list[list[str]]]:
    """Plant twelve topics and five themes of 1 to 9 % of the statements, each with eight keywords.

    A statement of a theme is 0.36 of it: so 1,000 statements are as hard for CorEx and for a tf-idf centroid as on the
    corpora that the bar was set on (AUC 0.75 and 0.83); four keywords then catch a statement of a theme in four.
    """
    random = np.random.default_rng(seed)
    topics = np.tile(1 / (np.arange(1_300) + 10.0), (12 + len(THEME_SHARES), 1))
    for topic in topics:
        topic[random.choice(np.arange(20, 1_300), 40, replace=False)] += random.gamma(2, 0.05, 40)
    keywords = random.choice(np.arange(200, 1_300), (len(THEME_SHARES), 8), replace=False)
    topics[:, keywords.ravel()] = 0.0
    for theme, own in zip(topics[12:], keywords, strict=True):
        theme[own] = 0.15 * theme.sum() / 8
    topics /= topics.sum(axis=1, keepdims=True)
    words = []
    for _ in range(n_statements):
        mixed = random.dirichlet(np.full(12, 0.1)) @ topics[:12]
        themes = np.flatnonzero(random.random(len(THEME_SHARES)) < THEME_SHARES)
        if len(themes):
            mixed = 0.64 * mixed + 0.36 * topics[12 + themes].mean(axis=0)
        words.append([f"語{w:04}" for w in random.choice(1_300, size=max(4, random.poisson(15)), p=mixed)])
    return build_term_matrix(words, [f"様式{i % 20}:{i}" for i in range(n_statements)]), [
        [f"語{w:04}" for w in own] for own in keywords
    ]
