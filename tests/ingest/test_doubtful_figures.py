"""Slips of text recognition in figures are said, and nothing is put right."""

from __future__ import annotations

import pytest

from textmine.ingest.signs.doubtful_figures import doubt_about


@pytest.mark.parametrize("text", ["1,43l", "2O5件", "I2人", "1,4S1 人", "3〇回", "9B.5%"])
def test_letters_that_look_like_digits_are_told(text: str) -> None:
    assert doubt_about(text) == "数字に似た字がある"


@pytest.mark.parametrize("text", ["1,43人", "12,34", "1,4311", ",431"])
def test_commas_that_part_no_thousands_are_told(text: str) -> None:
    assert doubt_about(text) == "桁区切りの位置が千の位でない"


@pytest.mark.parametrize(
    "text",
    [
        *("1,431", "1431人", "12,345,678円", "-5", "△1,200", "54.3%", "0", "", "—", "〇", "○", "2.5倍"),
        *(
            "SNS 3回",
            "Zoom",
            "10:30",
            "1dayボランティア",
            "R5年度",
            "LINE 登録 45人",
            "子どもの生活:30% 就園・就学:17%",
        ),
        *("区内ケアプラザ4施設(4回)", "のべ 1,431 人", "B", "Iターン2組"),
    ],
)
def test_sound_figures_and_words_raise_no_doubt(text: str) -> None:
    assert doubt_about(text) == ""
