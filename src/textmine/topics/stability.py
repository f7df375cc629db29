"""Which topics come back, and how many the corpus carries: a curve over numbers of topics, never one "best K".

Two readings of every topic:

- *stability*: agreement of its top terms with those of refits on 80 % of the statements. Easy to read, but such parts
  share most of their statements, so that even chance topics come back (0.5 on shuffled words).
- *replication*: the corpus is cut in halves that share nothing, each half finds its own topics, and it is read how much
  more those that answer to the topic agree than the next best ones. A chance topic does not come back, nor does half of
  a topic that the model has cut in two (0 or less); on these forms replication parts the best real topics from shuffled
  ones by 12 standard deviations, stability by 4.

A topic is supported if it replicates better than the best topic of corpora whose words were shuffled over statements,
whatever number of topics was asked for: one threshold guards the whole search over numbers (step-free max-T of Westfall
and Young 1993, Resampling-Based Multiple Testing, chapter 2). Guarding each number on its own let 31 of 100 shuffled
corpora report a topic at the number proposed; this at most 3 of 40. Seed stability is no evidence: on shuffled words
it is 0.7 to 1.0.

Count a compound or its parts, never both: a compound and its parts always meet, and come back together whatever the
text says. (Both counted, stability rose to 0.65 at five topics; but shuffled compounds, dealt with their parts, also
replicated, by 0.25.)
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, TypeVar

import numpy as np
import pandas as pd
from joblib import Parallel, delayed  # type: ignore[import-untyped]

from textmine.errors import InputError, NotEstimable
from textmine.topics.agreement import matched_agreement, mean_pairwise_agreement, top_term_sets
from textmine.topics.gate import check_size
from textmine.topics.nmf import fit_nmf
from textmine.topics.refits import CorpusRefits, RefitPlan, refit_corpus
from textmine.topics.resampling import refit_top_terms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from numpy.typing import NDArray

    from textmine.term_matrix import TermMatrix

    Progress = Callable[[str, int, int], None]  # what, done, of how many
    Cancelled = Callable[[], bool]

Refitted = TypeVar("Refitted")

PLACE: Final = "話題の安定性"
STABILITY_COLUMNS: Final = (
    "n_topics",
    "topic",
    "stability",
    "replication",
    "threshold",
    "p_value",
    "passes",
    "without_form",
    "weakest_form",
)
CURVE_COLUMNS: Final = (
    "n_topics",
    "n_passing",
    "stability",
    "pairwise_stability",
    "shuffled_stability",
    "replication",
    "threshold",
    "diversity",
)
ROUND: Final = 20  # shuffled corpora between two looks at whether any topic can still pass
SHOWN_SHUFFLES: Final = 10  # shuffled corpora that are refitted on 80 % too, as the reader's yardstick


@dataclass(frozen=True, slots=True)
class StabilitySettings:
    """How stability is estimated.

    Attributes:
        numbers: numbers of topics to look at.
        n_subsamples: parts of the corpus, and cuts in halves, that the model is refitted on.
        share: size of a part.
        n_top: terms per topic that are compared.
        n_shuffles: corpora of shuffled words; with 100, a level of 0.05 is known to within 0.02.
        cuts_per_shuffle: cuts in halves of each; fewer than `n_subsamples` makes the test stricter, never laxer.
        level: chance that any topic of any number passes although nothing holds the words together.
        fewest_statements: below this the question is refused unless `forced`.
        forced: answer all the same, and mark the answer.
        seed: of parts and shuffles.
        n_processes: how many work at once; the result does not depend on it.
    """

    numbers: tuple[int, ...] = tuple(range(4, 21))
    n_subsamples: int = 50
    share: float = 0.8
    n_top: int = 10
    n_shuffles: int = 100
    cuts_per_shuffle: int = 8
    level: float = 0.05
    fewest_statements: int = 200
    forced: bool = False
    seed: int = 20240401
    n_processes: int = 2


DEFAULT_STABILITY: Final = StabilitySettings()


@dataclass(frozen=True, slots=True, eq=False)
class TopicStability:
    """What was estimated.

    Attributes:
        topics: STABILITY_COLUMNS, a row per number of topics and topic (numbered from 0 as in a model of that number).
            `without_form` is the agreement when the form that the topic needs most (`weakest_form`) is left out.
        curve: CURVE_COLUMNS, a row per number of topics; means over its topics.
        settings: what was asked for.
        n_statements: size of the corpus.
        n_shuffles: shuffled corpora that were fitted; fewer than asked for if no topic could pass any more.
        caution: why the answer is not to be relied on, for the reader; empty if nothing speaks against it.
    """

    topics: pd.DataFrame
    curve: pd.DataFrame
    settings: StabilitySettings
    n_statements: int
    n_shuffles: int
    caution: str = ""

    @property
    def proposed(self) -> int:
        """The smallest number of topics with the most supported ones; the smallest looked at if none is."""
        best = int(self.curve["n_passing"].to_numpy().argmax())  # the first of equals, and numbers rise
        return int(self.curve["n_topics"].to_numpy()[best])

    def of_number(self, n_topics: int) -> pd.DataFrame:
        """Give the rows of `topics` for a model of this many topics, a row per topic.

        Raises:
            NotEstimable: if this number was not looked at.
        """
        rows = self.topics[self.topics["n_topics"] == n_topics].reset_index(drop=True)
        if rows.empty:
            looked_at = "、".join(str(number) for number in self.curve["n_topics"])
            raise NotEstimable(
                PLACE, f"話題の数 {n_topics} は調べていません(調べた数: {looked_at})", "numbers に加えてください"
            )
        return rows


def estimate_stability(
    matrix: TermMatrix,
    *,
    settings: StabilitySettings = DEFAULT_STABILITY,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> TopicStability:
    """Refit on parts, on halves, without each form, and on shuffled words, for every number of topics.

    Args:
        matrix: its counts are used.
        settings: see there.
        progress: called with what is done, how many are, and of how many.
        cancelled: asked after each refitted corpus; if it says True, the work ends.

    Raises:
        NotEstimable: if the corpus is too small for the question and `forced` is not set, or the work was cancelled.
        InputError: if there are too few shuffles for any topic to pass at the level.
    """
    _check_level(settings)
    caution = check_size(matrix.n_statements, fewest=settings.fewest_statements, forced=settings.forced)
    plan = _plan(matrix, settings)
    seeds = np.random.SeedSequence(settings.seed).spawn(2)
    watch = _Watch(progress, cancelled)
    fitted = _fitted_top_terms(matrix, plan)
    real = _refit_real(matrix, fitted, plan, settings, seeds[0], watch)
    shuffled = _refit_shuffled(matrix, plan, settings, seeds[1], real, watch)
    test = _highest_replication(real, shuffled)
    topics = _topic_table(real, test, settings.level).merge(
        _without_forms(matrix, fitted, plan, settings, watch), on=["n_topics", "topic"]
    )
    return TopicStability(
        topics=topics[list(STABILITY_COLUMNS)],
        curve=_curve(topics, real, shuffled),
        settings=settings,
        n_statements=matrix.n_statements,
        n_shuffles=len(shuffled),
        caution=caution,
    )


class _Watch:
    """Tells how far the work is, and stops it if the user wants."""

    def __init__(self, progress: Progress | None, cancelled: Cancelled | None) -> None:
        self.progress = progress
        self.cancelled = cancelled

    def over(self, tasks: Iterator[Refitted], what: str, *, done: int, total: int) -> list[Refitted]:
        finished = []
        for number, result in enumerate(tasks, start=done + 1):
            finished.append(result)
            if self.progress is not None:
                self.progress(what, number, total)
            if self.cancelled is not None and self.cancelled():
                raise NotEstimable(PLACE, f"{what} {number}/{total} で中止されました", "もう一度実行してください")
        return finished


@dataclass(frozen=True, slots=True, eq=False)
class _MaxTest:
    """Replication on one scale for all numbers of topics: (value - mean) / spread of the shuffled corpora's best."""

    mean: NDArray[np.float64]  # (n_numbers)
    spread: NDArray[np.float64]  # (n_numbers)
    highest: NDArray[np.float64]  # (n_shuffles) on that scale, over all numbers

    def threshold(self, level: float) -> NDArray[np.float64]:
        """Give the replication that a topic must exceed, per number of topics: (n_numbers)."""
        n_shuffles = len(self.highest)
        allowed = int(np.floor(level * (n_shuffles + 1))) - 1  # shuffles that may be as high: p = (1 + k) / (1 + n)
        if allowed < 0:
            return np.full(len(self.mean), np.inf)  # it ended before any topic could pass at this level
        return np.asarray(self.mean + self.spread * np.sort(self.highest)[n_shuffles - 1 - allowed])

    def p_values(self, replication: NDArray[np.float64], number: int) -> NDArray[np.float64]:
        scaled = (replication - self.mean[number]) / self.spread[number]
        as_high = (self.highest[None, :] >= scaled[:, None]).sum(axis=1)
        return np.asarray((1 + as_high) / (1 + len(self.highest)))


