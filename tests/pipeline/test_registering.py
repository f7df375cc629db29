"""A document goes into a study once, with what it says of itself."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from textmine.errors import StudyError
from textmine.pipeline import Given, read_study, register_documents
from textmine.study import Study, load_study

if TYPE_CHECKING:
    from pathlib import Path

FORM = """みなみ区施設年次評価
令和5年度の評価
目標
庭に花を植える。
成果
・花を見に来る人が増えた。
"""
NOTHING = Given()


@pytest.fixture
def form(tmp_path: Path) -> Path:
    path = tmp_path / "new" / "minami-r5.txt"
    path.parent.mkdir()
    path.write_text(FORM, encoding="utf-8")
    return path


def sources(study: Study) -> list[dict[str, str]]:
    with (study.folder / "sources.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_what_a_form_says_of_itself_is_shown_and_registered(toy: Study, form: Path) -> None:
    done = register_documents(toy, [form], NOTHING)
    assert "区 みなみ区、年度 2023、様式 annual" in done.messages[0]
    row = sources(toy)[-1]
    assert (row["file"], row["ward"], row["fiscal_year"], row["form"]) == (form.name, "みなみ区", "2023", "annual")
    assert (toy.folder / "raw" / form.name).read_bytes() == form.read_bytes()
    assert len(read_study(load_study(toy.folder)).readings) == 4


def test_a_folder_stands_for_its_files(toy: Study, form: Path) -> None:
    (form.parent / "お知らせ.txt").write_text("様式ではない。", encoding="utf-8")
    done = register_documents(toy, [form.parent], NOTHING)
    assert [row["file"] for row in sources(toy)][-1] == form.name
    assert len(done.refusals) == 1


def test_what_is_given_completes_a_form_and_never_contradicts_it(toy: Study, form: Path) -> None:
    done = register_documents(toy, [form], Given(ward="ひがし区"))
    assert "ひがし区" in str(done.refusals[0])
    assert "みなみ区" in str(done.refusals[0])
    form.write_text(FORM.replace("みなみ区", "").replace("令和5年度", "今年度"), encoding="utf-8")
    unnamed = form.rename(form.with_name("form.txt"))
    done = register_documents(toy, [unnamed], NOTHING)
    assert "--ward 区 --year 年度" in str(done.refusals[0])
    assert not register_documents(toy, [unnamed], Given(ward="みなみ区", fiscal_year=2022)).refusals
    readings = read_study(load_study(toy.folder)).readings
    assert (readings[-1].ward, readings[-1].fiscal_year) == ("みなみ区", 2022)


def test_two_versions_of_a_form_are_pointed_out_and_one_can_replace_the_other(toy: Study, form: Path) -> None:
    register_documents(toy, [form], NOTHING)
    second = form.with_name("minami-r5-2.txt")
    second.write_text(FORM + "・本を読む人も増えた。\n", encoding="utf-8")
    assert any(form.name in line and "--replace" in line for line in cautions(toy, second))
    study = load_study(toy.folder)
    third = form.with_name("minami-r5-3.txt")
    third.write_text(FORM + "・菓子を焼く人も増えた。\n", encoding="utf-8")
    done = register_documents(study, [third], NOTHING, replace=True)
    assert any("差し替え" in line for line in done.messages)
    assert [row["file"] for row in sources(study)][3:] == [third.name]
    assert sorted(path.name for path in (study.folder / "raw").glob("minami*")) == [third.name]
    kept = sorted(path.name.partition("-")[2] for path in (study.folder / "replaced").iterdir())
    assert kept == [second.name, form.name]


def cautions(study: Study, path: Path) -> list[str]:
    return [line for line in register_documents(load_study(study.folder), [path], NOTHING).messages if "注意" in line]


def test_a_name_that_is_taken_is_refused_unless_it_is_to_be_replaced(toy: Study, form: Path) -> None:
    register_documents(toy, [form], NOTHING)
    form.write_text(FORM + "・本を読む人も増えた。\n", encoding="utf-8")
    study = load_study(toy.folder)
    assert "--replace" in str(register_documents(study, [form], NOTHING).refusals[0])
    assert not register_documents(study, [form], NOTHING, replace=True).refusals
    assert len(sources(study)) == 4
    assert (study.folder / "raw" / form.name).read_bytes() == form.read_bytes()


def test_a_year_that_the_study_does_not_show_is_pointed_out(toy: Study, form: Path) -> None:
    form.write_text(FORM.replace("令和5年度", "令和7年度"), encoding="utf-8")
    renamed = form.rename(form.with_name("minami-r7.txt"))
    assert any("years" in line for line in register_documents(toy, [renamed], NOTHING).messages)


def test_the_register_decides_which_layout_reads_a_form(toy: Study) -> None:
    other = (toy.folder / "forms/annual.toml").read_text("utf-8").replace('id = "annual"', 'id = "another"')
    (toy.folder / "forms/another.toml").write_text(other, encoding="utf-8")
    table = toy.folder / "sources.csv"
    table.write_text(table.read_text("utf-8").replace(",annual,", ",another,"), encoding="utf-8")
    assert {reading.form for reading in read_study(load_study(toy.folder)).readings} == {"another"}
    table.write_text(table.read_text("utf-8").replace(",another,", ",anothr,"), encoding="utf-8")
    with pytest.raises(StudyError, match=r"sources\.csv:2: .*anothr"):
        load_study(toy.folder)


def test_a_document_that_is_not_as_registered_is_named_and_the_others_are_read(toy: Study) -> None:
    changed, lost, *others = toy.sources
    toy.document_path(changed).write_text("別の文書", encoding="utf-8")
    toy.document_path(lost).unlink()
    outcome = read_study(load_study(toy.folder))
    assert len(outcome.readings) == len(others)
    assert {source.file for source in outcome.unread} == {changed.file, lost.file}
    said = " ".join(str(refusal) for refusal in outcome.refusals)
    assert "チェックサムが違います" in said
    assert "資料がありません" in said
