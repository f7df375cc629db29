"""A centre's page saved as text or printed: its menu, pointers, hours and edges are no text of the form."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import pytest

from textmine.ingest import read_form
from textmine.ingest.lines.wording import wording_of

from .one_form import EVALUATED, NEXT, bullets
from .study import document_of, layouts, wards

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from textmine.documents import Reading

FIELDS = (("取組内容", "activity"), ("取組の成果", "outcome"), ("取組の課題", "issue"))
WANTED = [
    (section, number, said)
    for number, block in enumerate(EVALUATED, 1)
    for section, all_said in (("goal", (block.goal,)), *((name, getattr(block, name)) for _, name in FIELDS))
    for said in all_said
] + [("next_goal", 1, NEXT.goal)]
MENU = "さくらの家\n\nはじめての方\n遊びに来る\n相談する\n活動の記録\n\n"
HEAD = "令和５年度の取組の振り返り\n\n"
TITLE = f"{HEAD}2024.05.01\n\n区と拠点が一年の歩みを振り返りました。目標を押すと中身が開きます。\n\n"
POINTERS = [
    "話し合いの記録など、全文はこちら（PDF）をご覧ください。",
    "詳しくはホームページをご覧ください。",
    "過去の評価はこちら",
    "全文のダウンロードはこちらから",
    "協働の役割分担の表（PDF：320KB）",
    "下の見出しをクリックしてください。",
    "目標を押すと中身が開きます。",
    "PDFの閲覧にはAdobe Readerが必要です。",
    "ご不明な点はお気軽にお問い合わせください。",
]
STATEMENTS = [
    "ホームページを見やすく改め、利用案内を載せた。",
    "相談の予約を、ホームページからも受け付ける。",
    "「こちらをご覧ください」と書いた案内板を公園に置いた。",
    "開館時間を土曜日に限り一時間延ばした。",
    "問い合わせが増え、電話に出られないことがあった。",
    "おたよりの印刷",
    "駅から徒歩10分の集会所で出張ひろばを開いた。",
    "SNSで共有される写真が増えた。",
]
FURNITURE = [
    "ページの先頭へ戻る",
    "前のページに戻る",
    "一覧へ戻る",
    "もっと見る",
    "文字サイズ 小 中 大",
    "この記事をシェアする",
    "シェア Facebook X LINE",
    "最終更新日：2024年5月1日",
    "開館時間　火曜日～土曜日　９時30分～16時",
    "休館日：日曜・月曜・祝日・年末年始",
    "〒100-0000 さくら町１－２－３",
    "さくら駅から徒歩５分",
    "https://www.example.jp/report/r5/ 1/3",
    "2024/06/01 14:05 令和５年度の取組の振り返り",
    "6/1/24, 2:05 PM",
    "（令和６年５月　公表）",
]


def read(text: str, folder: Path, name: str = "page.txt") -> Reading:
    return read_form(document_of(text, folder, name), layouts(), wards())


def stated(reading: Reading) -> list[tuple[str, int | None, str]]:
    return [(one.section, one.goal_no, one.text) for one in reading.statements]


def blocks(mark: str = "", gap: str = "\n") -> Iterator[str]:
    """Write the form as a page shows it: each label over its text; `gap` is what stands before a label."""
    for number, block in enumerate(EVALUATED, 1):
        yield f"重点目標{number} {block.goal}\n{gap}"
        for label, name in FIELDS:
            yield f"{label}\n{bullets(getattr(block, name), mark)}\n{gap}"
    yield f"令和６年度の重点目標\n1. {NEXT.goal}\n{gap}"


def key(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


@pytest.mark.parametrize("mark", ["", "- ", "・"])
@pytest.mark.parametrize("gap", ["\n", ""])
def test_a_menu_over_the_title_and_a_lead_under_it_are_the_sites(mark: str, gap: str, tmp_path: Path) -> None:
    reading = read(MENU + TITLE + "".join(blocks(mark, gap)), tmp_path)
    assert stated(reading) == WANTED
    assert reading.fiscal_year == 2023
    assert [line for line in reading.warnings if "さくらの家" in line]


def test_goals_over_the_first_label_are_no_menu_where_they_are_sentences(tmp_path: Path) -> None:
    text = "だれもが集える場を広げる。\n\n令和５年度の取組の振り返り\n\n" + "".join(blocks())
    assert not [line for line in read(text, tmp_path).warnings if "題名の上下" in line]


UNDIVIDED = [
    ("goal", 1, "地域の皆で育つ場をつくる。"),
    ("goal", 2, "親どうしがつながる。"),
    ("activity", None, "出張ひろばを開いた。"),
    ("outcome", None, "延べ90組が参加した。"),
    ("issue", None, "会場が足りない。"),
]
UNDER_GOALS = (
    "取組内容\n\n・出張ひろばを開いた。\n\n取組の成果\n\n・延べ90組が参加した。\n\n課題\n\n・会場が足りない。\n"
)


def test_a_title_of_goals_over_their_label_and_its_lead_are_the_sites(tmp_path: Path) -> None:
    text = (
        "緑区地域子育て支援拠点\n\n重点目標とふりかえり\n\n毎年、区とともに一年をふりかえっています。\n\n令和３年度\n\n"
        f"重点目標\n\n1. 地域の皆で育つ場をつくる。\n2. 親どうしがつながる。\n\n{UNDER_GOALS}"
    )
    assert stated(read(text, tmp_path)) == UNDIVIDED


def test_a_goals_label_that_comes_again_is_no_title(tmp_path: Path) -> None:
    text = (
        "緑区地域子育て支援拠点 令和３年度の評価\n\n重点目標\n\n地域の皆で育つ場をつくる。\n\n"
        f"重点目標\n\n親どうしがつながる。\n\n{UNDER_GOALS}"
    )
    assert [one for one in stated(read(text, tmp_path)) if one[0] == "goal"] == UNDIVIDED[:2]


@pytest.mark.parametrize("said", POINTERS)
def test_a_pointer_to_another_page_is_no_statement_and_is_named(said: str, tmp_path: Path) -> None:
    reading = read(HEAD + "".join(blocks("・")) + f"{said}\n", tmp_path)
    assert stated(reading) == WANTED
    assert [line for line in reading.warnings if said[:6] in line]


@pytest.mark.parametrize("said", POINTERS[:2])
def test_a_pointer_that_a_lines_end_cuts_is_one_too(said: str, tmp_path: Path) -> None:
    text = HEAD + "".join(blocks("・")).replace("令和６", f"{said[:-6]}\n{said[-6:]}\n\n令和６")
    assert stated(read(text, tmp_path)) == WANTED


@pytest.mark.parametrize("said", FURNITURE)
def test_what_a_site_or_a_browser_puts_around_a_page_is_furniture(said: str, tmp_path: Path) -> None:
    text = HEAD + "".join(blocks("・")).replace("令和６年度", f"{said}\n\n令和６年度")
    assert stated(read(text, tmp_path)) == WANTED


@pytest.mark.parametrize("said", STATEMENTS)
def test_a_statement_that_speaks_of_a_page_or_of_hours_is_kept(said: str, tmp_path: Path) -> None:
    for mark in ("・", ""):
        text = HEAD + "".join(blocks(mark)).replace("令和６年度", f"{mark}{said}\n\n令和６年度")
        assert said in [one.text for one in read(text, tmp_path).statements]
    for layout in layouts():
        assert not wording_of(layout).is_boilerplate(key(said))


def test_a_windows_title_that_a_browser_prints_on_every_page_is_furniture(tmp_path: Path) -> None:
    head, foot = "2024/06/01 14:05\n\n令和５年度の取組の振り返り｜さくらの家\n\n", "https://www.example.jp/r5/\n{}/2\n"
    first, second = "".join(blocks("・")).split("重点目標2")
    text = head + MENU + TITLE + first + foot.format(1) + "\f" + head + "重点目標2" + second + foot.format(2)
    assert stated(read(text, tmp_path)) == WANTED


@pytest.mark.parametrize("under", [[], ["取組内容", "取組の成果", "取組の課題"]])
@pytest.mark.parametrize("holds", ["labels", "goals"])
@pytest.mark.parametrize("stands", ["over the title", "under the title"])
@pytest.mark.parametrize("name", ["page.txt", "page.md"])
def test_a_list_of_contents_has_no_goals(under: list[str], holds: str, stands: str, name: str, tmp_path: Path) -> None:
    lines = ["目次\n"]
    for number, block in enumerate(EVALUATED, 1):
        lines += [
            f"-   重点目標{number} {block.goal if holds == 'goals' else ''}".rstrip(),
            *(f"    -   {label}" for label in under),
        ]
    contents = "\n".join([*lines, "-   令和６年度の重点目標"]) + "\n\n"
    shown = (
        [*blocks("- ")]
        if holds == "goals"
        else ["".join(blocks("- ")).replace("1 妊", "1\n\n妊").replace("2 多", "2\n\n多")]
    )
    text = (contents + HEAD if stands == "over the title" else HEAD + contents) + "".join(shown)
    assert stated(read(text, tmp_path, name)) == WANTED


def test_what_follows_the_form_on_a_printed_page_is_the_sites(tmp_path: Path) -> None:
    text = MENU + TITLE + "".join(blocks()) + "最近のお知らせ\n\n夏祭りを開きます\n両親教室の申込み\n"
    assert stated(read(text, tmp_path)) == WANTED


def test_a_sentence_without_a_bullet_goes_on_where_lists_are_narrower_than_paragraphs(tmp_path: Path) -> None:
    lead = "さくらの家では、一年の取組を振り返り、次の年に何を大切にするかを区の職員とともに話し合\nいました。\n\n"
    said = "転入して間もない家庭に向けて、まちを歩きながら地域の人と知り合う会を隔月で開き\nます。"
    text = f"{lead}" + "".join(blocks()).replace(EVALUATED[0].activity[0], said)
    assert said.replace("\n", "") in [one.text.replace("\n", "") for one in read(text, tmp_path).statements]


def test_a_quotation_goes_on_past_subheadings(tmp_path: Path) -> None:
    said = (
        "・見学会には51組が参加し、38組が産後に来館した。\n「場所を知\nっていたので足が向いた」という声が聞かれた。\n"
    )
    text = "".join(blocks("・", "")).replace(
        "・見学会には延べ48人が参加した。\n", f"〈出産の前に〉\n{said}〈産後に〉\n"
    )
    assert said[1:].replace("\n", "") in [one.text.replace("\n", "") for one in read(text, tmp_path).statements]
