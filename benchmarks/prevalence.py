"""Do the intervals and tests of `textmine.prevalence` hold their level? Fixed seeds, the usual ways in the same run.

    python benchmarks/prevalence.py [--quick] [--json FILE] [PART ...]      parts: cells audit totals tests

- cells: 18 wards x 10 years of 10 or 50 statements; coverage over cells and replicates, width against Wilson's, root
  mean square error against the raw share. Truth: logit = ward N(0, sd) + trend (0.3 per standard deviation of years) +
  cell N(0, sd), moved so that the mean share is the one named. The bars are judged where both spreads are drawn anew
  for every replicate, wards 0.3 to 0.6 and cells 0.08 to 0.25. Beside it: wards that are always alike, always unlike,
  and a world that is not the model's (wards from t with 3 degrees of freedom, shocks that hit a year in all wards).
- audit: 50 statements per cell, coded with error; 100 flagged and 300 unflagged statements are read again. All cells
  of a replicate share one audit, so coverage varies between replicates: its standard error stands beside it.
- totals: 18 wards x 20 statements, beta-binomial wards; Korn-Graubard beside Wilson over pooled statements and a plain
  bootstrap of wards.
- tests: no change, 18 wards x 2 years, 20 and 40 statements; sign flips beside the usual chi-square (Yates).
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import special, stats

from textmine.prevalence import correct_prevalence, korn_graubard, sign_flip_p, wilson_interval
from textmine.prevalence.laplace import fit_posterior
from textmine.prevalence.scoring import Counts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

WARDS, YEARS = 18, 10
WARD, TIME = np.repeat(np.arange(WARDS), YEARS), np.tile(np.arange(float(YEARS)), WARDS)
SHARES = (0.012, 0.03, 0.075, 0.15)
TREND = 0.3
Row = dict[str, Any]


@dataclass(frozen=True)
class World:
    """How much wards and forms differ, on the logit scale."""

    name: str
    sd_ward: tuple[float, float]  # least and most: drawn anew for every replicate
    sd_cell: tuple[float, float]
    heavy: bool = False  # wards from t(3) instead of a normal
    sd_year: float = 0.0  # shocks that hit all wards in a year

    def truth(self, share: float, rng: np.random.Generator) -> Floats:
        """Draw every cell's true share, with this mean."""
        ward = rng.standard_t(3, WARDS) / np.sqrt(3) if self.heavy else rng.normal(0, 1, WARDS)
        logit = (rng.uniform(*self.sd_ward) * ward)[WARD] + TREND * (TIME - TIME.mean()) / TIME.std()
        logit += (
            rng.normal(0, rng.uniform(*self.sd_cell), len(WARD)) + rng.normal(0, self.sd_year, YEARS)[TIME.astype(int)]
        )
        low, high = -14.0, 8.0
        for _ in range(60):
            middle = (low + high) / 2
            low, high = (middle, high) if special.expit(middle + logit).mean() < share else (low, middle)
        return np.asarray(special.expit(low + logit))


JUDGED = World("judged", (0.3, 0.6), (0.08, 0.25))
BESIDE = (
    World("alike", (0.3, 0.3), (0.1, 0.1)),
    World("unlike", (0.6, 0.6), (0.3, 0.3)),
    World("heavy tails, year shocks", (0.3, 0.6), (0.08, 0.25), heavy=True, sd_year=0.15),
)


def main() -> None:
    """Run the parts that were asked for and say which bars hold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parts: dict[str, Callable[[int], Iterator[Row]]] = {
        "cells": run_cells,
        "audit": run_audit,
        "totals": run_totals,
        "tests": run_tests,
    }
    parser.add_argument("parts", nargs="*", metavar="PART", help=" ".join(parts))
    parser.add_argument("--quick", action="store_true", help="a tenth of the replicates: to see that it runs")
    parser.add_argument("--json", type=Path, help="write all rows here too")
    options = parser.parse_args()
    unknown = set(options.parts) - set(parts)
    if unknown:
        parser.error(f"unknown part: {', '.join(sorted(unknown))}")
    rows: list[Row] = []
    for name in options.parts or parts:
        print(f"\n== {name}")
        start = time.perf_counter()
        for row in parts[name](10 if options.quick else 1):
            print_row(row)
            rows.append({"part": name, **row})
        print(f"({time.perf_counter() - start:.0f} s)")
    failed = [row for row in rows if row.get("holds") is False]
    print(f"\n{sum('holds' in row for row in rows)} bars, {len(failed)} not held")
    if options.json:
        options.json.write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")


def print_row(row: Row) -> None:
    """Print one line: numbers with three decimals, the bar's verdict last."""
    words = [f"{key} {value:.3f}" if isinstance(value, float) else f"{key} {value}" for key, value in row.items()]
    print("  ".join(words), flush=True)


