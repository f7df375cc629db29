"""Contrasts on studies made so that the answer can be counted."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from textmine.prevalence import (
    CONTRAST_COLUMNS,
    compare_sections,
    compare_wards,
    compare_years,
    estimate_prevalence,
    statements_of,
)

Cell = tuple[str, int, str, int, int]  # ward, year, section, present, statements


def study(cells: list[Cell]) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    rows = [
        (f"{ward}{year}{section}:{i}", f"{ward}{year}", ward, year, "annual", section, "いろは", i < present)
        for ward, year, section, present, n in cells
        for i in range(n)
    ]
    columns = ["statement_id", "document", "ward", "fiscal_year", "form", "section", "text", "t"]
    statements = pd.DataFrame(rows, columns=columns)
    coding = statements.set_index("statement_id")[["t"]]
    fields = statements[["document", "ward", "fiscal_year", "form", "section"]].drop_duplicates().assign(state="read")
    names = sorted(set(statements["ward"]))
    wards = pd.DataFrame({"name": names, "order": range(len(names))})
    statements = statements.drop(columns="t")
    sections = ("all", "outcome", "issue")
    prevalence = estimate_prevalence(statements, coding, wards, range(2010, 2030), fields, sections=sections)
    return prevalence, statements, coding


def test_six_wards_with_one_more_of_two_outcomes_than_issues() -> None:
    cells = [
        (ward, 2021, section, int(section == "outcome") * 2, 4)
        for ward in "一二三四五六"
        for section in ("outcome", "issue")
    ]
    table = compare_sections(study(cells)[0], "outcome", "issue")
    row = table.iloc[0]

    assert tuple(table.columns) == CONTRAST_COLUMNS
    assert (row["n_present_first"], row["n_statements_first"]) == (12, 24)
    assert (row["n_present_second"], row["n_statements_second"]) == (0, 24)
    assert row["difference"] == pytest.approx(-0.5)
    assert row["p"] == pytest.approx(2 / 64)
    assert row["q"] == row["p"]


def test_five_wards_are_refused_with_the_reason() -> None:
    cells = [(ward, 2021, section, 2, 4) for ward in "一二三四五" for section in ("outcome", "issue")]
    row = compare_sections(study(cells)[0], "outcome", "issue").iloc[0]

    assert not row["estimable"]
    assert row["reason"].startswith("両方がそろう区が5つしかない")
    assert np.isnan(row["p"])
    assert np.isnan(row["difference"])


def test_a_theme_with_few_statements_is_not_tested() -> None:
    cells = [(ward, 2021, section, 0, 4) for ward in "一二三四五六七" for section in ("outcome", "issue")]
    row = compare_sections(
        study([*cells, ("八", 2021, "outcome", 3, 4), ("八", 2021, "issue", 1, 4)])[0], "outcome", "issue"
    )

    assert row.iloc[0]["reason"] == "該当文が10未満(4文)のため検定しない。文そのものを示す"


def test_years_are_compared_within_wards_that_have_both() -> None:
    cells = [(ward, year, "outcome", 1 + (year == 2022), 4) for ward in "一二三四五六" for year in (2021, 2022)]
    prevalence, statements, coding = study([*cells, ("七", 2021, "outcome", 4, 4)])
    table = compare_years(prevalence, 2021, 2022)
    row = table[table["section"] == "outcome"].iloc[0]

    assert row["n_blocks"] == 6
    assert row["n_statements_first"] == 24
    assert row["difference"] == pytest.approx(0.25)
    assert row["p"] == pytest.approx(2 / 64)
    assert len(statements_of(row["query_first"], statements, coding)) == row["n_present_first"] == 6
    assert len(statements_of(row["query_second"], statements, coding)) == row["n_present_second"] == 12


def test_a_ward_is_compared_with_the_rest_year_by_year() -> None:
    cells = [(ward, year, "outcome", 3 if ward == "一" else 1, 4) for ward in "一二三" for year in range(2011, 2018)]
    table = compare_wards(study(cells)[0])
    own = table[(table["section"] == "outcome")].set_index("ward")

    assert own.loc["一", "difference"] == pytest.approx(0.5)
    assert own.loc["一", "p"] == pytest.approx(2 / 2**7)
    assert own.loc["一", "n_statements_first"] == 2 * 4 * 7
    assert own.loc["二", "difference"] == pytest.approx(0.25 - 0.5)
    # three wards are looked through: q of the smallest p counts all three
    assert own["q"].min() == pytest.approx(min(1.0, own["p"].max()))


def test_forms_that_lack_a_side_are_left_out_on_both_sides() -> None:
    cells = [(ward, 2021, section, 2, 4) for ward in "一二三四五六" for section in ("outcome", "issue")]
    prevalence, statements, coding = study([*cells, ("一", 2022, "outcome", 4, 4)])
    row = compare_sections(prevalence, "outcome", "issue").iloc[0]

    assert row["n_statements_first"] == 24
    assert len(statements_of(row["query_first"], statements, coding)) == row["n_present_first"] == 12


def test_swapping_the_sides_turns_the_sign_and_keeps_p() -> None:
    cells = [
        (w, 2021, s, (3 * i + j) % 4, 4 + i)
        for i, w in enumerate("一二三四五六七")
        for j, s in enumerate(("outcome", "issue"))
    ]
    prevalence = study(cells)[0]
    one, two = compare_sections(prevalence, "outcome", "issue"), compare_sections(prevalence, "issue", "outcome")

    assert one["difference"].iloc[0] == pytest.approx(-two["difference"].iloc[0])
    assert one["p"].iloc[0] == pytest.approx(two["p"].iloc[0])
    assert one["low"].iloc[0] == pytest.approx(-two["high"].iloc[0])
