"""The parts that a report is made of: headings, prose, tables, figures, quotations. Values only, nothing computed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_ROWS: Final = 24  # of a table in the report; longer ones stand in tables/, and the report sums them up
Align = Literal["left", "right", "center"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 starts a chapter. With an anchor it can be pointed at."""

    text: str
    level: int = 1
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; one that introduces what follows stays on its page.

    Attributes:
        figures: names of figures that the text speaks of; their numbers are set behind it, since figures float.
    """

    text: str
    introduces: bool = False
    figures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A caution that a reader must not miss, set in a box."""

    text: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of short points."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table that may run over pages, its header repeated.

    Attributes:
        widths: of the columns, in fractions of what is left, or 0 for as narrow as the text.
        muted: rows drawn in grey (not supported, not validated).
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    align: tuple[Align, ...]
    widths: tuple[float, ...]
    muted: frozenset[int] = frozenset()
    small: bool = False


@dataclass(frozen=True, slots=True)
class FigureImage:
    """A figure by the name of its file in figures/, with what it shows in words for people who cannot see it."""

    name: str
    caption: str
    description: str
    width_mm: float = 166.0


@dataclass(frozen=True, slots=True)
class Quotation:
    """A statement as written, the words that decided the coding marked, and where it stands."""

    text: str
    source: str
    marks: tuple[tuple[int, int], ...] = ()  # characters of `text` that are set bold
    remark: str = ""


Element = Heading | Paragraph | Note | Bullets | Table | FigureImage | Quotation


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report."""

    title: str
    subtitle: str
    edition: str  # what it rests on, in one line under the title
    elements: Sequence[Element]
