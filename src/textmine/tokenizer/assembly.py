"""MeCab's answer to columns: places in the texts that were given, joined words, parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from textmine.tokenizer.columns import Parts, TokenColumns
from textmine.tokenizer.joining import NO_GROUPS, Groups
from textmine.tokenizer.mecab_files import tokens_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from textmine.tokenizer.engine import Cut
    from textmine.tokenizer.joining import Joiner
    from textmine.tokenizer.normalise import Normalised
    from textmine.tokenizer.vocabulary import Vocabulary


_NONE: Final = np.empty(0, np.int32)
_NO_PARTS: Final = Parts(_NONE, np.zeros(1, np.int32), _NONE, _NONE, _NONE)


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


class Places(NamedTuple):
    """Where words stand in the view: (n_words,) each."""

    inked: NDArray[np.intp]  # (n_inked,) characters that are no blank
    starts: NDArray[np.int64]  # first character of each word, counted among those
    ends: NDArray[np.int64]


def assemble(
    cut: Cut,
    view: NDArray[np.uint32],
    read: Normalised,
    text_starts: NDArray[np.int64],
    vocabulary: Vocabulary,
    *,
    blanks: tuple[int, ...],
    joiner: Joiner | None,
    terms: TermParts,
) -> TokenColumns:
    """Give the tokens of some texts.

    Args:
        cut: the words that MeCab found.
        view: the code points that MeCab saw.
        read: the normalised texts, with the way back.
        text_starts: (n_texts,) where each text starts in what was normalised.
        vocabulary: of the words.
        blanks: code points that MeCab passes over.
        joiner: joins words; None for short words.
        terms: parts of user terms.

    Raises:
        RuntimeError: MeCab's words do not add up to the text; a fault of this package.
    """
    places = _places(cut, view, blanks)
    first, last = places.inked[places.starts], places.inked[places.ends - 1]
    starts, ends = read.source(first, last)
    local, groups = list(cut.local), NO_GROUPS
    if joiner is not None:
        gaps = (first[1:] != last[:-1] + 1).nonzero()[0] + 1
        groups = joiner.groups(cut.slots, gaps, local, cut.local_letters)
    heads, tails, slots = _joined(cut.slots, groups, len(local))
    local += groups.entries
    parts = _parts(cut, read, places, (starts, ends), groups, terms)
    bounds = np.append(np.searchsorted(starts[heads], text_starts), len(heads))
    offsets = np.repeat(text_starts, np.diff(bounds))
    return TokenColumns(
        slots,
        (starts[heads] - offsets).astype(np.int32),
        (ends[tails] - offsets).astype(np.int32),
        bounds.astype(np.int64),
        vocabulary,
        tuple(local),
        _of_texts(parts, heads, offsets) if len(parts.owners) else _NO_PARTS,
    )


def _of_texts(parts: Parts, heads: NDArray[np.intp], offsets: NDArray[np.int64]) -> Parts:
    """Make owners joined words, and places those of the owner's text."""
    owners = np.searchsorted(heads, parts.owners)
    back = np.repeat(offsets[owners], np.diff(parts.bounds))
    return Parts(
        owners.astype(np.int32),
        parts.bounds,
        parts.slots,
        (parts.starts - back).astype(np.int32),
        (parts.ends - back).astype(np.int32),
    )


def concatenated(columns: Sequence[TokenColumns], vocabulary: Vocabulary) -> TokenColumns:
    """Give the columns of batches of texts as one."""
    if len(columns) == 1:
        return columns[0]
    n_tokens = np.cumsum([0, *(part.n_tokens for part in columns)])
    n_local = np.cumsum([0, *(len(part.local) for part in columns)])
    n_parts = np.cumsum([0, *(len(part.parts.slots) for part in columns)])
    bounds = [part.text_bounds[:-1] + before for part, before in zip(columns, n_tokens, strict=False)]
    part_bounds = [part.parts.bounds[:-1] + before for part, before in zip(columns, n_parts, strict=False)]
    owners = [part.parts.owners + before for part, before in zip(columns, n_tokens, strict=False)]
    return TokenColumns(
        _stack([_moved(part.slots, before) for part, before in zip(columns, n_local, strict=False)], np.int32),
        _stack([part.starts for part in columns], np.int32),
        _stack([part.ends for part in columns], np.int32),
        _stack([*bounds, n_tokens[-1:]], np.int64),
        vocabulary,
        tuple(entry for part in columns for entry in part.local),
        Parts(
            _stack(owners, np.int32),
            _stack([*part_bounds, n_parts[-1:]], np.int32),
            _stack(
                [_moved(part.parts.slots, before) for part, before in zip(columns, n_local, strict=False)], np.int32
            ),
            _stack([part.parts.starts for part in columns], np.int32),
            _stack([part.parts.ends for part in columns], np.int32),
        ),
    )


