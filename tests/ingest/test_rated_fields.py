"""A form's own marks in a line among its labels: 「自己評価」 heads 「法人：Ａ 区：Ｂ」 and no text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from textmine.ingest import read_form

from .one_form import EVALUATED, LABELS, NEXT, WANTED, bullets
from .study import document_of, layouts, wards

if TYPE_CHECKING:
    from pathlib import Path

    from textmine.documents import Reading

TITLE = "【単年度事業評価様式】\n栄区地域子育て支援拠点事業\n令和５年度重点目標評価結果・令和６年度重点目標\n\n"
MARKS = (
    "自己評価 法人：Ａ ／ 区：Ｂ",
    "自己評価\n法人：Ａ　区：Ｂ",
    "自己評価\n法人\nＡ\n区\nＢ",
    "自己評価　　　法人　　　Ａ　　　区　　　Ｂ",
)


def read(text: str, folder: Path) -> Reading:
    return read_form(document_of(text, folder), layouts(), wards())


def said(reading: Reading) -> list[tuple[str, int | None, str]]:
    return [(one.section, one.goal_no, one.text) for one in reading.statements]


def beside(label: str, lines: tuple[str, ...]) -> str:
    """Write a cell by heights: the label at its middle, on the line that stands there or between two."""
    middle, is_odd = divmod(len(lines), 2)
    at_middle = [f"{label} {lines[middle]}", *lines[middle + 1 :]] if is_odd else [label, *lines[middle:]]
    return "\n".join([*lines[:middle], *at_middle]) + "\n"


def by_heights(marks: str) -> str:
    """Write the form by heights; marks follow each goal's issues."""
    text = TITLE + "令和５年度重点目標の評価\n"
    for number, block in zip("①②", EVALUATED, strict=True):
        text += beside(f"重点目標{number}", (block.goal,))
        for label, own in zip(LABELS, (block.activity, block.outcome, block.issue), strict=True):
            text += beside(label, tuple(f"◆{one}" for one in own))
        text += f"{marks}\n"
    following = beside(LABELS[0], tuple(f"◆{one}" for one in NEXT.activity))
    return f"{text}令和６年度重点目標\n{beside('重点目標①', (NEXT.goal,))}{following}"


@pytest.mark.parametrize("marks", MARKS)
def test_marks_among_labels_leave_their_neighbours_in_place(marks: str, tmp_path: Path) -> None:
    assert said(read(by_heights(marks), tmp_path)) == list(WANTED)


@pytest.mark.parametrize("marks", MARKS)
def test_no_mark_is_lost_without_a_trace(marks: str, tmp_path: Path) -> None:
    reading = read(by_heights(marks), tmp_path)
    places = [place for place, sign in enumerate(reading.document.text) if sign in "ＡＢ"]
    shares = {share for span, share in reading.ledger for place in places if span.start <= place < span.end}
    assert shares <= {"rating", "furniture"}


@pytest.mark.parametrize("heads_first", [True, False])
def test_marks_apart_from_their_label_on_a_shuffled_page_are_no_statements(heads_first: bool, tmp_path: Path) -> None:  # noqa: FBT001
    block = EVALUATED[0]
    apart = ["自己評価", "法人：Ａ　／　区：Ｂ"]
    fields = zip(LABELS, (block.activity, block.outcome, block.issue), strict=True)
    blocks = [part for label, own in fields for part in (bullets(own).strip("\n"), label)]
    page = [*(apart if heads_first else apart[::-1]), *blocks, "重点目標①", block.goal]
    found = set(said(read(f"{TITLE}令和５年度重点目標の評価\n\f" + "\n\n".join(page) + "\n", tmp_path)))
    assert found == {one for one in WANTED if one[1] == 1 and not one[0].startswith("next")}


def test_text_under_the_same_label_is_outcome_and_issue(tmp_path: Path) -> None:
    block = EVALUATED[0]
    text = (
        f"{TITLE}令和５年度重点目標の評価\n\n重点目標①\n\n{block.goal}\n\n取組内容\n\n{bullets(block.activity)}\n\n"
        f"自己評価\n\n{bullets((*block.outcome, *block.issue))}\n\n法人：Ａ　区：Ｂ\n"
    )
    assert said(read(text, tmp_path)) == [one for one in WANTED if one[1] == 1 and not one[0].startswith("next")]
