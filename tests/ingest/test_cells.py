"""What a cell of a form may hold: outcome and issue together, words in brackets after a label, a sentence a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from textmine.ingest import read_form

from .study import document_of, layouts, wards

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "<h2>令和4年度重点目標の評価</h2>"


def read(text: str, folder: Path, name: str = "form.html") -> list[tuple[str, int | None, str]]:
    form = read_form(document_of(text, folder, name), layouts(), wards())
    return [(statement.section, statement.goal_no, statement.text) for statement in form.statements]


def row(label: str, text: str) -> str:
    return f"<tr><td>{label}</td><td>{text}</td></tr>"


def test_outcome_and_issue_in_one_cell_end_with_the_cell(tmp_path: Path) -> None:
    both = "(成果)<br>・木工の会に親子20組が参加した。<br>(課題)<br>・夕方の利用が少ない。"
    table = "".join(
        row(f"重点目標{number}", goal) + row("取組内容", f"・{activity}") + row("取組の成果と課題", both)
        for number, goal, activity in (
            (1, "居場所の質を高める。", "木工の会を開く。"),
            (2, "地域とのつながりを育む。", "縁側の会を開く。"),
        )
    )
    assert read(f"{HEAD}<table>{table}</table>", tmp_path) == [
        ("goal", 1, "居場所の質を高める。"),
        ("activity", 1, "木工の会を開く。"),
        ("outcome", 1, "木工の会に親子20組が参加した。"),
        ("issue", 1, "夕方の利用が少ない。"),
        ("goal", 2, "地域とのつながりを育む。"),
        ("activity", 2, "縁側の会を開く。"),
        ("outcome", 2, "木工の会に親子20組が参加した。"),
        ("issue", 2, "夕方の利用が少ない。"),
    ]


def test_outcome_and_issue_part_the_rows_beside_their_common_label(tmp_path: Path) -> None:
    lines = ("(成果)", "・夕方にも開いた。", "・見直しが必要であると分かった。", "(課題)", "・夕方にも開くようにした。")
    first, *rest = lines
    table = (
        row("重点目標1", "居場所の質を高める。")
        + row("取組内容", "・木工の会を開く。")
        + f'<tr><td rowspan="5">取組の成果と課題</td><td>{first}</td></tr>'
        + "".join(f"<tr><td>{line}</td></tr>" for line in rest)
        + row("重点目標2", "地域とのつながりを育む。")
        + row("取組内容", "・縁側の会を開く。")
    )
    assert read(f"{HEAD}<table>{table}</table>", tmp_path) == [
        ("goal", 1, "居場所の質を高める。"),
        ("activity", 1, "木工の会を開く。"),
        ("outcome", 1, "夕方にも開いた。"),
        ("outcome", 1, "見直しが必要であると分かった。"),
        ("issue", 1, "夕方にも開くようにした。"),
        ("goal", 2, "地域とのつながりを育む。"),
        ("activity", 2, "縁側の会を開く。"),
    ]


def test_labels_in_brackets_part_a_cell_that_is_one_line(tmp_path: Path) -> None:
    text = (
        "令和4年度重点目標\t居場所の質を高める。\n"
        "取組の成果と課題\t(成果) １　3組が集まった。 ２　絵本を増やした。 (課題) １　夕方の利用が少ない。\n"
    )
    assert read(text, tmp_path, "form.md")[1:] == [
        ("outcome", 1, "3組が集まった。"),
        ("outcome", 1, "絵本を増やした。"),
        ("issue", 1, "夕方の利用が少ない。"),
    ]


@pytest.mark.parametrize("label", ["取組の成果(良かった点)", "取組の<br>成果(数値も記<br>入)", "成果(箇条書き)"])
def test_a_label_may_have_words_in_brackets_after_it_in_its_cell(label: str, tmp_path: Path) -> None:
    table = row("重点目標", "居場所の質を高める。") + row("取組内容", "・会を開く。") + row(label, "・20組が来た。")
    assert read(f"{HEAD}<table>{table}</table>", tmp_path)[-1] == ("outcome", 1, "20組が来た。")


def test_a_count_may_follow_the_number_of_a_bullet(tmp_path: Path) -> None:
    text = "重点目標\n\n居場所の質を高める。\n\n取組内容\n\n１　０歳児専用の日を設ける。\n２　３地区で会を開く。\n"
    assert [said for _, _, said in read(text, tmp_path, "form.txt")[1:]] == [
        "０歳児専用の日を設ける。",
        "３地区で会を開く。",
    ]


def test_sentences_that_start_lines_are_not_gone_on_with_where_one_fills_its_line(tmp_path: Path) -> None:
    lines = (
        "利用案内を三つの言葉で作る。",
        "異なる文化の子育てについて支援者が学び合う研修会を年に三回実施していく。",  # as long as lines go
        "町内会の協力を得て親子で歩く会を開き、育児や就園の手続きについて一緒に学",
        "ぶ。",
        "説明を個別に行う。",
    )
    text = "重点目標\n\n居場所の質を高める。\n\n取組内容\n\n" + "\n".join(lines) + "\n"
    said = [said for _, _, said in read(text, tmp_path, "form.txt")[1:]]
    assert said == [lines[0], lines[1], lines[2] + lines[3], lines[4]]


def test_a_bullet_that_speaks_of_a_report_or_a_span_of_years_is_no_title(tmp_path: Path) -> None:
    lines = ("会員の活動報告を年２回の通信に載せる。", "令和３年４月～４年３月の記録をまとめ、会議で示す。")
    text = "重点目標\n\n居場所の質を高める。\n\n取組内容\n\n" + "".join(f"・{line}\n" for line in lines)
    assert [said for _, _, said in read(text, tmp_path, "form.txt")[1:]] == list(lines)


def test_instructions_printed_after_a_form_are_no_statements(tmp_path: Path) -> None:
    text = (
        "重点目標\n\n居場所の質を高める。\n\n取組内容\n\n・会を開く。\n\n記入にあたっての注意\n\n・具体的に書くこと。\n"
    )
    assert [said for _, _, said in read(text, tmp_path, "form.txt")] == ["居場所の質を高める。", "会を開く。"]


def test_numbers_in_a_column_of_their_own_count_the_texts_beside_them(tmp_path: Path) -> None:
    rows = ("会を開く。", "絵本を増やす。", "特になし")
    table = "<tr><td>重点目標</td><td></td><td>居場所の質を高める。</td></tr>" + "".join(
        f"<tr><td>{'' if number > 1 else '取組内容'}</td><td>{number}</td><td>{said}</td></tr>"
        for number, said in enumerate(rows, 1)
    )
    assert [said for _, _, said in read(f"{HEAD}<table>{table}</table>", tmp_path)] == [
        "居場所の質を高める。",
        "会を開く。",
        "絵本を増やす。",
    ]


@pytest.mark.parametrize(
    ("label", "section"),
    [
        ("成果（できたこと）", "outcome"),
        ("改善が必要な点", "issue"),
        ("課題（できなかったこと）", "issue"),
        ("振り返って見えた課題", "issue"),
        ("取組を通じて明らかになった課題", "issue"),
    ],
)
def test_a_label_may_say_outcome_and_issue_in_other_words(label: str, section: str, tmp_path: Path) -> None:
    text = f"重点目標\n\n居場所の質を高める。\n\n取組内容\n\n・会を開く。\n\n{label}\n\n・会場までの道を見直した。\n"
    assert read(text, tmp_path, "form.txt")[2:] == [(section, 1, "会場までの道を見直した。")]


def test_a_number_that_ends_its_line_marks_what_starts_the_next(tmp_path: Path) -> None:
    text = "重点目標\n\n１．居場所の質を高める。　２．\n地域とのつながりを育む。\n\n取組内容\n\n・会を開く。\n"
    assert read(text, tmp_path, "form.txt")[:2] == [
        ("goal", 1, "居場所の質を高める。"),
        ("goal", 2, "地域とのつながりを育む。"),
    ]
