"""A Document from a PDF: cells from its rules, lines from the places of its characters, each character once.

pdfplumber (pdfminer.six) gives characters and rules. PDFium, which is faster and forgives more, opens the file first:
it tells encrypted and broken files, counts characters as a cross-check, and knows what a shared glyph says
(`/ActualText`).
"""

from __future__ import annotations

import io
import logging
import re
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pdfplumber
import pypdfium2

from textmine.documents import Box
from textmine.errors import UnreadableFile
from textmine.ingest.readers.building import DocumentBuilder
from textmine.ingest.readers.deadline import OutOfTimeError, time_limit
from textmine.ingest.readers.pdf_bullets import list_items
from textmine.ingest.readers.pdf_page import PageContent, Sheet, lay_out, read_sheet, without_copies
from textmine.ingest.readers.pdf_tables import refer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from textmine.documents import CellRef, Document
    from textmine.ingest.readers.building import Role
    from textmine.ingest.readers.pdf_lines import TextLine
    from textmine.ingest.readers.pdf_tables import PageTable, ReadCell
    from textmine.ingest.readers.raw_file import RawFile

_MOST_SECONDS: Final = 30.0
_MOST_PAGES: Final = 500
_MOST_CHARACTERS: Final = 60_000  # on one page; a full page of 6-point text has some 8,000
_MOST_INFLATED: Final = 256 * 1024 * 1024  # bytes of one stream; a page scanned at 600 dpi in colour has 100 MB
_DEFLATE: Final = 8  # zlib's mark in the first byte of a stream
_END_WITHIN: Final = 4096  # bytes from the end in which a whole file says %%EOF
_AGAIN: Final = "元のファイルを入手し直してください"
_OCR: Final = "先に OCR (文字認識) をかけてください"

logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # thousands of lines on fonts without a bounding box


@dataclass(frozen=True, slots=True)
class _Item:
    """A block to be written."""

    lines: tuple[TextLine, ...]
    cell: CellRef | None
    list_level: int | None
    right: float | None = None  # how far to the right its cell has room
    is_head_again: bool = False


def read_pdf(raw: RawFile, *, password: str | None = None) -> Document:
    """Read a PDF.

    Raises:
        UnreadableFile: encrypted, broken, cut short, without pages, without text, too large.
    """
    try:
        with time_limit(_MOST_SECONDS):
            texts = _texts_by_pdfium(raw, password)
            pages = _pages(raw, texts, password)
    except OutOfTimeError:
        found = f"{_MOST_SECONDS:.0f} 秒では読み切れない PDF"
        raise UnreadableFile(raw.place, found, "様式のページだけを別のファイルにしてください") from None
    if all(page.state == "unreadable" for page in pages):
        raise UnreadableFile(raw.place, "文字がなく画像だけの PDF (スキャン)", _OCR)
    if not any(page.tables or page.paragraphs for page in pages):
        raise UnreadableFile(raw.place, "文字が 1 つもない PDF", "中身のあるファイルか確かめてください")
    return _document(raw, pages)


def _texts_by_pdfium(raw: RawFile, password: str | None) -> list[str]:
    """Give the text of each page as PDFium finds it, after all checks that it can make."""
    if b"%%EOF" not in raw.content[-_END_WITHIN:]:
        raise UnreadableFile(raw.place, "途中で切れている PDF (終わりの印がない)", _AGAIN)
    _check_inflated(raw)
    try:
        pdf = pypdfium2.PdfDocument(raw.content, password=password)
    except pypdfium2.PdfiumError as error:
        raise _refusal(raw.place, raw.content, error, password) from error
    try:
        if not len(pdf):
            raise UnreadableFile(raw.place, "ページが 1 つもない PDF", _AGAIN)
        if len(pdf) > _MOST_PAGES:
            found = f"{len(pdf)} ページあり、上限 {_MOST_PAGES} ページを超える"
            raise UnreadableFile(raw.place, found, "様式のページだけを別のファイルにしてください")
        return [_text_of(pdf, number, raw.place) for number in range(len(pdf))]
    finally:
        pdf.close()


def _text_of(pdf: pypdfium2.PdfDocument, number: int, place: str) -> str:
    try:
        page = pdf[number]
        text_page = page.get_textpage()
        n_characters = text_page.count_chars()
        text = text_page.get_text_range() if 0 < n_characters <= _MOST_CHARACTERS else ""
        text_page.close()
        page.close()
    except pypdfium2.PdfiumError as error:
        raise UnreadableFile(place, f"PDF の {number + 1} ページが壊れている", _AGAIN) from error
    if n_characters > _MOST_CHARACTERS:
        found = f"{number + 1} ページに {n_characters:,} 文字あり、様式として多すぎる"
        raise UnreadableFile(place, found, "様式のファイルか確かめてください")
    return str(text)


def _refusal(place: str, content: bytes, error: pypdfium2.PdfiumError, password: str | None) -> UnreadableFile:
    if "password" in str(error).lower():
        fault = "パスワードが違う PDF" if password else "パスワードで保護された PDF"
        return UnreadableFile(place, fault, "--password で開くためのパスワードを指定してください")
    if re.search(rb"/Count\s+0\b", content) and not re.search(rb"/Type\s*/Page\b", content):
        return UnreadableFile(place, "ページが 1 つもない PDF", _AGAIN)
    return UnreadableFile(place, "PDF として読めない (壊れている)", _AGAIN)


