"""A cell's value as Excel shows it: numbers, percentages and dates by the cell's format.

Only what forms hold is rendered: digits, thousands, per cent, literal text, Western and Japanese dates. A number in any
other format is written plainly.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

_LITERAL: Final = re.compile(r'"([^"]*)"|\\(.)')
_CARRIAGE_RETURN: Final = re.compile("_x000[dD]_")  # as some programs write the end of a line in a cell
_COLOUR: Final = re.compile(r"\[[^\]]*\]")
_DIGITS: Final = re.compile(r"[#0?][#0?,]*(?:\.([0#?]+))?")
_ERAS: Final = (
    (dt.date(2019, 5, 1), "令和", "R"),
    (dt.date(1989, 1, 8), "平成", "H"),
    (dt.date(1926, 12, 25), "昭和", "S"),
)
_WEEKDAYS: Final = "月火水木金土日"
_DATE_PARTS: Final = re.compile(
    r'"[^"]*"|\\.|g{1,3}|e{1,2}|y{2,4}|m{1,5}|d{1,4}|h{1,2}|s{1,2}|AM/PM|a{3,4}|.', re.IGNORECASE | re.DOTALL
)


def shown(value: object, number_format: str) -> str:
    """Give the text that Excel shows for a value."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (dt.datetime, dt.date)):
        return _date(value, number_format)
    if isinstance(value, dt.time):
        return f"{value.hour}:{value.minute:02}"
    if isinstance(value, (int, float)):
        return _number(value, number_format)
    return _CARRIAGE_RETURN.sub("", str(value))


def _number(value: float, number_format: str) -> str:
    plain = f"{value:.15g}" if isinstance(value, float) else str(value)
    section = _COLOUR.sub("", number_format.split(";", maxsplit=1)[0])
    literals = [first or second for first, second in _LITERAL.findall(section)]
    bare = _LITERAL.sub("\x00", section)
    digits = _DIGITS.search(bare)
    if digits is None or bare.strip().lower() == "general" or "/" in bare or "e+" in bare.lower():
        return plain
    decimals = len(digits[1] or "")
    percent = "%" in bare
    text = f"{value * 100 if percent else value:{',' if ',' in digits[0] else ''}.{decimals}f}"
    around = iter(literals)

    def fill(piece: str) -> str:
        kept = re.sub(r"_.|\*.", "", piece)
        return re.sub("\x00", lambda _: next(around, ""), kept)

    return (fill(bare[: digits.start()]) + text + fill(bare[digits.end() :])).strip()


def _date(value: dt.datetime | dt.date, number_format: str) -> str:
    section = _COLOUR.sub("", number_format.split(";", maxsplit=1)[0])
    if not re.search(r"[yemdg]", _LITERAL.sub("", section), re.IGNORECASE):
        return f"{value.year}/{value.month}/{value.day}"
    shown_parts: list[str] = []
    after_hour = False
    for part in _DATE_PARTS.findall(section):
        shown_parts.append(_date_part(value, part, after_hour=after_hour))
        if part[0] in "hH":
            after_hour = True
        elif part[0] in "sSdDyYeE":
            after_hour = False
    return "".join(shown_parts).strip()


def _date_part(value: dt.datetime | dt.date, part: str, *, after_hour: bool) -> str:
    day = value.date() if isinstance(value, dt.datetime) else value
    time = value.time() if isinstance(value, dt.datetime) else dt.time()
    kind = part.lower()
    era = next((era for era in _ERAS if day >= era[0]), (dt.date(1, 1, 1), "", ""))
    year = day.year - era[0].year + 1
    weekday = _WEEKDAYS[day.weekday()]
    meanings = {
        "g": era[2],
        "gg": era[1][:1],
        "ggg": era[1],
        "e": str(year),
        "ee": f"{year:02}",
        "yy": f"{day.year % 100:02}",
        "yyy": str(day.year),
        "yyyy": str(day.year),
        "aaa": weekday,
        "aaaa": f"{weekday}曜日",
        "ddd": weekday,
        "dddd": f"{weekday}曜日",
        "am/pm": "AM" if time < dt.time(12) else "PM",
        "@": "",
    }
    numbers = {"m": time.minute if after_hour else day.month, "d": day.day, "h": time.hour, "s": time.second}
    if kind in meanings:
        return meanings[kind]
    if kind[0] in numbers:
        return f"{numbers[kind[0]]:0{min(len(kind), 2)}}"
    return part.strip('"').removeprefix("\\")
