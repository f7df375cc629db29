"""Bullets of any sign, in text, cells and PDF; signs within a sentence are none."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from textmine.ingest import read_path
from textmine.ingest.lines.items import FlowRow, ItemParser
from textmine.ingest.lines.rows import read_rows
from textmine.ingest.signs.bullets import is_symbol

from .study import document_of, layouts, wards

FORMS = Path(__file__).parent.parent / "forms"
sys.path.insert(0, str(FORMS))

from generate import files_of  # noqa: E402
from made_form import Form, gold, read_forms  # noqa: E402

SIGNS = (
    *"◎➢❖✿✦➔▸▹▼★☆♪☑✔⊙∎◉⁃•⚫🔷",
    "\uf0a7",  # Wingdings
    "\uf0d8",
    "\uf0b7",  # Symbol
    "\uf0b2",
    "\ufffd",  # a PDF's font that does not say what its bullet is
    "l ",  # Wingdings' ● where the font is forgotten
    "o ",  # Courier New, the second level of a Word list
    "→",
)
CELLED = ("plain.txt", "br.docx", "cells.xlsx", "br.html", "pipe.md", "ruled.pdf")


def items_of(text: str, folder: Path) -> list[str]:
    document = document_of(text, folder)
    rows = read_rows(document)
    flow = [
        FlowRow(row, place, 0 if place and row.block == rows[place - 1].block else 1) for place, row in enumerate(rows)
    ]
    return [document.quote(item.spans) for item in ItemParser(layouts()[0]).parse(flow)]


def form_with(mark: str, nested: str) -> Form:
    form = next(form for form in read_forms() if form.form_id == "kanazawa_r6")
    style = {"bullets": dict.fromkeys(form.style["bullets"], mark), "nested": nested}
    return replace(form, style=form.style | style)


@pytest.mark.parametrize("sign", SIGNS)
def test_any_symbol_is_a_bullet(sign: str, tmp_path: Path) -> None:
    text = f"{sign}父親の講座を開いた。\n{sign}母親の講座を開き、多\nくの家庭が来た\n{sign}冊子を配った。\n"
    assert items_of(text, tmp_path) == [
        "父親の講座を開いた。",
        "母親の講座を開き、多くの家庭が来た",
        "冊子を配った。",
    ]


@pytest.mark.parametrize("sign", [sign for sign in SIGNS if not sign.endswith(" ")])  # a letter amid a line is a letter
def test_a_sign_that_starts_a_line_parts_it_where_it_comes_again(sign: str, tmp_path: Path) -> None:
    text = f"{sign}父親の講座を開いた。{sign}母親の講座の充実　{sign}お便りを配った。\n"
    if sign in "•\uf0b7":
        text = text.replace("。", "。 ")  # ・ also joins nouns
    assert items_of(text, tmp_path) == ["父親の講座を開いた。", "母親の講座の充実", "お便りを配った。"]


@pytest.mark.parametrize(
    "sentence",
    [
        "目印に★マークを付けた。★の数で選べるようにした。",
        "相談→訪問→連携の流れを整えた。",
        "室温を28℃に保ち、湿度は50±5%とした。",
        "○○区と△△園の協力を得た。",
        "〇歳から二歳までの親子が集まった。",
        "第①回と第②回を土曜日に開いた。",
        "△３件となった利用を回復させた。",
        "©や〒の記号を読み上げに直した。",
        "「♪はらぺこ」の歌に合わせて♪手遊びをした。",
    ],
)
def test_a_sign_within_a_sentence_is_no_bullet(sentence: str, tmp_path: Path) -> None:
    assert items_of(f"・{sentence}\n・お便りを配った。\n", tmp_path) == [sentence, "お便りを配った。"]
    assert items_of(f"{sentence}\n", tmp_path) == [sentence]


def test_a_sign_that_a_wrap_puts_first_is_no_bullet(tmp_path: Path) -> None:
    text = "・子どもと一緒に使える場所の目印として、\n★マークを館内の案内図に付けた。\n・お便りを配った。\n"
    expected = ["子どもと一緒に使える場所の目印として、★マークを館内の案内図に付けた。", "お便りを配った。"]
    assert items_of(text, tmp_path) == expected


def test_an_arrow_under_a_bullet_starts_what_came_of_it(tmp_path: Path) -> None:
    text = "・父親の講座を開いた。\n→参加者が増えた。\n・お便りを配った。\n"
    assert items_of(text, tmp_path) == ["父親の講座を開いた。", "参加者が増えた。", "お便りを配った。"]


def test_an_arrow_within_a_line_goes_on_with_the_fact_before(tmp_path: Path) -> None:
    text = "・父親の講座を開いた。→参加者が増えた。\n・お便りを配った。\n"
    assert items_of(text, tmp_path) == ["父親の講座を開いた。→参加者が増えた。", "お便りを配った。"]


def test_nested_bullets_that_stand_within_lines_alone_are_parted(tmp_path: Path) -> None:
    text = "・曜日ごとに対象を分けた。○月曜日：生後６か月まで ○木曜日：父親と子ども\n・お便りを配った。\n"
    assert items_of(text, tmp_path) == [
        "曜日ごとに対象を分けた。",
        "月曜日：生後６か月まで",
        "木曜日：父親と子ども",
        "お便りを配った。",
    ]


@pytest.mark.parametrize("text", ["○0 歳児の親子が来た。", "○10 代の妊婦が来た。", "◎20 人が集まった。"])
def test_a_number_after_a_bullet_counts_something(text: str, tmp_path: Path) -> None:
    assert items_of(f"{text}\n○お便りを配った。\n", tmp_path)[0] == text[1:]


@pytest.mark.parametrize("sign", "℃©®°〒№㈱＋±×÷※①あA1。、（「…―〜")
def test_units_notes_numbers_and_letters_are_no_bullets(sign: str) -> None:
    assert not is_symbol(sign)


@pytest.mark.parametrize(("mark", "nested"), [("◎", "➢"), ("❖", "▸"), ("\uf0a7", "\uf0d8"), ("🔷", "・")])
def test_a_form_with_other_bullets_is_read_from_each_kind_of_file(mark: str, nested: str, tmp_path: Path) -> None:
    form = form_with(mark, nested)
    wanted = {(said["section"], said["goal_no"], "".join(said["text"].split())) for said in gold(form)}
    for name, content in files_of(form):
        if name.split(".", 1)[1] not in CELLED:
            continue
        path = tmp_path / name
        path.write_bytes(content)
        reading = read_path(path, layouts(), wards())
        found = {(said.section, said.goal_no, "".join(said.text.split())) for said in reading.statements}
        assert len(found & wanted) >= 0.95 * len(wanted), name
