"""A word's number in two characters, as a derived dictionary's features hold it and MeCab prints it, and back.

Two characters of fifteen bits each, U+4000 to U+BFFF: no blank, sign, or half of a pair is among them, and each is one
code point to numpy and three bytes to MeCab.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

FORMAT: Final = 4  # of the derived files: one more whenever `derived` makes something else
WIDTH: Final = 6  # bytes of an id
MOST_IDS: Final = 1 << 30
IDS: Final = "ids.npy"

_FIRST: Final = 0x4000
_BITS: Final = 15


def encode_ids(ids: NDArray[np.int64]) -> bytes:
    """Give ids in characters, `WIDTH` bytes for each."""
    halves = np.stack([ids >> _BITS, ids & ((1 << _BITS) - 1)], axis=1) + _FIRST
    return halves.astype("<u2").tobytes().decode("utf-16-le").encode()


def id_text(number: int) -> str:
    """Give one id in characters."""
    return encode_ids(np.array([number])).decode()


def id_number(text: str) -> int:
    """Give one id of its two characters."""
    return (ord(text[0]) - _FIRST) << _BITS | (ord(text[1]) - _FIRST)


def decode_ids(high: NDArray[np.uint32], low: NDArray[np.uint32]) -> NDArray[np.int32]:
    """Give ids of the code points of their first and of their second characters."""
    ids: NDArray[np.uint32] = ((high - np.uint32(_FIRST)) << np.uint32(_BITS)) | (low - np.uint32(_FIRST))
    return ids.view(np.int32)
