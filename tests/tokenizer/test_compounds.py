"""Which words are joined to one, and what the one is."""

from __future__ import annotations

import pytest

from textmine.tokenizer import Token, Tokenizer, UserTerm

NOUNS = Tokenizer()
AFFIXES = Tokenizer(compounds="affixes")
NONE = Tokenizer(compounds="none")


def surfaces(tokenizer: Tokenizer, text: str) -> list[str]:
    return [token.surface for token in tokenizer.tokenize(text)]


def only(text: str, tokenizer: Tokenizer = NOUNS) -> Token:
    (token,) = tokenizer.tokenize(text)
    return token


@pytest.mark.parametrize(
    "compound",
    [
        "父親支援", "多胎児", "未就園児", "要保護児童", "多文化共生", "公認心理師", "伴走型相談支援",
        "母子保健コーディネーター", "養育者", "港南区", "外国籍", "産前産後", "プレママ", "主任児童委員",
        "利用促進", "NPO法人",
    ],
)  # fmt: skip
def test_runs_of_nouns_are_one_word_with_parts(compound: str) -> None:
    token = only(compound)
    assert (token.surface, token.source, token.pos1) == (compound, "rule", "名詞")
    assert len(token.parts) > 1
    assert "".join(part.surface for part in token.parts) == compound


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("父親の支援", ["父親", "の", "支援"]),
        ("各家庭", ["各", "家庭"]),
        ("今年", ["今年"]),
        ("地域等", ["地域", "等"]),
        ("子どもたち", ["子ども", "たち"]),
        ("行政等機関", ["行政", "等", "機関"]),
        ("家庭 支援", ["家庭", "支援"]),
        ("家庭\n支援", ["家庭", "支援"]),
        ("家庭、支援", ["家庭", "、", "支援"]),
        ("支援を行い地域に", ["支援", "を", "行い", "地域", "に"]),
        ("効果的な支援", ["効果", "的", "な", "支援"]),
    ],
)
def test_what_is_no_compound_stays_apart(text: str, words: list[str]) -> None:
    assert surfaces(NOUNS, text) == words


def test_affixes_alone_join_affixes_alone() -> None:
    assert surfaces(AFFIXES, "養育者支援と多胎児家庭") == ["養育者", "支援", "と", "多胎児", "家庭"]
    assert surfaces(NONE, "養育者支援") == ["養育", "者", "支援"]


def test_a_user_term_is_never_glued_to_its_neighbours() -> None:
    tokenizer = Tokenizer(user_terms=[UserTerm("子育て支援")])
    assert surfaces(tokenizer, "地域子育て支援拠点") == ["地域", "子育て支援", "拠点"]


@pytest.mark.parametrize(
    ("written", "base"),
    [
        ("令和5年度", "令和5年度"), ("令和５年度", "令和5年度"), ("R5年度", "令和5年度"),
        ("令和五年度", "令和5年度"), ("令和元年度", "令和元年度"), ("R1年度", "令和元年度"),
        ("H31年度", "平成31年度"), ("Ｈ３０年度", "平成30年度"), ("2023年", "2023年"),
        ("令和5年4月1日", "令和5年4月1日"), ("4月1日", "4月1日"), ("1,431件", "1431件"), ("1.5倍", "1.5倍"),
        ("10:30", "10:30"), ("0～3歳", "0〜3歳"), ("10~12月", "10〜12月"), ("第2土曜日", "第2土曜日"),
        ("土曜日", "土曜日"), ("3か所", "3か所"), ("3ヶ月", "3か月"), ("3カ所", "3か所"), ("二十三人", "23人"),
        ("5か年度", "5か年度"), ("3年度目", "3年度目"), ("80%", "80%"), ("８０％", "80%"), ("第1子", "第1子"),
        ("70歳代", "70歳代"),
        ("3人目", "3人目"), ("2万5千円", "2万5千円"), ("3万2,345円", "3万2345円"), ("今年度", "今年度"),
        ("R1〜R5年度", "令和元〜令和5年度"), ("045-123-4567", "045-123-4567"),
    ],
)  # fmt: skip
def test_numbers_dates_and_eras_are_one_word_in_one_spelling(written: str, base: str) -> None:
    token = only(written, NONE)
    assert (token.base, token.pos1, token.pos2) == (base, "名詞", "数詞")
    assert (token.start, token.end) == (0, len(written))


def test_a_noun_with_a_number_in_it_is_a_noun() -> None:
    assert only("3歳児健診").pos2 == "普通名詞"
    assert only("4か月児健診").surface == "4か月児健診"


@pytest.mark.parametrize("text", ["①5人", "A 5人", "父親5人"])
def test_a_bullet_or_a_noun_is_no_part_of_a_number(text: str) -> None:
    assert NOUNS.tokenize(text)[-1].surface == "5人"


def test_a_place_with_its_kind_is_a_name_and_keeps_its_spelling() -> None:
    token = only("港南区")
    assert (token.pos2, token.base, token.lemma) == ("固有名詞", "港南区", "港南区")


def test_short_words_have_no_parts() -> None:
    tokens = Tokenizer(unit="short").tokenize("父親支援を行った")
    assert [token.surface for token in tokens] == ["父親", "支援", "を", "行っ", "た"]
    assert not any(token.parts for token in tokens)


def test_a_compound_has_the_base_of_its_last_part() -> None:
    token = only("子育てサポート")
    assert (token.base, token.lemma, token.reading) == ("子育てサポート", "子育てサポート", "コソダテサポート")
