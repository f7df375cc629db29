"""Topics that the statements form by themselves, and which of them the material can carry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from textmine.report.chapters.theme import source_of
from textmine.report.content import FigureImage, Heading, Note, Paragraph, Quotation, Table
from textmine.report.wording import decimal, interval, listed, percent

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping

    import pandas as pd

    from textmine.report.content import Element
    from textmine.report.findings import Findings, Names, Topics

_TERMS_NAMED: Final = 5
_THEMES_NAMED: Final = 3  # themes that a topic shares most statements with


def topics_chapter(findings: Findings, names: Names) -> Iterator[Element]:
    """Give the table of topics, grey where not supported, and a page for each supported one."""
    topics = findings.topics
    yield Heading("話題: 文が自然につくるまとまり")
    yield Paragraph(
        "主題表とは別に、語の使われ方だけから文のまとまりを求めた(TF-IDF に対する NMF)。"
        "標本を取り直しても現れ、語をでたらめに並べ替えた資料では現れないまとまりだけを、支持される話題とする。"
    )
    yield Note(f"{topics.verdict}。", "この資料が支える話題の数")
    if topics.table.empty:
        return
    yield _table(topics.table)
    yield Paragraph(
        "灰色の話題は、語を並べ替えた資料と区別できない。話題の重みは、主題の割合ではない。"
        "話題は主題表が見落としている語や文を探すための手がかりとして使い、割合の根拠にはしない。"
        "話題ごとの語と文は topics.html で開いて見ることができる。",
        figures=("topic_support", "topic_curve", "topic_terms", "topic_overlap"),
    )
    yield from _figures()
    yield Paragraph(
        "支持される話題を、一つずつ示す。割合の区間は、同じ様式の文がまとまることと、求め直すと話題が動くことを含む"
        "(様式が少なく、散らばりがわからない話題には示さない)。引用は、その話題をよく表し、ほかの話題の重みが小さい文である。"
    )
    for topic in topics.table[topics.table["passes"]].to_dict("records"):
        yield from _supported(topic, topics, names)


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


def _figures() -> Iterator[Element]:
    yield FigureImage(
        "topic_support",
        "話題ごとの再現。破線の右にある話題だけが支持される",
        "話題を行とし、半分ずつの資料での一致を点で、語を並べ替えた資料の限界を破線で示す図。",
    )
    yield FigureImage(
        "topic_curve",
        "求めた話題の数と、支持される話題の数",
        "横軸に求めた話題の数、縦軸に支持される話題の数と、標本を取り直したときの一致を示す折れ線。",
    )
    yield FigureImage(
        "topic_terms",
        "話題の語。長い棒ほど、その話題で重い",
        "話題ごとに、重い語を棒で並べた図。支持されない話題は灰色。",
    )
    yield FigureImage(
        "topic_overlap",
        "話題と主題の重なり(ますの数は両方に属する文の数)。† は未検証の主題",
        "話題を行、主題を列とし、両方に属する文の数を示す濃淡図。",
    )


def _supported(topic: Mapping[Hashable, Any], topics: Topics, names: Names) -> Iterator[Element]:
    number = topic["topic"]
    yield Heading(f"話題{number}「{topic['label']}」", 2)
    yield Paragraph(
        f"この話題に多く、ほかの話題に少ない語は{listed(topic['exclusive_terms'][:_TERMS_NAMED])}。"
        + _occurrence(topics.occurrence, number)
        + _themes(topics.overlap, number, names)
        + _forms(topic)
    )
    quotations = topics.quotations[topics.quotations["topic"] == number]
    for _, row in quotations.iterrows():
        yield Quotation(text=row["text"], source=source_of(row, names))


def _forms(topic: Mapping[Hashable, Any]) -> str:
    text = (
        f"{topic['n_documents']}件の様式にあり、最も多い {topic['largest_document']} が"
        f"{percent(topic['largest_document_share'])}を占める。"
    )
    if topic["weakest_form"]:
        text += (
            f"{topic['weakest_form']} を除いて求め直すと、上位の語の一致は {decimal(topic['without_form'])} になる。"
        )
    return text


def _occurrence(occurrence: pd.DataFrame, number: int) -> str:
    row = occurrence[occurrence["topic"] == number].iloc[0]
    low_high = interval(row["low"], row["high"])
    return (
        f"この話題が最も重い文は{int(row['n_all'])}文のうち{int(row['n_statements'])}文({percent(row['share'])}、"
        f"95%区間 {low_high})。"
    )


def _themes(overlap: pd.DataFrame, number: int, names: Names) -> str:
    shared = overlap[(overlap["topic"] == number) & (overlap["n_both"] > 0)]
    if shared.empty:
        return "どの主題の文とも重ならない。"
    most = shared.sort_values("n_both", ascending=False, kind="stable").head(_THEMES_NAMED)
    named = listed(f"{names.themes[row['theme']]}({row['n_both']}文)" for _, row in most.iterrows())
    return f"重なりの多い主題は{named}。"
