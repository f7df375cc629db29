"""How fast statements are coded, how that grows, and what share of the way from text to themes it is.

    python benchmarks/coding.py [STUDY]

Prints statements per second of processor time for the study's codebook with tokens given, at 1, 2, 4, 8 and 16 times
the study's gold statements, and the shares of tokenizing and of coding.
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from textmine.documents import Statement
from textmine.study import load_study
from textmine.themes import code_statements
from textmine.themes.coder import rule_set
from textmine.tokenizer import Tokenizer

if TYPE_CHECKING:
    from collections.abc import Callable

    from textmine.study import Study
    from textmine.tokenizer import Token

ROUNDS = 5
SIZES = (1, 2, 4, 8, 16)


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1] / "corpus/yokohama"
    study = load_study(folder)
    statements = _gold_statements(study)
    tokenizer = Tokenizer(user_terms=study.user_terms)
    tokens = [tokenizer.tokenize(one.text) for one in statements]
    preparing = _seconds(lambda: rule_set(study.codebook))
    print(f"{len(study.codebook.themes)} themes, {len(statements)} statements; rules made ready in {preparing:.3f} s")
    for size in SIZES:
        coding = _coding_seconds(study, statements * size, tokens * size) - preparing
        print(f"{len(statements) * size:6} statements: {len(statements) * size / coding:7.0f} per second")
    tokenizing = _seconds(lambda: [tokenizer.tokenize(one.text) for one in statements])
    coding = _coding_seconds(study, statements, tokens) - preparing
    total = tokenizing + coding
    print(f"tokenizing {tokenizing / total:.0%}, coding {coding / total:.0%} of {total:.3f} s from text to themes")


def _gold_statements(study: Study) -> list[Statement]:
    return [
        Statement(
            statement_id=f"g:{number}",
            document=row.document,
            ward=None,
            fiscal_year=None,
            period_start=None,
            period_end=None,
            form="",
            section="outcome",
            goal_no=None,
            level=1,
            text=row.text,
            page=1,
            spans=(),
            box=None,
            section_by="label",
            confidence=1.0,
        )
        for number, row in enumerate(study.gold)
    ]


def _coding_seconds(study: Study, statements: list[Statement], tokens: list[list[Token]]) -> float:
    many = [replace(one, statement_id=str(number)) for number, one in enumerate(statements)]
    return _seconds(lambda: code_statements(many, tokens, study.codebook))


def _seconds(work: Callable[[], object]) -> float:
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


if __name__ == "__main__":
    main()
