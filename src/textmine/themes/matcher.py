"""Syntax tree -> a function that says how often a rule holds in a statement, and where."""

from __future__ import annotations

import fnmatch
import math
import operator
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from textmine.errors import RuleError
from textmine.themes.matching_text import fold
from textmine.themes.negation import is_negated
from textmine.themes.parser import RulePlace, parse_rule
from textmine.themes.proximity import count_near
from textmine.themes.statement_view import Hit, StatementView, Vocabulary
from textmine.themes.syntax import (
    Affirmed,
    And,
    Arithmetic,
    AttributeIs,
    AttributeNumber,
    Comparison,
    Count,
    Glob,
    InSentence,
    Length,
    Near,
    Node,
    Not,
    Number,
    Or,
    Outside,
    Pattern,
    Phrase,
    Reference,
    Text,
    Word,
    walk,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Found = tuple[float, list[Hit]]  # how often (NaN: an attribute that the statement lacks), and where
Matcher = Callable[[StatementView, int, int], Found]  # looks at folded characters [from, to) of the statement

ATTRIBUTES: Final = {
    "ward": "ward",
    "区": "ward",
    "fiscal_year": "fiscal_year",
    "年度": "fiscal_year",
    "section": "section",
    "区分": "section",
    "form": "form",
    "様式": "form",
    "goal_no": "goal_no",
    "level": "level",
    "document": "document",
}
_RELATIONS: Final = {
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
    "==": operator.eq,
}
_OPERATORS: Final = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}
_NO_WORDS: Final = frozenset({"補助記号", "空白"})


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
        self._prepare(target, asked_by)


def words_of(tree: Node) -> set[str]:
    """Give the folded words that a rule asks the tokens for."""
    return {fold(node.text) for node in walk(tree) if isinstance(node, Word)}


def compile_matcher(node: Node, rules: RuleSet) -> Matcher:  # noqa: C901, PLR0911, PLR0912 - one line per kind of node
    """Make the function of one node out of those of the nodes under it."""

    def made(child: Node) -> Matcher:
        return compile_matcher(child, rules)

    match node:
        case Word():
            return _word(node)
        case Text(text=text):
            return _text(fold(text))
        case Pattern(regex=regex):
            return _pattern(re.compile(regex, re.IGNORECASE))
        case Glob(pattern=pattern):
            return _glob(re.compile(fnmatch.translate(fold(pattern))))
        case Phrase(words=words):
            return _phrase(words)
        case Near(members=members):
            return _near(node, [made(member) for member in members])
        case Reference(name=name):
            return _reference(rules, rules.resolve(name) or name)
        case AttributeIs(name=name, value=value):
            return _attribute_is(ATTRIBUTES[name], value)
        case AttributeNumber(name=name):
            return _attribute_number(ATTRIBUTES[name])
        case Length(unit=unit):
            return _length(unit)
        case Number(value=value):
            return lambda _view, _start, _end: (value, [])
        case Arithmetic():
            return _arithmetic(_OPERATORS[node.operator], made(node.left), made(node.right))
        case Comparison():
            return _comparison(_RELATIONS[node.relation], made(node.left), made(node.right))
        case Not(operand=operand):
            return _negation(made(operand))
        case And(operands=operands):
            return _conjunction([made(operand) for operand in operands])
        case Or(operands=operands):
            texts = [fold(one.text) for one in operands if isinstance(one, Text)]
            others = [made(one) for one in operands if not isinstance(one, Text)]
            return _disjunction([_any_text(texts), *others] if texts else others)
        case Outside(operand=operand, guard=guard):
            return _outside(made(operand), made(guard))
        case Count(operand=operand):
            return _count(made(operand))
        case InSentence(operand=operand):
            return _in_sentence(made(operand))
        case Affirmed(operand=operand):
            return _affirmed(made(operand))


