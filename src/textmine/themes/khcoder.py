"""KH Coder's coding rules: read as KH Coder means them, and statements written as a table that KH Coder opens.

What KH Coder (3.x, kh_lib/kh_cod) does, and so does this reader: `#` lines and empty lines are skipped; a line that
starts with * or ＊ opens a code; the lines after it are its condition; pieces are split at spaces, so that 父|父親
without spaces is one word; operators bind as in MySQL; near and seq measure 10 tokens from one word to the next
unless told otherwise, [b] keeps that limit, [b0] lifts it. Nothing is changed in silence: wherever the rule that
comes out may code otherwise than KH Coder, a note says so, with file and line; what has no counterpart is refused.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from textmine.errors import RuleError
from textmine.themes.codebook import Codebook, Theme
from textmine.themes.imported_rules import ImportedRules, ImportNote, read_rule_text
from textmine.themes.parser import WORD_CHARACTERS, parse_rule
from textmine.themes.renderer import render_rule
from textmine.themes.syntax import (
    And,
    Arithmetic,
    AttributeIs,
    AttributeNumber,
    Comparison,
    InSentence,
    Near,
    Node,
    Not,
    Or,
    Pattern,
    Phrase,
    Position,
    RulePlace,
    Text,
    Word,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from textmine.documents import Statement
    from textmine.themes.coder import ThemeCoding

VARIABLES: Final = (
    "statement_id",
    "document",
    "ward",
    "fiscal_year",
    "form",
    "section",
    "goal_no",
    "level",
    "page",
)
_ABOUT_WORDS: Final = (
    "KH Coder の語は、使うと決めた品詞の基本形だけに当たります。"  # silently 0 for all others
    "ここでは品詞を問わず、表層・基本形・語彙素のどれかに当たります"
)
_PIECE: Final = re.compile(r"""(?:'(?:[^']|'')*'|"(?:[^"]|"")*"|[^ ])+""")
_OPERATORS: Final = {
    "and": "and",
    "or": "or",
    "not": "not",
    "&": "and",
    "|": "or",
    "!": "!",
    "&!": "and not",
    "|!": "or not",
    **{sign: sign for sign in ("(", ")", ">", ">=", "<", "<=", "==", "+", "-", "*", "/")},
}
_NEAR: Final = re.compile(r"(near|seq)\((.+)\)(?:\[([bd]?)(\d*)\])?", re.IGNORECASE)
_TAGGED: Final = re.compile(r"(.+?)(?:-->([^=>]+))?(?:=>(.+))?")
_PLAIN: Final = re.compile(WORD_CHARACTERS)


def read_cod(path: Path, name: str | None = None) -> ImportedRules:
    """Read a KH Coder rule file (.cod; UTF-8, CP932 or EUC-JP).

    Raises:
        RuleError: the file cannot be read, or a rule is none, with file and line.
    """
    shown = name or str(path)
    return parse_cod(read_rule_text(path, shown), shown)


def parse_cod(text: str, name: str = "(規則)") -> ImportedRules:
    """Parse the text of a KH Coder rule file.

    Raises:
        RuleError: a condition stands before the first code, a code comes twice or is empty, or a piece cannot be kept.
    """
    themes: dict[str, Theme] = {}
    places: dict[str, RulePlace] = {}
    notes = [ImportNote(name, "", _ABOUT_WORDS)]
    for label, header_line, pieces in _codes(text, name):
        place = RulePlace(name, header_line)
        if label in places:
            raise RuleError(place.of(Position(1, 1)), f"コード「{label}」が二度あります", "名前を変えてください")
        if not pieces:
            raise RuleError(
                place.of(Position(1, 1)), f"コード「{label}」に条件がありません", "次の行に条件を書いてください"
            )
        reader = _Condition(label, name, tuple(places))
        rule = render_rule(reader.read(pieces))
        notes += reader.notes
        places[label] = RulePlace(name, pieces[0].line, pieces[0].column)
        themes[label] = Theme(label=label, definition="", rule=rule)
    if not themes:
        raise RuleError(name, "コードが一つもありません", "「＊コード名」の行と、その次の行に条件を書いてください")
    return ImportedRules(Codebook(themes), places, tuple(notes))


