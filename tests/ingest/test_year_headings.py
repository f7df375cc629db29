"""Headings that name a year and its goals: 「令和6年度重点目標」 in place of 「次年度重点目標」."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from textmine.ingest import read_form

from .one_form import EVALUATED, LABELS, NEXT, WANTED, bullets
from .study import document_of, layouts, wards

if TYPE_CHECKING:
    from pathlib import Path

TITLE = "鶴見区地域子育て支援拠点事業\n\n令和５年度重点目標評価結果・令和６年度重点目標\n\n"


def read(text: str, folder: Path, name: str = "form.txt") -> list[tuple[str, int | None, str]]:
    form = read_form(document_of(text, folder, name), layouts(), wards())
    return [(one.section, one.goal_no, one.text) for one in form.statements]


def evaluated(year: str) -> str:
    return "\n\n".join(
        "\n\n".join(
            [
                f"{year}重点目標{number}",
                block.goal,
                *(
                    f"{label}\n\n{bullets(said)}"
                    for label, said in zip(LABELS, (block.activity, block.outcome, block.issue), strict=True)
                ),
            ]
        )
        for number, block in zip("①②", EVALUATED, strict=True)
    )


@pytest.mark.parametrize(
    "heading", ["令和６年度重点目標", "２　令和６年度の重点目標", "2024年度重点目標", "令和６年度の重点目標と取組"]
)
@pytest.mark.parametrize("label", ["重点目標①", "令和６年度重点目標①", "令和６年度\n重点目標①"])
def test_a_heading_of_the_next_year_begins_its_part(heading: str, label: str, tmp_path: Path) -> None:
    following = f"{heading}\n\n{label}\n\n{NEXT.goal}\n\n取組内容\n\n・{NEXT.activity[0]}\n"
    text = f"{TITLE}令和５年度重点目標の評価\n\n{evaluated('令和５年度')}\n\n{following}"
    assert read(text, tmp_path) == list(WANTED)


def test_a_heading_of_the_evaluated_year_is_no_goal(tmp_path: Path) -> None:
    following = f"令和６年度重点目標\n\n重点目標①\n\n{NEXT.goal}\n\n取組内容\n\n・{NEXT.activity[0]}\n"
    text = f"{TITLE}令和５年度重点目標\n\n{evaluated('')}\n\n{following}"
    assert read(text, tmp_path) == list(WANTED)


def test_words_with_a_goal_beside_them_are_its_label(tmp_path: Path) -> None:
    rows = [("令和５年度重点目標", EVALUATED[0].goal), *zip(LABELS, map("<br>・".join, EVALUATED[0][1:]), strict=True)]
    rows += [("令和６年度重点目標", NEXT.goal), ("取組内容", NEXT.activity[0])]
    body = "".join(f"<tr><td>{label}</td><td>{text}</td></tr>" for label, text in rows)
    assert read(f"<p>{TITLE}</p><table>{body}</table>", tmp_path, "form.html")[-2:] == [
        ("next_goal", 1, NEXT.goal),
        ("next_activity", 1, NEXT.activity[0]),
    ]


def test_a_heading_merged_beside_its_rows_is_no_goal(tmp_path: Path) -> None:
    fields = [*zip(LABELS, map("<br>・".join, EVALUATED[0][1:]), strict=True)]
    years = {
        "令和５年度の<br>重点目標と<br>振り返り": [("重点目標", EVALUATED[0].goal), *fields],
        "令和６年度の<br>重点目標と<br>取組": [("重点目標", NEXT.goal), ("取組内容", NEXT.activity[0])],
    }
    body = "".join(
        f"<tr>{f'<td rowspan={len(rows)}>{year}</td>' if not number else ''}<td>{label}</td><td>{text}</td></tr>"
        for year, rows in years.items()
        for number, (label, text) in enumerate(rows)
    )
    assert read(f"<p>{TITLE}</p><table>{body}</table>", tmp_path, "form.html")[-2:] == [
        ("next_goal", 1, NEXT.goal),
        ("next_activity", 1, NEXT.activity[0]),
    ]


UNDIVIDED = (
    f"１）{EVALUATED[0].goal}\n２）{EVALUATED[1].goal}",
    bullets((*EVALUATED[0].activity, *EVALUATED[1].activity), "◆"),
    bullets((*EVALUATED[0].outcome, *EVALUATED[1].outcome), "◆"),
    bullets((*EVALUATED[0].issue, *EVALUATED[1].issue), "◆"),
)
UNDIVIDED_NEXT = ("１）父親が地域とつながる。\n２）転入した家庭を迎える。", bullets(NEXT.activity, "◆"))


@pytest.mark.parametrize("heading", ["Ⅱ　令和６年度の重点目標", "２　令和６年度重点目標"])
def test_a_heading_after_the_next_years_goals_on_a_shuffled_page_is_no_goal(heading: str, tmp_path: Path) -> None:
    first = [
        UNDIVIDED[1],
        UNDIVIDED[3],
        "取組内容",
        "Ⅰ　令和５年度の振り返り",
        UNDIVIDED[0],
        "課題",
        UNDIVIDED[2],
        "重点目標",
        "成果",
    ]
    second = ["重点目標", UNDIVIDED_NEXT[0], "取組内容", UNDIVIDED_NEXT[1], heading]
    pages = ["\n\n".join(part.strip("\n") for part in page) for page in (first, second)]
    found = read("\n\f".join([TITLE, *pages]) + "\n", tmp_path)
    assert sorted((section, number) for section, number, _ in found if "goal" in section) == [
        ("goal", 1),
        ("goal", 2),
        ("next_goal", 1),
        ("next_goal", 2),
    ]
    assert {(section, number) for section, number, _ in found if "goal" not in section} == {
        (section, None) for section in ("activity", "outcome", "issue", "next_activity")
    }


def test_next_goals_under_a_label_with_their_year_stay_goals_on_a_shuffled_page(tmp_path: Path) -> None:
    first = [UNDIVIDED[1], "取組内容", UNDIVIDED[0], "課題", UNDIVIDED[3], "重点目標", "成果", UNDIVIDED[2]]
    second = ["令和６年度重点目標", UNDIVIDED_NEXT[0]]
    pages = ["\n\n".join(part.strip("\n") for part in page) for page in (first, second)]
    found = read("\n\f".join([TITLE, *pages]) + "\n", tmp_path)
    assert [(section, number) for section, number, _ in found if section == "next_goal"] == [
        ("next_goal", 1),
        ("next_goal", 2),
    ]
