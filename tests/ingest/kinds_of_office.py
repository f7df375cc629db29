"""One form as Word and Excel files, in the many ways in which wards lay forms out."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any, Final

import docx
import openpyxl
from docx.oxml import parse_xml

from .one_form import EVALUATED, LABELS, NEXT, bullets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from docx.document import Document as Word
    from docx.table import Table
    from openpyxl.worksheet.worksheet import Worksheet

Rows = list[tuple[str, list[str]]]


def _blocks() -> Iterator[Rows]:
    """Give label and paragraphs of each row, a table per goal."""
    for number, block in enumerate(EVALUATED, 1):
        fields = zip(LABELS, block[1:], strict=True)
        yield [
            (f"令和5年度\n重点目標{number}", [block.goal]),
            *((name, ["・" + one for one in said]) for name, said in fields),
        ]


def _next_rows() -> Rows:
    return [("重点目標1", [NEXT.goal]), ("取組内容", ["・" + one for one in NEXT.activity])]


def _word(write: Callable[[Word, Rows], object]) -> bytes:
    document = docx.Document()
    document.add_paragraph("港北区地域子育て支援拠点事業")
    document.add_paragraph("令和5年度重点目標評価結果・令和6年度重点目標")
    for rows in _blocks():
        write(document, rows)
    document.add_paragraph("次年度重点目標")
    _table(document, _next_rows())
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _table(document: Word, rows: Rows) -> Table:
    table: Table = document.add_table(rows=len(rows), cols=2)
    for row, (label, said) in enumerate(rows):
        table.cell(row, 0).text = label
        table.cell(row, 1).text = "\n".join(said)
    return table


def _nested(document: Word, rows: Rows) -> None:
    inner = document.add_table(rows=1, cols=1).cell(0, 0).add_table(rows=len(rows), cols=2)
    for row, (label, said) in enumerate(rows):
        inner.cell(row, 0).text, inner.cell(row, 1).text = label, "\n".join(said)


def _vertical(document: Word, rows: Rows) -> None:
    table = _table(document, rows)
    for row in range(len(rows)):
        table.cell(row, 0)._tc.get_or_add_tcPr().append(_xml('<w:textDirection w:val="tbRlV"/>'))


def _numbered(document: Word, rows: Rows) -> None:
    table = _table(document, rows)
    for row, (_, said) in enumerate(rows[1:], 1):
        cell = table.cell(row, 1)
        cell.text = ""
        for one in said:
            cell.add_paragraph(one[1:], style="List Number")


def _headed(document: Word, rows: Rows) -> None:
    for label, said in rows:
        document.add_heading(label.replace("\n", ""), 2)
        for one in said:
            document.add_paragraph(one.removeprefix("・"), style="List Bullet" if one.startswith("・") else None)


def _boxed(document: Word, rows: Rows) -> None:
    for label, said in rows:
        lines = "".join(f"<w:p><w:r><w:t>{one}</w:t></w:r></w:p>" for one in (label.replace("\n", ""), *said))
        box = f"<v:shape><v:textbox><w:txbxContent>{lines}</w:txbxContent></v:textbox></v:shape>"
        document.add_paragraph()._p.append(_xml(f"<w:r><w:pict>{box}</w:pict></w:r>"))


def _tracked(document: Word, rows: Rows) -> None:
    table = _table(document, rows)
    for row, (_, said) in enumerate(rows):
        cell = table.cell(row, 1)
        cell.text = ""
        for change in (
            f"<w:r><w:t>{said[0][:4]}</w:t></w:r>",
            '<w:del w:id="1" w:author="a"><w:r><w:delText>消した文</w:delText></w:r></w:del>',
            f'<w:ins w:id="2" w:author="a"><w:r><w:t>{said[0][4:]}</w:t></w:r></w:ins>',
        ):
            cell.paragraphs[0]._p.append(_xml(change))
        for one in said[1:]:
            cell.add_paragraph(one)


def _xml(text: str) -> Any:  # noqa: ANN401 - an element of lxml, which has no types
    """Parse an element of WordprocessingML, with VML in it."""
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return parse_xml(re.sub(r"^<([\w:]+)", rf'<\1 xmlns:w="{word}" xmlns:v="urn:schemas-microsoft-com:vml"', text))


def _excel(write: Callable[[openpyxl.Workbook], None]) -> bytes:
    workbook = openpyxl.Workbook()
    write(workbook)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def _put(sheet: Worksheet, rows: Rows, first: int, column: int = 2) -> int:
    for row, (label, said) in enumerate(rows, first):
        sheet.cell(row, 1, label)
        sheet.cell(row, column, "\n".join(said))
    return first + len(rows)


def _one_cell_each(workbook: openpyxl.Workbook) -> None:
    sheet = workbook["Sheet"]
    sheet["A1"] = "港北区地域子育て支援拠点　令和5年度　単年度事業評価"
    row = 3
    for rows in _blocks():
        row = _put(sheet, rows, row, column=3)
    for merged in range(3, row):
        sheet.merge_cells(start_row=merged, end_row=merged, start_column=1, end_column=2)
    sheet.cell(row, 1, "次年度重点目標")
    _put(sheet, _next_rows(), row + 1, column=3)


def _sheet_per_goal(workbook: openpyxl.Workbook) -> None:
    for number, rows in enumerate(_blocks(), 1):
        sheet = workbook.create_sheet(f"目標{number}")
        sheet["A1"] = "港北区　令和5年度　単年度事業評価"
        _put(sheet, [("重点目標", rows[0][1]), *rows[1:]], 3)
    sheet = workbook.create_sheet("次年度")
    sheet["A1"] = "次年度重点目標"
    _put(sheet, _next_rows(), 2)


def _goal_per_column(workbook: openpyxl.Workbook) -> None:
    sheet = workbook["Sheet"]
    sheet["A1"] = "港北区　令和5年度　単年度事業評価"
    for column, block in enumerate(EVALUATED, 2):
        sheet.cell(3, column, f"重点目標{column - 1}")
        sheet.cell(4, column, block.goal)
        for row, (label, said) in enumerate(zip(LABELS, block[1:], strict=True), 5):
            sheet.cell(row, 1, label)
            sheet.cell(row, column, bullets(said))
    sheet["A4"], sheet["A9"] = "重点目標", "次年度重点目標"
    _put(sheet, _next_rows(), 10)


def _goal_per_row(workbook: openpyxl.Workbook) -> None:
    sheet = workbook["Sheet"]
    sheet["A1"] = "港北区　令和5年度　単年度事業評価"
    for column, label in enumerate(("重点目標", *LABELS), 1):
        sheet.cell(3, column, label)
    for number, block in enumerate(EVALUATED):
        row = 4 + 2 * number
        sheet.cell(row, 1, f"{number + 1} {block.goal}")
        sheet.merge_cells(start_row=row, end_row=row + 1, start_column=1, end_column=1)
        for column, said in enumerate(block[1:], 2):
            for place, one in enumerate(said):
                sheet.cell(row + place, column, "・" + one)
    sheet["A9"] = "次年度重点目標"
    _put(sheet, _next_rows(), 10)


OFFICE: Final[dict[str, bytes]] = {
    **{
        f"{write.__name__.strip('_')}.docx": _word(write)
        for write in (_table, _nested, _vertical, _numbered, _headed, _boxed, _tracked)
    },
    **{
        f"{write.__name__.strip('_')}.xlsx": _excel(write)
        for write in (_one_cell_each, _sheet_per_goal, _goal_per_column, _goal_per_row)
    },
}
