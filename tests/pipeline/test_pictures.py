"""Which of the tables' rows come into a figure."""

from __future__ import annotations

import pandas as pd

from textmine.pipeline.pictures import _longest_series


def cells(rows: list[tuple[str, int, int]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["form", "fiscal_year", "n_statements"])


def test_a_series_of_years_stands_beside_the_kind_of_form_with_the_most_years() -> None:
    # a long review of one year beside short forms of two; a year without statements is none
    assert _longest_series(cells([("period", 2022, 269), ("annual", 2021, 28), ("annual", 2022, 30)])) == "annual"
    assert _longest_series(cells([("period", 2022, 269), ("annual", 2021, 28), ("annual", 2022, 0)])) == "period"
    assert _longest_series(cells([("annual", 2022, 0)])) == "annual"
