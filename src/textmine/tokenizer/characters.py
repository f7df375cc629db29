"""What becomes of each character before MeCab sees it: arrays indexed by code point, made once per process.

Method: Unicode normalisation form NFKC (UAX #15), without what harms Japanese text: characters whose NFKC holds a digit
stay apart (① ½ ㎡: else "①5か年" reads 15か年), so do … ‥ ℃ and the spacing marks that NFKC turns into a blank with an
accent; waves are one sign 〜 (ranges: 0〜3歳); radicals that NFKC leaves are folded too (see `radicals`).

MeCab's view of the text then has letters and signs full-width, for UniDic knows ＳＮＳ, ＮＰＯ, ＬＩＮＥ and nearly
no word in half-width letters; digits stay half-width, for UniDic reads full-width ones digit by digit (１０ as テン).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from textmine.tokenizer.radicals import EQUIVALENT

if TYPE_CHECKING:
    from numpy.typing import NDArray

SIZE: Final = 0x2FA20  # after the last code point that any table changes (CJK Compatibility Ideographs Supplement)
WIDE: Final = 0xFEE0  # from ! to ！
WAVE: Final = "〜"  # U+301C

CHANGES_LENGTH: Final = 1  # expands, or combines with what stands before it
DROPPED: Final = 2
KATAKANA: Final = 4
DASH: Final = 8
ZERO_SIGN: Final = 16  # 〇, a digit or a bullet
WORD: Final = 64  # kana, kanji, letter, digit: a word may go on after it
OTHER: Final = 128  # in a block that the common tables leave out
MARK: Final = 32  # a dropped character that belongs to the one before it: a variation selector, a joiner

_COMMON_BLOCKS: Final = (  # where Japanese text has what NFKC changes
    (0xA0, 0x0180),
    (0x2000, 0x2500),
    (0x2E80, 0x3400),
    (0xF900, 0xFB00),
    (0xFF00, 0xFFF0),
)
_OTHER_BLOCKS: Final = (
    (0x0180, 0x1100),
    (0x1D2C, 0x2000),
    (0x2A00, 0x2E80),
    (0xA69C, 0xA800),
    (0xAB5C, 0xAB6A),
    (0xFB00, 0xFF00),
    (0x10781, 0x107BB),
    (0x1D15E, 0x1D1C1),
    (0x1D400, 0x1D800),
    (0x1EE00, 0x1EF00),
    (0x1F100, 0x1F270),
    (0x1FBF0, 0x1FBFA),
    (0x2F800, SIZE),
)
_DIGIT: Final = re.compile("[0-9]")
_KEPT: Final = "…‥℃℉"
_WAVES: Final = "~～∼∾"
_DASHES: Final = "‐‑–−－-"  # not — and ―: these stand between thoughts
_BREAKS: Final = "\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029"
_VOICED: Final = "\uff9e\uff9f\u309b\u309c"  # half-width and spacing marks: compose with the kana before
_DROPPED_RANGES: Final = (
    (0x00, 0x09),
    (0x0E, 0x1C),
    (0x7F, 0x85),
    (0x86, 0xA0),
    (0xAD, 0xAE),
    (0x180E, 0x180F),
    (0x200B, 0x2010),
    (0x202A, 0x202F),
    (0x2060, 0x2070),
    (0xFE00, 0xFE10),
    (0xFEFF, 0xFF00),
)
_SUPPLEMENTARY_DROPPED: Final = ((0xE0001, 0xE0080), (0xE0100, 0xE01F0))  # tags, variation selectors
_MARK_RANGES: Final = ((0x200C, 0x200E), (0xFE00, 0xFE10), *_SUPPLEMENTARY_DROPPED)
_WORD_RANGES: Final = (
    (0x30, 0x3A),
    (0x41, 0x5B),
    (0x61, 0x7B),
    (0x2E80, 0x2FD6),
    (0x3005, 0x3006),
    (0x3041, 0x3097),
    (0x30A1, 0x30FB),
    (0x30FC, 0x3100),
    (0x3400, 0xA000),
    (0xF900, 0xFB00),
    (0xFF10, 0xFF1A),
    (0xFF21, 0xFF3B),
    (0xFF41, 0xFF5B),
    (0xFF66, 0xFFA0),
    (0x20000, SIZE),
)
_SURROGATES: Final = range(0xD800, 0xE000)
HANGUL_RANGES: Final = ((0x1100, 0x1200), (0x3131, 0x318F), (0xFFA0, 0xFFDD))
COMBINING_RANGES: Final = (
    (0x0300, 0x0370),
    (0x0483, 0x0488),
    (0x0591, 0x05BE),
    (0x1AB0, 0x1B00),
    (0x1DC0, 0x1E00),
    (0x20D0, 0x2100),
    (0x302A, 0x3030),
    (0x3099, 0x309D),
    (0xFE20, 0xFE30),
    (0xFF9E, 0xFFA0),
)


class CharacterTables(NamedTuple):
    """What becomes of each code point below `SIZE`; those above stay as they are."""

    folded: NDArray[np.uint32]  # (SIZE,) the normalised code point
    kind: NDArray[np.uint8]  # (SIZE,) bits, see above


@lru_cache(maxsize=2)
def character_tables(*, common: bool = False) -> CharacterTables:
    """Make the tables: of all blocks, or of those that Japanese text has, with the bit `OTHER` on all else."""
    folded = np.arange(SIZE, dtype=np.uint32)
    kind = np.zeros(SIZE, np.uint8)
    for block in _COMMON_BLOCKS if common else _COMMON_BLOCKS + _OTHER_BLOCKS:
        _fold_compatibility(folded, kind, block)
    for start, stop in (*COMBINING_RANGES, *HANGUL_RANGES):  # marks join what stands before, Hangul letters each other
        kind[start:stop] = CHANGES_LENGTH
    for radical, ideograph in EQUIVALENT.items():
        folded[ord(radical)] = ord(ideograph)
    folded[[ord(sign) for sign in _WAVES]] = ord(WAVE)
    folded[[ord(sign) for sign in _BREAKS]] = 0x0A
    folded[0x0D] = 0x20
    folded[_SURROGATES.start : _SURROGATES.stop] = 0xFFFD  # half of a pair: no character
    kind[[ord(sign) for sign in _VOICED]] = CHANGES_LENGTH
    kind[0x30A1:0x30FB] |= KATAKANA
    kind[0x30FC:0x3100] |= KATAKANA
    kind[[ord(sign) for sign in _DASHES]] |= DASH
    kind[0x3007] |= ZERO_SIGN
    for start, stop in _WORD_RANGES:
        kind[start:stop] |= WORD
    for start, stop in _DROPPED_RANGES:
        kind[start:stop] = DROPPED
    for start, stop in _MARK_RANGES:
        kind[start:stop] |= MARK
    if common:
        for start, stop in _OTHER_BLOCKS:
            kind[start:stop] |= OTHER
    return CharacterTables(folded, kind)


@lru_cache(maxsize=1)
def wide_view() -> NDArray[np.uint32]:
    """Give the table that makes MeCab's view of normalised text: ASCII letters and signs full-width, digits not."""
    view = np.arange(SIZE, dtype=np.uint32)
    view[0x21:0x7F] += WIDE
    view[0x30:0x3A] -= WIDE
    return view


