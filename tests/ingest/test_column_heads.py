"""Heads of a period form as extractors write them: two in one line, a title over a heading, names over marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textmine.ingest import read_form

from .study import document_of, layouts, wards

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """西区地域子育て支援拠点事業 事業評価
評価対象期間 平成30年度～令和4年度
1 親子の居場所事業
自己評価(A~D)
目指す拠点の姿 (参考)1期目振り返りの課題
法人 区
①利用者が言葉を交わし、仲間になれる場である。
B B
・乳児の居場所を区切る工夫が必要である。
評価の理由(法人)
(1) 過ごしやすい室内づくり
○柵を用い、乳児の場所を広げた。
2 子育て相談事業
自己評価(A~D)
目指す拠点の姿 (参考)1期目振り返りの課題
法人
区
①気軽に相談できる場となっている。
A B
・学び合う機会が必要である。
評価の理由(法人)
○事例を持ち寄って学んだ。
"""


def test_each_business_keeps_its_number_and_its_two_columns(tmp_path: Path) -> None:
    reading = read_form(document_of(TEXT, tmp_path), layouts(), wards())
    found = [(said.section, said.goal_no, said.text) for said in reading.statements]
    assert found == [
        ("vision", 1, "利用者が言葉を交わし、仲間になれる場である。"),
        ("prior_issue", 1, "乳児の居場所を区切る工夫が必要である。"),
        ("reason_org", 1, "柵を用い、乳児の場所を広げた。"),
        ("vision", 2, "気軽に相談できる場となっている。"),
        ("prior_issue", 2, "学び合う機会が必要である。"),
        ("reason_org", 2, "事例を持ち寄って学んだ。"),
    ]