def _places(cut: Cut, view: NDArray[np.uint32], blanks: tuple[int, ...]) -> Places:
    last = max(blanks)
    low = (view <= last).nonzero()[0]  # few: the blank is the last of them in most dictionaries
    ink = np.ones(len(view), np.bool_)
    ink[low[np.isin(view[low], blanks)]] = False
    inked = ink.nonzero()[0]
    ends = np.cumsum(cut.lengths, dtype=np.int64)
    if (int(ends[-1]) if len(ends) else 0) != len(inked):
        raise RuntimeError(f"words of {int(ends[-1]) if len(ends) else 0} characters in a text of {len(inked)}")
    return Places(inked, ends - cut.lengths, ends)


def _joined(
    slots: NDArray[np.int32], groups: Groups, n_local: int
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.int32]]:
    """Give the first and the last short word of each joined word, and its slot."""
    if not len(groups.starts):
        every = np.arange(len(slots))
        return every, every, slots
    depth = np.zeros(len(slots) + 1, np.int8)
    depth[groups.starts + 1] += 1
    depth[groups.stops] -= 1
    heads = (np.cumsum(depth[:-1], dtype=np.int8) == 0).nonzero()[0]
    tails = np.append(heads[1:], len(slots)) - 1
    joined = slots[heads]
    joined[np.searchsorted(heads, groups.starts)] = -1 - n_local - groups.numbers
    return heads, tails, joined


def _parts(
    cut: Cut,
    read: Normalised,
    places: Places,
    sources: tuple[NDArray[np.intp], NDArray[np.intp]],
    groups: Groups,
    terms: TermParts,
) -> Parts:
    """Give the parts of joined words and of user terms; owners are short words here, places are not yet of a text."""
    if not len(groups.starts) and len(terms.bounds) == 1:
        return _NO_PARTS
    users, counts, of_term = _term_parts(cut.slots, terms)
    sizes = groups.stops - groups.starts
    of_group = tokens_of(groups.starts, sizes)
    inked = np.repeat(places.starts[users], counts) + _before(terms.lengths[of_term], counts)
    first = places.inked[inked]
    last = places.inked[inked + terms.lengths[of_term] - 1]
    term_starts, term_ends = read.source(first, last)
    owners = np.concatenate([groups.starts, users])
    order = np.argsort(owners, kind="stable")
    every = np.concatenate([sizes, counts])
    begins = np.cumsum(every) - every
    rows = tokens_of(begins[order], every[order])
    return Parts(
        owners[order],
        np.append(0, np.cumsum(every[order])).astype(np.int32),
        np.concatenate([cut.slots[of_group], terms.slots[of_term]])[rows],
        np.concatenate([sources[0][of_group], term_starts])[rows],
        np.concatenate([sources[1][of_group], term_ends])[rows],
    )


def _term_parts(
    slots: NDArray[np.int32], terms: TermParts
) -> tuple[NDArray[np.intp], NDArray[np.int64], NDArray[np.int64]]:
    """Give which words are user terms of several parts, the number of parts of each, and those parts."""
    n_terms = len(terms.bounds) - 1
    users = ((slots >= 0) & (slots < n_terms)).nonzero()[0] if n_terms else np.empty(0, np.intp)
    counts = np.diff(terms.bounds)[slots[users]] if n_terms else np.empty(0, np.int64)
    several = counts > 1
    users, counts = users[several], counts[several]
    return users, counts, tokens_of(terms.bounds[slots[users]].astype(np.int64), counts)


def _before(lengths: NDArray[np.int32], counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give the characters of each owner's parts that stand before each part."""
    before = np.cumsum(lengths, dtype=np.int64) - lengths
    firsts = np.cumsum(counts) - counts
    return before - np.repeat(before[firsts] if len(firsts) else before[:0], counts)


def _moved(slots: NDArray[np.int32], n_local: np.int64) -> NDArray[np.int32]:
    return np.where(slots < 0, slots - n_local, slots)


def _stack(arrays: Sequence[NDArray[np.generic]], kind: type[np.generic]) -> NDArray[np.generic]:
    return np.concatenate([*arrays, np.empty(0, kind)]).astype(kind)
