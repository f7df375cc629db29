"""A centre's own page: its title is no goal, and what the site puts around the form is no statement."""

from __future__ import annotations

from typing import TYPE_CHECKING

import docx
import pytest

from textmine.ingest import read_form
from textmine.ingest.readers import read_document

from .one_form import EVALUATED, bullets
from .study import document_of, layouts, wards

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from textmine.documents import Reading

WANTED = [
    (section, number, said)
    for number, block in enumerate(EVALUATED, 1)
    for section, all_said in (
        ("goal", (block.goal,)),
        ("activity", block.activity),
        ("outcome", block.outcome),
        ("issue", block.issue),
    )
    for said in all_said
]


def read(text: str, folder: Path, name: str = "page.md") -> Reading:
    return read_form(document_of(text, folder, name), layouts(), wards())


def stated(reading: Reading) -> list[tuple[str, int | None, str]]:
    return [(one.section, one.goal_no, one.text) for one in reading.statements]


def blocks(mark: str = "・", end: str = "\n\n") -> Iterator[str]:
    for number, block in enumerate(EVALUATED, 1):
        yield f"## 重点目標{number}\n\n{block.goal}\n\n"
        for label, said in (("取組内容", block.activity), ("取組の成果", block.outcome), ("課題", block.issue)):
            yield f"### {label}\n\n{bullets(said, mark, end)}\n\n"


@pytest.mark.parametrize("title", ["令和５年度 重点目標と振り返り", "令和５年度の取組", "令和５年度の重点目標"])
@pytest.mark.parametrize("name", ["page.md", "page.txt"])
def test_a_title_over_a_date_and_a_lead_is_no_field(title: str, name: str, tmp_path: Path) -> None:
    text = f"# {title}\n\n2024年5月1日更新\n\n区と拠点が一年の歩みを振り返りました。\n\n" + "".join(blocks())
    reading = read(text if name == "page.md" else text.replace("#", "").replace("\n ", "\n"), tmp_path, name)
    assert stated(reading) == WANTED
    assert reading.fiscal_year == 2023
    assert any("区と拠点が一年の歩み" in line or "2024年5月1日更新" in line for line in reading.warnings)


@pytest.mark.parametrize("mark", ["・", "- ", ""])
def test_what_follows_the_form_is_left_to_the_site_and_named(mark: str, tmp_path: Path) -> None:
    text = "# 令和５年度の振り返り\n\n" + "".join(blocks(mark))
    tail = "写真は夏の催しの様子\n\n[過去の評価を見る](/old)\n\nお気軽にお電話を 045-000-0000\n"
    reading = read(text + tail, tmp_path)
    assert stated(reading) == WANTED
    assert [line for line in reading.warnings if "写真は夏の催し" in line]
    assert [line for line in reading.warnings if "過去の評価を見る" in line]


def test_what_looks_as_the_statements_do_is_kept_with_all_before_it(tmp_path: Path) -> None:
    text = "".join(blocks()) + "広報について\n\n・便りを届ける先が少ないことが課題である。\n"
    assert stated(read(text, tmp_path))[-1] == ("issue", 2, "便りを届ける先が少ないことが課題である。")


def test_a_field_with_bullets_before_the_numbered_goals_is_no_title(tmp_path: Path) -> None:
    text = "令和５年度の取組\n\n・外遊びの会を毎月開いた。\n\n" + "".join(blocks()).replace("#", "")
    assert ("activity", "外遊びの会を毎月開いた。") in [(one[0], one[2]) for one in stated(read(text, tmp_path))]


def test_goals_of_the_next_year_make_no_title_of_this_years(tmp_path: Path) -> None:
    text = "# 重点目標\n\n集える場を広げる。\n\n# 次年度重点目標\n\n" + "".join(blocks()).replace(
        "## 重", "## 令和６年度重"
    )
    assert ("goal", "集える場を広げる。") in [(one[0], one[2]) for one in stated(read(text, tmp_path))]


def test_a_caption_after_the_table_is_no_statement(tmp_path: Path) -> None:
    rows = ""
    for number, block in enumerate(EVALUATED, 1):
        fields = (("取組内容", block.activity), ("取組の成果", block.outcome), ("課題", block.issue))
        for place, (label, said) in enumerate(fields):
            goal = f"<td rowspan=3>{number}　{block.goal}</td>" if place == 0 else ""
            rows += f"<tr>{goal}<td>{label}</td><td>{bullets(said, end='<br>')}</td></tr>"
    head = "<tr><th>重点目標</th><th>項目</th><th>内容</th></tr>"
    page = f"<html><body><h1>令和５年度の重点目標</h1><figure><table>{head}{rows}</table>"
    reading = read(page + "<figcaption>令和６年４月現在</figcaption></figure><p>シェア <a href='#'>X</a></p>", tmp_path)
    assert stated(reading) == WANTED


