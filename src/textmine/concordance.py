"""A word in its sentences: every place where it is counted, with what stands on either side (KWIC, Luhn 1960).

A place is a token under the spelling that `textmine.words` counts it by: 子供 and 子ども come together where the study
says so. A compound and a term of the study are found whole (子育て支援) and by their parts (子育て). Stop words
are found too; `counted` tells the places that the table of terms counts, so its numbers lead back to sentences.
"""

from __future__ import annotations

from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final

import pandas as pd

from textmine.errors import InputError
from textmine.words import counted_spelling, is_word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textmine.documents import Statement
    from textmine.tokenizer import Token
    from textmine.words import WordRules

CONCORDANCE_COLUMNS: Final = (
    *("statement_id", "document", "ward", "fiscal_year", "form", "section", "page"),
    *("left", "keyword", "right", "counted_as", "counted", "start", "end"),
)
_SIDE: Final = 30  # characters on either side, as KH Coder and AntConc show about a line


def find_in_context(
    statements: Sequence[Statement],
    tokens: Sequence[Sequence[Token]],
    pattern: str,
    rules: WordRules,
    *,
    width: int = _SIDE,
) -> pd.DataFrame:
    """Find a word wherever it stands, in the order of the statements.

    Args:
        statements: (n_statements).
        tokens: (n_statements) the tokens of each.
        pattern: a word by its counted spelling; * and ? stand for any characters (父*).
        rules: which spellings are counted as one.
        width: characters shown on either side.

    Returns:
        CONCORDANCE_COLUMNS; `start` and `end` are characters of the statement's text.

    Raises:
        InputError: no token is such a word; the message names the nearest ones, since nothing found looks like
            nothing written.
    """
    spelling = rules.variants.get(pattern, pattern)
    rows = [
        _line(statement, token, rules, width, is_unit=is_unit)
        for statement, of_one in zip(statements, tokens, strict=True)
        for token, is_unit in _with_parts(of_one, rules)
        if fnmatchcase(counted_spelling(token, rules), spelling)
    ]
    if not rows:
        raise InputError(pattern, "この語はどの文にもありません", _nearest(spelling, tokens, rules))
    table = pd.DataFrame(rows, columns=list(CONCORDANCE_COLUMNS))
    return table.astype({"fiscal_year": "Int64", "page": "Int64"})


def sort_by_context(lines: pd.DataFrame, side: str) -> pd.DataFrame:
    """Order lines by what follows the word (`right`) or by what comes before it, nearest first (`left`)."""
    key = lines["right"] if side == "right" else lines["left"].str[::-1]
    return lines.loc[key.sort_values(kind="stable").index].reset_index(drop=True)


def _with_parts(tokens: Sequence[Token], rules: WordRules, *, inside: bool = False) -> Iterator[tuple[Token, bool]]:
    """Yield tokens and the parts of joined ones, each with whether the study counts at this layer."""
    for token in tokens:
        counts_parts = token.source == "rule" and bool(token.parts) and not rules.keep_compounds
        yield token, not inside and not counts_parts
        yield from _with_parts(token.parts, rules, inside=inside or not counts_parts)


def _line(statement: Statement, token: Token, rules: WordRules, width: int, *, is_unit: bool) -> tuple[object, ...]:
    text, start, end = statement.text, token.start, token.end
    left = ("…" if start > width else "") + text[max(0, start - width) : start]
    right = text[end : end + width] + ("…" if end + width < len(text) else "")
    place = (statement.document, statement.ward, statement.fiscal_year, statement.form, statement.section)
    where = (statement.statement_id, *place, statement.page)
    counted = is_unit and is_word(token, rules)
    return (*where, left, text[start:end], right, counted_spelling(token, rules), counted, start, end)


def _nearest(spelling: str, tokens: Sequence[Sequence[Token]], rules: WordRules) -> str:
    known = {counted_spelling(token, rules) for of_one in tokens for token, _ in _with_parts(of_one, rules)}
    alike = sorted(word for word in known if spelling in word) if len(spelling) > 1 else []
    near = [*alike, *get_close_matches(spelling, sorted(known), n=3, cutoff=0.5)]
    shown = "、".join(list(dict.fromkeys(near))[:5])
    return f"もしかして: {shown}" if shown else "語の一部なら、前後に * を付けてください(例: *支援*)"
