"""Tables with a bullet in each row, as sheets have them, beside goals merged over these rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textmine.ingest import read_form

from .study import document_of, layouts, wards

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "<h2>令和4年度重点目標の評価</h2>"


def read(*rows: str, folder: Path) -> list[tuple[str, int | None, str]]:
    body = f"{HEAD}<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"
    form = read_form(document_of(body, folder, "form.html"), layouts(), wards())
    return [(statement.section, statement.goal_no, statement.text) for statement in form.statements]


def cells(*texts: str) -> str:
    return "".join(f"<td>{text}</td>" for text in texts)


def test_a_goal_merged_beside_the_rows_of_its_fields_ends_the_goal_above_it(tmp_path: Path) -> None:
    goals = (
        ("居場所の質を高める。", "木工の会を開く。", "20組が参加した。", "夕方の利用が少ない。"),
        ("地域とのつながりを育む。", "縁側の会を開く。", "町会が加わった。", "担い手が足りない。"),
        ("父親の輪を広げる。", "夜の会を開く。", "30人が来た。", "続ける人が少ない。"),
    )
    rows = [cells("重点目標", "取組内容・成果・課題")]
    for number, (goal, activity, outcome, issue) in enumerate(goals, 1):
        first, *others = ("【取組内容】", f"・{activity}", "【成果】", f"・{outcome}", "【課題】", f"・{issue}")
        rows += [f'<td rowspan="6">{number} {goal}</td>' + cells(first), *map(cells, others)]
    assert read(*rows, folder=tmp_path) == [
        (section, number, text)
        for number, texts in enumerate(goals, 1)
        for section, text in zip(("goal", "activity", "outcome", "issue"), texts, strict=True)
    ]


def test_a_note_in_a_row_of_its_own_stays_with_the_bullet_above_it_in_its_column(tmp_path: Path) -> None:
    rows = (
        cells("重点目標1", "重点目標2"),
        cells("居場所の質を高める。", "地域とのつながりを育む。"),
        cells("取組内容", "取組内容"),
        cells("・木工の会を開く。", "・縁側の会を開く。"),
        cells("※年に3回", "・朝市を開く。"),
        cells("・絵本を増やす。", "※雨の日は休み"),
    )
    assert sorted(read(*rows, folder=tmp_path))[:4] == [
        ("activity", 1, "木工の会を開く。※年に3回"),
        ("activity", 1, "絵本を増やす。"),
        ("activity", 2, "朝市を開く。※雨の日は休み"),
        ("activity", 2, "縁側の会を開く。"),
    ]


def test_a_note_in_a_row_of_its_own_stays_with_a_sentence_without_a_bullet(tmp_path: Path) -> None:
    rows = (
        cells("重点目標1", "居場所の質を高める。"),
        '<td rowspan="3">取組内容</td>' + cells("木工の会を開く。"),
        cells("※年に3回"),
        cells("絵本を増やす。"),
    )
    assert [text for _, _, text in read(*rows, folder=tmp_path)] == [
        "居場所の質を高める。",
        "木工の会を開く。※年に3回",
        "絵本を増やす。",
    ]


def test_a_note_under_the_label_of_its_row_is_no_part_of_the_field_above(tmp_path: Path) -> None:
    rows = (
        cells("重点目標1", "居場所の質を高める。"),
        cells("取組内容", "・木工の会を開く。"),
        cells("取組の成果", "※年度末に記入する。"),
    )
    assert read(*rows, folder=tmp_path)[1] == ("activity", 1, "木工の会を開く。")


def test_labels_as_bars_over_rows_of_bullets_are_an_undivided_form(tmp_path: Path) -> None:
    goals = ["1. 居場所を広げる。", "2. 相談に応じる。"]
    fields = {"取組内容": ["木工の会", "縁側の会"], "取組の成果": ["参加者", "協力者"], "取組の課題": ["夕方の利用"]}
    rows = [cells("令和4年度重点目標"), *map(cells, goals)]
    for label, said in fields.items():
        rows += [cells(label), *(cells(f"・{one}が増えた。") for one in said)]
    numbers = [(section, number) for section, number, _ in read(*rows, folder=tmp_path)]
    assert numbers == [
        ("goal", 1),
        ("goal", 2),
        *((section, None) for section in ("activity", "activity", "outcome", "outcome", "issue")),
    ]
