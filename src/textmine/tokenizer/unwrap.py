"""Which line breaks only wrap a line: those inside a word of prose are taken out, so that 子⏎育て is 子育て again.

A break is taken out where all of this holds; everywhere else it stays a boundary:

- a word could go on over it: both sides are kana, kanji, digits or letters (and not both Latin);
- the line is full: as wide as the widest of its block, less the two characters that kinsoku may push to the next line,
  and that width is no accident: another line of the block has it, or a line is long;
- the next line opens no item (１　, ア, 2.) and no paragraph (deeper indent);
- neither line is a row of a table (tabs, bars, columns held apart by blanks);
- it is prose: the line, or the one it goes on in, has 、 or 。.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np

from textmine.tokenizer.characters import WORD, character_tables, kinds_of, look_up, safe_view
from textmine.tokenizer.normal_form import decode

if TYPE_CHECKING:
    from numpy.typing import NDArray

NARROWEST: Final = 16  # half-width units: eight characters; a cell of a form is hardly narrower
LONG: Final = 56  # half-width units: a line that no heading or name fills
SLACK: Final = 5  # half-width units: two characters pushed over by kinsoku, and one letter
RAGGED: Final = 0.12  # of a long line: letters that a proportional font sets narrower than they count here

_BREAK: Final = 0x0A
_AFTER_LATIN: Final = 0x250
_COLUMNS: Final = re.compile(r"[\t|｜]|\S(?: {3,}|\u3000{2,})\S")
_ITEM: Final = re.compile(
    r"(?:[(（]?[0-9０-９]{1,2}[)）.．、:：\s\u3000]|[ア-オカ-コa-zA-Zａ-ｚＡ-Ｚ一二三四五六七八九十][)）.．、:：\s\u3000]"
    r"|第[0-9０-９一二三四五六七八九十]+[章節条項\s\u3000])"
)
_MARK: Final = re.compile(r"[^\w\s]?[\s\u3000]*(?:[(（]?[0-9０-９]{1,2}[)）.．、\s\u3000]+)?")
_PROSE: Final = re.compile("[、。，．]")


def wrapped_breaks(codes: NDArray[np.uint32], text_starts: NDArray[np.int32]) -> NDArray[np.bool_] | None:
    """Mark the characters to leave out: breaks that only wrap a line, and the blanks around them.

    Args:
        codes: (n_characters,) code points of the texts, joined by line breaks.
        text_starts: (n_texts,) first character of each text; no break between texts is ever marked.

    Returns:
        (n_characters,) marks, or None if there is no such break.
    """
    breaks = np.flatnonzero(codes == _BREAK)
    if not breaks.size:
        return None
    lines = _Lines(codes, breaks)
    candidates = lines.candidates(text_starts)
    joined = [line for line in candidates.tolist() if lines.goes_on(line)]
    if not joined:
        return None
    omitted = np.zeros(len(codes), np.bool_)
    for line in joined:
        omitted[lines.text_stops[line] : lines.text_starts[line + 1]] = True
    return omitted


class _Lines:
    """The lines of joined texts, measured: all arrays have one entry per line."""

    def __init__(self, codes: NDArray[np.uint32], breaks: NDArray[np.intp]) -> None:
        self.codes = codes
        self.starts = np.concatenate([[0], breaks + 1])
        self.stops = np.concatenate([breaks, [len(codes)]])
        inked = np.flatnonzero((codes > 0x20) & (codes != 0x3000) & (codes != 0xA0))  # noqa: PLR2004 - blanks
        first = np.searchsorted(inked, self.starts)
        last = np.searchsorted(inked, self.stops)
        self.is_blank = first == last
        padded = np.concatenate([inked, [len(codes)]])
        self.text_starts = np.where(self.is_blank, self.stops, padded[np.minimum(first, len(inked))])
        self.text_stops = np.where(self.is_blank, self.stops, padded[np.maximum(last - 1, 0)] + 1)
        wide = (codes >= 0x0500) & ((codes < 0xFF61) | (codes > 0xFF9F))  # noqa: PLR2004 - half-width kana
        units = np.arange(len(codes) + 1, dtype=np.int32)
        units[1:] += np.cumsum(wide, dtype=np.int32)
        self.widths = units[self.text_stops] - units[self.starts]
        self.indents = units[self.text_starts] - units[self.starts]
        self.blocks = np.cumsum(self.is_blank)
        block_starts = np.flatnonzero(np.diff(self.blocks, prepend=-1))
        self.block_widths = np.maximum.reduceat(self.widths, block_starts)[
            np.searchsorted(block_starts, np.arange(len(self.starts)), side="right") - 1
        ]

    def candidates(self, text_starts: NDArray[np.int32]) -> NDArray[np.intp]:
        """Give the lines that a word could go over and that are full."""
        here, after = slice(None, -1), slice(1, None)
        both_inked = ~self.is_blank[here] & ~self.is_blank[after]
        slack = np.where(self.widths >= LONG, np.maximum(self.block_widths * RAGGED, SLACK), SLACK)
        full = ((self.widths >= self.block_widths - slack) & (self.widths >= NARROWEST))[here]
        within_text = ~np.isin(self.starts[after], text_starts)
        lines = np.flatnonzero(both_inked & full & within_text)
        end = self.codes[self.text_stops[lines] - 1]
        start = self.codes[self.text_starts[lines + 1]]
        latin = (end < _AFTER_LATIN) & (start < _AFTER_LATIN)
        found: NDArray[np.intp] = lines[_may_go_on(end) & _may_go_on(start) & ~latin]
        return found

    def goes_on(self, line: int) -> bool:
        """Tell whether the line's last word goes on in the next line."""
        here, after = self._text(line), self._text(line + 1)
        if _COLUMNS.search(here) or _COLUMNS.search(after) or _ITEM.match(after):
            return False
        if not (_PROSE.search(here) or _PROSE.search(after) or self._later_prose(line + 1)):
            return False
        return self._is_indented_alike(line, here) and self._has_known_width(line)

    def _text(self, line: int) -> str:
        return decode(look_up(safe_view(), self.codes[self.text_starts[line] : self.text_stops[line]]))

    def _later_prose(self, line: int) -> bool:
        """Tell whether prose follows before a line that is not full (a sentence of three lines without a comma)."""
        for later in range(line + 1, min(line + 3, len(self.starts))):
            if self.is_blank[later] or self.widths[later - 1] < self.block_widths[line] - SLACK:
                return False
            if _PROSE.search(self._text(later)):
                return True
        return False

    def _is_indented_alike(self, line: int, here: str) -> bool:
        mark = _MARK.match(here)
        hanging = sum(1 + (character >= "\u0500") for character in mark.group()) if mark else 0
        return bool(self.indents[line + 1] <= self.indents[line] + max(hanging + 2, 0 if hanging == 0 else 4))

    def _has_known_width(self, line: int) -> bool:
        width = self.widths[line]
        if width >= LONG:
            return True
        near = slice(max(line - 30, 0), line + 31)
        alike = np.abs(self.widths[near] - width) <= SLACK
        return int(alike.sum()) > 1


def _may_go_on(codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    words: NDArray[np.bool_] = (kinds_of(codes, character_tables(common=True)) & WORD) != 0
    return words
