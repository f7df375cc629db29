"""Lines to words: two ways to ask MeCab that give the same answer.

`DerivedEngine` asks a derived dictionary (see `derived`), whose answer is ids; `StockEngine` asks the dictionary as it
is and knows a word again by its surface, connection ids and cost. Both parse one line per call: MeCab's lattice then
stays in the processor's cache, and the call is atomic under the interpreter's lock.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import fugashi
import numpy as np

from textmine.tokenizer.errors import DictionaryError
from textmine.tokenizer.fields import Layout, Word, known_word, layout_of, unknown_word
from textmine.tokenizer.mecab_files import REMEDY, read_blanks, read_words
from textmine.tokenizer.word_ids import IDS, LENGTHS, TERM_COST, decode_ids, id_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from textmine.tokenizer.tokens import Source
    from textmine.tokenizer.user_dictionary import PreparedTerm
    from textmine.tokenizer.vocabulary import Entry, Vocabulary

NOT_MET: Final = -1
LARGEST_MEMORY: Final = 100_000  # unknown words that are remembered between calls


class Cut(NamedTuple):
    """The words of some lines, in order.

    Attributes:
        slots: (n_tokens,) of the vocabulary, or -1 - i for the i-th local word.
        lengths: (n_tokens,) characters that are no blank.
        local: words that are in no dictionary.
        local_letters: their letters.
    """

    slots: NDArray[np.int32]
    lengths: NDArray[np.int32]
    local: list[Entry]
    local_letters: list[int]


class Lexicon:
    """What both engines share: the dictionary's own words, the user's terms, and how a word becomes an entry."""

    def __init__(
        self,
        dictionary: Path,
        terms: Sequence[PreparedTerm],
        vocabulary: Vocabulary,
        make_entry: Callable[[Word, Source], tuple[Entry, int]],
        *,
        normalising: bool,
    ) -> None:
        self.dictionary = dictionary
        self.terms = terms
        self.vocabulary = vocabulary
        self.make_entry = make_entry
        self.narrow = normalising
        self.blanks = read_blanks(dictionary / "char.bin")  # code points that MeCab passes over
        self._no_blanks = dict.fromkeys(self.blanks)
        self._unknown: dict[tuple[str, str], tuple[Entry, int]] = {}

    def add_known(self, surface: str, feature: str, layout: Layout) -> int:
        """Give a new slot to a word of the dictionary. The caller holds the vocabulary's lock."""
        word = known_word(surface, feature, layout, narrow=self.narrow)
        return self.vocabulary.add(*self.make_entry(word, "system"))

    def inked(self, text: str) -> str:
        """Give the text without what MeCab passes over."""
        return text if text.isalnum() else text.translate(self._no_blanks)

    def add_terms(self) -> list[int]:
        """Give slots to the user's terms."""
        with self.vocabulary.lock:
            return [self.vocabulary.add(*self.make_entry(term.word, "user")) for term in self.terms]

    def unknown(self, surface: str, feature: str) -> tuple[Entry, int]:
        """Give the entry and the letter of a word that is in no dictionary."""
        found = self._unknown.get((surface, feature))
        if found is None:
            if len(self._unknown) >= LARGEST_MEMORY:
                self._unknown.clear()
            found = self.make_entry(unknown_word(surface, feature, narrow=self.narrow), "unknown")
            self._unknown[surface, feature] = found
        return found


