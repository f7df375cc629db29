from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.ingest.signs.fiscal_years import find_fiscal_years, fiscal_year_of, parse_year


@pytest.mark.parametrize(
    ("written", "year"),
    [
        ("令和5年度", 2023),
        ("令和元年度", 2019),
        ("平成31年度", 2019),
        ("平成31/令和元年度", 2019),
        ("平成31(令和元)年度", 2019),
        ("R5年度", 2023),
        ("R5(2023)年度", 2023),
        ("H30年度", 2018),
        ("2023年度", 2023),
        ("昭和63年度", 1988),
    ],
)
def test_a_fiscal_year_is_read_in_every_era(written: str, year: int) -> None:
    assert [mention.year for mention in find_fiscal_years(written)] == [year]


@pytest.mark.parametrize("written", ["令和99年度", "平成40年度", "令和0年度", "9999年度"])
def test_a_year_that_cannot_be_is_found_but_has_no_value(written: str) -> None:
    assert [mention.year for mention in find_fiscal_years(written)] == [None]


def test_two_eras_that_disagree_give_no_year() -> None:
    assert parse_year("令和5(2024)年度") is None


@pytest.mark.parametrize(
    ("written", "year"),
    [("R5年3月", 2022), ("R5年4月", 2023), ("令和6年度", 2024), ("年間", None)],
)
def test_a_month_is_of_the_fiscal_year_that_began_in_april(written: str, year: int | None) -> None:
    assert fiscal_year_of(written) == year


@given(st.text())
def test_no_text_raises(text: str) -> None:
    find_fiscal_years(text)


@pytest.mark.parametrize(
    ("written", "year"),
    [
        ("令和五年度", 2023),
        ("平成三十一年度", 2019),
        ("平成二十年度", 2008),
        ("令和十年度", 2028),
        ("平成31年度(令和元年度)", 2019),
        ("平成31年度・令和元年度", 2019),
    ],
)
def test_years_in_kanji_and_in_two_eras_are_read(written: str, year: int) -> None:
    mentions = find_fiscal_years(written)
    assert [mention.year for mention in mentions] == [year]
