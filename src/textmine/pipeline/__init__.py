"""The stages in their order, as a table of contents; the only writer of reports/.

- read the forms          `reading`          files -> readings, and what was refused
- analyse the statements  `analysis`         tokens, words, terms, themes, prevalence
- validate the themes     `validation`       coding against gold
- explore the words       `exploring`        frequent terms, terms that stand together, terms and forms
- find the topics         `topic_model`      topics, and which of them the material carries
- compare                 `wards_and_years`  totals, contrasts, follow-through, the forms' own numbers
- judge the shares        `reliability`      coding error, and choices that could be otherwise
- draw the figures        `pictures`         tables -> figures
- gather the findings     `findings`         the tables of the report
- build and write         `building`         report.pdf, figures/, tables/, run.json: whole or not at all

Beside them: `coding` (statements with themes; a number back to its statements), `registering` (documents into a study),
`codebook_work` (lint, sample, agree, compare, exchange), `suggesting` (what a rule may lack), `tables` and `outputs`
(bytes and files).
"""

from __future__ import annotations

from textmine.pipeline.analysis import Analysis, analyse
from textmine.pipeline.building import BuiltReport, build_report
from textmine.pipeline.coding import code_reading, count_unplaced, trace_query
from textmine.pipeline.exploring import Exploration, explore_terms, show_in_context
from textmine.pipeline.findings import form_table, theme_totals
from textmine.pipeline.pictures import draw_figures, draw_term_figures
from textmine.pipeline.reading import ReadingOutcome, read_paths, read_study
from textmine.pipeline.registering import Given, Registration, register_documents
from textmine.pipeline.tables import table_bytes, write_file
from textmine.pipeline.topic_model import TopicFindings, find_topics
from textmine.pipeline.validation import validate_themes
from textmine.pipeline.wards_and_years import WardsAndYears, compare_wards_and_years

__all__ = [
    "Analysis",
    "BuiltReport",
    "Exploration",
    "Given",
    "ReadingOutcome",
    "Registration",
    "TopicFindings",
    "WardsAndYears",
    "analyse",
    "build_report",
    "code_reading",
    "compare_wards_and_years",
    "count_unplaced",
    "draw_figures",
    "draw_term_figures",
    "explore_terms",
    "find_topics",
    "form_table",
    "read_paths",
    "read_study",
    "register_documents",
    "show_in_context",
    "table_bytes",
    "theme_totals",
    "trace_query",
    "validate_themes",
    "write_file",
]
