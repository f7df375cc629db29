"""A study small enough to count by hand: three wards, two years, two themes, nine statements."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest

# id, document, ward, year, period_start, form, section, text, themes
STATEMENTS = (
    ("k21:1", "k21", "甲区", 2021, None, "annual", "outcome", "いろは", "a"),
    ("k21:2", "k21", "甲区", 2021, None, "annual", "outcome", "いろは に", ""),
    ("k21:3", "k21", "甲区", 2021, None, "annual", "issue", "いろ", "ab"),
    ("k22:1", "k22", "甲区", 2022, None, "annual", "outcome", "いろはに", ""),
    ("k22:2", "k22", "甲区", 2022, None, "annual", "next_goal", "い", "a"),
    ("o21:1", "o21", "乙区", 2021, None, "annual", "outcome", "いろ", "b"),
    ("h21:1", "h21", "丙区", 2021, None, "annual", "issue", "いろはにほ", ""),
    ("kp:1", "kp", "甲区", 2022, 2018, "period", "outcome", "いろは", "a"),
    ("x21:1", "x21", None, 2021, None, "annual", "outcome", "いろは", "a"),
)
# document, ward, year, form, section, state
FIELDS = (
    ("k21", "甲区", 2021, "annual", "outcome", "read"),
    ("k21", "甲区", 2021, "annual", "issue", "read"),
    ("k22", "甲区", 2022, "annual", "outcome", "read"),
    ("k22", "甲区", 2022, "annual", "next_goal", "read"),
    ("o21", "乙区", 2021, "annual", "outcome", "read"),
    ("o21", "乙区", 2021, "annual", "issue", "empty"),
    ("h21", "丙区", 2021, "annual", "outcome", "unreadable"),
    ("h21", "丙区", 2021, "annual", "issue", "read"),
    ("", "丙区", 2022, "annual", "outcome", "form_missing"),
    ("kp", "甲区", 2022, "period", "outcome", "read"),
)


@pytest.fixture(name="toy")
def _toy() -> SimpleNamespace:
    """Give the five tables, and all of them in the order in which functions take them."""
    columns = ["statement_id", "document", "ward", "fiscal_year", "period_start", "form", "section", "text", "themes"]
    statements = pd.DataFrame(STATEMENTS, columns=columns)
    coding = pd.DataFrame(
        {theme: [theme in own for own in statements["themes"]] for theme in "ab"},
        index=pd.Index(statements["statement_id"]),
    )
    fields = pd.DataFrame(FIELDS, columns=["document", "ward", "fiscal_year", "form", "section", "state"])
    wards = pd.DataFrame(
        {
            "code": [1, 2, 3],
            "name": ["甲区", "乙区", "丙区"],
            "reading": ["こうく", "おつく", "へいく"],
            "order": [1, 2, 3],
            "column": [0, 1, 0],
            "row": [0, 0, 1],
        }
    )
    tables = (statements.drop(columns="themes"), coding, wards, range(2021, 2023), fields)
    names = ("statements", "coding", "wards", "years", "fields")
    return SimpleNamespace(**dict(zip(names, tables, strict=True)), tables=lambda: tables)
