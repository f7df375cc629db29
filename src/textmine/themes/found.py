"""What a rule's matcher gives: how often the rule holds in a statement, and where."""

from __future__ import annotations

import math
from collections.abc import Callable

from textmine.themes.statement_view import Hit, StatementView

Found = tuple[float, list[Hit]]  # how often (NaN: an attribute that the statement lacks), and where
Matcher = Callable[[StatementView, int, int], Found]  # looks at folded characters [from, to) of the statement


def holds(value: float) -> bool:
    """Say whether a count means yes: as in SQL, whatever is neither 0 nor unknown."""
    return value != 0 and not math.isnan(value)


def counted(hits: list[Hit]) -> Found:
    """Count places."""
    return len(hits), hits


def united(gathered: list[list[Hit]]) -> list[Hit]:
    """Give the places of several findings, each once, in order."""
    if len(gathered) == 1:
        return gathered[0]
    return sorted({hit for hits in gathered for hit in hits})
