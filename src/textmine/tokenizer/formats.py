"""Tokens as lines of text that other tools read: MeCab's output, CoNLL-U, JSON lines, words with blanks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textmine.tokenizer.tokens import Token

Format = Literal["mecab", "conllu", "jsonl", "wakati"]
FORMATS: Final = ("mecab", "conllu", "jsonl", "wakati")

# UniDic's parts of speech to Universal Dependencies' (Asahara et al. 2018, Universal Dependencies for Japanese)
_UPOS: Final = {
    ("名詞", "固有名詞"): "PROPN",
    ("名詞", "数詞"): "NUM",
    ("名詞", ""): "NOUN",
    ("代名詞", ""): "PRON",
    ("動詞", ""): "VERB",
    ("形容詞", ""): "ADJ",
    ("形状詞", ""): "ADJ",
    ("連体詞", ""): "DET",
    ("副詞", ""): "ADV",
    ("接続詞", ""): "CCONJ",
    ("感動詞", ""): "INTJ",
    ("助動詞", ""): "AUX",
    ("助詞", "接続助詞"): "SCONJ",
    ("助詞", "終助詞"): "PART",
    ("助詞", ""): "ADP",
    ("接頭辞", ""): "NOUN",
    ("接尾辞", ""): "PART",
    ("補助記号", ""): "PUNCT",
    ("記号", ""): "SYM",
}


def format_tokens(text: str, tokens: Sequence[Token], form: Format) -> str:
    """Give one text's tokens in a format, with the line break or blank line that ends it."""
    if form == "mecab":
        return "".join(f"{token.surface}\t{_mecab_feature(token)}\n" for token in tokens) + "EOS\n"
    if form == "conllu":
        return _conllu(text, tokens)
    if form == "jsonl":
        return json.dumps({"text": text, "tokens": [_record(token) for token in tokens]}, ensure_ascii=False) + "\n"
    return " ".join(token.surface for token in tokens) + "\n"


def _mecab_feature(token: Token) -> str:
    fields = (token.pos1, token.pos2, token.base, token.lemma, token.reading, token.source)
    return ",".join(_quoted(field or "*") for field in fields)


def _quoted(field: str) -> str:
    return '"' + field.replace('"', '""') + '"' if "," in field or '"' in field else field


def _conllu(text: str, tokens: Sequence[Token]) -> str:
    rows = [f"# text = {_one_line(text)}\n"]
    for number, token in enumerate(tokens, 1):
        after = tokens[number].start if number < len(tokens) else token.end
        misc = [f"Start={token.start}", f"End={token.end}"]
        misc += [] if after > token.end else ["SpaceAfter=No"]
        misc += [f"Reading={token.reading}"] if token.reading else []
        misc += ["Parts=" + "+".join(part.surface for part in token.parts)] if token.parts else []
        xpos = "-".join(level for level in (token.pos1, token.pos2) if level)
        fields = (str(number), token.surface, token.base, _upos(token), xpos, "_", "_", "_", "_", "|".join(misc))
        rows.append("\t".join(_one_line(field) or "_" for field in fields) + "\n")
    return "".join(rows) + "\n"


def _upos(token: Token) -> str:
    return _UPOS.get((token.pos1, token.pos2)) or _UPOS.get((token.pos1, ""), "X")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _record(token: Token) -> dict[str, Any]:
    record = token._asdict()
    record["parts"] = [_record(part) for part in token.parts]
    return record