def holds(value: float) -> bool:
    """Say whether a count means yes: as in SQL, whatever is neither 0 nor unknown."""
    return value != 0 and not math.isnan(value)


def _remembered(name: str, matcher: Matcher) -> Matcher:
    def find(view: StatementView, start: int, end: int) -> Found:
        found = view.cache.get((name, start, end))
        if found is None:
            found = view.cache[name, start, end] = matcher(view, start, end)
        return found

    return find


def _reference(rules: RuleSet, target: str) -> Matcher:
    def find(view: StatementView, start: int, end: int) -> Found:
        return rules.matchers[target](view, start, end)  # may not be there yet when the reference is made

    return find


def _counted(hits: list[Hit]) -> Found:
    return len(hits), hits


def _word(node: Word) -> Matcher:
    word, surface, part_of_speech = fold(node.text), fold(node.surface), node.part_of_speech

    def find(view: StatementView, start: int, end: int) -> Found:
        hits = []
        for first, last in view.word_places.get(word, ()):
            leaves = view.leaves
            hit = (leaves[first].start, leaves[last - 1].end)
            if hit[0] < start or hit[1] > end:
                continue
            if part_of_speech and part_of_speech not in (leaves[last - 1].pos1, leaves[last - 1].pos2):
                continue
            if surface and view.text[hit[0] : hit[1]] != surface:
                continue
            hits.append(hit)
        return _counted(hits)

    return find


def _text(wanted: str) -> Matcher:
    def find(view: StatementView, start: int, end: int) -> Found:
        return _counted(_places(wanted, view.text, start, end))

    return find


def _any_text(wanted: list[str]) -> Matcher:
    """Find what `or` finds over texts alone, without a call for each of them."""

    def find(view: StatementView, start: int, end: int) -> Found:
        text = view.text
        hits = [hit for one in wanted if one in text for hit in _places(one, text, start, end)]
        return int(bool(hits)), hits

    return find


def _places(wanted: str, text: str, start: int, end: int) -> list[Hit]:
    hits = []
    place = text.find(wanted, start, end) if wanted else -1  # signs without width fold to nothing
    while place >= 0:
        hits.append((place, place + len(wanted)))
        place = text.find(wanted, place + len(wanted), end)
    return hits


def _pattern(regex: re.Pattern[str]) -> Matcher:
    def find(view: StatementView, start: int, end: int) -> Found:
        if regex.search(view.text, start, end) is None:  # the usual case, and the quicker question
            return 0, []
        return _counted(
            [found.span() for found in regex.finditer(view.text, start, end) if found.end() > found.start()]
        )

    return find


def _glob(regex: re.Pattern[str]) -> Matcher:
    def find(view: StatementView, start: int, end: int) -> Found:
        inside = (leaf for leaf in view.leaves if start <= leaf.start and leaf.end <= end)
        return _counted([(leaf.start, leaf.end) for leaf in inside if any(map(regex.match, leaf.forms))])

    return find


def _phrase(words: Sequence[Word]) -> Matcher:
    folded = [fold(word.text) for word in words]

    def find(view: StatementView, start: int, end: int) -> Found:
        runs = {place: place for place in view.word_places.get(folded[0], ())}
        for word in folded[1:]:
            runs = {
                (first, next_last): place
                for (first, last), place in runs.items()
                for next_first, next_last in view.word_places.get(word, ())
                if next_first == last
            }
        hits = sorted({(view.leaves[first].start, view.leaves[last - 1].end) for first, last in runs})
        return _counted([hit for hit in hits if start <= hit[0] and hit[1] <= end])

    return find


def _near(node: Near, members: list[Matcher]) -> Matcher:
    def find(view: StatementView, start: int, end: int) -> Found:
        places = []
        for member in members:
            value, hits = member(view, start, end)
            if not (holds(value) and hits):
                return 0, []
            places.append(hits)
        return _counted(count_near(node, places, view))

    return find


