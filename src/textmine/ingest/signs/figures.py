"""Figures as forms write them: a number with its unit, a name before it, a dash where one would stand."""

from __future__ import annotations

import re
from typing import Final

from textmine.ingest.signs.fiscal_years import fiscal_year_of

UNITS: Final = (
    r"%|人|名|組|件|回|日|か所|カ所|ヵ所|ヶ所|箇所|団体|部|世帯|家庭|冊|枚|点|時間|分|円|歳|校|園|館|施設|地区|区|"
    r"グループ|サークル|か月|月|台|種類|本|項目|通|票|人/日|人/年|組/日|ポイント"
)
_DIGITS: Final = r"([+\-△▲]?\d[\d,]*(?:\.\d+)?)"
_NUMBER: Final = re.compile(rf"(?:約|延べ|のべ|計|合計|年|月|週)?{_DIGITS}({UNITS})?")
_NAMED_NUMBER: Final = re.compile(rf"(\D{{1,30}}?)[::]?[(]?{_DIGITS}({UNITS})[)]?")  # そう思う61%
_NO_FIGURE: Final = re.compile(r"[-ー―–—−]+")  # stands where a figure would
_NUMERAL: Final = re.compile(r"[+\-△▲約]?\d")


def parse_figure(text: str) -> tuple[float | None, str]:
    """Give the number and the unit of a folded cell; None if it holds none, or more than one."""
    compact = "".join(text.split())
    match = _NUMBER.fullmatch(compact)
    if match:
        return _value(match[1]), match[2] or ""
    named = _NAMED_NUMBER.fullmatch(compact)
    return (_value(named[2]), named[3]) if named else (None, "")


def name_before_figure(text: str) -> str:
    """Give the name before the figure of a key without white space (そう思う of そう思う61%), or nothing."""
    named = _NAMED_NUMBER.fullmatch(text)
    return named[1] if named and not _NUMBER.fullmatch(text) else ""


def is_figure(text: str) -> bool:
    """Tell whether a word is a number with its unit, or a dash where one would stand; a year is none."""
    if _NO_FIGURE.fullmatch(text):
        return True
    return _NUMERAL.match(text) is not None and parse_figure(text)[0] is not None and fiscal_year_of(text) is None


def _value(digits: str) -> float:
    return float(digits.replace(",", "").replace("△", "-").replace("▲", "-"))
