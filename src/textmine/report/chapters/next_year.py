"""課題から次年度へ: what was raised as an issue, and whether the plan for the next year speaks of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textmine.report.content import MOST_ROWS, FigureImage, Heading, Paragraph, Table
from textmine.report.wording import fraction, interval, percent, year_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from textmine.report.content import Element
    from textmine.report.findings import Findings, Names

_STEPS: Final = {
    "taken_up": "同じ様式の次年度の計画",
    "carried": "翌年度の目標・取組",
    "returned": "翌年度の成果・課題",
}
_TAKEN_UP: Final = {"yes": "述べている", "no": "述べていない", "unknown": "次年度の欄がない"}


def next_year_chapter(findings: Findings, names: Names) -> Iterator[Element]:
    """Give the issues of the named themes and what the same form plans for the next year."""
    followed = findings.follow_through
    raised = followed[followed["raised"] & followed["theme"].isin(names.focus)]
    yield Heading("課題から次年度へ")
    raised_figure = () if raised.empty else ("follow_through",)
    yield Paragraph(
        "課題に挙げた主題を、同じ様式の次年度の計画が述べているか、翌年度の様式が述べているかをたどる。"
        "わかるのは言葉が戻ってくるかどうかだけで、取組が行われたかどうかは、言葉からはわからない。"
        "どの様式にもある主題は、課題に挙げても挙げなくても次年度に現れる。",
        figures=raised_figure,
    )
    if raised.empty:
        yield Paragraph("課題の欄でこれらの主題に触れた様式はない。")
        return
    yield FigureImage(
        "follow_through",
        "課題に挙げた主題のゆくえ(数は様式の件数)。† は未検証の主題",
        "主題ごとに、課題に挙げた様式から次年度の計画、翌年度の様式への流れを示す。",
    )
    yield _table(raised, names) if len(raised) <= MOST_ROWS else _summary(findings, names)
    yield Paragraph(
        "両側の文は tables/follow_through_statements.csv にすべてある。"
        f"続く年度の様式がある{names.place_word}がないので、翌年度の成果と課題は、どの主題についてもまだたどれない。"
        if (raised["returned"] == "unknown").all()
        else "両側の文は tables/follow_through_statements.csv にすべてある。"
    )


def _table(raised: pd.DataFrame, names: Names) -> Table:
    rows = tuple(
        (
            names.themes[row["theme"]],
            names.place(row["ward"]),
            year_name(int(row["fiscal_year"])),
            names.form(row["form"]),
            str(row["n_issue"]),
            str(row["n_plan"]) if row["taken_up"] != "unknown" else "—",
            _TAKEN_UP[row["taken_up"]],
        )
        for _, row in raised.iterrows()
    )
    return Table(
        caption="課題に挙げた主題と、同じ様式の次年度の計画",
        header=("主題", names.place_word, "年度", "様式", "課題の文", "計画の文", "次年度の計画は"),
        rows=rows,
        align=("left", "left", "left", "left", "right", "right", "left"),
        widths=(1, 0, 0, 0, 0, 0, 0),
    )


def _summary(findings: Findings, names: Names) -> Table:
    """Give how often a theme returns after it was raised and how often without, where rows are too many to list."""
    table = findings.comparisons.follow_summary
    own = table[(table["form"] == findings.main_form) & table["theme"].isin(names.focus)]
    rows = []
    for (theme, step), pair in own.groupby(["theme", "step"], sort=False):
        by_raised = {bool(row["raised"]): row for row in pair.to_dict("records")}
        shown = [
            f"{fraction(row['n_followed'], row['n'])} ({percent(row['share'])}、{interval(row['low'], row['high'])})"
            for row in (by_raised[True], by_raised[False])
        ]
        rows.append((names.themes[str(theme)], _STEPS[str(step)], *shown, str(by_raised[True]["n_unknown"])))
    return Table(
        caption="課題に挙げた様式と挙げなかった様式で、主題が次に現れる割合(件数。区間は Wilson 95%)",
        header=("主題", "どこに", "課題に挙げた", "挙げなかった", "たどれない"),
        rows=tuple(rows),
        align=("left", "left", "right", "right", "right"),
        widths=(1, 0, 0, 0, 0),
        small=True,
    )
