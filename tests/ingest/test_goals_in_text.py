"""Text by extractors of forms whose goals have two labels, or no more than a number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textmine.ingest import read_form

from .study import document_of, layouts, wards

if TYPE_CHECKING:
    from pathlib import Path

TITLE = "令和４年度 港南区地域子育て支援拠点事業\n重点目標 評価結果\n\n令和４年度重点目標の評価結果\n"
WANTED = [
    ("goal", 1, "川べりの町で親子が誘い合って歩けるようにする。"),
    ("activity", 1, "橋のたもとに集まる散歩の会を毎月開いた。"),
    ("outcome", 1, "散歩の会に延べ90組が加わった。"),
    ("issue", 1, "雨の日に集まる部屋がまだない。"),
    ("goal", 2, "祖父母の世代が子育ての力になれるようにする。"),
    ("activity", 2, "孫育ての講座を秋に三度開いた。"),
    ("outcome", 2, "受講した16人が見守りを始めた。"),
    ("issue", 2, "講座を知らない世帯へ届いていない。"),
]
LABELS = {"goal": "目　標", "activity": "取組内容", "outcome": "成　果", "issue": "課　題"}


def read(text: str, folder: Path) -> list[tuple[str, int | None, str]]:
    form = read_form(document_of(text, folder), layouts(), wards())
    return [(one.section, one.goal_no, one.text) for one in form.statements]


def bullet(section: str, said: str) -> str:
    return said if section == "goal" else f"・{said}"


def test_a_number_over_the_label_of_its_goal_opens_no_goal_of_its_own(tmp_path: Path) -> None:
    lines = [
        (f"重点目標{'①②'[number - 1]}\n" if section == "goal" else "") + f"{LABELS[section]}\n{bullet(section, said)}\n"
        for section, number, said in WANTED
    ]
    assert read(TITLE + "".join(lines), tmp_path) == WANTED


def test_a_number_at_the_middle_of_its_block_opens_no_goal_of_its_own(tmp_path: Path) -> None:
    lines = [
        f"{'重点目標' + '①②'[number - 1] if section == 'outcome' else '':　<8}"
        f"{LABELS[section]}　　{bullet(section, said)}"
        for section, number, said in WANTED
    ]
    assert read(TITLE + "\n".join(lines) + "\n", tmp_path) == WANTED


def test_a_label_of_two_signs_far_apart_is_a_label(tmp_path: Path) -> None:
    lines = [
        f"{'重点目標' + '①②'[number - 1] if section == 'outcome' else '':　<8}"
        f"{LABELS[section].replace('　', '      ')}      {bullet(section, said)}"
        for section, number, said in WANTED
    ]
    assert read(TITLE + "\n".join(lines) + "\n", tmp_path) == WANTED


def test_a_number_alone_opens_a_goal_under_the_heads_of_columns(tmp_path: Path) -> None:
    brackets = {"activity": "【取組内容】", "outcome": "【取組の成果】", "issue": "【取組の課題】"}
    lines = [
        f"{number}　{said}\n" if section == "goal" else f"{brackets[section]}\n・{said}\n"
        for section, number, said in WANTED
    ]
    text = "港南区地域子育て支援拠点事業\n令和４年度重点目標の評価\n令和４年度重点目標 取組状況\n" + "".join(lines)
    assert read(text, tmp_path) == WANTED
