"""The prevalence table against a study counted by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from textmine.errors import NotEstimable
from textmine.prevalence import (
    COVERAGE_COLUMNS,
    PREVALENCE_COLUMNS,
    UNPLACED_COLUMNS,
    estimate_prevalence,
    statements_of,
    tabulate_coverage,
    unplaced_statements,
)

if TYPE_CHECKING:
    from types import SimpleNamespace

# theme, ward, year, form, section: present, statements, characters present, characters, forms present, forms, state
BY_HAND = {
    ("a", "甲区", 2021, "annual", "all"): (2, 3, 5, 9, 1, 1, "present"),
    ("b", "甲区", 2021, "annual", "all"): (1, 3, 2, 9, 1, 1, "present"),
    ("a", "甲区", 2021, "annual", "outcome"): (1, 2, 3, 7, 1, 1, "present"),
    ("b", "甲区", 2021, "annual", "outcome"): (0, 2, 0, 7, 0, 1, "absent"),
    ("a", "甲区", 2021, "annual", "issue"): (1, 1, 2, 2, 1, 1, "present"),
    ("a", "甲区", 2022, "annual", "all"): (1, 2, 1, 5, 1, 1, "present"),
    ("a", "甲区", 2022, "annual", "outcome"): (0, 1, 0, 4, 0, 1, "absent"),
    ("a", "甲区", 2022, "annual", "issue"): (0, 0, 0, 0, 0, 0, "form_missing"),
    ("a", "乙区", 2021, "annual", "all"): (0, 1, 0, 2, 0, 1, "absent"),
    ("b", "乙区", 2021, "annual", "outcome"): (1, 1, 2, 2, 1, 1, "present"),
    ("a", "乙区", 2021, "annual", "issue"): (0, 0, 0, 0, 0, 0, "empty"),
    ("a", "乙区", 2022, "annual", "all"): (0, 0, 0, 0, 0, 0, "form_missing"),
    ("a", "丙区", 2021, "annual", "outcome"): (0, 0, 0, 0, 0, 0, "unreadable"),
    ("a", "丙区", 2021, "annual", "issue"): (0, 1, 0, 5, 0, 1, "absent"),
    ("a", "丙区", 2021, "annual", "all"): (0, 1, 0, 5, 0, 1, "absent"),
    ("a", "丙区", 2022, "annual", "outcome"): (0, 0, 0, 0, 0, 0, "form_missing"),
    ("a", "甲区", 2022, "period", "outcome"): (1, 1, 3, 3, 1, 1, "present"),
    ("b", "甲区", 2022, "period", "all"): (0, 1, 0, 3, 0, 1, "absent"),
}
KEY = ["theme", "ward", "fiscal_year", "form", "section"]
COUNTS = ["n_present", "n_statements", "n_characters_present", "n_characters", "n_forms_present", "n_forms", "state"]


def cells(study: SimpleNamespace) -> pd.DataFrame:
    return estimate_prevalence(*study.tables())


@pytest.mark.parametrize("key", list(BY_HAND))
def test_every_count_and_state_is_the_one_counted_by_hand(
    toy: SimpleNamespace, key: tuple[str, str, int, str, str]
) -> None:
    rows = cells(toy).set_index(KEY)[COUNTS].to_dict("index")

    assert tuple(rows[key].values()) == BY_HAND[key]


def test_a_share_is_its_numerator_over_its_denominator_and_a_blank_is_no_zero(toy: SimpleNamespace) -> None:
    rows = cells(toy).set_index(KEY)[["share", "share_characters", "high"]].to_dict("index")

    assert rows["a", "甲区", 2021, "annual", "all"]["share"] == pytest.approx(2 / 3)
    assert rows["a", "甲区", 2021, "annual", "all"]["share_characters"] == pytest.approx(5 / 9)
    assert rows["b", "甲区", 2021, "annual", "outcome"]["share"] == 0.0
    assert np.isnan(rows["a", "乙区", 2021, "annual", "issue"]["share"])
    assert np.isnan(rows["a", "丙区", 2021, "annual", "outcome"]["high"])


def test_an_absence_says_why_in_words(toy: SimpleNamespace) -> None:
    reason = cells(toy).set_index(KEY)["reason"].to_dict()

    assert reason["a", "甲区", 2022, "annual", "issue"] == "この様式にはこの欄がない"
    assert reason["a", "乙区", 2021, "annual", "issue"] == "欄はあるが、書かれていない"
    assert reason["a", "丙区", 2021, "annual", "outcome"] == "欄を読み取れない"
    assert reason["a", "乙区", 2022, "annual", "all"] == "様式がない"
    assert not reason["b", "甲区", 2021, "annual", "outcome"]


def test_a_review_of_several_years_stands_beside_the_annual_form_and_only_in_its_year(toy: SimpleNamespace) -> None:
    table = cells(toy)
    period = table[table["form"] == "period"]

    assert set(period["fiscal_year"]) == {2022}
    assert table.loc[(table["form"] == "annual") & (table["section"] == "all"), "n_statements"].sum() == 2 * 7


def test_wards_add_up_to_all_placed_statements(toy: SimpleNamespace) -> None:
    table = cells(toy)
    whole = table[(table["section"] == "all") & (table["theme"] == "a")]

    assert whole["n_statements"].sum() == 8
    assert whole["n_present"].sum() == 4


def test_every_query_gives_exactly_the_statements_of_the_numerator(toy: SimpleNamespace) -> None:
    for row in cells(toy).to_dict("records"):
        assert len(statements_of(row["query"], toy.statements, toy.coding)) == row["n_present"], row["query"]


def test_a_union_of_sections_counts_both(toy: SimpleNamespace) -> None:
    table = estimate_prevalence(*toy.tables(), sections=("outcome+next_goal",)).set_index(KEY)
    row = table.to_dict("index")["a", "甲区", 2022, "annual", "outcome+next_goal"]

    assert (row["n_present"], row["n_statements"], row["n_forms"]) == (1, 2, 1)
    assert list(statements_of(row["query"], toy.statements, toy.coding)["statement_id"]) == ["k22:2"]


def test_the_order_of_rows_changes_nothing(toy: SimpleNamespace) -> None:
    mixed = estimate_prevalence(
        toy.statements.sample(frac=1, random_state=1),
        toy.coding.sample(frac=1, random_state=2),
        toy.wards.sample(frac=1, random_state=3),
        reversed(toy.years),
        toy.fields.sample(frac=1, random_state=4),
    )

    pd.testing.assert_frame_equal(mixed, cells(toy))


def test_the_tables_given_are_left_as_they_were(toy: SimpleNamespace) -> None:
    before = [toy.statements.copy(), toy.coding.copy(), toy.wards.copy(), toy.fields.copy()]

    cells(toy)

    for old, new in zip(before, (toy.statements, toy.coding, toy.wards, toy.fields), strict=True):
        pd.testing.assert_frame_equal(old, new)


def test_nothing_gives_an_empty_table_with_all_its_columns(toy: SimpleNamespace) -> None:
    table = estimate_prevalence(toy.statements.iloc[:0], toy.coding.iloc[:0], toy.wards, toy.years, toy.fields.iloc[:0])

    assert tuple(table.columns) == PREVALENCE_COLUMNS
    assert table.empty


def test_no_theme_gives_an_empty_table(toy: SimpleNamespace) -> None:
    table = estimate_prevalence(toy.statements, toy.coding[[]], toy.wards, toy.years, toy.fields)

    assert table.empty
    assert tuple(table.columns) == PREVALENCE_COLUMNS


def test_statements_that_no_cell_counts_are_listed_with_the_reason(toy: SimpleNamespace) -> None:
    table = unplaced_statements(toy.statements, toy.wards, [2022])

    assert tuple(table.columns) == UNPLACED_COLUMNS
    reasons = dict(zip(table["statement_id"], table["reason"], strict=True))
    assert reasons["x21:1"] == "区が分からない"
    assert reasons["k21:1"] == "調査の年度の外"
    assert "k22:1" not in reasons


def test_a_statement_without_coding_is_refused(toy: SimpleNamespace) -> None:
    with pytest.raises(NotEstimable, match="コードのない文が 1 件"):
        estimate_prevalence(toy.statements, toy.coding.iloc[1:], toy.wards, toy.years, toy.fields)


def test_repeated_statement_ids_are_refused(toy: SimpleNamespace) -> None:
    doubled = pd.concat([toy.statements, toy.statements.iloc[:1]])

    with pytest.raises(NotEstimable, match="重なって"):
        estimate_prevalence(doubled, toy.coding, toy.wards, toy.years, toy.fields)


def test_every_cell_is_told_once_whatever_the_theme(toy: SimpleNamespace) -> None:
    cells = estimate_prevalence(*toy.tables())
    table = tabulate_coverage(cells)
    found = {tuple(row[:4]): tuple(row[4:6]) for row in table.itertuples(index=False)}

    assert tuple(table.columns) == COVERAGE_COLUMNS
    assert len(table) == len(cells) / 2  # two themes
    assert found["甲区", 2021, "annual", "outcome"] == ("read", 2)
    assert found["乙区", 2021, "annual", "issue"] == ("empty", 0)
    assert found["丙区", 2021, "annual", "outcome"] == ("unreadable", 0)
    assert found["丙区", 2022, "annual", "outcome"] == ("form_missing", 0)
    for row in table.to_dict("records"):
        assert len(statements_of(row["query"], toy.statements, toy.coding)) == row["n_statements"], row["query"]
