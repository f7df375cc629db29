"""What the report rests on, and what can be said: the first pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from textmine.report.content import MOST_ROWS, Bullets, Heading, Note, Paragraph, Table
from textmine.report.wording import fraction, listed, one_line, percent, period_name, year_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textmine.report.content import Element
    from textmine.report.findings import Findings, Names

_MOST_NAMES: Final = 6  # named in running text; of more, their number is told


def opening(findings: Findings, names: Names) -> Iterator[Element]:
    """Give the question, the material, the caution, and the findings in short."""
    yield Heading("問いと資料")
    yield Paragraph(one_line(names.question))
    yield Note(_how_much(findings, names), "この報告書が拠っている資料")
    yield _forms_table(findings, names) if len(findings.forms) <= MOST_ROWS else _years_table(findings, names)
    yield Paragraph(one_line(names.material))
    yield Heading("わかったこと", 2)
    yield Paragraph(
        "次の数は、読み取ったすべての区分の文についてのものである。様式の種類は問いも長さも違うので、合算せずに並べる。"
        "いずれも、巻末の表と tables/statements.csv をたどって、もとの文に戻ることができる。"
    )
    by_theme = dict(list(findings.totals.groupby("theme", sort=False)))
    yield Bullets(tuple(_sentence(by_theme[theme], names) for theme in names.focus))
    yield Paragraph(_comparable(findings, names))


def edition(findings: Findings, names: Names) -> str:
    """Say in one line what the report rests on."""
    n_wards = findings.forms["ward"].nunique()
    n_statements = int(findings.forms["n_statements"].sum())
    return f"{n_wards}{names.place_word}・{len(findings.forms)}件の様式・{n_statements}文による"


def when(row: pd.Series) -> str:
    """Give the fiscal year or the period of a form or a statement."""
    if pd.notna(row["period_start"]):
        return period_name(int(row["period_start"]), int(row["period_end"]))
    return year_name(int(row["fiscal_year"])) if pd.notna(row["fiscal_year"]) else "年度不明"


def _how_much(findings: Findings, names: Names) -> str:
    forms, place = findings.forms, names.place_word
    wards = forms["ward"].dropna().unique()
    cells = findings.n_wards * findings.n_years
    covered = len(forms.drop_duplicates(["ward", "fiscal_year"]))
    listing = f"({listed(names.place(ward) for ward in wards)})" if len(wards) <= _MOST_NAMES else ""
    return (
        f"読み取れたのは、{findings.n_wards}{place}のうち{len(wards)}{place}{listing}の"
        f"{names.unit}が書いた{len(forms)}件の様式、"
        f"{int(forms['n_statements'].sum())}文である。"
        f"{place}と年度の組み合わせ{cells}通りのうち、様式があるのは{covered}通り{_only(covered, cells)}。"
        "残りは「様式なし」であり、主題が書かれなかったことを意味しない。"
        + _unread(findings)
        + (
            ""
            if covered == cells
            else "以下の数は、これらの様式に何が書かれているかを述べるものであり、"
            f"{findings.n_wards}{place}全体の姿ではない。"
        )
    )


def _only(covered: int, cells: int) -> str:
    return "にすぎない" if 2 * covered < cells else "である"


def _unread(findings: Findings) -> str:
    """Name the documents that were not read, and why: of these, silence is no absence."""
    if not findings.unread:
        return ""
    shown = listed(findings.unread[:_MOST_NAMES])
    more = f"ほか{len(findings.unread) - _MOST_NAMES}件" if len(findings.unread) > _MOST_NAMES else ""
    return f"ほかの資料{len(findings.unread)}件は読み取れなかった({shown}{more})。"


def _comparable(findings: Findings, names: Names) -> str:
    """Say whether the shares may be compared over wards and years."""
    place = names.place_word
    contrasts = findings.comparisons.contrasts
    if contrasts.loc[contrasts["kind"] != "section", "estimable"].any():
        return (
            f"{place}のあいだ、年度のあいだの違いは、それだけの様式がそろう主題について"
            f"「{place}と年度をくらべる」の章で検定する。図や表の割合を見くらべるだけでは、偶然の違いと区別できない。"
        )
    return (
        f"これらの割合を{place}や年度のあいだで比べて「増えた」「多い」と言うことは、この資料ではできない。"
        f"{place}・年度・様式が互いに重なっており、違いがどれによるものかを分けられないからである。"
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


def _years_table(findings: Findings, names: Names) -> Table:
    """Sum the forms up by kind and year, where there are too many to list."""
    grouped = findings.forms.groupby(["form", "fiscal_year"], sort=True)
    rows = tuple(
        (
            year_name(int(str(year))),
            names.form(str(form)),
            str(len(own)),
            fraction(own["ward"].nunique(), findings.n_wards),
            str(int(own["n_statements"].sum())),
            *(str(int(own[section].sum())) for section in names.contrast),
        )
        for (form, year), own in grouped
    )
    return Table(
        caption="読み取った様式と文の数(様式ごとの数は tables/forms.csv)",
        header=("年度", "様式", "件", names.place_word, "文", *(names.section(section) for section in names.contrast)),
        rows=rows,
        align=("left", "left", "right", "right", "right", "right", "right"),
        widths=(1, 1, 0, 0, 0, 0, 0),
        small=True,
    )


def counts_by_form(totals: pd.DataFrame, names: Names) -> str:
    """Say how often a theme occurs in each kind of form.

    Args:
        totals: the rows of one theme.
        names: what the study calls its things.
    """
    return "、".join(
        f"{names.form(str(row['form']))}の様式で{fraction(row['n_present'], row['n_statements'])}文"
        f"({percent(row['share'])}、{row['n_forms']}件中{row['n_forms_present']}件、"
        f"{row['n_wards']}{names.place_word}中{row['n_wards_present']}{names.place_word})"
        for row in totals.to_dict("records")
    )


def _sentence(totals: pd.DataFrame, names: Names) -> str:
    theme, mark = (str(totals[column].iloc[0]) for column in ("theme", "mark"))
    label = f"「{names.themes[theme]}」" + (f"({mark})" if mark else "")
    if not totals["n_present"].any():
        return f"{label}に触れた文は、読み取った{totals['n_statements'].sum()}文のなかに一つもない。"
    return f"{label}に触れた文は、{counts_by_form(totals, names)}。"
