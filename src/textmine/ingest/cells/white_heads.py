"""Heads side by side where only white space parts columns: what each band of them holds, and where it ends.

Labels of fields head the columns, or the goals of a year, whose fields stand to their left; or a label of goals, under
which the goals stand one under the other, their fields beside them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Final, Literal

from textmine.ingest.labels.book import label_book, opens_goal
from textmine.ingest.labels.rated_lines import names_raters, rater_pattern
from textmine.ingest.layout import STATEMENT_SECTIONS
from textmine.ingest.lines.heights import height_of, is_level, left, levels_of, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textmine.documents import Box
    from textmine.ingest.labels.finding import LabelHit
    from textmine.ingest.labels.scanning import Scan
    from textmine.ingest.lines.rows import Row

_NEAR_HEADS: Final = 3.0  # heights of a line: how far the names of raters stand over or under the other heads
_NEAR_STACKED: Final = 4.0  # and their lines, where there are several
_FEWEST: Final = 2  # heads side by side
_MOST_BANDS: Final = 200  # of a document; a form has some ten


@dataclass(frozen=True, slots=True)
class HeadBand:
    """What stands between heads side by side and the label that ends their columns. Rows are told by their places."""

    heads: tuple[tuple[int, ...], ...]  # of the columns, from the left
    sides: tuple[tuple[int, ...], ...]  # labels to the left of the columns, from the top
    in_rows: Literal["sides", "goals", ""]  # what heads the rows of the columns: the sides, or goals with their numbers
    raters: tuple[Row, ...]  # names over columns of marks, from the left
    over_marks: frozenset[int]  # the rows that head the marks
    text: tuple[int, ...]  # the other rows
    stacked: tuple[tuple[Row, ...], ...] = ()  # heads of marks whose lines stand under one another: 自己評 / 価

    @property
    def places(self) -> frozenset[int]:
        """Give all rows of the band."""
        return self.over_marks.union(self.text, *self.heads, *self.sides)


def find_head_bands(scan: Scan) -> Iterator[HeadBand]:
    """Give the bands of a document; none shares a row with another."""
    taken: set[int] = set()
    repeated = _repeated_at_oneheight_of(scan)
    for heads in islice(_heads_side_by_side(scan), _MOST_BANDS):
        band = _band(scan, heads, repeated)
        if band.text and taken.isdisjoint(band.places):
            taken |= band.places
            yield band


def _band(scan: Scan, heads: Sequence[LabelHit], repeated: frozenset[int]) -> HeadBand:
    raters, over_marks = _raters(scan, heads)
    stacked, broken = ((), set[int]()) if raters else _stacked_raters(scan, heads)
    over_marks |= broken
    of_heads = tuple(tuple(sorted(_places(scan, hit))) for hit in heads)
    own = over_marks.union(*of_heads)
    start = min(height_of(scan.rows[place]) for place in own)
    end = _end(scan, heads, own, repeated)
    beside = [tuple(sorted(_places(scan, hit))) for hit in scan.hits if _stands_left(hit, heads)]
    sides = tuple(
        one for one in beside if start <= height_of(scan.rows[one[-1]]) and height_of(scan.rows[one[0]]) < end
    )
    others = own.union(scan.furniture, *sides)
    text = tuple(
        place
        for place, row in enumerate(scan.rows)
        if row.box and row.cell is None and start < height_of(row) and _middle(row) < end and place not in others
    )
    goals_first, goals_last = opens_goal(heads[0].label, scan.layout), opens_goal(heads[-1].label, scan.layout)
    in_rows: Literal["sides", "goals", ""] = "sides" if goals_last else "goals" if goals_first else ""
    return HeadBand(
        of_heads,
        sides,
        in_rows,
        tuple(raters or (stack[-1] for stack in stacked)),
        frozenset(over_marks),
        text,
        stacked,
    )


def _stands_left(hit: LabelHit, heads: Sequence[LabelHit]) -> bool:
    """Tell whether a label stands to the left of all columns."""
    box = hit.rows[0].box
    return box is not None and hit.cell is None and not hit.leads_line and box.x1 <= left(heads[0].rows[0]) + 1


def _heads_side_by_side(scan: Scan) -> Iterator[list[LabelHit]]:
    """Group labels of statements that stand at one height, each alone in its place; of one label, goals by number."""
    alone = [
        (_framed(hit), hit)
        for hit in scan.hits
        if hit.label.kind == "field"
        and scan.layout.fields[hit.label.index].section in STATEMENT_SECTIONS
        and hit.rows[0].box
        and hit.cell is None
        and (not hit.leads_line or _is_all_labels(scan, hit.first))
    ]
    hit_of = {id(frame): hit for frame, hit in alone}
    for level in levels_of(frame for frame, _ in alone):
        group = [hit_of[id(frame)] for frame in level]
        labels = {hit.label.index for hit in group}
        named = {(hit.label.index, hit.label.number) for hit in group}
        are_goals = len(labels) == 1 and opens_goal(group[0].label, scan.layout)
        rows = {hit.first for hit in group if _places(scan, hit)}  # 「目指す拠点の姿 (参考)…の課題」 is one
        n_different = min(len(named if are_goals else labels), len(rows))
        if _FEWEST <= len(group) == n_different and _are_together(scan, group):
            yield group


def _framed(hit: LabelHit) -> Row:
    """Give a label's first row with the box of the whole label: 令和5年度 / 重点目標 beside 取組内容."""
    boxes = [row.box for row in hit.rows if row.box and row.page == hit.rows[0].page]
    if not boxes:
        return hit.rows[0]
    x0, x1 = min(box.x0 for box in boxes), max(box.x1 for box in boxes)
    top, bottom = min(box.top for box in boxes), max(box.bottom for box in boxes)
    return replace(hit.rows[0], box=replace(boxes[0], x0=x0, top=top, x1=x1, bottom=bottom))