def run_cells(thinning: int) -> Iterator[Row]:
    """Cover single cells."""
    for world in (JUDGED, *BESIDE):
        replicates = (200 if world is JUDGED else 60) // thinning
        for n in (10, 50):
            for share in SHARES:
                row = {"world": world.name, "n": n, "share": share, **cells(world, n, share, replicates)}
                if world is JUDGED:
                    level = 0.93 <= row["hierarchical"] <= 0.97
                    row["holds"] = bool(level and row["width_ratio"] <= 0.55 and row["rmse_ratio"] <= 0.55)
                yield row


def cells(world: World, n: int, share: float, replicates: int) -> Row:
    """Give coverage of three intervals, and width and error of the hierarchical one against the raw."""
    rng = np.random.default_rng([1, n, int(share * 1000)])
    hits: list[list[float]] = []
    sizes: list[list[float]] = []
    for _ in range(replicates):
        truth = world.truth(share, rng)
        present = rng.binomial(n, truth).astype(float)
        posterior = fit_posterior(Counts(present, np.full(len(truth), float(n)), WARD, TIME, WARDS)).cells
        pooled = (posterior.quantile(0.025), posterior.quantile(0.975))
        wilson = wilson_interval(present, np.full(len(truth), n))
        # the bootstrap of a cell's statements, exactly: its resampled share is binomial
        bootstrap = tuple(stats.binom.ppf(tail, n, present / n) / n for tail in (0.025, 0.975))
        hits.append([float(np.mean((low <= truth) & (truth <= high))) for low, high in (pooled, wilson, bootstrap)])
        error = (((posterior.share() - truth) ** 2).mean(), ((present / n - truth) ** 2).mean())
        sizes.append([(pooled[1] - pooled[0]).mean(), (wilson[1] - wilson[0]).mean(), *error])
    covered, size = np.mean(hits, axis=0), np.mean(sizes, axis=0)
    return {
        "hierarchical": float(covered[0]),
        "wilson": float(covered[1]),
        "bootstrap": float(covered[2]),
        "width_ratio": float(size[0] / size[1]),
        "rmse_ratio": float(np.sqrt(size[2] / size[3])),
    }


