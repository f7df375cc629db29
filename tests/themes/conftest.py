"""Statements and tokens written by hand, so that no expected value hangs on a dictionary."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from textmine.documents import Statement
from textmine.tokenizer import Token

if TYPE_CHECKING:
    from collections.abc import Callable

Cut = "Callable[[str], tuple[str, list[Token]]]"


def cut(marked: str) -> tuple[str, list[Token]]:
    """Make text and tokens of words between bars: 行っ/行う/動詞 with base and part of speech, 父:親 with parts."""
    tokens = []
    text = ""
    for word in marked.split("|"):
        written, _, rest = word.partition("/")
        base, _, part_of_speech = rest.partition("/")
        pieces = written.split(":")
        surface = "".join(pieces)
        start = len(text)
        text += surface
        parts: list[Token] = []
        if len(pieces) > 1:
            place = start
            for piece in pieces:
                parts.append(Token(piece, piece, piece, "名詞", "", "", place, place + len(piece), "system"))
                place += len(piece)
        kind = part_of_speech or ("補助記号" if surface in "。、()「」!" else "名詞")
        tokens.append(
            Token(surface, base or surface, base or surface, kind, "", "", start, len(text), "system", tuple(parts))
        )
    return text, tokens


def statement(text: str, statement_id: str = "a:1", **fields: object) -> Statement:
    """Make a statement; what a test does not name is like everywhere else."""
    values: dict[str, object] = {
        "statement_id": statement_id,
        "document": statement_id.split(":", maxsplit=1)[0],
        "ward": "東区",
        "fiscal_year": 2023,
        "period_start": None,
        "period_end": None,
        "form": "annual",
        "section": "outcome",
        "goal_no": 1,
        "level": 1,
        "text": text,
        "page": 1,
        "spans": (),
        "box": None,
        "section_by": "label",
        "confidence": 1.0,
    }
    return Statement(**{**values, **fields})  # type: ignore[arg-type]


@pytest.fixture(name="cut")
def cut_fixture() -> Callable[[str], tuple[str, list[Token]]]:
    return cut


@pytest.fixture(name="statement")
def statement_fixture() -> Callable[..., Statement]:
    return statement
