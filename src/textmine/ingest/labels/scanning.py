"""Which layout a document has, and where its labels, titles and furniture stand."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from textmine.errors import NotAForm
from textmine.ingest.labels.book import label_book
from textmine.ingest.labels.finding import LabelHit, find_labels
from textmine.ingest.labels.goal_blocks import one_label_a_goal
from textmine.ingest.labels.nested import nested_labels
from textmine.ingest.labels.page_breaks import join_cut_labels
from textmine.ingest.labels.rated_fields import without_rated_fields
from textmine.ingest.labels.vertical import vertical_labels
from textmine.ingest.labels.year_headings import with_headings_of_years
from textmine.ingest.layout import STATEMENT_SECTIONS
from textmine.ingest.lines.grid import counting_cells
from textmine.ingest.lines.heights import is_level
from textmine.ingest.lines.rows import Row, repeated_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from textmine.documents import Document
    from textmine.ingest.labels.book import LabelBook
    from textmine.ingest.layout import Layout

_LONG_FURNITURE: Final = 12  # characters
_FEWEST_LETTERS: Final = 4  # of a line that says more than a number
_BRACKETS_AMID: Final = re.compile(r"(?<=。)\s*(?=([(【〔《<\[][^。、()]{1,12}[)】〕》>\]]))")

_NOT_OF_FORM: Final = frozenset({"head_again", "site"})  # what repeats a head, and what a site puts around the form
_OF_WINDOW: Final = "|"  # parts page and site in a window's title, which a browser prints on every page
_LETTER: Final = re.compile(r"[^\W\d]")


@dataclass(frozen=True, slots=True)
class Scan:
    """A document with the labels of one layout found in it."""

    layout: Layout
    rows: list[Row]
    hits: list[LabelHit]
    rests: Mapping[int, Row]
    furniture: frozenset[int]  # places of rows
    titles: frozenset[int]

    def places_of(self, hit: LabelHit) -> list[int]:
        """Give the places of the rows that a label fills; none where it shares its only row with other text."""
        spans = {row.span for row in hit.rows}
        return [place for place in range(hit.first, hit.last + 1) if self.rows[place].span in spans]

    def opens_block(self, hit: LabelHit) -> bool:
        """Tell whether an empty line stands before a label, or nothing at all."""
        return hit.first == 0 or self.rows[hit.first - 1].block != self.rows[hit.first].block


def choose_layout(document: Document, rows: Sequence[Row], layouts: Sequence[Layout]) -> Scan:
    """Find the layout whose labels the document has.

    Raises:
        NotAForm: none has what it needs.
    """
    best: tuple[float, Scan] | None = None
    for layout in layouts:
        scan = scan_rows(rows, layout)
        score = _fit(scan)
        if score is not None and (best is None or score > best[0]):
            best = score, scan
    if best is None:
        raise not_a_form(document, layouts)
    return best[1]


def scan_rows(rows: Sequence[Row], layout: Layout) -> Scan:
    """Find furniture, titles and labels."""
    book = label_book(layout)
    rows = join_cut_labels([part for row in rows for part in _parted_at_labels(row, book)], book)
    furniture_patterns = [re.compile(pattern) for pattern in (*layout.furniture, *layout.pointers)]
    title_patterns = [re.compile(pattern) for pattern in layout.metadata]
    raters = {name for table in layout.ratings for name in table.columns}  # heads of columns of marks
    cells = Counter(ref[:2] for ref in {(row.cell.table, row.cell.row, row.cell.column) for row in rows if row.cell})
    repeated = repeated_rows(rows) - {"".join(text.split()) for text in layout.empty}
    plain = {row.key for row in rows if row.role != "link"}  # a label that is a link may be of a table of contents
    furniture = frozenset(
        place
        for place, row in enumerate(rows)
        if row.role in _NOT_OF_FORM
        or (
            (
                (row.cell is None and row.key in raters)
                or _is_furniture(row, cells, furniture_patterns)
                or (row.key in repeated and (_OF_WINDOW in row.key or not _holds_label(row.key, book)))
                or (row.role == "link" and (row.key in plain or not (book.match(row.key) or book.compose(row.key))))
            )
            and not _ends_label(rows, place, book)
            and not _begins_label(rows, place, book)
        )
    )
    furniture |= _beside_page_numbers(rows, furniture) | _head_rows(rows, book) | counting_cells(rows)
    titles = frozenset(
        place
        for place, row in enumerate(rows)
        if row.role == "title"
        or (
            place not in furniture
            and any(pattern.fullmatch(row.key) for pattern in title_patterns)
            and book.match(row.key) is None
            and not _is_two_labels(row.key, book)
        )
    )
    heads = Counter(rows[place].key for place in titles)
    running = frozenset(place for place in titles if heads[rows[place].key] > 1)  # a title on every page
    beside, led, signs = vertical_labels(rows, book, titles) if layout.businesses else ([], {}, [])
    nested = [*beside, *nested_labels(rows, book, furniture.union(signs, (hit.first for hit in beside)))]
    parts = {id(row) for hit in nested for row in hit.rows}
    taken = frozenset(place for place, row in enumerate(rows) if id(row) in parts or row.role == "data" or place in led)
    furniture -= frozenset(
        place for place in taken if rows[place].role != "data"
    )  # 区 alone in its line heads marks, unless 「評価の理由」 heads it
    furniture = furniture.union(signs)
    hits, rests = find_labels(rows, book, furniture | titles | taken)
    rests |= led
    hits = sorted([*hits, *nested], key=lambda hit: (hit.first, hit.last))
    hits = with_headings_of_years(hits, layout, furniture | titles)
    hits, numbers = one_label_a_goal(hits, layout)
    hits, rated = without_rated_fields(rows, hits, rests, layout)
    rests = {place: rest for place, rest in rests.items() if place not in rated}
    furniture |= numbers | rated
    return Scan(layout, rows, hits, rests, furniture | running, titles - running - taken)


def _is_furniture(row: Row, cells: Counter[tuple[int, int]], patterns: Sequence[re.Pattern[str]]) -> bool:
    """Tell whether a line is of the page, given how many cells each row of a table has.

    In a cell a number is one of a table: only a long line is (問合せ先:…), or one with a row alone (令和3年4月公表).
    """
    if row.cell and len(row.key) < _LONG_FURNITURE:
        says = len(_LETTER.findall(row.key)) >= _FEWEST_LETTERS
        if not says or cells[row.cell.table, row.cell.row] > 1:
            return False
    return any(pattern.fullmatch(row.key) for pattern in patterns)


def _parted_at_labels(row: Row, book: LabelBook) -> Iterator[Row]:
    """Part a line that holds a whole cell where a label in brackets stands amid it: 「…できた。(課題) ・…」."""
    cuts = [
        found.end()
        for found in _BRACKETS_AMID.finditer(row.text)
        if (label := book.match("".join(found[1].split()))) and label.kind == "field"
    ]
    for start, end in pairwise([0, *cuts, len(row.text)]):
        yield row.part(start, end) if cuts else row


def _beside_page_numbers(rows: Sequence[Row], furniture: frozenset[int]) -> frozenset[int]:
    """Give the places of what stands beside the number of a page: a form of one page repeats no foot."""
    numbers = [box for place in furniture if (box := rows[place].box) and re.search(r"\d", rows[place].key)]
    lowest: dict[int, float] = {}
    for row in rows:
        if row.box:
            lowest[row.box.page] = max(lowest.get(row.box.page, 0.0), row.box.top)
    feet = [box for box in numbers if box.bottom > lowest[box.page]]
    return frozenset(
        place
        for place, row in enumerate(rows)
        if row.cell is None and row.box and any(is_level(row.box, foot) for foot in feet)
    )


def _holds_label(key: str, book: LabelBook) -> bool:
    return book.match_start(key) is not None or book.compose(key) is not None


def _ends_label(rows: Sequence[Row], place: int, book: LabelBook) -> bool:
    """Tell whether a line is the number of the label in the line over it, not a page's: 重点目標 / (2)."""
    if not 0 < place < len(rows) - 1:
        return False
    before, row, after = rows[place - 1 : place + 2]
    if (before.cell, before.sheet) != (row.cell, row.sheet) or after.sheet != row.sheet:
        return False  # a page's number may stand under a label that ends the page
    label, whole = book.match_lines(before.key), book.match_lines(before.key + row.key)
    return bool(label and whole and label.number is None and whole.number is not None)


