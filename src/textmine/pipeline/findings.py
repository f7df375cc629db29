"""An analysis to the tables that the report is written from; each row leads back to statements by id or query."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from importlib.metadata import version
from itertools import chain, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pandas as pd

from textmine.ingest.table import ledger_table
from textmine.pipeline.analysis import main_form, mask_of, years_of
from textmine.pipeline.exploring import ranked_terms
from textmine.pipeline.recovering import recover_wordings
from textmine.pipeline.validation import with_marks
from textmine.prevalence import INTERVAL_MEANING, query_id
from textmine.prevalence.totals import KNOWN_LIMITS
from textmine.report.findings import Comparisons, Findings, Names, Topics, Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from textmine.errors import InputError
    from textmine.pipeline.analysis import Analysis
    from textmine.pipeline.exploring import Exploration
    from textmine.pipeline.reliability import Reliability
    from textmine.pipeline.topic_model import TopicFindings
    from textmine.pipeline.wards_and_years import WardsAndYears
    from textmine.study import Study

FEW_STATEMENTS: Final = 10  # with fewer, every statement is quoted and no term is called characteristic
TOPIC_QUOTATIONS: Final = 3
_PACKAGES: Final = (
    "textmine",
    "fugashi",
    "unidic-lite",
    "numpy",
    "scipy",
    "pandas",
    "scikit-learn",
    "matplotlib",
    "typst",
)


def names_of(study: Study) -> Names:
    """Give the study's names for its things."""
    settings, themes = study.settings, study.codebook.themes
    return Names(
        title=settings.title,
        subtitle=settings.subtitle,
        unit=settings.unit,
        place_word=settings.place_word,
        themes=study.codebook.labels,
        definitions={key: theme.definition for key, theme in themes.items()},
        includes={key: theme.includes for key, theme in themes.items()},
        excludes={key: theme.excludes for key, theme in themes.items()},
        indicators={one.id: one.label for one in settings.indicators},
        sections=settings.sections,
        forms=settings.forms,
        focus=settings.report.focus,
        contrast=settings.report.contrast,
        question=settings.prose.question,
        material=settings.prose.material,
        coding=settings.prose.coding,
        cautions=settings.prose.cautions,
    )


def find(  # noqa: PLR0913 - all that earlier stages made
    analysis: Analysis,
    study: Study,
    *,
    validity: pd.DataFrame,
    words: Exploration,
    topics: TopicFindings,
    wards_and_years: WardsAndYears,
    reliability: Reliability,
    figures: Iterable[str],
    unread: Iterable[InputError] = (),
) -> Findings:
    """Put together all that the report needs."""
    return Findings(
        n_wards=len(study.wards),
        n_years=len(years_of(study)),
        forms=form_table(analysis),
        totals=with_marks(theme_totals(analysis), validity),
        prevalence=with_marks(analysis.prevalence, validity),
        validity=validity,
        terms=term_table(analysis, study),
        quotations=quotation_table(analysis, study),
        overrides=override_table(analysis),
        recovery=recover_wordings(analysis, study),
        words=Words(
            frequencies=words.frequencies,
            pairs=words.pairs,
            sections=words.sections,
            groups=words.groups,
            no_map=words.no_map,
        ),
        topics=Topics(
            table=topics.table,
            occurrence=topics.occurrence,
            overlap=topics.overlap,
            quotations=topic_quotation_table(analysis, topics),
            verdict=topics.verdict,
        ),
        follow_through=wards_and_years.follow_through,
        followed=wards_and_years.followed,
        indicators=wards_and_years.indicators,
        comparisons=Comparisons(
            totals=wards_and_years.totals,
            contrasts=wards_and_years.contrasts,
            follow_summary=wards_and_years.follow_summary,
            sensitivity=reliability.sensitivity,
            errors=reliability.errors,
            correction_refusal=reliability.refusal,
            n_pooled=int(wards_and_years.models["estimable"].astype(bool).sum()),
        ),
        figures=frozenset(figures),
        unread=tuple(f"{Path(error.place).name}: {error.fault}" for error in unread),
        ledger=ledger_table(analysis.readings),
        main_form=main_form(analysis),
        interval_meaning=INTERVAL_MEANING,
        known_limits=KNOWN_LIMITS,
        colophon=tuple(_colophon(study)),
        sources=tuple((source.file, source.sha256) for source in study.sources),
    )


def form_table(analysis: Analysis) -> pd.DataFrame:
    """Give a row per form: what it is, and how many statements each section holds."""
    columns = ["document", "ward", "fiscal_year", "period_start", "period_end", "form", "operator"]
    rows = [
        (r.document.name, r.ward, r.fiscal_year, r.period_start, r.period_end, r.form, r.operator)
        for r in analysis.readings
    ]
    table = pd.DataFrame(rows, columns=columns)
    sections = pd.crosstab(analysis.statements["document"], analysis.statements["section"])
    table["n_statements"] = table["document"].map(analysis.statements["document"].value_counts()).fillna(0).astype(int)
    return table.join(sections, on="document").convert_dtypes()


