"""Lines of text from a page's characters: rows by height, columns by wide gaps, vertical writing by columns.

What is read is the place of each character, not the order in the file: Chromium and Word write cells in any order.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from textmine.ingest.readers.marks import is_lone_mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_SAME_ROW: Final = 0.45  # of the character size: how far middles of one row's characters may lie apart
_SPACE: Final = 0.6  # of the character size: a gap that is read as a space; justified text stays below
_COLUMN_GAP: Final = 1.9  # of the character size: a gap outside tables that parts columns
_NARROW_GAP: Final = 0.8  # of the character size: a gap outside tables that may part columns
_MORE_THAN_A_SPACE: Final = 1.2  # of the character size: a gap that parts columns where rows anywhere start there
_FEWEST_ANYWHERE: Final = 3  # such rows
_TIGHT_GAP: Final = 0.45  # of the character size: a gap that parts columns where many rows near start there
_FEWEST_NEAR: Final = 2  # such rows
_NEAR_ROWS: Final = 6.0  # of the character size: how far up and down another row may show the same column
_ALIGNED: Final = 1.5  # points: starts of one column
_STEADY: Final = 1.3  # ratio of the steps from line to line within one paragraph
_LEADING: Final = 1.0  # of the character size: white between two lines of one paragraph, at most
_SAME_SIZE: Final = 1.3  # ratio of character sizes within one paragraph
_FAUX_BOLD: Final = 0.12  # of the character size: the same glyph drawn again this near is boldness, not text
_UNDER: Final = 0.55  # of the character size: a bracket over a vertical label stands half a character aside
_STEP: Final = 0.4  # of the character size: a half-width figure that lies on its side takes half a character
_OVERLAP: Final = 0.3  # share of the shorter line that lies under the longer one, in one paragraph


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character on the page: rectangle in points from the top left; `order` is its place in the file."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    order: int
    turned: int  # 0 upright, 1 read upwards, -1 read downwards, 2 upside down

    @property
    def x(self) -> float:
        """Middle."""
        return (self.x0 + self.x1) / 2

    @property
    def y(self) -> float:
        """Middle."""
        return (self.top + self.bottom) / 2

    @property
    def lies(self) -> bool:
        """Tell whether it lies on its side."""
        return self.turned in {1, -1}


@dataclass(frozen=True, slots=True)
class TextLine:
    """Characters that are read together, with the rectangle around them."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    bullet: float | None = None  # left edge of a bullet that is drawn before it, not written


def glyphs_of(characters: Iterable[Mapping[str, Any]]) -> list[Glyph]:
    """Give pdfplumber's characters, each once: boldness made by drawing twice is taken out."""
    glyphs: list[Glyph] = []
    seen: dict[tuple[str, int, int], list[Glyph]] = {}
    for order, character in enumerate(characters):
        glyph = _glyph(character, order)
        cell = (glyph.text, round(glyph.x / 4), round(glyph.y / 4))
        near = (
            other
            for dx in (-1, 0, 1)
            for dy in (-1, 0, 1)
            for other in seen.get((cell[0], cell[1] + dx, cell[2] + dy), ())
        )
        reach = max(0.5, _FAUX_BOLD * glyph.size)
        if any(abs(other.x - glyph.x) <= reach and abs(other.y - glyph.y) <= reach for other in near):
            continue
        seen.setdefault(cell, []).append(glyph)
        glyphs.append(glyph)
    return glyphs


def _glyph(character: Mapping[str, Any], order: int) -> Glyph:
    text = character["text"]
    if text.startswith("(cid:") or (text < " " and not text.isspace()):  # the font does not say what its glyph means
        text = "\N{REPLACEMENT CHARACTER}"
    x0, top, x1, bottom = (float(character[side]) for side in ("x0", "top", "x1", "bottom"))
    size = float(character["size"]) or bottom - top or 1.0
    along, down, _, up = character["matrix"][:4]  # where the writing goes and where the letter's head is
    turned = 0
    if abs(down) > abs(along):
        turned = 1 if down > 0 else -1
        size = x1 - x0 or size
    elif along < 0 and up < 0:
        turned = 2
    return Glyph(text, x0, top, x1, bottom, size, order, turned)


def read_cell(glyphs: Sequence[Glyph]) -> list[TextLine]:
    """Give a cell's lines from the top; vertical writing becomes one line."""
    visible = [glyph for glyph in glyphs if glyph.text.strip()]
    if not visible:
        return []
    if _is_vertical(visible):
        return [_vertical_line(visible)]
    return [_line(row) for row in _rows(glyphs)]


def read_open_text(glyphs: Sequence[Glyph]) -> list[list[TextLine]]:
    """Give the paragraphs of text outside tables: lines parted at wide gaps, then joined down each column."""
    upright = [glyph for glyph in glyphs if not glyph.lies]
    paragraphs = _paragraphs([_line(piece) for piece in _columns_of(_rows(upright))])
    turned = [glyph for glyph in glyphs if glyph.lies and glyph.text.strip()]
    if turned:
        paragraphs.append([_vertical_line(turned)])
    return sorted(paragraphs, key=lambda lines: (lines[0].top, lines[0].x0))