def khcoder_table(statements: Sequence[Statement], coding: ThemeCoding | None = None) -> str:
    """Write statements as CSV for KH Coder: first column the text, the others variables (themes too, as 1 and 0).

    An absent value is written as 欠損値, which KH Coder leaves out of its tables.
    """
    themes = coding.theme_ids if coding else ()
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(["text", *VARIABLES, *(f"theme_{theme}" for theme in themes)])
    for row, statement in enumerate(statements):
        values = (getattr(statement, variable) for variable in VARIABLES)
        cells = ["欠損値" if value is None else str(value) for value in values]
        marks = [str(int(coding.present[row, column])) for column in range(len(themes))] if coding else []
        writer.writerow([statement.text, *cells, *marks])
    return written.getvalue()


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    line: int
    column: int


def _codes(text: str, name: str) -> Iterator[tuple[str, int, list[_Piece]]]:
    label, header_line = "", 0
    pieces: list[_Piece] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        if line[0] in "*＊" and len(line) > 1:
            if label:
                yield label, header_line, pieces
            label, header_line, pieces = line[1:].strip(), number, []
        elif line.strip(" \t　"):
            if not label:
                raise RuleError(
                    f"{name}:{number}:1", "コード名より前に条件があります", "先に「＊コード名」の行を書いてください"
                )
            spaced = line.replace("　", " ").replace("\t", " ")
            pieces += [_Piece(found[0], number, found.start() + 1) for found in _PIECE.finditer(spaced)]
    if label:
        yield label, header_line, pieces


class _Condition:
    """Reads the pieces of one code: each is made a node, then the whole is parsed with a name in each one's place."""

    def __init__(self, label: str, name: str, earlier: tuple[str, ...]) -> None:
        self.label = label
        self.name = name
        self.earlier = earlier
        self.notes: list[ImportNote] = []

    def read(self, pieces: Sequence[_Piece]) -> Node:
        atoms: dict[str, Node] = {}
        written = []
        for piece in pieces:
            operator = _OPERATORS.get(piece.text.lower())
            if operator is None and not re.fullmatch(r"\d+", piece.text):
                self._refuse_full_width(piece)
                key = f"atom{len(atoms)}"
                atoms[key] = self._atom(piece)
                written.append(key)
            else:
                written.append(operator or piece.text)
        try:
            tree = parse_rule(" ".join(written))
        except RuleError as error:
            piece = pieces[_piece_at(error, written)]
            raise self._refuse(piece, "ここで式が崩れています", _remedy(piece, error)) from None
        return _with_atoms(tree, atoms)

    def _atom(self, piece: _Piece) -> Node:  # noqa: PLR0911 - a line per form, in the order that KH Coder tries them
        text = piece.text
        if text.startswith(("<>", '"<>')):
            return self._attribute(piece)
        if text[0] in "'\"" and text[-1] == text[0] and len(text) > 1:
            return self._string(piece)
        if re.fullmatch(r"<[*＊].+>", text):
            return self._code_reference(piece)
        if text.lower() in ("lw", "lc"):
            self._note(piece, "lw・lc の語数は、KH Coder で使わないことにした品詞も数えます")
            return parse_rule(text)
        if text == "No.":
            raise self._refuse(piece, "文書番号「No.」には、ここで当たるものがありません")
        if near := _NEAR.fullmatch(text):
            return self._near(piece, near)
        if text.lower().startswith(("near(", "seq(")):
            raise self._refuse(piece, "near・seq の書き方が KH Coder のものではありません")
        if "+" in text and all(_PLAIN.fullmatch(word) for word in text.split("+")):
            self._note(piece, "句は文をまたぎません(KH Coder では、句点のない見出しの終わりをまたぐことがあります)")
            return Phrase(tuple(Word(word) for word in text.split("+")))
        return self._word(piece)

    def _word(self, piece: _Piece) -> Node:
        tagged = _TAGGED.fullmatch(piece.text)
        word, kind, surface = tagged.groups() if tagged else (piece.text, None, None)
        if "->" in piece.text.replace("-->", ""):
            raise self._refuse(piece, "活用形による指定(->)はできません")
        if not _PLAIN.fullmatch(word):
            self._note(
                piece,
                "空白がないので、KH Coder は全体を一つの語と見ます(どこにも現れません)。文字列として残しました",
            )
            return Text(piece.text)
        if kind:
            self._note(
                piece, f"品詞名「{kind}」は KH Coder の品詞体系のものかもしれません。ここでは UniDic の品詞と比べます"
            )
        return Word(word, (kind or "").replace("-->", ""), surface or "")

    def _string(self, piece: _Piece) -> Node:
        content = piece.text[1:-1].replace(piece.text[0] * 2, piece.text[0])
        if not content.strip("%"):
            raise self._refuse(piece, "どの文にも合う文字列です", "文字を書いてください")
        if not re.search(r"[%_]", content):
            return Text(content)
        self._note(piece, "% と _ は KH Coder では何にでも合う文字です。そのとおりの正規表現にしました")
        return Pattern("".join({"%": "[^。]*", "_": "."}.get(sign, re.escape(sign)) for sign in content))

    def _near(self, piece: _Piece, found: re.Match[str]) -> Node:
        kind, inside, scope, distance = found.groups()
        words = inside.split("-")
        if len(words) < 2 or not all(_PLAIN.fullmatch(word) for word in words):  # noqa: PLR2004 - a pair
            raise self._refuse(piece, "near・seq の中は、- でつないだ二つ以上の語だけです")
        if scope == "d":
            self._note(piece, "段落は文(箇条の一つ)とみなします")
        if found[3] is not None and not scope and not distance:
            raise self._refuse(piece, "[ ] の中が空です")
        limit = int(distance) if distance else 10
        return Near(
            tuple(Word(word) for word in words),
            is_ordered=kind.lower() == "seq",
            distance=limit or None,
            in_sentence=scope == "b",
        )

    def _code_reference(self, piece: _Piece) -> Node:
        target = piece.text[2:-1]
        if target not in self.earlier:
            raise self._refuse(piece, f"コード「{target}」は、これより前にありません(KH Coder では常に 0 になります)")
        return parse_rule(f"<*{target}>")

    def _attribute(self, piece: _Piece) -> Node:
        text = piece.text.strip('"')
        if re.match(r"<>(見出し|heading)[1-5]-->", text, re.IGNORECASE):
            raise self._refuse(piece, "見出しによる指定はできません(区分は <>section-->… で書けます)")
        if number := re.fullmatch(r"<>([^<>]+)<>", text):
            return AttributeNumber(number[1])
        if value := re.fullmatch(r"<>([^<>]+?)-->(.+)", text):
            return AttributeIs(value[1], value[2].strip("'\""))
        raise self._refuse(piece, "属性の指定が読めません")

    def _note(self, piece: _Piece, message: str) -> None:
        place = f"{self.name}:{piece.line}:{piece.column}"
        self.notes.append(ImportNote(place, self.label, f"「{piece.text}」{message}"))

    def _refuse_full_width(self, piece: _Piece) -> None:
        half_width = unicodedata.normalize("NFKC", piece.text)
        if half_width in _OPERATORS:
            raise self._refuse(
                piece, "全角の記号は KH Coder では演算子になりません", f"半角の {half_width} で書いてください"
            )

    def _refuse(self, piece: _Piece, fault: str, remedy: str = "書きかえてから読み込んでください") -> RuleError:
        place = f"{self.name}:{piece.line}:{piece.column}"
        return RuleError(place, f"コード「{self.label}」の「{piece.text}」: {fault}", remedy)


