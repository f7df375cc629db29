"""What things are called in figures: ids stay in the tables, names come from the study."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True)
class Labels:
    """Names by id; an id without a name stands for itself."""

    themes: Mapping[str, str] = field(default_factory=dict)
    sections: Mapping[str, str] = field(default_factory=dict)
    forms: Mapping[str, str] = field(default_factory=dict)
    all_sections: str = "全体"
    all_wards: str = "全区"
    all_years: str = "全年度"
    sign: str = ""  # behind the names of some themes
    sign_means: str = ""

    def theme(self, name: str) -> str:
        """Give the name of a theme."""
        return self.themes.get(name, name)

    def footnote(self, themes: Iterable[object]) -> str:
        """Say what the sign means if one of these themes has it; nothing otherwise."""
        signed = self.sign and any(self.theme(str(theme)).endswith(self.sign) for theme in themes)
        return f"{self.sign} {self.sign_means}" if signed else ""

    def form(self, name: str) -> str:
        """Give the name of a kind of form."""
        return self.forms.get(name, name)

    def section(self, name: str) -> str:
        """Give the name of a section, or of all together."""
        return self.all_sections if name == "all" else self.sections.get(name, name)

    def ward(self, name: object) -> str:
        """Give the name of a ward, or of all together where there is none."""
        return self.all_wards if _is_missing(name) else str(name)

    def year(self, year: object) -> str:
        """Give a fiscal year, or all together where there is none."""
        return self.all_years if _is_missing(year) else f"{int(float(str(year)))}年度"

    def of(self, column: str, value: object) -> str:
        """Give the name of a value of this column of a table."""
        if column == "ward":
            return self.ward(value)
        if column == "fiscal_year":
            return self.year(value)
        named = {"theme": self.theme, "form": self.form, "section": self.section}.get(column)
        return named(str(value)) if named else str(value)


def short_names(names: tuple[str, ...]) -> dict[str, str]:
    """Drop the ending that all names share (区), where something is left of every name: tiles are narrow."""
    ending = _common_ending(names) if len(names) > 1 else ""
    if any(len(name) == len(ending) for name in names):
        ending = ""
    return {name: name[: len(name) - len(ending)] for name in names}


def _common_ending(names: tuple[str, ...]) -> str:
    shortest = min(names, key=len)
    starts = range(len(shortest) + 1)
    return next(shortest[start:] for start in starts if all(name.endswith(shortest[start:]) for name in names))


def _is_missing(value: object) -> bool:
    return value is None or (isinstance(value, float) and value != value) or value is pd.NA  # noqa: PLR0124 - nan
