"""Measure topics against the bars they are built to, with the peers of the measurement beside them in the same run.

    python benchmarks/topics.py                 all but the long ones
    python benchmarks/topics.py stability time  some
    python benchmarks/topics.py report false    the K report of the real forms; 40 shuffled corpora (long)

tomotopy and corextopic are no dependencies of textmine: where they are missing, their lines say so.
"""

from __future__ import annotations

import importlib
import re
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from joblib import Parallel, delayed  # type: ignore[import-untyped]
from scipy import sparse
from sklearn.decomposition import LatentDirichletAllocation
from sklearn.metrics import average_precision_score, roc_auc_score
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from textmine.pipeline.analysis import analyse
from textmine.pipeline.reading import read_study
from textmine.study import load_study
from textmine.term_matrix import TermMatrix, build_term_matrix, select_statements, tfidf_of_counts
from textmine.topics import (
    StabilitySettings,
    diversity,
    estimate_held_out_lift,
    estimate_recovery,
    estimate_stability,
    fit_anchored,
    fit_lda_comparison,
    fit_nmf,
    make_space,
    topic_vocabulary,
)
from textmine.topics.agreement import mean_pairwise_agreement, top_term_sets
from textmine.topics.refits import RefitPlan, refit_corpus
from textmine.topics.resampling import draw_part, shuffle_words
from textmine.topics.stability import _highest_replication
from textmine.topics.suggest import score_statements

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Scores = NDArray[np.float64]
    Fit = Callable[[TermMatrix, int, int], Scores]  # matrix, topics, seed -> scores of terms

STUDY = Path(__file__).parents[1] / "corpus/yokohama"
PATTERNS = {  # keywords of the codebook's themes in the text, for hiding half of them; 工夫 is no 夫
    "father": ("父親", "(?<!プレ)パパ", "プレパパ", "(?<!工)夫(?!婦)", "父子", "男性"),
    "pregnancy": ("妊娠", "妊婦", "産前", "プレママ", "プレパパ", "両親教室", "沐浴", "母子手帳", "産婦人科", "出産前"),
    "provider": (
        "提供会員",
        "両方会員",
        "提供・両方会員",
        "予定者研修会",
        "(?<!提供)(?<!両方)会員",
        "子サポ",
        "サポートシステム",
    ),
}
TERMS = {  # the same as counted words
    "father": ("父親", "パパ", "プレパパ", "夫", "父子", "男性"),
    "pregnancy": ("妊娠", "妊娠期", "妊婦", "産前", "プレママ", "プレパパ", "両親教室", "沐浴", "出産"),
    "provider": ("提供会員", "両方会員", "利用会員", "会員", "子育てサポートシステム", "入会説明会"),
}


def optional(name: str) -> Any:  # noqa: ANN401 - a module
    try:
        return importlib.import_module(name)
    except ImportError:
        print(f"    {name} is not installed: skipped")
        return None


def real_corpus(least: int) -> tuple[TermMatrix, list[str]]:
    study = load_study(STUDY)
    analysis = analyse(read_study(study).readings, study)
    rows = [record.statement_id for record in analysis.records]
    documents = [record.document for record in analysis.records]
    matrix = build_term_matrix(analysis.words, rows, documents=documents, min_document_frequency=least)
    return matrix, [record.text for record in analysis.records]


def planted_corpus(n_statements: int, n_topics: int, seed: int = 0) -> TermMatrix:
    """Draw words of a Zipf vocabulary; nearly half are of topics with 40 words each, few topics to a statement."""
    random = np.random.default_rng(seed)
    base = 1 / (np.arange(1_300) + 10.0)
    topics = np.tile(base, (n_topics, 1))
    for topic in topics:
        topic[random.choice(np.arange(20, 1_300), 40, replace=False)] += random.gamma(2, 0.05, 40)
    topics /= topics.sum(axis=1, keepdims=True)
    words = []
    for _ in range(n_statements):
        mixed = random.dirichlet(np.full(n_topics, 0.1)) @ topics
        words.append([f"語{w:04}" for w in random.choice(1_300, size=max(4, random.poisson(15)), p=mixed)])
    return build_term_matrix(words, [f"様式{i % 20}:{i}" for i in range(n_statements)], min_document_frequency=5)


def nmf_scores(matrix: TermMatrix, n_topics: int, _seed: int) -> Scores:
    return fit_nmf(matrix, n_topics).term_scores


def lda_scores(matrix: TermMatrix, n_topics: int, seed: int) -> Scores:
    return fit_lda_comparison(matrix, n_topics, seed=seed).term_scores