def _begins_label(rows: Sequence[Row], place: int, book: LabelBook) -> bool:
    """Tell whether a line is the year of the label under it, not the head of a page: 令和4年度 / 重点目標②."""
    if place + 1 == len(rows):
        return False
    row, after = rows[place : place + 2]
    if (row.cell, row.sheet) != (after.cell, after.sheet):
        return False
    label, whole = book.match(after.key), book.match_lines(row.key + after.key)
    return bool(label and whole and label.year is None and whole.year)


def _head_rows(rows: Sequence[Row], book: LabelBook) -> frozenset[int]:
    """Give the places of the rows of tables, and of lines, that say nothing but what a table's columns hold.

    In a table a label may head its column beside them: 重点目標 | 項目 | 内容.
    """
    heads = frozenset(book.layout.table_heads)
    if not heads:
        return frozenset()
    lines: dict[tuple[int, int], list[int]] = {}
    for place, row in enumerate(rows):
        if row.cell:
            lines.setdefault((row.cell.table, row.cell.row), []).append(place)
    in_tables = [
        [place for place in places if rows[place].key in heads]
        for places in lines.values()
        if all(rows[place].key in heads or book.match(rows[place].key) for place in places)
    ]
    said = [[] if row.cell else row.text.split() for row in rows]
    is_head = [bool(words) and heads.issuperset(words) for words in said]
    in_lines = [[place] for place, words in enumerate(said) if is_head[place] and len(words) > 1]
    in_lines += [[place, place + 1] for place in range(len(rows) - 1) if is_head[place] and is_head[place + 1]]
    return frozenset(place for places in (*in_tables, *in_lines) for place in places)


