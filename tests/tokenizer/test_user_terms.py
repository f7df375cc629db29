"""Words that a researcher adds."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.tokenizer import (
    Tokenizer,
    TokenizerError,
    UserTerm,
    UserTermError,
    merged,
    read_stop_words,
    read_user_terms,
)

if TYPE_CHECKING:
    from pathlib import Path


def surfaces(tokenizer: Tokenizer, text: str) -> list[str]:
    return [token.surface for token in tokenizer.tokenize(text)]


@pytest.mark.parametrize("engine", ["derived", "stock"])
def test_a_user_term_is_one_token_with_its_reading_and_parts(engine: str) -> None:
    terms = [
        UserTerm("ちゅーりっぷ", "ちゅーりっぷ", "名詞-固有名詞-一般"),
        UserTerm("居場所", "イバショ"),
        UserTerm("親と子の広場"),
    ]
    tokenizer = Tokenizer(user_terms=terms, engine=engine)  # type: ignore[arg-type]
    tulip, _, place, _, wide = tokenizer.tokenize("ちゅーりっぷの居場所と親と子の広場")
    assert (tulip.surface, tulip.reading, tulip.pos2, tulip.source) == (
        "ちゅーりっぷ",
        "チューリップ",
        "固有名詞",
        "user",
    )
    assert [part.surface for part in place.parts] == ["居", "場所"]
    assert [(part.surface, part.start, part.end) for part in wide.parts] == [
        ("親", 11, 12),
        ("と", 12, 13),
        ("子", 13, 14),
        ("の", 14, 15),
        ("広場", 15, 17),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "text",
        "孫子サポーターの会",
        "親子サポート",
        "情報提供会議",
        "両方会いに行く",
        "はっちゃけた",
        "一時預かってもらう",
        "妊娠期間の過ごし方",
        "子育て連絡会議",
        "出張説明会場",
        "応援ネットワーク",
        "多胎児童",
        "住居場所の確認",
        "産後うつむく",
    ],
)
def test_a_term_is_not_found_where_another_word_lies_over_its_edge(text: str) -> None:
    terms = ["子サポ", "提供会員", "両方会員", "はっち", "一時預かり事業", "妊娠期", "連絡会", "出張説明会", "説明会"]
    terms += ["応援ネット", "多胎児", "居場所", "産後うつ"]
    tokenizer = Tokenizer(user_terms=[UserTerm(term) for term in terms])
    assert tokenizer.tokenize(text) == Tokenizer().tokenize(text)


@pytest.mark.parametrize("engine", ["derived", "stock"])
@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("ア 養育者が相談しやすい", "養育者"),
        ("エ養育者同士が相談する", "養育者"),
        ("母子保健コーディネーターとも一緒に計画し", "母子保健コーディネーター"),
        ("1.コロナ禍でも安心して", "コロナ禍"),
        ("保育・教育と子育て支援を", "子育て支援"),
    ],
)
def test_the_words_around_a_term_are_what_they_were_without_it(text: str, term: str, engine: str) -> None:
    settings = {"unit": "short", "engine": engine}
    found = Tokenizer(user_terms=[UserTerm(term)], **settings).tokenize(text)  # type: ignore[arg-type]
    place = text.index(term)
    around = [token for token in found if token.end <= place or token.start >= place + len(term)]
    plain = Tokenizer(**settings).tokenize(text)  # type: ignore[arg-type]
    assert around == [token for token in plain if token.end <= place or token.start >= place + len(term)]
    assert [token.surface for token in found if token.source == "user"] == [term]


def test_one_long_term_wins_over_two_short_ones() -> None:
    terms = [UserTerm(term) for term in ("民生委員", "児童委員", "民生委員児童委員", "委員児童")]
    assert surfaces(Tokenizer(user_terms=terms), "民生委員児童委員の民生委員") == ["民生委員児童委員", "の", "民生委員"]


def test_a_longer_term_wins_over_a_shorter_one() -> None:
    terms = [UserTerm(term) for term in ("支援拠点", "子育て支援拠点", "地域子育て支援拠点")]
    assert surfaces(Tokenizer(user_terms=terms), "地域子育て支援拠点の子育て支援拠点") == [
        "地域子育て支援拠点",
        "の",
        "子育て支援拠点",
    ]


def test_a_term_is_found_in_every_spelling_of_its_characters() -> None:
    tokenizer = Tokenizer(user_terms=[UserTerm("LINEwith港南"), UserTerm("プレママ")])
    text = "ＬＩＮＥｗｉｔｈ港南のﾌﾟﾚﾏﾏ"
    assert [text[t.start : t.end] for t in tokenizer.tokenize(text) if t.source == "user"] == [
        "ＬＩＮＥｗｉｔｈ港南",
        "ﾌﾟﾚﾏﾏ",
    ]


@pytest.mark.parametrize(
    "term", ["papa'sくらぶ", 'いわゆる"父活"', "子育て,支援", "A-B会", "ＺＯＯＭ会", "Mama Cafe", "C#の会"]
)
@pytest.mark.parametrize("engine", ["derived", "stock"])
@pytest.mark.parametrize("normalise", [True, False])
def test_signs_in_a_term_are_taken_literally(term: str, engine: str, normalise: bool) -> None:  # noqa: FBT001
    tokenizer = Tokenizer(user_terms=[UserTerm(term)], engine=engine, normalise=normalise)  # type: ignore[arg-type]
    text = f"今日は{term}に行く"
    found = [text[token.start : token.end] for token in tokenizer.tokenize(text) if token.source == "user"]
    assert found == [term]


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        (UserTerm(""), "空です"),
        (UserTerm("  "), "空です"),
        (UserTerm(" 父 "), "空白"),
        (UserTerm("あ"), "一字の仮名"),
        (UserTerm("、。"), "記号だけ"),
        (UserTerm("長" * 101), "長すぎ"),
        (UserTerm("父活", "chichi"), "仮名でない"),
        (UserTerm("父活", "チチカツ", "動詞-一般"), "登録できません"),
        (UserTerm("父活", "チチカツ", "名刺"), "辞書にありません"),
        (UserTerm("父活", "チチカツ", "名詞-普通名詞-特殊"), "辞書にありません"),
        (UserTerm("父会", "フカイ"), "表記と同じ|表記が同じ"),
    ],
)
def test_a_bad_term_is_refused_with_its_row_and_a_remedy(bad: UserTerm, says: str) -> None:
    terms = [UserTerm("父会", "チチカイ"), UserTerm("母会"), bad]
    with pytest.raises(UserTermError, match=says) as caught:
        Tokenizer(user_terms=terms).tokenize("父")
    assert "3行目" in caught.value.place
    assert caught.value.remedy


def test_the_same_term_twice_is_the_term_once() -> None:
    tokenizer = Tokenizer(user_terms=[UserTerm("父活", "チチカツ"), UserTerm("父活", "ちちかつ")])
    assert surfaces(tokenizer, "父活を") == ["父活", "を"]


def test_terms_are_read_from_a_file_with_any_further_columns(tmp_path: Path) -> None:
    path = tmp_path / "terms.csv"
    path.write_text("\ufeffsurface,reading,part_of_speech,reason\n父活,チチカツ,,新しい語\n", encoding="utf-8")
    assert read_user_terms(path) == (UserTerm("父活", "チチカツ", ""),)
    assert surfaces(Tokenizer(user_terms=read_user_terms(path)), "父活を") == ["父活", "を"]


@pytest.mark.parametrize(
    ("text", "place"), [("surface\n父活\n", ":1"), ("surface,reading,part_of_speech\n父活\n", ":2"), ("", ":1")]
)
def test_a_file_of_terms_with_a_fault_names_the_line(tmp_path: Path, text: str, place: str) -> None:
    path = tmp_path / "terms.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UserTermError) as caught:
        read_user_terms(path)
    assert caught.value.place.endswith(place)


@pytest.mark.parametrize(("name", "cell"), [("terms.csv", ","), ("terms.tsv", "\t")])
def test_a_bad_term_of_a_file_is_refused_with_its_line(tmp_path: Path, name: str, cell: str) -> None:
    rows = (("surface", "reading", "part_of_speech"), ("父活", "チチカツ", ""), ("母活", "haha", ""))
    path = tmp_path / name
    path.write_text("".join(cell.join(row) + "\n" for row in rows), encoding="utf-8")
    with pytest.raises(UserTermError, match="仮名でない") as caught:
        Tokenizer(user_terms=read_user_terms(path)).tokenize("父")
    assert caught.value.place == f"{path}:3「母活」"


def test_a_missing_file_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(TokenizerError, match="読めません"):
        read_user_terms(tmp_path / "none.csv")


def test_stop_words_are_read_without_their_headings(tmp_path: Path) -> None:
    path = tmp_path / "stop.txt"
    path.write_text("# 形式名詞: 意味が軽い\nこと もの\nする\nこと\n", encoding="utf-8")
    assert read_stop_words(path) == ("こと", "もの", "する")


@pytest.mark.slow
def test_ten_thousand_terms_are_taken_and_found() -> None:
    terms = [UserTerm(f"試験{number:05d}語") for number in range(10_000)]
    tokens = Tokenizer(user_terms=terms).tokenize("試験00042語と試験09999語")
    assert [token.surface for token in tokens] == ["試験00042語", "と", "試験09999語"]


TERM_PARTS = ("子育て", "支援", "拠点", "連絡会", "の", "広場", "産前", "産後", "コロナ", "禍", "居", "場所")
TERMS = [UserTerm(one + other) for one in TERM_PARTS for other in TERM_PARTS if one != other]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([*TERM_PARTS, "を", "は", "、", "に行っ", "た", " ", "ＬＩＮＥ"]), max_size=30))
def test_many_terms_in_one_dictionary_cut_as_terms_in_one_of_their_own(pieces: list[str]) -> None:
    merged, own = merged_and_own()
    text = "".join(pieces)
    assert merged.tokenize(text) == own.tokenize(text)


@lru_cache(maxsize=1)
def merged_and_own() -> tuple[Tokenizer, Tokenizer]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(merged, "MANY", 1)
        one = Tokenizer(user_terms=TERMS)
        one.tokenize("")
    own = Tokenizer(user_terms=TERMS)
    own.tokenize("")
    return one, own


def test_where_no_dictionary_can_be_kept_many_terms_have_one_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> str:
        raise OSError("no room")

    monkeypatch.setattr(merged, "MANY", 1)
    monkeypatch.setattr(merged, "merged_folder", refused)
    assert "子育て拠点" in surfaces(Tokenizer(user_terms=TERMS), "子育て拠点。")
