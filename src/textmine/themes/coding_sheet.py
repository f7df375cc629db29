"""A sample -> a coding sheet (.xlsx with drop-downs, or CSV) and its key; a filled-in sheet -> a table.

The sheet is blind: a number, the text, a column per theme; neither what the rules say nor where the statement comes
from. The key, kept apart from the coders, gives each number's statement and chance of having been drawn.
"""

from __future__ import annotations

import csv
import math
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import openpyxl
import pandas as pd
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties

from textmine.errors import StudyError
from textmine.themes.gold import GoldStatement, Part

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from textmine.documents import Statement
    from textmine.themes.codebook import Codebook
    from textmine.themes.sampling import SampledStatement

YES: Final = "有"
NO: Final = "無"
_NUMBER: Final = "番号"
_TEXT: Final = "文"
_CODING_SHEET: Final = "コーディング"
_CODEBOOK_SHEET: Final = "主題表"
_LINE: Final = 15  # points
KEY_COLUMNS: Final = ("number", "statement_id", "document", "chance")
_READ_AS: Final = {YES: 1.0, "1": 1.0, "1.0": 1.0, "○": 1.0, NO: 0.0, "0": 0.0, "0.0": 0.0, "×": 0.0, "": math.nan}


@dataclass(frozen=True, slots=True)
class SheetFiles:
    """The files of a drawn sample."""

    xlsx: Path
    csv: Path
    key: Path


def write_coding_sheet(sample: Sequence[SampledStatement], codebook: Codebook, folder: Path, name: str) -> SheetFiles:
    """Write name.xlsx, name.csv (the same, for other programs) and name.key.csv into a folder.

    Raises:
        StudyError: one of the files is there already (it may hold somebody's coding).
    """
    files = SheetFiles(folder / f"{name}.xlsx", folder / f"{name}.csv", folder / f"{name}.key.csv")
    for path in (files.xlsx, files.csv, files.key):
        if path.exists():
            raise StudyError(str(path), "すでにあります", "別の名前を指定するか、古いものを移してください")
    folder.mkdir(parents=True, exist_ok=True)
    _write_xlsx(sample, codebook, files.xlsx)
    head = [_NUMBER, _TEXT, *codebook.themes]
    blank = [""] * len(codebook.themes)
    _write_csv(files.csv, head, ([n, one.statement.text, *blank] for n, one in enumerate(sample, 1)))
    _write_csv(
        files.key,
        list(KEY_COLUMNS),
        ([n, one.statement.statement_id, one.statement.document, repr(one.chance)] for n, one in enumerate(sample, 1)),
    )
    return files


def read_coding_sheet(path: Path, theme_ids: Sequence[str]) -> pd.DataFrame:
    """Read a filled-in sheet (.xlsx or .csv): index number, a column per theme, 1, 0 or NaN (left blank).

    Raises:
        StudyError: the file cannot be read, lacks a column, or a cell holds something else; with the cell.
    """
    rows = list(_cells_of(path))
    if not rows:
        raise StudyError(path.name, "空です", "textmine sample が書いたファイルを渡してください")
    head = [str(cell or "").split("\n")[0].strip() for cell in rows[0]]
    missing = [column for column in (_NUMBER, *theme_ids) if column not in head]
    if missing:
        raise StudyError(f"{path.name}:1", f"列「{missing[0]}」がありません", "見出し行は書きかえないでください")
    numbers, values = [], []
    for line, row in enumerate(rows[1:], 2):
        if not any(row):
            continue
        cells = dict(zip(head, row, strict=False))
        numbers.append(_number(path, line, cells[_NUMBER]))
        values.append([_mark(path, line, theme, head.index(theme), cells.get(theme)) for theme in theme_ids])
    index = pd.Index(numbers, name="number", dtype="int64")
    if index.has_duplicates:
        raise StudyError(path.name, f"番号 {index[index.duplicated()][0]} が二度あります")
    return pd.DataFrame(values, index=index, columns=list(theme_ids), dtype="float64")


def gold_from_sheet(
    sheet: pd.DataFrame, key_path: Path, statements: Iterable[Statement], *, part: Part, coder: str
) -> tuple[GoldStatement, ...]:
    """Make gold statements of a reconciled sheet: those that have every theme decided, weighted by 1 / chance.

    Raises:
        StudyError: the key cannot be read, or names a statement that the study does not have.
    """
    by_id = {statement.statement_id: statement for statement in statements}
    rows = []
    for number, statement_id, chance in _key_rows(key_path):
        if number not in sheet.index or sheet.loc[number].isna().any():
            continue
        statement = by_id.get(statement_id)
        if statement is None:
            raise StudyError(
                key_path.name, f"文「{statement_id}」は資料にありません", "標本を引いたときの資料で読んでください"
            )
        themes = tuple(str(theme) for theme in sheet.columns if sheet.loc[number, theme] == 1)
        rows.append(
            GoldStatement(
                statement.document,
                statement.text,
                themes,
                statement.section,
                statement.goal_no,
                part,
                1 / chance,
                coder,
            )
        )
    return tuple(rows)


