"""Text that becomes no statement is said to the user: nothing is lost in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textmine.ingest import read_form

from .study import document_of, layouts, wards

if TYPE_CHECKING:
    from pathlib import Path

FORM = (
    "重点目標①\n\n居場所の質を高める。\n\n取組内容\n\n・木工の会を開く。\n\n取組の成果\n\n・20組が参加した。\n\n"
    "重点目標②\n\n相談しやすい場にする。\n\n取組内容\n\n・面談の時間を設ける。\n\n取組の成果\n\n・相談が増えた。\n"
)
PERIOD = (
    "1 親子の居場所事業\n\n目指す拠点の姿\n\n①だれもが気軽に立ち寄れる場である。\n\n"
    "自己評価(A~D)\n\n{}\n\n評価の理由(法人)\n\n・柵を用いた。\n"
)


def warnings(text: str, folder: Path) -> tuple[str, ...]:
    return read_form(document_of(text, folder, "form.txt"), layouts(), wards()).warnings


def test_a_form_whose_text_is_all_placed_warns_of_nothing(tmp_path: Path) -> None:
    assert not [line for line in warnings("令和4年度 港北区地域子育て支援拠点\n\n" + FORM, tmp_path) if "件" in line]


def test_bullets_under_no_label_are_counted_and_the_first_is_quoted(tmp_path: Path) -> None:
    text = "・館の改修を終えて、広い部屋を開いた。\n・園庭に新しい砂場を設けた。\n\n" + FORM
    (line,) = [line for line in warnings(text, tmp_path) if "件" in line]
    assert "2 件" in line
    assert "館の改修を終えて" in line


def test_names_and_dates_under_no_label_are_none_that_a_user_would_miss(tmp_path: Path) -> None:
    assert not [line for line in warnings("・館の一覧\n\n令和4年5月\n\n" + FORM, tmp_path) if "件" in line]


def test_a_bullet_under_the_head_of_marks_is_counted(tmp_path: Path) -> None:
    text = PERIOD.format("・乳児の場所を広げ、来やすい日を設けた。")
    reading = read_form(document_of(text, tmp_path, "form.md"), layouts(), wards())
    assert [one.text for one in reading.statements] == ["だれもが気軽に立ち寄れる場である。", "柵を用いた。"]
    assert ["1 件" in line and "乳児の場所を広げ" in line for line in reading.warnings] == [True]
