"""What would make a layout miss its form in silence is refused, with its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from textmine.errors import StudyError
from textmine.study.layouts import read_layouts

if TYPE_CHECKING:
    from pathlib import Path

GOOD = """id = "yearly"
name = "年次"
needs = [["outcome", "issue"]]
titles = ['年次報告']
[[fields]]
section = "outcome"
labels = ["{年度?}よかった点{番号?}"]
[[fields]]
section = "issue"
labels = ["困った点"]
cues = [{ pattern = '必要', weight = 1.0 }]
"""


def write(folder: Path, text: str, name: str = "yearly.toml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_a_short_file_is_a_layout(tmp_path: Path) -> None:
    (layout,) = read_layouts(write(tmp_path, GOOD))
    assert (layout.id, [field.section for field in layout.fields]) == ("yearly", ["outcome", "issue"])


@pytest.mark.parametrize(
    ("broken", "line", "said"),
    [
        (GOOD.replace('section = "issue"', 'section = "isue"'), 9, "もしかして: issue"),
        (GOOD.replace('needs = [["outcome", "issue"]]', 'needs = [["goal"]]'), 3, "goal"),
        (GOOD.replace("{番号?}", "{数?}"), 7, "{数?}"),
        (GOOD.replace("'年次報告'", "'年次(報告'"), 4, "正規表現"),
        (GOOD.replace("'必要'", "'必要['"), 11, "正規表現"),
        (GOOD.replace("cues = [", "cus = ["), 11, "もしかして: cues"),
    ],
)
def test_each_fault_of_a_layout_has_its_line(tmp_path: Path, broken: str, line: int, said: str) -> None:
    with pytest.raises(StudyError) as caught:
        read_layouts(write(tmp_path, broken))
    assert caught.value.place.startswith(f"{tmp_path / 'yearly.toml'}:{line}:")
    assert said in str(caught.value)


def test_two_layouts_of_one_id_are_refused(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    with pytest.raises(StudyError, match="yearly"):
        read_layouts(write(tmp_path, GOOD, "zweite.toml"))


def test_a_study_without_a_layout_says_how_to_write_one(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match=r"corpus/README\.md"):
        read_layouts(tmp_path)


def test_what_all_forms_share_stands_once_and_comes_before_what_a_layout_adds(tmp_path: Path) -> None:
    write(tmp_path, "furniture = ['頁[0-9]+']\nboilerplate = [\"法の目的。\"]\n", "common.toml")
    write(tmp_path, GOOD.replace("titles =", "furniture = ['裏面']\ntitles ="))
    write(tmp_path, GOOD.replace('"yearly"', '"monthly"'), "monthly.toml")
    monthly, yearly = read_layouts(tmp_path)
    assert (yearly.furniture, yearly.boilerplate) == (("頁[0-9]+", "裏面"), ("法の目的。",))
    assert (monthly.furniture, monthly.boilerplate) == (("頁[0-9]+",), ("法の目的。",))


@pytest.mark.parametrize(
    ("broken", "said"),
    [("furniture = ['頁(']", "正規表現"), ("fields = []", "fields"), ('signatures = "印"', "signatures")],
)
def test_a_fault_in_what_all_forms_share_has_its_line(tmp_path: Path, broken: str, said: str) -> None:
    write(tmp_path, GOOD)
    with pytest.raises(StudyError, match=said) as caught:
        read_layouts(write(tmp_path, broken, "common.toml"))
    assert caught.value.place.startswith(f"{tmp_path / 'common.toml'}")
