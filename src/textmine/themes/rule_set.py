"""Rules by name, made ready to code: parsed, their references resolved, the words they ask for gathered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textmine.errors import RuleError
from textmine.themes.matcher import ATTRIBUTES, compile_matcher
from textmine.themes.matching_text import fold
from textmine.themes.parser import DEEPEST, parse_rule
from textmine.themes.statement_view import StatementView, Vocabulary
from textmine.themes.syntax import AttributeIs, AttributeNumber, Node, Reference, RulePlace, Word, walk

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textmine.themes.found import Found, Matcher


class RuleSet:
    """Rules made ready: parsed, their references resolved, their words gathered.

    Args:
        rules: name -> text of the rule; a rule may refer to any other by name, in any order, but not to itself.
        places: name -> where its text stands, for messages.
        synonyms: other names by which references may call a rule (labels).

    Raises:
        RuleError: a rule cannot be parsed, refers to nothing, to itself, or to an attribute that no statement has.
    """

    def __init__(
        self,
        rules: Mapping[str, str],
        places: Mapping[str, RulePlace] | None = None,
        synonyms: Mapping[str, str] | None = None,
    ) -> None:
        self.places = {name: (places or {}).get(name, RulePlace(f"(規則 {name})")) for name in rules}
        self.trees: dict[str, Node] = {name: parse_rule(text, self.places[name]) for name, text in rules.items()}
        self._synonyms = dict(synonyms or {})
        self.matchers: dict[str, Matcher] = {}
        for name in rules:
            self._prepare(name, ())
        self.vocabulary = Vocabulary({word for tree in self.trees.values() for word in words_of(tree)})

    def find(self, name: str, view: StatementView) -> Found:
        """Say how often a rule holds in a statement, and where."""
        return self.matchers[name](view, 0, len(view.text))

    def resolve(self, name: str) -> str | None:
        """Give the rule's own name for a name that a reference uses; None if there is no such rule."""
        name = self._synonyms.get(name, name)
        return name if name in self.trees else None

    def _prepare(self, name: str, asked_by: tuple[str, ...]) -> None:
        if name in self.matchers:
            return
        place = self.places[name]
        for node in walk(self.trees[name]):
            if isinstance(node, Reference):
                self._prepare_reference(node, place, (*asked_by, name))
            elif isinstance(node, AttributeIs | AttributeNumber) and node.name not in ATTRIBUTES:
                known = " ".join(ATTRIBUTES)
                raise RuleError(place.of(node.at), f"「{node.name}」という属性はありません", f"使えるもの: {known}")
        self.matchers[name] = _remembered(name, compile_matcher(self.trees[name], self))

    def _prepare_reference(self, node: Reference, place: RulePlace, asked_by: tuple[str, ...]) -> None:
        target = self.resolve(node.name)
        if target is None:
            known = " ".join(self.trees)
            raise RuleError(place.of(node.at), f"「{node.name}」という規則はありません", f"使えるもの: {known}")
        if target in asked_by:
            raise RuleError(
                place.of(node.at), f"規則「{target}」が自分自身を参照しています", "参照の輪を解いてください"
            )
        if len(asked_by) > DEEPEST:
            raise RuleError(
                place.of(node.at), f"規則の参照が {DEEPEST} 段より長く続いています", "参照を減らしてください"
            )
        self._prepare(target, asked_by)


def words_of(tree: Node) -> set[str]:
    """Give the folded words that a rule asks the tokens for."""
    return {fold(node.text) for node in walk(tree) if isinstance(node, Word)}


def _remembered(name: str, matcher: Matcher) -> Matcher:
    def find(view: StatementView, start: int, end: int) -> Found:
        found = view.cache.get((name, start, end))
        if found is None:
            found = view.cache[name, start, end] = matcher(view, start, end)
        return found

    return find
