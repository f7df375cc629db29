"""How far the shares may be off: by coding error, as far as an audit shows it, and by choices that could be otherwise.

The audit is the gold's test part: statements drawn by `textmine sample` with known chances, coded by people who do not
see what the rules found, and registered by `textmine gold --part test`. The gold that rules were made by is no audit:
the rules fit it better than anything else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd

from textmine.pipeline.analysis import ward_table, years_of
from textmine.pipeline.validation import opened_with
from textmine.prevalence import (
    correct_prevalence,
    summarise_sensitivity,
    tabulate_audit,
    tabulate_sensitivity,
)
from textmine.themes.dropped_words import code_without_words
from textmine.themes.gold import match_gold
from textmine.themes.validity import gold_frame

if TYPE_CHECKING:
    from textmine.pipeline.analysis import Analysis
    from textmine.study import Study

NO_AUDIT: Final = (
    "標本検査がない。規則を作るときに見た手本では、規則の誤りは測れない"
    "(textmine sample で文を引き、人が付けた主題を textmine gold --part test で登録すると、補正できる)"
)
CHANGED: Final = "標本検査に使った文を見たあとに規則が変わったので、検査が規則の誤りを測らない"


@dataclass(frozen=True, slots=True)
class Reliability:
    """Tables of the two questions; columns as in `textmine.prevalence`.

    Attributes:
        sensitivity: each theme's total under each choice.
        spread: the same in short: least, base and most share of each choice.
        audit: what people and rules found in the drawn statements.
        errors: sensitivity and specificity of each theme, and its corrected share of all statements.
        corrected: cells corrected for coding error.
        refusal: why nothing could be corrected; empty if there is an audit.
    """

    sensitivity: pd.DataFrame
    spread: pd.DataFrame
    audit: pd.DataFrame
    errors: pd.DataFrame
    corrected: pd.DataFrame
    refusal: str

    def tables(self) -> dict[str, pd.DataFrame]:
        """Give every table under the name of its file."""
        return {
            "sensitivity": self.sensitivity,
            "sensitivity_summary": self.spread,
            "audit": self.audit,
            "coding_error": self.errors,
            "corrected": self.corrected,
        }


def judge_reliability(analysis: Analysis, study: Study) -> Reliability:
    """Judge how far the shares hang on the rules' words, on ways to count, and on coding error."""
    without_words = code_without_words(
        analysis.records, analysis.tokens, study.codebook, analysis.coding, places=study.rule_places
    )
    sensitivity = tabulate_sensitivity(
        analysis.statements,
        analysis.coded,
        ward_table(study),
        years_of(study),
        analysis.fields,
        without_words=without_words,
    )
    audit, refusal = _audit(analysis, study)
    # The audit measures the error of all statements together; that it is the same in each section nobody knows.
    whole = analysis.prevalence[(analysis.prevalence["section"] == "all") & (analysis.prevalence["n_forms"] > 0)]
    corrected = correct_prevalence(whole, analysis.by_rule.to_frame(), audit, seed=study.settings.topics.seed)
    cells, errors = (
        table.assign(reason=refusal) if refusal else table for table in (corrected.cells, corrected.errors)
    )
    return Reliability(sensitivity, summarise_sensitivity(sensitivity), audit, errors, cells, refusal)


def _audit(analysis: Analysis, study: Study) -> tuple[pd.DataFrame, str]:
    """Give the drawn statements as people and rules coded them, or none and the reason."""
    coded = analysis.by_rule.to_frame()
    drawn = match_gold(analysis.records, [row for row in study.gold if row.part == "test"])
    first = opened_with(study)
    refusal = NO_AUDIT if not drawn.pairs else CHANGED if first not in (None, analysis.by_rule.rules_hash) else ""
    kept = drawn if not refusal else match_gold(analysis.records, [])
    truth = gold_frame(analysis.records, kept, analysis.by_rule.theme_ids)
    chances = pd.Series({statement_id: 1 / row.weight for statement_id, row in kept.pairs}, dtype=float)
    return tabulate_audit(coded, truth, chances), refusal
