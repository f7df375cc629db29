"""A regular expression -> one expression per alternative, so that each alternative can be shown to match something.

甲|(?:母|父)親 gives 甲, (?:母|父)親, (?:母)親 and (?:父)親: an alternative stands alone at every level. Alternatives
inside lookarounds and character classes are left alone: they forbid, or stand for single characters.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Branch:
    """One alternative: its text, where it starts in the expression, and the expression with it alone."""

    text: str
    start: int  # characters from the start of the expression
    regex: str


@dataclass(slots=True)
class _Group:
    opened: int  # first character inside
    parent: _Group | None
    is_lookaround: bool
    cuts: list[int] = field(default_factory=list)  # the bars
    closed: int = 0  # one after the last character inside

    def alternatives(self) -> list[tuple[int, int]]:
        starts = [self.opened, *(cut + 1 for cut in self.cuts)]
        return list(zip(starts, [*self.cuts, self.closed], strict=True))


def branches_of(regex: str) -> tuple[Branch, ...]:
    """Give every alternative of every alternation, in the order in which the groups open."""
    return tuple(
        Branch(regex[start:end], start, _alone(regex, group, regex[start:end]))
        for group in _groups(regex)
        if group.cuts and not group.is_lookaround
        for start, end in group.alternatives()
    )


def _alone(regex: str, group: _Group, text: str) -> str:
    """Give the expression with this text as all that a group holds, alone in every group around it."""
    parent = group.parent
    if parent is None:
        return text
    start, end = next((s, e) for s, e in parent.alternatives() if s <= group.opened <= e)
    return _alone(regex, parent, regex[start : group.opened] + text + regex[group.closed : end])


def _groups(regex: str) -> Iterator[_Group]:
    root = _Group(0, None, is_lookaround=False, closed=len(regex))
    groups, current = [root], root
    place = 0
    while place < len(regex):
        sign = regex[place]
        if sign == "\\":
            place += 1
        elif sign == "[":
            place = _end_of_class(regex, place)
        elif sign == "(":
            opened, is_lookaround = _prefix(regex, place)
            current = _Group(opened, current, is_lookaround or current.is_lookaround)
            groups.append(current)
            place = opened - 1
        elif sign == "|":
            current.cuts.append(place)
        elif sign == ")" and current.parent is not None:
            current.closed = place
            current = current.parent
        place += 1
    yield from groups


def _end_of_class(regex: str, place: int) -> int:
    place += 2 if regex[place + 1 : place + 2] == "^" else 1
    place += 1  # a bracket that comes first is a character
    while regex[place] != "]":
        place += 2 if regex[place] == "\\" else 1
    return place


def _prefix(regex: str, place: int) -> tuple[int, bool]:
    for prefix, is_lookaround in (("(?:", False), ("(?=", True), ("(?!", True), ("(?<=", True), ("(?<!", True)):
        if regex.startswith(prefix, place):
            return place + len(prefix), is_lookaround
    return place + 1, False
