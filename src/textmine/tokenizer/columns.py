"""Tokens of many texts as columns: 12 bytes for each token, 6 for each part of one, and the words themselves once."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise, repeat
from operator import add
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from textmine.tokenizer.tokens import Token
from textmine.tokenizer.vocabulary import SHOWN, Entry, Vocabulary, decode_columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

FEW: Final = 200  # tokens
_TOKEN_FIELDS: Final = ("surface", "base", "lemma", "pos1", "pos2", "reading")


class Parts(NamedTuple):
    """The parts of those tokens that have parts.

    Attributes:
        owners: (n_owners,) which tokens these are, ascending.
        bounds: (n_owners + 1,) first part of each owner, in the following arrays.
        slots: (n_parts,) words; see `TokenColumns`.
        offsets: (n_parts,) first characters, counted from the owner's; in bytes unless a word is longer than 255.
        lengths: (n_parts,) characters; in bytes too.
    """

    owners: NDArray[np.int32]
    bounds: NDArray[np.int32]
    slots: NDArray[np.int32]
    offsets: NDArray[np.uint8 | np.int32]
    lengths: NDArray[np.uint8 | np.int32]


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
        place = slice(start, stop)
        return self._made(self.slots[place], self.starts[place], self.ends[place], self._parts(start, stop))

    def _parts(self, start: int, stop: int) -> Iterable[tuple[Token, ...]]:
        """Give the parts of each of some tokens."""
        first, last = np.searchsorted(self.parts.owners, [start, stop]).tolist()
        if first == last:
            return repeat(())
        owners, bounds = self.parts.owners[first:last], self.parts.bounds[first : last + 1]
        within = slice(int(bounds[0]), int(bounds[-1]))
        starts = np.repeat(self.starts[owners], np.diff(bounds)) + self.parts.offsets[within]
        made = self._made(self.parts.slots[within], starts, starts + self.parts.lengths[within], repeat(()))
        parts: list[tuple[Token, ...]] = [()] * (stop - start)
        for owner, (part, end) in zip((owners - start).tolist(), pairwise((bounds - bounds[0]).tolist()), strict=True):
            parts[owner] = tuple(made[part:end])
        return parts

    def _made(
        self,
        slots: NDArray[np.int32],
        starts: NDArray[np.int32],
        ends: NDArray[np.int32],
        parts: Iterable[tuple[Token, ...]],
    ) -> list[Token]:
        if len(slots) < FEW:  # one sentence: a loop is faster than arrays
            known, local = self.vocabulary.entries, self.local
            words = [known[slot] if slot >= 0 else local[-1 - slot] for slot in slots.tolist()]
            shown, source = [word[:6] for word in words], [word[6] for word in words]
        else:
            shown, source = (
                column.tolist() for column in decode_columns((SHOWN, "source"), slots, self.vocabulary, self.local)
            )
        rest = zip(starts.tolist(), ends.tolist(), source, parts, strict=False)
        return list(map(_new_token, repeat(Token), map(add, shown, rest)))

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the words that occur, not the tokenizer's vocabulary."""
        used, slots = np.unique(np.concatenate([self.slots, self.parts.slots]), return_inverse=True)
        entries = [self.local[-1 - slot] if slot < 0 else self.vocabulary.entries[slot] for slot in used.tolist()]
        small = np.uint16 if len(entries) <= 1 << 16 else np.int32
        packed = slots.astype(small)
        parts = self.parts
        lengths, sizes = in_bytes(self.ends - self.starts), in_bytes(np.diff(self.text_bounds).astype(np.int32))
        places = (packed[: self.n_tokens], self.starts, lengths, sizes)
        counts = in_bytes(np.diff(parts.bounds))
        packed_parts = (parts.owners, counts, packed[self.n_tokens :], parts.offsets, parts.lengths)
        return _unpickled, (entries, places, packed_parts)


def in_bytes(numbers: NDArray[np.int32]) -> NDArray[np.uint8 | np.int32]:
    """Give numbers in a byte each, if they are that small."""
    return numbers.astype(np.uint8) if not numbers.size or numbers.max() < 1 << 8 else numbers


def _unpickled(entries: list[Entry], places: tuple[NDArray[Any], ...], parts: tuple[NDArray[Any], ...]) -> TokenColumns:
    packed, starts, lengths, sizes = places
    owners, counts, packed_parts, *within = parts
    return TokenColumns(
        -1 - packed.astype(np.int32),
        starts,
        starts + lengths.astype(np.int32),
        np.append(0, np.cumsum(sizes, dtype=np.int64)),
        Vocabulary(),
        tuple(entries),
        Parts(owners, np.append(0, np.cumsum(counts)).astype(np.int32), -1 - packed_parts.astype(np.int32), *within),
    )


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
