"""Labels: templates of a layout to patterns, matched on folded text without white space."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from textmine.ingest.signs.bullets import CIRCLED
from textmine.ingest.signs.characters import fold
from textmine.ingest.signs.fiscal_years import RELATIVE, STATED, parse_year

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from textmine.ingest.layout import Field, Layout

LONGEST: Final = 60  # characters of a label with what adorns it
_SIGN: Final = r"[\W_〇ー]"  # what adorns a label is any sign that is no letter: a font may not even say which one
_NUMERAL: Final = r"\d{1,2}|[①-⑳❶-❿]|[一二三四五六七八九十]|[IVX]{1,4}"
_ORDINAL: Final = rf"(?:(?:第|その|No\.?)?[(\[]?(?:{_NUMERAL}|[ア-コ])[)\]]?[.、,:)]?)"
_ADORNED: Final = rf"{_SIGN}{{0,3}}{_ORDINAL}?{_SIGN}{{0,3}}"
_NUMBER: Final = rf"(?:第|その|No\.?)?[【(\[<〈]?(?P<number>{_NUMERAL})[】)\]>〉]?(?:つ目)?"
# 1-(2), 1.2 and 1②, the second goal of the first part: 「１-(2)　令和４年度重点目標」; ①② are two bullets
_NESTED: Final = re.compile(
    rf"{_SIGN}{{0,3}}(?:\d{{1,2}}|[一二三四五六七八九十]|[IVX]{{1,4}})[)\]]?(?:[-‐–―ー.]|(?=[(\[①-⑳❶-❿]))"
    rf"[(\[]?(?P<number>{_NUMERAL})[)\]]?(?![\d年]){_SIGN}{{0,3}}"
)
# The number of a field before its label: 「２ 取組内容」; 「20歳…」 and 「2年…」 count something
_NUMBERED: Final = re.compile(rf"{_SIGN}{{0,2}}{_ORDINAL}(?![\d年歳回件人]){_SIGN}{{0,2}}")
_KANJI: Final = {character: number for number, character in enumerate("一二三四五六七八九十", 1)}
_ROMAN: Final = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}
_LONGEST_COMPOSED: Final = 24
_JOINT: Final = re.compile(r"[・/、]|と|及び|および|並びに")
_PLACE: Final = re.compile(r"\{(年度|番号|何)(\?)?\}")


@dataclass(frozen=True, slots=True)
class Label:
    """What a text that is a label says."""

    kind: str  # field, part, business or rating
    index: int  # into the layout's tuple of that kind
    year: int | None = None  # Western, where the label names one
    relative_year: str = ""  # 今年度, 次年度 …, where it says so
    number: int | None = None  # of a goal or a business
    length: int = 0  # characters that matched; of two labels the longer one tells more


@dataclass(frozen=True, slots=True)
class _Pattern:
    kind: str
    index: int
    body: str
    whole: re.Pattern[str]
    start: re.Pattern[str]
    open: bool  # begins with anything: the line before would do


def field_of(label: Label | None, layout: Layout) -> Field | None:
    """Give the field that a label opens; None for no label, and for one of a part, a business or a rating."""
    return layout.fields[label.index] if label is not None and label.kind == "field" else None


def opens_goal(label: Label | None, layout: Layout) -> bool:
    """Tell whether a label is of a field of goals."""
    field = field_of(label, layout)
    return field is not None and field.section == "goal"


class LabelBook:
    """The labels of one layout, ready for matching."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self._patterns = [
            _compile(kind, index, template, layout.spellings)
            for kind, index, templates in _templates(layout)
            for template in templates
        ]
        self._closed = [pattern for pattern in self._patterns if not pattern.open]
        self._open = [pattern for pattern in self._patterns if pattern.open]
        bodies = "|".join(re.sub(r"\(\?P<\w+>", "(?:", pattern.body) for pattern in self._closed) or r"(?!)"
        self._may_be_label = re.compile(rf"{_ADORNED}(?:{bodies}){_SIGN}{{0,3}}")  # no named group, and quick to say no
        self._may_start = re.compile(rf"{_SIGN}{{0,2}}(?:{bodies})")
        self.match = lru_cache(maxsize=20_000)(self._match)
        self.compose = lru_cache(maxsize=20_000)(self._compose)
        self._composed = _composed(layout)
        self._heads = [re.compile(_either(field.heads, layout.spellings)) for field in layout.fields]
        self._shared = [frozenset(field.splits_into) for field in layout.fields]
        self.match_lines = lru_cache(maxsize=20_000)(self._match_lines)
        heads = {template.split("(")[0] for field in layout.fields for template in field.labels if "(" in template}
        heads = {head for head in heads if head and "{" not in head}
        self._before_bracket = re.compile(rf"{_ADORNED}(?:{_either(sorted(heads), layout.spellings) or '(?!)'})")

    def match_start(self, key: str) -> tuple[Label, int] | None:
        """Find the longest label that the key starts with; give it and how many characters it takes."""
        if found := self._longest_start(key):
            return found
        nested = _NESTED.match(key)
        within = self._longest_start(key[nested.end() : nested.end() + LONGEST]) if nested else None
        return (_numbered(within[0], nested), nested.end() + within[1]) if nested and within else None

    def match_numbered_start(self, key: str) -> tuple[Label, int] | None:
        """Find the longest label that the key starts with after a number: 「２ 取組内容 ・…」."""
        numbered = _NUMBERED.match(key)
        within = self._longest_start(key[numbered.end() : numbered.end() + LONGEST]) if numbered else None
        return (within[0], numbered.end() + within[1]) if numbered and within else None

    def may_open_bracket(self, key: str) -> bool:
        """Tell whether a text is what some label has before a bracket: 評価の理由, of 評価の理由(法人)."""
        return len(key) <= LONGEST and self._before_bracket.fullmatch(key) is not None

    def _longest_start(self, key: str) -> tuple[Label, int] | None:
        best: tuple[Label, int] | None = None
        if self._may_start.match(key, 0, min(len(key), LONGEST)) is None:
            return None
        for pattern in self._closed:
            found = pattern.start.match(key, 0, min(len(key), LONGEST))
            if found and found.end() > (best[1] if best else 0):
                best = _label(pattern.kind, pattern.index, found), found.end()
        return best

    def _match(self, key: str) -> Label | None:
        """Tell which label the whole key is, if any; the first of the layout's where several match."""
        if not key or len(key) > LONGEST:
            return None
        return self._match_lines(key) or self._match_open(key)

    def _match_open(self, key: str) -> Label | None:
        """Match labels that may begin with anything, unless it is a label: 「目指す拠点の姿 自己評価(A~D)」 is two."""
        found = _first_match(self._open, key)
        lead = self.match_start(key) if found else None
        return None if lead and lead[1] < len(key) and lead[0].kind == "field" else found

    def _match_lines(self, key: str) -> Label | None:
        """Tell which label several lines are together; one that may begin with anything needs no line before it."""
        if not key or len(key) > LONGEST:
            return None
        if found := self._match_closed(key):
            return found
        nested = _NESTED.match(key)
        within = self._match_closed(key[nested.end() :]) if nested else None
        return _numbered(within, nested) if nested and within else self._match_joined(key)

    def _match_closed(self, key: str) -> Label | None:
        return _first_match(self._closed, key) if self._may_be_label.fullmatch(key) else None

    def _match_joined(self, key: str) -> Label | None:
        """Match two labels of one field that are joined: 「課題・今後に向けて」."""
        for joint in _JOINT.finditer(key, 1) if len(key) <= _LONGEST_COMPOSED else ():
            one, two = self._match_closed(key[: joint.start()]), self._match_closed(key[joint.end() :])
            if one and two and one.kind == two.kind == "field" and one.index == two.index:
                return replace(one, length=len(key))
        return None

    def _compose(self, key: str) -> Label | None:
        """Tell which field's label a text that no template knows is: it is wholly made of the form's label words."""
        if self._composed is None or len(key) > _LONGEST_COMPOSED:
            return None
        found = self._composed.fullmatch(key)
        if found is None or self._is_several(key):
            return None
        held = [index for index, heads in enumerate(self._heads) if heads.pattern and heads.search(found["words"])]
        if not held:
            return None
        sections = {self.layout.fields[index].section for index in held}
        shared = [index for index, parts in enumerate(self._shared) if parts and sections >= parts]
        return _label("field", (shared or held)[-1], found)

    def _is_several(self, key: str) -> bool:
        """Tell whether a text is one label right after another: the heads of columns in one line."""
        first = self.match_start(key)
        return first is not None and self.match_start(key[first[1] :]) is not None


