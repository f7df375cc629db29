"""Topics that the statements form by themselves, and which of them the material can carry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textmine.report.content import FigureImage, Heading, Note, Paragraph, Table
from textmine.report.wording import decimal, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from textmine.report.content import Element
    from textmine.report.findings import Findings


def topics_chapter(findings: Findings) -> Iterator[Element]:
    """Give the table of topics; those that are not supported are grey."""
    yield Heading("話題: 文が自然につくるまとまり")
    yield Paragraph(
        "主題表とは別に、語の使われ方だけから文のまとまりを求めた(TF-IDF に対する NMF)。"
        "標本を取り直しても現れ、語をでたらめに並べ替えた資料では現れないまとまりだけを、支持される話題とする。"
    )
    yield Note(f"{findings.topic_verdict}。", "この資料が支える話題の数")
    if findings.topics.empty:
        return
    yield _table(findings.topics)
    yield Paragraph(
        "灰色の話題は、語を並べ替えた資料と区別できない。話題の重みは、主題の割合ではない。"
        "話題は主題表が見落としている語や文を探すための手がかりとして使い、割合の根拠にはしない。"
        "話題ごとの語と文は topics.html で開いて見ることができる。"
    )
    yield FigureImage(
        "topic_curve",
        "求めた話題の数と、支持される話題の数",
        "横軸に求めた話題の数、縦軸に支持される話題の数と、標本を取り直したときの一致を示す折れ線。",
    )
    yield FigureImage(
        "topic_overlap",
        "話題と主題の重なり(ますの数は両方に属する文の数)。† は未検証の主題",
        "話題を行、主題を列とし、両方に属する文の数を示す濃淡図。",
    )


def _table(topics: pd.DataFrame) -> Table:
    rows = tuple(
        (
            str(row["topic"]),
            listed(row["top_terms"]),
            str(row["n_statements"]),
            str(row["n_documents"]),
            decimal(row["stability"]),
            "支持" if row["passes"] else "支持されない",
        )
        for _, row in topics.iterrows()
    )
    return Table(
        caption="話題と、その上位の語(文の数は、その話題の重みが最も大きい文の数)",
        header=("話題", "上位の語", "文", "様式", "安定性", "判定"),
        rows=rows,
        align=("right", "left", "right", "right", "right", "left"),
        widths=(0, 1, 0, 0, 0, 0),
        muted=frozenset(i for i, (_, row) in enumerate(topics.iterrows()) if not row["passes"]),
    )
