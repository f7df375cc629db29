"""Topics to click through: one HTML file that holds its data, its style and its program, and asks the network nothing.

Left the topics (unsupported ones grey, after the others), right the chosen one: its terms, with a slider from "heavy in
the topic" to "of this topic alone" (Sievert and Shirley 2014, LDAvis, after FREX), its statements with their form, and
the curve over numbers of topics. A word that is clicked marks the statements that hold it. Without script, the tables
still stand in the file.
"""

from __future__ import annotations

import html
import json
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import pandas as pd

    from textmine.topics import TopicModel

_SHOWN: Final = ("topic", "label", "passes", "stability", "replication", "p_value", "n_statements", "n_documents")
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"


def draw_topic_browser(  # noqa: PLR0913 - one line per table
    model: TopicModel,
    topics: pd.DataFrame,
    terms: pd.DataFrame,
    statements: pd.DataFrame,
    curve: pd.DataFrame,
    *,
    title: str,
    verdict: str,
) -> str:
    """Give the page as text; the same tables give the same text.

    Args:
        model: topics; statements are shown under their main topic.
        topics: DESCRIPTION_COLUMNS.
        terms: TERM_TABLE_COLUMNS.
        statements: `statement_id`, `text` and, if there, `document`, `ward`, `fiscal_year`, `section`.
        curve: CURVE_COLUMNS.
        title: of the page.
        verdict: the sentence on how many topics are supported.
    """
    data = {
        "topics": _records(topics[list(_SHOWN)]),
        "terms": _records(terms[["topic", "term", "score", "exclusivity", "n_statements"]]),
        "statements": _statement_records(model, statements),
        "curve": _records(curve[["n_topics", "n_passing", "pairwise_stability", "shuffled_stability"]]),
        "proposed": model.n_topics,
    }
    embedded = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace(
        "<", "\\u003c"
    )  # no </script> inside
    template = resources.files("textmine.figures").joinpath("topics_browser.html").read_text(encoding="utf-8")
    page = template.replace("@TITLE@", html.escape(title)).replace("@VERDICT@", html.escape(verdict))
    page = page.replace("@TABLE@", _plain_table(topics)).replace("@POLICY@", _POLICY)
    return page.replace("@DATA@", embedded)  # last: nothing in the data is replaced


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(key): _plain(value) for key, value in row.items()} for row in table.to_dict("records")]


def _statement_records(model: TopicModel, statements: pd.DataFrame) -> list[dict[str, Any]]:
    shown = [c for c in ("text", "document", "ward", "fiscal_year", "section") if c in statements]
    found = statements.set_index("statement_id")[shown].reindex(list(model.rows))
    main = model.main_topic()
    records = []
    for i, record in enumerate(_records(found.reset_index(names="id"))):
        weight = float(model.statement_weights[i, main[i]]) if main[i] >= 0 else 0.0
        records.append({**record, "topic": int(main[i]) + 1, "weight": round(weight, 4)})
    return sorted(records, key=lambda record: (record["topic"], -record["weight"]))


def _plain(value: Any) -> Any:  # noqa: ANN401 - what a cell holds, as JSON can
    if isinstance(value, str):
        return value
    value = value.item() if hasattr(value, "item") else value
    if value is None or value != value:  # noqa: PLR0124 - NaN and NA are not themselves
        return None
    return round(value, 4) if isinstance(value, float) else value


def _plain_table(topics: pd.DataFrame) -> str:
    rows = "".join(
        f"<tr><td>{row['topic']}</td><td>{html.escape('、'.join(row['top_terms']))}</td><td>{row['n_statements']}</td>"
        f"<td>{'支持' if row['passes'] else '支持されない'}</td></tr>"
        for row in topics.to_dict("records")
    )
    return f"<table><tr><th>話題</th><th>語</th><th>文</th><th>判定</th></tr>{rows}</table>"
