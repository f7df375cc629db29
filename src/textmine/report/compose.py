"""Findings to a report: the chapters in their order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textmine.report.chapters.appendix import appendix
from textmine.report.chapters.comparisons import comparisons_chapter
from textmine.report.chapters.methods import methods_chapter
from textmine.report.chapters.next_year import next_year_chapter
from textmine.report.chapters.opening import edition, opening
from textmine.report.chapters.overview import overview
from textmine.report.chapters.theme import theme_chapter
from textmine.report.chapters.topics import topics_chapter
from textmine.report.chapters.words import words_chapter
from textmine.report.content import Heading, Report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textmine.report.content import Element
    from textmine.report.findings import Findings, Names


def compose_report(findings: Findings, names: Names) -> Report:
    """Put the chapters together; every number in them stands in the findings."""
    return Report(names.title, names.subtitle, edition(findings, names), tuple(_elements(findings, names)))


def _elements(findings: Findings, names: Names) -> Iterator[Element]:
    yield from opening(findings, names)
    yield from overview(findings, names)
    yield Heading("主題ごとに")
    for theme in names.focus:
        yield from theme_chapter(theme, findings, names)
    yield from comparisons_chapter(findings, names)
    yield from next_year_chapter(findings, names)
    yield from words_chapter(findings, names)
    yield from topics_chapter(findings, names)
    yield from methods_chapter(findings, names)
    yield from appendix(findings, names)
