"""Text between labels to items: which rows run on, past labels, cells and page breaks, and which start anew."""

from __future__ import annotations

import math
import unicodedata
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from textmine.ingest.labels.finding import places_of
from textmine.ingest.lines.heights import is_level
from textmine.ingest.lines.items import FlowRow, Item, ItemParser
from textmine.ingest.lines.wrapping import is_sentence_end, text_edges

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from textmine.documents import Box
    from textmine.ingest.labels.finding import LabelHit
    from textmine.ingest.labels.scanning import Scan
    from textmine.ingest.lines.rows import Row

_FEWEST_FULL: Final = 3  # lines of one width that show where typed lines end
_TWO_SIGNS: Final = 4  # cells of a terminal
_TEXT_LINE: Final = 1  # the height of a line in text without geometry
_FEWEST_TEXTS: Final = 4
_MOSTLY: Final = 0.8  # share of texts
_LONG: Final = 0.85  # of the longest lines: a page's lists are narrower than its paragraphs
_OVER_PAGE: Final = 3  # the gap of a page break


def cut_items(scan: Scan, parser: ItemParser, tabular: frozenset[int], cuts: Mapping[int, Row]) -> list[Item]:
    """Cut all rows that are no label, title, furniture or table into items."""
    flows: list[list[FlowRow]] = []
    columns: dict[tuple[int, int], list[FlowRow]] = {}
    current: list[FlowRow] = []
    typed = _full_typed_lines(scan.rows)
    parted = 0  # place of the first row after the last label
    for place, written, apart in _text_rows(scan, parser, tabular):
        row = cuts.get(place, written)
        parted = place if apart else parted
        last = current[-1] if current else None
        gap = _gap(last, row, passed_label=apart)
        over_page = gap == _OVER_PAGE and parser.starts_item(row)
        above = columns.get((row.cell.table, row.cell.column)) if row.cell and parser.is_note(row) else current
        if above and above[-1].place >= parted and _goes_on_in_next_row(above, row, parser, typed):
            gap, current = 0, above  # a note goes on past the text of other columns: ・… | ・… over ※… | ・…
        elif last is None or apart or over_page or row.cell != last.row.cell:
            cut = _cut_by_page(row, columns, parser, apart=apart)
            gap = gap if cut is None else _OVER_PAGE
            current = [] if cut is None else cut
            if cut is None:
                flows.append(current)
        current.append(FlowRow(row, place, gap))
        if row.cell:
            columns[row.cell.table, row.cell.column] = current
    edges = text_edges(entry.row for flow in flows for entry in flow)
    parsed = [parser.parse(flow, edges) for flow in flows]
    is_prose = _is_prose(flows)
    return [item for items in parsed for item in (_joined(items) if is_prose else items)]


def _is_prose(flows: Sequence[Sequence[FlowRow]]) -> bool:
    """Tell whether the texts under the labels end as sentences do: then a long line that ends none is cut."""
    n_ended = sum(is_sentence_end(flow[-1].row.text) for flow in flows)
    return len(flows) >= _FEWEST_TEXTS and n_ended >= _MOSTLY * len(flows)


def _joined(items: Sequence[Item]) -> list[Item]:
    """Join sentences without bullets that a line's end cuts: bare text keeps no left edge of a page's narrow lists."""
    joined: list[Item] = []
    for item in items:
        if joined and _may_go_on(item, joined[-1]) and _is_cut(joined[-1]):
            joined[-1].rows += item.rows
            joined[-1].places += item.places
        else:
            joined.append(item)
    return joined


def _may_go_on(item: Item, before: Item) -> bool:
    return item.gap == 0 and item.cell == before.cell and not (item.mark.kind or item.is_subheading)


def _is_cut(item: Item) -> bool:
    """Tell whether an item ends no sentence, and its last line may reach the right edge of its paragraph."""
    last = item.rows[-1]
    if item.is_ended or item.is_subheading or last.box is None or last.edge is None:
        return False
    width, room = last.box.x1 - last.box.x0, last.edge - last.box.x0
    return not _is_drawn(last.box) and width >= _LONG * room


def _is_drawn(box: Box) -> bool:
    return box.bottom - box.top > _TEXT_LINE


def _cut_by_page(
    row: Row, columns: Mapping[tuple[int, int], list[FlowRow]], parser: ItemParser, *, apart: bool
) -> list[FlowRow] | None:
    """Give the text of the cell that a row goes on with, where a page break made two tables of one."""
    if row.cell is None:
        return None
    same = columns.get((row.cell.table, row.cell.column))
    if same is not None and same[-1].row.cell == row.cell and same[-1].row.page != row.page:
        return same
    if apart or row.cell.row > 0 or parser.starts_item(row):
        return None
    before = columns.get((row.cell.table - 1, row.cell.column))
    if before is None or is_sentence_end(before[-1].row.text):
        return None
    unpaged = row.box is None and before[-1].row.page == row.page  # Markdown keeps no page, only the two tables
    return before if unpaged or before[-1].row.page == row.page - 1 else None


def _full_typed_lines(rows: Sequence[Row]) -> frozenset[int]:
    """Give the places of full lines that were typed into cells of their own, in columns of whole sentences."""
    columns: dict[tuple[int, int], list[int]] = defaultdict(list)
    lines = Counter(row.cell for row in rows)
    for place, row in enumerate(rows):
        if row.cell and row.box is None and lines[row.cell] == 1 and row.cell.row_span == 1:
            columns[row.cell.table, row.cell.column].append(place)
    full: list[int] = []
    for places in columns.values():
        widths = {place: _width(rows[place].text) for place in places}
        edge = sorted(widths.values())[-_FEWEST_FULL] if len(places) >= _FEWEST_FULL else math.inf
        if any(is_sentence_end(rows[place].text) for place in places):
            full += [place for place in places if widths[place] >= edge - _TWO_SIGNS]
    return frozenset(full)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text.strip())


