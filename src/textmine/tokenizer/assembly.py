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
        counts = groups.stops - groups.starts
        words = tokens_of(groups.starts, counts)
        found = _Found(groups.starts, counts, cut.slots[words], places.starts[words], places.ends[words])
        if len(self.terms.bounds) > 1:
            found = _in_order(found, _parts_of_users(cut, places, self.terms))
        starts, ends = read.source(places.inked[found.starts], places.inked[found.ends - 1])
        bounds = _bounds_of(found.counts)
        return Parts(
            found.owners.astype(np.int32),
            bounds.astype(np.int32),
            found.slots,
            in_bytes(starts - starts[bounds[:-1]].repeat(found.counts)),
            in_bytes(ends - starts),
        )


class _Found(NamedTuple):
    """Parts with their owners; see `Parts`. Places are those of the view, among the characters that are no blank."""

    owners: NDArray[np.int64]  # (n_owners,) short words, ascending
    counts: NDArray[np.int64]  # (n_owners,) parts of each
    slots: NDArray[np.int32]  # (n_parts,)
    starts: NDArray[np.int32]  # (n_parts,)
    ends: NDArray[np.int32]  # (n_parts,)


def _parts_of_users(cut: Cut, places: Places, terms: TermParts) -> _Found:
    """Give the parts of those words that are user terms of several parts."""
    users, counts, parts = _term_parts(cut.slots, terms)
    lengths = terms.lengths[parts]
    starts = np.repeat(places.starts[users], counts) + _before(lengths, counts)
    return _Found(users, counts, terms.slots[parts], starts, starts + lengths)


def _in_order(one: _Found, other: _Found) -> _Found:
    """Give the owners of both with their parts, in the order of the text."""
    if not len(other.owners):
        return one
    pairs: Any = zip(one, other, strict=True)
    owners, counts, slots, starts, ends = map(np.concatenate, pairs)
    order = np.argsort(owners, kind="stable")
    rows = tokens_of((np.cumsum(counts) - counts)[order], counts[order])
    return _Found(owners[order], counts[order], slots[rows], starts[rows], ends[rows])


def _bounds_of(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    bounds = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=bounds[1:])
    return bounds


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
