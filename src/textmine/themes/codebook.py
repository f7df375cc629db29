"""Themes and their codebook: plain records that a study's file is read into.

A theme's rule is text in the language of `parser`; `parts` are rules that several themes share and that are no
themes of their own. Example sentences are the theme's tests: `yes` and `no` are real statements, `made_yes` and
`made_no` are made up for words that the study's forms do not hold yet.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme: what it means, the rule that finds it, and sentences that prove the rule."""

    label: str
    definition: str
    rule: str
    includes: str = ""  # prose: what counts
    excludes: str = ""  # prose: what does not
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    made_yes: tuple[str, ...] = ()
    made_no: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Codebook:
    """All themes by id, in their order, and the parts that their rules share."""

    themes: dict[str, Theme]
    parts: dict[str, str] = field(default_factory=dict)

    @property
    def theme_ids(self) -> tuple[str, ...]:
        """Ids of the themes, in their order."""
        return tuple(self.themes)

    @property
    def labels(self) -> dict[str, str]:
        """Theme id -> label."""
        return {theme_id: theme.label for theme_id, theme in self.themes.items()}

    @property
    def rules(self) -> dict[str, str]:
        """Name -> text of the rule, parts first."""
        return {**self.parts, **{theme_id: theme.rule for theme_id, theme in self.themes.items()}}

    def rules_hash(self) -> str:
        """Give 16 hexadecimal digits that change whenever a rule does (prose and examples do not count)."""
        content = json.dumps(self.rules, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()[:16]
