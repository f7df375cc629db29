"""One statement as a rule sees it: folded text, words at the finest cut, sentences, attributes."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from textmine.themes.matching_text import MatchingText, fold, fold_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from textmine.tokenizer import Token

Hit = tuple[int, int]  # folded characters [start, end)
AttributeValue = str | int | None

_SENTENCE_END: Final = re.compile(r"[。!?]+[」』)]*")  # of folded text, where ! and ? are half-width


@dataclass(frozen=True, slots=True)
class Leaf:
    """A word at the finest cut, in folded characters."""

    start: int
    end: int
    surface: str
    forms: tuple[str, ...]  # surface, base, lemma: folded, each once
    pos1: str
    pos2: str


class Vocabulary:
    """All words that a set of rules asks for, with the beginnings that make a search worth going on."""

    def __init__(self, words: Collection[str]) -> None:
        self.words = frozenset(words)
        self.beginnings = frozenset(word[:length] for word in words for length in range(1, len(word)))


class StatementView:
    """Where words stand in a statement, found once for all rules.

    A word is found wherever the leaves from its first to its last character fit: whole (父親), cut (多胎|児), or inside
    a compound of which it is a part; the last leaf may be inflected. So a rule does not hang on how words are joined.
    """

    __slots__ = ("_sentences", "_starts", "attributes", "cache", "leaves", "origin", "text", "word_places")

    def __init__(
        self,
        origin: MatchingText,
        leaves: Sequence[Leaf],
        vocabulary: Vocabulary,
        attributes: Mapping[str, AttributeValue],
    ) -> None:
        self.origin = origin
        self.text = origin.text
        self.leaves = leaves
        self.attributes = attributes
        self.word_places: dict[str, list[tuple[int, int]]] = _find_words(leaves, vocabulary)  # word -> leaves [i, j)
        self.cache: dict[tuple[str, int, int], tuple[float, list[Hit]]] = {}
        self._starts = [leaf.start for leaf in leaves]
        self._sentences: list[Hit] | None = None

    def leaf_at(self, offset: int) -> int:
        """Give the number of the leaf that holds a character."""
        return max(bisect_right(self._starts, offset) - 1, 0)

    @property
    def sentences(self) -> list[Hit]:
        """The sentences, as folded characters [start, end), in order; together they are the whole statement."""
        if self._sentences is None:
            ends = [found.end() for found in _SENTENCE_END.finditer(self.text)]
            if not ends or ends[-1] < len(self.text):
                ends.append(len(self.text))
            self._sentences = list(zip([0, *ends[:-1]], ends, strict=True))
        return self._sentences

    def sentence_of(self, offset: int) -> int:
        """Give the number of the sentence that holds a character."""
        return next((i for i, (start, end) in enumerate(self.sentences) if start <= offset < end), 0)


def view_statement(
    text: str, tokens: Sequence[Token], vocabulary: Vocabulary, attributes: Mapping[str, AttributeValue]
) -> StatementView:
    """Prepare a statement for coding; `tokens` carry offsets into `text`."""
    origin = fold_text(text)
    return StatementView(origin, list(_leaves(tokens, origin)), vocabulary, attributes)


def _leaves(tokens: Sequence[Token], origin: MatchingText) -> Iterator[Leaf]:
    for token in tokens:
        if token.parts:
            yield from _leaves(token.parts, origin)
        else:
            forms = _forms(token.surface, token.base, token.lemma)
            yield Leaf(origin.folded(token.start), origin.folded(token.end), forms[0], forms, token.pos1, token.pos2)


@lru_cache(maxsize=65536)
def _forms(*words: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fold(word) for word in words))


def _find_words(leaves: Sequence[Leaf], vocabulary: Vocabulary) -> dict[str, list[tuple[int, int]]]:
    places: dict[str, list[tuple[int, int]]] = {}
    words, beginnings = vocabulary.words, vocabulary.beginnings
    for first in range(len(leaves)):
        run = ""
        for last in range(first, len(leaves)):
            for form in leaves[last].forms:
                if run + form in words:
                    places.setdefault(run + form, []).append((first, last + 1))
            run += leaves[last].surface
            if run not in beginnings:
                break
    return places
