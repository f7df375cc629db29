"""Which compounds of a text may be terms: ranked candidates for a researcher to accept, never taken in silence.

Two scores. C-value (Frantzi, Ananiadou and Mima 2000, International Journal on Digital Libraries 3, 115-130): a long
word that occurs often, less what it owes to longer words around it; with log2(parts + 1), so that two parts count. FLR
(Nakagawa and Mori 2003, 自然言語処理 10(1), 27-45): frequency times the geometric mean of how many words each part
has beside it in compounds, to the left and to the right.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from math import log2
from typing import TYPE_CHECKING, Literal

from textmine.tokenizer.tokenizer import Tokenizer
from textmine.tokenizer.user_terms import UserTerm

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from textmine.tokenizer.tokens import Token

Rank = Literal["c_value", "flr"]
Parts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A compound that may be a term.

    Attributes:
        term: as a user term: surface, reading as far as it is known, part of speech.
        parts: the words that it is made of.
        count: how often it occurs as a compound of its own.
        nested: how often it occurs inside longer compounds.
        c_value: see the module.
        flr: see the module.
    """

    term: UserTerm
    parts: Parts
    count: int
    nested: int
    c_value: float
    flr: float


def suggest_terms(
    texts: Iterable[str],
    *,
    user_terms: Sequence[UserTerm] = (),
    rank: Rank = "c_value",
    minimum_count: int = 2,
) -> list[Suggestion]:
    """Rank the compounds of some texts, the best first; what is a user term already is left out.

    Args:
        texts: raw texts.
        user_terms: words that are accepted already.
        rank: the score to order by; equal scores by count, then by surface.
        minimum_count: occurrences, alone or nested, below which a compound is no candidate.
    """
    columns = Tokenizer(user_terms=user_terms, compounds="nouns").tokenize_many(texts)
    compounds = [token for token in columns.tokens() if token.source == "rule" and token.pos2 != "数詞"]
    counts = Counter(map(_surfaces, compounds))
    around = _longer_ones(counts, {_surfaces(token): _openings(token) for token in compounds})
    nested = {parts: sum(counts[longer] for longer in longer_ones) for parts, longer_ones in around.items()}
    readings = {key: reading for token in compounds for key, reading in _readings(token)}
    left, right = _neighbours(counts)
    suggestions = [
        Suggestion(
            UserTerm("".join(parts), readings.get(parts, "")),
            parts,
            counts[parts],
            nested.get(parts, 0),
            _c_value(parts, counts, around),
            (counts[parts] + nested.get(parts, 0)) * _lr(parts, left, right),
        )
        for parts in sorted({*counts, *around})
        if counts[parts] + nested.get(parts, 0) >= minimum_count
    ]
    return sorted(suggestions, key=lambda found: (-_score(found, rank), -found.count, found.term.surface))


def _score(suggestion: Suggestion, rank: Rank) -> float:
    return suggestion.c_value if rank == "c_value" else suggestion.flr


def _surfaces(compound: Token) -> Parts:
    return tuple(part.surface for part in compound.parts)


def _openings(compound: Token) -> tuple[int, ...]:
    """Give the parts that a term may begin with: no suffix stands alone (養育者支援 holds no 者支援)."""
    return tuple(place for place, part in enumerate(compound.parts) if part.pos1 != "接尾辞")


def _longer_ones(counts: Mapping[Parts, int], openings: Mapping[Parts, tuple[int, ...]]) -> dict[Parts, set[Parts]]:
    """Give, for each run of two parts or more inside a compound, the compounds that it is inside of.

    A run that always has the same word beside it is a piece of a longer term and no term: 子育て連絡 of 子育て連絡会;
    and so is one that stands in a single compound and never alone: 運営委員会 of 避難所運営委員会.
    """
    around: dict[Parts, set[Parts]] = defaultdict(set)
    for compound in counts:
        for size in range(2, len(compound)):
            for start in openings[compound]:
                if start + size <= len(compound):
                    around[compound[start : start + size]].add(compound)
    totals = {run: counts.get(run, 0) + sum(map(counts.__getitem__, longer)) for run, longer in around.items()}
    pieces = {
        run
        for longer in {*around, *counts}
        for run in (longer[1:], longer[:-1])
        if totals.get(run) == totals.get(longer, counts.get(longer))
    }
    return {run: longer for run, longer in around.items() if run not in pieces and (run in counts or len(longer) > 1)}


def _readings(token: Token) -> Iterable[tuple[Parts, str]]:
    surfaces = tuple(part.surface for part in token.parts)
    readings = [part.reading for part in token.parts]
    for size in range(2, len(surfaces) + 1):
        for start in range(len(surfaces) - size + 1):
            run = readings[start : start + size]
            if all(run):
                yield surfaces[start : start + size], "".join(run)


def _c_value(parts: Parts, counts: Mapping[Parts, int], around: Mapping[Parts, set[Parts]]) -> float:
    longer_ones = around.get(parts, set())
    inside = sum(counts[longer] for longer in longer_ones)
    total = counts.get(parts, 0) + inside  # C-value's frequency counts every occurrence
    owed = inside / len(longer_ones) if longer_ones else 0.0
    return log2(len(parts) + 1) * (total - owed)


def _neighbours(counts: Mapping[Parts, int]) -> tuple[Counter[str], Counter[str]]:
    """Count, for each word, the words to its left and to its right in compounds (as often as they occur)."""
    left: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for parts, count in counts.items():
        for before, after in pairwise(parts):
            right[before] += count
            left[after] += count
    return left, right


def _lr(parts: Parts, left: Counter[str], right: Counter[str]) -> float:
    product = 1.0
    for part in parts:
        product *= (left[part] + 1) * (right[part] + 1)
    return float(product ** (1 / (2 * len(parts))))
