"""What stands on one page of a PDF: tables of cells with their lines, and paragraphs outside them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, Literal

from textmine.ingest.readers.pdf_bullets import marks_of, with_bullets
from textmine.ingest.readers.pdf_clipped import copies_over_break
from textmine.ingest.readers.pdf_lines import glyphs_of, is_under, parted_rows, read_cell, read_open_text
from textmine.ingest.readers.pdf_rules import find_tables
from textmine.ingest.readers.pdf_tables import PageTable, ReadCell
from textmine.ingest.signs.characters import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pdfplumber.page import Page

    from textmine.ingest.readers.pdf_bullets import Mark
    from textmine.ingest.readers.pdf_lines import Glyph, TextLine
    from textmine.ingest.readers.pdf_rules import RuledCell, RuledTable

_Frame = tuple[float, float, float, float]  # x0, top, x1, bottom
_Turn = Callable[[float, float, float, float], _Frame]

_SHARED: Final = re.compile(
    r"[\u2e80-\u2fdf\u2027\u2215]"
)  # what Chromium's fonts call glyphs that two characters share
_FIRST_CJK: Final = "\u2e80"
_SCAN_AREA: Final = 0.5  # of the page: a picture this large with hardly any text is a scanned page
_SCAN_CHARACTERS: Final = 20
_UNNAMED: Final = 0.3  # share of characters without a code above which a page cannot be read
_TOLERATED: Final = 0.01  # share of characters by which the two readers may differ
_MARGIN: Final = 0.08  # of the page's height: page numbers and running heads stand there
_FRAME: Final = 0.5  # of the page: a single cell this large is a frame around text, no table
_FEWEST_PARTED: Final = 2  # lines on each side of the white in a frame around columns
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


@dataclass(frozen=True, slots=True)
class Sheet:
    """The characters and rules of a page, set upright."""

    number: int
    glyphs: tuple[Glyph, ...]
    ruled: tuple[RuledTable, ...]
    marks: tuple[Mark, ...]
    extent: tuple[float, float]  # top and bottom
    warnings: tuple[str, ...]
    state: Literal["read", "unreadable"] = "read"
    as_displayed: _Turn | None = None


def lay_out(page: Page, number: int, counted: str) -> Sheet:
    """Take characters and rules from a page of pdfplumber; `counted` is the text that PDFium finds on it."""
    objects: Mapping[str, Sequence[Mapping[str, Any]]] = page.objects
    left, top, right, bottom = page.bbox
    glyphs = glyphs_of(objects.get("char", ()))
    inside = [glyph for glyph in glyphs if left <= glyph.x <= right and top <= glyph.y <= bottom]
    warnings = (*_warnings(number, glyphs, inside, counted), *_annotations(page, number))
    lost = not inside and bool(counted.strip())  # a damaged page, of which PDFium still finds the text
    if lost or _is_unreadable(inside, objects.get("image", ()), (right - left) * (bottom - top)):
        return Sheet(number, (), (), (), (top, bottom), warnings, "unreadable")
    inside = _named_by_actual_text(inside, counted)
    turn, turn_back = _turns(inside, left, top, right, bottom)
    if turn:
        inside = [_turn_glyph(glyph, turn) for glyph in inside]
        objects = {
            kind: [_turn_object(drawn, turn) for drawn in objects.get(kind, ())] for kind in ("line", "rect", "curve")
        }
        left, top, right, bottom = turn(left, top, right, bottom)
    ruled = _without_frames(find_tables(objects), (right - left) * (bottom - top), inside)
    marks = tuple(marks_of(objects))
    return Sheet(number, tuple(inside), tuple(ruled), marks, (top, bottom), warnings, as_displayed=turn_back)


def without_copies(above: Sheet, below: Sheet) -> tuple[Sheet, Sheet]:
    """Take out of two pages that follow each other what is written on both and shown on one."""
    under, over = copies_over_break(above.glyphs, above.ruled, below.glyphs, below.ruled)
    one, other = (
        replace(sheet, glyphs=tuple(glyph for glyph in sheet.glyphs if glyph.order not in copies)) if copies else sheet
        for sheet, copies in ((above, under), (below, over))
    )
    return one, other


def read_sheet(sheet: Sheet) -> PageContent:
    """Give the tables and paragraphs of a page."""
    in_cells, outside = _assign(sheet.glyphs, sheet.ruled)
    paragraphs = tuple(tuple(with_bullets(lines, sheet.marks)) for lines in read_open_text(outside))
    cells = {cell: with_bullets(read_cell(found), sheet.marks) for cell, found in in_cells.items()}
    tables, nested = _tables(sheet.number, sheet.ruled, cells, paragraphs, sheet.extent)
    return PageContent(sheet.number, tables, nested, paragraphs, sheet.state, sheet.warnings, sheet.as_displayed)


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
    """Give shared glyphs the character that the file means, where PDFium's reading of it knows better.

    Chromium's fonts have one glyph for 子 and the radical ⼦, and one for 戸 and 戶. A radical is its character where
    PDFium finds no radical at all; for any other sign that PDFium does not find, it is asked what stands between the
    same neighbours.
    """
    if not _SHARED.search(counted):
        glyphs = [
            replace(glyph, text=fold(glyph.text).text) if _SHARED.match(glyph.text) else glyph for glyph in glyphs
        ]
    unknown = {glyph.text for glyph in glyphs if glyph.text >= _FIRST_CJK} - set(counted)
    if not unknown:
        return list(glyphs)
    visible = [glyph.text for glyph in glyphs if glyph.text.strip()]
    text = "".join(counted.split())
    meant = {sign: _between_same(sign, visible, text) for sign in unknown}
    return [replace(glyph, text=meant.get(glyph.text) or glyph.text) for glyph in glyphs]


def _between_same(sign: str, visible: Sequence[str], text: str) -> str | None:
    """Give the one character that another reader finds between the neighbours of a sign, wherever it stands."""
    places = [place for place, own in enumerate(visible) if own == sign]
    around = {("".join(visible[max(0, p - 2) : p]), "".join(visible[p + 1 : p + 3])) for p in places}
    patterns = (rf"(?<={re.escape(before)})(.)(?={re.escape(after)})" for before, after in around)
    found = {match[1] for pattern in patterns for match in re.finditer(pattern, text)}
    return found.pop() if len(found) == 1 else None


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


def _without_frames(tables: Sequence[RuledTable], page_area: float, glyphs: Sequence[Glyph]) -> list[RuledTable]:
    """Leave out single cells that frame other tables, most of the page, or columns: their text stands in no cell."""
    return [
        table
        for table in tables
        if len(table.cells) > 1
        or not (
            table.cells[0].area > _FRAME * page_area
            or any(_inside(other, table.cells[0]) for other in tables)
            or _parts_text(table.cells[0], glyphs)
        )
    ]


def _parts_text(cell: RuledCell, glyphs: Sequence[Glyph]) -> bool:
    """Tell whether a single cell is a frame around labels and their text: white parts it from top to bottom."""
    pieces = [piece for row in parted_rows(g for g in glyphs if cell.holds(g.x, g.y)) for piece in row]
    starts = Counter(round(piece[0].x0) for piece in pieces)
    for start in sorted(starts)[1:]:
        left = [piece for piece in pieces if piece[-1].x1 < start]
        right = [piece for piece in pieces if piece[0].x0 > start - 1]
        if min(len(left), len(right)) >= _FEWEST_PARTED and len(left) + len(right) == len(pieces):
            return True
    return False


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
        if len(set(places)) > 1 and is_under(run[0], run[1]):
            places = [places[len(places) // 2]] * len(run)  # a label that is taller than its row is centred on it
        elif places[0] is not None and _spills(run, places):
            places = [places[0]] * len(run)  # Excel lets a long text spill into the next cell
        for glyph, around in zip(run, places, strict=True):
            (outside if around is None else in_cells[around]).append(glyph)
    return in_cells, outside


def _runs(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    """Part characters, in the order of the file, where one does not touch the next."""
    run: list[Glyph] = []
    for glyph in glyphs:
        last = run[-1] if run else None
        if last and not (_touches_beside(last, glyph) or _touches_under(run, glyph)):
            yield run
            run = []
        run.append(glyph)
    if run:
        yield run


def _touches_beside(last: Glyph, glyph: Glyph) -> bool:
    return abs(glyph.y - last.y) < 1 and abs(glyph.x0 - last.x1) <= _TOUCHING * glyph.size


def _touches_under(run: Sequence[Glyph], glyph: Glyph) -> bool:
    """Tell whether vertical writing goes on, with no white for a rule between the characters."""
    last = run[-1]
    upright = len(run) == 1 or is_under(run[-2], last)
    gap = last.top - glyph.bottom if last.turned == 1 else glyph.top - last.bottom
    return upright and is_under(last, glyph) and gap < _WHITE * glyph.size


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
        others = [lines[0].top for lines in body if _share_width(lines, table)]
        others += [other.top for other in outer if other.x0 < table.x1 and other.x1 > table.x0]
        above, below = any(top < table.top for top in others), any(top > table.top for top in others)
        read = PageTable(number, cells, first=not above and not inner, last=not below and not inner)
        (nested if inner else tables).append(read)
    return tuple(tables), tuple(nested)


def _share_width(lines: Sequence[TextLine], table: RuledTable) -> bool:
    """Tell whether text stands over or under a table, not beside it."""
    return any(line.x0 < table.x1 and line.x1 > table.x0 for line in lines)


def _is_furniture(lines: Sequence[TextLine], extent: tuple[float, float]) -> bool:
    top, bottom = extent
    margin = _MARGIN * (bottom - top)
    at_edge = lines[-1].bottom < top + margin or lines[0].top > bottom - margin
    return at_edge or (len(lines) == 1 and _PAGE_NUMBER.fullmatch(lines[0].text) is not None)
