"""A Document from a file of any kind that forms come in: PDF, Word, Excel, HTML, Markdown, plain text.

The kind and the encoding are told from the bytes, never from the name. Whatever is wrong with a file becomes one
`UnreadableFile`: the file, the fault, what to do.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textmine.errors import UnreadableFile
from textmine.ingest.readers.encoding import decode
from textmine.ingest.readers.excel import read_excel
from textmine.ingest.readers.kind import tell_kind, tell_text_kind
from textmine.ingest.readers.markdown import read_markdown
from textmine.ingest.readers.markup import read_html
from textmine.ingest.readers.pdf import read_pdf
from textmine.ingest.readers.plain_text import read_plain_text
from textmine.ingest.readers.raw_file import RawFile, read_raw_file
from textmine.ingest.readers.word import read_word

if TYPE_CHECKING:
    import os

    from textmine.documents import Document

__all__ = ["read_document"]


def read_document(path: str | os.PathLike[str], *, password: str | None = None) -> Document:
    """Read a form.

    Args:
        path: a file.
        password: of an encrypted PDF.

    Raises:
        UnreadableFile: one line with file, fault and remedy, for anything that a file can hold.
    """
    raw = read_raw_file(Path(path))
    try:
        document = _read(raw, password)
    except MemoryError:
        fault = "読むのに必要なメモリーが足りない"
        raise UnreadableFile(raw.place, fault, "様式の部分だけを別のファイルにしてください") from None
    if not any(page.blocks for page in document.pages):
        raise UnreadableFile(raw.place, "文字が 1 つもないファイル", "中身のあるファイルか確かめてください")
    return document


def _read(raw: RawFile, password: str | None) -> Document:
    kind = tell_kind(raw.content, raw.place)
    if kind is None:
        return _read_text(raw)
    if kind == "docx":
        return read_word(raw)
    if kind == "xlsx":
        return read_excel(raw)
    return read_pdf(raw, password=password)


def _read_text(raw: RawFile) -> Document:
    decoded = decode(raw.content, raw.place)
    kind = tell_text_kind(decoded.text, raw.name)
    if kind == "html":
        return read_html(raw, decoded)
    if kind == "markdown":
        return read_markdown(raw, decoded)
    return read_plain_text(raw, decoded)
