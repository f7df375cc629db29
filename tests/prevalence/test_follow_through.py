"""課題から次年度へ, counted by hand on the toy study and on made-up forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from textmine.prevalence import (
    FOLLOW_COLUMNS,
    FOLLOW_STATEMENT_COLUMNS,
    FOLLOW_SUMMARY_COLUMNS,
    list_followed,
    summarise_follow_through,
    trace_issues,
)

if TYPE_CHECKING:
    from types import SimpleNamespace


def test_only_forms_with_a_readable_issue_field_are_followed(toy: SimpleNamespace) -> None:
    table = trace_issues(*toy.tables())

    assert tuple(table.columns) == FOLLOW_COLUMNS
    # 乙区 left the field empty, 甲区 2022 and the review of five years have no such field
    assert sorted(set(zip(table["ward"], table["fiscal_year"], strict=True))) == [("丙区", 2021), ("甲区", 2021)]


def test_an_issue_of_one_year_is_looked_for_in_the_next_form(toy: SimpleNamespace) -> None:
    row = trace_issues(*toy.tables()).set_index(["theme", "ward"]).to_dict("index")["a", "甲区"]

    assert row["raised"]
    assert (row["n_issue"], row["n_next_outcome"]) == (1, 0)
    assert row["state_next_outcome"] == "absent"
    assert row["state_next_issue"] == "form_missing"
    assert row["taken_up"] == "unknown"  # the form of 2021 has no block for the next year
    assert row["returned"] == "unknown"  # the next form has no field for issues


FORMS = {  # year -> section -> does it name the theme
    2021: {"issue": True, "next_goal": True, "outcome": False, "goal": False},
    2022: {"issue": False, "next_goal": False, "outcome": True, "goal": True},
    2023: {"issue": True, "next_goal": False, "outcome": False, "goal": False},
    2024: {"issue": True, "next_goal": True, "outcome": True, "goal": False},
}


def made_up() -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, range, pd.DataFrame]:
    rows = [
        (f"f{year}:{i}", f"f{year}", "甲区", year, "annual", section, f"{year}{section}", found)
        for year, sections in FORMS.items()
        for i, (section, found) in enumerate(sections.items())
    ]
    columns = ["statement_id", "document", "ward", "fiscal_year", "form", "section", "text", "t"]
    statements = pd.DataFrame(rows, columns=columns)
    fields = statements[["document", "ward", "fiscal_year", "form", "section"]].assign(state="read")
    wards = pd.DataFrame({"name": ["甲区"], "order": [1]})
    coding = statements.set_index("statement_id")[["t"]]
    return statements.drop(columns="t"), coding, wards, range(2021, 2025), fields


def test_each_year_is_followed_as_counted_by_hand() -> None:
    table = trace_issues(*made_up()).set_index("fiscal_year")

    assert list(table["raised"]) == [True, False, True, True]
    assert list(table["taken_up"]) == ["yes", "no", "no", "yes"]
    assert list(table["carried"]) == ["yes", "no", "no", "unknown"]
    assert list(table["returned"]) == ["outcome", "issue", "both", "unknown"]


def test_the_summary_sets_raised_beside_not_raised() -> None:
    summary = summarise_follow_through(trace_issues(*made_up()))
    rows = summary.set_index(["step", "raised"])[["n_followed", "n", "n_unknown", "share"]].to_dict("index")

    assert tuple(summary.columns) == FOLLOW_SUMMARY_COLUMNS
    assert tuple(rows["taken_up", True].values()) == pytest.approx((2, 3, 0, 2 / 3))
    assert tuple(rows["taken_up", False].values()) == pytest.approx((0, 1, 0, 0))
    assert tuple(rows["returned", True].values()) == pytest.approx((2, 2, 1, 1))


def test_statements_stand_on_both_sides() -> None:
    statements, coding, wards, years, fields = made_up()
    table = trace_issues(statements, coding, wards, years, fields)
    listed = list_followed(table, statements, coding)
    first = listed[listed["fiscal_year"] == 2021]

    assert tuple(listed.columns) == FOLLOW_STATEMENT_COLUMNS
    assert list(zip(first["stage"], first["text"], strict=True)) == [
        ("issue", "2021issue"),
        ("plan", "2021next_goal"),
        ("next_plan", "2022goal"),
        ("next_outcome", "2022outcome"),
    ]
    assert 2022 not in set(listed["fiscal_year"])


def test_nothing_raised_lists_nothing(toy: SimpleNamespace) -> None:
    table = trace_issues(*toy.tables())

    assert list_followed(table.iloc[:0], toy.statements, toy.coding).empty
    assert summarise_follow_through(table.iloc[:0]).empty
