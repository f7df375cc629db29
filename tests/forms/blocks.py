"""An annual form as blocks of fields, for layouts that put them elsewhere than one ruled table under another."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from sheet import Cell, Element, Entry, Heading, PageBreak, Sheet, Table, as_line, sheet_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from made_form import Form

EVALUATED, NEXT, PROCESS = "重点目標の評価", "次年度重点目標", "協働のプロセスの評価"


@dataclass(frozen=True, slots=True)
class Field:
    """A label with what stands beside it."""

    label: str  # a line break where the form has one
    entries: tuple[Entry, ...]

    @property
    def name(self) -> str:
        """Give the label on one line."""
        return self.label.replace("\n", "")

    @property
    def text(self) -> str:
        """Give the content, a bullet a line."""
        return "\n".join(as_line(entry) for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Block:
    """The goal, or the goals of an undivided form, and the fields under it."""

    goal: Field
    fields: tuple[Field, ...]

    @property
    def rows(self) -> tuple[Field, ...]:
        """List all fields, the goal first."""
        return (self.goal, *self.fields)

    @property
    def headline(self) -> str:
        """Give label and goal on one line; of several goals a line each."""
        return f"{self.goal.name}{'　' if len(self.goal.entries) == 1 else chr(10)}{self.goal.text}"


@dataclass(frozen=True, slots=True)
class Part:
    """The blocks of the evaluated or of the next year."""

    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class FormBlocks:
    """An annual form from its first line to its last."""

    title: str
    operator: str
    front: tuple[str, ...]
    head: tuple[Field, ...]
    parts: tuple[Part, ...]
    rest: tuple[Element, ...]  # the marks of co-operation


def blocks_of(form: Form) -> FormBlocks:
    """Take an annual form apart."""
    sheet = sheet_of(form)
    sections: list[tuple[str, list[Element]]] = [("", [])]
    for element in sheet.elements:
        if isinstance(element, Heading) and element.text.endswith((EVALUATED, NEXT, PROCESS)):
            sections.append((element.text, []))
        if not isinstance(element, PageBreak):
            sections[-1][1].append(element)
    opening = sections[0][1]
    return FormBlocks(
        sheet.title,
        form.operator,
        tuple(element.text for element in opening if isinstance(element, Heading)),
        tuple(chain.from_iterable(_fields(opening))),
        tuple(_part(heading, elements) for heading, elements in sections[1:] if heading != PROCESS),
        tuple(element for heading, elements in sections if heading == PROCESS for element in elements),
    )


def goals_across_of(form: FormBlocks) -> Sheet:
    """Lay the evaluated year out with a column per goal and a row per field."""
    evaluated, *later = form.parts
    n_goals = len(evaluated.blocks)
    goals = (Cell((Entry(f"{block.goal.name}\n{block.goal.text}"),)) for block in evaluated.blocks)
    rows = [(_label("重点目標"), *goals)]
    rows += [
        (_label(fields[0].label), *(Cell(field.entries) for field in fields))
        for fields in zip(*(block.fields for block in evaluated.blocks), strict=True)
    ]
    elements: list[Element] = [*(Heading(text, 0) for text in form.front)]
    elements += [Heading(f"事業の実施者 {form.operator}", 0), Heading(evaluated.heading, 2)]
    elements.append(Table(tuple(rows), (12, *(88 // n_goals,) * n_goals)))
    for part in later:
        elements.append(Heading(part.heading, 2))
        for block in part.blocks:
            elements.append(Table(tuple((_label(row.label), Cell(row.entries)) for row in block.rows), (18, 82)))
    return Sheet(form.title, (*elements, *form.rest))


def _part(heading: str, elements: list[Element]) -> Part:
    return Part(heading, tuple(Block(fields[0], fields[1:]) for fields in _fields(elements)))


def _fields(elements: Iterable[Element]) -> list[tuple[Field, ...]]:
    tables = [element for element in elements if isinstance(element, Table)]
    return [tuple(Field(label.entries[0].text, cell.entries) for label, cell in table.rows) for table in tables]


def _label(text: str) -> Cell:
    return Cell((Entry(text),), label=True)
