"""Marks that an extractor puts before all their texts, or alone over each, go with the texts in their order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .period_form import FIRST, TITLE, read

if TYPE_CHECKING:
    from pathlib import Path

BEGIN = (
    f"{TITLE}1 親子の居場所事業\n\n目指す拠点の姿\n①{FIRST['vision'][0]}\n\n"
    "評価の理由（法人）\n・粘土の時間を設けた。\n\n評価の理由（区）\n・区報で知らせた。\n\n振り返りの視点\n"
)
ONE, TWO, THREE = (
    "どの地区に住む家庭も気軽に来られるよう、場所と時刻を\n選んでいるか。",
    "声を聞いているか。",
    "夕方にも開いているか。",
)
WAYS = (
    f"ア\nイ\nウ\n\n{ONE}\n{TWO}\n{THREE}\n",
    f"ア\n{ONE}\nイ\n{TWO}\nウ\n{THREE}\n",
    f"(ア)\n\n{ONE}\n\n(イ)\n\n{TWO}\n\n(ウ)\n\n{THREE}\n",
    f"①\n②\n③\n\n{ONE}\n{TWO}\n{THREE}\n",
)


def viewpoints(text: str, folder: Path) -> list[str]:
    return [one.text for one in read(BEGIN + text, folder).statements if one.section == "viewpoint"]


@pytest.mark.parametrize("text", WAYS)
def test_marks_alone_in_their_lines_are_no_statements(text: str, tmp_path: Path) -> None:
    assert viewpoints(text, tmp_path) == [ONE.replace("\n", ""), TWO, THREE]


def test_a_line_for_each_mark_is_a_text_though_none_ends_a_sentence(tmp_path: Path) -> None:
    assert viewpoints("ア\nイ\n\n居場所の工夫\n夕方の開館\n", tmp_path) == ["居場所の工夫", "夕方の開館"]


def test_a_kana_letter_that_ends_a_wrapped_word_is_no_mark(tmp_path: Path) -> None:
    text = "ア　家庭の事情に合わせ、だれもが安心して使えるよう工夫した遊びのエリ\nア\nを設けているか。\n"
    assert viewpoints(text, tmp_path) == [
        "家庭の事情に合わせ、だれもが安心して使えるよう工夫した遊びのエリアを設けているか。"
    ]
