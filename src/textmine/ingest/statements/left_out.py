"""What looks like a statement and became none: said, so that nothing is lost in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textmine.ingest.labels.scanning import Scan
    from textmine.ingest.layout import Layout
    from textmine.ingest.lines.items import Item
    from textmine.ingest.lines.rows import Row
    from textmine.ingest.lines.wording import Wording
    from textmine.ingest.statements.goals import FieldPlace
    from textmine.ingest.statements.making import Judged

_SHORTEST: Final = 8  # characters of a bullet; a shorter one is a name or a date
_SHOWN: Final = 20  # characters of the first one


def warn_of_left_out(
    items: Sequence[Item], places: Sequence[FieldPlace], judged: Sequence[Judged], layout: Layout
) -> Iterator[str]:
    """Say how many bullets and sentences are under no label that asks for statements, and how the first begins."""
    left = [
        item.text
        for item, place, verdict in zip(items, places, judged, strict=True)
        if len(item.key) >= _SHORTEST
        and (item.mark.kind or item.is_ended)
        and (verdict.share == "unplaced" or (verdict.share == "rating" and _is_under_marks(place, layout)))
    ]
    if left:
        yield (
            f"どの欄の文か分からず、読まない文が {len(left)} 件 (初めは「{_shown(left[0])}」)。"
            "様式のラベルを確かめてください"
        )


def warn_of_site(scan: Scan, wording: Wording, lead: Sequence[Row], after: Sequence[Item]) -> Iterator[str]:
    """Say what is taken to be of a page, not of the form on it: links alone, a lead, and what follows the form."""
    around = [scan.rows[place] for place in sorted(scan.furniture)]
    links = [row.text for row in around if row.role == "link" or wording.is_pointer(row.key)]
    if links:
        yield f"他の文書やページを指す行 {len(links)} 行 (初めは「{_shown(links[0])}」) を読まない"
    if lead:
        yield f"題名の上下の案内や前書き {len(lead)} 行 (初めは「{_shown(lead[0].text)}」) を読まない"
    if after:
        yield f"様式の後に続く {len(after)} 行 (初めは「{_shown(after[0].text)}」) を読まない"


def _shown(text: str) -> str:
    return text[:_SHOWN] + ("…" if len(text) > _SHOWN else "")


def _is_under_marks(place: FieldPlace, layout: Layout) -> bool:
    """Tell whether text stands under the head of marks beside it, not in a part that is all of questions and marks."""
    hit = place.hit
    return hit is not None and hit.label.kind == "rating" and not layout.ratings[hit.label.index].apart
