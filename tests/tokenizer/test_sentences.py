"""One sentence at a time gives what many at once give, whichever way it takes."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from textmine.tokenizer import Tokenizer, UserTerm
from textmine.tokenizer.sentences import Sentences

SENTENCES = (
    "父親支援を行った。",
    "令和５年度は多胎児の支援を3回行い、LINE（約80%）で1,431件を周知した。",
    "第2土曜日のプレママ・プレパパ教室、子・孫の会",
    "子サポの説明会",
    "～0〜3歳児、コ-ヒ-とコーヒー",
    "10-12月、コ－ヒ－、ア・イ-ウ",
    "か\u3099、㈱、①②、𩸽、e\u0301",
    " 前後に空白 ",
    "二行の\n文章",
    "",
    "。",
    "あ" * 201,
)
TOKENIZERS = {
    "as it comes": Tokenizer(),
    "with terms": Tokenizer(user_terms=[UserTerm("子サポ", "コサポ"), UserTerm("父親支援")]),
    "affixes, lemmas": Tokenizer(compounds="affixes", base="lemma"),
    "short": Tokenizer(unit="short"),
    "MeCab's own": Tokenizer(unit="short", normalise=False, unwrap=False),
    "stock": Tokenizer(engine="stock"),
}
CHARACTERS = st.sampled_from(
    [
        *"のはがをにでとも、。・ー々〇一二三3５12AＢz,，.．:：%％〜~-－（）(!！「」ｱァア亜漢年月日第歳児者 \t\n",
        "子育て",
        "支援",
        "会員",
    ]
)


@pytest.mark.parametrize("name", TOKENIZERS)
@pytest.mark.parametrize("text", SENTENCES)
def test_a_sentence_alone_is_cut_as_among_others(name: str, text: str) -> None:
    tokenizer = TOKENIZERS[name]
    expected = tokenizer.tokenize_many([text])[0]
    for _ in range(2):  # the second time its words are known
        assert tokenizer.tokenize(text) == expected
        assert tokenizer.offsets(text) == [(token.start, token.end) for token in expected]
        assert tokenizer(text) == [token.base for token in expected]


@pytest.mark.parametrize("name", TOKENIZERS)
@given(st.lists(CHARACTERS, max_size=30).map("".join))
@example("１０：３０～１２：００")
@settings(max_examples=150, deadline=None)
def test_any_sentence_alone_is_cut_as_among_others(name: str, text: str) -> None:
    expected = TOKENIZERS[name].tokenize_many([text])[0]
    assert TOKENIZERS[name].tokenize(text) == expected


@pytest.mark.parametrize("name", ["as it comes", "MeCab's own"])
def test_every_character_alone_is_cut_as_among_others(name: str) -> None:
    tokenizer = TOKENIZERS[name]
    characters = [chr(code) for code in range(0x20, 0x10000) if unicodedata.category(chr(code)) not in {"Cn", "Cs"}]
    texts = [f"子{character}亜" for character in characters if character not in "\x01\x02"]
    rows = list(tokenizer.tokenize_many(texts))
    assert [tokenizer.tokenize(text) for text in texts] == rows


def test_a_plain_sentence_with_known_words_needs_no_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    tokenizer = Tokenizer()
    text = "令和５年度はプレママ・プレパパの支援を3～4回行い、LINE（約80%）で10-12月に周知した。"
    expected = tokenizer.tokenize(text)
    monkeypatch.setattr(Tokenizer, "_cut_batch", None)
    assert tokenizer.tokenize(text) == expected


def test_what_is_not_plain_is_left_to_columns() -> None:
    tokenizer = Tokenizer()
    tokenizer.tokenize_many(["父親"])
    tokenizer.tokenize("父親")
    sentences = tokenizer._sentences
    assert isinstance(sentences, Sentences)
    for text in ("父 親", "父\n親", "", "父親" * 101, "か\u3099", "コ-ヒ-", "コー-ヒー", "ｶﾞ"):
        assert sentences.tokens(text) is None
    assert [token.surface for token in sentences.tokens("父親") or ()] == ["父親"]
