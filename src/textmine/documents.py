"""Documents, pages, blocks, lines and statements: types only, shared by every stage.

Coordinates: characters are counted in `Document.text`, half-open, over the whole document. Boxes are points from the
top left of the page (in text without geometry: character cells and line numbers).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Kind = Literal["pdf", "text", "markdown", "html", "docx", "xlsx"]
Section = Literal[
    "goal",
    "activity",
    "outcome",
    "issue",
    "next_goal",
    "next_activity",
    "vision",
    "prior_issue",
    "reason_org",
    "reason_ward",
    "viewpoint",
]
SectionBy = Literal["label", "layout", "inferred"]
Share = Literal["statement", "label", "subheading", "boilerplate", "rating", "number_table", "furniture", "unplaced"]
# "form_missing" is said of a ward and year by those who know which forms there should be, never of a form that was read
FieldState = Literal["read", "empty", "unreadable", "form_missing"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters [start, end) of `Document.text`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page: points from the top left; in text without geometry, character cells and line numbers."""

    page: int  # 1-based
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class CellRef:
    """Where a block stands in a table. A cell that a page break cuts is one cell: its blocks share the reference."""

    table: int  # counted over the document, from 0
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1

    def shares_column(self, other: CellRef) -> bool:
        """Tell whether two cells stand in one column, at any height."""
        return self.column < other.column + other.column_span and other.column < self.column + self.column_span


@dataclass(frozen=True, slots=True)
class Line:
    """A run of characters in one row of one column; never holds a line break."""

    span: Span
    box: Box | None = None
    upright: Box | None = None  # where it lies once the page is turned so that its text stands upright, if it does not


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together: a cell, a paragraph, a list item, a heading."""

    lines: tuple[Line, ...]
    page: int  # 1-based page of its first line
    role: Literal["paragraph", "list_item", "heading", "cell", "head_again", "link"] = "paragraph"
    # head_again: repeats a head; link: nothing but links to other pages
    cell: CellRef | None = None
    list_level: int | None = None  # 1 outermost; for list items whose bullet is no character, else None
    right: float | None = None  # of a ruled cell: how far to the right its text may reach, in points


@dataclass(frozen=True, slots=True)
class Page:
    """One page (sheet, or the whole of a file without pages) with its blocks in the order of the file."""

    number: int  # 1-based
    span: Span  # in Document.text
    blocks: tuple[Block, ...]
    name: str = ""  # a sheet's name
    state: Literal["read", "unreadable"] = "read"  # unreadable: an image without text
    geometry: Literal["points", "characters"] = "characters"


@dataclass(frozen=True, slots=True)
class Document:
    """What a file says, as extracted; characters as written, nothing folded."""

    name: str  # file name with suffix
    kind: Kind
    sha256: str
    text: str  # pages joined by form feeds
    pages: tuple[Page, ...]
    encoding: str | None = None  # of a text file
    warnings: tuple[str, ...] = ()

    def quote(self, spans: Iterable[Span]) -> str:
        """Give the spans' text as one line: pieces joined, with a space only between two Latin letters or digits."""
        joined = ""
        for span in spans:
            piece = self.text[span.start : span.end]
            if joined and piece and _is_latin(joined[-1]) and _is_latin(piece[0]):
                joined += " "
            joined += piece
        return joined


@dataclass(frozen=True, slots=True)
class Statement:
    """One bullet (or unbulleted goal sentence) of a form: the unit of everything that follows. See the codebook."""

    statement_id: str  # "<document stem>:<number>"
    document: str
    ward: str | None
    fiscal_year: int | None
    period_start: int | None
    period_end: int | None
    form: str
    section: Section
    goal_no: int | None
    level: int
    text: str
    page: int
    spans: tuple[Span, ...]  # Document.quote(spans) == text
    box: Box | None
    section_by: SectionBy
    confidence: float  # 0 to 1


@dataclass(frozen=True, slots=True)
class Rating:
    """One mark that a form gives itself (A to D)."""

    document: str
    business: int | None  # number of the business in a period form
    table: str  # heading it stands under
    row: str  # what is rated
    column: str  # who rates, as the form calls it
    value: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class NumberCell:
    """One cell of a number table, as written and as a number."""

    document: str
    business: int | None
    table: str
    row: str
    column: str
    fiscal_year: int | None  # where the row or column is one
    value: float | None  # None if the cell holds no number
    unit: str
    as_written: str
    spans: tuple[Span, ...]
    doubt: str = ""  # why the figure may be a slip of text recognition; nothing is put right


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read from one form."""

    document: Document
    form: str
    ward: str | None
    fiscal_year: int | None
    period_start: int | None
    period_end: int | None
    operator: str | None
    statements: tuple[Statement, ...]
    ratings: tuple[Rating, ...] = ()
    numbers: tuple[NumberCell, ...] = ()
    ledger: tuple[tuple[Span, Share], ...] = ()  # covers every character that is no white space, once
    fields: Mapping[str, FieldState] = field(default_factory=dict)  # section -> state
    folded: Mapping[str, int] = field(default_factory=dict)  # "⻘→青" -> count, for the ledger of characters
    warnings: tuple[str, ...] = ()


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
