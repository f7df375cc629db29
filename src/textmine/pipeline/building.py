"""A study to reports/<study>/, from the first file to the last byte."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from textmine.errors import NotAForm
from textmine.figures.style import to_png, to_svg
from textmine.figures.topics_browser import draw_topic_browser
from textmine.pipeline.analysis import analyse
from textmine.pipeline.coding import require_themes, with_themes
from textmine.pipeline.exploring import explore_terms
from textmine.pipeline.findings import find, names_of
from textmine.pipeline.outputs import check_folder, write_results
from textmine.pipeline.pictures import draw_figures, draw_term_figures, draw_topic_figures
from textmine.pipeline.reading import doubled_forms, read_study
from textmine.pipeline.reliability import judge_reliability
from textmine.pipeline.topic_model import find_topics
from textmine.pipeline.validation import validate_themes
from textmine.pipeline.wards_and_years import compare_wards_and_years
from textmine.prevalence import tabulate_coverage
from textmine.report.compose import compose_report
from textmine.report.typeset import typeset

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pandas as pd

    from textmine.errors import InputError
    from textmine.pipeline.analysis import Analysis
    from textmine.pipeline.topic_model import TopicFindings
    from textmine.report.findings import Findings
    from textmine.study import Study


@dataclass(frozen=True, slots=True)
class BuiltReport:
    """What a report rests on, what could not be read, and what the user should know.

    Attributes:
        doubled: forms that are there twice, in words.
        n_warnings: what reading noticed beside; `read_paths` says it.
    """

    n_forms: int
    n_statements: int
    refusals: tuple[InputError, ...]
    doubled: tuple[str, ...] = ()
    n_warnings: int = 0


def build_report(study: Study, folder: Path, *, progress: Callable[[str], None]) -> BuiltReport:
    """Build the whole folder of a study's results; the old one stays until the new one stands.

    Raises:
        TextmineError: the study is wrong, nothing of it could be read, or the folder cannot be written.
    """
    check_folder(folder)
    require_themes(study)
    progress(f"様式を読む({len(study.sources)}件)")
    outcome = read_study(study)
    if not outcome.readings:
        raise NotAForm(str(study.folder), "読めた様式が一つもありません", "textmine add で様式を登録してください")
    progress("語に切り、主題を付け、割合を求める")
    analysis = analyse(outcome.readings, study, unread=outcome.unread)
    validity = validate_themes(analysis, study)
    words = explore_terms(analysis, study)
    progress("話題を求め、支持されるかを確かめる")
    topics = find_topics(analysis, study, progress=_every_tenth(progress))
    progress("区と年度をくらべ、割合の確かさを調べる")
    wards_and_years = compare_wards_and_years(analysis, study)
    reliability = judge_reliability(analysis, study)
    progress("図を描き、報告書を組む")
    figures = {
        **draw_figures(analysis, study, wards_and_years, validity),
        **draw_term_figures(words),
        **draw_topic_figures(topics, study, validity),
    }
    findings = find(
        analysis,
        study,
        validity=validity,
        words=words,
        topics=topics,
        wards_and_years=wards_and_years,
        reliability=reliability,
        figures=figures,
        unread=outcome.refusals,
    )
    drawings = {name: to_svg(figure) for name, figure in figures.items()}
    pdf = typeset(compose_report(findings, names_of(study)), drawings)
    images = {f"figures/{name}.png": to_png(figure) for name, figure in figures.items()}
    vectors = {f"figures/{name}.svg": drawing for name, drawing in drawings.items()}
    write_results(
        folder,
        files={"report.pdf": pdf, **vectors, **images, **_topic_page(analysis, study, topics)},
        tables={
            **_tables(analysis, findings),
            **wards_and_years.tables(),
            **reliability.tables(),
            **words.tables(),
            **topics.tables(),
        },
        run=_run(study, findings),
    )
    return BuiltReport(
        len(analysis.readings),
        len(analysis.statements),
        outcome.refusals,
        tuple(doubled_forms(outcome.readings)),
        len(outcome.warnings),
    )


def _every_tenth(progress: Callable[[str], None]) -> Callable[[str, int, int], None]:
    """Report a long piece of work ten times, not at each step."""

    def report(what: str, done: int, total: int) -> None:
        if done * 10 // total > (done - 1) * 10 // total:
            progress(f"  {what} {done}/{total}")

    return report


def _tables(analysis: Analysis, findings: Findings) -> dict[str, pd.DataFrame]:
    return {
        "forms": findings.forms,
        "statements": with_themes(analysis.statements, analysis.coding),
        "themes": findings.totals,
        "coverage": tabulate_coverage(findings.prevalence),  # every cell once; without a form there is no more to say
        "prevalence": findings.prevalence[findings.prevalence["state"] != "form_missing"],
        "validity": findings.validity,
        "characteristic_terms": findings.terms,
        "quotations": findings.quotations,
        "overrides": findings.overrides,
        "ledger": findings.ledger,
        "recovery": findings.recovery,
    }


def _topic_page(analysis: Analysis, study: Study, topics: TopicFindings) -> dict[str, bytes]:
    """Give the page to click through, if there are topics."""
    if topics.model is None:
        return {}
    title = f"{study.settings.title}: 話題"
    tables = (topics.model, topics.table, topics.terms, analysis.statements, topics.curve)
    return {"topics.html": draw_topic_browser(*tables, title=title, verdict=topics.verdict).encode("utf-8")}


def _run(study: Study, findings: Findings) -> dict[str, Any]:
    """Give what the results were made of: no clock, no path, no commit, so that the same study gives the same bytes."""
    return {
        "settings": asdict(study.settings),
        "rules": study.codebook.rules_hash(),
        "sources": {source.file: source.sha256 for source in study.sources},
        "colophon": dict(findings.colophon),
    }
