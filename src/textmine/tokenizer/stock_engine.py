"""Lines to words by the dictionary as it is: where no derived one can be kept, or none is wanted.

A word is known again by what MeCab prints of it: its surface, connection ids and cost. Its features are read once.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import numpy as np

from textmine.tokenizer.engine import Cut, Lexicon, open_tagger
from textmine.tokenizer.fields import layout_of
from textmine.tokenizer.mecab_files import read_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from textmine.tokenizer.vocabulary import Entry


class StockEngine:
    """Ask the dictionary as it is."""

    def __init__(self, lexicon: Lexicon, options: str) -> None:
        self._lexicon = lexicon
        dictionary = lexicon.dictionary
        self._layout = layout_of(read_words(os.path.join(dictionary, "sys.dic")).feature(0))
        if lexicon.terms:
            from textmine.tokenizer.term_compiler import compiled  # noqa: PLC0415 - loads much that is rarely needed

            rows = [(term.view, term.left, term.right, term.cost, "*") for term in lexicon.terms]
            options += f' -u "{compiled(rows, dictionary).as_posix()}"'
        self._parse = open_tagger(
            dictionary, options + ' -O "" -F "%m\\t%phl,%phr,%c\\n" -U "%m\\t\x01%H\\n" -E "\\n"'
        ).parse
        self._features = open_tagger(dictionary, options + r' -O "" -F "%H\n" -U "%H\n" -E "\n"').parse
        self._slots: dict[str, int] = {
            f"{term.view}\t{term.left},{term.right},{term.cost}": slot
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
