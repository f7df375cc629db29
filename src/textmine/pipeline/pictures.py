"""Tables to the figures of the report: name -> Figure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textmine.errors import StudyError
from textmine.figures.boundary_map import draw_boundary_map, parse_boundaries
from textmine.figures.contrasts import draw_contrasts
from textmine.figures.follow_through import draw_follow_through
from textmine.figures.heat_map import draw_theme_heat_map, draw_ward_year_heat_map
from textmine.figures.indicators import draw_indicator
from textmine.figures.intervals import draw_intervals
from textmine.figures.labels import Labels
from textmine.figures.term_map import draw_term_map
from textmine.figures.term_network import draw_term_network
from textmine.figures.tile_map import draw_tile_map
from textmine.figures.topics_curve import draw_topic_curve
from textmine.figures.topics_overlap import draw_topic_overlap
from textmine.figures.topics_support import draw_topic_support
from textmine.figures.topics_terms import draw_topic_terms
from textmine.figures.trends import draw_trends
from textmine.pipeline.analysis import main_form, ward_table, years_of
from textmine.prevalence import estimate_totals
from textmine.themes.validity import marks_of

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from textmine.pipeline.analysis import Analysis
    from textmine.pipeline.exploring import Exploration
    from textmine.pipeline.topic_model import TopicFindings
    from textmine.pipeline.wards_and_years import WardsAndYears
    from textmine.study import Study


UNVALIDATED_SIGN: Final = "†"
MOST_FORMS: Final = 12  # side by side in one figure; of more, wards and years are shown


def draw_figures(analysis: Analysis, study: Study, found: WardsAndYears, validity: pd.DataFrame) -> dict[str, Figure]:
    """Draw every figure that the material carries; what it does not carry has none, and the report says why."""
    labels = labels_of(study, validity)
    focus = analysis.prevalence[analysis.prevalence["theme"].isin(study.settings.report.focus)]
    return {
        **_overview_figures(analysis, study, labels),
        **_theme_maps(focus, study, labels),
        **_boundary_figures(focus, ward_table(study), labels, study),
        **_indicator_figures(found, analysis.prevalence, study, labels),
        **_comparison_figures(analysis, study, found, labels),
        **_follow_through_figure(analysis, study, found, labels),
    }


def _overview_figures(analysis: Analysis, study: Study, labels: Labels) -> dict[str, Figure]:
    """Draw all themes at once: by form, or by ward and by year where the forms are too many to stand side by side."""
    cells, contrast = analysis.prevalence, study.settings.report.contrast
    own = cells[cells["form"] == main_form(analysis)]
    focus = own[own["theme"].isin(study.settings.report.focus)]
    figures = {"coverage": draw_ward_year_heat_map(focus, labels)}
    if len(analysis.readings) <= MOST_FORMS:
        figures["heat_map"] = draw_theme_heat_map(cells, labels)
        figures["contrast"] = draw_theme_heat_map(cells, labels, sections=contrast)
    else:
        for name, column in (("heat_map_wards", "ward"), ("heat_map_years", "fiscal_year")):
            totals = estimate_totals(own[own["section"] == "all"], by=(column,))
            figures[name] = draw_theme_heat_map(totals, labels, columns=(column,))
    return figures


def _theme_maps(focus: pd.DataFrame, study: Study, labels: Labels) -> dict[str, Figure]:
    whole = focus[focus["section"] == "all"]
    return {
        f"map_{theme}": draw_tile_map(of_theme, ward_table(study), labels)
        for theme, of_theme in whole.groupby("theme", sort=False)
    }


def _comparison_figures(analysis: Analysis, study: Study, found: WardsAndYears, labels: Labels) -> dict[str, Figure]:
    """Draw trends, contrasts and pooled wards, each only where one of its rows can be estimated."""
    focus, contrast, form = study.settings.report.focus, study.settings.report.contrast, main_form(analysis)
    totals, contrasts, pooled = (
        table[table["form"] == form] for table in (found.totals, found.contrasts, found.hierarchical)
    )
    figures = {}
    by_year = totals[totals["fiscal_year"].notna() & totals["theme"].isin(focus) & totals["section"].isin(contrast)]
    if len(set(by_year.loc[by_year["estimable"].astype(bool), "fiscal_year"])) > 1:
        figures["trends"] = draw_trends(by_year, labels, years=list(years_of(study)))
    sections = contrasts[contrasts["kind"] == "section"]
    if sections["estimable"].any():
        figures["contrast_test"] = draw_contrasts(
            sections, labels, names=(labels.section(contrast[0]), labels.section(contrast[1]))
        )
    for theme in focus:
        own = pooled[(pooled["theme"] == theme) & (pooled["section"] == "all")]
        estimated = own.loc[own["estimable"].astype(bool), "fiscal_year"]
        if len(estimated):
            figures[f"wards_{theme}"] = draw_intervals(own[own["fiscal_year"] == estimated.max()], labels)
    return figures


def _follow_through_figure(analysis: Analysis, study: Study, found: WardsAndYears, labels: Labels) -> dict[str, Figure]:
    followed, summary = (
        table[(table["form"] == main_form(analysis)) & table["theme"].isin(study.settings.report.focus)]
        for table in (found.follow_through, found.follow_summary)
    )
    raised = followed["raised"].any()
    return {"follow_through": draw_follow_through(followed, labels, summary=summary)} if raised else {}


def _boundary_figures(cells: pd.DataFrame, wards: pd.DataFrame, labels: Labels, study: Study) -> dict[str, Figure]:
    """Draw the maps on real boundaries too, where the study has a file of them; a map per theme and kind of form."""
    given = study.settings.boundaries
    if given is None:
        return {}
    path = study.folder / given.file
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise StudyError(
            str(path), f"境界データを読めません({error})", "置くか、[boundaries] を消してください"
        ) from error
    boundaries = parse_boundaries(text, wards, place=str(path))
    shown = cells[cells["section"] == "all"]
    return {
        f"boundaries_{theme}_{form}": draw_boundary_map(of_one, boundaries, labels, credit=given.credit)
        for (theme, form), of_one in shown.groupby(["theme", "form"], sort=False)
    }


def _indicator_figures(found: WardsAndYears, cells: pd.DataFrame, study: Study, labels: Labels) -> dict[str, Figure]:
    """Draw each of the forms' own numbers that was read, beside the theme that it belongs to."""
    figures = {}
    for indicator in study.settings.indicators:
        series = found.indicators[found.indicators["indicator"] == indicator.id]
        read = series[series["state"] == "read"]
        if read.empty:
            continue
        beside = cells[(cells["theme"] == indicator.theme) & (cells["section"] == "all")]
        beside = beside[beside["ward"].isin(read["ward"])]
        form = _longest_series(beside)
        figures[f"indicator_{indicator.id}"] = draw_indicator(
            series, beside[beside["form"] == form], labels, title=indicator.label, years=list(years_of(study))
        )
    return figures


