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


def planted_theme(n_statements: int, seed: int) -> tuple[TermMatrix, list[str], list[str]]:
    """Plant twelve topics and a theme of 7 %, eight keywords of it; half of them are given."""
    random = np.random.default_rng(seed)
    base = 1 / (np.arange(1_300) + 10.0)
    topics = np.tile(base, (13, 1))
    for topic in topics:
        topic[random.choice(np.arange(20, 1_300), 40, replace=False)] += random.gamma(2, 0.05, 40)
    keywords = random.choice(np.arange(200, 1_300), 8, replace=False)
    topics[:12, keywords] = 0.0
    topics[12, keywords] = 0.15 * topics[12].sum() / 8
    topics /= topics.sum(axis=1, keepdims=True)
    words = []
    for _ in range(n_statements):
        share = random.dirichlet(np.full(12, 0.1))
        theme = random.random() < 0.07
        mixed = 0.5 * topics[12] + 0.5 * (share @ topics[:12]) if theme else share @ topics[:12]
        words.append([f"語{w:04}" for w in random.choice(1_300, size=max(4, random.poisson(15)), p=mixed)])
    names = [f"語{w:04}" for w in keywords]
    matrix = build_term_matrix(words, [f"a:{i}" for i in range(n_statements)], min_document_frequency=2)
    return matrix, names[:4], names[4:]
