"""What a person decided about a suggestion: a log that is only added to, one line each.

A suggestion changes no codebook. It is accepted or rejected by someone, at a time, for a reason; the last decision
about a suggestion counts, and all of them can be read.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal, get_args

from textmine.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import pandas as pd

Kind = Literal["statement", "term"]
Verdict = Literal["accepted", "rejected"]


@dataclass(frozen=True, slots=True)
class Decision:
    """One verdict.

    Attributes:
        theme: id of the theme that the suggestion is for.
        kind: what was suggested.
        subject: the statement's id, or the term.
        verdict: what the person decided.
        by: who.
        reason: why, in a few words.
        at: when, ISO 8601 with zone.
    """

    theme: str
    kind: Kind
    subject: str
    verdict: Verdict
    by: str
    reason: str
    at: str


def decide(theme: str, kind: Kind, subject: str, verdict: Verdict, *, by: str, reason: str = "") -> Decision:  # noqa: PLR0913 - the fields of a record
    """Make a decision of this moment."""
    return Decision(theme, kind, subject, verdict, by, reason, datetime.now(UTC).isoformat(timespec="seconds"))


def write_decisions(path: Path, decisions: Iterable[Decision]) -> None:
    """Add decisions to the log; what stands in it stays."""
    with path.open("a", encoding="utf-8", newline="\n") as log:
        for decision in decisions:
            log.write(json.dumps(asdict(decision), ensure_ascii=False) + "\n")


def read_decisions(path: Path) -> list[Decision]:
    """Read the log in its order; a log that was never written is empty.

    Raises:
        InputError: with the line that is no decision.
    """
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").splitlines()
    return [_parse_decision(f"{path}:{number}", line) for number, line in enumerate(lines, start=1) if line.strip()]


def current_verdicts(decisions: Iterable[Decision]) -> dict[tuple[str, Kind, str], Verdict]:
    """Give the last verdict on each (theme, kind, subject)."""
    return {(d.theme, d.kind, d.subject): d.verdict for d in decisions}


def without_decided(suggestions: pd.DataFrame, theme: str, kind: Kind, decisions: Iterable[Decision]) -> pd.DataFrame:
    """Leave out suggestions that someone has decided on already; ranks stay as they were."""
    decided = {
        subject for of_theme, of_kind, subject in current_verdicts(decisions) if (of_theme, of_kind) == (theme, kind)
    }
    column = "statement_id" if kind == "statement" else "term"
    return suggestions[~suggestions[column].isin(list(decided))].reset_index(drop=True)


def _parse_decision(place: str, line: str) -> Decision:
    try:
        decision = Decision(**json.loads(line))
    except (ValueError, TypeError) as fault:
        raise InputError(place, "判定の記録として読めません", "この行を直すか、消してください") from fault
    if decision.kind not in get_args(Kind) or decision.verdict not in get_args(Verdict):
        raise InputError(
            place,
            f"判定 {decision.verdict!r}・種類 {decision.kind!r} は使えません",
            "accepted か rejected にしてください",
        )
    return decision
