"""A codebook, its examples and a study's statements -> all that is wrong with the rules, each with its place.

A rule that fails, fails loudly: no part of a rule may be without a single place in the statements and example
sentences, no example may be coded otherwise than it says, no alternative may stand in another's shadow.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final, Literal

from textmine.errors import RuleError
from textmine.themes.coder import attributes_of
from textmine.themes.found import holds
from textmine.themes.matcher import compile_matcher
from textmine.themes.matching_text import fold
from textmine.themes.parser import parse_rule
from textmine.themes.regex_branches import branches_of
from textmine.themes.renderer import render_rule
from textmine.themes.rule_set import RuleSet
from textmine.themes.statement_view import StatementView, view_statement
from textmine.themes.syntax import (
    And,
    AttributeIs,
    Comparison,
    Glob,
    Near,
    Node,
    Not,
    Number,
    Or,
    Pattern,
    Phrase,
    Position,
    Reference,
    RulePlace,
    Text,
    Word,
    walk,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from textmine.documents import Statement
    from textmine.themes.codebook import Codebook, Theme
    from textmine.tokenizer import Token

Kind = Literal[
    "broken",  # no rule at all, or refers to nothing
    "unknown_word",
    "never_cut_so",  # the characters occur, but never as a word
    "no_hit",
    "shadowed",  # another alternative finds all that this one finds
    "contained",  # every statement of this theme has another theme too
    "impossible",  # can hold in no text whatever
    "unused",
    "example_fails",
    "example_not_real",
    "no_examples",
]
EXAMPLES: Final = ("yes", "no", "made_yes", "made_no")
_FEWEST_CONTAINED: Final = 5  # statements; fewer lie inside another theme by chance
_SIMILAR: Final = 0.6  # of difflib: 支缓 finds 支援


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend: where, in which rule, what, and how."""

    place: str  # file:line:column
    rule: str  # theme id or name of a part
    kind: Kind
    fault: str
    remedy: str = ""

    def __str__(self) -> str:
        """Give one line for the user."""
        return f"{self.place}: [{self.rule}] {self.fault}" + (f"。{self.remedy}" if self.remedy else "")


def lint_codebook(  # noqa: PLR0913 - what is linted, and where it stands
    codebook: Codebook,
    statements: Sequence[Statement],
    tokens: Sequence[Sequence[Token]],
    *,
    tokenize: Callable[[str], Sequence[Token]],
    places: Mapping[str, RulePlace] | None = None,
    source: str = "",
) -> tuple[Problem, ...]:
    """Find all that is wrong with a codebook, in the order of its rules.

    Args:
        codebook: themes and parts.
        statements: the study's statements; may be none (then examples alone prove the rules).
        tokens: the statements' tokens.
        tokenize: cuts the example sentences as the statements were cut.
        places: name of a rule -> where its text stands.
        source: text of the file that the codebook was read from; examples are found in it by their words.
    """
    places = {name: (places or {}).get(name, RulePlace(f"(規則 {name})")) for name in codebook.rules}
    broken = tuple(_broken(codebook, places))
    if broken:
        return broken
    try:
        rules = RuleSet(codebook.rules, places, {label: name for name, label in codebook.labels.items()})
    except RuleError as error:
        return (Problem(error.place, _rule_at(error.place, places), "broken", error.fault, error.remedy),)
    texts = _Texts(codebook, statements, tokens, tokenize, rules)
    found: list[Problem] = []
    for name, tree in rules.trees.items():
        found += _silent_parts(name, tree, rules, texts)
        found += _shadowed(name, tree, places[name])
        found += _impossible(name, tree, places[name])
    found += _unused_parts(codebook, rules)
    found += _contained_themes(codebook, rules, texts)
    for name, theme in codebook.themes.items():
        found += _failing_examples(name, theme, rules, texts, _Finder(places[name], source))
    return tuple(found)


class _Finder:
    """Finds an example sentence in the text of the codebook's file."""

    def __init__(self, place: RulePlace, source: str) -> None:
        self._place = place
        self._lines = source.split("\n")

    def of(self, theme: str, sentence: str) -> str:
        start = next((i for i, line in enumerate(self._lines) if line.strip() == f"[themes.{theme}]"), 0)
        for number in range(start, len(self._lines)):
            column = self._lines[number].find(sentence)
            if column >= 0:
                return f"{self._place.file}:{number + 1}:{column + 1}"
        return self._place.of(Position(1, 1))


