"""The study folder as values: what it asks, its wards, layouts, codebook, words and documents; read, never written.

Everything is checked where it enters: a fault is one `StudyError` with file, line, what was found and what is known.
"""

from __future__ import annotations

from textmine.study.creating import create_study
from textmine.study.loading import Study, document_fault, load_study, load_study_like
from textmine.study.settings import StudySettings

__all__ = [
    "Study",
    "StudySettings",
    "create_study",
    "document_fault",
    "load_study",
    "load_study_like",
]
