"""Ward, fiscal year, period and operator: from the document, then from the file's name, then from the register.

Where two of them disagree, the first is taken and a warning names both. A year that cannot be is said, not guessed.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final

from textmine.ingest.operators import find_operator, names_of, one_ga, plain_name
from textmine.ingest.signs.characters import fold
from textmine.ingest.signs.fiscal_years import find_fiscal_years, parse_year

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from textmine.ingest.labels.finding import LabelHit
    from textmine.ingest.layout import Layout, Source, Ward
    from textmine.ingest.lines.rows import Row
    from textmine.ingest.signs.fiscal_years import YearMention

_MONTH: Final = r"(?:(\d{1,2})月(?:\d{1,2}日)?)?"
_ERA: Final = r"(?:令和|平成|昭和|[RHSrh]|20)"
_YEAR: Final = r"\.?(?:元|\d{1,3}|[一二三四五六七八九十]{1,3}(?=年))"
_AFTER_YEAR: Final = rf"(?:\(\d{{4}}\))?(?:年度|年)?{_MONTH}"
_RANGE: Final = re.compile(rf"({_ERA}{_YEAR}){_AFTER_YEAR}[~\-–—―から・]{{1,3}}({_ERA}?{_YEAR}){_AFTER_YEAR}")
_NAME_YEAR: Final = re.compile(
    r"(?<![a-z])([rh])(\d{1,2}|元)(?!\d)|(?<!\d)(20[0-4]\d)(?!\d)|(令和|平成)(元|\d{1,2})", re.IGNORECASE
)
_KANA: Final = (
    "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわをん"
    "がぎぐげござじずぜぞだぢづでどばびぶべぼぱぴぷぺぽ"
)
_SPELLINGS: Final = (
    "a i u e o ka ki ku ke ko sa shi su se so ta chi tsu te to na ni nu ne no ha hi fu he ho ma mi mu me mo "
    "ya yu yo ra ri ru re ro wa o n ga gi gu ge go za ji zu ze zo da ji zu de do ba bi bu be bo pa pi pu pe po"
)
_ROMAJI: Final = dict(zip(_KANA, _SPELLINGS.split(), strict=True))

_LONG_NAME: Final = 3  # characters: 鶴見区 is known without its 区, 南区 is not


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a form is of."""

    ward: str | None = None
    fiscal_year: int | None = None
    period_start: int | None = None
    period_end: int | None = None
    operator: str | None = None
    warnings: tuple[str, ...] = ()


def detect_metadata(  # noqa: PLR0913, PLR0917 - each of them is asked
    name: str,
    rows: Sequence[Row],
    hits: Sequence[LabelHit],
    rests: Mapping[int, Row],
    layout: Layout,
    wards: Sequence[Ward],
    source: Source | None,
) -> Metadata:
    """Find what the form is of; `rows` are those outside statements first of all."""
    warnings: list[str] = []
    heads = _heads(rows, hits, layout)
    stem = fold(PurePath(name).stem).text
    ward = _settle(
        "区",
        (
            ("資料", _ward_in(heads, wards) or _ward_in(rows, wards)),
            ("ファイル名", _ward_of_name(stem, wards)),
            ("sources.csv", source.ward if source else None),
        ),
        warnings,
    )
    operator = find_operator(rows, hits, rests, layout, wards) or (source.operator if source else None)
    if layout.period:
        start, end = _period(heads, stem, source, warnings)
        return Metadata(ward, end, start, end, operator, tuple(warnings))
    year = _settle(
        "年度",
        (
            ("資料", _year_in_document(rows, heads, hits, warnings)),
            ("ファイル名", _year_of_name(stem)),
            ("sources.csv", source.fiscal_year if source else None),
        ),
        warnings,
    )
    return Metadata(ward, year, None, None, operator, tuple(warnings))


def _settle(what: str, found: Sequence[tuple[str, object]], warnings: list[str]) -> Any:  # noqa: ANN401 - of what it is given
    """Take the first that is known; warn where a later one differs."""
    known = [(place, value) for place, value in found if value is not None and value != ""]
    if not known:
        return None
    place, value = known[0]
    for other, differing in known[1:]:
        if differing != value:
            warnings.append(
                f"{what}が食い違います: {place}では{value}、{other}では{differing}。{place}の{value}を使いました"
            )
    return value


def _heads(rows: Sequence[Row], hits: Sequence[LabelHit], layout: Layout) -> list[Row]:
    """Give the rows that speak of the form as a whole: titles, and what stands under 実施期間 or 実施者."""
    titles = [re.compile(pattern) for pattern in (*layout.titles, *layout.metadata)]
    ruled = {
        place
        for hit in hits
        if hit.label.kind == "field" and layout.fields[hit.label.index].section in ("period", "operator")
        for place in range(hit.first, min(hit.last + 3, len(rows)))
    }
    return [
        row
        for place, row in enumerate(rows)
        if place in ruled or row.role == "title" or any(title.search(row.key) for title in titles)
    ]


def _ward_pattern(wards: Sequence[Ward]) -> re.Pattern[str]:
    return re.compile(rf"(?:(?<=[市県])|(?<![一-鿿]))({names_of(wards)})")


