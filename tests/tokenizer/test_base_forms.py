"""Base forms, lemmas, readings."""

from __future__ import annotations

import pytest

from textmine.tokenizer import Token, Tokenizer

ORTH = Tokenizer(unit="short")
LEMMA = Tokenizer(unit="short", base="lemma")


def first(tokenizer: Tokenizer, text: str) -> Token:
    return tokenizer.tokenize(text)[0]


@pytest.mark.parametrize(
    ("text", "base"),
    [
        ("支えた", "支える"),
        ("応じた", "応じる"),
        ("応ずる", "応ずる"),
        ("つながる", "つながる"),
        ("障がい", "障がい"),
        ("横浜", "横浜"),
        ("ママ", "ママ"),
        ("SNS", "SNS"),
        ("5人", "5"),
    ],
)
def test_the_base_form_is_as_written(text: str, base: str) -> None:
    assert first(ORTH, text).base == base


@pytest.mark.parametrize(
    ("text", "lemma"),
    [
        ("子ども", "子供"),
        ("こども", "子供"),
        ("サポート", "サポート"),
        ("ママ", "ママ"),
        ("横浜", "横浜"),
        ("5人", "5"),
        ("ＳＮＳ", "SNS"),
    ],
)
def test_lemmas_group_spellings_without_tails_or_gaps(text: str, lemma: str) -> None:
    token = first(LEMMA, text)
    assert token.lemma == lemma
    assert token.base == token.lemma


@pytest.mark.parametrize("tokenizer", [ORTH, LEMMA])
def test_no_token_is_without_base_or_lemma(tokenizer: Tokenizer) -> None:
    text = "LINEとZoom、ﾌﾟﾚﾏﾏ5人(約80%)。😀 xyzzy 、・…①  港南区のパパ"
    for token in tokenizer.tokenize(text):
        assert token.base not in {"", "*", "None"}
        assert token.lemma not in {"", "*", "None"}
        assert "-" not in token.lemma or token.surface == "-"


def test_a_word_in_kana_is_read_even_if_it_is_unknown() -> None:
    token = first(ORTH, "ヌュヌョミャの")
    assert (token.source, token.reading) == ("unknown", "ヌュヌョミャ")
    assert first(ORTH, "qwrtpkの").reading == ""


def test_missing_levels_of_speech_are_empty() -> None:
    assert ORTH.tokenize("行った")[1].pos2 == ""
