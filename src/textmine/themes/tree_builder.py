"""Parse tree of a rule -> syntax tree; what the grammar lets pass and no rule may be is refused, with its place."""

from __future__ import annotations

import re
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
    RulePlace,
    Text,
    Word,
)

_NEAR_OPTION: Final = re.compile(r"(?P<scope>[bd]?)(?P<span>span=)?(?P<distance>\d*)", re.IGNORECASE)
_MEND_REGEX: Final = "括弧の対と繰り返しを確かめ、記号そのものは \\ を前に置いて書いてください"
_RESERVED: Final = frozenset({"and", "or", "not", "outside", "near", "seq", "count", "sentence", "affirmed"})
_HALF_WIDTH: Final = str.maketrans("＞＜＝", "><=")


def build_tree(parsed: lark.ParseTree, place: RulePlace) -> Node:
    """Build the syntax tree of a rule.

    Raises:
        RuleError: an empty string, a regular expression that is none, an option of near that is none, and the like.
        RecursionError: the rule is nested too deeply.
    """
    try:
        return _Builder(place).transform(parsed)
    except lark.exceptions.VisitError as error:
        raise error.orig_exc from None


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
            sign = str(relation).translate(_HALF_WIDTH)
            node = Comparison(cast("Relation", sign), node, right, at=node.at)
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
        if str(items[0]).lower() in _RESERVED:
            remedy = f"語として探すなら '{items[0]}' と書いてください"
            raise RuleError(self._place.of(_at(items[0])), f"「{items[0]}」は演算子で、語がありません", remedy)
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
        return Text(self._filled(content, items[0]), at=_at(items[0]))

    def _filled(self, content: str, token: lark.Token) -> str:
        if not content:
            raise RuleError(self._place.of(_at(token)), "空の文字列はどこにでも現れます", "文字を書いてください")
        return content

    def regex(self, items: list[lark.Token]) -> Node:
        content = str(items[0])[3:-1].replace("''", "'")
        at = _at(items[0])
        try:
            is_empty = re.compile(content).match("") is not None
        except re.error as error:
            column = at.column + 3 + (error.pos or 0)
            raise RuleError(
                self._place.of(Position(at.line, column)), f"正規表現として読めません({error.msg})", _MEND_REGEX
            ) from None
        if is_empty:
            raise RuleError(self._place.of(at), "空の文字列にも合う正規表現です", "必ず文字に合うように書いてください")
        return Pattern(content, at=at)

    def glob(self, items: list[lark.Token]) -> Node:
        content = str(items[0])[5:-1].replace("''", "'")
        return Glob(self._filled(content, items[0]), at=_at(items[0]))

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
        name = str(items[0])[:-1].rstrip().lower()
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


def _at(token: lark.Token) -> Position:
    return Position(token.line or 1, token.column or 1)


def _place_of(node: Node) -> Position:
    return node.at
