from __future__ import annotations

import io

import pdfplumber
import pytest

from textmine.errors import TextmineError
from textmine.figures.style import figure_style, new_page, to_svg
from textmine.report.content import Bullets, FigureImage, Heading, Note, Paragraph, Quotation, Report, Table
from textmine.report.typeset import typeset

HOSTILE = '#panic("x") $y$ *z* _u_ @r <b> \\ "q" #read("/etc/passwd")'


def drawing() -> bytes:
    with figure_style():
        figure, page = new_page(80, 40)
        page.text(40, 20, "保土ケ谷区 $5$", ha="center")
        return to_svg(figure)


def report(*elements: object) -> Report:
    return Report("題名の例", "副題の例", "3件の様式による", elements)  # type: ignore[arg-type]


EVERY_KIND = report(
    Heading("見出しの例"),
    Paragraph(HOSTILE),
    Note("注意の例", "枠"),
    Bullets(("一つ目", "二つ目")),
    Table(
        "表の例", ("区", "文"), tuple((f"区{i}", str(i)) for i in range(90)), ("left", "right"), (1, 0), frozenset({1})
    ),
    FigureImage("a", "図の例", "図の説明", 80),
    Quotation("父親と母親が話した。", "出典の例", ((0, 2), (1, 2), (3, 5))),
)


def text_of(pdf: bytes) -> str:
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return "".join(page.extract_text() for page in document.pages).replace("\n", "").replace(" ", "")


def test_every_kind_of_element_can_be_read_back_and_no_text_runs_as_code() -> None:
    text = text_of(typeset(EVERY_KIND, {"a": drawing()}))
    for said in (
        "題名の例",
        "見出しの例",
        "注意の例",
        "一つ目",
        "表の例",
        "区89",
        "図の例",
        "父親と母親が話した。",
        "保土ケ谷区$5$",
    ):
        assert said in text
    assert HOSTILE.replace(" ", "").replace('"', "") in text.replace('"', "").replace("“", "").replace("”", "")


def test_a_paragraph_names_the_figures_that_it_speaks_of_by_their_numbers() -> None:
    elements = (
        Paragraph("並べて示す。", figures=("a", "b")),
        FigureImage("b", "乙", "図"),
        FigureImage("a", "甲", "図"),
    )
    assert "並べて示す(図2、図1)。" in text_of(typeset(report(*elements), {"a": drawing(), "b": drawing()}))


def test_the_same_report_gives_the_same_bytes() -> None:
    assert typeset(EVERY_KIND, {"a": drawing()}) == typeset(EVERY_KIND, {"a": drawing()})


def test_nothing_lies_beyond_the_page_and_no_characters_overlap_when_a_table_runs_over_pages() -> None:
    with pdfplumber.open(io.BytesIO(typeset(EVERY_KIND, {"a": drawing()}))) as document:
        assert len(document.pages) > 2
        for page in document.pages:
            boxes = [(c["x0"], c["top"], c["x1"], c["bottom"]) for c in page.chars if c["text"].strip()]
            assert all(
                x0 >= 0 and x1 <= page.width and top >= 0 and bottom <= page.height for x0, top, x1, bottom in boxes
            )
            assert len({(round(x0, 1), round(top, 1)) for x0, top, _, _ in boxes}) == len(boxes)


def test_every_font_is_embedded() -> None:
    pdf = typeset(EVERY_KIND, {"a": drawing()})
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        fonts = {character["fontname"] for page in document.pages for character in page.chars}
    assert {name.split("+")[-1].split("-Identity")[0] for name in fonts} <= {
        "NotoSansCJKjp-Regular",
        "NotoSansCJKjp-Bold",
    }
    assert all("+" in name for name in fonts)  # a subset tag: the glyphs travel with the file


def test_a_character_that_the_font_lacks_is_named_before_it_prints_as_a_box() -> None:
    with pytest.raises(TextmineError, match=r"U\+1F600"):
        typeset(report(Paragraph("笑顔\U0001f600")), {})


def test_a_figure_that_is_not_there_is_named() -> None:
    with pytest.raises(TextmineError, match="図「a」"):
        typeset(report(FigureImage("a", "図", "説明")), {})