def theme_totals(analysis: Analysis) -> pd.DataFrame:
    """Give how often each theme occurs in all that was read of each kind of form: statements, forms, wards.

    Kinds of form ask other things at other lengths, so no share is taken over them.
    """
    statements, coded = analysis.statements, analysis.coded
    rows = []
    for theme in coded.columns:
        for form, of_form in statements.groupby("form"):
            having = of_form[coded[theme].to_numpy()[of_form.index]]
            rows.append(
                {
                    "theme": theme,
                    "form": form,
                    "query": query_id(theme, form=str(form)),
                    "n_present": len(having),
                    "n_statements": len(of_form),
                    "share": len(having) / len(of_form),
                    "n_forms_present": having["document"].nunique(),
                    "n_forms": of_form["document"].nunique(),
                    "n_wards_present": having["ward"].nunique(),
                    "n_wards": of_form["ward"].nunique(),
                }
            )
    return pd.DataFrame(rows)


def term_table(analysis: Analysis, study: Study) -> pd.DataFrame:
    """Give the characteristic terms of each theme with enough statements, by falling z."""
    frames = []
    for theme in study.codebook.themes:
        mask = mask_of(analysis, theme)
        if mask.sum() < FEW_STATEMENTS:
            continue
        best = ranked_terms(analysis.matrix, mask, study)
        best.insert(0, "theme", theme)
        frames.append(best)
    empty = pd.DataFrame(columns=["theme", "rank", "term", "log_odds", "z", "statements_in", "n_documents"])
    return pd.concat(frames, ignore_index=True) if frames else empty


def topic_quotation_table(analysis: Analysis, topics: TopicFindings) -> pd.DataFrame:
    """Give the statements that speak most for each supported topic, with where they stand."""
    if topics.table.empty:
        return pd.DataFrame(columns=["topic", *analysis.statements.columns])
    supported = topics.table[topics.table["passes"].astype(bool)]
    chosen = [
        (topic, one)
        for topic, ids in zip(supported["topic"], supported["statement_ids"], strict=True)
        for one in ids[:TOPIC_QUOTATIONS]
    ]
    places = pd.DataFrame(chosen, columns=["topic", "statement_id"])
    return places.merge(analysis.statements, on="statement_id", how="left")


def override_table(analysis: Analysis) -> pd.DataFrame:
    """Give the decisions by hand, what the rule had said, and who decided why."""
    columns = ["statement_id", "theme", "decision", "by_rule", "reason", "coder"]
    rows = [tuple(getattr(one, column) for column in columns) for one in analysis.coding.overrides]
    return pd.DataFrame(rows, columns=columns)


def quotation_table(analysis: Analysis, study: Study) -> pd.DataFrame:
    """Choose the quotations of each theme: forms from all over the list in turn, and no text twice.

    In each form the contrasted sections come in turn, then the others. A theme with few statements is quoted whole, in
    the order of the forms.
    """
    chosen = []
    for theme in study.codebook.themes:
        having = analysis.statements[mask_of(analysis, theme)]
        whole = len(having) < FEW_STATEMENTS
        asked = study.settings.report
        for index in having.index if whole else _in_turn(having, asked.contrast)[: asked.quotations]:
            row = having.loc[index].to_dict()
            evidence = analysis.coding.evidence.get((row["statement_id"], theme), ())
            chosen.append(
                {
                    "theme": theme,
                    **row,
                    "marks": [(word.start, word.end) for word in evidence],
                    "negated": any(word.negated for word in evidence),
                }
            )
    return pd.DataFrame(chosen, columns=["theme", *analysis.statements.columns, "marks", "negated"])


def _in_turn(having: pd.DataFrame, contrast: Sequence[str]) -> list[int]:
    """Order statements for quoting: forms from all over the list in turn, no text twice."""
    queues = []
    for _, of_form in having.drop_duplicates("text").groupby("document", sort=False):
        sections = [list(of_form.index[of_form["section"] == section]) for section in contrast]
        others = list(of_form.index[~of_form["section"].isin(contrast)])
        queues.append([*_alternate(sections), *others])
    return list(_alternate([queues[place] for place in _spread(len(queues))]))


def _spread(n: int) -> list[int]:
    """Order the places 0 to n - 1 so that each next one lies far from those before (van der Corput, base 2)."""
    n_bits = max(n - 1, 0).bit_length()
    reversed_bits = (int(f"{i:0{n_bits}b}"[::-1], 2) if n_bits else 0 for i in range(1 << n_bits))
    return [place for place in reversed_bits if place < n]


def _alternate(queues: Sequence[Sequence[int]]) -> Iterator[int]:
    return (item for item in chain.from_iterable(zip_longest(*queues)) if item is not None)


def _colophon(study: Study) -> Iterator[tuple[str, str]]:
    yield "ソフトウェア", "、".join(f"{name} {version(name)}" for name in _PACKAGES)
    yield "主題の規則", study.codebook.rules_hash()
    settings = study.settings
    for title, part in (
        ("年度", settings.years),
        ("語", settings.words),
        ("話題", settings.topics),
        ("報告書", settings.report),
    ):
        yield f"設定: {title}", "、".join(_settings(part))


def _settings(part: object) -> Iterator[str]:
    if not is_dataclass(part):
        return
    for field in fields(part):
        value = getattr(part, field.name)
        yield f"{field.name} = {' '.join(value) if isinstance(value, tuple) else value}"
