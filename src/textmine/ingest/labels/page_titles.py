"""Labels that are a page's title: what looks like a field's label before the form begins, and heads no field.

A centre's page is called 「令和５年度 重点目標と振り返り」 or 「令和５年度の取組」, in its head, its trail of links and
once more over its text; a lead, a date and the blocks of the goals follow. Saved as text or printed, it has the site's
menu over its title, a short line for each entry.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING, Final

from textmine.ingest.labels.finding import places_of
from textmine.ingest.labels.order import is_canonical
from textmine.ingest.labels.scanning import scan_rows
from textmine.ingest.layout import STATEMENT_SECTIONS
from textmine.ingest.lines.wrapping import is_sentence_end
from textmine.ingest.signs.bullets import opens_with_mark

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from textmine.documents import Document
    from textmine.ingest.labels.finding import LabelHit
    from textmine.ingest.labels.scanning import Scan
    from textmine.ingest.layout import Layout
    from textmine.ingest.lines.rows import Row

_LONGEST_ENTRY: Final = 16  # characters of a menu's entry
WITHOUT_TAGS: Final = frozenset({"text", "pdf"})  # of links, menus and headings


def part_from_title(document: Document, scan: Scan) -> tuple[Scan, list[Row]]:
    """Read labels before the form as titles: a field before the goals that have it too, goals before goal 1.

    Returns:
        The scan without them, and the rows over and under them, a site's menu and a page's lead, which are no field's.
    """
    if scan.layout.businesses:
        return scan, []
    titles = {id(hit) for hit in _titles(scan.hits, scan.layout)}
    hits = [hit for hit in scan.hits if id(hit) not in titles]
    if document.kind in WITHOUT_TAGS and not is_canonical(hits, scan.layout):
        return scan, []
    places = places_of(hit for hit in scan.hits if id(hit) in titles)
    lead = _lead(scan, titles) - places - scan.furniture - scan.titles
    if any(_is_statement(scan.rows[place]) for place in lead):
        return scan, []
    around = lead | (_menu(scan, places) if document.kind in WITHOUT_TAGS else frozenset())
    if not (places | around) or _stand_beside(scan.rows, places | around):
        return scan, []
    roles = {**dict.fromkeys(places, "title"), **dict.fromkeys(around, "site")}
    rows = [replace(row, role=roles.get(place, row.role)) for place, row in enumerate(scan.rows)]
    return scan_rows(rows, scan.layout), [scan.rows[place] for place in sorted(around)]


def _menu(scan: Scan, titles: Collection[int]) -> frozenset[int]:
    """Give the places of what stands over the title, if all of it looks like the entries of a menu."""
    first = min((hit.first for hit in scan.hits if hit.first not in titles), default=0)
    last = max((place for place in (*scan.titles, *titles) if place < first), default=0)
    over = frozenset(range(last)) - scan.furniture - scan.titles - frozenset(titles)
    return over if all(_is_entry(scan.rows[place]) for place in over) else frozenset()


def _is_entry(row: Row) -> bool:
    is_short = all(len(word) <= _LONGEST_ENTRY for word in row.text.split())
    is_short = is_short or "|" in row.key  # 「令和5年度の振り返り|…区地域子育て支援拠点」
    return row.cell is None and is_short and not is_sentence_end(row.text)


def _lead(scan: Scan, titles: Collection[int]) -> frozenset[int]:
    """Give the places of the rows between each title and the next label."""
    return frozenset(
        place
        for hit, following in pairwise(scan.hits)
        if id(hit) in titles
        for place in range(hit.last + 1, following.first)
        if not (_goes_on_past(scan, following) and scan.rows[place].block == following.rows[0].block)
    )


def _goes_on_past(scan: Scan, hit: LabelHit) -> bool:
    """Tell whether a label stands amid a sentence: 「…孤立することなく、 / 重点目標１ / 周囲の手を…」."""
    before = scan.rows[hit.first - 1]
    is_line = before.block == hit.rows[0].block and len(before.key) > _LONGEST_ENTRY
    return is_line and not is_sentence_end(before.text)


def _is_statement(row: Row) -> bool:
    """Tell whether a row is a bullet, as no lead has: in a list of links none ends as a sentence does."""
    if row.role == "list_item":
        return is_sentence_end(row.text)
    return opens_with_mark(row.text)


def _stand_beside(rows: Sequence[Row], places: Collection[int]) -> bool:
    """Tell whether one of the rows has text beside it: in columns the order of the text says little."""
    lines = Counter((row.page, row.box.top) for row in rows if row.box)
    return any((box := rows[place].box) and lines[rows[place].page, box.top] > 1 for place in places)


def _titles(hits: Sequence[LabelHit], layout: Layout) -> list[LabelHit]:
    """Give the labels before goal 1 that are of one field alone, which the form has from goal 1 on."""
    fields = [hit for hit in hits if hit.label.kind == "field" and _section(hit, layout) is not None]
    followers = {id(hit): following for hit, following in pairwise(fields)}
    before = list(takewhile(lambda hit: not _opens_goals(hit, followers.get(id(hit)), layout), fields))
    after = fields[len(before) :]
    if not after or any(hit.cell for hit in before):
        return []
    sections = {_section(hit, layout) for hit in before}
    parts = [hit for hit in hits if hit.label.kind == "part" and hit.first < after[0].first]
    if len(sections) != 1 or any(layout.parts[hit.label.index].kind == "next" for hit in parts):
        return []
    return before if sections <= {_section(hit, layout) for hit in after} else []


def _opens_goals(hit: LabelHit, following: LabelHit | None, layout: Layout) -> bool:
    """Tell whether a label is of the first goal's block, heads goals in a table, or heads them without a number.

    A title is worded otherwise than the label under it; where one wording comes again, each heads a goal.
    """
    if _section(hit, layout) != "goal":
        return False
    if hit.label.number == 1 or hit.cell is not None:
        return True
    if hit.label.number is not None:
        return False
    return following is None or _section(following, layout) != "goal" or _key(following) == _key(hit)


def _key(hit: LabelHit) -> str:
    return "".join(row.key for row in hit.rows)


def _section(hit: LabelHit, layout: Layout) -> str | None:
    """Give the section of a field of statements, also of one that others share."""
    field = layout.fields[hit.label.index]
    return field.section if field.section in STATEMENT_SECTIONS or field.splits_into else None
