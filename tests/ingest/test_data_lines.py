"""Data within a field: shares of a survey, lines of figures and what stands over them are no statements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from textmine.ingest import read_form

from .study import document_of, layouts, wards

if TYPE_CHECKING:
    from pathlib import Path

    from textmine.documents import Reading

TEXTS: Final = (
    "港北区地域子育て支援拠点事業 令和５年度重点目標評価結果",
    "雨の日も親子が集える場をつくる。\n",
    "・雨の日の遊び場を月に２回開く。\n",
    "・遊び場には延べ188組が来た。\n・遊び場で知り合った親子が拠点にも通うようになった。\n",
    "・働く人への周知が足りない。\n",
    "商店街と親子がつながる。\n",
    "・商店街で催しを開く。\n",
)
BEFORE: Final = "{}\n\n令和５年度\n重点目標①\n{}\n取組内容\n{}\n取組の成果\n{}".format(*TEXTS[:4])
AFTER: Final = "\n取組の課題\n{}\n次年度重点目標\n\n令和６年度\n重点目標①\n{}\n取組内容\n{}".format(*TEXTS[4:])
STATEMENTS: Final = [
    ("goal", 1, "雨の日も親子が集える場をつくる。"),
    ("activity", 1, "雨の日の遊び場を月に２回開く。"),
    ("outcome", 1, "遊び場には延べ188組が来た。"),
    ("outcome", 1, "遊び場で知り合った親子が拠点にも通うようになった。"),
    ("issue", 1, "働く人への周知が足りない。"),
    ("next_goal", 1, "商店街と親子がつながる。"),
    ("next_activity", 1, "商店街で催しを開く。"),
]
DATA: Final = {
    "shares under a caption": "＜主なデータ＞\n来館者アンケート（回答140名）　よい　61.2%　ふつう　30%　わるい　8.8%\n",
    "shares that wrap": "（参考）アンケートより\nよい61.2％、ふつう30％、\nわるい8.8％（回答140名）\n",
    "shares with bullets": "（主なデータ）\n・よい　61.2%\n・ふつう　30%\n",
    "shares in words": "＜主なデータ＞\n回答した人の61.2％が「よい」\n",
    "shares without a caption": "来館者アンケート（回答140名）　よい　61.2%　ふつう　30%　わるい　8.8%\n",
    "a typed table": "（参考）遊び場の利用\n　　　令和３年度　令和４年度　令和５年度\n組数　 912　 1,040　 1,188\n",
    "a table without a caption": "遊び場の組数\n令和３年度　令和４年度　令和５年度\n912　1,040　1,188\n",
    "a word a line": "（参考）遊び場の利用\n区分\n組数（組）\n\n令和４年度\n1,040\n\n令和５年度\n1,188\n",
    "a figure a line, with a note": "参考データ：利用組数\n令和４年度 1,040組\n令和５年度 1,188組\n※電話は除く。\n",
    "a caption alone": "（参考）遊び場の利用実績\n",
}


def read(text: str, folder: Path, name: str = "form.txt") -> Reading:
    return read_form(document_of(text, folder, name), layouts(), wards())


def statements_of(reading: Reading) -> list[tuple[str, int | None, str]]:
    return [(one.section, one.goal_no, one.text) for one in reading.statements]


@pytest.mark.parametrize("data", DATA.values(), ids=DATA)
def test_data_under_the_bullets_of_a_field_are_no_statements(data: str, tmp_path: Path) -> None:
    reading = read(BEFORE + data + AFTER, tmp_path)
    assert statements_of(reading) == STATEMENTS
    shares = {share for span, share in reading.ledger if span.start >= len(BEFORE) and span.end <= len(BEFORE + data)}
    assert shares <= {"number_table", "furniture"}


def table_of(*rows: tuple[str, str]) -> str:
    """Write a table of two columns; a line's end in a cell is `<br>`."""
    cells = ("".join(f"<td>{text.strip().replace(chr(10), '<br>')}</td>" for text in row) for row in rows)
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


@pytest.mark.parametrize("data", DATA.values(), ids=DATA)
def test_data_in_the_cell_of_a_field_are_no_statements(data: str, tmp_path: Path) -> None:
    title, goal, activity, outcome, issue, next_goal, next_activity = TEXTS
    evaluated = table_of(
        ("令和５年度\n重点目標①", goal),
        ("取組内容", activity),
        ("取組の成果", outcome + data),
        ("取組の課題", issue),
    )
    following = table_of(("令和６年度\n重点目標①", next_goal), ("取組内容", next_activity))
    reading = read(f"<p>{title}</p>{evaluated}<h2>次年度重点目標</h2>{following}", tmp_path, "form.html")
    assert statements_of(reading) == STATEMENTS


