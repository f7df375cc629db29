from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.errors import RuleError
from textmine.themes.parser import parse_rule
from textmine.themes.renderer import render_rule
from textmine.themes.rule_set import RuleSet
from textmine.themes.syntax import (
    Affirmed,
    And,
    Arithmetic,
    AttributeIs,
    AttributeNumber,
    Comparison,
    Count,
    Glob,
    InSentence,
    Length,
    Near,
    Not,
    Number,
    Or,
    Outside,
    Pattern,
    Phrase,
    Reference,
    RulePlace,
    Text,
    Word,
)


@pytest.mark.parametrize(
    ("rule", "place", "fault", "remedy"),
    [
        # nothing there
        ("", "t.toml:10:5", "規則が空です", "組み合わせで"),
        ("　\n", "t.toml:10:5", "規則が空です", "組み合わせで"),
        ("# 注だけ", "t.toml:10:5", "規則が空です", "組み合わせで"),
        ("''", "t.toml:10:5", "空の文字列は", "文字を書いて"),
        ("glob''", "t.toml:10:5", "空の文字列は", "文字を書いて"),
        # quotation marks: the fault is where the mark opens, on its own line
        ("'父親", "t.toml:10:5", "引用符が閉じて", "同じ行の中で"),
        ("父親'", "t.toml:10:7", "引用符が閉じて", "同じ行の中で"),
        ("'父親 |\n'母親'", "t.toml:10:5", "引用符が閉じて", "同じ行の中で"),
        ("父親 |\n re'母", "t.toml:11:4", "引用符が閉じて", "同じ行の中で"),
        ("'父''", "t.toml:10:8", "引用符が閉じて", "二つ重ね"),
        ("“父親”", "t.toml:10:5", "ここに書けません", "' か \" で囲んで"),
        ("「父親」", "t.toml:10:5", "ここに書けません", "' か \" で囲んで"),
        ("父親 |\u200b母親", "t.toml:10:9", "ここに書けません", "見えない文字"),
        # parentheses: where the one that stays open stands
        ("( 父親", "t.toml:10:5", "「(」が閉じて", "対応する )"),
        ("( 父親 | ( 母親 )", "t.toml:10:5", "「(」が閉じて", "対応する )"),
        ("（ 父親", "t.toml:10:5", "「（」が閉じて", "対応する )"),
        ("count(父親", "t.toml:10:10", "「(」が閉じて", "対応する )"),
        ("'(' | (父親 # )", "t.toml:10:11", "「(」が閉じて", "対応する )"),
        ("父親 )", "t.toml:10:8", "「)」はここに", "対応する ("),
        ("父親\n| 母親 )", "t.toml:11:6", "「)」はここに", "対応する ("),
        ("near(父親)", "t.toml:10:12", "「)」はここに", "二つ以上を -"),
        ("near(父親-)", "t.toml:10:13", "「)」はここに", "二つ以上を -"),
        # operators
        ("父親 |", "t.toml:10:9", "途中で終わって", "後に語を"),
        ("& 父親", "t.toml:10:5", "「&」はここに", "両側に語を"),
        ("父親 & & 母親", "t.toml:10:10", "「&」はここに", "一つだけ"),
        ("父親 || 母親", "t.toml:10:9", "「|」はここに", "一つだけ"),
        ("父親 母親", "t.toml:10:8", "「母親」はここに", "& か |"),
        ("父親、母親", "t.toml:10:7", "ここに書けません", "「または」は |"),
        ("父親,母親", "t.toml:10:7", "「,」はここに", "「または」は |"),
        ("父親 = 2", "t.toml:10:8", "ここに書けません", "== と書いて"),
        ("父親 not 母親", "t.toml:10:8", "「not」はここに", "両側"),
        ("near(not 父親-母親)", "t.toml:10:10", "「not」はここに", "( ) で囲んで"),
        ("outside 父親", "t.toml:10:5", "「outside」はここに", "両側"),
        ("and", "t.toml:10:5", "「and」は演算子で", "'and' と書いて"),
        ("＊父親", "t.toml:10:5", "ここに書けません", "<*名前>"),
        ("<*>", "t.toml:10:5", "「<」はここに", "<*名前>"),
        ('<>ward-->"東区', "t.toml:10:14", "引用符が閉じて", "同じ行の中で"),
        ("父++親", "t.toml:10:6", "ここに書けません", "父+親 のように"),
        # near and seq
        ("near(父親-母親)[文]", "t.toml:10:16", "「文」は読めません", "[b5]"),
        ("near(父親-母親)[]", "t.toml:10:16", "「」は読めません", "[b5]"),
        ("near(父親-母親)[-1]", "t.toml:10:16", "「-1」は読めません", "[b5]"),
        ("near(父親-母親)[span=]", "t.toml:10:16", "「span=」は読めません", "[span=5]"),
        ("near(父親-母親)[5", "t.toml:10:16", "ここに書けません", "[5] や [b]"),
        # regular expressions
        ("re'父(親'", "t.toml:10:9", "正規表現として", "括弧の対"),
        ("re'(?<=父*)親'", "t.toml:10:8", "正規表現として", "括弧の対"),
        ("re'(父|)'", "t.toml:10:5", "空の文字列にも", "必ず文字に"),
        # nesting
        ("not " * 3000 + "父親", "t.toml:10:5", "深すぎます", "[parts]"),
        ("near(" * 300 + "父親" + "-母親)" * 300, "t.toml:10:5", "深すぎます", "[parts]"),
    ],
)
def test_a_fault_is_located_in_the_file(rule: str, place: str, fault: str, remedy: str) -> None:
    with pytest.raises(RuleError) as caught:
        parse_rule(rule, RulePlace("t.toml", 10, 5))
    assert caught.value.place == place
    assert fault in caught.value.fault
    assert remedy in caught.value.remedy


