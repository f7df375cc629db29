"""Words near each other, counted as KH Coder counts them (its `near` and `seq`), or within a span.

Candidates are the places of all members in the order of the text. Each may be a start, unless the next candidate is
of the same member. From a start, candidates are taken in turn; each member counts once; the search ends without
success at a candidate further than the distance from the member matched last, and with success when all are matched.
The count is the number of starts that succeed. A member of several words is left at its last word, so that for
single words the distance is KH Coder's. `seq` takes only the member whose turn it is, and starts with the first.
Members stand side by side: a place that overlaps one already matched counts for no other member (活動団体 is no
活動 after a 団体). KH Coder's members are whole tokens, so the question does not come up there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textmine.themes.statement_view import Hit, StatementView
    from textmine.themes.syntax import Near


class _Candidate(NamedTuple):
    leaf: int  # its first
    member: int
    hit: Hit
    last_leaf: int


def count_near(near: Near, places: Sequence[Sequence[Hit]], view: StatementView) -> list[Hit]:
    """Give one stretch of text, from first to last member, for each start that succeeds.

    Args:
        near: the rule's node; its distance is in leaves (words at the finest cut, particles and signs included).
        places: the members' hits, in the order of the members.
        view: the statement.
    """
    candidates = sorted(
        _Candidate(view.leaf_at(hit[0]), member, hit, view.leaf_at(hit[1] - 1))
        for member, hits in enumerate(places)
        for hit in hits
    )
    found = (
        _stretch_from(near, candidates, first, view)
        for first in range(len(candidates) - len(places) + 1)
        if candidates[first].member != candidates[first + 1].member
    )
    return [stretch for stretch in found if stretch is not None]


def _stretch_from(near: Near, candidates: Sequence[_Candidate], first: int, view: StatementView) -> Hit | None:
    start = candidates[first]
    sentence = view.sentence_of(start.hit[0])
    reached = start.last_leaf
    matched: list[_Candidate] = []
    for candidate in candidates[first:]:
        measured_from = start.leaf if near.is_span else reached
        if near.distance is not None and candidate.leaf - measured_from > near.distance:
            return None
        if near.in_sentence and view.sentence_of(candidate.hit[0]) != sentence:
            return None
        if _is_due(near, candidate, matched):
            matched.append(candidate)
            reached = candidate.last_leaf
        elif near.is_ordered and not matched:
            return None
        if len(matched) == len(near.members):
            return matched[0].hit[0], max(one.hit[1] for one in matched)
    return None


def _is_due(near: Near, candidate: _Candidate, matched: Sequence[_Candidate]) -> bool:
    if any(candidate.hit[0] < one.hit[1] and one.hit[0] < candidate.hit[1] for one in matched):
        return False
    if near.is_ordered:
        return candidate.member == len(matched)
    return all(candidate.member != one.member for one in matched)
