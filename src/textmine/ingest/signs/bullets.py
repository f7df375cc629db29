"""Which signs may be bullets: told by what Unicode says a sign is, so that no list of bullets has to be complete.

Symbols of other kinds (Unicode category So), the shapes among mathematical ones (▷ ⊙ ∎), punctuation that is called a
bullet (• ⁃ ‣) or ornament, and private-use signs (Wingdings, Symbol) are bullets. Units (℃), marks of law and post
(© 〒), operators (＋ ±), notes (※) and numbers (①, a kind of mark of their own) are none.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from textmine.ingest.signs.characters import fold

# Words in a Unicode name of a sign of punctuation or mathematics that has the shape of a bullet.
_SHAPES: Final = re.compile(
    r"\b(?:BULLET|CIRCLE|CIRCLED|SQUARE|SQUARED|DIAMOND|LOZENGE|TRIANGLE|STAR|ASTERISK|ASTERISM|FLORETTE|FLOWER"
    r"|POINTER|ARROWHEAD|ARROW|RIGHTWARDS|END OF PROOF|DOTTED CROSS|RING|SPOT)\b"
)
_SHAPED: Final = frozenset(["Sm", "Po"])
# Blocks whose other symbols are no bullets: © ® °, letter-like ℃ №, marks of CJK 〒 〓, enclosed words ㈱ ㊙.
_NO_BULLETS: Final = (
    (0x0000, 0x00FF),
    (0x2100, 0x218F),
    (0x2300, 0x2311),
    (0x2500, 0x257F),
    (0x2E80, 0x33FF),
    (0xFF00, 0xFFFB),  # a PDF whose font does not say what its bullet is gives U+FFFD
    (0x1F100, 0x1F2FF),
)
# What symbol fonts turn into when a program forgets the font: Wingdings' l n u v q Ø ü §, Courier New's o.
_SPACED: Final = re.compile(r"(?:[lnuvqo]|[ØüŸ§+>»])\s+(?=[^\x00-\u02ff])")
_ARROWS: Final = re.compile(r"[\u2190-\u21ff\u27f0-\u27ff\u2900-\u297f]")
_PRIVATE_FONTS: Final = (0xF000, 0xF0FF)
KANA: Final = "アイウエオカキクケコサシスセソタチツテト"  # as marks
CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳❶❷❸❹❺❻❼❽❾❿"
_PLAIN_MARKS: Final = "・-*+–—"
_NOTE: Final = "※"
_ORDINAL_MARK: Final = re.compile(r"\(?(?:\d{1,2}|[ア-ン])[).、]|\d{1,2}\s")
_LONGEST_MARK: Final = 12  # characters in which a mark stands, with what indents it
_MINUS: Final = frozenset("△▲▽▼")


@lru_cache(maxsize=4096)
def is_symbol(sign: str) -> bool:
    """Tell whether a folded character is of a kind that serves as a bullet."""
    code, category = ord(sign), unicodedata.category(sign)
    if category == "Co":
        return True
    if any(first <= code <= last for first, last in _NO_BULLETS):
        return False
    return category == "So" or (category in _SHAPED and _SHAPES.search(unicodedata.name(sign, "")) is not None)


def is_arrow(sign: str) -> bool:
    """Tell whether a sign is a plain arrow (→ ⇒), which more often joins two facts than it starts one."""
    return _ARROWS.fullmatch(sign) is not None


def is_bullet_sign(written: str) -> bool:
    """Tell whether a character as written serves as a bullet: a symbol, or a dot or dash, which Unicode calls none."""
    sign = fold(written).text
    return len(sign) == 1 and (sign in _PLAIN_MARKS or is_symbol(sign))


def opens_with_mark(written: str) -> bool:
    """Tell whether a line as written starts with a bullet, a number or a note's sign: for readers, who know no form."""
    text = fold(written[:_LONGEST_MARK].lstrip()).text
    return bool(text) and (
        text[0] in _PLAIN_MARKS + _NOTE + CIRCLED or bullet_length(text, 0) > 0 or _ORDINAL_MARK.match(text) is not None
    )


def bullet_length(text: str, place: int) -> int:
    """Give how many characters a symbol that is a bullet takes at a place of a folded text; 0 if none stands there.

    A sign twice in a row holds the place of a name (○○区, △△園); △ before a number is a minus sign; a private-use
    sign outside the symbol fonts may be a kanji of a name unless a space follows.
    """
    sign, after = text[place : place + 1], text[place + 1 : place + 2]
    if not sign:
        return 0
    if found := _SPACED.match(text, place):
        return found.end() - place
    if not is_symbol(sign) or holds_a_place(text, place) or (sign in _MINUS and after.isdecimal()):
        return 0
    is_private = unicodedata.category(sign) == "Co"
    if is_private and not _PRIVATE_FONTS[0] <= ord(sign) <= _PRIVATE_FONTS[1] and not after.isspace():
        return 0
    return 1


def holds_a_place(text: str, place: int) -> bool:
    """Tell whether a sign stands for a name or is the digit nought: ○○区, 〇歳."""
    sign, after = text[place], text[place + 1 : place + 2]
    if sign in "○◯〇" and (after in ("歳", "才", "○", "◯", "〇") and after):
        return True
    return after == sign and sign not in "・-*" and is_symbol(sign)
