"""Text to normalised text that remembers where each of its characters came from.

Each normalised character has one source interval: ㈱ gives three characters with the same interval, か and a combining
mark give one character with an interval of two. What is dropped (a variation selector, a control character, the line
break inside a wrapped word) leaves no character; a selector lies within the interval of the character before it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from textmine.tokenizer.characters import (
    CHANGES_LENGTH,
    COMBINING_RANGES,
    DASH,
    DROPPED,
    HANGUL_RANGES,
    KATAKANA,
    MARK,
    ZERO_SIGN,
    fold_cluster,
    look_up,
    tables_for,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

PROLONGED: Final = 0x30FC  # ー
_KANA: Final = (0x3041, 0x30FF)
_BLANKS: Final = (0x20, 0x09, 0x0A, 0x3000)


class Normalised(NamedTuple):
    """A text's normal form.

    Attributes:
        codes: (n_characters,) code points of the normal form.
        starts: (n_characters,) first character of each one's source interval; None if nothing moved.
        ends: (n_characters,) one after the last character of each one's source interval; None if nothing moved.
    """

    codes: NDArray[np.uint32]
    starts: NDArray[np.int32] | None = None
    ends: NDArray[np.int32] | None = None

    @property
    def text(self) -> str:
        """The normal form as a string."""
        return decode(self.codes)

    def source(self, first: NDArray[np.int32], last: NDArray[np.int32]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Give the source intervals of runs of characters: first and last (inclusive) of each run."""
        if self.starts is None or self.ends is None:
            return first, last + np.int32(1)
        return self.starts[first], self.ends[last]


def encode(text: str) -> NDArray[np.uint32]:
    """Give the code points of a text; half a surrogate pair is a code point too."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def decode(codes: NDArray[np.uint32]) -> str:
    """Give the text of code points."""
    return codes.astype("<u4", copy=False).tobytes().decode("utf-32-le")


def normalise(text: str) -> str:
    """Give a text's normal form alone."""
    return normalise_codes(encode(text)).text


def without(codes: NDArray[np.uint32], omitted: NDArray[np.bool_] | None) -> Normalised:
    """Give code points as they are, without those marked as omitted."""
    if omitted is None:
        return Normalised(codes)
    starts = np.flatnonzero(~omitted).astype(np.int32)
    return Normalised(codes[starts], starts, starts + np.int32(1))


def normalise_codes(codes: NDArray[np.uint32], omitted: NDArray[np.bool_] | None = None) -> Normalised:
    """Give the normal form of code points, without the characters marked as omitted (line breaks inside words)."""
    tables, kinds = tables_for(codes)
    seen = int(np.bitwise_or.reduce(kinds)) if kinds.size else 0
    starts: NDArray[np.int32] | None = None
    ends: NDArray[np.int32] | None = None
    if seen & DROPPED or omitted is not None:
        codes, kinds, starts, ends = _without_dropped(codes, kinds, omitted)
    if seen & (DASH | ZERO_SIGN):
        codes = _settle_by_neighbours(codes, kinds, seen)
    if not seen & CHANGES_LENGTH:
        return Normalised(look_up(tables.folded, codes), starts, ends)
    return _with_clusters(codes, kinds, Normalised(look_up(tables.folded, codes), starts, ends))


def _without_dropped(
    codes: NDArray[np.uint32], kinds: NDArray[np.uint8], omitted: NDArray[np.bool_] | None
) -> tuple[NDArray[np.uint32], NDArray[np.uint8], NDArray[np.int32], NDArray[np.int32]]:
    dropped = (kinds & DROPPED) != 0
    if omitted is not None:
        dropped |= omitted
    starts = np.flatnonzero(~dropped).astype(np.int32)
    ends = starts + np.int32(1)
    marks = np.flatnonzero((kinds & MARK) != 0)
    for mark in marks.tolist():  # in order, so that a run of marks grows one interval
        owner = int(np.searchsorted(starts, mark)) - 1
        if owner >= 0 and ends[owner] == mark:
            ends[owner] = mark + 1
    return codes[starts], kinds[starts], starts, ends


