from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from textmine.errors import RuleError
from textmine.themes import code_statements
from textmine.themes.quanteda import read_quanteda

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textmine.documents import Statement

DICTIONARY = """
carers:
  father: [父親, パパ*, お父さん]
  mother:
    - 母親
support: [子育て 支援, "?子サポ"]
"""


def test_nested_keys_become_themes_that_hold_where_a_pattern_fits(
    tmp_path: Path, cut: Callable[[str], tuple[str, list[object]]], statement: Callable[..., Statement]
) -> None:
    path = tmp_path / "d.yml"
    path.write_text(DICTIONARY, encoding="utf-8")
    imported = read_quanteda(path)
    marked = ["パパママ|の|会", "母親|の|会", "子育て|支援", "子育て|の|支援"]
    texts = [cut(one) for one in marked]
    statements = [statement(text, f"a:{n}") for n, (text, _) in enumerate(texts)]
    coding = code_statements(statements, [tokens for _, tokens in texts], imported.codebook)  # type: ignore[misc]
    assert [coding.themes_of(one.statement_id) for one in statements] == [
        ("carers", "carers.father"),
        ("carers", "carers.mother"),
        ("support",),
        (),
    ]
    assert [note.code for note in imported.notes] == ["carers.father", "support"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: [b", "d.yml:1:6"),
        ("- a\n- b\n", "d.yml:1:1"),
        ("a:\n  - b: c\n", "d.yml:2:5"),
        ("a: []\n", "d.yml:1:4"),
        ("a: ''\n", "d.yml:1:4"),
        ("a: b\na: c\n", "d.yml:2:1"),
        ("a: &x\n  b: *x\n", "d.yml:2:3"),  # a key that holds itself
        ("a: " + "{b: " * 3000 + "c" + "}" * 3000, "d.yml"),
        ("a:\n\t- b\n", "d.yml:2:1"),
        ("", "d.yml"),
    ],
)
def test_a_file_that_is_no_dictionary_is_refused_with_its_place(tmp_path: Path, text: str, place: str) -> None:
    path = tmp_path / "d.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        read_quanteda(path, "d.yml")
    assert caught.value.place == place


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_a_dictionary_is_read_in_the_encodings_of_windows_and_others(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "d.yml"
    path.write_bytes("父: [父*, '(父)']\r\n".encode(encoding))
    assert read_quanteda(path).codebook.rules == {"父": "glob'父*' | '(父)'"}
