"""One file to its reading, or to the one line that says why not: no file can end the reading of the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textmine.errors import TRACEBACK, ReaderFault, TextmineError
from textmine.ingest import read_path

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from textmine.documents import Reading
    from textmine.ingest import Layout, Source, Ward

_REMEDY: Final = (
    f"ファイルを添えて報告してください(環境変数 {TRACEBACK}=1 で詳しい記録が出ます)。ほかのファイルは読みます"
)


def read_one(
    path: Path,
    layouts: Sequence[Layout],
    wards: Sequence[Ward],
    *,
    source: Source | None = None,
    password: str | None = None,
) -> Reading:
    """Read one file of several.

    Raises:
        InputError: it cannot be read; a `ReaderFault` has what textmine failed with as its cause.
    """
    try:
        return read_path(path, layouts, wards, source=source, password=password)
    except TextmineError:
        raise
    except Exception as error:
        fault = f"読み取りの途中で textmine が失敗しました({type(error).__name__}: {error})"
        raise ReaderFault(path.name, fault, _REMEDY) from error
