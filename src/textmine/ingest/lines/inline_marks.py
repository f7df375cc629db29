"""Where bullets start within a line that holds several: a sign once more, the next kana, the next number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from textmine.ingest.lines.wrapping import NAMED
from textmine.ingest.signs.bullets import CIRCLED, KANA

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textmine.ingest.lines.items import Mark

_KANA_AFTER_SENTENCE: Final = re.compile(rf"(?<=[。?!])\s+(?=([{KANA}])(?:[).、:]|\s)\s*\S)")
_SHORTEST_PART: Final = 6  # characters between two bullets of a line that no space parts
_MOST_NUMBERS: Final = 40  # of bullets in one line


def repeats(text: str, sign: str, *, leads: bool) -> Iterable[int]:
    """Find where a sign that marks bullets starts another one within a line.

    After a space or the end of a sentence it does; without one only where the line starts with the sign, and a text
    of some length stands on both sides.
    """
    pattern = re.compile(rf"{re.escape(sign)}\s*(?!{NAMED})(?:\S|$)")
    last = len(text) - len(text.lstrip())
    for found in pattern.finditer(text, last + 1):
        place = found.start()
        parted = re.search(r"[\s。.)」』!?]$", text[:place]) is not None
        long = min(place - last, len(text) - place) > _SHORTEST_PART
        if parted or (leads and long):
            yield place
            last = place


def kana_in_order(text: str) -> Iterable[int]:
    """Find where イ, ウ … stand as marks after the sentences of a line that starts with ア."""
    number = next(KANA.index(sign) for sign in text if sign in KANA)
    for found in _KANA_AFTER_SENTENCE.finditer(text):
        if KANA.index(found[1]) == number + 1:
            yield found.end()
            number += 1


def numbers_in_order(text: str, last: Mark) -> list[int]:
    """Find where 2, 3 … stand as marks after a first number, each after a space or the end of a sentence.

    A number that nothing closes is a mark after a sentence, or where the first one is bare too: 「1) …を 2 か所に」.
    """
    first = re.match(r"\s*\(?(\d{1,2}|[①-⑳])(?:[.、)]\s*|(?=\s|[^\W\d]))", text)
    if first:
        number = int(first[1]) if first[1].isdecimal() else CIRCLED.index(first[1]) + 1
    elif last.number is not None:
        number = last.number
    else:
        return []
    places: list[int] = []
    place = first.end() if first else 0
    bare = r"(?<=[\s。)」])" if last.is_bare else r"(?<=[。)」])\s*"
    while number < _MOST_NUMBERS:
        number += 1
        circled = CIRCLED[number - 1] if number <= 20 else "\0"  # noqa: PLR2004 - circled numbers end at 20
        found = re.compile(
            rf"(?<=[\s。)」])(?:{number}[.、)]|\({number}\)|{circled})\s*(?=[^\s\d]|$)|{bare}{number}\s+(?=[^\s\d])"
        ).search(text, place)
        if not found:
            break
        places.append(found.start())
        place = found.end()
    return places
