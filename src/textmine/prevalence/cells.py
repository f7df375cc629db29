"""The prevalence table: one row per theme, ward, fiscal year, kind of form and section, with its state of absence.

A cell holds one form (or what a ward handed in of that kind and year). Its interval is Wilson's and describes this
form only: how far the share could move if the same people wrote as many statements again. It says nothing of other
forms, and statements of one form are not independent witnesses of a ward (see `totals` and `hierarchical` for that).

Silence is not absence. Five states are kept apart: `present`; `absent` (read, and no statement has the theme);
`empty` (the field stands there without text); `unreadable`; `form_missing`. Only the first two have a share.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from textmine.errors import NotEstimable
from textmine.prevalence.intervals import LEVEL, wilson_interval
from textmine.prevalence.queries import ALL_SECTIONS, query_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class _Counts:
    """Counts of the cells of a grid, row by row."""

    statements: NDArray[np.int64]  # (n_cells,)
    characters: NDArray[np.int64]  # (n_cells,)
    forms: NDArray[np.int64]  # (n_cells,)
    present: NDArray[np.int64]  # (n_cells, n_themes)
    characters_present: NDArray[np.int64]  # (n_cells, n_themes)
    forms_present: NDArray[np.int64]  # (n_cells, n_themes)


SECTIONS: Final = (ALL_SECTIONS, "outcome", "issue", "goal", "activity")
CELL: Final = ("ward", "fiscal_year", "form", "section")
PREVALENCE_COLUMNS: Final = (
    "query",
    "theme",
    *CELL,
    "n_present",
    "n_statements",
    "share",
    "low",
    "high",
    "n_characters_present",
    "n_characters",
    "share_characters",
    "n_forms_present",
    "n_forms",
    "state",
    "label",
    "estimable",
    "reason",
)
COVERAGE_COLUMNS: Final = (*CELL, "state", "n_statements", "n_characters", "n_forms", "reason", "query")
UNPLACED_COLUMNS: Final = ("statement_id", "document", "ward", "fiscal_year", "reason")
LABEL: Final = "この様式の記述のみを表す"
REASONS: Final = {
    "present": "",
    "absent": "",
    "empty": "欄はあるが、書かれていない",
    "unreadable": "欄を読み取れない",
    "form_missing": "様式がない",
}
# What several fields of one cell say together: text read anywhere makes the cell read, an unreadable field is never
# taken for an empty one.
_STRENGTH: Final = {"form_missing": 0, "empty": 1, "unreadable": 2, "read": 3}


def estimate_prevalence(  # noqa: PLR0913 - the five tables of a study, and what modifies
    statements: pd.DataFrame,
    coding: pd.DataFrame,
    wards: pd.DataFrame,
    years: Iterable[int],
    fields: pd.DataFrame,
    *,
    sections: Sequence[str] = SECTIONS,
    level: float = LEVEL,
) -> pd.DataFrame:
    """Count and estimate every cell of the study.

    Args:
        statements: columns of the contract of the command line, a row per statement.
        coding: bool, index statement_id, a column per theme in the order of the tables.
        wards: columns name and order at least; the wards that tables and maps show.
        years: fiscal years that tables and maps show, with or without forms.
        fields: columns document, ward, fiscal_year, form, section, state (read, empty, unreadable, form_missing).
        sections: sections to show; `all` counts every section of a form together, and `goal+activity` these two.
        level: nominal coverage of the intervals.

    Returns:
        PREVALENCE_COLUMNS; in the order of themes, kinds of form, sections, wards, years. Counts are whole numbers, and
        shares and limits are nan where nothing was read. Kinds of form are never pooled.

    Raises:
        NotEstimable: a statement has no coding, or statement ids repeat.
    """
    _check(statements, coding)
    names = tuple(wards.sort_values("order")["name"])
    spans = tuple(sorted({int(year) for year in years}))
    placed = _placed(statements, names, spans)
    records = fields[fields["ward"].isin(names) & fields["fiscal_year"].isin(spans)]
    grid = _grid(placed, records, names, spans, sections)
    counts = _count(placed, coding, records, grid)
    return _table(grid, counts, tuple(str(theme) for theme in coding.columns), level)


def tabulate_coverage(prevalence: pd.DataFrame) -> pd.DataFrame:
    """Say of every cell, whatever the theme, whether it was read, and what was there to count: COVERAGE_COLUMNS.

    State is `read`, `empty`, `unreadable` or `form_missing`; present and absent are states of a theme. The query gives
    the denominator: all statements of the cell.
    """
    first = prevalence.drop_duplicates(list(CELL))
    states = first["state"].replace({"present": "read", "absent": "read"})
    queries = [query_id(None, *cell) for cell in first[list(CELL)].itertuples(index=False, name=None)]
    return first.assign(state=states, query=queries)[list(COVERAGE_COLUMNS)].reset_index(drop=True)


def unplaced_statements(statements: pd.DataFrame, wards: pd.DataFrame, years: Iterable[int]) -> pd.DataFrame:
    """List the statements that no cell counts, with the reason: nothing is left out in silence."""
    spans = {int(year) for year in years}
    known_ward = statements["ward"].isin(wards["name"])
    known_year = statements["fiscal_year"].isin(spans)
    reason = np.select(
        [statements["ward"].isna(), ~known_ward, statements["fiscal_year"].isna(), ~known_year],
        ["区が分からない", "区の一覧にない区", "年度が分からない", "調査の年度の外"],
        default="",
    )
    table = statements.assign(reason=reason)
    return table.loc[table["reason"] != "", list(UNPLACED_COLUMNS)].reset_index(drop=True)


def _check(statements: pd.DataFrame, coding: pd.DataFrame) -> None:
    ids = statements["statement_id"]
    if ids.duplicated().any():
        raise NotEstimable(
            str(ids[ids.duplicated()].iloc[0]), "statement_id が重なっています", "表をまとめる前に確かめてください"
        )
    uncoded = ~ids.isin(coding.index)
    if uncoded.any():
        raise NotEstimable(
            str(ids[uncoded].iloc[0]),
            f"コードのない文が {int(uncoded.sum())} 件あります",
            "同じ文の表から符号化してください",
        )


def _placed(statements: pd.DataFrame, wards: tuple[str, ...], years: tuple[int, ...]) -> pd.DataFrame:
    """Give the statements of known wards and years, with their length in characters (white space not counted)."""
    placed = statements[statements["ward"].isin(wards) & statements["fiscal_year"].isin(years)]
    lengths = placed["text"].map(lambda text: len("".join(str(text).split())))
    return placed.assign(n_characters=lengths.astype("int64"), fiscal_year=placed["fiscal_year"].astype("int64"))


def _grid(
    placed: pd.DataFrame,
    records: pd.DataFrame,
    wards: tuple[str, ...],
    years: tuple[int, ...],
    sections: Sequence[str],
) -> pd.DataFrame:
    """Give every cell that tables and maps show, in their order, with its state."""
    rows = [
        (ward, year, form, section)
        for form in _forms(placed, records)
        for section in _sections_of(form, placed, records, sections)
        for ward in wards
        for year in _years_of(form, placed, records, years)
    ]
    grid = pd.DataFrame(rows, columns=list(CELL))
    return grid.assign(**_states(grid, placed, records))


def _forms(placed: pd.DataFrame, records: pd.DataFrame) -> tuple[str, ...]:
    return tuple(sorted({*placed["form"].dropna(), *records["form"].dropna()}))


def _sections_of(form: str, placed: pd.DataFrame, records: pd.DataFrame, sections: Sequence[str]) -> list[str]:
    known = {*placed.loc[placed["form"] == form, "section"], *records.loc[records["form"] == form, "section"]}
    return [section for section in sections if section == ALL_SECTIONS or known.intersection(section.split("+"))]


def _years_of(form: str, placed: pd.DataFrame, records: pd.DataFrame, years: tuple[int, ...]) -> tuple[int, ...]:
    """Give all years for a yearly form; for a review of several years, only those in which some ward has one."""
    own = placed[placed["form"] == form]
    if own.get("period_start", pd.Series(dtype=float)).isna().all():
        return years
    told = {*own["fiscal_year"], *records.loc[records["form"] == form, "fiscal_year"]}
    return tuple(year for year in years if year in told)


def _states(grid: pd.DataFrame, placed: pd.DataFrame, records: pd.DataFrame) -> dict[str, list[str]]:
    """Say of each cell whether it was read, and in words why not."""
    told = _strengths(records, placed, tuple(dict.fromkeys(grid["section"])))
    forms = {key[:3] for key, strength in told.items() if strength > 0}
    states, reasons = [], []
    by_strength = {value: key for key, value in _STRENGTH.items()}
    for key in grid.itertuples(index=False, name=None):
        strength = told.get(key, 0)
        state = by_strength[strength]
        no_field = strength == 0 and key[:3] in forms
        states.append(state)
        reasons.append("この様式にはこの欄がない" if no_field else REASONS.get(state, ""))
    return {"state": states, "reason": reasons}


def _strengths(records: pd.DataFrame, placed: pd.DataFrame, sections: tuple[str, ...]) -> dict[tuple[object, ...], int]:
    """Give the strongest state that any field or statement of the cell's sections gives it."""
    shown_in = _shown_in(sections, {*records["section"], *placed["section"]})
    told: dict[tuple[object, ...], int] = {}
    of_fields = zip(*(records[c] for c in CELL), records["state"].map(_STRENGTH), strict=True)
    of_statements = ((*key, _STRENGTH["read"]) for key in zip(*(placed[c] for c in CELL), strict=True))
    for *key, strength in (*of_fields, *of_statements):
        ward, year, form, section = key
        for shown in shown_in[section]:
            cell = (ward, int(year), form, shown)
            told[cell] = max(told.get(cell, 0), int(strength))
    return told


