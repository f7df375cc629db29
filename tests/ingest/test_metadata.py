"""Names of places are known in every spelling that forms use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from textmine.ingest import Ward, read_path
from textmine.study.layouts import read_layouts

if TYPE_CHECKING:
    from pathlib import Path

    from textmine.study import Study

FORM = "{}施設年次評価 令和5年度\n目標\n庭に花を植える。\n成果\n・花を見に来る人が増えた。\n"


@pytest.mark.parametrize(
    ("official", "written"),
    [
        ("ひがし区", "ひがし区"),  # が here is no spelling of ヶ
        ("保土ケ谷区", "保土ケ谷区"),
        ("保土ケ谷区", "保土ヶ谷区"),
        ("保土ケ谷区", "保土が谷区"),
        ("保土が谷区", "保土ヶ谷区"),
    ],
)
def test_a_ward_is_known_in_each_spelling_of_its_name(toy: Study, tmp_path: Path, official: str, written: str) -> None:
    (tmp_path / "form.txt").write_text(FORM.format(written), encoding="utf-8")
    ward = Ward("1", official, "", 1, 0, 0)
    reading = read_path(tmp_path / "form.txt", read_layouts(toy.folder / "forms"), [ward])
    assert reading.ward == official


@pytest.mark.parametrize(
    "title",
    [
        "令和5年度\nひがし区施設年次評価結果・令和6年度目標",
        "ひがし区施設年次評価結果・令和6年度目標\n令和5年度",
    ],
)
def test_the_next_year_in_a_title_is_not_the_year_of_the_form(toy: Study, tmp_path: Path, title: str) -> None:
    path = tmp_path / "form.txt"
    path.write_text(FORM.replace("{}施設年次評価 令和5年度", title), "utf-8")
    reading = read_path(path, read_layouts(toy.folder / "forms"), [Ward("1", "ひがし区", "ひがしく", 1, 0, 0)])
    assert reading.fiscal_year == 2023
