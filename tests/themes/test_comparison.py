from __future__ import annotations

from typing import TYPE_CHECKING

from textmine.themes import Codebook, Theme, code_statements
from textmine.themes.comparison import CHANGE_COLUMNS, SHIFT_COLUMNS, CodedState, compare_states

if TYPE_CHECKING:
    from collections.abc import Callable

    from textmine.documents import Statement
    from textmine.tokenizer import Token

    Cut = Callable[[str], tuple[str, list[Token]]]


def state(marked: list[str], rules: dict[str, str], cut: Cut, statement: Callable[..., Statement]) -> CodedState:
    texts = [cut(one) for one in marked]
    statements = [statement(text, f"a:{n}") for n, (text, _) in enumerate(texts)]
    tokens = [tokens for _, tokens in texts]
    book = Codebook({name: Theme(name, "", rule) for name, rule in rules.items()})
    return CodedState(statements, tokens, code_statements(statements, tokens, book))


def test_gains_losses_and_the_words_behind_them(cut: Cut, statement: Callable[..., Statement]) -> None:
    marked = ["父親|の|会", "祖父|の|会", "母|の|会"]
    before = state(marked, {"father": "'父'"}, cut, statement)
    after = state(marked, {"father": "父親 | 母", "meeting": "会"}, cut, statement)
    found = compare_states(before, after)
    rows = found.changes[["theme", "change", "after_id", "words_before", "words_after"]].to_numpy().tolist()
    assert rows == [
        ["father", "gained", "a:2", "", "母"],
        ["father", "lost", "a:1", "父", ""],
        ["meeting", "gained", "a:0", "", "会"],
        ["meeting", "gained", "a:1", "", "会"],
        ["meeting", "gained", "a:2", "", "会"],
    ]
    assert found.prevalence[["theme", "n_before", "n_after", "gained", "lost"]].to_numpy().tolist() == [
        ["father", 2, 2, 1, 1],
        ["meeting", 0, 3, 3, 0],
    ]
    assert found.tokens.empty
    assert not found.is_empty


def test_renumbering_is_no_change_but_coming_going_and_cutting_are(
    cut: Cut, statement: Callable[..., Statement]
) -> None:
    before = state(["父|親|の|会", "古い|文"], {"x": "会"}, cut, statement)
    after = state(["新しい|文", "父:親|の|会"], {"x": "会"}, cut, statement)
    found = compare_states(before, after)
    assert found.changes.empty
    assert found.statements[["change", "text"]].to_numpy().tolist() == [["gone", "古い文"], ["come", "新しい文"]]
    assert found.tokens[["before", "after"]].to_numpy().tolist() == [["父|親", "父親"]]


def test_no_change_at_all_keeps_the_columns(cut: Cut, statement: Callable[..., Statement]) -> None:
    one = state(["父親|の|会"], {"x": "会"}, cut, statement)
    found = compare_states(one, one)
    assert found.is_empty
    assert list(found.changes.columns) == list(CHANGE_COLUMNS)
    assert list(found.prevalence.columns) == list(SHIFT_COLUMNS)
