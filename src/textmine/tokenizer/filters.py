"""Which tokens are counted: parts of speech, stop words, single letters; nothing goes that is not named here."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from textmine.tokenizer.columns import TokenColumns
    from textmine.tokenizer.tokenizer import Tokenizer
    from textmine.tokenizer.vocabulary import Entry

CONTENT: Final = ("名詞", "動詞", "形容詞", "形状詞", "副詞")
BULLETS: Final = frozenset(
    "アイウエオカキクケコサシスセソabcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ①②③④⑤⑥⑦⑧⑨⑩〇○"
)


@dataclass(frozen=True, slots=True)
class WordFilter:
    """What is counted as a word.

    Attributes:
        parts_of_speech: first levels (名詞), or first and second (名詞/普通名詞).
        stop_words: base forms that are not counted.
        numbers: whether numbers and dates are counted.
        single_letters: whether one letter or one kana alone is counted (marks A to D, bullets ア イ ウ).
    """

    parts_of_speech: tuple[str, ...] = CONTENT
    stop_words: frozenset[str] = field(default_factory=frozenset)
    numbers: bool = False
    single_letters: bool = False

    def keeps(self, columns: TokenColumns) -> NDArray[np.bool_]:
        """Mark the tokens that are counted: (n_tokens,)."""
        by_slot = self._by_slot(columns, range(columns.vocabulary.size))
        if not columns.local:
            return by_slot[columns.slots]
        of_local = np.fromiter((self._keeps(entry) for entry in columns.local), np.bool_, len(columns.local))
        kept = by_slot[np.maximum(columns.slots, 0)] if len(by_slot) else np.zeros(columns.n_tokens, np.bool_)
        places = np.flatnonzero(columns.slots < 0)
        kept[places] = of_local[-1 - columns.slots[places]]
        return kept

    def terms(self, columns: TokenColumns) -> list[list[str]]:
        """Give the counted base forms of each text, in order, as often as they occur."""
        kept = np.flatnonzero(self.keeps(columns))
        terms = columns.base[kept].tolist()
        bounds = np.searchsorted(kept, columns.text_bounds).tolist()
        return [terms[start:stop] for start, stop in pairwise(bounds)]

    def _by_slot(self, columns: TokenColumns, slots: range) -> NDArray[np.bool_]:
        used = np.unique(columns.slots[columns.slots >= 0])
        kept = np.zeros(len(slots), np.bool_)
        kept[used] = [self._keeps(columns.vocabulary.entries[slot]) for slot in used.tolist()]
        return kept

    def _keeps(self, entry: Entry) -> bool:
        _, base, _, pos1, pos2 = entry[:5]
        if pos1 not in self.parts_of_speech and f"{pos1}/{pos2}" not in self.parts_of_speech:
            return False
        if pos2 == "数詞" and not self.numbers:
            return False
        return base not in self.stop_words and (self.single_letters or base not in BULLETS)


def never_yielded(tokenizer: Tokenizer, words: Iterable[str]) -> list[str]:
    """Give those words that are no base form of any token, alone or in the frames where their kind stands.

    A stop word among them stops nothing: it is a part of a longer word, an inflected form, or is cut in two.
    """
    words = list(words)
    columns = tokenizer.tokenize_many(frame.format(word) for word in words for frame in _FRAMES)
    bases = columns.base.tolist()
    bounds = columns.text_bounds[:: len(_FRAMES)].tolist()
    found = zip(words, bounds, bounds[1:], strict=False)
    return [word for word, start, stop in found if word not in bases[start:stop]]


_FRAMES: Final = ("{}", "{}を見た。", "この{}は", "それを{}。", "多く{}人", "彼が{}た。", "{}3", "3{}", "、{}、")
