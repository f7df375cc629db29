"""Codebook, rule language, coder, linter, and validation against gold."""

from textmine.themes.codebook import Codebook, Theme
from textmine.themes.coder import EVIDENCE_COLUMNS, AppliedOverride, Evidence, ThemeCoding, code_statements
from textmine.themes.parser import parse_rule
from textmine.themes.syntax import RulePlace

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