def test_what_is_signed_under_the_tables_of_a_word_form_is_no_statement(tmp_path: Path) -> None:
    form = docx.Document()
    for number, block in enumerate(EVALUATED, 1):
        fields = (("取組内容", block.activity), ("取組の成果", block.outcome), ("課題", block.issue))
        table = form.add_table(rows=0, cols=2)
        for label, text in ((f"重点目標{number}", block.goal), *((name, bullets(said)) for name, said in fields)):
            label_cell, text_cell = table.add_row().cells
            label_cell.text, text_cell.text = label, text
        form.add_paragraph("")
    form.add_paragraph("ここに書いたことを区と拠点で確かめました。")
    form.add_paragraph("令和６年５月　　日")
    form.save(str(tmp_path / "form.docx"))
    reading = read_form(read_document(tmp_path / "form.docx"), layouts(), wards())
    assert stated(reading) == WANTED
    assert [line for line in reading.warnings if "ここに書いたこと" in line]


def test_a_linked_label_is_a_label(tmp_path: Path) -> None:
    text = "".join(blocks()).replace("### 課題", "[課題](#issue)")
    assert stated(read(text, tmp_path)) == WANTED


def test_a_table_of_contents_has_no_labels(tmp_path: Path) -> None:
    contents = "# 令和５年度の振り返り\n\n- [重点目標1](#1)\n- [取組内容](#2)\n- [課題](#3)\n- [重点目標2](#4)\n\n"
    assert stated(read(contents + "".join(blocks()), tmp_path)) == WANTED


def test_marks_within_a_line_are_parted(tmp_path: Path) -> None:
    text = (
        "1 親子の居場所事業\n\n目指す拠点の姿\t①だれもが立ち寄れる場である。\n"
        "評価の理由（法人）\t1　坂の町への試み ・集会所で月に一度の会を開いた。 ・会の便りを商店に置いた。 "
        "2　父親の居場所 ・土曜の夕方に遊びの会を設けた。\n"
        "評価の理由（区）\t＜健診との連携＞ ・健診の会場で会を知らせた。 ＜学校との連携＞ ・中学生を招いた。\n"
        "振り返りの視点\tア　どの地区からも来られるか。 イ　子どもが選べるか。 ウ　声を聞いているか。\n"
    )
    assert [(one.section, one.text) for one in read(text, tmp_path).statements] == [
        ("vision", "だれもが立ち寄れる場である。"),
        ("reason_org", "集会所で月に一度の会を開いた。"),
        ("reason_org", "会の便りを商店に置いた。"),
        ("reason_org", "土曜の夕方に遊びの会を設けた。"),
        ("reason_ward", "健診の会場で会を知らせた。"),
        ("reason_ward", "中学生を招いた。"),
        ("viewpoint", "どの地区からも来られるか。"),
        ("viewpoint", "子どもが選べるか。"),
        ("viewpoint", "声を聞いているか。"),
    ]


def test_a_cell_cut_by_a_page_goes_on_in_the_next_table(tmp_path: Path) -> None:
    text = "".join(blocks()).rsplit("###", 1)[0] + (
        "|取組内容|・便りを商店や駅に置いて、まだ来たことのない家庭に|\n|---|---|\n\n1 / 2\n\n"
        "||拠点を知らせた。<br>・会を開いた。|\n|---|---|\n|課題|・人手が足りない。|\n"
    )
    assert stated(read(text, tmp_path))[-3:] == [
        ("activity", 2, "便りを商店や駅に置いて、まだ来たことのない家庭に拠点を知らせた。"),
        ("activity", 2, "会を開いた。"),
        ("issue", 2, "人手が足りない。"),
    ]


def test_two_labels_in_one_cell_share_the_text_beside_them(tmp_path: Path) -> None:
    rows = ""
    for number, block in enumerate(EVALUATED, 1):
        rows += f"|重点目標{number}<br>取組内容|{block.goal}<br>{bullets(block.activity, end='<br>')}|\n|---|---|\n"
        rows += f"|取組の成果|{bullets(block.outcome, end='<br>')}|\n|課題|{bullets(block.issue, end='<br>')}|\n\n"
    assert stated(read(rows, tmp_path)) == WANTED
