"""Topics in words: top terms, statements that speak for each, forms it stands in, and whether the corpus carries it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from textmine.topics.model import top_terms

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from textmine.term_matrix import TermMatrix
    from textmine.topics.model import TopicModel
    from textmine.topics.stability import TopicStability

DESCRIPTION_COLUMNS: Final = (
    "topic",
    "label",
    "passes",
    "stability",
    "replication",
    "p_value",
    "top_terms",
    "exclusive_terms",
    "statement_ids",
    "n_statements",
    "n_documents",
    "largest_document",
    "largest_document_share",
    "without_form",
    "weakest_form",
)
TERM_TABLE_COLUMNS: Final = ("topic", "rank", "term", "score", "weight", "exclusivity", "n_statements")
PAGE_COLUMNS: Final = ("rank", "statement_id", "document", "weight", "text")
LABEL_TERMS: Final = 3
EXCLUSIVITY_WEIGHT: Final = 0.5  # of FREX: as much exclusivity as frequency


def describe_topics(
    model: TopicModel,
    matrix: TermMatrix,
    statements: pd.DataFrame,
    stability: TopicStability | None = None,
    *,
    n_terms: int = 10,
) -> pd.DataFrame:
    """Give a row per topic, numbered from 1; supported topics first, then by falling number of statements.

    Args:
        model: topics of `matrix`.
        matrix: the counts that it was fitted to.
        statements: with the columns `statement_id` and `text`; any order, more rows than the matrix are welcome.
        stability: of the same matrix; without it, no topic counts as supported.
        n_terms: terms per list.

    Returns:
        DESCRIPTION_COLUMNS. A statement counts for its main topic alone; `n_statements` counts those.
    """
    main = model.main_topic()
    evidence = _evidence(model, stability)
    heaviest = top_terms(model.term_scores, n_terms)
    exclusive = top_terms(exclusivity_scores(model), n_terms)
    representative = representative_statements(model, statements)
    rows = []
    for topic in range(model.n_topics):
        documents = pd.Series([matrix.documents[i] for i in np.flatnonzero(main == topic)], dtype=str)
        in_documents = documents.value_counts().sort_index().sort_values(ascending=False, kind="stable")
        names = [model.terms[c] for c in heaviest[topic] if model.term_scores[topic, c] > 0]
        rows.append(
            {
                "topic": topic,
                "label": "・".join(names[:LABEL_TERMS]),
                "top_terms": names,
                "exclusive_terms": [model.terms[c] for c in exclusive[topic] if model.term_scores[topic, c] > 0],
                "statement_ids": representative[topic],
                "n_statements": len(documents),
                "n_documents": len(in_documents),
                "largest_document": str(in_documents.index[0]) if len(in_documents) else "",
                "largest_document_share": in_documents.iloc[0] / len(documents) if len(documents) else np.nan,
            }
        )
    table = pd.DataFrame(rows).merge(evidence, on="topic")
    table = table.sort_values(["passes", "n_statements", "topic"], ascending=[False, False, True], kind="stable")
    table["topic"] += 1
    return table.reset_index(drop=True)[list(DESCRIPTION_COLUMNS)]


def list_topic_terms(model: TopicModel, matrix: TermMatrix, *, n_terms: int = 20) -> pd.DataFrame:
    """List the top terms of each topic (numbered from 1), first by rank.

    Returns:
        TERM_TABLE_COLUMNS. `n_statements` is how many statements of the corpus hold the term.
    """
    exclusivity = exclusivity_scores(model)
    frequency = matrix.document_frequency()
    rows = [
        (
            topic + 1,
            rank,
            model.terms[column],
            float(model.term_scores[topic, column]),
            float(model.term_weights[topic, column]),
            float(exclusivity[topic, column]),
            int(frequency[column]),
        )
        for topic, columns in enumerate(top_terms(model.term_scores, n_terms))
        for rank, column in enumerate(columns, start=1)
        if model.term_scores[topic, column] > 0
    ]
    return pd.DataFrame(rows, columns=list(TERM_TABLE_COLUMNS))


def exclusivity_scores(model: TopicModel) -> NDArray[np.float64]:
    """Give the harmonic mean of a term's ranks by weight and by how much of it the topic has: (n_topics, n_terms).

    FREX of Bischof and Airoldi (2012, ICML, "Summarizing topical content with word frequency and exclusivity"). Terms
    without weight in a topic score 0.
    """
    weights = model.term_weights * model.statement_weights.sum(axis=0)[:, None]
    share = np.divide(weights, weights.sum(axis=0), out=np.zeros_like(weights), where=weights.sum(axis=0) > 0)
    scores = np.zeros_like(weights)
    for topic in range(model.n_topics):
        used = np.flatnonzero(weights[topic] > 0)
        by_weight, by_share = (_rank_share(values[topic, used]) for values in (weights, share))
        scores[topic, used] = 1.0 / (EXCLUSIVITY_WEIGHT / by_share + (1 - EXCLUSIVITY_WEIGHT) / by_weight)
    return np.asarray(scores)


def representative_statements(model: TopicModel, statements: pd.DataFrame, *, n_statements: int = 5) -> list[list[str]]:
    """Give, per topic, the ids of the statements that are most of it, each text once (forms repeat sentences).

    Ranked by weight times the share of the statement's weights that the topic has: a statement that is strongly of
    several topics speaks for none.
    """
    total = model.statement_weights.sum(axis=1, keepdims=True)
    purity = np.divide(model.statement_weights, total, out=np.zeros_like(model.statement_weights), where=total > 0)
    scores = model.statement_weights * purity
    text_of = dict(zip(statements["statement_id"], statements["text"], strict=True))
    chosen = []
    for topic in range(model.n_topics):
        ids: dict[str, str] = {}
        for i in np.argsort(-scores[:, topic], kind="stable"):
            if scores[i, topic] <= 0 or len(ids) == n_statements:
                break
            ids.setdefault(str(text_of.get(model.rows[i], model.rows[i])), model.rows[i])
        chosen.append(list(ids.values()))
    return chosen


def statements_of_topic(model: TopicModel, statements: pd.DataFrame, topic: int) -> pd.DataFrame:
    """Give the page of a topic (numbered from 1): every statement whose main topic it is, most of it first.

    Returns:
        PAGE_COLUMNS. `weight` orders statements within the topic and says nothing beyond.
    """
    of_topic = topic - 1
    members = np.flatnonzero(model.main_topic() == of_topic)
    members = members[np.argsort(-model.statement_weights[members, of_topic], kind="stable")]
    found = statements.set_index("statement_id").reindex([model.rows[i] for i in members])
    return pd.DataFrame(
        {
            "rank": np.arange(1, len(members) + 1),
            "statement_id": [model.rows[i] for i in members],
            "document": found["document"].to_numpy() if "document" in found else "",
            "weight": model.statement_weights[members, of_topic],
            "text": found["text"].to_numpy(),
        },
        columns=list(PAGE_COLUMNS),
    )


def _evidence(model: TopicModel, stability: TopicStability | None) -> pd.DataFrame:
    columns = ["topic", "passes", "stability", "replication", "p_value", "without_form", "weakest_form"]
    if stability is not None:
        return pd.DataFrame(stability.of_number(model.n_topics)[columns])
    unknown = pd.DataFrame({"topic": range(model.n_topics)}).reindex(columns=columns)
    return unknown.assign(passes=False, weakest_form="")


def _rank_share(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the share of values that are not larger: above 0, up to 1."""
    return np.asarray(np.searchsorted(np.sort(values), values, side="right") / len(values))
