"""Marks A to D outside tables: beside, between or after what they rate, by row or by column."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from textmine.ingest import read_form

from .study import document_of, layouts, wards

if TYPE_CHECKING:
    from pathlib import Path

    from textmine.documents import Reading

TITLE = "緑区地域子育て支援拠点事業 事業評価\n1 親子の居場所事業\n"
REST = (
    "評価の理由(法人)\n・可動式の柵を用い、乳児の場所を広げた。\n拠点事業としての成果と課題\n(成果)\n・利用が増えた。\n"
    "(課題)\n・周知が必要である。\n振り返りの視点\nア 配慮しているか。\n"
)
FIRST, SECOND, ISSUE = "気軽に立ち寄れる場である。", "多様な人が訪れる場である。", "区切り方の工夫が必要。"
HEADS = "目指す拠点の姿 (参考)1期目振り返りの課題 自己評価(A~D)\n法人 区\n"
BETWEEN = f"{HEADS}①{FIRST}\n・{ISSUE}\nA B\n②{SECOND}\nC D\n"
APART = "目指す拠点の姿\n\n(参考)1期目振り返りの課題\n\n自己評価(A~D)\n\n"
BY_ROW = f"{APART}①{FIRST}\n②{SECOND}\n\n・{ISSUE}\n\n法人\n\n区\n\nA\n\nB\n\nC\n\nD\n\n"
BY_COLUMN = f"{APART}①{FIRST}\n②{SECOND}\n\n・{ISSUE}\n\n法人\n\n区\n\nA\nC\n\nB\nD\n\n"
WANTED = [(FIRST, "法人", "A"), (FIRST, "区", "B"), (SECOND, "法人", "C"), (SECOND, "区", "D")]


def read(text: str, folder: Path) -> Reading:
    return read_form(document_of(TITLE + text + REST, folder), layouts(), wards())


@pytest.mark.parametrize("text", [BETWEEN, BY_ROW, BY_COLUMN], ids=["between", "by row", "by column"])
def test_marks_go_to_the_items_in_their_order(text: str, tmp_path: Path) -> None:
    reading = read(text, tmp_path)
    assert [(one.row, one.column, one.value) for one in reading.ratings] == WANTED
    assert {(one.business, one.table) for one in reading.ratings} == {(1, "自己評価(A~D)")}


@pytest.mark.parametrize("text", [BETWEEN, BY_ROW], ids=["between", "by row"])
def test_bullets_of_one_kind_go_to_one_column(text: str, tmp_path: Path) -> None:
    found = {one.text: one.section for one in read(text, tmp_path).statements}
    assert (found[FIRST], found[SECOND], found[ISSUE]) == ("vision", "vision", "prior_issue")


def test_marks_that_do_not_fit_the_items_are_said_and_not_guessed(tmp_path: Path) -> None:
    reading = read(BY_ROW.replace("C\n\nD\n\n", "C\n\n"), tmp_path)
    assert reading.ratings == ()
    assert reading.warnings == ("評価の印を項目に結べません: 事業1 印 3 個、項目 2 個",)


def test_a_line_of_heads_on_every_page_is_no_running_head(tmp_path: Path) -> None:
    pages = [f"{number} {name}\f{BETWEEN}" for number, name in ((2, "子育て相談事業"), (3, "情報収集・提供事業"))]
    reading = read(BETWEEN + "\f" + "".join(pages), tmp_path)
    assert sum(one.section == "vision" for one in reading.statements) == 6
