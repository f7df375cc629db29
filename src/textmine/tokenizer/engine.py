"""Lines to words: two ways to ask MeCab that give the same answer.

`DerivedEngine` asks a derived dictionary (see `derived`), whose answer is ids; `StockEngine` (see `stock_engine`) asks
the dictionary as it is. Both parse one line per call: MeCab's lattice then stays in the processor's cache, and the call
is atomic under the interpreter's lock.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import fugashi
import numpy as np

from textmine.tokenizer.errors import DictionaryError
from textmine.tokenizer.fields import Layout, Word, known_word, layout_of, unknown_word
from textmine.tokenizer.mecab_files import REMEDY, read_blanks, read_words
from textmine.tokenizer.normal_form import encode
from textmine.tokenizer.word_ids import IDS, decode_ids, encode_ids, id_number, id_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from textmine.tokenizer.tokens import Source
    from textmine.tokenizer.user_dictionary import PreparedTerm
    from textmine.tokenizer.vocabulary import Entry, Vocabulary

NOT_MET: Final = -1
_TAB: Final = 0x09
_BREAK: Final = 0x0A
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


class Words(NamedTuple):
    """The words of one line, as `Cut` in lists."""

    slots: list[int]
    lengths: list[int]
    local: list[Entry]
    local_letters: list[int]


class Lexicon:
    """What both engines share: the dictionary's own words, the user's terms, and how a word becomes an entry."""

    def __init__(
        self,
        dictionary: str,
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
        self.blanks = read_blanks(os.path.join(dictionary, "char.bin"))  # code points that MeCab passes over
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
    """Ask a derived dictionary: MeCab prints two characters per word, numpy makes them ids, tables give the rest."""

    def __init__(self, folder: str, lexicon: Lexicon, options: str) -> None:
        self._lexicon = lexicon
        self._words = read_words(os.path.join(lexicon.dictionary, "sys.dic"))
        unknown = read_words(os.path.join(lexicon.dictionary, "unk.dic"))
        self._layout = layout_of(self._words.feature(0))
        self._n_words = len(self._words.tokens)
        names = encode_ids(np.arange(self._n_words, self._n_words + len(unknown.tokens))).decode()
        self._unknown_features = {
            names[2 * place : 2 * place + 2]: unknown.feature(place) for place in range(len(unknown.tokens))
        }
        self._first_term = self._n_words + len(unknown.tokens)
        self._slots = np.zeros(self._first_term + len(lexicon.terms), np.int32)  # one more than the slot; 0: not met
        self._slots[self._first_term :] = [slot + 1 for slot in lexicon.add_terms()]
        self._slots_by_text: dict[str, int] = {}  # of words that `words_of` gave
        self._blanks_inside = [chr(code) for code in lexicon.blanks if code not in (_TAB, _BREAK)]
        if lexicon.terms:
            folder, options = self._with_terms(folder, options)
        self._parse = open_tagger(folder, options).parse

    def cut(self, lines: Sequence[str]) -> Cut:
        """Give the words of the lines."""
        answer = _Answer("\n".join(map(self._parse, lines)) + "\n")
        ids = answer.ids()
        lengths = answer.lengths(self._blanks_inside)
        slots = self._slots[ids] - np.int32(1)
        places = ((ids >= self._n_words) & (ids < self._first_term)).nonzero()[0]
        slots[places] = 0
        self._meet(ids, slots, answer)
        if not places.size:
            return Cut(slots, lengths, [], [])
        keys = answer.rows(places)
        local = {key: -1 - number for number, key in enumerate(dict.fromkeys(keys))}
        slots[places] = np.fromiter(map(local.__getitem__, keys), np.int32, len(keys))
        made = [self._lexicon.unknown(key[:-3], self._unknown_features[key[-2:]]) for key in local]
        return Cut(slots, lengths, [entry for entry, _ in made], [letter for _, letter in made])

    def words_of(self, line: str) -> Words | None:
        """Give the words of a line without blanks; None if one is a user term, or one is met for the first time."""
        rows = self._parse(line).split("\n")
        del rows[-1]  # EOS
        slots: list[int] = []
        local: dict[str, int] = {}
        for row in rows:
            slot = self._slots_by_text.get(row[-2:])
            if slot is None:
                is_unknown = row[-2:] in self._unknown_features
                slot = -1 - local.setdefault(row, len(local)) if is_unknown else self._slot_met(row[-2:])
            if slot is None:
                return None
            slots.append(slot)
        made = [self._lexicon.unknown(row[:-3], self._unknown_features[row[-2:]]) for row in local]
        lengths = [len(row) - 3 for row in rows]
        return Words(slots, lengths, [entry for entry, _ in made], [letter for _, letter in made])

    def _slot_met(self, text: str) -> int | None:
        number = id_number(text)
        slot = int(self._slots[number]) - 1
        if number >= self._first_term or slot == NOT_MET:
            return None
        self._slots_by_text[text] = slot
        return slot

    def _meet(self, ids: NDArray[np.int32], slots: NDArray[np.int32], answer: _Answer) -> None:
        """Fill in the slots of words that are met for the first time."""
        if not slots.size or slots.min() > NOT_MET:
            return
        places = (slots == NOT_MET).nonzero()[0]
        numbers, first = np.unique(ids[places], return_index=True)
        with self._lexicon.vocabulary.lock:
            for number, surface in zip(numbers.tolist(), answer.surfaces(places[first]), strict=True):
                if self._slots[number] == 0:
                    slot = self._lexicon.add_known(surface, self._words.feature(number), self._layout)
                    self._slots[number] = slot + 1
        slots[places] = self._slots[ids[places]] - 1

    def _with_terms(self, folder: str, options: str) -> tuple[str, str]:
        """Give the folder and the options that open the dictionary with the user's terms."""
        from textmine.tokenizer.merged import MANY, Term, merged_folder  # noqa: PLC0415 - loads much that few need

        left, right = np.load(os.path.join(folder, IDS)).tolist()
        terms = [
            Term(term.view, left[term.left], right[term.right], term.cost, id_text(self._first_term + place))
            for place, term in enumerate(self._lexicon.terms)
        ]
        if len(terms) >= MANY:
            with suppress(OSError):  # no room for another dictionary
                return merged_folder(terms, folder), options
        from textmine.tokenizer.term_compiler import compiled  # noqa: PLC0415

        return folder, f'{options} -u "{compiled(terms, folder).as_posix()}"'


