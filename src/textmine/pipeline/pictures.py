"""Tables to the figures of the report: name -> Figure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textmine.errors import StudyError
from textmine.figures.boundary_map import draw_boundary_map, parse_boundaries
from textmine.figures.follow_through import draw_follow_through
from textmine.figures.heat_map import draw_theme_heat_map, draw_ward_year_heat_map
from textmine.figures.indicators import draw_indicator
from textmine.figures.labels import Labels
from textmine.figures.tile_map import draw_tile_map
from textmine.figures.topics_curve import draw_topic_curve
from textmine.figures.topics_overlap import draw_topic_overlap
from textmine.pipeline.analysis import main_form, ward_table, years_of
from textmine.themes.validity import marks_of

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from textmine.pipeline.analysis import Analysis
    from textmine.pipeline.topic_model import TopicFindings
    from textmine.pipeline.wards_and_years import WardsAndYears
    from textmine.study import Study


UNVALIDATED_SIGN: Final = "†"  # captions say what it means


def draw_figures(analysis: Analysis, study: Study, found: WardsAndYears, validity: pd.DataFrame) -> dict[str, Figure]:
    """Draw every figure that the report shows."""
    labels = labels_of(study, validity)
    settings = study.settings.report
    cells = analysis.prevalence
    focus = cells[cells["theme"].isin(settings.focus)]
    wards = ward_table(study)
    figures = {
        "heat_map": draw_theme_heat_map(cells, labels),
        "contrast": draw_theme_heat_map(cells, labels, sections=settings.contrast),
        "coverage": draw_ward_year_heat_map(focus, labels, form=main_form(analysis)),
    }
    for theme in settings.focus:
        of_theme = focus[(focus["theme"] == theme) & (focus["section"] == "all")]
        figures[f"map_{theme}"] = draw_tile_map(of_theme, wards, labels)
    figures |= _boundary_figures(focus, wards, labels, study)
    figures |= _indicator_figures(found, cells, study)
    followed, summary = (
        table[(table["form"] == main_form(analysis)) & table["theme"].isin(settings.focus)]
        for table in (found.follow_through, found.follow_summary)
    )
    figures["follow_through"] = draw_follow_through(followed, labels, summary=summary)
    return figures


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


def _indicator_figures(found: WardsAndYears, cells: pd.DataFrame, study: Study) -> dict[str, Figure]:
    """Draw each of the forms' own numbers that was read, beside the theme that it belongs to."""
    figures = {}
    for indicator in study.settings.indicators:
        series = found.indicators[found.indicators["indicator"] == indicator.id]
        read = series[series["state"] == "read"]
        if read.empty:
            continue
        beside = cells[(cells["theme"] == indicator.theme) & (cells["section"] == "all")]
        beside = beside[beside["ward"].isin(read["ward"])]
        form = str(beside.sort_values("n_statements", kind="stable")["form"].iloc[-1])
        figures[f"indicator_{indicator.id}"] = draw_indicator(
            series, beside[beside["form"] == form], title=indicator.label, years=list(years_of(study))
        )
    return figures


def draw_topic_figures(topics: TopicFindings, study: Study, validity: pd.DataFrame) -> dict[str, Figure]:
    """Draw the topics' figures, if there are topics."""
    if topics.model is None:
        return {}
    names = labels_of(study, validity).themes
    return {
        "topic_curve": draw_topic_curve(topics.curve, proposed=topics.model.n_topics),
        "topic_overlap": draw_topic_overlap(topics.overlap, topics.table, names),
    }


def labels_of(study: Study, validity: pd.DataFrame) -> Labels:
    """Give the study's names for figures; a theme that no gold validates has UNVALIDATED_SIGN behind its name."""
    marks = marks_of(validity)
    labels = study.codebook.labels
    themes = {theme: label + (UNVALIDATED_SIGN if marks.get(theme, True) else "") for theme, label in labels.items()}
    return Labels(themes=themes, sections=study.settings.sections, forms=study.settings.forms)
