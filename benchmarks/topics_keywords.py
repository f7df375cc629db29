"""Measure how well hidden keywords are found again, with the peers of the measurement beside it on the same splits.

python benchmarks/topics_keywords.py
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from _topic_corpora import planted_themes, real_analysis
from _topic_peers import corex_scores, fit_tomotopy, optional
from sklearn.metrics import average_precision_score, roc_auc_score

from textmine.pipeline.suggesting import space_of
from textmine.term_matrix import weight_tfidf
from textmine.topics import estimate_recovery, fit_anchored, make_space
from textmine.topics.suggest import score_statements

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from textmine.term_matrix import TermMatrix

    Scores = NDArray[np.float64]

N_SPLITS = 40
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


def bench_keywords() -> None:
    analysis, _ = real_analysis()
    texts = [statement.text for statement in analysis.records]
    space = space_of(analysis)
    matrix = space.matrix
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
        for _ in range(N_SPLITS):
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


def bench_growth() -> None:
    """Hide four of eight planted keywords; CorEx and a tf-idf centroid tell how hard these corpora are."""
    for n_statements, n_corpora, bar in ((304, 6, 0.76), (1_000, 4, 0.85), (3_000, 2, 0.93), (9_000, 1, 0.96)):
        areas: dict[str, list[float]] = {"suggest": [], "centroid": [], "CorEx": []}
        for seed in range(n_corpora):
            matrix, themes = planted_themes(n_statements, seed)
            space = make_space(matrix)
            for keywords in themes:
                hits = term_hits(matrix, tuple(keywords))
                given = [word for word in keywords[:4] if word in hits]
                known, hidden = (
                    hits[[w for w in some if w in hits]].to_numpy().any(axis=1) for some in (given, keywords[4:])
                )
                wanted = hidden & ~known
                if known.sum() < 3 or wanted.sum() < 3:
                    continue
                scores = {"suggest": score_statements(space, known), "centroid": _centroid_scores(matrix, known)}
                if n_statements <= 3_000 and optional("corextopic"):
                    scores["CorEx"] = corex_scores(matrix, given)
                for name, score in scores.items():
                    areas[name].append(float(roc_auc_score(wanted[~known], score[~known])))
        told = ", ".join(f"{name} {np.mean(found):.3f}" for name, found in areas.items() if found)
        print(f"  planted themes, {n_statements:5,} statements: AUC {told} (bar {bar})", flush=True)


def _centroid_scores(matrix: TermMatrix, known: NDArray[np.bool_]) -> Scores:
    weights = weight_tfidf(matrix).weights
    return np.asarray(weights @ np.asarray(weights[np.flatnonzero(known)].mean(axis=0)).ravel())


if __name__ == "__main__":
    bench_keywords()
    bench_growth()