def _first_match(patterns: Iterable[_Pattern], key: str) -> Label | None:
    for pattern in patterns:
        if found := pattern.whole.fullmatch(key):
            return _label(pattern.kind, pattern.index, found)
    return None


@lru_cache(maxsize=32)
def label_book(layout: Layout) -> LabelBook:
    """Give a layout's labels; they are made once for each layout."""
    return LabelBook(layout)


def compile_template(template: str, spellings: Sequence[Sequence[str]] = ()) -> str:
    """Make a regular expression of a template, in which a word stands for all its spellings."""
    template = fold(template).text
    parts: list[str] = []
    place = 0
    for found in _PLACE.finditer(template):
        parts.append(_literal(template[place : found.start()], spellings))
        inner = {"年度": rf"(?P<year>{STATED})の?", "番号": _NUMBER, "何": r".{1,20}?"}[found[1]]
        parts.append(f"(?:{inner})?" if found[2] else f"(?:{inner})")
        place = found.end()
    parts.append(_literal(template[place:], spellings))
    return "".join(parts)


def _literal(text: str, spellings: Sequence[Sequence[str]]) -> str:
    """Make a pattern of a template's text without white space."""
    of_word, words = _spelled(tuple(map(tuple, spellings)))
    parts = words.split("".join(text.split()))
    return "".join(of_word.get(part, _escape(part)) for part in parts)


