"""A Document from HTML: text without tags, cells by the table's grid, list items with their level.

The tree comes from Beautiful Soup over lxml, which reads broken HTML much as browsers do; the grid follows the HTML
standard's table model (sections 4.9.11 and 4.9.12: row and column spans).
"""

from __future__ import annotations

import re
import warnings
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, XMLParsedAsHTMLWarning
from bs4.element import NavigableString, PreformattedString, Tag

from textmine.documents import CellRef, Kind
from textmine.errors import UnreadableFile
from textmine.ingest.lines.wrapping import is_sentence_end
from textmine.ingest.readers.building import DocumentBuilder
from textmine.ingest.signs.bullets import opens_with_mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from textmine.documents import Document
    from textmine.ingest.readers.building import Role
    from textmine.ingest.readers.encoding import Decoded
    from textmine.ingest.readers.raw_file import RawFile

MARKER_ATTRIBUTE: Final = "data-written-marker"  # a list item's number that stands in the file: Markdown's 「1.」
_INLINE: Final = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
        "ruby",
        "rb",
        "rbc",
        "nobr",
    ]
)
_DROPPED: Final = frozenset(
    [
        "script",
        "button",
        "style",
        "template",
        "noscript",
        "head",
        "title",
        "meta",
        "link",
        "object",
        "embed",
        "audio",
        "video",
        "canvas",
        "svg",
        "map",
        "select",
        "datalist",
    ]
)
_AROUND: Final = frozenset({"nav", "aside"})  # of a web site, not of the form that a page shows
_AROUND_ROLES: Final = frozenset({"navigation", "complementary", "contentinfo", "search", "banner"})
_RUBY: Final = frozenset({"rt", "rp", "rtc"})
_HEADINGS: Final = frozenset(f"h{level}" for level in range(1, 7))
_LISTS: Final = frozenset({"ul", "ol", "menu", "dir"})
_ROW_GROUPS: Final = frozenset({"thead", "tbody", "tfoot"})
_HIDDEN_STYLE: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACE: Final = re.compile(r"[ \t\r\n\f]+")
_WORD: Final = re.compile(r"\w")
_MOST_SPAN: Final = 200  # columns or rows; a form has some 50
_SPAN_DIGITS: Final = 5
_MOST_DEPTH: Final = 150  # elements in elements; what stands deeper is read as plain text
_MOST_TAGS: Final = 200_000  # a tree takes about 2 kB for each


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the text that comes next belongs."""

    role: Role = "paragraph"
    cell: CellRef | None = None
    list_level: int | None = None
    list_depth: int = 0

    def after_item(self) -> _Place:
        """What follows a list item's first paragraph is no item of its own."""
        return replace(self, role="cell" if self.cell else "paragraph", list_level=None)


@dataclass(slots=True)
class MarkupWriter:
    """Write elements to a document, in their order."""

    builder: DocumentBuilder = field(default_factory=DocumentBuilder)
    _rows: list[str] = field(default_factory=lambda: [""])
    _place: _Place = field(default_factory=_Place)
    _tables: int = 0
    _ruby: int = 0
    _around: int = 0
    _in_link: bool = False
    _is_linked: bool = False  # the open block has a link with words
    _is_plain: bool = False  # it has words outside links

    def write_html(self, html: str) -> None:
        """Write a piece of HTML."""
        self._walk(_parse(html), 0)
        self._close_block()

    def write_grid(self, rows: Sequence[Sequence[str]]) -> None:
        """Write a table of cells that are pieces of HTML each; no cell spans rows or columns."""
        self.write_cells(
            (CellRef(0, row, column), html) for row, cells in enumerate(rows) for column, html in enumerate(cells)
        )

    def write_cells(self, cells: Iterable[tuple[CellRef, str]]) -> None:
        """Write a table of cells that are pieces of HTML each; which table of the document it is, is told here."""
        table = self._open_table()
        for ref, html in cells:
            self._write_cell(_parse(html) if "<" in html or "&" in html else html, replace(ref, table=table), 0)

    def finish(self, raw: RawFile, kind: Kind, decoded: Decoded) -> Document:
        """Close the page and give the document."""
        self._close_block()
        self.builder.end_page()
        notes = [f"ふりがな {self._ruby} 文字を本文から除いた"] if self._ruby else []
        if self._around:
            notes.append(f"サイトの案内 (nav・aside・footer) の {self._around} 文字を読まない")
        return self.builder.build(raw, kind, encoding=decoded.encoding, warnings=(*decoded.warnings, *notes))

    def _walk(self, parent: Tag, depth: int) -> None:
        if depth > _MOST_DEPTH:
            self._rows[-1] += parent.get_text()
            return
        for child in parent.children:
            if isinstance(child, Tag):
                self._write_element(child, depth + 1)
            elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
                self._write_text(str(child), preformatted=parent.name in {"pre", "textarea"})

    def _write_element(self, element: Tag, depth: int) -> None:
        name = element.name
        if name in _DROPPED or _is_hidden(element):
            return
        if _is_around(element):
            self._around += len("".join(element.get_text().split()))
        elif name in _RUBY:
            self._ruby += len(element.get_text(strip=True))
        elif name == "br":
            self._rows.append("")
        elif name in _INLINE:
            self._write_inline(element, depth)
        elif name == "table":
            self._write_table(element, depth)
        elif name == "li":
            self._write_item(element, depth)
        elif name in _LISTS:
            self._write_within(element, depth, replace(self._place, list_depth=self._place.list_depth + 1), keep=True)
        elif name in _HEADINGS:
            self._write_within(element, depth, replace(self._place, role="heading"))
        else:
            self._close_block()
            self._walk(element, depth)
            self._close_block()

    def _write_inline(self, element: Tag, depth: int) -> None:
        outer = self._in_link
        self._in_link = outer or (element.name == "a" and element.has_attr("href"))
        self._walk(element, depth)
        self._in_link = outer

    def _write_within(self, element: Tag, depth: int, place: _Place, *, keep: bool = False) -> None:
        self._close_block()
        outer = self._place
        self._place = replace(place, role=outer.role, list_level=outer.list_level) if keep else place
        self._walk(element, depth)
        self._close_block()
        self._place = outer

    def _write_item(self, element: Tag, depth: int) -> None:
        level = max(1, self._place.list_depth)
        self._close_block()
        outer = self._place
        marker = element.get(MARKER_ATTRIBUTE)
        self._place = replace(outer, role="list_item", list_level=None if marker else level)
        if marker:
            self._rows[-1] += f"{marker} "
        self._walk(element, depth)
        self._close_block()
        self._place = outer.after_item()

    def _write_table(self, element: Tag, depth: int) -> None:
        self._close_block()
        outer = self._place
        for caption in element.find_all("caption", recursive=False):
            self._place = replace(outer.after_item(), role="heading")
            self._walk(caption, depth)
            self._close_block()
            self._place = outer
        table = self._open_table()
        for cell, ref in _grid(element, table):
            self._write_cell(cell, ref, depth)
        self._place = outer.after_item()

    def _open_table(self) -> int:
        self._close_block()
        self._tables += 1
        return self._tables - 1

    def _write_cell(self, content: Tag | str, ref: CellRef, depth: int) -> None:
        outer = self._place
        self._place = _Place(role="cell", cell=ref)
        if isinstance(content, str):
            self._write_text(content, preformatted=False)
        elif not _is_hidden(content):
            self._walk(content, depth)
        self._close_block()
        self._place = outer

    def _write_text(self, text: str, *, preformatted: bool) -> None:
        if _WORD.search(text):
            self._is_linked |= self._in_link
            self._is_plain |= not self._in_link
        if not preformatted:
            self._rows[-1] += text
            return
        first, *others = text.replace("\r\n", "\n").split("\n")
        self._rows[-1] += first
        self._rows.extend(others)

    def _close_block(self) -> None:
        rows = [tidy for row in self._rows if (tidy := _tidy(row))]
        is_link = self._is_linked and not self._is_plain and not _says(rows)
        self._rows, self._is_linked, self._is_plain = [""], False, False
        if not rows:
            return
        place = self._place
        role = "link" if is_link and place.role in {"paragraph", "list_item"} else place.role
        self.builder.add_block(rows, role=role, cell=place.cell, list_level=place.list_level)
        if place.role == "list_item":
            self._place = place.after_item()