class _Texts:
    """Statements and example sentences, ready for coding."""

    def __init__(
        self,
        codebook: Codebook,
        statements: Sequence[Statement],
        tokens: Sequence[Sequence[Token]],
        tokenize: Callable[[str], Sequence[Token]],
        rules: RuleSet,
    ) -> None:
        self.statements = [
            view_statement(statement.text, words, rules.vocabulary, attributes_of(statement))
            for statement, words in zip(statements, tokens, strict=True)
        ]
        sentences = {s: None for theme in codebook.themes.values() for kind in EXAMPLES for s in getattr(theme, kind)}
        self.examples = {s: view_statement(s, tokenize(s), rules.vocabulary, {}) for s in sentences}
        self.real = {_squeezed(statement.text) for statement in statements}

    @property
    def views(self) -> list[StatementView]:
        return [*self.statements, *self.examples.values()]

    def known_words(self) -> set[str]:
        return {form for view in self.views for leaf in view.leaves for form in leaf.forms}


def _broken(codebook: Codebook, places: Mapping[str, RulePlace]) -> Iterator[Problem]:
    for name, rule in codebook.rules.items():
        try:
            parse_rule(rule, places[name])
        except RuleError as error:
            yield Problem(error.place, name, "broken", error.fault, error.remedy)


def _rule_at(place: str, places: Mapping[str, RulePlace]) -> str:
    parts = place.rsplit(":", 2)
    line = int(parts[1]) if len(parts) == 3 else 0  # noqa: PLR2004 - file, line, column
    before = [(where.line, name) for name, where in places.items() if where.file == parts[0] and where.line <= line]
    return max(before)[1] if before else ""


def _silent_parts(name: str, tree: Node, rules: RuleSet, texts: _Texts) -> Iterator[Problem]:
    views = texts.views
    for node in walk(tree):
        if not isinstance(node, Word | Text | Pattern | Glob | Phrase | Near | AttributeIs):
            continue
        place = rules.places[name].of(node.at)
        if isinstance(node, AttributeIs) and not texts.statements:
            continue
        if not _occurs(node, rules, views):
            yield _silent(name, node, place, texts)
        elif isinstance(node, Pattern):
            yield from _silent_branches(name, node, rules, views)


def _occurs(node: Node, rules: RuleSet, views: Sequence[StatementView]) -> bool:
    matcher = compile_matcher(node, rules)
    return any(holds(matcher(view, 0, len(view.text))[0]) for view in views)


def _silent(name: str, node: Node, place: str, texts: _Texts) -> Problem:
    if isinstance(node, Word):
        if any(fold(node.text) in view.text for view in texts.views):
            remedy = (
                f"形態素の切れ目と合わないためです。文字列 '{node.text}' で書くか、語を辞書(terms.csv)に足してください"
            )
            return Problem(place, name, "never_cut_so", f"「{node.text}」は語としては一度も切り出されません", remedy)
        return Problem(place, name, "unknown_word", f"知らない語「{node.text}」", _hint(node.text, texts))
    shown = _shown(node)
    remedy = _hint(node.text, texts) if isinstance(node, Text) else _PROVE
    return Problem(place, name, "no_hit", f"{shown} はどの文にも例文にも現れません", remedy)


_PROVE: Final = "書き誤りでなければ、合う文を yes・no か made_yes・made_no に足して示してください"


def _hint(text: str, texts: _Texts) -> str:
    known = texts.known_words()
    grams = {view.text[i : i + len(text)] for view in texts.views for i in range(len(view.text) - len(text) + 1)}
    near = get_close_matches(fold(text), sorted(known | grams), n=1, cutoff=_SIMILAR)
    return (f"もしかして: {near[0]}。" if near else "") + _PROVE


def _silent_branches(name: str, node: Pattern, rules: RuleSet, views: Sequence[StatementView]) -> Iterator[Problem]:
    for branch in branches_of(node.regex):
        try:
            regex = re.compile(branch.regex, re.IGNORECASE)
        except re.error:  # a group that another part refers to by number
            continue
        if not any(regex.search(view.text) for view in views):
            at = Position(node.at.line, node.at.column + 3 + branch.start)
            fault = f"re'…' の選択肢「{branch.text}」はどの文にも例文にも現れません"
            yield Problem(rules.places[name].of(at), name, "no_hit", fault, _PROVE)


def _shadowed(name: str, tree: Node, place: RulePlace) -> Iterator[Problem]:
    for node in walk(tree):
        if not isinstance(node, Or):
            continue
        for operand in node.operands:
            if not isinstance(operand, Text | Word | Phrase):
                continue
            wide = next((one for one in node.operands if one is not operand and _covers(one, operand)), None)
            if wide is not None:
                fault = f"{_shown(operand)} は {_shown(wide)} に含まれていて、何も足しません"
                yield Problem(place.of(operand.at), name, "shadowed", fault, "どちらかを消してください")


