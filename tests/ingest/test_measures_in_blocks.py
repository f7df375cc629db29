"""Tables of numbers and marks inside the block of a goal: between its fields, in the same table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from textmine.ingest import read_form

from .study import document_of, layouts, wards

if TYPE_CHECKING:
    from pathlib import Path

    from textmine.documents import Reading

HEAD = "# 令和5年度 緑区地域子育て支援拠点 単年度事業評価\n\n"
FIELDS = (
    "| 令和5年度重点目標① | 身近な場で親子が出会える。 |\n|---|---|\n"
    "| 取組内容 | ・出張ひろばを開いた。 |\n| 取組の成果 | ・延べ320組が参加した。 |\n"
)
ISSUE = "| 取組の課題 | ・会場が足りない。 |\n"


def read(text: str, folder: Path) -> Reading:
    return read_form(document_of(text, folder, "form.md"), layouts(), wards())


@pytest.mark.parametrize(
    "table",
    [
        "| （主なデータ） | 会場 | 回数 | 組数 |\n|  | 公園 | 12 | 96 |\n|  | 地区センター | 20 | 224 |\n",
        "| （参考）実績 |\n|  | 会場 | 回数 | 組数 |\n|  | 公園 | 12 | 96 |\n|  | 地区センター | 20 | 224 |\n",
    ],
)
def test_a_table_of_numbers_between_the_fields_of_a_goal_is_read_as_one(table: str, tmp_path: Path) -> None:
    reading = read(HEAD + FIELDS + table + ISSUE, tmp_path)
    assert [one.section for one in reading.statements] == ["goal", "activity", "outcome", "issue"]
    assert [(one.row, one.column, one.value) for one in reading.numbers] == [
        ("公園", "回数", 12),
        ("公園", "組数", 96),
        ("地区センター", "回数", 20),
        ("地区センター", "組数", 224),
    ]


@pytest.mark.parametrize("row", ["| 自己評価 | 法人 | Ａ | 区 | Ｂ |\n", "| 自己評価 | 法人：Ａ　／　区：Ｂ |\n"])
def test_marks_of_a_goal_are_read_beside_who_gives_them(row: str, tmp_path: Path) -> None:
    reading = read(HEAD + FIELDS + ISSUE + row, tmp_path)
    assert [one.section for one in reading.statements] == ["goal", "activity", "outcome", "issue"]
    marks = [(one.row, one.column, one.value) for one in reading.ratings]
    assert marks == [("令和5年度重点目標①", "法人", "A"), ("令和5年度重点目標①", "区", "B")]


def test_a_line_that_says_when_a_sheet_was_published_is_no_statement_of_its_last_field(tmp_path: Path) -> None:
    end = "| (令和6年4月　公表) |\n"
    assert read(HEAD + FIELDS + ISSUE + end, tmp_path).statements == read(HEAD + FIELDS + ISSUE, tmp_path).statements
