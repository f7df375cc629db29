from __future__ import annotations

import math

import pytest

from textmine.report.wording import decimal, interval, one_line, percent, period_name, year_name


@pytest.mark.parametrize(
    ("year", "name"),
    [(2023, "令和5年度"), (2019, "令和元年度"), (2018, "平成30年度"), (1989, "平成元年度"), (1988, "昭和63年度")],
)
def test_years_are_named_in_their_era(year: int, name: str) -> None:
    assert year_name(year) == name


def test_a_period_names_both_its_ends() -> None:
    assert period_name(2019, 2023) == "令和元年度〜令和5年度"


def test_what_is_not_known_is_a_dash_and_no_zero() -> None:
    assert percent(math.nan) == interval(math.nan, 0.1) == decimal(math.nan) == "—"
    assert percent(0.0) == "0.0%"
    assert interval(0.0281, 0.3014) == "2.8〜30.1%"
    assert decimal(0.5) == "0.50"


def test_prose_of_a_file_becomes_one_line() -> None:
    assert one_line("あ。\n い。\n") == "あ。い。"
