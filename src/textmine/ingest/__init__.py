"""Forms in, statements out: bytes -> Document -> Reading, by layouts that are data.

`read_path` does both steps; `read_document` and `read_form` do one each. The tables stand in `textmine.ingest.table`,
which loads pandas.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textmine.ingest.layout import Business, Cue, Field, Layout, Part, RatingTable, Source, Ward
from textmine.ingest.metadata import Metadata
from textmine.ingest.readers import read_document
from textmine.ingest.reading import read_form

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from textmine.documents import Reading

__all__ = [
    "Business",
    "Cue",
    "Field",
    "Layout",
    "Metadata",
    "Part",
    "RatingTable",
    "Source",
    "Ward",
    "read_document",
    "read_form",
    "read_path",
]


def read_path(
    path: Path,
    layouts: Sequence[Layout],
    wards: Sequence[Ward],
    source: Source | None = None,
    password: str | None = None,
) -> Reading:
    """Read one file.

    Raises:
        UnreadableFile: it cannot be opened or holds no text.
        NotAForm: its text fits no layout.
    """
    return read_form(read_document(path, password=password), layouts, wards, source=source)
