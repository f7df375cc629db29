"""A word's number in four letters, as a derived dictionary's features hold it and MeCab prints it, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

FORMAT: Final = 2  # of the derived files: one more whenever `derived` makes something else
LETTERS: Final = np.frombuffer(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+-", np.uint8)
TERM_COST: Final = -2000  # of every user term; see `term_compiler`
LENGTHS: Final = "lengths.npy"
IDS: Final = "ids.npy"


def encode_ids(ids: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Give ids in letters: (n, 4)."""
    letters: NDArray[np.uint8] = LETTERS[(ids[:, None] >> np.array([0, 6, 12, 18])) & 63]
    return letters


def id_text(number: int) -> str:
    """Give one id in letters."""
    return encode_ids(np.array([number])).tobytes().decode("ascii")


def decode_ids(letters: bytes) -> NDArray[np.int32]:
    """Give the ids of a run of letters: two letters are looked up at once."""
    halves = _HALVES[np.frombuffer(letters, "<u2")]
    ids: NDArray[np.uint32] = halves[0::2] | (halves[1::2] << np.uint32(12))
    return ids.view(np.int32)


def _letter_pairs() -> NDArray[np.uint32]:
    value = np.zeros(256, np.uint32)
    value[LETTERS] = np.arange(64, dtype=np.uint32)
    pairs: NDArray[np.uint32] = (value[:, None] << np.uint32(6) | value).ravel()  # second letter, first letter
    return pairs


_HALVES: Final = _letter_pairs()
