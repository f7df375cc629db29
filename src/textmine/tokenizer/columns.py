"""Tokens of many texts as columns: 12 bytes for each token, and the words themselves once."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise, repeat
from operator import add
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from textmine.tokenizer.tokens import Token
from textmine.tokenizer.vocabulary import SHOWN, Entry, Vocabulary, decode_columns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

FEW: Final = 200  # tokens
_TOKEN_FIELDS: Final = ("surface", "base", "lemma", "pos1", "pos2", "reading")


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """The parts of those tokens that have parts.

    Attributes:
        owners: (n_owners,) which tokens these are, ascending.
        bounds: (n_owners + 1,) first part of each owner, in the following arrays.
        slots: (n_parts,) words; see `TokenColumns`.
        starts: (n_parts,) first characters in the owner's text.
        ends: (n_parts,) one after the last characters.
    """

    owners: NDArray[np.int32]
    bounds: NDArray[np.int32]
    slots: NDArray[np.int32]
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class TokenColumns:
    """The tokens of many texts. `columns[i]` gives the tokens of text i; `columns.base` one field of all tokens.

    Fields are decoded when they are asked for, each to an array of strings (n_tokens,). What is kept is three numbers
    for each token; pickled columns carry the words that occur in them and need no tokenizer.

    Attributes:
        slots: (n_tokens,) words: from 0 in the vocabulary, -1 - i in `local`.
        starts: (n_tokens,) first character in the text that was given.
        ends: (n_tokens,) one after the last character.
        text_bounds: (n_texts + 1,) first token of each text, then the number of tokens.
        vocabulary: the words of the dictionaries, shared by all columns of one tokenizer.
        local: words of these texts alone: unknown ones and compounds.
        parts: parts of compounds and user terms.
    """

    slots: NDArray[np.int32]
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]
    text_bounds: NDArray[np.int64]
    vocabulary: Vocabulary
    local: tuple[Entry, ...]
    parts: Parts

    def __len__(self) -> int:
        """Give the number of texts."""
        return len(self.text_bounds) - 1

    def __getitem__(self, text: int) -> list[Token]:
        """Give the tokens of one text."""
        place = range(len(self))[text]
        return self._tokens(int(self.text_bounds[place]), int(self.text_bounds[place + 1]))

    def __repr__(self) -> str:
        """Show the numbers of texts and tokens."""
        return f"TokenColumns({len(self)} texts, {self.n_tokens} tokens)"

    def __iter__(self) -> Iterator[list[Token]]:
        """Give the tokens of each text."""
        tokens = self.tokens()
        bounds = self.text_bounds.tolist()
        for start, stop in pairwise(bounds):
            yield tokens[start:stop]

    @property
    def n_tokens(self) -> int:
        """The number of tokens of all texts."""
        return len(self.slots)

    @property
    def texts(self) -> NDArray[np.int32]:
        """The number of the text of each token: (n_tokens,)."""
        return np.repeat(np.arange(len(self), dtype=np.int32), np.diff(self.text_bounds))

    @property
    def surface(self) -> NDArray[np.object_]:
        """The words as normalised: (n_tokens,)."""
        return self.field("surface")

    @property
    def base(self) -> NDArray[np.object_]:
        """The base forms: (n_tokens,)."""
        return self.field("base")

    @property
    def lemma(self) -> NDArray[np.object_]:
        """The lemmas: (n_tokens,)."""
        return self.field("lemma")

    @property
    def pos1(self) -> NDArray[np.object_]:
        """The parts of speech, first level: (n_tokens,)."""
        return self.field("pos1")

    @property
    def pos2(self) -> NDArray[np.object_]:
        """The parts of speech, second level: (n_tokens,)."""
        return self.field("pos2")

    @property
    def reading(self) -> NDArray[np.object_]:
        """The readings in katakana: (n_tokens,)."""
        return self.field("reading")

    @property
    def source(self) -> NDArray[np.object_]:
        """What knew the words: (n_tokens,)."""
        return self.field("source")

    @property
    def feature(self) -> NDArray[np.object_]:
        """The dictionary's own feature strings, untouched; empty for what is not in a dictionary: (n_tokens,)."""
        return self.field("feature")

    def field(self, name: str) -> NDArray[np.object_]:
        """Give one field of all tokens by its name: (n_tokens,)."""
        return decode_columns([name], self.slots, self.vocabulary, self.local)[0]

    def tokens(self) -> list[Token]:
        """Give the tokens of all texts in one list."""
        with _collecting_later():
            return self._tokens(0, self.n_tokens)

    def table(self) -> dict[str, NDArray[Any]]:
        """Give all columns by name, as `pandas.DataFrame` or `polars.DataFrame` take them."""
        named: dict[str, NDArray[Any]] = {"text": self.texts}
        names = (*_TOKEN_FIELDS, "source")
        decoded = dict(zip(names, decode_columns(names, self.slots, self.vocabulary, self.local), strict=True))
        source = decoded.pop("source")
        return named | decoded | {"start": self.starts, "end": self.ends, "source": source}

    def _tokens(self, start: int, stop: int) -> list[Token]:
        slots = self.slots[start:stop]
        tokens = self._made(slots, self.starts[start:stop], self.ends[start:stop])
        first, last = np.searchsorted(self.parts.owners, [start, stop]).tolist()
        if first == last:
            return tokens
        bounds = self.parts.bounds[first : last + 1].tolist()
        within = slice(bounds[0], bounds[-1])
        parts = self._made(self.parts.slots[within], self.parts.starts[within], self.parts.ends[within])
        owners = self.parts.owners[first:last].tolist()
        for owner, part, end in zip(owners, bounds, bounds[1:], strict=False):
            place = owner - start
            tokens[place] = Token._make((*tokens[place][:9], tuple(parts[part - bounds[0] : end - bounds[0]])))
        return tokens

    def _made(self, slots: NDArray[np.int32], starts: NDArray[np.int32], ends: NDArray[np.int32]) -> list[Token]:
        if len(slots) < FEW:  # one sentence: a loop is faster than arrays
            known, local = self.vocabulary.entries, self.local
            words = [known[slot] if slot >= 0 else local[-1 - slot] for slot in slots.tolist()]
            return [
                _new_token(Token, (*word[:6], start, end, word[6], ()))
                for word, start, end in zip(words, starts.tolist(), ends.tolist(), strict=True)
            ]
        shown, source = decode_columns((SHOWN, "source"), slots, self.vocabulary, self.local)
        rest = zip(starts.tolist(), ends.tolist(), source.tolist(), repeat(()))
        return list(map(_new_token, repeat(Token), map(add, shown.tolist(), rest)))

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the words that occur, not the tokenizer's vocabulary."""
        used, slots = np.unique(np.concatenate([self.slots, self.parts.slots]), return_inverse=True)
        entries = [self.local[-1 - slot] if slot < 0 else self.vocabulary.entries[slot] for slot in used.tolist()]
        small = np.uint16 if len(entries) <= 1 << 16 else np.int32
        packed = slots.astype(small)
        parts = self.parts
        arrays = (packed[: self.n_tokens], self.starts, _small(self.ends - self.starts), _counts(self.text_bounds))
        part_arrays = (packed[self.n_tokens :], parts.starts, _small(parts.ends - parts.starts), _counts(parts.bounds))
        return _unpickled, (entries, arrays, part_arrays, parts.owners)


