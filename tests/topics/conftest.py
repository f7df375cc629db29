"""Corpora with topics that are known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from textmine.term_matrix import TermMatrix, build_term_matrix
from textmine.topics import StabilitySettings, TopicStability, estimate_stability

if TYPE_CHECKING:
    from numpy.typing import NDArray


@pytest.fixture(scope="session")
def planted_topic() -> NDArray[np.int64]:
    """Give the topic of each of 300 statements, out of six."""
    return np.random.default_rng(1).integers(6, size=300)


@pytest.fixture(scope="session")
def planted_words(planted_topic: NDArray[np.int64]) -> list[list[str]]:
    """Draw ten words per statement: seven of its topic's twelve terms, three of thirty that all share."""
    random = np.random.default_rng(2)
    return [
        [f"話題{k}語{i:02}" for i in random.integers(12, size=7)] + [f"共通{i:02}" for i in random.integers(30, size=3)]
        for k in planted_topic
    ]


@pytest.fixture(scope="session")
def planted_matrix(planted_words: list[list[str]]) -> TermMatrix:
    rows = [f"様式{i % 5}:{i}" for i in range(len(planted_words))]
    return build_term_matrix(planted_words, rows, min_document_frequency=2)


@pytest.fixture(scope="session")
def planted_statements(planted_matrix: TermMatrix) -> pd.DataFrame:
    rows = planted_matrix.rows
    return pd.DataFrame(
        {"statement_id": rows, "document": planted_matrix.documents, "text": [f"文{row}" for row in rows]}
    )


@pytest.fixture(scope="session")
def noise() -> TermMatrix:
    random = np.random.default_rng(2)
    words = [[f"語{i:02}" for i in random.integers(80, size=12)] for _ in range(240)]
    return build_term_matrix(words, [f"様式{i % 5}:{i}" for i in range(240)], min_document_frequency=2)


@pytest.fixture(scope="session")
def quick() -> StabilitySettings:
    """As few refits as a level of 0.05 allows."""
    return StabilitySettings(numbers=(4, 6, 8), n_subsamples=10, n_shuffles=39, cuts_per_shuffle=4, n_processes=1)


@pytest.fixture(scope="session")
def stability(planted_matrix: TermMatrix, quick: StabilitySettings) -> TopicStability:
    return estimate_stability(planted_matrix, settings=quick)
