"""Codings with one word of a rule dropped at a time: how much a theme's count hangs on a single word.

A word is here an alternative of an `or` in the theme's rule or in the rules that it refers to: a string, an expression,
or conditions that hold together. It is dropped wherever it stands as one; guards (`outside`, `not`) and comparisons
stay as they are. So statements can only be lost, and only those in which the word holds have to be coded again.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from textmine.themes.coder import attributes_of, rule_set
from textmine.themes.found import holds
from textmine.themes.matcher import compile_matcher
from textmine.themes.renderer import render_rule
from textmine.themes.rule_set import RuleSet
from textmine.themes.statement_view import view_statement
from textmine.themes.syntax import Affirmed, And, InSentence, Near, Or, Outside, Reference, Text, Word, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from textmine.documents import Statement
    from textmine.themes.codebook import Codebook
    from textmine.themes.coder import ThemeCoding
    from textmine.themes.found import Matcher
    from textmine.themes.statement_view import StatementView
    from textmine.themes.syntax import Node, RulePlace
    from textmine.tokenizer import Token

_MOST_FORMS: Final = 3  # in which a word was found, in its name


def code_without_words(
    statements: Sequence[Statement],
    tokens: Sequence[Sequence[Token]],
    codebook: Codebook,
    coding: ThemeCoding,
    *,
    places: Mapping[str, RulePlace] | None = None,
) -> pd.DataFrame:
    """Code again what a single word may have decided, for each word of each rule.

    Args:
        statements: the statements that were coded.
        tokens: their tokens, in the same order.
        codebook: themes with their rules.
        coding: what the whole rules gave; decisions by hand in it stay.
        places: where the rules' texts stand, for messages.

    Returns:
        Bool, index statement_id; a column (theme, word) for each word whose dropping loses a statement, saying who has
        the theme without it.
    """
    rules = rule_set(codebook, places)
    ids = {label: theme for theme, label in codebook.labels.items()}
    views = _Views(statements, tokens, rules, {})
    by_hand = {(one.statement_id, one.theme) for one in coding.overrides}
    columns: dict[tuple[str, str], NDArray[np.bool_]] = {}
    for theme, present in zip(coding.theme_ids, coding.present.T, strict=True):
        rows = [int(row) for row in np.flatnonzero(present) if (coding.statement_ids[row], theme) not in by_hand]
        for word in _words_of(theme, rules):
            alone = compile_matcher(word, rules)
            touched = {row: view for row in rows if holds(alone(view := views.of(row), 0, len(view.text))[0])}
            less = _rules_without(word, theme, rules, ids) if touched else None
            lost = [row for row, view in touched.items() if not _still_holds(theme, less, view)]
            if lost:
                name = _unused(_name(word, alone, touched.values()), theme, columns)
                columns[theme, name] = present.copy()
                columns[theme, name][lost] = False
    index = pd.Index(coding.statement_ids, name="statement_id", dtype=object)
    names = pd.MultiIndex.from_tuples(list(columns), names=["theme", "word"]) if columns else _NO_COLUMNS
    values = np.array(list(columns.values()), dtype=bool).reshape(len(columns), len(index))
    return pd.DataFrame(values.T, index=index, columns=names)


_NO_COLUMNS: Final = pd.MultiIndex.from_arrays([[], []], names=["theme", "word"])


@dataclass(frozen=True, slots=True)
class _Views:
    """The statements as rules see them, each made once."""

    statements: Sequence[Statement]
    tokens: Sequence[Sequence[Token]]
    rules: RuleSet
    made: dict[int, StatementView]

    def of(self, row: int) -> StatementView:
        if row not in self.made:
            statement = self.statements[row]
            self.made[row] = view_statement(
                statement.text, self.tokens[row], self.rules.vocabulary, attributes_of(statement)
            )
        return self.made[row]


def _words_of(theme: str, rules: RuleSet) -> list[Node]:
    """Give the words of a theme's rule and of all that it refers to, each once."""
    found: dict[Node, None] = {}
    for name in _reached(theme, rules, _growing):
        for node in _growing(rules.trees[name]):
            if isinstance(node, Or):
                found |= dict.fromkeys(one for one in node.operands if not isinstance(one, Or | Reference))
    return list(found)


