"""What becomes of characters before the text is cut."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.tokenizer import Tokenizer, normalise
from textmine.tokenizer.radicals import EQUIVALENT


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("令和５年度ＳＮＳ", "令和5年度SNS"),
        ("ｶﾞｷﾞﾊﾟｱｲ", "ガギパアイ"),
        ("ﾀﾞﾝﾎﾞｰﾙ", "ダンボール"),
        ("か\u3099は\u309a", "がぱ"),
        ("か゛", "が"),
        ("⻑期の⼦ども", "長期の子ども"),
        ("⻘⻄⺠", "青西民"),
        ("㈱㍻㌔", "(株)平成キロ"),
        ("葛\U000e0100城", "葛城"),
        ("相\u200b談\ufeff", "相談"),
        ("子\x00育\x1bて", "子育て"),
        ("コ−ヒ−を", "コーヒーを"),
        ("\u3000父\u00a0母", " 父 母"),
    ],
)
def test_spellings_of_one_character_become_one(written: str, read: str) -> None:
    assert normalise(written) == read


@pytest.mark.parametrize(
    "kept", ["①5か年", "⑳", "…", "‥", "℃", "1½", "10²", "100㎡", "⑴⒈", "0〜3歳", "´", "—", "あ―い"]
)
def test_what_compatibility_would_harm_stays(kept: str) -> None:
    assert normalise(kept) == kept


@pytest.mark.parametrize("wave", "~～〜∼∾")
def test_all_waves_are_one(wave: str) -> None:
    assert normalise(f"0{wave}3歳") == "0〜3歳"


def test_a_circle_that_opens_a_line_is_a_bullet_and_a_zero_elsewhere() -> None:
    assert normalise("〇参加\n 〇拡大\n二〇二三") == "○参加\n ○拡大\n二〇二三"
    assert normalise("〇一年") == "〇一年"


@settings(max_examples=300, deadline=None)
@given(
    text=st.text(st.characters(min_codepoint=0x20, max_codepoint=0x33FF, exclude_categories=("Cs", "Cn", "Cc", "Cf")))
)
def test_normalising_twice_is_normalising_once(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


japanese = st.text(
    st.one_of(
        st.characters(min_codepoint=0x3041, max_codepoint=0x3096),
        st.characters(min_codepoint=0x30A1, max_codepoint=0x30FA),
        st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF),
        st.characters(min_codepoint=0xFF21, max_codepoint=0xFF5A),
        st.characters(min_codepoint=0xFF66, max_codepoint=0xFF9D),
        st.sampled_from("0123456789abcXYZ()「」、。・\u3099\u309a"),
    )
)


@settings(max_examples=300, deadline=None)
@given(text=japanese)
def test_japanese_text_is_nfkc(text: str) -> None:
    expected = unicodedata.normalize("NFKC", text).replace("\u3099", "゛").replace("\u309a", "゜")
    assert normalise(text) == expected


@settings(max_examples=200, deadline=None)
@given(text=japanese)
def test_decomposed_text_reads_like_composed_text(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert normalise(unicodedata.normalize("NFD", composed)) == normalise(composed)


def test_every_radical_of_the_block_that_unicode_maps_is_folded() -> None:
    unassigned_or_folded_by_nfkc = {0x2E9A, 0x2E9F, 0x2EF3, 0x2E80}
    block = {chr(code) for code in range(0x2E80, 0x2EF4)} - {chr(code) for code in unassigned_or_folded_by_nfkc}
    assert set(EQUIVALENT) == block
    assert all(unicodedata.name(target).startswith("CJK UNIFIED") for target in EQUIVALENT.values())


def test_words_in_letters_are_known_in_either_width() -> None:
    for written in ("NPO", "ＮＰＯ"):
        token = Tokenizer().tokenize(f"{written}が")[0]
        assert (token.surface, token.base, token.source) == ("NPO", "NPO", "system")


def test_a_middle_dot_between_katakana_parts_words_but_not_a_user_term() -> None:
    from textmine.tokenizer import UserTerm  # noqa: PLC0415

    text = "プレママ・プレパパプログラム"
    assert [token.surface for token in Tokenizer().tokenize(text)] == ["プレママ", "・", "プレパパプログラム"]
    whole = Tokenizer(user_terms=[UserTerm("プレママ・プレパパ")]).tokenize(text)
    assert [token.surface for token in whole] == ["プレママ・プレパパ", "プログラム"]
