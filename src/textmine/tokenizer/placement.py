"""Words that are looked up often, laid side by side in a dictionary's file: a lookup then stays in the fast caches.

The file's order is that of the alphabet: の and には lie megabytes apart, and half the time of MeCab is the way from
one to the other. Here groups of tokens stand in the order of how often they are looked up, and so do the likeliest
nodes of the double array, in a dense region behind its end. A node may move because only its parent holds its base.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from textmine.tokenizer.mecab_files import groups_of, leaf_values, tokens_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

N_NEAR: Final = 20_000  # nodes that are laid side by side: half a megabyte, which a processor's second cache holds
COST_SCALE: Final = 1000.0
_WINDOW: Final = 4096  # places that are tried at once
_SPAN: Final = 257  # places from a base: one for the end of a word, and one for each byte


def chances(tokens: NDArray[np.void], first: NDArray[np.int64], number: NDArray[np.int64]) -> NDArray[np.float64]:
    """Estimate how often each group of tokens is looked up: a word's cost is about -1000 times its log probability."""
    sums = np.concatenate([[0.0], np.cumsum(np.exp(tokens["cost"] / -COST_SCALE))])
    estimated: NDArray[np.float64] = sums[first + number] - sums[first]
    return estimated


def placed(units: NDArray[np.void], tokens: NDArray[np.void]) -> tuple[NDArray[np.void], NDArray[np.void]]:
    """Give a double array and its tokens in an order that looks up the same words faster."""
    leaves, first, number = groups_of(units)
    chance = chances(tokens, first, number)
    order = np.argsort(-chance, kind="stable")
    moved = np.empty(len(order), np.int64)
    moved[order] = np.cumsum(number[order]) - number[order]
    units = units.copy()
    units["base"][leaves] = leaf_values(moved, number)
    return _with_near_nodes(units, _weights(units, leaves, chance)), tokens[tokens_of(first[order], number[order])]


def _weights(units: NDArray[np.void], leaves: NDArray[np.int64], chance: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sum the chances of the words under each unit: all leaves are climbed to the root at once."""
    inner = np.flatnonzero(units["base"] > 0)
    owner = np.zeros(int(units["base"].max(initial=0)) + 1, np.int64)
    owner[units["base"][inner]] = inner
    weights = np.zeros(len(units))
    alive = leaves
    while alive.size:
        alive = owner[units["check"][alive]]
        np.add.at(weights, alive, chance)
        below_root = alive > 0
        alive, chance = alive[below_root], chance[below_root]
    return weights


def _with_near_nodes(units: NDArray[np.void], weights: NDArray[np.float64]) -> NDArray[np.void]:
    """Move the children of the likeliest nodes behind the end."""
    inner = np.flatnonzero(units["base"] > 0)
    nodes = inner[np.argsort(-weights[inner], kind="stable")][:N_NEAR].tolist()
    bases = units["base"][nodes].tolist()
    families = [_children(units["check"], base) for base in bases]
    near = [len(units) + base for base in _dense_bases(families)]
    at = np.arange(len(units))  # where each unit is now
    units = np.concatenate([units, np.zeros(max(near) + _SPAN - len(units), units.dtype)])
    for node, base, offsets, new_base in zip(nodes, bases, families, near, strict=True):
        units["base"][new_base + offsets] = units["base"][base + offsets]
        units["check"][new_base + offsets] = new_base
        units[base + offsets] = 0
        units["base"][at[node]] = new_base
        at[base + offsets] = new_base + offsets
    return units


def _children(check: NDArray[np.uint32], base: int) -> NDArray[np.int64]:
    """Give a node's children as offsets from its base: 0 where a word ends, 1 + byte where one goes on."""
    return np.flatnonzero(check[base : base + _SPAN] == base)


def _dense_bases(families: list[NDArray[np.int64]]) -> list[int]:
    """Give each family the first base from 1 that no other has and from which all of its places are free."""
    is_free = np.ones(_SPAN * len(families) + 2 * _WINDOW, np.bool_)  # even if no two families could share a span
    is_base = np.zeros(len(is_free), np.bool_)
    bases: list[int] = []
    start = 1
    for offsets in families:
        base = start - _WINDOW
        fits = np.zeros(1, np.bool_)
        while not fits.any():
            base += _WINDOW
            fits = ~is_base[base : base + _WINDOW]
            for offset in offsets.tolist():
                fits &= is_free[base + offset : base + offset + _WINDOW]
        base += int(fits.argmax())
        is_base[base] = True
        is_free[base + offsets] = False
        bases.append(base)
        start += int(is_free[start : start + _WINDOW].argmax())
    return bases
