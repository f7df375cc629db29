"""Whether a mention is denied in its clause, as a reader of Japanese would say."""

from __future__ import annotations

import pytest

from textmine.themes.negation import is_negated

DENIED = """
父親の参加がなかった。
父親は来ず、母親が来た。
父親の利用が伸びない。
父親が参加できず残念だった。
父親の利用につながらなかった。
父親の参加に至らなかった。
父親向けの講座は行っていない。
父親の参加が得られなかったため、時間を変える。
父親の参加は見られません。
父親への支援は十分とはいえない。
"""
NOT_DENIED = """
父親の参加は少なくない。
父親だけでなく母親も来た。
父親が気兼ねなく過ごせる。
父親も無理なく参加できる。
父親の思いがけない一面を知った。
父親が途切れることなく来る。
父親支援に欠かせない講座を開いた。
父親の切れ目のない支援を行う。
父親に限らず参加できる。
父親か母親かを問わず参加できる。
父親が参加しなければならない。
父親の会を開いたが、雨で来館者がなかった。
"""


@pytest.mark.parametrize("text", DENIED.split())
def test_a_mention_that_its_clause_denies_is_flagged(text: str) -> None:
    assert is_negated(text, text.index("父親") + 2)


@pytest.mark.parametrize("text", NOT_DENIED.split())
def test_a_negation_that_denies_nothing_or_stands_in_another_clause_flags_nothing(text: str) -> None:
    assert not is_negated(text, text.index("父親") + 2)


def test_each_of_two_mentions_is_judged_by_its_own_clause() -> None:
    text = "父親は来ず、母親が来た。"
    assert is_negated(text, 2)
    assert not is_negated(text, text.index("母親") + 2)