class DerivedEngine:
    """Ask a derived dictionary: MeCab prints four letters per word, numpy makes them ids, tables give the rest."""

    def __init__(self, folder: Path, lexicon: Lexicon, options: str) -> None:
        self._lexicon = lexicon
        self._words = read_words(lexicon.dictionary / "sys.dic")
        self._unknown_words = read_words(lexicon.dictionary / "unk.dic")
        self._layout = layout_of(self._words.feature(0))
        self._n_words = len(self._words.tokens)
        self._first_term = self._n_words + len(self._unknown_words.tokens)
        self._unknown_features = [self._unknown_words.feature(i) for i in range(len(self._unknown_words.tokens))]
        term_lengths = [len(lexicon.inked(term.view)) for term in lexicon.terms]
        self._lengths: NDArray[np.uint8] = np.load(folder / LENGTHS, mmap_mode="r")
        if term_lengths:
            self._lengths = np.append(self._lengths, np.array(term_lengths, np.uint8))
        self._slots = np.zeros(len(self._lengths), np.int32)  # one more than the slot; 0 is not met yet
        self._slots[self._first_term :] = [slot + 1 for slot in lexicon.add_terms()]
        if lexicon.terms:
            options += f' -u "{self._compile_terms(folder).as_posix()}"'
        self._parse = open_tagger(folder, options + ' -F "%H" -U "%H\x01%m\x02" -E "\\n"').parse

    def cut(self, lines: Sequence[str]) -> Cut:
        """Give the words of the lines."""
        letters = "".join(map(self._parse, lines))
        unknown: list[str] = []
        if "\x01" in letters:
            pieces = _UNKNOWN(letters)
            letters, unknown = "".join(pieces[::2]), pieces[1::2]
        ids = decode_ids(letters.encode("ascii"))
        lengths = self._lengths[ids].astype(np.int32)
        slots = self._slots[ids] - np.int32(1)
        if not unknown:
            return Cut(self._met(ids, slots, lengths, lines), lengths, [], [])
        places = np.flatnonzero((ids >= self._n_words) & (ids < self._first_term))
        lengths[places] = np.fromiter(map(len, unknown), np.int32, len(unknown))
        local: dict[tuple[str, int], int] = {}
        numbers = [local.setdefault(key, len(local)) for key in zip(unknown, ids[places].tolist(), strict=True)]
        slots[places] = 0
        slots = self._met(ids, slots, lengths, lines)
        slots[places] = -1 - np.array(numbers, np.int32)
        made = [self._lexicon.unknown(surface, self._unknown_features[i - self._n_words]) for surface, i in local]
        return Cut(slots, lengths, [entry for entry, _ in made], [letter for _, letter in made])

    def _met(
        self, ids: NDArray[np.int32], slots: NDArray[np.int32], lengths: NDArray[np.int32], lines: Sequence[str]
    ) -> NDArray[np.int32]:
        """Give slots to words that are met for the first time."""
        if not slots.size or slots.min() >= 0:
            return slots
        places = np.flatnonzero(slots == NOT_MET)
        numbers, first = np.unique(ids[places], return_index=True)
        inked = self._lexicon.inked("".join(lines))
        ends = np.cumsum(lengths)[places[first]].tolist()
        with self._lexicon.vocabulary.lock:
            for number, end in zip(numbers.tolist(), ends, strict=True):
                if self._slots[number] == 0:
                    surface = inked[end - int(self._lengths[number]) : end]
                    slot = self._lexicon.add_known(surface, self._words.feature(number), self._layout)
                    self._slots[number] = slot + 1
        slots[places] = self._slots[ids[places]] - 1
        return slots

    def _compile_terms(self, folder: Path) -> Path:
        left, right = np.load(folder / IDS).tolist()
        rows = [
            (term.view, left[term.connection], right[term.connection], id_text(self._first_term + place))
            for place, term in enumerate(self._lexicon.terms)
        ]
        from textmine.tokenizer.term_compiler import compiled  # noqa: PLC0415 - loads much that is rarely needed

        return compiled(rows, folder)


