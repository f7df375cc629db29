from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from textmine.errors import StudyError
from textmine.study.tables import read_rows

if TYPE_CHECKING:
    from pathlib import Path


def write(folder: Path, text: str) -> Path:
    path = folder / "t.csv"
    path.write_text(text, encoding="utf-8-sig")
    return path


def test_rows_know_their_line_and_blank_rows_are_passed_over(tmp_path: Path) -> None:
    rows = read_rows(write(tmp_path, 'a,b\n1, x \n\n2,"y\nz"\n3,\n'), "t.csv", ("a", "b"))
    assert [(row.line, row["a"], row["b"]) for row in rows] == [(2, "1", "x"), (5, "2", "y\nz"), (6, "3", "")]
    assert rows[0].integer("a") == 1
    assert rows[2].optional_integer("b") is None


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("a,c\n1,2\n", "t.csv:1", "a,b"),
        ("a,b\n1,2,3\n", "t.csv:2", "列の数が 3"),
        ('a,b\n"1,2\n', "t.csv:2", "CSV"),
        ("", "t.csv:1", "空"),
    ],
)
def test_each_fault_has_its_line(tmp_path: Path, text: str, place: str, said: str) -> None:
    with pytest.raises(StudyError) as caught:
        read_rows(write(tmp_path, text), "t.csv", ("a", "b"))
    assert caught.value.place == place
    assert said in str(caught.value)


def test_a_cell_of_another_kind_names_its_column(tmp_path: Path) -> None:
    row = read_rows(write(tmp_path, "a,b\nx,\n"), "t.csv", ("a", "b"))[0]
    with pytest.raises(StudyError, match="列 a が整数ではありません"):
        row.integer("a")
    with pytest.raises(StudyError, match="列 b が空です"):
        row.required("b")
