"""Text that an extractor lays out with spaces: labels in a column, centred beside the lines of their cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from textmine.ingest import read_form
from textmine.ingest.signs.characters import fold

from .one_form import EVALUATED, NEXT, WANTED
from .study import document_of, layouts, wards

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from .one_form import Block

TITLE = "【単年度事業評価様式】\n栄区地域子育て支援拠点事業\n令和５年度重点目標評価結果・令和６年度重点目標\n\n"
COLUMN = 12  # characters
FIELDS = ("取組内容", "取組の成果", "取組の課題")


def read(text: str, folder: Path) -> list[tuple[str, int | None, str]]:
    form = read_form(document_of(text, folder), layouts(), wards())
    return [(one.section, one.goal_no, fold(one.text).text) for one in form.statements]


def wanted() -> list[tuple[str, int, str]]:
    return [(section, number, fold(text).text) for section, number, text in WANTED]


def wrapped(said: str, width: int) -> list[str]:
    """Cut a bullet into lines of `width` full-width characters, of which two digits take one."""
    lines, room = [""], float(width)
    for sign in said:
        room -= 0.5 if sign.isascii() else 1
        if room < 0 and sign not in "、。」":
            lines.append("")
            room = width - 1.0
        lines[-1] += sign
    return lines


def cell(label: Sequence[str], said: Sequence[str], mark: str, width: int = 16) -> list[str]:
    """Write a cell with its label beside the middle of its lines, or between the two lines in the middle."""
    text = [line for one in said for line in wrapped(mark + one, width)]
    if len(text) % 2 == len(label) % 2:
        above = (len(text) - len(label)) // 2
        beside = [""] * above + list(label) + [""] * (len(text) - above - len(label))
        return [f"{name:<{COLUMN}}{line}".rstrip() for name, line in zip(beside, text, strict=True)]
    middle = len(text) // 2
    lines = [" " * COLUMN + line for line in text]
    if len(label) == 1:
        return [*lines[:middle], label[0], *lines[middle:]]
    return [label[0] + " " * (COLUMN - len(label[0])) + text[0], *label[1:], *lines[1:]]


def block(number: int, said: Block, mark: str, year: str = "令和５年度") -> list[str]:
    fields = zip(FIELDS, (said.activity, said.outcome, said.issue), strict=True)
    cells = [line for label, own in fields if own for line in cell((label,), own, mark)]
    return [*cell((year, f"重点目標{'①②'[number - 1]}"), (said.goal,), ""), *cells]


@pytest.mark.parametrize("mark", ["・", "◇"])
def test_labels_beside_the_middle_of_their_cells_part_lines_that_no_empty_line_parts(mark: str, tmp_path: Path) -> None:
    lines = ["令和５年度重点目標の評価"]
    for number, said in enumerate(EVALUATED, 1):
        lines += block(number, said, mark)
    lines += ["次年度重点目標", *block(1, NEXT, mark, "令和６年度")]
    assert read(TITLE + "\n".join(lines) + "\n", tmp_path) == wanted()


def test_a_cell_that_a_page_break_cuts_has_its_label_beside_the_part_on_its_page(tmp_path: Path) -> None:
    first = [*cell(("重点目標１",), (EVALUATED[0].goal,), ""), *cell(("取組内容",), EVALUATED[0].activity, "・")]
    outcome = cell(("取組の成果",), EVALUATED[0].outcome, "・")
    rest = [" " * COLUMN + "・来館した方同士が連絡先を交わし", " " * COLUMN + "た。"]
    lines = [*first, *outcome, "\f" + rest[0], rest[1], *cell(("取組の課題",), EVALUATED[0].issue, "・")]
    said = read(TITLE + "令和５年度重点目標の評価\n" + "\n".join(lines) + "\n", tmp_path)
    assert [text for section, _, text in said if section == "outcome"] == [
        *(fold(one).text for one in EVALUATED[0].outcome),
        "来館した方同士が連絡先を交わした。",
    ]


def test_the_lines_of_a_label_take_no_text_from_the_column_beside_it(tmp_path: Path) -> None:
    lines = [
        *cell(("重点目標１",), ("居場所をつくる。",), ""),
        *cell(("取組内容",), ("講座を開く。",), "・"),
        "            ・講座には父親が参加し、そのうち",
        "取組の成果（効    だけの参加が 21 組を占めた。",
        "果）         ・冊子を 41 店で配った。",
        *cell(("取組の課題",), ("会場が足りない。",), "・"),
    ]
    assert ("outcome", 1, "講座には父親が参加し、そのうちだけの参加が 21 組を占めた。") in read(
        TITLE + "令和５年度重点目標の評価\n" + "\n".join(lines) + "\n", tmp_path
    )


def test_a_number_beside_its_text_is_a_bullet_also_over_a_label(tmp_path: Path) -> None:
    lines = ["重点目標１", "居場所をつくる。", "", "取組内容", "", "①   講座を開く。", "②   冊子を配る。", ""]
    lines += ["成果", "", "①   講座に48人が参加した。", "", "課題", "", "①   会場が足りない。"]
    assert ("activity", 1, "冊子を配る。") in read(
        TITLE + "令和５年度重点目標の評価\n" + "\n".join(lines) + "\n", tmp_path
    )


def test_the_heads_of_a_table_are_no_text_when_they_stand_in_lines(tmp_path: Path) -> None:
    lines = ["令和５年度重点目標の評価", "項目        内容"]
    lines += [*block(1, EVALUATED[0], "・"), "項目 内容", *block(2, EVALUATED[1], "・")]
    lines += ["次年度重点目標", "項目", "内容", *block(1, NEXT, "・", "令和６年度")]
    assert read(TITLE + "\n".join(lines) + "\n", tmp_path) == wanted()


def test_a_year_that_heads_pages_is_part_of_the_label_under_it(tmp_path: Path) -> None:
    goals = ("居場所をつくる。", "相談に応じる。", "仲間を増やす。")
    pages = [
        [
            "令和５年度",
            f"{f'重点目標{number}':<{COLUMN}}{goal}",
            *cell(("取組内容",), (f"{goal[:3]}の講座を開く。",), "・"),
            *cell(("取組の成果",), (f"講座には{number}組が参加した。",), "・"),
            *cell(("取組の課題",), (f"{goal[:2]}の会場が足りない。",), "・"),
        ]
        for number, goal in enumerate(goals, 1)
    ]
    text = "\n\f".join(["令和５年度重点目標の評価", *map("\n".join, pages)])
    said = read(TITLE + text + "\n", tmp_path)
    assert [(number, text) for section, number, text in said if section == "goal"] == list(enumerate(goals, 1))
    assert len(said) == len(goals) * 4
