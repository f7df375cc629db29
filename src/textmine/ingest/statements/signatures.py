"""Where a form is signed: 「上記のとおり…確認しました。」, a date, offices, names and seals. They are no statements.

The lines stand after the last field with no label over them, and so would belong to it. Each is too short to be told
by itself; together they are: a sentence that closes the form, or a seal, with lines about it that are neither bullets
nor sentences.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from textmine.ingest.labels.finding import places_of
from textmine.ingest.layout import STATEMENT_SECTIONS
from textmine.ingest.lines.wrapping import is_sentence_end

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textmine.ingest.labels.finding import LabelHit
    from textmine.ingest.labels.scanning import Scan
    from textmine.ingest.layout import Layout
    from textmine.ingest.lines.items import ItemParser

_LONGEST: Final = 40  # characters of a line with an office and a name
_FEWEST: Final = 2  # lines that can be nothing else, where no sentence closes the form
_SEAL: Final = re.compile(r".*(?:印|印\))")
_MOST_ROWS: Final = 40  # lines of a page that is signed
_MOST_LINES: Final = 3  # of the sentence that closes the form


def find_signatures(scan: Scan, parser: ItemParser) -> frozenset[int]:
    """Give the places of the rows where the form is signed, labels left aside."""
    return frozenset(_Signatures(scan, parser).find())


class _Signatures:
    def __init__(self, scan: Scan, parser: ItemParser) -> None:
        self._rows, self._parser = scan.rows, parser
        self._closings = [re.compile(pattern) for pattern in scan.layout.closings]
        self._signatures = [re.compile(pattern) for pattern in scan.layout.signatures]
        self._passed = scan.furniture | scan.titles | places_of(scan.hits)
        self._known: dict[int, bool] = {}
        self._ends = places_of([hit for hit in scan.hits if _opens_text(hit, scan.layout)])

    def find(self) -> Iterator[int]:
        end = 0
        for place in range(len(self._rows)):
            if place < end or place in self._passed:
                continue
            closing = self._closing_at(place)
            if not closing and not self._is_signature(place):
                continue
            run = self._run_from(place + len(closing))
            signs = [other for other in run if self._is_signature(other)]
            sealed = any(_SEAL.fullmatch(self._rows[other].key) for other in signs)
            if (signs or self._ends_at(place + len(closing))) if closing else sealed and len(signs) >= _FEWEST:
                yield from (*closing, *run)
                end = max([place, *closing, *run]) + 1

    def _closing_at(self, place: int) -> list[int]:
        """Give the places of the lines of a sentence that closes the form, if one starts at a place."""
        if self._parser.starts_item(self._rows[place]):
            return []
        text = ""
        for other in range(place, min(place + _MOST_LINES, len(self._rows))):
            text += self._rows[other].key
            if any(pattern.fullmatch(text) for pattern in self._closings):
                return list(range(place, other + 1))
            if is_sentence_end(text):
                break
        return []

    def _is_signature(self, place: int) -> bool:
        if place not in self._known:
            key = self._rows[place].key
            self._known[place] = self._is_short(place) and any(pattern.fullmatch(key) for pattern in self._signatures)
        return self._known[place]

    def _is_short(self, place: int) -> bool:
        row = self._rows[place]
        return len(row.key) <= _LONGEST and not is_sentence_end(row.text) and not self._parser.starts_item(row)

    def _run_from(self, start: int) -> list[int]:
        """Give the places of the short lines from a place on, up to a label that opens text, a bullet or a sentence."""
        run: list[int] = []
        for place in range(start, min(start + _MOST_ROWS, len(self._rows))):
            if place in self._ends or (place not in self._passed and not self._is_short(place)):
                break
            if place not in self._passed:
                run.append(place)
        return run

    def _ends_at(self, start: int) -> bool:
        return all(place in self._passed - self._ends for place in range(start, len(self._rows)))


def _opens_text(hit: LabelHit, layout: Layout) -> bool:
    """Tell whether a label opens something else than who runs the centre: 「運営法人」 stands beside a seal too."""
    if hit.label.kind != "field":
        return True
    field = layout.fields[hit.label.index]
    return field.section in STATEMENT_SECTIONS or bool(field.splits_into)
