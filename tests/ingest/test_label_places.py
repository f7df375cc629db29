"""Where labels stand in tables: to the right of their texts, over rows that name the operator and the ward."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textmine.ingest import read_form

from .study import document_of, layouts, wards

if TYPE_CHECKING:
    from pathlib import Path

    from textmine.documents import Reading


def read(body: str, folder: Path) -> Reading:
    return read_form(document_of(body, folder, "form.html"), layouts(), wards())


def said(body: str, folder: Path) -> list[tuple[str, int | None, str]]:
    return [(one.section, one.goal_no, one.text) for one in read(body, folder).statements]


def table(*rows: str) -> str:
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def cells(*texts: str) -> str:
    return "".join(f"<td>{text}</td>" for text in texts)


def goal(number: int, *fields: str) -> tuple[str, ...]:
    labels = (f"重点目標{number}", "取組内容", "取組の成果", "取組の課題")
    return tuple(cells(text, label) for text, label in zip(fields, labels, strict=True))


FIRST = ("居場所の質を高める。", "・木工の会を開く。", "・20組が参加した。", "・夕方の利用が少ない。")
SECOND = ("地域とのつながりを育む。", "・縁側の会を開く。", "・町会が加わった。", "・担い手が足りない。")
BOTH = [
    (section, number, text.removeprefix("・"))
    for number, fields in ((1, FIRST), (2, SECOND))
    for section, text in zip(("goal", "activity", "outcome", "issue"), fields, strict=True)
]


def test_labels_may_stand_to_the_right_of_their_texts(tmp_path: Path) -> None:
    assert said("<h2>令和4年度重点目標の評価</h2>" + table(*goal(1, *FIRST), *goal(2, *SECOND)), tmp_path) == BOTH


def test_labels_to_the_right_hold_in_a_table_for_each_goal(tmp_path: Path) -> None:
    tables = table(*goal(1, *FIRST)) + table(*goal(2, *SECOND))
    assert said("<h2>令和4年度重点目標の評価</h2>" + tables, tmp_path) == BOTH


def test_a_label_to_the_left_holds_where_none_stands_to_the_right(tmp_path: Path) -> None:
    rows = [row + "<td></td>" for row in goal(1, *FIRST)[:3]]
    left = cells("取組の課題", FIRST[-1], "")
    assert said("<h2>令和4年度重点目標の評価</h2>" + table(*rows, left), tmp_path) == BOTH[:4]


def heads_and_texts(labels: tuple[str, ...], *columns: tuple[str, ...]) -> list[str]:
    """Lay goals out side by side: under each label a row of texts, and the label once for each column."""
    rows: list[str] = []
    for number, label in enumerate(labels):
        heads = (f"{label}{place}" if "目標" in label else label for place in range(1, len(columns) + 1))
        rows += [cells(*heads), cells(*(column[number] for column in columns))]
    return rows


LABELS = ("重点目標", "取組内容", "取組の成果", "取組の課題")
NEXT = [("next_goal", 1, "輪を広げる。"), ("next_goal", 2, "産前から支える。")]
NEXT += [("next_activity", 1, "出張の会を開く。"), ("next_activity", 2, "沐浴の会を開く。")]


def test_labels_repeated_under_goals_side_by_side_are_each_of_their_column(tmp_path: Path) -> None:
    following = heads_and_texts(("重点目標", "取組内容"), *((NEXT[n][2], f"・{NEXT[n + 2][2]}") for n in (0, 1)))
    body = "<h2>令和4年度重点目標の評価</h2>" + table(*heads_and_texts(LABELS, FIRST, SECOND))
    body += "<h2>次年度重点目標</h2>" + table(*following)
    assert sorted(said(body, tmp_path)) == sorted([*BOTH, *NEXT])


def test_labels_before_texts_repeated_beside_one_another_are_each_of_their_column(tmp_path: Path) -> None:
    rows = [
        cells(f"{label}{1 if label == '重点目標' else ''}", one, f"{label}{2 if label == '重点目標' else ''}", two)
        for label, one, two in zip(LABELS, FIRST, SECOND, strict=True)
    ]
    assert sorted(said("<h2>令和4年度重点目標の評価</h2>" + table(*rows), tmp_path)) == sorted(BOTH)


def test_one_label_over_the_columns_of_two_goals_is_of_both(tmp_path: Path) -> None:
    rows = heads_and_texts(LABELS[:1], FIRST, SECOND)
    for number, label in enumerate(LABELS[1:], 1):
        rows += [f'<td colspan="2">{label}</td>', cells(FIRST[number], SECOND[number])]
    assert sorted(said("<h2>令和4年度重点目標の評価</h2>" + table(*rows), tmp_path)) == sorted(BOTH)


def test_columns_go_on_in_a_narrower_table_that_a_page_break_parts_from_their_heads(tmp_path: Path) -> None:
    wide = table(
        cells("重点目標", "居場所の質を高める。", "", ""),
        cells("取組内容", "・木工の会を開く。", "", ""),
        '<td colspan="2">取組の成果</td><td colspan="2">取組の課題</td>',
    )
    assert said("<h2>令和4年度重点目標の評価</h2>" + wide + table(cells(*FIRST[2:])), tmp_path) == BOTH[:4]
