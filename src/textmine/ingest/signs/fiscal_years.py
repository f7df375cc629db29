"""Fiscal years from text: Japanese eras, 元年, abbreviations and Western years, to Western years.

An era's year that never was (令和99年度, 平成40年度) is no year: it is reported, not guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

# First Western year and last fiscal year of each era. 平成31年度 and 令和元年度 are both 2019. 令和 is open-ended: its
# bound is a guard against slips, for no form speaks of years more than a generation away.
_ERAS: Final = {
    "令和": (2019, 2048),
    "平成": (1989, 2019),
    "昭和": (1926, 1988),
}
_DIGITS: Final = "〇一二三四五六七八九"
_LETTERS: Final = {"R": "令和", "H": "平成", "S": "昭和", "r": "令和", "h": "平成"}
_WESTERN: Final = range(1990, 2049)

_KANJI_NUMBER: Final = "[一二三四五六七八九十]{1,3}"
_ERA_YEAR: Final = (
    rf"(?:(?:令和|平成|昭和)(?:{_KANJI_NUMBER}(?=年)|\d{{1,3}}|元)|(?<![A-Za-z])[RHSrh]\.?(?:元|\d{{1,3}}))"
)
_ONE: Final = rf"(?:{_ERA_YEAR}|(?<!\d)\d{{4}})(?:年度?|度)?"
YEAR: Final = rf"(?:{_ONE}(?:[(/・\[]?{_ONE}[)\]]?)?(?:年度|度|年)?)"
RELATIVE: Final = r"(?:今|当該?|本|前|次|翌|来)年度"
STATED: Final = rf"(?:{RELATIVE}(?:[(]{YEAR}[)])?|{YEAR}(?:[(]{RELATIVE}[)])?)"  # 次年度(令和6年度) says both

_SINGLE: Final = re.compile(
    rf"(令和|平成|昭和|(?<![A-Za-z])[RHSrh])\.?(元|\d{{1,3}}|{_KANJI_NUMBER}(?=年))|(?<!\d)(\d{{4}})(?!\d)"
)
_WITH_DO: Final = re.compile(
    rf"(?:{_ERA_YEAR}|(?<!\d)\d{{4}})年?(?:度)?(?:[(/・\[](?:{_ERA_YEAR}|\d{{4}})年?(?:度)?[)\]]?)?(?:年度|(?<=年)度|(?<=度))"
)

_MONTH: Final = re.compile(rf"({_ERA_YEAR}|(?<!\d)\d{{4}})年(\d{{1,2}})月")
_APRIL: Final = 4


@dataclass(frozen=True, slots=True)
class YearMention:
    """A year as written, and what it is in Western years: None if no such year can be."""

    written: str
    year: int | None
    start: int
    end: int


def western_year(era: str, number: str) -> int | None:
    """Give the Western year of an era's year; None if the era had no such year."""
    first, last = _ERAS[_LETTERS.get(era, era)]
    count = 1 if number == "元" else int(number) if number.isdecimal() else _count_of(number)
    year = first + count - 1
    return year if count >= 1 and (number == "元" or year <= last) else None


def _count_of(kanji: str) -> int:
    """Give the number that kanji write, up to 99; 0 if they write none."""
    tens, ten, ones = kanji.rpartition("十")
    if any(len(part) > 1 for part in (tens, ones)):
        return 0
    return (10 * (_DIGITS.find(tens) if tens else 1) if ten else 0) + (_DIGITS.find(ones) if ones else 0)


def parse_year(text: str) -> int | None:
    """Give the Western year that a folded text names, if it names exactly one that can be."""
    years = {_year_of(found) for found in _SINGLE.finditer(text)}
    return years.pop() if len(years) == 1 else None


def find_fiscal_years(text: str) -> list[YearMention]:
    """Find every 年度 of a folded text, in order."""
    mentions = []
    for found in _WITH_DO.finditer(text):
        written = found[0]
        mentions.append(YearMention(written, parse_year(written), found.start(), found.end()))
    return mentions


def fiscal_year_of(text: str) -> int | None:
    """Give the fiscal year that a row or column of a table is of: a 年度, or a month, whose year begins in April."""
    compact = "".join(text.split())
    mentions = find_fiscal_years(compact)
    if mentions:
        return mentions[0].year
    month = _MONTH.search(compact)
    if month is None:
        return None
    year = parse_year(month[1])
    return None if year is None else year - (int(month[2]) < _APRIL)


def _year_of(found: re.Match[str]) -> int | None:
    if found[3]:
        return int(found[3]) if int(found[3]) in _WESTERN else None
    return western_year(found[1], found[2])
