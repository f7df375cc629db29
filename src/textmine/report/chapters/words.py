"""Words before themes: the frequent ones, those that set the contrasted sections apart, and which stand together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textmine.report.content import FigureImage, Heading, Paragraph, Table
from textmine.report.wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textmine.report.content import Element
    from textmine.report.findings import Findings, Names

_FREQUENT: Final = 40  # terms in the table, in two columns


def words_chapter(findings: Findings, names: Names) -> Iterator[Element]:
    """Give the words that the forms use, with the way back to each place."""
    words = findings.words
    yield Heading("語: 何という言葉で書かれているか")
    yield Paragraph(
        "主題表によらず、使われている語を数えた。数えない語と、同じ語とみなす表記は調査の一覧にある。"
        "どの語も、textmine kwic 語 で、使われているすべての箇所を前後の文とともに見ることができる。"
    )
    yield _frequent(findings)
    yield from _sections(findings, names)
    yield Heading("ともに現れる語", 2)
    if "term_network" in findings.figures:
        yield Paragraph(
            "同じ文にともに現れる語を線で結んだ。どちらかを含む文のうち両方を含む文の割合(Jaccard 係数)の大きい順に、"
            f"二つ以上の様式にある{len(words.pairs)}組を示す。それぞれの組の文は tables/term_pairs.csv にある。",
            figures=("term_network",),
        )
        yield FigureImage(
            "term_network",
            "ともに現れる語。線の数字は両方を含む文の数",
            "語を点、ともに現れる語の組を線とする網の図。",
        )
    else:
        yield Paragraph("二つ以上の様式でともに現れる語の組は、示すほどない。")
    if "term_map" in findings.figures:
        yield Paragraph(
            f"どの{words.groups}がどの語を多く使うかを、対応分析で一枚の図にした。違いの大きい二つの軸だけを示すので、"
            "ほかの軸の違いは見えない。近さを確かめるには tables/term_map.csv と、もとの文を見る。",
            figures=("term_map",),
        )
        yield FigureImage(
            "term_map",
            f"語と{words.groups}(対応分析)",
            f"語を丸、{words.groups}を四角とし、使い方の似たものが近くにある散布図。",
        )
    elif words.no_map:
        yield Paragraph(f"語と{words.groups}の対応分析は行わない。{words.no_map}。")


def _frequent(findings: Findings) -> Table:
    rows = [
        (str(row["term"]), str(row["n_statements"]), str(row["n_documents"]))
        for row in findings.words.frequencies.head(_FREQUENT).to_dict("records")
    ]
    half = (len(rows) + 1) // 2
    paired = [(*left, *right) for left, right in zip(rows, [*rows[half:], *[("", "", "")] * half], strict=False)]
    return Table(
        caption="多くの文に現れる語(文はその語を含む文の数、様式は件数)。すべての語は tables/terms.csv",
        header=("語", "文", "様式", "語", "文", "様式"),
        rows=tuple(paired[:half]),
        align=("left", "right", "right", "left", "right", "right"),
        widths=(1, 0, 0, 1, 0, 0),
        small=True,
    )


def _sections(findings: Findings, names: Names) -> Iterator[Element]:
    first, second = (names.section(section) for section in names.contrast)
    yield Heading(f"{first}の語、{second}の語", 2)
    said = []
    for section, other in zip(names.contrast, reversed(names.contrast), strict=True):
        own = findings.words.sections[findings.words.sections["section"] == section]
        words = listed(
            f"{row['term']}({row['statements_in']}文・{row['n_documents']}件)" for row in own.to_dict("records")
        )
        if words:
            said.append(
                f"「{names.section(section)}」に、「{names.section(other)}」よりも目立って現れる語は、{words}。"
            )
    how = (
        "(情報のある事前分布による対数オッズの順。二つ以上の様式にある語だけ。検定ではなく、読むときの手がかりである。)"
    )
    yield Paragraph("".join(said) + how if said else "二つの欄を分ける語で、二つ以上の様式にあるものはない。")
