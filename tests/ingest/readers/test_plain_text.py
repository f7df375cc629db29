"""Plain text: pages, blocks, columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.ingest.readers.encoding import Decoded
from textmine.ingest.readers.plain_text import read_plain_text
from textmine.ingest.readers.raw_file import RawFile
from textmine.ingest.signs.widths import display_width

if TYPE_CHECKING:
    from tests.ingest.readers.conftest import Reader, Views

    from textmine.documents import Document, Line

RAW = RawFile("form.txt", "form.txt", b"", "")


def test_form_feeds_part_pages_and_blank_lines_part_blocks(read: Reader, views: type[Views]) -> None:
    document = read("取組内容\n●一\n二\n\n取組の成果\n\f課題\n\f")
    assert [page.number for page in document.pages] == [1, 2]
    assert views.blocks(document) == [["取組内容", "●一", "二"], ["取組の成果"], ["課題"]]
    assert [document.text[page.span.start : page.span.end] for page in document.pages] == [
        "取組内容\n●一\n二\n\n取組の成果\n",
        "課題\n",
    ]


def test_columns_of_an_extractor_that_lines_up_characters_are_parted(read: Reader, views: type[Views]) -> None:
    # as `pdftotext -layout` writes it: the second column starts at the tenth character of each line
    laid_out = (
        "         ●土曜日の利用が定着した一方、見直し\n"
        " 取組の課題   が必要である。\n"
        "         ●２階への階段に不安の声があった。\n"
    )
    document = read(laid_out)
    lines = ["●土曜日の利用が定着した一方、見直し", "取組の課題", "が必要である。", "●２階への階段に不安の声があった。"]
    assert views.blocks(document) == [lines]
    boxes = [line.box for line in document.pages[0].blocks[0].lines]
    assert [(box.x0, box.top) for box in boxes if box] == [(9, 0), (1, 1), (9, 1), (9, 2)]


def test_columns_of_an_extractor_that_lines_up_cells_are_parted(read: Reader, views: type[Views]) -> None:
    document = read("取組内容  ●パパの会\n          を開く。\n課題      ●人手\n")
    assert views.blocks(document) == [["取組内容", "●パパの会", "を開く。", "課題", "●人手"]]


def test_a_quotation_that_an_extractor_puts_on_a_line_of_its_own_starts_no_column(read: Reader) -> None:
    # pdftotext -layout, which lines up characters, takes a narrow 、「 for the end of a line
    columns = (
        ("(2) 通訳の協力を得て、", ""),
        ("             「せ", "(2) ６回で延べ89組が参加し、"),
        ("かいのおやつ」を開く。", "か国の母親が紹介した。"),
        ("(3) 説明会を行う。", "(3) 「分かった」と好評だった。"),
    )
    laid_out = "".join(f"{' ' * 10}{one:<20}{two}".rstrip() + "\n" for one, two in columns)
    document = read(laid_out)
    left = {document.text[line.span.start : line.span.end]: line.box.x0 for line in lines_of(document) if line.box}
    assert left["「せ"] == left["(2) 通訳の協力を得て、"] == left["かいのおやつ」を開く。"]
    assert left["(2) ６回で延べ89組が参加し、"] > left["「せ"]


def test_columns_a_space_apart_are_parted_where_other_rows_show_them(read: Reader) -> None:
    columns = (
        ("１ 言葉の壁を感じずに暮らせる", "(1) 利用案内を500部配り、外国", "(1) 翻訳の内容を保つため"),
        ("ようにする。", "につながる家庭の登録は68組と前年", ""),
        ("", "の1.7倍に増えた。", "の人手が要る。"),
        ("", "(2) 講座に56組が参加した。", "(2) 会場が足りない。"),
    )
    laid_out = "".join(f"{one:<18}{two:<22}{three}".rstrip() + "\n" for one, two, three in columns)
    laid_out = laid_out.replace("組と前年", "組と前年 の費用と人手、そ")
    document = read(laid_out)
    boxes = {document.text[line.span.start : line.span.end]: line.box for line in lines_of(document)}
    over, beside = boxes["(1) 翻訳の内容を保つため"], boxes["の費用と人手、そ"]
    assert over
    assert beside
    assert over.x0 == beside.x0
    assert boxes["につながる家庭の登録は68組と前年"] is not None


def test_a_space_in_text_that_reaches_over_no_column_parts_nothing(read: Reader) -> None:
    document = read("取組内容　　　利用案内を作り、窓口で 配った。\n成果　　　　　案内を見た方が増えた。\n")
    assert "利用案内を作り、窓口で 配った。" in document.text
    texts = [document.text[line.span.start : line.span.end] for line in lines_of(document)]
    assert "利用案内を作り、窓口で 配った。" in texts


def test_a_column_of_quotations_stays_a_column(read: Reader) -> None:
    laid_out = "通訳の協力を得て開く。\n           「楽しい」との声\n次の会を開く。\n           「また来たい」との声\n"
    document = read(laid_out)
    left = {document.text[line.span.start : line.span.end]: line.box.x0 for line in lines_of(document) if line.box}
    assert left["「楽しい」との声"] == left["「また来たい」との声"] > left["次の会を開く。"]


def lines_of(document: Document) -> list[Line]:
    return [line for page in document.pages for block in page.blocks for line in block.lines]


@pytest.mark.parametrize(
    "line",
    [
        "回）したことで、　一時預かりの高いニーズに対応するとともに、",
        "　安心して子育てができる地域を目指し、",
        "  沿っ て設定した、今年度の達成目標のうち、",
        "１　今年度の取組状況や利用者アンケート結果等をもとに、",
        "●    妊娠期の家庭が訪れた。",
        "(1)   妊娠期の家庭が訪れた。",
        "ア    いつでも気軽に訪れることができるか。",
        "事業実施期間 令和５年４月１日～令和６年３月31日",
    ],
)
def test_a_sentence_stays_one_line(line: str, read: Reader, views: type[Views]) -> None:
    assert views.blocks(read(line + "\n" + "取組の成果と課題\n")) == [[line.strip(), "取組の成果と課題"]]


def test_rows_parted_by_tabs_are_a_table(read: Reader, views: type[Views]) -> None:
    document = read("実績\n\t年間\t平均\nR1年度\t9,268\t42.9\n\n終わり\n")
    assert document.kind == "text"
    assert views.cells(document) == {
        (0, 1, 1, 1): "年間",
        (0, 2, 1, 1): "平均",
        (1, 0, 1, 1): "R1年度",
        (1, 1, 1, 1): "9,268",
        (1, 2, 1, 1): "42.9",
    }
    assert views.outside(document) == [["実績"], ["終わり"]]


def test_every_kind_of_line_end_is_one(read: Reader, views: type[Views]) -> None:
    assert views.blocks(read("一\r\n二\r三\v四\u2028五\n")) == [["一", "二", "三", "四", "五"]]


@pytest.mark.parametrize("text", ["\t取組内容\n\t課題\n", "●\t父親の会\n●\t双子の会\n", "1.\t父親の会\n"])
def test_tabs_of_indents_and_bullets_make_no_table(text: str, read: Reader, views: type[Views]) -> None:
    assert views.cells(read(text)) == {}


@pytest.mark.parametrize(
    ("text", "cells"), [("父", 2), ("A", 1), ("ｱ", 1), ("●", 2), ("か\u3099", 2), ("①a", 3), ("𠮷", 2)]
)
def test_width_is_that_of_a_terminal(text: str, cells: int) -> None:
    assert display_width(text) == cells


@given(st.text(st.sampled_from("父親支援●A1 　\t\n\f\xa0。"), max_size=200))
def test_every_visible_character_lies_in_exactly_one_line(text: str) -> None:
    document = read_plain_text(RAW, Decoded(text, "utf-8"))
    spans = [line.span for page in document.pages for block in page.blocks for line in block.lines]
    places = [place for span in spans for place in range(span.start, span.end) if not text[place].isspace()]
    assert places == [place for place, character in enumerate(text) if not character.isspace()]
