"""Lines as they were typed: a sheet's row per line, a quotation over a line's end, the foot beside a page's number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl

from textmine.ingest import read_form
from textmine.ingest.readers import read_document

from .study import document_of, layouts, wards

if TYPE_CHECKING:
    from pathlib import Path

TYPED = (
    ("重点目標①", "親子が安心して過ごせる場をつくる。"),
    ("取組内容", "団地の集会所を巡回する出張ひろばを毎週開催し、父親が集う会も月に一度"),
    ("", "開いた。"),
    ("", "自治会や社会福祉協議会と打合せをもち、見守りが必要な世帯について意見"),
    ("", "を交わした。"),
    ("", "産前から訪れてもらえるよう、団地の診療所の助産師に同席をお願いした。"),
    ("取組の成果", "父親の参加が八十人に増えた。"),
    ("取組の課題", "平日に来られない家庭がある。"),
)


def test_a_sentence_goes_on_in_the_row_under_a_full_line(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["港南区地域子育て支援拠点事業 令和5年度重点目標評価結果"])
    for row in TYPED:
        sheet.append(list(row))
    book.save(tmp_path / "form.xlsx")
    reading = read_form(read_document(tmp_path / "form.xlsx"), layouts(), wards())
    assert [one.text for one in reading.statements if one.section == "activity"] == [
        TYPED[1][1] + TYPED[2][1],
        TYPED[3][1] + TYPED[4][1],
        TYPED[5][1],
    ]


def test_a_dot_within_a_quotation_over_a_line_end_is_no_bullet(tmp_path: Path) -> None:
    text = (
        "港南区地域子育て支援拠点事業\n令和5年度重点目標評価結果\n重点目標①\n親子の場をつくる。\n取組内容\n"
        "・きょうだい児が主役となる「ぼく\n・わたしの時間」の設定\n・父親の会の開催\n取組の成果\n・父親の参加が増加\n"
        "取組の課題\n・平日に来られない家庭\n"
    )
    reading = read_form(document_of(text, tmp_path), layouts(), wards())
    assert [one.text for one in reading.statements if one.section == "activity"] == [
        "きょうだい児が主役となる「ぼく・わたしの時間」の設定",
        "父親の会の開催",
    ]
