"""An annual form in the Word layouts of other offices: tables in tables, lists that Word numbers, fields to fill in."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from render_office import docx_of, saved, write_element
from sheet import as_line, sheet_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from blocks import Block, Field, FormBlocks
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph
    from made_form import Form

BULLETS = (("bullet", "・"), ("bullet", "－"))  # Word's number format and text, by level
NUMBERS = (("decimalEnclosedCircle", "%1"), ("bullet", "・"))
CHANGED = {"w:author": "担当", "w:date": "2025-04-01T09:00:00Z"}


def nested_docx_of(form: FormBlocks) -> bytes:
    """Write an outer table per goal: the goal in its first row, a table of the fields inside its second."""
    document = _opened(form)
    for part in form.parts:
        document.add_paragraph(part.heading)
        for block in part.blocks:
            outer = document.add_table(2, 1)
            outer.style = "Table Grid"
            _write(outer.cell(0, 0).paragraphs[0], block.headline)
            _fill_rows(outer.cell(1, 0), block.fields, width=165)
            document.add_paragraph()
    return _closed(document, form)


def side_docx_of(form: FormBlocks) -> bytes:
    """Write the goals' tables two by two on a wide page, in a table without rules."""
    document = _opened(form, wide=True)
    for part in form.parts:
        document.add_paragraph(part.heading)
        for pair in _pairs(part.blocks):
            outer = document.add_table(1, 2)
            for place, block in enumerate(pair):
                _fill_rows(outer.cell(0, place), block.rows, width=130)
    return _closed(document, form)


def numbered_docx_of(form: FormBlocks, *, boxed: bool = False) -> bytes:
    """Write labels as headings over lists whose marks Word draws; boxed: each list in a table of one cell."""
    document = _document()
    for place, text in enumerate(form.front):
        document.add_heading(text, 1 if place else 0)
    for field in form.head:
        document.add_heading(field.name, 2)
        for entry in field.entries:
            document.add_paragraph(entry.text)
    numbers, bullets = _numbering(document, NUMBERS), _numbering(document, BULLETS)
    for part in form.parts:
        document.add_heading(part.heading, 1)
        for block in part.blocks:
            document.add_heading(block.goal.name, 2)
            many = len(block.goal.entries) > 1
            _write_list(document, block.goal, _started(document, numbers) if many else None)
            for place, field in enumerate(block.fields):
                document.add_heading(field.name, 3)
                started = _started(document, bullets if place else numbers)
                _write_list(_box(document) if boxed else document, field, started)
    return _closed(document, form)


def controls_docx_of(form: Form) -> bytes:
    """Write the usual tables with every paragraph of content in a content control, as in a form to fill in."""
    document = docx.Document(io.BytesIO(docx_of(sheet_of(form))))
    for cell in _content_cells(document):
        for paragraph in list(cell.paragraphs):
            control, content = _element("w:sdt"), _element("w:sdtContent")
            paragraph._p.addprevious(control)
            content.append(paragraph._p)
            control.append(content)
        cell._tc.append(_element("w:p"))
    return saved(document)


def tracked_docx_of(form: Form) -> bytes:
    """Write the usual tables with tracked changes: every other paragraph is new and stands beside one struck out."""
    document = docx.Document(io.BytesIO(docx_of(sheet_of(form))))
    paragraphs = [paragraph for cell in _content_cells(document) for paragraph in cell.paragraphs if paragraph.runs]
    for number, paragraph in enumerate(paragraphs[1::2], 1):
        inserted = _element("w:ins", {"w:id": str(number), **CHANGED})
        paragraph.runs[0]._r.addprevious(inserted)
        inserted.extend([run._r for run in paragraph.runs])
        struck, run, text = (
            _element("w:del", {"w:id": str(1000 + number), **CHANGED}),
            _element("w:r"),
            _element("w:delText"),
        )
        text.text = "（前年度の文を残す）"
        run.append(text)
        struck.append(run)
        inserted.addnext(struck)
    return saved(document)


def _opened(form: FormBlocks, *, wide: bool = False) -> Document:
    document = _document(wide=wide)
    for text in form.front:
        document.add_paragraph(text)
    table = document.add_table(rows=len(form.head), cols=2)
    table.style = "Table Grid"
    for row, field in enumerate(form.head):
        _fill(table.cell(row, 0), field.label)
        _fill(table.cell(row, 1), *(as_line(entry) for entry in field.entries))
    return document


