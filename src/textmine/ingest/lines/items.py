"""Items: what may become a statement. Rows to bullets, with the bullet's mark told from the text that it marks.

A row goes on with the item before it unless it starts with a mark, or a new sentence starts after the end of another
in a text without bullets. 「・」 between two nouns is no mark, also when a wrap puts it first in its line.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import pairwise, takewhile
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from textmine.ingest.lines.inline_marks import kana_in_order, numbers_in_order, repeats
from textmine.ingest.lines.marks_apart import find_marks_apart, lines_of_marks, mark_alone
from textmine.ingest.lines.wrapping import (
    ENDED,
    NAMED,
    NO_SYMBOLS,
    first_lines,
    goes_on,
    is_no_mark,
    is_sentence_end,
    quotations_go_on,
    starts_lines,
)
from textmine.ingest.signs.bullets import CIRCLED, KANA, bullet_length, holds_a_place, is_arrow, opens_with_mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from textmine.documents import CellRef, Span
    from textmine.ingest.layout import Layout
    from textmine.ingest.lines.rows import Row

_NUMBER: Final = re.compile(r"(?:\((\d{1,2})\)|(\d{1,2})[)])\s*|(\d{1,2})[.、:](?!\d)\s*")
_BARE_NUMBER: Final = re.compile(r"([1-9]\d?)\s+(?=[^\s\d(]|\d{1,4}[^\W\d_])")  # also 「１　０歳児の…」
_AFTER_CIRCLED: Final = re.compile(r"(?:[.、:)])?\s*")
_SPACE: Final = re.compile(r"\s*")
_KANA_MARK: Final = re.compile(rf"[(]?([{KANA}])(?:[).、:]\s*|\s+)(?=\S)")
_ASCII_MARKS: Final = "-*"
_INLINE_SYMBOL: Final = re.compile(rf"(?<=[。)」]) *(?=[^\w\s。)」]\s*(?!{NAMED})(?:\S|$))")
_INLINE_ASCII: Final = re.compile(r"(?<=[。)」]\s)\s*(?=[-*]\s?[^\s\d!-~])")
_INLINE_DOT: Final = re.compile(r"(?<=[。\s])(?=・\s*[^\s・])")
_LONGEST_HEADING: Final = 20  # characters without white space
_DOT_UNDER_HEADING: Final = re.compile(r"(?<=\s)(?=・[^\s・][^・。]{7,}。)")  # 「1　外へ出る試み ・毎月…を開いた。」
_HEADING_IN_LINE: Final = re.compile(
    r"(?:^|(?<=。))\s*([【〔〈《<≪][^。【】〔〕〈〉《》<>≪≫]{1,40}[】〕〉》>≫])\s+(?=\S)"
)
_NESTED_DOT: Final = re.compile(r"(?<=。)\s*(?=・\s*(?:[^\s・]|$))")  # after a sentence, also where no line starts so
_NEXT_PARAGRAPH: Final = re.compile(r"(?<=。)\s+(?=\d{0,4}[^\W\d]|[「『])")


@dataclass(frozen=True, slots=True)
class Mark:
    """What a bullet looks like."""

    kind: str  # the sign itself, "1" for numbers, "ア" for kana, "list" for a list item without a sign, "" for none
    number: int | None = None
    depth: int = 0  # of a list item, 1 outermost
    is_bare: bool = False  # a number that nothing closes


NO_MARK: Final = Mark("")


@dataclass(slots=True)
class Item:
    """A bullet, a sentence without one, or a sub-heading: rows that go on with each other."""

    mark: Mark
    rows: list[Row]
    places: list[int]  # of the rows among all rows of the document
    gap: int  # what stands before it: 0 nothing, 1 an empty line or a new block, 2 a label, 3 a page break
    mark_spans: list[Span] = field(default_factory=list)
    is_subheading: bool = False
    is_empty: bool = False  # 「特になし」

    @property
    def text(self) -> str:
        """Give its folded text without line breaks."""
        return "".join(row.text.strip() if index else row.text.lstrip() for index, row in enumerate(self.rows)).strip()

    @property
    def key(self) -> str:
        """Give its folded text without white space."""
        return "".join(row.key for row in self.rows)

    @property
    def cell(self) -> CellRef | None:
        """Give the cell that it starts in."""
        return self.rows[0].cell

    @property
    def sheet(self) -> int:
        """Give the sheet that it starts on."""
        return self.rows[0].sheet

    @property
    def signature(self) -> str:
        """Give `mark|text`, which cues are searched in; the mark is ・ for any sign."""
        kind = self.mark.kind
        return f"{kind if kind in ('', '1', 'ア') else '・'}|{self.text}"

    @property
    def spans(self) -> tuple[Span, ...]:
        """Give the characters that it stands for, a span for each row."""
        return tuple(row.span for row in self.rows)

    @property
    def is_ended(self) -> bool:
        """Tell whether it ends as a sentence does."""
        return ENDED.search(self.rows[-1].text.rstrip()) is not None

    def extend(self, entry: FlowRow) -> None:
        """Let it go on with a row; of a mark that stood alone the row is the first."""
        if len(self.rows) == 1 and not self.rows[0].key:
            self.rows = []
        self.rows.append(entry.row)
        self.places.append(entry.place)


@dataclass(frozen=True, slots=True)
class FlowRow:
    """A row in a flow: what stands before it, and its place among all rows."""

    row: Row
    place: int
    gap: int
    is_indented: bool = False  # deeper than its neighbours, as the first line of a paragraph is


@dataclass(frozen=True, slots=True)
class FlowMarks:
    """What marks the items of a flow, and whether they end as sentences do."""

    kinds: Counter[str]
    end_sentences: bool
    first: str  # the kind of mark that the flow starts with
    sentence_a_line: bool = False  # sentences start new lines: one that fills its line is not gone on with
    quotations_go_on: bool = False  # a line that begins with 「 goes on with the bullet before it

    def leads_with(self, kind: str) -> bool:
        """Tell whether a kind of mark, and no other, is what starts the items."""
        return self.first == kind and len(self.kinds) == 1


class ItemParser:
    """Cuts flows of rows into items by a layout's marks."""

    def __init__(self, layout: Layout) -> None:
        self._bullets = frozenset(layout.bullets)
        self._notes = frozenset(layout.notes)
        self._subheadings = [re.compile(pattern) for pattern in layout.subheadings]
        self._empty = frozenset("".join(text.split()) for text in layout.empty)

    def parse(self, flow: Sequence[FlowRow], edges: Mapping[object, float] = MappingProxyType({})) -> list[Item]:
        """Cut a flow into items; `edges` says where text starts, so that first lines of paragraphs are known."""
        return self._parse(flow, edges, 0)

    def _parse(self, flow: Sequence[FlowRow], edges: Mapping[object, float], last_mark: int) -> list[Item]:
        run = find_marks_apart([entry.row for entry in flow], last_mark)
        if run is None:
            return self._parse_lines(flow, edges)
        start, end = run
        alone, after = flow[start:end], flow[end:]
        found = mark_alone(alone[-1].row)
        n_lines = len(alone) if lines_of_marks([entry.row for entry in after], len(alone)) else 0
        texts = [item for entry in after[:n_lines] for item in self._parse_lines([entry], edges)]
        texts += self._parse(after[n_lines:], edges, found[1] if found else 0)
        return self._parse_lines(flow[:start], edges) + _marked(alone, texts)

    def _parse_lines(self, flow: Sequence[FlowRow], edges: Mapping[object, float]) -> list[Item]:
        marks = self._marks_of(flow)
        items: list[Item] = []
        indented = first_lines(flow, edges)
        for number, entry in enumerate(flow):
            previous = flow[number - 1].row if number else None
            heads = number + 1 < len(flow) and self._heads(entry.row, flow[number + 1].row)
            for part, row in enumerate(
                self._split_inline(entry.row, marks.kinds, items[-1].mark if items else NO_MARK)
            ):
                gap, opens = (0, False) if part else (entry.gap, number in indented)
                self._take(items, FlowRow(row, entry.place, gap, opens), None if part else previous, marks, heads=heads)
        for item in items:
            item.is_empty = self._says_empty(item.key)
        return items

    def starts_item(self, row: Row) -> bool:
        """Tell whether a row starts with a mark."""
        return self._mark_of(row)[0].kind != ""

    def is_note(self, row: Row) -> bool:
        """Tell whether a row is a note on the item before it."""
        return row.text.lstrip()[:1] in self._notes

    def is_subheading(self, row: Row) -> bool:
        """Tell whether a row is a heading within a field by its brackets."""
        return any(pattern.fullmatch(row.key) for pattern in self._subheadings)

    def unmarked(self, row: Row) -> Row:
        """Give a row without its mark."""
        return row.part(self._mark_of(row)[1])

    def _marks_of(self, flow: Sequence[FlowRow]) -> FlowMarks:
        kinds = Counter(self._mark_of(entry.row)[0].kind for entry in flow)
        del kinds[""]
        lasts = [one.row for one, two in pairwise(flow) if self.starts_item(two.row)] + [
            entry.row for entry in flow[-1:]
        ]
        first = self._mark_of(flow[0].row)[0].kind if flow else ""
        rows = [entry.row for entry in flow]
        marked = [self.starts_item(row) or self.is_subheading(row) or self.is_note(row) for row in rows]
        ended = any(is_sentence_end(row.text) for row in lasts)
        return FlowMarks(kinds, ended, first, starts_lines(rows), quotations_go_on(rows, marked))

    def _heads(self, row: Row, following: Row) -> bool:
        """Tell whether a row looks like a heading that no layout knows: short, no sentence, right over a bullet."""
        short = len(row.key) <= _LONGEST_HEADING and not is_sentence_end(row.text)
        return short and not self.starts_item(row) and self.starts_item(following)

    def _take(self, items: list[Item], entry: FlowRow, previous: Row | None, marks: FlowMarks, *, heads: bool) -> None:
        row = entry.row
        mark, length = self._mark_of(row)
        if items and previous is not None and is_no_mark(mark, items, previous, row, marks):
            mark, length = NO_MARK, 0
        if items and self.is_note(row) and not items[-1].is_subheading:
            items[-1].extend(entry)
            return
        if mark.kind:
            rest = row.part(length)
            if not rest.key:  # a mark alone in its row: what it marks comes next
                rest = row.part(0, 0)
            spans = [row.source(0, length)]
            items.append(Item(mark, [rest] if rest.key else [], [entry.place], entry.gap, spans))
            if not rest.key:
                items[-1].rows.append(row.part(0, 0))
            return
        if self.is_subheading(row):
            items.append(Item(NO_MARK, [row], [entry.place], entry.gap, is_subheading=True))
            return
        if self._says_empty(row.key) or (items and self._says_empty(items[-1].key)):
            items.append(Item(NO_MARK, [row], [entry.place], entry.gap))
            return
        after_end = bool(items) and items[-1].is_ended and items[-1].mark.kind != ""
        if items and not (heads and after_end) and goes_on(items, entry, previous, marks):
            items[-1].extend(entry)
            return
        items.append(Item(NO_MARK, [row], [entry.place], entry.gap))

    def _says_empty(self, key: str) -> bool:
        """Tell whether a text says that its field is empty: 「特になし」."""
        return key.rstrip("。.") in self._empty

    def _mark_of(self, row: Row) -> tuple[Mark, int]:
        """Give a row's mark and the folded characters that it takes."""
        text = row.text
        place = len(text) - len(text.lstrip())
        depth = row.list_level or 0
        found: Mark | None = None
        while True:
            sign = self._sign_at(text, place)
            if sign is None:
                break
            mark, length = sign
            found = mark if found is None or found.kind in _ASCII_MARKS + "1" else found
            place += length
            if mark.kind in ("1", "ア"):
                break
        if found is not None:
            return replace(found, depth=depth), place
        if row.role == "list_item" and row.list_level:
            return Mark("list", None, depth), place
        return NO_MARK, 0

    def _sign_at(self, text: str, place: int) -> tuple[Mark, int] | None:  # noqa: PLR0911 - one for each kind of mark
        sign = text[place : place + 1]
        if not sign:
            return None
        if sign in self._notes or holds_a_place(text, place):
            return None
        length = bullet_length(text, place)
        if sign in self._bullets or length:
            after = text[place + 1 : place + 2]
            if sign in _ASCII_MARKS and not (after.isspace() or _is_wide(after)):
                return None
            stop = _SPACE.match(text, place + max(1, length))
            return Mark(sign), (stop.end() if stop else place + 1) - place
        if sign in CIRCLED:
            stop = _AFTER_CIRCLED.match(text, place + 1)
            return Mark("1", CIRCLED.index(sign) % 20 + 1), (stop.end() if stop else place + 1) - place
        if found := _NUMBER.match(text, place):
            number = next(int(group) for group in found.groups() if group)
            return Mark("1", number), found.end() - place
        if found := _KANA_MARK.match(text, place):
            return Mark("ア", KANA.index(found[1]) + 1), found.end() - place
        found = _BARE_NUMBER.match(text, place)
        if found and not text[:place].strip():  # 「○10 代の妊婦」: after a bullet it counts something
            return Mark("1", int(found[1]), is_bare=True), found.end() - place
        return None

    def _split_inline(self, row: Row, kinds: Counter[str], last: Mark) -> Iterable[Row]:
        """Part a row that holds several bullets."""
        mark, _ = self._mark_of(row)
        cuts = set(self._bullets_after_sentences(row.text))
        cuts |= {found.end() for found in _INLINE_ASCII.finditer(row.text)}
        cuts |= {found.end() for found in _NESTED_DOT.finditer(row.text)}
        if not kinds:
            cuts |= {found.end() for found in _NEXT_PARAGRAPH.finditer(row.text)}
        if "・" in kinds:
            cuts |= {found.end() for found in _INLINE_DOT.finditer(row.text)}
        if "1" in kinds:
            cuts |= set(numbers_in_order(row.text, mark if mark.number else last))
        own = mark.kind
        if own == "1":
            cuts |= {found.end() for found in _DOT_UNDER_HEADING.finditer(row.text)}
        if own == "ア":
            cuts |= set(kana_in_order(row.text))
        cuts |= set(self._headings_over_bullets(row.text))
        here = {row.text[place] for place in cuts}  # nested bullets may stand within lines alone
        for sign in (kinds.keys() | here) - NO_SYMBOLS - set("・" + _ASCII_MARKS + CIRCLED):
            cuts |= {place for place in repeats(row.text, sign, leads=sign == own) if self._sign_at(row.text, place)}
        first = len(row.text) - len(row.text.lstrip())
        places = [0, *sorted(place for place in cuts if place > first), len(row.text)]
        parts = [row.part(start, end) for start, end in pairwise(places)]
        return [part for part in parts if part.key] if len(parts) > 1 else [row]

    def _headings_over_bullets(self, text: str) -> Iterable[int]:
        """Find where a sub-heading between the bullets of one line starts and ends: 「…した。 ＜学校と＞ ・…」."""
        for found in _HEADING_IN_LINE.finditer(text):
            key = "".join(found[1].split())
            if opens_with_mark(text[found.end() :]) and any(one.fullmatch(key) for one in self._subheadings):
                yield from (found.start(1), found.end())

    def _bullets_after_sentences(self, text: str) -> Iterable[int]:
        """Find where a sentence ends in a line and a symbol starts the next bullet; an arrow goes on with a fact."""
        for found in _INLINE_SYMBOL.finditer(text):
            place = found.end()
            if bullet_length(text, place) and not is_arrow(text[place]) and text[place] not in self._notes:
                yield place


def _marked(alone: Sequence[FlowRow], texts: list[Item]) -> list[Item]:
    """Give texts the marks that stand before all of them, in their order; marks without any text are items."""
    marks = [Mark(*found) for entry in alone if (found := mark_alone(entry.row))]
    given = list(takewhile(lambda item: not (item.mark.kind or item.is_subheading), texts))[: len(marks)]
    if not given:
        rests = zip(marks, alone, strict=True)
        return [Item(mark, [one.row.part(0, 0)], [one.place], one.gap, [one.row.span]) for mark, one in rests] + texts
    for number, (mark, entry) in enumerate(zip(marks, alone, strict=True)):
        text = given[min(number, len(given) - 1)]
        text.mark = mark if number < len(given) else text.mark
        text.mark_spans.append(entry.row.span)
    given[0].gap = alone[0].gap
    given[0].places[:0] = [entry.place for entry in alone]
    return texts


def _is_wide(sign: str) -> bool:
    return bool(sign) and unicodedata.east_asian_width(sign) in "WF"
