"""What wording says of a section, and how like two texts are.

Cues are data of the layout, with weights about as log odds. Boilerplate is told by shared trigrams: forms of other
wards and years copy it with a word changed here and there. Likeness of a goal and its fields is the cosine of kanji
and of pairs of characters, weighted down where they are common in the document (tf-idf; Salton & Buckley 1988).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from textmine.ingest.signs.characters import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from textmine.ingest.layout import Layout

_STRONGEST: Final = 4.0  # what the wording of one item can say at most
_SHARED: Final = 0.8  # share of an item's trigrams that one passage of boilerplate must have
_SHORTEST: Final = 6  # characters of an item that can be told as boilerplate


class Wording:
    """The cues and the boilerplate of one layout."""

    def __init__(self, layout: Layout) -> None:
        self._cues = {
            field.section: [(re.compile(cue.pattern), cue.weight) for cue in field.cues]
            for field in layout.fields
            if field.cues
        }
        passages = ["".join(fold(passage).text.split()) for passage in layout.boilerplate]
        self._passages = [_trigrams(passage) for passage in passages]
        self._all = _trigrams("\n".join(passages))
        self._pointers = [re.compile(pattern) for pattern in layout.pointers]
        self.scores = lru_cache(maxsize=20_000)(self._scores)

    @property
    def sections(self) -> tuple[str, ...]:
        """Give the sections that have cues."""
        return tuple(self._cues)

    def is_pointer(self, key: str) -> bool:
        """Tell whether a text without white space sends the reader to another page or file, and says no more."""
        return any(pattern.fullmatch(key) for pattern in self._pointers)

    def is_boilerplate(self, key: str) -> bool:
        """Tell whether a text without white space is a passage that all forms of the kind share, or a part of one.

        A pointer to another page is of the document that shows the form, also where a line's end cuts it.
        """
        if len(key) < _SHORTEST:
            return False
        if self.is_pointer(key):
            return True
        grams = _trigrams(key)
        if len(grams & self._all) < _SHARED * len(grams):
            return False
        return max((len(grams & passage) / len(grams) for passage in self._passages), default=0.0) >= _SHARED or (
            len(grams & self._all) >= 0.95 * len(grams)
        )

    def _scores(self, signature: str) -> Mapping[str, float]:
        """Give for each section what a `mark|text` says for it; the sections' mean is nought."""
        raw = {
            section: sum(weight for pattern, weight in cues if pattern.search(signature))
            for section, cues in self._cues.items()
        }
        mean = sum(raw.values()) / len(raw) if raw else 0.0
        return {section: max(-_STRONGEST, min(_STRONGEST, score - mean)) for section, score in raw.items()}


@lru_cache(maxsize=32)
def wording_of(layout: Layout) -> Wording:
    """Give a layout's cues; they are made once for each layout."""
    return Wording(layout)


class Likeness:
    """Cosine of kanji and pairs of characters, weighted by how few of the given texts have them."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._documents = Counter(gram for text in texts for gram in set(_grams(text)))
        self._n = len(texts)

    def between(self, one: str, other: str) -> float:
        """Give the likeness of two texts: 0 nothing in common, 1 the same."""
        first, second = self._vector(one), self._vector(other)
        norm = math.sqrt(sum(w * w for w in first.values()) * sum(w * w for w in second.values()))
        return sum(weight * second.get(gram, 0.0) for gram, weight in first.items()) / norm if norm else 0.0

    def _vector(self, text: str) -> dict[str, float]:
        counts = Counter(_grams(text))
        return {
            gram: (1 + math.log(count)) * math.log((1 + self._n) / (0.5 + self._documents[gram]))
            for gram, count in counts.items()
        }


def _trigrams(text: str) -> frozenset[str]:
    return frozenset(text[place : place + 3] for place in range(len(text) - 2))


def _grams(text: str) -> Iterable[str]:
    """Give kanji, and pairs of characters in which a kanji or a katakana letter stands: hiragana alone is grammar.

    A kanji tells by itself too: 父子 and 父親, 祖父 and 祖父母.
    """
    yield from (sign for sign in text if _is_kanji(sign))
    for one, two in pairwise(text):
        if _is_kanji(one) or _is_kanji(two) or "ァ" <= one <= "ヺ" or "ァ" <= two <= "ヺ":
            yield one + two


def _is_kanji(sign: str) -> bool:
    return "一" <= sign <= "鿿"
