from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.errors import StudyError
from textmine.themes import Codebook, Theme
from textmine.themes.coder import ThemeCoding
from textmine.themes.coding_sheet import gold_from_sheet, read_coding_sheet, write_coding_sheet
from textmine.themes.sampling import SampledStatement, SampleSize, draw_sample, inclusion_chances, systematic_rows

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textmine.documents import Statement

BOOK = Codebook(
    {"father": Theme("父親支援", "父親を述べる", "父親", yes=("父親が来た",)), "peer": Theme("仲間", "", "仲間")}
)


def test_a_rare_theme_is_drawn_whole_and_the_chance_is_the_largest_asked() -> None:
    present = np.zeros((100, 2), dtype=bool)
    present[:5, 0] = True  # fewer than asked: certain
    present[:40, 1] = True  # 10 of 40: a quarter
    chances = inclusion_chances(present, SampleSize(found=10, not_found=6))
    assert np.allclose(chances[:5], 1.0)
    assert chances[5] / chances[50] == pytest.approx((10 / 40) / (6 / 60))
    assert chances.sum() == pytest.approx(np.ceil(5 + 35 / 4 + 6))


@given(st.lists(st.floats(0.01, 1), min_size=1, max_size=60), st.floats(0, 0.999))
def test_systematic_drawing_takes_each_row_at_most_once_and_the_size_is_fixed(raw: list[float], start: float) -> None:
    chances = np.array(raw) * np.ceil(sum(raw) / 2) / sum(raw)
    chances = np.minimum(chances, 1.0)
    chances *= np.floor(chances.sum()) / chances.sum() if chances.sum() >= 1 else 0
    rows = systematic_rows(chances, start)
    assert len(rows) == round(chances.sum())
    assert len(set(rows)) >= len(rows) - 1  # rounding at the very end may meet the last row twice


def test_chances_are_what_they_say() -> None:
    chances = np.array([1.0, 0.5, 0.25, 0.25])
    drawn = [row for start in np.arange(0.0005, 1, 0.001) for row in systematic_rows(chances, float(start))]
    assert np.bincount(drawn) / 1000 == pytest.approx(chances)


def coded(statement: Callable[..., Statement]) -> tuple[list[Statement], ThemeCoding]:
    statements = [statement(f"文{n}", f"a:{n}", ward=f"区{n % 3}") for n in range(60)]
    present = np.zeros((60, 2), dtype=bool)
    present[::6, 0] = True
    return statements, ThemeCoding(tuple(one.statement_id for one in statements), ("father", "peer"), present, {}, "h")


def test_a_sample_is_the_same_for_the_same_seed_and_meets_every_ward(statement: Callable[..., Statement]) -> None:
    statements, coding = coded(statement)
    sample = draw_sample(statements, coding, size=SampleSize(10, 10), seed=7)
    assert sample == draw_sample(statements, coding, size=SampleSize(10, 10), seed=7)
    assert {one.statement.ward for one in sample} == {"区0", "区1", "区2"}
    assert {f"a:{n}" for n in range(0, 60, 6)} <= {one.statement.statement_id for one in sample}


def test_nothing_to_draw_from_is_an_empty_sample() -> None:
    coding = ThemeCoding((), ("father",), np.zeros((0, 1), dtype=bool), {}, "h")
    assert draw_sample([], coding, size=SampleSize(), seed=1) == ()


