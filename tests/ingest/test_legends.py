"""What marks mean (A:十分達成した …) is told in a line or in several; it is no statement, and no statement is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from textmine.ingest import read_form

from .study import document_of, layouts, wards

if TYPE_CHECKING:
    from pathlib import Path

FORM = """令和5年度 緑区地域子育て支援拠点 単年度事業評価
令和5年度 重点目標①
地域の中で親子が安心して過ごせる。
取組内容
・出張ひろばを月に2回開いた。
取組の成果
・延べ320組が参加した。
取組の課題
・会場が足りない。
{}
"""


def texts(legend: str, folder: Path) -> list[str]:
    return [one.text for one in read_form(document_of(FORM.format(legend), folder), layouts(), wards()).statements]


@pytest.mark.parametrize(
    "legend",
    [
        "※ Ａ：十分達成した Ｂ：おおむね達成した Ｃ：やや不十分であった Ｄ：不十分であった",
        "（Ａ：できた　Ｂ：ほぼできた　Ｃ：あまりできなかった　Ｄ：できなかった）",
        "評価の目安：Ａ…目標を上回った、Ｂ…目標どおり、Ｃ…目標を下回った、Ｄ…取り組めなかった",
        "※ Ａ：十分達成した　Ｂ：おおむね達成した　Ｃ：やや不十分であった　Ｄ：不十\n分であった",
        "達成状況　◎：目標を上回った　○：おおむね目標どおり　△：目標を下回った",
        "Ａ 十分にできた\nＢ おおむねできた\nＣ 少しできた\nＤ できなかった",
    ],
)
def test_the_meaning_of_marks_is_no_statement(legend: str, tmp_path: Path) -> None:
    assert texts(legend, tmp_path) == texts("", tmp_path)


@pytest.mark.parametrize(
    "statement",
    [
        "Ａさん、Ｂさん、Ｃさん、Ｄさんの四家庭が交代で当番を務めた。",
        "Ａ地区からＢ地区への出張が難しい",
        "Ｄ地区での開催を検討する。",
    ],
)
def test_a_bullet_that_names_letters_stays_one(statement: str, tmp_path: Path) -> None:
    assert statement in texts(f"・{statement}", tmp_path)


def test_bullets_that_are_marks_elsewhere_stay_bullets(tmp_path: Path) -> None:
    assert texts("◎会場の確保\n○周知の工夫\n△担い手の不足", tmp_path)[-3:] == [
        "会場の確保",
        "周知の工夫",
        "担い手の不足",
    ]