def parted_rows(glyphs: Iterable[Glyph]) -> list[list[list[Glyph]]]:
    """Give the rows of characters, each parted at wide gaps."""
    return [_parts(row, _COLUMN_GAP, ()) for row in _rows(glyphs)]


def _rows(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Group characters by height; white space goes to the row that it lies in and makes none."""
    rows: list[list[Glyph]] = []
    middles: list[float] = []
    spaces: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.y):
        if not glyph.text.strip():
            spaces.append(glyph)
        elif rows and glyph.y - middles[-1] <= _SAME_ROW * max(glyph.size, rows[-1][-1].size):
            rows[-1].append(glyph)
            middles[-1] += (glyph.y - middles[-1]) / len(rows[-1])
        else:
            rows.append([glyph])
            middles.append(glyph.y)
    for space in spaces:
        nearest = min(range(len(rows)), key=lambda index: abs(middles[index] - space.y), default=None)
        if nearest is not None and abs(middles[nearest] - space.y) <= space.size:
            rows[nearest].append(space)
    return [sorted(row, key=lambda glyph: (glyph.x, glyph.order)) for row in rows]


def _columns_of(rows: Sequence[Sequence[Glyph]]) -> list[list[Glyph]]:
    """Part rows at wide gaps, and at narrow ones after which another row near starts at the same place.

    Full text may end near a label to its right that few rows near share: there the rows of the whole page tell.
    """
    coarse = [_parts(row, _COLUMN_GAP, ()) for row in rows]
    starts = sorted((piece[0].y, piece[0].x0) for pieces in coarse for piece in pieces)
    heights = [y for y, _ in starts]
    anywhere = _shared_starts(x for row in rows for x in _starts_after_gaps(row))
    columns: list[list[Glyph]] = []
    for row in rows:
        reach = _NEAR_ROWS * row[0].size
        near = starts[bisect_left(heights, row[0].y - reach) : bisect_right(heights, row[0].y + reach)]
        others = [x for y, x in near if abs(y - row[0].y) > _SAME_ROW * row[0].size]
        often = [x for x in others if sum(abs(x - other) <= _ALIGNED for other in others) >= _FEWEST_NEAR]
        for wide in _parts(row, _MORE_THAN_A_SPACE, anywhere):
            parts = _parts(wide, _NARROW_GAP, others)
            columns.extend(piece for part in parts for piece in _parts(part, _TIGHT_GAP, often))
    return columns


def _starts_after_gaps(row: Sequence[Glyph]) -> Iterator[float]:
    """Give where a row starts, and where it goes on after more than a space."""
    visible = [glyph for glyph in row if glyph.text.strip()]
    for last, glyph in zip((None, *visible), visible, strict=False):
        if last is None or glyph.x0 - last.x1 > _MORE_THAN_A_SPACE * max(glyph.size, last.size):
            yield glyph.x0


def _shared_starts(starts: Iterable[float]) -> list[float]:
    """Give the places where several rows start."""
    ordered = sorted(starts)
    pairs = zip(ordered, ordered[_FEWEST_ANYWHERE - 1 :], strict=False)
    return [first for first, last in pairs if last - first <= _ALIGNED]


def _parts(row: Sequence[Glyph], narrow: float, starts: Sequence[float]) -> list[list[Glyph]]:
    """Part a row at gaps; a row of single characters is one: 「取　組　内　容」 is a label."""
    pieces: list[list[Glyph]] = []
    last: Glyph | None = None
    waiting: list[Glyph] = []
    for glyph in row:
        if not glyph.text.strip():
            waiting.append(glyph)
            continue
        size = max(glyph.size, last.size) if last else glyph.size
        gap = glyph.x0 - last.x1 if last else 0.0
        is_column = gap > _COLUMN_GAP * size or (
            gap > narrow * size and any(abs(glyph.x0 - start) <= _ALIGNED for start in starts)
        )
        if last is None or is_column:
            pieces.append([glyph])
        else:
            pieces[-1].extend([*waiting, glyph])
        waiting = []
        last = glyph
    if len(pieces) > 1 and all(len(piece) == 1 for piece in pieces) and _evenly_spaced([piece[0] for piece in pieces]):
        return [[glyph for piece in pieces for glyph in piece]]
    return _with_marks(pieces)


def _with_marks(pieces: Sequence[list[Glyph]]) -> list[list[Glyph]]:
    joined: list[list[Glyph]] = []
    for piece in pieces:
        if joined and is_lone_mark(_text(joined[-1]), _text(piece)):
            joined[-1].extend(piece)
        else:
            joined.append(piece)
    return joined


def _text(glyphs: Sequence[Glyph]) -> str:
    return "".join(glyph.text for glyph in glyphs)


def _evenly_spaced(glyphs: Sequence[Glyph]) -> bool:
    gaps = [second.x0 - first.x1 for first, second in pairwise(glyphs)]
    return len(gaps) > 1 and max(gaps) < 1.5 * min(gaps) and all(glyph.text.isalpha() for glyph in glyphs)


def _line(row: Sequence[Glyph]) -> TextLine:
    text = ""
    last: Glyph | None = None
    for glyph in row:
        gap = glyph.x0 - last.x1 if last else 0.0
        if last and gap > _SPACE * max(glyph.size, last.size) and not (text[-1:].isspace() or glyph.text.isspace()):
            text += " "
        text += glyph.text
        last = glyph
    return _framed(text, [glyph for glyph in row if glyph.text.strip()])


def _framed(text: str, glyphs: Sequence[Glyph]) -> TextLine:
    return TextLine(
        text.strip(),
        min(glyph.x0 for glyph in glyphs),
        min(glyph.top for glyph in glyphs),
        max(glyph.x1 for glyph in glyphs),
        max(glyph.bottom for glyph in glyphs),
        median(glyph.size for glyph in glyphs),
    )


def _is_vertical(glyphs: Sequence[Glyph]) -> bool:
    """Tell vertical writing: turned characters, or a file that writes most characters under the one before."""
    if 2 * sum(glyph.lies for glyph in glyphs) > len(glyphs):
        return True
    steps = list(pairwise(sorted(glyphs, key=lambda glyph: glyph.order)))
    vertical = sum(is_under(first, second) or _opens_column(first, second) for first, second in steps)
    return len(steps) > 0 and vertical > 0.6 * len(steps)


def is_under(first: Glyph, second: Glyph) -> bool:
    """Tell whether a character stands under another, as the next of vertical writing does; above, if read upwards."""
    step = first.y - second.y if first.turned == 1 else second.y - first.y
    return step > _STEP * first.size and abs(second.x - first.x) <= _UNDER * first.size


def _opens_column(first: Glyph, second: Glyph) -> bool:
    """Tell whether a character starts the column to the left: no horizontal writing goes left and not down."""
    return second.x < first.x - 0.5 * first.size and second.y <= first.y + 0.3 * first.size


def _vertical_line(glyphs: Sequence[Glyph]) -> TextLine:
    """Read columns from right to left and each from the top; text that is turned to be read upwards the other way."""
    upwards = sum(glyph.turned for glyph in glyphs if glyph.lies) > 0
    columns: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.x if upwards else -glyph.x):
        if columns and abs(glyph.x - columns[-1][0].x) <= 0.5 * max(glyph.size, columns[-1][0].size):
            columns[-1].append(glyph)
        else:
            columns.append([glyph])
    text = "".join(
        glyph.text for column in columns for glyph in sorted(column, key=lambda glyph: -glyph.y if upwards else glyph.y)
    )
    return _framed(text, glyphs)


def _paragraphs(lines: Sequence[TextLine]) -> list[list[TextLine]]:
    """Join each line to the one above, where both have only each other: a title over two columns joins neither."""
    above = {index: list(_lines_above(index, lines)) for index in range(len(lines))}
    followers: dict[int, int] = {}
    for candidates in above.values():
        for candidate in candidates:
            followers[candidate] = followers.get(candidate, 0) + 1
    paragraphs: list[list[TextLine]] = []
    paragraph_of: dict[int, int] = {}
    for index, line in enumerate(lines):
        candidates = above[index]
        only_each_other = len(candidates) == 1 and followers[candidates[0]] == 1
        before = paragraph_of[candidates[0]] if only_each_other else -1
        if before >= 0 and _goes_on(paragraphs[before], line):
            paragraph_of[index] = before
            paragraphs[before].append(line)
            continue
        paragraph_of[index] = len(paragraphs)
        paragraphs.append([line])
        if before >= 0 and _closer_to_next(paragraphs[before], line):  # the line before begins this paragraph
            paragraph_of[candidates[0]] = paragraph_of[index]
            paragraphs[-1].insert(0, paragraphs[before].pop())
    return paragraphs


def _lines_above(index: int, lines: Sequence[TextLine]) -> Iterator[int]:
    """Give the lines right above this one; lines are sorted by height, so few of those before can be."""
    line = lines[index]
    for earlier in range(index - 1, max(-1, index - 60), -1):
        other = lines[earlier]
        size = max(line.size, other.size)
        overlap = min(line.x1, other.x1) - max(line.x0, other.x0)
        near = -0.5 * size <= line.top - other.bottom <= _LEADING * size
        same = size <= _SAME_SIZE * min(line.size, other.size)
        if near and same and overlap >= _OVERLAP * min(line.x1 - line.x0, other.x1 - other.x0):
            yield earlier


def _goes_on(paragraph: Sequence[TextLine], line: TextLine) -> bool:
    """Tell whether the step down to this line is like the step before."""
    if len(paragraph) == 1:
        return True
    before = paragraph[-1].top - paragraph[-2].top
    step = line.top - paragraph[-1].top
    return step <= _STEADY * before + 1 and not _closer_to_next(paragraph, line)


def _closer_to_next(paragraph: Sequence[TextLine], line: TextLine) -> bool:
    """Tell whether two lines were taken for a paragraph of which the second goes with this line rather."""
    if len(paragraph) != 2:  # noqa: PLR2004 - in a longer one the step is settled
        return False
    return paragraph[1].top - paragraph[0].top > _STEADY * (line.top - paragraph[1].top) + 1
