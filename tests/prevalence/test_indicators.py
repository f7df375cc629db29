"""Indicators: the forms' own numbers, found by the words of their tables."""

from __future__ import annotations

import pandas as pd

from textmine.prevalence import INDICATOR_COLUMNS, Indicator, tabulate_indicators

WARDS = pd.DataFrame({"name": ["乙区", "甲区"], "order": [2, 1]})
COLUMNS = ["document", "ward", "fiscal_year", "table", "row", "column", "value", "unit", "as_written", "spans"]
NUMBERS = pd.DataFrame(
    [
        ("k.txt", "甲区", 2021, "利用\n者 数", "父親", "R3", 12.0, "人", "12人", [[0, 2]]),
        ("k.txt", "甲区", 2022, "利用者数", "父親", "R4", None, "人", "－", [[0, 2]]),
        ("k.txt", "甲区", 2022, "利用者数", "母親", "R4", 99.0, "人", "99人", [[0, 2]]),
        ("l.txt", "甲区", 2021, "利用者数", "父親", "R3", 13.0, "人", "13人", [[0, 2]]),
        ("l.txt", "甲区", 2030, "利用者数", "父親", "R12", 1.0, "人", "1人", [[0, 2]]),
    ],
    columns=COLUMNS,
)
FATHERS = Indicator("fathers", "父の利用", "t", unit="人", table="利用者数", row="父親")


def test_cells_are_found_by_the_words_of_their_table_and_row() -> None:
    table = tabulate_indicators(NUMBERS, [FATHERS], WARDS, [2022, 2021])

    assert tuple(table.columns) == INDICATOR_COLUMNS
    assert list(zip(table["ward"], table["fiscal_year"], table["state"], strict=True)) == [
        ("甲区", 2021, "read"),
        ("甲区", 2021, "read"),
        ("甲区", 2022, "no_number"),
        ("乙区", 2021, "missing"),
        ("乙区", 2022, "missing"),
    ]
    assert list(table["document"].head(2)) == ["k.txt", "l.txt"]
    assert list(table["value"].head(2)) == [12.0, 13.0]
    assert list(table["row"].head(2)) == ["父親", "父親"]  # where the form has the number
    assert list(table["spans"].head(1)) == [[[0, 2]]]


def test_no_number_table_leaves_every_year_missing() -> None:
    table = tabulate_indicators(NUMBERS.iloc[:0], [FATHERS], WARDS, [2021])

    assert list(table["state"]) == ["missing", "missing"]


def test_no_indicator_gives_an_empty_table() -> None:
    assert tuple(tabulate_indicators(NUMBERS, [], WARDS, [2021]).columns) == INDICATOR_COLUMNS
