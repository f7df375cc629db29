"""Readings as tidy pandas tables: statements, ratings, numbers, field states, ledger. Only here is pandas known."""

from __future__ import annotations

from collections import Counter
from dataclasses import astuple
from typing import TYPE_CHECKING, Any, Final, get_args

import pandas as pd

from textmine.documents import Share

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textmine.documents import Reading, Statement

STATEMENT_COLUMNS: Final = (
    *("statement_id", "document", "ward", "fiscal_year", "period_start", "period_end", "form"),
    *("section", "goal_no", "level", "text", "page", "spans", "box", "section_by", "confidence"),
)
RATING_COLUMNS: Final = ("document", "ward", "fiscal_year", "business", "table", "row", "column", "value", "spans")
NUMBER_COLUMNS: Final = (
    *("document", "ward", "business", "table", "row", "column", "fiscal_year"),
    *("value", "unit", "as_written", "doubt", "spans"),
)
LEDGER_COLUMNS: Final = ("document", "share", "characters", "proportion")
FIELD_COLUMNS: Final = ("document", "ward", "fiscal_year", "form", "section", "state")
_WHOLE: Final = ("fiscal_year", "period_start", "period_end", "goal_no", "business")


def statement_table(readings: Iterable[Reading]) -> pd.DataFrame:
    """Give one row per statement, in the order of the documents; spans are lists of [start, end)."""
    rows = [_statement_row(statement) for reading in readings for statement in reading.statements]
    return _table(rows, STATEMENT_COLUMNS)


def rating_table(readings: Iterable[Reading]) -> pd.DataFrame:
    """Give one row per mark that a form gives."""
    rows = [
        (r.document.name, r.ward, r.fiscal_year, x.business, x.table, x.row, x.column, x.value, _spans(x.spans))
        for r in readings
        for x in r.ratings
    ]
    return _table(rows, RATING_COLUMNS)


def number_table(readings: Iterable[Reading]) -> pd.DataFrame:
    """Give one row per cell of a number table."""
    rows = [
        (
            *(r.document.name, r.ward, x.business, x.table, x.row, x.column, x.fiscal_year),
            *(x.value, x.unit, x.as_written, x.doubt, _spans(x.spans)),
        )
        for r in readings
        for x in r.numbers
    ]
    return _table(rows, NUMBER_COLUMNS)


def ledger_table(readings: Iterable[Reading]) -> pd.DataFrame:
    """Give for each document and kind of text its characters that are no white space, and their proportion."""
    rows = []
    for reading in readings:
        counts = count_shares(reading)
        total = sum(counts.values())
        rows += [
            (reading.document.name, share, counts[share], counts[share] / total if total else 0.0)
            for share in get_args(Share)
        ]
    return _table(rows, LEDGER_COLUMNS)


def field_table(readings: Iterable[Reading]) -> pd.DataFrame:
    """Give for each document the state of each field of its form: read, empty, unreadable or form_missing."""
    rows = [
        (reading.document.name, reading.ward, reading.fiscal_year, reading.form, field, state)
        for reading in readings
        for field, state in reading.fields.items()
    ]
    return _table(rows, FIELD_COLUMNS)


def count_shares(reading: Reading) -> Counter[str]:
    """Count the characters of each kind that are no white space."""
    counts: Counter[str] = Counter()
    for span, share in reading.ledger:
        counts[share] += sum(not sign.isspace() for sign in reading.document.text[span.start : span.end])
    return counts


def _statement_row(statement: Statement) -> tuple[Any, ...]:
    values = {name: getattr(statement, name) for name in STATEMENT_COLUMNS}
    values["spans"] = _spans(statement.spans)
    values["box"] = list(astuple(statement.box)) if statement.box else None
    return tuple(values.values())


def _spans(spans: Sequence[Any]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def _table(rows: Sequence[tuple[Any, ...]], columns: tuple[str, ...]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=pd.Index(columns))
    whole = {column: "Int64" for column in columns if column in _WHOLE}
    return table.astype(whole)
