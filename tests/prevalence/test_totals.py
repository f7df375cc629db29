"""Totals over wards, counted by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from textmine.prevalence import TOTAL_COLUMNS, estimate_prevalence, estimate_totals, statements_of

if TYPE_CHECKING:
    from types import SimpleNamespace


def test_a_years_total_is_the_sum_of_its_wards_with_the_ward_as_cluster(toy: SimpleNamespace) -> None:
    table = estimate_totals(estimate_prevalence(*toy.tables()))
    row = table[(table["query"] == "a/*/2021/annual/*")].iloc[0]

    assert tuple(table.columns) == TOTAL_COLUMNS
    assert (row["n_present"], row["n_statements"], row["n_clusters"]) == (2, 5, 3)
    assert (row["n_forms_present"], row["n_forms"]) == (1, 3)
    assert (row["n_characters_present"], row["n_characters"]) == (5, 16)
    assert row["design_effect"] == pytest.approx(1.2)
    assert row["share"] == pytest.approx(0.4)
    assert row["share_forms"] == pytest.approx(1 / 3)
    assert row["low"] < 0.4 < row["high"]
    assert row["estimable"]


def test_a_total_of_too_few_wards_has_no_interval_and_says_so(toy: SimpleNamespace) -> None:
    table = estimate_totals(estimate_prevalence(*toy.tables()))
    row = table[table["query"] == "a/*/2022/annual/*"].iloc[0]

    assert row["n_clusters"] == 1
    assert np.isnan(row["low"])
    assert not row["estimable"]
    assert row["reason"].startswith("様式のある区が1つしかなく")


def test_totals_count_what_their_queries_give(toy: SimpleNamespace) -> None:
    cells = estimate_prevalence(*toy.tables())
    placed = toy.statements[toy.statements["ward"].notna()]
    for by in ((), ("fiscal_year",), ("ward",)):
        for row in estimate_totals(cells, by=by).to_dict("records"):
            assert len(statements_of(row["query"], placed, toy.coding)) == row["n_present"], row["query"]


def test_wards_and_years_add_up_to_the_city(toy: SimpleNamespace) -> None:
    cells = estimate_prevalence(*toy.tables())
    city, wards, years = (estimate_totals(cells, by=by) for by in ((), ("ward",), ("fiscal_year",)))
    for column in ("n_present", "n_statements", "n_forms", "n_characters"):
        key = ["theme", "form", "section"]
        for part in (wards, years):
            assert part.groupby(key)[column].sum().to_dict() == city.groupby(key)[column].sum().to_dict()


def test_kinds_of_form_are_never_pooled(toy: SimpleNamespace) -> None:
    table = estimate_totals(estimate_prevalence(*toy.tables()), by=())

    assert dict(zip(table["form"], table["n_statements"], strict=True))["period"] == 1
    assert set(table["form"]) == {"annual", "period"}


def test_a_total_that_nobody_wrote_says_which_absence_it_is(toy: SimpleNamespace) -> None:
    table = estimate_totals(estimate_prevalence(*toy.tables()), by=("ward",)).set_index("query")

    assert table.loc["a/乙区/*/annual/issue", "state"] == "empty"
    assert table.loc["a/丙区/*/annual/outcome", "state"] == "unreadable"
    assert table.loc["a/乙区/*/annual/issue", "reason"] == "読めた様式がない"


def test_themes_keep_the_order_of_the_codebook(toy: SimpleNamespace) -> None:
    cells = estimate_prevalence(toy.statements, toy.coding[["b", "a"]], toy.wards, toy.years, toy.fields)

    assert list(dict.fromkeys(estimate_totals(cells, by=())["theme"])) == ["b", "a"]


def test_no_cells_give_no_totals(toy: SimpleNamespace) -> None:
    assert tuple(estimate_totals(estimate_prevalence(*toy.tables()).iloc[:0]).columns) == TOTAL_COLUMNS
