"""Coding error from an audit, and choices that could be otherwise, on the made-up study (tests/data/toy/README.md)."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from textmine.pipeline import analyse, compare_wards_and_years, read_study
from textmine.pipeline.pictures import draw_figures
from textmine.pipeline.reliability import CHANGED, NO_AUDIT, judge_reliability
from textmine.pipeline.validation import validate_themes
from textmine.prevalence import statements_of
from textmine.study import load_study
from textmine.themes.gold import GoldStatement, open_test_part, write_gold

if TYPE_CHECKING:
    from textmine.study import Study


def with_audit(study: Study, missed: str) -> Study:
    """Register every statement as drawn for certain: people agree with the rules, but for one that the rules missed."""
    outcome = read_study(study)
    coded = analyse(outcome.readings, study).coded
    rows = [
        GoldStatement(
            one.document,
            one.text,
            tuple(theme for theme in coded.columns if coded.loc[one.statement_id, theme])
            + (("father",) if one.statement_id == missed else ()),
            one.section,
            one.goal_no,
            "test",
        )
        for one in outcome.statements
    ]
    (study.folder / "gold").mkdir(exist_ok=True)
    write_gold(rows, study.folder / "gold/audit.jsonl")
    open_test_part(study.folder / "gold", study.codebook.rules_hash(), "2026-01-01")
    return load_study(study.folder)


def test_without_an_audit_nothing_is_corrected_and_the_reason_is_told(toy: Study) -> None:
    found = judge_reliability(analyse(read_study(toy).readings, toy), toy)
    assert found.refusal == NO_AUDIT
    assert not found.errors["estimable"].any()
    assert set(found.errors["reason"]) == {NO_AUDIT}
    assert set(found.corrected["reason"]) == {NO_AUDIT}
    assert found.audit.empty


def test_an_audit_of_every_statement_gives_the_share_that_people_see(toy: Study) -> None:
    study = with_audit(toy, "nishi-r5:4")
    found = judge_reliability(analyse(read_study(study).readings, study), study)
    row = found.errors.set_index("theme").loc["father"]
    assert found.refusal == ""
    assert (row["n_flagged"], row["n_unflagged"]) == (4, 12)
    assert (row["audited_flagged"], row["audited_unflagged"]) == (4, 12)
    assert row["precision"] == 1.0
    assert row["miss_rate"] == pytest.approx(1 / 12)
    assert row["raw_share"] == 0.25
    assert row["prediction_powered_low"] < 5 / 16 < row["prediction_powered_high"]
    assert len(found.audit) == 16 * 2
    assert set(found.corrected["section"]) == {"all"}


def test_rules_that_changed_after_the_audit_void_it(toy: Study) -> None:
    study = with_audit(toy, "nishi-r5:4")
    themes = study.folder / "themes.toml"
    themes.write_text(themes.read_text("utf-8").replace('rule = "相談"', 'rule = "相談 | 花"'), encoding="utf-8")
    changed = load_study(study.folder)
    found = judge_reliability(analyse(read_study(changed).readings, changed), changed)
    assert found.refusal == CHANGED
    assert not found.errors["estimable"].any()


def test_each_word_of_a_rule_is_dropped_and_the_total_counted_again(toy: Study) -> None:
    found = judge_reliability(analyse(read_study(toy).readings, toy), toy)
    own = found.sensitivity[found.sensitivity["theme"] == "father"].set_index("variant")
    assert tuple(own.loc["基準", ["n_present", "n"]]) == (4, 16)
    assert tuple(own.loc["「父親」を除く", ["n_present", "n"]]) == (1, 16)
    assert tuple(own.loc["「パパ」を除く", ["n_present", "n"]]) == (3, 16)
    assert found.sensitivity["theme"].tolist().count("talk") == 6  # a rule of one word has none to drop


def test_a_registered_document_that_cannot_be_read_is_unreadable_and_not_missing(toy: Study) -> None:
    name = "higashi-r4.txt"
    broken = b"\x00\x01" * 200
    checksum = hashlib.sha256((toy.folder / "raw" / name).read_bytes()).hexdigest()
    (toy.folder / "raw" / name).write_bytes(broken)
    register = toy.folder / "sources.csv"
    register.write_text(register.read_text("utf-8").replace(checksum, hashlib.sha256(broken).hexdigest()), "utf-8")
    study = load_study(toy.folder)
    outcome = read_study(study)
    cells = analyse(outcome.readings, study, unread=outcome.unread).prevalence
    states = {(c.ward, c.fiscal_year, c.section): c.state for c in cells.itertuples()}
    assert len(outcome.refusals) == 1
    assert states["ひがし区", 2022, "all"] == "unreadable"
    assert states["ひがし区", 2022, "issue"] == "unreadable"
    assert states["にし区", 2022, "all"] == "form_missing"


def test_every_kind_of_number_leads_back_to_its_statements(toy: Study) -> None:
    analysis = analyse(read_study(toy).readings, toy)
    found, judged = compare_wards_and_years(analysis, toy), judge_reliability(analysis, toy)
    counted = [
        *zip(found.totals["query"], found.totals["n_present"], strict=True),
        *zip(found.hierarchical["query"], found.hierarchical["n_present"], strict=True),
        *zip(judged.corrected["query"], judged.corrected["n_present"], strict=True),
        *zip(found.contrasts["query_first"], found.contrasts["n_present_first"], strict=True),
        *zip(found.contrasts["query_second"], found.contrasts["n_present_second"], strict=True),
        *zip(found.follow_through["query_issue"], found.follow_through["n_issue"], strict=True),
        *zip(found.follow_through["query_next_plan"], found.follow_through["n_next_plan"], strict=True),
    ]
    assert len(counted) > 100
    for query, n_present in counted:
        assert len(statements_of(str(query), analysis.statements, analysis.coded)) == n_present, query


def test_figures_that_the_material_does_not_carry_are_not_drawn(toy: Study) -> None:
    analysis = analyse(read_study(toy).readings, toy)
    found = compare_wards_and_years(analysis, toy)
    names = set(draw_figures(analysis, toy, found, validate_themes(analysis, toy)))
    assert {"heat_map", "contrast", "coverage", "map_father"} <= names
    assert not names & {"trends", "contrast_test", "wards_father"}
