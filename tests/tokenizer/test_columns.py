"""Tokens of many texts as columns."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pytest

from textmine.tokenizer import Token, Tokenizer, UserTerm, batches

TEXTS = ["父親支援を行った。", "", "R5年度の子サポ、ヌュヌョミャ会と", "  ", "子サポ"]
FORMS_SENTENCES = [
    "妊娠期の家庭には区と連携しながら周知に工夫を行い、拠点に訪れるよう取り組んだ。",
    "子育て支援者や民生委員児童委員と情報を共有し、地域の子育て家庭を見守る体制をつくっている。",
    "令和5年度は1,431件の相談があり、前年度に比べて利用者数が増えた。",
]
TOKENIZER = Tokenizer(user_terms=[UserTerm("子サポ", "コサポ")])


def test_columns_hold_what_the_tokens_hold() -> None:
    columns = TOKENIZER.tokenize_many(TEXTS)
    tokens = columns.tokens()
    assert len(columns) == 5
    assert columns.n_tokens == len(tokens) == sum(len(columns[text]) for text in range(5))
    for name in ("surface", "base", "lemma", "pos1", "pos2", "reading", "source"):
        assert columns.field(name).tolist() == [getattr(token, name) for token in tokens]
    assert columns.starts.tolist() == [token.start for token in tokens]
    assert columns.texts.tolist() == [text for text, row in enumerate(columns) for _ in row]


def test_a_text_is_found_by_its_number_from_either_end() -> None:
    columns = TOKENIZER.tokenize_many(TEXTS)
    assert columns[-1] == columns[4] == TOKENIZER.tokenize("子サポ")
    assert columns[1] == []
    with pytest.raises(IndexError):
        columns[5]


def test_no_texts_are_no_tokens_with_all_columns() -> None:
    columns = TOKENIZER.tokenize_many([])
    assert (len(columns), columns.n_tokens, list(columns)) == (0, 0, [])
    assert {name: len(values) for name, values in columns.table().items()} == dict.fromkeys(
        ("text", "surface", "base", "lemma", "pos1", "pos2", "reading", "start", "end", "source"), 0
    )


def test_batches_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [f"{text}{number}" for number in range(7) for text in TEXTS]
    whole = TOKENIZER.tokenize_many(texts)
    monkeypatch.setattr(batches, "BATCH", 10)
    parts = TOKENIZER.tokenize_many(iter(texts))
    assert parts.tokens() == whole.tokens()
    assert np.array_equal(parts.text_bounds, whole.text_bounds)
    assert parts.feature.tolist() == whole.feature.tolist()


def test_pickled_columns_need_no_tokenizer_and_are_small() -> None:
    columns = TOKENIZER.tokenize_many(TEXTS * 500)
    data = pickle.dumps(columns)
    woken = pickle.loads(data)  # noqa: S301
    assert woken.tokens() == columns.tokens()
    assert woken[2] == columns[2]
    assert pickle.loads(pickle.dumps(woken)).tokens() == columns.tokens()  # noqa: S301
    assert len(data) / columns.n_tokens < 20
    short = Tokenizer(unit="short").tokenize_many(TEXTS * 500)
    assert len(pickle.dumps(short)) / short.n_tokens < 8.5


def test_short_tokens_are_kept_in_twelve_bytes_each() -> None:
    columns = Tokenizer(unit="short").tokenize_many(TEXTS * 100)
    kept = columns.slots.nbytes + columns.starts.nbytes + columns.ends.nbytes
    assert kept == 12 * columns.n_tokens


def test_joined_tokens_are_kept_in_sixteen_bytes_each_with_their_parts() -> None:
    columns = TOKENIZER.tokenize_many(FORMS_SENTENCES * 100)
    parts = columns.parts
    arrays = (columns.slots, columns.starts, columns.ends, columns.text_bounds, *parts)
    assert len(parts.owners) > columns.n_tokens / 10
    assert sum(array.nbytes for array in arrays) <= 16 * columns.n_tokens


def test_parts_that_are_longer_than_a_byte_counts_keep_their_places() -> None:
    text = f"父{'親' + chr(0x200B) * 300}支援"
    (token,) = Tokenizer().tokenize(text)
    assert [(part.surface, part.start, part.end) for part in token.parts] == [("父親", 0, 2), ("支援", 302, 304)]


def test_a_token_cannot_be_changed_and_knows_its_fields() -> None:
    token = TOKENIZER.tokenize("父親")[0]
    assert token == Token("父親", "父親", "父親", "名詞", "普通名詞", "チチオヤ", 0, 2, "system")
    with pytest.raises(AttributeError):
        token.surface = "母親"  # type: ignore[misc]


@pytest.mark.parametrize("text", [None, 1.5, "父".encode(), ["父"]])
def test_a_text_that_is_no_text_is_refused(text: Any) -> None:  # noqa: ANN401 - any wrong type
    for ask in (TOKENIZER.tokenize, TOKENIZER, TOKENIZER.offsets, lambda text: TOKENIZER.tokenize_many(["父", text])):
        with pytest.raises(TypeError, match=type(text).__name__):
            ask(text)


def test_one_text_is_not_taken_for_many() -> None:
    with pytest.raises(TypeError, match="tokenize に"):
        TOKENIZER.tokenize_many("父親支援")


def test_columns_show_how_many_they_are() -> None:
    assert repr(TOKENIZER.tokenize_many(["父親", "母親が"])) == "TokenColumns(2 texts, 3 tokens)"


@pytest.mark.parametrize("setting", [{"unit": "long"}, {"base": "stem"}, {"compounds": "all"}, {"engine": "fast"}])
def test_a_setting_that_nobody_knows_is_refused(setting: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="known:"):
        Tokenizer(**setting)  # type: ignore[arg-type]


def test_pandas_takes_the_table() -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(TOKENIZER.tokenize_many(TEXTS).table())
    assert frame.loc[frame["base"] == "子サポ", "text"].tolist() == [2, 4]
    assert pandas.Series(TEXTS).map(TOKENIZER)[4] == ["子サポ"]