def test_a_caption_right_under_a_markdown_bullet_does_not_stick_to_it(tmp_path: Path) -> None:
    text = (
        "# 令和5年度重点目標評価結果\n\n港北区地域子育て支援拠点事業\n\n## 重点目標①\n\n親子が集う。\n\n"
        "### 取組内容\n\n- 遊び場を開く。\n\n### 取組の成果\n\n- 188組が来た。\n- 親子が拠点にも通うようになった。\n"
        "（主なデータ）\n組数（組）　 912　 1,040　 1,188\n\n### 取組の課題\n\n- 周知が足りない。\n"
    )
    said = [one.text for one in read(text, tmp_path, "form.md").statements]
    assert said[2:] == ["188組が来た。", "親子が拠点にも通うようになった。", "周知が足りない。"]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("（参考）\n前年度は延べ120組であり、57％の増加となった。\n", "前年度は延べ120組であり、57％の増加となった。"),
        (
            "・見学は 26 組で、うち 11 組が登録した。親子 20\n組も加わった。\n",
            "見学は 26 組で、うち 11 組が登録した。親子 20組も加わった。",
        ),
        ("・約120組\n", "約120組"),
        ("【利用実績】\n・雨の日の利用　24回\n", "雨の日の利用　24回"),
        ("＜主なデータ＞\n・来館者の61.2％が「よい」と答えた。\n", "来館者の61.2％が「よい」と答えた。"),
    ],
)
def test_sentences_and_bullets_with_figures_stay_statements(lines: str, said: str, tmp_path: Path) -> None:
    found = statements_of(read(BEFORE + lines + AFTER, tmp_path))
    assert found == [*STATEMENTS[:4], ("outcome", 1, said), *STATEMENTS[4:]]


def test_a_year_under_data_is_the_next_label_s_first_line(tmp_path: Path) -> None:
    data = "（参考）遊び場の利用\n組数　912　1,040\n"
    text = BEFORE + data + "令和５年度\n重点目標②\n父親が集える場をつくる。\n\n取組内容\n・土曜の会を開く。\n" + AFTER
    assert ("goal", 2, "父親が集える場をつくる。") in statements_of(read(text, tmp_path))


def test_a_table_under_a_caption_is_one_of_numbers_though_no_year_heads_it(tmp_path: Path) -> None:
    rows = (("区分", "件数", "人数"), ("来所", "24", "19"))
    table = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in rows)
    data = f"<p>（参考）相談の件数</p><table>{table}</table>"
    lines = "".join(f"<p>{line}</p>" for line in (BEFORE + "\0" + AFTER).splitlines() if line)
    reading = read(lines.replace("<p>\0</p>", data), tmp_path, "form.html")
    assert statements_of(reading) == STATEMENTS
    assert [(one.table, one.row, one.column, one.value) for one in reading.numbers] == [
        ("(参考)相談の件数", "来所", "件数", 24),
        ("(参考)相談の件数", "来所", "人数", 19),
    ]


def test_a_number_table_that_a_page_break_cuts_is_one(tmp_path: Path) -> None:
    head = "区分\t令和４年度\t令和５年度\n組数（組）\t1,040\t1,188\n"
    foot = "うち父親（人）\t96\t131\n相談（件）\t208\t240\n"
    reading = read(f"{BEFORE}\n{head}\f{foot}{AFTER}", tmp_path)
    assert statements_of(reading) == STATEMENTS
    assert [(one.row, one.fiscal_year, one.value) for one in reading.numbers] == [
        ("組数(組)", 2022, 1040),
        ("組数(組)", 2023, 1188),
        ("うち父親(人)", 2022, 96),
        ("うち父親(人)", 2023, 131),
        ("相談(件)", 2022, 208),
        ("相談(件)", 2023, 240),
    ]


@pytest.mark.parametrize(
    "line", ["28,410", "（　）", "令和５年度", "（人）", "港北区", "【港北区】", "1,040 1,188", "項目", "項目 区 拠点"]
)
def test_a_number_a_year_a_ward_or_a_head_alone_is_no_statement(line: str, tmp_path: Path) -> None:
    assert statements_of(read(f"{BEFORE}\n{line}\n{AFTER}", tmp_path)) == STATEMENTS


def test_a_field_that_says_it_is_empty_is_still_empty(tmp_path: Path) -> None:
    text = BEFORE + AFTER.replace("・働く人への周知が足りない。", "－")
    assert read(text, tmp_path).fields["issue"] == "empty"
