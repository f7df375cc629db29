"""Text by extractors that keep no columns: labels amid the lines of their cells, or right before them."""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.ingest import read_form
from textmine.ingest.cells.amid_cuts import AmidLabel, cut_around_labels, cut_at_labels

from .one_form import EVALUATED, NEXT, WANTED
from .study import document_of, layouts, wards

if TYPE_CHECKING:
    from pathlib import Path

    from textmine.ingest.cells.amid_cuts import Rounding

    from .one_form import Block

TITLE = "【単年度事業評価様式】\n栄区地域子育て支援拠点事業\n令和５年度重点目標評価結果・令和６年度重点目標\n"


def read(text: str, folder: Path) -> list[tuple[str, int | None, str]]:
    """List the statements of a text: section, goal and what they say."""
    form = read_form(document_of(text, folder), layouts(), wards())
    return [(one.section, one.goal_no, one.text) for one in form.statements]


def amid(label: str, lines: tuple[str, ...]) -> str:
    """Write a cell by heights: the label at its middle, on the line that stands there or between two."""
    middle = len(lines) // 2
    if len(lines) % 2:
        return "\n".join([*lines[:middle], f"{label} {lines[middle]}", *lines[middle + 1 :]]) + "\n"
    return "\n".join([*lines[:middle], label, *lines[middle:]]) + "\n"


def cells(block: Block, mark: str) -> str:
    """Write the cells of a block by heights."""
    fields = (("取組内容", block.activity), ("取組の成果", block.outcome), ("取組の課題", block.issue))
    return "".join(amid(label, tuple(mark + one for one in said)) for label, said in fields if said)


def by_heights(mark: str) -> str:
    """Write the form by heights, with no empty line."""
    evaluated = "".join(
        f"令和５年度\n{block.goal}\n重点目標{number}\n{cells(block, mark)}"
        for block, number in zip(EVALUATED, "①②", strict=True)
    )
    following = f"次年度重点目標\n令和６年度\n{NEXT.goal}\n重点目標①\n{cells(NEXT, mark)}"
    return f"{TITLE}令和５年度重点目標の評価\n{evaluated}{following}"


def test_text_by_heights_is_read_by_where_labels_stand(tmp_path: Path) -> None:
    assert read(by_heights("・"), tmp_path) == list(WANTED)


def test_sentences_without_bullets_go_to_the_label_amid_them(tmp_path: Path) -> None:
    assert read(by_heights(""), tmp_path) == list(WANTED)


def test_a_label_amid_a_wrapped_sentence_parts_it_not(tmp_path: Path) -> None:
    text = (
        f"{TITLE}令和５年度重点目標の評価\n\n言葉や文化の違いにかかわらず安心して暮らせ\n重点目標①\nるよう、支援の輪をつくる。\n\n"
        "中国語による案内を作り、窓口で配\n布する。\n取組内容\n交流会を年６回開き、手続きを一\n緒に学ぶ。\n\n"
        "案内を見て来館した方が月４組か\nら11組に増えた。\n取組の成果\n交流会では互いに助け合う関係が\n生まれた。\n\n"
        "通訳の手配に時間がかかり、改善\n取組の課題\nが必要である。\n\n"
    )
    assert read(text, tmp_path) == [
        ("goal", 1, "言葉や文化の違いにかかわらず安心して暮らせるよう、支援の輪をつくる。"),
        ("activity", 1, "中国語による案内を作り、窓口で配布する。"),
        ("activity", 1, "交流会を年６回開き、手続きを一緒に学ぶ。"),
        ("outcome", 1, "案内を見て来館した方が月４組から11組に増えた。"),
        ("outcome", 1, "交流会では互いに助け合う関係が生まれた。"),
        ("issue", 1, "通訳の手配に時間がかかり、改善が必要である。"),
    ]


def test_the_first_line_of_the_first_goal_is_no_lead_of_the_page(tmp_path: Path) -> None:
    text = (
        f"{TITLE}１．令和５年度の取組状況\n\n言葉や文化の違いにかかわらず安心して暮らせ\n重点目標１\nるよう、支援の輪をつくる。\n\n"
        "・案内を作り、窓口で配\n取組内容\n布する。\n\n・来館した方が月４組か\n取組の成果\nら11組に増えた。\n\n"
        "・通訳の手配に時間がかかり、改善\n取組の課題\nが必要である。\n"
    )
    assert read(text, tmp_path) == [
        ("goal", 1, "言葉や文化の違いにかかわらず安心して暮らせるよう、支援の輪をつくる。"),
        ("activity", 1, "案内を作り、窓口で配布する。"),
        ("outcome", 1, "来館した方が月４組から11組に増えた。"),
        ("issue", 1, "通訳の手配に時間がかかり、改善が必要である。"),
    ]


