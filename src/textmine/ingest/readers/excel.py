"""A Document from an Excel file: a page for each sheet that is seen, cells as Excel shows them.

openpyxl gives the cells; what it does not read (text boxes, formulas without a stored value) is read from the sheets'
SpreadsheetML (ECMA-376 part 1). A formula whose value is not stored shows nothing: the file is refused, not guessed.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING, Final

import openpyxl
from lxml import etree

from textmine.documents import CellRef
from textmine.errors import UnreadableFile
from textmine.ingest.readers.building import DocumentBuilder
from textmine.ingest.readers.cell_formats import shown
from textmine.ingest.readers.deadline import OutOfTimeError, time_limit
from textmine.ingest.readers.zip_limits import unpack_within_limits

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element as Element
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

    from textmine.documents import Document
    from textmine.ingest.readers.raw_file import RawFile

_MOST_SECONDS: Final = 30.0
_MOST_CELLS: Final = 300_000  # with content; a form has some 2,000
_SHEET: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_DRAWING_TEXT: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
# Sheets that tell how to fill the form in, or feed its drop-down lists, hold no answers.
_NOT_THE_FORM: Final = re.compile(
    r"記入(?:要領|要項|例|方法|の?手引|上の)|記載(?:要領|例|方法)|作成(?:要領|要項|例|の?手引)|入力(?:例|方法|要領|規則)|注意事項|留意(?:点|事項)|使い方"
    r"|手引き?|説明|凡例|サンプル|見本|リスト|マスタ|選択肢|プルダウン|設定|instructions?|example|sample|list|master",
    re.IGNORECASE,
)


def read_excel(raw: RawFile) -> Document:
    """Read a .xlsx, each visible sheet as a page with one table whose rows and columns are the sheet's.

    Raises:
        UnreadableFile: broken, too large, without text, formulas without values.
    """
    unpack_within_limits(raw.content, raw.place)
    try:
        with time_limit(_MOST_SECONDS), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl's remarks on styles and extensions that hold no text
            document = _read(raw)
    except UnreadableFile:
        raise
    except OutOfTimeError:
        found = f"{_MOST_SECONDS:.0f} 秒では読み切れない Excel ファイル"
        raise UnreadableFile(raw.place, found, "様式のシートだけを別のファイルにしてください") from None
    except Exception as error:
        raise UnreadableFile(raw.place, "Excel ファイルが壊れている", "Excel で開いて保存し直してください") from error
    if not document.text.strip():
        raise UnreadableFile(
            raw.place, "見えるシートに文字が 1 つもない Excel ファイル", "中身のあるファイルか確かめてください"
        )
    return document


def _read(raw: RawFile) -> Document:
    workbook = openpyxl.load_workbook(io.BytesIO(raw.content), data_only=True)
    sheets = list(workbook.worksheets)
    visible = [sheet for sheet in sheets if sheet.sheet_state == "visible"]
    form = [sheet for sheet in visible if not _NOT_THE_FORM.search(sheet.title)] or visible
    notes = [f"非表示のシート「{sheet.title}」は読まない" for sheet in sheets if sheet not in visible]
    notes += [
        f"様式でないシート「{sheet.title}」は読まない (記入要領・一覧など)" for sheet in visible if sheet not in form
    ]
    builder = DocumentBuilder()
    with zipfile.ZipFile(io.BytesIO(raw.content)) as archive:
        parts = _sheet_parts(archive)
        for sheet in form:
            part = parts.get(sheet.title, "")
            _refuse_valueless(raw.place, sheet.title, archive, part)
            notes += _write_sheet(builder, sheet)
            for text in _text_boxes(archive, part):
                builder.add_block(text)
            builder.end_page(name=sheet.title)
    return builder.build(raw, "xlsx", warnings=notes)


def _write_sheet(builder: DocumentBuilder, sheet: Worksheet) -> list[str]:
    """Write the sheet's cells by rows; give what was left out."""
    # openpyxl's own iteration makes a cell of each that a formatted empty column has: a million
    cells: Mapping[tuple[int, int], Cell | MergedCell] = sheet._cells  # noqa: SLF001
    if len(cells) > 50 * _MOST_CELLS:
        raise UnreadableFile(sheet.title, "セルが多すぎる", "様式のシートだけを別のファイルにしてください")
    spans = {
        (area.min_row, area.min_col): (area.max_row - area.min_row + 1, area.max_col - area.min_col + 1)
        for area in sheet.merged_cells.ranges
    }
    table = builder.page_number - 1
    hidden = set()
    for row, column in sorted(cells):
        text = shown(cells[row, column].value, cells[row, column].number_format)
        if not text.strip():
            continue
        if _is_hidden(sheet, row, column, spans.get((row, column), (1, 1))):
            hidden.add((row, column))
            continue
        ref = CellRef(table, row - 1, column - 1, *spans.get((row, column), (1, 1)))
        builder.add_block(text.splitlines(), role="cell", cell=ref)
    return [f"シート「{sheet.title}」の非表示の行・列にある {len(hidden)} 個のセルは読まない"] if hidden else []


