"""Heads of columns side by side that no rule parts, in one storey or two: № | 目標 | 取組 | 成果 | 課題.

A head may be broken over lines (令和5年度 / 重点目標), and one head may stand over several: 令和5年度の振り返り over
取組, 成果 and 課題. Every word of such lines is a head; a line that is one label alone is a heading, and no head.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from textmine.ingest.labels.book import field_of
from textmine.ingest.layout import STATEMENT_SECTIONS
from textmine.ingest.lines.heights import left, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from textmine.ingest.labels.book import LabelBook
    from textmine.ingest.lines.rows import Row

_FEWEST_LABELS: Final = 2  # of statements, in one line and in all
_MOST_LEVELS: Final = 3  # of heads over, and under, the line that holds most of them
_MOST_COLUMNS: Final = 12
_LONGEST: Final = 16  # characters of a line of a head
_LONGEST_LINE: Final = 60  # characters of a line of heads
_NEAR: Final = 1.6  # heights of a line: white between two lines of heads
_OF_STATEMENTS: Final = {*STATEMENT_SECTIONS, "mixed"}
Stack = tuple["Row", ...]  # the lines of one head, from the top


@dataclass(frozen=True, slots=True)
class SideHeads:
    """The heads of a table's columns, from the left, and those over several columns with the first and the last."""

    columns: tuple[Stack, ...]
    over: tuple[tuple[Stack, int, int], ...]
    first: int  # of the levels that they fill
    last: int

    @property
    def two_storeys(self) -> frozenset[int]:
        """Give the columns that stand under another head."""
        return frozenset(column for _, first, last in self.over for column in range(first, last + 1))


def find_side_heads(levels: Sequence[Sequence[Row]], book: LabelBook) -> list[SideHeads]:
    """Find the heads of columns among lines, each given as what stands side by side in it."""
    words = [_words(level, book) for level in levels]
    found: list[SideHeads] = []
    for seed, level in enumerate(words):
        if found and seed <= found[-1].last:
            continue
        if sum(_section(word.key, book) is not None for word in level) < _FEWEST_LABELS:
            continue
        after = found[-1].last + 1 if found else 0
        zones = ((first, last) for first, last in _zones(words, seed) if first >= after)
        made = (_heads(words, first, last, book) for first, last in zones)
        found += [heads for heads in [next((one for one in made if one), None)] if heads]
    return found


def _words(level: Sequence[Row], book: LabelBook) -> list[Row]:
    """Part a line at its white space; what is a label as a whole is one: 「目 標」."""
    parted = [[row] if len(row.key) > _LONGEST_LINE or _is_head(row.key, book) else words_of(row) for row in level]
    return [word for words in parted for word in words]


def _zones(words: Sequence[Sequence[Row]], seed: int) -> Iterator[tuple[int, int]]:
    """Give the runs of near lines around one that may be heads, the longest first."""
    first = last = seed
    while seed - first < _MOST_LEVELS and first and _are_near(words[first - 1], words[first]):
        first -= 1
    while last - seed < _MOST_LEVELS and last + 1 < len(words) and _are_near(words[last], words[last + 1]):
        last += 1
    runs = [(one, two) for one in range(first, seed + 1) for two in range(seed, last + 1)]
    yield from sorted(runs, key=lambda run: run[0] - run[1])


def _are_near(upper: Sequence[Row], lower: Sequence[Row]) -> bool:
    one, two = upper[0].box, lower[0].box
    if one is None or two is None or one.page != two.page:
        return False
    short = len(upper) + len(lower) <= 2 * _MOST_COLUMNS and all(
        len(word.key) <= _LONGEST and not word.key.endswith("。") for word in (*upper, *lower)
    )
    return short and two.top - one.bottom <= _NEAR * min(one.bottom - one.top, two.bottom - two.top)


