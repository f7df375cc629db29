from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from textmine.errors import StudyError
from textmine.study.toml_files import Position, locate_keys, read_toml

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Inner:
    rule: str
    words: tuple[str, ...] = ()
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Outer:
    title: str
    themes: dict[str, Inner]
    n: int = 0


GOOD = 'title = "t"\n\n[themes.father]\nrule = """\n父 or 父親\n"""\nwords = ["父", "夫"]\n'


def write(folder: Path, text: str) -> Path:
    path = folder / "study.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_becomes_nested_dataclasses(tmp_path: Path) -> None:
    outer = read_toml(write(tmp_path, GOOD)).structure(Outer)
    assert outer == Outer("t", {"father": Inner("父 or 父親\n", ("父", "夫"))})


def test_a_string_over_lines_starts_on_the_line_after_its_quotes() -> None:
    assert locate_keys(GOOD)["themes", "father", "rule"] == Position(5, 1)
    assert locate_keys('a = "x"')["a",] == Position(1, 6)
    assert locate_keys("[t]\nb  = '''x'''")["t", "b"] == Position(2, 9)


def test_lines_inside_a_long_string_are_no_keys() -> None:
    assert set(locate_keys('a = """\nb = 1\n"""\nc = 2')) == {("a",), ("c",)}


def test_tables_of_an_array_are_counted() -> None:
    found = locate_keys("[[t]]\na = 1\n[[t]]\na = 2\n[t.in]\nb = 3")
    assert found["t", "1", "a"] == Position(4, 5)
    assert found["t", "1", "in", "b"] == Position(6, 5)


@pytest.mark.parametrize(
    ("broken", "place", "said"),
    [
        (GOOD.replace("words =", "wrods ="), ":7:9", "wrods」(もしかして: words"),
        (GOOD.replace('["父", "夫"]', '"父"'), ":7:10", "配列"),
        (GOOD.replace('"t"', "3", 1), ":1:9", "文字列"),
        ("n = true\n" + GOOD, ":1:5", "整数"),
        (GOOD.replace('title = "t"', ""), "", "title"),
        (GOOD.replace('"t"', '"t', 1), ":1:11", "TOML"),
    ],
)
def test_each_fault_has_its_line_and_says_what_is_known(tmp_path: Path, broken: str, place: str, said: str) -> None:
    path = write(tmp_path, broken)
    with pytest.raises(StudyError) as caught:
        read_toml(path, "study.toml").structure(Outer)
    assert caught.value.place == f"study.toml{place}"
    assert said in caught.value.fault


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="ファイルがありません"):
        read_toml(tmp_path / "none.toml")
