"""Tables without rules: as `pdftotext -layout` writes them, and printed by Typst."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from textmine.ingest import read_form

from .readers.conftest import make_pdf, read  # noqa: F401 - the fixtures of the readers
from .study import document_of, layouts, wards

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ingest.readers.conftest import PdfMaker, Reader

    from textmine.documents import Reading

# Laid out as `pdftotext -layout` does: a number at the top of each row, one head over three, a page break amid a table,
# starts that figures move aside, and one space where a line is full.
TWO_STOREYS = """緑区地域子育て支援拠点事業 令和5年度振り返りシート

令和5年度の目標と振り返り
                                           令和5年度の振り返り
 №        目標
                      取組              成果              課題

1    親子が孤立せず、   ・商店街の空き店   ・ひろばには延べ   ・雨の日に使える
     安心して過ごせる   舗を借り、出張ひ   300組が訪れ、絵本24冊 会場が見つかって
     場を増やす。       ろばを開いた。     をいただいた。     いない。
                        ・父親が集う会を   ・父親どうしが自
                        毎月開いた。       主的に集まった。

2    妊娠期からの切れ   ・沐浴の体験を助   ・体験には48組が   ・平日に働く妊婦
     目のない支援を進   産師と行った。     参加した。         のため、休日の開
     める。                                                 催を増やす。


令和6年度の目標
 №        目標                       取組

1    地域の担い手を育てる。   ・学習会を休日にも開く。
\f2   情報を届ける仕組みを作る。 ・通信を多言語で作り、店に置く。
"""
OF_TWO_STOREYS: Final = [
    ("goal", 1, "親子が孤立せず、安心して過ごせる場を増やす。"),
    ("activity", 1, "商店街の空き店舗を借り、出張ひろばを開いた。"),
    ("activity", 1, "父親が集う会を毎月開いた。"),
    ("outcome", 1, "ひろばには延べ300組が訪れ、絵本24冊をいただいた。"),
    ("outcome", 1, "父親どうしが自主的に集まった。"),
    ("issue", 1, "雨の日に使える会場が見つかっていない。"),
    ("goal", 2, "妊娠期からの切れ目のない支援を進める。"),
    ("activity", 2, "沐浴の体験を助産師と行った。"),
    ("outcome", 2, "体験には48組が参加した。"),
    ("issue", 2, "平日に働く妊婦のため、休日の開催を増やす。"),
    ("next_goal", 1, "地域の担い手を育てる。"),
    ("next_activity", 1, "学習会を休日にも開く。"),
    ("next_goal", 2, "情報を届ける仕組みを作る。"),
    ("next_activity", 2, "通信を多言語で作り、店に置く。"),
]


def read_text(text: str, folder: Path) -> Reading:
    return read_form(document_of(text, folder), layouts(), wards())


def found_in(reading: Reading) -> list[tuple[str, int | None, str]]:
    return sorted((one.section, one.goal_no, one.text) for one in reading.statements)


def test_heads_of_two_storeys_in_laid_out_text_head_the_columns_under_them(tmp_path: Path) -> None:
    assert found_in(read_text(TWO_STOREYS, tmp_path)) == sorted(OF_TWO_STOREYS)


def test_spans_of_statements_cut_out_of_lines_give_them_back(tmp_path: Path) -> None:
    reading = read_text(TWO_STOREYS, tmp_path)
    assert [reading.document.quote(one.spans) for one in reading.statements] == [one.text for one in reading.statements]


WOVEN = """緑区地域子育て支援拠点事業 令和5年度重点目標評価結果
重点目標            取組内容            取組の成果
親子が安心して過ごせる場をつくる空き店舗を借りてひろばを開き会には延べ三百組が訪れ、商店会から絵本の寄付
ことを目指した近所の方を招いてまちの縁側とした父親の会では次の行き先を決めるまで
"""


def test_columns_that_no_white_parts_are_said_and_not_passed_over(tmp_path: Path) -> None:
    warnings = [one for one in read_text(WOVEN, tmp_path).warnings if "重点目標・取組内容・取組の成果" in one]
    assert len(warnings) == 1
    assert "境が読み取れず" in warnings[0]
    assert "罫線のある PDF" in warnings[0]


def test_nothing_is_said_where_the_columns_are_told(tmp_path: Path) -> None:
    assert not [one for one in read_text(TWO_STOREYS, tmp_path).warnings if "境が読み取れず" in one]


TITLE = "緑区地域子育て支援拠点事業\\ 令和5年度重点目標評価結果\n\n"
ROWS: Final = [
    (
        "親子が孤立せず、身近な地域で安心して過ごせる居場所を増やす。",
        ("商店街の空き店舗を借り、週に二回の出張ひろばを開いた。", "父親が集う会を毎月第三土曜日の午前に開いた。"),
        ("出張ひろばには延べ300組が訪れ、商店会から絵本の寄付を受けた。", "父親どうしが自主的な集まりを始めた。"),
        ("雨の日に使える会場が見つかっていない。",),
    ),
    (
        "妊娠期からの切れ目のない支援を進める。",
        ("沐浴の体験を助産師と行った。",),
        ("体験には48組が参加し、うち31人は父親であった。出産の後も来館が続いている。",),
        ("平日に働く妊婦が参加しにくいため、休日の開催を増やす必要がある。", "外国籍の家庭への案内が届いていない。"),
    ),
    (
        "多世代が支え合う地域づくりを広げる。",
        ("高齢者施設と月に一度の交流会を開いた。", "担い手に向けた学習会を三回開いた。", "学生を受け入れた。"),
        ("交流会を楽しみに待つ声が、双方から寄せられるようになった。",),
        ("担い手の高齢化が進んでいる。",),
    ),
]
WANTED: Final = sorted(
    (section, number, text)
    for number, (goal, *fields) in enumerate(ROWS, 1)
    for section, texts in zip(("goal", "activity", "outcome", "issue"), ((goal,), *fields), strict=True)
    for text in texts
)


def listed(texts: tuple[str, ...], mark: str) -> str:
    return " \\ ".join(f"{mark}{text}" for text in texts)


def cells(mark: str, number: str = "") -> list[str]:
    """Give the cells of all rows; the goal's number, if any, goes into a cell of its own or leads the goal."""
    rows: list[str] = []
    for count, (goal, *fields) in enumerate(ROWS, 1):
        own = number.replace("1", str(count))
        rows += [own.removesuffix("|")] if own.endswith("|") else []
        rows += [goal if not own or own.endswith("|") else f"{own} {goal}", *(listed(texts, mark) for texts in fields)]
    return rows