def test_full_width_signs_and_spaces_before_parentheses_are_read_as_meant() -> None:
    father, mother = Word("父親"), Word("母親")
    assert parse_rule("（父親　｜　母親）＆！祖父") == And((Or((father, mother)), Not(Word("祖父"))))
    assert parse_rule("父親　＞＝　2") == Comparison(">=", father, Number(2))
    assert parse_rule("near （父親-母親）[3]") == Near((father, mother), distance=3)
    assert parse_rule("((((父親))))") == father
    assert parse_rule("(" * 3000 + "父親" + ")" * 3000) == father


def test_precedence_is_that_of_sql() -> None:
    a, b, c = Word("a"), Word("b"), Word("c")
    assert parse_rule("a or b and c") == Or((a, And((b, c))))
    assert parse_rule("not a and b") == And((Not(a), b))
    assert parse_rule("not a > 1") == Not(Comparison(">", a, Number(1)))
    assert parse_rule("! a > 1") == Comparison(">", Not(a), Number(1))
    assert parse_rule("a + b * c > 1") == Comparison(">", Arithmetic("+", a, Arithmetic("*", b, c)), Number(1))
    assert parse_rule("a &! b |! c") == Or((And((a, Not(b))), Not(c)))


def test_a_word_may_begin_like_an_operator() -> None:
    assert parse_rule("android | order | notes | seq2") == Or(
        (Word("android"), Word("order"), Word("notes"), Word("seq2"))
    )


@pytest.mark.parametrize(
    ("rules", "place", "fault"),
    [
        ({"a": "父 | <*b>"}, "t.toml:1:5", "「b」という規則はありません"),
        ({"a": "<*b>", "b": "<*a>"}, "t.toml:1:1", "自分自身を参照"),
        ({"a": "<*a>"}, "t.toml:1:1", "自分自身を参照"),
        ({"a": "父 and <>町-->東"}, "t.toml:1:7", "「町」という属性はありません"),
        ({f"r{n}": f"<*r{n + 1}>" for n in range(500)} | {"r500": "父"}, "t.toml:1:1", "長く続いています"),
    ],
)
def test_a_reference_to_nothing_is_located(rules: dict[str, str], place: str, fault: str) -> None:
    with pytest.raises(RuleError) as caught:
        RuleSet(rules, {name: RulePlace("t.toml") for name in rules})
    assert caught.value.place == place
    assert fault in caught.value.fault


names = st.sampled_from(["父親", "来る", "SNS", "お母さん", "第2子"])
strings = st.text(alphabet="父親'\"|()-+% ", min_size=1, max_size=5)
words = st.builds(Word, names, st.sampled_from(["", "名詞"]), st.sampled_from(["", "父"]))
atoms = st.one_of(
    words,
    st.builds(Phrase, st.lists(st.builds(Word, names), min_size=2, max_size=3).map(tuple)),
    st.builds(Text, strings),
    st.builds(Pattern, st.sampled_from(["父[親母]", "第(?:二|2)子", "it''s"])),
    st.builds(Glob, st.sampled_from(["父*", "?親"])),
    st.builds(Reference, names),
    st.builds(AttributeIs, st.just("ward"), names),
)
numbers = st.one_of(
    st.builds(Number, st.integers(0, 9)),
    st.builds(AttributeNumber, st.just("fiscal_year")),
    st.builds(Length, st.sampled_from(["words", "characters"])),
)


def several(nodes: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(nodes, min_size=2, max_size=3).map(tuple)


def compound(nodes: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.one_of(
        st.builds(And, several(nodes.filter(lambda node: not isinstance(node, And)))),
        st.builds(Or, several(nodes.filter(lambda node: not isinstance(node, Or)))),
        st.builds(Not, nodes),
        st.builds(Outside, nodes, nodes),
        st.builds(Count, nodes),
        st.builds(InSentence, nodes),
        st.builds(Affirmed, nodes),
        st.builds(Comparison, st.sampled_from([">", ">=", "<", "<=", "=="]), nodes, nodes | numbers),
        st.builds(Arithmetic, st.sampled_from(["+", "-", "*", "/"]), nodes, nodes | numbers),
        st.builds(
            Near,
            several(nodes),
            st.booleans(),
            st.sampled_from([None, 3, 10]),
            st.just(False),  # noqa: FBT003
            st.booleans(),
        ),
    )


@given(st.recursive(atoms, compound, max_leaves=8))
def test_a_rule_that_is_written_out_reads_as_the_same_rule(tree: object) -> None:
    assert parse_rule(render_rule(tree)) == tree  # type: ignore[arg-type]


@given(st.text(max_size=30))
def test_any_text_is_a_rule_or_a_located_fault(text: str) -> None:
    with contextlib.suppress(RuleError):
        parse_rule(text, RulePlace("t"))
