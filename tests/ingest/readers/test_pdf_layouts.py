"""PDFs whose layout is in the places of their lines: no rules, cut labels, columns, turned pages, repeated heads."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from textmine.ingest import read_form
from textmine.ingest.cells.white_bands import Band, Piece, part_band
from textmine.ingest.lines.rows import read_rows
from textmine.ingest.readers.pdf_clipped import copies_over_break
from textmine.ingest.readers.pdf_lines import Glyph, read_cell
from textmine.ingest.readers.pdf_rules import RuledCell, RuledTable

from ..study import layouts, wards  # noqa: TID252 - as the tests beside study.py import it

if TYPE_CHECKING:
    from tests.ingest.readers.conftest import PdfMaker, Reader

    from textmine.documents import Document

TITLE = "港南区地域子育て支援拠点事業\\ 令和5年度重点目標評価結果\n"
BREAK = " \\ "
ROWS = (
    ("重点目標①", "親子が安心して過ごせる場をつくる。"),
    ("取組内容", "父親が集う会を毎月開いた。", "多胎の家庭を訪ねた。", "出張ひろばを三か所で行った。"),
    ("取組の成果", "父親の参加が八十人に増えた。", "ふたごの会ができた。"),
    ("取組の課題", "平日に来られない家庭がある。"),
)
PURPOSE = (
    "市民が安心して子どもを生み育て、子育てに喜びを感じることができる社会環境を形成し、"
    "子育てを地域全体で支援する地域力の創出に寄与することを目的とします。"
)
READ = [
    ("goal", 1, "親子が安心して過ごせる場をつくる。"),
    ("activity", 1, "父親が集う会を毎月開いた。"),
    ("activity", 1, "多胎の家庭を訪ねた。"),
    ("activity", 1, "出張ひろばを三か所で行った。"),
    ("outcome", 1, "父親の参加が八十人に増えた。"),
    ("outcome", 1, "ふたごの会ができた。"),
    ("issue", 1, "平日に来られない家庭がある。"),
]


def table(options: str, rows: tuple[tuple[str, ...], ...] = (("事業目的", PURPOSE), *ROWS)) -> str:
    cells = ", ".join(f"[{label}], [{BREAK.join(lines)}]" for label, *lines in rows)
    return f"#table(columns: (3cm, 1fr), inset: 5pt, {options}, {cells})\n"


def statements(document: Document) -> list[tuple[str, int | None, str]]:
    return [(one.section, one.goal_no, one.text) for one in read_form(document, layouts(), wards()).statements]


@pytest.mark.parametrize("align", ["left + horizon", "left + top"])
@pytest.mark.parametrize("look", ["stroke: none", "stroke: none, fill: (x, y) => if x == 0 { luma(220) }"])
def test_text_beside_a_label_is_its_own_without_rules(align: str, look: str, make_pdf: PdfMaker, read: Reader) -> None:
    assert statements(read(make_pdf(TITLE + table(f"{look}, align: {align}")), "form.pdf")) == READ


def test_text_beside_labels_goes_on_over_a_page_break(make_pdf: PdfMaker, read: Reader) -> None:
    many = tuple(f"{number}番目の会を開き、家庭の声を聞いた。" for number in range(10, 90))
    rows = (ROWS[0], ("取組内容", *many), *ROWS[2:])
    document = read(
        make_pdf(TITLE + table("stroke: none, align: left + top", (("事業目的", PURPOSE), *rows))), "form.pdf"
    )
    assert len(document.pages) > 1
    assert [text for section, _, text in statements(document) if section == "activity"] == list(many)


def test_columns_of_running_text_are_read_one_after_the_other(make_pdf: PdfMaker, read: Reader) -> None:
    rows = (*ROWS, ("重点目標②", *ROWS[0][1:]), *ROWS[1:])
    blocks = [f"#block[{line}]" for label, *lines in rows for line in (f"*{label}*", *lines)]
    document = read(make_pdf(f"{TITLE}#columns(2)[{''.join(blocks)}]", height="14cm"), "form.pdf")
    assert statements(document) == [*READ, *((section, 2, text) for section, _, text in READ)]


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_form_without_rules_reads_the_same_on_a_turned_page(degrees: int, make_pdf: PdfMaker, read: Reader) -> None:
    pdf = pypdfium2.PdfDocument(make_pdf(TITLE + table("stroke: none, align: left + horizon")))
    pdf[0].set_rotation(degrees)
    buffer = io.BytesIO()
    pdf.save(buffer)
    assert statements(read(buffer.getvalue(), "turned.pdf")) == READ


def test_a_head_that_comes_again_on_the_next_page_is_furniture(make_pdf: PdfMaker, read: Reader) -> None:
    many = tuple(f"{number}番目の会を開き、家庭の声を聞いた。" for number in range(10, 90))
    head = "table.header(repeat: true, [項目], [内容])"
    document = read(
        make_pdf(TITLE + table(f"stroke: 1pt, {head}", (ROWS[0], ("取組内容", *many), *ROWS[2:]))), "form.pdf"
    )
    assert {block.role for page in document.pages[1:] for block in page.blocks} == {"cell", "head_again"}
    assert [text for _, _, text in statements(document)].count("項目") == 0
    assert len(statements(document)) == len(READ) - 3 + len(many)


def test_a_label_cut_by_a_page_break_is_found(make_pdf: PdfMaker, read: Reader) -> None:
    rows = tuple((BREAK.join(label) if label != "重点目標①" else label, *lines) for label, *lines in ROWS)
    found = [
        statements(
            read(make_pdf(TITLE + table("stroke: 1pt, align: left + top", rows), height=f"{height}mm"), f"{height}.pdf")
        )
        for height in range(110, 150, 6)
    ]
    assert found == [READ] * len(found)


def test_a_row_that_ends_with_its_page_is_not_joined_to_the_next_one(make_pdf: PdfMaker, read: Reader) -> None:
    """A border that rows share is drawn at neither side of a page break; labels amid their cells tell the rows."""
    cells = [f"[{label}], [{BREAK.join('・' + line for line in lines)}]" for label, *lines in ROWS]
    sides = "columns: (3cm, 1fr), rows: 4cm, align: left + horizon, stroke: (x, y) => (left: 1pt, right: 1pt, {}: 1pt)"
    upper, lower = (
        f"#table({sides.format(side)}, {', '.join(part)})" for side, part in (("top", cells[:3]), ("bottom", cells[3:]))
    )
    assert statements(read(make_pdf(f"{TITLE}{upper}#pagebreak()\n{lower}"), "form.pdf")) == READ


def test_heads_at_the_foot_of_a_page_head_the_rows_on_the_next_one(make_pdf: PdfMaker, read: Reader) -> None:
    columns = "columns: (5cm, 1fr), stroke: 1pt"
    rows = ", ".join(f"[{n}. 目標{n}の姿をめざす。], [・取組{n}を開く。{BREAK}・取組{n}を広げる。]" for n in "12")
    body = f"#table({columns}, [令和6年度重点目標], [令和6年度の取組])#pagebreak()\n#table({columns}, {rows})"
    found = statements(read(make_pdf(TITLE + table("stroke: 1pt") + body), "form.pdf"))
    assert found[len(READ) :] == [
        (section, number, text)
        for number in (1, 2)
        for section, text in (
            ("next_goal", f"目標{number}の姿をめざす。"),
            ("next_activity", f"取組{number}を開く。"),
            ("next_activity", f"取組{number}を広げる。"),
        )
    ]


def test_tables_side_by_side_are_each_read_over_the_page_break(make_pdf: PdfMaker, read: Reader) -> None:
    many = [tuple(f"{name}の会を{number}回開いた。" for number in range(10, 70)) for name in ("父親", "多胎")]
    parts = [
        table(
            "stroke: 1pt",
            (
                ("重点目標" + sign, f"{sign}の目標を達成する。"),
                ("取組内容", *texts),
                ("取組の成果", f"{sign}の会ができた。"),
            ),
        )
        for sign, texts in zip("①②", many, strict=True)
    ]
    document = read(
        make_pdf(f"{TITLE}#grid(columns: (1fr, 1fr), gutter: 6mm, [{parts[0]}], [{parts[1]}])", flipped="true"),
        "form.pdf",
    )
    assert len(document.pages) > 1
    found = statements(document)
    for goal, texts in enumerate(many, 1):
        assert tuple(text for section, of, text in found if (section, of) == ("activity", goal)) == texts


def test_the_last_lines_of_a_cell_are_full_only_at_its_right_side(make_pdf: PdfMaker, read: Reader) -> None:
    """Three sentences of about one length alone on a page wrap nowhere: the cell has room for more."""
    body = table("stroke: 1pt", ROWS[:1]) + "#pagebreak()" + table("stroke: 1pt", ROWS[1:2])
    rows = [row for row in read_rows(read(make_pdf(TITLE + body), "form.pdf")) if row.page == 2 and row.cell]
    assert [row.is_full for row in rows if row.cell and row.cell.column == 1] == [False, False, False]


def glyph(text: str, x: float, y: float, order: int, *, turned: int = 0) -> Glyph:
    return Glyph(text, x, y, x + 10, y + 10, 10.0, order, turned)


@pytest.mark.parametrize(
    ("glyphs", "text"),
    [
        ([("〔", 5, 0), ("取", 10, 10), ("組", 10, 20)], "〔取組"),  # a bracket stands half a character aside
        ([("課", 20, 0), ("題", 10, 0)], "課題"),  # each in a column of its own, from the right
        ([("成", 20, 0), ("果", 20, 10), ("課", 10, 0), ("題", 10, 10)], "成果課題"),
    ],
)
def test_vertical_writing_is_told_by_the_order_of_the_file(glyphs: list[tuple[str, float, float]], text: str) -> None:
    placed = [glyph(sign, x, y, order) for order, (sign, x, y) in enumerate(glyphs)]
    assert [line.text for line in read_cell(placed)] == [text]


def ruled(top: float, bottom: float) -> RuledTable:
    return RuledTable((RuledCell(0, top, 200, bottom, 0, 0, 1, 1, open_top=False, open_bottom=False),))


def test_what_a_page_break_clips_is_taken_from_the_page_that_shows_it() -> None:
    """Six lines of a row of which the first page shows four: LibreOffice writes all six on both pages."""
    text = ["父親の会", "多胎の会", "外国籍の", "出張ひろ", "提供会員", "孤立防止"]
    lines = [[(sign, 10.0 * column) for column, sign in enumerate(line)] for line in text]
    above = [
        glyph(sign, x, 700 + 15 * row, 10 * row + int(x / 10)) for row, line in enumerate(lines) for sign, x in line
    ]
    below = [replace(one, top=one.top - 660, bottom=one.bottom - 660) for one in above]
    under, over = copies_over_break(above, [ruled(690, 758)], below, [ruled(98, 200)])
    assert under == {one.order for one in above if one.y > 758}
    assert over == {one.order for one in below if one.y < 98}


def test_running_feet_are_no_copies() -> None:
    foot = [glyph(sign, 10.0 * place, 800, place) for place, sign in enumerate("子育て支援拠点")]
    assert copies_over_break(foot, [ruled(50, 780)], foot, [ruled(50, 780)]) == (frozenset(), frozenset())


def piece(top: float, bottom: float) -> Piece:
    return Piece((0,), 0, top, 10, bottom)


def test_centred_labels_take_the_lines_around_them() -> None:
    lines = tuple(piece(top, top + 10) for top in (0, 13, 26, 45, 64, 77))
    labels = (piece(13, 23), piece(45, 55), piece(70, 80))
    groups = part_band(Band(1, labels, lines, goes_on=False), "middle").groups
    assert [[line.top for line in group] for group in groups] == [[], [0, 13, 26], [45], [64, 77]]


def test_text_before_the_first_label_of_a_page_is_that_of_the_last_label_before() -> None:
    lines = tuple(piece(top, top + 10) for top in (0, 13, 32, 45, 58))
    groups = part_band(Band(2, (piece(45, 55),), lines, goes_on=True), "middle").groups
    assert [[line.top for line in group] for group in groups] == [[0, 13], [32, 45, 58]]


def test_the_foot_beside_a_page_number_is_no_statement(make_pdf: PdfMaker, read: Reader) -> None:
    content = make_pdf(TITLE + table("stroke: 1pt"), footer="[#h(1fr) 1 / 1 #h(1fr) こども青少年局]")
    assert statements(read(content, "form.pdf")) == READ


def test_a_frame_around_columns_is_no_cell(make_pdf: PdfMaker, read: Reader) -> None:
    content = make_pdf(f"{TITLE}#rect(width: 100%)[{table('stroke: none, align: left + horizon')}]")
    assert statements(read(content, "form.pdf")) == READ
