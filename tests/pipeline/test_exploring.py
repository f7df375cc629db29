"""Words of the made-up study: counted, paired, set against forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from textmine.errors import InputError
from textmine.pipeline import analyse, draw_term_figures, explore_terms, read_study, show_in_context

if TYPE_CHECKING:
    from textmine.study import Study


def test_every_number_of_the_terms_leads_back_to_its_places(toy: Study) -> None:
    outcome = read_study(toy)
    terms = explore_terms(analyse(outcome.readings, toy), toy).frequencies
    assert len(terms) > 0
    for row in terms.to_dict("records"):
        lines = show_in_context(outcome, toy, row["term"], width=10)
        counted = lines[lines["counted"]]
        assert len(counted) == row["count"]
        assert counted["statement_id"].nunique() == row["n_statements"]
        assert counted["document"].nunique() == row["n_documents"]


def test_a_study_too_small_for_a_map_says_why_and_keeps_the_columns(toy: Study) -> None:
    found = explore_terms(analyse(read_study(toy).readings[:2], toy), toy)
    assert found.correspondence is None
    assert found.no_map
    assert "term_map" not in draw_term_figures(found)
    assert list(found.places.columns) == ["kind", "name", "axis_1", "axis_2", "mass", "n"]


def test_words_of_nothing_are_refused(toy: Study) -> None:
    outcome = read_study(toy)
    with pytest.raises(InputError, match="どの文にもありません"):
        show_in_context(outcome, toy, "宇宙船", width=10)
