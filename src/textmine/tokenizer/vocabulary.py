"""The distinct words that a tokenizer has met: columns by slot; grows by doubling, under a lock."""

from __future__ import annotations

from operator import itemgetter
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from textmine.tokenizer.tokens import Source

FIELDS: Final = ("surface", "base", "lemma", "pos1", "pos2", "reading", "source", "feature")
Entry = tuple[str, str, str, str, str, str, "Source", str]  # FIELDS
SHOWN: Final = "shown"  # the fields that a token begins with, as one tuple
_GETTERS: Final[dict[str, Callable[[Entry], Any]]] = {name: itemgetter(place) for place, name in enumerate(FIELDS)}
_GETTERS[SHOWN] = itemgetter(slice(FIELDS.index("source")))


class Vocabulary:
    """Words by slot. Slots are only ever added; a reader that holds a slot finds it in any later column."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.size = 0
        self._columns: dict[str, NDArray[np.object_]] = {name: np.empty(1024, object) for name in _GETTERS}
        self.entries: list[Entry] = []  # by slot
        self._strings: dict[str, str] = {}  # equal strings are one: half of the memory, and of the way to it
        self._letters: NDArray[np.uint8] = np.zeros(1024, np.uint8)

    def add(self, entry: Entry, letter: int) -> int:
        """Give a new slot to a word. The caller holds the lock."""
        slot = self.size
        if slot == len(self._letters):
            self._columns = {name: _doubled(column) for name, column in self._columns.items()}
            self._letters = _doubled(self._letters)
        entry = self._shared(entry)
        for name, get in _GETTERS.items():
            self._columns[name][slot] = get(entry)
        self._letters[slot] = letter
        self.entries.append(entry)
        self.size = slot + 1
        return slot

    def _shared(self, entry: Entry) -> Entry:
        *fields, feature = entry
        return (*map(self._strings.setdefault, fields, fields), feature)  # type: ignore[return-value]

    def column(self, name: str) -> NDArray[np.object_]:
        """Give a field of all words, by slot."""
        return self._columns[name]

    @property
    def letters(self) -> NDArray[np.uint8]:
        """The letters of all words for the rules that join them, by slot."""
        return self._letters


def decode_columns(
    names: Sequence[str], slots: NDArray[np.int32], vocabulary: Vocabulary, local: Sequence[Entry]
) -> list[NDArray[np.object_]]:
    """Give fields of many tokens: slots from 0 are the vocabulary's, -1 - i is the i-th local word."""
    columns = [vocabulary.column(name) for name in names]
    if not local:
        return [column.take(slots) for column in columns]
    of_local = [np.fromiter(map(_GETTERS[name], reversed(local)), object, len(local)) for name in names]
    if len(slots) > vocabulary.size:  # local words behind the others: -1 is the last of all
        tables = [
            np.concatenate([column[: vocabulary.size], last]) for column, last in zip(columns, of_local, strict=True)
        ]
        return [table.take(slots, mode="wrap") for table in tables]
    places = (slots < 0).nonzero()[0]
    decoded = [column.take(slots, mode="clip") for column in columns]
    for values, last in zip(decoded, of_local, strict=True):
        values[places] = last[slots[places]]
    return decoded


def _doubled(column: NDArray[Any]) -> NDArray[Any]:
    larger = np.empty(len(column) * 2, column.dtype)
    larger[: len(column)] = column
    return larger
