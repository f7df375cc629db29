"""A token as the tokenizer gives it.

A named tuple and not a dataclass: it is made half a million times for a megabyte of text, and a frozen dataclass of ten
fields takes five times as long to make.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Source = Literal["system", "user", "unknown", "rule"]


class Token(NamedTuple):
    """One word of a text, with its place in the text that was given.

    Attributes:
        surface: the word as normalised (全角 and half-width kana folded); `text[start:end]` is the word as written.
        base: written base form (書字形基本形): 行っ -> 行う; or the lemma's spelling if the tokenizer was asked for
        that.
        lemma: UniDic's lemma (語彙素) without its foreign tail; the surface where UniDic has none, never empty.
        pos1: part of speech, first level (名詞).
        pos2: part of speech, second level (普通名詞); empty if there is none.
        reading: in katakana; empty where nothing is known.
        start: first character in the given text.
        end: one after the last character in the given text.
        source: whether the system dictionary, a user term, a rule of this package, or nothing knew the word.
        parts: the words that a compound or a user term is made of; empty for a word of one part.
    """

    surface: str
    base: str
    lemma: str
    pos1: str
    pos2: str
    reading: str
    start: int
    end: int
    source: Source
    parts: tuple[Token, ...] = ()
