"""Both engines against `fugashi.Tagger`: every field of every token, with normalisation off."""

from __future__ import annotations

import fugashi
import pytest
import unidic_lite
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.tokenizer import Tokenizer

DICTIONARY = unidic_lite.DICDIR
TAGGER = fugashi.Tagger(f'-r "{DICTIONARY}/mecabrc" -d "{DICTIONARY}"')
ENGINES = {name: Tokenizer(unit="short", normalise=False, unwrap=False, engine=name) for name in ("derived", "stock")}
LINES = (
    "妊娠期の家庭には区と連携しながら周知に工夫を行い、拠点に訪れるよう取り組んだ。",
    "プレママ・プレパパ、LINE with SNS 2,354件(約80%)、①〜⑳、10:30〜12:00…",
    "すもももももももものうちだが、にわにはにわにわとりがいる。",
    "東京都 港区 六本木\t６－１０－１　電話０３（１２３４）５６７８",
    "ｶﾀｶﾅと半角、か\u3099濁点、𠮷野家の𩸽、絵文字👨‍👩‍👧と☺️",
    "a" * 30 + "ああああああああああああああああああああああああああああああ" + "=" * 40,
    '"引用","コンマ,"と-ハイフン',
)


def expected(line: str) -> list[tuple[str, str, int, int]]:
    rows = []
    place = 0
    for node in TAGGER(line):
        place = line.index(node.surface, place)
        rows.append((node.surface, node.feature_raw, place, place + len(node.surface)))
        place += len(node.surface)
    return rows


def found(engine: str, line: str) -> list[tuple[str, str, int, int]]:
    columns = ENGINES[engine].tokenize_many([line])
    return list(zip(columns.surface, columns.feature, columns.starts.tolist(), columns.ends.tolist(), strict=True))


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("line", LINES)
def test_every_field_is_mecab_s_own(engine: str, line: str) -> None:
    assert found(engine, line) == expected(line)


words = st.sampled_from(
    [
        *"のはがをにでとも、。・〜ー々〇一二ABz019ｱァ亜漢()「」 \t",
        "子育て",
        "支援",
        "行っ",
        "た",
        "ます",
        "である",
        "父親",
    ]
)


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=150, deadline=None)
@given(pieces=st.lists(words, max_size=25))
def test_every_field_is_mecab_s_own_in_any_order_of_words(engine: str, pieces: list[str]) -> None:
    line = "".join(pieces)
    assert found(engine, line) == expected(line)


printable = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=30)


@settings(max_examples=150, deadline=None)
@given(text=printable)
def test_both_engines_agree_on_any_text(text: str) -> None:
    assert found("derived", text) == found("stock", text)
