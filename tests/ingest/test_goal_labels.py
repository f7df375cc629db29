"""Labels of goals: where their number stands, and where they share a cell with what they name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from textmine.ingest import read_form
from textmine.ingest.labels.book import label_book

from .study import document_of, layouts, wards

if TYPE_CHECKING:
    from pathlib import Path


def read(text: str, folder: Path, name: str) -> list[tuple[str, int | None, str]]:
    form = read_form(document_of(text, folder, name), layouts(), wards())
    return [(statement.section, statement.goal_no, statement.text) for statement in form.statements]


@pytest.mark.parametrize(
    ("key", "number"),
    [
        ("1-(2)令和4年度重点目標", 2),
        ("1-2令和4年度重点目標", 2),
        ("1.3令和4年度の重点目標", 3),
        ("1(2)令和4年度重点目標", 2),
        ("I-②重点目標", 2),
        ("(1)-②重点目標", 2),
        ("1令和4年度重点目標", None),  # the first part of the form, not the first goal
        ("令和4年度重点目標(2)", 2),
    ],
)
def test_the_number_of_a_goal_may_stand_before_the_year(key: str, number: int | None) -> None:
    label = label_book(next(one for one in layouts() if one.id == "annual")).match(key)
    assert label is not None
    assert (label.kind, label.index, label.number) == ("field", 0, number)


@pytest.mark.parametrize("key", ["12-345取組内容", "1-23取組内容の見直し", "123取組内容", "②③取組内容"])
def test_what_only_looks_like_a_numbered_label_is_none(key: str) -> None:
    assert label_book(next(one for one in layouts() if one.id == "annual")).match(key) is None


@pytest.mark.parametrize("after", ["\n", "："])
def test_goals_whose_numbers_stand_before_the_year_are_read_with_them(after: str, tmp_path: Path) -> None:
    text = "港北区地域子育て支援拠点事業\n\n" + "\n\n".join(
        f"１-({number})　令和４年度重点目標{after}{goal}\n\n取組内容\n・{activity}\n\n取組の成果\n・{outcome}"
        for number, goal, activity, outcome in (
            (1, "居場所の質を高める。", "木工の会を開く。", "20組が参加した。"),
            (2, "地域とのつながりを育む。", "縁側の会を開く。", "町会が加わった。"),
        )
    )
    assert read(text, tmp_path, "form.txt") == [
        ("goal", 1, "居場所の質を高める。"),
        ("activity", 1, "木工の会を開く。"),
        ("outcome", 1, "20組が参加した。"),
        ("goal", 2, "地域とのつながりを育む。"),
        ("activity", 2, "縁側の会を開く。"),
        ("outcome", 2, "町会が加わった。"),
    ]


TWO_GOALS = [
    ("goal", 1, "居場所の質を高める。"),
    ("activity", 1, "木工の会を開く。"),
    ("issue", 1, "夕方の利用が少ない。"),
    ("goal", 2, "地域とのつながりを育む。"),
    ("activity", 2, "縁側の会を開く。"),
    ("issue", 2, "町会に加わる人が少ない。"),
]


def cell(text: str, columns: int = 1) -> str:
    return f'<td colspan="{columns}">{text}</td>'


def table(*rows: str) -> str:
    return f"<h2>令和4年度重点目標の評価</h2><table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def blocks() -> list[tuple[str, str, str]]:
    """Give label and text of each goal with its activity and issue, from the gold."""
    said = [text for _, _, text in TWO_GOALS]
    return [
        (f"重点目標{number}<br>{said[first]}", f"・{said[first + 1]}", f"・{said[first + 2]}")
        for number, first in ((1, 0), (2, 3))
    ]


def test_a_goal_with_its_label_in_one_cell_ends_the_field_above_it(tmp_path: Path) -> None:
    rows = [
        cell(text) for goal, activity, issue in blocks() for text in (goal, "取組内容", activity, "取組の課題", issue)
    ]
    assert read(table(*rows), tmp_path, "form.html") == TWO_GOALS


def test_a_goal_with_its_label_over_two_columns_ends_the_field_above_it(tmp_path: Path) -> None:
    rows = [
        row
        for goal, activity, issue in blocks()
        for row in (cell(goal, 2), cell("取組内容") + cell(activity), cell("取組の課題") + cell(issue))
    ]
    assert read(table(*rows), tmp_path, "form.html") == TWO_GOALS


@pytest.mark.parametrize("beside", [True, False])
def test_labels_of_goals_part_the_cell_of_a_field_that_they_share(beside: bool, tmp_path: Path) -> None:  # noqa: FBT001 - the case
    goals = [cell("重点目標1<br>" + TWO_GOALS[0][2] + "<br>重点目標2<br>" + TWO_GOALS[3][2])]
    shared = [
        (label, cell("".join(f"重点目標{number}<br>{text}<br>" for number, text in zip((1, 2), texts, strict=True))))
        for label, texts in zip(
            ("取組内容", "取組の課題"), zip(*(block[1:] for block in blocks()), strict=True), strict=True
        )
    ]
    rows = [cell("重点目標") + goals[0], *(cell(label) + texts for label, texts in shared)]
    if not beside:
        heads = "".join(cell(label) for label in ("重点目標", "取組内容", "取組の課題"))
        rows = [heads, goals[0] + "".join(texts for _, texts in shared)]
    assert sorted(read(table(*rows), tmp_path, "form.html")) == sorted(TWO_GOALS)


@pytest.mark.parametrize("key", ["課題・今後に向けて", "今後の課題と改善点", "取組の成果・効果", "成果及び取組の効果"])
def test_two_labels_of_a_field_that_are_joined_are_its_label(key: str) -> None:
    label = label_book(layouts()[0]).match(key)
    assert label
    assert label.kind == "field"


@pytest.mark.parametrize("key", ["取組内容・事業の実施者", "居場所・課題"])
def test_labels_of_two_fields_that_are_joined_are_none(key: str) -> None:
    assert label_book(layouts()[0]).match(key) is None
