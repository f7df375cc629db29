"""Numbers, years and sources in words, the same everywhere in the report. Nothing is computed, only written out."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_ERAS: Final = (("令和", 2019), ("平成", 1989), ("昭和", 1926))


def year_name(year: int) -> str:
    """Give a fiscal year in the era that its first April lies in, but for 令和元年度, as the forms write it."""
    name, first = next(era for era in _ERAS if year >= era[1])
    number = year - first + 1
    return f"{name}{'元' if number == 1 else number}年度"


def period_name(start: int, end: int) -> str:
    """Give a period of fiscal years."""
    return f"{year_name(start)}〜{year_name(end)}"


def percent(share: float) -> str:
    """Give a share as per cent with one decimal; a dash where there is none."""
    return "—" if math.isnan(share) else f"{100 * share:.1f}%"


def interval(low: float, high: float) -> str:
    """Give a 95 % interval of a share in per cent; a dash where there is none."""
    return "—" if math.isnan(low) or math.isnan(high) else f"{100 * low:.1f}〜{100 * high:.1f}%"


def difference(value: float) -> str:
    """Give a difference of shares in points, with its sign."""
    return "—" if math.isnan(value) else f"{100 * value:+.1f}".replace("-", "−")


def decimal(value: float, digits: int = 2) -> str:
    """Give a number with so many decimals; a dash where there is none."""
    return "—" if math.isnan(value) else f"{value:.{digits}f}"


def estimate(value: float, low: float, high: float, digits: int = 2) -> str:
    """Give a number with its limits in parentheses."""
    return f"{decimal(value, digits)} ({decimal(low, digits)}〜{decimal(high, digits)})"


def fraction(part: int, whole: int) -> str:
    """Give a numerator over its denominator."""
    return f"{part}/{whole}"


def listed(names: Iterable[str]) -> str:
    """Join names as running text does."""
    return "、".join(names)


def one_line(text: str) -> str:
    """Give prose of a study file without its line breaks."""
    return "".join(line.strip() for line in text.splitlines())
