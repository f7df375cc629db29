"""Heads of a table in two rows: 目標 merged over both, beside a heading over 取組 | 成果 | 課題; headings of parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from textmine.ingest import read_form

from .study import document_of, layouts, wards

if TYPE_CHECKING:
    from pathlib import Path

TITLE = "<h1>令和５年度 鶴見区地域子育て支援拠点事業 振り返りシート</h1>"
GOALS = (
    (
        "父親が気軽に立ち寄れる場をつくる。",
        "・父親の集いを開いた。",
        "・父親同士の輪ができた。",
        "・平日の参加が少ない。",
    ),
    ("多胎の家庭を支える。", "・双子の会を毎月開いた。", "・先輩の家庭とつながった。", "・外出の手助けが足りない。"),
)
WANTED = [
    (section, number, text.removeprefix("・"))
    for number, texts in enumerate(GOALS, 1)
    for section, text in zip(("goal", "activity", "outcome", "issue"), texts, strict=True)
]


def read(text: str, folder: Path, name: str) -> list[tuple[str, int | None, str]]:
    form = read_form(document_of(text, folder, name), layouts(), wards())
    return [(one.section, one.goal_no, one.text) for one in form.statements]


@pytest.mark.parametrize("over", ["令和５年度の振り返り", "記入欄", "実施結果"])
@pytest.mark.parametrize("counted", [True, False])
def test_a_head_merged_over_two_rows_heads_its_own_column(over: str, counted: bool, tmp_path: Path) -> None:  # noqa: FBT001
    number = "<th rowspan=2>№</th>" if counted else ""
    head = f"<tr>{number}<th rowspan=2>目標</th><th colspan=3>{over}</th></tr>"
    inner = "<tr><th>取組</th><th>成果</th><th>課題</th></tr>"
    rows = "".join(
        f"<tr>{f'<td>{rank}</td>' if counted else ''}{''.join(f'<td>{text}</td>' for text in texts)}</tr>"
        for rank, texts in enumerate(GOALS, 1)
    )
    assert read(f"{TITLE}<table>{head}{inner}{rows}</table>", tmp_path, "form.html") == WANTED


def test_markdown_that_merges_no_cells_has_its_heads_in_two_rows_too(tmp_path: Path) -> None:
    lines = ["| 目標 | 令和５年度の振り返り |  |  |", "| --- | --- | --- | --- |", "|  | 取組 | 成果 | 課題 |"]
    lines += [f"| {' | '.join(texts)} |" for texts in GOALS]
    title = "# 令和５年度 鶴見区地域子育て支援拠点事業 振り返りシート\n\n"
    assert read(title + "\n".join(lines), tmp_path, "form.md") == WANTED


@pytest.mark.parametrize("heading", ["１．令和５年度の取組状況", "令和５年度の取組"])
def test_a_heading_of_the_year_over_the_first_goal_is_no_field(heading: str, tmp_path: Path) -> None:
    rows = [f"<tr><td colspan=2>{heading}</td></tr>"]
    for rank, (goal, *texts) in enumerate(GOALS, 1):
        rows.append(f"<tr><td colspan=2>重点目標{rank}：{goal}</td></tr>")
        labels = ("取組内容", "取組の成果", "取組の課題")
        rows += [f"<tr><th>{label}</th><td>{text}</td></tr>" for label, text in zip(labels, texts, strict=True)]
    assert read(f"{TITLE}<table>{''.join(rows)}</table>", tmp_path, "form.html") == WANTED


@pytest.mark.parametrize("heading", ["協働のプロセスの振り返り", "協働プロセスのふりかえり", "２．令和６年度に向けて"])
def test_the_heading_of_a_later_part_is_no_statement(heading: str, tmp_path: Path) -> None:
    lines = [line for rank, texts in enumerate(GOALS, 1) for line in block(rank, texts)]
    title = "令和５年度 鶴見区地域子育て支援拠点事業 重点目標評価結果\n\n"
    assert read(title + "\n".join([*lines, heading]), tmp_path, "form.txt") == WANTED


def block(rank: int, texts: tuple[str, ...]) -> list[str]:
    goal, activity, outcome, issue = texts
    return [f"重点目標{rank}", goal, "取組内容", activity, "取組の成果", outcome, "取組の課題", issue, ""]
