"""Sheets as Word and Excel files, as offices write them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import docx
import openpyxl
from docx.shared import Mm
from openpyxl.styles import Alignment, Border, Side
from openpyxl.worksheet.properties import PageSetupProperties
from render_text import wrap
from sheet import Bullets, Cell, Element, Entry, Heading, PageBreak, Sheet, Table, as_line, placed

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph
    from openpyxl.worksheet.worksheet import Worksheet

NOTES = (
    "記入要領",
    "・重点目標は、当該年度に特に重点的に取り組む達成目標を記入してください。",
    "・取組の成果は、利用者アンケート結果等をもとに記入してください。",
    "・取組の課題は、次年度に向けて検討していくことが必要な事項を記入してください。",
)


def docx_of(sheet: Sheet, *, listed: bool = False) -> bytes:
    """Write a Word file; bullets are characters, or (listed) list items whose bullet is no character."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.footer.paragraphs[0].text = "- 1 -"
    for element in sheet.elements:
        write_element(document, element, listed=listed)
    return saved(document)


def write_element(document: Document, element: Element, *, listed: bool = False) -> None:
    """Add a heading, table, list or page break to a Word document."""
    if isinstance(element, PageBreak):
        if not element.soft:
            document.add_page_break()  # type: ignore[no-untyped-call]
    elif isinstance(element, Heading):
        document.add_paragraph(element.text)
    elif isinstance(element, Bullets):
        for entry in element.entries:
            _write_entry(document.add_paragraph(), entry, listed=listed)
    else:
        _write_table(document, element, listed=listed)
        document.add_paragraph()


def saved(document: Document | openpyxl.Workbook) -> bytes:
    """Give the bytes of a Word or Excel file."""
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def xlsx_of(sheet: Sheet, *, bullet_a_row: bool = True, notes: bool = True) -> bytes:
    """Write an Excel file: a bullet a row beside a merged label, or a cell with line breaks.

    With notes, it has an instruction sheet in front and a hidden sheet behind, which hold bullets of their own.
    """
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = "評価様式"
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_setup.paperSize, page.page_setup.fitToHeight = page.PAPERSIZE_A4, 0
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = 18, 80
    row = 1
    for element in sheet.elements:
        row = fill_element(page, row, element, bullet_a_row=bullet_a_row)
    if notes:
        instructions = book.create_sheet("記入要領", 0)
        for text in NOTES:
            instructions.append([text])
        hidden = book.create_sheet("前年度控え")
        hidden.append(["取組の成果", "・これは前年度の控えであり、今年度の成果ではない。"])
        hidden.sheet_state = "hidden"
        book.active = 1
    return saved(book)


def fill_element(page: Worksheet, row: int, element: Element, *, bullet_a_row: bool = True) -> int:
    """Write a heading, table or list from a row on; give the first row after it."""
    if isinstance(element, Table):
        return _fill_table(page, row, element, bullet_a_row=bullet_a_row) + 1
    lines: list[str] = []
    if isinstance(element, Heading):
        lines = [element.text]
    elif isinstance(element, Bullets):
        lines = [as_line(entry) for entry in element.entries]
    for place, line in enumerate(lines):
        page.cell(row + place, 1, line)
    return row + len(lines)


def _write_table(document: Document, table: Table, *, listed: bool) -> None:
    drawn = document.add_table(rows=len(table.rows), cols=len(table.widths))
    drawn.style = "Table Grid"
    for column, share in zip(drawn.columns, table.widths, strict=True):
        column.width = Mm(170 * share / 100)
        for cell in column.cells:
            cell.width = Mm(170 * share / 100)
    for row, column_number, cell in placed(table):
        corner = drawn.cell(row, column_number)
        if cell.rows > 1 or cell.columns > 1:
            corner = corner.merge(drawn.cell(row + cell.rows - 1, column_number + cell.columns - 1))
        _write_cell(corner, cell, listed=listed)


def _write_cell(drawn: _Cell, cell: Cell, *, listed: bool) -> None:
    for place, entry in enumerate(cell.entries):
        paragraph = drawn.add_paragraph() if place else drawn.paragraphs[0]
        _write_entry(paragraph, entry, listed=listed)


def _write_entry(paragraph: Paragraph, entry: Entry, *, listed: bool) -> None:
    if listed and entry.mark:
        numbered = entry.mark.strip("() .")[:1] in set("1234567890①②③④⑤⑥⑦⑧⑨")
        name = "List Number" if numbered else "List Bullet"
        paragraph.style = f"{name} {entry.level}" if entry.level > 1 else name
        written = entry.text
    else:
        written = as_line(entry)
    for place, line in enumerate(written.split("\n")):
        run = paragraph.add_run(line if place == 0 else "")
        if place:
            run.add_break()
            run.add_text(line)


def _fill_table(page: Worksheet, top: int, table: Table, *, bullet_a_row: bool) -> int:
    """Write a table from a row on; give the first row after it."""
    heights = [1] * len(table.rows)
    if bullet_a_row and len(table.widths) == 2:
        heights = [max(len(cell.entries) for cell in row) for row in table.rows]
    tops = [top + sum(heights[:place]) for place in range(len(table.rows))]
    for row, column, cell in placed(table):
        _fill_cell(page, tops[row], column + 1, cell, heights[row])
        last = tops[row + cell.rows - 1] + heights[row + cell.rows - 1] - 1
        split = len(cell.entries) > 1 and heights[row] > 1
        if not split and (last > tops[row] or cell.columns > 1):
            page.merge_cells(
                start_row=tops[row], start_column=column + 1, end_row=last, end_column=column + cell.columns
            )
    return top + sum(heights)


def _fill_cell(page: Worksheet, row: int, column: int, cell: Cell, height: int) -> None:
    thin = Side(style="thin")
    if height > 1 and len(cell.entries) > 1:
        texts = [as_line(entry) for entry in cell.entries]
    else:
        texts = ["\n".join(as_line(entry) for entry in cell.entries)]
    for place, text in enumerate(texts):
        written = page.cell(row + place, column, _typed(text))
        if column > 1 and text:
            room = float(page.column_dimensions["B"].width)
            lines = sum(len(wrap(line, int(room * 0.85))) for line in text.split("\n"))
            page.row_dimensions[row + place].height = max(page.row_dimensions[row + place].height or 15, 15.0 * lines)
        written.alignment = Alignment(wrap_text=True, vertical="center")
        written.border = Border(left=thin, right=thin, top=thin, bottom=thin)


def _typed(text: str) -> str | int | None:
    """Give a number as Excel would keep it."""
    plain = text.replace(",", "")
    return int(plain) if plain.isdecimal() and plain.isascii() else (text or None)
