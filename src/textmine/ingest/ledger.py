"""The ledger: every character that is no white space belongs to exactly one kind of thing, or is unplaced."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, get_args

import numpy as np

from textmine.documents import Share, Span

if TYPE_CHECKING:
    from collections.abc import Iterable

_SHARES: Final = get_args(Share)


def make_ledger(text: str, claims: Iterable[tuple[Span, Share]]) -> tuple[tuple[Span, Share], ...]:
    """Give runs of characters with their share; of two claims on a character the later one counts.

    White space at the ends of a run is not in it; white space within one is.
    """
    shares = np.full(len(text), _SHARES.index("unplaced"), dtype=np.int8)
    for span, share in claims:
        shares[span.start : span.end] = _SHARES.index(share)
    seen = np.fromiter((not sign.isspace() for sign in text), dtype=np.bool_, count=len(text))
    places = np.flatnonzero(seen)
    if not places.size:
        return ()
    visible = shares[places]
    cuts = np.flatnonzero(np.diff(visible)) + 1
    starts = places[np.concatenate(([0], cuts))]
    ends = places[np.concatenate((cuts - 1, [places.size - 1]))] + 1
    kinds = visible[np.concatenate(([0], cuts))]
    return tuple(
        (Span(int(start), int(end)), _SHARES[kind]) for start, end, kind in zip(starts, ends, kinds, strict=True)
    )