def _write_xlsx(sample: Sequence[SampledStatement], codebook: Codebook, path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None  # noqa: S101 - a new workbook has a sheet
    sheet.title = _CODING_SHEET
    sheet.append([_NUMBER, _TEXT, *(f"{theme}\n{one.label}" for theme, one in codebook.themes.items())])
    for number, one in enumerate(sample, 1):
        sheet.append([number, _as_text(one.statement.text)])
    last = get_column_letter(2 + len(codebook.themes))
    choice = DataValidation(type="list", formula1=f'"{YES},{NO}"', allow_blank=True, showErrorMessage=True)
    choice.error = f"{YES} か {NO} を選んでください"
    sheet.add_data_validation(choice)
    choice.add(f"C2:{last}{max(2, len(sample) + 1)}")
    _shape(sheet, [8, 70, *([12] * len(codebook.themes))])
    sheet.freeze_panes = "C2"
    definitions = workbook.create_sheet(_CODEBOOK_SHEET)
    definitions.append(["主題", "名前", "定義", "含む", "含まない", "例", "例ではない"])
    for theme_id, theme in codebook.themes.items():
        yes, no = "\n".join(theme.yes + theme.made_yes[:2]), "\n".join(theme.no + theme.made_no[:2])
        cells = (theme_id, theme.label, theme.definition, theme.includes, theme.excludes, yes, no)
        definitions.append([_as_text(cell) for cell in cells])
    _shape(definitions, [14, 16, 40, 40, 40, 60, 60])
    workbook.save(path)


def _as_text(text: str) -> str:
    writable = ILLEGAL_CHARACTERS_RE.sub("", text)  # control characters cannot stand in a workbook
    return f"'{writable}" if writable.startswith("=") else writable  # a formula would be run


def _shape(sheet: Worksheet, widths: Sequence[int]) -> None:
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    for number, row in enumerate(sheet.iter_rows(), 1):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        n_lines = max(_n_lines(str(cell.value or ""), width) for cell, width in zip(row, widths, strict=True))
        sheet.row_dimensions[number].height = _LINE * n_lines + 3  # not every program finds it by itself
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="DDE6ED")


def _n_lines(text: str, width: int) -> int:
    """Give how many lines a text takes in a column; a kanji is as wide as two digits."""
    wide = "FWA"
    widths = (sum(1 + (unicodedata.east_asian_width(sign) in wide) for sign in line) for line in text.split("\n"))
    return sum(max(1, math.ceil(width_of_line / (width - 1))) for width_of_line in widths)


def _write_csv(path: Path, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:  # the mark lets Excel see UTF-8
        writer = csv.writer(file)
        writer.writerow(head)
        writer.writerows(rows)


def _cells_of(path: Path) -> Iterator[tuple[object, ...]]:
    try:
        if path.suffix.lower() == ".xlsx":
            workbook = openpyxl.load_workbook(path, data_only=True)
            name = _CODING_SHEET if _CODING_SHEET in workbook.sheetnames else workbook.sheetnames[0]
            yield from workbook[name].iter_rows(values_only=True)
        else:
            with path.open(encoding="utf-8-sig", newline="") as file:
                yield from (tuple(row) for row in csv.reader(file))
    except Exception as error:  # noqa: BLE001 - openpyxl raises whatever its parts raise on a broken file
        raise StudyError(
            path.name, f"読めません({error})", "Excel か CSV UTF-8 で保存したものを渡してください"
        ) from None


def _number(path: Path, line: int, cell: object) -> int:
    try:
        return int(float(str(cell)))
    except ValueError:
        raise StudyError(
            f"{path.name}:{line}:1", f"番号ではありません: {cell!r}", "番号の列は書きかえないでください"
        ) from None


def _mark(path: Path, line: int, theme: str, column: int, cell: object) -> float:
    text = "" if cell is None else str(cell).strip()
    if text not in _READ_AS:
        place = f"{path.name}:{get_column_letter(column + 1)}{line}"
        raise StudyError(place, f"「{text}」({theme})は読めません", f"{YES} か {NO} を選ぶか、空けておいてください")
    return _READ_AS[text]


def _key_rows(path: Path) -> Iterator[tuple[int, str, float]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                yield int(row["number"]), row["statement_id"], float(row["chance"])
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise StudyError(
            path.name, f"標本の控えとして読めません({error})", "textmine sample が書いたままのものを渡してください"
        ) from None
