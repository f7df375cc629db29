"""Tokens to words: which tokens count, and under which spelling they are counted.

A *token* is as the dictionary cut it, a *word* is as the study counts it: a part of speech that carries meaning, no
stop word, and the spelling that the study's list of variants gives it (子供, 子ども and こども are one word, with the
reason beside them). Nothing is dropped that the rules do not name.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from textmine.tokenizer import Token

NO_VARIANTS: Final[dict[str, str]] = {}


@dataclass(frozen=True, slots=True)
class WordRules:
    """What counts as a word.

    Attributes:
        parts_of_speech: UniDic's first level (名詞), or first and second (名詞/普通名詞); no other token is a word.
        stop_words: words that are not counted, by their counted spelling.
        variants: spelling -> the spelling it is counted as.
        shortest: number of characters that a word has at least (single kana and letters say little).
        keep_numbers: whether numbers, also with their counter or era, are counted.
        keep_compounds: whether a compound that the tokenizer joined by rule is one word; otherwise its parts are words,
            so that 子育て支援活動 counts as 子育て, 支援 and 活動 wherever it stands. The study's own terms stay whole.
    """

    parts_of_speech: tuple[str, ...] = ("名詞", "動詞", "形容詞", "形状詞")
    stop_words: frozenset[str] = frozenset()
    variants: Mapping[str, str] = field(default_factory=lambda: NO_VARIANTS)
    shortest: int = 2
    keep_numbers: bool = False
    keep_compounds: bool = False


def select_words(tokens: Iterable[Token], rules: WordRules) -> list[str]:
    """Give the words of one statement in their order, as often as they occur."""
    units = tokens if rules.keep_compounds else _without_rule_compounds(tokens)
    return [counted_spelling(token, rules) for token in units if is_word(token, rules)]


def select_all_words(tokens: Sequence[Sequence[Token]], rules: WordRules) -> list[list[str]]:
    """Give the words of each statement: (n_statements) lists."""
    return [select_words(of_statement, rules) for of_statement in tokens]


def counted_spelling(token: Token, rules: WordRules) -> str:
    """Give the spelling that a token is counted under: its base form, or what the variants make of it."""
    return rules.variants.get(token.base, rules.variants.get(token.surface, token.base))


def is_word(token: Token, rules: WordRules) -> bool:
    """Tell whether a token is counted as a word, by its part of speech and its spelling."""
    return _is_kind(token, rules) and _counts(counted_spelling(token, rules), rules)


def _without_rule_compounds(tokens: Iterable[Token]) -> Iterator[Token]:
    for token in tokens:
        if token.source == "rule" and token.parts:
            yield from _without_rule_compounds(token.parts)
        else:
            yield token


def _is_kind(token: Token, rules: WordRules) -> bool:
    if token.pos2 == "数詞" and not rules.keep_numbers:  # also 令和5年度 and 3回, joined to one token
        return False
    return token.pos1 in rules.parts_of_speech or f"{token.pos1}/{token.pos2}" in rules.parts_of_speech


def _counts(word: str, rules: WordRules) -> bool:
    if word in rules.stop_words or (word.isdecimal() and not rules.keep_numbers):
        return False
    return len(word) >= rules.shortest or not _is_slight(word)


def _is_slight(word: str) -> bool:
    """Tell whether a short word is only kana, letters, digits or signs (a single kanji such as 父 is a word)."""
    return not any("\u4e00" <= character <= "\u9fff" or character == "々" for character in word)
