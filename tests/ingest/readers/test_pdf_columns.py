"""PDFs without rules whose text stands in columns side by side: gutters and steps from line to line tell the cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from textmine.ingest import read_form
from textmine.ingest.cells.white_bands import Band, Piece, part_band

from ..study import layouts, wards  # noqa: TID252 - as the tests beside study.py import it

if TYPE_CHECKING:
    from tests.ingest.readers.conftest import PdfMaker, Reader

    from textmine.documents import Document

TITLE = "港南区地域子育て支援拠点事業\\ 令和5年度重点目標評価結果\n\n"
GOALS = ("親子が安心して過ごせる場を、駅の近くにつくる。", "妊娠期の家庭が先輩の親と出会う機会を増やす。")
ACTIVITY = ("父親が集う会を毎月第三土曜日に開き、公園まで歩いた。", "多胎の家庭を保健師と訪ねた。")
OUTCOME = (
    "会には延べ百二十人が参加し、父親どうしで次の行き先を決めるまでになった。",
    "訪ねた家庭のうち六組が、ふたごの会に加わった。",
)
ISSUE = ("土曜日に働く家庭が参加できる日を設ける必要がある。",)
WANTED: Final = [
    *(("activity", text) for text in ACTIVITY),
    *(("outcome", text) for text in OUTCOME),
    *(("issue", text) for text in ISSUE),
]


def stacked(label: str) -> str:
    return " \\ ".join(label)


def numbered(texts: tuple[str, ...]) -> str:
    return " \\ ".join(f"({number}) {text}" for number, text in enumerate(texts, 1))


def grid(columns: str, cells: tuple[str, ...], align: str = "left + top") -> str:
    inside = ", ".join(cell if cell.startswith("table.") else f"[{cell}]" for cell in cells)
    return f"#table(columns: ({columns}), stroke: none, inset: 4pt, align: {align}, {inside})\n"


def statements(document: Document) -> list[tuple[str, int | None, str]]:
    return [(one.section, one.goal_no, one.text) for one in read_form(document, layouts(), wards()).statements]


def test_outcome_and_issue_stand_side_by_side_beside_their_common_stacked_label(
    make_pdf: PdfMaker, read: Reader
) -> None:
    blocks = [
        grid(
            "2cm, 1fr, 1fr",
            (
                *(f"重点目標{'①②'[number]}", f"table.cell(colspan: 2)[{goal}]"),
                *(stacked("取組内容"), f"table.cell(colspan: 2)[{numbered(ACTIVITY)}]"),
                *(f"table.cell(rowspan: 2)[{stacked('振り返り')}]", "取組の成果", "取組の課題"),
                *(numbered(OUTCOME), numbered(ISSUE)),
            ),
            "left + horizon" if number else "left + top",
        )
        for number, goal in enumerate(GOALS)
    ]
    found = statements(read(make_pdf(TITLE + "".join(blocks)), "form.pdf"))
    assert found == [
        one
        for number, goal in enumerate(GOALS, 1)
        for one in (("goal", number, goal), *((section, number, text) for section, text in WANTED))
    ]


@pytest.mark.parametrize("align", ["left + horizon", "left + top"])
def test_fields_at_the_left_of_a_column_per_goal_are_of_both_goals(
    align: str, make_pdf: PdfMaker, read: Reader
) -> None:
    fields = (("目標", GOALS), ("主な取組", ACTIVITY), ("成果", OUTCOME), ("課題", (*ISSUE, "会場を探している。")))
    cells = ("", "重点目標1", "重点目標2", *(cell for label, texts in fields for cell in (label, *texts)))
    found = statements(read(make_pdf(TITLE + grid("2.5cm, 1fr, 1fr", cells, align)), "form.pdf"))
    sections = ("goal", "activity", "outcome", "issue")
    assert sorted(found) == sorted(
        (section, number, text)
        for section, (_, texts) in zip(sections, fields, strict=True)
        for number, text in enumerate(texts, 1)
    )


def test_goals_with_their_numbers_head_the_rows_of_a_table_with_narrow_columns_of_marks(
    make_pdf: PdfMaker, read: Reader
) -> None:
    texts = (("【取組内容】", ACTIVITY), ("【成果】", OUTCOME), ("【課題】", ISSUE))
    body = " \\ ".join(line for label, own in texts for line in (label, *(f"○{text}" for text in own)))
    cells = (
        *("令和5年度 \\ 重点目標", "取組内容・成果・課題", "自己評 \\ 価 \\ 法人", "自己評 \\ 価 \\ 区"),
        *(cell for number, goal in enumerate(GOALS, 1) for cell in (f"{number} {goal}", body, "A", "B")),
    )
    found = statements(read(make_pdf(TITLE + grid("3cm, 1fr, 1.4cm, 1.4cm", cells)), "form.pdf"))
    assert sorted(found) == sorted(
        one
        for number, goal in enumerate(GOALS, 1)
        for one in (("goal", number, goal), *((section, number, text) for section, text in WANTED))
    )


def test_labels_may_stand_to_the_right_of_their_text(make_pdf: PdfMaker, read: Reader) -> None:
    rows = (
        (GOALS[0], "重点目標①"),
        (" \\ ".join(f"・{text}" for text in ACTIVITY), "取組内容"),
        (" \\ ".join(f"・{text}" for text in OUTCOME), "取組の成果"),
        (" \\ ".join(f"・{text}" for text in ISSUE), "取組の課題"),
    )
    cells = tuple(cell for row in rows for cell in row)
    found = statements(read(make_pdf(TITLE + grid("1fr, 3cm", cells, "left + horizon")), "form.pdf"))
    assert found == [("goal", 1, GOALS[0]), *((section, 1, text) for section, text in WANTED)]


def lines_at(*tops: float) -> tuple[Piece, ...]:
    return tuple(Piece((0,), 0, top, 10, top + 10) for top in tops)


def test_a_step_a_hair_wider_than_all_others_parts_the_lines_of_two_cells() -> None:
    """Word's paragraphs in cells leave room under them: a label stands half a line above the middle of its text."""
    lines = lines_at(0, 12, 24, 36.3, 48.3, 60.3)
    band = Band(1, lines_at(7, 43.3), lines, goes_on=False)
    assert [[line.top for line in group] for group in part_band(band, "middle").groups] == [
        [],
        [0, 12, 24],
        [36.3, 48.3, 60.3],
    ]


def test_no_row_ends_amid_a_sentence() -> None:
    lines = lines_at(0, 12, 24, 36, 48)
    labels = lines_at(8, 38)
    broken = part_band(Band(1, labels, lines, goes_on=False), "middle")
    whole = part_band(Band(1, labels, lines, goes_on=False, unbroken=frozenset({2})), "middle")
    assert [len(group) for group in broken.groups] == [0, 2, 3]
    assert [len(group) for group in whole.groups] == [0, 3, 2]
