"""PDF: cells from rules, text from places, every character once."""

from __future__ import annotations

import ctypes
import io
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from PIL import Image

from textmine.errors import UnreadableFile
from textmine.ingest.readers import read_document
from textmine.ingest.signs.characters import fold

if TYPE_CHECKING:
    from tests.ingest.readers.conftest import PdfMaker, Reader, Views

FORM = """
= 青葉区地域子育て支援拠点事業
#table(columns: (2.5cm, 1fr, 1fr),
  table.cell(colspan: 3)[令和5年度重点目標の評価],
  table.cell(rowspan: 2)[取組内容], [●父親の会を開く。], [●多胎の会を開く。],
  [●双子の家庭に出張ひろばを案内し、外出の負担を軽くしながら地域とのつながりを作る。], [なし],
)
※子サポは子育てサポートシステムのこと。
"""
LONG = "".join(f"●{number}番目の取組として、関係機関と連携しながら支援を行った。#linebreak()" for number in range(70))
BROKEN = f"#table(columns: (2.5cm, 1fr), [取組内容], [●一], [取組の成果], [{LONG}], [取組の課題], [●二])"


def squeezed(text: str) -> str:
    return "".join(fold(text).text.split())


def characters_by_pdfium(content: bytes) -> Counter[str]:
    pdf = pypdfium2.PdfDocument(content)
    return Counter(squeezed("".join(page.get_textpage().get_text_range() for page in pdf)))


def test_merged_cells_keep_their_place(make_pdf: PdfMaker, read: Reader, views: type[Views]) -> None:
    document = read(make_pdf(FORM), "form.pdf")
    assert document.kind == "pdf"
    assert document.warnings == ()
    assert views.cells(document) == {
        (0, 0, 1, 3): "令和5年度重点目標の評価",
        (1, 0, 2, 1): "取組内容",
        (1, 1, 1, 1): "●父親の会を開く。",
        (1, 2, 1, 1): "●多胎の会を開く。",
        (2, 1, 1, 1): "●双子の家庭に出張ひろばを案内し、外出の負担を軽くしながら地域とのつながりを作る。",
        (2, 2, 1, 1): "なし",
    }
    assert views.outside(document) == [["青葉区地域子育て支援拠点事業"], ["※子サポは子育てサポートシステムのこと。"]]


def test_a_wrapped_cell_has_a_line_and_a_box_for_each_row(make_pdf: PdfMaker, read: Reader) -> None:
    document = read(make_pdf(FORM), "form.pdf")
    block = next(b for b in document.pages[0].blocks if b.cell and (b.cell.row, b.cell.column) == (2, 1))
    boxes = [line.box for line in block.lines if line.box]
    assert len(boxes) == len(block.lines) > 1
    assert all(upper.bottom <= lower.top + 1 for upper, lower in pairwise(boxes))
    assert all(0 < box.x0 < box.x1 < 596 and 0 < box.top < box.bottom < 842 for box in boxes)
    assert document.pages[0].geometry == "points"


@pytest.mark.parametrize("stroke", ["1pt", '(dash: "dashed")', "0.2pt + gray"])
def test_a_cell_that_page_breaks_cut_is_one_cell(
    stroke: str, make_pdf: PdfMaker, read: Reader, views: type[Views]
) -> None:
    document = read(make_pdf(f"#set table(stroke: {stroke})\n{BROKEN}", footer="[1 / 1]"), "form.pdf")
    cells = views.cells(document)
    assert len(document.pages) > 1
    assert len(cells) == 6
    assert cells[1, 1, 1, 1].count("●") == 70
    assert cells[2, 1, 1, 1] == "●二"


def test_a_head_that_each_page_repeats_is_in_the_table_once(
    make_pdf: PdfMaker, read: Reader, views: type[Views]
) -> None:
    body = BROKEN.replace("[取組内容], [●一]", "table.header([項目], [内容])")
    document = read(make_pdf(body), "form.pdf")
    assert views.cells(document)[0, 0, 1, 1] == "項目"
    assert views.cells(document)[1, 1, 1, 1].count("●") == 70
    assert ["項目"] in views.outside(document)


def test_labels_written_downwards_are_one_line(make_pdf: PdfMaker, read: Reader, views: type[Views]) -> None:
    body = (
        '#table(columns: (1cm, 1fr), [#"取組内容".clusters().join(linebreak())], [●一],'
        "[#rotate(-90deg, reflow: true)[取組の成果]], [●二], [#rotate(90deg, reflow: true)[取組の課題]], [●三])"
    )
    document = read(make_pdf(body), "form.pdf")
    assert list(views.cells(document).values()) == ["取組内容", "●一", "取組の成果", "●二", "取組の課題", "●三"]


