"""The files of a compiled MeCab dictionary as arrays: words, connection costs, features.

Layout (MeCab 0.996, dictionary.cpp and connector.cpp): a header of ten 32-bit integers and the charset's name; a double
array over UTF-8 bytes whose leaves hold first token << 8 | number of tokens; the tokens; the features as strings
ended by NUL. `matrix.bin`: the numbers of right and of left ids, then the cost of (right id of the word before, left
id of the word after), left id by left id.
"""

from __future__ import annotations

import mmap
import os
import struct
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from textmine.tokenizer.errors import DictionaryError

if TYPE_CHECKING:
    from os import PathLike
    from pathlib import Path

    from numpy.typing import NDArray

MAGIC: Final = 0xEF718F77
VERSION: Final = 102
HEADER: Final = struct.Struct("<10I32s")  # magic, version, type, words, left ids, right ids, sizes of three parts, 0
TOKEN: Final = np.dtype(
    [("left", "<u2"), ("right", "<u2"), ("pos", "<u2"), ("cost", "<i2"), ("feature", "<u4"), ("compound", "<u4")]
)
UNIT: Final = np.dtype([("base", "<i4"), ("check", "<u4")])
REMEDY: Final = "unidic-lite を入れ直すか、別の辞書のフォルダを指定してください"


class WordFile(NamedTuple):
    """`sys.dic`, `unk.dic` or a user dictionary.

    Attributes:
        path: of the file.
        header: the ten integers.
        charset: 32 bytes, as in the file.
        units: (n_units,) the double array.
        tokens: (n_tokens,) the words.
        features_at: where the features start; each string at that plus its token's `feature`.
        file: all of it, mapped.
    """

    path: str
    header: tuple[int, ...]
    charset: bytes
    units: NDArray[np.void]
    tokens: NDArray[np.void]
    features_at: int
    file: mmap.mmap

    def feature(self, token: int) -> str:
        """Give the feature string of a token."""
        start = self.features_at + int(self.tokens["feature"][token])
        return self.file[start : self.file.find(b"\0", start)].decode("utf-8", "replace")


def groups_of(units: NDArray[np.void]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Give the leaves of a double array, and of each the first of its tokens and their number."""
    leaves = np.flatnonzero(units["base"] < 0)
    values = -units["base"][leaves].astype(np.int64) - 1
    return leaves, values >> 8, values & 255


def leaf_values(first: NDArray[np.int64], number: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give what leaves hold for the first of their tokens and their number."""
    return -((first << 8 | number) + 1)


def tokens_of(first: NDArray[np.int64], number: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give the indices of the tokens of all groups, group by group."""
    before = np.cumsum(number) - number
    return np.repeat(first - before, number) + np.arange(int(number.sum()))


def read_words(path: str | PathLike[str]) -> WordFile:
    """Read a dictionary file.

    Raises:
        DictionaryError: it is missing, damaged, of another version of MeCab, or not in UTF-8.
    """
    try:
        with open(path, "rb") as handle:
            file = mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as error:
        raise DictionaryError(str(path), "辞書のファイルを読めません", REMEDY) from error
    if len(file) < HEADER.size:
        raise DictionaryError(str(path), "辞書のファイルが壊れています", REMEDY)
    *header, charset = HEADER.unpack_from(file)
    if header[0] ^ MAGIC != len(file) or header[1] != VERSION:
        raise DictionaryError(str(path), "辞書のファイルが壊れているか、MeCab 0.996 の辞書ではありません", REMEDY)
    name = charset.split(b"\0")[0].decode("ascii", "replace")
    if name.lower().replace("-", "") != "utf8":
        raise DictionaryError(str(path), f"辞書の文字コードが {name} です", "UTF-8 の辞書を指定してください")
    units_size, tokens_size, features_size = header[6:9]
    if HEADER.size + units_size + tokens_size + features_size != len(file):
        raise DictionaryError(str(path), "辞書のファイルが壊れています", REMEDY)
    units = np.frombuffer(file, UNIT, units_size // UNIT.itemsize, HEADER.size)
    tokens = np.frombuffer(file, TOKEN, tokens_size // TOKEN.itemsize, HEADER.size + units_size)
    features_at = HEADER.size + units_size + tokens_size
    return WordFile(os.fspath(path), tuple(header), charset, units, tokens, features_at, file)


class Contents(NamedTuple):
    """What a dictionary file holds besides its header; see `WordFile`."""

    units: NDArray[np.void]
    tokens: NDArray[np.void]
    features: bytes
    ids: tuple[int, int]  # numbers of right ids and of left ids in the matrix


def write_words(path: Path, origin: WordFile, contents: Contents) -> None:
    """Write a dictionary file with the header of another one, changed where it must be."""
    units, tokens, features, ids = contents
    body = units.tobytes() + tokens.tobytes() + features
    header = list(origin.header)
    header[0] = (HEADER.size + len(body)) ^ MAGIC
    header[3:9] = [len(tokens), *ids, units.nbytes, tokens.nbytes, len(features)]
    path.write_bytes(HEADER.pack(*header, origin.charset) + body)


def read_matrix(path: Path) -> NDArray[np.int16]:
    """Read connection costs: (n_left_ids, n_right_ids), cost[left id of the word after, right id of the one before]."""
    try:
        values = np.fromfile(path, "<i2")
    except OSError as error:
        raise DictionaryError(str(path), "辞書のファイルを読めません", REMEDY) from error
    if len(values) < 2 or len(values) != 2 + int(values[0].view("<u2")) * int(values[1].view("<u2")):  # noqa: PLR2004
        raise DictionaryError(str(path), "辞書のファイルが壊れています", REMEDY)
    return values[2:].reshape(int(values[1].view("<u2")), int(values[0].view("<u2")))


def write_matrix(path: Path, costs: NDArray[np.int16]) -> None:
    """Write connection costs as MeCab reads them."""
    n_left, n_right = costs.shape
    with path.open("wb") as handle:
        handle.write(np.array([n_right, n_left], "<u2").tobytes())
        handle.write(np.ascontiguousarray(costs, "<i2").tobytes())


def read_blanks(path: str) -> tuple[int, ...]:
    """Read `char.bin` for the characters that MeCab passes over between words.

    Layout (char_property.cpp): the number of categories, their names in 32 bytes each, and for each code point below
    65,535 a word whose 18 lowest bits are its categories.
    """
    try:
        with open(path, "rb") as handle:
            data = handle.read()
    except OSError as error:
        raise DictionaryError(path, "辞書のファイルを読めません", REMEDY) from error
    n_categories = int.from_bytes(data[:4], "little")
    names = [data[4 + 32 * place : 36 + 32 * place].split(b"\0")[0] for place in range(min(n_categories, 18))]
    if len(data) != 4 + 32 * n_categories + 4 * 0xFFFF or b"SPACE" not in names:
        raise DictionaryError(str(path), "辞書のファイルが壊れています", REMEDY)
    categories = np.frombuffer(data, "<u4", 0xFFFF, 4 + 32 * n_categories)
    return tuple(np.flatnonzero(categories >> names.index(b"SPACE") & 1).tolist())