def run_audit(thinning: int) -> Iterator[Row]:
    """Cover cells and totals that were coded with error, with an audit of 100 + 300."""
    for sensitivity, specificity, share in (
        (0.7, 0.985, 0.03),
        (0.7, 0.985, 0.075),
        (0.7, 0.985, 0.15),
        (0.6, 0.99, 0.15),
        (0.8, 0.94, 0.03),
        (0.9, 0.99, 0.075),
    ):
        row = audited(sensitivity, specificity, share, 120 // thinning)
        row["holds"] = row["corrected"] >= 0.93 and abs(row["bias"]) <= 0.01
        yield {"sensitivity": sensitivity, "specificity": specificity, "share": share, **row}


def audited(sensitivity: float, specificity: float, share: float, replicates: int, n: int = 50) -> Row:
    """Give coverage and bias of corrected and of raw hierarchical cells, and coverage of the check of the total."""
    rng = np.random.default_rng([2, int(1000 * sensitivity), int(1000 * share)])
    found = []
    for number in range(replicates):
        truth = JUDGED.truth(share, rng)
        true = (rng.random((len(truth), n)) < truth[:, None]).ravel()
        flagged = rng.random(true.size) < np.where(true, sensitivity, 1 - specificity)
        present = flagged.reshape(-1, n).sum(axis=1)
        table = correct_prevalence(*coded(present, flagged, n), draw_audit(flagged, true, rng), seed=number)
        low, high, middle = (table.cells[name].to_numpy() for name in ("low", "high", "share"))
        raw = fit_posterior(Counts(present.astype(float), np.full(len(truth), float(n)), WARD, TIME, WARDS)).cells
        check = table.errors.iloc[0]
        found.append(
            (
                np.mean((low <= truth) & (truth <= high)),
                np.mean(middle - truth),
                np.mean((raw.quantile(0.025) <= truth) & (truth <= raw.quantile(0.975))),
                np.mean(raw.share() - truth),
                check["prediction_powered_low"] <= true.mean() <= check["prediction_powered_high"],
            )
        )
    names = ("corrected", "bias", "raw", "raw_bias", "check_of_total")
    chance = float(np.std([row[0] for row in found]) / np.sqrt(replicates))  # the cells of a study share one audit
    return {**dict(zip(names, map(float, np.mean(found, axis=0)), strict=True)), "corrected_standard_error": chance}


def coded(present: NDArray[np.int64], flagged: NDArray[np.bool_], n: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give the prevalence table's columns that the correction reads, and the coding."""
    cells_table = pd.DataFrame(
        {
            "query": "",
            "theme": "t",
            "ward": WARD,
            "fiscal_year": TIME.astype(int),
            "form": "annual",
            "section": "all",
            "n_present": present,
            "n_statements": n,
            "share": present / n,
            "low": np.nan,
            "high": np.nan,
            "state": "present",
            "label": "",
            "reason": "",
        }
    )
    return cells_table, pd.DataFrame({"t": flagged})


def draw_audit(flagged: NDArray[np.bool_], true: NDArray[np.bool_], rng: np.random.Generator) -> pd.DataFrame:
    """Draw 100 flagged and 300 unflagged statements, with their inclusion probabilities."""
    parts = []
    for side, size in ((True, 100), (False, 300)):
        ids = np.flatnonzero(flagged == side)
        drawn = rng.choice(ids, min(size, len(ids)), replace=False)
        probability = len(drawn) / len(ids)
        parts.append(pd.DataFrame({"statement_id": drawn, "inclusion_probability": probability}))
    audit = pd.concat(parts, ignore_index=True).assign(theme="t")
    return audit.assign(flagged=flagged[audit["statement_id"]], truth=true[audit["statement_id"]])


def run_totals(thinning: int) -> Iterator[Row]:
    """Cover a year's total over wards."""
    for share, bars in (
        (0.15, {0.0: 0.94, 0.05: 0.94, 0.1: 0.94, 0.2: 0.94}),
        (0.03, {0.0: 0.92, 0.05: 0.92, 0.1: 0.92, 0.2: 0}),
    ):
        for correlation, bar in bars.items():
            row = {"share": share, "icc": correlation, **totals(share, correlation, 4000 // thinning)}
            if bar:
                row["holds"] = row["korn_graubard"] >= bar
            yield row


def totals(share: float, correlation: float, replicates: int, n: int = 20) -> Row:
    """Give the coverage of three intervals for the share behind all wards."""
    rng = np.random.default_rng([3, int(share * 1000), int(correlation * 100)])
    hits = np.zeros(3)
    for _ in range(replicates):
        present = beta_binomial(share, correlation, n, WARDS, rng)
        total = korn_graubard(present, np.full(WARDS, n))
        wilson = wilson_interval(present.sum(), WARDS * n)
        resampled = present[rng.integers(0, WARDS, (400, WARDS))].sum(axis=1) / (WARDS * n)
        bootstrap = np.quantile(resampled, (0.025, 0.975))
        for place, (low, high) in enumerate(((total.low, total.high), wilson, bootstrap)):
            hits[place] += bool(low <= share <= high)
    return dict(zip(("korn_graubard", "wilson", "ward_bootstrap"), map(float, hits / replicates), strict=True))


def beta_binomial(share: float, correlation: float, n: int, size: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Draw counts of forms whose statements hang together."""
    if correlation == 0:
        return rng.binomial(n, share, size)
    rest = (1 - correlation) / correlation
    return rng.binomial(n, rng.beta(share * rest, (1 - share) * rest, size))


def run_tests(thinning: int) -> Iterator[Row]:
    """Count how often no change is called a change at 0.05."""
    for n in (20, 40):
        for correlation in (0.0, 0.05, 0.1, 0.2):
            row = {"n": n, "icc": correlation, **rejections(0.15, correlation, n, 2000 // thinning)}
            row["holds"] = row["sign_flips"] <= 0.065
            yield row


def rejections(share: float, correlation: float, n: int, replicates: int) -> Row:
    """Give the rejection rates of sign flips within wards and of chi-square over pooled statements."""
    rng = np.random.default_rng([4, n, int(correlation * 100)])
    years = np.stack([beta_binomial(share, correlation, n, WARDS * replicates, rng) for _ in range(2)])
    present = years.reshape(2, WARDS, replicates)
    flips = sign_flip_p((present[1] - present[0]) / n * (n / 2))
    pooled = present.sum(axis=1)
    tables = (np.array([one, WARDS * n - one]) for one in pooled.T)
    chi = [stats.chi2_contingency(table).pvalue for table in tables if table.sum(axis=1).all()]
    return {"sign_flips": float(np.mean(flips <= 0.05)), "chi_square": float(np.mean(np.array(chi) <= 0.05))}


if __name__ == "__main__":
    main()
