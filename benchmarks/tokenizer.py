"""The tokenizer: speed against MeCab in C, the usual loop over fugashi and SudachiPy; and whether its words are right.

    python benchmarks/tokenizer.py [--rounds 9] [--megabytes 1.0] [--text FILE] [--json FILE]

C MeCab runs in a child process that loops over the same lines inside libmecab (needs a C compiler and libmecab-dev);
both it and this process report their own CPU time. Every variant runs once in every round; what is printed is the
median over rounds of the ratio to C in the same round, and what user terms cost is the ratio of neighbours in a round.
No variant remembers lines. The usual loop makes what `TokenColumns.table()` holds: text, surface, base form, lemma, two
parts of speech, reading, start, end.

Two texts (see `_tokenizer_texts`): lines of the study's forms, and lines that are all distinct, or any text that
`--text` names. What is counted beside speed is in `_tokenizer_checks`.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from _tokenizer_checks import checks
from _tokenizer_peers import CMecab, compiled_server, sudachi_loop, usual_loop, usual_terms
from _tokenizer_texts import STUDY, cut_to, dictionary_nouns, distinct_lines, form_lines, n_bytes

from textmine.tokenizer import Tokenizer, UserTerm, WordFilter, read_stop_words, read_user_terms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

# what issue 4 asks for: a variant, to what it is compared, the least ratio
BARS = (
    ("columns, all fields decoded", "C wakati", 0.80),
    ("columns, all fields decoded", "C full", 0.90),
    ("tokens", "C wakati", 0.55),
    ("raw documents to terms, joined", "C wakati", 0.55),
    ("stock dictionary: columns", "C wakati", 0.50),
    ("columns, all fields decoded", "usual fugashi loop", 4.0),
    ("columns, all fields decoded", "SudachiPy C", 2.5),
    ("columns, 10,000 user terms", "columns", 0.95),
    ("columns, 10,000 pairs of nouns", "columns", 0.95),
)


def decoded(tokenizer: Tokenizer, lines: list[str]) -> None:
    columns = tokenizer.tokenize_many(lines)
    _ = columns.surface, columns.base, columns.lemma, columns.pos1, columns.pos2, columns.reading
    _ = columns.texts, columns.starts, columns.ends


def variants(lines: list[str]) -> dict[str, Callable[[], Any]]:
    documents = ["\n".join(lines[at : at + 20]) for at in range(0, len(lines), 20)]
    plain: dict[str, Any] = {"normalise": False, "unwrap": False, "unit": "short"}
    columns, stock = Tokenizer(**plain), Tokenizer(**plain, engine="stock")
    many = Tokenizer(**plain, user_terms=[UserTerm(f"試験{number:05d}語") for number in range(10_000)])
    nouns = dictionary_nouns(random.Random(3), 20_010)  # noqa: S311
    pairs = Tokenizer(**plain, user_terms=[UserTerm(a + b) for a, b in pairwise(nouns[::2]) if len(a + b) < 100])
    full = Tokenizer(user_terms=read_user_terms(STUDY / "terms.csv"))
    short = Tokenizer(user_terms=read_user_terms(STUDY / "terms.csv"), unit="short")
    words = WordFilter(stop_words=frozenset(read_stop_words(STUDY / "stopwords.txt")))
    named: dict[str, Callable[[], Any] | None] = {
        "columns, 10,000 user terms": lambda: many.tokenize_many(lines),
        "columns": lambda: columns.tokenize_many(lines),
        "columns, 10,000 pairs of nouns": lambda: pairs.tokenize_many(lines),
        "columns, all fields decoded": lambda: decoded(columns, lines),
        "tokens": lambda: columns.tokenize_many(lines).tokens(),
        "stock dictionary: columns": lambda: stock.tokenize_many(lines),
        "raw documents to terms, short": lambda: words.terms(short.tokenize_many(documents)),
        "raw documents to terms, joined": lambda: words.terms(full.tokenize_many(documents)),
        "raw documents to tokens, joined": lambda: full.tokenize_many(documents).tokens(),
        "usual fugashi loop": usual_loop(lines),
        "usual fugashi to terms": usual_terms(documents, frozenset(words.parts_of_speech)),
        "SudachiPy C": sudachi_loop(lines),
    }
    return {name: run for name, run in named.items() if run is not None}


def measure(lines: list[str], rounds: int, program: Path, folder: Path) -> dict[str, list[float]]:
    text = folder / "text.txt"
    text.write_text("\n".join(lines) + "\n", encoding="utf-8")
    c = {"C wakati": CMecab(program, text, "wakati"), "C full": CMecab(program, text, "")}
    runs = variants(lines)
    for run in runs.values():
        run()
    seconds: dict[str, list[float]] = {name: [] for name in (*c, *runs)}
    for _ in range(rounds):
        for name, server in c.items():
            seconds[name].append(server.seconds())
        for name, run in runs.items():
            before = time.process_time()
            run()
            seconds[name].append(time.process_time() - before)
    for server in c.values():
        server.close()
    return seconds


def ratio(of: list[float], to: list[float]) -> float:
    return statistics.median(a / b for a, b in zip(of, to, strict=True))


def print_speed(title: str, lines: list[str], seconds: dict[str, list[float]]) -> None:
    megabytes = n_bytes(lines) / 1e6
    rounds = len(seconds["columns"])
    print(f"\n{title}: {megabytes:.2f} MB, {len(lines)} lines, {rounds} rounds")
    print(f"{'':34}{'MB/s':>7}{'x C wakati':>12}{'x C full':>10}{'x usual':>9}")
    for variant, taken in seconds.items():
        speed = megabytes / statistics.median(taken)
        ratios = [ratio(seconds[peer], taken) for peer in ("C wakati", "C full", "usual fugashi loop")]
        print(f"{variant:34}{speed:7.2f}{ratios[0]:12.2f}{ratios[1]:10.2f}{ratios[2]:9.2f}")


def speed_rows(measured: Iterable[dict[str, list[float]]]) -> list[tuple[str, str, str]]:
    """Give what each bar of speed came to on each text: what, measured, bar."""
    return [
        (
            f"{variant} x {peer}",
            " / ".join(f"{ratio(seconds[peer], seconds[variant]):.2f}" for seconds in measured if peer in seconds),
            f">= {least}",
        )
        for variant, peer, least in BARS
    ]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--rounds", type=int, default=9)
    options.add_argument("--megabytes", type=float, default=1.0)
    options.add_argument("--text", type=Path, help="another text of distinct lines")
    options.add_argument("--json", type=Path, help="where the CPU seconds of every round are written")
    given = options.parse_args()
    size = int(given.megabytes * 1_000_000)
    other = given.text.read_text(encoding="utf-8").splitlines() if given.text else distinct_lines(size)
    texts = {"forms": form_lines(size), "distinct": cut_to(other, size)}
    measured = {}
    with tempfile.TemporaryDirectory() as name:
        program = compiled_server(Path(name))
        for title, lines in texts.items():
            measured[title] = measure(lines, given.rounds, program, Path(name))
            print_speed(title, lines, measured[title])
    print(f"\n{'':52}{'forms / distinct':>22}  bar")
    for what, found, bar in (*speed_rows(list(measured.values())), *checks(texts, given.rounds)):
        print(f"{what:52}{found:>22}  {bar}", flush=True)
    if given.json:
        given.json.write_text(json.dumps(measured, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