def _heads(words: Sequence[Sequence[Row]], first: int, last: int, book: LabelBook) -> SideHeads | None:
    """Give the heads that the words of some lines make; None where they make none."""
    stacks = _stacks([word for level in words[first : last + 1] for word in level], book)
    level_of = {id(word): number for number in range(first, last + 1) for word in words[number]}
    lowest = _lowest(stacks, level_of)
    upper = [stack for stack in stacks if level_of[id(stack[-1])] < lowest[0] and _is_over(stack, lowest[1])]
    columns = sorted((stack for stack in stacks if stack not in upper), key=_left)
    said = columns if len(upper) > 1 else stacks  # 令和5年度の計画 beside 令和5年度の振り返り need be no label
    if not all(_is_head(_key(stack), book) for stack in said):
        return None
    overlap = any(_right(one) > _left(two) for one, two in pairwise(columns))
    if overlap or len(columns) > _MOST_COLUMNS or not _are_of_rows([_section(_key(stack), book) for stack in columns]):
        return None
    over = tuple(_spans(upper, lowest[1], columns))
    if len(over) == 1 and over[0][2] - over[0][1] + 1 == len(columns):
        return None  # a heading over the table
    return SideHeads(tuple(columns), over, first, last)


def _are_of_rows(sections: Sequence[str | None]) -> bool:
    """Tell whether heads are of a table of rows: of several fields; of two columns, the goal's comes first.

    Columns of one goal each, with fields at their left, are another kind of table (`white_columns`).
    """
    several = len({section for section in sections if section}) >= _FEWEST_LABELS
    return several and (len(sections) > _FEWEST_LABELS or sections[0] == "goal")


def _stacks(words: Sequence[Row], book: LabelBook) -> list[Stack]:
    """Join the lines of heads that are broken; a label over a label is no part of it."""
    stacks: list[Stack] = []
    for word in words:
        above = [
            stack
            for stack in stacks
            if _is_aligned(stack, word) and not (_is_head(_key(stack), book) and _is_head(word.key, book))
        ]
        if len(above) == 1:
            stacks[stacks.index(above[0])] = (*above[0], word)
        else:
            stacks.append((word,))
    return stacks


def _is_aligned(stack: Stack, word: Row) -> bool:
    """Tell whether a word stands under others at their left edge or their middle, not between two columns."""
    below = (word,)
    reach = stack[-1].box.bottom - stack[-1].box.top if stack[-1].box else 0.0
    middles = _left(stack) + _right(stack) - _left(below) - _right(below)
    return abs(_left(stack) - _left(below)) <= reach or abs(middles) <= 2 * reach


def _lowest(stacks: Sequence[Stack], level_of: Mapping[int, int]) -> tuple[int, list[Stack]]:
    """Give the lowest line in which several heads end, and these from the left."""
    ends = [level_of[id(stack[-1])] for stack in stacks]
    lowest = max((end for end in ends if ends.count(end) > 1), default=-1)
    return lowest, sorted((stack for stack, end in zip(stacks, ends, strict=True) if end == lowest), key=_left)


def _is_over(stack: Stack, lower: Sequence[Stack]) -> bool:
    middle = (_left(stack) + _right(stack)) / 2
    return _left(lower[0]) < middle < _right(lower[-1])


def _spans(
    upper: Sequence[Stack], lower: Sequence[Stack], columns: Sequence[Stack]
) -> Iterator[tuple[Stack, int, int]]:
    """Give each head over others with the columns that it is nearest to."""
    middles = [(_left(stack) + _right(stack)) / 2 for stack in upper]
    nearest: dict[int, list[int]] = {}
    for stack in lower:
        middle = (_left(stack) + _right(stack)) / 2
        number = min(range(len(upper)), key=lambda one: abs(middles[one] - middle), default=-1)
        nearest.setdefault(number, []).append(columns.index(stack))
    yield from ((stack, nearest[n][0], nearest[n][-1]) for n, stack in enumerate(upper) if n in nearest)


def _is_head(key: str, book: LabelBook) -> bool:
    """Tell whether a text may head a column: a label, a word of tables such as 番号, or one who rates."""
    raters = () if book.layout.businesses else (name for table in book.layout.ratings for name in table.columns)
    if key in book.layout.table_heads or key in raters:
        return True
    label = book.match(key) or book.compose(key)
    return label is not None and label.kind in {"field", "part"}


def _section(key: str, book: LabelBook) -> str | None:
    """Give the section of the statements that a label heads, if it does."""
    field = field_of(book.match(key) or book.compose(key), book.layout)
    return field.section if field and field.section in _OF_STATEMENTS else None


def _key(stack: Stack) -> str:
    return "".join(word.key for word in stack)


def _left(stack: Stack) -> float:
    return min(left(word) for word in stack)


def _right(stack: Stack) -> float:
    return max(word.box.x1 for word in stack if word.box)