def test_a_note_stays_with_its_bullet_past_a_label(tmp_path: Path) -> None:
    text = (
        f"{TITLE}令和５年度重点目標の評価\n\n重点目標①\n居場所をつくる。\n\n1)講座を開く。\n取組内容\n2)冊子を配る。\n\n"
        "1)講座には241人が参加した。\n取組の成果\n　※回答者218人。\n2)冊子を41店で配った。\n\n"
        "1)申込が難しい家庭がある。\n取組の課題\n2)会場が足りず、見直しが必要である。\n\n"
    )
    outcomes = [said for section, _, said in read(text, tmp_path) if section == "outcome"]
    assert [said.replace("　", "") for said in outcomes] == [
        "講座には241人が参加した。※回答者218人。",
        "冊子を41店で配った。",
    ]


def test_labels_before_their_text_are_read_without_empty_lines(tmp_path: Path) -> None:
    fields = ("取組内容", "取組の成果", "取組の課題")
    evaluated = "".join(
        f"重点目標{number}\n{block.goal}\n"
        + "".join(
            f"{label}\n" + "".join(f"{one}\n" for one in said)
            for label, said in zip(fields, (block.activity, block.outcome, block.issue), strict=True)
        )
        for block, number in zip(EVALUATED, "①②", strict=True)
    )
    following = f"次年度重点目標\n重点目標①\n{NEXT.goal}\n取組内容\n{NEXT.activity[0]}\n"
    assert read(f"{TITLE}令和５年度重点目標の評価\n{evaluated}{following}", tmp_path) == list(WANTED)


def test_a_label_whose_words_in_brackets_wrap_is_one_label(tmp_path: Path) -> None:
    text = (
        f"{TITLE}令和５年度重点目標の評価\n\n重点目標①\n\n居場所をつくる。\n\n具体的な取組内容\n\n・講座を開く。\n\n"
        "取組の成果（良\nかった点）\n\n・講座に48人が参加した。\n\n取組の課題（改\n善すべき点）\n\n・会場が足りず、見直しが必要である。\n"
    )
    assert read(text, tmp_path) == [
        ("goal", 1, "居場所をつくる。"),
        ("activity", 1, "講座を開く。"),
        ("outcome", 1, "講座に48人が参加した。"),
        ("issue", 1, "会場が足りず、見直しが必要である。"),
    ]


def label(first: int, last: int, n_lines: int) -> AmidLabel:
    return AmidLabel(first, last, (0, n_lines), parted=False, told=(0.0,) * (n_lines + 1))


def test_a_label_has_as_many_lines_before_it_as_after_it() -> None:
    labels = [label(1, 1, 6), label(3, 4, 6), label(5, 6, 6)]  # lines 0-1, 2-4 (the label on line 3), 5
    found = cut_around_labels(labels, (0.0,) * 7)
    assert found is not None
    assert found.ends == (0, 2, 5, 6)


@given(st.lists(st.integers(1, 9), min_size=1, max_size=8))
def test_cells_of_any_heights_are_found_by_their_middles(heights: list[int]) -> None:
    n_lines = sum(heights)
    labels, start = [], 0
    for height in heights:
        middle = start + height // 2
        labels.append(label(middle, middle + height % 2, n_lines))
        start += height
    found = cut_around_labels(labels, (0.0,) * (n_lines + 1))
    assert found is not None
    assert [two - one for one, two in pairwise(found.ends)] == heights


def test_labels_before_their_text_have_the_lines_up_to_the_next() -> None:
    assert cut_at_labels([label(0, 0, 5), label(2, 2, 5)], (0.0,) * 6).ends == (0, 2, 5)


def test_more_lines_between_labels_than_a_cell_has_are_not_parted() -> None:
    assert cut_around_labels([label(0, 1, 500), label(499, 500, 500)], (0.0,) * 501) is None


def test_the_last_bullet_of_a_page_stays_with_its_cell_after_a_nested_one(tmp_path: Path) -> None:
    activity = ("見学会を毎月開く。", "相談日を設ける。", "出張ひろばを実施する。", "会場は町内会館とする。")
    outcome = ("見学会に48人が参加した。", "相談が５割増えた。", "出張ひろばで８組が知り合った。")
    last = "外国につながる家庭の集まりを開催する。"
    text = (
        f"{TITLE}令和５年度重点目標の評価\n重点目標① 多様な家庭が集える場を広げる。\n"
        f"◆{activity[0]}\n◆{activity[1]}\n取組内容 ◆{activity[2]}\n－{activity[3]}\n◆{last[:9]}\n{last[9:]}\n\f"
        f"◆{outcome[0]}\n取組の成果 ◆{outcome[1]}\n◆{outcome[2]}\n取組の課題 ◆周知が必要である。\n"
    )
    assert read(text, tmp_path) == [
        ("goal", 1, "多様な家庭が集える場を広げる。"),
        *(("activity", 1, said) for said in (*activity, last)),
        *(("outcome", 1, said) for said in outcome),
        ("issue", 1, "周知が必要である。"),
    ]


