"""A study compared with itself at an earlier revision, also where its settings had another shape then."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from textmine.errors import StudyError
from textmine.pipeline import read_study
from textmine.pipeline.codebook_work import compare_with
from textmine.study import load_study

if TYPE_CHECKING:
    from pathlib import Path

    from textmine.study import Study
    from textmine.themes.comparison import Comparison

WIDE, NARROW = 'rule = "父親 | パパ"', 'rule = "父親"'


@pytest.fixture
def folder(toy_folder: Path, tmp_path: Path) -> Path:
    """Give a copy of the toy study in a repository; the first revision has no study."""
    repository = tmp_path / "repository"
    repository.mkdir()
    git(repository, "init", "-q")
    git(repository, "commit", "-q", "--allow-empty", "-m", "before")
    git(repository, "tag", "before")
    return shutil.copytree(toy_folder, repository / "corpus" / "toy")


def git(where: Path, *arguments: str) -> None:
    command = ["git", "-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false", *arguments]
    subprocess.run(command, cwd=where, check=True, capture_output=True)  # noqa: S603 - git with our own arguments


def compared(study: Study, other: str) -> Comparison:
    return compare_with(read_study(study), study, other)


def commit(folder: Path) -> None:
    git(folder, "add", "-A", ".")
    git(folder, "commit", "-q", "-m", "state")


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_revision_with_other_rules_shows_what_the_change_gained(folder: Path) -> None:
    change(folder / "themes.toml", WIDE, NARROW)
    commit(folder)
    change(folder / "themes.toml", NARROW, WIDE)
    found = compared(load_study(folder), "HEAD")
    assert {(row.theme, row.change) for row in found.changes.itertuples()} == {("father", "gained")}
    assert found.notes == ()


@pytest.mark.parametrize("old_settings", ['[colours]\nmap = "red"\n', "title = 5\n", "= no TOML"])
def test_settings_of_another_shape_are_those_of_today_and_it_is_said(folder: Path, old_settings: str) -> None:
    change(folder / "themes.toml", WIDE, NARROW)
    today = {name: (folder / name).read_bytes() for name in ("study.toml", "wards.csv")}
    (folder / "study.toml").write_text(old_settings, encoding="utf-8")
    (folder / "wards.csv").unlink()
    commit(folder)
    for name, content in today.items():
        (folder / name).write_bytes(content)
    change(folder / "themes.toml", NARROW, WIDE)
    found = compared(load_study(folder), "HEAD")
    assert {(row.theme, row.change) for row in found.changes.itertuples()} == {("father", "gained")}
    assert len(found.notes) == 1
    assert "HEAD の設定は、いまの形では読めません" in found.notes[0]


def test_documents_that_are_not_as_registered_then_are_those_of_today(folder: Path) -> None:
    change(folder / "themes.toml", WIDE, NARROW)
    today = {path: path.read_bytes() for path in (folder / "study.toml", folder / "raw/nishi-r5.txt")}
    for path in today:
        path.write_text("= no TOML", encoding="utf-8")
    commit(folder)
    for path, content in today.items():
        path.write_bytes(content)
    change(folder / "themes.toml", NARROW, WIDE)
    found = compared(load_study(folder), "HEAD")
    assert {(row.theme, row.change) for row in found.changes.itertuples()} == {("father", "gained")}


@pytest.mark.parametrize(
    ("revision", "place", "fault"),
    [
        ("no-such-revision", "no-such-revision", "そのような版も"),
        ("--output=x", "--output=x", "そのような版も"),
        ("before", "before", "この調査のフォルダーがありません"),
    ],
)
def test_what_is_no_state_of_the_study_is_refused(folder: Path, revision: str, place: str, fault: str) -> None:
    commit(folder)
    with pytest.raises(StudyError) as caught:
        compared(load_study(folder), revision)
    assert caught.value.place == place
    assert fault in caught.value.fault


def test_rules_that_cannot_be_read_then_are_placed_in_the_revision(folder: Path) -> None:
    rules = (folder / "themes.toml").read_text(encoding="utf-8")
    change(folder / "themes.toml", WIDE, 'rule = "( 父親 | パパ"')
    commit(folder)
    (folder / "themes.toml").write_text(rules, encoding="utf-8")
    with pytest.raises(StudyError) as caught:
        compared(load_study(folder), "HEAD")
    assert caught.value.place.startswith(f"HEAD:{folder}/themes.toml:")
    assert "閉じていません" in caught.value.fault
