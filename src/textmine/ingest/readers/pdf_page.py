"""What stands on one page of a PDF: tables of cells with their lines, and paragraphs outside them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, Literal

from textmine.ingest.characters import fold
from textmine.ingest.readers.pdf_lines import glyphs_of, marks_of, read_cell, read_open_text, with_bullets
from textmine.ingest.readers.pdf_rules import find_tables
from textmine.ingest.readers.pdf_tables import PageTable, ReadCell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pdfplumber.page import Page

    from textmine.ingest.readers.pdf_lines import Glyph, TextLine
    from textmine.ingest.readers.pdf_rules import RuledCell, RuledTable

_Frame = tuple[float, float, float, float]  # x0, top, x1, bottom
_Turn = Callable[[float, float, float, float], _Frame]

_SHARED: Final = re.compile(
    r"[\u2e80-\u2fdf\u2027\u2215]"
)  # what Chromium's fonts call glyphs that two characters share
_SCAN_AREA: Final = 0.5  # of the page: a picture this large with hardly any text is a scanned page
_SCAN_CHARACTERS: Final = 20
_UNNAMED: Final = 0.3  # share of characters without a code above which a page cannot be read
_TOLERATED: Final = 0.01  # share of characters by which the two readers may differ
_MARGIN: Final = 0.08  # of the page's height: page numbers and running heads stand there
_FRAME: Final = 0.5  # of the page: a single cell this large is a frame around text, no table
_BAND: Final = 24.0  # points: cells are looked up in bands of this height
_TOUCHING: Final = 0.25  # of the character size: gap between characters of one run
_WHITE: Final = 0.12  # of the character size: white between two cells' texts, at least
_CUT: Final = 0.2  # share of a character's width beyond a rule, more than what a tight cell causes
_PAGE_NUMBER: Final = re.compile(r"\W*[0-9０-９]{1,3}\s*(?:[/／]\s*[0-9０-９]{1,3})?\s*(?:ページ|頁)?\W*")


@dataclass(frozen=True, slots=True)
class PageContent:
    """A page as read; `nested` are tables inside cells of `tables`."""

    number: int
    tables: tuple[PageTable, ...]
    nested: tuple[PageTable, ...]
    paragraphs: tuple[tuple[TextLine, ...], ...]
    state: Literal["read", "unreadable"]
    warnings: tuple[str, ...]
    as_displayed: _Turn | None  # how coordinates of a page whose text lies on its side go back to the page


def read_page(page: Page, number: int, counted: str) -> PageContent:
    """Read a page of pdfplumber; `counted` is the text that PDFium finds on it."""
    objects: Mapping[str, Sequence[Mapping[str, Any]]] = page.objects
    left, top, right, bottom = page.bbox
    glyphs = glyphs_of(objects.get("char", ()))
    inside = [glyph for glyph in glyphs if left <= glyph.x <= right and top <= glyph.y <= bottom]
    warnings = (*_warnings(number, glyphs, inside, counted), *_annotations(page, number))
    lost = not inside and bool(counted.strip())  # a damaged page, of which PDFium still finds the text
    if lost or _is_unreadable(inside, objects.get("image", ()), (right - left) * (bottom - top)):
        return PageContent(number, (), (), (), "unreadable", warnings, None)
    inside = _named_by_actual_text(inside, counted)
    turn, turn_back = _turns(inside, left, top, right, bottom)
    if turn:
        inside = [_turn_glyph(glyph, turn) for glyph in inside]
        objects = {
            kind: [_turn_object(drawn, turn) for drawn in objects.get(kind, ())] for kind in ("line", "rect", "curve")
        }
        left, top, right, bottom = turn(left, top, right, bottom)
    ruled = _without_frames(find_tables(objects), (right - left) * (bottom - top))
    in_cells, outside = _assign(inside, ruled)
    marks = marks_of(objects)
    paragraphs = tuple(tuple(with_bullets(lines, marks)) for lines in read_open_text(outside))
    cells = {cell: with_bullets(read_cell(found), marks) for cell, found in in_cells.items()}
    tables, nested = _tables(number, ruled, cells, paragraphs, (top, bottom))
    return PageContent(number, tables, nested, paragraphs, "read", warnings, turn_back)


def _warnings(number: int, glyphs: Sequence[Glyph], inside: Sequence[Glyph], counted: str) -> tuple[str, ...]:
    warnings = []
    if len(inside) < len(glyphs):
        warnings.append(f"{number} ページ: 紙面の外の {len(glyphs) - len(inside)} 文字を読まない")
    mine, other = (len("".join(text.split())) for text in ("".join(glyph.text for glyph in inside), counted))
    if abs(mine - other) > max(5, _TOLERATED * max(mine, other)):
        warnings.append(f"{number} ページ: 読み取った文字数 {mine} が照合した文字数 {other} と違う")
    unnamed = sum(glyph.text == "\N{REPLACEMENT CHARACTER}" for glyph in inside)
    if unnamed:
        warnings.append(f"{number} ページ: 文字コードのない字が {unnamed} 字ある (U+FFFD に置き換えた)")
    return tuple(warnings)


def _annotations(page: Page, number: int) -> Iterator[str]:
    """Name the text that stands on the page without being part of it: filled-in fields, typed remarks."""
    texts = 0
    for annotation in page.annots:
        data = annotation["data"]
        kind = getattr(data.get("Subtype"), "name", "")
        texts += bool((kind == "Widget" and data.get("V")) or (kind == "FreeText" and data.get("Contents")))
    if texts:
        yield f"{number} ページ: 入力欄や注釈の文字 {texts} か所を読まない (印刷から PDF にし直すと読める)"


def _is_unreadable(glyphs: Sequence[Glyph], images: Sequence[Mapping[str, Any]], page_area: float) -> bool:
    n_visible = sum(bool(glyph.text.strip()) for glyph in glyphs)
    unnamed = sum(glyph.text == "\N{REPLACEMENT CHARACTER}" for glyph in glyphs)
    if n_visible and unnamed > _UNNAMED * n_visible:
        return True
    if n_visible >= _SCAN_CHARACTERS:
        return False
    covered = sum((image["x1"] - image["x0"]) * (image["bottom"] - image["top"]) for image in images)
    return bool(covered >= _SCAN_AREA * page_area) or (not n_visible and bool(images))


def _named_by_actual_text(glyphs: Sequence[Glyph], counted: str) -> list[Glyph]:
    """Give shared glyphs the character that the file means, where PDFium's reading of it has no radical at all."""
    if _SHARED.search(counted):
        return list(glyphs)
    return [replace(glyph, text=fold(glyph.text).text) if _SHARED.match(glyph.text) else glyph for glyph in glyphs]