def _check_inflated(raw: RawFile) -> None:
    """Refuse a file with a stream that unpacks to more than a page can need, before a library unpacks it whole."""
    for mark in re.finditer(rb"stream\r?\n", raw.content):
        unpacker = zlib.decompressobj()
        data = memoryview(raw.content)[mark.end() : mark.end() + 8]
        if not data or data[0] & 0x0F != _DEFLATE:
            continue
        end = raw.content.find(b"endstream", mark.end())
        waiting: bytes = raw.content[mark.end() : end if end > 0 else None]
        size = 0
        try:
            while waiting and not unpacker.eof:
                size += len(unpacker.decompress(waiting, 1 << 20))
                waiting = unpacker.unconsumed_tail
                if size > _MOST_INFLATED:
                    found = f"展開すると {size / 1024**2:,.0f} MB を超える部分がある PDF"
                    raise UnreadableFile(raw.place, found, "印刷し直した PDF で試してください")
        except zlib.error:
            continue


def _pages(raw: RawFile, texts: Sequence[str], password: str | None) -> list[PageContent]:
    pages: list[PageContent] = []
    try:
        with pdfplumber.open(io.BytesIO(raw.content), password=password or "") as pdf:
            waiting: Sheet | None = None
            for number, page in enumerate(pdf.pages, start=1):
                sheet = lay_out(page, number, texts[number - 1] if number <= len(texts) else "")
                page.close()
                if waiting:
                    before, sheet = without_copies(waiting, sheet)
                    pages.append(read_sheet(before))
                waiting = sheet
            pages += [read_sheet(waiting)] if waiting else []
    except UnreadableFile:
        raise
    except Exception as error:
        where = f"{len(pages) + 1} ページ" if pages else "構造"
        raise UnreadableFile(raw.place, f"PDF が壊れている ({where}を読めない)", _AGAIN) from error
    if len(pages) != len(texts):
        found = f"PDF が壊れている (ページの数が {len(pages)} とも {len(texts)} とも読める)"
        raise UnreadableFile(raw.place, found, _AGAIN)
    return pages


def _document(raw: RawFile, pages: Sequence[PageContent]) -> Document:
    outer = [table for page in pages for table in page.tables]
    nested = [table for page in pages for table in page.nested]
    refs = dict(zip(map(id, outer), refer(outer, first_number=0), strict=True))
    n_tables = 1 + max((ref.table for cells in refs.values() for ref in cells if ref), default=-1)
    refs.update(zip(map(id, nested), refer(nested, first_number=n_tables), strict=True))
    builder = DocumentBuilder()
    warnings: list[str] = []
    for page in pages:
        for item in _items(page, refs):
            rows = [(line.text, *_boxes(page, line)) for line in item.lines]
            builder.add_block(rows, role=_role(item), cell=item.cell, list_level=item.list_level, right=item.right)
        builder.end_page(state=page.state, geometry="points")
        warnings.extend(page.warnings)
        if page.state == "unreadable":
            warnings.append(f"{page.number} ページ: 画像だけで文字がない。{_OCR}")
    return builder.build(raw, "pdf", warnings=warnings)


def _role(item: _Item) -> Role:
    if item.is_head_again:
        return "head_again"
    if item.list_level is not None:
        return "list_item"
    return "cell" if item.cell else "paragraph"


def _boxes(page: PageContent, line: TextLine) -> tuple[Box, Box | None]:
    """Give a line's place on the page, and on the page set upright if that is another."""
    frame = (line.x0, line.top, line.x1, line.bottom)
    upright = Box(page.number, *(round(side, 2) for side in frame))
    if page.as_displayed is None:
        return upright, None
    return Box(page.number, *(round(side, 2) for side in page.as_displayed(*frame))), upright


def _items(page: PageContent, refs: dict[int, list[CellRef | None]]) -> Iterator[_Item]:
    """Give a page's blocks from the top: paragraphs, and tables by rows, each nested table within its cell's text."""
    units: list[tuple[float, float, list[_Item]]] = [
        (lines[0].top, lines[0].x0, list(_lines_items(lines, None))) for lines in page.paragraphs
    ]
    for table in page.tables:
        top, x0 = table.cells[0].cell.top, min(cell.cell.x0 for cell in table.cells)
        units.append((top, x0, list(_table_items(table, page.nested, refs))))
    for _, _, items in sorted(units, key=lambda unit: unit[:2]):
        yield from items


def _table_items(
    table: PageTable, nested: Iterable[PageTable], refs: dict[int, list[CellRef | None]]
) -> Iterator[_Item]:
    for cell, ref in zip(table.cells, refs[id(table)], strict=True):
        inner = [other for other in nested if other is not table and _lies_in(other, cell)]
        lines = list(cell.lines)
        for other in inner:
            if all(_lies_in(other, cell) and not _deeper(other, third, nested) for third in inner):
                top = other.cells[0].cell.top
                yield from _cell_items([line for line in lines if line.top < top], cell, ref)
                lines = [line for line in lines if line.top >= top]
                yield from _table_items(other, nested, refs)
        yield from _cell_items(lines, cell, ref)


def _cell_items(lines: Sequence[TextLine], cell: ReadCell, ref: CellRef | None) -> Iterator[_Item]:
    if ref is None:
        yield _Item(tuple(lines), None, None, is_head_again=True)
    else:
        yield from _lines_items(lines, ref, cell.right)


def _lines_items(lines: Sequence[TextLine], ref: CellRef | None, right: float | None = None) -> Iterator[_Item]:
    for part, level in list_items(lines):
        yield _Item(tuple(part), ref, level, right)


def _lies_in(table: PageTable, cell: ReadCell) -> bool:
    corner = table.cells[0].cell
    return cell.cell.holds((corner.x0 + corner.x1) / 2, (corner.top + corner.bottom) / 2)


def _deeper(table: PageTable, other: PageTable, _nested: Iterable[PageTable]) -> bool:
    return other is not table and any(_lies_in(table, cell) for cell in other.cells)
