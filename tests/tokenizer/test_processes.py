"""In other processes and threads, and what importing costs."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from textmine.tokenizer import TokenColumns, Tokenizer, UserTerm

TEXTS = [f"第{number}回の子サポ入会説明会に父親が{number}人来た" for number in range(200)]
TOKENIZER = Tokenizer(user_terms=[UserTerm("子サポ")])


def cut(texts: list[str]) -> TokenColumns:
    return TOKENIZER.tokenize_many(texts)


@pytest.mark.slow
def test_workers_under_spawn_give_the_same_tokens() -> None:
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        halves = pool.map(TOKENIZER.tokenize_many, [TEXTS[:100], TEXTS[100:]])
    assert [token for half in halves for token in half.tokens()] == cut(TEXTS).tokens()


def test_threads_share_one_tokenizer() -> None:
    tokenizer = Tokenizer(user_terms=[UserTerm("子サポ")])
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(tokenizer.tokenize, TEXTS * 3))
    assert found == [TOKENIZER.tokenize(text) for text in TEXTS * 3]


def test_importing_loads_no_heavy_package() -> None:
    code = (
        "import sys, textmine.tokenizer as t; t.Tokenizer().tokenize('父親'); "
        "heavy = ('pandas', 'scipy', 'sklearn', 'matplotlib', 'unidic'); "
        "print([m for m in heavy if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout == "[]\n"
