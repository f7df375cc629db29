"""Every place where a word stands, with what is around it."""

from __future__ import annotations

import pytest

from textmine.concordance import CONCORDANCE_COLUMNS, find_in_context, sort_by_context
from textmine.documents import Span, Statement
from textmine.errors import InputError
from textmine.tokenizer import Tokenizer
from textmine.words import WordRules, select_words

TEXTS = (
    "子どもと父親が遊ぶ。父親どうしも話す。",
    "子供の成長を見守る。",
    "地域の子育て支援活動を広げる。",
)
RULES = WordRules(variants={"子供": "子ども"}, stop_words=frozenset({"成長"}))
TOKENS = [Tokenizer().tokenize(text) for text in TEXTS]


def said(number: int, text: str) -> Statement:
    place = (None, None, "annual", "outcome", None, 1, text, 1, (Span(0, len(text)),), None, "label", 1.0)
    return Statement(f"a:{number}", "a.txt", "にし区", 2023, *place)  # type: ignore[arg-type]


STATEMENTS = [said(number, text) for number, text in enumerate(TEXTS, start=1)]


def test_each_place_is_given_with_what_stands_on_either_side() -> None:
    lines = find_in_context(STATEMENTS, TOKENS, "父親", RULES, width=4)
    assert tuple(lines.columns) == CONCORDANCE_COLUMNS
    assert lines[["statement_id", "left", "keyword", "right"]].to_numpy().tolist() == [
        ["a:1", "子どもと", "父親", "が遊ぶ。…"],
        ["a:1", "…が遊ぶ。", "父親", "どうしも…"],
    ]
    assert [TEXTS[0][start:end] for start, end in zip(lines["start"], lines["end"], strict=True)] == ["父親", "父親"]


def test_spellings_that_the_study_counts_as_one_are_found_together_by_either() -> None:
    for pattern in ("子ども", "子供"):
        lines = find_in_context(STATEMENTS, TOKENS, pattern, RULES)
        assert list(lines["keyword"]) == ["子ども", "子供"]
        assert set(lines["counted_as"]) == {"子ども"}


def test_the_counted_places_are_as_many_as_the_word_is_counted() -> None:
    words = [word for of_one in TOKENS for word in select_words(of_one, RULES)]
    for word in set(words):
        assert find_in_context(STATEMENTS, TOKENS, word, RULES)["counted"].sum() == words.count(word)


def test_a_stop_word_is_found_and_marked_as_not_counted() -> None:
    assert list(find_in_context(STATEMENTS, TOKENS, "成長", RULES)["counted"]) == [False]


def test_a_compound_is_found_whole_and_by_its_parts() -> None:
    joined = [[token.surface for token in of_one] for of_one in TOKENS]
    whole = next(surface for surface in joined[2] if surface.startswith("子育て"))
    for pattern in (whole, "子育て", "子育て*"):
        assert set(find_in_context(STATEMENTS, TOKENS, pattern, RULES)["statement_id"]) == {"a:3"}


def test_lines_are_sorted_by_what_follows_or_by_what_comes_before() -> None:
    lines = find_in_context(STATEMENTS, TOKENS, "*", RULES)
    right = sort_by_context(lines, "right")
    assert list(right["right"]) == sorted(lines["right"])
    before = [side[::-1] for side in sort_by_context(lines, "left")["left"]]
    assert before == sorted(before)


def test_a_word_that_stands_nowhere_is_refused_with_the_nearest_ones() -> None:
    with pytest.raises(InputError, match="もしかして: 父親"):
        find_in_context(STATEMENTS, TOKENS, "父新", RULES)
