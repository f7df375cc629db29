"""Encodings: told from the bytes alone, whatever the file is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.errors import UnreadableFile
from textmine.ingest.readers.encoding import decode

if TYPE_CHECKING:
    from tests.ingest.readers.conftest import Reader

PLAIN = "令和５年度重点目標①\r\n\r\n取組内容\r\n●父親が気軽に立ち寄れる「パパの会」を開く。\r\n・ｶﾅ混じり㈱①Ⅱ\r\n"


@pytest.mark.parametrize(
    ("python_name", "told"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-16-le", "utf-16-le"),
        ("utf-32", "utf-32-le"),
        ("cp932", "cp932"),
    ],
)
def test_a_form_reads_the_same_in_every_encoding(python_name: str, told: str) -> None:
    decoded = decode(PLAIN.encode(python_name), "form.txt")
    assert decoded.encoding == told
    assert decoded.text == PLAIN.replace("\r\n", "\n")
    assert decoded.warnings == ()


@pytest.mark.parametrize("python_name", ["euc_jp", "iso2022_jp", "shift_jis"])
def test_encodings_of_jis_read_what_they_can_hold(python_name: str) -> None:
    text = "令和五年度重点目標\n取組内容\n●父親が気軽に立ち寄れる「パパの会」を、年三回開催する。\n"
    assert decode(text.encode(python_name), "form.txt").text == text


@pytest.mark.parametrize("python_name", ["euc_jp", "cp932"])
@pytest.mark.parametrize("text", ["課題", "取組", "父親支援", "子育て", "ボランティア", "相談支援の充実。"])
def test_a_few_words_are_enough(python_name: str, text: str) -> None:
    assert decode(text.encode(python_name), "form.txt").text == text


def test_half_width_kana_in_shift_jis_are_not_taken_for_euc() -> None:
    text = "ｺｳﾅﾝｸ ｺｿﾀﾞﾃ の支援拠点、取組の成果"
    assert decode(text.encode("cp932"), "form.txt").text == text


def test_decomposed_kana_stay_as_they_are() -> None:
    assert decode("か\u3099".encode(), "form.txt").text == "か\u3099"


def test_a_damaged_place_is_marked_and_counted() -> None:
    content = (PLAIN * 20).encode()
    decoded = decode(content[:500] + b"\xff" + content[500:], "form.txt")
    assert decoded.encoding == "utf-8"
    assert "か所" in decoded.warnings[0]


def test_a_cut_last_character_loses_only_itself() -> None:
    decoded = decode(("取組の成果。" * 40).encode()[:-1], "form.txt")
    assert decoded.text.startswith("取組の成果。取組の成果")


@pytest.mark.parametrize("content", [bytes(2000), bytes(range(256)) * 20, b"\x00\x01\x02\x03" * 100])
def test_bytes_that_are_no_text_are_refused(content: bytes) -> None:
    with pytest.raises(UnreadableFile, match="文字の並びではない"):
        decode(content, "form.txt")


@given(st.text(st.sampled_from("取組の成果と課題●父親、。「」ァカ漢字\n 0Aa"), min_size=20))
def test_utf_8_is_never_taken_for_anything_else(text: str) -> None:
    assert decode(text.encode(), "form.txt").text == text


@given(st.binary(max_size=300))
def test_no_bytes_raise_anything_but_the_refusal(content: bytes) -> None:
    try:
        decoded = decode(content, "form.txt")
    except UnreadableFile:
        return
    assert isinstance(decoded.text, str)


def test_the_name_says_nothing_about_the_encoding(read: Reader) -> None:
    assert read("取組内容".encode("cp932"), "utf8.txt").encoding == "cp932"
