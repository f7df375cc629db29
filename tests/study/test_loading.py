from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from textmine.errors import StudyError
from textmine.study import load_study

if TYPE_CHECKING:
    from pathlib import Path


def change(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text("utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new), encoding="utf-8")


def test_a_form_that_the_settings_do_not_name_has_its_layouts_name(toy_folder: Path) -> None:
    change(toy_folder, "study.toml", 'annual = "年次"', "")
    assert load_study(toy_folder).settings.forms == {"annual": "年次評価"}


def test_without_a_focus_every_theme_is_in_it(toy_folder: Path) -> None:
    change(toy_folder, "study.toml", 'focus = ["father"]', "focus = []")
    assert load_study(toy_folder).settings.report.focus == ("father", "talk")


def test_forms_can_be_read_before_there_is_a_theme(toy_folder: Path) -> None:
    (toy_folder / "themes.toml").write_text("# 主題はまだない\n", encoding="utf-8")
    change(toy_folder, "study.toml", 'focus = ["father"]', "focus = []")
    assert load_study(toy_folder).codebook.theme_ids == ()


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ('focus = ["father"]', 'focus = ["fathr"]', 23, "もしかして: father"),
        ('contrast = ["outcome"', 'contrast = ["outcom"', 24, "もしかして: outcome"),
        ('goal = "目標"', 'gaol = "目標"', 29, "もしかして: goal"),
        ('annual = "年次"', 'anual = "年次"', 35, "もしかして: annual"),
        ("last = 2023", "last = 2021", 8, "前"),
    ],
)
def test_each_fault_of_the_settings_has_its_line(toy_folder: Path, old: str, new: str, line: int, said: str) -> None:
    change(toy_folder, "study.toml", old, new)
    with pytest.raises(StudyError) as caught:
        load_study(toy_folder)
    assert f"study.toml:{line}:" in caught.value.place
    assert said in str(caught.value)
