"""One theme: what counts as it, how well it is measured, where it stands, which words go with it, and the sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from textmine.report.chapters.opening import counts_by_form, when
from textmine.report.content import MOST_ROWS, FigureImage, Heading, Note, Paragraph, Quotation, Table
from textmine.report.wording import decimal, fraction, interval, listed, percent, year_name

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping

    from textmine.report.content import Align, Element
    from textmine.report.findings import Findings, Names

_FEW: Final = 10  # with fewer statements, reading them is the analysis
_MOST_SERIES: Final = 6  # of a form's own numbers in a table


def theme_chapter(theme: str, findings: Findings, names: Names) -> Iterator[Element]:
    """Give the section of one theme."""
    label = names.themes[theme]
    totals = findings.totals[findings.totals["theme"] == theme]
    n_present = int(totals["n_present"].sum())
    yield Heading(label, 2)
    yield Paragraph(_meaning(theme, names))
    yield Note(_validity(findings.validity, theme), "規則はどこまで確かか")
    yield Paragraph(_where(totals, n_present, names), figures=_figures(theme, findings))
    yield Paragraph(_recovery(findings.recovery, theme))
    many = len(findings.forms) > MOST_ROWS
    yield _years_table(theme, findings, names) if many else _prevalence_table(theme, findings, names)
    yield FigureImage(
        f"map_{theme}",
        f"「{label}」に触れた文の割合({names.place_word}別)。斜線は様式なし。n は読み取った文の数",
        f"{names.place_word}をタイルで並べた地図。「{label}」に触れた文の割合を濃淡で、様式のない{names.place_word}を斜線で示す。",
    )
    yield from _pooled_wards(theme, findings, names)
    yield from _indicators(theme, findings, names)
    yield from _terms(theme, findings.terms, label, n_present)
    yield from _quotations(theme, findings.quotations, names, n_present)


def source_of(row: pd.Series, names: Names) -> str:
    """Say where a statement stands, so that it can be found in the document and in the tables."""
    page = f"{row['page']}頁" if pd.notna(row["page"]) else ""
    return listed(
        part
        for part in (
            f"{names.place(row['ward'])} {when(row)}",
            names.section(row["section"]),
            row["document"],
            page,
            row["statement_id"],
        )
        if part
    )


def _meaning(theme: str, names: Names) -> str:
    text = names.definitions[theme]
    if names.includes[theme]:
        text += f"当てはまるもの: {names.includes[theme]}。"
    if names.excludes[theme]:
        text += f"当てはまらないもの: {names.excludes[theme]}。"
    return text


def _validity(validity: pd.DataFrame, theme: str) -> str:
    rows = validity[validity["theme"] == theme]
    if rows.empty:
        return (
            "【未検証】この主題には手本(人が付けた文)がない。数は規則が拾った文の数であり、誤りの大きさはわからない。"
        )
    row = rows.iloc[0]
    measured = (
        f"手本の{int(row['tp'] + row['fn'])}文を基準に、再現率 {decimal(row['recall'])}"
        f"({decimal(row['recall_low'])}〜{decimal(row['recall_high'])})、適合率 {decimal(row['precision'])}"
        f"({decimal(row['precision_low'])}〜{decimal(row['precision_high'])})。"
        f"見落とし {int(row['fn'])}文、取りすぎ {int(row['fp'])}文。"
    )
    return measured if row["validated"] else f"【未検証】{measured}{row['reason']}。"


def _recovery(recovery: pd.DataFrame, theme: str) -> str:
    row = next(row for row in recovery.to_dict("records") if row["theme"] == theme)
    if row["reason"]:
        return f"見落としの候補がどこまで当てになるかは確かめられない。{row['reason']}。"
    return (
        f"規則の言い回し{row['n_wordings']}通りの半分を隠すと、隠した言い回しの文は、見落としの候補の上の方に戻る"
        f"(AUC {decimal(row['auc'])}±{decimal(row['spread'])}、0.5 が偶然。"
        f"平均適合率 {decimal(row['average_precision'])}、偶然なら {decimal(row['chance'])})。"
    )


def _figures(theme: str, findings: Findings) -> tuple[str, ...]:
    """Name the figures of a theme, in their order."""
    own = (f"map_{theme}", f"wards_{theme}", *(f"indicator_{one}" for one in _read_indicators(theme, findings)))
    return tuple(name for name in own if name in findings.figures)


def _where(totals: pd.DataFrame, n_present: int, names: Names) -> str:
    if n_present == 0:
        return f"読み取った{totals['n_statements'].sum()}文のなかに、この主題に触れた文はない。"
    text = f"触れた文は{n_present}文ある: {counts_by_form(totals, names)}。"
    if n_present < _FEW:
        text += f"該当する文が{_FEW}に満たないので、割合を論じることはせず、下にすべての文を示す。"
    return text


def _prevalence_table(theme: str, findings: Findings, names: Names) -> Table:
    cells = findings.prevalence[findings.prevalence["theme"] == theme]
    whens = {(form["ward"], form["fiscal_year"], form["form"]): when(form) for _, form in findings.forms.iterrows()}
    rows = []
    for (ward, year, form), when_read in whens.items():
        group = cells[(cells["ward"] == ward) & (cells["fiscal_year"] == year) & (cells["form"] == form)]
        of_section = {row["section"]: row for row in group.to_dict("records")}
        shown = [_cell(of_section.get(section)) for section in ("all", *names.contrast)]
        low_high = interval(of_section["all"]["low"], of_section["all"]["high"])
        rows.append((names.place(ward), when_read, names.form(str(form)), shown[0], low_high, *shown[1:]))
    return Table(
        caption=f"「{names.themes[theme]}」に触れた文の数と割合(区間は Wilson 95%、その様式の記述だけを表す)",
        header=(
            *(names.place_word, "年度", "様式", "すべての区分", "95%区間"),
            *(names.section(section) for section in names.contrast),
        ),
        rows=tuple(rows),
        align=("left", "left", "left", "right", "right", "right", "right"),
        widths=(0, 1, 0, 0, 0, 0, 0),
    )


def _cell(row: Mapping[Hashable, Any] | None) -> str:
    if row is None:
        return "欄なし"
    if row["n_statements"] == 0:
        return str(row["reason"])
    return f"{fraction(row['n_present'], row['n_statements'])} ({percent(row['share'])})"


def _years_table(theme: str, findings: Findings, names: Names) -> Table:
    """Give a row per year, where the forms are too many to have one each."""
    totals = findings.comparisons.totals
    own = totals[(totals["theme"] == theme) & (totals["form"] == findings.main_form)]
    rows = []
    for year, of_year in own.groupby("fiscal_year", sort=False, dropna=False):
        by_section = {row["section"]: row for row in of_year.to_dict("records")}
        whole = by_section["all"]
        rows.append(
            (
                "すべて" if pd.isna(year) else year_name(int(float(str(year)))),
                fraction(whole["n_forms_present"], whole["n_forms"]),
                *(_cell(by_section.get(section)) for section in ("all", *names.contrast)),
                interval(whole["low"], whole["high"]),
            )
        )
    contrast = (names.section(section) for section in names.contrast)
    return Table(
        caption=(
            f"「{names.themes[theme]}」に触れた文の数と割合({names.form(findings.main_form)}の様式。"
            f"区間は{names.place_word}をまとまりとする95%区間、Korn・Graubard)"
        ),
        header=("年度", "触れた様式", "すべての区分", *contrast, "95%区間(すべての区分)"),
        rows=tuple(rows),
        align=("left", "right", "right", "right", "right", "right"),
        widths=(1, 0, 0, 0, 0, 0),
        small=True,
    )


def _pooled_wards(theme: str, findings: Findings, names: Names) -> Iterator[Element]:
    """Show the wards of the last year with the strength of the others, where they can be told apart."""
    if f"wards_{theme}" not in findings.figures:
        return
    place = names.place_word
    yield FigureImage(
        f"wards_{theme}",
        f"最も新しい年度の{place}ごとの割合。青は{place}と年度の傾きを分け合った推定、灰色はその様式だけの割合。"
        f"分け合うと、離れた{place}の値はほかの{place}に近づく",
        f"{place}ごとに、分け合った推定と生の割合を、点と95%区間で示す。",
    )


def _indicators(theme: str, findings: Findings, names: Names) -> Iterator[Element]:
    read = _read(theme, findings)
    if read.empty:
        return
    for indicator in _read_indicators(theme, findings):
        yield FigureImage(
            f"indicator_{indicator}",
            f"様式にある数「{names.indicators[indicator]}」と、この主題に触れた文の割合。因果は言えない",
            f"{names.place_word}ごとに、上に主題に触れた文の割合、下に様式にある数を、年度を横軸として示す。",
        )
    if read.groupby(["indicator", "ward", "document"]).ngroups > _MOST_SERIES:
        yield Paragraph("書かれたままの数は tables/indicators.csv にある。")
        return
    years = sorted({int(year) for year in read["fiscal_year"]})
    rows = []
    for (name, ward, document), series in read.groupby(["indicator", "ward", "document"], sort=False):
        written = {int(row["fiscal_year"]): str(row["as_written"]) for row in series.to_dict("records")}
        rows.append(
            (
                names.indicators[str(name)],
                names.place(ward),
                *(written.get(year, "—") for year in years),
                str(document),
            )
        )
    right: tuple[Align, ...] = ("right",)
    yield Table(
        caption="様式にある数(書かれたまま。主題の割合とのあいだに因果は言えない)",
        header=("数", names.place_word, *(year_name(year) for year in years), "資料"),
        rows=tuple(rows),
        align=("left", "left", *right * len(years), "left"),
        widths=(1, 0, *(0.0,) * len(years), 0),
        small=True,
    )


def _read(theme: str, findings: Findings) -> pd.DataFrame:
    indicators = findings.indicators
    return indicators[(indicators["theme"] == theme) & (indicators["state"] == "read")]


def _read_indicators(theme: str, findings: Findings) -> list[str]:
    return [str(indicator) for indicator in _read(theme, findings)["indicator"].unique()]


def _terms(theme: str, terms: pd.DataFrame, label: str, n_present: int) -> Iterator[Element]:
    rows = terms[terms["theme"] == theme]
    if rows.empty:
        reason = (
            f"触れた文が{n_present}文と少ないので、特徴語は示さない。"
            if n_present < _FEW
            else "基準を満たす特徴語はない。"
        )
        yield Paragraph(reason)
        return
    words = listed(f"{row['term']}({row['statements_in']}文・{row['n_documents']}件)" for _, row in rows.iterrows())
    yield Paragraph(
        f"「{label}」に触れた文に、ほかの文よりも目立って現れる語は、{words}である"
        "(情報のある事前分布による対数オッズの順。かっこ内はその語を含む文と様式の数)。"
        "主題を決める語そのものも含まれる。"
    )


def _quotations(theme: str, quotations: pd.DataFrame, names: Names, n_present: int) -> Iterator[Element]:
    rows = quotations[quotations["theme"] == theme]
    if rows.empty:
        return
    every = len(rows) == n_present
    yield Heading("本文から" if not every else "該当するすべての文", 3)
    yield Paragraph(
        "太字は判定の決め手となった語。"
        + (
            ""
            if every
            else f"{n_present}文のうち{len(rows)}文を、様式が偏らないよう、離れた様式から順に、同じ文面を除いて選んだ。"
        ),
        introduces=True,
    )
    for _, row in rows.iterrows():
        yield Quotation(
            text=row["text"],
            source=source_of(row, names),
            marks=tuple((int(start), int(end)) for start, end in row["marks"]),
            remark="否定を含む" if row["negated"] else "",
        )
