"""Number tables without cells: the words of lines, in their order and places, to cells of a grid.

An extractor gives a table as lines of words, as words far apart, or as a word a line. All have one order: names, and
then rows of a name and its figures. As many of the names before the first row as it has figures head its columns; what
stands before those is the table's name. Where the figures of a line have places of their own, a head belongs to the
column that it stands over.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import mean
from typing import TYPE_CHECKING, Final

from textmine.documents import CellRef
from textmine.ingest.labels.finding import places_of
from textmine.ingest.lines.heights import height_of, levels_of, part_of, words_of
from textmine.ingest.lines.wrapping import is_sentence_end
from textmine.ingest.signs.figures import is_figure
from textmine.ingest.signs.fiscal_years import fiscal_year_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from textmine.ingest.labels.scanning import Scan
    from textmine.ingest.lines.items import ItemParser
    from textmine.ingest.lines.rows import Row

_WORD: Final = re.compile(r"\S+")
_UNIT_ALONE: Final = re.compile(r"[(][^()]{1,6}[)]")
_LONGEST_NAME: Final = 40  # characters of a row's or a column's name
_FEWEST: Final = 2  # figures in a table


@dataclass(frozen=True, slots=True)
class _Piece:
    """A figure, or words that are none, in a line."""

    row: Row
    level: int  # number of the line
    is_figure: bool
    apart: bool  # its line has several pieces, each with a place of its own

    @property
    def middle(self) -> float:
        """Give the middle between its left and right edges."""
        return (self.row.box.x0 + self.row.box.x1) / 2 if self.row.box else 0.0


@dataclass(slots=True)
class _Table:
    heads: list[_Piece]  # all names since the table before
    rows: list[tuple[_Piece | None, list[_Piece]]] = field(default_factory=list)

    @property
    def width(self) -> int:
        """Count the figures of its fullest row."""
        return max(len(figures) for _, figures in self.rows)

    @property
    def is_plain(self) -> bool:
        """Tell whether it can be nothing else: several rows of as many figures, each with a name."""
        widths = [len(figures) for stub, figures in self.rows if stub]
        return len(widths) == len(self.rows) >= _FEWEST and set(widths) == {self.width} and self.width >= _FEWEST

    @property
    def is_by_column(self) -> bool:
        """Tell whether a name and its figures stand one under the other: they are a column, not a row."""
        return self.width >= _FEWEST and all(
            stub
            and len({piece.level for piece in (stub, *figures)}) == 1 + len(figures)
            and {piece.row.block for piece in figures} == {stub.row.block}
            for stub, figures in self.rows
        )


def arrange_number_tables(scan: Scan, parser: ItemParser) -> tuple[list[Row], frozenset[int]] | None:
    """Give all rows with those of number tables outside cells as cells, and the tables' numbers; None without any."""
    first = number = 1 + max((row.cell.table for row in scan.rows if row.cell), default=-1)
    cells: dict[int, list[Row]] = {}  # of each place
    moved: dict[int, list[int]] = {}  # places of a stretch in the order of its lines
    for stretch, is_data in _stretches(scan):
        place_of = {scan.rows[place].span: place for place in stretch}
        starts = sorted((span.start, place) for span, place in place_of.items())
        levels = levels_of(scan.rows[place] for place in stretch)
        found = [table for run in _runs(levels, parser, is_data=is_data) for table in _tables(list(_pieces(run)))]
        found = [table for table in found if is_data or table.is_plain]
        for table in found:
            for row in _cells(table, number):
                _, place = starts[bisect_right(starts, (row.span.start, len(scan.rows))) - 1]
                cells.setdefault(place, []).append(row)
            number += 1
        if found:
            moved[min(stretch)] = [place_of[row.span] for level in levels for row in level]
    return (list(_in_order(scan.rows, cells, moved)), frozenset(range(first, number))) if cells else None


def _in_order(rows: Sequence[Row], cells: dict[int, list[Row]], moved: dict[int, list[int]]) -> Iterator[Row]:
    taken = {place for places in moved.values() for place in places}
    for place, row in enumerate(rows):
        for own in moved.get(place, ()):
            yield from cells.get(own, [rows[own]])
        if place not in taken:
            yield row


def _stretches(scan: Scan) -> Iterator[tuple[list[int], bool]]:
    """Give the places of the rows between each label and the next, by height, and whether the label is one of data."""
    labelled = places_of(scan.hits)
    passed = labelled | _furniture(scan) | scan.titles
    open_rows = [
        (height_of(row), place)
        for place, row in enumerate(scan.rows)
        if row.box and row.cell is None and place not in passed
    ]
    hits = sorted(
        (hit for hit in scan.hits if hit.rows[0].box and not hit.cell), key=lambda hit: height_of(hit.rows[-1])
    )
    for hit, follower in pairwise([*hits, None]):
        if hit is None:
            continue
        end = height_of(follower.rows[0]) if follower else (scan.rows[-1].page + 1, 0.0)
        start = height_of(hit.rows[-1])
        is_data = hit.label.kind == "field" and scan.layout.fields[hit.label.index].section == "data"
        if places := [place for height, place in open_rows if start < height < end]:
            yield places, is_data