def _is_hidden(sheet: Worksheet, row: int, column: int, span: tuple[int, int]) -> bool:
    """Tell whether all of a cell's rows or columns are hidden."""
    rows = range(row, row + min(span[0], 1000))
    if all(number in sheet.row_dimensions and sheet.row_dimensions[number].hidden for number in rows):
        return True
    hidden_columns = [(area.min, area.max) for area in sheet.column_dimensions.values() if area.hidden]
    return any(first <= column and column + span[1] - 1 <= last for first, last in hidden_columns if first and last)


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Give each sheet's member in the zip."""
    targets = _relations(archive, "xl/workbook.xml")
    root = etree.fromstring(archive.read("xl/workbook.xml"), _parser())
    return {
        str(sheet.get("name")): targets.get(str(sheet.get(f"{_RELATION}id")), ("", ""))[1]
        for sheet in root.iter(f"{_SHEET}sheet")
    }


def _relations(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Give a part's relations: id -> kind and member."""
    name = f"{dirname(part)}/_rels/{part.rpartition('/')[2]}.rels"
    if name not in archive.namelist():
        return {}
    root = etree.fromstring(archive.read(name), _parser())
    return {
        str(relation.get("Id")): (
            str(relation.get("Type")).rpartition("/")[2],
            _member(dirname(part), str(relation.get("Target"))),
        )
        for relation in root
    }


def _member(folder: str, target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else normpath(join(folder, target))


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


def _refuse_valueless(place: str, title: str, archive: zipfile.ZipFile, part: str) -> None:
    if part not in archive.namelist():
        return
    found: list[str] = []
    with archive.open(part) as stream:
        for _, cell in etree.iterparse(stream, tag=f"{_SHEET}c", resolve_entities=False):
            if cell.find(f"{_SHEET}f") is not None and not _has_value(cell):
                found.append(str(cell.get("r", "?")))
            cell.clear()
    if found:
        more = f" など {len(found)} 個" if len(found) > 1 else ""
        fault = f"シート「{title}」の {found[0]}{more}の数式に計算結果が保存されていない"
        raise UnreadableFile(place, fault, "Excel で開いて計算させ、保存し直してください")


def _has_value(cell: Element) -> bool:
    """Tell whether a formula's result is stored; an empty text is one."""
    value = cell.find(f"{_SHEET}v")
    return value is not None and (bool(value.text) or cell.get("t") == "str")


def _text_boxes(archive: zipfile.ZipFile, part: str) -> Iterator[list[str]]:
    """Give the paragraphs of each text box on the sheet."""
    for kind, drawing in _relations(archive, part).values() if part else ():
        if kind != "drawing" or drawing not in archive.namelist():
            continue
        root = etree.fromstring(archive.read(drawing), _parser())
        for body in root.iter("{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}txBody"):
            yield [
                "".join(str(text.text or "") for text in row.iter(f"{_DRAWING_TEXT}t"))
                for row in body.iter(f"{_DRAWING_TEXT}p")
            ]
