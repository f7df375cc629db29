"""Sensitivity: each choice beside the base, counted by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from textmine.prevalence import (
    SENSITIVITY_COLUMNS,
    SPREAD_COLUMNS,
    summarise_sensitivity,
    tabulate_sensitivity,
)

if TYPE_CHECKING:
    from types import SimpleNamespace


def without(toy: SimpleNamespace, **lost: set[str]) -> pd.DataFrame:
    """Give theme a without each word, which loses these statements."""
    columns = pd.MultiIndex.from_product([["a"], list(lost)], names=["theme", "word"])
    values = {("a", word): toy.coding["a"] & ~toy.coding.index.isin(own) for word, own in lost.items()}
    return pd.DataFrame(values, index=toy.coding.index, columns=columns)


def test_every_choice_is_set_beside_the_base(toy: SimpleNamespace) -> None:
    table = tabulate_sensitivity(*toy.tables(), without_words=without(toy, いろ={"k21:3"}))
    own = table[(table["theme"] == "a") & (table["form"] == "annual")].set_index("variant")

    assert tuple(table.columns) == SENSITIVITY_COLUMNS
    assert tuple(own.loc["基準", ["n_present", "n"]]) == (3, 7)
    assert tuple(own.loc["文字", ["n_present", "n"]]) == (6, 21)
    assert tuple(own.loc["様式", ["n_present", "n"]]) == (2, 4)
    assert tuple(own.loc["「いろ」を除く", ["n_present", "n"]]) == (2, 7)
    assert own.loc["「いろ」を除く", "change"] == pytest.approx(-1 / 7)
    assert len(own) == 3 + 3 + 1


def test_a_larger_design_effect_only_widens(toy: SimpleNamespace) -> None:
    table = tabulate_sensitivity(*toy.tables(), without_words=without(toy))
    own = table[(table["theme"] == "a") & (table["form"] == "annual") & (table["choice"] == "設計効果")]

    assert len(set(own["share"])) == 1
    assert own["low"].is_monotonic_decreasing
    assert own["high"].is_monotonic_increasing


def test_the_summary_gives_least_and_most(toy: SimpleNamespace) -> None:
    words = without(toy, x={"k21:3"}, y={"kp:1"})
    summary = summarise_sensitivity(tabulate_sensitivity(*toy.tables(), without_words=words))
    row = summary[(summary["theme"] == "a") & (summary["form"] == "annual") & (summary["choice"] == "主題の語")].iloc[0]

    assert tuple(summary.columns) == SPREAD_COLUMNS
    assert (row["least"], row["base"], row["most"]) == pytest.approx((2 / 7, 3 / 7, 3 / 7))
    assert row["spread"] == pytest.approx(1 / 7)
    assert row["n_variants"] == 2