def _is_all_labels(scan: Scan, place: int) -> bool:
    """Tell whether a row holds nothing but labels: 「取組内容・成果・課題」 heads one column of all three."""
    ends = {hit.rows[-1].span.end for hit in scan.hits if hit.last == place and not hit.leads_line}
    return scan.rows[place].span.end in ends


def _are_together(scan: Scan, heads: Sequence[LabelHit]) -> bool:
    """Tell whether no other label stands between heads in the order of reading: columns of running text have some."""
    own = {place for hit in heads for place in _places(scan, hit)}
    first = _framed(heads[0]).box
    low, high = min(own), max(own)
    between = [hit for hit in scan.hits if low < hit.first < high and hit.first not in own]
    beside = (
        _stands_left(hit, heads) or ((box := hit.rows[0].box) and first and is_level(first, box)) for hit in between
    )
    return first is not None and all(beside)


def _raters(scan: Scan, heads: Sequence[LabelHit]) -> tuple[list[Row], set[int]]:
    """Give the names of those who rate, to the right of the heads, and the places of all rows that head the marks."""
    right = {
        place: row
        for place, row in enumerate(scan.rows)
        if row.cell is None and row.box and _is_near(row, heads) and left(row) > left(heads[-1].rows[0])
    }
    named = {place: row for place, row in right.items() if names_raters(row, scan.layout)}
    over = [hit for hit in scan.hits if hit.label.kind == "rating" or any(_is_over(hit, row) for row in named.values())]
    places = named.keys() | {place for hit in over for place in _places(scan, hit) if place in right}
    return sorted((word for row in named.values() for word in words_of(row)), key=left), set(places)


def _stacked_raters(scan: Scan, heads: Sequence[LabelHit]) -> tuple[tuple[tuple[Row, ...], ...], set[int]]:
    """Give the words of each head of marks that is broken over lines, and the places of their rows.

    自己評 / 価 / (法人) beside 自己評 / 価 / (区): an extractor gives line after line of both.
    """
    edge = left(heads[-1].rows[0])
    marks = {mark for table in scan.layout.ratings for mark in table.marks}
    right = {
        id(word): (place, word)
        for place, row in enumerate(scan.rows)
        if row.cell is None and row.box and _is_near(row, heads, _NEAR_STACKED) and left(row) > edge
        for word in words_of(row)
        if word.key not in marks
    }
    stacks: list[list[Row]] = []
    for word in sorted((word for _, word in right.values()), key=left):
        if stacks and left(word) < max(one.box.x1 - _slack(one.box) for one in stacks[-1] if one.box):
            stacks[-1].append(word)
        else:
            stacks.append([word])
    found = [tuple(sorted(stack, key=height_of)) for stack in stacks]
    found = [stack for stack in found if len(stack) > 1 and _heads_marks(scan, stack)]
    return tuple(found), {right[id(word)][0] for stack in found for word in stack}


