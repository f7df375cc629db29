"""Texts to pieces of a size that can be worked on: batches of texts for numpy, lines for MeCab."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

BATCH: Final = 1 << 17  # characters that are worked on at once; memory stays small, arrays stay in the caches
LONGEST_LINE: Final = 1 << 16  # characters for one call: MeCab adds costs in 32 bits, and overflow ends the process
NEARBY: Final = 1000  # characters


def batches(texts: Iterable[str]) -> Iterator[list[str]]:
    """Gather texts to batches of about `BATCH` characters; a text is never cut."""
    batch: list[str] = []
    size = 0
    for text in checked(texts):
        batch.append(text)
        size += len(text)
        if size >= BATCH:
            yield batch
            batch, size = [], 0
    yield batch


def checked(texts: Iterable[str]) -> Iterator[str]:
    """Give the texts, each of which is one.

    Raises:
        TypeError: one is no `str`.
    """
    for place, text in enumerate(texts, 1):
        if not isinstance(text, str):
            raise TypeError(
                f"文章は文字列(str)で渡してください: {place}番目の {text!r:.60} は {type(text).__name__} です"
            )
        yield text


def starts_of(texts: Sequence[str]) -> NDArray[np.int32]:
    """Give where each text starts when they are joined by breaks: (n_texts,)."""
    lengths = np.fromiter(map(len, texts), np.int32, len(texts))
    return np.cumsum(lengths + np.int32(1), dtype=np.int32) - lengths - np.int32(1)


def short_lines(lines: list[str]) -> list[str]:
    """Cut lines that are too long for MeCab into pieces; no other line is touched."""
    if max(map(len, lines)) <= LONGEST_LINE:
        return lines
    return [piece for line in lines for piece in _pieces(line)]


def _pieces(line: str) -> Iterator[str]:
    """Cut a line after a sentence, a clause or a word if one ends nearby."""
    start = 0
    while len(line) - start > LONGEST_LINE:
        stop = start + LONGEST_LINE
        ends = (line.rfind(sign, stop - NEARBY, stop) + 1 for sign in "。、 ")
        cut = next(filter(None, ends), stop)
        yield line[start:cut]
        start = cut
    yield line[start:]
