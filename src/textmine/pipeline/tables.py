"""Tables to bytes of CSV, JSON Lines or Parquet, and files that are written whole or not at all."""

from __future__ import annotations

import io
import json
import math
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from textmine.errors import TextmineError

if TYPE_CHECKING:
    from collections.abc import Iterator

DIGITS: Final = 4  # of fractions in results: far below what the data can carry, far above what machines differ by


def table_bytes(table: pd.DataFrame, kind: str) -> bytes:
    """Give a table as `csv`, `jsonl` or `parquet`.

    Raises:
        TextmineError: parquet without the extra that writes it.
    """
    if kind == "jsonl":
        return "".join(_json_lines(table)).encode("utf-8")
    if kind == "parquet":
        return _parquet(table)
    return to_csv(table)


def to_csv(table: pd.DataFrame) -> bytes:
    """Give a table as CSV that Excel opens as UTF-8; lists as JSON, fractions rounded so that machines agree."""
    shown = table.copy()
    for column in shown.columns:
        if pd.api.types.is_float_dtype(shown[column]):
            shown[column] = shown[column].round(DIGITS) + 0.0  # no -0.0
        elif shown[column].map(lambda value: isinstance(value, list | tuple | dict)).any():
            shown[column] = shown[column].map(_as_json)
    text: str = shown.to_csv(index=False, lineterminator="\n")
    return ("\ufeff" + text).encode("utf-8")


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; a link is followed, and a device or pipe is written to as it is.

    Raises:
        TextmineError: it cannot be written; what was there before stays.
    """
    path = path.resolve()
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(content)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".textmine-") as scratch:
            made = Path(scratch) / "made"
            made.write_bytes(content)
            made.replace(path)
    except OSError as error:
        fault = f"書き込めません({error.strerror or error})"
        raise TextmineError(str(path), fault, "空き容量と書き込みの権限を確かめてください") from error


def _json_lines(table: pd.DataFrame) -> Iterator[str]:
    for row in table.to_dict("records"):
        plain = {str(column): _plain(value) for column, value in row.items()}
        yield json.dumps(plain, ensure_ascii=False) + "\n"


def _plain(value: Any) -> Any:  # noqa: ANN401 - any cell of a table
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return None
    return value.item() if hasattr(value, "item") else value


def _as_json(value: object) -> str:
    return json.dumps(_plain(value), ensure_ascii=False)


def _parquet(table: pd.DataFrame) -> bytes:
    buffer = io.BytesIO()
    try:
        table.to_parquet(buffer, index=False)
    except ImportError:
        raise TextmineError("parquet", "pyarrow が入っていません", "pip install pyarrow を実行してください") from None
    return buffer.getvalue()