class StockEngine:
    """Ask the dictionary as it is: a word is known again by what MeCab prints of it."""

    def __init__(self, lexicon: Lexicon, options: str) -> None:
        self._lexicon = lexicon
        dictionary = lexicon.dictionary
        self._layout = layout_of(read_words(dictionary / "sys.dic").feature(0))
        if lexicon.terms:
            from textmine.tokenizer.term_compiler import compiled  # noqa: PLC0415 - loads much that is rarely needed

            rows = [(term.view, term.connection, term.connection, "*") for term in lexicon.terms]
            options += f' -u "{compiled(rows, dictionary).as_posix()}"'
        self._parse = open_tagger(
            dictionary, options + ' -O "" -F "%m\\t%phl,%phr,%c\\n" -U "%m\\t\x01%H\\n" -E "\\n"'
        ).parse
        self._features = open_tagger(dictionary, options + r' -O "" -F "%H\n" -U "%H\n" -E "\n"').parse
        self._slots: dict[str, int] = {
            f"{term.view}\t{term.connection},{term.connection},{TERM_COST}": slot
            for term, slot in zip(lexicon.terms, lexicon.add_terms(), strict=True)
        }
        self._lengths = self._known_lengths(self._slots)

    def cut(self, lines: Sequence[str]) -> Cut:
        """Give the words of the lines."""
        answers = [self._parse(line) for line in lines]
        keys = "\n".join(answers).split("\n")
        if "" in keys:
            keys = [key for key in keys if key]
        found = [*map(self._slots.get, keys)]
        if None in found:
            local, letters = self._meet(lines, answers, keys, found)
        else:
            local, letters = [], []
        slots = np.array(found, np.int32)
        lengths = self._lengths[np.maximum(slots, 0)]
        if local:
            unknown = np.flatnonzero(slots < 0)
            lengths[unknown] = np.array([len(self._lexicon.inked(entry[0])) for entry in local], np.int32)[
                -1 - slots[unknown]
            ]
        return Cut(slots, lengths, local, letters)

    def _meet(
        self, lines: Sequence[str], answers: list[str], keys: list[str], found: list[int | None]
    ) -> tuple[list[Entry], list[int]]:
        """Fill in the slots that are missing: words met for the first time, and words that are in no dictionary."""
        if any(slot is None and "\t\x01" not in key for slot, key in zip(found, keys, strict=True)):
            with self._lexicon.vocabulary.lock:
                met: dict[str, int] = {}
                for line, answer in zip(lines, answers, strict=True):
                    self._meet_in_line(line, answer, met)
                self._lengths = self._known_lengths(self._slots | met)
                self._slots.update(met)  # last: another thread may look a slot up at once
        local: dict[str, int] = {}
        for place, key in enumerate(keys):
            if found[place] is None:
                slot = self._slots.get(key)
                found[place] = -1 - local.setdefault(key, len(local)) if slot is None else slot
        made = [self._lexicon.unknown(*key.split("\t\x01", 1)) for key in local]
        return [entry for entry, _ in made], [letter for _, letter in made]

    def _known_lengths(self, slots: Mapping[str, int]) -> NDArray[np.int32]:
        """Count the characters of each word that are no blank, by slot; slots may be others' too."""
        lengths = np.zeros(self._lexicon.vocabulary.size + 1, np.int32)
        lengths[[*slots.values()]] = [len(self._lexicon.inked(key[: key.index("\t")])) for key in slots]
        return lengths

    def _meet_in_line(self, line: str, answer: str, met: dict[str, int]) -> None:
        keys = answer.split("\n")
        if all(key in self._slots or key in met or "\t\x01" in key for key in keys) or not answer:
            return
        for key, feature in zip(keys, self._features(line).split("\n"), strict=True):
            if key not in self._slots and key not in met and "\t\x01" not in key:
                met[key] = self._lexicon.add_known(key[: key.index("\t")], feature, self._layout)


def open_tagger(folder: Path, options: str) -> Any:  # noqa: ANN401 - fugashi has no types
    """Open MeCab on this dictionary alone, whatever else is installed.

    Raises:
        DictionaryError: MeCab cannot open it.
    """
    settings = folder / "mecabrc"
    place = settings.as_posix() if settings.is_file() else os.devnull
    try:
        return fugashi.GenericTagger(f'-r "{place}" -d "{folder.as_posix()}" {options}', quiet=True)
    except RuntimeError as error:
        raise DictionaryError(str(folder), "MeCab が辞書を開けません", REMEDY) from error


_UNKNOWN: Final = re.compile("\x01([^\x02]*)\x02").split
