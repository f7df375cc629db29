"""The five real forms give the statements that people counted and coded by hand."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from textmine.pipeline import read_study
from textmine.study import load_study

if TYPE_CHECKING:
    from textmine.documents import Reading, Statement

FOLDER = Path(__file__).parents[2] / "corpus/yokohama"
COUNTED = {  # by two readers of the documents, see the codebook
    "konan-r5-annual.txt": 28,
    "seya-r5-annual.txt": 22,
    "kohoku-r5-annual.txt": 53,
    "tsurumi-r7-annual.md": 26,
    "konan-r1r5-period.md": 269,
}


@pytest.fixture(scope="module")
def readings() -> dict[str, Reading]:
    outcome = read_study(load_study(FOLDER))
    assert outcome.refusals == ()
    return {reading.document.name: reading for reading in outcome.readings}


def bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def test_every_statement_of_the_five_forms_is_there(readings: dict[str, Reading]) -> None:
    assert {name: len(reading.statements) for name, reading in readings.items()} == COUNTED


@pytest.mark.parametrize("path", sorted((FOLDER / "gold").glob("*.jsonl")), ids=lambda path: path.stem)
def test_statements_sections_and_goals_agree_with_those_read_by_hand(path: Path, readings: dict[str, Reading]) -> None:
    gold = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    goals = {record["goal_no"] for record in gold} if "period" in path.stem else None  # only some businesses are coded
    found = [s for s in readings[gold[0]["document"]].statements if goals is None or s.goal_no in goals]
    wanted = Counter(bare(record["text"]) for record in gold)
    matched = sum((wanted & Counter(bare(statement.text) for statement in found)).values())
    assert 2 * matched / (len(gold) + len(found)) >= 0.98
    assert agreement(gold, found, "section") >= 0.98
    assert agreement(gold, found, "goal_no") >= 0.95


def agreement(gold: list[dict[str, object]], found: list[Statement], field: str) -> float:
    wanted = Counter((bare(str(record["text"])), record[field]) for record in gold)
    got = Counter((bare(statement.text), getattr(statement, field)) for statement in found)
    return sum((wanted & got).values()) / len(gold)


def test_ward_and_year_are_those_of_the_forms(readings: dict[str, Reading]) -> None:
    found = {name: (r.ward, r.fiscal_year, r.period_start, r.period_end, r.form) for name, r in readings.items()}
    assert found == {
        "konan-r5-annual.txt": ("港南区", 2023, None, None, "annual"),
        "seya-r5-annual.txt": ("瀬谷区", 2023, None, None, "annual"),
        "kohoku-r5-annual.txt": ("港北区", 2023, None, None, "annual"),
        "tsurumi-r7-annual.md": ("鶴見区", 2025, None, None, "annual"),
        "konan-r1r5-period.md": ("港南区", 2023, 2019, 2023, "period"),
    }


def test_spans_give_every_statement_back(readings: dict[str, Reading]) -> None:
    for reading in readings.values():
        for statement in reading.statements:
            assert reading.document.quote(statement.spans) == statement.text
