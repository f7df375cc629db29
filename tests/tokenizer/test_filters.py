"""Which tokens are counted, and counts of them."""

from __future__ import annotations

import pickle
import warnings

import numpy as np
import pytest

from textmine.tokenizer import Tokenizer, UserTerm, WordAnalyzer, WordFilter, count_words, never_yielded, suggest_terms

TOKENIZER = Tokenizer(user_terms=[UserTerm("子サポ")])
TEXTS = ["父親が父親と話し、A 3人", "母親と話す会。", "", "ア 子サポの会"]


def test_content_words_are_counted_by_their_base_form() -> None:
    terms = WordFilter().terms(TOKENIZER.tokenize_many(TEXTS))
    assert terms == [["父親", "父親", "話す"], ["母親", "話す", "会"], [], ["子サポ", "会"]]


def test_stop_words_go_and_nothing_else() -> None:
    kept = WordFilter(stop_words=frozenset({"話す"})).terms(TOKENIZER.tokenize_many(TEXTS))
    assert kept == [["父親", "父親"], ["母親", "会"], [], ["子サポ", "会"]]


def test_numbers_and_letters_are_counted_if_one_asks_for_them() -> None:
    terms = WordFilter(numbers=True, single_letters=True).terms(TOKENIZER.tokenize_many(TEXTS[:1]))
    assert terms == [["父親", "父親", "話す", "A", "3人"]]


def test_a_part_of_speech_can_have_two_levels() -> None:
    verbs = WordFilter(parts_of_speech=("動詞/一般",))
    assert verbs.terms(TOKENIZER.tokenize_many(TEXTS)) == [["話す"], ["話す"], [], []]


def test_no_texts_have_no_terms() -> None:
    assert WordFilter().terms(TOKENIZER.tokenize_many([])) == []


def test_a_stop_word_that_no_token_can_be_is_named() -> None:
    assert never_yielded(TOKENIZER, ["する", "こと", "行っ", "父親を", "子サポ", "ある", "多い"]) == ["行っ", "父親を"]


def test_counts_are_those_of_a_hand_count() -> None:
    counts = count_words(TOKENIZER, TEXTS)
    assert counts.words == ["会", "子サポ", "母親", "父親", "話す"]
    expected = np.array([[0, 0, 0, 2, 1], [1, 0, 1, 0, 1], [0, 0, 0, 0, 0], [1, 1, 0, 0, 0]])
    assert np.array_equal(counts.to_scipy().toarray(), expected)


def test_no_texts_have_an_empty_matrix() -> None:
    counts = count_words(TOKENIZER, [])
    assert (counts.words, counts.bounds.tolist()) == ([], [0])
    assert counts.to_scipy().shape == (0, 0)


def test_scikit_learn_takes_clones_and_pickles_the_analyzer() -> None:
    text = pytest.importorskip("sklearn.feature_extraction.text")
    clone = pytest.importorskip("sklearn.base").clone
    analyzer = WordAnalyzer(TOKENIZER, WordFilter(stop_words=frozenset({"会"})))
    vectorizer = clone(text.CountVectorizer(analyzer=analyzer))
    found = vectorizer.fit_transform(TEXTS)
    assert vectorizer.get_feature_names_out().tolist() == ["子サポ", "母親", "父親", "話す"]
    woken = pickle.loads(pickle.dumps(vectorizer))  # noqa: S301
    assert np.array_equal(woken.transform(TEXTS).toarray(), found.toarray())


def test_scikit_learn_takes_the_tokenizer_itself() -> None:
    text = pytest.importorskip("sklearn.feature_extraction.text")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that token_pattern is not used
        vectorizer = text.TfidfVectorizer(tokenizer=TOKENIZER, lowercase=False).fit(TEXTS)
    assert "子サポ" in vectorizer.vocabulary_


def test_settings_can_be_read_and_changed_by_name() -> None:
    tokenizer = Tokenizer().set_params(unit="short", user_terms=[UserTerm("父活")])
    assert tokenizer.get_params()["unit"] == "short"
    assert [token.surface for token in tokenizer.tokenize("父活支援")] == ["父活", "支援"]
    with pytest.raises(ValueError, match="no such setting: stemming"):
        tokenizer.set_params(stemming=True)
    with pytest.raises(ValueError, match="no such setting"):
        WordAnalyzer(tokenizer).set_params(stemming=True)


def test_suggestions_are_scored_as_the_formulas_say() -> None:
    """Counted by hand: 子育て支援 twice alone and once in 子育て支援活動, which occurs once."""
    found = suggest_terms(["子育て支援の会、子育て支援と子育て支援活動"], minimum_count=1)
    by_surface = {suggestion.term.surface: suggestion for suggestion in found}
    support, activity = by_surface["子育て支援"], by_surface["子育て支援活動"]
    assert (support.count, support.nested, activity.count, activity.nested) == (2, 1, 1, 0)
    assert support.c_value == pytest.approx(1.5849625 * (3 - 1 / 1))  # log2(3) times (occurrences - those owed)
    assert activity.c_value == pytest.approx(2.0 * 1)
    # left and right neighbours: 子育て (0, 3), 支援 (3, 1), 活動 (1, 0)
    assert support.flr == pytest.approx(3 * ((0 + 1) * (3 + 1) * (3 + 1) * (1 + 1)) ** (1 / 4))
    assert activity.flr == pytest.approx(1 * (1 * 4 * 4 * 2 * 2 * 1) ** (1 / 6))
    assert found[0] is support
    assert support.term == UserTerm("子育て支援", "コソダテシエン")


def test_an_accepted_term_is_suggested_no_more() -> None:
    text = "子育て支援の会、子育て支援と子育て支援活動"
    found = suggest_terms([text], user_terms=[UserTerm("子育て支援")], minimum_count=1)
    assert "子育て支援" not in [suggestion.term.surface for suggestion in found]


def test_no_piece_of_a_longer_term_is_suggested() -> None:
    text = "子育て連絡会と地区子育て連絡会で、養育者支援と養育者支援事業の話を。"
    suggested = {suggestion.term.surface for suggestion in suggest_terms([text], minimum_count=1)}
    assert {"子育て連絡会", "養育者支援"} <= suggested
    assert not {"子育て連絡", "者支援", "連絡会"} & suggested


def test_no_part_of_a_single_longer_term_is_suggested() -> None:
    text = "避難所運営委員会を開いた。避難所運営委員会と要配慮者の避難訓練を行い、避難訓練に要配慮者が来た。"
    suggested = {suggestion.term.surface for suggestion in suggest_terms([text])}
    assert suggested == {"避難所運営委員会", "避難訓練", "要配慮者"}