class _Answer:
    """What MeCab prints of a derived dictionary's words, a line for each: surface, tab, id; `EOS` after each line."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._codes = encode(text)
        breaks = (self._codes == _BREAK).nonzero()[0]
        is_word = self._codes[breaks - 3] == _TAB
        self._starts = np.append(0, breaks[:-1] + 1)[is_word]  # of each surface
        self._tabs = breaks[is_word] - 3

    def ids(self) -> NDArray[np.int32]:
        """Give the ids: (n_words,)."""
        return decode_ids(self._codes[self._tabs + 1], self._codes[self._tabs + 2])

    def lengths(self, blanks: Iterable[str]) -> NDArray[np.int32]:
        """Count the characters of each surface that are no blank: (n_words,)."""
        lengths: NDArray[np.int32] = (self._tabs - self._starts).astype(np.int32)
        inside = [ord(blank) for blank in blanks if blank in self._text]  # Mama Cafe: hardly a word has any
        if inside:
            places = np.isin(self._codes, inside).nonzero()[0]
            lengths -= (np.searchsorted(places, self._tabs) - np.searchsorted(places, self._starts)).astype(np.int32)
        return lengths

    def surfaces(self, words: NDArray[np.intp]) -> list[str]:
        """Give the surfaces of some words as MeCab saw them."""
        return [row[:-3] for row in self.rows(words)]

    def rows(self, words: NDArray[np.intp]) -> list[str]:
        """Give surface, tab and id of some words."""
        text = self._text
        spans = zip(self._starts[words].tolist(), (self._tabs[words] + 3).tolist(), strict=True)
        return [text[start:stop] for start, stop in spans]


def open_tagger(folder: str, options: str) -> Any:  # noqa: ANN401 - fugashi has no types
    """Open MeCab on this dictionary alone, whatever else is installed.

    Raises:
        DictionaryError: MeCab cannot open it.
    """
    settings = os.path.join(folder, "mecabrc")
    places = [settings if os.path.isfile(settings) else os.devnull, folder]
    resources, dictionary = [place.replace(os.sep, "/") for place in places]  # MeCab takes a backslash for an escape
    try:
        return fugashi.GenericTagger(f'-r "{resources}" -d "{dictionary}" {options}', quiet=True)
    except RuntimeError as error:
        raise DictionaryError(folder, "MeCab が辞書を開けません", REMEDY) from error
