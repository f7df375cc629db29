"""Columns that only white space parts: period forms as `pdftotext -layout` lays them out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textmine.ingest import read_form

from .study import document_of, layouts, wards

if TYPE_CHECKING:
    from pathlib import Path

    from textmine.documents import Reading

LAID_OUT = """緑区地域子育て支援拠点事業 事業評価
1 親子の居場所事業
                                               自己評価(A~D)
 目指す拠点の姿              (参考)1期目振り返りの課題
                                               法人       区
 ①だれもが気軽に立ち寄り、ほっとでき
                                               B        B
 る場である。               ・狭い室内で動き回る幼児と乳児が一緒
 ②父親や祖父母など、多様な人が訪れる   に過ごすため、区切り方の工夫が必要。
                                               C        B
 場である。
評価の理由(法人)
(1) 過ごしやすい室内づくり
・可動式の柵を用い、乳児の場所を広げた。
振り返りの視点
ア はじめて訪れる人への配慮がなされているか。
"""


def read(text: str, folder: Path) -> Reading:
    return read_form(document_of(text, folder), layouts(), wards())


def test_text_in_two_columns_is_read_down_each_column(tmp_path: Path) -> None:
    found = [(one.section, one.text) for one in read(LAID_OUT, tmp_path).statements]
    assert found == [
        ("vision", "だれもが気軽に立ち寄り、ほっとできる場である。"),
        ("prior_issue", "狭い室内で動き回る幼児と乳児が一緒に過ごすため、区切り方の工夫が必要。"),
        ("vision", "父親や祖父母など、多様な人が訪れる場である。"),
        ("reason_org", "可動式の柵を用い、乳児の場所を広げた。"),
        ("viewpoint", "はじめて訪れる人への配慮がなされているか。"),
    ]


def test_spans_of_text_in_columns_give_it_back(tmp_path: Path) -> None:
    reading = read(LAID_OUT, tmp_path)
    assert [reading.document.quote(one.spans) for one in reading.statements] == [one.text for one in reading.statements]


def test_text_before_a_heading_is_no_part_of_it(tmp_path: Path) -> None:
    """`{何}評価(A~D)` names any rating, but 「場である。」 over 「自己評価(A~D)」 is the end of a sentence."""
    text = (
        "1 親子の居場所事業\n目指す拠点の姿\n\n①だれもが気軽に立ち寄れる\n場である。\n\n自己評価(A~D)\n\n"
        "評価の理由(法人)\n\n・柵を用いた。\n"
    )
    found = [one.text for one in read(text, tmp_path).statements]
    assert found == ["だれもが気軽に立ち寄れる場である。", "柵を用いた。"]
