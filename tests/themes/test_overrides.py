from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from textmine.errors import StudyError
from textmine.themes import Evidence, ThemeCoding
from textmine.themes.overrides import OVERRIDE_COLUMNS, Override, apply_overrides, read_overrides

if TYPE_CHECKING:
    from pathlib import Path

CODING = ThemeCoding(
    ("a:1", "a:2"),
    ("father", "peer"),
    np.array([[True, False], [False, False]]),
    {("a:1", "father"): (Evidence("父親", 0, 2),)},
    "hash",
)


def test_decisions_stand_over_the_rules_and_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "overrides.csv"
    path.write_text(
        ",".join(OVERRIDE_COLUMNS) + '\na:1,father,no,"通りの名, \n父ではない",甲\na:2,peer,有,座談会,乙\n',
        encoding="utf-8",
    )
    coding = apply_overrides(CODING, read_overrides(path))
    assert coding.present.tolist() == [[False, False], [False, True]]
    assert ("a:1", "father") not in coding.evidence
    assert [(one.statement_id, one.by_rule, one.decision, one.coder) for one in coding.overrides] == [
        ("a:1", True, False, "甲"),
        ("a:2", False, True, "乙"),
    ]
    assert CODING.present.tolist() == [[True, False], [False, False]]


@pytest.mark.parametrize(
    ("rows", "place", "said"),
    [
        ("a:1,father,maybe,x,甲", "o.csv:2", "decision"),
        ("a:1,father,no,,甲", "o.csv:2", "reason"),
        ("a:1,father,no,x", "o.csv:2", "列の数"),
    ],
)
def test_a_row_that_says_too_little_is_refused(tmp_path: Path, rows: str, place: str, said: str) -> None:
    (tmp_path / "o.csv").write_text(",".join(OVERRIDE_COLUMNS) + "\n" + rows + "\n", encoding="utf-8")
    with pytest.raises(StudyError, match=said) as caught:
        read_overrides(tmp_path / "o.csv", "o.csv")
    assert caught.value.place == place


def test_other_columns_are_refused(tmp_path: Path) -> None:
    (tmp_path / "o.csv").write_text("id,theme\n", encoding="utf-8")
    with pytest.raises(StudyError, match="見出し行"):
        read_overrides(tmp_path / "o.csv")


@pytest.mark.parametrize(
    ("statement_id", "theme", "said"), [("a:11", "father", "もしかして: a:1"), ("a:1", "fahter", "もしかして: father")]
)
def test_a_decision_about_nothing_is_refused(statement_id: str, theme: str, said: str) -> None:
    one = Override(statement_id, theme, decision=True, reason="x", coder="甲", place="o.csv:2")
    with pytest.raises(StudyError, match=said):
        apply_overrides(CODING, [one])


def test_two_decisions_about_one_thing_are_refused() -> None:
    one = Override("a:1", "father", decision=True, reason="x", coder="甲", place="o.csv:2")
    with pytest.raises(StudyError, match="二つ"):
        apply_overrides(CODING, [one, one])
