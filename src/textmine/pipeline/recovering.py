"""How far each theme's suggestions can be trusted: half of its wordings hidden, what came back.

A wording is what the rule found in a text, as written (父親, プレパパ); the rule itself is not taken apart, so that a
theme that matches patterns is judged by the same measure as one that lists words.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from textmine.pipeline.suggesting import space_of
from textmine.topics import Recovery, estimate_recovery

if TYPE_CHECKING:
    from textmine.pipeline.analysis import Analysis
    from textmine.study import Study

RECOVERY_COLUMNS: Final = ("theme", "n_wordings", *Recovery.__dataclass_fields__)


def recover_wordings(analysis: Analysis, study: Study) -> pd.DataFrame:
    """Hide half of each theme's wordings, many times: RECOVERY_COLUMNS, a row per theme; refused ones with `reason`."""
    space = space_of(analysis)
    rows = []
    for theme in study.codebook.themes:
        hits = wordings_of(analysis, theme)
        recovery = estimate_recovery(space, hits, seed=study.settings.topics.seed)
        rows.append({"theme": theme, "n_wordings": hits.shape[1], **asdict(recovery)})
    return pd.DataFrame(rows, columns=list(RECOVERY_COLUMNS))


def wordings_of(analysis: Analysis, theme: str) -> pd.DataFrame:
    """Give which statement holds which of the wordings that the theme's rule found: bool, a column per wording."""
    row_of = {statement_id: row for row, statement_id in enumerate(analysis.by_rule.statement_ids)}
    found = analysis.by_rule.evidence_frame()
    found = found[found["theme"] == theme]
    wordings = sorted(set(found["word"]))
    held = np.zeros((len(row_of), len(wordings)), dtype=np.bool_)
    column_of = {wording: column for column, wording in enumerate(wordings)}
    held[found["statement_id"].map(row_of).to_numpy(dtype=int), found["word"].map(column_of).to_numpy(dtype=int)] = True
    return pd.DataFrame(held, columns=wordings)
