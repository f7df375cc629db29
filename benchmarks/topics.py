"""Measure topics against the bars they are built to, with the peers of the measurement beside them in the same run.

    python benchmarks/topics.py                 all but the long ones
    python benchmarks/topics.py stability time  some
    python benchmarks/topics.py report false    the K report of the real forms; 40 shuffled corpora (long)

tomotopy and corextopic are no dependencies of textmine: where they are missing, their lines say so. Ratios of time are
of CPU time, so that other work on the machine does not decide them; hidden keywords are in `topics_keywords.py`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from _topic_corpora import planted_corpus, real_corpus
from _topic_peers import fit_tomotopy, lda_scores, nmf_scores, optional, tomotopy_scores
from joblib import Parallel, delayed  # type: ignore[import-untyped]
from scipy import sparse
from sklearn.decomposition import LatentDirichletAllocation

from textmine.term_matrix import TermMatrix, select_statements, tfidf_of_counts
from textmine.topics import StabilitySettings, diversity, estimate_held_out_lift, estimate_stability, fit_nmf, top_terms
from textmine.topics.agreement import mean_pairwise_agreement, top_term_sets
from textmine.topics.refits import CorpusRefits, RefitPlan, refit_corpus
from textmine.topics.resampling import draw_part, shuffle_words
from textmine.topics.stability import _highest_replication

if TYPE_CHECKING:
    from collections.abc import Callable

    from _topic_peers import Fit

N_SEEDS = 20


def resample(matrix: TermMatrix, fit: Fit, n_topics: int, n_parts: int = 20, seed: int = 0) -> float:
    random = np.random.default_rng(seed)
    sets = []
    for part in range(n_parts):
        kept = np.sort(random.choice(matrix.n_statements, round(0.8 * matrix.n_statements), replace=False))
        sets.append(top_term_sets(fit(select_statements(matrix, kept), n_topics, part), 10))
    return mean_pairwise_agreement(sets)


def shuffled(matrix: TermMatrix, seed: int) -> TermMatrix:
    words = shuffle_words(matrix.counts, np.random.default_rng(seed))
    return TermMatrix(words, words, matrix.terms, matrix.rows, matrix.documents)


def timed(call: Callable[[], Any], repeats: int = 3) -> float:
    """Give the CPU seconds of all threads of the quickest of some runs."""
    best = float("inf")
    for _ in range(repeats):
        start = time.process_time()
        call()
        best = min(best, time.process_time() - start)
    return best


def bench_determinism() -> None:
    """Fit under 20 seeds in 2 processes (other hash seeds) with 1 and with 2 threads; compare all with the first."""
    with tempfile.TemporaryDirectory() as folder:
        files = [_fit_elsewhere(Path(folder), process, threads) for process in (1, 2) for threads in (1, 2)]
        fits = [dict(np.load(file)) for file in files]
    first = fits[0]
    lists = all(np.array_equal(fit["lists"][i], first["lists"][0]) for fit in fits for i in range(N_SEEDS))
    far = max(float(np.abs(fit[name] - first[name][0]).max()) for fit in fits for name in ("w", "h"))
    print(f"  {N_SEEDS} seeds x 2 processes x 1, 2 threads: top-10 lists {'the same' if lists else 'DIFFER'}, ", end="")
    print(f"largest difference of W and H {far:.1e} (bar 1e-8)")
    matrix = real_corpus()
    order = np.random.default_rng(0).permutation(matrix.n_statements)
    model, permuted = fit_nmf(matrix, 10), fit_nmf(select_statements(matrix, order), 10)
    moved = np.abs(permuted.statement_weights - model.statement_weights[order]).max()
    print(f"  statements in another order: largest difference {moved:.1e} (bar 1e-8)")


def _fit_elsewhere(folder: Path, process: int, threads: int) -> Path:
    target = folder / f"{process}-{threads}.npz"
    threaded = {f"{name}_NUM_THREADS": str(threads) for name in ("OPENBLAS", "OMP", "MKL")}
    environment = {**os.environ, **threaded, "PYTHONHASHSEED": str(process)}
    subprocess.run([sys.executable, __file__, "fit-to", str(target)], env=environment, check=True)  # noqa: S603 - this script
    return target


def fit_to(target: Path) -> None:
    matrix = real_corpus()
    models = []
    for seed in range(N_SEEDS):
        np.random.seed(seed)  # noqa: NPY002 - what a peer without a seed of its own would follow
        models.append(fit_nmf(matrix, 10))
    np.savez(
        target,
        w=[model.statement_weights for model in models],
        h=[model.term_weights for model in models],
        lists=[top_terms(model.term_scores, 10) for model in models],
    )


def bench_stability() -> None:
    matrix = real_corpus()
    print(f"  {matrix.n_statements} statements, {matrix.n_terms} terms")
    peers: dict[str, Fit] = {"sklearn LDA": lda_scores}
    if optional("tomotopy"):
        peers["tomotopy LDA"] = tomotopy_scores
    for n_topics, bar in ((5, 0.60), (10, 0.50)):
        draws = [resample(matrix, nmf_scores, n_topics, seed=seed) for seed in range(5)]
        own = float(np.mean(draws))
        null = resample(shuffled(matrix, 1), nmf_scores, n_topics)
        print(f"    K={n_topics:2} NMF {own:.3f} (bar {bar}), shuffled {null:.3f}; draws of parts: ", end="")
        print(", ".join(f"{draw:.3f}" for draw in draws), flush=True)
        for name, fit in peers.items():
            other = resample(matrix, fit, n_topics, n_parts=8)
            print(f"         {name} {other:.3f}: NMF is {own / other:.2f} x", flush=True)
    lift = estimate_held_out_lift(matrix, lambda half: nmf_scores(half, 10, 0))
    varied = diversity(nmf_scores(matrix, 10, 0))
    print(f"    K=10 held-out lift {lift.mean:.3f} ± {lift.spread:.3f} (bar 0.20), diversity {varied:.2f} (bar 0.85)")
    for name, fit in peers.items():
        other_lift = estimate_held_out_lift(matrix, lambda half, fit=fit: fit(half, 10, 0), n_splits=4)  # type: ignore[misc]
        print(f"         {name} lift {other_lift.mean:.3f}")


def bench_report() -> None:
    matrix = real_corpus()
    start = time.perf_counter()
    found = estimate_stability(matrix)
    elapsed = time.perf_counter() - start
    print(found.curve.round(3).to_string(index=False))
    for number in (10, found.proposed):
        rows = found.of_number(number)
        passing = rows[rows["passes"]]
        print(f"  K={number}: {len(passing)} supported, mean stability {passing['stability'].mean():.2f} (bar 0.65)")
    print(f"  K = 4 to 20, {matrix.n_statements} statements: {elapsed:.0f} s (bar 120 s, quiet machine)")


def bench_false() -> None:
    """Take 40 shuffled corpora for real, one number of topics proposed in each, and 60 others for the test."""
    matrix = real_corpus()
    plan = RefitPlan(tuple(range(4, 21)), n_parts=0, n_cuts=8, share=0.8, n_top=10)
    seeds = np.random.SeedSequence(1).spawn(100)
    plans = [plan] * 60 + [replace(plan, n_cuts=25)] * 40  # the material itself is cut more often than shuffles of it
    refits = Parallel(n_jobs=2)(
        delayed(_refit_shuffled_as_real if i >= 60 else refit_corpus)(matrix.counts, planned, seed)
        for i, (planned, seed) in enumerate(zip(plans, seeds, strict=True))
    )
    n_false = n_topics = n_any = 0
    for corpus in refits[60:]:
        thresholds = _highest_replication(corpus, refits[:60]).threshold(0.05)
        passing = [int((corpus.replication[n] > thresholds[i]).sum()) for i, n in enumerate(plan.numbers)]
        proposed = int(np.argmax(passing))
        n_false, n_topics = n_false + passing[proposed], n_topics + plan.numbers[proposed]
        n_any += passing[proposed] > 0
    rate = n_false / n_topics
    print(f"  40 shuffled corpora: {n_false} of {n_topics} topics pass ({rate:.3f}, bar 0.02), in {n_any} corpora")
    at_ten = plan.numbers.index(10)
    thresholds = _highest_replication(refits[60], refits[:60]).threshold(0.05)
    passing = [int((corpus.replication[10] > thresholds[at_ten]).sum()) for corpus in refits[60:]]
    print(f"    at ten topics: {sum(passing)} of 400 ({sum(passing) / 400:.4f})")


def _refit_shuffled_as_real(
    counts: sparse.csr_array[Any], plan: RefitPlan, seed: np.random.SeedSequence
) -> CorpusRefits:
    """Refit a shuffled corpus as the real forms are: its topics are those of the best of several starts."""
    words = shuffle_words(counts, np.random.default_rng(seed))
    names = tuple(map(str, range(counts.shape[1]))), tuple(map(str, range(counts.shape[0])))
    matrix = TermMatrix(words, words, *names, ("a",) * counts.shape[0])
    topics = {n: top_term_sets(fit_nmf(matrix, n).term_scores, plan.n_top) for n in plan.numbers}
    return refit_corpus(words, plan, seed, topics=topics)


def bench_planted() -> None:
    for n_topics in (5, 8, 12):
        matrix = planted_corpus(2_000, n_topics)
        settings = StabilitySettings(numbers=tuple(range(4, 16)), n_subsamples=10, n_shuffles=20, cuts_per_shuffle=4)
        found = estimate_stability(matrix, settings=settings)
        passing = int(found.of_number(found.proposed)["passes"].sum())
        print(f"  {n_topics} planted: proposed K={found.proposed}, {passing} supported")
    matrix = planted_corpus(9_000, 12)
    own, null = (resample(m, nmf_scores, 12, n_parts=6) for m in (matrix, shuffled(matrix, 1)))
    print(f"  9,000 statements, K=12: resample {own:.2f} (bar 0.72), shuffled {null:.2f} (bar 0.40)")


def bench_time() -> None:
    matrix = real_corpus()
    print(f"  {matrix.n_statements} statements, K=10: {timed(lambda: fit_nmf(matrix, 10)):.3f} s of CPU (bar 0.1)")
    _compare_times(planted_corpus(9_000, 15), iterations=1_000, bars=(1.5, 8, 5))


def bench_large() -> None:
    _compare_times(repeated(planted_corpus(20_000, 15), 10), iterations=200, bars=(15, 10, 4))


def repeated(matrix: TermMatrix, times: int) -> TermMatrix:
    """Draw the statements again and again in another order: as many as asked for, without planting them all."""
    draws = [draw_part(matrix.counts, 1.0, np.random.default_rng(i)) for i in range(times)]
    counts = sparse.csr_array(sparse.vstack(draws))
    rows = tuple(f"a:{i}" for i in range(counts.shape[0]))
    return TermMatrix(counts, tfidf_of_counts(counts), matrix.terms, rows, ("a",) * len(rows), "tfidf")


def _compare_times(matrix: TermMatrix, *, iterations: int, bars: tuple[float, float, float]) -> None:
    own = timed(lambda: fit_nmf(matrix, 15), 2)
    size = f"{matrix.n_statements:,} statements, {matrix.n_terms} terms, K=15"
    print(f"  {size}: {own:.2f} s of CPU (bar {bars[0]})", flush=True)
    online = LatentDirichletAllocation(15, learning_method="online", random_state=0)
    peer = timed(lambda: online.fit(matrix.counts), 1)
    print(f"    sklearn online LDA, 10 passes: {peer:.1f} s, {peer / own:.1f} x (bar {bars[1]})", flush=True)
    if optional("tomotopy"):
        peer = timed(lambda: fit_tomotopy(matrix, 15, 0, iterations=iterations, workers=2), 1)
        print(f"    tomotopy, {iterations:,} iterations, 2 workers: {peer:.1f} s, {peer / own:.1f} x (bar {bars[2]})")


BENCHES = {
    "determinism": bench_determinism,
    "time": bench_time,
    "stability": bench_stability,
    "planted": bench_planted,
    "large": bench_large,
    "report": bench_report,
    "false": bench_false,
}


def main() -> None:
    if sys.argv[1:2] == ["fit-to"]:
        fit_to(Path(sys.argv[2]))
        return
    for name in sys.argv[1:] or [name for name in BENCHES if name not in {"report", "false", "large"}]:
        print(name)
        BENCHES[name]()


if __name__ == "__main__":
    main()
