"""Characters: every sign that can be folded is folded, and every folded sign knows where it came from."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.documents import Span
from textmine.ingest.signs.characters import fold

KANGXI = [chr(code) for code in range(0x2F00, 0x2FD6)]
# All that Unicode's EquivalentUnifiedIdeograph.txt gives an ideograph for: all but U+2E80 and the empty U+2E9A.
SUPPLEMENT = [chr(code) for code in range(0x2E81, 0x2EF4) if unicodedata.name(chr(code), "")]

# by hand, from the shapes: those that names of wards, people and everyday words hold
_PAIRS = (
    "⻘青 ⻄西 ⺠民 ⻑長 ⻝食 ⻁虎 ⻤鬼 ⻩黄 ⻨麦 ⻫斉 ⻭歯 ⻯竜 "
    "⻲亀 ⺟母 ⻳亀 ⻌辶 ⻖阝 ⺼肉 ⻣骨 ⻆角 ⺝月 ⺜日 ⺩王 ⺫目 "
    "⺬示 ⺶羊 ⺻聿 ⻗雨 ⺗心 ⺍小 ⼦子 ⼀一 ⼈人 ⼒力 ⼝口 ⼥女 "
    "⼼心 ⾒見 ⾔言 ⽀支 ⽤用 ⽬目 ⽗父 ⾏行 ⾯面 ⻱龜 "
)
BY_HAND = {pair[0]: pair[1] for pair in _PAIRS.split()}


@pytest.mark.parametrize("radical", KANGXI)
def test_every_kangxi_radical_becomes_an_ideograph(radical: str) -> None:
    assert unicodedata.name(fold(radical).text).startswith("CJK UNIFIED IDEOGRAPH")


@pytest.mark.parametrize("radical", SUPPLEMENT)
def test_every_supplement_radical_with_an_ideograph_becomes_it(radical: str) -> None:
    assert unicodedata.name(fold(radical).text).startswith("CJK UNIFIED IDEOGRAPH")


@pytest.mark.parametrize(("radical", "ideograph"), BY_HAND.items())
def test_radical_becomes_the_kanji_it_looks_like(radical: str, ideograph: str) -> None:
    assert fold(radical).text == ideograph


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("⻘葉区の⼦育て", "青葉区の子育て"),
        ("か\u3099っこう", "がっこう"),
        ("ハ\u309aパ", "パパ"),
        ("カ゛", "ガ"),
        ("ｶﾞｲﾄﾞﾍﾙﾊﾟｰ", "ガイドヘルパー"),
        ("プレママ‧プレパパ", "プレママ・プレパパ"),
        ("ﾌﾟﾚﾏﾏ･ﾌﾟﾚﾊﾟﾊﾟ", "プレママ・プレパパ"),
        ("３年度目∕５か年度", "3年度目/5か年度"),
        ("４月１日～３月31日", "4月1日~3月31日"),
        ("４月１日〜３月31日", "4月1日~3月31日"),
        ("重点目標①", "重点目標1"),
        ("葛\U000e0100城", "葛城"),
        ("子\u200b育て", "子育て"),
        ("㈱　ＮＰＯ", "(株) NPO"),
        ("\uf06c内容", "●内容"),
        ("e\u0301", "é"),
        ("´", "´"),
        ("゛", "゛"),
        ("", ""),
    ],
)
def test_spellings_of_one_text_become_one(written: str, folded: str) -> None:
    assert fold(written).text == folded


def test_folds_are_counted_by_sign() -> None:
    assert fold("⻘葉区⻘⼦\u200b").counts == {"⻘→青": 2, "⼦U+200B→子": 1}


def test_a_found_word_leads_back_to_what_was_written() -> None:
    written = "令和５年度　か\u3099いこく籍の㌔"
    view = fold(written)
    start = view.text.index("がいこく")
    span = view.source(start, start + 4)
    assert written[span.start : span.end] == "か\u3099いこく"
    assert view.source(view.text.index("ロ"), len(view.text)) == Span(len(written) - 1, len(written))


JAPANESE = st.text(
    st.sampled_from("あがかカガー゛゜\u3099\u309aｶﾊﾞﾟ青⻘⺠⼦①㈱ａA1１ 　\n\t～〜・‧㍿´¨\u200b\ufe00\U000e0100𠮷e\u0301")
    | st.characters(),
    max_size=60,
)


@given(JAPANESE)
def test_no_text_raises_and_every_folded_sign_has_its_place(text: str) -> None:
    view = fold(text)
    assert len(view.text) == len(view.starts) == len(view.ends)
    assert list(view.starts) == sorted(view.starts)
    assert list(view.ends) == sorted(view.ends)
    assert all(start < end <= len(text) for start, end in zip(view.starts, view.ends, strict=True))


@given(JAPANESE, JAPANESE)
def test_lines_fold_alone_as_they_do_together(first: str, second: str) -> None:
    assert fold(first + "\n" + second.lstrip("\u0301\u3099\u309a゛゜ﾞﾟ")).text.startswith(fold(first).text)


@pytest.mark.parametrize("pattern", ["あ１", "か\u3099", "\u0301", "ああああ", "\u200b"])
def test_time_grows_with_length_only(pattern: str) -> None:
    start = time.perf_counter()
    fold(pattern * 400_000)
    assert time.perf_counter() - start < 20  # a quadratic walk would take hours
