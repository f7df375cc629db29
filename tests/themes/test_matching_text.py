from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.themes.matching_text import fold, fold_text
from textmine.themes.negation import is_negated
from textmine.themes.rule_set import RuleSet
from textmine.themes.statement_view import view_statement


@given(st.text(max_size=40))
def test_every_folded_character_leads_back_to_what_was_written(text: str) -> None:
    seen = fold_text(text)
    for place, sign in enumerate(seen.text):
        start, end = seen.written(place, place + 1)
        assert 0 <= start < end <= len(text)
        assert sign in fold_text(text[start:end]).text
    if seen.text:
        start, end = seen.written(0, len(seen.text))
        assert (fold_text(text[:start]).text, end) == ("", len(text))  # signs without width vanish


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("ＺＯＯＭ", "zoom"),
        ("ﾊﾟﾊﾟ", "パパ"),
        (unicodedata.normalize("NFD", "パパ"), "パパ"),
        ("⻘葉", "青葉"),  # a radical that NFKC leaves
        ("⽗親", "父親"),  # a Kangxi radical
        ("㈱", "(株)"),
        ("第２子", "第2子"),
        ("父\u200b親", "父親"),  # a space without width
        ("か゛", "が"),
    ],
)
def test_look_alikes_are_folded(written: str, folded: str) -> None:
    assert fold_text(written).text == folded
    assert fold(written) == folded


def test_a_word_in_decomposed_text_is_found_as_written() -> None:
    text = "x" + unicodedata.normalize("NFD", "パパ") + "の会"
    seen = fold_text(text)
    start = seen.text.index("パパ")
    assert seen.written(start, start + 2) == (1, 5)
    assert seen.folded(5) == 3


@pytest.mark.parametrize(
    ("sentence", "negated"),
    [
        ("父親の参加がなかった。", True),
        ("父親の参加は見られなかった", True),
        ("父親への周知ができず、", True),
        ("父親の参加が少なくない。", False),
        ("父親だけでなく母親も参加した。", False),
        ("父親の参加を増やさなければならない。", False),
        ("父親母親を問わず参加できる。", False),
        ("父親が参加し、母親は来なかった。", False),  # another clause
        ("父親への切れ目のない支援を行った。", False),
    ],
)
def test_a_negated_clause_is_flagged(sentence: str, negated: bool) -> None:  # noqa: FBT001 - a column of the table
    assert is_negated(sentence, 2) is negated


@pytest.mark.parametrize("rule", ["'\u200b'", "'父' | '\u200b'"])
def test_a_string_of_signs_without_width_is_found_nowhere(rule: str) -> None:
    rules = RuleSet({"theme": rule})
    value, _ = rules.find("theme", view_statement("母の会", [], rules.vocabulary, {}))
    assert value == 0
