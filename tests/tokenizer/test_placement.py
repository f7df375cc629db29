"""Moving words and nodes about in a dictionary's file changes where they are, never what is found."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
import unidic_lite

from textmine.tokenizer import placement
from textmine.tokenizer.mecab_files import TOKEN, read_words
from textmine.tokenizer.merged import PREFIX, make_room, with_words
from textmine.tokenizer.placement import passes_of, placed
from textmine.tokenizer.term_compiler import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

WORDS = (
    "子",
    "子育て",
    "子育て支援",
    "子ども",
    "こども",
    "の",
    "のに",
    "に",
    "には",
    "は",
    "支援",
    "支",
    "SNS",
    "S",
    "𩸽",
)


def prefixes(units: NDArray[np.void], text: str) -> list[tuple[str, int, int]]:
    """Look up the words that a text begins with, as MeCab does (darts.h, commonPrefixSearch)."""
    found = []
    key = text.encode()
    base = int(units["base"][0])
    for place in range(len(key) + 1):
        if int(units["check"][base]) == base and units["base"][base] < 0:
            value = -int(units["base"][base]) - 1
            found.append((key[:place].decode(), value >> 8, value & 255))
        if place == len(key) or int(units["check"][base + key[place] + 1]) != base:
            break
        base = int(units["base"][base + key[place] + 1])
    return found


@pytest.mark.parametrize("n_near", [1, 3, 20_000])
def test_every_word_is_found_with_its_own_tokens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, n_near: int) -> None:
    monkeypatch.setenv("TEXTMINE_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(placement, "N_NEAR", n_near)
    rows = [(word, 1, 1, 0, f"{word}{kind}") for word in WORDS for kind in range(1 + len(word))]
    file = read_words(compiled(rows, Path(unidic_lite.DICDIR)))
    units, tokens = placed(file.units, file.tokens)
    feature = file._replace(tokens=tokens).feature
    for word in WORDS:
        found = {
            prefix: [feature(token) for token in range(first, first + number)]
            for prefix, first, number in prefixes(units, word + "ほか")
        }
        assert found == {
            other: [f"{other}{kind}" for kind in range(1 + len(other))] for other in WORDS if word.startswith(other)
        }


def test_what_is_no_word_is_not_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEXTMINE_CACHE_DIR", str(tmp_path))
    file = read_words(compiled([(word, 1, 1, 0, "*") for word in WORDS], Path(unidic_lite.DICDIR)))
    units, _ = placed(file.units, file.tokens)
    assert [prefixes(units, text) for text in ("", "育て", "ほか", "A", "\uffff")] == [[], [], [], [], []]


def test_a_string_is_looked_for_as_often_as_its_characters_stand_in_the_dictionary(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEXTMINE_CACHE_DIR", str(tmp_path))
    words = ("子", "子の", "の", "A")  # の stands on two ways from the root, 子 and A on one each
    units = read_words(compiled([(word, 1, 1, 0, "*") for word in words], Path(unidic_lite.DICDIR))).units
    passes = passes_of(units)
    found = {}
    for word in words:
        at = 0
        for byte in word.encode():
            at = int(units["base"][at]) + 1 + byte
        found[word] = passes[at]
    assert found == pytest.approx({"子": 1 / 4, "子の": 1 / 4 * 2 / 4, "の": 2 / 4, "A": 1 / 4})
    assert passes[0] == 1


def test_words_that_are_added_are_found_after_those_that_stood_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEXTMINE_CACHE_DIR", str(tmp_path))
    new = ("子", "子育て支援拠点", "子サポ", "のこ", "拠点", "支", "SN", "𩸽釣り")  # old, longer, shorter, other
    rows = [(word, 1, 1, 0, f"{word}{kind}") for word in WORDS for kind in range(1 + len(word))]
    file = read_words(compiled(rows, Path(unidic_lite.DICDIR)))
    units, tokens = placed(file.units, file.tokens)
    added = np.zeros(len(new), TOKEN)
    added["feature"] = 1_000_000 + np.arange(len(new))
    units, tokens = with_words(units, tokens, [word.encode() for word in new], added)
    feature = file._replace(tokens=tokens).feature
    for word in (*WORDS, *new):
        found = {
            prefix: [
                new[value - 1_000_000] if (value := int(tokens["feature"][token])) >= 1_000_000 else feature(token)
                for token in range(first, first + number)
            ]
            for prefix, first, number in prefixes(units, word + "ほか")
        }
        expected = {
            prefix: [f"{prefix}{kind}" for kind in range(1 + len(prefix)) if prefix in WORDS]
            + [prefix] * (prefix in new)
            for prefix in {*WORDS, *new}
            if word.startswith(prefix)
        }
        assert found == expected
    assert [prefixes(units, text) for text in ("", "育て", "ほか", "A", "\uffff")] == [[], [], [], [], []]


def test_only_the_newest_dictionaries_with_terms_are_kept(tmp_path: Path) -> None:
    for number in range(5):
        folder = tmp_path / f"{PREFIX}{number}"
        folder.mkdir()
        os.utime(folder, (number, number))
    (tmp_path / "dictionary").mkdir()
    make_room(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dictionary", f"{PREFIX}3", f"{PREFIX}4"]
