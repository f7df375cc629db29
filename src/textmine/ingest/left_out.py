"""What looks like a statement and became none: said, so that nothing is lost in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textmine.ingest.goals import FieldPlace
    from textmine.ingest.items import Item
    from textmine.ingest.layout import Layout
    from textmine.ingest.statements import Judged

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
        shown = left[0][:_SHOWN] + ("…" if len(left[0]) > _SHOWN else "")
        yield f"どの欄の文か分からず、読まない文が {len(left)} 件 (初めは「{shown}」)。様式のラベルを確かめてください"


def _is_under_marks(place: FieldPlace, layout: Layout) -> bool:
    """Tell whether text stands under the head of marks beside it, not in a part that is all of questions and marks."""
    hit = place.hit
    return hit is not None and hit.label.kind == "rating" and not layout.ratings[hit.label.index].apart
