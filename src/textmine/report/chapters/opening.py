"""What the report rests on, and what can be said: the first pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from textmine.report.content import Bullets, Heading, Note, Paragraph, Table
from textmine.report.wording import fraction, listed, one_line, percent, period_name, year_name

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping

    from textmine.report.content import Element
    from textmine.report.findings import Findings, Names


def opening(findings: Findings, names: Names) -> Iterator[Element]:
    """Give the question, the material, the caution, and the findings in short."""
    yield Heading("問いと資料")
    yield Paragraph(one_line(names.question))
    yield Note(_how_few(findings, names), "この報告書が拠っている資料の少なさ")
    yield _forms_table(findings, names)
    yield Paragraph(one_line(names.material))
    yield Heading("わかったこと", 2)
    yield Paragraph(
        "次の数は、読み取ったすべての区分の文についてのものである。"
        "いずれも、巻末の表と tables/statements.csv をたどって、もとの文に戻ることができる。"
    )
    yield Bullets(tuple(_sentence(row, names) for row in _focus_rows(findings.totals, names)))
    yield Paragraph(
        "これらの割合を区や年度のあいだで比べて「増えた」「多い」と言うことは、この資料ではできない。"
        "区・年度・様式が互いに重なっており、違いがどれによるものかを分けられないからである。"
    )


def edition(findings: Findings) -> str:
    """Say in one line what the report rests on."""
    n_wards = findings.forms["ward"].nunique()
    n_statements = int(findings.forms["n_statements"].sum())
    return f"{n_wards}区・{len(findings.forms)}件の様式・{n_statements}文による"


def when(row: pd.Series) -> str:
    """Give the fiscal year or the period of a form or a statement."""
    if pd.notna(row["period_start"]):
        return period_name(int(row["period_start"]), int(row["period_end"]))
    return year_name(int(row["fiscal_year"])) if pd.notna(row["fiscal_year"]) else "年度不明"


def _how_few(findings: Findings, names: Names) -> str:
    forms = findings.forms
    wards = forms["ward"].dropna().unique()
    cells = findings.n_wards * findings.n_years
    covered = len(forms.drop_duplicates(["ward", "fiscal_year"]))
    return (
        f"読み取れたのは、{findings.n_wards}{names.place_word}のうち{len(wards)}{names.place_word}"
        f"({listed(names.place(ward) for ward in wards)})の{names.unit}が書いた{len(forms)}件の様式、"
        f"{int(forms['n_statements'].sum())}文である。"
        f"{names.place_word}と年度の組み合わせ{cells}通りのうち、様式があるのは{covered}通りにすぎない。"
        "残りは「様式なし」であり、主題が書かれなかったことを意味しない。"
        "以下の数は、これらの様式に何が書かれているかを述べるものであり、"
        f"{findings.n_wards}{names.place_word}全体の姿ではない。"
    )


def _forms_table(findings: Findings, names: Names) -> Table:
    contrast = names.contrast
    rows = tuple(
        (
            names.place(row["ward"]),
            when(row),
            names.form(row["form"]),
            str(row["n_statements"]),
            *(str(row[section]) for section in contrast),
            row["document"],
        )
        for _, row in findings.forms.iterrows()
    )
    return Table(
        caption="読み取った様式と文の数",
        header=(names.place_word, "年度", "様式", "文", *(names.section(section) for section in contrast), "資料"),
        rows=rows,
        align=("left", "left", "left", "right", "right", "right", "left"),
        widths=(0, 0, 0, 0, 0, 0, 1),
    )


def _focus_rows(totals: pd.DataFrame, names: Names) -> list[dict[Hashable, Any]]:
    by_theme = {row["theme"]: row for row in totals.to_dict("records")}
    return [by_theme[theme] for theme in names.focus]


def _sentence(row: Mapping[Hashable, Any], names: Names) -> str:
    label = names.themes[row["theme"]]
    mark = f"({row['mark']})" if row["mark"] else ""
    if row["n_present"] == 0:
        return f"「{label}」に触れた文は、読み取った{row['n_statements']}文のなかに一つもない。"
    return (
        f"「{label}」{mark}に触れた文は{fraction(row['n_present'], row['n_statements'])}文({percent(row['share'])})。"
        f"{row['n_forms']}件の様式のうち{row['n_forms_present']}件、"
        f"{row['n_wards']}{names.place_word}のうち{row['n_wards_present']}{names.place_word}に現れる。"
    )