def _slack(box: Box) -> float:
    """Give how far the place of a word may be off that shares the box of its line with others."""
    return box.bottom - box.top


def _heads_marks(scan: Scan, stack: Sequence[Row]) -> bool:
    """Tell whether words make the heading of a rating and the name of one who rates: 自己評価(法人)."""
    key = "".join(word.key for word in stack)
    heading, length = label_book(scan.layout).match_start(key) or (None, 0)
    rest = key[length:].strip("()")
    return heading is not None and heading.kind == "rating" and rater_pattern(scan.layout).fullmatch(rest) is not None


def _is_over(hit: LabelHit, row: Row) -> bool:
    """Tell whether a label stands over the name of one who rates: 自己評価 / 法人."""
    box, lower = hit.rows[0].box, row.box
    return box is not None and lower is not None and box.top < lower.top and box.x0 < lower.x1 and lower.x0 < box.x1


def _is_near(row: Row, heads: Sequence[LabelHit], lines: float = _NEAR_HEADS) -> bool:
    box, first = row.box, heads[0].rows[0].box
    if box is None or first is None or box.page != first.page:
        return False
    reach = lines * (first.bottom - first.top)
    return first.top - reach < box.top and box.bottom < heads[0].bottom + reach


def _places(scan: Scan, hit: LabelHit) -> set[int]:
    own = scan.places_of(hit)
    return {hit.first, *own} if hit.leads_line else set(own)


def _middle(row: Row) -> tuple[int, float]:
    """Give the height of a row's middle: a label beside it stands no lower, though its font may start so."""
    return (row.box.page, (row.box.top + row.box.bottom) / 2) if row.box else height_of(row)


def _end(
    scan: Scan, heads: Sequence[LabelHit], own: frozenset[int] | set[int], repeated: frozenset[int]
) -> tuple[int, float]:
    """Give where the first label under the heads stands that is none of their table."""
    start = height_of(heads[0].rows[0])
    below = [
        height_of(hit.rows[0])
        for hit in scan.hits
        if hit.first not in own
        and hit.rows[0].box
        and hit.cell is None
        and height_of(hit.rows[0]) > start
        and not _is_inside(scan, hit, heads, repeated)
    ]
    return min(below, default=(scan.rows[-1].page + 1, 0.0))


def _is_inside(scan: Scan, hit: LabelHit, heads: Sequence[LabelHit], repeated: frozenset[int]) -> bool:
    """Tell whether a label under the heads stands in their table."""
    if opens_goal(heads[0].label, scan.layout) and not opens_goal(heads[-1].label, scan.layout):
        return _stands_left(heads[0], [hit])  # 【成果】 amid the text beside a goal
    if hit.label.kind != "field":
        return False
    section = scan.layout.fields[hit.label.index].section
    if opens_goal(heads[-1].label, scan.layout):  # 成果 beside the goals' columns, or in each of them
        return hit.first in repeated or (
            _stands_left(hit, heads) and hit.label.number is None and section in {*STATEMENT_SECTIONS, "mixed"}
        )
    return section == "mixed" and _stands_left(hit, heads)  # 振り返り beside 成果 and 課題


def _repeated_at_oneheight_of(scan: Scan) -> frozenset[int]:
    """Give the first rows of the labels that stand beside themselves: 取組内容 under each of two goals."""
    fields = {id(hit.rows[0]): hit for hit in scan.hits if hit.label.kind == "field" and hit.rows[0].box}
    found: set[int] = set()
    for level in levels_of(hit.rows[0] for hit in fields.values()):
        labels = Counter(fields[id(row)].label.index for row in level)
        found.update(fields[id(row)].first for row in level if labels[fields[id(row)].label.index] > 1)
    return frozenset(found)
