"""Where a token stands in the text that was given."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from textmine.tokenizer import Token, Tokenizer, UserTerm, normalise

TOKENIZERS = {
    "joined": Tokenizer(user_terms=[UserTerm("父親支援"), UserTerm("プレママ・プレパパ"), UserTerm("子サポ")]),
    "short": Tokenizer(unit="short"),
    "stock": Tokenizer(engine="stock", user_terms=[UserTerm("父親支援")]),
    "as written": Tokenizer(normalise=False),
}
SURROGATES = re.compile("[\ud800-\udfff]")
FOLDED = str.maketrans(dict.fromkeys("−－‐–-〇○ー", "-"))  # what depends on its neighbours
pieces = st.one_of(
    st.sampled_from(
        [
            "父親支援",
            "プレママ・プレパパ",
            "子サポ",
            "R5年度",
            "１，４３１件",
            "0～3歳",
            "コ−ヒ−",
            "〇",
            "⻑期",
            "㍻",
            "㌔",
            "㈱",
        ]
    ),
    st.sampled_from(
        ["ｶﾞｲﾄﾞ", "か\u3099", "葛\U000e0100城", "ﾞ", "①", "…", "한글", "각", "👨‍👩‍👧", "\ud83d", "\0", "\u200b"]
    ),
    st.sampled_from(["\r\n", "\n", "\u3000", " ", "\t"]),
    st.text(max_size=4),
)
texts = st.lists(pieces, max_size=12).map("".join)


def inked(text: str) -> str:
    return "".join(text.split()).translate(FOLDED)


def check(tokenizer: Tokenizer, text: str, tokens: list[Token]) -> None:
    last = (0, 0)
    for token in tokens:
        assert 0 <= token.start < token.end <= len(text)
        assert last[0] <= token.start
        assert last[1] <= token.end
        last = (token.start, token.end)
        source = text[token.start : token.end]
        if tokenizer.normalise:
            assert inked(token.surface) in inked(normalise(source))
        else:
            assert token.surface == SURROGATES.sub("\ufffd", source) or "\n" in source
        if token.parts:
            assert (token.parts[0].start, token.parts[-1].end) == (token.start, token.end)
            assert "".join(part.surface for part in token.parts) == token.surface
            check(tokenizer, text, list(token.parts))


@pytest.mark.parametrize("name", TOKENIZERS)
@settings(max_examples=250, deadline=None)
@given(text=texts)
@example(text="か\u3099㈱\u200b葛\U000e0100")
def test_offsets_lead_back_to_what_was_written(name: str, text: str) -> None:
    check(TOKENIZERS[name], text, TOKENIZERS[name].tokenize(text))


@settings(max_examples=150, deadline=None)
@given(text=texts)
def test_no_written_character_is_lost(text: str) -> None:
    covered = {place for token in TOKENIZERS["joined"].tokenize(text) for place in range(token.start, token.end)}
    lost = [text[place] for place in range(len(text)) if place not in covered]
    assert all(not character.strip() or normalise(character).strip() == "" for character in lost), lost


@settings(max_examples=100, deadline=None)
@given(many=st.lists(texts, max_size=6))
def test_texts_do_not_touch_each_other(many: list[str]) -> None:
    together = list(TOKENIZERS["joined"].tokenize_many(many))
    assert together == [TOKENIZERS["joined"].tokenize(text) for text in many]


def test_each_part_of_an_expanded_character_has_all_of_it() -> None:
    tokens = TOKENIZERS["short"].tokenize("㍿港南")
    places = [(token.surface, token.start, token.end) for token in tokens]
    assert places == [("株式", 0, 1), ("会社", 0, 1), ("港南", 1, 3)]


def test_a_word_in_decomposed_characters_has_all_of_them() -> None:
    text = unicodedata.normalize("NFD", "ガイドの本")
    token = TOKENIZERS["short"].tokenize(text)[0]
    assert (token.surface, text[token.start : token.end]) == ("ガイド", unicodedata.normalize("NFD", "ガイド"))


def test_a_variation_selector_belongs_to_its_character() -> None:
    assert TOKENIZERS["short"].tokenize("辻\U000e0100を")[0][6:8] == (0, 2)


def test_offsets_alone_are_those_of_the_tokens() -> None:
    text = "父親支援 と R5年度"
    assert TOKENIZERS["joined"].offsets(text) == [(0, 4), (5, 6), (7, 11)]
