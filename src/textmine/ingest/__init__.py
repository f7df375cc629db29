"""Forms in, statements out: bytes -> Document -> Reading, by layouts that are data."""

from __future__ import annotations

from textmine.ingest.layout import Business, Cue, Field, Layout, Part, RatingTable, Source, Ward
from textmine.ingest.readers import read_document

__all__ = [
    "Business",
    "Cue",
    "Field",
    "Layout",
    "Part",
    "RatingTable",
    "Source",
    "Ward",
    "read_document",
]
