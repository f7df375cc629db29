"""Whether a line goes on with the item before it: wrapped text, marks that are none, words that a line's end parts."""

from __future__ import annotations

import math
import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from textmine.ingest.signs.bullets import is_arrow, is_symbol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from textmine.ingest.lines.items import FlowMarks, FlowRow, Item, Mark
    from textmine.ingest.lines.rows import Row

ENDED: Final = re.compile(r"[。.!?！？]['\")」』】〕）]*$|[。][(][^()]*[)]$")
_UNFINISHED: Final = re.compile(r"[、,をにがはとでもへのやし]$")  # what no bullet ends with
_FEWEST_FULL: Final = 2  # lines that end at the right edge, before one of them is taken to be cut in a word
_OVER_PAGE: Final = 3  # the gap of a page break
NO_SYMBOLS: Final = frozenset(["", "1", "ア", "list"])  # kinds of marks that are no sign of their own
NAMED: Final = (
    r"マーク|印(?![刷象])|記号|[のを、。)」』]|[はがにでともや](?=[一-鿿])"  # said of a sign: ★マーク, ★の付いた
)
_AMID_LINE: Final = re.compile(r"。(?=\s*[^\s。.!?'\")」』】〕）\]])")
_QUOTATION: Final = re.compile(r"「[^」]*」?。?")
_INDENT: Final = 0.7  # of a character: less is the slack of print


def is_no_mark(mark: Mark, items: Sequence[Item], previous: Row, row: Row, marks: FlowMarks) -> bool:
    """Tell whether what looks like a mark is part of the text that goes on over the line's end."""
    if mark.kind == "・":
        return _is_quoted(previous, row) or _is_inside_word(previous, row, sentences=marks.end_sentences)
    if mark.kind == "list":
        return previous.block == row.block
    if mark.kind not in NO_SYMBOLS and is_symbol(mark.kind[0]):
        if is_arrow(mark.kind):  # 「相談→訪問 / →連携」: a line that is full and no sentence goes on over the arrow
            wrapped = previous.is_full and not marks.leads_with(mark.kind)
            return not is_sentence_end(previous.text) and (
                wrapped or _UNFINISHED.search(previous.text.rstrip()) is not None
            )
        return marks.kinds[mark.kind] == 1 and not is_sentence_end(previous.text) and _wraps_in_sentence(previous, row)
    if mark.kind != "1":
        return False
    return not _is_next_of(items, mark, previous) or (mark.is_bare and _counts(items, mark, previous))


def _wraps_in_sentence(previous: Row, row: Row) -> bool:
    """Tell whether a sign may be a word of a sentence that a wrap parts: 「…目印として / ★マークを付けた」."""
    if previous.cell != row.cell:
        return False
    return _UNFINISHED.search(previous.text.rstrip()) is not None or re.match(rf"\W({NAMED})", row.key) is not None


def _is_next_of(items: Sequence[Item], mark: Mark, previous: Row) -> bool:
    """Tell whether a number may be a mark: not 「44 人に増えた」 amid a sentence."""
    if is_sentence_end(previous.text) or mark.number == 1:
        return True
    last = next((item.mark.number for item in reversed(items) if item.mark.number is not None), None)
    return last is not None and mark.number == last + 1


def _counts(items: Sequence[Item], mark: Mark, previous: Row) -> bool:
    """Tell whether a number that nothing closes counts something: 「…を年 / 3 回実施する」, 「…した。 / 2 歳から…」.

    Extractors put blanks around the digits of some programs. A mark goes on from another one, after a line that is at
    its end; one after a line that is short may go on from one in another cell.
    """
    if not previous.is_full:
        return False
    before = (mark.number or 0) - 1
    if before and not any(item.mark.number == before and item.mark.is_bare for item in items):
        return True
    ended = [item.is_ended for item in items[:-1] if item.mark.number]
    is_cut = all(ended) if ended else _UNFINISHED.search(previous.text.rstrip()) is not None
    return is_cut and not is_sentence_end(previous.text)


def is_sentence_end(text: str) -> bool:
    """Tell whether a folded text ends as a sentence does."""
    return ENDED.search(text.rstrip()) is not None


def starts_lines(rows: Sequence[Row]) -> bool:
    """Tell whether sentences start new lines rather than go on amid them; a full line tells nothing where some wrap."""
    wraps = any(row.is_full and not is_sentence_end(row.text) for row in rows[:-1])
    n_ends = sum(is_sentence_end(row.text) and not (wraps and row.is_full) for row in rows[:-1])
    return n_ends > sum(len(_AMID_LINE.findall(row.text)) for row in rows)


