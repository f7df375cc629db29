"""The syntax tree of a rule: what `parser` makes of its text and `matcher` turns into something that codes.

Counts follow KH Coder: a word, string or `near` counts its places; `and`, `or`, `not` and comparisons give 1 or 0;
and whatever is above 0 holds. Positions take no part in equality, so a rule that is written out and read again is
the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

DEFAULT_DISTANCE: Final = 10  # tokens; what KH Coder takes where `near` and `seq` say nothing

Operator = Literal["+", "-", "*", "/"]
Relation = Literal[">", ">=", "<", "<=", "=="]


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """Line and column of a character in a rule's text, both from 1."""

    line: int
    column: int


_START: Final = Position(1, 1)


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


@dataclass(frozen=True, slots=True)
class Word:
    """A word by surface, dictionary form or lemma, whether the tokenizer keeps it whole or cuts it."""

    text: str
    part_of_speech: str = ""
    surface: str = ""
    at: Position = field(default=_START, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that follow one another without a gap: 父+親."""

    words: tuple[Word, ...]
    at: Position = field(default=_START, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Text:
    """Characters exactly as given, wherever words begin or end: '父親支援'."""

    text: str
    at: Position = field(default=_START, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression: re'第[二2]子'."""

    regex: str
    at: Position = field(default=_START, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Glob:
    """Whole words that fit a pattern of * and ?: glob'支援*'."""

    pattern: str
    at: Position = field(default=_START, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Near:
    """Members close to each other; `seq` is `near` with the order kept.

    `distance` is in tokens: by default from each member to the one matched before it (KH Coder's chain), with
    `is_span` from the first to the last. None lifts the limit.
    """

    members: tuple[Node, ...]
    is_ordered: bool = False
    distance: int | None = DEFAULT_DISTANCE
    is_span: bool = False
    in_sentence: bool = False
    at: Position = field(default=_START, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Reference:
    """Another theme, or a part that several rules share: <*name>."""

    name: str
    at: Position = field(default=_START, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class AttributeIs:
    """An attribute of the statement that has exactly this value: <>section-->issue."""

    name: str
    value: str
    at: Position = field(default=_START, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class AttributeNumber:
    """An attribute as a number: <>fiscal_year<>. Absent counts as no number: no comparison holds."""

    name: str
    at: Position = field(default=_START, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Length:
    """Length of the statement: words (lw) or characters (lc)."""

    unit: Literal["words", "characters"]
    at: Position = field(default=_START, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number."""

    value: int
    at: Position = field(default=_START, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Counts added, subtracted, multiplied, or divided (nothing comes of a division by 0)."""

    operator: Operator
    left: Node
    right: Node
    at: Position = field(default=_START, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two counts compared."""

    relation: Relation
    left: Node
    right: Node
    at: Position = field(default=_START, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Not:
    """Holds where its operand does not."""

    operand: Node
    at: Position = field(default=_START, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class And:
    """Holds where all operands do."""

    operands: tuple[Node, ...]
    at: Position = field(default=_START, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Or:
    """Holds where one operand does."""

    operands: tuple[Node, ...]
    at: Position = field(default=_START, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Outside:
    """Places of the first that overlap no place of the second: '父' outside ('祖父' | '神父')."""

    operand: Node
    guard: Node
    at: Position = field(default=_START, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Count:
    """How many places an expression has, where `or` alone would say 1 or 0."""

    operand: Node
    at: Position = field(default=_START, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class InSentence:
    """Holds where one sentence of the statement does so alone."""

    operand: Node
    at: Position = field(default=_START, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Affirmed:
    """Places of an expression that no negation follows in their clause."""

    operand: Node
    at: Position = field(default=_START, compare=False, repr=False)


Node = (
    Word
    | Phrase
    | Text
    | Pattern
    | Glob
    | Near
    | Reference
    | AttributeIs
    | AttributeNumber
    | Length
    | Number
    | Arithmetic
    | Comparison
    | Not
    | And
    | Or
    | Outside
    | Count
    | InSentence
    | Affirmed
)


def children(node: Node) -> tuple[Node, ...]:  # noqa: PLR0911 - one line per kind of node
    """Give the nodes right under a node, in the order of the text."""
    match node:
        case Phrase(words=words):
            return words
        case Near(members=members):
            return members
        case And(operands=operands) | Or(operands=operands):
            return operands
        case Arithmetic(left=left, right=right) | Comparison(left=left, right=right):
            return (left, right)
        case Outside(operand=operand, guard=guard):
            return (operand, guard)
        case Not(operand=operand) | Count(operand=operand) | InSentence(operand=operand) | Affirmed(operand=operand):
            return (operand,)
        case _:
            return ()


def walk(node: Node) -> Iterator[Node]:
    """Give a node and all under it, each before those under it."""
    yield node
    for child in children(node):
        yield from walk(child)