def _document(*, wide: bool = False) -> Document:
    document = docx.Document()
    section = document.sections[0]
    size = (Mm(210), Mm(297))
    section.page_width, section.page_height = size[::-1] if wide else size
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = Mm(15)
    return document


def _closed(document: Document, form: FormBlocks) -> bytes:
    for element in form.rest:
        write_element(document, element)
    return saved(document)


def _pairs(blocks: tuple[Block, ...]) -> Iterator[tuple[Block, ...]]:
    return (blocks[start : start + 2] for start in range(0, len(blocks), 2))


def _fill_rows(cell: _Cell, fields: tuple[Field, ...], *, width: int) -> None:
    """Write a table of labels and contents into a cell, so many millimetres wide."""
    table = cell.add_table(len(fields), 2)
    table.style = "Table Grid"
    for row, field in enumerate(fields):
        label, content = table.cell(row, 0), table.cell(row, 1)
        label.width, content.width = Mm(width // 5), Mm(width * 4 // 5)
        _fill(label, field.label)
        _fill(content, *(as_line(entry) for entry in field.entries))
    cell.add_paragraph()


def _fill(cell: _Cell, *lines: str) -> None:
    for place, line in enumerate(lines):
        _write(cell.add_paragraph() if place else cell.paragraphs[0], line)


def _write(paragraph: Paragraph, text: str) -> None:
    for place, line in enumerate(text.split("\n")):
        run = paragraph.add_run()
        if place:
            run.add_break()
        run.add_text(line)


def _box(document: Document) -> _Cell:
    table = document.add_table(1, 1)
    table.style = "Table Grid"
    cell: _Cell = table.cell(0, 0)
    return cell


def _write_list(holder: Document | _Cell, field: Field, started: int | None) -> None:
    """Write a field's entries as paragraphs; those with a mark as items of a list, where one is started."""
    for entry in field.entries:
        paragraph = holder.add_paragraph()
        _write(paragraph, entry.text)
        if entry.mark and started is not None:
            _make_item(paragraph, started, entry.level - 1)


def _content_cells(document: Document) -> Iterator[_Cell]:
    """Yield the right cells of the tables of two columns after the first."""
    for table in document.tables[1:]:
        if len(table.columns) == 2:
            yield from (row.cells[1] for row in table.rows)


def _numbering(document: Document, levels: tuple[tuple[str, str], ...]) -> int:
    """Define a kind of list with a number format and text per level; give its number."""
    known = document.part.numbering_part.element
    number = 1 + max((int(one.get(qn("w:abstractNumId"))) for one in known.findall(qn("w:abstractNum"))), default=0)
    kind = _element("w:abstractNum", {"w:abstractNumId": str(number)})
    for place, (number_format, text) in enumerate(levels):
        level = _element("w:lvl", {"w:ilvl": str(place)})
        for tag, value in (("start", "1"), ("numFmt", number_format), ("lvlText", text), ("lvlJc", "left")):
            level.append(_element(f"w:{tag}", {"w:val": value}))
        properties = _element("w:pPr")
        properties.append(_element("w:ind", {"w:left": str(420 * (place + 1)), "w:hanging": "420"}))
        level.append(properties)
        kind.append(level)
    known.find(qn("w:num")).addprevious(kind)
    return number


def _started(document: Document, kind: int) -> int:
    """Start a list of a kind at one; give the list's number."""
    known = document.part.numbering_part.element
    number = 1 + max((int(one.get(qn("w:numId"))) for one in known.findall(qn("w:num"))), default=0)
    started, restart = _element("w:num", {"w:numId": str(number)}), _element("w:lvlOverride", {"w:ilvl": "0"})
    restart.append(_element("w:startOverride", {"w:val": "1"}))
    started.extend((_element("w:abstractNumId", {"w:val": str(kind)}), restart))
    known.append(started)
    return number


def _make_item(paragraph: Paragraph, number: int, level: int) -> None:
    properties = _element("w:numPr")
    properties.extend((_element("w:ilvl", {"w:val": str(level)}), _element("w:numId", {"w:val": str(number)})))
    paragraph._p.get_or_add_pPr().append(properties)


def _element(tag: str, attributes: dict[str, str] | None = None) -> BaseOxmlElement:
    element = OxmlElement(tag)
    for name, value in (attributes or {}).items():
        element.set(qn(name), value)
    return element