def _longest_series(cells: pd.DataFrame) -> str:
    """Give the kind of form with the most years, to stand beside a series; of equals, that of the most statements."""
    years = cells["fiscal_year"].where(cells["n_statements"] > 0)
    extent = cells.assign(year=years).groupby("form").agg({"year": "nunique", "n_statements": "sum"})
    return str(extent.sort_values(["year", "n_statements"], kind="stable").index[-1])


def draw_term_figures(found: Exploration) -> dict[str, Figure]:
    """Draw the network and the map of words, as far as there is one."""
    figures = {"term_network": draw_term_network(found.pairs)} if len(found.pairs) else {}
    if found.correspondence is not None:
        figures["term_map"] = draw_term_map(found.correspondence, what=found.groups)
    return figures


def draw_topic_figures(topics: TopicFindings, study: Study, validity: pd.DataFrame) -> dict[str, Figure]:
    """Draw the topics' figures, if there are topics."""
    if topics.model is None:
        return {}
    names = labels_of(study, validity).themes
    thresholds = dict(zip(topics.curve["n_topics"], topics.curve["threshold"], strict=True))
    return {
        "topic_support": draw_topic_support(topics.table, threshold=thresholds[topics.model.n_topics]),
        "topic_terms": draw_topic_terms(topics.table, topics.terms),
        "topic_curve": draw_topic_curve(topics.curve, proposed=topics.model.n_topics),
        "topic_overlap": draw_topic_overlap(topics.overlap, topics.table, names),
    }


def labels_of(study: Study, validity: pd.DataFrame) -> Labels:
    """Give the study's names for figures; a theme that no gold validates has UNVALIDATED_SIGN behind its name."""
    marks = marks_of(validity)
    labels = study.codebook.labels
    themes = {theme: label + (UNVALIDATED_SIGN if marks.get(theme, True) else "") for theme, label in labels.items()}
    return Labels(
        themes=themes,
        sections=study.settings.sections,
        forms=study.settings.forms,
        sign=UNVALIDATED_SIGN,
        sign_means="は未検証の主題",
    )
