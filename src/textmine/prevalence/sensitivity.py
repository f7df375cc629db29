"""How far an estimate moves when a choice is made otherwise: one table of alternatives for each theme.

The choices: which words the codebook has (one word dropped at a time), what is counted (statements, forms,
characters), and how strongly statements of a ward hang together (the design effect).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from textmine.prevalence.cells import estimate_prevalence
from textmine.prevalence.intervals import LEVEL, korn_graubard
from textmine.prevalence.queries import JOIN, statements_of
from textmine.prevalence.totals import estimate_totals

if TYPE_CHECKING:
    from collections.abc import Iterable

SENSITIVITY_COLUMNS: Final = (
    "theme",
    "form",
    "section",
    "choice",
    "variant",
    "n_present",
    "n",
    "share",
    "low",
    "high",
    "change",
    "query",
    "lost",
)
SPREAD_COLUMNS: Final = (
    "theme",
    "form",
    "section",
    "choice",
    "n_variants",
    "least",
    "base",
    "most",
    "spread",
    "low",
    "high",
)
BASE: Final = "基準"
IN_FORMS: Final = "様式に現れるか"  # a question of its own, and not another way to count statements
_DENOMINATORS: Final = {
    "文": ("数えるもの", ""),
    "文字": ("数えるもの", "_characters"),
    "様式": (IN_FORMS, "_forms"),
}
DESIGN_EFFECTS: Final = (1.0, 2.0, 4.0)


def tabulate_sensitivity(  # noqa: PLR0913 - the five tables of a study, and what modifies
    statements: pd.DataFrame,
    coding: pd.DataFrame,
    wards: pd.DataFrame,
    years: Iterable[int],
    fields: pd.DataFrame,
    *,
    without_words: pd.DataFrame,
    section: str = "all",
    level: float = LEVEL,
) -> pd.DataFrame:
    """Tabulate the total of every theme and kind of form under each choice.

    Args:
        statements: as for `estimate_prevalence`.
        coding: as for `estimate_prevalence`: the base.
        wards: as for `estimate_prevalence`.
        years: as for `estimate_prevalence`.
        fields: as for `estimate_prevalence`.
        without_words: bool, index statement_id, a column (theme, word) per word dropped: who still has the theme.
        section: section, union or `all`.
        level: nominal coverage.

    Returns:
        SENSITIVITY_COLUMNS; the first row of each theme and form is the base, and `change` is the share minus the
        base's share. `query` gives the statements of the base; `lost`, joined by |, those that a dropped word loses.
    """
    numbered = without_words.set_axis([str(i) for i in range(without_words.shape[1])], axis=1)
    tables = (wards, tuple(years), fields)
    cells, cells_without = (
        estimate_prevalence(statements, own, *tables, sections=(section,), level=level) for own in (coding, numbered)
    )
    totals, totals_without = (estimate_totals(own, by=(), level=level) for own in (cells, cells_without))
    words = [without_words.columns.get_level_values(name).astype(str) for name in ("theme", "word")]
    dropped = _by_theme_and_form(totals_without, list(zip(*words, strict=True)))
    base_cells = dict(iter(cells.groupby(["theme", "form"], sort=False)))
    counted = statements[statements["ward"].isin(wards["name"]) & statements["fiscal_year"].isin(tables[1])]
    rows: list[dict[str, Any]] = []
    for record in _records(totals):
        key = (record["theme"], record["form"])
        named = {"theme": key[0], "form": key[1], "section": section}
        own = statements_of(record["query"], counted, coding)["statement_id"]
        found = [
            *(_counted(record, name, *of) for name, of in _DENOMINATORS.items()),
            *_effects(base_cells[key], level),
            *({**row, "lost": _lost(own, without_words[key[0], word])} for word, row in dropped.get(key, ())),
        ]
        added = {"query": record["query"], "lost": ""}
        rows.extend({**named, **added, **row, "change": row["share"] - record["share"]} for row in found)
    return pd.DataFrame(rows, columns=list(SENSITIVITY_COLUMNS))


def summarise_sensitivity(table: pd.DataFrame) -> pd.DataFrame:
    """Give least, base and most share of each choice, their spread, and the outermost limits of all its intervals.

    How many forms speak of the theme is left out: its share answers another question than the base's.
    """
    first = table[table["variant"] == BASE]
    base = dict(zip(zip(first["theme"], first["form"], first["section"], strict=True), first["share"], strict=True))
    rows = []
    compared = table[(table["variant"] != BASE) & (table["choice"] != IN_FORMS)]
    for key, group in compared.groupby(["theme", "form", "section", "choice"], sort=False):
        named = dict(zip(SPREAD_COLUMNS[:4], key, strict=True))
        own = float(base[named["theme"], named["form"], named["section"]])
        shares = [*group["share"].dropna(), own]
        limits = {"least": min(shares), "base": own, "most": max(shares), "spread": max(shares) - min(shares)}
        rows.append(
            {**named, "n_variants": len(group), **limits, "low": group["low"].min(), "high": group["high"].max()}
        )
    return pd.DataFrame(rows, columns=list(SPREAD_COLUMNS))


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]


def _counted(total: dict[str, Any], name: str, choice: str, of: str) -> dict[str, Any]:
    """Give the total by one denominator; statements are the base."""
    return {
        "choice": choice,
        "variant": name if of else BASE,
        "n_present": total[f"n{of}_present"],
        "n": total[f"n{of}" if of else "n_statements"],
        **{limit: total[f"{limit}{of}"] for limit in ("share", "low", "high")},
    }


def _effects(cells: pd.DataFrame, level: float) -> list[dict[str, Any]]:
    """Give the total with the design effect taken at least as large as each assumed one."""
    counts = cells.groupby("ward", sort=False)[["n_present", "n_statements"]].sum()
    rows = []
    for effect in DESIGN_EFFECTS:
        total = korn_graubard(counts["n_present"], counts["n_statements"], level=level, smallest_effect=effect)
        rows.append(
            {
                "choice": "設計効果",
                "variant": f"{effect:g}以上とみる(用いた値 {total.design_effect:.2f})",
                "n_present": total.n_present,
                "n": total.n_statements,
                "share": total.share,
                "low": total.low,
                "high": total.high,
            }
        )
    return rows


def _by_theme_and_form(
    totals: pd.DataFrame, words: list[tuple[str, str]]
) -> dict[tuple[str, str], list[tuple[str, dict[str, Any]]]]:
    """Give each word with the totals without it, by theme and kind of form; what loses most comes first."""
    found: dict[tuple[str, str], list[tuple[str, dict[str, Any]]]] = {}
    for record in sorted(_records(totals), key=lambda record: (int(record["n_present"]), int(record["theme"]))):
        theme, word = words[int(record["theme"])]
        row = {**_counted(record, "", "主題の語", ""), "variant": f"「{word}」を除く"}
        found.setdefault((theme, record["form"]), []).append((word, row))
    return found


def _lost(ids: pd.Series, still: pd.Series) -> str:
    """Name the statements that have the theme by this word alone, as a query."""
    return JOIN.join(ids[~still.loc[ids].to_numpy(dtype=bool)])
