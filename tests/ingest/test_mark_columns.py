"""A mark that a form gives itself, beside the fields of a goal, where no rule parts it from their text."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

import pytest

from textmine.ingest import read_form

from .study import document_of, layouts, wards

if TYPE_CHECKING:
    from pathlib import Path

LINES: Final = (
    ("令和５年度", "雨の日も親子が集える場をつくる。", ""),
    ("重点目標①", "", ""),
    ("", "内容", "{head}"),
    ("", "・雨の日の遊び場を月に２回開き、近くに住む人も招いて", ""),
    ("取組内容", "昔の遊びを教わる。", "Ａ"),
    ("", "・公園での会を行う。", ""),
    ("", "・遊び場には延べ188組が来て、顔見知りの親子が増え、", ""),
    ("取組の成果", "行き帰りにも声をかけ合うようになった。", ""),
    ("取組の課題", "・働く人への周知が足りない。", ""),
    ("令和５年度", "父親がつながる場をつくる。", ""),
    ("重点目標②", "", ""),
    ("", "内容", "{head}"),
    ("", "・土曜日の午前に父親の会を開き、先に父親となった人の", "Ｂ"),
    ("取組内容", "話を聞く。", ""),
    ("取組の成果", "・会には延べ64人が来て、連絡を取り合う仲間ができた。", ""),
    ("取組の課題", "・日曜日にも開くことが求められている。", ""),
)
SAID: Final = [
    ("goal", 1, "雨の日も親子が集える場をつくる。"),
    ("activity", 1, "雨の日の遊び場を月に２回開き、近くに住む人も招いて昔の遊びを教わる。"),
    ("activity", 1, "公園での会を行う。"),
    ("outcome", 1, "遊び場には延べ188組が来て、顔見知りの親子が増え、行き帰りにも声をかけ合うようになった。"),
    ("issue", 1, "働く人への周知が足りない。"),
    ("goal", 2, "父親がつながる場をつくる。"),
    ("activity", 2, "土曜日の午前に父親の会を開き、先に父親となった人の話を聞く。"),
    ("outcome", 2, "会には延べ64人が来て、連絡を取り合う仲間ができた。"),
    ("issue", 2, "日曜日にも開くことが求められている。"),
]
IN_ORDER: Final = """港北区地域子育て支援拠点事業
令和５年度重点目標評価結果

令和５年度重点目標①
雨の日も親子が集える場をつくる。
項目
内容
評価
取組内容
・雨の日の遊び場を月に２回開き、近くに住む人も招い
Ａ
て昔の遊びを教わる。
取組の成果
・顔見知りの親子が増えた。
取組の課題
・周知が足りない。
"""


def laid_out(head: str) -> str:
    """Write the lines as they stand on paper: the mark in a column of its own, merged over all fields of a goal."""
    lines = (f"{_padded(label, 16)}{_padded(text, 60)}{mark}".rstrip() for label, text, mark in LINES)
    return "港北区地域子育て支援拠点事業\n令和５年度重点目標評価結果\n\n" + "\n".join(lines).format(head=head)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text))


@pytest.mark.parametrize("head", ["評価", "自己評価"])
def test_a_mark_beside_wrapped_text_is_none_of_it(head: str, tmp_path: Path) -> None:
    reading = read_form(document_of(laid_out(head), tmp_path), layouts(), wards())
    assert [(one.section, one.goal_no, one.text) for one in reading.statements] == SAID
    marks = [reading.document.text[span.start : span.end] for span, share in reading.ledger if share == "rating"]
    assert "".join("".join(marks).split()) == "ＡＢ"


def test_a_mark_that_an_extractor_puts_amid_a_bullet_is_none_of_it(tmp_path: Path) -> None:
    reading = read_form(document_of(IN_ORDER, tmp_path), layouts(), wards())
    said = [one.text for one in reading.statements if one.section == "activity"]
    assert said == ["雨の日の遊び場を月に２回開き、近くに住む人も招いて昔の遊びを教わる。"]
