"""Syntax tree -> a function that says how often a rule holds in a statement, and where."""

from __future__ import annotations

import fnmatch
import operator
import re
from typing import TYPE_CHECKING, Final

from textmine.themes.compound_matchers import (
    match_affirmed,
    match_arithmetic,
    match_comparison,
    match_conjunction,
    match_count,
    match_disjunction,
    match_in_sentence,
    match_near,
    match_negation,
    match_outside,
)
from textmine.themes.leaf_matchers import (
    match_any_text,
    match_attribute_is,
    match_attribute_number,
    match_glob,
    match_length,
    match_pattern,
    match_phrase,
    match_text,
    match_word,
)
from textmine.themes.matching_text import fold
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
)

if TYPE_CHECKING:
    from textmine.themes.found import Found, Matcher
    from textmine.themes.rule_set import RuleSet
    from textmine.themes.statement_view import StatementView

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


def compile_matcher(node: Node, rules: RuleSet) -> Matcher:  # noqa: C901, PLR0911, PLR0912 - one line per kind of node
    """Make the function of one node out of those of the nodes under it."""

    def made(child: Node) -> Matcher:
        return compile_matcher(child, rules)

    match node:
        case Word():
            return match_word(node)
        case Text(text=text):
            return match_text(fold(text))
        case Pattern(regex=regex):
            return match_pattern(re.compile(regex, re.IGNORECASE))
        case Glob(pattern=pattern):
            return match_glob(re.compile(fnmatch.translate(fold(pattern))))
        case Phrase(words=words):
            return match_phrase(words)
        case Near(members=members):
            return match_near(node, [made(member) for member in members])
        case Reference(name=name):
            return _reference(rules, rules.resolve(name) or name)
        case AttributeIs(name=name, value=value):
            return match_attribute_is(ATTRIBUTES[name], value)
        case AttributeNumber(name=name):
            return match_attribute_number(ATTRIBUTES[name])
        case Length(unit=unit):
            return match_length(unit)
        case Number(value=value):
            return lambda _view, _start, _end: (value, [])
        case Arithmetic():
            return match_arithmetic(_OPERATORS[node.operator], made(node.left), made(node.right))
        case Comparison():
            return match_comparison(_RELATIONS[node.relation], made(node.left), made(node.right))
        case Not(operand=operand):
            return match_negation(made(operand))
        case And(operands=operands):
            return match_conjunction([made(operand) for operand in operands])
        case Or(operands=operands):
            texts = [fold(one.text) for one in operands if isinstance(one, Text)]
            others = [made(one) for one in operands if not isinstance(one, Text)]
            return match_disjunction([match_any_text(texts), *others] if texts else others)
        case Outside(operand=operand, guard=guard):
            return match_outside(made(operand), made(guard))
        case Count(operand=operand):
            return match_count(made(operand))
        case InSentence(operand=operand):
            return match_in_sentence(made(operand))
        case Affirmed(operand=operand):
            return match_affirmed(made(operand))


def _reference(rules: RuleSet, target: str) -> Matcher:
    def find(view: StatementView, start: int, end: int) -> Found:
        return rules.matchers[target](view, start, end)  # may not be there yet when the reference is made

    return find
