"""Numbered lines over bullets: sub-headings where all of them head bullets, bullets with nested ones where not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textmine.ingest import read_form

from .study import document_of, layouts, wards

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "令和５年度重点目標の評価\n\n重点目標①\n\n居場所をつくる。\n\n取組内容\n\n"


def activities(text: str, folder: Path) -> list[str]:
    form = read_form(document_of(HEAD + text, folder), layouts(), wards())
    return [one.text for one in form.statements if one.section == "activity"]


TAIL = "\n取組の成果\n\n・講座に48人が参加した。\n\n取組の課題\n\n・会場が足りない。\n"


def test_numbered_lines_that_head_all_bullets_of_a_field_are_sub_headings(tmp_path: Path) -> None:
    text = "（１）妊婦との出会い\n・見学会を開く。\n・冊子を配る。\n（２）父親の輪\n・夜の会を開く。\n"
    assert activities(text + TAIL, tmp_path) == ["見学会を開く。", "冊子を配る。", "夜の会を開く。"]


def test_numbered_lines_are_bullets_where_one_of_them_heads_none(tmp_path: Path) -> None:
    text = "（１）妊婦の見学会の開催\n・助産師による講話\n（２）父親の会の開催\n（３）冊子の配布\n"
    assert activities(text + TAIL, tmp_path) == [
        "妊婦の見学会の開催",
        "助産師による講話",
        "父親の会の開催",
        "冊子の配布",
    ]


def test_numbered_sentences_are_bullets_over_nested_ones(tmp_path: Path) -> None:
    text = "１．見学会を毎月開く。\n・助産師も加わる。\n２．父親の会を開く。\n・夜にも開く。\n"
    assert activities(text + TAIL, tmp_path) == [
        "見学会を毎月開く。",
        "助産師も加わる。",
        "父親の会を開く。",
        "夜にも開く。",
    ]
