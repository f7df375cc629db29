"""Text as rules see it: widths, letter case, and look-alike signs folded, with the way back to the text as written."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from textmine.tokenizer.radicals import EQUIVALENT

_RADICALS = str.maketrans(EQUIVALENT)


@dataclass(frozen=True, slots=True)
class MatchingText:
    """Folded characters; `starts[i]` is where folded character i stands in the text as written.

    `starts` has one element more than there are characters, and is None where folding changed no length.
    """

    text: str
    starts: tuple[int, ...] | None = None

    def written(self, start: int, end: int) -> tuple[int, int]:
        """Give the characters as written of the folded characters [start, end)."""
        if self.starts is None:
            return start, end
        first = self.starts[start]
        last = self.starts[end]
        while last <= first and end < len(self.starts) - 1:  # one sign as written gave several folded ones
            end += 1
            last = self.starts[end]
        return first, last

    def folded(self, offset: int) -> int:
        """Give the first folded character at or after a character as written."""
        return offset if self.starts is None else bisect_left(self.starts, offset)


def fold(text: str) -> str:
    """Fold a word as `fold_text` folds the text that it is looked for in."""
    return unicodedata.normalize("NFKC", text).translate(_RADICALS).lower()


def fold_text(text: str) -> MatchingText:
    """Fold a text for matching; linear in its length."""
    if text.isascii() or unicodedata.is_normalized("NFKC", text):
        folded = text.translate(_RADICALS).lower()
        if len(folded) == len(text):
            return MatchingText(folded)
    pieces: list[str] = []
    starts: list[int] = []
    for start, cluster in _clusters(text):
        folded = _fold_cluster(cluster)
        pieces.append(folded)
        starts.extend([start] * len(folded))
    return MatchingText("".join(pieces), (*starts, len(text)))


@lru_cache(maxsize=4096)
def _fold_cluster(cluster: str) -> str:
    return fold(cluster)


def _clusters(text: str) -> list[tuple[int, str]]:
    """Cut before every character that does not combine with the one before (か + ゛ is one)."""
    cuts = [i for i, sign in enumerate(text) if i == 0 or not _combines(sign)]
    return [(start, text[start:end]) for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True)]


def _combines(sign: str) -> bool:
    return unicodedata.combining(sign) != 0 or sign in "\uff9e\uff9f"  # half-width voice marks
