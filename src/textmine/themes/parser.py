"""Text of a rule -> syntax tree; each fault with its line and column in the file that the rule stands in.

The language is KH Coder's, and says more: `or` inside near and seq, span distance, regular expressions, `outside`,
`count`, `sentence`, `affirmed`. Operators bind as in MySQL, into which KH Coder pastes them: `!`, then `* /`, `+ -`,
comparisons, `not`, `and`, `or`.
"""

from __future__ import annotations

import re
from typing import Final

import lark

from textmine.errors import RuleError
from textmine.themes.rule_faults import EXPECTED, explain_fault
from textmine.themes.syntax import Node, Position, RulePlace, children
from textmine.themes.tree_builder import build_tree

WORD_CHARACTERS: Final = (
    r"""[^\s　()（）&＆|｜!！<>＜＞=＝+*＊\/'"“”‘’「」『』\[\]#,、;；\-"""
    r"\u200b-\u200f\u2060\ufeff\x00-\x08]+"  # signs that nobody sees
)
_GRAMMAR: Final = r"""
?start: or_
?or_: and_ (_or_operand)*
_or_operand: _OR and_ | _OR_NOT or_not
or_not: not_
?and_: not_ (_and_operand)*
_and_operand: _AND not_ | _AND_NOT and_not
and_not: not_
?not_: _NOT not_ -> negation | comparison
?comparison: sum_ (RELATION sum_)*
?sum_: product ((PLUS | MINUS) product)*
?product: strong ((TIMES | DIVIDE) strong)*
?strong: _BANG strong -> negation | outside
?outside: atom (_OUTSIDE atom)*
?atom: _OPEN or_ _CLOSE | plain | near | function | attribute
plain: WORD -> word
     | TAGGED -> tagged
     | PHRASE -> phrase
     | QUOTED -> text
     | REGEX -> regex
     | GLOB -> glob
     | INTEGER -> number
     | REFERENCE -> reference
     | LENGTH -> length
attribute: ATTRIBUTE_IS -> attribute_is
         | ATTRIBUTE_NUMBER -> attribute_number
function: FUNCTION or_ _CLOSE
near: NEAR_OPEN member (_separator member)+ _CLOSE OPTION?
_separator: MINUS | ","
?member: nested (_OUTSIDE nested)* -> outside
?nested: _OPEN or_ _CLOSE | plain | near | function | attribute

_OPEN: /[(（]/
_CLOSE: /[)）]/
NEAR_OPEN.9: /(near|seq)\s*[(（]\s*/i
OPTION: /\[[^\]\n]*\]/
FUNCTION.9: /(count|sentence|affirmed)\s*[(（]/i
ATTRIBUTE_NUMBER.9: /<>[^<>\s]+<>/
ATTRIBUTE_IS.9: /<>[^<>\s"]+-->("[^"\n]*"|'[^'\n]*'|[^\s()（）&＆|｜"']+)/
REFERENCE.9: /<[*＊][^<>\n]+>/
GLOB.9: /glob'(?:[^'\n]|'')*'/
REGEX.9: /re'(?:[^'\n]|'')*'/
QUOTED.8: /'(?:[^'\n]|'')*'|"(?:[^"\n]|"")*"/
RELATION: /[>＞<＜＝=][=＝]|[>＞<＜]/
_OR_NOT.7: /[|｜][!！]/
_AND_NOT.7: /[&＆][!！]/
_OR.6: /[|｜]|or(?=[\s(（!])/i
_AND.6: /[&＆]|and(?=[\s(（!])/i
_NOT.6: /not(?=[\s(（])/i
_OUTSIDE.6: /outside(?=[\s(（])/i
_BANG.5: /[!！]/
PLUS: /[+](?=[\s(])/
MINUS: "-"
TIMES: "*"
DIVIDE: "/"
LENGTH.6: /l[wc](?=[\s)<>=]|$)/i
INTEGER.6: /\d+(?=[\s()<>=+*\/&|\-,]|$)/
TAGGED.5: /WORDCHARS(-->WORDCHARS(=>WORDCHARS)?|=>WORDCHARS)/
PHRASE.4: /WORDCHARS([+]WORDCHARS)+/
WORD.1: /WORDCHARS/
COMMENT: /#[^\n]*/
%ignore /[\s　]+/
%ignore COMMENT
""".replace("WORDCHARS", WORD_CHARACTERS)

DEEPEST: Final = 100  # levels of a syntax tree; each costs several calls of Python's stack


NO_PLACE: Final = RulePlace("(規則)")


def parse_rule(rule: str, place: RulePlace = NO_PLACE) -> Node:
    """Parse the text of a rule.

    Raises:
        RuleError: the text is no rule; with file, line and column of the first character that does not fit.
    """
    if not re.sub(r"#[^\n]*", "", rule).strip():
        raise RuleError(place.of(Position(1, 1)), "規則が空です", EXPECTED)
    try:
        tree = build_tree(_PARSER.parse(rule), place)
    except RecursionError:
        raise _too_deep(place) from None
    except lark.exceptions.UnexpectedInput as error:
        found = explain_fault(rule, error)
        raise RuleError(place.of(found.at), found.fault, found.remedy) from None
    if _depth(tree) > DEEPEST:
        raise _too_deep(place)
    return tree


def _too_deep(place: RulePlace) -> RuleError:
    fault = f"入れ子が深すぎます({DEEPEST} 段まで)"
    return RuleError(place.of(Position(1, 1)), fault, "[parts] の規則に分けて <*名前> で参照してください")


def _depth(tree: Node) -> int:
    depth, level = 0, [tree]
    while level:
        depth += 1
        level = [child for node in level for child in children(node)]
    return depth


_PARSER: Final = lark.Lark(
    _GRAMMAR, parser="lalr", lexer="contextual", propagate_positions=False, maybe_placeholders=False
)