def tomotopy_scores(
    matrix: TermMatrix, n_topics: int, seed: int, *, priors: dict[int, list[str]] | None = None
) -> Scores:
    return fit_tomotopy(matrix, n_topics, seed, priors=priors)[0]


def fit_tomotopy(  # noqa: PLR0913 - settings of the peer
    matrix: TermMatrix,
    n_topics: int,
    seed: int,
    *,
    priors: dict[int, list[str]] | None = None,
    iterations: int = 1_000,
    workers: int = 1,
) -> tuple[Scores, Scores]:
    tomotopy = importlib.import_module("tomotopy")
    model = tomotopy.LDAModel(k=n_topics, alpha=0.1, eta=0.01, seed=seed)
    counts = matrix.counts
    held = []
    for row in range(matrix.n_statements):
        span = slice(counts.indptr[row], counts.indptr[row + 1])
        words = [
            matrix.terms[c] for c, n in zip(counts.indices[span], counts.data[span], strict=True) for _ in range(int(n))
        ]
        if words:
            held.append(row)
            model.add_doc(words)
    for topic, words in (priors or {}).items():
        for word in words:
            model.set_word_prior(word, [10.0 if k == topic else 1e-4 for k in range(n_topics)])
    model.train(iterations, workers=workers)
    column_of, scores = matrix.column_of(), np.zeros((n_topics, matrix.n_terms))
    columns = [column_of[word] for word in model.used_vocabs]
    for topic in range(n_topics):
        scores[topic, columns] = model.get_topic_word_dist(topic)
    weights = np.zeros((matrix.n_statements, n_topics))
    weights[held] = [document.get_topic_dist() for document in model.docs]
    return scores, weights


def resample(matrix: TermMatrix, fit: Fit, n_topics: int, n_parts: int = 20) -> float:
    random = np.random.default_rng(0)
    sets = []
    for part in range(n_parts):
        kept = np.sort(random.choice(matrix.n_statements, round(0.8 * matrix.n_statements), replace=False))
        sets.append(top_term_sets(fit(select_statements(matrix, kept), n_topics, part), 10))
    return mean_pairwise_agreement(sets)


def shuffled(matrix: TermMatrix, seed: int) -> TermMatrix:
    words = shuffle_words(matrix.counts, np.random.default_rng(seed))
    return TermMatrix(words, words, matrix.terms, matrix.rows, matrix.documents)


def timed(call: Callable[[], Any], repeats: int = 3) -> float:
    best = float("inf")
    for _ in range(repeats):
        start = time.perf_counter()
        call()
        best = min(best, time.perf_counter() - start)
    return best


def bench_determinism() -> None:
    matrix, _ = real_corpus(3)
    fits = []
    for threads in (1, 2):
        with threadpool_limits(threads):
            fits += [fit_nmf(matrix, 10) for _ in range(5)]
    order = np.random.default_rng(0).permutation(matrix.n_statements)
    permuted = fit_nmf(select_statements(matrix, order), 10)
    far = max(np.abs(fit.term_weights - fits[0].term_weights).max() for fit in fits)
    moved = np.abs(permuted.statement_weights - fits[0].statement_weights[order]).max()
    print(f"  1 and 2 threads, 5 runs each: largest difference {far:.1e}; permuted statements {moved:.1e} (bar 1e-8)")


def bench_stability() -> None:
    for least in (3, 8):  # as counted, and as `topic_vocabulary` leaves it
        matrix, _ = real_corpus(least)
        print(f"  {matrix.n_statements} statements, {matrix.n_terms} terms in {least} statements or more")
        peers: dict[str, Fit] = {"sklearn LDA": lda_scores}
        if optional("tomotopy"):
            peers["tomotopy LDA"] = tomotopy_scores
        for n_topics, bar in ((5, 0.60), (10, 0.50)):
            own = resample(matrix, nmf_scores, n_topics)
            null = resample(shuffled(matrix, 1), nmf_scores, n_topics)
            print(f"    K={n_topics:2} NMF {own:.3f} (bar {bar}), shuffled {null:.3f}")
            for name, fit in peers.items():
                other = resample(matrix, fit, n_topics, n_parts=8)
                print(f"         {name} {other:.3f}: NMF is {own / other:.2f} x")
        lift = estimate_held_out_lift(matrix, lambda half: nmf_scores(half, 10, 0))
        varied = diversity(nmf_scores(matrix, 10, 0))
        print(
            f"    K=10 held-out lift {lift.mean:.3f} ± {lift.spread:.3f} (bar 0.20), diversity {varied:.2f} (bar 0.85)"
        )
        for name, fit in peers.items():
            other_lift = estimate_held_out_lift(matrix, lambda half, fit=fit: fit(half, 10, 0), n_splits=4)  # type: ignore[misc]
            print(f"         {name} lift {other_lift.mean:.3f}")