def _furniture(scan: Scan) -> set[int]:
    """Give the places of running heads and feet: a number amid a page is none, though a page's number looks like it."""
    edges = {place for place, (one, two) in enumerate(pairwise([None, *scan.rows])) if two and _turns(one, two)}
    edges |= {place - 1 for place in edges} | {len(scan.rows) - 1}
    return {place for place in scan.furniture if place in edges or not _is_figure(scan.rows[place])}


def _turns(one: Row | None, two: Row) -> bool:
    return one is None or one.page != two.page


def _runs(levels: Sequence[Sequence[Row]], parser: ItemParser, *, is_data: bool) -> Iterator[list[Sequence[Row]]]:
    """Give the runs of lines that are no text; under a label of data the first one alone, for text follows the data."""
    run: list[Sequence[Row]] = []
    for number, level in enumerate(levels):
        if not _is_text(level, levels[number + 1] if number + 1 < len(levels) else (), parser):
            run.append(level)
            continue
        yield run
        run = []
        if is_data:
            return
    yield run


def _is_text(level: Sequence[Row], below: Sequence[Row], parser: ItemParser) -> bool:
    """Tell whether a line is a bullet, a numbered heading or a sentence."""
    n_figures = sum(_is_figure(word) for row in level for word in words_of(row))
    names_figures = bool(below) and _is_figure(words_of(below[0])[0])
    is_item = parser.starts_item(level[0]) and n_figures < _FEWEST and not names_figures
    return is_item or is_sentence_end(level[0].text) or sum(len(row.key) for row in level) > 2 * _LONGEST_NAME


def _is_figure(row: Row) -> bool:
    return is_figure(row.key)


def _pieces(levels: Iterable[Sequence[Row]]) -> Iterator[_Piece]:
    """Part lines into figures and what stands between them."""
    for number, level in enumerate(levels):
        for row in level:
            start: int | None = None  # of the name before the next figure
            for first, last in _words(row.text):
                word = part_of(row, first, last)
                if not _is_figure(word):
                    start = first if start is None else start
                    continue
                if start is not None:
                    yield _Piece(part_of(row, start, first), number, is_figure=False, apart=len(level) > 1)
                    start = None
                yield _Piece(word, number, is_figure=True, apart=len(level) > 1)
            if start is not None:
                yield _Piece(part_of(row, start, len(row.text)), number, is_figure=False, apart=len(level) > 1)


def words_of_line(text: str) -> list[str]:
    """Give the words of a line, 「12 人」 and the like as one each."""
    return ["".join(text[start:end].split()) for start, end in _words(text)]


def _words(text: str) -> list[tuple[int, int]]:
    """Give [start, end) of the words; 「H30 年度」, 「12 人」 and 「1 日平均」 are one each, parted by a typesetter."""
    words: list[tuple[int, int]] = []
    found = [match.span() for match in _WORD.finditer(text)]
    for place, (start, end) in enumerate(found):
        before = text[slice(*words[-1])] if words else ""
        last = all(is_figure(text[first:stop]) for first, stop in found[place:])
        if before and not last and _belong(before, text[start:end]):
            words[-1] = (words[-1][0], end)
        else:
            words.append((start, end))
    return words


def _belong(one: str, two: str) -> bool:
    """Tell whether a word goes on with the one before it."""
    if fiscal_year_of(one) is None and fiscal_year_of(one + two) is not None:
        return True
    if is_figure(one) and is_figure(one + two):
        return True
    return one.isdecimal() and not is_figure(two)


def _tables(pieces: Sequence[_Piece]) -> Iterator[_Table]:
    """Group rows: a name and its figures go on with the table, more names before them begin another."""
    table: _Table | None = None
    names: list[_Piece] = []
    place = 0
    while place < len(pieces):
        if not pieces[place].is_figure:
            names.append(pieces[place])
            place += 1
            continue
        end = place
        while end < len(pieces) and pieces[end].is_figure:
            end += 1
        figures, stub = list(pieces[place:end]), names.pop() if names else None
        taken, before = _rows_without_figures(names, stub, len(figures))
        names = names[: len(names) - taken]
        if table is None or names:
            if table and _is_table(table):
                yield table
            table = _Table(names)
        table.rows += [*before, (stub, figures)]
        names, place = [], end
    if table and _is_table(table):
        yield table


def _is_table(table: _Table) -> bool:
    return sum(len(figures) for _, figures in table.rows) >= _FEWEST


