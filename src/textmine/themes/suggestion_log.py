"""Terms and statements that were suggested for a theme: what was taken up, what was turned down, by whom, and why."""

from __future__ import annotations

import csv
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final, Literal, cast

from textmine.errors import StudyError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

LOG_NAME: Final = "suggestions.csv"
LOG_COLUMNS: Final = ("date", "theme", "kind", "suggested", "decision", "coder", "reason")


@dataclass(frozen=True, slots=True)
class SuggestionDecision:
    """One decision about a suggested term or statement."""

    date: str  # as the coder's calendar gives it: 2024-05-01
    theme: str
    kind: Literal["term", "statement"]
    suggested: str  # the term, or the statement's id
    decision: Literal["accepted", "rejected"]
    coder: str
    reason: str


def read_decisions(path: Path) -> tuple[SuggestionDecision, ...]:
    """Read the log of a study; a study without one has decided nothing yet.

    Raises:
        StudyError: a row is not as LOG_COLUMNS ask; with file and line.
    """
    if not path.exists():
        return ()
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file)
        if tuple(next(reader, ())) != LOG_COLUMNS:
            raise StudyError(f"{path.name}:1", "見出し行が違います", f"{','.join(LOG_COLUMNS)} にしてください")
        return tuple(_decision(f"{path.name}:{reader.line_num}", cells) for cells in reader if any(cells))


def append_decisions(path: Path, decisions: Iterable[SuggestionDecision]) -> None:
    """Add decisions to the log; it is made if there is none, and nothing in it is ever changed.

    Raises:
        StudyError: a decision lacks who or why.
    """
    rows = [tuple(getattr(one, field.name) for field in fields(SuggestionDecision)) for one in decisions]
    for row in rows:
        _decision(path.name, list(row))
    is_new = not path.exists()
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        if is_new:
            writer.writerow(LOG_COLUMNS)
        writer.writerows(rows)


def undecided(suggested: Iterable[str], theme: str, decisions: Iterable[SuggestionDecision]) -> tuple[str, ...]:
    """Give the suggestions about a theme that nobody has decided on, in their order."""
    decided = {one.suggested for one in decisions if one.theme == theme}
    return tuple(one for one in suggested if one not in decided)


def _decision(place: str, cells: list[str]) -> SuggestionDecision:
    if len(cells) != len(LOG_COLUMNS):
        raise StudyError(place, f"列の数が {len(cells)} です({len(LOG_COLUMNS)} のはず)")
    date, theme, kind, suggested, decision, coder, reason = cells
    if kind not in ("term", "statement") or decision not in ("accepted", "rejected"):
        raise StudyError(
            place, f"kind「{kind}」か decision「{decision}」が読めません", "term・statement、accepted・rejected です"
        )
    if not (coder and reason and theme and suggested):
        raise StudyError(place, "空の欄があります", "誰が、なぜ決めたかまで書いてください")
    return SuggestionDecision(
        date,
        theme,
        cast("Literal['term', 'statement']", kind),
        suggested,
        cast("Literal['accepted', 'rejected']", decision),
        coder,
        reason,
    )
