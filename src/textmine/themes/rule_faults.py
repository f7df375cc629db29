"""A rule that cannot be parsed -> where its fault lies, what it is, and how to mend it.

The parser stops at the first sign that does not fit, which is often not where the fault is: an open quotation mark
shows at the end of the line, an open parenthesis at the end of the rule. What users of KH Coder's language commonly
write (doubled signs, typographic quotation marks, a comma for `or`) is named as such.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from textmine.themes.syntax import Position

if TYPE_CHECKING:
    import lark

EXPECTED: Final = "語・'文字列'・re'正規表現'・near( )・<*規則名>・( ) と and or not の組み合わせで書いてください"
_CLOSE_QUOTE: Final = "同じ行の中で ' か \" を閉じてください(中に書くときは二つ重ねます)"
_OPERANDS: Final = "演算子の両側(not はその後)に語を置き、near・seq の中では ( ) で囲んでください"
_REMEDIES: Final = (  # what stands at the place -> what to do
    (r"['\"]", _CLOSE_QUOTE),
    (r"[“”‘’「」『』]", "文字列は ' か \" で囲んでください"),
    (r"[&＆|｜]", "& や | は一つだけ書き、両側に語を置いてください"),
    (r"[)）]", "対応する ( があるか、( ) の中に語があるか(near・seq は二つ以上を - で区切る)を確かめてください"),
    (r"\[", "[ ] は near( )・seq( ) のすぐ後に、[5] や [b] の形で書いてください"),
    (r"[,、;；]", "「または」は | 、「かつ」は & で書いてください"),
    (r"=[^=>]|=$", "等しいことは == と書いてください"),
    (r"[*＊]", "ほかの規則は <*名前> と書いてください(行頭の * は .cod ファイルの書き方です)"),
    (r"<", "ほかの規則は <*名前>、属性は <>名前-->値 か <>名前<> と書いてください"),
    (r"[+]", "句は 父+親 のように空白なしで、数の和は空白を置いて書いてください"),
    (r"[-]", "- は near( )・seq( ) の中の区切りか、両側に数を置く引き算です"),
    (r"(?:and|or|not|outside)\b", _OPERANDS),
    ("[\u200b-\u200f\u2060\ufeff\x00-\x08]", "見えない文字があります。消してください"),
    (r"[^\s()（）&＆|｜!！<>=+*/'\"\[\]#,\-]", "語と語のあいだに & か | を書いてください"),
)
_SIGN: Final = re.compile(r"re'(?:[^'\n]|'')*'|'(?:[^'\n]|'')*'|\"(?:[^\"\n]|\"\")*\"|#[^\n]*|[()（）'\"]")


@dataclass(frozen=True, slots=True)
class RuleFault:
    """A fault of a rule's text, its place counted from the text's first character."""

    at: Position
    fault: str
    remedy: str


def explain_fault(rule: str, error: lark.exceptions.UnexpectedInput) -> RuleFault:
    """Say what is wrong with a rule that the parser gave up on."""
    token = getattr(error, "token", None)
    is_at_end = token is not None and token.type == "$END"
    stopped = len(rule) if is_at_end else _offset(rule, Position(error.line, error.column))
    opened, is_quote = _first_open(rule)
    if opened is not None and is_quote:
        return RuleFault(position_of(rule, opened), "引用符が閉じていません", _CLOSE_QUOTE)
    if is_at_end and opened is not None:
        return RuleFault(
            position_of(rule, opened), f"「{rule[opened]}」が閉じていません", "対応する ) を書いてください"
        )
    if is_at_end:
        end = len(rule.rstrip())
        return RuleFault(position_of(rule, end), "規則が途中で終わっています", "演算子の後に語を書いてください")
    if before := re.search(r"(?<![^\s()（）-])(and|or|not|outside)\s+$", rule[:stopped], re.IGNORECASE):
        return RuleFault(position_of(rule, before.start()), f"「{before[1]}」はここに書けません", _OPERANDS)
    found = str(token) if token is not None else rule[stopped : stopped + 10].split("\n", maxsplit=1)[0]
    remedy = next((remedy for sign, remedy in _REMEDIES if re.match(sign, rule[stopped:], re.IGNORECASE)), EXPECTED)
    return RuleFault(position_of(rule, stopped), f"「{found.strip()}」はここに書けません", remedy)


def position_of(text: str, offset: int) -> Position:
    """Give line and column, both from 1, of a character."""
    line_start = text.rfind("\n", 0, offset) + 1
    return Position(text.count("\n", 0, offset) + 1, offset - line_start + 1)


def _offset(text: str, at: Position) -> int:
    starts = [0, *(found.end() for found in re.finditer("\n", text))]
    return starts[at.line - 1] + at.column - 1


def _first_open(rule: str) -> tuple[int | None, bool]:
    """Give the first quotation mark that its line does not close, else the last parenthesis left open."""
    open_parentheses: list[int] = []
    for sign in _SIGN.finditer(rule):
        if sign[0] in ("'", '"'):
            return sign.start(), True
        if sign[0] in ("(", "（"):
            open_parentheses.append(sign.start())
        elif sign[0] in (")", "）") and open_parentheses:
            open_parentheses.pop()
    return (open_parentheses[-1] if open_parentheses else None), False
