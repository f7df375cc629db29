"""Marks that a line says in words, with numbers and names of raters, are ratings and no statements."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .period_form import FIRST, TITLE, read, said

if TYPE_CHECKING:
    from pathlib import Path

ONE, TWO = FIRST["vision"]
BEGIN = f"{TITLE}1 親子の居場所事業\n\n目指す拠点の姿　①{ONE}\n②{TWO}\n\n（参考）前期の課題　・夕方の利用が少ない。\n\n"
REST = (
    "\n評価の理由（法人）　・粘土の時間を設けた。\n\n評価の理由（区）　・区報で知らせた。\n\n"
    "振り返りの視点　ア　声を聞いているか。\n"
)
LINES = (
    "自己評価（Ａ～Ｄ）　①　法人 A　区 B\n②　法人 C　区 D\n",
    "自己評価（Ａ～Ｄ）\n① 法人：A 区：B\n② 法人：C 区：D\n",
    "①　法人（A）　区（B）\n自己評価（Ａ～Ｄ）\n②　法人（C）　区（D）\n",
    "自己評価 ① ②\n法人 A C\n区 B D\n",
)


@pytest.mark.parametrize("lines", LINES)
def test_a_line_of_marks_is_rating_and_no_statement(lines: str, tmp_path: Path) -> None:
    reading = read(BEGIN + lines + REST, tmp_path)
    assert [text for section, _, text in said(reading) if section == "prior_issue"] == ["夕方の利用が少ない。"]
    assert sorted((one.row, one.column, one.value) for one in reading.ratings) == sorted(
        [(ONE, "法人", "A"), (ONE, "区", "B"), (TWO, "法人", "C"), (TWO, "区", "D")]
    )


def test_a_sentence_that_begins_with_a_rater_is_a_statement(tmp_path: Path) -> None:
    text = BEGIN.replace("・夕方の利用が少ない。", "・区 B 棟の広場が使えない。") + REST
    assert ("prior_issue", 1, "区 B 棟の広場が使えない。") in said(read(text, tmp_path))