def _reached(theme: str, rules: RuleSet, nodes_of: Callable[[Node], Iterator[Node]]) -> list[str]:
    """Give the names of the rules that a theme's rule rests on, itself first, by the references among these nodes."""
    reached = [theme]
    for name in reached:
        targets = [rules.resolve(node.name) for node in nodes_of(rules.trees[name]) if isinstance(node, Reference)]
        reached += [target for target in dict.fromkeys(targets) if target and target not in reached]
    return reached


def _growing(node: Node) -> Iterator[Node]:
    """Give the nodes that can only add: what stands in a guard, under `not` or in a comparison is left out."""
    yield node
    for child in _parts(node):
        yield from _growing(child)


def _parts(node: Node) -> tuple[Node, ...]:
    match node:
        case Or(operands=operands) | And(operands=operands):
            return operands
        case Near(members=members):
            return members
        case Outside(operand=operand) | InSentence(operand=operand) | Affirmed(operand=operand):
            return (operand,)
        case _:
            return ()


def _still_holds(theme: str, rules: RuleSet | None, view: StatementView) -> bool:
    """Say whether a theme holds by other rules than those that the view was last asked by."""
    if rules is None:
        return False
    view.cache.clear()
    found, _ = rules.find(theme, view)
    view.cache.clear()
    return holds(found)


def _rules_without(word: Node, theme: str, rules: RuleSet, ids: Mapping[str, str]) -> RuleSet | None:
    """Give the rules that the theme needs, the word dropped; None if one of them would have nothing left."""
    trees = {name: rules.trees[name] for name in _reached(theme, rules, walk)}
    smaller = {name: _without(trees[name], word) for name in _reached(theme, rules, _growing)}
    if any(tree is None for tree in smaller.values()):
        return None
    return RuleSet({name: render_rule(smaller.get(name) or tree) for name, tree in trees.items()}, synonyms=ids)


def _without(node: Node, word: Node) -> Node | None:
    """Drop a word from every `or` in which it only adds; None if nothing is left."""
    match node:
        case Or(operands=operands):
            kept = [_without(one, word) for one in operands if one != word]
            left = tuple(one for one in kept if one is not None)
            return (replace(node, operands=left) if len(left) > 1 else left[0]) if left else None
        case And(operands=operands):
            parts = [_without(one, word) for one in operands]
            whole = tuple(one for one in parts if one is not None)
            return replace(node, operands=whole) if len(whole) == len(parts) else None
        case Near(members=members):
            parts = [_without(one, word) for one in members]
            whole = tuple(one for one in parts if one is not None)
            return replace(node, members=whole) if len(whole) == len(parts) else None
        case Outside(operand=operand) | InSentence(operand=operand) | Affirmed(operand=operand):
            inner = _without(operand, word)
            return None if inner is None else replace(node, operand=inner)
        case _:
            return node


def _name(word: Node, alone: Matcher, touched: Iterable[StatementView]) -> str:
    """Name a word as its rule writes it, or an expression by what it was found as, most often first."""
    if isinstance(word, Outside):
        return _name(word.operand, alone, touched)
    if isinstance(word, Text | Word):
        return word.text
    found = Counter(view.text[start:end] for view in touched for start, end in alone(view, 0, len(view.text))[1])
    shown = [text for text, _ in sorted(found.items(), key=lambda item: (-item[1], item[0]))]
    return "・".join(shown[:_MOST_FORMS]) + ("…" if len(shown) > _MOST_FORMS else "") or render_rule(word)


def _unused(name: str, theme: str, columns: Mapping[tuple[str, str], object]) -> str:
    """Tell words of the same name apart by a number."""
    names = (name, *(f"{name}({number})" for number in range(2, len(columns) + 2)))
    return next(one for one in names if (theme, one) not in columns)