def quotations_go_on(rows: Sequence[Row], marked: Sequence[bool]) -> bool:
    """Tell whether lines begin with 「 for no more than a break before it: 「・…に達した。 / 「場所を…」という声」.

    Some programs set 。「 closer than other signs, and extractors take that for the end of a line. Where bullets start
    all other sentences, and no quotation is a line of its own, such a line goes on with the bullet before it.
    """
    last = len(rows) - 1
    for number in range(1, len(rows)):
        if marked[number] or not is_sentence_end(rows[number - 1].text):
            continue
        alone = number == last or marked[number + 1] or rows[number + 1].key.startswith("「")
        if not rows[number].key.startswith("「") or (alone and _QUOTATION.fullmatch(rows[number].key)):
            return False
    return any(marked)


def goes_on(items: Sequence[Item], entry: FlowRow, previous: Row | None, marks: FlowMarks) -> bool:
    """Tell whether a row without a mark goes on with the item before it."""
    item = items[-1]
    if not item.rows or not item.rows[-1].key:
        return not item.is_subheading
    if item.is_subheading or previous is None:
        return False
    n_ended = sum(other.is_ended for other in items[:-1] if other.mark.kind)
    if item.is_ended and not item.mark.kind and marks.sentence_a_line:
        return False
    if item.is_ended and item.mark.kind and entry.row.key.startswith("「") and marks.quotations_go_on:
        return entry.gap == 0
    return _continues(item, entry, previous, bulleted=bool(marks.kinds), n_ended=n_ended)


def _continues(item: Item, entry: FlowRow, previous: Row, *, bulleted: bool, n_ended: int) -> bool:
    if entry.row.role == "list_item" and entry.row.block != previous.block:
        return not item.is_ended and item.mark.kind != "list"
    has_edge = previous.box is not None and previous.edge is not None
    if item.is_ended:
        opens_paragraph = entry.is_indented and not item.mark.kind
        runs_on = previous.is_full if has_edge else bool(item.mark.kind)
        return entry.gap == 0 and runs_on and not opens_paragraph
    if bulleted and item.mark.kind and n_ended:
        return True  # where bullets end as sentences do, one that does not is not at its end
    if entry.gap == _OVER_PAGE:
        return not (has_edge and item.mark.kind) or _is_wrapped(previous)
    if entry.gap == 0:
        return bulleted or not has_edge or _is_wrapped(previous)
    return previous.is_full if has_edge else previous.cell is None and bool(item.mark.kind)


def _is_wrapped(row: Row) -> bool:
    """Tell whether a line that ends no sentence is cut: at its column's edge, in a quotation, or as no bullet ends."""
    return row.is_full or _UNFINISHED.search(row.text.rstrip()) is not None or _opens_quotation(row)


def first_lines(flow: Sequence[FlowRow], edges: Mapping[object, float]) -> frozenset[int]:
    """Tell which rows are indented as the first lines of paragraphs are, where other text of their column is not."""
    return frozenset(
        number
        for number, entry in enumerate(flow)
        if _indent(entry.row) - edges.get(_text_column(entry.row), math.inf) >= _INDENT
    )


def text_edges(rows: Iterable[Row]) -> dict[object, float]:
    """Give where text starts, in characters, on each sheet and in each column of a table."""
    edges: dict[object, float] = {}
    for row in rows:
        place, indent = _text_column(row), _indent(row)
        edges[place] = min(indent, edges.get(place, indent))
    return edges


def _text_column(row: Row) -> object:
    return row.sheet, (row.cell.table, row.cell.column) if row.cell else None


def _indent(row: Row) -> float:
    """Give where a row starts, in characters."""
    spaces = len(row.text) - len(row.text.lstrip())
    if row.box is None or row.box.bottom <= row.box.top:
        return float(spaces)
    return row.box.x0 / (row.box.bottom - row.box.top)


def _is_inside_word(previous: Row, row: Row, *, sentences: bool) -> bool:
    """Tell whether 「・」 at the start of a row stands between two nouns: プレママ / ・プレパパ.

    Where the bullets before do not end as sentences do, a noun may well be the end of one: 「…隊の編成 / ・通訳…」.
    """
    if previous.box is None or previous.cell != row.cell or is_sentence_end(previous.text) or not previous.is_full:
        return False
    if previous.n_full < _FEWEST_FULL:
        return False
    before, after = _script(previous.key[-1:]), _script(row.key[1:2])
    return before == after and (before == "katakana" or (sentences and before != "other"))


def _is_quoted(previous: Row, row: Row) -> bool:
    """Tell whether a quotation that opens in a line closes in the next: 「ぼく / ・わたしの時間」."""
    closed = row.key.find("」")
    return _opens_quotation(previous) and closed >= 0 and "「" not in row.key[:closed] and previous.cell == row.cell


def _opens_quotation(row: Row) -> bool:
    return row.key.rfind("「") > row.key.rfind("」")


@lru_cache(maxsize=4096)
def _script(sign: str) -> str:
    if not sign:
        return "other"
    name = unicodedata.name(sign, "")
    if "KATAKANA" in name or sign == "ー":
        return "katakana"
    if name.startswith("CJK UNIFIED"):
        return "kanji"
    if name.startswith("HIRAGANA"):
        return "hiragana"
    return "latin" if sign.isalnum() else "other"
