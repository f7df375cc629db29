"""Rules worked out by hand: rule, words between bars (see conftest.cut), and how often the rule holds."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Protocol

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.themes import Codebook, Theme, code_statements
from textmine.themes.coder import attributes_of
from textmine.themes.found import holds
from textmine.themes.rule_set import RuleSet
from textmine.themes.statement_view import view_statement
from textmine.tokenizer import Token

if TYPE_CHECKING:
    from collections.abc import Callable

    from textmine.documents import Statement

    Cut = Callable[[str], tuple[str, list[Token]]]


class MakesStatement(Protocol):
    def __call__(self, text: str, statement_id: str = ..., **fields: object) -> Statement: ...


TWO = "父親|の|参加|が|多い|。|父親|は|母親|と|来/来る|た|。"
#      0    1  2    3  4    5  6    7  8    9  10    11 12
FAR = "父|一|二|三|四|五|六|七|八|九|参加|十|親"  # 父 to 参加: 10 tokens; 参加 to 親: 2; 父 to 親: 12
CASES = [
    # words
    ("父親", TWO, 2),
    ("母親", TWO, 1),
    ("祖父", TWO, 0),
    ("来る", TWO, 1),  # dictionary form
    ("来", TWO, 1),  # surface
    ("父", "祖父|が|来る", 0),  # a word is no part of a word that the dictionary keeps whole
    ("父", "父:親|が|来る", 1),  # but a part of a compound
    ("父親", "父|親|が|来る", 1),  # cut in two
    ("父親", "父:親|が|来る", 1),  # joined of two
    ("父親支援", "父|親|支援", 1),
    ("父親支援", "父親:支援", 1),
    ("支援する", "父|支援|し/する", 1),  # the last word may be inflected
    ("ＺＯＯＭ", "zoom|会議", 1),  # widths and case are folded
    ("父親-->名詞", TWO, 2),
    ("父親-->動詞", TWO, 0),
    ("来る-->動詞", "来/来る/動詞|た", 1),
    ("来る=>来", "来/来る|た|来る", 1),
    ("来る-->動詞=>来", "来/来る/動詞|た|来る/来る/動詞", 1),
    # phrases: adjacent words
    ("父+親", "父|親|が|来る", 1),
    ("父+来る", "父|親|が|来る", 0),
    ("父+親+支援", "父|親|支援", 1),
    ("行く+た", "父|行っ/行く|た", 1),
    ("父親+支援", "父|親|支援", 1),  # a member may be cut itself
    ("多い+父親", "多い|。|父親", 0),  # a stop stands between
    # strings
    ("'親の参'", TWO, 1),
    ('"親の参"', TWO, 1),
    ("'父'", "祖父|が|来る", 1),
    ("'父''親'", "父'親", 1),
    ("'sns'", "ＳＮＳ|を|使う", 1),
    # regular expressions
    ("re'第[二2]子'", "第|２|子|の|家庭", 1),
    ("re'(?<!祖)父'", "祖父|と|父", 1),
    ("re'[父母]親'", TWO, 3),
    ("glob'父*'", "父子|と|父|と|祖父", 2),
    ("glob'?親'", TWO, 3),
    # and, or, not and their precedence: ! before comparison before not before and before or
    ("父親 | 祖父", TWO, 1),
    ("父親 or 祖父", TWO, 1),
    ("父親 & 祖父", TWO, 0),
    ("父親 and 母親", TWO, 1),
    ("not 祖父", TWO, 1),
    ("! 祖父", TWO, 1),
    ("父親 &! 祖父", TWO, 1),
    ("祖父 |! 祖父", TWO, 1),
    ("父親 or 祖父 and 祖父", TWO, 1),
    ("( 父親 or 祖父 ) and 祖父", TWO, 0),
    ("not 父親 > 2", TWO, 1),  # not (2 > 2)
    ("! 父親 > 2", TWO, 0),  # (not 2) > 2, that is 0 > 2
    ("not 祖父 and 父親", TWO, 1),
    ("not (祖父 | 父親)", TWO, 0),
    # counts and comparisons
    ("父親 >= 2", TWO, 1),
    ("父親 > 2", TWO, 0),
    ("父親 == 2", TWO, 1),
    ("父親 < 3", TWO, 1),
    ("父親 <= 1", TWO, 0),
    ("父親 + 母親 == 3", TWO, 1),
    ("父親 - 母親 == 1", TWO, 1),
    ("父親 * 3 == 6", TWO, 1),
    ("父親 / 2 == 1", TWO, 1),
    ("1 + 父親 * 2 == 5", TWO, 1),
    ("父親 / 祖父 > 0", TWO, 0),  # nothing comes of a division by 0
    ("(父親 | 母親) >= 2", TWO, 0),  # or gives 1 or 0, as in SQL
    ("count(父親 | 母親) >= 3", TWO, 1),
    ("count(父親 | re'父') == 4", TWO, 1),  # 父親 twice, 父 in them twice: four places
    ("lc == 18", TWO, 1),
    ("lw == 11", TWO, 1),  # signs are no words
    # near and seq: KH Coder's chain of 10 tokens
    ("near(父-参加)", FAR, 1),
    ("near(父-参加)[9]", FAR, 0),
    ("near(父-親)", FAR, 0),
    ("near(父-親)[0]", FAR, 1),
    ("near(父-参加-親)", FAR, 1),  # a chain: 10, then 2
    ("near(父-参加-親)[span=10]", FAR, 0),
    ("near(父-参加-親)[span=12]", FAR, 1),
    ("near(親-父-参加)", FAR, 1),  # any order
    ("seq(親-父-参加)", FAR, 0),
    ("seq(父-参加-親)", FAR, 1),
    ("near(父親-参加)", TWO, 2),  # starts 0 and 2 reach the other word; the last candidate is no start
    ("seq(父親-参加)", TWO, 1),
    ("near(多い-母親)", TWO, 1),  # across the stop
    ("near(多い-母親)[b]", TWO, 0),
    ("near(父親-母親)[b]", TWO, 1),
    ("near(父-親)[b]", FAR, 0),  # b keeps the limit of 10
    ("near(父-親)[b0]", FAR, 1),
    ("near(父-親)[b12]", FAR, 1),
    ("near(父-親)[b11]", FAR, 0),
    ("near(父親-来る)", "父親|父親|来る", 1),  # the first start is skipped: the next candidate is the same word
    ("near(父親-祖父)", TWO, 0),  # one member missing
    ("near((父親|母親)-来る)[b]", "父親|が|来る|。|母親|が|来る", 2),  # or inside near
    ("near('親の'-re'多い?')", TWO, 1),
    ("near(('父' outside '祖父')-来る)", "祖父|が|来る", 0),
    ("near(near(父親-参加)[2]-多い)[2]", TWO, 1),
    ("seq('活動団体'-'活動')", "活動|団体|が|来る", 0),  # what overlaps a member is no other member
    ("near('活動団体'-'活動')", "活動|団体|の|活動", 1),
    # outside, sentence, affirmed
    ("'父' outside '祖父'", "祖父|と|父", 1),
    ("'父' outside ('祖父' | '父兄')", "祖父|と|父兄", 0),
    ("sentence(参加 and 母親)", TWO, 0),
    ("sentence(父親 and 母親)", TWO, 1),
    ("sentence(父親)", TWO, 2),
    ("affirmed(参加)", "父親|の|参加|が|なかっ|た|。", 0),
    ("参加", "父親|の|参加|が|なかっ|た|。", 1),
    ("affirmed(父親)", "父親|だけ|で|なく|母親|も|来る|。", 1),
    # attributes of the statement
    ("<>ward-->東区", TWO, 1),
    ('<>ward-->"東区"', TWO, 1),
    ("<>ward-->西区", TWO, 0),
    ("<>区-->東区 and <>section-->outcome", TWO, 1),
    ("<>fiscal_year<> >= 2020", TWO, 1),
    ("<>年度<> < 2020", TWO, 0),
    ("<>goal_no<> == 1", TWO, 1),
    # comments, line breaks, full-width signs
    ("祖父  # 注\n| 父親", TWO, 1),
    ("（ 父親 ｜ 祖父 ） ＆ 母親", TWO, 1),
]


@pytest.mark.parametrize(("rule", "marked", "expected"), CASES)
def test_a_rule_holds_as_often_as_counted_by_hand(
    rule: str, marked: str, expected: int, cut: Cut, statement: MakesStatement
) -> None:
    text, tokens = cut(marked)
    rules = RuleSet({"x": rule})
    view = view_statement(text, tokens, rules.vocabulary, attributes_of(statement(text)))
    value, _hits = rules.find("x", view)
    assert (value if holds(value) else 0) == expected


def test_at_least_sixty_cases_are_worked_by_hand() -> None:
    assert len(set(CASES)) >= 60


def test_an_attribute_that_the_statement_lacks_makes_no_comparison_hold(cut: Cut, statement: MakesStatement) -> None:
    text, tokens = cut("父親")
    for rule in ("<>goal_no<> >= 0", "<>goal_no<> < 0", "not <>goal_no<> == 1"):
        rules = RuleSet({"x": rule})
        view = view_statement(text, tokens, rules.vocabulary, attributes_of(statement(text, goal_no=None)))
        assert not holds(rules.find("x", view)[0])


def test_a_rule_may_refer_to_another_by_id_or_label_in_any_order(cut: Cut, statement: MakesStatement) -> None:
    book = Codebook(
        {"both": Theme("両方", "", "<*父> and <*mother>"), "father": Theme("父", "", "父親")}, {"mother": "母親"}
    )
    text, tokens = cut(TWO)
    coding = code_statements([statement(text)], [tokens], book)
    assert coding.themes_of("a:1") == ("both", "father")


def test_evidence_points_to_the_words_as_written(cut: Cut, statement: MakesStatement) -> None:
    text, tokens = cut("ＳＮＳ|、|㈱父親|の|参加|が|なかっ|た|。")
    book = Codebook({"x": Theme("x", "", "'sns' | 参加 | '父親'")})
    coding = code_statements([statement(text)], [tokens], book)
    words = coding.evidence["a:1", "x"]
    assert [one.word for one in words] == ["ＳＮＳ", "父親", "参加"]
    assert all(text[one.start : one.end] == one.word for one in words)
    assert [one.negated for one in words] == [False, True, True]


def test_nothing_is_coded_as_an_empty_table_with_its_columns() -> None:
    coding = code_statements([], [], Codebook({"x": Theme("x", "", "父親")}))
    assert list(coding.to_frame().columns) == ["x"]
    assert coding.to_frame().empty
    assert coding.evidence_frame().empty


WORDS = ("父親", "母親", "参加", "来る", "の")
simple_rules = st.recursive(
    st.sampled_from(WORDS) | st.sampled_from([f"'{word}'" for word in WORDS]) | st.just("near(父親-参加)[3]"),
    lambda inner: st.tuples(st.sampled_from(["({} and {})", "({} | {})", "({} outside {})"]), inner, inner).map(
        lambda made: made[0].format(made[1], made[2])
    ),
    max_leaves=6,
)


def _tokens(words: list[str]) -> list[Token]:
    ends = list(accumulate(len(word) for word in words))
    return [
        Token(word, word, word, "名詞", "", "", end - len(word), end, "system")
        for word, end in zip(words, ends, strict=True)
    ]


@given(simple_rules, simple_rules, st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=8), max_size=4))
def test_adding_an_alternative_loses_no_statement(rule: str, more: str, sentences: list[list[str]]) -> None:
    narrow, wide = RuleSet({"x": rule}), RuleSet({"x": f"({rule}) | ({more})"})
    for words in sentences:
        text, tokens = "".join(words), _tokens(words)
        before = holds(narrow.find("x", view_statement(text, tokens, narrow.vocabulary, {}))[0])
        after = holds(wide.find("x", view_statement(text, tokens, wide.vocabulary, {}))[0])
        assert after or not before


@given(st.text(max_size=60))
def test_no_text_makes_a_rule_raise(text: str) -> None:
    rules = RuleSet({"x": "'父親' | re'[父母]親' outside 祖父 | sentence(参加 and not 'の') | lc > 100000"})
    value, hits = rules.find("x", view_statement(text, [], rules.vocabulary, {}))
    assert value in (0, 1)
    assert all(0 <= start < end <= len(text) * 20 for start, end in hits)