def _settle_by_neighbours(codes: NDArray[np.uint32], kinds: NDArray[np.uint8], seen: int) -> NDArray[np.uint32]:
    codes = codes.copy()
    if seen & DASH:  # コ−ヒ− : a minus after katakana is a long vowel
        at = np.flatnonzero((kinds & DASH) != 0)
        at = at[(at > 0) & (at + 1 < len(codes))]
        after = codes[at + 1]
        between = ((kinds[at - 1] & KATAKANA) != 0) & (after >= _KANA[0]) & (after <= _KANA[1])
        codes[at[between]] = PROLONGED
    if seen & ZERO_SIGN:  # 〇 that opens a line before no numeral is a bullet
        at = np.flatnonzero((kinds & ZERO_SIGN) != 0)
        for place in at.tolist():
            if _opens_line(codes, place) and not _is_numeral(codes, place + 1):
                codes[place] = ord("○")
    return codes


def _opens_line(codes: NDArray[np.uint32], place: int) -> bool:
    while place > 0 and codes[place - 1] in _BLANKS[:2] + _BLANKS[3:]:
        place -= 1
    return place == 0 or codes[place - 1] == ord("\n")


def _is_numeral(codes: NDArray[np.uint32], place: int) -> bool:
    return place < len(codes) and chr(int(codes[place])) in "〇一二三四五六七八九十百千万年月日.．,，"


# what changes length: a character with the marks after it, a run of Hangul letters, or one that expands
def _cluster_spans(kinds: NDArray[np.uint8], codes: NDArray[np.uint32]) -> list[tuple[int, int]]:
    letters = ((kinds & CHANGES_LENGTH) != 0).astype(np.uint8)
    letters[codes == ord("\n")] = 2
    return [match.span() for match in _CLUSTER.finditer(letters.tobytes())]


_CLUSTER: Final = re.compile(rb"\x00?\x01+")


def _with_clusters(codes: NDArray[np.uint32], kinds: NDArray[np.uint8], read: Normalised) -> Normalised:
    """Replace what changes length by its normal form; `read` has everything else already."""
    folded, starts, ends = read.codes, read.starts, read.ends
    if starts is None or ends is None:
        starts = np.arange(len(codes), dtype=np.int32)
        ends = starts + np.int32(1)
    pieces: list[NDArray[np.uint32]] = []
    first: list[NDArray[np.int32]] = []
    last: list[NDArray[np.int32]] = []
    place = 0
    for start, stop in _cluster_spans(kinds, codes):
        for piece_start, piece_stop, form in _fold_span(codes, start, stop):
            pieces += [folded[place:piece_start], form]
            first += [starts[place:piece_start], np.full(len(form), starts[piece_start], np.int32)]
            last += [ends[place:piece_start], np.full(len(form), ends[piece_stop - 1], np.int32)]
            place = piece_stop
    pieces.append(folded[place:])
    first.append(starts[place:])
    last.append(ends[place:])
    return Normalised(np.concatenate(pieces), np.concatenate(first), np.concatenate(last))


def _fold_span(codes: NDArray[np.uint32], start: int, stop: int) -> list[tuple[int, int, NDArray[np.uint32]]]:
    """Cut a run of characters that change length into the smallest clusters, each with its normal form."""
    text = codes[start:stop].tobytes().decode("utf-32-le", "replace")
    return [
        (start + match.start(), start + match.end(), encode(fold_cluster(match.group())))
        for match in _one_cluster().finditer(text)
    ]


def _class(ranges: Sequence[tuple[int, int]]) -> str:
    return "".join(f"{chr(start)}-{chr(stop - 1)}" for start, stop in ranges)


@lru_cache(maxsize=1)
def _one_cluster() -> re.Pattern[str]:
    return re.compile(f"[{_class(HANGUL_RANGES)}]+|.[{_class(COMBINING_RANGES)}]*", re.DOTALL)
