"""The layouts and wards of the shipped study, for tests."""

from __future__ import annotations

import csv
import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from textmine.ingest import Layout, Ward
from textmine.ingest.readers import read_document
from textmine.study.layouts import read_layouts

if TYPE_CHECKING:
    from textmine.documents import Document

ROOT = Path(__file__).parents[2]
STUDY = ROOT / "corpus" / "yokohama"
GIVEN = ROOT / "tests" / "forms" / "given"


@cache
def layouts() -> tuple[Layout, ...]:
    return read_layouts(STUDY / "forms")


@cache
def wards() -> tuple[Ward, ...]:
    with (STUDY / "wards.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return tuple(
        Ward(row["code"], row["name"], row["reading"], int(row["order"]), int(row["column"]), int(row["row"]))
        for row in rows
    )


def document_of(text: str, folder: Path, name: str = "form.txt") -> Document:
    """Write a text and read it as a file."""
    digest = hashlib.sha256(text.encode()).hexdigest()[:12]
    path = folder / digest / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return read_document(path)
