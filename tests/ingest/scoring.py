"""Score a reading against gold: statements by exact text after NFKC and removal of white space, as a multiset."""

from __future__ import annotations

import json
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from textmine.documents import Statement


@dataclass(frozen=True, slots=True)
class Score:
    """How well statements were read: shares from 0 to 1, and what was lost or made up."""

    precision: float
    recall: float
    section: float  # of the matched statements
    goal: float  # of the matched statements
    missed: tuple[dict[str, Any], ...]
    extra: tuple[Statement, ...]
    wrong_section: tuple[tuple[dict[str, Any], Statement], ...]
    wrong_goal: tuple[tuple[dict[str, Any], Statement], ...]

    @property
    def f1(self) -> float:
        """Give the harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def read_gold(path: Path) -> list[dict[str, Any]]:
    """Read gold statements: one JSON object per line with section, goal_no and text."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def matching_text(text: str) -> str:
    """Give the text as it is compared."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def score(statements: Iterable[Statement], gold: Sequence[dict[str, Any]]) -> Score:
    """Match statements to gold ones by text; of equal texts, those that agree on section and goal first."""
    found: dict[str, list[Statement]] = defaultdict(list)
    n_found = 0
    for statement in statements:
        found[matching_text(statement.text)].append(statement)
        n_found += 1
    pairs: list[tuple[dict[str, Any], Statement]] = []
    missed: list[dict[str, Any]] = []
    for wanted in gold:
        candidates = found[matching_text(wanted["text"])]
        if not candidates:
            missed.append(wanted)
            continue
        best = max(
            candidates,
            key=lambda statement: (statement.section == wanted["section"]) + (statement.goal_no == wanted["goal_no"]),
        )
        candidates.remove(best)
        pairs.append((wanted, best))
    wrong_section = [pair for pair in pairs if pair[0]["section"] != pair[1].section]
    wrong_goal = [pair for pair in pairs if pair[0]["goal_no"] != pair[1].goal_no]
    return Score(
        precision=len(pairs) / n_found if n_found else 0.0,
        recall=len(pairs) / len(gold) if gold else 0.0,
        section=1 - len(wrong_section) / len(pairs) if pairs else 0.0,
        goal=1 - len(wrong_goal) / len(pairs) if pairs else 0.0,
        missed=tuple(missed),
        extra=tuple(statement for rest in found.values() for statement in rest),
        wrong_section=tuple(wrong_section),
        wrong_goal=tuple(wrong_goal),
    )
