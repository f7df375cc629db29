"""Number tables and marks of the real forms in Markdown, against what the documents say, written down by eye."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from textmine.ingest import read_path

from .study import STUDY, layouts, wards

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textmine.documents import Reading

DATA = Path(__file__).parent / "data"
PERIOD, ANNUAL = "konan-r1r5-period.md", "tsurumi-r7-annual.md"


@cache
def reading(name: str) -> Reading:
    return read_path(STUDY / "raw" / name, layouts(), wards())


def blocks(name: str) -> Iterator[tuple[list[str], list[list[str]]]]:
    """Give each block's heading, parted at bars, and its lines, parted at tabs."""
    text = re.sub(r"^#.*\n", "", (DATA / name).read_text("utf-8"), flags=re.MULTILINE)
    for block in re.split(r"\n\n+(?=\[)", text.strip("\n")):
        heading, *lines = block.split("\n")
        yield [part.strip() for part in heading.strip("[]").split("|")], [line.split("\t") for line in lines if line]


def cells_by_eye() -> list[tuple[int, str, str, str, str]]:
    cells = []
    for (business, table), (heads, *rows) in blocks("konan-r1r5-period.tables.txt"):
        for name, *values in rows:
            cells += [
                (int(business), table, name, head, value)
                for head, value in zip(heads[1:], values, strict=True)
                if value
            ]
    return cells


def plain_number(written: str) -> float | None:
    """Read the one number of a cell, as a person would; none where it says several or nothing."""
    numbers = re.findall(r"\d[\d,]*(?:\.\d+)?", written)
    return float(numbers[0].replace(",", "")) if len(numbers) == 1 else None


def test_every_number_of_the_period_form_is_what_the_document_says() -> None:
    came = [(one.business, one.table, one.row, one.column, one.as_written.strip()) for one in reading(PERIOD).numbers]
    assert sorted(came, key=str) == sorted(cells_by_eye(), key=str)
    assert len(came) == 282


def test_the_values_are_the_numbers_as_written() -> None:
    numbers = reading(PERIOD).numbers
    assert [one.value for one in numbers] == [plain_number(one.as_written) for one in numbers]


def test_members_of_the_period_form_add_up() -> None:
    cells = {(one.fiscal_year, one.column): one.value for one in reading(PERIOD).numbers if one.business == 6}
    kinds = ("会員数内訳(人) 利用会員", "会員数内訳(人) 提供会員", "両方会員")
    for year in range(2019, 2024):
        assert cells[year, "全会員数 (人)"] == sum(cells[year, kind] or 0 for kind in kinds)


@pytest.mark.parametrize("name", [PERIOD, ANNUAL])
def test_every_mark_is_what_the_document_says(name: str) -> None:
    wanted = [
        (business, line[0], column, mark)
        for (file, business, *columns), lines in blocks("ratings_by_eye.txt")
        if file == name
        for line in lines
        for column, mark in zip(columns, line[1:], strict=True)
    ]
    ratings = reading(name).ratings
    assert len(ratings) == len(wanted)
    for one, (business, row, column, mark) in zip(ratings, wanted, strict=True):
        assert (str(one.business or "-"), one.column, one.value) == (business, column, mark)
        assert one.row.startswith(row)