def _counts(bounds: NDArray[Any]) -> NDArray[Any]:
    return _small(np.diff(bounds).astype(np.int32))


def _small(numbers: NDArray[np.int32]) -> NDArray[Any]:
    return numbers.astype(np.uint8) if not numbers.size or numbers.max() < 1 << 8 else numbers


def _unpickled(
    entries: list[Entry], arrays: tuple[Any, ...], part_arrays: tuple[Any, ...], owners: NDArray[np.int32]
) -> TokenColumns:
    slots, starts, ends, bounds = _unpacked(*arrays)
    part_slots, part_starts, part_ends, part_bounds = _unpacked(*part_arrays)
    parts = Parts(owners, part_bounds.astype(np.int32), part_slots, part_starts, part_ends)
    return TokenColumns(slots, starts, ends, bounds, Vocabulary(), tuple(entries), parts)


def _unpacked(
    packed: NDArray[Any], starts: NDArray[np.int32], lengths: NDArray[Any], counts: NDArray[Any]
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32], NDArray[np.int64]]:
    ends = starts + lengths.astype(np.int32)
    return -1 - packed.astype(np.int32), starts, ends, np.append(0, np.cumsum(counts, dtype=np.int64))


_new_token: Final = tuple.__new__  # half the time of Token(...): the rows have the right length


@contextmanager
def _collecting_later() -> Iterator[None]:
    """Keep the garbage collector from walking over every token made so far, again and again: two thirds of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
