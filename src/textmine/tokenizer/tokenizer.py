"""Texts to tokens."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import fugashi
import unidic_lite

from textmine.tokenizer.columns import TokenColumns
from textmine.tokenizer.errors import UserTermError
from textmine.tokenizer.tokens import Token, UserTerm

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Unit = Literal["short", "joined"]
Base = Literal["orth", "lemma"]


class Tokenizer:
    """Cut Japanese texts into words, with offsets into the texts that were given.

    Args:
        user_terms: words that the dictionary lacks; they win over every other way to cut.
        unit: `short` words as in the dictionary, or `joined` compounds (parts kept).
        base: what `Token.base` is: the written base form, or the lemma.
    """

    def __init__(self, *, user_terms: Sequence[UserTerm] = (), unit: Unit = "joined", base: Base = "orth") -> None:
        self.user_terms = tuple(user_terms)
        self.unit: Unit = unit
        self.base: Base = base
        self._tagger: Any = None

    def tokenize(self, text: str) -> list[Token]:
        """Give the tokens of one text in their order."""
        tagger = self._open()
        tokens = []
        offset = 0
        for line in text.split("\n"):
            place = offset
            for node in tagger(line):
                place = text.index(node.surface, place)
                tokens.append(self._token(node, place))
                place += len(node.surface)
            offset += len(line) + 1
        return tokens

    def tokenize_many(self, texts: Iterable[str]) -> TokenColumns:
        """Give the tokens of many texts."""
        return TokenColumns(tuple(self.tokenize(text) for text in texts))

    def _token(self, node: Any, start: int) -> Token:
        fields = node.feature_raw.split(",") + ["*"] * 20
        surface = node.surface
        user = fields[6] == "USER"
        lemma = surface if fields[7] in {"*", ""} or node.is_unk else fields[7].split("-")[0]
        orth = surface if fields[10] in {"*", ""} or node.is_unk else fields[10]
        return Token(
            surface,
            orth if self.base == "orth" else lemma,
            lemma,
            fields[0],
            fields[1],
            "" if fields[17] == "*" else fields[17],
            start,
            start + len(surface),
            "user" if user else "unknown" if node.is_unk else "system",
        )

    def _open(self) -> Any:
        if self._tagger is None:
            arguments = f'-r "{unidic_lite.DICDIR}/mecabrc" -d "{unidic_lite.DICDIR}"'
            if self.user_terms:
                arguments += f' -u "{_compile(self.user_terms)}"'
            self._tagger = fugashi.GenericTagger(arguments)
        return self._tagger


def _compile(terms: Sequence[UserTerm]) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="textmine-"))
    rows = []
    for term in terms:
        levels = (term.part_of_speech.split("-") + ["*"] * 4)[:4]
        s, r = term.surface, term.reading or "*"
        fields = [*levels, "*", "*", "USER", s, s, r, s, r, "*", "*", "*", "*", "*", r]
        rows.append(f"{s},5142,5142,-2000,{','.join(fields)}\n")
    (folder / "user.csv").write_text("".join(rows), encoding="utf-8")
    call = f"import fugashi; fugashi.build_dictionary('x -d {unidic_lite.DICDIR} -u user.dic -f utf8 -t utf8 user.csv')"
    done = subprocess.run([sys.executable, "-c", call], cwd=folder, capture_output=True, check=False)  # noqa: S603
    if done.returncode:
        raise UserTermError("user_terms", "辞書にできない語があります", "表記と品詞を確かめてください")
    return folder / "user.dic"
