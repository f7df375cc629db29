"""課題から次年度へ: whether what a ward raised as an issue returns in its plan, and a year later as outcome or issue.

For a ward and theme in year t: was it raised as an issue; does the same form's block for the next year take it up;
does the form of t + 1 take it up in its goals and activities; and does that form speak of it as outcome, or as issue
again. A theme that stands in every form returns whether it was raised or not, so the summary sets both beside each
other. What is found is that the words return; whether the work was done, no form can say by its words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from textmine.prevalence.cells import estimate_prevalence
from textmine.prevalence.intervals import LEVEL, wilson_interval

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# stage -> (section or union, years ahead)
STAGES: Final[Mapping[str, tuple[str, int]]] = {
    "issue": ("issue", 0),
    "plan": ("next_goal+next_activity", 0),
    "next_plan": ("goal+activity", 1),
    "next_outcome": ("outcome", 1),
    "next_issue": ("issue", 1),
}
FOLLOW_COLUMNS: Final = (
    "theme",
    "ward",
    "fiscal_year",
    "form",
    "raised",
    *(f"{kind}_{stage}" for stage in STAGES for kind in ("n", "state", "query")),
    "taken_up",
    "carried",
    "returned",
)
FOLLOW_STATEMENT_COLUMNS: Final = ("theme", "ward", "fiscal_year", "form", "stage", "statement_id", "section", "text")
FOLLOW_SUMMARY_COLUMNS: Final = (
    "theme",
    "form",
    "step",
    "raised",
    "n_followed",
    "n",
    "share",
    "low",
    "high",
    "n_unknown",
)
_READ: Final = ("present", "absent")
_SEEN: Final = (*_READ, "empty")  # an empty field was seen: nothing is taken up in it


def trace_issues(
    statements: pd.DataFrame, coding: pd.DataFrame, wards: pd.DataFrame, years: Iterable[int], fields: pd.DataFrame
) -> pd.DataFrame:
    """Follow every theme of every form with a readable issue field.

    Returns:
        FOLLOW_COLUMNS: a row per theme and form whose issues were read. Per stage the number of statements, the state
        (a missing or unreadable form is no silence) and the query of its statements. `taken_up` (by the own form's
        block for the next year) and `carried` (into the goals and activities of the next form) are `yes`, `no` or
        `unknown`; `returned` is `outcome`, `issue`, `both`, `no` or `unknown`. Unknown is what could not be
        read, whatever stands in the rest: counting finds where silence cannot be seen would make every rate too high.
        The year after the last one is `form_missing`.
    """
    sections = tuple(dict.fromkeys(section for section, _ in STAGES.values()))
    cells = estimate_prevalence(statements, coding, wards, years, fields, sections=sections)
    keys = zip(cells["theme"], cells["ward"], cells["fiscal_year"], cells["form"], cells["section"], strict=True)
    found = dict(zip(keys, zip(cells["n_present"], cells["state"], cells["query"], strict=True), strict=True))
    issues = cells[(cells["section"] == "issue") & cells["state"].isin(_READ)]
    rows = [
        _followed(found, theme, ward, year, form)
        for theme, ward, year, form in zip(
            issues["theme"], issues["ward"], issues["fiscal_year"], issues["form"], strict=True
        )
    ]
    return pd.DataFrame(rows, columns=list(FOLLOW_COLUMNS))


def summarise_follow_through(table: pd.DataFrame, *, level: float = LEVEL) -> pd.DataFrame:
    """Count how often a theme returns after it was raised, and how often without: FOLLOW_SUMMARY_COLUMNS.

    Intervals are Wilson's over wards and years and describe these forms only.
    """
    steps = {"taken_up": ("yes",), "carried": ("yes",), "returned": ("outcome", "issue", "both")}
    rows = []
    for (theme, form), group in table.groupby(["theme", "form"], sort=False):
        for step, yes in steps.items():
            for raised in (True, False):
                own = group.loc[group["raised"] == raised, step]
                known = own[own != "unknown"]
                rows.append((theme, form, step, raised, int(known.isin(yes).sum()), len(known), len(own) - len(known)))
    names = ["theme", "form", "step", "raised", "n_followed", "n", "n_unknown"]
    summary = pd.DataFrame(rows, columns=names)
    summary["share"] = summary["n_followed"] / summary["n"].where(summary["n"] > 0)
    summary["low"], summary["high"] = wilson_interval(summary["n_followed"], summary["n"], level=level)
    return summary[list(FOLLOW_SUMMARY_COLUMNS)]


def list_followed(table: pd.DataFrame, statements: pd.DataFrame, coding: pd.DataFrame) -> pd.DataFrame:
    """List the statements on both sides of each row: what was raised, and what answers to it."""
    own = ["ward", "fiscal_year", "form"]
    places: dict[Any, Any] = statements.groupby(own).indices
    sections = statements["section"].to_numpy()
    themes = {theme: coding[theme].loc[statements["statement_id"]].to_numpy(dtype=bool) for theme in coding.columns}
    rows, taken = [], []
    for row in table[table["raised"]].to_dict("records"):
        for stage, (section, ahead) in STAGES.items():
            of_form = places.get((row["ward"], row["fiscal_year"] + ahead, row["form"]), ())
            asked = section.split("+")
            found = [place for place in of_form if themes[row["theme"]][place] and sections[place] in asked]
            rows += [(row["theme"], *(row[name] for name in own), stage)] * len(found)
            taken += found
    named = pd.DataFrame(rows, columns=["theme", *own, "stage"])
    listed = statements.iloc[taken][["statement_id", "section", "text"]].reset_index(drop=True)
    return pd.concat([named, listed], axis=1)[list(FOLLOW_STATEMENT_COLUMNS)]


def _followed(
    found: dict[tuple[Any, ...], tuple[int, str, str]], theme: str, ward: str, year: int, form: str
) -> dict[str, Any]:
    row: dict[str, Any] = {"theme": theme, "ward": ward, "fiscal_year": year, "form": form}
    for stage, (section, ahead) in STAGES.items():
        count, state, query = found.get((theme, ward, year + ahead, form, section), (0, "form_missing", ""))
        row |= {f"n_{stage}": int(count), f"state_{stage}": state, f"query_{stage}": query}
    row["raised"] = row["n_issue"] > 0
    row["taken_up"] = _found(row, {"yes": "plan"})
    row["carried"] = _found(row, {"yes": "next_plan"})
    row["returned"] = _found(row, {"outcome": "next_outcome", "issue": "next_issue"})
    return row


def _found(row: dict[str, Any], stages: dict[str, str]) -> str:
    """Say in which stages the theme is found; unknown if any of them could not be read."""
    if any(row[f"state_{stage}"] not in _SEEN for stage in stages.values()):
        return "unknown"
    present = [name for name, stage in stages.items() if row[f"state_{stage}"] == "present"]
    return "no" if not present else present[0] if len(present) == 1 else "both"