def _goes_on_in_next_row(current: list[FlowRow], row: Row, parser: ItemParser, typed: frozenset[int]) -> bool:
    """Tell whether an item goes on in the cell below: a sheet in which each line was typed into a row of its own."""
    last = current[-1].row
    if row.cell is None or last.cell is None or row.cell == last.cell:
        return False
    if not (parser.is_note(row) or parser.starts_item(current[0].row) or current[-1].place in typed):
        return False
    below = row.cell.table == last.cell.table and row.cell.column == last.cell.column
    next_row = row.cell.row == last.cell.row + last.cell.row_span
    runs_on = parser.is_note(row) or not (parser.starts_item(row) or is_sentence_end(last.text))
    return below and next_row and runs_on


def _text_rows(scan: Scan, parser: ItemParser, tabular: frozenset[int]) -> Iterator[tuple[int, Row, bool]]:
    """Give the rows of text, and whether a label or the like stands between each and the one before."""
    labelled = {place for hit in scan.hits for place in _hit_places(scan, hit) if place not in scan.rests}
    headings = places_of(hit for hit in scan.hits if hit.label.kind == "part")
    apart = False
    last: Row | None = None
    for place, row in enumerate(scan.rows):
        if place in labelled:
            apart = apart or place in headings or not _is_transparent(scan, place, labelled, parser)
        elif place in scan.titles or place in tabular:
            apart = apart or place in scan.titles or not _is_beside(last, row)
        elif place in scan.rests:
            rest = scan.rests[place]
            apart = apart or last is None or not _continues_past_head(last, row, rest, parser)
            if rest.key:
                yield place, rest, apart
                apart, last = False, rest
        elif place not in scan.furniture:
            yield place, row, apart
            apart, last = False, row


def _is_beside(last: Row | None, row: Row) -> bool:
    """Tell whether a mark stands to the right of a line, on which the text goes on: 「①…、自分ら   A   B」."""
    if last is None or last.box is None or row.box is None or row.cell is not None:
        return False
    return is_level(last.box, row.box) and row.box.x0 >= last.box.x1 - 1


def _gap(last: FlowRow | None, row: Row, *, passed_label: bool) -> int:
    if last is None or passed_label:
        return 2
    if row.sheet != last.row.sheet:
        return _OVER_PAGE
    return 1 if row.block != last.row.block else 0


def _hit_places(scan: Scan, hit: LabelHit) -> list[int]:
    wanted = {row.span for row in hit.rows}
    return [place for place in range(hit.first, hit.last + 1) if scan.rows[place].span in wanted or place in scan.rests]


def _is_transparent(scan: Scan, place: int, labelled: set[int], parser: ItemParser) -> bool:
    """Tell whether text runs on past a label: it stands beside the text, or an extractor put it amid a sentence."""
    rows, row = scan.rows, scan.rows[place]
    if row.cell is not None:
        return False
    passed = labelled | scan.furniture
    before = next((rows[p] for p in range(place - 1, -1, -1) if p not in passed), None)
    after = next((rows[p] for p in range(place + 1, len(rows)) if p not in passed), None)
    if row.box:
        for other in (before, after):
            if other and other.box and other.box.page == row.box.page and other.cell is None:
                overlap = min(other.box.bottom, row.box.bottom) - max(other.box.top, row.box.top)
                if overlap > 0.3 * (row.box.bottom - row.box.top) and other.box.x0 > row.box.x0:
                    return True
        if before and after and _is_printed(row) and _is_over(before, row) and _is_over(row, after):
            return False  # a line of its own in the column of the text
    if before is None or after is None:
        return False
    together = before.block == row.block == after.block
    if not together and not (_is_left_of(row, before) and _is_left_of(row, after)):
        return False
    return not is_sentence_end(before.text) and not parser.starts_item(after) and len(before.key) >= 15  # noqa: PLR2004


def _is_printed(row: Row) -> bool:
    """Tell whether a line has a place on paper: in bare text a label amid its cell starts where the text starts."""
    return row.box is not None and _is_drawn(row.box)


def _is_over(upper: Row, lower: Row) -> bool:
    """Tell whether a line stands over another and starts where that starts."""
    if upper.box is None or lower.box is None:
        return False
    height = upper.box.bottom - upper.box.top
    return upper.box.bottom <= lower.box.top + 0.3 * height and abs(upper.box.x0 - lower.box.x0) <= 0.5 * height


def _is_left_of(label: Row, text: Row) -> bool:
    """Tell whether a label stands in a column to the left of a text."""
    return label.box is not None and text.box is not None and text.cell is None and text.box.x0 >= label.box.x1 - 1


def _continues_past_head(last: Row, row: Row, rest: Row, parser: ItemParser) -> bool:
    """Tell whether a label that leads a line stands amid wrapped text: 「取組の成果 あり、連絡先を…」."""
    return (
        row.cell is None
        and last.sheet == row.sheet
        and not is_sentence_end(last.text)
        and not parser.starts_item(rest)
        and last.block == row.block
        and len(last.key) >= 15  # noqa: PLR2004 - a wrapped line is not short
    )