def _ward_in(rows: Iterable[Row], wards: Sequence[Ward]) -> str | None:
    pattern = _ward_pattern(wards)
    counts: Counter[str] = Counter()
    for row in rows:  # 「令和5年度 港北区」 and 「港 北 区」
        spaced, joined = (Counter(found[1] for found in pattern.finditer(one_ga(text))) for text in (row.text, row.key))
        counts += spaced | joined
    return _official(counts, wards)


def _official(counts: Counter[str], wards: Sequence[Ward]) -> str | None:
    if not counts:
        return None
    best = max(counts.values())
    names = [ward.name for ward in wards if counts[plain_name(ward.name)] == best]
    return names[0] if len(names) == 1 else None


def _ward_of_name(stem: str, wards: Sequence[Ward]) -> str | None:
    written = [
        ward.name
        for ward in wards
        if len(ward.name) >= _LONG_NAME and plain_name(ward.name).removesuffix("区") in one_ga(stem)
    ]
    if len(written) == 1:
        return written[0]
    if found := _ward_pattern(wards).search(one_ga(stem)):
        return next(ward.name for ward in wards if plain_name(ward.name) == found[1])
    words = set(re.split(r"[^a-z]+", stem.lower()))
    spelt = [ward.name for ward in wards if words & _romaji_of(ward.reading)]
    return spelt[0] if len(spelt) == 1 else None


def _romaji_of(reading: str) -> set[str]:
    """Give the ways a place's reading is spelt in file names: konan, kounan, hodogaya, hodogaya-ku."""
    stem = reading.removesuffix("く")
    letters = "".join(_ROMAJI.get(kana, "") for kana in stem)
    letters = re.sub(r"(sh|ch|j)iy?([auo])", r"\1\2", letters)
    short = re.sub(r"(o)[uo]|(u)u", r"\1\2", letters)
    return {letters, short, letters + "ku", short + "ku", short.replace("shi", "si").replace("tsu", "tu")}


def _year_in_document(
    rows: Sequence[Row], heads: Sequence[Row], hits: Sequence[LabelHit], warnings: list[str]
) -> int | None:
    titled: list[int] = []
    for row in heads:
        mention = _own_year(row)
        if mention and mention.year is None:
            warnings.append(f"あり得ない年度が書かれています: {mention.written}。年度は決めませんでした")
            return None
        if mention and mention.year:
            titled.append(mention.year)
    goal_years = [hit.label.year for hit in hits if hit.label.year]
    period = next((start for row in heads if (start := _range_of(row.key)) and start[1] is not None), None)
    counts = Counter(titled)
    if counts:
        return counts.most_common(1)[0][0]
    if period:
        return period[0]
    return min(goal_years) if goal_years else _first_year(rows, hits)


def _own_year(row: Row) -> YearMention | None:
    """Give the first year of a line; not the next year's in 「…結果・令和６年度…」, whose own year another line has."""
    mention = next(iter(find_fiscal_years(row.key)), None)
    return None if mention is None or row.key[: mention.start].endswith("・") else mention


def _first_year(rows: Sequence[Row], hits: Sequence[LabelHit]) -> int | None:
    """Give the fiscal year that is named first before the first label: of a title that no pattern knows."""
    end = min((hit.first for hit in hits if hit.label.kind == "field"), default=0)
    return next((mention.year for row in rows[:end] if (mention := _own_year(row)) and mention.year), None)


def _range_of(key: str) -> tuple[int, int] | None:
    """Give the fiscal years of a span of time: 令和元年度~令和5年度, 平成31年4月1日~令和6年3月31日."""
    for found in _RANGE.finditer(key):
        first, second = found[1], found[3]
        if not re.match(r"[^\d.元]", second) and not second.startswith("20"):
            second = re.sub(r"[\d元]+$", "", first) + second
        start, end = parse_year(first), parse_year(second)
        if start is None or end is None:
            continue
        start -= bool(found[2] and int(found[2]) < 4)  # noqa: PLR2004 - a fiscal year starts in April
        end -= bool(found[4] and int(found[4]) < 4)  # noqa: PLR2004
        if start <= end:
            return start, end
    return None


def _year_of_name(stem: str) -> int | None:
    years = _years_of_name(stem)
    return years[0] if years else None


def _years_of_name(stem: str) -> list[int]:
    years = []
    for found in _NAME_YEAR.finditer(stem.replace("_", "-")):
        year = parse_year(found[0]) if not found[1] else parse_year(found[1].upper() + found[2])
        if year:
            years.append(year)
    return years


def _period(
    heads: Sequence[Row], stem: str, source: Source | None, warnings: list[str]
) -> tuple[int | None, int | None]:
    written = next((span for row in heads if (span := _range_of(row.key)) and span[1] > span[0]), None)
    named = sorted(_years_of_name(re.sub(r"(?i)([rh]\d{1,2})(?=[rh]\d)", r"\1-", stem)))
    registered = (source.period_start, source.period_end) if source and source.period_start else None
    found = _settle(
        "対象期間",
        (
            ("資料", written),
            ("ファイル名", (named[0], named[-1]) if len(named) > 1 else None),
            ("sources.csv", registered),
        ),
        warnings,
    )
    if found:
        start, end = found
        return start, end
    return None, named[-1] if named else (source.fiscal_year if source else None)
