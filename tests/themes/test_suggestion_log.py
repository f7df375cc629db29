from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from textmine.errors import StudyError
from textmine.themes.suggestion_log import (
    LOG_COLUMNS,
    LOG_NAME,
    SuggestionDecision,
    append_decisions,
    read_decisions,
    undecided,
)

if TYPE_CHECKING:
    from pathlib import Path

ACCEPTED = SuggestionDecision("2024-05-01", "father", "term", "お父さん", "accepted", "甲", "父親を指す")
REJECTED = SuggestionDecision("2024-05-02", "father", "statement", "a:1", "rejected", "乙", "祖父の話, 父ではない")


def test_the_log_grows_and_is_read_as_written(tmp_path: Path) -> None:
    path = tmp_path / LOG_NAME
    assert read_decisions(path) == ()
    append_decisions(path, [ACCEPTED])
    append_decisions(path, [REJECTED])
    assert read_decisions(path) == (ACCEPTED, REJECTED)
    assert path.read_text(encoding="utf-8").splitlines()[0] == ",".join(LOG_COLUMNS)


def test_what_is_decided_is_not_suggested_again() -> None:
    assert undecided(["お父さん", "夫"], "father", [ACCEPTED]) == ("夫",)
    assert undecided(["お父さん", "夫"], "peer", [ACCEPTED]) == ("お父さん", "夫")


@pytest.mark.parametrize(
    "row",
    ["2024,father,term,夫,accepted,,x", "2024,father,word,夫,accepted,甲,x", "2024,father,term,夫,ok,甲,x", "a,b"],
)
def test_a_decision_without_who_or_why_is_refused(tmp_path: Path, row: str) -> None:
    path = tmp_path / LOG_NAME
    path.write_text(",".join(LOG_COLUMNS) + "\n" + row + "\n", encoding="utf-8")
    with pytest.raises(StudyError) as caught:
        read_decisions(path)
    assert caught.value.place == f"{LOG_NAME}:2"


def test_a_log_with_other_columns_is_refused(tmp_path: Path) -> None:
    (tmp_path / LOG_NAME).write_text("a,b\n", encoding="utf-8")
    with pytest.raises(StudyError, match="見出し行"):
        read_decisions(tmp_path / LOG_NAME)
