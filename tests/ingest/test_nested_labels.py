"""Labels in two cells of a table: 評価の理由 merged over the rows, or columns, of 法人 and 区."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from textmine.ingest import read_form

from .study import document_of, layouts, wards

if TYPE_CHECKING:
    from pathlib import Path

    from textmine.documents import Reading

VISION = """<h2>1 親子の居場所事業</h2><table>
<tr><td rowspan="2">目指す拠点の姿</td><td colspan="2">自己評価（A～D）</td></tr><tr><td>法人</td><td>区</td></tr>
<tr><td>①だれもが気軽に立ち寄れる場である。</td><td>A</td><td>B</td></tr></table>"""
ORG, WARD = "・木工の会に20組が参加した。", "・会場の使用料を免じた。"
READ = [
    ("vision", 1, "だれもが気軽に立ち寄れる場である。"),
    ("reason_org", 1, "木工の会に20組が参加した。"),
    ("reason_ward", 1, "会場の使用料を免じた。"),
]
STACKED = "<br>".join("評価の理由")


def read(body: str, folder: Path, name: str = "form.html") -> Reading:
    return read_form(document_of(body, folder, name), layouts(), wards())


def said(reading: Reading) -> list[tuple[str, int | None, str]]:
    return [(one.section, one.goal_no, one.text) for one in reading.statements]


def rows(*texts: str) -> str:
    return "".join(f"<tr>{text}</tr>" for text in texts)


def merged(label: str) -> str:
    return rows(
        f'<td rowspan="2">{label}</td><td>法人</td><td>{ORG}</td>',
        f"<td>区</td><td>{WARD}</td>",
    )


@pytest.mark.parametrize("label", ["評価の理由", STACKED])
def test_a_label_merged_over_rows_is_one_with_what_each_row_is_called(label: str, tmp_path: Path) -> None:
    assert said(read(f"{VISION}<table>{merged(label)}</table>", tmp_path)) == READ


def test_the_names_of_rows_beside_a_label_are_no_raters_in_a_table_with_marks(tmp_path: Path) -> None:
    reading = read(VISION.removesuffix("</table>") + merged("評価の理由") + "</table>", tmp_path)
    assert said(reading) == READ
    assert [(mark.column, mark.value) for mark in reading.ratings] == [("法人", "A"), ("区", "B")]


def test_a_label_merged_over_columns_is_one_with_what_each_column_is_called(tmp_path: Path) -> None:
    heads = rows('<td colspan="2">評価の理由</td>', "<td>法人</td><td>区</td>", f"<td>{ORG}</td><td>{WARD}</td>")
    assert said(read(f"{VISION}<table>{heads}</table>", tmp_path)) == READ


def test_a_label_over_rows_that_no_table_can_merge_is_read_too(tmp_path: Path) -> None:
    table = (
        f"| 評価の理由 | 法人 | {ORG} |\n|---|---|---|\n|  | 区 | {WARD} |\n| 成果と課題 | 成果 | ・輪が広がった。 |\n"
    )
    text = f"# 1 親子の居場所事業\n\n目指す拠点の姿\n\n①{READ[0][2]}\n\n{table}"
    assert said(read(text, tmp_path, "form.md")) == [*READ, ("outcome", 1, "輪が広がった。")]


def test_text_beside_labels_is_no_part_of_a_table_of_numbers_above_it(tmp_path: Path) -> None:
    data = rows(
        '<td colspan="3">主なデータ</td>',
        "<td>年度</td><td>H30年度</td><td>R1年度</td>",
        *(f"<td>{name}</td><td>{one}</td><td>{two}</td>" for name, one, two in (("組", 820, 866), ("人", 44, 51))),
    )
    reading = read(f"{VISION}<table>{data}{merged('評価の理由')}</table>", tmp_path)
    assert said(reading) == READ
    assert [cell.as_written for cell in reading.numbers] == ["820", "866", "44", "51"]


def test_every_character_of_a_label_in_two_cells_is_accounted_for(tmp_path: Path) -> None:
    reading = read(f"{VISION}<table>{merged(STACKED)}</table>", tmp_path)
    labels = [reading.document.text[span.start : span.end] for span, share in reading.ledger if share == "label"]
    assert {"法人", "区"} <= set("\n".join(labels).split())
    assert "評価の理由" in "".join("".join(labels).split())
    assert not [span for span, share in reading.ledger if share == "unplaced"]


@pytest.mark.parametrize("merged_cell", ['<td rowspan="{}">{}</td>', "<td>{1}</td>"])
def test_a_year_merged_beside_the_labels_of_its_block_is_the_year_of_each(merged_cell: str, tmp_path: Path) -> None:
    first = (("重点目標", "輪を広げる。"), ("取組内容", "・木工の会を開く。"), ("取組の成果", "・20組が参加した。"))
    second = (("重点目標", "産前から支える。"), ("取組内容", "・沐浴の会を開く。"))
    table = ""
    for year, block in (("令和4年度", first), ("令和5年度", second)):
        blank = "" if "rowspan" in merged_cell else "<td></td>"
        lead = [merged_cell.format(len(block), year), *(blank for _ in block[1:])]
        table += rows(
            *(
                f"{year_cell}<td>{label}</td><td>{text}</td>"
                for year_cell, (label, text) in zip(lead, block, strict=True)
            )
        )
    assert said(read(f"<table>{table}</table>", tmp_path)) == [
        ("goal", 1, "輪を広げる。"),
        ("activity", 1, "木工の会を開く。"),
        ("outcome", 1, "20組が参加した。"),
        ("next_goal", 1, "産前から支える。"),
        ("next_activity", 1, "沐浴の会を開く。"),
    ]


@pytest.mark.parametrize("org", ["法人", "運営法人"])
def test_a_heading_over_those_who_give_reasons_is_part_of_their_labels(org: str, tmp_path: Path) -> None:
    cells = rows(f"<td>{org}</td><td>{ORG}</td>", f"<td>区</td><td>{WARD}</td>")
    assert said(read(f"{VISION}<p>（２）評価の理由</p><table>{cells}</table>", tmp_path)) == READ


def test_a_heading_in_text_is_part_of_the_labels_under_it(tmp_path: Path) -> None:
    reasons = f"（２）評価の理由\n\n運営法人\n\n{ORG}\n\n区\n\n{WARD}\n"
    text = f"１ 親子の居場所事業\n\n目指す拠点の姿\n\n①{READ[0][2]}\n\n{reasons}"
    assert said(read(text, tmp_path, "form.txt")) == READ
