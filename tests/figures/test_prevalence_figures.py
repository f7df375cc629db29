"""Figures of prevalence, tested by what they were given: their words, their patterns, their bytes."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.patches import PathPatch, Rectangle
from PIL import Image

from textmine.errors import StudyError
from textmine.figures.boundary_map import draw_boundary_map, parse_boundaries
from textmine.figures.contrasts import draw_contrasts
from textmine.figures.follow_through import draw_follow_through
from textmine.figures.fonts import missing_characters
from textmine.figures.heat_map import draw_theme_heat_map, draw_ward_year_heat_map
from textmine.figures.indicators import CAUTION, draw_indicator
from textmine.figures.intervals import draw_intervals
from textmine.figures.labels import Labels, short_names
from textmine.figures.style import (
    MM,
    NO_DATA,
    SEQUENTIAL,
    STATES,
    ink_on,
    nice_ceiling,
    per_cent,
    size_range,
    to_png,
    to_svg,
)
from textmine.figures.tile_map import draw_tile_map
from textmine.figures.trends import draw_trends
from textmine.prevalence import (
    Indicator,
    compare_sections,
    estimate_hierarchical,
    estimate_prevalence,
    estimate_totals,
    summarise_follow_through,
    tabulate_indicators,
    trace_issues,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LABELS = Labels({"a": "保育", "b": "音楽"}, {"outcome": "成果", "issue": "課題"}, {"annual": "年次"})
WARDS = pd.DataFrame(
    {
        "code": [101, 102, 103, 104],
        "name": ["赤区", "白鳥区", "保土ケ谷区", "青区"],
        "order": [1, 2, 3, 4],
        "column": [0, 1, 0, 1],
        "row": [0, 0, 1, 1],
    }
)
YEARS = range(2021, 2024)


def tables() -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, range, pd.DataFrame]:
    """Give four wards and three years with every state: 青区 has no form of 2021 and an unread field in 2022."""
    rows, fields = [], []
    for w, ward in enumerate(WARDS["name"]):
        for year in YEARS:
            if (ward, year) == ("青区", 2021):
                continue
            document = f"{ward}{year}"
            for section in ("outcome", "issue", "goal", "next_goal"):
                state = {("青区", 2022, "issue"): "unreadable", ("赤区", 2022, "issue"): "empty"}.get(
                    (ward, year, section), "read"
                )
                fields.append((document, ward, year, "annual", section, state))
                for i in range(4 if state == "read" else 0):
                    name = f"{document}{section}:{i}"
                    rows.append((name, document, ward, year, "annual", section, "文", i < w, i == 0 and year == 2023))
    columns = ["statement_id", "document", "ward", "fiscal_year", "form", "section", "text", "a", "b"]
    statements = pd.DataFrame(rows, columns=columns)
    coding = statements.set_index("statement_id")[["a", "b"]]
    states = pd.DataFrame(fields, columns=["document", "ward", "fiscal_year", "form", "section", "state"])
    return statements.drop(columns=["a", "b"]), coding, WARDS, YEARS, states


def cells() -> pd.DataFrame:
    return estimate_prevalence(*tables())


def issues_of_a() -> pd.DataFrame:
    table = cells()
    return table[(table["theme"] == "a") & (table["section"] == "issue")]


SQUARES = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"N03_007": str(code)},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1], [x, y]]],
            },
        }
        for code, x, y in ((101, 139, 36), (102, 140, 36), (103, 139, 35), (104, 140, 35))
    ],
}


def drawn() -> dict[str, Figure]:
    table = cells()
    followed = trace_issues(*tables())
    boundaries = parse_boundaries(json.dumps(SQUARES), WARDS, place="b.geojson")
    numbers = pd.DataFrame(
        [("d", "赤区", 2021, "利用", "父", "", 12.0, "人", "12人", [[0, 2]])],
        columns=["document", "ward", "fiscal_year", "table", "row", "column", "value", "unit", "as_written", "spans"],
    )
    series = tabulate_indicators(numbers, [Indicator("f", "父の利用", "a", row="父")], WARDS, YEARS)
    whole = table[(table["theme"] == "a") & (table["section"] == "all")]
    return {
        "heat": draw_theme_heat_map(table, LABELS),
        "sections": draw_theme_heat_map(table, LABELS, sections=("outcome", "issue")),
        "wards": draw_theme_heat_map(estimate_totals(table, by=("ward",)), LABELS, columns=("ward",)),
        "ward_year": draw_ward_year_heat_map(table, LABELS, section="issue"),
        "tiles": draw_tile_map(issues_of_a(), WARDS, LABELS),
        "boundaries": draw_boundary_map(issues_of_a(), boundaries, LABELS, credit="出典"),
        "intervals": draw_intervals(table[table["fiscal_year"] == 2022], LABELS),
        "pooled": draw_intervals(estimate_hierarchical(whole).cells, LABELS),
        "trends": draw_trends(estimate_totals(table), LABELS, years=YEARS),
        "contrasts": draw_contrasts(compare_sections(table, "outcome", "issue"), LABELS, names=("成果", "課題")),
        "follow": draw_follow_through(followed, LABELS, summary=summarise_follow_through(followed)),
        "indicator": draw_indicator(series, whole, LABELS, title="父の利用", years=YEARS),
    }


def words(figure: Figure) -> list[str]:
    return [text.get_text() for axes in figure.axes for text in axes.texts if text.get_text()]


@pytest.fixture(name="figures", scope="module")
def _figures() -> dict[str, Figure]:
    return drawn()


def test_every_figure_fits_the_text_of_the_page(figures: dict[str, Figure]) -> None:
    for name, figure in figures.items():
        width, height = (side / MM for side in figure.get_size_inches())
        assert width == pytest.approx(166), name
        assert height < 247, name


def test_the_same_tables_give_the_same_bytes(figures: dict[str, Figure]) -> None:
    for name, figure in drawn().items():
        assert to_svg(figure) == to_svg(figures[name]), name


def test_every_character_can_be_drawn(figures: dict[str, Figure]) -> None:
    for name, figure in figures.items():
        assert not missing_characters(words(figure)), name


def test_no_word_leaves_the_page(figures: dict[str, Figure]) -> None:
    for name, figure in figures.items():
        renderer = FigureCanvasAgg(figure).get_renderer()  # type: ignore[no-untyped-call]
        page = figure.bbox
        for axes in figure.axes:
            for text in axes.texts:
                box = text.get_window_extent(renderer)
                inside = box.x0 >= page.x0 - 1 and box.x1 <= page.x1 + 1 and box.y0 >= page.y0 - 1
                assert inside, (name, text.get_text())


def test_a_figure_reads_in_grey() -> None:
    shades = [np.dot(SEQUENTIAL(x)[:3], (0.299, 0.587, 0.114)) for x in np.linspace(0, 1, 50)]

    assert (np.diff(shades) < 0).all()
    assert shades[0] < 0.97  # lighter is only a counted zero


def test_a_tile_map_names_every_ward_with_share_and_n(figures: dict[str, Figure]) -> None:
    found = words(figures["tiles"])

    assert found.count("保土ケ谷") == 3  # one panel per year; the ending that all names share is dropped
    assert {"2021年度", "2022年度", "2023年度"} <= set(found)
    assert found.count("50%") == 3  # 保土ケ谷区: 2 of 4
    assert found.count("0") == 2 + 2  # 赤区: a counted zero in 2021 and 2023; the key, and the end of the scale
    assert "n=4" in found


def test_four_absences_look_different(figures: dict[str, Figure]) -> None:
    hatches = {look.get("hatch") for _, look in STATES.values()}
    patches = [patch for patch in figures["tiles"].axes[0].patches if isinstance(patch, Rectangle)]
    used = {patch.get_hatch() for patch in patches}

    assert len(hatches) == 3
    assert hatches <= used
    assert {"様式なし", "読み取れない", "欄が空", "0 = 記述なし"} <= set(words(figures["tiles"]))


def test_a_counted_zero_is_white_and_a_missing_form_is_hatched(figures: dict[str, Figure]) -> None:
    tiles = [patch for patch in figures["tiles"].axes[0].patches if isinstance(patch, Rectangle)]
    hatched = [patch for patch in tiles if patch.get_hatch() == NO_DATA["hatch"]]
    white = [patch for patch in tiles if to_hex(patch.get_facecolor()) == "#ffffff" and not patch.get_hatch()]

    assert len(hatched) == 1 + 1  # 青区 2021, and the key
    assert len(white) == 2 + 1  # 赤区 2021 and 2023, and the key


def test_years_without_any_form_are_named_instead_of_drawn() -> None:
    statements, coding, wards, _, fields = tables()
    table = estimate_prevalence(statements, coding, wards, range(2019, 2024), fields)
    found = words(draw_tile_map(table[(table["theme"] == "a") & (table["section"] == "all")], WARDS, LABELS))

    assert "どの区の様式もない年度: 2019、2020" in found
    assert "2019年度" not in found


def test_a_map_of_several_themes_at_once_is_refused() -> None:
    with pytest.raises(ValueError, match="one theme"):
        draw_tile_map(cells(), WARDS, LABELS)


def test_the_heat_map_writes_counts_beside_shares(figures: dict[str, Figure]) -> None:
    found = words(figures["heat"])

    assert "保育" in found
    assert "50%" in found  # 保土ケ谷区 in every year: 8 of 16
    assert "8/16" in found
    assert "白鳥区\n2021年度\n年次" in found


def test_a_map_of_wards_and_years_says_how_many_statements_each_form_has(figures: dict[str, Figure]) -> None:
    found = words(figures["ward_year"])

    assert found.count("文の数(n)") == 1
    # of each section 4 statements; 赤区 left 2022 empty, 青区 has no form of 2021 and an unread field in 2022
    assert found.count("4") == 12 - 3


def test_a_boundary_map_says_how_many_statements_its_forms_have(figures: dict[str, Figure]) -> None:
    assert words(figures["boundaries"]).count("n=4") == 3
    assert [size_range(pd.Series(sizes)) for sizes in ([4, 0, 7], [4, 0], [0])] == ["n=4〜7", "n=4", ""]


def test_what_was_not_read_has_no_counts_beside_it(figures: dict[str, Figure]) -> None:
    found = words(figures["intervals"])

    assert "—" in found
    assert "0 / 0" not in found


def test_intervals_say_why_a_row_has_none(figures: dict[str, Figure]) -> None:
    found = words(figures["intervals"])

    assert " 欄を読み取れない" in found
    assert " 欄はあるが、書かれていない" in found
    assert "2 / 4" in found


def test_trends_break_where_nothing_was_read() -> None:
    figure = draw_trends(issues_of_a(), LABELS, years=range(2020, 2024), panel_by="ward")
    lines = [[np.asarray(line.get_ydata(), dtype=float) for line in axes.lines] for axes in figure.axes[1:]]
    gaps = [int(np.isnan(next(line for line in own if len(line) == 4)).sum()) for own in lines]

    assert gaps == [2, 1, 1, 3]  # 2020 has no form; 赤区 left 2022 empty; 青区 2021 missing and 2022 unread


def test_a_handful_of_statements_makes_no_trend() -> None:
    table = cells()
    rare = estimate_totals(table[table["section"] == "issue"].assign(n_present=0))
    figure = draw_trends(rare, LABELS, years=YEARS)

    assert sum(text.startswith("該当文が10未満(0文)") for text in words(figure)) == 2
    assert not any(line.get_marker() == "o" for axes in figure.axes[1:] for line in axes.lines)


def test_contrasts_that_were_not_tested_say_so(figures: dict[str, Figure]) -> None:
    found = words(figures["contrasts"])

    assert "検定しない" in found
    assert any(text.startswith("白ぬきは検定しない主題: 両方がそろう区が4つしかない") for text in found)


def test_the_flow_counts_forms(figures: dict[str, Figure]) -> None:
    followed = trace_issues(*tables())
    raised = followed[(followed["theme"] == "a") & followed["raised"]]
    found = words(figures["follow"])

    assert str(len(raised)) in found
    assert f"取り上げた {(raised['taken_up'] == 'yes').sum()}" in found


def test_an_indicator_claims_no_cause(figures: dict[str, Figure]) -> None:
    assert CAUTION in words(figures["indicator"])


def test_a_boundary_map_draws_every_ward_and_credits_its_source(figures: dict[str, Figure]) -> None:
    figure = figures["boundaries"]
    shapes = [patch for patch in figure.axes[0].patches if isinstance(patch, PathPatch)]

    assert len(shapes) == 4 * 3
    assert "出典" in words(figure)
    assert sum("保土ケ谷" in text for text in words(figure)) == 3


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "FeatureCollection ではありません"),
        ("[]", "FeatureCollection ではありません"),
        ('{"features": 1}', "境界のない区があります"),
        ('{"features": [1, null, {"properties": 3}]}', "境界のない区があります: 赤区、白鳥区、保土ケ谷区、青区"),
        (
            '{"features": [{"properties": {"c": "101"}, "geometry": {"type": "Polygon", "coordinates": ["x"]}}]}',
            "赤区の境界の座標が読めません",
        ),
    ],
)
def test_a_file_of_another_kind_is_refused_with_place_and_remedy(text: str, fault: str) -> None:
    with pytest.raises(StudyError, match=fault) as caught:
        parse_boundaries(text, WARDS, place="study/b.geojson")

    assert caught.value.place == "study/b.geojson"
    assert caught.value.remedy


def test_ten_years_of_maps_stand_on_one_page() -> None:
    boundaries = parse_boundaries(json.dumps(SQUARES), WARDS, place="b.geojson")
    table = issues_of_a()
    for figure in (
        draw_boundary_map(table, boundaries, LABELS, years=range(2014, 2024)),
        draw_tile_map(table, WARDS, LABELS, years=range(2014, 2024)),
    ):
        assert figure.get_size_inches()[1] / MM < 247


def test_boundaries_are_found_by_name_too() -> None:
    named = json.loads(json.dumps(SQUARES))
    for feature, name in zip(named["features"], WARDS["name"], strict=True):
        feature["properties"] = {"name": name}

    assert list(parse_boundaries(json.dumps(named), WARDS, place="b").rings) == list(WARDS["name"])


def test_figures_of_empty_tables_are_drawn_too() -> None:
    nothing = cells().iloc[:0]

    for figure in (
        draw_theme_heat_map(nothing, LABELS),
        draw_ward_year_heat_map(nothing, LABELS),
        draw_tile_map(nothing, WARDS, LABELS),
        draw_intervals(nothing, LABELS),
        draw_trends(nothing, LABELS, years=YEARS),
        draw_contrasts(compare_sections(nothing, "outcome", "issue"), LABELS, names=("成果", "課題")),
        draw_follow_through(trace_issues(*tables()).iloc[:0], LABELS),
    ):
        assert Image.open(io.BytesIO(to_png(figure))).width > 900


@pytest.mark.parametrize(
    ("share", "text"), [(0.0, "0"), (0.0004, "0.0"), (0.004, "0.4"), (0.0996, "10"), (0.125, "13"), (1.0, "100")]
)
def test_a_share_is_written_in_few_digits(share: float, text: str) -> None:
    assert per_cent(share) == text


def test_the_scale_ends_at_a_round_share() -> None:
    assert [nice_ceiling(x) for x in (0.0, 0.051, 0.33, 1.0, float("nan"))] == [0.05, 0.1, 0.4, 1.0, 0.1]


def test_names_lose_only_an_ending_that_all_share_and_none_is() -> None:
    assert short_names(("赤区", "白鳥区")) == {"赤区": "赤", "白鳥区": "白鳥"}
    assert short_names(("赤区", "青市")) == {"赤区": "赤区", "青市": "青市"}
    assert short_names(("区", "赤区")) == {"区": "区", "赤区": "赤区"}
    assert short_names(("赤区",)) == {"赤区": "赤区"}


def test_ink_is_dark_on_light_and_light_on_dark() -> None:
    assert ink_on(SEQUENTIAL(0.0)) == "#000000"
    assert ink_on(SEQUENTIAL(1.0)) == "#ffffff"


def test_an_id_without_a_name_stands_for_itself() -> None:
    assert LABELS.of("theme", "c") == "c"
    assert LABELS.of("ward", None) == "全区"
    assert LABELS.of("fiscal_year", float("nan")) == "全年度"
    assert LABELS.of("section", "all") == "全体"
    assert LABELS.of("fiscal_year", 2021) == "2021年度"
