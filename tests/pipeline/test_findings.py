"""The tables of the report, counted by hand on the made-up study (tests/data/toy/README.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from textmine.pipeline import analyse, form_table, read_study, theme_totals
from textmine.pipeline.findings import quotation_table
from textmine.prevalence import statements_of

if TYPE_CHECKING:
    from textmine.pipeline.analysis import Analysis
    from textmine.study import Study


@pytest.fixture
def analysis(toy: Study) -> Analysis:
    return analyse(read_study(toy).readings, toy)


def test_forms_and_their_sections_are_counted(analysis: Analysis) -> None:
    table = form_table(analysis).set_index("document")
    counts = {
        name: list(row)
        for name, row in table[["n_statements", "goal", "activity", "outcome", "issue"]].iterrows()
        for row in [row]
    }
    assert counts == {
        "higashi-r4.txt": [6, 1, 2, 2, 1],
        "higashi-r5.txt": [5, 1, 1, 2, 1],
        "nishi-r5.txt": [5, 1, 2, 1, 1],
    }


def test_themes_are_counted_over_statements_forms_and_wards(analysis: Analysis) -> None:
    table = theme_totals(analysis).set_index("theme")
    columns = ["n_present", "n_statements", "n_forms_present", "n_forms", "n_wards_present", "n_wards"]
    assert list(table.loc["father", columns]) == [4, 16, 2, 3, 1, 2]
    assert list(table.loc["talk", columns]) == [5, 16, 3, 3, 2, 2]
    assert table.loc["father", "share"] == 0.25


def test_every_query_of_the_report_gives_as_many_statements_as_its_number(analysis: Analysis) -> None:
    totals = theme_totals(analysis)
    cells = analysis.prevalence[["query", "n_present"]]
    for row in pd.concat([totals[["query", "n_present"]], cells]).itertuples():
        assert len(statements_of(str(row.query), analysis.statements, analysis.coded)) == row.n_present


def test_cells_of_forms_that_exist_are_counted_and_the_others_have_no_form(analysis: Analysis) -> None:
    cells = analysis.prevalence[analysis.prevalence["section"] == "all"]
    found = {(c.theme, c.ward, c.fiscal_year): (c.n_present, c.n_statements, c.state) for c in cells.itertuples()}
    assert found["father", "ひがし区", 2022] == (3, 6, "present")
    assert found["father", "ひがし区", 2023] == (1, 5, "present")
    assert found["father", "にし区", 2023] == (0, 5, "absent")
    assert found["talk", "にし区", 2023] == (2, 5, "present")
    assert found["father", "にし区", 2022] == (0, 0, "form_missing")
    assert found["father", "みなみ区", 2023] == (0, 0, "form_missing")


def test_a_theme_with_few_statements_is_quoted_whole_with_the_words_that_decided(
    analysis: Analysis, toy: Study
) -> None:
    quotations = quotation_table(analysis, toy)
    of_father = quotations[quotations["theme"] == "father"]
    assert list(of_father["text"]) == [
        "父親の会を毎月開く。",
        "父親の会に10人が来た。",
        "父親の参加が土曜日に偏っている。",
        "パパの会から地域の催しを手伝う人が出た。",
    ]
    assert list(of_father["marks"]) == [[(0, 2)]] * 4
