"""Change between years, one section against another, one ward against the rest: differences with p, and q over themes.

Each is a sum over blocks of share minus share, weighted by n1 n2 / (n1 + n2), and tested by flipping the signs of
whole blocks (`testing`). The interval inverts the same idea with t on (blocks - 1) degrees of freedom.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import starmap
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pandas as pd
from scipy import special

from textmine.prevalence.hierarchical import FEW
from textmine.prevalence.intervals import LEVEL
from textmine.prevalence.queries import cells_query
from textmine.prevalence.testing import MINIMUM_BLOCKS, benjamini_hochberg, sign_flip_p

if TYPE_CHECKING:
    from numpy.typing import NDArray

CONTRAST_COLUMNS: Final = (
    "kind",
    "theme",
    "form",
    "section",
    "ward",
    "first",
    "second",
    "query_first",
    "query_second",
    "n_present_first",
    "n_statements_first",
    "n_present_second",
    "n_statements_second",
    "share_first",
    "share_second",
    "difference",
    "low",
    "high",
    "n_blocks",
    "p",
    "q",
    "estimable",
    "reason",
)


class _Cell(NamedTuple):
    """A cell that was read."""

    ward: str
    fiscal_year: int
    section: str
    n_present: int
    n_statements: int


@dataclass(frozen=True, slots=True)
class _Kind:
    """What is set against what: sides are matched by `match`, then summed within `block`."""

    name: str
    match: tuple[str, ...]
    block: str


_YEAR: Final = _Kind("year", ("ward",), "ward")
_SECTION: Final = _Kind("section", ("ward", "fiscal_year"), "ward")
_WARD: Final = _Kind("ward", ("fiscal_year",), "fiscal_year")


def compare_years(prevalence: pd.DataFrame, first: int, second: int, *, level: float = LEVEL) -> pd.DataFrame:
    """Compare two fiscal years within wards that have forms of both; CONTRAST_COLUMNS, second minus first."""
    rows = []
    for (theme, form, section), cells in _read_cells(prevalence, ("theme", "form", "section")).items():
        sides = tuple([cell for cell in cells if cell.fiscal_year == year] for year in (first, second))
        named = {"theme": theme, "form": form, "section": section, "first": str(first), "second": str(second)}
        rows.append(_row(_YEAR, named, sides, level))
    return _tested(rows)


def compare_sections(prevalence: pd.DataFrame, first: str, second: str, *, level: float = LEVEL) -> pd.DataFrame:
    """Compare two sections of the same forms over all years, wards as blocks; CONTRAST_COLUMNS, second minus first."""
    rows = []
    for (theme, form), cells in _read_cells(prevalence, ("theme", "form")).items():
        sides = tuple([cell for cell in cells if cell.section == section] for section in (first, second))
        named = {"theme": theme, "form": form, "section": f"{first}+{second}", "first": first, "second": second}
        rows.append(_row(_SECTION, named, sides, level))
    return _tested(rows)


def compare_wards(prevalence: pd.DataFrame, *, level: float = LEVEL) -> pd.DataFrame:
    """Compare each ward that has forms with the others of its years: CONTRAST_COLUMNS, ward minus rest.

    Years are the blocks: the question is whether the ward's forms differ from the rest year after year, each year's
    form being a draw of its own. q is taken over themes and wards together, since both are looked through for what
    stands out.
    """
    rows = []
    for (theme, form, section), cells in _read_cells(prevalence, ("theme", "form", "section")).items():
        for ward in dict.fromkeys(cell.ward for cell in cells):
            sides = ([cell for cell in cells if cell.ward != ward], [cell for cell in cells if cell.ward == ward])
            named = {"theme": theme, "form": form, "section": section, "ward": ward, "first": "rest", "second": ward}
            rows.append(_row(_WARD, named, sides, level))
    return _tested(rows)


def _read_cells(prevalence: pd.DataFrame, keys: tuple[str, ...]) -> dict[tuple[Any, ...], list[_Cell]]:
    """Give the cells that were read, by key in the order of the table; a key without any keeps its empty place."""
    groups: dict[tuple[Any, ...], list[_Cell]] = {}
    names = zip(*(prevalence[name] for name in keys), strict=True)
    cells = zip(*(prevalence[name].tolist() for name in _Cell._fields), strict=True)
    for key, cell in zip(names, starmap(_Cell, cells), strict=True):
        own = groups.setdefault(key, [])
        if cell.n_statements:
            own.append(cell)
    return groups


def _row(kind: _Kind, named: dict[str, Any], sides: tuple[list[_Cell], ...], level: float) -> dict[str, Any]:
    """Give one contrast; its blocks wait under `blocks` to be tested together with the others."""
    first, second = _matched(kind, sides)
    blocks = _blocks(kind, first, second)
    counts = {
        "n_present_first": sum(cell.n_present for cell in first),
        "n_statements_first": sum(cell.n_statements for cell in first),
        "n_present_second": sum(cell.n_present for cell in second),
        "n_statements_second": sum(cell.n_statements for cell in second),
    }
    reason = _why_not(kind, len(blocks), counts["n_present_first"] + counts["n_present_second"])
    difference, low, high = (np.nan, np.nan, np.nan) if reason else _difference(blocks, level)
    return {
        "kind": kind.name,
        "ward": None,
        **named,
        **counts,
        "query_first": _query(named, first),
        "query_second": _query(named, second),
        "share_first": _ratio(counts["n_present_first"], counts["n_statements_first"]),
        "share_second": _ratio(counts["n_present_second"], counts["n_statements_second"]),
        "difference": difference,
        "low": low,
        "high": high,
        "n_blocks": len(blocks),
        "estimable": not reason,
        "reason": reason,
        "blocks": {block: weighted for block, (_, weighted) in blocks.items()},
    }


def _matched(kind: _Kind, sides: tuple[list[_Cell], ...]) -> tuple[list[_Cell], list[_Cell]]:
    """Give the cells of both sides that have a partner: a form that lacks one side says nothing of the difference."""
    both = {_key(kind, cell) for cell in sides[0]} & {_key(kind, cell) for cell in sides[1]}
    first, second = ([cell for cell in side if _key(kind, cell) in both] for side in sides)
    return first, second


def _key(kind: _Kind, cell: _Cell) -> tuple[Any, ...]:
    return tuple(getattr(cell, name) for name in kind.match)


def _blocks(kind: _Kind, first: list[_Cell], second: list[_Cell]) -> dict[Any, tuple[float, float]]:
    """Give each block's summed weight and weighted difference, in the order of the blocks' names."""
    sums = [_summed(kind, side) for side in (first, second)]
    place = kind.match.index(kind.block)
    blocks: dict[Any, tuple[float, float]] = {}
    for key, (present, n) in sorted(sums[0].items()):
        other_present, other_n = sums[1][key]
        weight = n * other_n / (n + other_n)
        before = blocks.get(key[place], (0.0, 0.0))
        blocks[key[place]] = (before[0] + weight, before[1] + weight * (other_present / other_n - present / n))
    return blocks


def _summed(kind: _Kind, side: list[_Cell]) -> dict[tuple[Any, ...], tuple[int, int]]:
    sums: dict[tuple[Any, ...], tuple[int, int]] = {}
    for cell in side:
        before = sums.get(_key(kind, cell), (0, 0))
        sums[_key(kind, cell)] = (before[0] + cell.n_present, before[1] + cell.n_statements)
    return sums


def _difference(blocks: dict[Any, tuple[float, float]], level: float) -> tuple[float, float, float]:
    """Give the weighted mean difference and its limits, from the spread between blocks and t on (blocks - 1)."""
    weight, weighted = np.array(list(blocks.values())).T
    n, difference = len(blocks), float(weighted.sum() / weight.sum())
    residual = weighted - difference * weight
    error = float(np.sqrt(n / (n - 1) * (residual @ residual)) / weight.sum())
    half = float(special.stdtrit(n - 1, 0.5 + level / 2)) * error
    return difference, max(difference - half, -1.0), min(difference + half, 1.0)


def _why_not(kind: _Kind, n_blocks: int, n_present: int) -> str:
    unit = {"ward": "区", "fiscal_year": "年度"}[kind.block]
    if n_blocks < MINIMUM_BLOCKS:
        return (
            f"両方がそろう{unit}が{n_blocks}つしかない({MINIMUM_BLOCKS}つ以上が要る。それ未満では p<0.05 になりえない)"
        )
    return f"該当文が{FEW}未満({n_present}文)のため検定しない。文そのものを示す" if n_present < FEW else ""


def _query(named: dict[str, Any], cells: list[_Cell]) -> str:
    section = cells[0].section if cells else named["section"]
    return cells_query(named["theme"], [(cell.ward, cell.fiscal_year) for cell in cells], named["form"], section)


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else np.nan


def _tested(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Test all rows at once, and take q over the themes (and wards) of each question."""
    blocks = pd.DataFrame({i: row.pop("blocks") for i, row in enumerate(rows)}).fillna(0.0)
    table = pd.DataFrame(rows, columns=[c for c in CONTRAST_COLUMNS if c not in ("p", "q")])
    p = np.full(len(table), np.nan)
    for n_blocks, group in table[table["estimable"].astype(bool)].groupby("n_blocks"):
        p[group.index] = _p_of(blocks[list(group.index)].to_numpy(), int(str(n_blocks)))
    table["p"] = p
    table["q"] = np.nan
    questions = table.groupby(["form", "section"], sort=False).indices
    for places in questions.values():
        table.loc[table.index[places], "q"] = benjamini_hochberg(p[places])
    return table[list(CONTRAST_COLUMNS)]


def _p_of(blocks: NDArray[np.float64], n_blocks: int) -> NDArray[np.float64]:
    """Test columns that may leave out different blocks: zeros flip into themselves and change nothing but time."""
    used = blocks[(blocks != 0).any(axis=1)]
    return sign_flip_p(used) if len(used) else np.ones(blocks.shape[1] if n_blocks else 0)
