"""Small files for the readers, made on the spot, and ways to look at what they read."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import noto_cjk
import pytest
import typst

from textmine.ingest.readers import read_document

if TYPE_CHECKING:
    from textmine.documents import Block, Document


class Reader(Protocol):
    def __call__(self, content: bytes | str, name: str = "form.txt", *, password: str | None = None) -> Document: ...


class PdfMaker(Protocol):
    def __call__(self, body: str, **page: str) -> bytes: ...


class Views:
    """What a test compares: blocks as lines, cells by their place, text outside cells."""

    @staticmethod
    def lines(document: Document, block: Block) -> list[str]:
        return [document.text[line.span.start : line.span.end] for line in block.lines]

    @classmethod
    def blocks(cls, document: Document) -> list[list[str]]:
        return [cls.lines(document, block) for page in document.pages for block in page.blocks]

    @classmethod
    def outside(cls, document: Document) -> list[list[str]]:
        return [cls.lines(document, block) for page in document.pages for block in page.blocks if not block.cell]

    @classmethod
    def cells(cls, document: Document) -> dict[tuple[int, int, int, int], str]:
        """Give the text of each cell of all tables by (row, column, row span, column span)."""
        texts: defaultdict[tuple[int, int, int, int], str] = defaultdict(str)
        for page in document.pages:
            for block in page.blocks:
                if (cell := block.cell) is not None:
                    place = (cell.row, cell.column, cell.row_span, cell.column_span)
                    texts[place] += "".join(cls.lines(document, block))
        return dict(texts)


@pytest.fixture
def views() -> type[Views]:
    return Views


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    """Write a file and read it."""

    def write_and_read(content: bytes | str, name: str = "form.txt", *, password: str | None = None) -> Document:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_document(path, password=password)

    return write_and_read


@pytest.fixture(scope="session")
def make_pdf(tmp_path_factory: pytest.TempPathFactory) -> PdfMaker:
    """Set Typst markup as PDF, in the font of the report."""
    folder = tmp_path_factory.mktemp("typst")
    font = Path(str(noto_cjk.font_path("sans", "jp", "regular")))
    (folder / font.name).symlink_to(font)

    def compile_pdf(body: str, **page: str) -> bytes:
        settings = "".join(f", {key}: {value}" for key, value in page.items())
        source = (
            f'#set page(paper: "a4"{settings})\n#set text(font: "Noto Sans CJK JP", size: 10pt, lang: "ja")\n{body}'
        )
        folder.joinpath("form.typ").write_text(source, encoding="utf-8")
        pdf: bytes = typst.compile(folder / "form.typ", font_paths=[folder], ignore_system_fonts=True)
        return pdf

    return compile_pdf
