"""An annual form in the Excel layouts of other offices: a sheet per goal, squared paper, a row per typed line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
from openpyxl.styles import Alignment, Border, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from render_office import fill_element, saved
from render_text import wrap
from sheet import as_line

if TYPE_CHECKING:
    from blocks import Block, Field, FormBlocks
    from openpyxl.worksheet.worksheet import Worksheet
    from sheet import Entry

SQUARES = 39  # columns of squared paper
LABEL, CONTENT, RIGHT = 2, 8, 34  # the columns where labels and contents begin, and the last one
CELL_HEIGHT = 4  # rows
CONTENT_WIDTH = 62  # display columns of a content cell, on squared paper
LINE_WIDTH = 76  # display columns of a typed line


def sheets_xlsx_of(form: FormBlocks) -> bytes:
    """Write a cover sheet, then a sheet per goal whose cells hold their bullets with line breaks."""
    book, cover = _book()
    cover.title = "表紙"
    row = _write_front(cover, form)
    for part, name in zip(form.parts, ("重点目標", "次年度"), strict=False):
        for number, block in enumerate(part.blocks, 1):
            page: Worksheet = book.create_sheet(f"{name}{number}" if len(part.blocks) > 1 else name)
            page.cell(1, 1, part.heading)
            for place, field in enumerate(block.rows, 2):
                _write_row(page, place, field)
    _write_rest(cover, form, row)
    return saved(book)


def squares_xlsx_of(form: FormBlocks) -> bytes:
    """Write labels and contents over merged cells of narrow square columns (方眼紙)."""
    book, page = _book()
    for column in range(1, SQUARES + 1):
        page.column_dimensions[get_column_letter(column)].width = 2.6
    row = 2
    for text in form.front:
        _put(page, row, LABEL, text, until=(row, RIGHT))
        row += 2
    row = _write_squares(page, row, form.head)
    for part in form.parts:
        page.cell(row + 1, LABEL, part.heading)
        row += 2
        for block in part.blocks:
            row = _write_squares(page, row, block.rows) + 1
    _write_rest(page, form, row)
    return saved(book)


def lines_xlsx_of(form: FormBlocks) -> bytes:
    """Write every line as it was typed into a row of its own, labels merged over theirs, as in a word processor."""
    book, page = _book()
    row = _write_front(page, form)
    for part in form.parts:
        page.cell(row, 1, part.heading)
        row += 1
        for block in part.blocks:
            row = _write_typed(page, row, block)
    _write_rest(page, form, row)
    return saved(book)


def _book() -> tuple[openpyxl.Workbook, Worksheet]:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_setup.paperSize, page.page_setup.fitToHeight = page.PAPERSIZE_A4, 0
    return book, page


def _write_front(page: Worksheet, form: FormBlocks) -> int:
    """Write title lines and head; give the first row after them."""
    for row, text in enumerate(form.front, 1):
        page.cell(row, 1, text)
    first = len(form.front) + 1
    for row, field in enumerate(form.head, first):
        _write_row(page, row, field)
    return first + len(form.head)


def _write_row(page: Worksheet, row: int, field: Field) -> None:
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = 16, 90
    _put(page, row, 1, field.label)
    _put(page, row, 2, field.text)


def _write_squares(page: Worksheet, row: int, fields: tuple[Field, ...]) -> int:
    for field in fields:
        last = row + CELL_HEIGHT - 1
        _put(page, row, LABEL, field.label, until=(last, CONTENT - 1))
        _put(page, row, CONTENT, field.text, until=(last, RIGHT))
        n_lines = sum(len(wrap(line, CONTENT_WIDTH)) for line in field.text.split("\n"))
        for inner in range(row, last + 1):
            page.row_dimensions[inner].height = max(15, 16 * (n_lines + 1) / CELL_HEIGHT)
        row = last + 1
    return row


def _write_typed(page: Worksheet, row: int, block: Block) -> int:
    for field in block.rows:
        lines = [line for entry in field.entries for line in _typed_lines(entry)]
        for place, line in enumerate(lines):
            page.cell(row + place, 2, line or None)
        _put(page, row, 1, field.label, until=(row + len(lines) - 1, 1))
        row += len(lines)
    return row


def _typed_lines(entry: Entry) -> list[str]:
    """Cut an entry into typed lines, those that go on a bullet set in under it."""
    lines: list[str] = []
    for line in as_line(entry).split("\n"):
        first, *more = wrap(line, LINE_WIDTH)
        lines += [first, *(f"{'　' if entry.mark.strip() else ''}{piece}" for piece in more)]
    return lines


def _write_rest(page: Worksheet, form: FormBlocks, row: int) -> None:
    for element in form.rest:
        row = fill_element(page, row, element)


def _put(page: Worksheet, row: int, column: int, text: str, *, until: tuple[int, int] | None = None) -> None:
    """Write a ruled cell, merged until the given row and column."""
    cell = page.cell(row, column, text or None)
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    thin = Side(style="thin")
    cell.border = Border(thin, thin, thin, thin)
    if until and until != (row, column):
        page.merge_cells(start_row=row, start_column=column, end_row=until[0], end_column=until[1])
