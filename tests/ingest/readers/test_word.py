"""Word: merged cells, drawn bullets, tracked changes, text boxes, running heads."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from textmine.errors import UnreadableFile

if TYPE_CHECKING:
    from tests.ingest.readers.conftest import Reader, Views


def saved(package: Any) -> bytes:  # noqa: ANN401 - python-docx's factory has another type
    buffer = io.BytesIO()
    package.save(buffer)
    return buffer.getvalue()


def with_body(xml: str) -> bytes:
    """Give a file whose body starts with this WordprocessingML."""
    package = docx.Document()
    spaces = nsdecls("w") + (
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        ' xmlns:v="urn:schemas-microsoft-com:vml"'
        ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    )
    for position, element in enumerate(parse_xml(f"<w:body {spaces}>{xml}</w:body>")):
        package.element.body.insert(position, element)
    return saved(package)


def test_cells_merged_both_ways_keep_their_place(read: Reader, views: type[Views]) -> None:
    package = docx.Document()
    table = package.add_table(rows=3, cols=3)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "取組内容"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "・父親"
    table.cell(1, 1).text = "・多胎"
    table.cell(2, 2).text = "A"
    document = read(saved(package), "form.docx")
    assert document.kind == "docx"
    assert views.cells(document) == {
        (0, 0, 2, 1): "取組内容",
        (0, 1, 1, 2): "・父親",
        (1, 1, 1, 1): "・多胎",
        (2, 2, 1, 1): "A",
    }


def test_bullets_that_word_draws_become_levels(read: Reader, views: type[Views]) -> None:
    package = docx.Document()
    cell = package.add_table(rows=1, cols=1).cell(0, 0)
    cell.paragraphs[0].text = "導入"
    cell.add_paragraph("父親", style="List Bullet")
    cell.add_paragraph("講座", style="List Bullet 2")
    cell.add_paragraph("番号", style="List Number")
    document = read(saved(package), "form.docx")
    found = [(block.role, block.list_level) for block in document.pages[0].blocks]
    assert views.blocks(document) == [["導入"], ["父親"], ["講座"], ["番号"]]
    assert found == [("cell", None), ("list_item", 1), ("list_item", 2), ("list_item", 1)]
    assert all(block.cell is not None for block in document.pages[0].blocks)


def test_the_level_of_a_paragraph_comes_from_its_own_numbering(read: Reader) -> None:
    item = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="7"/></w:numPr></w:pPr><w:r><w:t>講座</w:t></w:r></w:p>'
    )
    assert read(with_body(item), "form.docx").pages[0].blocks[0].list_level == 2


def test_insertions_are_read_and_deletions_are_not(read: Reader, views: type[Views]) -> None:
    xml = (
        "<w:p><w:r><w:t>父親</w:t></w:r><w:ins><w:r><w:t>と母親</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>だけ</w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>移動前</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>を支援</w:t></w:r></w:moveTo></w:p>"
    )
    assert views.blocks(read(with_body(xml), "form.docx")) == [["父親と母親を支援"]]


def test_paragraphs_whose_end_was_deleted_are_one(read: Reader, views: type[Views]) -> None:
    xml = (
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>父親の</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>支援</w:t></w:r></w:p>"
    )
    assert views.blocks(read(with_body(xml), "form.docx")) == [["父親の支援"]]


def test_soft_breaks_are_lines_and_hidden_text_is_not_read(read: Reader, views: type[Views]) -> None:
    xml = (
        "<w:p><w:r><w:t>・一</w:t><w:br/><w:t>・二</w:t></w:r>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>秘密</w:t></w:r></w:p>"
    )
    assert views.blocks(read(with_body(xml), "form.docx")) == [["・一", "・二"]]


def test_a_text_box_is_read_once(read: Reader, views: type[Views]) -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>改訂版</w:t></w:r></w:p></w:txbxContent>"
    xml = (
        "<w:p><w:r><w:t>評価</w:t></w:r><w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><wps:txbx>{box}</wps:txbx></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert views.blocks(read(with_body(xml), "form.docx")) == [["評価"], ["改訂版"]]


def test_content_controls_hold_text_rows_and_cells(read: Reader, views: type[Views]) -> None:
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    xml = (
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>区名</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        "<w:tbl><w:tr>"
        + cell.format("課題")
        + "<w:sdt><w:sdtContent>"
        + cell.format("父親")
        + "</w:sdtContent></w:sdt>"
        "</w:tr></w:tbl>"
    )
    document = read(with_body(xml), "form.docx")
    assert views.outside(document) == [["区名"]]
    assert views.cells(document) == {(0, 0, 1, 1): "課題", (0, 1, 1, 1): "父親"}


def test_a_table_in_a_cell_is_a_table_of_its_own(read: Reader) -> None:
    package = docx.Document()
    outer = package.add_table(rows=1, cols=2)
    outer.cell(0, 0).text = "主なデータ"
    outer.cell(0, 1).add_table(rows=1, cols=1).cell(0, 0).text = "9,268"
    document = read(saved(package), "form.docx")
    assert [block.cell.table for block in document.pages[0].blocks if block.cell] == [0, 1]


def test_running_heads_are_read_once(read: Reader, views: type[Views]) -> None:
    package = docx.Document()
    package.sections[0].header.paragraphs[0].text = "単年度事業評価様式"
    package.sections[0].footer.paragraphs[0].text = "1 ページ"
    package.add_paragraph("取組内容")
    assert views.blocks(read(saved(package), "form.docx")) == [["単年度事業評価様式"], ["取組内容"], ["1 ページ"]]


def test_symbols_and_special_hyphens_are_characters(read: Reader) -> None:
    xml = '<w:p><w:r><w:sym w:font="Wingdings" w:char="F06C"/><w:t>父親</w:t><w:noBreakHyphen/><w:t>A</w:t></w:r></w:p>'
    assert read(with_body(xml), "form.docx").text.strip() == "\uf06c父親\u2011A"


def test_headings_are_told(read: Reader) -> None:
    package = docx.Document()
    package.add_heading("取組の成果", 1)
    assert [block.role for block in read(saved(package), "form.docx").pages[0].blocks] == ["heading"]


def test_an_empty_file_is_refused(read: Reader) -> None:
    with pytest.raises(UnreadableFile, match="文字が 1 つもない"):
        read(saved(docx.Document()), "form.docx")
