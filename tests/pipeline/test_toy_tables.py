"""Every number of every table of wards and years, counted by hand on the made-up study (tests/data/toy/README.md).

What stands in the forms, with the characters of each sentence; * marks 父親 (theme `father`), + 相談 (theme `talk`):

    ひがし区 2022  goal 11   activity 10*, 9+   outcome 12*, 10+   issue 16*
    ひがし区 2023  goal 13   activity 12        outcome 20*, 14    issue 15+
    にし区   2023  goal 14+  activity 15+, 8    outcome 12         issue 13

So the forms have 11+10+9+12+10+16 = 68, 13+12+20+14+15 = 74 and 14+15+8+12+13 = 62 characters, 204 in all.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
import pytest

from textmine.pipeline import Analysis, WardsAndYears, analyse, compare_wards_and_years, read_study
from textmine.pipeline.reliability import Reliability, judge_reliability
from textmine.prevalence import estimate_totals, tabulate_coverage
from textmine.study import load_study

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textmine.study import Study

TOY = Path(__file__).parents[1] / "data/toy"
HIGASHI, NISHI, MINAMI = "ひがし区", "にし区", "みなみ区"
FORMS = ((HIGASHI, 2022), (HIGASHI, 2023), (NISHI, 2023))
SECTIONS = ("all", "outcome", "issue", "goal", "activity")
NONE = np.nan

# statements with the theme and in all, characters of both: 2022 of ひがし区, 2023 of ひがし区, 2023 of にし区
CELLS = {
    ("father", "all"): ((3, 6, 10 + 12 + 16, 68), (1, 5, 20, 74), (0, 5, 0, 62)),
    ("father", "outcome"): ((1, 2, 12, 12 + 10), (1, 2, 20, 20 + 14), (0, 1, 0, 12)),
    ("father", "issue"): ((1, 1, 16, 16), (0, 1, 0, 15), (0, 1, 0, 13)),
    ("father", "goal"): ((0, 1, 0, 11), (0, 1, 0, 13), (0, 1, 0, 14)),
    ("father", "activity"): ((1, 2, 10, 10 + 9), (0, 1, 0, 12), (0, 2, 0, 15 + 8)),
    ("talk", "all"): ((2, 6, 9 + 10, 68), (1, 5, 15, 74), (2, 5, 14 + 15, 62)),
    ("talk", "outcome"): ((1, 2, 10, 22), (0, 2, 0, 34), (0, 1, 0, 12)),
    ("talk", "issue"): ((0, 1, 0, 16), (1, 1, 15, 15), (0, 1, 0, 13)),
    ("talk", "goal"): ((0, 1, 0, 11), (0, 1, 0, 13), (1, 1, 14, 14)),
    ("talk", "activity"): ((1, 2, 9, 19), (0, 1, 0, 12), (1, 2, 15, 23)),
}
# statsmodels 0.15.0, proportion_confint(present, n, method="wilson")
WILSON = {
    (3, 6): (0.187616, 0.812384),
    (1, 5): (0.036224, 0.624465),
    (0, 5): (0.0, 0.434482),
    (1, 2): (0.094531, 0.905469),
    (0, 1): (0.0, 0.793451),
    (1, 1): (0.206549, 1.0),
    (0, 2): (0.0, 0.65762),
    (2, 6): (0.096771, 0.700007),
    (2, 5): (0.117621, 0.769276),
}
# statements, forms and characters with the theme and in all, design effect, intraclass correlation: 2022, 2023, both
TOTALS = {
    # 2023: 1 of 5 and 0 of 5: residuals +-1/2, variance 2 * 1/2 / 100 = 0.01 over 0.1 * 0.9 / 10 = 0.009; the
    #   correlation 0: between 5 * 0.01 * 2 = 0.1 is within 5 * 0.2 * 0.8 / 8 = 0.1
    # both: 4 of 11 and 0 of 5: residuals +-5/4, variance 2 * 25/8 / 256 over 1/4 * 3/4 / 16, is 25/12; between 5/11,
    #   within 28/11 / 14 = 2/11, typical size 16 - 146/16 = 55/8: (3/11) / (5/11 + 47/8 * 2/11) = 12/67
    ("father", "all"): (
        (3, 6, 1, 1, 38, 68, 1, NONE),
        (1, 10, 1, 2, 20, 136, 10 / 9, 0),
        (4, 16, 2, 3, 58, 204, 25 / 12, 12 / 67),
    ),
    # 2023: between 2 * 1/36 + 1/9 = 1/6, within 1/2, typical 3 - 5/3 = 4/3: (-1/3) / (1/6 + 1/6) = -1
    # both: 2 of 4 and 0 of 1: between 4 * 0.01 + 0.16 = 0.2, within 1/3, typical 5 - 17/5 = 1.6: (-2/15) / (2/5)
    ("father", "outcome"): (
        (1, 2, 1, 1, 12, 22, 1, NONE),
        (1, 3, 1, 2, 20, 46, 1, -1),
        (2, 5, 2, 3, 32, 68, 1, -1 / 3),
    ),
    # both: 1 of 2 and 0 of 1, as 2023 above
    ("father", "issue"): ((1, 1, 1, 1, 16, 16, 1, NONE), (0, 2, 0, 2, 0, 28, 1, NONE), (1, 3, 1, 3, 16, 44, 1, -1)),
    ("father", "goal"): ((0, 1, 0, 1, 0, 11, 1, NONE), (0, 2, 0, 2, 0, 27, 1, NONE), (0, 3, 0, 3, 0, 38, 1, NONE)),
    # both: 1 of 3 and 0 of 2: between 3 * (2/15)^2 + 2 * 0.04 = 2/15, within 2/3 / 3 = 2/9, typical 5 - 13/5 = 2.4:
    #   (-4/45) / (2/15 + 1.4 * 2/9 = 4/9) = -1/5
    ("father", "activity"): (
        (1, 2, 1, 1, 10, 19, 1, NONE),
        (0, 3, 0, 2, 0, 35, 1, NONE),
        (1, 5, 1, 3, 10, 54, 1, -1 / 5),
    ),
    # 2023: 1 and 2 of 5: between 5 * 0.01 * 2 = 0.1, within (0.8 + 1.2) / 8 = 0.25: -0.15 / (0.1 + 4 * 0.25) = -3/22
    # both: 3 of 11 and 2 of 5: between 11 (3/11 - 5/16)^2 + 5 (2/5 - 5/16)^2 = 49/880, within (24/11 + 6/5) / 14 =
    #   93/385, typical 55/8: (49/880 - 93/385) / (49/880 + 47/8 * 93/385) = -1145/9085 = -229/1817
    ("talk", "all"): (
        (2, 6, 1, 1, 19, 68, 1, NONE),
        (3, 10, 2, 2, 44, 136, 1, -3 / 22),
        (5, 16, 3, 3, 63, 204, 1, -229 / 1817),
    ),
    # both: 1 of 4 and 0 of 1: between 4 * 0.0025 + 0.04 = 0.05, within 0.75 / 3 = 0.25, typical 1.6: -0.2 / 0.2
    ("talk", "outcome"): ((1, 2, 1, 1, 10, 22, 1, NONE), (0, 3, 0, 2, 0, 46, 1, NONE), (1, 5, 1, 3, 10, 68, 1, -1)),
    # 2023: 1 of 1 and 0 of 1: residuals +-1/2, variance 2 * 1/2 / 4 = 1/4 over 1/8; no ward has two statements
    ("talk", "issue"): ((0, 1, 0, 1, 0, 16, 1, NONE), (1, 2, 1, 2, 15, 28, 2, NONE), (1, 3, 1, 3, 15, 44, 1, -1)),
    # both: 0 of 2 and 1 of 1: residuals +-2/3, variance 2 * 8/9 / 9 over 1/3 * 2/3 / 3, is 8/3; within nothing: 1
    ("talk", "goal"): ((0, 1, 0, 1, 0, 11, 1, NONE), (1, 2, 1, 2, 14, 27, 2, NONE), (1, 3, 1, 3, 14, 38, 8 / 3, 1)),
    # 2023: 0 of 1 and 1 of 2, as father's outcomes
    # both: 1 of 3 and 1 of 2: between 3 / 225 + 2 / 100 = 1/30, within (2/3 + 1/2) / 3 = 7/18, typical 2.4:
    #   (1/30 - 7/18) / (1/30 + 1.4 * 7/18) = (-32/90) / (52/90) = -8/13
    ("talk", "activity"): ((1, 2, 1, 1, 9, 19, 1, NONE), (1, 3, 1, 2, 15, 35, 1, -1), (2, 5, 2, 3, 24, 54, 1, -8 / 13)),
}


class Tables(NamedTuple):
    """All tables of one run."""

    analysis: Analysis
    compared: WardsAndYears
    judged: Reliability


def tables_of(study: Study, *, backwards: bool = False) -> Tables:
    readings = read_study(study).readings
    analysis = analyse(readings[::-1] if backwards else readings, study)
    return Tables(analysis, compare_wards_and_years(analysis, study), judge_reliability(analysis, study))


@pytest.fixture(scope="module")
def tables() -> Tables:
    return tables_of(load_study(TOY))


def rows_of(table: pd.DataFrame, key: Sequence[str], columns: Sequence[str]) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """Give the columns of every row by its key; no key twice."""
    found = dict(
        zip(
            zip(*(table[name] for name in key), strict=True),
            zip(*(table[c] for c in columns), strict=True),
            strict=True,
        )
    )
    assert len(found) == len(table)
    return found


def test_prevalence(tables: Tables) -> None:
    table = tables.analysis.prevalence
    table = table[table["state"] != "form_missing"]
    counts = ["n_present", "n_statements", "n_characters_present", "n_characters"]
    found = rows_of(
        table,
        ["theme", "section", "ward", "fiscal_year"],
        [*counts, "n_forms_present", "n_forms", "state", "share", "share_characters", "low", "high"],
    )
    assert len(found) == 10 * 3
    for key, forms in CELLS.items():
        for form, (present, n, signs_present, signs) in zip(FORMS, forms, strict=True):
            row = found[*key, *form]
            speaks = int(present > 0)
            assert row[:7] == (present, n, signs_present, signs, speaks, 1, "present" if speaks else "absent"), (
                key,
                form,
            )
            assert row[7:] == pytest.approx((present / n, signs_present / signs, *WILSON[present, n]), abs=5e-6)


def test_coverage(tables: Tables) -> None:
    found = rows_of(
        tabulate_coverage(tables.analysis.prevalence),
        ["section", "ward", "fiscal_year"],
        ["state", "n_statements", "n_characters", "n_forms"],
    )
    assert len(found) == 5 * 3 * 2
    for section in SECTIONS:
        for form, (_, n, _, signs) in zip(FORMS, CELLS["father", section], strict=True):
            assert found[section, *form] == ("read", n, signs, 1)
        for ward, year in ((NISHI, 2022), (MINAMI, 2022), (MINAMI, 2023)):
            assert found[section, ward, year] == ("form_missing", 0, 0, 0)


def test_totals(tables: Tables) -> None:
    table = tables.compared.totals
    names = ["n_present", "n_statements", "n_forms_present", "n_forms", "n_characters_present", "n_characters"]
    found = rows_of(
        table.assign(fiscal_year=table["fiscal_year"].fillna(0)),
        ["theme", "section", "fiscal_year"],
        [*names, "design_effect", "intraclass_correlation", "n_clusters", "share", "share_forms", "share_characters"],
    )
    assert len(found) == 10 * 3
    for key, expected in TOTALS.items():
        for year, n_wards, row in zip((2022, 2023, 0), (1, 2, 2), expected, strict=True):
            shares = (row[0] / row[1], row[2] / row[3], row[4] / row[5])
            assert found[*key, year] == pytest.approx((*row, n_wards, *shares), nan_ok=True), (key, year)
    # two wards carry no interval, and no row gives one
    assert not table["estimable"].any()
    assert table.filter(regex="^(low|high)").isna().all(axis=None)


def test_the_wards_of_every_year_add_up_to_the_city(tables: Tables) -> None:
    cells = tables.analysis.prevalence
    wards, city = estimate_totals(cells, by=("ward",)), tables.compared.totals
    counts = [name for name in city.columns if name.startswith("n_") and name != "n_clusters"]
    whole = city[city["fiscal_year"].isna()].set_index(["theme", "section"])[counts]
    for parts in (wards, city[city["fiscal_year"].notna()]):
        pd.testing.assert_frame_equal(
            parts.groupby(["theme", "section"], sort=False)[counts].sum(), whole, check_dtype=False
        )


def test_contrasts(tables: Tables) -> None:
    table = tables.compared.contrasts
    counts = ["n_present_first", "n_statements_first", "n_present_second", "n_statements_second"]
    found = rows_of(
        table.fillna({"ward": ""}), ["kind", "theme", "section", "ward"], [*counts, "n_blocks", "first", "second"]
    )
    expected = {
        # the outcomes and the issues of all three forms, in two wards
        ("section", "father", "outcome+issue", ""): (2, 5, 1, 3, 2, "outcome", "issue"),
        ("section", "talk", "outcome+issue", ""): (1, 5, 1, 3, 2, "outcome", "issue"),
    }
    for (theme, section), (before, after, nishi) in CELLS.items():
        # only ひがし区 has forms of both years, only 2023 has forms of two wards
        expected["year", theme, section, ""] = (*before[:2], *after[:2], 1, "2022", "2023")
        expected["ward", theme, section, HIGASHI] = (*nishi[:2], *after[:2], 1, "rest", HIGASHI)
        expected["ward", theme, section, NISHI] = (*after[:2], *nishi[:2], 1, "rest", NISHI)
    assert found == expected
    for side in ("first", "second"):
        assert table[f"share_{side}"].to_numpy() == pytest.approx(
            table[counts[0].replace("first", side)] / table[counts[1].replace("first", side)]
        )
    # so few wards and years are not tested
    assert not table["estimable"].any()
    assert table[["difference", "low", "high", "p", "q"]].isna().all(axis=None)


def test_follow_through(tables: Tables) -> None:
    found = rows_of(
        tables.compared.follow_through,
        ["theme", "ward", "fiscal_year"],
        [
            "raised",
            "n_issue",
            "n_plan",
            "n_next_plan",
            "n_next_outcome",
            "n_next_issue",
            "taken_up",
            "carried",
            "returned",
        ],
    )
    last = ("unknown", "unknown", "unknown")
    assert found == {
        # 父親's issue of 2022 is in no goal or activity of 2023, but in one outcome; 相談 turns up as an issue of 2023
        ("father", HIGASHI, 2022): (True, 1, 0, 0, 1, 0, "unknown", "no", "outcome"),
        ("talk", HIGASHI, 2022): (False, 0, 0, 0, 0, 1, "unknown", "no", "issue"),
        ("father", HIGASHI, 2023): (False, 0, 0, 0, 0, 0, *last),
        ("father", NISHI, 2023): (False, 0, 0, 0, 0, 0, *last),
        ("talk", HIGASHI, 2023): (True, 1, 0, 0, 0, 0, *last),
        ("talk", NISHI, 2023): (False, 0, 0, 0, 0, 0, *last),
    }
    summary = rows_of(tables.compared.follow_summary, ["theme", "step", "raised"], ["n_followed", "n", "n_unknown"])
    assert summary == {
        ("father", "taken_up", True): (0, 0, 1),
        ("father", "taken_up", False): (0, 0, 2),
        ("father", "carried", True): (0, 1, 0),
        ("father", "carried", False): (0, 0, 2),
        ("father", "returned", True): (1, 1, 0),
        ("father", "returned", False): (0, 0, 2),
        ("talk", "taken_up", True): (0, 0, 1),
        ("talk", "taken_up", False): (0, 0, 2),
        ("talk", "carried", True): (0, 0, 1),
        ("talk", "carried", False): (0, 1, 1),
        ("talk", "returned", True): (0, 0, 1),
        ("talk", "returned", False): (1, 1, 1),
    }
    listed = tables.compared.followed
    assert list(zip(listed["theme"], listed["stage"], listed["statement_id"], strict=True)) == [
        ("father", "issue", "higashi-r4:6"),
        ("father", "next_outcome", "higashi-r5:3"),
        ("talk", "issue", "higashi-r5:5"),
    ]


def test_sensitivity(tables: Tables) -> None:
    table = tables.judged.sensitivity
    assert list(zip(table["theme"], table["choice"], table["n_present"], table["n"], strict=True)) == [
        ("father", "数えるもの", 4, 16),
        ("father", "数えるもの", 58, 204),
        ("father", "様式に現れるか", 2, 3),
        *[("father", "設計効果", 4, 16)] * 3,
        ("father", "主題の語", 1, 16),  # without 父親 only the sentence with パパ is left
        ("father", "主題の語", 3, 16),
        ("talk", "数えるもの", 5, 16),
        ("talk", "数えるもの", 63, 204),
        ("talk", "様式に現れるか", 3, 3),
        *[("talk", "設計効果", 5, 16)] * 3,
    ]
    # 父親 stands in the second, fourth and sixth sentence of ひがし区 2022, パパ in the third of 2023
    assert list(table.loc[table["choice"] == "主題の語", "lost"]) == [
        "higashi-r4:2|higashi-r4:4|higashi-r4:6",
        "higashi-r5:3",
    ]
    assert set(table["query"]) == {"father/*/*/annual/*", "talk/*/*/annual/*"}
    base = table["theme"].map({"father": 4 / 16, "talk": 5 / 16})
    assert table["share"].to_numpy() == pytest.approx(table["n_present"] / table["n"])
    assert table["change"].to_numpy() == pytest.approx(table["n_present"] / table["n"] - base)
    spread = rows_of(tables.judged.spread, ["theme", "choice"], ["n_variants", "least", "base", "most", "spread"])
    assert spread.keys() == {
        ("father", "主題の語"),
        *((theme, c) for theme in ("father", "talk") for c in ("数えるもの", "設計効果")),
    }
    assert spread["father", "数えるもの"] == pytest.approx((1, 4 / 16, 4 / 16, 58 / 204, 58 / 204 - 4 / 16))
    assert spread["father", "設計効果"] == pytest.approx((3, 4 / 16, 4 / 16, 4 / 16, 0))
    assert spread["father", "主題の語"] == pytest.approx((2, 1 / 16, 4 / 16, 4 / 16, 3 / 16))
    assert spread["talk", "数えるもの"] == pytest.approx((1, 63 / 204, 5 / 16, 5 / 16, 5 / 16 - 63 / 204))
    assert spread["talk", "設計効果"] == pytest.approx((3, 5 / 16, 5 / 16, 5 / 16, 0))


def test_models_and_corrections_are_refused_with_the_raw_counts_beside(tables: Tables) -> None:
    models = rows_of(
        tables.compared.models, ["theme", "section"], ["n_present", "n_statements", "n_wards", "n_years", "estimable"]
    )
    assert models == {key: (*row[2][:2], 2, 2, False) for key, row in TOTALS.items()}
    for table, n_rows in ((tables.compared.hierarchical, 10 * 3 * 2), (tables.judged.corrected, 2 * 3)):
        found = rows_of(table, ["theme", "section", "ward", "fiscal_year"], ["n_present", "n_statements"])
        assert len(found) == n_rows
        for (theme, section), forms in CELLS.items():
            for form, counts in zip(FORMS, forms, strict=True):
                assert found.get((theme, section, *form), counts[:2]) == counts[:2]
        assert table[["share", "low", "high"]].isna().all(axis=None)
    errors = rows_of(tables.judged.errors, ["theme"], ["n_flagged", "n_unflagged", "audited_flagged", "raw_share"])
    assert list(tables.compared.models["query"].head(2)) == ["father/*/*/annual/*", "father/*/*/annual/outcome"]
    assert errors == {("father",): (4, 12, 0, 0.25), ("talk",): (5, 11, 0, 0.3125)}
    assert tables.compared.indicators.empty
    assert tables.compared.numbers.empty
    assert tables.compared.unplaced.empty


def test_the_order_of_the_documents_changes_nothing(toy: Study, tables: Tables) -> None:
    other = tables_of(toy, backwards=True)
    assert list(other.analysis.statements["document"]) != list(tables.analysis.statements["document"])
    pd.testing.assert_frame_equal(other.analysis.prevalence, tables.analysis.prevalence)
    for mine, theirs in ((tables.compared, other.compared), (tables.judged, other.judged)):
        for name, table in mine.tables().items():
            pd.testing.assert_frame_equal(theirs.tables()[name], table, obj=name)
