"""Ratings: the marks A to D that a form gives itself, with what is rated and who rates."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Final

from textmine.documents import Rating
from textmine.ingest.labels.book import LONGEST, label_book
from textmine.ingest.labels.rated_lines import parse_rated_line, rater_pattern
from textmine.ingest.lines.grid import above, left_of, tables_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from textmine.documents import Document
    from textmine.ingest.labels.book import Label
    from textmine.ingest.labels.finding import LabelHit
    from textmine.ingest.layout import Layout
    from textmine.ingest.lines.grid import TextCell
    from textmine.ingest.lines.items import ItemParser
    from textmine.ingest.lines.rows import Row

_NUMBER_ONLY: Final = re.compile(r"\(?\d{1,2}\)?[.、]?|[①-⑳]")
_FEWEST: Final = 2  # marks that make a table one of ratings


@dataclass(frozen=True, slots=True)
class RatingReading:
    """The ratings of a form, and the rows that are nothing else."""

    ratings: tuple[Rating, ...]
    places: frozenset[int]  # rows that hold marks, names of those who rate, or questions that are rated
    cuts: Mapping[int, Row]  # rows that end with marks, without them


def read_ratings(
    document: Document, layout: Layout, rows: Sequence[Row], hits: Sequence[LabelHit], parser: ItemParser
) -> RatingReading:
    """Read the ratings in tables, and in lines of text that end with marks."""
    if not layout.ratings:
        return RatingReading((), frozenset(), {})
    reader = _Reader(document, layout, rows, hits, parser)
    reader.read_tables()
    reader.read_beside_raters()
    reader.read_lines()
    reader.read_rated_lines()
    reader.read_line_ends()
    return RatingReading(tuple(reader.ratings), frozenset(reader.places), reader.cuts)


class _Reader:
    def __init__(
        self, document: Document, layout: Layout, rows: Sequence[Row], hits: Sequence[LabelHit], parser: ItemParser
    ) -> None:
        self._document, self._layout, self._rows, self._hits, self._parser = document, layout, rows, hits, parser
        self._marks = frozenset(mark for table in layout.ratings for mark in table.marks)
        self._column = rater_pattern(layout)
        self._head = re.compile(rf"(?P<before>.*?)\(?(?P<rater>{self._column.pattern})\)?")
        self._book = label_book(layout)
        fields = [hit for hit in hits if hit.label.kind == "field"]
        self._labelled = {row.span for hit in fields if not self._is_mixed(hit.label) for row in hit.rows}
        self._field_columns: dict[tuple[int, int], set[int]] = defaultdict(set)  # of the labels in each row of a table
        for ref in (hit.cell for hit in fields if hit.cell):
            self._field_columns[ref.table, ref.row].add(ref.column)
        self._firsts = [hit.first for hit in fields]
        self._parts = list(accumulate(fields, _part_of))
        self.ratings: list[Rating] = []
        self.places: set[int] = set()
        self.cuts: dict[int, Row] = {}

    def read_tables(self) -> None:
        known: dict[int, str] = {}
        for number, cells in tables_of(self._rows).items():
            marks = [cell for cell in cells if cell.key in self._marks]
            headers = [cell for cell in cells if self._rater(cell)]
            if len(headers) >= _FEWEST and (marks or self._has_heading(number)):
                for cell in headers:
                    self.places.update(cell.places)
                known = {cell.ref.column: self._rater(cell) for cell in headers}
            if len(marks) < _FEWEST or not (headers or known or self._heading_before(marks[0].places[0])):
                continue
            names = {cell.ref.column: self._rater(cell) for cell in headers} or known
            for cell in (*marks, *headers):
                self.places.update(cell.places)
            is_apart = self._is_apart(marks[0].places[0])
            for cell in marks:
                self._read_mark(cell, cells, names, own=is_apart and not self._is_beside_fields(cell, headers))

    def read_beside_raters(self) -> None:
        """Read marks in cells that stand right of who rates, in one row: 自己評価 | 法人 | A | 区 | B."""
        read = {span for rating in self.ratings for span in rating.spans}
        for cells in tables_of(self._rows).values():
            ordered = sorted(cells, key=lambda cell: (cell.ref.row, cell.ref.column))
            for left, mark in pairwise(ordered):
                if mark.key not in self._marks or left.ref.row != mark.ref.row or mark.rows[0].span in read:
                    continue
                if rater := self._rater(left):
                    self.places.update((*mark.places, *left.places))
                    self._add(mark.places[0], self._part_at(mark.places[0]), rater, mark.text, mark.rows)

    def _part_at(self, place: int) -> str:
        """Tell what a mark rates as a whole: the goal of its block, else the field that it stands in (自己評価)."""
        before = bisect_right(self._firsts, place)
        return "".join(row.text.strip() for row in self._parts[before - 1].rows) if before else ""

    def _rater(self, cell: TextCell) -> str:
        """Give who rates in the column that a cell heads, if it heads one: 法人, or 自己評価 over 法人.

        「法人」 may be a part of a label, 評価の理由(法人); 評価(法人) is none: 評価 does not say what is under it.
        """
        found = self._head.fullmatch(cell.key) if len(cell.key) <= LONGEST else None
        if found is None or cell.rows[-1].span in self._labelled:
            return ""
        label = self._book.match(found["before"])
        says = label and (label.kind == "rating" or self._is_mixed(label))
        return found["rater"] if says or not found["before"] else ""

    def _is_mixed(self, label: Label) -> bool:
        return label.kind == "field" and bool(self._layout.fields[label.index].splits_into)

    def _is_beside_fields(self, mark: TextCell, headers: Sequence[TextCell]) -> bool:
        """Tell whether the row of a mark's head heads columns of statements too: what is rated is their text."""
        over = next(above(headers, mark.ref), None)
        return over is not None and bool(self._field_columns[over.ref.table, over.ref.row] - {over.ref.column})

    def _read_mark(self, cell: TextCell, cells: Sequence[TextCell], names: dict[int, str], *, own: bool) -> None:
        column = next((name for c in above(cells, cell.ref) if (name := self._rater(c))), None)
        column = column or names.get(cell.ref.column)
        rated = [c for c in left_of(cells, cell.ref) if c.key not in self._marks and not self._rater(c)]
        if column is None or not rated:
            return
        if _NUMBER_ONLY.fullmatch(rated[0].key) and len(rated) > 1:
            row = f"{rated[0].text} {rated[1].text}"
        else:
            row = self._without_mark(rated[0])
        if own:
            for other in rated:
                self.places.update(other.places)
        self._add(cell.places[0], row, column, cell.text, cell.rows)

    def _without_mark(self, cell: TextCell) -> str:
        first, *rest = cell.rows
        return self._parser.unmarked(first).text.strip() + "".join(row.text.strip() for row in rest)

    def _has_heading(self, table: int) -> bool:
        return any(hit.label.kind == "rating" and hit.cell and hit.cell.table == table for hit in self._hits)

    def _heading_before(self, place: int) -> LabelHit | None:
        before = [hit for hit in self._hits if hit.first <= place and hit.label.kind != "business"]
        return before[-1] if before and before[-1].label.kind == "rating" else None

    def _is_apart(self, place: int) -> bool:
        """Tell whether a table of marks is a part of its own: its heading says so, or all that the layout has are."""
        heading = self._heading_before(place)
        tables = self._layout.ratings if heading is None else [self._layout.ratings[heading.label.index]]
        return all(table.apart for table in tables)

    def _add(self, place: int, row: str, column: str, value: str, rows: Sequence[Row]) -> None:
        headings = [hit for hit in self._hits if hit.label.kind == "rating" and hit.first <= place]
        businesses = [hit for hit in self._hits if hit.label.kind == "business" and hit.first <= place]
        self.ratings.append(
            Rating(
                document=self._document.name,
                business=self._layout.businesses[businesses[-1].label.index].number if businesses else None,
                table="".join(part.text.strip() for part in headings[-1].rows) if headings else "",
                row=row,
                column=column,
                value=value,
                spans=tuple(part.span for part in rows),
            )
        )

    def read_lines(self) -> None:
        """Read text outside tables: a question, and marks at its height or at its end."""
        for start, end in self._stretches():
            names: list[str] = []
            texts: list[tuple[Row, int]] = []
            marks: list[tuple[Row, int]] = []
            for place in range(start, end):
                row = self._rows[place]
                words = row.text.split()
                if not words or row.cell is not None:
                    continue
                if all(self._column.fullmatch(word) for word in words):
                    names = names + words if not marks and not texts else names
                    self.places.add(place)
                    continue
                tail = _tail(words, self._marks)
                if tail == len(words):
                    marks.append((row, place))
                elif tail >= _FEWEST:
                    cut = len(row.text.rstrip()) - len(_last_words(row.text, tail))
                    texts.append((row.part(0, cut), place))
                    marks.append((row.part(cut), place))
                else:
                    texts.append((row, place))
            self._pair(names, texts, marks)

    def read_rated_lines(self) -> None:
        """Read lines that are all of numbers, raters and marks, also in a cell: 「法人:A / 区:B」."""
        labelled = {row.span for hit in self._hits for row in hit.rows}
        rates_items = any(table.rates for table in self._layout.ratings)
        numbers: tuple[str, ...] = ()
        for place, row in enumerate(self._rows):
            if row.span in labelled or place in self.places:
                continue
            line = parse_rated_line(row, self._layout)
            if line is None or (row.cell is not None and not line.marks):
                continue
            self.places.add(place)
            numbers = line.numbers or numbers
            whole = "" if rates_items else self._part_at(place)
            in_columns = len(line.marks) == len(numbers) and len({rater for _, rater, _ in line.marks}) == 1
            for column, (number, rater, mark) in enumerate(line.marks):
                rated = numbers[column] if in_columns else number or whole
                if rated and rater:
                    self._add(place, rated, rater, mark.text.strip(), [mark])

    def read_line_ends(self) -> None:
        """Read marks that stand alone in a line, or end one, outside the parts that hold nothing else."""
        names: list[str] = []
        for place, row in enumerate(self._rows):
            if row.cell is not None or place in self.places:
                continue
            words = row.text.split()
            tail = _tail(words, self._marks)
            if len(words) > 1 and all(self._column.fullmatch(word) for word in words):
                names = words
                self.places.add(place)
            elif tail == len(words):
                self.places.add(place)
            elif tail >= _FEWEST:
                cut = len(row.text.rstrip()) - len(_last_words(row.text, tail))
                self.cuts[place] = row.part(0, cut)
                if len(names) == tail and self._parser.starts_item(row):
                    text = self._parser.unmarked(row.part(0, cut)).text.strip()
                    for name, value in zip(names, words[-tail:], strict=True):
                        self._add(place, text, name, value, [row.part(cut)])

    def _pair(self, names: list[str], texts: list[tuple[Row, int]], marks: list[tuple[Row, int]]) -> None:
        self.places.update(place for _, place in (*marks, *texts))
        if not names or not marks:
            return
        items: list[tuple[list[Row], list[int]]] = []
        for row, place in texts:
            if not items or self._parser.starts_item(row):
                items.append(([], []))
            items[-1][0].append(row)
            items[-1][1].append(place)
        for rows, places in items:
            found = [
                (word, row)
                for row, place in marks
                if place in places or any(_same_height(row, other) for other in rows)
                for word in row.text.split()
            ]
            if len(found) == len(names):
                text = " ".join("".join(row.text.strip() for row in rows).split())
                for name, (value, row) in zip(names, found, strict=True):
                    self._add(places[0], text, name, value, [row])

    def _stretches(self) -> Iterator[tuple[int, int]]:
        """Give where text outside tables stands under a heading of ratings that holds no statements."""
        for number, hit in enumerate(self._hits):
            if hit.label.kind != "rating" or hit.cell or not self._layout.ratings[hit.label.index].apart:
                continue
            later = (other.first for other in self._hits[number + 1 :] if other.first > hit.last)
            yield hit.last + 1, next(later, len(self._rows))


def _part_of(last: LabelHit, hit: LabelHit) -> LabelHit:
    """Give the label of what marks rate as a whole: the last numbered goal, or any field where no goal was."""
    return hit if hit.label.number is not None or last.label.number is None else last


def _tail(words: Sequence[str], marks: frozenset[str]) -> int:
    """Count the marks that a line ends with."""
    count = 0
    for word in reversed(words):
        if word not in marks:
            break
        count += 1
    return count


def _last_words(text: str, count: int) -> str:
    found = re.search(rf"(?:\s+\S+){{{count}}}\s*$", text.rstrip())
    return found[0] if found else ""


def _same_height(one: Row, other: Row) -> bool:
    if one.box is None or other.box is None or one.box.page != other.box.page:
        return False
    return one.box.top < other.box.bottom and one.box.bottom > other.box.top and one.box.x0 > other.box.x0
