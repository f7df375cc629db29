"""Queries: readable, reversible, and exact."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.errors import TextmineError
from textmine.prevalence import Query, cells_query, parse_query, query_id, statements_of

if TYPE_CHECKING:
    from types import SimpleNamespace

names = st.text(min_size=1, max_size=8).filter(lambda name: name.strip() == name and name not in ("*", "all"))


@given(names, names, st.integers(1900, 2100), names)
def test_any_names_come_back_from_the_id(theme: str, ward: str, year: int, form: str) -> None:
    found = parse_query(query_id(theme, ward, year, form, "outcome"))

    assert found == Query((theme,), (ward,), (year,), (form,), ("outcome",))
    assert parse_query(str(found)) == found


def test_an_id_reads_like_what_it_asks() -> None:
    assert query_id("a", "甲区", 2021, "annual", "all") == "a/甲区/2021/annual/*"
    assert query_id("a", section="goal+activity") == "a/*/*/*/goal+activity"


def test_any_part_may_be_left_open(toy: SimpleNamespace) -> None:
    found = statements_of("a/*/*/*/*", toy.statements, toy.coding)

    assert list(found["statement_id"]) == ["k21:1", "k21:3", "k22:2", "kp:1", "x21:1"]


def test_several_cells_are_named_exactly_and_wards_with_the_same_years_stand_together() -> None:
    cells = [("甲区", 2022), ("乙区", 2021), ("甲区", 2021), ("丙区", 2021)]

    assert cells_query("a", cells, "annual", "issue") == "a/甲区/2021+2022/annual/issue|a/乙区+丙区/2021/annual/issue"


def test_statements_are_asked_for_by_their_ids_too(toy: SimpleNamespace) -> None:
    found = statements_of("k21:3|x21:1|b/乙区/2021/annual/*", toy.statements, toy.coding)

    assert list(found["statement_id"]) == ["k21:3", "o21:1", "x21:1"]
    with pytest.raises(TextmineError, match="この番号の文はありません"):
        statements_of("k21:3|k21:9", toy.statements, toy.coding)


def test_no_cell_asks_for_no_statement(toy: SimpleNamespace) -> None:
    query = cells_query("a", [], "annual", "issue")

    assert statements_of(query, toy.statements, toy.coding).empty


@pytest.mark.parametrize("text", ["", "a", "a/b", "a/甲区/2021/annual/issue/x"])
def test_an_id_of_another_shape_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(TextmineError, match="5つの部分"):
        parse_query(text)


def test_a_year_that_is_no_number_is_refused() -> None:
    with pytest.raises(TextmineError, match="年度が数ではありません"):
        parse_query("a/甲区/令和5/annual/issue")


def test_an_unknown_theme_is_refused_and_the_known_ones_named(toy: SimpleNamespace) -> None:
    with pytest.raises(TextmineError, match="あるもの: a, b"):
        statements_of("c/*/*/*/*", toy.statements, toy.coding)
