"""Excel: sheets that are seen, cells as they are shown, nothing guessed."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING

import openpyxl
import pytest

from textmine.errors import UnreadableFile
from textmine.ingest.readers.cell_formats import shown

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from tests.ingest.readers.conftest import Reader, Views


def saved(workbook: Workbook) -> bytes:
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def filled(cells: dict[str, str]) -> Workbook:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    for place, value in cells.items():
        sheet[place] = value
    return workbook


def test_cells_stand_where_the_sheet_has_them(read: Reader, views: type[Views]) -> None:
    workbook = filled({"A2": "取組内容", "B2": "・父親", "B3": "・多胎\n・外国籍"})
    workbook["Sheet"].merge_cells("A2:A3")
    document = read(saved(workbook), "form.xlsx")
    assert document.kind == "xlsx"
    assert views.cells(document) == {(1, 0, 2, 1): "取組内容", (1, 1, 1, 1): "・父親", (2, 1, 1, 1): "・多胎・外国籍"}
    assert views.blocks(document)[-1] == ["・多胎", "・外国籍"]


def test_each_visible_sheet_is_a_page_and_the_others_are_named(read: Reader) -> None:
    workbook = filled({"A1": "令和5年度"})
    workbook["Sheet"].title = "評価"
    workbook.create_sheet("令和6年度")["A1"] = "次年度"
    workbook.create_sheet("控え")["A1"] = "旧"
    workbook["控え"].sheet_state = "hidden"
    workbook.create_sheet("記入要領")["A1"] = "記入のしかた"
    document = read(saved(workbook), "form.xlsx")
    assert [page.name for page in document.pages] == ["評価", "令和6年度"]
    assert "旧" not in document.text
    assert any("控え" in warning for warning in document.warnings)
    assert any("記入要領" in warning for warning in document.warnings)


def test_the_only_sheet_is_read_whatever_it_is_called(read: Reader) -> None:
    workbook = filled({"A1": "取組内容"})
    workbook["Sheet"].title = "説明"
    assert read(saved(workbook), "form.xlsx").text.strip() == "取組内容"


def test_hidden_rows_and_columns_are_named_and_not_read(read: Reader, views: type[Views]) -> None:
    workbook = filled({"A1": "見える", "A2": "隠れた行", "C1": "隠れた列"})
    workbook["Sheet"].row_dimensions[2].hidden = True
    workbook["Sheet"].column_dimensions["C"].hidden = True
    document = read(saved(workbook), "form.xlsx")
    assert views.blocks(document) == [["見える"]]
    assert "2 個のセル" in document.warnings[0]


def test_a_formula_without_a_stored_value_is_refused_by_name(read: Reader) -> None:
    with pytest.raises(
        UnreadableFile, match=r"「Sheet」の B1 など 2 個の数式に計算結果が保存されていない。Excel で開いて"
    ):
        read(saved(filled({"A1": "取組", "B1": '="・"&A1', "B2": "=SUM(C1:C3)"})), "form.xlsx")


def test_an_empty_sheet_is_refused(read: Reader) -> None:
    with pytest.raises(UnreadableFile, match="文字が 1 つもない"):
        read(saved(openpyxl.Workbook()), "form.xlsx")


def test_a_sheet_formatted_to_its_last_row_is_read_at_once(read: Reader) -> None:
    workbook = filled({"A1": "取組", "XFD1048576": "端"})
    assert read(saved(workbook), "form.xlsx").text.split() == ["取組", "端"]


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (9268, "#,##0", "9,268"),
        (9268, "General", "9268"),
        (42.9, "General", "42.9"),
        (0.1 + 0.2, "General", "0.3"),
        (0.54, "0%", "54%"),
        (0.038, "0.0%", "3.8%"),
        (12, '0"人"', "12人"),
        (705, "#,##0_ ;[Red]\\-#,##0\\ ", "705"),
        (3, '"第"0"回"', "第3回"),
        (dt.datetime(2023, 4, 1), "yyyy/m/d", "2023/4/1"),  # noqa: DTZ001 - a cell's date has no time zone
        (dt.datetime(2023, 4, 1), '[$-411]ggge"年"m"月"d"日"', "令和5年4月1日"),  # noqa: DTZ001
        (dt.datetime(2019, 4, 30), '[$-411]ggge"年"m"月"', "平成31年4月"),  # noqa: DTZ001
        (dt.datetime(2019, 5, 1), "[$-411]ge.m.d", "R1.5.1"),  # noqa: DTZ001
        (dt.datetime(2023, 4, 1), 'yyyy"年"mm"月"dd"日"', "2023年04月01日"),  # noqa: DTZ001
        (dt.time(9, 30), "h:mm", "9:30"),
        (True, "General", "TRUE"),
        (None, "General", ""),
        ("父親", "@", "父親"),
        ("父_x000D_\n母", "@", "父\n母"),
    ],
)
def test_values_are_shown_as_excel_shows_them(value: object, number_format: str, text: str) -> None:
    assert shown(value, number_format) == text
