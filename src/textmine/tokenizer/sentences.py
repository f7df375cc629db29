"""One short plain sentence to tokens without columns: for it their fixed costs are larger than all the work.

Plain is what only becomes half-width or full-width before MeCab sees it: kanji, kana, letters, digits and the commonest
signs, on one line. A place in MeCab's answer is then the place in the text. No blanks, which are in no token, and no
dash after katakana, which may be a long vowel. All that goes the way of `assembly`, with equal results.
"""

from __future__ import annotations

import re
from itertools import accumulate, chain
from typing import TYPE_CHECKING, Final

import numpy as np

from textmine.tokenizer.characters import character_tables, wide_view
from textmine.tokenizer.tokens import Token

if TYPE_CHECKING:
    from collections.abc import Callable

    from textmine.tokenizer.engine import DerivedEngine, Words
    from textmine.tokenizer.joining import Joiner
    from textmine.tokenizer.vocabulary import Entry, Vocabulary

_PLAIN: Final = re.compile(
    "(?:[ぁ-ゖァ-ヺー一-鿋々、。・「」『』【】…○●◎■□◆★→※〜!-,.-~！-，．-～]++|(?<![ァ-ヺー])[-－])++"
)
_WIDTHS: Final = (*range(0x21, 0x7F), *range(0xFF01, 0xFF5F))  # characters of both widths
LONGEST: Final = 200  # characters: columns are faster for longer texts


class Sentences:
    """Cut plain sentences.

    Args:
        engine: asks MeCab.
        vocabulary: of the engine's words.
        joiner: joins words; None for short words.
        space_dots: sets middle dots apart; None where MeCab is shown the text as it is.
    """

    def __init__(
        self,
        engine: DerivedEngine,
        vocabulary: Vocabulary,
        joiner: Joiner | None,
        space_dots: Callable[[str], str] | None,
    ) -> None:
        self._engine = engine
        self._vocabulary = vocabulary
        self._joiner = joiner
        self._space_dots = space_dots
        self._view: dict[int, int] = {}
        if space_dots is not None:
            shown = wide_view()[character_tables(common=True).folded[[*_WIDTHS]]]
            self._view = dict(zip(_WIDTHS, shown.tolist(), strict=True))

    def tokens(self, text: str) -> list[Token] | None:
        """Give the tokens of a text, or None if it is not plain, or has a user term or a word that was never met."""
        if not isinstance(text, str) or len(text) > LONGEST or not _PLAIN.fullmatch(text):
            return None
        found = self._engine.words_of(self._shown(text))
        if found is None or sum(found.lengths) != len(text):  # a word with a blank in it
            return None
        known, local = self._vocabulary.entries, found.local
        words = [known[slot] if slot >= 0 else local[-1 - slot] for slot in found.slots]
        ends = [*accumulate(found.lengths)]
        tokens = [_token(*placed) for placed in zip(words, chain((0,), ends), ends, strict=False)]
        return tokens if self._joiner is None else _joined(tokens, found, self._joiner)

    def _shown(self, text: str) -> str:
        if self._space_dots is None:
            return text
        view = text.translate(self._view)
        return self._space_dots(view) if "・" in view else view


def _joined(tokens: list[Token], found: Words, joiner: Joiner) -> list[Token]:
    joined: list[Token] = []
    done = 0
    for start, stop, word in joiner.runs(np.array(found.slots, np.int32), found.local, found.local_letters):
        parts = tuple(tokens[start:stop])
        joined += tokens[done:start]
        joined.append(_token(word, parts[0].start, parts[-1].end, parts))
        done = stop
    return joined + tokens[done:]


def _token(word: Entry, start: int, end: int, parts: tuple[Token, ...] = ()) -> Token:
    surface, base, lemma, pos1, pos2, reading, source, _ = word
    return Token(surface, base, lemma, pos1, pos2, reading, start, end, source, parts)
