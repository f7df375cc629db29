"""Matchers of a rule's leaves: words, strings, regular expressions, phrases, attributes, lengths."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from textmine.themes.found import Found, Matcher, counted
from textmine.themes.matching_text import fold

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    from textmine.themes.statement_view import Hit, StatementView
    from textmine.themes.syntax import Word

_NO_WORDS: Final = frozenset({"補助記号", "空白"})


def match_word(node: Word) -> Matcher:
    """Find a word where the leaves fit it."""
    word, surface, part_of_speech = fold(node.text), fold(node.surface), node.part_of_speech

    def find(view: StatementView, start: int, end: int) -> Found:
        hits = []
        for first, last in view.word_places.get(word, ()):
            leaves = view.leaves
            hit = (leaves[first].start, leaves[last - 1].end)
            if hit[0] < start or hit[1] > end:
                continue
            if part_of_speech and part_of_speech not in (leaves[last - 1].pos1, leaves[last - 1].pos2):
                continue
            if surface and view.text[hit[0] : hit[1]] != surface:
                continue
            hits.append(hit)
        return counted(hits)

    return find


def match_text(wanted: str) -> Matcher:
    """Find characters wherever words begin or end."""

    def find(view: StatementView, start: int, end: int) -> Found:
        return counted(_places(wanted, view.text, start, end))

    return find


def match_any_text(wanted: list[str]) -> Matcher:
    """Find what `or` finds over texts alone, without a call for each of them."""

    def find(view: StatementView, start: int, end: int) -> Found:
        text = view.text
        hits = [hit for one in wanted if one in text for hit in _places(one, text, start, end)]
        return int(bool(hits)), hits

    return find


def _places(wanted: str, text: str, start: int, end: int) -> list[Hit]:
    hits = []
    place = text.find(wanted, start, end) if wanted else -1  # signs without width fold to nothing
    while place >= 0:
        hits.append((place, place + len(wanted)))
        place = text.find(wanted, place + len(wanted), end)
    return hits


def match_pattern(regex: re.Pattern[str]) -> Matcher:
    """Find what a regular expression finds; nothing of length 0."""

    def find(view: StatementView, start: int, end: int) -> Found:
        if regex.search(view.text, start, end) is None:  # the usual case, and the quicker question
            return 0, []
        return counted([found.span() for found in regex.finditer(view.text, start, end) if found.end() > found.start()])

    return find


def match_glob(regex: re.Pattern[str]) -> Matcher:
    """Find whole words that fit a pattern of * and ?."""

    def find(view: StatementView, start: int, end: int) -> Found:
        inside = (leaf for leaf in view.leaves if start <= leaf.start and leaf.end <= end)
        return counted([(leaf.start, leaf.end) for leaf in inside if any(map(regex.match, leaf.forms))])

    return find


def match_phrase(words: Sequence[Word]) -> Matcher:
    """Find words that follow one another without a gap."""
    folded = [fold(word.text) for word in words]

    def find(view: StatementView, start: int, end: int) -> Found:
        runs = {place: place for place in view.word_places.get(folded[0], ())}
        for word in folded[1:]:
            runs = {
                (first, next_last): place
                for (first, last), place in runs.items()
                for next_first, next_last in view.word_places.get(word, ())
                if next_first == last
            }
        hits = sorted({(view.leaves[first].start, view.leaves[last - 1].end) for first, last in runs})
        return counted([hit for hit in hits if start <= hit[0] and hit[1] <= end])

    return find


def match_attribute_is(name: str, value: str) -> Matcher:
    """Hold where an attribute has exactly this value."""
    return lambda view, _start, _end: (int(str(view.attributes.get(name)) == value), [])


def match_attribute_number(name: str) -> Matcher:
    """Give an attribute as a number; NaN where the statement lacks it."""

    def find(view: StatementView, _start: int, _end: int) -> Found:
        value = view.attributes.get(name)
        return (value if isinstance(value, int) else math.nan), []

    return find


def match_length(unit: str) -> Matcher:
    """Give the length in words (signs and spaces are none) or characters."""

    def count_words(view: StatementView, start: int, end: int) -> Found:
        inside = (leaf for leaf in view.leaves if start <= leaf.start and leaf.end <= end)
        return sum(leaf.pos1 not in _NO_WORDS for leaf in inside), []

    def count_characters(_view: StatementView, start: int, end: int) -> Found:
        return end - start, []

    return count_words if unit == "words" else count_characters
