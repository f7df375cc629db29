"""Marks outside tables, paired with what they rate by their order: the first row of marks is the first item's.

Text of an extractor gives the marks of a form after the items, between them, or as a column for each rater.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from textmine.documents import Rating
from textmine.ingest.labels.book import parse_number
from textmine.ingest.labels.rated_lines import names_raters
from textmine.ingest.lines.heights import levels_of, words_of
from textmine.ingest.signs.characters import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textmine.documents import Span, Statement
    from textmine.ingest.labels.scanning import Scan
    from textmine.ingest.layout import RatingTable
    from textmine.ingest.lines.rows import Row


def pair_marks(
    document: str, scan: Scan, statements: Sequence[Statement], read: Sequence[Rating]
) -> tuple[list[Rating], list[str]]:
    """Pair the marks of each business with the items of the section that they rate.

    Returns:
        The ratings, and a warning for each business whose marks are not as many as its items need.
    """
    ratings: list[Rating] = []
    warnings: list[str] = []
    taken = {span for rating in read for span in rating.spans}
    for index, table in enumerate(scan.layout.ratings):
        if not table.rates:
            continue
        raters: list[str] = []
        for business, start, end in _businesses(scan):
            rows = [row for row in scan.rows[start:end] if row.cell is None]
            raters = [word.text for row in rows if names_raters(row, scan.layout) for word in words_of(row)] or raters
            marks = _marks(rows, table, taken, raters)
            items = [one.text for one in statements if one.section == table.rates and one.goal_no == business]
            if not marks or not raters:
                continue
            if len(marks) == len(raters):
                items = ["".join(items)]
            if not items or len(marks) != len(raters) * len(items):
                where = f"事業{business} " if business else ""
                warnings.append(f"評価の印を項目に結べません: {where}印 {len(marks)} 個、項目 {len(items)} 個")
                continue
            heading = _heading(scan, index, start, end)
            ratings += [
                Rating(document, business, heading, fold(items[n // len(raters)]).text, rater, mark.key, (mark.span,))
                for n, mark in enumerate(marks)
                for rater in [raters[n % len(raters)]]
            ]
    return ratings, warnings


def name_items(ratings: Sequence[Rating], statements: Sequence[Statement], scan: Scan) -> list[Rating]:
    """Give ratings that a line pairs with numbers what the items of those numbers say."""
    items: dict[tuple[int | None, int], str] = {}
    rated = {table.rates for table in scan.layout.ratings} - {""}
    for business, of_business in groupby((one for one in statements if one.section in rated), lambda one: one.goal_no):
        items.update({(business, number): fold(one.text).text for number, one in enumerate(of_business, 1)})
    return [
        replace(one, row=items.get((one.business, parse_number(one.row.strip("().、"))), one.row)) for one in ratings
    ]


def _businesses(scan: Scan) -> Iterator[tuple[int | None, int, int]]:
    """Give each business with the places of its first row and of the next one's."""
    titles = [hit for hit in scan.hits if hit.label.kind == "business"]
    for hit, follower in pairwise([*titles, None]):
        if hit:
            end = follower.first if follower else len(scan.rows)
            yield scan.layout.businesses[hit.label.index].number, hit.first, end


def _marks(rows: Sequence[Row], table: RatingTable, taken: set[Span], raters: Sequence[str]) -> list[Row]:
    """Give the marks row by row: where each rater's stand in a block of their own, the blocks are columns."""
    lines = [row for row in rows if row.text.split() and all(word in table.marks for word in row.text.split())]
    lines = [row for row in lines if row.span not in taken]
    blocks: dict[int, list[Row]] = {}
    for row in lines:
        blocks.setdefault(row.block, []).append(row)
    columns = list(blocks.values())
    lengths = {len(column) for column in columns}
    upright = all(len(levels_of(column)) == len(column) > 1 for column in columns)
    if len(columns) == len(raters) > 1 and len(lengths) == 1 and upright and all(len(row.key) == 1 for row in lines):
        return [row for line in zip(*columns, strict=True) for row in line]
    return [word for row in lines for word in words_of(row)]


def _heading(scan: Scan, index: int, start: int, end: int) -> str:
    own = [
        hit for hit in scan.hits if hit.label.kind == "rating" and hit.label.index == index and start <= hit.first < end
    ]
    return "".join(row.text.strip() for row in own[0].rows) if own else ""
