"""Labels in a column that only white space parts from the text beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textmine.ingest.cells.white_rows import arrange_rows
from textmine.ingest.labels.scanning import scan_rows
from textmine.ingest.lines.rows import read_rows

from .study import document_of, layouts

if TYPE_CHECKING:
    from pathlib import Path

LAID_OUT = """港北区地域子育て支援拠点の一年間の取組と、そこから分かったことを、次のとおり公表します。
                 取組内容・成果・課題
この欄には、重点目標ごとに、取組の内容とその成果、残された課題を、分かりやすく記入します。
重点目標１       居場所の質を高める。
取組内容         ・木工の会を開く。
取組の成果       ・20組が参加した。
取組の課題       ・夕方の利用が少ない。
"""


def test_labels_that_share_a_line_have_no_text_beside_them(tmp_path: Path) -> None:
    layout = next(one for one in layouts() if one.id == "annual")
    arranged = arrange_rows(scan_rows(read_rows(document_of(LAID_OUT, tmp_path)), layout))
    assert arranged is not None
    found = [(row.text.strip(), row.cell and (row.cell.row, row.cell.column)) for row in arranged]
    assert found[1] == ("取組内容・成果・課題", None)
    assert found[3:5] == [("重点目標1", (1, 0)), ("居場所の質を高める。", (1, 1))]


OVER_COLUMNS = """目指す拠点の姿      ①雨の日にも、思い立って寄れる場所である。
自己評価            ①     ②
法人                A     B
区                  B     A
評価の理由(法人)    ・夕方に粘土の時間を設けた。
評価の理由(区)      ・夕方の時間を区報で知らせた。
拠点事業としての成果と課題
"""


def test_a_heading_over_columns_is_no_label_beside_text_and_marks_are_no_text(tmp_path: Path) -> None:
    layout = next(one for one in layouts() if one.id == "period")
    arranged = arrange_rows(scan_rows(read_rows(document_of(OVER_COLUMNS, tmp_path)), layout))
    assert arranged is not None
    in_cells = [row.text.strip() for row in arranged if row.cell]
    assert in_cells == [
        *("目指す拠点の姿", "①雨の日にも、思い立って寄れる場所である。"),
        *("評価の理由(法人)", "・夕方に粘土の時間を設けた。"),
        *("評価の理由(区)", "・夕方の時間を区報で知らせた。"),
    ]
