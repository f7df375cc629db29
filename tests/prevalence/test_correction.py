"""Correction for coding error: what an audit of everything says, by hand, and when it is refused."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from textmine.prevalence import AUDIT_COLUMNS, ERROR_COLUMNS, correct_prevalence, estimate_prevalence, tabulate_audit

WARDS = "甲乙丙丁"
YEARS = range(2021, 2025)
N = 50


def study(sensitivity: float, specificity: float) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Give cells, flags and an audit of every statement; one in five truly has the theme, in every form."""
    rows = [
        (f"{w}{y}:{i}", f"{w}{y}", w, y, "annual", "outcome", "いろは") for w in WARDS for y in YEARS for i in range(N)
    ]
    columns = ["statement_id", "document", "ward", "fiscal_year", "form", "section", "text"]
    statements = pd.DataFrame(rows, columns=columns)
    place = np.tile(np.arange(N), len(WARDS) * len(YEARS))
    truth = place < N // 5
    flagged = np.where(truth, place < N // 5 * sensitivity, (place - N // 5) >= (N - N // 5) * specificity)
    coding = pd.DataFrame({"t": flagged}, index=pd.Index(statements["statement_id"]))
    wards = pd.DataFrame({"name": list(WARDS), "order": range(4)})
    fields = pd.DataFrame(columns=["document", "ward", "fiscal_year", "form", "section", "state"])
    audit = pd.DataFrame(
        {
            "statement_id": statements["statement_id"],
            "theme": "t",
            "flagged": flagged,
            "truth": truth,
            "inclusion_probability": 1.0,
        }
    )
    return estimate_prevalence(statements, coding, wards, YEARS, fields, sections=("all",)), coding, audit


def test_an_audit_of_everything_gives_the_error_counted_by_hand() -> None:
    # per form of 50: 10 true, 7 of them flagged; 40 others, 2 of them flagged
    cells, coding, audit = study(0.7, 0.95)
    found = correct_prevalence(cells, coding, audit, seed=1)
    error = found.errors.iloc[0]

    assert tuple(found.errors.columns) == ERROR_COLUMNS
    assert tuple(audit.columns) == AUDIT_COLUMNS
    assert (error["n_flagged"], error["n_unflagged"]) == (9 * 16, 41 * 16)
    assert error["precision"] == pytest.approx(7 / 9)
    assert error["miss_rate"] == pytest.approx(3 / 41)
    assert error["sensitivity"] == pytest.approx(0.7, abs=0.005)
    assert error["specificity"] == pytest.approx(0.95, abs=0.005)
    assert error["raw_share"] == pytest.approx(0.18)
    assert error["prediction_powered"] == pytest.approx(0.2, abs=0.003)
    assert error["prediction_powered_low"] < 0.2 < error["prediction_powered_high"]


def test_corrected_cells_come_back_to_the_truth_and_keep_the_raw_share_beside() -> None:
    cells, coding, audit = study(0.5, 1.0)
    found = correct_prevalence(cells, coding, audit, seed=1).cells

    assert cells["share"].to_numpy() == pytest.approx(np.full(16, 0.1))
    assert found["raw_share"].to_numpy() == pytest.approx(np.full(16, 0.1))
    assert found["share"].to_numpy() == pytest.approx(np.full(16, 0.2), abs=0.03)
    assert ((found["low"] < 0.2) & (found["high"] > 0.2)).all()


def test_flags_that_say_little_are_refused() -> None:
    cells, coding, audit = study(0.5, 0.5)
    found = correct_prevalence(cells, coding, audit, seed=1)

    assert not found.errors["estimable"].iloc[0]
    assert "感度と特異度の和が1.00" in found.errors["reason"].iloc[0]
    assert found.cells["share"].isna().all()
    assert found.cells["raw_share"].notna().all()
    assert list(found.cells["n_statements"]) == list(cells["n_statements"])
    assert (found.cells["reason"] == found.errors["reason"].iloc[0]).all()


def test_a_small_audit_is_refused_with_its_size() -> None:
    cells, coding, audit = study(0.7, 0.95)
    small = pd.concat([audit[audit["flagged"]].head(19), audit[~audit["flagged"]]])
    found = correct_prevalence(cells, coding, small, seed=1)

    assert "該当とした文19" in found.errors["reason"].iloc[0]


def test_statements_seldom_drawn_weigh_more() -> None:
    cells, coding, audit = study(0.7, 0.95)
    heavy = audit.assign(inclusion_probability=np.where(audit["truth"], 0.5, 1.0))
    error = correct_prevalence(cells, coding, heavy, seed=1).errors.iloc[0]

    assert error["precision"] == pytest.approx(14 / 16)  # 7 true ones count twice, 2 others once
    assert error["miss_rate"] == pytest.approx(6 / 44)


def test_an_audit_sets_hand_coding_beside_the_rules() -> None:
    coding = pd.DataFrame({"t": [True, False, True], "u": [False, False, True]}, index=["s1", "s2", "s3"])
    truth = pd.DataFrame({"t": [False, True]}, index=["s3", "s2"])
    audit = tabulate_audit(coding, truth, pd.Series({"s2": 0.5, "s3": 1.0}))

    assert tuple(audit.columns) == AUDIT_COLUMNS
    assert audit.to_numpy().tolist() == [["s3", "t", True, False, 1.0], ["s2", "t", False, True, 0.5]]
    assert tuple(tabulate_audit(coding, truth[[]], pd.Series(dtype=float)).columns) == AUDIT_COLUMNS


def test_the_same_seed_gives_the_same_numbers_and_order_changes_nothing() -> None:
    cells, coding, audit = study(0.7, 0.95)
    one = correct_prevalence(cells, coding, audit, seed=1).cells
    two = correct_prevalence(cells, coding, audit.sample(frac=1, random_state=3), seed=1).cells

    assert one["share"].to_numpy() == pytest.approx(two["share"].to_numpy(), rel=1e-12)