def _rows_without_figures(
    names: Sequence[_Piece], stub: _Piece | None, width: int
) -> tuple[int, list[tuple[_Piece | None, list[_Piece]]]]:
    """Give the rows of other years that say 「中止」 where figures would stand, and how many names they take."""
    rows: list[tuple[_Piece | None, list[_Piece]]] = []
    if stub is None or fiscal_year_of(stub.row.key) is None:
        return 0, rows
    taken = 0
    for start in range(len(names) - 1, -1, -1):
        words = [word for piece in names[start : len(names) - taken] for word in _split(piece)]
        if len(words) > width + 1:
            break
        if len(words) == width + 1 and [fiscal_year_of(word.row.key) is not None for word in words] == [
            True,
            *[False] * width,
        ]:
            rows.insert(0, (words[0], words[1:]))
            taken = len(names) - start
    return taken, rows


def _split(piece: _Piece) -> list[_Piece]:
    return [replace(piece, row=part_of(piece.row, start, end)) for start, end in _words(piece.row.text)]


def _cells(table: _Table, number: int) -> Iterator[Row]:
    """Give the table's rows of words, each with its place in the grid; the row of heads is the first."""
    by_column = table.is_by_column
    for row, line, column in _placed(table):
        place = (column, line) if by_column else (line, column)
        yield replace(row, cell=CellRef(number, *place))


def _placed(table: _Table) -> Iterator[tuple[Row, int, int]]:
    for column, heads in enumerate(_heads(table)):
        for head in heads:
            yield head.row, 0, column
    middles, width = _middles(table), table.width
    for line, (stub, figures) in enumerate(table.rows, 1):
        if stub:
            yield stub.row, line, 0
        for column, figure in zip(_columns(figures, middles, width), figures, strict=True):
            yield figure.row, line, column


def _middles(table: _Table) -> list[float]:
    """Give the middles of the columns of figures, by the fullest rows; none where lines do not show columns."""
    width = table.width
    full = [figures for _, figures in table.rows if len(figures) == width and figures[0].apart]
    return [mean(figures[column].middle for figures in full) for column in range(width)] if full else []


def _columns(figures: Sequence[_Piece], middles: Sequence[float], width: int) -> list[int]:
    """Give the column of each figure: by order, or the nearest one where some figures of the row are missing."""
    if len(figures) == width or not middles:
        return list(range(1, len(figures) + 1))
    return [1 + _nearest(figure, middles) for figure in figures]


def _nearest(piece: _Piece, middles: Sequence[float]) -> int:
    return min(range(len(middles)), key=lambda column: abs(middles[column] - piece.middle))


def _heads(table: _Table) -> list[list[_Piece]]:
    """Give the heads of each column, the one of names first."""
    middles = _middles(table)
    if middles and (found := _heads_over(table, middles)):
        return found
    return _last_heads(table.heads, table.width)


def _heads_over(table: _Table, middles: Sequence[float]) -> list[list[_Piece]] | None:
    """Find the heads by their places: names in the lines above that do not start where the names of rows start."""
    stub = next((stub for stub, _ in table.rows if stub), None)
    edge = stub.row.box.x0 if stub and stub.row.box else 0.0
    columns: list[list[_Piece]] = [[] for _ in range(len(middles) + 1)]
    for level in sorted({piece.level for piece in table.heads}, reverse=True):
        line = [piece for piece in table.heads if piece.level == level]
        over = [piece for piece in line if piece.row.box and piece.middle - edge > abs(_offset(piece, middles))]
        if not over:
            break
        for piece in line:
            columns[1 + _nearest(piece, middles) if piece in over else 0].insert(0, piece)
    return columns if any(columns[1:]) else None


def _offset(piece: _Piece, middles: Sequence[float]) -> float:
    return piece.middle - middles[_nearest(piece, middles)]


def _last_heads(names: Sequence[_Piece], width: int) -> list[list[_Piece]]:
    """Take the last names as heads, as many as there are columns; a unit in a line of its own belongs to a name.

    A line with one name more heads the names of rows too: 「年度 回数 参加組数」 over 「令和5年度 62 1,148」.
    """
    heads: list[list[_Piece]] = []
    for piece in reversed(names):
        words: list[list[_Piece]] = []
        for word in _split(piece):
            if words and _UNIT_ALONE.fullmatch(word.row.key):
                words[-1].append(word)
            else:
                words.append([word])
        if heads and _UNIT_ALONE.fullmatch(piece.row.key) is None and _is_unit(heads[0]):
            heads[0] = [*words.pop(), *heads[0]]
        if not heads and len(words) == width + 1:
            return words
        if len(heads) + len(words) > width:
            break
        heads = [*words, *heads]
        if len(heads) == width and not _is_unit(heads[0]):
            return [[], *heads]
    return []


def _is_unit(head: Sequence[_Piece]) -> bool:
    return all(_UNIT_ALONE.fullmatch(piece.row.key) for piece in head)
