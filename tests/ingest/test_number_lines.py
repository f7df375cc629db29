"""Number tables without cells, as text extractors write them; expected values are counted in the text by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from textmine.ingest import read_form

from .study import document_of, layouts, wards

if TYPE_CHECKING:
    from pathlib import Path

HEAD = (
    "緑区地域子育て支援拠点事業 事業評価\n1 親子の居場所事業\n目指す拠点の姿\n・気軽に立ち寄れる場である。\n"
    "評価の理由(法人)\n"
)
TAIL = "1 来館しやすい工夫\n・広報を行い、一年で 24 人が登録した。\n振り返りの視点\nア 工夫しているか。\n"
LINES = "(主なデータ)\n利用実績\n組数(組) 父\n(人)\nR2 年度 8,812 41\nR3年度 7,904 －\n"
WITH_STUB_HEAD = LINES.replace("組数(組) 父\n(人)", "年度 組数(組) 父(人)")
LAID_OUT = """(主なデータ)
利用実績
              組数               父
               (組)             (人)
R2年度         8,812            41
R3年度         7,904            －
"""
A_WORD_A_LINE = "(主なデータ)\n利用実績\n組数\n(組)\n\n父(人)\n\nR2年度\n\n8,812\n\n41\n\nR3年度\n\n7,904\n\n－\n\n"
BY_COLUMN = "(主なデータ)\n利用実績\n\nR2年度\nR3年度\n\n組数(組)\n8,812\n7,904\n\n父(人)\n41\n－\n\n"
WANTED = [
    ("R2", "父(人)", 2020, 41.0, "人", "41"),
    ("R2", "組数(組)", 2020, 8812.0, "組", "8,812"),
    ("R3", "父(人)", 2021, None, "人", "－"),
    ("R3", "組数(組)", 2021, 7904.0, "組", "7,904"),
]


def cells_of(text: str, folder: Path) -> list[tuple[str, str, int | None, float | None, str, str]]:
    reading = read_form(document_of(HEAD + text + TAIL, folder), layouts(), wards())
    assert {(one.business, one.table) for one in reading.numbers} == {(1, "利用実績")}
    cells = [(one.row[:2], one.column, one.fiscal_year, one.value, one.unit, one.as_written) for one in reading.numbers]
    return sorted(cells, key=lambda cell: cell[:2])


@pytest.mark.parametrize(
    "text",
    [LINES, WITH_STUB_HEAD, LAID_OUT, A_WORD_A_LINE, BY_COLUMN],
    ids=["raw", "stub head", "layout", "word", "column"],
)
def test_a_table_of_an_extractor_has_rows_columns_years_and_units(text: str, tmp_path: Path) -> None:
    assert cells_of(text, tmp_path) == WANTED


def test_a_row_may_say_in_words_that_nothing_was_held(tmp_path: Path) -> None:
    text = "(主なデータ)\n利用実績\n組数(組) 父(人)\nR1年度 中止 中止\nR2年度 8,812 41\nR3年度 7,904 －\n"
    assert cells_of(text, tmp_path) == [
        ("R1", "父(人)", 2019, None, "人", "中止"),
        ("R1", "組数(組)", 2019, None, "組", "中止"),
        *WANTED,
    ]


def test_text_after_a_table_stays_text(tmp_path: Path) -> None:
    reading = read_form(document_of(HEAD + LINES + TAIL, tmp_path), layouts(), wards())
    found = [one.text for one in reading.statements]
    assert found == ["気軽に立ち寄れる場である。", "広報を行い、一年で 24 人が登録した。", "工夫しているか。"]


def test_a_table_away_from_its_label_is_no_statement(tmp_path: Path) -> None:
    """Extractors put what stands to the right of a page's middle before the label of the left."""
    text = (
        HEAD
        + "・来館を促した。\n\nひろば(件)\n\n電話(件)\n\nR2年度\n\n120\n\n38\n\nR3年度\n\n137\n\n51\n\n(主なデータ)\n"
        + TAIL
    )
    reading = read_form(document_of(text, tmp_path), layouts(), wards())
    assert [one.text for one in reading.statements if "件" in one.text or one.text.isdecimal()] == []
    assert [one.value for one in reading.numbers] == [120, 38, 137, 51]


def test_on_a_shuffled_page_a_table_of_years_is_numbers_and_bullets_stay_statements(tmp_path: Path) -> None:
    text = (
        "評価の理由(法人)\n\n・父子での来館を促した。\n\n(主なデータ)\n\n・相談票の書式を統一した。\n\n"
        "利用実績\n\n\tR2年度\tR3年度\n組数(組)\t8,812\t7,904\n父(人)\t41\t58\n\n振り返りの視点\n\n(課題)\n\n"
        "1 親子の居場所事業\n\nア 工夫しているか。\n\n目指す拠点の姿\t自己評価(A~D)\n①気軽に立ち寄れる場である。\tA\n"
    )
    reading = read_form(document_of(text, tmp_path), layouts(), wards())
    assert sorted(one.text for one in reading.statements) == sorted(
        ["父子での来館を促した。", "相談票の書式を統一した。", "工夫しているか。", "気軽に立ち寄れる場である。"]
    )
    assert [one.value for one in reading.numbers] == [8812, 7904, 41, 58]
