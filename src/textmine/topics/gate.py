"""What is refused, and the words that a reader gets instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textmine.errors import NotEstimable

if TYPE_CHECKING:
    from textmine.topics.stability import TopicStability

FEWEST_FOR_COVARIATES: Final = 1_000  # below, models with covariates brought nothing on resamples (0.32 against 0.30)
FEWEST_FOR_ANCHORS: Final = 1_000  # below, simple scorers find more hidden keywords than any seeded model
WEIGHTS_ARE_NO_SHARES: Final = "話題の重みは出現割合ではありません"


def check_size(n_statements: int, *, fewest: int, forced: bool) -> str:
    """Give the caution that a forced answer must carry; empty for a corpus that is large enough.

    Raises:
        NotEstimable: if the corpus is too small and the answer is not forced.
    """
    if n_statements >= fewest:
        return ""
    fault = f"文が {n_statements} 件しかなく、話題を支える資料として足りません(目安 {fewest} 件以上)"
    if not forced:
        raise NotEstimable("話題モデル", fault, "資料を増やすか、参考として forced を指定してください")
    return f"{fault}。指定により参考として示します"


def refuse_covariates(n_statements: int) -> None:
    """Refuse models with covariates (ward, year) below FEWEST_FOR_COVARIATES statements.

    Raises:
        NotEstimable: always below; the reason and what to read instead.
    """
    if n_statements < FEWEST_FOR_COVARIATES:
        raise NotEstimable(
            "話題モデル",
            f"共変量(区・年度など)つきのモデルには文が {FEWEST_FOR_COVARIATES:,} 件以上必要です({n_statements:,} 件)",
            "区・年度による違いは、テーマに該当する文の数(prevalence)で見てください",
        )


def describe_support(stability: TopicStability, n_topics: int | None = None) -> str:
    """Say in a sentence how many topics the corpus carries (at the proposed number, or the one given)."""
    number = stability.proposed if n_topics is None else n_topics
    n_passing = int(stability.of_number(number)["passes"].sum())
    left = number - n_passing
    sentence = f"この資料で支持される話題は{n_passing}個です(K={number}を指定"
    sentence += f"、{left}個は語を並べ替えた資料と区別できません)" if left else "、すべて支持されました)"
    return f"{sentence}。{stability.caution}" if stability.caution else sentence
