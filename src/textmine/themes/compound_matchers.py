"""Matchers made of others: near, arithmetic, comparisons, and, or, not, outside, count, sentence, affirmed."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from textmine.themes.found import Found, Matcher, counted, holds, united
from textmine.themes.negation import is_negated
from textmine.themes.proximity import count_near

if TYPE_CHECKING:
    from collections.abc import Callable

    from textmine.themes.statement_view import StatementView
    from textmine.themes.syntax import Near


def match_near(node: Near, members: list[Matcher]) -> Matcher:
    """Find members close to each other, as `proximity` counts them."""

    def find(view: StatementView, start: int, end: int) -> Found:
        places = []
        for member in members:
            value, hits = member(view, start, end)
            if not (holds(value) and hits):
                return 0, []
            places.append(hits)
        return counted(count_near(node, places, view))

    return find


def match_arithmetic(operation: Callable[[float, float], float], left: Matcher, right: Matcher) -> Matcher:
    """Reckon with two counts; NaN comes of a division by 0."""

    def find(view: StatementView, start: int, end: int) -> Found:
        left_value, left_hits = left(view, start, end)
        right_value, right_hits = right(view, start, end)
        try:
            value = operation(left_value, right_value)
        except ZeroDivisionError:
            return math.nan, []
        return value, united([left_hits, right_hits])

    return find


def match_comparison(relation: Callable[[float, float], bool], left: Matcher, right: Matcher) -> Matcher:
    """Compare two counts; NaN where one is unknown."""

    def find(view: StatementView, start: int, end: int) -> Found:
        left_value, left_hits = left(view, start, end)
        right_value, right_hits = right(view, start, end)
        if relation(left_value, right_value):
            return 1, united([left_hits, right_hits])
        unknown = math.isnan(left_value) or math.isnan(right_value)
        return (math.nan if unknown else 0), []

    return find


def match_negation(operand: Matcher) -> Matcher:
    """Hold where the operand counts 0; unknown stays unknown."""

    def find(view: StatementView, start: int, end: int) -> Found:
        value, _hits = operand(view, start, end)
        return (value if math.isnan(value) else int(value == 0)), []

    return find


def match_conjunction(operands: list[Matcher]) -> Matcher:
    """Hold where all operands do."""

    def find(view: StatementView, start: int, end: int) -> Found:
        gathered = []
        for operand in operands:
            value, hits = operand(view, start, end)
            if not holds(value):
                return value, []
            gathered.append(hits)
        return 1, united(gathered)

    return find


def match_disjunction(operands: list[Matcher]) -> Matcher:
    """Hold where one operand does."""

    def find(view: StatementView, start: int, end: int) -> Found:
        gathered = []
        value = 0
        for operand in operands:
            one, hits = operand(view, start, end)
            if holds(one):
                value = 1
                if hits:
                    gathered.append(hits)
        return value, united(gathered)

    return find


def match_outside(operand: Matcher, guard: Matcher) -> Matcher:
    """Find places of the operand that overlap none of the guard's."""

    def find(view: StatementView, start: int, end: int) -> Found:
        value, hits = operand(view, start, end)
        if not (holds(value) and hits):
            return 0, []
        guards = guard(view, start, end)[1]
        return counted([hit for hit in hits if not any(low < hit[1] and hit[0] < high for low, high in guards)])

    return find


def match_count(operand: Matcher) -> Matcher:
    """Count the operand's places."""
    return lambda view, start, end: counted(operand(view, start, end)[1])


def match_in_sentence(operand: Matcher) -> Matcher:
    """Count the sentences in which the operand holds alone."""

    def find(view: StatementView, start: int, end: int) -> Found:
        gathered = []
        n_sentences = 0
        for low, high in view.sentences:
            if start <= low and high <= end:
                value, hits = operand(view, low, high)
                n_sentences += holds(value)
                gathered.append(hits if holds(value) else [])
        return n_sentences, united(gathered)

    return find


def match_affirmed(operand: Matcher) -> Matcher:
    """Find places of the operand that no negation follows in their clause."""

    def find(view: StatementView, start: int, end: int) -> Found:
        hits = operand(view, start, end)[1]
        return counted([hit for hit in hits if not is_negated(view.text, hit[1])])

    return find
