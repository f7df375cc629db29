"""Marks at the start of a line, which go with what they mark: 「１    率直な意見」 and 「●  妊娠期」 are one piece."""

from __future__ import annotations

import re
from typing import Final

_LONE_MARK: Final = re.compile(r"[(（]?(?:[0-9０-９]{1,2}|[ァ-ヶｱ-ﾝa-zA-Z]|[^\w\s])[.．)）:：、]?")
_WORDS: Final = re.compile(r"[^\W\d_a-zA-Z]{2}")
_LONGEST: Final = 5  # characters of a mark


def is_lone_mark(piece: str, following: str) -> bool:
    """Tell whether a piece is nothing but the bullet or number of the words that follow it."""
    mark = piece.strip()
    return len(mark) <= _LONGEST and _LONE_MARK.fullmatch(mark) is not None and _WORDS.search(following) is not None
