"""Pairs of terms by Jaccard's coefficient, counted by hand."""

from __future__ import annotations

from textmine.cooccurrence import PAIR_COLUMNS, co_occurring_terms
from textmine.term_matrix import build_term_matrix

# 父 stands in 1, 2, 3; 母 in 1, 2, 4; 子 in 1, 2, 3, 4; 祭 in 5 and 6, with 町
WORDS = [["父", "母", "子", "子"], ["父", "母", "子"], ["父", "子"], ["母", "子"], ["祭", "町"], ["祭", "町"]]
ROWS = ["a:1", "b:1", "a:2", "b:2", "a:3", "a:4"]
MATRIX = build_term_matrix(WORDS, ROWS)


def test_pairs_are_counted_as_by_hand() -> None:
    pairs = co_occurring_terms(MATRIX, fewest_statements=2)
    assert tuple(pairs.columns) == PAIR_COLUMNS
    found = {(p.first, p.second): (p.n_both, p.n_first, p.n_second, p.jaccard) for p in pairs.itertuples()}
    assert found == {
        ("子", "父"): (3, 4, 3, 3 / 4),
        ("子", "母"): (3, 4, 3, 3 / 4),
        ("母", "父"): (2, 3, 3, 2 / 4),
    }  # 祭 and 町 stand together in two statements of one form only
    assert list(pairs["jaccard"]) == sorted(pairs["jaccard"], reverse=True)


def test_every_pair_leads_back_to_its_statements() -> None:
    pairs = co_occurring_terms(MATRIX, fewest_statements=2).set_index(["first", "second"])
    assert pairs.loc[("母", "父"), "statement_ids"] == ("a:1", "b:1")


def test_pairs_of_one_form_are_shown_where_one_form_is_enough() -> None:
    pairs = co_occurring_terms(MATRIX, fewest_statements=2, fewest_documents=1)
    assert (pairs.iloc[0]["first"], pairs.iloc[0]["second"], pairs.iloc[0]["jaccard"]) == ("町", "祭", 1.0)


def test_pairs_that_tie_beyond_the_limit_stay_out_together() -> None:
    assert len(co_occurring_terms(MATRIX, fewest_statements=2, n_pairs=2)) == 2
    assert co_occurring_terms(MATRIX, fewest_statements=2, n_pairs=1).empty  # two pairs have 3/4


def test_the_order_of_statements_changes_nothing() -> None:
    order = [3, 0, 5, 1, 4, 2]
    other = build_term_matrix([WORDS[i] for i in order], [ROWS[i] for i in order])
    columns = ["first", "second", "jaccard", "n_both", "n_documents"]
    one, two = (co_occurring_terms(matrix, fewest_statements=2)[columns] for matrix in (MATRIX, other))
    assert one.equals(two)


def test_nothing_gives_an_empty_table_with_its_columns() -> None:
    for matrix in (build_term_matrix([], []), build_term_matrix([["父"], []], ["a:1", "a:2"])):
        assert tuple(co_occurring_terms(matrix).columns) == PAIR_COLUMNS
        assert co_occurring_terms(matrix).empty
