"""Tables over pages: a cell that a page break cuts is one cell, with text on both pages.

A table goes on over a page break if nothing but page numbers and running heads stands between, its sides agree, and
either a rule is missing at the break (Chromium, Word) or the next page starts with a row whose label is empty
(LibreOffice and Excel close both halves). Rows at its head that repeat the head of the page before belong to no cell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from textmine.documents import CellRef
from textmine.ingest.signs.bullets import opens_with_mark

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textmine.ingest.readers.pdf_lines import TextLine
    from textmine.ingest.readers.pdf_rules import RuledCell

_SIDE: Final = 5.0  # points: sides that agree
_SENTENCE_END: Final = re.compile(r"[。．！？」）)]$")


@dataclass(frozen=True, slots=True)
class ReadCell:
    """A cell with its lines."""

    cell: RuledCell
    lines: tuple[TextLine, ...]

    @property
    def text(self) -> str:
        """All lines as one, without white space."""
        return "".join("".join(line.text.split()) for line in self.lines)

    @property
    def right(self) -> float | None:
        """Give how far to the right its text may reach, if the cell has as much white on both sides."""
        white = min((line.x0 for line in self.lines), default=self.cell.x1) - self.cell.x0
        return self.cell.x1 - max(0.0, white) if self.lines else None


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table on one page; `first` and `last` tell that no text of the page's body stands above or below it."""

    page: int
    cells: tuple[ReadCell, ...]
    first: bool
    last: bool

    @property
    def n_rows(self) -> int:
        """Number of rows."""
        return max(cell.cell.row + cell.cell.row_span for cell in self.cells)

    def sides_agree(self, other: PageTable) -> bool:
        """Tell whether both tables have their left and right edges at the same places."""
        mine, theirs = (
            (min(cell.cell.x0 for cell in table.cells), max(cell.cell.x1 for cell in table.cells))
            for table in (self, other)
        )
        return abs(mine[0] - theirs[0]) <= _SIDE and abs(mine[1] - theirs[1]) <= _SIDE


@dataclass(frozen=True, slots=True)
class _Join:
    """How a table goes on: cells (index above, index below) that are one; rows of repeated head; whole rows joined."""

    pairs: tuple[tuple[int, int], ...]
    head: int
    whole: bool


_BEGIN: Final = _Join((), 0, whole=False)
_Place = tuple[int, int, int, int]  # top, left, bottom, right in rows and columns


def refer(tables: Sequence[PageTable], *, first_number: int) -> list[list[CellRef | None]]:
    """Give each cell of each table its place in the document; cells that are one share it; None for a repeated head.

    Args:
        tables: in the order of the document.
        first_number: of the first table.
    """
    refs: list[list[CellRef | None]] = [[] for _ in tables]
    for number, chain in enumerate(_chains(tables), start=first_number):
        parts = [tables[index] for index, _ in chain]
        for (index, _), own in zip(chain, _refer_chain(parts, [join for _, join in chain], number), strict=True):
            refs[index] = own
    return refs


def _chains(tables: Sequence[PageTable]) -> list[list[tuple[int, _Join]]]:
    """Give the tables that go on with each other, as places with how each goes on; two may do so side by side."""
    chains: list[list[tuple[int, _Join]]] = []
    on_page: dict[int, list[list[tuple[int, _Join]]]] = {}  # the chains that end on a page
    for index, table in enumerate(tables):
        before = on_page.get(table.page - 1, [])
        goes_on = ((chain, _join(tables[chain[-1][0]], table)) for chain in before)
        chain, join = next(((chain, join) for chain, join in goes_on if join), ([], _BEGIN))
        if chain:
            before.remove(chain)
        else:
            chains.append(chain)
        chain.append((index, join))
        on_page.setdefault(table.page, []).append(chain)
    return chains


def _join(above: PageTable, below: PageTable) -> _Join | None:
    if below.page != above.page + 1 or not (above.last and below.first and above.sides_agree(below)):
        return None
    head = _repeated_head(above, below)
    uppers = [i for i, cell in enumerate(above.cells) if cell.cell.row + cell.cell.row_span == above.n_rows]
    lowers = [i for i, cell in enumerate(below.cells) if cell.cell.row == head]
    pairs = [(i, j) for i in uppers for j in lowers if _same_column(above.cells[i].cell, below.cells[j].cell)]
    kept = _cut_pairs(above, below, pairs, head) or _closed_pairs(above, below, pairs, len(lowers))
    if not kept:
        return None
    joined = {j for _, j in kept}
    return _Join(tuple(kept), head, all(j in joined or not below.cells[j].text for j in lowers))