@lru_cache(maxsize=32)
def _spelled(spellings: tuple[tuple[str, ...], ...]) -> tuple[Mapping[str, str], re.Pattern[str]]:
    """Give for each word that has several spellings a pattern of them all, and one that finds these words."""
    groups = [[fold(word).text for word in group] for group in spellings]
    of_word = {word: f"(?:{'|'.join(map(_escape, group))})" for group in groups for word in group}
    words = "|".join(map(re.escape, sorted(of_word, key=len, reverse=True))) or r"(?!)"
    return of_word, re.compile(f"({words})")


def _escape(text: str) -> str:
    """Make a pattern of a text, whose brackets may be of another shape: 評価の理由(法人) is 評価の理由【法人】."""
    return re.escape(text).replace(r"\(", r"[(【\[〔〈<]").replace(r"\)", r"[)】\]〕〉>]")


def parse_number(text: str) -> int:
    """Give the number that a folded numeral means."""
    if text.isdecimal():
        return int(text)
    if text in CIRCLED:
        return CIRCLED.index(text) % 20 + 1
    return _KANJI.get(text) or _ROMAN.get(text) or 0


def _templates(layout: Layout) -> list[tuple[str, int, tuple[str, ...]]]:
    return [
        *(("part", index, part.labels) for index, part in enumerate(layout.parts)),
        *(("business", index, business.labels) for index, business in enumerate(layout.businesses)),
        *(("rating", index, rating.headings) for index, rating in enumerate(layout.ratings)),
        *(("field", index, field.labels) for index, field in enumerate(layout.fields)),
    ]


def _composed(layout: Layout) -> re.Pattern[str] | None:
    """Make the pattern of a text that is wholly made of a layout's label words."""
    if not layout.label_words:
        return None
    words = _either((*layout.label_words, *(head for field in layout.fields for head in field.heads)), layout.spellings)
    opening, closing = r"[【\[〈《<≪〔(「■□◆◇]{0,2}", r"[】\]〉》>≫〕)」:]{0,2}"
    year = rf"(?:(?P<year>{STATED})の?)?"
    return re.compile(rf"{opening}{_ORDINAL}?{year}(?!{_JOINT.pattern})(?P<words>(?:{words})+){closing}")


def _either(words: Sequence[str], spellings: Sequence[Sequence[str]]) -> str:
    return "|".join(compile_template(word, spellings) for word in sorted(words, key=len, reverse=True))


def _compile(kind: str, index: int, template: str, spellings: Sequence[Sequence[str]]) -> _Pattern:
    body = compile_template(template, spellings)
    return _Pattern(
        kind,
        index,
        body,
        re.compile(rf"{_ADORNED}{body}{_SIGN}{{0,3}}"),
        re.compile(rf"{_SIGN}{{0,2}}{body}[】\]〕〉>》)」:]{{0,2}}"),
        template.startswith("{何}"),
    )


def _numbered(label: Label, nested: re.Match[str]) -> Label:
    """Give a label the number that stands before it within its part's, if it has none of its own."""
    return label if label.number else replace(label, number=parse_number(nested["number"]))


def _label(kind: str, index: int, found: re.Match[str]) -> Label:
    groups = found.groupdict()
    written = groups.get("year") or ""
    relative = re.search(RELATIVE, written)
    number = groups.get("number")
    return Label(
        kind,
        index,
        year=None if relative or not written else parse_year(written),
        relative_year=relative[0] if relative else "",
        number=parse_number(number) if number else None,
        length=found.end() - found.start(),
    )
