"""A view of a text for matching: spellings of a character folded into one, each with its place in the text as written.

The base is NFKC (Unicode Standard Annex 15). Three things are added to it, and one is taken away:
- radicals that PDFs have for kanji and NFKC leaves (⻘葉区), dots, slashes and bullets of symbol fonts: tables below;
- kana with a spacing voice mark (か゛) or a half-width one (ｶﾞ) are composed like those with a combining one;
- marks without width (variation selectors, zero-width spaces, soft hyphens) vanish;
- NFKC's spaces under accents that stand alone (´ becomes a space with an accent) are not made.
The text itself never changes.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from textmine.documents import Span
from textmine.tokenizer.radicals import EQUIVALENT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SAME: Final[Mapping[str, str]] = {
    **EQUIVALENT,
    "\u2ef3": "亀",  # NFKC gives 龟, which is not written in Japan
    # middle dots: Chromium's PDFs have U+2027 for ・
    "\u00b7": "・",
    "\u2027": "・",
    "\u2219": "・",
    "\u22c5": "・",
    "\u2e31": "・",
    # slashes
    "\u2044": "/",
    "\u2215": "/",
    "\u29f8": "/",
    # wave dashes: ～ and 〜 are one sign in two tables of Microsoft and JIS; NFKC makes ~ of the first alone
    "\u301c": "~",
    "\u223c": "~",
    "\u223e": "~",
    "\u02dc": "~",
    "\u3030": "~",
    # dashes that fonts' tables mix up
    "\u2010": "-",
    "\u2011": "-",
    "\u2012": "-",
    "\u2212": "-",
    "\ufe63": "-",
    # bullets of the symbol fonts Wingdings and Symbol, as Word and PDF have them
    "\uf06c": "●",
    "\uf06d": "○",
    "\uf06e": "■",
    "\uf06f": "□",
    "\uf071": "□",
    "\uf074": "◆",
    "\uf075": "◆",
    "\uf076": "◆",
    "\uf09f": "・",
    "\uf0a1": "○",
    "\uf0a7": "■",
    "\uf0a8": "□",
    "\uf0b7": "・",
    "\uf0d8": "➢",
    "\uf0e8": "➔",
    "\uf0fc": "✓",
}
_STABLE: Final = "\t\n\\x20-\\x7e\u3001-\u3003\u3005-\u301b\u3041-\u3096\u30a1-\u30fe\u4e00-\u9fff"
_VOICE: Final = "\u3099\u309a\u309b\u309c\uff9e\uff9f"
_NO_WIDTH: Final = "\u00ad\u180b-\u180f\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef"
_MARK: Final = f"\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f{_VOICE}{_NO_WIDTH}"
# Marks in a cluster are bounded: their canonical order takes time that grows with the square of their number.
_PART: Final = re.compile(rf"([{_STABLE}]+(?![{_MARK}]))|.[{_MARK}]{{0,30}}", re.DOTALL)
_NO_WIDTH_SIGNS: Final = re.compile(f"[{_NO_WIDTH}]")
_SPACING_VOICE: Final = {"\u309b": "\u3099", "\u309c": "\u309a", "\uff9e": "\u3099", "\uff9f": "\u309a"}
_ALONE_VOICE: Final = {"\u3099": "\u309b", "\u309a": "\u309c"}


@dataclass(frozen=True, slots=True)
class Folded:
    """The view: character `i` stands for characters [starts[i], ends[i]) of the text as written.

    Both rise with `i`. What vanished belongs to the character before it; at the very start, to nothing.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    counts: Mapping[str, int]  # "⻘→青" -> how often

    def source(self, start: int, end: int) -> Span:
        """Give the characters of the text as written that [start, end) of the view stands for."""
        if start >= end:
            place = self.starts[start] if start < len(self.starts) else (self.ends[-1] if self.ends else 0)
            return Span(place, place)
        return Span(self.starts[start], self.ends[end - 1])


def fold(text: str) -> Folded:
    """Fold the text; takes time in proportion to its length."""
    parts: list[str] = []
    starts, ends = array("L"), array("L")
    counts: Counter[str] = Counter()
    for part in _PART.finditer(text):
        start, end = part.span()
        if part[1] is not None:
            parts.append(part[1])
            starts.extend(range(start, end))
            ends.extend(range(start + 1, end + 1))
            continue
        written = part[0]
        folded = _fold_cluster(written)
        if folded != written:
            counts[f"{_shown(written)}→{folded}"] += 1
        if not folded:
            if ends:
                ends[-1] = end
            continue
        parts.append(folded)
        starts.extend([start] * len(folded))
        ends.extend([end] * len(folded))
    return Folded("".join(parts), starts, ends, dict(counts))


@cache
def _fold_character(character: str) -> str:
    """Fold one character that has no marks."""
    if character in _SAME:
        return _SAME[character]
    if character in _SPACING_VOICE:
        return _ALONE_VOICE[_SPACING_VOICE[character]]
    if character in _ALONE_VOICE:
        return _ALONE_VOICE[character]
    normal = unicodedata.normalize("NFKC", character)
    if normal.startswith(" ") and len(normal) > 1:  # ´ ¨ ¯ and their like
        return character
    return "".join(_SAME.get(sign, sign) for sign in normal)


@lru_cache(maxsize=4096)
def _fold_cluster(cluster: str) -> str:
    if len(cluster) == 1:
        return "" if _NO_WIDTH_SIGNS.match(cluster) else _fold_character(cluster)
    visible = _NO_WIDTH_SIGNS.sub("", cluster)
    if not visible:
        return ""
    base = _fold_character(visible[0])
    marks = "".join(_SPACING_VOICE.get(mark, mark) for mark in visible[1:])
    composed = unicodedata.normalize("NFC", base + marks)
    return "".join(_ALONE_VOICE.get(sign, sign) for sign in composed)


def _shown(written: str) -> str:
    """Write what cannot be seen as its code point: U+200B."""
    return _NO_WIDTH_SIGNS.sub(lambda sign: f"U+{ord(sign[0]):04X}", written)
