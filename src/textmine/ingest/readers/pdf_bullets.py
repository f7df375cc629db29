"""Bullets of lists that a page draws and does not write: which line each stands before, and of what level it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from textmine.ingest.readers.pdf_lines import TextLine

_SMALLEST_MARK: Final = 1.5  # points across; smaller ones are dots of rules
_LARGEST_MARK: Final = 9.0  # points across
_BULLET_GAP: Final = 2.5  # of the character size: from a drawn bullet to its text, at most
_SAME_LEVEL: Final = 4.0  # points: bullets of one level stand under each other


@dataclass(frozen=True, slots=True)
class Mark:
    """A small drawn thing that may be a bullet: middle and edges."""

    y: float
    x0: float
    x1: float


def marks_of(objects: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[Mark]:
    """Give the small discs, rings and squares among pdfplumber's drawn things: Chromium draws bullets of lists so."""
    marks = []
    for drawn in (*objects.get("curve", ()), *objects.get("rect", ())):
        width, height = float(drawn["x1"] - drawn["x0"]), float(drawn["bottom"] - drawn["top"])
        if min(width, height) >= _SMALLEST_MARK and max(width, height) <= _LARGEST_MARK:
            marks.append(Mark(float(drawn["top"]) + height / 2, float(drawn["x0"]), float(drawn["x1"])))
    return marks


def with_bullets(lines: Iterable[TextLine], marks: Sequence[Mark]) -> list[TextLine]:
    """Give each line the bullet that stands alone before it."""
    return [replace(line, bullet=_bullet(line, marks)) for line in lines]


def _bullet(line: TextLine, marks: Sequence[Mark]) -> float | None:
    near = [
        mark
        for mark in marks
        if abs(mark.y - (line.top + line.bottom) / 2) <= 0.8 * line.size
        and 0 <= line.x0 - mark.x1 <= _BULLET_GAP * line.size
        and mark.x1 - mark.x0 <= line.size
    ]
    alone = len(near) == 1 and abs(near[0].y - (line.top + line.bottom) / 2) <= 0.5 * line.size
    return near[0].x0 if alone else None  # several are the dots of a rule


def list_items(lines: Sequence[TextLine]) -> list[tuple[list[TextLine], int | None]]:
    """Part lines at drawn bullets; give each part its level from 1, by how far its bullet stands in, or None."""
    edges: list[float] = []
    for edge in sorted(line.bullet for line in lines if line.bullet is not None):
        if not edges or edge - edges[-1] > _SAME_LEVEL:
            edges.append(edge)
    parts: list[tuple[list[TextLine], int | None]] = []
    edge_now: float | None = None
    for line in lines:
        if line.bullet is not None:
            parts.append(([line], sum(edge <= line.bullet + _SAME_LEVEL / 2 for edge in edges)))
            edge_now = line.bullet
        elif parts and (edge_now is None or line.x0 > edge_now):
            parts[-1][0].append(line)
        else:
            parts.append(([line], None))
            edge_now = None
    return parts