def test_columns_without_rules_are_kept_apart(make_pdf: PdfMaker, read: Reader, views: type[Views]) -> None:
    body = (
        "令和5年度重点目標\n#grid(columns: (3cm, 8cm, 2cm), column-gutter: 8pt, row-gutter: 14pt, align: horizon,"
        "[取組内容], [●父親が平日に立ち寄りやすいよう「パパの昼休み」を新設し、父親同士が話せる時間を設ける。], [A],"
        "[取組の成果], [●「パパの昼休み」は年間１０回開催し、延べ47人が参加した。土曜日に訪れる姿が見られた。], [B])"
    )
    blocks = ["".join(lines) for lines in views.blocks(read(make_pdf(body), "form.pdf"))]
    assert "●父親が平日に立ち寄りやすいよう「パパの昼休み」を新設し、父親同士が話せる時間を設ける。" in blocks
    assert {"令和5年度重点目標", "取組内容", "取組の成果", "A", "B"} <= set(blocks)


@pytest.mark.parametrize("open_text", ["{}", "#table(columns: (2cm, 1fr), [取組], [{}])"])
def test_bullets_that_are_drawn_part_items_and_give_levels(
    open_text: str, make_pdf: PdfMaker, read: Reader, views: type[Views]
) -> None:
    drawn = "#set list(marker: (box(circle(radius: 1.5pt, fill: black)), box(circle(radius: 1.5pt))))\n"
    items = f"\n- 父親\n- {'多胎の家庭' * 20}\n  - 交流会\n- 外国籍\n"
    document = read(make_pdf(drawn + open_text.format(items)), "form.pdf")
    found = [
        ("".join(views.lines(document, block)), block.list_level)
        for block in document.pages[0].blocks
        if block.role == "list_item"
    ]
    assert found == [("父親", 1), ("多胎の家庭" * 20, 1), ("交流会", 2), ("外国籍", 1)]


def test_a_title_over_two_columns_joins_neither(make_pdf: PdfMaker, read: Reader, views: type[Views]) -> None:
    title = "題名" * 16
    columns = "#grid(columns: (4cm, 4cm), gutter: 1cm, [左の一\\ 左の二], [右の一\\ 右の二])"
    body = f"#set par(leading: 0.6em)\n{title}\n#v(-0.5em)\n{columns}"
    assert views.blocks(read(make_pdf(body), "form.pdf"))[1:] == [["左の一", "左の二"], ["右の一", "右の二"]]


def test_spaced_labels_stay_one(make_pdf: PdfMaker, read: Reader) -> None:
    document = read(make_pdf("取#h(2em)組#h(2em)内#h(2em)容"), "form.pdf")
    assert document.text.replace(" ", "").strip() == "取組内容"
    assert len(document.pages[0].blocks[0].lines) == 1


def test_text_drawn_twice_for_boldness_is_read_once(make_pdf: PdfMaker, read: Reader) -> None:
    body = "#place(dx: 0pt)[取組の成果]#place(dx: 0.3pt)[取組の成果]#place(dx: 0.6pt, dy: 0.2pt)[取組の成果]"
    assert read(make_pdf(body), "form.pdf").text.strip() == "取組の成果"


def test_doubled_characters_are_not_taken_for_boldness(make_pdf: PdfMaker, read: Reader) -> None:
    assert read(make_pdf("いいい、ききき、ーー・・・111"), "form.pdf").text.strip() == "いいい、ききき、ーー・・・111"


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_turned_page_reads_as_an_upright_one(
    degrees: int, make_pdf: PdfMaker, read: Reader, views: type[Views]
) -> None:
    content = make_pdf(FORM)
    upright = views.cells(read(content, "form.pdf"))
    pdf = pypdfium2.PdfDocument(content)
    pdf[0].set_rotation(degrees)
    buffer = io.BytesIO()
    pdf.save(buffer)
    assert views.cells(read(buffer.getvalue(), "turned.pdf")) == upright


@pytest.mark.parametrize("body", [FORM, BROKEN, f"#rect(width: 100%, height: 100%)[{FORM}]", f"#columns(2)[{LONG}]"])
def test_every_character_is_in_exactly_one_line(body: str, make_pdf: PdfMaker, read: Reader) -> None:
    content = make_pdf(body)
    document = read(content, "form.pdf")
    lines = [line.span for page in document.pages for block in page.blocks for line in block.lines]
    in_lines = Counter(squeezed("".join(document.text[span.start : span.end] for span in lines)))
    assert in_lines == Counter(squeezed(document.text)) == characters_by_pdfium(content)


