"""Codings with one word dropped: counted by hand, and the same as coding anew with a rule written without the word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from textmine.themes import Codebook, Theme, code_statements
from textmine.themes.dropped_words import code_without_words
from textmine.themes.overrides import Override, apply_overrides

if TYPE_CHECKING:
    from collections.abc import Callable

TEXTS = ("父親が来た", "パパが来た", "父親とパパが来た", "祖父が来た", "父親の会。保育の会。", "花が咲いた")


@pytest.fixture(name="coded")
def _coded(cut: Callable[[str], Any], statement: Callable[..., Any]) -> Callable[..., Any]:
    def code(rule: str, parts: dict[str, str] | None = None, overrides: tuple[Override, ...] = ()) -> Any:  # noqa: ANN401
        records = [statement(text, f"a:{number}") for number, text in enumerate(TEXTS, 1)]
        tokens = [cut(text)[1] for text in TEXTS]
        codebook = Codebook({"t": Theme("父", "", rule)}, parts or {})
        coding = apply_overrides(code_statements(records, tokens, codebook), overrides)
        return coding, code_without_words(records, tokens, codebook, coding)

    return code


def kept(table: Any) -> dict[str, list[int]]:  # noqa: ANN401
    return {word: [i + 1 for i, has in enumerate(table["t", word]) if has] for _, word in table.columns}


def test_a_word_loses_the_statements_that_it_alone_decided(coded: Callable[..., Any]) -> None:
    coding, table = coded("'父親' | 'パパ' | '双子'")
    assert list(coding.present[:, 0]) == [True, True, True, False, True, False]
    assert kept(table) == {"父親": [2, 3], "パパ": [1, 3, 5]}  # 双子 stands nowhere: dropping it changes nothing
    assert table.index.tolist() == list(coding.statement_ids)


@pytest.mark.parametrize(
    ("rule", "parts", "word", "without"),
    [
        ("'父親' | <*more>", {"more": "'パパ' | '花'"}, "花", "'父親' | 'パパ'"),
        ("sentence(('父親' | 'パパ') and ('会' | '来'))", {}, "来", "sentence(('父親' | 'パパ') and '会')"),
        ("('父' | 'パパ') outside '祖父' | '花'", {}, "父", "'パパ' outside '祖父' | '花'"),
        ("'父親' | 'パパ' outside '父親'", {}, "パパ", "'父親'"),
        ("<*more> | '花'", {"more": "'父親' | 'パパ' | '父'"}, "父親", "'パパ' | '父' | '花'"),
    ],
)
def test_it_is_as_if_the_rule_had_been_written_without_the_word(
    coded: Callable[..., Any], rule: str, parts: dict[str, str], word: str, without: str
) -> None:
    _, table = coded(rule, parts)
    again, _ = coded(without)
    expected = [i + 1 for i, has in enumerate(again.present[:, 0]) if has]
    assert (
        kept(table).get(word, [i + 1 for i, has in enumerate(coded(rule, parts)[0].present[:, 0]) if has]) == expected
    )


def test_a_word_is_dropped_wherever_it_stands(coded: Callable[..., Any]) -> None:
    _, table = coded("'パパ' | '花' | <*more>", {"more": "'パパ' | '父親'"})
    assert kept(table)["パパ"] == [1, 3, 5, 6]


def test_a_rule_of_one_word_has_none_to_drop_and_decisions_by_hand_stay(coded: Callable[..., Any]) -> None:
    assert coded("'父親'")[1].shape == (6, 0)
    by_hand = Override("a:2", "t", decision=True, reason="確認", coder="甲")
    _, table = coded("'父親' | 'パパ' | '花'", {}, (by_hand,))
    assert "パパ" not in kept(table)
