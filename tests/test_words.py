from __future__ import annotations

import pytest

from textmine.tokenizer import Token, Tokenizer, UserTerm
from textmine.words import WordRules, select_words


def token(surface: str, pos1: str = "名詞", *, source: str = "system", parts: tuple[Token, ...] = ()) -> Token:
    return Token(surface, surface, surface, pos1, "普通名詞", "", 0, len(surface), source, parts)  # type: ignore[arg-type]


def test_only_the_parts_of_speech_that_were_asked_for_are_words() -> None:
    tokens = [token("父親"), token("が", "助詞"), token("来る", "動詞")]
    assert select_words(tokens, WordRules()) == ["父親", "来る"]
    assert select_words(tokens, WordRules(parts_of_speech=("名詞/普通名詞",))) == ["父親"]


def test_variants_are_counted_as_one_word_and_stop_words_not_at_all() -> None:
    rules = WordRules(variants={"子供": "子ども", "こども": "子ども"}, stop_words=frozenset({"こと"}))
    words = select_words([token("子供"), token("こども"), token("子ども"), token("こと")], rules)
    assert words == ["子ども"] * 3


@pytest.mark.parametrize(("word", "counts"), [("父", True), ("ふ", False), ("A", False), ("2", False), ("ふた", True)])
def test_of_single_characters_only_kanji_are_words(word: str, counts: bool) -> None:  # noqa: FBT001 - a case's answer
    assert bool(select_words([token(word)], WordRules())) is counts


def test_numbers_are_words_only_on_request() -> None:
    assert select_words([token("120")], WordRules()) == []
    assert select_words([token("120")], WordRules(keep_numbers=True)) == ["120"]


def test_compounds_joined_by_rule_are_counted_by_their_parts_and_the_study_terms_whole() -> None:
    compound = token("子育て支援", source="rule", parts=(token("子育て"), token("支援")))
    term = token("提供会員", source="user", parts=(token("提供"), token("会員")))
    assert select_words([compound, term], WordRules()) == ["子育て", "支援", "提供会員"]
    assert select_words([compound, term], WordRules(keep_compounds=True)) == ["子育て支援", "提供会員"]


def test_a_sentence_gives_its_words() -> None:
    tokens = Tokenizer(user_terms=[UserTerm("父親の会")]).tokenize("父親の会では、相談が増えた。")
    assert select_words(tokens, WordRules()) == ["父親の会", "相談", "増える"]


def test_nothing_gives_nothing() -> None:
    assert select_words([], WordRules()) == []
