"""What the refits of one corpus say about its topics: the piece of work that runs beside others of its kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from textmine.topics.agreement import distinct_replication, matched_agreement
from textmine.topics.resampling import draw_halves, draw_part, refit_top_terms, shuffle_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray
    from scipy import sparse


@dataclass(frozen=True, slots=True)
class RefitPlan:
    """What to refit.

    Attributes:
        numbers: numbers of topics.
        n_parts: refits on a share of the statements.
        n_cuts: cuts in halves, each refitted.
        share: size of a part.
        n_top: terms per topic that are compared.
    """

    numbers: tuple[int, ...]
    n_parts: int
    n_cuts: int
    share: float
    n_top: int


@dataclass(frozen=True, slots=True, eq=False)
class CorpusRefits:
    """Means over the refits of one corpus; dictionaries are by number of topics.

    Attributes:
        numbers: numbers of topics.
        n_parts: refits on parts.
        n_cuts: cuts in halves.
        stability: (number) agreement of each topic with its partner in the parts.
        replication: (number) agreement of each topic's partners in two halves, beyond the next best topic's.
        part_sets: marked top terms of the parts, to compare parts among themselves.
        diversity: share of different terms among the top terms of all topics.
    """

    numbers: tuple[int, ...]
    n_parts: int
    n_cuts: int
    stability: dict[int, NDArray[np.float64]]
    replication: dict[int, NDArray[np.float64]]
    part_sets: dict[int, list[NDArray[np.float64]]]
    diversity: dict[int, float]

    @staticmethod
    def joined(pieces: Sequence[CorpusRefits]) -> CorpusRefits:
        """Put the refits of the same corpus together; means weigh by their number of refits."""
        first = pieces[0]
        parts, cuts = [piece.n_parts for piece in pieces], [piece.n_cuts for piece in pieces]
        return CorpusRefits(
            numbers=first.numbers,
            n_parts=sum(parts),
            n_cuts=sum(cuts),
            stability={n: np.average([p.stability[n] for p in pieces], axis=0, weights=parts) for n in first.numbers},
            replication={
                n: np.average([p.replication[n] for p in pieces], axis=0, weights=cuts) for n in first.numbers
            },
            part_sets={n: [sets for piece in pieces for sets in piece.part_sets[n]] for n in first.numbers},
            diversity=first.diversity,
        )


def refit_corpus(
    counts: sparse.csr_array[Any],
    plan: RefitPlan,
    seed: np.random.SeedSequence,
    *,
    topics: Mapping[int, NDArray[np.float64]] | None = None,
) -> CorpusRefits:
    """Refit a corpus as planned, and read how its topics come back.

    Args:
        counts: of the corpus.
        plan: what to refit.
        seed: of parts and cuts.
        topics: marked top terms of the topics asked about, per number; without them, the words of the corpus are
            shuffled first, and the topics are those of what is left of it.
    """
    random = np.random.default_rng(seed)
    with threadpool_limits(1):  # processes share the cores; the last bits do not hang on how many there are
        corpus = shuffle_words(counts, random) if topics is None else counts
        full = refit_top_terms(corpus, plan.numbers, n_top=plan.n_top) if topics is None else topics
        parts = [
            refit_top_terms(draw_part(corpus, plan.share, random), plan.numbers, n_top=plan.n_top)
            for _ in range(plan.n_parts)
        ]
        halves = [
            [refit_top_terms(half, plan.numbers, n_top=plan.n_top) for half in draw_halves(corpus, random)]
            for _ in range(plan.n_cuts)
        ]
    return CorpusRefits(
        numbers=plan.numbers,
        n_parts=plan.n_parts,
        n_cuts=plan.n_cuts,
        stability={n: _mean([matched_agreement(full[n], part[n]) for part in parts], n) for n in plan.numbers},
        replication={
            n: _mean([distinct_replication(full[n], one[n], other[n]) for one, other in halves], n)
            for n in plan.numbers
        },
        part_sets={n: [part[n] for part in parts] for n in plan.numbers},
        diversity={n: float((full[n].sum(axis=0) > 0).sum() / max(1.0, full[n].sum())) for n in plan.numbers},
    )


def _mean(of_refits: list[NDArray[np.float64]], number: int) -> NDArray[np.float64]:
    return np.asarray(np.mean(of_refits, axis=0)) if of_refits else np.full(number, np.nan)
