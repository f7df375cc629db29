"""Codebook, rule language, coder, linter, and validation against gold."""

from textmine.themes.codebook import Codebook, Theme
from textmine.themes.coder import EVIDENCE_COLUMNS, AppliedOverride, Evidence, ThemeCoding, code_statements
from textmine.themes.parser import RulePlace, parse_rule

__all__ = [
    "EVIDENCE_COLUMNS",
    "AppliedOverride",
    "Codebook",
    "Evidence",
    "RulePlace",
    "Theme",
    "ThemeCoding",
    "code_statements",
    "parse_rule",
]