@lru_cache(maxsize=1)
def safe_view() -> NDArray[np.uint32]:
    """Give the table for text that is not to be normalised: only what would stop MeCab becomes a blank."""
    view = np.arange(SIZE, dtype=np.uint32)
    view[:3] = 0x20  # NUL ends MeCab's text; 1 and 2 are marks of ours in its output
    view[_SURROGATES.start : _SURROGATES.stop] = 0xFFFD
    return view


def look_up(table: NDArray[np.uint32], codes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Give the table's value for each code point, itself where the table ends."""
    if not codes.size or codes.max() < SIZE:
        return table[codes]
    result = codes.copy()
    inside = codes < SIZE
    result[inside] = table[codes[inside]]
    return result


def tables_for(codes: NDArray[np.uint32]) -> tuple[CharacterTables, NDArray[np.uint8]]:
    """Give the tables that these code points need, and their bits."""
    tables = character_tables(common=True)
    kinds = kinds_of(codes, tables)
    if kinds.size and int(np.bitwise_or.reduce(kinds)) & OTHER:
        tables = character_tables()
        kinds = kinds_of(codes, tables)
    return tables, kinds


def kinds_of(codes: NDArray[np.uint32], tables: CharacterTables) -> NDArray[np.uint8]:
    """Give each code point's bits."""
    kind = tables.kind
    if not codes.size or codes.max() < SIZE:
        return kind[codes]
    result = kind[np.minimum(codes, SIZE - 1)]
    for start, stop in _SUPPLEMENTARY_DROPPED:
        result[(codes >= start) & (codes < stop)] = DROPPED | MARK
    return result


@lru_cache(maxsize=4096)
def fold_cluster(cluster: str) -> str:
    """Give the normal form of a character with the marks that follow it, or of one that expands."""
    composed = cluster.translate(_COMPOSING)
    if _is_kept(composed[0]):
        head, marks = composed[0], composed[1:]
    else:
        head, marks = unicodedata.normalize("NFKC", composed), ""
    return "".join(_fold_after(character) for character in head + marks)


# a voiced mark composes like the combining one
_COMPOSING: Final = str.maketrans({"\uff9e": "\u3099", "\u309b": "\u3099", "\uff9f": "\u309a", "\u309c": "\u309a"})
_SPACING: Final = {"\u3099": "゛", "\u309a": "゜"}  # a voiced mark that found no kana
_AFTER: Final = EQUIVALENT | dict.fromkeys(_WAVES, WAVE) | _SPACING


def _fold_after(character: str) -> str:
    return _AFTER.get(character, character)


def _fold_compatibility(folded: NDArray[np.uint32], kind: NDArray[np.uint8], block: tuple[int, int]) -> None:
    characters = list(map(chr, range(*block)))
    forms = unicodedata.normalize("NFKC", "\n".join(characters)).split("\n")
    changed = [pair for pair in zip(characters, forms, strict=True) if pair[0] != pair[1]]
    for character, form in changed:
        if len(form) == 1 and not form.isdecimal():  # most of them: nothing to ask
            folded[ord(character)] = ord(form)
        elif not _is_harmed(character, form):
            if len(form) == 1:
                folded[ord(character)] = ord(form)
            else:
                kind[ord(character)] = CHANGES_LENGTH


def _is_kept(character: str) -> bool:
    form = unicodedata.normalize("NFKC", character)
    return form != character and _is_harmed(character, form)


def _is_harmed(character: str, form: str) -> bool:
    """Tell whether NFKC would glue or break words here (①5 -> 15, … -> ..., ´ -> blank and accent)."""
    if character in _KEPT:
        return True
    if _DIGIT.search(form):
        return unicodedata.category(character) != "Nd"
    return len(form) > 1 and form[0] == " "
