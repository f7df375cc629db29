"""Markdown as converters write it: Pandoc's signs, drawn tables, definition lists, pandas' empty cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.ingest.readers.conftest import Reader, Views

DRAWN = """\
+----------+----------+------------------------+
| 重点目標 | 項目     | 内容                   |
+==========+==========+========================+
| 集う場   | 取組内容 | ・親子の会を開く。     |
|          |          |                        |
|          |          | ・①と※を載せる。     |
|          +----------+------------------------+
|          | 課題     | ・人手が足りない。     |
+----------+----------+------------------------+
| 次年度                                       |
+----------------------------------------------+
"""


def test_a_drawn_table_has_cells_over_rows_and_columns(read: Reader, views: type[Views]) -> None:
    assert views.cells(read(DRAWN, "form.md")) == {
        (0, 0, 1, 1): "重点目標",
        (0, 1, 1, 1): "項目",
        (0, 2, 1, 1): "内容",
        (1, 0, 2, 1): "集う場",
        (1, 1, 1, 1): "取組内容",
        (1, 2, 1, 1): "・親子の会を開く。・①と※を載せる。",
        (2, 1, 1, 1): "課題",
        (2, 2, 1, 1): "・人手が足りない。",
        (3, 0, 1, 3): "次年度",
    }


def test_a_rule_without_a_table_is_text(read: Reader, views: type[Views]) -> None:
    assert not views.cells(read("# 様式\n\n+-----+\n本文\n", "form.md"))


def test_a_rule_of_dashes_tells_the_columns_of_rows_that_blank_lines_part(read: Reader, views: type[Views]) -> None:
    text = (
        "様式\n\n  ---------- ------------------------\n  重点目標1  集う場を広げる。\n\n"
        "  取組内容   ・会を開く。\n             ・便りを出す。\n  ---------- ------------------------\n\n終わり\n"
    )
    document = read(text, "form.txt")
    assert views.cells(document) == {
        (0, 0, 1, 1): "重点目標1",
        (0, 1, 1, 1): "集う場を広げる。",
        (1, 0, 1, 1): "取組内容",
        (1, 1, 1, 1): "・会を開く。・便りを出す。",
    }
    assert views.outside(document) == [["様式"], ["終わり"]]


def test_a_head_over_a_rule_of_dashes_has_a_row_a_line(read: Reader, views: type[Views]) -> None:
    text = (
        "# 様式\n\n  項目       内容\n  ---------- ----------------\n"
        "  取組内容   会を開く。\n  課題       遠い。\n\n終わり\n"
    )
    document = read(text, "form.md")
    assert list(views.cells(document).values()) == ["項目", "内容", "取組内容", "会を開く。", "課題", "遠い。"]
    assert views.outside(document) == [["様式"], ["終わり"]]


def test_a_head_between_long_rules_heads_rows_of_several_lines(read: Reader, views: type[Views]) -> None:
    text = (
        "  ----------------------------\n  項目       内容\n  ---------- -----------------\n"
        "  取組       会を開く。\\\n             便りを出す。\n\n  課題       遠い。\n  ----------------------------\n"
    )
    assert list(views.cells(read(text, "form.md")).values()) == [
        "項目",
        "内容",
        "取組",
        "会を開く。便りを出す。",
        "課題",
        "遠い。",
    ]


def test_lines_between_words_and_dashes_are_no_table(read: Reader, views: type[Views]) -> None:
    assert not views.cells(read("# 様式\n\n---\n\n本文 --- 続き\n\n----------\n\n終わり\n", "form.md"))


def test_each_definition_is_a_paragraph(read: Reader, views: type[Views]) -> None:
    document = read("# 様式\n\n取組内容\n:   会を開く。\n:   便りを出す。\n\n課題\n\n:   人手が足りない。\n")
    assert views.blocks(document) == [
        ["様式"],
        ["取組内容"],
        ["会を開く。"],
        ["便りを出す。"],
        ["課題"],
        ["人手が足りない。"],
    ]


def test_fences_classes_and_hard_breaks_of_pandoc_are_no_text(read: Reader, views: type[Views]) -> None:
    text = (
        ":::: {#main .entry}\n## 課題 {#課題 .ttl}\n\n"
        "::: txt\n・[人手]{.red}が足りない。\\\n・場所が遠い。\n:::\n::::\n\n"
        "```{=html}\n<p>終わり</p>\n```\n"
    )
    assert views.blocks(read(text, "form.md")) == [["課題"], ["・人手が足りない。", "・場所が遠い。"], ["終わり"]]


def test_markdown_that_begins_with_a_tag_is_markdown(read: Reader, views: type[Views]) -> None:
    document = read('<div class="page">\n\n## 課題\n\n・遠い。\\\n・狭い。\n\n</div>\n', "form.md")
    assert document.kind == "markdown"
    assert views.blocks(document) == [["課題"], ["・遠い。", "・狭い。"]]


def test_what_pandas_writes_for_nothing_is_nothing(read: Reader, views: type[Views]) -> None:
    text = "| 様式 | Unnamed: 1 |\n| --- | --- |\n| 取組\\n内容 | NaN |\n| NaN | ・会を開く。\\n・便りを出す。 |\n"
    assert views.cells(read(text, "form.md")) == {
        (0, 0, 1, 1): "様式",
        (1, 0, 1, 1): "取組内容",
        (2, 1, 1, 1): "・会を開く。・便りを出す。",
    }


def test_a_cell_of_a_table_without_a_frame_goes_on_over_lines(read: Reader, views: type[Views]) -> None:
    rows = "集う場| 取組| ・会を開く。  \n・便りを出す。  \n課題| ・遠い。  \n以上です\n"
    text = f"目標| 項目| 内容  \n---|---|---  \n{rows}"
    document = read(text, "form.md")
    assert views.cells(document) == {
        (0, 0, 1, 1): "目標",
        (0, 1, 1, 1): "項目",
        (0, 2, 1, 1): "内容",
        (1, 0, 1, 1): "集う場",
        (1, 1, 1, 1): "取組",
        (1, 2, 1, 1): "・会を開く。・便りを出す。",
        (2, 1, 1, 1): "課題",  # under the cell that was merged over both rows
        (2, 2, 1, 1): "・遠い。",
    }
    assert views.outside(document) == [["以上です"]]


def test_cells_beside_the_last_line_of_a_cell_are_of_its_row(read: Reader, views: type[Views]) -> None:
    rows = "集う場| ・会を開く。  \n・便りを出す。| ・遠い。  \n語る場| ・座談会。| ・狭い。  \n"
    text = f"目標| 取組| 課題  \n---|---|---  \n{rows}"
    assert list(views.cells(read(text, "form.md")).values())[3:] == [
        "集う場",
        "・会を開く。・便りを出す。",
        "・遠い。",
        "語る場",
        "・座談会。",
        "・狭い。",
    ]


def test_a_head_over_lines_makes_a_table_too(read: Reader, views: type[Views]) -> None:
    text = "目標１　集う場| ・会を開く。  \n・便りを出す。  \n---|---  \n課題| ・遠い。  \n"
    assert views.cells(read(text, "form.md"))[0, 1, 1, 1] == "・会を開く。・便りを出す。"


def test_a_block_of_nothing_but_links_is_told_from_text_with_a_link(read: Reader) -> None:
    document = read(
        '<html><body><ul><li><a href="/a">行事</a></li></ul><p><a href="/b">会を開きました。</a></p>'
        '<p><a href="/c">地図</a>を配った</p><h2><a href="#1">課題</a></h2><p>・<a href="/d">遠足</a></p>'
    )
    assert [block.role for block in document.pages[0].blocks] == [
        "link",
        "paragraph",
        "paragraph",
        "heading",
        "paragraph",
    ]
