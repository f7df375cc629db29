"""Words before themes: which are frequent, which stand together, and which forms use which."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from textmine.concordance import find_in_context, sort_by_context
from textmine.cooccurrence import co_occurring_terms
from textmine.correspondence import Correspondence, fit_correspondence, terms_by_group
from textmine.errors import InputError, NotEstimable
from textmine.pipeline.analysis import main_form, tokenize_statements
from textmine.pipeline.pictures import MOST_FORMS
from textmine.term_matrix import characteristic_terms, select_statements, term_frequencies

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from numpy.typing import NDArray

    from textmine.pipeline.analysis import Analysis
    from textmine.pipeline.reading import ReadingOutcome
    from textmine.study import Study
    from textmine.term_matrix import TermMatrix

FEWEST_DOCUMENTS: Final = 2  # a characteristic term stands in so many forms at least: one form's pet word is no finding


@dataclass(frozen=True, slots=True)
class Exploration:
    """What the words show by themselves.

    Attributes:
        frequencies: FREQUENCY_COLUMNS of `textmine.term_matrix`.
        pairs: PAIR_COLUMNS of `textmine.cooccurrence`.
        sections: section, rank and CHARACTERISTIC_COLUMNS of `textmine.term_matrix`: the two contrasted sections
            against each other.
        places: kind (term or group), name, axis_1, axis_2, mass, n; empty if there is no map.
        correspondence: what the map is drawn from; None with the reason in `no_map`.
        groups: what the map's groups are called.
    """

    frequencies: pd.DataFrame
    pairs: pd.DataFrame
    sections: pd.DataFrame
    places: pd.DataFrame
    correspondence: Correspondence | None
    groups: str
    no_map: str = ""

    def tables(self) -> dict[str, pd.DataFrame]:
        """Give every table under the name of its file."""
        return {
            "terms": self.frequencies,
            "term_pairs": self.pairs,
            "section_terms": self.sections,
            "term_map": self.places,
        }


def explore_terms(analysis: Analysis, study: Study) -> Exploration:
    """Count words and set them beside each other."""
    correspondence, groups, no_map = _map(analysis, study)
    return Exploration(
        frequencies=term_frequencies(analysis.tfidf),
        pairs=co_occurring_terms(analysis.matrix),
        sections=_section_terms(analysis, study),
        places=_places(correspondence),
        correspondence=correspondence,
        groups=groups,
        no_map=no_map,
    )


def show_in_context(
    outcome: ReadingOutcome, study: Study, pattern: str, *, width: int, sort: str | None = None
) -> pd.DataFrame:
    """Give every place where a word stands in what was read: CONCORDANCE_COLUMNS of `textmine.concordance`.

    Raises:
        InputError: the word stands nowhere.
    """
    statements = outcome.statements
    if not statements:
        raise InputError(str(study.folder), "読めた文が一つもありません", "textmine add で様式を登録してください")
    tokens = tokenize_statements(statements, study)
    lines = find_in_context(statements, tokens, pattern, study.word_rules, width=width)
    return sort_by_context(lines, sort) if sort else lines


def _map(analysis: Analysis, study: Study) -> tuple[Correspondence | None, str, str]:
    """Set terms beside forms, or beside wards where the forms are too many for one map."""
    statements, few = analysis.statements, len(analysis.readings) <= MOST_FORMS
    what = "様式" if few else study.settings.place_word
    if few:
        groups = pd.Series([_form_label(row, study) for row in statements.to_dict("records")], index=statements.index)
        chosen = np.ones(len(statements), dtype=bool)
    else:
        groups = statements["ward"]
        chosen = (groups.notna() & (statements["form"] == main_form(analysis))).to_numpy(dtype=bool)
    matrix = select_statements(analysis.matrix, chosen)
    try:
        return fit_correspondence(terms_by_group(matrix, [str(one) for one in groups[chosen]])), what, ""
    except NotEstimable as refusal:
        return None, what, refusal.fault


def ranked_terms(matrix: TermMatrix, mask: NDArray[np.bool_], study: Study) -> pd.DataFrame:
    """Give the most characteristic terms of some statements: rank and CHARACTERISTIC_COLUMNS of `term_matrix`."""
    terms = characteristic_terms(matrix, mask)
    kept = terms[(terms["n_documents"] >= FEWEST_DOCUMENTS) & (terms["z"] > 0)]
    best = kept.head(study.settings.report.characteristic_terms).reset_index(drop=True)
    best.insert(0, "rank", range(1, len(best) + 1))
    return best


def _form_label(statement: Mapping[Hashable, Any], study: Study) -> str:
    ward = statement["ward"] if pd.notna(statement["ward"]) else f"{study.settings.place_word}不明"
    year = f"{int(statement['fiscal_year'])}年度" if pd.notna(statement["fiscal_year"]) else "年度不明"
    return f"{ward} {year} {study.settings.forms.get(statement['form'], statement['form'])}"


def _places(found: Correspondence | None) -> pd.DataFrame:
    columns = ["kind", "name", "axis_1", "axis_2", "mass", "n"]
    if found is None:
        return pd.DataFrame(columns=columns)
    parts = [
        points.rename_axis("name").reset_index().assign(kind=kind)
        for kind, points in (("term", found.rows), ("group", found.columns))
    ]
    return pd.concat(parts, ignore_index=True)[columns]


def _section_terms(analysis: Analysis, study: Study) -> pd.DataFrame:
    """Give what sets the two contrasted sections apart, each against the other."""
    contrast = study.settings.report.contrast
    sections = analysis.statements["section"].to_numpy()
    compared = np.isin(sections, contrast)
    matrix, section = select_statements(analysis.matrix, compared), sections[compared]
    frames = []
    for one in contrast:
        best = ranked_terms(matrix, section == one, study)
        frames.append(best.assign(section=one))
    table = pd.concat(frames, ignore_index=True)
    return table[["section", "rank", *(column for column in table if column not in {"section", "rank"})]]
