"""Who runs the centre: the name under or beside its label, without the ward office that is named with it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from textmine.ingest.signs.characters import fold
from textmine.ingest.signs.fiscal_years import find_fiscal_years

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from textmine.ingest.labels.finding import LabelHit
    from textmine.ingest.layout import Layout, Ward
    from textmine.ingest.lines.rows import Row

_OFFICE: Final = r"\S*(?:課|室|係|区役所|福祉保健センター)(?:\S{0,4}$|(?=\s))"
_NEAR: Final = 1.3  # heights of a line: how far over or under a label its text may begin
_LONGEST: Final = 40  # characters of a name
_GA: Final = re.compile(r"(?<=[一-鿿])[ヶケが](?=[一-鿿])")
_PROSE: Final = re.compile(r"[、。:]|(?:する|した|ます|こと|運営)$")  # what no name holds or ends with


def find_operator(
    rows: Sequence[Row], hits: Sequence[LabelHit], rests: Mapping[int, Row], layout: Layout, wards: Sequence[Ward]
) -> str | None:
    """Give the operator: a name of a known form at its label, else anywhere; else what stands at the label."""
    office = re.compile(rf"\s*(?:{names_of(wards)}){_OFFICE}") if wards else re.compile(r"(?!)")
    patterns = [re.compile(pattern) for pattern in layout.operators]
    labelled = [row for hit in hits if _asks(hit, layout) for row in _at_label(hit, rows, rests, hits)]
    for row in (*labelled, *rows):
        name = office.sub("", row.text).strip()
        if any(pattern.match(name) for pattern in patterns):
            return name.split()[0]
    names = (office.sub("", row.text).strip() for row in labelled)
    return next((name for name in names if _is_name(name)), None)


def names_of(wards: Sequence[Ward]) -> str:
    """Give a pattern of the wards' names, folded, the longest first."""
    names = sorted((plain_name(ward.name) for ward in wards), key=len, reverse=True)
    return "|".join(map(re.escape, names)) or r"(?!)"


def plain_name(name: str) -> str:
    """Give a place's name in the one spelling that it is looked for in: 保土ケ谷 for 保土ヶ谷."""
    return one_ga(fold(name).text)


def one_ga(text: str) -> str:
    """Write 保土ヶ谷 and 保土が谷 as 保土ケ谷: the sound between two kanji has three spellings."""
    return _GA.sub("ケ", text)


def _asks(hit: LabelHit, layout: Layout) -> bool:
    return hit.label.kind == "field" and layout.fields[hit.label.index].section == "operator"


def _at_label(hit: LabelHit, rows: Sequence[Row], rests: Mapping[int, Row], hits: Sequence[LabelHit]) -> Iterator[Row]:
    """Give the rows that a label may speak of: on its line, beside it, right under it."""
    if hit.first in rests:
        yield rests[hit.first]
        return
    labels = {place for other in hits for place in range(other.first, other.last + 1)}
    near = [place for place in range(max(0, hit.first - 3), min(len(rows), hit.last + 4)) if place not in labels]
    beside = [place for place in near if _is_beside(hit, rows[place])]
    yield from (rows[place] for place in beside)
    for place in range(hit.last + 1, min(hit.last + 3, len(rows))):
        if place in labels:
            return
        if place not in beside:
            yield rows[place]


def _is_beside(hit: LabelHit, row: Row) -> bool:
    label = hit.rows[0]
    if hit.cell is not None or row.cell is not None:
        return hit.cell is not None and row.cell is not None and _shares_row(hit, row)
    if label.box is None or row.box is None or label.sheet != row.sheet or row.box.x0 <= label.box.x0:
        return False
    margin = _NEAR * (label.box.bottom - label.box.top)
    return row.box.top < hit.bottom + margin and row.box.bottom > hit.top - margin and row.box.x0 >= label.box.x1 - 1


def _shares_row(hit: LabelHit, row: Row) -> bool:
    one, two = hit.cell, row.cell
    return (
        one is not None
        and two is not None
        and one.table == two.table
        and one.row < two.row + two.row_span
        and two.row < one.row + one.row_span
        and two.column > one.column
    )


def _is_name(text: str) -> bool:
    return 0 < len(text) <= _LONGEST and not _PROSE.search(text) and not find_fiscal_years("".join(text.split()))