def _shown_in(sections: tuple[str, ...], found: set[str]) -> dict[str, list[str]]:
    """Say which shown sections a form's own section is counted in: itself, unions that name it, all."""
    return {
        own: [shown for shown in sections if shown == ALL_SECTIONS or own in shown.split("+")] for own in sorted(found)
    }


def _count(placed: pd.DataFrame, coding: pd.DataFrame, records: pd.DataFrame, grid: pd.DataFrame) -> _Counts:
    """Count statements, characters and forms, in all and with each theme."""
    rows, taken = _cells_of(placed, grid)
    flags = coding.loc[placed["statement_id"]].to_numpy(dtype=bool)[taken]
    lengths = placed["n_characters"].to_numpy()[taken]
    n_cells, n_themes = len(grid), coding.shape[1]
    present = np.zeros((n_cells, n_themes), dtype=np.int64)
    characters = np.zeros((n_cells, n_themes), dtype=np.int64)
    np.add.at(present, rows, flags)
    np.add.at(characters, rows, flags * lengths[:, None])
    documents, pairs = np.unique(
        np.column_stack([rows, pd.factorize(placed["document"])[0][taken]]).reshape(-1, 2), axis=0, return_inverse=True
    )
    spoken = np.zeros((len(documents), n_themes), dtype=bool)
    np.logical_or.at(spoken, pairs.ravel(), flags)
    forms_present = np.zeros((n_cells, n_themes), dtype=np.int64)
    np.add.at(forms_present, documents[:, 0], spoken)
    return _Counts(
        np.bincount(rows, minlength=n_cells).astype(np.int64),
        np.bincount(rows, weights=lengths, minlength=n_cells).astype(np.int64),
        _forms_read(placed, records, grid),
        present,
        characters,
        forms_present,
    )


