"""CSV files of a study to rows: the columns must be the known ones, and each fault has its line."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textmine.errors import StudyError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a CSV file; cells are stripped of white space at their ends."""

    name: str  # file as shown in messages
    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        """Give a cell, which may be empty."""
        return self.cells[column]

    def required(self, column: str) -> str:
        """Give a cell that must not be empty.

        Raises:
            StudyError: it is empty.
        """
        if not self.cells[column]:
            raise self._fault(column, "空です", "値を書いてください")
        return self.cells[column]

    def integer(self, column: str) -> int:
        """Give a cell that must be a whole number.

        Raises:
            StudyError: it is none.
        """
        value = self.optional_integer(column)
        if value is None:
            raise self._fault(column, "空です", "整数を書いてください")
        return value

    def optional_integer(self, column: str) -> int | None:
        """Give a whole number, or None for an empty cell.

        Raises:
            StudyError: it is something else.
        """
        text = self.cells[column]
        if not text:
            return None
        try:
            return int(text)
        except ValueError:
            raise self._fault(column, f"整数ではありません: {text!r}", "半角の整数を書いてください") from None

    def _fault(self, column: str, fault: str, remedy: str) -> StudyError:
        return StudyError(f"{self.name}:{self.line}", f"列 {column} が{fault}", remedy)


def read_rows(path: Path, name: str, columns: Sequence[str]) -> tuple[Row, ...]:
    """Read all rows of a CSV file with exactly these columns.

    Raises:
        StudyError: the file is missing, is no UTF-8, has other columns, or a row has another number of cells.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise StudyError(
            name, "ファイルがありません", f"見出し行 {','.join(columns)} だけの CSV でもかまいません"
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise StudyError(name, f"読めません({error})", "「CSV UTF-8」で保存してください") from None
    return tuple(_rows(csv.reader(io.StringIO(text, newline=""), strict=True), name, tuple(columns)))


def _rows(reader: Iterator[list[str]], name: str, columns: tuple[str, ...]) -> Iterator[Row]:
    try:
        head = tuple(cell.strip() for cell in next(reader, []))
        if head != columns:
            fault = f"見出し行が {','.join(head) or '(空)'} です"
            raise StudyError(f"{name}:1", fault, f"{','.join(columns)} にしてください")
        for cells in reader:
            line = reader.line_num  # type: ignore[attr-defined]  # csv.reader has it, the protocol has not
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(columns):
                fault = f"列の数が {len(cells)} です({len(columns)} のはず)"
                raise StudyError(f"{name}:{line}", fault, "読点の「,」を含む欄は引用符で囲んでください")
            yield Row(name, line, dict(zip(columns, (cell.strip() for cell in cells), strict=True)))
    except csv.Error as error:
        raise StudyError(f"{name}:{reader.line_num}", f"CSV として読めません: {error}") from None  # type: ignore[attr-defined]
