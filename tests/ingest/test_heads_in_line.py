"""Tables whose heads an extractor writes in one line, and whose cells follow row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textmine.ingest import read_form

from .one_form import EVALUATED, LABELS, bullets
from .study import document_of, layouts, wards

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from textmine.documents import Reading

TITLE = "鶴見区地域子育て支援拠点事業\n\n令和５年度重点目標評価結果・令和６年度重点目標\n\n令和５年度重点目標の評価\n\n"


def test_goals_and_activities_under_heads_in_one_line_go_together_row_by_row(tmp_path: Path) -> None:
    block = EVALUATED[0]
    fields = zip(LABELS, (block.activity, block.outcome, block.issue), strict=True)
    said = "\n\n".join(f"{label}\n\n{bullets(own, '■')}" for label, own in fields)
    following = (
        "次年度重点目標\n重点目標 取組内容\n⑴産前産後の切れ目のない支援\nを充実させる。\n"
        "■見学会を開く。\n■動画を上映する。\n"
        "⑵支え手を増やす。\n■手引を作る。\n"
    )
    text = f"{TITLE}重点目標①\n\n{block.goal}\n\n{said}\n\n{following}"
    form = read_form(document_of(text, tmp_path), layouts(), wards())
    assert [(one.section, one.goal_no, one.text) for one in form.statements][-5:] == [
        ("next_goal", 1, "産前産後の切れ目のない支援を充実させる。"),
        ("next_activity", 1, "見学会を開く。"),
        ("next_activity", 1, "動画を上映する。"),
        ("next_goal", 2, "支え手を増やす。"),
        ("next_activity", 2, "手引を作る。"),
    ]


HEADS = "令和５年度重点目標の評価\n重点目標 取組内容 取組の成果 取組の課題\n"
GRID = (
    ("goal", 1, "１ 産前産後の切れ目のない支援\nを充実させる。"),
    ("activity", 1, "(1) 見学会を開く。"),
    ("outcome", 1, "(1) 見学会に延べ48人が参加し\nた。\n※３月は中止"),
    ("issue", 1, "(1) 周知が必要である。"),
    ("activity", 1, "(2) 動画を上映する。"),
    ("outcome", 1, "(2) 動画を12回上映した。"),
    ("issue", 1, "(2) 通訳が足りない。"),
    ("goal", 2, "２ 支え手を増やす。"),
    ("activity", 2, "(1) 手引を作る。"),
    ("outcome", 2, "(1) 手引を500部配った。"),
    ("issue", 2, "(1) 若い世代に届いていない。"),
)


def cells_of(form: Reading) -> list[tuple[str, int | None, str]]:
    return [(one.section, one.goal_no, one.text) for one in form.statements]


def wanted() -> list[tuple[str, int, str]]:
    return [(section, number, cell.replace("\n", "").split(" ", 1)[1]) for section, number, cell in GRID]


def by_section(cells: Iterable[tuple[str, int | None, str]]) -> list[tuple[str, int | None, str]]:
    return sorted(cells, key=lambda cell: (cell[1] or 0, cell[0]))


def test_of_cells_row_by_row_each_number_stands_once_for_every_column(tmp_path: Path) -> None:
    text = TITLE + HEADS + "\n".join(cell for _, _, cell in GRID) + "\n"
    form = read_form(document_of(text, tmp_path), layouts(), wards())
    assert by_section(cells_of(form)) == by_section(wanted())


def test_of_cells_column_by_column_numbers_start_anew_with_every_column(tmp_path: Path) -> None:
    order = ("goal", "activity", "outcome", "issue")
    cells = sorted(GRID, key=lambda cell: (cell[1], order.index(cell[0])))
    text = TITLE + HEADS + "\n".join(cell for _, _, cell in cells) + "\n"
    form = read_form(document_of(text, tmp_path), layouts(), wards())
    assert by_section(cells_of(form)) == by_section(wanted())


def test_goals_by_number_stand_apart_from_activities_by_number_in_brackets(tmp_path: Path) -> None:
    following = (
        "令和６年度重点目標\n重点目標 取組内容\n１ つながりを深める。\n(1) 講座を開く。\n(2) 催しを企画する。\n"
        "２ 妊娠期を支える。\n(1) 地図を手渡す。\n"
    )
    text = TITLE + HEADS + "\n".join(cell for _, _, cell in GRID) + f"\n{following}"
    form = read_form(document_of(text, tmp_path), layouts(), wards())
    assert [cell for cell in cells_of(form) if cell[0].startswith("next")] == [
        ("next_goal", 1, "つながりを深める。"),
        ("next_activity", 1, "講座を開く。"),
        ("next_activity", 1, "催しを企画する。"),
        ("next_goal", 2, "妊娠期を支える。"),
        ("next_activity", 2, "地図を手渡す。"),
    ]
