"""Where the form ends on a page: what follows its last field is of the site, and no statement.

A centre's page goes on after the last 課題 with a caption, share buttons, opening hours, a word on copyright; a form in
Word with a line for a date and signatures. They are told by the form itself: they stand outside its tables, and look
otherwise than its statements, which have bullets, or end as sentences do. What looks as they do is kept, and all that
stands before it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from textmine.ingest.labels.page_titles import WITHOUT_TAGS
from textmine.ingest.layout import STATEMENT_SECTIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textmine.documents import Document
    from textmine.ingest.lines.items import Item
    from textmine.ingest.statements.goals import FieldPlace

_SIGNLESS: Final = frozenset(["", "list"])  # kinds of marks that menus of a site have too
_PAGES: Final = frozenset({"html", "markdown", "docx"})
_MOSTLY: Final = 0.9  # share of a field's statements that look alike


@dataclass(frozen=True, slots=True)
class _Manner:
    """How statements of one field look."""

    in_tables: bool
    marked: bool
    ended: bool
    kinds: frozenset[str]  # of marks

    @classmethod
    def of(cls, items: Sequence[Item]) -> _Manner:
        most = _MOSTLY * len(items)
        return cls(
            any(item.cell for item in items),
            sum(bool(item.mark.kind) for item in items) >= most,
            sum(item.is_ended for item in items) >= most,
            frozenset(item.mark.kind for item in items if item.mark.kind),
        )

    def fits(self, item: Item) -> bool:
        """Tell whether an item may be one of them: a bullet that is a sentence always may."""
        kind = item.mark.kind
        if item.cell or not (self.in_tables or self.marked or self.ended):
            return True
        if item.is_ended and kind not in _SIGNLESS:
            return True
        if not (self.in_tables or self.marked):
            return item.is_ended
        return kind in self.kinds and (item.is_ended or not self.ended or kind not in _SIGNLESS)


def after_the_form(document: Document, items: Sequence[Item], places: Sequence[FieldPlace]) -> list[int]:
    """Give the items that follow the form's last statement on its page, in reading order."""
    if document.kind not in _PAGES and not (document.kind in WITHOUT_TAGS and _is_in_order(places)):
        return []
    order = sorted(range(len(items)), key=lambda index: items[index].places[0])
    stated = [index for index in order if places[index].hit and places[index].section in STATEMENT_SECTIONS]
    if not stated:
        return []
    last = places[stated[-1]]
    own = [index for index in stated if places[index].hit is last.hit]
    alike = [index for index in stated if places[index].section == last.section and places[index].hit is not last.hit]
    known = [items[index] for index in alike or own[:1]]
    manner = _Manner.of(known)
    kept = max((number for number, index in enumerate(own) if manner.fits(items[index])), default=len(own))
    rest = own[kept + 1 :]
    return rest if rest and items[rest[0]].gap else []


def _is_in_order(places: Sequence[FieldPlace]) -> bool:
    """Tell whether labels lead all text under them, as in a page that was saved as text or printed."""
    return all(place.ordered and place.by == "label" for place in places if place.hit)


def left_to_the_site(places: Sequence[FieldPlace], after: Sequence[int]) -> list[FieldPlace]:
    """Take items out of their fields."""
    taken = set(after)
    return [
        replace(place, section="other", kind="other", goal_no=None) if index in taken else place
        for index, place in enumerate(places)
    ]
