"""MeCab's answer to columns: places in the texts that were given, joined words, parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from textmine.tokenizer.columns import Parts, TokenColumns, in_bytes
from textmine.tokenizer.joining import NO_GROUPS, Groups
from textmine.tokenizer.mecab_files import tokens_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from textmine.tokenizer.engine import Cut
    from textmine.tokenizer.joining import Joiner
    from textmine.tokenizer.normal_form import Normalised
    from textmine.tokenizer.vocabulary import Vocabulary


_NONE: Final = np.empty(0, np.int32)
_NO_BYTES: Final = np.empty(0, np.uint8)
_NO_PARTS: Final = Parts(_NONE, np.zeros(1, np.int32), _NONE, _NO_BYTES, _NO_BYTES)


class TermParts(NamedTuple):
    """How each user term would be cut without it; terms have the first slots of the vocabulary.

    Attributes:
        bounds: (n_terms + 1,) first part of each term.
        slots: (n_parts,) words of the vocabulary.
        lengths: (n_parts,) characters that are no blank.
    """

    bounds: NDArray[np.int64]
    slots: NDArray[np.int32]
    lengths: NDArray[np.int32]


NO_TERMS: Final = TermParts(np.zeros(1, np.int64), _NONE, _NONE)


class Places(NamedTuple):
    """Where words stand in the view: (n_words,) each."""

    inked: NDArray[np.int32]  # (n_inked,) characters that are no blank
    starts: NDArray[np.int32]  # first character of each word, counted among those
    ends: NDArray[np.int32]


class Seen(NamedTuple):
    """What MeCab was shown.

    Attributes:
        view: (n_characters,) code points that MeCab saw.
        read: the normalised texts, with the way back.
        text_starts: (n_texts,) where each text starts in what was normalised.
    """

    view: NDArray[np.uint32]
    read: Normalised
    text_starts: NDArray[np.int32]


class Assembler:
    """Makes columns of MeCab's answers.

    Args:
        vocabulary: of the words.
        blanks: code points that MeCab passes over.
        joiner: joins words; None for short words.
        terms: parts of user terms.
    """

    def __init__(
        self, vocabulary: Vocabulary, blanks: tuple[int, ...], joiner: Joiner | None, terms: TermParts
    ) -> None:
        self.vocabulary = vocabulary
        self._is_inked = np.ones(max(blanks) + 1, np.bool_)  # up to the last blank
        self._is_inked[list(blanks)] = False
        self.joiner = joiner
        self.terms = terms

    def columns(self, cut: Cut, seen: Seen) -> TokenColumns:
        """Give the tokens of some texts from the words that MeCab found in them.

        Raises:
            RuntimeError: MeCab's words do not add up to the text; a fault of this package.
        """
        places = self._places(cut, seen.view)
        first, last = places.inked[places.starts], places.inked[places.ends - 1]
        starts, ends = seen.read.source(first, last)
        local, groups = list(cut.local), NO_GROUPS
        if self.joiner is not None:
            gaps = (first[1:] != last[:-1] + 1).nonzero()[0] + 1
            groups = self.joiner.groups(cut.slots, gaps, local, cut.local_letters)
        slots = cut.slots
        heads: NDArray[np.intp] | None = None
        if len(groups.starts):
            heads, tails, slots = _joined(slots, groups, len(local))
            starts, ends = starts[heads], ends[tails]
        local += groups.entries
        bounds = np.append(np.searchsorted(starts, seen.text_starts), len(starts))
        offsets = np.repeat(seen.text_starts, np.diff(bounds))
        parts = self._parts(cut, seen.read, places, groups)
        if heads is not None:  # owners were short words
            parts = parts._replace(owners=np.searchsorted(heads, parts.owners).astype(np.int32))
        return TokenColumns(
            slots,
            starts - offsets,
            ends - offsets,
            bounds.astype(np.int64),
            self.vocabulary,
            tuple(local),
            parts,
        )

    def _places(self, cut: Cut, view: NDArray[np.uint32]) -> Places:
        low = (view < len(self._is_inked)).nonzero()[0]  # few: blanks come first in the order of characters
        ink = np.ones(len(view), np.bool_)
        ink[low] = self._is_inked[view[low]]
        inked = ink.nonzero()[0].astype(np.int32)
        ends = np.cumsum(cut.lengths, dtype=np.int32)
        n_found = int(ends[-1]) if len(ends) else 0
        if n_found != len(inked):
            raise RuntimeError(f"words of {n_found} characters in a text of {len(inked)}")
        return Places(inked, ends - cut.lengths, ends)

    def _parts(self, cut: Cut, read: Normalised, places: Places, groups: Groups) -> Parts:
        """Give the parts of joined words and user terms; owners are short words yet."""
        if not len(groups.starts) and len(self.terms.bounds) == 1:
            return _NO_PARTS
        sizes = groups.stops - groups.starts
        of_group = tokens_of(groups.starts, sizes)
        users, counts, of_term = _term_parts(cut.slots, self.terms)
        lengths = self.terms.lengths[of_term]
        begins = np.repeat(places.starts[users], counts) + _before(lengths, counts)
        owners = np.concatenate([groups.starts, users])
        order = np.argsort(owners, kind="stable")
        every = np.concatenate([sizes, counts])
        rows = tokens_of((np.cumsum(every) - every)[order], every[order])
        first = np.concatenate([places.starts[of_group], begins])[rows]
        last = np.concatenate([places.ends[of_group], begins + lengths])[rows] - 1
        starts, ends = read.source(places.inked[first], places.inked[last])
        bounds = np.append(0, np.cumsum(every[order])).astype(np.int32)
        return Parts(
            owners[order].astype(np.int32),
            bounds,
            np.concatenate([cut.slots[of_group], self.terms.slots[of_term]])[rows],
            in_bytes(starts - np.repeat(starts[bounds[:-1]], every[order])),
            in_bytes(ends - starts),
        )


def concatenated(columns: Sequence[TokenColumns], vocabulary: Vocabulary) -> TokenColumns:
    """Give the columns of batches of texts as one."""
    if len(columns) == 1:
        return columns[0]
    parts = [batch.parts for batch in columns]
    local_before = _before_each([len(batch.local) for batch in columns])
    tokens_before = _before_each([batch.n_tokens for batch in columns])
    return TokenColumns(
        np.concatenate([_moved(batch.slots, before) for batch, before in zip(columns, local_before, strict=True)]),
        np.concatenate([batch.starts for batch in columns]),
        np.concatenate([batch.ends for batch in columns]),
        _bounds([batch.text_bounds for batch in columns]),
        vocabulary,
        tuple(entry for batch in columns for entry in batch.local),
        Parts(
            np.concatenate([part.owners + np.int32(n) for part, n in zip(parts, tokens_before, strict=True)]),
            _bounds([part.bounds for part in parts]).astype(np.int32),
            np.concatenate([_moved(part.slots, before) for part, before in zip(parts, local_before, strict=True)]),
            np.concatenate([part.offsets for part in parts]),
            np.concatenate([part.lengths for part in parts]),
        ),
    )


def _joined(
    slots: NDArray[np.int32], groups: Groups, n_local: int
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.int32]]:
    """Give the first and the last short word of each joined word, and its slot."""
    depth = np.zeros(len(slots) + 1, np.int8)
    depth[groups.starts + 1] += 1
    depth[groups.stops] -= 1
    heads = (np.cumsum(depth[:-1], dtype=np.int8) == 0).nonzero()[0]
    tails = np.append(heads[1:], len(slots)) - 1
    joined = slots[heads]
    joined[np.searchsorted(heads, groups.starts)] = -1 - n_local - groups.numbers
    return heads, tails, joined


def _term_parts(
    slots: NDArray[np.int32], terms: TermParts
) -> tuple[NDArray[np.intp], NDArray[np.int64], NDArray[np.int64]]:
    """Give which words are user terms of several parts, the number of parts of each, and those parts."""
    n_terms = len(terms.bounds) - 1
    users = ((slots >= 0) & (slots < n_terms)).nonzero()[0]
    of_users = slots[users]
    counts = terms.bounds[of_users + 1] - terms.bounds[of_users]
    several = counts > 1
    users, counts = users[several], counts[several]
    return users, counts, tokens_of(terms.bounds[slots[users]].astype(np.int64), counts)


def _before(lengths: NDArray[np.int32], counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give the characters of each owner's parts that stand before each part."""
    before = np.cumsum(lengths, dtype=np.int64) - lengths
    firsts = np.cumsum(counts) - counts
    begins: NDArray[np.int64] = np.repeat(before[firsts], counts)
    return before - begins


def _moved(slots: NDArray[np.int32], n_local: int) -> NDArray[np.int32]:
    return np.where(slots < 0, slots - np.int32(n_local), slots)


def _before_each(numbers: Sequence[int]) -> list[int]:
    return [0, *np.cumsum(numbers[:-1]).tolist()]


def _bounds(bounds: Sequence[NDArray[Any]]) -> NDArray[np.int64]:
    """Give the bounds of groups that follow each other."""
    return np.append(0, np.cumsum(np.concatenate([np.diff(one) for one in bounds]), dtype=np.int64))
