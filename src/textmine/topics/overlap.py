"""Topics against themes: what the model found that the codebook has, and what it has not.

Themes come as a table of booleans: this package knows no codebook.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from textmine.topics.model import TopicModel

OVERLAP_COLUMNS: Final = ("topic", "theme", "n_both", "n_topic", "n_theme", "share_of_topic", "share_of_theme", "lift")
WITHOUT_THEME_COLUMNS: Final = ("topic", "statement_id", "weight")


def compare_with_themes(model: TopicModel, themes: pd.DataFrame) -> pd.DataFrame:
    """Count the statements that a topic (numbered from 1, by main topic) and a theme share.

    Args:
        model: topics.
        themes: booleans, a column per theme, indexed by statement id; ids that the model lacks are left out.

    Returns:
        OVERLAP_COLUMNS, a row per topic and theme. `lift` is the shared number over what independence would give.
    """
    coded = themes.reindex(list(model.rows)).fillna(value=False).to_numpy(dtype=np.int64)
    main = model.main_topic()
    member = (main[:, None] == np.arange(model.n_topics)).astype(np.int64)
    both = member.T @ coded
    of_topic, of_theme = member.sum(axis=0), coded.sum(axis=0)
    expected = np.outer(of_topic, of_theme) / max(1, len(model.rows))
    rows = [
        {
            "topic": topic + 1,
            "theme": theme,
            "n_both": both[topic, column],
            "n_topic": of_topic[topic],
            "n_theme": of_theme[column],
            "share_of_topic": _ratio(both[topic, column], of_topic[topic]),
            "share_of_theme": _ratio(both[topic, column], of_theme[column]),
            "lift": _ratio(both[topic, column], expected[topic, column]),
        }
        for topic in range(model.n_topics)
        for column, theme in enumerate(themes.columns)
    ]
    return pd.DataFrame(rows, columns=list(OVERLAP_COLUMNS))


def statements_without_theme(model: TopicModel, themes: pd.DataFrame, passes: pd.Series[bool]) -> pd.DataFrame:
    """List the statements of supported topics that no theme covers: what the codebook may lack.

    Args:
        model: topics.
        themes: booleans, a column per theme, indexed by statement id.
        passes: per topic, in the model's order, whether the corpus carries it.

    Returns:
        WITHOUT_THEME_COLUMNS (topics from 1): by topic, heaviest first.
    """
    coded = themes.reindex(list(model.rows)).fillna(value=False).to_numpy(dtype=bool).any(axis=1)
    main = model.main_topic()
    supported = np.concatenate([passes.to_numpy(dtype=bool), [False]])[main]  # -1, no topic, takes the last
    chosen = np.flatnonzero(supported & ~coded)
    table = pd.DataFrame(
        {
            "topic": main[chosen] + 1,
            "statement_id": [model.rows[i] for i in chosen],
            "weight": model.statement_weights[chosen, main[chosen]],
        }
    )
    return table.sort_values(["topic", "weight"], ascending=[True, False], kind="stable", ignore_index=True)


def _ratio(part: Any, whole: Any) -> float:  # noqa: ANN401 - any number
    return float(part / whole) if whole else float("nan")
