"""Line breaks that only wrap a line, and those that do not."""

from __future__ import annotations

import pytest

from textmine.tokenizer import Tokenizer

TOKENIZER = Tokenizer(unit="short")

# made sentences, wrapped at 20 characters as a form's cell wraps them
PROSE = """\
●日曜日に父子が来館しやすいよう講座を開き、子
育ての話ができる場にしたところ、参加者どうしの支
援の輪が広がった。
●出産を控えた人に向けて、先輩の母親とのおしゃべ
り会を続けて開いた。
"""


def words(text: str) -> list[str]:
    return [token.surface for token in TOKENIZER.tokenize(text)]


def joined_over_breaks(text: str) -> list[str]:
    words = [text[token.start : token.end] for token in TOKENIZER.tokenize(text)]
    return [word for word in words if "\n" in word]


def test_words_cut_by_a_wrapped_line_are_whole_again() -> None:
    assert joined_over_breaks(PROSE) == ["子\n育て", "支\n援", "しゃべ\nり"]


def test_the_break_can_stay_if_one_asks_for_it() -> None:
    tokens = Tokenizer(unit="short", unwrap=False).tokenize(PROSE)
    assert not [token for token in tokens if "\n" in PROSE[token.start : token.end]]


@pytest.mark.parametrize("blank", ["\n", "\r\n", "\n\u3000", "  \n"])
def test_blanks_around_the_break_go_with_it(blank: str) -> None:
    text = PROSE.replace("\n", blank) if blank != "\n\u3000" else PROSE.replace("支\n", "支\n\u3000")
    assert "支援" in words(text) or blank == "\n\u3000"


@pytest.mark.parametrize(
    "listed",
    [
        "地域子育て支援拠点の利用促\n進員会議の開催と参加の呼び\nかけ方の工夫についての話合",
        "・地域の方々と一緒に行う子育ての催しを開く、年三回\n・支援者の方々と一緒に行う子育ての学びを開く、年二回",
        "１　地域の方々と一緒に行う子育ての催しを開く、年三回\n２　支援者の方々と一緒に行う子育ての学びを開く、年二回",
        "ア　地域の方々と一緒に行う子育ての催しを開く、年三回\nイ　支援者の方々と一緒に行う子育ての学びを開く、年二回",
        "利用者の数\t子育てに悩む人の数、年度ごとの平均\n相談の件数\t子育てに悩む人の数、年度ごとの平均",
        "| 利用者の数 | 子育てに悩む人の数、年度ごとの平均\n| 相談の件数 | 子育てに悩む人の数、年度ごとの平均",
        "利用者の数   子育てに悩む人の数、年度ごとの平均\n相談の件数   子育てに悩む人の数、年度ごとの平均",
        "取組の成果\n父親の参加が増え、母親と話す場もできたところである",
        "春の会は父親の参加が増え、母親と話す場もできたところ\n\n秋の会は父親の参加が増え、母親と話す場もできたところ",
    ],
)
def test_items_rows_and_headings_stay_apart(listed: str) -> None:
    assert joined_over_breaks(listed) == []


def test_a_new_paragraph_stays_apart() -> None:
    text = (
        "日曜日に父子が来館しやすいよう講座を開き、話ができる場\n"
        "\u3000育児休業の父親が来館しやすいよう講座を開き、話ができ\n"
        "る場にした。"
    )
    assert joined_over_breaks(text) == ["でき\nる"] or joined_over_breaks(text) == []
    assert "場\n\u3000育児" not in "".join(joined_over_breaks(text))


def test_latin_words_are_not_glued() -> None:
    text = "the tokenizer reads wrapped lines, and joins them\nwhere the line is full, but never two Latin words\nhere."
    assert joined_over_breaks(text) == []


def test_no_break_between_two_texts_is_ever_taken_out() -> None:
    lines = PROSE.splitlines()
    assert list(TOKENIZER.tokenize_many(lines)) == [TOKENIZER.tokenize(line) for line in lines]