def test_a_text_that_spills_over_a_rule_stays_in_its_cell(make_pdf: PdfMaker, read: Reader, views: type[Views]) -> None:
    spilling = "#box(width: 0pt)[#box(width: 12cm)[取組の成果は次のとおりである。]]"
    document = read(
        make_pdf(f"#table(columns: (2cm, 4cm, 4cm), [成果], [{spilling}], [], [課], [題], [A])"), "form.pdf"
    )
    assert views.cells(document)[0, 1, 1, 1] == "取組の成果は次のとおりである。"
    assert (0, 2, 1, 1) not in views.cells(document)


def test_white_rules_part_coloured_cells(make_pdf: PdfMaker, read: Reader, views: type[Views]) -> None:
    body = "#table(columns: (3cm, 1fr), stroke: white, fill: aqua, [取組], [●一], [成果], [●二])"
    assert list(views.cells(read(make_pdf(body), "form.pdf")).values()) == ["取組", "●一", "成果", "●二"]


def test_a_frame_around_the_page_is_no_table(make_pdf: PdfMaker, read: Reader, views: type[Views]) -> None:
    document = read(make_pdf(f"#rect(width: 100%, height: 100%)[{FORM}]"), "form.pdf")
    assert views.cells(document)[1, 0, 2, 1] == "取組内容"
    assert ["※子サポは子育てサポートシステムのこと。"] in views.outside(document)


def test_a_table_in_a_cell_stands_within_its_text(make_pdf: PdfMaker, read: Reader, views: type[Views]) -> None:
    body = "#table(columns: 1fr, inset: 12pt, [主なデータ #table(columns: 2, [R5年度], [12,897]) 利用が増えた。], [次])"
    document = read(make_pdf(body), "form.pdf")
    assert ["".join(lines) for lines in views.blocks(document)] == [
        "主なデータ",
        "R5年度",
        "12,897",
        "利用が増えた。",
        "次",
    ]
    assert [block.cell.table for block in document.pages[0].blocks if block.cell] == [0, 1, 1, 0, 0]


def scanned(pages: int = 1) -> bytes:
    buffer = io.BytesIO()
    image = Image.new("L", (620, 877), 250)
    image.save(buffer, "PDF", save_all=True, append_images=[image] * (pages - 1))
    return buffer.getvalue()


def test_a_scan_is_refused_with_the_way_out(read: Reader) -> None:
    with pytest.raises(UnreadableFile, match=r"画像だけの PDF.*OCR"):
        read(scanned(2), "form.pdf")


def test_a_scanned_page_among_others_is_named(make_pdf: PdfMaker, read: Reader) -> None:
    pdf = pypdfium2.PdfDocument(make_pdf(FORM))
    pdf.import_pages(pypdfium2.PdfDocument(scanned()))
    buffer = io.BytesIO()
    pdf.save(buffer)
    document = read(buffer.getvalue(), "form.pdf")
    assert [page.state for page in document.pages] == ["read", "unreadable"]
    assert document.warnings == ("2 ページ: 画像だけで文字がない。先に OCR (文字認識) をかけてください",)


def test_remarks_typed_onto_a_page_are_named(make_pdf: PdfMaker, read: Reader) -> None:
    pdf = pypdfium2.PdfDocument(make_pdf(FORM))
    remark = pypdfium2.raw.FPDFPage_CreateAnnot(pdf[0], pypdfium2.raw.FPDF_ANNOT_FREETEXT)
    text = "追記".encode("utf-16-le") + b"\0\0"
    pypdfium2.raw.FPDFAnnot_SetStringValue(remark, b"Contents", (ctypes.c_ushort * 3).from_buffer_copy(text))
    pypdfium2.raw.FPDFAnnot_SetRect(remark, pypdfium2.raw.FS_RECTF(10, 30, 90, 10))
    pypdfium2.raw.FPDFPage_CloseAnnot(remark)
    buffer = io.BytesIO()
    pdf.save(buffer)
    warnings = read(buffer.getvalue(), "form.pdf").warnings
    assert warnings == ("1 ページ: 入力欄や注釈の文字 1 か所を読まない (印刷から PDF にし直すと読める)",)


ENCRYPTED = Path(__file__).parent / "data" / "encrypted.pdf"  # by LibreOffice; its password is himitsu


def test_an_encrypted_pdf_opens_with_its_password_only() -> None:
    assert "kimitsu" in read_document(ENCRYPTED, password="himitsu").text  # noqa: S106 - no secret
    with pytest.raises(UnreadableFile, match=r"パスワードで保護された PDF.*--password"):
        read_document(ENCRYPTED)
    with pytest.raises(UnreadableFile, match="パスワードが違う PDF"):
        read_document(ENCRYPTED, password="x")  # noqa: S106


def test_a_name_without_pdf_is_no_hindrance(make_pdf: PdfMaker, read: Reader) -> None:
    assert read(make_pdf(FORM), "form.txt").kind == "pdf"