def _remedy(piece: _Piece, error: RuleError) -> str:
    if piece.text == "#":
        return "# の注は行の先頭から書いてください"
    return error.remedy


def _piece_at(error: RuleError, written: Sequence[str]) -> int:
    column = int(error.place.rsplit(":", 1)[1])
    start = 1
    for number, piece in enumerate(written):
        if column <= start + len(piece):
            return number
        start += len(piece) + 1
    return len(written) - 1


def _with_atoms(tree: Node, atoms: Mapping[str, Node]) -> Node:  # noqa: PLR0911 - one line per kind of node
    match tree:
        case Word(text=text) if text in atoms:
            return atoms[text]
        case Not(operand=operand):
            return Not(_with_atoms(operand, atoms))
        case And(operands=operands):
            return And(tuple(_with_atoms(operand, atoms) for operand in operands))
        case Or(operands=operands):
            return Or(tuple(_with_atoms(operand, atoms) for operand in operands))
        case Comparison(relation=relation, left=left, right=right):
            return Comparison(relation, _as_number(left, atoms), _as_number(right, atoms))
        case Arithmetic(operator=operator, left=left, right=right):
            return Arithmetic(operator, _as_number(left, atoms), _as_number(right, atoms))
        case _:
            return tree


def _as_number(tree: Node, atoms: Mapping[str, Node]) -> Node:
    node = _with_atoms(tree, atoms)
    return (
        InSentence(node) if isinstance(node, Text | Pattern) else node
    )  # KH Coder counts sentences that hold a string
