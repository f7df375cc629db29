"""Syntax tree -> text of a rule; reading the text again gives the same tree."""

from __future__ import annotations

from typing import Final

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
    Or,
    Outside,
    Pattern,
    Phrase,
    Reference,
    Text,
    Word,
)

_LOOSE: Final = Or | And | Comparison | Arithmetic | Not | Outside


def render_rule(node: Node) -> str:  # noqa: C901, PLR0911, PLR0912 - one line per kind of node
    """Write a rule as text; operators stand in parentheses wherever a reader could doubt what binds first."""
    match node:
        case Word(text=text, part_of_speech=part_of_speech, surface=surface):
            return text + (f"-->{part_of_speech}" if part_of_speech else "") + (f"=>{surface}" if surface else "")
        case Phrase(words=words):
            return "+".join(word.text for word in words)
        case Text(text=text):
            return "'" + text.replace("'", "''") + "'"
        case Pattern(regex=regex):
            return "re'" + regex.replace("'", "''") + "'"
        case Glob(pattern=pattern):
            return "glob'" + pattern.replace("'", "''") + "'"
        case Near():
            return _render_near(node)
        case Reference(name=name):
            return f"<*{name}>"
        case AttributeIs(name=name, value=value):
            return f'<>{name}-->"{value}"'
        case AttributeNumber(name=name):
            return f"<>{name}<>"
        case Length(unit=unit):
            return "lw" if unit == "words" else "lc"
        case Number(value=value):
            return str(value)
        case Arithmetic(operator=sign, left=left, right=right) | Comparison(relation=sign, left=left, right=right):
            return f"{_tight(left)} {sign} {_tight(right)}"
        case Not(operand=operand):
            return f"not {_tight(operand)}"
        case And(operands=operands):
            return " and ".join(_tight(operand) for operand in operands)
        case Or(operands=operands):
            return " | ".join(_tight(operand) for operand in operands)
        case Outside(operand=operand, guard=guard):
            return f"{_tight(operand)} outside {_tight(guard)}"
        case Count(operand=operand):
            return f"count({render_rule(operand)})"
        case InSentence(operand=operand):
            return f"sentence({render_rule(operand)})"
        case Affirmed(operand=operand):
            return f"affirmed({render_rule(operand)})"


def _tight(node: Node) -> str:
    return f"({render_rule(node)})" if isinstance(node, _LOOSE) else render_rule(node)


def _render_near(node: Near) -> str:
    option = "b" if node.in_sentence else ""
    if node.is_span:
        option += f"span={node.distance or 0}"
    elif node.distance is None:
        option += "0"
    elif node.distance != DEFAULT_DISTANCE:
        option += str(node.distance)
    members = "-".join(_tight(member) for member in node.members)
    return ("seq" if node.is_ordered else "near") + f"({members})" + (f"[{option}]" if option else "")
