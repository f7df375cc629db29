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
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from textmine.errors import RuleError
from textmine.themes.codebook import Codebook, Theme
from textmine.themes.parser import RulePlace, parse_rule
from textmine.themes.renderer import render_rule
from textmine.themes.syntax import (
    And,
    Arithmetic,
    AttributeIs,
    AttributeNumber,
    Comparison,
    Near,
    Node,
    Not,
    Or,
    Pattern,
    Phrase,
    Position,
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
_ENCODINGS: Final = ("utf-8-sig", "cp932", "euc_jp")
_HALF_WIDTH: Final = re.compile("[\uff61-\uff9f]")  # what EUC-JP gives when it is taken for CP932
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
_PLAIN: Final = re.compile(r"""[^\s　()（）&＆|｜!！<>=+*/'"\[\]#,\-]+""")


@dataclass(frozen=True, slots=True)
class ImportNote:
    """A place where the imported rule may code otherwise than KH Coder, and why."""

    place: str
    code: str
    message: str

    def __str__(self) -> str:
        """Give one line for the user."""
        return f"{self.place}: " + (f"{self.code}: " if self.code else "") + self.message


@dataclass(frozen=True, slots=True)
class ImportedRules:
    """A rule file as a codebook, with what a reader must know about the change."""

    codebook: Codebook
    places: Mapping[str, RulePlace]  # theme id -> first line of its condition
    notes: tuple[ImportNote, ...]

    def to_toml(self) -> str:
        """Write the codebook as the text of a themes.toml."""
        lines = [f"# {note}" for note in self.notes]
        for theme_id, theme in self.codebook.themes.items():
            lines += ["", f"[themes.{_toml_key(theme_id)}]", f'label = "{_toml_text(theme.label)}"']
            lines += ['definition = ""', *_toml_rule(theme.rule)]
        return "\n".join(lines).lstrip("\n") + "\n"


def read_cod(path: Path, name: str | None = None) -> ImportedRules:
    """Read a KH Coder rule file (.cod; UTF-8, CP932 or EUC-JP).

    Raises:
        RuleError: the file cannot be read, or a rule is none, with file and line.
    """
    shown = name or str(path)
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise RuleError(shown, f"読めません({error.strerror})", "ファイル名と権限を確かめてください") from None
    texts = [text for text in (_decoded(raw, encoding) for encoding in _ENCODINGS) if text is not None]
    if not texts:
        raise RuleError(shown, "文字コードが分かりません", "UTF-8 のテキストとして保存してください")
    return parse_cod(min(texts, key=lambda text: len(_HALF_WIDTH.findall(text))), shown)


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


def _decoded(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


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
                key = f"atom{len(atoms)}"
                atoms[key] = self._atom(piece)
                written.append(key)
            else:
                written.append(operator or piece.text)
        try:
            tree = parse_rule(" ".join(written))
        except RuleError as error:
            raise self._refuse(pieces[_piece_at(error, written)], "ここで式が崩れています") from None
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
        if not content:
            raise self._refuse(piece, "空の文字列です")
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

    def _refuse(self, piece: _Piece, fault: str) -> RuleError:
        place = f"{self.name}:{piece.line}:{piece.column}"
        return RuleError(
            place, f"コード「{self.label}」の「{piece.text}」: {fault}", "書きかえてから読み込んでください"
        )


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
            return Comparison(relation, _with_atoms(left, atoms), _with_atoms(right, atoms))
        case Arithmetic(operator=operator, left=left, right=right):
            return Arithmetic(operator, _with_atoms(left, atoms), _with_atoms(right, atoms))
        case _:
            return tree


def _toml_rule(rule: str) -> list[str]:
    if "'''" in rule:
        return [f'rule = "{_toml_text(rule)}"']
    return ["rule = '''", rule, "'''"]


def _toml_key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else f'"{_toml_text(key)}"'


def _toml_text(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
