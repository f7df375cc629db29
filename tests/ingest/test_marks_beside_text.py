"""Narrow columns of marks beside the text that they rate: who rates stands in their heads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from textmine.ingest import read_form

from .study import document_of, layouts, wards

if TYPE_CHECKING:
    from pathlib import Path

    from textmine.documents import Reading

GOALS = (
    ("居場所の質を高める。", "木工の会を開く。", "20組が参加した。", "夕方の利用が少ない。", "A", "B"),
    ("地域とのつながりを育む。", "縁側の会を開く。", "町会が加わった。", "担い手が足りない。", "B", "A"),
)
READ = [
    (section, number, text)
    for number, texts in enumerate(GOALS, 1)
    for section, text in zip(("goal", "activity", "outcome", "issue"), texts, strict=False)
]


def read(heads: tuple[str, str], folder: Path) -> Reading:
    rows: list[tuple[str, ...]] = [("令和4年度重点目標", "取組内容・成果・課題", *heads)]
    rows += [
        (f"{number}　{goal}", f"【取組内容】<br>・{done}<br>【成果】<br>・{came}<br>【課題】<br>・{lacks}", *marks)
        for number, (goal, done, came, lacks, *marks) in enumerate(GOALS, 1)
    ]
    table = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in rows)
    body = f"<h2>令和4年度重点目標の評価</h2><table>{table}</table>"
    return read_form(document_of(body, folder, "form.html"), layouts(), wards())


@pytest.mark.parametrize(
    "heads",
    [
        ("自己評価<br>法人", "自己評価<br>区"),
        ("法人", "区"),
        ("評価（法人）", "評価（区）"),
        ("自己評価 法人", "自己評価 区"),
    ],
)
def test_marks_in_columns_of_their_own_are_ratings_and_no_statements(heads: tuple[str, str], tmp_path: Path) -> None:
    reading = read(heads, tmp_path)
    assert [(one.section, one.goal_no, one.text) for one in reading.statements] == READ
    assert [(mark.row, mark.column, mark.value) for mark in reading.ratings] == [
        ("居場所の質を高める。", "法人", "A"),
        ("居場所の質を高める。", "区", "B"),
        ("地域とのつながりを育む。", "法人", "B"),
        ("地域とのつながりを育む。", "区", "A"),
    ]
    assert not [span for span, share in reading.ledger if share == "unplaced"]


def test_a_mark_that_nobody_is_said_to_have_given_is_no_statement(tmp_path: Path) -> None:
    rows = (("重点目標", "居場所の質を高める。"), ("取組内容", "・木工の会を開く。"), ("自己評価", "A"))
    table = "".join(f"<tr><td>{label}</td><td>{text}</td></tr>" for label, text in rows)
    reading = read_form(document_of(f"<table>{table}</table>", tmp_path, "form.html"), layouts(), wards())
    assert [one.text for one in reading.statements] == ["居場所の質を高める。", "木工の会を開く。"]
    shares = {share: reading.document.text[span.start : span.end].strip() for span, share in reading.ledger}
    assert shares["rating"] == "A"
