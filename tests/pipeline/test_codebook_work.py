from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from textmine.cli import main
from textmine.errors import StudyError
from textmine.pipeline import analyse, read_study, validate_themes
from textmine.pipeline.codebook_work import agree, compare_with, export_khcoder, lint_study
from textmine.pipeline.suggesting import decide, suggest_for
from textmine.study import Study, load_study

if TYPE_CHECKING:
    from pathlib import Path


def fill(sheet: Path, target: Path, yes: str) -> None:
    """Fill a sheet as a coder would: every theme yes where the word stands, else no."""
    with sheet.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    text = rows[0].index("文") if "文" in rows[0] else 1
    for row in rows[1:]:
        row[text + 1 :] = ["1" if yes in row[text] else "0"] * (len(row) - text - 1)
    with target.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def test_the_walk_of_a_researcher_from_a_sample_to_agreement(toy: Study, tmp_path: Path) -> None:
    assert main(["sample", str(toy.folder), "-o", str(tmp_path), "--found", "3", "--not-found", "3"]) == 0
    for name, word in (("a.csv", "父親"), ("b.csv", "父親"), ("c.csv", "相談")):
        fill(tmp_path / "sample.csv", tmp_path / name, word)
    same = agree(toy, tmp_path / "a.csv", tmp_path / "b.csv")
    assert list(same.table["agreement"]) == [1.0, 1.0]
    assert same.disagreements.empty
    other = agree(toy, tmp_path / "a.csv", tmp_path / "c.csv")
    assert len(other.disagreements) > 0
    arguments = ["gold", str(tmp_path / "a.csv"), str(tmp_path / "sample.key.csv"), "--coder", "甲", "--part", "test"]
    assert main([*arguments, "--study", str(toy.folder)]) == 0
    grown = load_study(toy.folder)
    assert {row.part for row in grown.gold} == {"test"}
    validity = validate_themes(analyse(read_study(grown).readings, grown), grown).set_index("theme")
    assert validity.loc["father", "part"] == "test"
    assert not validity.loc["father", "validated"]  # with so few statements
    assert main(["sample", str(toy.folder), "-o", str(tmp_path)]) == 1  # never over somebody's coding


def test_a_word_that_no_text_has_is_found_in_its_line(toy_folder: Path) -> None:
    file = toy_folder / "themes.toml"
    file.write_text(file.read_text("utf-8").replace('rule = "相談"', 'rule = "相談 | 双胎"'), encoding="utf-8")
    study = load_study(toy_folder)
    problems = lint_study(read_study(study), study)
    assert len(problems) == 1
    assert problems[0].place.endswith("themes.toml:11:14")
    assert "双胎" in problems[0].fault


def test_gains_and_losses_of_a_changed_rule_are_listed(toy: Study, tmp_path: Path) -> None:
    assert main(["new", str(tmp_path / "then"), "--like", str(toy.folder)]) == 0
    assert main(["add", str(tmp_path / "then"), *map(str, sorted((toy.folder / "raw").iterdir()))]) == 0
    file = tmp_path / "then/themes.toml"
    file.write_text(file.read_text("utf-8").replace("父親 | パパ", "父親"), encoding="utf-8")
    found = compare_with(read_study(toy), toy, str(tmp_path / "then"))
    assert [(row.theme, row.change) for row in found.changes.itertuples()] == [("father", "gained")]
    assert found.tokens.empty
    with pytest.raises(StudyError, match=r"取り出せません|git"):
        compare_with(read_study(toy), toy, "no-such-revision")


def test_the_export_has_a_row_per_statement_and_its_themes(toy: Study) -> None:
    rows = list(csv.DictReader(export_khcoder(read_study(toy), toy).decode("utf-8-sig").splitlines()))
    assert len(rows) == 16
    assert sum(row["theme_father"] == "1" for row in rows) == 4


def test_a_theme_with_few_statements_has_them_listed_instead_of_suggestions(toy: Study) -> None:
    found = suggest_for(read_study(toy), toy, "father")
    assert "主題「father」: 該当文が 4 件" in found.refusal
    assert found.table["kind"].tolist() == ["caught"] * 4
    assert found.table["text"].str.contains("父親|パパ").all()
    with pytest.raises(StudyError, match="主題「unknown」"):
        suggest_for(read_study(toy), toy, "unknown")


def test_decisions_are_logged_with_who_and_why(toy: Study) -> None:
    decide(read_study(toy), toy, "father", "おとうさん", accept=True, coder="試し", reason="父親のこと")
    log = (toy.folder / "suggestions.csv").read_text("utf-8").splitlines()
    assert log[1].split(",")[1:] == ["father", "term", "おとうさん", "accepted", "試し", "父親のこと"]
    with pytest.raises(StudyError):
        decide(read_study(toy), toy, "father", "夫", accept=False, coder="", reason="")


def test_a_decision_on_a_statement_that_the_study_does_not_hold_is_refused(toy: Study) -> None:
    with pytest.raises(StudyError, match="nishi-r5:999"):
        decide(read_study(toy), toy, "father", "nishi-r5:999", accept=False, coder="甲", reason="理由")
    assert not (toy.folder / "suggestions.csv").exists()


def test_rules_are_imported_into_a_new_study_and_never_over_a_codebook(tmp_path: Path) -> None:
    rules = tmp_path / "theme.cod"
    rules.write_text("＊父親\n父親 | パパ\n", encoding="cp932")
    assert main(["new", str(tmp_path / "mine")]) == 0
    codebook = tmp_path / "mine/themes.toml"
    assert main(["import", str(rules), "-o", str(codebook)]) == 0
    imported = codebook.read_bytes()
    assert "父親 | パパ".encode() in imported
    assert main(["import", str(rules), "-o", str(codebook)]) == 1
    assert codebook.read_bytes() == imported
