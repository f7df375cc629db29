"""HTML and Markdown: what a reader sees, in cells and list items."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.ingest.readers.conftest import Reader, Views


def test_html_is_told_from_its_content(read: Reader) -> None:
    assert read("<!DOCTYPE html><html><body><p>取組内容</p></body></html>", "form.txt").kind == "html"
    assert read("<table><tr><td>取組内容</td></tr></table>", "form.md").kind == "html"


def test_tags_go_and_entities_are_characters(read: Reader, views: type[Views]) -> None:
    document = read(
        "<html><head><title>x</title></head><body><p>A&amp;B &lt;父&gt;&#12288;<b>親</b></p><script>1</script>"
    )
    assert document.text.strip() == "A&B <父>　親"
    assert views.blocks(document) == [["A&B <父>　親"]]


def test_line_ends_of_the_source_are_no_spaces_in_japanese(read: Reader, views: type[Views]) -> None:
    document = read("<html><body><p>父親\n    支援を\n  NPO と\n  LINE で</p>")
    assert views.blocks(document) == [["父親支援を NPO と LINE で"]]


def test_merged_cells_keep_their_place(read: Reader, views: type[Views]) -> None:
    document = read(
        "<html><table><tr><td rowspan=2>取組内容</td><td>一</td></tr><tr><td>二</td></tr>"
        "<tr><td colspan=2>次年度</td></tr></table>"
    )
    assert views.cells(document) == {
        (0, 0, 2, 1): "取組内容",
        (0, 1, 1, 1): "一",
        (1, 1, 1, 1): "二",
        (2, 0, 1, 2): "次年度",
    }


def test_list_items_know_their_level(read: Reader, views: type[Views]) -> None:
    document = read("<html><ul><li>父親<ul><li>講座</li></ul></li><li>妊娠期</li></ul><p>終わり</p>")
    blocks = [(block.role, block.list_level) for block in document.pages[0].blocks]
    assert views.blocks(document) == [["父親"], ["講座"], ["妊娠期"], ["終わり"]]
    assert blocks == [("list_item", 1), ("list_item", 2), ("list_item", 1), ("paragraph", None)]


def test_line_breaks_in_a_cell_are_lines(read: Reader, views: type[Views]) -> None:
    document = read("<html><table><tr><td>取組内容</td><td>・一<br>・二</td></tr></table>")
    assert views.blocks(document) == [["取組内容"], ["・一", "・二"]]


def test_a_table_in_a_cell_is_a_table_of_its_own(read: Reader) -> None:
    document = read("<html><table><tr><td>前<table><tr><td>R5</td><td>10</td></tr></table>後</td></tr></table>")
    cells = [(block.cell.table, block.cell.row, block.cell.column) for block in document.pages[0].blocks if block.cell]
    assert cells == [(0, 0, 0), (1, 0, 0), (1, 0, 1), (0, 0, 0)]


def test_what_is_hidden_is_not_read(read: Reader, views: type[Views]) -> None:
    document = read('<html><p hidden>記入例</p><p style="display: none">x</p><p>取組</p><!-- 注 -->')
    assert views.blocks(document) == [["取組"]]


def test_menus_and_footers_of_a_site_are_counted_and_not_read(read: Reader, views: type[Views]) -> None:
    document = read(
        "<html><header>港の拠点</header><nav><ul><li>ホーム</li></ul></nav><main><p>取組</p><footer>以上</footer></main>"
        '<aside>お知らせ</aside><div role="navigation">次へ</div><footer>電話</footer></html>'
    )
    assert views.blocks(document) == [["港の拠点"], ["取組"], ["以上"]]
    assert document.warnings == ("サイトの案内 (nav・aside・footer) の 11 文字を読まない",)


def test_readings_over_kanji_are_taken_out_and_counted(read: Reader, views: type[Views]) -> None:
    document = read("<html><p><ruby>孤立<rt>こりつ</rt></ruby>を防ぐ</p>")
    assert views.blocks(document) == [["孤立を防ぐ"]]
    assert document.warnings == ("ふりがな 3 文字を本文から除いた",)


def test_rows_parted_by_tabs_are_a_table(read: Reader, views: type[Views]) -> None:
    document = read("# 評価\n\n取組内容\t・一 ・二\n\t・三\n\n終わり\n")
    assert document.kind == "markdown"
    assert views.cells(document) == {(0, 0, 1, 1): "取組内容", (0, 1, 1, 1): "・一 ・二", (1, 1, 1, 1): "・三"}
    assert views.outside(document) == [["評価"], ["終わり"]]


def test_html_in_a_tab_cell_ends_with_its_cell(read: Reader, views: type[Views]) -> None:
    document = read('取組内容\t<ul style="list-style-type: none"> ・一。 ・二。\n課題\t<p>三</p><p>四</p>\n')
    assert views.blocks(document) == [["取組内容"], ["・一。 ・二。"], ["課題"], ["三"], ["四"]]
    assert "<" not in document.text


@pytest.mark.parametrize(
    "table",
    [
        "| 項目 | 内容 |\n|---|---|\n| 課題 | ・一<br>・二 |\n",
        "項目 | 内容\n--- | ---\n課題 | ・一<br>・二\n",
        "| 項目 | 内容 |\n| 課題 | ・一<br>・二 |\n",
    ],
)
def test_pipes_part_cells_with_and_without_frame_and_head(table: str, read: Reader, views: type[Views]) -> None:
    assert views.blocks(read(table)) == [["項目"], ["内容"], ["課題"], ["・一", "・二"]]


def test_a_cell_beyond_the_head_is_not_lost(read: Reader, views: type[Views]) -> None:
    assert views.cells(read("| 法人 |\n|---|\n| A | B |\n")) == {
        (0, 0, 1, 1): "法人",
        (1, 0, 1, 1): "A",
        (1, 1, 1, 1): "B",
    }


def test_bullets_of_markdown_are_levels_and_numbers_stay(read: Reader, views: type[Views]) -> None:
    document = read("## 取組内容\n\n- ・父親\n  - 講座\n\n1. 妊娠期\n2. 多胎\n")
    assert views.blocks(document) == [["取組内容"], ["・父親"], ["講座"], ["1. 妊娠期"], ["2. 多胎"]]
    levels = [block.list_level for block in document.pages[0].blocks]
    assert levels == [None, 1, 2, None, None]


def test_lines_of_a_paragraph_stay_lines(read: Reader, views: type[Views]) -> None:
    assert views.blocks(read("**鶴見区\n評価結果**\n\n    ・字下げ\n")) == [["鶴見区", "評価結果"], ["・字下げ"]]


def test_stars_right_before_a_text_are_bullets(read: Reader, views: type[Views]) -> None:
    document = read(
        "| 成果 | *父親の会を開いた。<br>*「双子」の会を開いた。 |\n| 課題 | *強い調子* |\n\n*父親\n*「双子」\n"
    )
    assert views.blocks(document) == [
        ["成果"],
        ["*父親の会を開いた。", "*「双子」の会を開いた。"],
        ["課題"],
        ["強い調子"],
        ["*父親", "*「双子」"],
    ]


def test_strong_text_between_brackets_loses_its_stars(read: Reader, views: type[Views]) -> None:
    assert views.blocks(read("# 題\n\n**「父親」**を支える\n")) == [["題"], ["「父親」を支える"]]


def test_stray_signs_are_text(read: Reader, views: type[Views]) -> None:
    document = read("# 題\n\n5 < 6、A*B、papa_mama、[注]: 文\n")
    assert views.outside(document)[1] == ["5 < 6、A*B、papa_mama、[注]: 文"]


def test_deep_nests_and_wide_spans_are_read_in_bounded_time(read: Reader) -> None:
    assert read("<html><body>" + "<div>" * 50_000 + "父").text.strip() == "父"
    assert "a" in read("<html><table><tr>" + "<td rowspan=65534 colspan=1000>a</td>" * 500 + "</tr></table>").text
