"""Coding to prevalence: shares by ward and year with intervals, states of absence, corrections; tidy tables only."""

from textmine.prevalence.cells import (
    COVERAGE_COLUMNS,
    PREVALENCE_COLUMNS,
    SECTIONS,
    UNPLACED_COLUMNS,
    estimate_prevalence,
    tabulate_coverage,
    unplaced_statements,
)
from textmine.prevalence.contrasts import CONTRAST_COLUMNS, compare_sections, compare_wards, compare_years
from textmine.prevalence.correction import (
    AUDIT_COLUMNS,
    ERROR_COLUMNS,
    CorrectedEstimates,
    correct_prevalence,
    tabulate_audit,
)
from textmine.prevalence.follow_through import (
    FOLLOW_COLUMNS,
    FOLLOW_STATEMENT_COLUMNS,
    FOLLOW_SUMMARY_COLUMNS,
    STAGES,
    list_followed,
    summarise_follow_through,
    trace_issues,
)
from textmine.prevalence.hierarchical import (
    FEW,
    HIERARCHICAL_COLUMNS,
    MODEL_COLUMNS,
    HierarchicalEstimates,
    estimate_hierarchical,
    why_not_estimable,
)
from textmine.prevalence.indicators import INDICATOR_COLUMNS, Indicator, tabulate_indicators
from textmine.prevalence.intervals import (
    ClusteredShare,
    clopper_pearson_interval,
    korn_graubard,
    wilson_interval,
)
from textmine.prevalence.queries import Query, cells_query, parse_query, query_id, statements_of
from textmine.prevalence.sensitivity import (
    SENSITIVITY_COLUMNS,
    SPREAD_COLUMNS,
    summarise_sensitivity,
    tabulate_sensitivity,
)
from textmine.prevalence.testing import benjamini_hochberg, sign_flip_p
from textmine.prevalence.totals import INTERVAL_MEANING, KNOWN_LIMIT, KNOWN_LIMITS, TOTAL_COLUMNS, estimate_totals

__all__ = [
    "AUDIT_COLUMNS",
    "CONTRAST_COLUMNS",
    "COVERAGE_COLUMNS",
    "ERROR_COLUMNS",
    "FEW",
    "FOLLOW_COLUMNS",
    "FOLLOW_STATEMENT_COLUMNS",
    "FOLLOW_SUMMARY_COLUMNS",
    "HIERARCHICAL_COLUMNS",
    "INDICATOR_COLUMNS",
    "INTERVAL_MEANING",
    "KNOWN_LIMIT",
    "KNOWN_LIMITS",
    "MODEL_COLUMNS",
    "PREVALENCE_COLUMNS",
    "SECTIONS",
    "SENSITIVITY_COLUMNS",
    "SPREAD_COLUMNS",
    "STAGES",
    "TOTAL_COLUMNS",
    "UNPLACED_COLUMNS",
    "ClusteredShare",
    "CorrectedEstimates",
    "HierarchicalEstimates",
    "Indicator",
    "Query",
    "benjamini_hochberg",
    "cells_query",
    "clopper_pearson_interval",
    "compare_sections",
    "compare_wards",
    "compare_years",
    "correct_prevalence",
    "estimate_hierarchical",
    "estimate_prevalence",
    "estimate_totals",
    "korn_graubard",
    "list_followed",
    "parse_query",
    "query_id",
    "sign_flip_p",
    "statements_of",
    "summarise_follow_through",
    "summarise_sensitivity",
    "tabulate_audit",
    "tabulate_coverage",
    "tabulate_indicators",
    "tabulate_sensitivity",
    "trace_issues",
    "unplaced_statements",
    "why_not_estimable",
    "wilson_interval",
]
