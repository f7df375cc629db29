"""Every theme's counts, what was read of each document, and what the report was made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from textmine.report.content import MOST_ROWS, Heading, Paragraph, Table
from textmine.report.wording import decimal, fraction, percent

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping

    import pandas as pd

    from textmine.report.content import Align, Element
    from textmine.report.findings import Findings, Names


_KINDS: Final = {  # where a character can go, in the order of the table
    "statement": "文",
    "label": "見出し",
    "subheading": "小見出し",
    "boilerplate": "定型文",
    "rating": "評価",
    "number_table": "数の表",
    "furniture": "柱・頁",
    "unplaced": "未配置",
}


def appendix(findings: Findings, names: Names) -> Iterator[Element]:
    """Give the appendices and the colophon."""
    yield Heading("付録")
    yield Heading("すべての主題の数と、規則の検証", 2)
    yield Paragraph(
        "「照会」は、その数を作った文を取り出すための名前である。textmine trace に渡すと、該当する文がすべて示される。"
        "手本は主題表にそって付けた文で、専門家によるものではない。灰色の行は未検証。" + _overrides(findings.overrides)
    )
    yield _totals(findings.totals, findings.validity, names)
    yield from _recovery(findings.recovery, names)
    yield Heading("読み取りの記録", 2)
    yield Paragraph(
        "資料の空白以外の文字が、何として読まれたかの割合である。「未配置」は、どの欄のものとも決められなかった文字をいう。"
    )
    yield _ledger(findings.ledger)
    left_out = findings.ledger["document"].nunique() - MOST_ROWS
    if left_out > 0:
        yield Paragraph(f"未配置の文字が多い順に{MOST_ROWS}件を示した。ほかの{left_out}件は tables/ledger.csv にある。")
    yield Heading("奥付", 2)
    yield Table(
        caption="この報告書を作ったもの(同じ資料と設定からは、同じ報告書ができる)",
        header=("項目", "値"),
        rows=(*findings.colophon, *_sources(findings)),
        align=("left", "left"),
        widths=(0, 1),
        small=True,
    )


def _sources(findings: Findings) -> tuple[tuple[str, str], ...]:
    """Name the documents with their checksums; of many, where they are listed."""
    if len(findings.sources) <= MOST_ROWS:
        return tuple((name, f"sha256 {checksum}") for name, checksum in findings.sources)
    return (("資料", f"{len(findings.sources)}件。名前と sha256 は run.json にある"),)


def _totals(totals: pd.DataFrame, validity: pd.DataFrame, names: Names) -> Table:
    measured = {row["theme"]: row for row in validity.to_dict("records")}
    records = totals.to_dict("records")
    rows = tuple(
        (
            names.themes[row["theme"]],
            names.form(row["form"]),
            fraction(row["n_present"], row["n_statements"]),
            percent(row["share"]),
            fraction(row["n_forms_present"], row["n_forms"]),
            *_measured(measured.get(row["theme"])),
            row["query"],
        )
        for row in records
    )
    return Table(
        caption="主題と様式の種類ごとの文の数、手本による適合率と再現率(手本は様式を通じて)",
        header=("主題", "様式", "文", "割合", "件", "手本の文", "適合率", "再現率", "照会"),
        rows=rows,
        align=("left", "left", *("right",) * 6, "left"),
        widths=(1, *(0,) * 8),
        muted=frozenset(i for i, row in enumerate(records) if not measured.get(row["theme"], {}).get("validated")),
        small=True,
    )


def _measured(validity: Mapping[Hashable, Any] | None) -> tuple[str, str, str]:
    """Give how many gold statements a theme has, and its precision and recall."""
    if validity is None:
        return "—", "—", "—"
    n_gold = str(int(validity["tp"] + validity["fn"]))
    return n_gold, decimal(validity["precision"]), decimal(validity["recall"])


def _recovery(recovery: pd.DataFrame, names: Names) -> Iterator[Element]:
    yield Heading("見落としの候補はどこまで当てになるか", 2)
    yield Paragraph(
        "textmine suggest が示す見落としの候補を、規則の言い回しの半分を隠し、隠した言い回しだけで拾われる文を"
        "上の方に並べられるかで確かめた。AUC は 0.5、平均適合率は「偶然」の列が、でたらめに並べたときの値である。"
        "確かめたのは並べ方であり、主題の正しさではない。灰色の行は、文が少ないので推定しなかった。"
    )
    rows = tuple(
        (
            names.themes[str(row["theme"])],
            str(row["n_statements"]),
            str(row["n_wordings"]),
            f"{decimal(row['auc'])}±{decimal(row['spread'])}" if not row["reason"] else "—",
            *(decimal(row[figure]) for figure in ("average_precision", "chance", "in_top_20", "in_top_50")),
        )
        for row in recovery.to_dict("records")
    )
    yield Table(
        caption="隠した言い回しの文が戻るか(AUC は平均と標準偏差)、隠した語が候補の上位20語・50語に入る割合",
        header=("主題", "文", "言い回し", "AUC", "平均適合率", "偶然", "20語", "50語"),
        rows=rows,
        align=("left", *("right",) * 7),
        widths=(1, *(0,) * 7),
        muted=frozenset(i for i, reason in enumerate(recovery["reason"]) if reason),
        small=True,
    )


def _overrides(overrides: pd.DataFrame) -> str:
    if overrides.empty:
        return "規則の判定を人が改めた文はない。"
    changed = int((overrides["decision"] != overrides["by_rule"]).sum())
    return (
        f"人が判定した文と主題の組は{len(overrides)}件あり、うち{changed}件で規則の判定を改めた。"
        "理由と判定者は tables/overrides.csv にある。"
    )


def _least_placed(ledger: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """Give the documents in their order; of many, those with most text that found no place."""
    documents = [(str(document), own) for document, own in ledger.groupby("document", sort=False)]
    if len(documents) <= MOST_ROWS:
        return documents
    unplaced = ledger[ledger["share"] == "unplaced"].set_index("document")["proportion"]
    return sorted(documents, key=lambda item: -float(unplaced.get(item[0], 0.0)))[:MOST_ROWS]


def _ledger(ledger: pd.DataFrame) -> Table:
    right: tuple[Align, ...] = ("right",)
    kinds = [kind for kind in _KINDS if (ledger["share"] == kind).any()]
    rows = []
    for document, of_document in _least_placed(ledger):
        by_kind = of_document.set_index("share")
        total = str(int(of_document["characters"].sum()))
        shares = (percent(by_kind["proportion"].get(kind, 0.0)) for kind in kinds)
        rows.append((str(document), total, *shares))
    return Table(
        caption="文字の行き先(空白を除く)",
        header=("資料", "文字", *(_KINDS[kind] for kind in kinds)),
        rows=tuple(rows),
        align=("left", *right * (len(kinds) + 1)),
        widths=(1, *(0,) * (len(kinds) + 1)),
        small=True,
    )
