"""Text as rules see it: folded as the reader folds it, and lower case, with the way back to the text as written."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from textmine.ingest.signs.characters import Folded
from textmine.ingest.signs.characters import fold as fold_characters


@dataclass(frozen=True, slots=True)
class MatchingText:
    """Folded characters in lower case, and where each stands in the text as written."""

    text: str
    origin: Folded

    def written(self, start: int, end: int) -> tuple[int, int]:
        """Give the characters as written of the folded characters [start, end)."""
        span = self.origin.source(start, end)
        return span.start, span.end

    def folded(self, offset: int) -> int:
        """Give the first folded character at or after a character as written."""
        return bisect_left(self.origin.starts, offset)


def fold(text: str) -> str:
    """Fold a word as `fold_text` folds the text that it is looked for in."""
    return _lower(fold_characters(text).text)


def fold_text(text: str) -> MatchingText:
    """Fold a text for matching; linear in its length."""
    origin = fold_characters(text)
    return MatchingText(_lower(origin.text), origin)


def _lower(text: str) -> str:
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(_lower_sign(sign) for sign in text)


def _lower_sign(sign: str) -> str:
    lower = sign.lower()
    return lower if len(lower) == 1 else sign  # İ becomes two