def _turns(
    glyphs: Sequence[Glyph], left: float, top: float, right: float, bottom: float
) -> tuple[_Turn | None, _Turn | None]:
    """Give the turn that sets a page's text upright, and the turn back; None if it stands upright."""
    turned, n_so = Counter(glyph.turned for glyph in glyphs).most_common(1)[0] if glyphs else (0, 0)
    if not turned or 2 * n_so <= len(glyphs):
        return None, None

    def clockwise(x0: float, y0: float, x1: float, y1: float) -> _Frame:
        return bottom - y1, x0 - left, bottom - y0, x1 - left

    def clockwise_back(x0: float, y0: float, x1: float, y1: float) -> _Frame:
        return y0 + left, bottom - x1, y1 + left, bottom - x0

    def counter(x0: float, y0: float, x1: float, y1: float) -> _Frame:
        return y0 - top, right - x1, y1 - top, right - x0

    def counter_back(x0: float, y0: float, x1: float, y1: float) -> _Frame:
        return right - y1, x0 + top, right - y0, x1 + top

    def half(x0: float, y0: float, x1: float, y1: float) -> _Frame:
        return left + right - x1, top + bottom - y1, left + right - x0, top + bottom - y0

    turns = {1: (clockwise, clockwise_back), -1: (counter, counter_back), 2: (half, half)}
    return turns[turned]


def _turn_glyph(glyph: Glyph, turn: _Turn) -> Glyph:
    x0, top, x1, bottom = turn(glyph.x0, glyph.top, glyph.x1, glyph.bottom)
    return replace(glyph, x0=x0, top=top, x1=x1, bottom=bottom, turned=0)


def _turn_object(drawn: Mapping[str, Any], turn: _Turn) -> dict[str, Any]:
    x0, top, x1, bottom = turn(drawn["x0"], drawn["top"], drawn["x1"], drawn["bottom"])
    points = [turn(x, y, x, y)[:2] for x, y in drawn.get("pts", ())]
    return {**drawn, "x0": x0, "top": top, "x1": x1, "bottom": bottom, "pts": points}