def _repeated_head(above: PageTable, below: PageTable) -> int:
    """Count the first rows that say what the first rows of the page before say."""
    head = 0
    while head + 1 < min(above.n_rows, below.n_rows):
        upper = [cell.text for cell in above.cells if cell.cell.row == head]
        lower = [cell.text for cell in below.cells if cell.cell.row == head]
        if upper != lower or not any(upper):
            break
        head += 1
    return head


def _same_column(one: RuledCell, other: RuledCell) -> bool:
    return abs(one.x0 - other.x0) <= _SIDE and abs(one.x1 - other.x1) <= _SIDE


def _cut_pairs(
    above: PageTable, below: PageTable, pairs: Sequence[tuple[int, int]], head: int
) -> list[tuple[int, int]]:
    """Give the pairs with no rule between; where labels show that a row ends with the page, only those without text.

    Each of two labels amid the height of its own part heads a row of its own: the text beside them is two cells too.
    """
    cut = [(i, j) for i, j in pairs if above.cells[i].cell.open_bottom or (not head and below.cells[j].cell.open_top)]
    if not any(_is_amid(above.cells[i]) and _is_amid(below.cells[j]) for i, j in cut):
        return cut
    return [(i, j) for i, j in cut if not (above.cells[i].text and below.cells[j].text)]


def _is_amid(cell: ReadCell) -> bool:
    """Tell whether a cell has the same white over its text as under it, and as much as a line at least."""
    if not cell.text:
        return False
    line = max(line.bottom - line.top for line in cell.lines)
    over = min(line.top for line in cell.lines) - cell.cell.top
    under = cell.cell.bottom - max(line.bottom for line in cell.lines)
    return min(over, under) > line and abs(over - under) < line


def _closed_pairs(
    above: PageTable, below: PageTable, pairs: Sequence[tuple[int, int]], n_lower: int
) -> list[tuple[int, int]]:
    """Give the pairs of a row without a label, where the row before has one."""
    if n_lower == 1 or len(pairs) != n_lower:
        return []
    label_above, label_below = (
        min((table.cells[pair[side]] for pair in pairs), key=lambda cell: cell.cell.x0)
        for side, table in enumerate((above, below))
    )
    if not label_above.text or label_below.text or not any(below.cells[j].text for _, j in pairs):
        return []
    if label_above.cell.row_span == 1:
        return list(pairs)
    # A label over several rows: the next row may be a new one, unless a sentence goes on in it.
    return [
        (i, j)
        for i, j in pairs
        if below.cells[j] is label_below
        or not below.cells[j].text
        or not (_SENTENCE_END.search(above.cells[i].text) or opens_with_mark(below.cells[j].text))
    ]


def _refer_chain(tables: Sequence[PageTable], joins: Sequence[_Join], number: int) -> Iterator[list[CellRef | None]]:
    """Refer the cells of one table, part by part; the place of a cut cell reaches around all its parts."""
    lefts = _lefts(tables)
    first_of: dict[tuple[int, int], tuple[int, int]] = {}  # (part, cell) -> where the cell begins
    whole: dict[tuple[int, int], _Place] = {}
    end = 0
    for part, (table, join) in enumerate(zip(tables, joins, strict=True)):
        offset = end - join.whole - join.head
        end = offset + table.n_rows
        upper_of = {lower: upper for upper, lower in join.pairs}
        for index, cell in enumerate(table.cells):
            first = first_of[part - 1, upper_of[index]] if index in upper_of else (part, index)
            first_of[part, index] = first
            place = _place(cell.cell, lefts, offset)
            whole[first] = _around(whole.get(first, place), place)
    for part, (table, join) in enumerate(zip(tables, joins, strict=True)):
        yield [
            None if cell.cell.row < join.head else _ref(number, whole[first_of[part, index]])
            for index, cell in enumerate(table.cells)
        ]


def _lefts(tables: Sequence[PageTable]) -> list[float]:
    lefts: list[float] = []
    for x0 in sorted(cell.cell.x0 for table in tables for cell in table.cells):
        if not lefts or x0 - lefts[-1] > _SIDE:
            lefts.append(x0)
    return lefts


def _place(cell: RuledCell, lefts: Sequence[float], offset: int) -> _Place:
    left = max(0, sum(x0 <= cell.x0 + _SIDE for x0 in lefts) - 1)
    right = max(left + 1, sum(x0 < cell.x1 - _SIDE for x0 in lefts))
    return cell.row + offset, left, cell.row + cell.row_span + offset, right


def _around(one: _Place, other: _Place) -> _Place:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def _ref(number: int, place: _Place) -> CellRef:
    top, left, bottom, right = place
    return CellRef(number, top, left, bottom - top, right - left)
