from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.themes.coder import ThemeCoding
from textmine.themes.gold import GoldStatement, MatchedGold
from textmine.themes.validity import (
    UNVALIDATED_MARK,
    VALIDITY_COLUMNS,
    cluster_share,
    estimate_validity,
    marks_of,
    micro_f1,
)

if TYPE_CHECKING:
    from collections.abc import Sequence


def made(
    found: Sequence[int], true: Sequence[int], documents: Sequence[str], part: str = "development", weight: float = 1.0
) -> tuple[ThemeCoding, MatchedGold]:
    ids = tuple(f"s:{n}" for n in range(len(found)))
    coding = ThemeCoding(ids, ("x",), np.array(found, dtype=bool)[:, None], {}, "hash")
    rows = [
        GoldStatement(document, "", ("x",) if is_true else (), part=part, weight=weight)  # type: ignore[arg-type]
        for document, is_true in zip(documents, true, strict=True)
    ]
    return coding, MatchedGold(tuple(zip(ids, rows, strict=True)), ())


def test_the_four_cells_and_their_ratios_are_counted() -> None:
    coding, gold = made([1, 1, 1, 0, 0, 0, 0], [1, 1, 0, 1, 0, 0, 0], ["a"] * 4 + ["b"] * 3)
    row = estimate_validity(coding, gold, seed=1).iloc[0]
    assert (row["tp"], row["fp"], row["fn"], row["tn"]) == (2, 1, 1, 3)
    assert row["precision"] == pytest.approx(2 / 3)
    assert row["recall"] == pytest.approx(2 / 3)
    assert row["f1"] == pytest.approx(2 / 3)
    assert row["specificity"] == pytest.approx(3 / 4)
    assert (row["n_forms"], row["n_gold"], row["n_positive"]) == (2, 7, 3)


def test_weights_of_a_drawn_sample_count() -> None:
    coding, gold = made([1, 1], [1, 0], ["a", "b"])
    heavy = MatchedGold((gold.pairs[0], (gold.pairs[1][0], GoldStatement("b", "", (), weight=3.0))), ())
    assert estimate_validity(coding, heavy, seed=1).iloc[0]["precision"] == pytest.approx(1 / 4)


def test_weights_that_are_all_alike_change_nothing() -> None:
    cells = ([1, 1, 1, 0, 0, 1] * 5, [1, 1, 0, 1, 0, 1] * 5, list("aabbcc") * 5)
    one = estimate_validity(*made(*cells), seed=1)
    four = estimate_validity(*made(*cells, weight=4.0), seed=1)
    assert one.drop(columns="reason").equals(four.drop(columns="reason"))


def test_statements_that_hang_together_widen_the_interval() -> None:
    mixed = cluster_share(np.array([5.0, 5, 5, 5]), np.array([10.0, 10, 10, 10]))
    apart = cluster_share(np.array([10.0, 10, 0, 0]), np.array([10.0, 10, 10, 10]))
    assert mixed.value == apart.value == 0.5
    assert apart.low < mixed.low < 0.5 < mixed.high < apart.high


def test_one_form_gives_wilsons_interval() -> None:
    assert round(cluster_share(np.array([81.0]), np.array([263.0])).low, 4) == 0.2553  # Newcombe 1998


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 9)), min_size=1, max_size=8))
def test_a_share_lies_inside_its_interval(clusters: list[tuple[int, int]]) -> None:
    totals = np.array([total + hit for hit, total in clusters], dtype=float)
    share = cluster_share(np.array([hit for hit, _ in clusters], dtype=float), totals)
    assert -1e-9 <= share.low <= share.value + 1e-9
    assert share.value - 1e-9 <= share.high <= 1 + 1e-9


def test_a_theme_with_little_gold_is_marked_and_says_why() -> None:
    coding, gold = made([1] * 19 + [0] * 30, [1] * 19 + [0] * 30, ["a"] * 49)
    table = estimate_validity(coding, gold, seed=1)
    assert marks_of(table) == {"x": UNVALIDATED_MARK}
    assert "19 件しか" in table.iloc[0]["reason"]


def test_a_theme_with_enough_good_gold_is_validated() -> None:
    coding, gold = made([1] * 40 + [0] * 60, [1] * 40 + [0] * 60, list("abcde") * 20)
    assert marks_of(estimate_validity(coding, gold, seed=1)) == {"x": ""}


def test_a_low_bound_of_recall_marks_a_theme() -> None:
    coding, gold = made([1] * 20 + [0] * 20, [1] * 40, list("abcde") * 8)
    table = estimate_validity(coding, gold, seed=1)
    assert marks_of(table) == {"x": UNVALIDATED_MARK}
    assert "再現率" in table.iloc[0]["reason"]


def test_rules_changed_after_the_test_part_was_opened_validate_nothing() -> None:
    cells = ([1] * 40 + [0] * 60, [1] * 40 + [0] * 60, list("abcde") * 20)
    coding, gold = made(*cells, part="test")
    assert marks_of(estimate_validity(coding, gold, seed=1, opened_with="hash")) == {"x": ""}
    assert marks_of(estimate_validity(coding, gold, seed=1, opened_with="older")) == {"x": UNVALIDATED_MARK}


def test_without_gold_everything_is_marked() -> None:
    coding, _ = made([1], [1], ["a"])
    table = estimate_validity(coding, MatchedGold((), ()), seed=1)
    assert list(table.columns) == list(VALIDITY_COLUMNS)
    assert marks_of(table) == {"x": UNVALIDATED_MARK}
    assert math.isnan(micro_f1(table))


def test_the_same_seed_gives_the_same_table() -> None:
    cells = ([1, 0, 1, 1] * 6, [1, 1, 0, 1] * 6, list("abcdef") * 4)
    assert estimate_validity(*made(*cells), seed=5).equals(estimate_validity(*made(*cells), seed=5))
