"""How the numbers were made, and what they can't say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textmine.report.content import Bullets, Heading, Paragraph
from textmine.report.wording import listed, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textmine.report.content import Element
    from textmine.report.findings import Findings, Names


def methods_chapter(findings: Findings, names: Names) -> Iterator[Element]:
    """Give the methods and the limits."""
    yield Heading("方法と限界")
    yield Heading("読み取り", 2)
    yield Paragraph(
        "様式の一つの項目(行頭記号のひとまとまり)を一文と数える。行の折り返しや改ページで切れた項目は一つに戻し、"
        "小項目は別の文とする。見出しが本文から離れている資料では、行頭記号、文末の形、位置を手がかりに、"
        "ページごとに区分の割り当てを一つの最適化として決め、確からしさを tables/statements.csv に記録した。"
        "文は原文のまま引用し、文字認識の誤りも直していない。"
    )
    yield Heading("語", 2)
    yield Paragraph(
        "形態素解析は MeCab(fugashi)と UniDic(unidic-lite)による。辞書で切れてしまう制度や事業の名は、"
        "調査の語の一覧(terms.csv)で一語とした。数えない語と、同じ語とみなす表記も一覧にしてある。"
    )
    yield Heading("主題", 2)
    yield Paragraph(one_line(names.coding))
    yield Heading("割合と区間", 2)
    yield Paragraph(
        "割合は、主題に触れた文の数を、読み取った文の数で割ったものである。"
        "様式ごとの区間は Wilson の95%区間(Wilson 1927)で、"
        "その様式の割合がどれほど動きうるかの目安であり、"
        f"ほかの様式や{names.place_word}については何も述べない。"
        "一つの様式の文は書き手を同じくし、互いに独立ではない。"
    )
    yield Paragraph(
        f"{names.place_word}をまたぐ合計の区間は、{names.place_word}をまとまりとし、推定した設計効果(1を下回らない)と"
        "自由度(まとまり−1)の t による(Korn・Graubard 1998)。" + findings.interval_meaning
    )
    yield Paragraph(_models(findings, names))
    yield Heading("話題", 2)
    yield Paragraph(
        "話題に数える語は、5文以上にあり、調査の設定が話題のために挙げる品詞のものである"
        "(既定は名詞だけ。Martin and Johnson 2015 によれば、ほかの品詞は話題を見分けにくくする)。"
        "話題は、対数をとった TF-IDF の行列を非負値行列因子分解(NMF、フロベニウス)で分けたものである。"
        "初期値は符号を定めた特異値分解から作るので、何度実行しても同じ結果になる。"
        "支持の判定は、資料を重なりのない半分に分けて別々に求めた話題どうしの一致が、"
        "語を文のあいだで並べ替えた資料での最大値を、調べたすべての話題の数を通じて上回るかによる。"
        "表の「安定性」は、8割の文を取り直した標本での上位語の一致(Jaccard 係数)である。"
        "話題の文の割合の区間は、様式のあいだの散らばりと、標本を取り直したときの話題の動きを合わせた分散から、"
        "二項分布の正確な区間として求めた(Korn and Graubard 1998)。"
    )
    yield Heading("限界", 2)
    yield Bullets(
        (
            *names.cautions,
            *findings.known_limits,
            *_confounded(findings, names),
            "書かれていないことは、行われていないことではない。「様式なし」「欄が空」「読み取れない」「触れていない」は別のことである。",
            "主題の規則は手本の文を見ながら作られた。別の様式での正しさは、その様式の手本を作って確かめる必要がある。",
        )
    )


def _confounded(findings: Findings, names: Names) -> tuple[str, ...]:
    """Say that what differs cannot be told apart, where it cannot."""
    if findings.comparisons.n_pooled:
        return ()
    text = f"資料は{len(findings.forms)}件であり、割合の違いが何によるのか"
    return (f"{text}({names.place_word}か、年度か、様式か、書き手か)を分けられない。",)


def _models(findings: Findings, names: Names) -> str:
    """Say how wards and years were pooled, tested and corrected, and what was not done for want of forms."""
    contrasts, errors = findings.comparisons.contrasts, findings.comparisons.errors
    refused = [
        what
        for what, done in (
            ("年度の変化の検定", contrasts.loc[contrasts["kind"] == "year", "estimable"].any()),
            ("階層モデルによる推定", findings.comparisons.n_pooled > 0),
            ("規則の誤りの補正", errors["estimable"].astype(bool).any()),
        )
        if not done
    ]
    text = (
        f"{names.place_word}と年度の組ごとの推定は、{names.place_word}の水準と年度の傾きと様式のばらつきをもつロジットの"
        "階層モデル(入れ子ラプラス近似。位置は平均に正す: van Niekerk・Rue 2024)により、"
        "検定はまとまりごとの符号の入れかえにより、"
        "規則の誤りの補正は、人が付けた標本による感度と特異度の事後分布をモデルに入れて行う(Tanner 1996)。"
    )
    return text + (f"この資料では、{listed(refused)}は行っていない。理由は本文の該当する節にある。" if refused else "")