def _check_level(settings: StabilitySettings) -> None:
    fewest = int(np.ceil(1 / settings.level)) - 1
    if settings.n_shuffles < fewest:
        raise InputError(
            PLACE,
            f"並べ替え {settings.n_shuffles} 回では水準 {settings.level} を確かめられません",
            f"{fewest} 回以上にしてください",
        )


def _plan(matrix: TermMatrix, settings: StabilitySettings) -> RefitPlan:
    most = min(matrix.n_statements // 2, matrix.n_terms)
    numbers = tuple(sorted(number for number in set(settings.numbers) if 1 <= number <= most))
    if not numbers:
        raise NotEstimable(
            PLACE,
            f"文 {matrix.n_statements}、語 {matrix.n_terms} では話題の数を調べられません",
            "資料を増やしてください",
        )
    return RefitPlan(numbers, n_parts=0, n_cuts=0, share=settings.share, n_top=settings.n_top)


def _fitted_top_terms(matrix: TermMatrix, plan: RefitPlan) -> dict[int, NDArray[np.float64]]:
    """Mark the top terms of the very models that are described, so that topic 3 here is topic 3 there."""
    return {number: top_term_sets(fit_nmf(matrix, number).term_scores, plan.n_top) for number in plan.numbers}


def _refit_real(  # noqa: PLR0913, PLR0917 - one line per thing the refits need
    matrix: TermMatrix,
    fitted: Mapping[int, NDArray[np.float64]],
    plan: RefitPlan,
    settings: StabilitySettings,
    seed: np.random.SeedSequence,
    watch: _Watch,
) -> CorpusRefits:
    sizes = [len(chunk) for chunk in np.array_split(np.arange(settings.n_subsamples), 10) if len(chunk)]
    tasks = [
        delayed(refit_corpus)(matrix.counts, replace(plan, n_parts=size, n_cuts=size), of_chunk, topics=fitted)
        for size, of_chunk in zip(sizes, seed.spawn(len(sizes)), strict=True)
    ]
    return CorpusRefits.joined(watch.over(_run(tasks, settings), "部分標本", done=0, total=len(tasks)))


def _refit_shuffled(  # noqa: PLR0913, PLR0917 - one line per thing the rounds need
    matrix: TermMatrix,
    plan: RefitPlan,
    settings: StabilitySettings,
    seed: np.random.SeedSequence,
    real: CorpusRefits,
    watch: _Watch,
) -> list[CorpusRefits]:
    """Refit shuffled corpora in rounds; end early if no topic can pass any more (Besag and Clifford 1991)."""
    seeds = seed.spawn(settings.n_shuffles)
    allowed = int(np.floor(settings.level * (settings.n_shuffles + 1))) - 1
    shuffled: list[CorpusRefits] = []
    while len(shuffled) < settings.n_shuffles:
        done = len(shuffled)
        tasks = [
            delayed(refit_corpus)(
                matrix.counts,
                replace(
                    plan,
                    n_cuts=settings.cuts_per_shuffle,
                    n_parts=settings.cuts_per_shuffle if done + i < SHOWN_SHUFFLES else 0,
                ),
                of_shuffle,
            )
            for i, of_shuffle in enumerate(seeds[done : done + ROUND])
        ]
        shuffled += watch.over(_run(tasks, settings), "並べ替え", done=done, total=settings.n_shuffles)
        test = _highest_replication(real, shuffled)
        best = min(test.p_values(real.replication[n], i).min() for i, n in enumerate(real.numbers))
        if best * (1 + len(shuffled)) - 1 > allowed:
            break
    return shuffled


def _run(tasks: list[Any], settings: StabilitySettings) -> Iterator[Any]:
    # results come in the order of the tasks, whichever ends first
    runner = Parallel(n_jobs=settings.n_processes, return_as="generator", backend="loky")
    return iter(runner(tasks))


def _highest_replication(real: CorpusRefits, shuffled: list[CorpusRefits]) -> _MaxTest:
    highest = np.array([[refits.replication[n].max() for n in real.numbers] for refits in shuffled])
    mean = highest.mean(axis=0)
    spread = np.maximum(highest.std(axis=0, ddof=1) if len(highest) > 1 else np.zeros(len(mean)), 1e-6)
    return _MaxTest(mean, spread, ((highest - mean) / spread).max(axis=1))


def _topic_table(real: CorpusRefits, test: _MaxTest, level: float) -> pd.DataFrame:
    thresholds = test.threshold(level)
    rows = [
        (number, topic, stability, replication, thresholds[i], p_value, bool(replication > thresholds[i]))
        for i, number in enumerate(real.numbers)
        for topic, (stability, replication, p_value) in enumerate(
            zip(
                real.stability[number],
                real.replication[number],
                test.p_values(real.replication[number], i),
                strict=True,
            )
        )
    ]
    return pd.DataFrame(rows, columns=list(STABILITY_COLUMNS[:7]))


def _without_forms(
    matrix: TermMatrix,
    fitted: Mapping[int, NDArray[np.float64]],
    plan: RefitPlan,
    settings: StabilitySettings,
    watch: _Watch,
) -> pd.DataFrame:
    """Refit without each form in turn; a form that leaves too few statements for the topics is left in."""
    documents = np.asarray(matrix.documents)
    lowest = {number: np.full(number, np.nan) for number in plan.numbers}
    weakest = {number: np.full(number, "", dtype=object) for number in plan.numbers}
    rows_of = {form: np.flatnonzero(documents != form) for form in sorted(set(matrix.documents))}
    forms = [form for form, rows in rows_of.items() if len(rows) >= max(plan.numbers)]
    tasks = [delayed(refit_top_terms)(matrix.counts[rows_of[form]], plan.numbers, n_top=plan.n_top) for form in forms]
    found = watch.over(_run(tasks, settings), "様式を一つ除く", done=0, total=len(tasks))
    for form, refitted in zip(forms, found, strict=True):
        for number in plan.numbers:
            agreement = matched_agreement(fitted[number], refitted[number])
            lower = ~(agreement >= lowest[number])
            lowest[number][lower], weakest[number][lower] = agreement[lower], form
    rows = [
        (number, topic, lowest[number][topic], weakest[number][topic])
        for number in plan.numbers
        for topic in range(number)
    ]
    return pd.DataFrame(rows, columns=["n_topics", "topic", "without_form", "weakest_form"])


def _curve(topics: pd.DataFrame, real: CorpusRefits, shuffled: list[CorpusRefits]) -> pd.DataFrame:
    shown = [refits for refits in shuffled if refits.n_parts]
    rows = []
    for number in real.numbers:
        of_number = topics[topics["n_topics"] == number]
        rows.append(
            (
                number,
                int(of_number["passes"].sum()),
                of_number["stability"].mean(),
                mean_pairwise_agreement(real.part_sets[number][:20]),
                np.mean([refits.stability[number].mean() for refits in shown]) if shown else np.nan,
                of_number["replication"].mean(),
                of_number["threshold"].iloc[0],
                real.diversity[number],
            )
        )
    return pd.DataFrame(rows, columns=list(CURVE_COLUMNS))