@given(st.lists(st.integers(1, 9), min_size=1, max_size=8), st.sampled_from(["up", "down"]))
def test_labels_on_a_line_of_their_cell_are_set_to_one_side_of_the_middle(heights: list[int], side: Rounding) -> None:
    n_lines = sum(heights)
    labels, start = [], 0
    for height in heights:
        line = start + (height - (side == "up")) // 2
        labels.append(label(line, line + 1, n_lines))
        start += height
    right = [*accumulate(heights, initial=0)]
    costs = [0.0 if place in right else 0.1 for place in range(n_lines + 1)]  # of cells that fit alike, these
    found = cut_around_labels(labels, costs, side)
    assert found is not None
    assert list(found.ends) == right


BESIDE = (
    ("取組内容", ("●講座を開催する。", "●冊子を作成し、窓口で配布する。", "●保育者の学習会を開催し、", "意見を聞く。")),
    (
        "取組の成果",
        (
            "●講座には延べ48人が参加した。",
            "●冊子を見て来館した方が増え、",
            "顔の見える関係になった。",
            "●学習会で連携が進んだ。",
        ),
    ),
    ("取組の課題", ("●会場が足りず、見直しが必要である。", "●若い世代に知られていない。")),
)


def set_up(label: str, lines: tuple[str, ...], margin: str, gap: str) -> str:
    """Write a cell whose label stands on the upper one of the two lines at its middle."""
    middle = (len(lines) - 1) // 2
    shown = (f"{label}{gap}{line}" if number == middle else f"{margin}{line}" for number, line in enumerate(lines))
    return "".join(f"{line}\n" for line in shown)


@pytest.mark.parametrize(("margin", "gap"), [("", " "), (" " * 12, "  ")])
def test_goals_that_follow_their_label_in_full_lines_part_the_cells_between(
    margin: str, gap: str, tmp_path: Path
) -> None:
    cells = "".join(set_up(name, lines, margin, gap) for name, lines in BESIDE)
    goals = ("親子の居場所をつくる。", "担い手を増やす。", "情報を届ける。")
    blocks = "".join(f"重点目標{number}：{goal}\n{cells}" for number, goal in zip("１２３", goals, strict=True))
    wanted = [
        (section, said)
        for goal in goals
        for section, said in [
            ("goal", goal),
            ("activity", "講座を開催する。"),
            ("activity", "冊子を作成し、窓口で配布する。"),
            ("activity", "保育者の学習会を開催し、意見を聞く。"),
            ("outcome", "講座には延べ48人が参加した。"),
            ("outcome", "冊子を見て来館した方が増え、顔の見える関係になった。"),
            ("outcome", "学習会で連携が進んだ。"),
            ("issue", "会場が足りず、見直しが必要である。"),
            ("issue", "若い世代に知られていない。"),
        ]
    ]
    read_as = [(section, said) for section, _, said in read(f"{TITLE}令和５年度重点目標の評価\n{blocks}", tmp_path)]
    assert read_as == wanted


def test_a_bullet_after_nested_ones_need_not_be_of_the_next_cell(tmp_path: Path) -> None:
    cells = (
        (
            "取組内容",
            (
                "●講座を毎月開催し、",
                "見学も受け付ける。",
                "●出張ひろばを始める。",
                "・当日の役割を決めておく。",
                "・サロンを紹介する。",
                "●動画を作成し、掲載する。",
            ),
        ),
        (
            "取組の成果",
            (
                "●講座には延べ48人が参加し、",
                "交流が続いた。",
                "●出張ひろばを28家庭が利用し、",
                "来館につながった。",
                "●動画の再生は1,900回を超えた。",
            ),
        ),
        ("取組の課題", ("●会場が足りない。", "●担い手の不足に対し、", "見直しが必要である。")),
    )
    text = "".join(set_up(name, lines, "", " ") for name, lines in cells)
    goals = ("親子の居場所をつくる。", "担い手を増やす。")
    blocks = "".join(f"重点目標{number}：{goal}\n{text}" for number, goal in zip("１２", goals, strict=True))
    found = read(f"{TITLE}令和５年度重点目標の評価\n{blocks}", tmp_path)
    assert [section for section, _, _ in found] == 2 * ["goal", *5 * ["activity"], *3 * ["outcome"], *2 * ["issue"]]
