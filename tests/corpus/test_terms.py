"""The study's terms: each is one word wherever it stands, no other word is broken, and nothing beside them changes.

The sentences are made up for the tests, in the words of the forms.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from textmine.tokenizer import Tokenizer, normalise, read_user_terms

FOLDER = Path(__file__).parents[2] / "corpus/yokohama"
TERMS = read_user_terms(FOLDER / "terms.csv")
STUDY = Tokenizer(user_terms=TERMS)
FRAMES = (
    "{}を行った。",
    "区の{}と連携し、周知した。",
    "また、{}の参加が増えた。",
    "新しい{}事業を始め、",
    "{}では、父親が話した。",
    "各{}に訪問した",
    "{}から声があった",
    "・{}",
    "昨年度より{}が増加",
    "出張での{}は",
    "「{}」で",
    "子どもと{}",
)
# What stands in brackets is one word.
SENTENCES = (
    "[とことこ]と[ひなたぼっこ]のスタッフが[いっぽ]で[定例会]を開いた。",
    "[すきっぷ]、[とっとの芽サテライト]、[ラフール]の[ホームページ]で紹介した。",
    "[双子サークル]や[ふたごの会]など、[多胎育児]の仲間と出会える場",
    "[三つ子]を含む[多胎家庭]への訪問を[こんにちは赤ちゃん訪問員]と行った。",
    "[利用者支援専任職員]([横浜子育てパートナー])による[個別相談]が増えた。",
    "[養育家庭]や[里親家庭]、[ひとり親家庭]の孤立を防ぐ。",
    "[横浜子育てサポートシステム]([子サポ])の[両方会員]が[援助活動]を始めた。",
    "[地区センター]や[地域ケアプラザ]での[出張ひろば]を、[主任児童委員]と共に開いた。",
    "[民児協]や[要対協]に出席し、[特定妊婦]の支援を区と検討した。",
    "[ひろば事業]の中で、[病児保育]や[緊急一時保育]を案内した。",
    "[医療的ケア児]や[発達障がい]のある子の家庭に[児童発達支援]を紹介した。",
    "[父親サークル]の代表が[ヨコハマダディ]で[父親講座]を知らせた。",
    "[こども食堂]の[学生ボランティア]に[職業体験]の中学生も加わった。",
    "[外国人家庭]に[やさしい日本語]と[多言語]のチラシを渡した。",
    "[インスタグラム]と[メールマガジン]を[広報よこはま]と共に使う。",
    "[食生活等改善推進員]と[保健活動推進員]が[親子サロン]を支えた。",
    "[孫育て]の講座に[転入者]も来た。[困り感]や[孤立感]を話せた。",
)
# No term is in these: another word lies over its edge.
OTHER_WORDS = (
    "孫子サポーターの会",
    "親子サポートの輪",
    "双子サポートの会",
    "電子サポート窓口",
    "双方会員登録",
    "両方会いに行った",
    "一時預かってもらう",
    "はっちゃけた会",
    "ぽっちゃりはちみつ",
    "レオンラインハルト",
    "妊娠期間の過ごし方",
    "妊娠期待の会",
    "芝居場所は未定",
    "住居場所の確認",
    "同居場所",
    "入居場所",
    "別居場所",
    "孤育てる",
    "見える化粧",
    "産後うつくしい",
    "産後うつむく",
    "応援ネットワーク",
    "産婦人間",
    "保健師走",
    "助産師範学校",
    "区社協調会議",
    "今育休中央図書館",
    "障がい児童",
    "多胎児童",
    "ワンオペラ",
    "コロナ禍福",
    "いっぽうで",
    "子育て連絡会議",
    "出張説明会場",
    "未就園児童",
    "入会説明会場",
    "おしゃべり会場",
)


def found(text: str) -> list[str]:
    return [token.surface for token in STUDY.tokenize(text) if token.source == "user"]


def test_every_term_has_a_reading_and_a_reason() -> None:
    with (FOLDER / "terms.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["surface"] for row in rows if not (row["reading"] and row["reason"])] == []
    assert len({row["surface"] for row in rows}) == len(rows) == len(TERMS)


def test_at_least_995_of_1000_occurrences_in_frames_are_one_word() -> None:
    texts = [(normalise(term.surface), frame.format(term.surface)) for term in TERMS for frame in FRAMES]
    lost = [text for term, text in texts if not any(term in word for word in found(text))]
    assert len(lost) <= 0.005 * len(texts), lost


@pytest.mark.parametrize("sentence", SENTENCES)
def test_terms_are_whole_in_a_sentence(sentence: str) -> None:
    assert found(re.sub(r"[\[\]]", "", sentence)) == re.findall(r"\[(.+?)\]", sentence)


@pytest.mark.parametrize("text", OTHER_WORDS)
def test_no_term_is_found_inside_other_words(text: str) -> None:
    assert not found(text)


def test_the_words_around_terms_are_those_of_the_dictionary() -> None:
    plain, study = Tokenizer(unit="short"), Tokenizer(unit="short", user_terms=TERMS)
    n_others = n_changed = 0
    for path in sorted((FOLDER / "raw").glob("*.*")):
        text = path.read_text(encoding="utf-8") if path.suffix in {".txt", ".md"} else ""
        tokens = study.tokenize(text)
        whole = [place for token in tokens if token.source == "user" for place in range(token.start, token.end)]
        covered, kept = set(whole), set(tokens)
        others = [token for token in plain.tokenize(text) if covered.isdisjoint(range(token.start, token.end))]
        n_others += len(others)
        n_changed += sum(token not in kept for token in others)
    assert n_others > 10_000
    assert n_changed <= 0.0005 * n_others