def read_html(raw: RawFile, decoded: Decoded) -> Document:
    """Give an HTML file as one page."""
    check_tags(decoded.text, raw.place)
    writer = MarkupWriter()
    writer.write_html(decoded.text)
    return writer.finish(raw, "html", decoded)


def check_tags(text: str, place: str) -> None:
    """Refuse a text with more tags than a form can have: its tree would fill the memory.

    Raises:
        UnreadableFile: too many tags.
    """
    if (found := text.count("<")) > _MOST_TAGS:
        raise UnreadableFile(
            place, f"タグが {found:,} 個あり、様式として大きすぎる", "様式の部分だけを別のファイルにしてください"
        )


def _parse(html: str) -> BeautifulSoup:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)  # a cell may hold nothing but a web address
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        return BeautifulSoup(html, "lxml")


def _is_around(element: Tag) -> bool:
    """Tell a web site's menus and footers from the page's own text."""
    if element.name in _AROUND or str(element.get("role", "")).lower() in _AROUND_ROLES:
        return True
    return element.name == "footer" and element.find_parent(["main", "article", "section"]) is None


def _is_hidden(element: Tag) -> bool:
    return element.has_attr("hidden") or _HIDDEN_STYLE.search(str(element.get("style", ""))) is not None


def _says(rows: Sequence[str]) -> bool:
    """Tell whether links are text of a form too: a sentence, or a line with a bullet of its own."""
    return any(is_sentence_end(row) or opens_with_mark(row) for row in rows)


def _tidy(row: str) -> str:
    """Fold white space as a browser does; a line end between two Japanese characters of the source is no space."""

    def fold(space: re.Match[str]) -> str:
        before, after = row[space.start() - 1 : space.start()], row[space.end() : space.end() + 1]
        return "" if "\n" in space[0] and before > "\u2e7f" and after > "\u2e7f" else " "

    return _SPACE.sub(fold, row.strip(" \t\r\n\f"))


def _grid(table: Tag, number: int) -> Iterator[tuple[Tag, CellRef]]:
    """Give the table's own cells with their place; the table in a cell is left to that cell."""
    busy: defaultdict[int, int] = defaultdict(int)  # column -> first row that is free again
    rows = list(_rows(table))
    for row, element in enumerate(rows):
        column = 0
        for cell in element.find_all(["td", "th"], recursive=False):
            while busy[column] > row:
                column += 1
            row_span = min(_span(cell, "rowspan") or len(rows), len(rows) - row)
            column_span = min(_span(cell, "colspan") or 1, _MOST_SPAN)
            for spanned in range(column, column + column_span):
                busy[spanned] = row + row_span
            yield cell, CellRef(number, row, column, row_span, column_span)
            column += column_span


def _rows(table: Tag) -> Iterator[Tag]:
    for child in table.find_all(recursive=False):
        if child.name == "tr":
            yield child
        elif child.name in _ROW_GROUPS:
            yield from child.find_all("tr", recursive=False)


def _span(cell: Tag, name: str) -> int:
    digits = str(cell.get(name, "1")).strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= _SPAN_DIGITS else 1
