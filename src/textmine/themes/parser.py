"""Text of a rule -> syntax tree; each fault with its line and column in the file that the rule stands in.

The language is KH Coder's, and says more: `or` inside near and seq, span distance, regular expressions, `outside`,
`count`, `sentence`, `affirmed`. Operators bind as in MySQL, into which KH Coder pastes them: `!`, then `* /`, `+ -`,
comparisons, `not`, `and`, `or`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final, Literal, cast

import lark

from textmine.errors import RuleError
from textmine.themes.syntax import (
    DEFAULT_DISTANCE,
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
    Operator,
    Or,
    Outside,
    Pattern,
    Phrase,
    Position,
    Reference,
    Relation,
    Text,
    Word,
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
?atom: "(" or_ ")" | "（" or_ "）" | plain | near | function | attribute
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
function: FUNCTION or_ ")"
near: NEAR_OPEN member (_separator member)+ ")" OPTION?
_separator: MINUS | ","
?member: nested (_OUTSIDE nested)* -> outside
?nested: "(" or_ ")" | "（" or_ "）" | plain | near | function | attribute

NEAR_OPEN.9: /(near|seq)\(\s*/i
OPTION: /\[[^\]\n]*\]/
FUNCTION.9: /(count|sentence|affirmed)\(/i
ATTRIBUTE_NUMBER.9: /<>[^<>\s]+<>/
ATTRIBUTE_IS.9: /<>[^<>\s"]+-->("[^"\n]*"|'[^'\n]*'|[^\s()&|]+)/
REFERENCE.9: /<[*＊][^<>\n]+>/
GLOB.9: /glob'(?:[^']|'')+'/
REGEX.9: /re'(?:[^']|'')*'/
QUOTED.8: /'(?:[^']|'')*'|"(?:[^"]|"")*"/
RELATION: />=|<=|==|>|</
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
""".replace("WORDCHARS", r"""[^\s　()（）&＆|｜!！<>=+*\/'"\[\]#,\-]+""")

_NEAR_OPTION: Final = re.compile(r"(?P<scope>[bd]?)(?P<span>span=)?(?P<distance>\d*)", re.IGNORECASE)
_EXPECTED: Final = "語・'文字列'・re'正規表現'・near( )・<*規則名>・( ) と and or not の組み合わせで書いてください"


@dataclass(frozen=True, slots=True)
class RulePlace:
    """Where the first character of a rule's text stands: file as shown in messages, line and column from 1."""

    file: str
    line: int = 1
    column: int = 1

    def of(self, at: Position) -> str:
        """Give file:line:column of a position in the rule's text."""
        column = at.column + (self.column - 1 if at.line == 1 else 0)
        return f"{self.file}:{self.line + at.line - 1}:{column}"


NO_PLACE: Final = RulePlace("(規則)")


def parse_rule(rule: str, place: RulePlace = NO_PLACE) -> Node:
    """Parse the text of a rule.

    Raises:
        RuleError: the text is no rule; with file, line and column of the first character that does not fit.
    """
    if not rule.strip():
        raise RuleError(place.of(Position(1, 1)), "規則が空です", _EXPECTED)
    try:
        return _Builder(place).transform(_PARSER.parse(rule))
    except lark.exceptions.VisitError as error:
        if isinstance(error.orig_exc, RuleError):
            raise error.orig_exc from None
        raise
    except lark.exceptions.UnexpectedInput as error:
        raise _refusal(rule, error, place) from None


def _refusal(rule: str, error: lark.exceptions.UnexpectedInput, place: RulePlace) -> RuleError:
    token = getattr(error, "token", None)
    if token is not None and token.type == "$END":
        lines = rule.rstrip().split("\n")
        at = Position(len(lines), len(lines[-1]) + 1)
        return RuleError(
            place.of(at), "規則が途中で終わっています", "括弧の閉じ忘れと、演算子の後の語を確かめてください"
        )
    at = Position(error.line, error.column)
    found = str(token) if token is not None else rule.split("\n")[at.line - 1][at.column - 1 : at.column + 9]
    return RuleError(place.of(at), f"「{found}」はここに書けません", _EXPECTED)


def _at(token: lark.Token) -> Position:
    return Position(token.line or 1, token.column or 1)


def _place_of(node: Node) -> Position:
    return node.at


