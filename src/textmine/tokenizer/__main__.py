"""Tokens of texts from files or standard input: `python -m textmine.tokenizer < text`."""

from __future__ import annotations

import argparse
import io
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textmine.tokenizer.errors import TokenizerError
from textmine.tokenizer.formats import FORMATS, format_tokens
from textmine.tokenizer.lists import read_user_terms
from textmine.tokenizer.suggestions import suggest_terms
from textmine.tokenizer.tokenizer import Tokenizer

if TYPE_CHECKING:
    from collections.abc import Iterator

LINES_AT_ONCE = 5_000


def main(arguments: list[str] | None = None) -> int:
    """Run the command; give its exit status: 0 all was read, 1 something was refused, 2 wrong usage."""
    given = _parser().parse_args(arguments)
    _write_utf8()
    try:
        terms = read_user_terms(given.terms) if given.terms else ()
        if given.suggest:
            _print_suggestions("\n".join(_texts(given)), terms, given.suggest)
            return 0
        settings: dict[str, Any] = {"unit": given.unit, "base": given.base, "dictionary": given.dictionary}
        tokenizer = Tokenizer(user_terms=terms, normalise=not given.as_is, **settings)
        for batch in _batches(_texts(given)):
            for text, tokens in zip(batch, tokenizer.tokenize_many(batch), strict=True):
                sys.stdout.write(format_tokens(text, tokens, given.format))
        sys.stdout.flush()
    except BrokenPipeError:  # the reader has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except TokenizerError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error.filename}: 読めません({error.strerror})", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m textmine.tokenizer", description="日本語の文章を語に切る。入力は一行が一つの文章。"
    )
    parser.add_argument("files", nargs="*", metavar="FILE", help="UTF-8 のテキスト。なければ標準入力")
    parser.add_argument("--format", choices=FORMATS, default="mecab", help="出力の形")
    parser.add_argument(
        "--unit", choices=("short", "joined"), default="joined", help="辞書の語のまま、または複合語にまとめる"
    )
    parser.add_argument("--base", choices=("orth", "lemma"), default="orth", help="基本形の表し方: 書字形または語彙素")
    parser.add_argument("--terms", metavar="CSV", help="足す語: surface,reading,part_of_speech")
    parser.add_argument("--dictionary", metavar="DIR", help="MeCab の辞書(なければ unidic-lite)")
    parser.add_argument("--whole", action="store_true", help="ファイル全体を一つの文章とし、折り返された行をつなぐ")
    parser.add_argument("--as-is", action="store_true", help="文字をそろえずに切る")
    parser.add_argument("--suggest", type=int, metavar="N", help="語を切るかわりに、足すとよい複合語を上から N 個示す")
    return parser


def _texts(given: argparse.Namespace) -> Iterator[str]:
    if not given.files:
        standard = io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="replace", newline="\n")
        yield from _of_file(standard, whole=given.whole)
    for name in given.files:
        with Path(name).open(encoding="utf-8-sig", errors="replace", newline="\n") as file:
            yield from _of_file(file, whole=given.whole)


def _of_file(file: io.TextIOWrapper, *, whole: bool) -> Iterator[str]:
    if whole:
        yield file.read()
    else:
        for line in file:
            yield line.rstrip("\n")


def _batches(texts: Iterator[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    for text in texts:
        batch.append(text)
        if len(batch) == LINES_AT_ONCE:
            yield batch
            batch = []
    yield batch


def _print_suggestions(text: str, terms: tuple[Any, ...], count: int) -> None:
    print("surface,reading,part_of_speech,reason")
    for found in suggest_terms([text], user_terms=terms)[:count]:
        term = found.term
        reason = f"{'|'.join(found.parts)} {found.count}回 複合語の中で{found.nested}回 C値{found.c_value:.1f}"
        print(f"{term.surface},{term.reading},{term.part_of_speech},{reason}")


def _write_utf8() -> None:
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace", newline="\n")


if __name__ == "__main__":
    sys.exit(main())
