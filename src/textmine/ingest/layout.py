"""Layout: one kind of form as data, so that a new form is a new file and no Python.

Labels are templates over folded text without white space. In a template, `{年度}` stands for a fiscal year in any
era (令和5年度, R5(2023)年度, 平成31年度, 2019年度), `{番号}` for a number (①, 1, (1), 第1), `{何}` for anything short.
A `?` inside the braces makes it optional: `{年度?}重点目標{番号?}`.

A number before a label adorns it (1 重点目標); nested in another number it is the label's own (1-(2) 重点目標). A label
that a table parts over two cells (評価の理由 merged over 法人 and 区) is looked up as one, with brackets or without.

No list of labels is complete, so a text that is wholly made of a form's label words (実施した + 取組 + 内容) is a label
too: of the field whose head it holds, of the later field where it holds several (取組の成果 tells of an outcome).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

from textmine.documents import Section

FieldSection = Literal[Section, "boilerplate", "metadata", "operator", "period", "data", "rating", "mixed"]
STATEMENT_SECTIONS: Final[frozenset[str]] = frozenset(get_args(Section))


@dataclass(frozen=True, slots=True)
class Ward:
    """A place that has forms, and where it stands in tables and on the tile map."""

    code: str  # official code of the municipality
    name: str
    reading: str
    order: int  # official order
    column: int  # of its tile, from 0
    row: int  # of its tile, from 0


@dataclass(frozen=True, slots=True)
class Source:
    """What is known of one document beside its text: a row of the register."""

    file: str
    sha256: str
    ward: str | None = None
    fiscal_year: int | None = None
    period_start: int | None = None
    period_end: int | None = None
    form: str | None = None
    operator: str | None = None
    origin: str = ""
    terms: str = ""


@dataclass(frozen=True, slots=True)
class Cue:
    """Wording that speaks for a section (or, with a negative weight, against it).

    The pattern is searched in `mark|text` of a statement, folded: the mark is its bullet (`1` for any number, `ア` for
    any kana letter, nothing for a statement without a bullet).
    """

    pattern: str  # regular expression
    weight: float  # about a log odds: 1 slight, 3 strong


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the form: what it is called, and what is in it."""

    section: FieldSection
    labels: tuple[str, ...]  # templates
    next_section: Section | None = None  # the section in the part about the next year
    cues: tuple[Cue, ...] = ()
    numbered_subheadings: bool = False  # 「1.妊娠期からの支援」 over bullets is a sub-heading, no statement
    splits_into: tuple[Section, ...] = ()  # of a mixed field: the sections that share its cell, told apart by wording
    heads: tuple[
        str, ...
    ] = ()  # words that make an unlisted label one of this field: 成果 in 「実施した取組による成果」


@dataclass(frozen=True, slots=True)
class Part:
    """A heading that says which year the fields under it speak of."""

    kind: Literal["evaluated", "next", "other"]  # other: no statements
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Business:
    """One of the numbered businesses of a period form."""

    number: int
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RatingTable:
    """Marks that the form gives itself."""

    headings: tuple[str, ...]  # templates of the headings such a table stands under
    columns: tuple[str, ...]  # who rates; templates
    marks: tuple[str, ...] = ("A", "B", "C", "D")
    apart: bool = False  # a part of its own: nothing under its heading is a statement
    rates: str = ""  # the section whose items it rates one by one, if it stands beside them


@dataclass(frozen=True, slots=True)
class Layout:
    """One kind of form."""

    id: str
    name: str
    needs: tuple[tuple[FieldSection, ...], ...]  # of each group, one section at least must have a label in the document
    fields: tuple[Field, ...]
    titles: tuple[str, ...] = ()  # regular expressions; a title speaks for this layout
    label_words: tuple[str, ...] = ()  # words that, with the fields' heads, unlisted labels are wholly made of
    parts: tuple[Part, ...] = ()
    businesses: tuple[Business, ...] = ()
    ratings: tuple[RatingTable, ...] = ()
    bullets: str = "・●○◯〇■□◆◇★☆▪▫•◦‣➢✓▶▷►*-–—"
    notes: str = "※＊"  # marks of a note that belongs to the statement above
    subheadings: tuple[str, ...] = (r"[【〔〈《<≪].{1,40}[】〕〉》>≫]",)  # regular expressions, whole line
    empty: tuple[str, ...] = ("なし", "特になし", "該当なし", "-", "ー", "―", "/")  # what says that a field is empty
    furniture: tuple[str, ...] = ()  # regular expressions, whole line: page numbers, 別紙1
    pointers: tuple[
        str, ...
    ] = ()  # regular expressions of whole sentences that send the reader elsewhere: 「全文はこちらをご覧ください。」
    table_heads: tuple[str, ...] = ()  # a table's row that holds nothing but these is furniture: 項目 | 内容
    boilerplate: tuple[str, ...] = ()  # passages that all forms of this kind share; spellings may differ a little
    metadata: tuple[str, ...] = ()  # regular expressions, whole line, of titles and the like
    data_captions: tuple[str, ...] = ()  # regular expressions, whole line, of what stands over data in a field: (参考)…
    scales: tuple[str, ...] = ()  # marks whose meaning a form may tell, from the best on, one character each: ABCD
    closings: tuple[str, ...] = ()  # regular expressions of the sentence over the signatures
    signatures: tuple[str, ...] = ()  # regular expressions, whole line: dates, offices, names with a seal
    operators: tuple[str, ...] = ()  # regular expressions of the names of those who run a centre
    spellings: tuple[tuple[str, ...], ...] = ()  # in labels, each group is one word: 取組 取り組み 取組み
    period: bool = False  # speaks of several years
