"""Fourteen ways in which MeCab or fugashi lose, change or crash on text; each must be no way of ours."""

from __future__ import annotations

import pickle
import subprocess
import sys
import types

import pytest
import unidic_lite

from textmine.tokenizer import Tokenizer, UserTerm, UserTermError
from textmine.tokenizer.engine import DerivedEngine

TEXT = "子育て支援を行った。"


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer(unit="short")


def surfaces(tokenizer: Tokenizer, text: str) -> list[str]:
    return [token.surface for token in tokenizer.tokenize(text)]


def test_1_tokens_keep_their_lemma_after_later_calls(tokenizer: Tokenizer) -> None:
    kept = [tokenizer.tokenize(text) for text in ("子育て", "豚汁", "都", "支援")]
    assert kept[0][0].lemma == "子育て"
    assert kept[3][0].reading == "シエン"


@pytest.mark.parametrize("normalise", [True, False])
def test_2_nul_does_not_end_the_text(normalise: bool) -> None:  # noqa: FBT001
    tokens = Tokenizer(unit="short", normalise=normalise).tokenize("前\0後の文")
    assert tokens[-1].surface == "文"
    assert tokens[-1].end == 5


@pytest.mark.parametrize("normalise", [True, False])
def test_3_half_a_surrogate_pair_is_one_odd_character(normalise: bool) -> None:  # noqa: FBT001
    tokens = Tokenizer(unit="short", normalise=normalise).tokenize("あ\ud800父親")
    assert tokens[-1].surface == "父親"
    assert (tokens[-1].start, tokens[-1].end) == (2, 4)


def test_4_nothing_asks_mecab_for_its_n_best(tokenizer: Tokenizer) -> None:
    assert not [name for name in dir(tokenizer) if "nbest" in name.lower()]


def test_5_a_tab_is_a_blank_and_no_constraint(tokenizer: Tokenizer) -> None:
    assert surfaces(tokenizer, "父親\t名詞\n母親\t*") == ["父親", "名詞", "母親", "*"]


def test_6_a_bad_user_term_ends_no_process() -> None:
    with pytest.raises(UserTermError, match=r"user_terms 2行目"):
        Tokenizer(user_terms=[UserTerm("子サポ"), UserTerm("改行\nあり")]).tokenize(TEXT)


def test_7_the_dictionary_s_own_output_format_is_overruled(tokenizer: Tokenizer) -> None:
    assert tokenizer.tokenize(TEXT)[0].pos1 == "名詞"
    assert Tokenizer(unit="short", engine="stock").tokenize(TEXT) == tokenizer.tokenize(TEXT)


def test_8_a_used_tokenizer_can_be_pickled(tokenizer: Tokenizer) -> None:
    tokenizer.tokenize(TEXT)
    woken = pickle.loads(pickle.dumps(tokenizer))  # noqa: S301
    assert woken.tokenize(TEXT) == tokenizer.tokenize(TEXT)
    assert len(pickle.dumps(tokenizer)) < 64 * 1024


def test_9_another_dictionary_that_is_installed_changes_nothing() -> None:
    code = (
        "import sys, types; sys.modules['unidic'] = types.ModuleType('unidic'); sys.modules['unidic'].DICDIR = '/'\n"
        "from textmine.tokenizer import Tokenizer; print(len(Tokenizer(unit='short').tokenize('父親支援')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout == "2\n"
    assert isinstance(unidic_lite, types.ModuleType)


def test_10_an_ideographic_space_is_a_blank_like_any_other(tokenizer: Tokenizer) -> None:
    assert surfaces(tokenizer, "父親\u3000支援\u00a0と") == ["父親", "支援", "と"]


@pytest.mark.parametrize("word", ["a" * 26, "ヴ" * 60, "x" * 200])
def test_11_a_long_unknown_word_is_one_word(tokenizer: Tokenizer, word: str) -> None:
    assert surfaces(tokenizer, f"{word}です") == [word, "です"]


def test_12_unknown_words_are_not_remembered_for_ever() -> None:
    tokenizer = Tokenizer(unit="short")
    tokenizer.tokenize(TEXT)
    before = tokenizer._vocabulary.size
    for number in range(300):
        tokenizer.tokenize("".join(chr(0x30A1 + (number * k) % 80) for k in range(7, 15)))
    assert tokenizer._vocabulary.size < before + 300
    assert isinstance(tokenizer._open().engine, DerivedEngine)


@pytest.mark.parametrize("text", ["", " ", "\n", "\n\n \t\r\n", "\u3000", "\0", "\ufeff", "\u200b"])
@pytest.mark.parametrize("engine", ["derived", "stock"])
def test_13_blank_text_has_no_tokens(text: str, engine: str) -> None:
    tokenizer = Tokenizer(engine=engine)  # type: ignore[arg-type]
    assert tokenizer.tokenize(text) == []
    assert list(tokenizer.tokenize_many([text, "父", text]))[0::2] == [[], []]


@pytest.mark.slow
def test_14_a_line_of_300_000_characters_is_cut_whole(tokenizer: Tokenizer) -> None:
    text = "父親の子育て支援を行った。" * 23_077
    tokens = tokenizer.tokenize_many([text])
    assert tokens.ends[-1] == len(text) == 300_001
    assert tokens.n_tokens == 8 * 23_077


@pytest.mark.parametrize("engine", ["derived", "stock"])
@pytest.mark.parametrize("letter", ["𠀋", "あ。", "ン"])
def test_a_line_whose_costs_overflow_is_cut_whole(letter: str, engine: str) -> None:
    """MeCab adds the costs of a line in 32 bits; with 200,000 unknown words it finds no path and ends the process."""
    text = letter * (200_000 // len(letter))
    tokenizer = Tokenizer(engine=engine)  # type: ignore[arg-type]
    columns = tokenizer.tokenize_many([text])
    assert columns.starts[0] == 0
    assert columns.ends[-1] == len(text)
    assert (columns.starts[1:] == columns.ends[:-1]).all()
