"""The two texts that the tokenizer is measured on: lines of the study's forms, and lines that are all distinct.

The distinct lines are made of the forms' clauses with their nouns exchanged for nouns drawn from the dictionary, so
that no cache of words is warm.
"""

from __future__ import annotations

import random
from pathlib import Path

import unidic_lite

from textmine.tokenizer import Tokenizer
from textmine.tokenizer.mecab_files import read_words

STUDY = Path(__file__).parents[1] / "corpus" / "yokohama"
DICTIONARY = unidic_lite.DICDIR


def form_texts() -> dict[str, str]:
    """Give the forms that are text, by file name."""
    paths = sorted(path for path in (STUDY / "raw").iterdir() if path.suffix in {".txt", ".md"})
    return {path.name: path.read_text(encoding="utf-8") for path in paths}


def form_lines(size: int, seed: int = 1) -> list[str]:
    lines = [line.strip() for text in form_texts().values() for line in text.splitlines() if line.strip()]
    order = random.Random(seed)  # noqa: S311
    chosen: list[str] = []
    while n_bytes(chosen) < size:
        chosen += order.sample(lines, len(lines))
    return cut_to(chosen, size)


def distinct_lines(size: int, seed: int = 2) -> list[str]:
    order = random.Random(seed)  # noqa: S311
    clauses = sorted(
        {c for line in form_lines(100_000) for c in line.replace("。", "。\0").replace("、", "、\0").split("\0") if c}
    )
    nouns = dictionary_nouns(order, 20_000)
    tokens = Tokenizer(unit="short").tokenize_many(clauses)
    cut = [[(t.surface, t.pos2 == "普通名詞" and len(t.surface) > 1) for t in row] for row in tokens]
    lines: dict[str, None] = {}
    total = 0
    while total < size:
        words = [word for _ in range(order.randint(1, 4)) for word in order.choice(cut)]
        line = "".join(order.choice(nouns) if noun and order.random() < 0.4 else word for word, noun in words)
        if line not in lines:
            lines[line] = None
            total += len(line.encode()) + 1
    return cut_to(list(lines), size)


def dictionary_nouns(order: random.Random, count: int) -> list[str]:
    words = read_words(Path(DICTIONARY) / "sys.dic")
    chosen: list[str] = []
    while len(chosen) < count:
        place = order.randrange(len(words.tokens))
        fields = words.feature(place).split(",")
        if fields[:2] == ["名詞", "普通名詞"] and words.tokens["cost"][place] < 9000:
            chosen.append(fields[8])
    return chosen


def cut_to(lines: list[str], size: int) -> list[str]:
    total = 0
    for number, line in enumerate(lines):
        total += len(line.encode()) + 1
        if total > size:
            return lines[:number]
    return lines


def n_bytes(lines: list[str]) -> int:
    return sum(len(line.encode()) + 1 for line in lines)
