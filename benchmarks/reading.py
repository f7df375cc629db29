"""Reading speed of PDF forms, in pages per second and as a ratio to the libraries' bare text of the same files.

    python benchmarks/reading.py [FILE.pdf …]

Without files: the PDFs of the test forms. All readers take turns in one process; the best of the rounds counts.
"""

from __future__ import annotations

import logging
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pdfplumber
import pypdfium2

from textmine.ingest.readers import read_document

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 3
FORMS = Path(__file__).parents[1] / "tests" / "forms"


def read_whole(path: Path) -> int:
    """Read as textmine does: cells, lines, boxes."""
    return len(read_document(path).pages)


def read_plumber_text(path: Path) -> int:
    """Read the bare text by pdfplumber."""
    with pdfplumber.open(path) as pdf:
        return sum(page.extract_text() is not None for page in pdf.pages)


def read_plumber_tables(path: Path) -> int:
    """Read tables and text by pdfplumber."""
    with pdfplumber.open(path) as pdf:
        return sum((page.extract_tables(), page.extract_text()) is not None for page in pdf.pages)


def read_pdfium_text(path: Path) -> int:
    """Read the bare text by PDFium."""
    pdf = pypdfium2.PdfDocument(path)
    n_pages = sum(page.get_textpage().get_text_range() is not None for page in pdf)
    pdf.close()
    return n_pages


READERS: dict[str, Callable[[Path], int]] = {
    "textmine": read_whole,
    "pdfplumber text": read_plumber_text,
    "pdfplumber text and tables": read_plumber_tables,
    "PDFium text": read_pdfium_text,
}


def main(paths: list[Path]) -> None:
    """Print a row for each reader."""
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    best = dict.fromkeys(READERS, float("inf"))
    n_pages = 0
    for _ in range(ROUNDS):
        for name, reader in READERS.items():
            start = time.perf_counter()
            n_pages = sum(reader(path) for path in paths)
            best[name] = min(best[name], time.perf_counter() - start)
    print(f"{len(paths)} files, {n_pages} pages, best of {ROUNDS} rounds")
    for name, seconds in best.items():
        print(
            f"{name:28} {n_pages / seconds:8.1f} pages/s   textmine takes {best['textmine'] / seconds:5.2f} times that"
        )


if __name__ == "__main__":
    given = [Path(argument) for argument in sys.argv[1:]]
    main(given or sorted(FORMS.glob("*/*.pdf")))