def bench_report() -> None:
    matrix = topic_vocabulary(real_corpus(3)[0])
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
    matrix = topic_vocabulary(real_corpus(3)[0])
    plan = RefitPlan(tuple(range(4, 21)), n_parts=0, n_cuts=8, share=0.8, n_top=10)
    seeds = np.random.SeedSequence(1).spawn(100)
    plans = [plan] * 60 + [replace(plan, n_cuts=25)] * 40  # the material itself is cut more often than shuffles of it
    run = Parallel(n_jobs=2)
    refits = run(
        delayed(refit_corpus)(matrix.counts, planned, seed, shuffled=True)
        for planned, seed in zip(plans, seeds, strict=True)
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


def corex_scores(matrix: TermMatrix, keywords: list[str]) -> Scores:
    corex = importlib.import_module("corextopic.corextopic")
    model = corex.Corex(n_hidden=6, seed=0)
    words = [word for word in keywords if word in matrix.column_of()]
    binary = sparse.csr_matrix((matrix.counts > 0).astype(int))
    model.fit(binary, words=list(matrix.terms), anchors=[words], anchor_strength=4)
    return (
        np.asarray(model.log_p_y_given_x[:, 0])
        if hasattr(model, "log_p_y_given_x")
        else np.asarray(model.p_y_given_x[:, 0])
    )


def bench_keywords() -> None:
    matrix, texts = real_corpus(2)
    space = make_space(matrix, texts)
    own = []
    for theme, patterns in PATTERNS.items():
        recovery = estimate_recovery(space, pattern_hits(texts, patterns))
        terms = estimate_recovery(space, term_hits(matrix, TERMS[theme]))
        own.append((recovery.auc, recovery.average_precision, terms.in_top_20, terms.in_top_50))
        print(f"  {theme}: {recovery}\n    words: top 20 {terms.in_top_20:.2f}, top 50 {terms.in_top_50:.2f}")
    means = np.nanmean(own, axis=0)
    print("  mean AUC {:.3f} (bar 0.90), AP {:.3f} (0.43), top 20 {:.2f} (0.70), top 50 {:.2f} (0.85)".format(*means))
    _compare_keyword_models(matrix, space)


def pattern_hits(texts: list[str], patterns: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame({pattern: [bool(re.search(pattern, text)) for text in texts] for pattern in patterns})


def term_hits(matrix: TermMatrix, terms: tuple[str, ...]) -> pd.DataFrame:
    column_of, present = matrix.column_of(), (matrix.counts > 0).toarray()
    known = [term for term in terms if term in column_of]
    return pd.DataFrame({term: present[:, column_of[term]] for term in known})


def _compare_keyword_models(matrix: TermMatrix, space: Any) -> None:  # noqa: ANN401
    random = np.random.default_rng(0)
    models: dict[str, Callable[[list[str], NDArray[np.bool_]], Scores]] = {
        "suggest": lambda _, known: score_statements(space, known),
        "anchored": lambda words, _: _anchored_weights(matrix, words),
    }
    if optional("tomotopy"):
        models["tomotopy priors"] = lambda words, _: fit_tomotopy(matrix, 10, 0, priors={0: words})[1][:, 0]
    if optional("corextopic"):
        models["CorEx"] = lambda words, _: corex_scores(matrix, words)
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in models}
    for keywords in TERMS.values():
        hits = term_hits(matrix, keywords)
        held, known_terms = hits.to_numpy(), [str(term) for term in hits.columns]
        for _ in range(8):
            order = random.permutation(len(known_terms))
            given, hidden = order[: len(order) // 2], order[len(order) // 2 :]
            known, hidden_there = (np.asarray(held[:, some].any(axis=1)) for some in (given, hidden))
            wanted = hidden_there & ~known
            words = [known_terms[i] for i in given]
            if known.sum() < 3 or wanted.sum() < 3 or not words:
                continue
            for name, score in models.items():
                scores = score(words, known)[~known]
                found[name].append(
                    (
                        float(roc_auc_score(wanted[~known], scores)),
                        float(average_precision_score(wanted[~known], scores)),
                    )
                )
    for name, pairs in found.items():
        auc, precision = np.mean(pairs, axis=0)
        print(
            f"  same splits, keywords that are words: {name:16} AUC {auc:.3f} AP {precision:.3f} ({len(pairs)} splits)"
        )


def _anchored_weights(matrix: TermMatrix, words: list[str]) -> Scores:
    model, topic_of = fit_anchored(matrix, {"theme": words}, n_free=9, forced=True)
    return np.asarray(model.statement_weights[:, topic_of["theme"]])


def planted_theme(n_statements: int, seed: int) -> tuple[TermMatrix, list[str], list[str]]:
    """Plant twelve topics and a theme of 7 %, eight keywords of it; half of them are given."""
    random = np.random.default_rng(seed)
    base = 1 / (np.arange(1_300) + 10.0)
    topics = np.tile(base, (13, 1))
    for topic in topics:
        topic[random.choice(np.arange(20, 1_300), 40, replace=False)] += random.gamma(2, 0.05, 40)
    keywords = random.choice(np.arange(200, 1_300), 8, replace=False)
    topics[:12, keywords] = 0.0
    topics[12, keywords] = 0.15 * topics[12].sum() / 8
    topics /= topics.sum(axis=1, keepdims=True)
    words = []
    for _ in range(n_statements):
        share = random.dirichlet(np.full(12, 0.1))
        theme = random.random() < 0.07
        mixed = 0.5 * topics[12] + 0.5 * (share @ topics[:12]) if theme else share @ topics[:12]
        words.append([f"語{w:04}" for w in random.choice(1_300, size=max(4, random.poisson(15)), p=mixed)])
    names = [f"語{w:04}" for w in keywords]
    matrix = build_term_matrix(words, [f"a:{i}" for i in range(n_statements)], min_document_frequency=2)
    return matrix, names[:4], names[4:]


def bench_growth() -> None:
    for n_statements, bar in ((304, 0.76), (1_000, 0.85), (3_000, 0.93), (9_000, 0.96)):
        areas = []
        for seed in range(3 if n_statements < 9_000 else 1):
            matrix, given, hidden = planted_theme(n_statements, seed)
            column_of = matrix.column_of()
            present = (matrix.counts > 0).toarray()
            known, wanted = (
                np.asarray(present[:, [column_of[w] for w in words if w in column_of]].any(axis=1))
                for words in (given, hidden)
            )
            scores = score_statements(make_space(matrix), known)
            areas.append(roc_auc_score(wanted[~known], scores[~known]))
        print(
            f"  planted theme, {n_statements:5,} statements: AUC {np.mean(areas):.3f} (bar {bar}, on another generator)"
        )


def bench_time() -> None:
    matrix, _ = real_corpus(3)
    print(f"  {matrix.n_statements} statements, K=10: {timed(lambda: fit_nmf(matrix, 10)):.3f} s (bar 0.1)")
    large = planted_corpus(9_000, 15)
    own = timed(lambda: fit_nmf(large, 15))
    print(f"  9,000 statements, {large.n_terms} terms, K=15: {own:.2f} s (bar 1.5)")
    online = LatentDirichletAllocation(15, learning_method="online", n_jobs=2, random_state=0)
    peer = timed(lambda: online.fit(large.counts), 1)
    print(f"    sklearn online LDA, 10 passes: {peer:.1f} s, {peer / own:.1f} x (bar 8)")
    if optional("tomotopy"):
        peer = timed(lambda: fit_tomotopy(large, 15, 0, workers=2), 1)
        print(f"    tomotopy, 1,000 iterations, 2 workers: {peer:.1f} s, {peer / own:.1f} x (bar 5)")


def bench_large() -> None:
    large = planted_corpus(20_000, 15)
    times = 10
    counts = sparse.csr_array(
        sparse.vstack([draw_part(large.counts, 1.0, np.random.default_rng(i)) for i in range(times)])
    )
    rows = tuple(f"a:{i}" for i in range(counts.shape[0]))
    matrix = TermMatrix(counts, tfidf_of_counts(counts), large.terms, rows, ("a",) * len(rows), "tfidf")
    print(f"  {matrix.n_statements:,} statements, K=15: {timed(lambda: fit_nmf(matrix, 15), 1):.1f} s (bar 15)")


BENCHES = {
    "determinism": bench_determinism,
    "time": bench_time,
    "stability": bench_stability,
    "keywords": bench_keywords,
    "growth": bench_growth,
    "planted": bench_planted,
    "large": bench_large,
    "report": bench_report,
    "false": bench_false,
}


def main() -> None:
    for name in sys.argv[1:] or [name for name in BENCHES if name not in {"report", "false"}]:
        print(name)
        BENCHES[name]()


if __name__ == "__main__":
    main()
