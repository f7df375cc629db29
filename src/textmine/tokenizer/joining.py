"""Words to joined words: where the rules find compounds and numbers, and what a joined word's fields are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from textmine.tokenizer.compounds import ALONE, BLANK, USER, Compounds, rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from textmine.tokenizer.vocabulary import Entry, Vocabulary

LARGEST_MEMORY: Final = 100_000  # compounds that are remembered between calls
_PLACES: Final = frozenset("都道府県市区町村郡駅")
SURFACE, BASE, LEMMA, POS1, POS2, READING = range(6)  # of an entry


class Groups(NamedTuple):
    """Runs of words that are one.

    Attributes:
        starts: (n_groups,) first word of each.
        stops: (n_groups,) one after the last word.
        numbers: (n_groups,) which of `entries` each is.
        entries: the distinct joined words.
    """

    starts: NDArray[np.int64]
    stops: NDArray[np.int64]
    numbers: NDArray[np.int32]
    entries: list[Entry]


_JOINABLE: Final = ~np.isin(np.arange(256), [ALONE, USER])
NO_GROUPS: Final = Groups(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.int32), [])


class Joiner:
    """Find the joined words of a text.

    Args:
        vocabulary: of the slots that will be given.
        compounds: which nouns are joined.
    """

    def __init__(self, vocabulary: Vocabulary, compounds: Compounds) -> None:
        self._vocabulary = vocabulary
        self._pattern = rules(compounds)
        self._memory: dict[tuple[str | None, bytes], Entry] = {}

    def groups(
        self, slots: NDArray[np.int32], gaps: NDArray[np.intp], local: list[Entry], local_letters: list[int]
    ) -> Groups:
        """Give the runs of words that are one.

        Args:
            slots: (n_words,) of the vocabulary, or -1 - i for the i-th local word.
            gaps: words that do not touch the one before them.
            local: words that are in no dictionary.
            local_letters: their letters.
        """
        spans, kinds = self._spans(self._letters(slots, local_letters), gaps)
        if not kinds:
            return NO_GROUPS
        starts, stops = spans[:, 0], spans[:, 1]
        raw = slots.tobytes()
        keys = [
            (kind, raw[4 * start : 4 * stop])
            for kind, start, stop in zip(kinds, starts.tolist(), stops.tolist(), strict=True)
        ]
        distinct: dict[tuple[str | None, bytes], int] = {}
        numbers = [distinct.setdefault(key, len(distinct)) for key in keys]
        entries = [self._entry(key, local) for key in distinct]
        return Groups(starts, stops, np.array(numbers, np.int32), entries)

    def runs(
        self, slots: NDArray[np.int32], local: list[Entry], local_letters: list[int]
    ) -> Iterator[tuple[int, int, Entry]]:
        """Give the runs of words that are one in a line whose words all touch: first word, one after the last, word."""
        raw = slots.tobytes()
        for match in self._pattern.finditer(self._letters(slots, local_letters).tobytes()):
            start, stop = match.span()
            if stop - start > 1:
                yield start, stop, self._entry((match.lastgroup, raw[4 * start : 4 * stop]), local)

    def _letters(self, slots: NDArray[np.int32], local_letters: list[int]) -> NDArray[np.uint8]:
        if not local_letters:
            return self._vocabulary.letters[slots]
        letters = self._vocabulary.letters[np.maximum(slots, 0)]
        unknown = np.flatnonzero(slots < 0)
        letters[unknown] = np.array(local_letters, np.uint8)[-1 - slots[unknown]]
        return letters

    def _spans(self, letters: NDArray[np.uint8], gaps: NDArray[np.intp]) -> tuple[NDArray[np.int64], list[str | None]]:
        """Match the rules: (n_groups, 2) first word and one after the last, and the kind of each."""
        joinable = _JOINABLE[letters]
        touching = np.zeros(len(letters) + 1, np.bool_)  # which words may go on the one before them
        touching[1:-1] = joinable[1:] & joinable[:-1]
        touching[gaps] = False
        words = np.flatnonzero(touching[1:] | touching[:-1])  # the rest of the text is never looked at
        is_opening = ~touching[words]
        places_in_runs = np.arange(len(words)) + np.cumsum(is_opening)
        runs = np.full(len(words) + int(is_opening.sum()), BLANK, np.uint8)
        runs[places_in_runs] = letters[words]
        matches = [
            (start, end, match.lastgroup)
            for match in self._pattern.finditer(runs.tobytes())
            for start, end in (match.span(),)
            if end - start > 1
        ]
        if not matches:
            return np.empty((0, 2), np.int64), []
        places = np.array([match[0] for match in matches], np.int64)
        lengths = np.array([match[1] for match in matches], np.int64) - places
        starts = words[np.searchsorted(places_in_runs, places)]
        return np.stack([starts, starts + lengths], axis=1), [match[2] for match in matches]

    def _entry(self, key: tuple[str | None, bytes], local: list[Entry]) -> Entry:
        found = self._memory.get(key)
        if found is not None:
            return found
        slots = np.frombuffer(key[1], np.int32).tolist()
        words = [local[-1 - slot] if slot < 0 else self._vocabulary.entries[slot] for slot in slots]
        made = _number(words) if key[0] == "number" else _compound(words)
        if min(slots) >= 0:  # a local word's number means nothing in the next call
            if len(self._memory) >= LARGEST_MEMORY:
                self._memory.clear()
            self._memory[key] = made
        return made


def _number(words: list[Entry]) -> Entry:
    from textmine.tokenizer.numbers import canonical_number  # noqa: PLC0415 - not for a first sentence

    surface = "".join(word[SURFACE] for word in words)
    base = canonical_number(surface)
    return (surface, base, base, "名詞", "数詞", "", "rule", "")


def _compound(words: list[Entry]) -> Entry:
    surface = "".join(word[SURFACE] for word in words)
    stem = "".join(word[SURFACE] for word in words[:-1])
    base = stem + words[-1][BASE]
    lemma = "".join(word[LEMMA] for word in words)
    readings = [word[READING] for word in words]
    reading = "".join(readings) if all(readings) else ""
    is_name = words[-1][POS2] == "固有名詞" or (words[0][POS2] == "固有名詞" and words[-1][SURFACE] in _PLACES)
    return (
        surface,
        base,
        base if is_name else lemma,
        "名詞",
        "固有名詞" if is_name else "普通名詞",
        reading,
        "rule",
        "",
    )
