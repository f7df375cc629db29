"""Joined numbers in one spelling: R5年度, 令和５年度 and 令和五年度 are all 令和5年度."""

from __future__ import annotations

import re
from typing import Final

_ERAS: Final = {"M": "明治", "T": "大正", "S": "昭和", "H": "平成", "R": "令和"}
_KANJI: Final = {sign: value for value, sign in enumerate("〇一二三四五六七八九")}
_TENS: Final = {"十": 10, "百": 100, "千": 1000}
_MYRIADS: Final = {"万": 10**4, "億": 10**8, "兆": 10**12}
_ERA_YEAR: Final = re.compile(
    r"(?P<era>[MTSHR]|明治|大正|昭和|平成|令和)(?P<year>元|\d+|[一二三四五六七八九十]+)(?=年|〜|$)"
)
_KANJI_NUMBER: Final = re.compile(
    "[〇一二三四五六七八九十百千]+(?=年|月|日|回|人|名|件|組|歳|か|ヶ|ヵ|カ|つ|期|度|時|分|%)"
)
_GROUPING: Final = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_MONTHS: Final = re.compile(r"(?<=\d)[ヶヵケカ](?=月|所|国|年)")


def canonical_number(surface: str) -> str:
    """Give a number with what belongs to it in the one spelling that it is counted under.

    >>> [canonical_number(text) for text in ("R5年度", "令和元年度", "1,431件", "3ヶ月", "二十三人")]
    ['令和5年度', '令和元年度', '1431件', '3か月', '23人']
    """
    text = _GROUPING.sub("", surface)
    text = _ERA_YEAR.sub(_era_year, text)
    text = _KANJI_NUMBER.sub(lambda match: str(kanji_value(match.group())), text)
    return _MONTHS.sub("か", text)


def kanji_value(numeral: str) -> int:
    """Give the value of a number in kanji (二十三, 二〇二三)."""
    if not any(sign in _TENS or sign in _MYRIADS for sign in numeral):
        return int("".join(str(_KANJI[sign]) for sign in numeral))
    total = section = digit = 0
    for sign in numeral:
        if sign in _KANJI:
            digit = _KANJI[sign]
        elif sign in _TENS:
            section += (digit or 1) * _TENS[sign]
            digit = 0
        else:
            total += (section + digit or 1) * _MYRIADS[sign]
            section = digit = 0
    return total + section + digit


def _era_year(match: re.Match[str]) -> str:
    era, year = match["era"], match["year"]
    number = 1 if year == "元" else int(year) if year.isdecimal() else kanji_value(year)
    return _ERAS.get(era, era) + ("元" if number == 1 else str(number))
