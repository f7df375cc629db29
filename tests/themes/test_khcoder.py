"""What KH Coder's manual and source say of each form, against what is made of it."""

from __future__ import annotations

import csv
import io
import tomllib
from typing import TYPE_CHECKING

import pytest

from textmine.errors import RuleError
from textmine.themes import Codebook, Theme, code_statements
from textmine.themes.khcoder import khcoder_table, parse_cod, read_cod
from textmine.themes.parser import parse_rule
from textmine.themes.syntax import And, Comparison, InSentence, Near, Not, Number, Or, Pattern, Phrase, Text, Word

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textmine.documents import Statement


def rule_of(condition: str) -> object:
    imported = parse_cod(f"＊コード\n{condition}\n", "x.cod")
    return parse_rule(imported.codebook.themes["コード"].rule)


a, b, c = Word("a"), Word("b"), Word("c")


@pytest.mark.parametrize(
    ("condition", "tree"),
    [
        ("a", a),
        ("a | b", Or((a, b))),
        ("a or b and c", Or((a, And((b, c))))),
        ("( a or b ) and c", And((Or((a, b)), c))),
        ("a　|　b", Or((a, b))),  # full-width spaces
        ("a\n| b", Or((a, b))),  # lines are joined
        ("a & b &! c", And((a, b, Not(c)))),
        ("a |! b", Or((a, Not(b)))),
        ("! a > 1", Comparison(">", Not(a), Number(1))),
        ("not a > 1", Not(Comparison(">", a, Number(1)))),
        ("'a b'", Text("a b")),
        ('"a|b"', Text("a|b")),
        ("'it''s'", Text("it's")),
        ("a+b", Phrase((a, b))),
        ("near(a-b)", Near((a, b), distance=10)),
        ("near(a-b)[3]", Near((a, b), distance=3)),
        ("near(a-b)[b]", Near((a, b), distance=10, in_sentence=True)),
        ("near(a-b)[b3]", Near((a, b), distance=3, in_sentence=True)),
        ("near(a-b)[b0]", Near((a, b), distance=None, in_sentence=True)),
        ("near(a-b)[0]", Near((a, b), distance=None)),
        ("near(a-b)[d]", Near((a, b), distance=10)),
        ("seq(a-b-c)[2]", Near((a, b, c), is_ordered=True, distance=2)),
        ("a-->名詞", Word("a", "名詞")),
        ("a=>b", Word("a", "", "b")),
        ("'100%'", Pattern("100[^。]*")),
        ("'a_b'", Pattern("a.b")),
        ("'a' > 1", Comparison(">", InSentence(Text("a")), Number(1))),  # counts sentences, not places
        ("a|b", Text("a|b")),  # no spaces: one word that is nowhere
        ("a、b", Text("a、b")),
    ],
)
def test_a_condition_is_read_as_kh_coder_means_it(condition: str, tree: object) -> None:
    assert rule_of(condition) == tree


@pytest.mark.parametrize("condition", ["'100%'", "a|b", "a-->名詞", "near(a-b)[d]", "lw > 3", "a+b"])
def test_whatever_may_code_otherwise_is_noted_with_its_place(condition: str) -> None:
    notes = parse_cod(f"# 注\n＊コード\n{condition}\n", "x.cod").notes
    assert [note for note in notes if note.place == "x.cod:3:1"]


def test_what_words_are_is_noted_once_for_the_file() -> None:
    notes = parse_cod("＊甲\na\n＊乙\nb\n", "x.cod").notes
    assert [note.place for note in notes] == ["x.cod"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a\n", "x.cod:1:1"),  # before the first code
        ("＊甲\n", "x.cod:1:1"),  # no condition
        ("＊甲\na\n＊甲\nb\n", "x.cod:3:1"),
        ("＊甲\n<＊乙>\n＊乙\na\n", "x.cod:2:1"),  # defined later: KH Coder says 0
        ("＊甲\na | near(a-b)[文]\n", "x.cod:2:5"),
        ("＊甲\n<>見出し1-->x\n", "x.cod:2:1"),
        ("＊甲\nNo. == 5\n", "x.cod:2:1"),
        ("＊甲\na b\n", "x.cod:2:3"),
        ("＊甲\n( a\n", "x.cod:2:1"),  # the parenthesis that stays open
        ("＊甲\na ->連用形\n", "x.cod:2:3"),
        ("", "x.cod"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_its_place(text: str, place: str) -> None:
    with pytest.raises(RuleError) as caught:
        parse_cod(text, "x.cod")
    assert caught.value.place == place


@pytest.mark.parametrize(
    ("condition", "column", "remedy"),
    [
        ("a ｜ b", 3, "半角の |"),
        ("（ a | b ）", 1, "半角の ("),
        ("a b", 3, "& か |"),
        ("a # 注", 3, "行の先頭"),
        ("'%'", 1, "文字を書いて"),
    ],
)
def test_a_refusal_says_what_to_do(condition: str, column: int, remedy: str) -> None:
    with pytest.raises(RuleError) as caught:
        parse_cod(f"＊コード\n{condition}\n", "x.cod")
    assert caught.value.place == f"x.cod:2:{column}"
    assert remedy in caught.value.remedy


@pytest.mark.parametrize("content", ["＊a\nb\n".encode("utf-16"), b"\x00\x01", bytes(range(256))])
def test_a_file_that_is_no_text_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "theme.cod"
    path.write_bytes(content)
    with pytest.raises(RuleError, match="文字コード"):
        read_cod(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "euc_jp"])
def test_a_file_is_read_in_the_encodings_that_kh_coder_takes(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "theme.cod"
    for line_end in ("\n", "\r\n", "\r"):
        path.write_bytes(f"＊父親{line_end}父親 | パパ{line_end}".encode(encoding))
        assert read_cod(path).codebook.rules == {"父親": "父親 | パパ"}


def test_a_missing_file_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="読めません"):
        read_cod(tmp_path / "none.cod")


def test_the_imported_codebook_can_be_written_as_toml_and_codes_the_same() -> None:
    imported = parse_cod("＊父\n父親 | 'it''s' | '3'''\n* both\n<＊父> and 母親\n", "x.cod")
    tables = tomllib.loads(imported.to_toml())["themes"]
    assert {name: table["rule"].strip() for name, table in tables.items()} == {
        name: theme.rule for name, theme in imported.codebook.themes.items()
    }


def test_statements_are_written_as_a_table_with_variables(
    statement: Callable[..., Statement], cut: Callable[[str], tuple[str, list[object]]]
) -> None:
    text, tokens = cut("父親|,|「|改行|」")
    statements = [statement(text), statement(text, "a:2", ward=None)]
    coding = code_statements(statements, [tokens, tokens], Codebook({"father": Theme("父", "", "父親")}))  # type: ignore[list-item]
    rows = list(csv.DictReader(io.StringIO(khcoder_table(statements, coding))))
    assert [row["text"] for row in rows] == [text, text]
    assert [row["ward"] for row in rows] == ["東区", "欠損値"]
    assert [row["theme_father"] for row in rows] == ["1", "1"]
