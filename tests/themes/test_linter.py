"""A clean codebook, and that codebook broken by hand in every way that a rule can go wrong without a word."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest

from textmine.themes import Codebook, RulePlace, Theme
from textmine.themes.linter import Problem, lint_codebook
from textmine.themes.regex_branches import branches_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textmine.documents import Statement
    from textmine.tokenizer import Token

    Cut = Callable[[str], tuple[str, list[Token]]]

SOURCE = """\
[parts]
carer = '''
母親 | 保護者
'''

[themes.father]
label = "父親支援"
definition = "父親"
rule = '''
父親 | 'パパ' outside 'パパママ通り'
| re'プレ(?:パパ|ママ)' and <>section-->outcome
'''
yes = ["父親の参加が多い", "パパの会を開く"]
no = ["母親の参加が多い"]
made_yes = ["プレパパの会", "プレママとパパ"]
made_no = ["パパママ通りで遊ぶ"]

[themes.peer]
label = "仲間づくり"
definition = "仲間"
rule = '''
seq(<*carer>-会)[b5] | 父+親 | count(保護者 | 会) >= 2
'''
yes = ["保護者の会を開く"]
no = ["父親の参加が多い"]
made_yes = ["父親"]
"""
REAL = ["父親|の|参加|が|多い", "パパ|の|会|を|開く", "母親|の|参加|が|多い", "保護者|の|会|を|開く"]
CUTS = {
    "プレパパの会": "プレパパ|の|会",
    "プレママとパパ": "プレママ|と|パパ",
    "パパママ通りで遊ぶ": "パパママ通り|で|遊ぶ",
    "父親": "父|親",
}


def lint(source: str, cut: Cut, statement: Callable[..., Statement]) -> tuple[Problem, ...]:
    tables = tomllib.loads(source)
    themes: dict[str, Theme] = {
        name: Theme(**{key: tuple(value) if isinstance(value, list) else value for key, value in table.items()})  # type: ignore[arg-type]
        for name, table in tables["themes"].items()
    }
    texts = [cut(marked) for marked in REAL]
    marked_of = {**{text: marked for (text, _), marked in zip(texts, REAL, strict=True)}, **CUTS}

    def tokenize(text: str) -> Sequence[Token]:
        return cut(marked_of.get(text, "|".join(text)))[1]

    return lint_codebook(
        Codebook(themes, tables.get("parts", {})),
        [statement(text, f"a:{n}") for n, (text, _) in enumerate(texts)],
        [tokens for _, tokens in texts],
        tokenize=tokenize,
        places={
            "carer": RulePlace("t.toml", 3),
            "father": RulePlace("t.toml", 10),
            "peer": RulePlace("t.toml", 22),
        },
        source=source,
    )


def test_the_codebook_is_clean(cut: Cut, statement: Callable[..., Statement]) -> None:
    assert [str(problem) for problem in lint(SOURCE, cut, statement)] == []


@pytest.mark.parametrize(
    ("old", "new", "anchor", "kind", "said"),
    [
        ("父親 | 'パパ'", "父新 | 父親 | 'パパ'", "父新", "unknown_word", "もしかして: "),
        ("母親 | 保護者", "母親 | 保護者 | 保護社", "保護社", "unknown_word", "もしかして: 保護者"),
        ("父親 | 'パパ'", "父親 | の参 | 'パパ'", "の参 |", "never_cut_so", "文字列 'の参'"),
        ("'パパママ通り'", "'パパママ道り'", "'パパママ道り'", "no_hit", "もしかして: パパママ通り"),
        ("(?:パパ|ママ)", "(?:パパ|ママ|ばば)", "ばば", "no_hit", "選択肢「ばば」"),
        ("re'プレ(?:パパ|ママ)'", "re'フレ(?:パパ|ママ)'", "re'フレ", "no_hit", "どの文にも"),
        ("section-->outcome", "section-->outcom", "<>section", "no_hit", "outcom"),
        ("<>section-->", "<>sction-->", "<>sction", "broken", "「sction」という属性はありません"),
        ("<*carer>-会", "<*career>-会", "<*career", "broken", "「career」という規則はありません"),
        ("<*carer>-会", "<*peer>-会", "<*peer", "broken", "自分自身"),
        ("<*carer>-会", "保護者-会", "母親 | 保護者", "unused", "部品「carer」"),
        ("[b5]", "[c5]", "[c5]", "broken", "「c5」は読めません"),
        ("[b5]", "[b1]", "seq(", "no_hit", "seq("),
        ("seq(<*carer>-会)", "seq(会-<*carer>)", "seq(", "no_hit", "seq("),
        ("| 父+親", "| 父+母", "父+母", "no_hit", "父+母"),
        ("count(保護者 | 会) >= 2", "(保護者 | 会) >= 2", "保護者 | 会", "impossible", "1 か 0"),
        ("父親 | 'パパ' outside", "父親 | 'パパ' | 'パパの' | 'パパ' outside", "'パパの'", "shadowed", "含まれて"),
        ("父親 | 'パパ' outside", "父親 | | 'パパ' outside", "| 'パパ' outside", "broken", "ここに書けません"),
        ("re'プレ(?:パパ|ママ)' and", "re'プレ(?:パパ|ママ' and", "(?:パパ|ママ'", "broken", "正規表現"),
        ("'パパ' outside 'パパママ通り'", "'パパ'", "パパママ通りで遊ぶ", "example_fails", "合ってしまいます"),
        ("父親 | 'パパ' outside", "'パパ' outside", "父親の参加が多い", "example_fails", "合いません"),
        ('"パパの会を開く"', '"パパの会に行く"', "パパの会に行く", "example_not_real", "made_yes"),
        ("父+親 | count", "父+親 and not 父+親 | count", "父+親 | count", "impossible", "求めながら除いて"),
    ],
)
def test_each_mutation_is_found_and_located(  # noqa: PLR0913, PLR0917 - a row of the table, and two fixtures
    old: str, new: str, anchor: str, kind: str, said: str, cut: Cut, statement: Callable[..., Statement]
) -> None:
    assert SOURCE.count(old) == 1
    source = SOURCE.replace(old, new)
    before = source[: source.index(anchor)]
    place = f"t.toml:{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"
    problems = lint(source, cut, statement)
    assert [one for one in problems if one.place == place and one.kind == kind and said in str(one)], problems


def test_every_broken_rule_is_named_at_once(cut: Cut, statement: Callable[..., Statement]) -> None:
    source = SOURCE.replace("父親 | 'パパ'", "( 父親 | 'パパ'").replace("seq(<", "seq((<")
    assert [problem.rule for problem in lint(source, cut, statement)] == ["father", "peer"]


def test_a_theme_inside_another_is_named_unless_the_other_says_so(
    cut: Cut, statement: Callable[..., Statement]
) -> None:
    texts = [cut("父親|の|会")] * 5
    statements = [statement(text, f"a:{n}") for n, (text, _) in enumerate(texts)]
    tokens = [tokens for _, tokens in texts]

    def kinds(meeting: str) -> list[str]:
        themes = {
            "father": Theme("父", "", "父親", yes=("父親の会",)),
            "meeting": Theme("会", "", meeting, yes=("父親の会",)),
        }
        found = lint_codebook(Codebook(themes), statements, tokens, tokenize=lambda _: tokens[0])
        return [problem.kind for problem in found if problem.rule == "father"]

    assert kinds("会") == ["contained"]
    assert kinds("会 | <*father>") == []


def test_the_alternatives_of_a_regular_expression() -> None:
    assert [(one.text, one.start, one.regex) for one in branches_of("父|(?:母|祖)親(?!a|b)[c|d]\\|")] == [
        ("父", 0, "父"),
        ("(?:母|祖)親(?!a|b)[c|d]\\|", 2, "(?:母|祖)親(?!a|b)[c|d]\\|"),
        ("母", 5, "(?:母)親(?!a|b)[c|d]\\|"),
        ("祖", 7, "(?:祖)親(?!a|b)[c|d]\\|"),
    ]
    assert [one.regex for one in branches_of("(?:a(?:b|c)|d)(?:e)")] == [
        "(?:a(?:b|c))(?:e)",
        "(?:d)(?:e)",
        "(?:a(?:b))(?:e)",
        "(?:a(?:c))(?:e)",
    ]
