"""Blocks of text that hold their label, as cells: an extractor put the label of each cell amid the cell's lines.

A label stands at the middle of its cell, and an extractor that goes by heights writes it there: 「…の利用案内を / 取組内容
/ 作成した。」 Where empty lines part such cells, each block holds one label, all over the document. A block that a page
break glued to the next holds two: then a label has as many lines after it as before it, or one more.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from textmine.documents import CellRef
from textmine.ingest.label_order import is_canonical
from textmine.ingest.statements import STATEMENT_SECTIONS
from textmine.ingest.wrapping import is_sentence_end

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textmine.ingest.label_finding import LabelHit
    from textmine.ingest.layout import Field
    from textmine.ingest.rows import Row
    from textmine.ingest.scanning import Scan

_FEWEST: Final = 2  # labels of statements amid their text, that show how the document is laid out
_MOSTLY: Final = 0.9  # share of the blocks of statements that hold a label


@dataclass(frozen=True, slots=True)
class _Cell:
    """A label, and the places of its rows and of those of its text."""

    field: Field
    label: tuple[int, ...]
    text: tuple[int, ...]

    @property
    def is_stated(self) -> bool:
        """Tell whether its text is statements."""
        return self.field.section in STATEMENT_SECTIONS or bool(self.field.splits_into)

    @property
    def is_amid(self) -> bool:
        """Tell whether text stands before the label and after it."""
        return bool(self.text) and self.text[0] < self.label[0] and self.label[-1] < self.text[-1]


def arrange_blocks(scan: Scan) -> list[Row] | None:
    """Give all rows with the blocks that hold their labels as cells, a label first; None in any other text."""
    blocks, firsts = _blocks(scan), [hit.first for hit in scan.hits]
    cells = [cell for block in blocks for cell in _cells(scan, firsts, block)]
    amid = [cell for cell in cells if cell.is_amid]
    stated = [cell for cell in cells if cell.is_stated and cell.text]
    if sum(cell.is_stated for cell in amid) < _FEWEST or not is_canonical(scan.hits, scan.layout):
        return None
    labels = {place for hit in scan.hits for place in _places(scan, hit)}
    asked = [
        block
        for block in blocks
        if block[-1] >= stated[0].label[0] and block[0] <= stated[-1].label[-1] and not labels.issuperset(block)
    ]
    n_holding = sum(not labels.isdisjoint(block) for block in asked)
    return list(_rows(scan, amid)) if n_holding >= _MOSTLY * len(asked) else None


def _blocks(scan: Scan) -> list[list[int]]:
    """Give the places of the rows that stand together, in no table; the heading of a part parts them."""
    headings = {place for hit in scan.hits if hit.label.kind != "field" for place in _places(scan, hit)}
    passed = scan.furniture | scan.titles | headings
    blocks: list[list[int]] = []
    last = -1
    for place, row in enumerate(scan.rows):
        if row.cell or place in passed:
            last = -1
        elif last >= 0 and scan.rows[last].block == row.block:
            blocks[-1].append(place)
            last = place
        else:
            blocks.append([place])
            last = place
    return blocks


def _cells(scan: Scan, firsts: Sequence[int], block: Sequence[int]) -> Iterator[_Cell]:
    """Give a cell for each label of a block; the text between two is parted by how many lines stand before the one."""
    within = scan.hits[bisect_left(firsts, block[0]) : bisect_right(firsts, block[-1])]
    hits = _outer(scan, within)
    if any(hit.leads_line for hit in hits):
        return
    labels = [_places(scan, hit) for hit in hits]
    taken = {place for places in labels for place in places}
    text = [place for place in block if place not in taken]
    start = 0
    for number, (hit, label) in enumerate(zip(hits, labels, strict=True)):
        middle, end = bisect_left(text, label[0]), len(text)
        if number + 1 < len(hits):
            following = bisect_left(text, labels[number + 1][0])
            end = middle + _n_after(middle - start, [scan.rows[place] for place in text[middle:following]])
        yield _Cell(scan.layout.fields[hit.label.index], label, tuple(text[start:end]))
        start = end


def _n_after(n_before: int, lines: Sequence[Row]) -> int:
    """Tell how many of the lines after a label are its own: as many as before it, or the middle one too."""
    if 0 < n_before < len(lines):
        one, two = (is_sentence_end(row.text) for row in lines[n_before - 1 : n_before + 1])
        return n_before if one and not two else n_before + 1
    return min(n_before + 1, len(lines))


def _outer(scan: Scan, hits: Sequence[LabelHit]) -> list[LabelHit]:
    """Leave out the labels that part the cell of another one: (成果) and (課題) beside 「取組の成果と課題」."""
    fields = [scan.layout.fields[hit.label.index] for hit in hits]
    parted = {section for field in fields for section in field.splits_into}
    return [hit for hit, field in zip(hits, fields, strict=True) if field.section not in parted]


def _places(scan: Scan, hit: LabelHit) -> tuple[int, ...]:
    spans = {row.span for row in hit.rows}
    return tuple(place for place in range(hit.first, hit.last + 1) if scan.rows[place].span in spans)


def _rows(scan: Scan, cells: Sequence[_Cell]) -> Iterator[Row]:
    """Give the rows in the order of reading, with two cells side by side for each label and its text."""
    table = 1 + max((row.cell.table for row in scan.rows if row.cell), default=-1)
    starts = {cell.text[0]: (number, cell) for number, cell in enumerate(cells)}
    taken = {place for cell in cells for place in (*cell.label, *cell.text)}
    for place, row in enumerate(scan.rows):
        if place in starts:
            number, cell = starts[place]
            for column, places in enumerate((cell.label, cell.text)):
                yield from (replace(scan.rows[own], cell=CellRef(table, number, column)) for own in places)
        elif place not in taken:
            yield row