def _cells_of(placed: pd.DataFrame, grid: pd.DataFrame) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Give row of the grid and row of the statements, once for each shown section that counts the statement."""
    index = pd.MultiIndex.from_frame(grid[list(CELL)])
    parts = [np.zeros((2, 0), dtype=np.intp)]
    for section in dict.fromkeys(grid["section"]):
        rows = index.get_indexer(pd.MultiIndex.from_frame(placed.assign(section=section)[list(CELL)]))
        taken = np.flatnonzero((rows >= 0) & _belongs(placed["section"], section))
        parts.append(np.stack([rows[taken], taken]))
    rows, taken = np.concatenate(parts, axis=1)
    return rows, taken


def _belongs(own: pd.Series, section: str) -> NDArray[np.bool_]:
    return (
        np.ones(len(own), dtype=bool) if section == ALL_SECTIONS else own.isin(section.split("+")).to_numpy(dtype=bool)
    )


def _forms_read(placed: pd.DataFrame, records: pd.DataFrame, grid: pd.DataFrame) -> NDArray[np.int64]:
    """Count the documents of which a field of the cell was read, per cell."""
    read = pd.concat([records.loc[records["state"] == "read", [*CELL, "document"]], placed[[*CELL, "document"]]])
    shown = [
        read[_belongs(read["section"], section)].assign(section=section) for section in dict.fromkeys(grid["section"])
    ]
    both = pd.concat([read.iloc[:0], *shown]).drop_duplicates().astype({"fiscal_year": "int64"})
    counts = both.groupby(list(CELL)).size()
    return np.asarray(counts.reindex(pd.MultiIndex.from_frame(grid[list(CELL)]), fill_value=0), dtype=np.int64)


def _table(grid: pd.DataFrame, counts: _Counts, themes: tuple[str, ...], level: float) -> pd.DataFrame:
    """Set the grid once per theme, with the theme's counts, shares and limits."""
    repeated = pd.concat([grid.assign(theme=theme) for theme in themes] or [grid.iloc[:0].assign(theme="")])
    table = repeated.reset_index(drop=True)
    n_themes = len(themes)
    table["n_statements"] = np.tile(counts.statements, n_themes)
    table["n_characters"] = np.tile(counts.characters, n_themes)
    table["n_forms"] = np.tile(counts.forms, n_themes)
    table["n_present"] = counts.present.T.ravel()
    table["n_characters_present"] = counts.characters_present.T.ravel()
    table["n_forms_present"] = counts.forms_present.T.ravel()
    table["share"] = _ratio(table["n_present"], table["n_statements"])
    table["share_characters"] = _ratio(table["n_characters_present"], table["n_characters"])
    table["low"], table["high"] = wilson_interval(table["n_present"], table["n_statements"], level=level)
    # A field whose text was all boilerplate is read and holds no statement: there is nothing to take a share of.
    read = (table["state"] == "read") & (table["n_statements"] > 0)
    table["estimable"] = read
    table["reason"] = table["reason"].where(read | (table["state"] != "read"), REASONS["empty"])
    told = np.where(table["n_present"] > 0, "present", "absent")
    table["state"] = np.where(read, told, table["state"].replace("read", "empty"))
    table["label"] = LABEL
    table["query"] = [
        query_id(theme, ward, year, form, section)
        for theme, ward, year, form, section in zip(table["theme"], *(table[c] for c in CELL), strict=True)
    ]
    return table[list(PREVALENCE_COLUMNS)]


def _ratio(part: pd.Series, whole: pd.Series) -> pd.Series:
    return part / whole.where(whole > 0)