class _Builder(lark.Transformer[lark.Token, Node]):
    """Turns the parse tree into the syntax tree."""

    def __init__(self, place: RulePlace) -> None:
        super().__init__()
        self._place = place

    def or_(self, items: list[Node]) -> Node:
        return Or(_flat(items, Or), at=_place_of(items[0]))

    def and_(self, items: list[Node]) -> Node:
        return And(_flat(items, And), at=_place_of(items[0]))

    def negation(self, items: list[Node]) -> Node:
        return Not(items[0], at=_place_of(items[0]))

    or_not = negation
    and_not = negation

    def comparison(self, items: list[Any]) -> Node:
        node: Node = items[0]
        for relation, right in zip(items[1::2], items[2::2], strict=True):
            node = Comparison(cast("Relation", str(relation)), node, right, at=node.at)
        return node

    def sum_(self, items: list[Any]) -> Node:
        node: Node = items[0]
        for operator, right in zip(items[1::2], items[2::2], strict=True):
            node = Arithmetic(cast("Operator", str(operator)), node, right, at=node.at)
        return node

    product = sum_

    def outside(self, items: list[Node]) -> Node:
        node = items[0]
        for guard in items[1:]:
            node = Outside(node, guard, at=node.at)
        return node

    def word(self, items: list[lark.Token]) -> Node:
        return Word(str(items[0]), at=_at(items[0]))

    def tagged(self, items: list[lark.Token]) -> Node:
        text, _, surface = str(items[0]).partition("=>")
        text, _, part_of_speech = text.partition("-->")
        return Word(text, part_of_speech, surface, at=_at(items[0]))

    def phrase(self, items: list[lark.Token]) -> Node:
        at = _at(items[0])
        words: list[Word] = []
        column = at.column
        for piece in str(items[0]).split("+"):
            words.append(Word(piece, at=Position(at.line, column)))
            column += len(piece) + 1
        return Phrase(tuple(words), at=at)

    def text(self, items: list[lark.Token]) -> Node:
        quoted = str(items[0])
        content = quoted[1:-1].replace(quoted[0] * 2, quoted[0])
        if not content:
            raise RuleError(self._place.of(_at(items[0])), "空の文字列はどこにでも現れます", "文字を書いてください")
        return Text(content, at=_at(items[0]))

    def regex(self, items: list[lark.Token]) -> Node:
        content = str(items[0])[3:-1].replace("''", "'")
        at = _at(items[0])
        try:
            is_empty = re.compile(content).match("") is not None
        except re.error as error:
            column = at.column + 3 + (error.pos or 0)
            raise RuleError(
                self._place.of(Position(at.line, column)), f"正規表現として読めません({error.msg})"
            ) from None
        if is_empty:
            raise RuleError(self._place.of(at), "空の文字列にも合う正規表現です", "必ず文字に合うように書いてください")
        return Pattern(content, at=at)

    def glob(self, items: list[lark.Token]) -> Node:
        return Glob(str(items[0])[5:-1].replace("''", "'"), at=_at(items[0]))

    def number(self, items: list[lark.Token]) -> Node:
        return Number(int(items[0]), at=_at(items[0]))

    def reference(self, items: list[lark.Token]) -> Node:
        return Reference(str(items[0])[2:-1].strip(), at=_at(items[0]))

    def length(self, items: list[lark.Token]) -> Node:
        unit: Literal["words", "characters"] = "words" if items[0][1] in "wW" else "characters"
        return Length(unit, at=_at(items[0]))

    def attribute_is(self, items: list[lark.Token]) -> Node:
        name, _, value = str(items[0])[2:].partition("-->")
        if value[0] in "\"'":
            value = value[1:-1]
        return AttributeIs(name, value, at=_at(items[0]))

    def attribute_number(self, items: list[lark.Token]) -> Node:
        return AttributeNumber(str(items[0])[2:-2], at=_at(items[0]))

    def function(self, items: list[Any]) -> Node:
        name = str(items[0])[:-1].lower()
        operand: Node = items[1]
        at = _at(items[0])
        if name == "count":
            return Count(operand, at=at)
        return InSentence(operand, at=at) if name == "sentence" else Affirmed(operand, at=at)

    def near(self, items: list[Any]) -> Node:
        opening, *rest = items
        members = [item for item in rest if not isinstance(item, lark.Token)]
        distance, is_span, in_sentence = self._near_option(next((t for t in rest if _is_option(t)), None))
        is_ordered = str(opening).lower().startswith("seq")
        return Near(tuple(members), is_ordered, distance, is_span, in_sentence, at=_at(opening))

    def _near_option(self, token: lark.Token | None) -> tuple[int | None, bool, bool]:
        if token is None:
            return DEFAULT_DISTANCE, False, False
        option = str(token)[1:-1].strip()
        found = _NEAR_OPTION.fullmatch(option)
        if not option or found is None or (found["span"] and not found["distance"]):
            at = _at(token)
            remedy = "[5] [b] [b5] [b0] [span=5] [bspan=5] のどれかの形にしてください"
            raise RuleError(self._place.of(at), f"near・seq の指定「{option}」は読めません", remedy)
        distance = int(found["distance"]) if found["distance"] else DEFAULT_DISTANCE
        return distance or None, bool(found["span"]), found["scope"].lower() == "b"


def _is_option(item: object) -> bool:
    return isinstance(item, lark.Token) and item.type == "OPTION"


def _flat(items: list[Node], kind: type[And | Or]) -> tuple[Node, ...]:
    flat: list[Node] = []
    for item in items:
        flat.extend(item.operands if isinstance(item, kind) else (item,))
    return tuple(flat)


_PARSER: Final = lark.Lark(
    _GRAMMAR, parser="lalr", lexer="contextual", propagate_positions=False, maybe_placeholders=False
)
