"""Tokens of many texts as columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textmine.tokenizer.tokens import Token


@dataclass(frozen=True, slots=True)
class TokenColumns:
    """The tokens of many texts; `columns[i]` gives the tokens of text i."""

    rows: tuple[list[Token], ...]

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, text: int) -> list[Token]:
        return self.rows[text]

    def __iter__(self) -> Iterator[list[Token]]:
        return iter(self.rows)
