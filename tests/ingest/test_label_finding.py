"""Labels that lead a line, and words in a line that only look like one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from textmine.ingest import read_form
from textmine.ingest.labels.book import label_book
from textmine.ingest.labels.finding import find_labels
from textmine.ingest.labels.scanning import scan_rows
from textmine.ingest.lines.rows import read_rows

from .study import document_of, layouts, wards

if TYPE_CHECKING:
    from pathlib import Path

NUMBERED_GOALS = """鶴見区地域子育て支援拠点事業
平成30年度重点目標評価結果
平成30年度重点目標 1．親子が集う場をつくる
2．担い手を増やす
主な取組内容 ◇お父さんと遊ぶ日を設けた
◇講座を開いた
取組の成果 ◇34組が参加した
課題 ◇会場が足りない
"""


def labels_of(text: str, folder: Path) -> list[tuple[str, str]]:
    """List the labels of a text with what is left of the lines that they lead."""
    layout = next(one for one in layouts() if one.id == "annual")
    hits, rests = find_labels(read_rows(document_of(text, folder)), label_book(layout), frozenset())
    return [(hit.rows[0].text, rests[hit.first].text if hit.leads_line else "") for hit in hits]


@pytest.mark.parametrize(
    "sentence",
    [
        "「重点目標」について、以下の通り、取組成果と課題を公表します。",
        "「重点目標」を職員の全員で読み合わせた。",
        "『取組の成果』として、次の二つがある。",
    ],
)
def test_a_label_that_a_sentence_quotes_is_none(sentence: str, tmp_path: Path) -> None:
    assert labels_of(f"{sentence}\n", tmp_path) == []


@pytest.mark.parametrize("line", ["「取組の成果」父親の参加が増えた。", "【取組の成果】父親の参加が増えた。"])
def test_a_label_in_brackets_leads_its_text(line: str, tmp_path: Path) -> None:
    assert [rest for _, rest in labels_of(f"{line}\n", tmp_path)] == ["父親の参加が増えた。"]


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("２ 取組内容 ・講座を開いた。", "2 取組内容"),
        ("（３） 取組の成果 ・講座を開いた。", "(3) 取組の成果"),
        ("④取組の課題 講座を開いた。", "④取組の課題"),
    ],
)
def test_a_label_with_the_number_of_its_field_leads_its_text(line: str, label: str, tmp_path: Path) -> None:
    [(found, rest)] = labels_of(f"{line}\n", tmp_path)
    assert (found.strip(), rest.lstrip("・")) == (label, "講座を開いた。")


@pytest.mark.parametrize("line", ["２ 取組内容を親子に知らせた。", "(2)取組の成果が少しずつ見えてきた。", "20取組内容"])
def test_a_numbered_sentence_that_begins_with_the_words_of_a_label_has_none(line: str, tmp_path: Path) -> None:
    assert [rest for _, rest in labels_of(f"{line}\n", tmp_path) if rest] == []


def test_a_number_after_a_gap_starts_the_first_goal(tmp_path: Path) -> None:
    assert labels_of("平成30年度重点目標 1．親子が集う場をつくる\n", tmp_path) == [
        ("平成30年度重点目標", "1.親子が集う場をつくる")
    ]


def test_a_figure_over_a_heading_is_no_line_of_it(tmp_path: Path) -> None:
    text = "相談件数   1,047          1,126        1,230\n２ 令和８年度の重点目標\n"
    assert [label.strip() for label, _ in labels_of(text, tmp_path)] == ["2 令和8年度の重点目標"]


def test_goals_numbered_beside_their_one_label_are_all_read(tmp_path: Path) -> None:
    reading = read_form(document_of(NUMBERED_GOALS, tmp_path), layouts(), wards())
    assert [(one.section, one.goal_no, one.text) for one in reading.statements[:4]] == [
        ("goal", 1, "親子が集う場をつくる"),
        ("goal", 2, "担い手を増やす"),
        ("activity", None, "お父さんと遊ぶ日を設けた"),
        ("activity", None, "講座を開いた"),
    ]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("重点目標\n（１）\n居場所づくり\n重点目標\n（２）\n産前からの関わり\n", [1, 2]),
        ("重点目標\n3\n\f居場所づくり\n", [None]),  # at the foot of its page
    ],
)
def test_a_number_alone_under_a_label_is_the_label_s_but_at_a_page_s_foot(
    text: str, numbers: list[int | None], tmp_path: Path
) -> None:
    layout = next(one for one in layouts() if one.id == "annual")
    scan = scan_rows(read_rows(document_of(text, tmp_path)), layout)
    assert [hit.label.number for hit in scan.hits] == numbers