def _attribute_is(name: str, value: str) -> Matcher:
    return lambda view, _start, _end: (int(str(view.attributes.get(name)) == value), [])


def _attribute_number(name: str) -> Matcher:
    def find(view: StatementView, _start: int, _end: int) -> Found:
        value = view.attributes.get(name)
        return (value if isinstance(value, int) else math.nan), []

    return find


def _length(unit: str) -> Matcher:
    def count_words(view: StatementView, start: int, end: int) -> Found:
        inside = (leaf for leaf in view.leaves if start <= leaf.start and leaf.end <= end)
        return sum(leaf.pos1 not in _NO_WORDS for leaf in inside), []

    def count_characters(_view: StatementView, start: int, end: int) -> Found:
        return end - start, []

    return count_words if unit == "words" else count_characters


def _arithmetic(operation: Callable[[float, float], float], left: Matcher, right: Matcher) -> Matcher:
    def find(view: StatementView, start: int, end: int) -> Found:
        left_value, left_hits = left(view, start, end)
        right_value, right_hits = right(view, start, end)
        try:
            value = operation(left_value, right_value)
        except ZeroDivisionError:
            return math.nan, []
        return value, _union([left_hits, right_hits])

    return find


def _comparison(relation: Callable[[float, float], bool], left: Matcher, right: Matcher) -> Matcher:
    def find(view: StatementView, start: int, end: int) -> Found:
        left_value, left_hits = left(view, start, end)
        right_value, right_hits = right(view, start, end)
        if relation(left_value, right_value):
            return 1, _union([left_hits, right_hits])
        unknown = math.isnan(left_value) or math.isnan(right_value)
        return (math.nan if unknown else 0), []

    return find


def _negation(operand: Matcher) -> Matcher:
    def find(view: StatementView, start: int, end: int) -> Found:
        value, _hits = operand(view, start, end)
        return (value if math.isnan(value) else int(value == 0)), []

    return find


def _conjunction(operands: list[Matcher]) -> Matcher:
    def find(view: StatementView, start: int, end: int) -> Found:
        gathered = []
        for operand in operands:
            value, hits = operand(view, start, end)
            if not holds(value):
                return value, []
            gathered.append(hits)
        return 1, _union(gathered)

    return find


def _disjunction(operands: list[Matcher]) -> Matcher:
    def find(view: StatementView, start: int, end: int) -> Found:
        gathered = []
        value = 0
        for operand in operands:
            one, hits = operand(view, start, end)
            if holds(one):
                value = 1
                if hits:
                    gathered.append(hits)
        return value, _union(gathered)

    return find


def _outside(operand: Matcher, guard: Matcher) -> Matcher:
    def find(view: StatementView, start: int, end: int) -> Found:
        value, hits = operand(view, start, end)
        if not (holds(value) and hits):
            return 0, []
        guards = guard(view, start, end)[1]
        return _counted([hit for hit in hits if not any(low < hit[1] and hit[0] < high for low, high in guards)])

    return find


def _count(operand: Matcher) -> Matcher:
    return lambda view, start, end: _counted(operand(view, start, end)[1])


def _in_sentence(operand: Matcher) -> Matcher:
    def find(view: StatementView, start: int, end: int) -> Found:
        gathered = []
        n_sentences = 0
        for low, high in view.sentences:
            if start <= low and high <= end:
                value, hits = operand(view, low, high)
                n_sentences += holds(value)
                gathered.append(hits if holds(value) else [])
        return n_sentences, _union(gathered)

    return find


def _affirmed(operand: Matcher) -> Matcher:
    def find(view: StatementView, start: int, end: int) -> Found:
        hits = operand(view, start, end)[1]
        return _counted([hit for hit in hits if not is_negated(view.text, hit[1])])

    return find


def _union(gathered: list[list[Hit]]) -> list[Hit]:
    if len(gathered) == 1:
        return gathered[0]
    return sorted({hit for hits in gathered for hit in hits})
