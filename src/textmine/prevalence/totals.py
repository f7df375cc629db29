"""Totals over wards: a share of all statements of a year, with the ward as cluster.

Statements of one ward share authors, habits and sentences carried over, so they are not independent witnesses. Korn
and Graubard's interval with the estimated design effect (never below 1) and t on (wards - 1) was the best of six
tried by simulation for 18 wards; Wilson over pooled statements covers as little as 60 %, and a bootstrap of wards 80
to 92 %. For a rare theme with strong clustering (share 0.03, intraclass correlation 0.2) it covers about 90 %, not 95
%.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from textmine.prevalence.intervals import LEVEL, MINIMUM_CLUSTERS, ClusteredShare, korn_graubard
from textmine.prevalence.queries import query_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

TOTAL_COLUMNS: Final = (
    "query",
    "theme",
    "ward",
    "fiscal_year",
    "form",
    "section",
    "n_present",
    "n_statements",
    "share",
    "low",
    "high",
    "n_clusters",
    "design_effect",
    "intraclass_correlation",
    "n_forms_present",
    "n_forms",
    "share_forms",
    "low_forms",
    "high_forms",
    "n_characters_present",
    "n_characters",
    "share_characters",
    "low_characters",
    "high_characters",
    "state",
    "label",
    "estimable",
    "reason",
)
INTERVAL_MEANING: Final = (
    "すべての区を見ているので、この区間は区の抜き取りから生じる誤差ではない。"
    "同じ区が同じ状況でもう一度書いたら割合がどれほど動きうるか、つまり様式を生む過程のばらつきを表す。"
)
KNOWN_LIMIT: Final = (
    "まれな主題(3%程度)で区のなかの文どうしがよく似るとき(級内相関0.2)、"
    "名目95%の区間が実際に真の値を含むのは約91%にとどまる。"
)
# measured in benchmarks/prevalence.py; printed with the method
KNOWN_LIMITS: Final = (
    KNOWN_LIMIT,
    (
        "分け合って推定した区間は、区どうし・様式どうしの違いがとくに大きいとき"
        "(対数オッズの標準偏差が区0.6、様式0.3)、真の値を含むのが約92%にとどまる。"
    ),
    (
        "符号化の誤りの補正は、誤って該当とした文がとくに多いとき(特異度0.94、真の割合3%)、"
        "補正した割合は0.2点ほど高めに出る。"
    ),
)
_COUNTS: Final = (
    "n_present",
    "n_statements",
    "n_forms_present",
    "n_forms",
    "n_characters_present",
    "n_characters",
)
_RANK: Final = {"form_missing": 0, "empty": 1, "unreadable": 2, "absent": 3, "present": 4}
_LABELS: Final = {"ward": "区をまとまりとする区間", "fiscal_year": "年度をまとまりとする区間"}


def estimate_totals(
    prevalence: pd.DataFrame, *, by: Sequence[str] = ("fiscal_year",), level: float = LEVEL
) -> pd.DataFrame:
    """Sum the cells of the prevalence table within each theme, kind of form and section.

    Args:
        prevalence: rows of PREVALENCE_COLUMNS.
        by: what is kept apart: `fiscal_year` or `ward` or neither; the columns summed over are None. Wards are the
            clusters; in totals of one ward its years are. (Both together would be the cells themselves.)
        level: nominal coverage.

    Returns:
        TOTAL_COLUMNS. Low and high are nan with fewer than three clusters, and `reason` says so.
    """
    keys = ["theme", "form", "section", *by]
    cluster = "fiscal_year" if "ward" in by else "ward"
    ranked = prevalence.assign(rank=prevalence["state"].map(_RANK))
    counts = ranked.groupby([*keys, cluster], sort=False).agg({**dict.fromkeys(_COUNTS, "sum"), "rank": "max"})
    groups: dict[Any, Any] = counts.reset_index().groupby(keys, sort=False).indices
    values = counts.to_numpy(dtype=float)  # (clusters of all totals, counts and rank)
    rows = [_total(dict(zip(keys, key, strict=True)), values[places], cluster, level) for key, places in groups.items()]
    table = pd.DataFrame(rows, columns=list(TOTAL_COLUMNS))
    for column in ("ward", "fiscal_year"):
        table[column] = table[column].astype(object).where(table[column].notna(), None)
    return table


def _total(key: dict[str, Any], values: NDArray[np.float64], cluster: str, level: float) -> dict[str, Any]:
    present, n, forms_present, n_forms, signs_present, n_signs = values[:, :-1].T
    statements = korn_graubard(present, n, level=level)
    forms = korn_graubard(forms_present, n_forms, level=level)
    length = n_signs.sum() / max(n.sum(), 1)
    signs = korn_graubard(signs_present, n_signs, level=level, smallest_effect=max(length, 1.0))
    ward, year = key.get("ward"), key.get("fiscal_year")
    year = None if year is None else int(year)
    enough = statements.n_clusters >= MINIMUM_CLUSTERS
    return {
        "query": query_id(key["theme"], ward, year, key["form"], key["section"]),
        "theme": key["theme"],
        "ward": ward,
        "fiscal_year": year,
        "form": key["form"],
        "section": key["section"],
        **_measured(statements, ""),
        "n_clusters": statements.n_clusters,
        "design_effect": statements.design_effect,
        "intraclass_correlation": statements.intraclass_correlation,
        **_measured(forms, "_forms"),
        **_measured(signs, "_characters"),
        "state": _state(statements, int(values[:, -1].max())),
        "label": _LABELS[cluster],
        "estimable": enough,
        "reason": "" if enough else _too_few(statements.n_clusters, cluster),
    }


def _measured(share: ClusteredShare, of: str) -> dict[str, float]:
    return {
        f"n{of}_present": share.n_present,
        f"n{of}" if of else "n_statements": share.n_statements,
        f"share{of}": share.share,
        f"low{of}": share.low,
        f"high{of}": share.high,
    }


def _state(total: ClusteredShare, strongest: int) -> str:
    if total.n_statements:
        return "present" if total.n_present else "absent"
    return next((state for state, rank in _RANK.items() if rank == strongest), "form_missing")


def _too_few(n_clusters: int, cluster: str) -> str:
    unit = {"ward": "区", "fiscal_year": "年度"}[cluster]
    if n_clusters == 0:
        return "読めた様式がない"
    return f"様式のある{unit}が{n_clusters}つしかなく、{unit}の間のばらつきを見積もれない(3つ以上が要る)"
