"""quanteda-style dictionaries (YAML, glob patterns) -> a codebook.

quanteda (dictionary(file = …, format = "YAML")) nests keys to any depth and ends in lists of patterns. A pattern
with * or ? stands for whole words that fit it, letter case aside; several words with spaces between them for words
in a row. A key holds where one of its patterns, or of the keys under it, does. quanteda cuts Japanese at ICU's word
breaks; here words are our tokens' parts, which a note says.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import yaml

from textmine.errors import RuleError
from textmine.themes.codebook import Codebook, Theme
from textmine.themes.imported_rules import ImportedRules, ImportNote, read_rule_text
from textmine.themes.parser import WORD_CHARACTERS
from textmine.themes.renderer import render_rule
from textmine.themes.syntax import Glob, Near, Node, Or, Phrase, Reference, RulePlace, Text, Word

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PLAIN_WORD: Final = re.compile(WORD_CHARACTERS)
_TOO_DEEP: Final = "キーの段が深すぎるか、自分自身を含んでいます"
_DEEPEST: Final = 50  # keys within keys; a key that holds itself has no end


def read_quanteda(path: Path, name: str | None = None) -> ImportedRules:
    """Read a YAML dictionary; nested keys become themes named a.b.

    Raises:
        RuleError: the file cannot be read, is no YAML, or holds something that is no dictionary; with line and column.
    """
    shown = name or str(path)
    try:
        root = yaml.compose(read_rule_text(path, shown), Loader=yaml.SafeLoader)
    except RecursionError:
        raise RuleError(shown, _TOO_DEEP, "キーの段を減らしてください") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f"{shown}:{mark.line + 1}:{mark.column + 1}" if mark else shown
        raise RuleError(place, f"YAML として読めません({error.problem})", "字下げと記号を確かめてください") from None
    themes: dict[str, Theme] = {}
    places: dict[str, RulePlace] = {}
    notes: list[ImportNote] = []
    for theme_id, key, patterns in _keys(root, shown, ""):
        if theme_id in themes:
            raise RuleError(_place(shown, key), f"キー「{theme_id}」が二度あります", "名前を変えてください")
        places[theme_id] = RulePlace(shown, key.start_mark.line + 1, key.start_mark.column + 1)
        rule = render_rule(patterns if len(patterns.operands) > 1 else patterns.operands[0])
        themes[theme_id] = Theme(label=theme_id, definition="", rule=rule)
        if "glob'" in rule:
            message = "* と ? は、ここの形態素に当てます(quanteda は ICU の区切りに当てます)"
            notes.append(ImportNote(_place(shown, key), theme_id, message))
    if not themes:
        raise RuleError(shown, "キーが一つもありません", "「名前: [語, …]」の形で書いてください")
    return ImportedRules(Codebook(themes), places, tuple(notes))


def _keys(node: Any, name: str, prefix: str) -> Iterator[tuple[str, Any, Or]]:  # noqa: ANN401 - PyYAML's nodes have no types
    if not isinstance(node, yaml.MappingNode):
        raise RuleError(
            _place(name, node), "「名前: [語, …]」の形になっていません", "quanteda の YAML 辞書の形で書いてください"
        )
    for key, value in node.value:
        theme_id = f"{prefix}{key.value}"
        if theme_id.count(".") > _DEEPEST:
            raise RuleError(_place(name, key), _TOO_DEEP, "キーの段を減らしてください")
        if isinstance(value, yaml.MappingNode):
            below = list(_keys(value, name, f"{theme_id}."))
            yield (
                theme_id,
                key,
                Or(tuple(Reference(child) for child, _, _ in below if "." not in child[len(theme_id) + 1 :])),
            )
            yield from below
        else:
            yield theme_id, key, Or(tuple(_patterns(value, name)))


def _patterns(node: Any, name: str) -> Iterator[Node]:  # noqa: ANN401 - PyYAML's nodes have no types
    items = node.value if isinstance(node, yaml.SequenceNode) else [node]
    if not items:
        raise RuleError(_place(name, node), "語がありません", "一つは書いてください")
    for item in items:
        if isinstance(item, yaml.MappingNode):
            raise RuleError(_place(name, item), "語とキーが一つの並びに混ざっています", "キーは上の段に移してください")
        if not isinstance(item, yaml.ScalarNode) or not str(item.value).strip():
            raise RuleError(_place(name, item), "語が空です")
        yield _pattern(str(item.value).split())


def _pattern(words: list[str]) -> Node:
    if len(words) == 1:
        return _word(words[0])
    if all(_PLAIN_WORD.fullmatch(word) for word in words):
        return Phrase(tuple(Word(word) for word in words))
    return Near(tuple(_word(word) for word in words), is_ordered=True, distance=1)


def _word(word: str) -> Node:
    if re.search(r"[*?]", word):
        return Glob(word)
    return Word(word) if _PLAIN_WORD.fullmatch(word) else Text(word)


def _place(name: str, node: Any) -> str:  # noqa: ANN401 - PyYAML's nodes have no types
    return name if node is None else f"{name}:{node.start_mark.line + 1}:{node.start_mark.column + 1}"