def test_the_sheet_is_blind_and_offers_a_choice(tmp_path: Path, statement: Callable[..., Statement]) -> None:
    sample = [SampledStatement(statement("=1+1 父親", "a:1"), 0.5)]
    files = write_coding_sheet(sample, BOOK, tmp_path, "s")
    workbook = openpyxl.load_workbook(files.xlsx)
    sheet = workbook["コーディング"]
    assert [cell.value for cell in sheet[1]] == ["番号", "文", "father\n父親支援", "peer\n仲間"]
    assert [cell.value for cell in sheet[2]] == [1, "'=1+1 父親", None, None]
    choice = sheet.data_validations.dataValidation[0]
    assert (choice.formula1, str(choice.sqref)) == ('"有,無"', "C2:D2")
    assert workbook["主題表"]["C2"].value == "父親を述べる"
    for path in (files.xlsx, files.csv):
        assert b"a:1" not in path.read_bytes()
    with pytest.raises(StudyError, match="すでにあります"):
        write_coding_sheet(sample, BOOK, tmp_path, "s")


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_filled_in_sheet_becomes_weighted_gold(
    tmp_path: Path, statement: Callable[..., Statement], kind: str
) -> None:
    statements = [statement("父親が来た", "a:1"), statement("半端", "a:2")]
    files = write_coding_sheet([SampledStatement(one, 0.25) for one in statements], BOOK, tmp_path, "s")
    fill = {"C2": "有", "D2": "無", "C3": "有"}
    if kind == "xlsx":
        workbook = openpyxl.load_workbook(files.xlsx)
        for cell, value in fill.items():
            workbook["コーディング"][cell] = value
        workbook.save(files.xlsx)
    else:
        files.csv.write_text("番号,文,father,peer\n1,父親が来た,1,0\n2,半端,○,\n", encoding="utf-8-sig")
    sheet = read_coding_sheet(files.xlsx if kind == "xlsx" else files.csv, BOOK.theme_ids)
    assert sheet.to_numpy()[0].tolist() == [1, 0]
    assert np.isnan(sheet["peer"].to_numpy()[1])
    (row,) = gold_from_sheet(sheet, files.key, statements, part="test", coder="甲")
    assert (row.text, row.themes, row.weight, row.part, row.coder) == ("父親が来た", ("father",), 4.0, "test", "甲")


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("番号,文,father,peer\n1,x,maybe,0\n", "s.csv:C2"),
        ("番号,文,father\n1,x,1\n", "s.csv:1"),
        ("番号,文,father,peer\nx,x,1,0\n", "s.csv:2:1"),
        ("番号,文,father,peer\n1,x,1,0\n1,x,1,0\n", "s.csv"),
        ("", "s.csv"),
    ],
)
def test_a_cell_that_says_nothing_known_is_refused(tmp_path: Path, content: str, place: str) -> None:
    (tmp_path / "s.csv").write_text(content, encoding="utf-8")
    with pytest.raises(StudyError) as caught:
        read_coding_sheet(tmp_path / "s.csv", BOOK.theme_ids)
    assert caught.value.place == place


def test_a_long_statement_has_a_row_that_shows_all_of_it(tmp_path: Path, statement: Callable[..., Statement]) -> None:
    texts = ("短い文", "父親の会を" * 20)  # 100 kanji and kana are 200 digits wide: three lines in a column of 70
    sample = [SampledStatement(statement(text, f"a:{n}"), 1.0) for n, text in enumerate(texts)]
    sheet = openpyxl.load_workbook(write_coding_sheet(sample, BOOK, tmp_path, "s").xlsx)["コーディング"]
    short, long = (sheet.row_dimensions[row].height for row in (2, 3))
    assert long - short == 2 * 15
    assert sheet.print_title_rows == "$1:$1"


def test_control_characters_do_not_stop_the_sheet(tmp_path: Path, statement: Callable[..., Statement]) -> None:
    files = write_coding_sheet([SampledStatement(statement("父\x0b親\x01", "a:1"), 1.0)], BOOK, tmp_path, "s")
    assert openpyxl.load_workbook(files.xlsx)["コーディング"]["B2"].value == "父親"


def test_a_broken_workbook_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "s.xlsx").write_bytes(b"no workbook")
    with pytest.raises(StudyError, match="読めません"):
        read_coding_sheet(tmp_path / "s.xlsx", BOOK.theme_ids)
