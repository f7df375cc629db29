"""User terms within the derived dictionary's own double array: MeCab then looks at one array at each character.

A user dictionary of its own is looked through at every character of a text: ten thousand terms that begin like the
text's own words cost a tenth of the time. Here the nodes that get new children are moved behind the end of the array,
where there is room, and new nodes stand after them; tokens and features are added at the end of theirs. MeCab finds the
same words in the same order: within a group of one surface a term stands last, as if it came from a second dictionary.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from textmine.tokenizer.cache import kept_folder
from textmine.tokenizer.mecab_files import TOKEN, Contents, leaf_values, read_words, write_words
from textmine.tokenizer.placement import SPAN, children_of, dense_bases

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

PREFIX: Final = "with-terms-"
MANY: Final = 1000  # terms; fewer are well enough off in a dictionary of their own, which takes no 35 MB
MOST_KEPT: Final = 3
_END: Final = 0  # offset of a leaf


class Term(NamedTuple):
    """A user term as the derived dictionary holds it."""

    surface: str
    left: int
    right: int
    cost: int
    text: str  # its number in characters


def merged_folder(terms: Sequence[Term], folder: str) -> str:
    """Give the folder of the derived dictionary with these terms in it, built if need be.

    Raises:
        OSError: it can neither be found nor written.
    """
    key = hashlib.sha256(f"{folder}\n{terms}".encode()).hexdigest()[:16]
    return kept_folder(f"{PREFIX}{key}", partial(_write, terms, Path(folder)))


def _write(terms: Sequence[Term], dictionary: Path, folder: Path) -> None:
    make_room(folder.parent)
    for path in dictionary.iterdir():
        if path.name not in {"sys.dic", "manifest.txt"}:
            _link(path, folder / path.name)
    words = read_words(dictionary / "sys.dic")
    rows = [(term.left, term.right, 0, term.cost, 0, 0) for term in terms]
    added = np.array(rows, TOKEN)
    features = words.file[words.features_at :]
    texts = [term.text.encode() + b"\0" for term in terms]
    added["feature"] = len(features) + np.cumsum([0, *map(len, texts[:-1])])
    surfaces = [term.surface.encode() for term in terms]
    units, tokens = with_words(words.units, words.tokens, surfaces, added)
    ids = (words.header[4], words.header[5])
    write_words(folder / "sys.dic", words, Contents(units, tokens, features + b"".join(texts), ids))


def _link(path: Path, target: Path) -> None:
    try:
        os.link(path, target)
    except OSError:  # another disk, or a file system without links
        shutil.copyfile(path, target)


def make_room(parent: Path) -> None:
    """Keep the newest lists of terms: a list that grows makes a folder each time."""
    folders = sorted(parent.glob(f"{PREFIX}*"), key=lambda path: path.stat().st_mtime)
    for old in folders[: -(MOST_KEPT - 1)]:
        shutil.rmtree(old, ignore_errors=True)


def with_words(
    units: NDArray[np.void], tokens: NDArray[np.void], surfaces: Sequence[bytes], added: NDArray[np.void]
) -> tuple[NDArray[np.void], NDArray[np.void]]:
    """Give a double array and its tokens with more words, one token for each surface."""
    grown = _Grown(units)
    for place, surface in enumerate(surfaces):
        grown.add(surface, place)
    first, groups = len(tokens), [tokens]
    values: dict[int, int] = {}
    for place in range(len(added)):
        old_first, old_number = grown.known.get(place, (0, 0))
        groups += [tokens[old_first : old_first + old_number], added[place : place + 1]]
        values[place] = int(leaf_values(np.int64(first), np.int64(old_number + 1)))  # type: ignore[arg-type]
        first += old_number + 1
    return grown.laid_out(values), np.concatenate(groups)


class _Grown:
    """A double array with the nodes that words would add to it: old nodes by their unit, new ones from -1 down."""

    def __init__(self, units: NDArray[np.void]) -> None:
        self._dtype = units.dtype
        self._base = units["base"].copy()
        self._check = units["check"].copy()
        self._children: dict[int, dict[int, int]] = {}  # new children: node -> offset -> node, or word at a leaf
        self._n_new = 0
        self.known: dict[int, tuple[int, int]] = {}  # word -> first token and number of tokens that it has already

    def add(self, surface: bytes, word: int) -> None:
        """Add the path of a word."""
        node = 0
        for byte in surface:
            node = self._step(node, 1 + byte)
        leaf = self._old_child(node, _END)
        if leaf is not None:
            value = -int(self._base[leaf]) - 1
            self.known[word] = (value >> 8, value & 255)
        self._children.setdefault(node, {})[_END] = word

    def _step(self, node: int, offset: int) -> int:
        child = self._children.get(node, {}).get(offset)
        if child is None:
            child = self._old_child(node, offset)
        if child is None:
            self._n_new += 1
            child = self._children.setdefault(node, {})[offset] = -self._n_new
        return child

    def _old_child(self, node: int, offset: int) -> int | None:
        if node < 0:
            return None
        base = int(self._base[node])
        return base + offset if self._check[base + offset] == base else None

    def laid_out(self, values: dict[int, int]) -> NDArray[np.void]:
        """Give the double array, with what the leaf of each word holds."""
        size = len(self._base)
        nodes = sorted(self._children, key=lambda node: (node < 0, int(self._base[node]) if node >= 0 else -node))
        old = {node: children_of(self._check, int(self._base[node])) for node in nodes if node >= 0}
        nothing = np.empty(0, np.int64)
        families = [np.union1d(old.get(node, nothing), [*self._children[node]]).astype(np.int64) for node in nodes]
        bases = [size + base for base in dense_bases(families)]
        base_of = dict(zip(nodes, bases, strict=True))
        room = np.zeros(max(bases, default=size) + SPAN - size, np.int32)
        base, check = np.concatenate([self._base, room]), np.concatenate([self._check, room.astype(np.uint32)])
        at = np.arange(len(base))  # where each unit is now
        for node, new_base in base_of.items():
            if node in old:
                offsets, old_base = old[node], int(self._base[node])
                base[new_base + offsets], check[new_base + offsets] = base[old_base + offsets], new_base
                base[old_base + offsets], check[old_base + offsets] = 0, 0
                base[at[node]] = new_base
                at[old_base + offsets] = new_base + offsets
            for offset, child in self._children[node].items():
                base[new_base + offset] = values[child] if offset == _END else base_of[child]
                check[new_base + offset] = new_base
        units = np.empty(len(base), self._dtype)
        units["base"], units["check"] = base, check
        return units