def _without_frames(tables: Sequence[RuledTable], page_area: float) -> list[RuledTable]:
    """Leave out single cells that frame other tables or most of the page: their text stands in no cell."""
    return [
        table
        for table in tables
        if len(table.cells) > 1
        or not (table.cells[0].area > _FRAME * page_area or any(_inside(other, table.cells[0]) for other in tables))
    ]


def _inside(table: RuledTable, cell: RuledCell) -> bool:
    return (
        table.cells[0] is not cell
        and cell.holds((table.x0 + table.x1) / 2, (table.top + table.bottom) / 2)
        and (table.x1 - table.x0 < cell.x1 - cell.x0 and table.bottom - table.top < cell.bottom - cell.top)
    )


def _assign(glyphs: Iterable[Glyph], tables: Iterable[RuledTable]) -> tuple[dict[RuledCell, list[Glyph]], list[Glyph]]:
    """Give each character to the smallest cell around it, or to the text outside."""
    bands: defaultdict[int, list[RuledCell]] = defaultdict(list)
    for cell in sorted((cell for table in tables for cell in table.cells), key=lambda cell: cell.area):
        for band in range(int(cell.top // _BAND), int(cell.bottom // _BAND) + 1):
            bands[band].append(cell)
    in_cells: defaultdict[RuledCell, list[Glyph]] = defaultdict(list)
    outside: list[Glyph] = []
    for run in _runs(glyphs):
        places = [next((cell for cell in bands[int(g.y // _BAND)] if cell.holds(g.x, g.y)), None) for g in run]
        if places[0] is not None and _spills(run, places):
            places = [places[0]] * len(run)  # Excel lets a long text spill into the next cell
        for glyph, around in zip(run, places, strict=True):
            (outside if around is None else in_cells[around]).append(glyph)
    return in_cells, outside


def _runs(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    """Part characters, in the order of the file, where one does not touch the next."""
    run: list[Glyph] = []
    for glyph in glyphs:
        last = run[-1] if run else None
        if last and not (abs(glyph.y - last.y) < 1 and abs(glyph.x0 - last.x1) <= _TOUCHING * glyph.size):
            yield run
            run = []
        run.append(glyph)
    if run:
        yield run


def _spills(run: Sequence[Glyph], places: Sequence[RuledCell | None]) -> bool:
    """Tell whether a run goes over a rule without the white that parts two cells' texts."""
    return any(
        here is not there and (second.x0 - first.x1 < _WHITE * second.size or _is_cut(first, here))
        for (first, second), (here, there) in zip(pairwise(run), pairwise(places), strict=True)
    )


def _is_cut(glyph: Glyph, cell: RuledCell | None) -> bool:
    """Tell whether a rule of its cell goes through the character."""
    return cell is not None and glyph.x1 > cell.x1 + _CUT * (glyph.x1 - glyph.x0)


def _tables(
    number: int,
    ruled: Sequence[RuledTable],
    in_cells: Mapping[RuledCell, Sequence[TextLine]],
    paragraphs: Sequence[Sequence[TextLine]],
    extent: tuple[float, float],
) -> tuple[tuple[PageTable, ...], tuple[PageTable, ...]]:
    is_nested = [any(_inside(table, cell) for other in ruled for cell in other.cells) for table in ruled]
    body = [lines for lines in paragraphs if not _is_furniture(lines, extent)]
    outer = [table for table, inner in zip(ruled, is_nested, strict=True) if not inner]
    tables: list[PageTable] = []
    nested: list[PageTable] = []
    for table, inner in zip(ruled, is_nested, strict=True):
        cells = tuple(ReadCell(cell, tuple(in_cells.get(cell, ()))) for cell in table.cells)
        above = any(lines[0].top < table.top for lines in body) or any(other.top < table.top for other in outer)
        below = any(lines[0].top > table.top for lines in body) or any(other.top > table.top for other in outer)
        read = PageTable(number, cells, first=not above and not inner, last=not below and not inner)
        (nested if inner else tables).append(read)
    return tuple(tables), tuple(nested)


def _is_furniture(lines: Sequence[TextLine], extent: tuple[float, float]) -> bool:
    top, bottom = extent
    margin = _MARGIN * (bottom - top)
    at_edge = lines[-1].bottom < top + margin or lines[0].top > bottom - margin
    return at_edge or (len(lines) == 1 and _PAGE_NUMBER.fullmatch(lines[0].text) is not None)
