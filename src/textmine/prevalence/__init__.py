"""Coding to prevalence: shares by ward and year with intervals, states of absence, corrections; tidy tables only."""

from textmine.prevalence.cells import (
    PREVALENCE_COLUMNS,
    SECTIONS,
    UNPLACED_COLUMNS,
    estimate_prevalence,
    unplaced_statements,
)
from textmine.prevalence.intervals import (
    ClusteredShare,
    clopper_pearson_interval,
    korn_graubard,
    wilson_interval,
)
from textmine.prevalence.queries import Query, parse_query, query_id, statements_of

__all__ = [
    "PREVALENCE_COLUMNS",
    "SECTIONS",
    "UNPLACED_COLUMNS",
    "ClusteredShare",
    "Query",
    "clopper_pearson_interval",
    "estimate_prevalence",
    "korn_graubard",
    "parse_query",
    "query_id",
    "statements_of",
    "unplaced_statements",
    "wilson_interval",
]