def _covers(wide: Node, narrow: Text | Word | Phrase) -> bool:
    text = narrow.text if isinstance(narrow, Text | Word) else "".join(word.text for word in narrow.words)
    if isinstance(wide, Text):
        is_twin = isinstance(narrow, Text) and fold(wide.text) == fold(text)
        return fold(wide.text) in fold(text) and (not is_twin or wide.at < narrow.at)
    if isinstance(wide, Word) and isinstance(narrow, Word):
        return wide == narrow and wide.at < narrow.at
    if isinstance(wide, Pattern) and isinstance(narrow, Text):
        return not _looks_around(wide.regex) and re.search(wide.regex, fold(text), re.IGNORECASE) is not None
    return False


def _looks_around(regex: str) -> bool:
    return re.search(r"\(\?<?[=!]", regex) is not None


def _impossible(name: str, tree: Node, place: RulePlace) -> Iterator[Problem]:
    for node in walk(tree):
        if isinstance(node, Comparison) and _never_holds(node):
            fault = "and・or・not は 1 か 0 にしかならないので、この比較は決して成り立ちません"
            yield Problem(
                place.of(node.at), name, "impossible", fault, "出現数を数えるなら count( … ) と書いてください"
            )
        if isinstance(node, And):
            twins = [one for one in node.operands if isinstance(one, Not) and one.operand in node.operands]
            for twin in twins:
                yield Problem(place.of(twin.at), name, "impossible", "同じものを求めながら除いています")


def _never_holds(node: Comparison) -> bool:
    is_truth = isinstance(node.left, And | Or | Not | Comparison)
    if not (is_truth and isinstance(node.right, Number)):
        return False
    value = node.right.value
    return (node.relation == ">" and value >= 1) or (node.relation in (">=", "==") and value > 1)


def _unused_parts(codebook: Codebook, rules: RuleSet) -> Iterator[Problem]:
    used = {
        rules.resolve(node.name) for tree in rules.trees.values() for node in walk(tree) if isinstance(node, Reference)
    }
    for name in codebook.parts:
        if name not in used:
            place = rules.places[name].of(Position(1, 1))
            yield Problem(
                place,
                name,
                "unused",
                f"部品「{name}」はどの規則からも使われていません",
                f"<*{name}> と書いて使うか、消してください",
            )


def _contained_themes(codebook: Codebook, rules: RuleSet, texts: _Texts) -> Iterator[Problem]:
    present = {
        name: {row for row, view in enumerate(texts.statements) if holds(rules.find(name, view)[0])}
        for name in codebook.themes
    }
    for name, rows in present.items():
        if texts.statements and not rows and not any(holds(rules.find(name, v)[0]) for v in texts.examples.values()):
            place = rules.places[name].of(Position(1, 1))
            yield Problem(place, name, "no_hit", "この規則はどの文にも例文にも当たりません", _PROVE)
        for other, other_rows in present.items():
            if name == other or len(rows) < _FEWEST_CONTAINED or not rows <= other_rows:
                continue
            if not _refers(rules, other, name):
                place = rules.places[name].of(Position(1, 1))
                fault = f"この主題の {len(rows)} 文はすべて主題「{other}」でもあります"
                remedy = f"そう定めたのなら、{other} の規則に <*{name}> と書いて示してください"
                yield Problem(place, name, "contained", fault, remedy)


def _refers(rules: RuleSet, wide: str, narrow: str) -> bool:
    targets = {rules.resolve(node.name) for node in walk(rules.trees[wide]) if isinstance(node, Reference)}
    return narrow in targets or any(_refers(rules, target, narrow) for target in targets if target)


def _failing_examples(name: str, theme: Theme, rules: RuleSet, texts: _Texts, finder: _Finder) -> Iterator[Problem]:
    if not (theme.yes or theme.made_yes):
        place = rules.places[name].of(Position(1, 1))
        yield Problem(
            place,
            name,
            "no_examples",
            "例文がありません",
            "合う文を yes に、紛らわしいが合わない文を no に書いてください",
        )
    for kind in EXAMPLES:
        for sentence in getattr(theme, kind):
            value, hits = rules.find(name, texts.examples[sentence])
            is_wanted = kind in ("yes", "made_yes")
            if holds(value) != is_wanted:
                view = texts.examples[sentence]
                words = "・".join(view.text[start:end] for start, end in hits)
                fault = f"例文「{sentence}」に" + ("合いません" if is_wanted else f"合ってしまいます({words})")
                yield Problem(finder.of(name, sentence), name, "example_fails", fault, "規則か例文を直してください")
            if texts.real and not kind.startswith("made") and _squeezed(sentence) not in texts.real:
                fault = f"例文「{sentence}」は資料のどの文とも一致しません"
                yield Problem(
                    finder.of(name, sentence),
                    name,
                    "example_not_real",
                    fault,
                    f"作った文なら made_{kind} に移してください",
                )


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", fold(text))


def _shown(node: Node) -> str:
    text = render_rule(node)
    return text if len(text) <= 40 else text[:39] + "…"  # noqa: PLR2004 - one line of a message