def unruled(columns: str, heads: list[str], body: list[str], settings: str = "align: left + top") -> str:
    inside = ", ".join(cell if cell.startswith("table.") else f"[{cell}]" for cell in (*heads, *body))
    return f"#set text(size: 8pt)\n#table(columns: ({columns}), stroke: none, inset: 3pt, {settings}, {inside})\n"


FORMS: Final = {
    "goals without numbers": unruled(
        "1fr, 1.3fr, 1.3fr, 1.3fr", ["重点目標", "取組内容", "取組の成果", "取組の課題"], cells("・")
    ),
    "numbers and goals at the middle of their rows, heads over the middle": unruled(
        "1.2cm, 1fr, 1.3fr, 1.3fr, 1.3fr",
        [f"#align(center)[{head}]" for head in ("番号", "重点目標", "取組内容", "成果", "課題")],
        cells("○", "(1)|"),
        "align: left + horizon",
    ),
    "one head over each two columns": unruled(
        "1fr, 1.3fr, 1.3fr, 1.3fr",
        [
            *(f"table.cell(colspan: 2)[#align(center)[令和5年度の{what}]]" for what in ("計画", "振り返り")),
            *("重点目標", "取組", "成果", "課題"),
        ],
        cells("■", "1"),
    ),
    "a broken head, and no bullets": unruled(
        "1fr, 1.3fr, 1.3fr, 1.3fr", ["令和5年度 \\ 重点目標", "具体的な \\ 取組", "取組の成果", "今後の課題"], cells("")
    ),
    "columns of marks at the right": unruled(
        "1fr, 1.3fr, 1.3fr, 1.3fr, 1cm, 1cm",
        ["重点目標", "取組内容", "成果", "課題", "拠点", "区"],
        [one for row in range(0, 12, 4) for one in (*cells("・")[row : row + 4], "A", "B")],
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_columns_without_rules_in_print_are_read_cell_by_cell(form: str, make_pdf: PdfMaker, read: Reader) -> None:  # noqa: F811 - fixtures
    document = read(make_pdf(TITLE + FORMS[form], flipped="true"), "form.pdf")
    assert found_in(read_form(document, layouts(), wards())) == WANTED


def test_of_two_columns_the_goals_head_the_rows(make_pdf: PdfMaker, read: Reader) -> None:  # noqa: F811 - fixtures
    own = [cell for row in range(0, 12, 4) for cell in cells("・")[row : row + 2]]
    table = unruled("1fr, 1.3fr", ["重点目標", "取組内容"], own)
    document = read(make_pdf(TITLE + table), "form.pdf")
    wanted = [one for one in WANTED if one[0] in {"goal", "activity"}]
    assert found_in(read_form(document, layouts(), wards())) == wanted
