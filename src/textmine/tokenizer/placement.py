"""Words that are looked up often, laid side by side in a dictionary's file: a lookup then stays in the fast caches.

The file's order is that of the alphabet: の and には lie megabytes apart, and half the time of MeCab is the way from
one to the other. Here groups of tokens stand in the order of how often they are looked up, and so do the nodes of the
double array that are passed most often, in a dense region behind its end. A node may move because only its parent holds
its base.

MeCab looks for words at every character, be there one or not: in 子育て it finds 育て too, and asks for words that
begin with て and what follows. So what counts is how often a string stands in any text, and that is taken to be the
product of the frequencies of its characters. Costs say less: without the connections around it ビール is as cheap as
年度.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from textmine.tokenizer.mecab_files import groups_of, leaf_values, tokens_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

N_NEAR: Final = 20_000  # nodes that are laid side by side: four of five that are passed are among them
SPAN: Final = 257  # places from a base: one for the end of a word, and one for each byte


def placed(units: NDArray[np.void], tokens: NDArray[np.void]) -> tuple[NDArray[np.void], NDArray[np.void]]:
    """Give a double array and its tokens in an order that looks up the same words faster."""
    leaves, first, number = groups_of(units)
    passes = passes_of(units)
    order = np.argsort(-passes[leaves], kind="stable")
    moved = np.empty(len(order), np.int64)
    moved[order] = np.cumsum(number[order]) - number[order]
    units = units.copy()
    units["base"][leaves] = leaf_values(moved, number)
    return _with_near_nodes(units, passes), tokens[tokens_of(first[order], number[order])]


def passes_of(units: NDArray[np.void]) -> NDArray[np.float64]:
    """Estimate how often each unit of a double array is passed when words are looked for somewhere in a text.

    Returns:
        (n_units,) the root 1, a leaf as much as the node that it belongs to.
    """
    passes, above = _shares(units)
    while above.any():  # the way to the root, twice as long each time
        passes *= passes[above]
        above = above[above]
    return passes


def _shares(units: NDArray[np.void]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Give each unit's share among those that could stand in its place, and its parent; 1 and 0 where there is none."""
    used, inner = np.flatnonzero(units["base"])[1:], np.flatnonzero(units["base"] > 0)
    owner = np.zeros(int(units["base"].max(initial=0)) + 1, np.int64)
    owner[units["base"][inner]] = inner
    above = np.zeros(len(units), np.int64)
    above[used] = owner[units["check"][used]]
    byte = np.zeros(len(units), np.int64)
    byte[used] = used - units["check"][used] - 1  # -1 at the end of a word
    nodes = used[byte[used] >= 0]
    shares = np.ones(len(units))
    shares[nodes] = _shares_of_bytes(_opened(nodes, above, byte))
    return shares, above


def _opened(nodes: NDArray[np.int64], above: NDArray[np.int64], byte: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give the bytes from where each node's character opens to the node's own, as one number: (n_nodes,)."""
    opened = byte.copy()
    inside = nodes[(byte[nodes] & 0xC0) == 0x80]  # noqa: PLR2004 - UTF-8: a byte that opens no character
    for _ in range(3):  # right for the second byte, then for the third and the fourth
        opened[inside] = opened[above[inside]] << 8 | byte[inside]
    return opened[nodes]


def _shares_of_bytes(opened: NDArray[np.int64]) -> NDArray[np.float64]:
    """Give how often each node's byte follows those before it in its character: as often as whole characters do."""
    kinds = np.unique(opened)
    which = np.searchsorted(kinds, opened)
    shorter = np.searchsorted(kinds, kinds >> 8)
    count = np.bincount(which).astype(np.float64)
    count[shorter[kinds > 0xFF]] = 0  # noqa: PLR2004 - no whole character
    for size in (3, 2, 1):
        longer = kinds >> 8 * size > 0
        longer &= kinds >> 8 * (size + 1) == 0
        np.add.at(count, shorter[longer], count[longer])
    total = np.where(kinds > 0xFF, count[shorter], count[kinds <= 0xFF].sum())  # noqa: PLR2004
    shares: NDArray[np.float64] = (count / np.maximum(total, 1))[which]
    return shares


def _with_near_nodes(units: NDArray[np.void], passes: NDArray[np.float64]) -> NDArray[np.void]:
    """Move the children of the nodes that are passed most often behind the end."""
    inner = np.flatnonzero(units["base"] > 0)
    if len(inner) > N_NEAR:
        inner = inner[np.argpartition(-passes[inner], N_NEAR)[:N_NEAR]]
    nodes = inner[np.argsort(-passes[inner], kind="stable")].tolist()
    bases = units["base"][nodes].tolist()
    families = [children_of(units["check"], base) for base in bases]
    near = [len(units) + base for base in dense_bases(families)]
    at = np.arange(len(units))  # where each unit is now
    units = np.concatenate([units, np.zeros(max(near) + SPAN - len(units), units.dtype)])
    for node, base, offsets, new_base in zip(nodes, bases, families, near, strict=True):
        units["base"][new_base + offsets] = units["base"][base + offsets]
        units["check"][new_base + offsets] = new_base
        units[base + offsets] = 0
        units["base"][at[node]] = new_base
        at[base + offsets] = new_base + offsets
    return units


def children_of(check: NDArray[np.uint32], base: int) -> NDArray[np.int64]:
    """Give a node's children as offsets from its base: 0 where a word ends, 1 + byte where one goes on."""
    return np.flatnonzero(check[base : base + SPAN] == base)


def dense_bases(families: list[NDArray[np.int64]]) -> list[int]:
    """Give each family the first base that no other has and from which all of its places are free."""
    bases: list[int] = []
    origin, filled, taken = 1, 0, 0  # bits from the origin: places that are filled, bases that are taken
    for family in families:
        offsets = family.tolist()
        unfit = taken
        for offset in offsets:
            unfit |= filled >> offset
        base = _first_unset(unfit)
        bases.append(origin + base)
        taken |= 1 << base
        filled |= sum(1 << base + offset for offset in offsets)
        behind = _first_unset(filled)
        origin, filled, taken = origin + behind, filled >> behind, taken >> behind
    return bases


def _first_unset(bits: int) -> int:
    return (~bits & (bits + 1)).bit_length() - 1
