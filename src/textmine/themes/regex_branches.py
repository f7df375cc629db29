"""A regular expression -> one expression per alternative, so that each alternative can be shown to match something.

(?:母|父)親 gives 母親 and 父親, each with the other alternations as they are. Alternatives inside lookarounds and
character classes are left alone: they forbid or stand for single characters.
"""

from __future__ import annotations

from dataclasses import dataclass
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
    cuts: list[int]
    is_lookaround: bool


def branches_of(regex: str) -> tuple[Branch, ...]:
    """Give every alternative of every alternation, in the order in which the groups close."""
    return tuple(branch for group, end in _groups(regex) for branch in _alternatives(regex, group, end))


def _alternatives(regex: str, group: _Group, end: int) -> Iterator[Branch]:
    if not group.cuts:
        return
    starts = [group.opened, *(cut + 1 for cut in group.cuts)]
    for start, stop in zip(starts, [*group.cuts, end], strict=True):
        alone = regex[: group.opened] + regex[start:stop] + regex[end:]
        yield Branch(regex[start:stop], start, alone)


def _groups(regex: str) -> Iterator[tuple[_Group, int]]:
    open_groups = [_Group(0, [], is_lookaround=False)]
    place = 0
    while place < len(regex):
        sign = regex[place]
        if sign == "\\":
            place += 1
        elif sign == "[":
            place = _end_of_class(regex, place)
        elif sign == "(":
            opened, is_lookaround = _prefix(regex, place)
            open_groups.append(_Group(opened, [], is_lookaround or open_groups[-1].is_lookaround))
            place = opened - 1
        elif sign == "|":
            open_groups[-1].cuts.append(place)
        elif sign == ")":
            group = open_groups.pop()
            if not group.is_lookaround:
                yield group, place
        place += 1
    yield open_groups[0], len(regex)


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