def _is_two_labels(key: str, book: LabelBook) -> bool:
    """Tell whether a line is the heads of columns: 「目指す拠点の姿 (参考)1期目振り返りの課題」."""
    found = book.match_start(key)
    if found is None:
        return False
    rest = key[found[1] :]
    return book.match(rest) is not None or book.match_start(rest) is not None


def _fit(scan: Scan) -> float | None:
    layout = scan.layout
    found = Counter(layout.fields[hit.label.index].section for hit in scan.hits if hit.label.kind == "field")
    if not all(any(found[section] for section in group) for group in layout.needs):
        return None
    titled = sum(any(re.search(title, row.key) for row in scan.rows) for title in layout.titles)
    own = sum(1 for section in found if section in STATEMENT_SECTIONS)
    return own + titled + len({hit.label.index for hit in scan.hits if hit.label.kind == "business"}) / 2


def not_a_form(document: Document, layouts: Sequence[Layout]) -> NotAForm:
    """Say which labels of which layouts were looked for."""
    looked_for = "、".join(f"{layout.name}({'・'.join(_shown_labels(layout))})" for layout in layouts)
    return NotAForm(
        document.name,
        f"事業評価の様式として読めません。探した様式とラベル: {looked_for}",
        "別の様式なら corpus の forms/ に新しい TOML を加えてください",
    )


def _shown_labels(layout: Layout) -> list[str]:
    wanted = {section for group in layout.needs for section in group}
    return [re.sub(r"\{[^}]*\}", "", field.labels[0]) for field in layout.fields if field.section in wanted][:5]
