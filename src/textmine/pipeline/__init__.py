"""The stages in their order, as a table of contents; the only writer of reports/.

read the forms          reading.py      files -> readings, and what was refused
analyse the statements  analysis.py     tokens, words, terms, themes, prevalence
validate the themes     validation.py   coding against gold
find the topics         topic_model.py  topics, and which of them the material carries
gather the findings     findings.py     the tables of the report
draw the figures        pictures.py     tables -> figures
write                   outputs.py      report.pdf, figures/, tables/, run.json: whole or not at all
"""

from __future__ import annotations

from textmine.pipeline.analysis import Analysis, analyse
from textmine.pipeline.building import BuiltReport, build_report
from textmine.pipeline.coding import code_reading, trace_query
from textmine.pipeline.findings import form_table, theme_totals
from textmine.pipeline.pictures import draw_figures
from textmine.pipeline.reading import ReadingOutcome, read_paths, read_study
from textmine.pipeline.registering import Given, Registration, register_documents
from textmine.pipeline.tables import table_bytes, write_file
from textmine.pipeline.topic_model import TopicFindings, find_topics
from textmine.pipeline.validation import validate_themes

__all__ = [
    "Analysis",
    "BuiltReport",
    "Given",
    "ReadingOutcome",
    "Registration",
    "TopicFindings",
    "analyse",
    "build_report",
    "code_reading",
    "draw_figures",
    "find_topics",
    "form_table",
    "read_paths",
    "read_study",
    "register_documents",
    "table_bytes",
    "theme_totals",
    "trace_query",
    "validate_themes",
    "write_file",
]
