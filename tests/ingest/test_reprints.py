"""Rows of tables that a page break cuts, which some programs draw on both pages: a text of them has both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textmine.ingest import read_form

from .one_form import EVALUATED, NEXT, WANTED
from .study import document_of, layouts, wards

if TYPE_CHECKING:
    from pathlib import Path

TITLE = "【単年度事業評価様式】\n栄区地域子育て支援拠点事業\n令和５年度重点目標評価結果・令和６年度重点目標\n"
LABELS = ("取組内容", "取組の成果", "取組の課題")


def read(text: str, folder: Path) -> list[tuple[str, int | None, str]]:
    form = read_form(document_of(text, folder), layouts(), wards())
    return [(one.section, one.goal_no, one.text) for one in form.statements]


def form_with(break_after: str, *, again: int) -> str:
    """Write the form with a page break after a line, which comes again with those before it on the next page."""
    text = f"{TITLE}\n令和５年度重点目標の評価\n\n"
    for block, number in zip(EVALUATED, "①②", strict=True):
        text += f"重点目標{number}\n{block.goal}\n\n"
        for label, said in zip(LABELS, (block.activity, block.outcome, block.issue), strict=True):
            text += f"{label}\n" + "".join(f"・{one}\n" for one in said) + "\n"
    text += f"次年度重点目標\n\n重点目標①\n{NEXT.goal}\n\n取組内容\n・{NEXT.activity[0]}\n"
    before, _, after = text.partition(f"・{break_after}\n")
    own = f"{before}・{break_after}\n"
    repeated = "".join(line + "\n" for line in own.splitlines()[-again:]) if again else ""
    return f"{own}\n－ 1 －\n\f{repeated}{after}"


def test_lines_that_end_a_page_and_start_the_next_are_one_cell(tmp_path: Path) -> None:
    assert read(form_with(EVALUATED[0].outcome[-1], again=3), tmp_path) == list(WANTED)


def test_a_page_break_that_repeats_nothing_leaves_all_as_it_is(tmp_path: Path) -> None:
    assert read(form_with(EVALUATED[0].outcome[-1], again=0), tmp_path) == list(WANTED)
