from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from textmine.ingest.items import FlowRow, ItemParser
from textmine.ingest.reading import read_form
from textmine.ingest.rows import read_rows

from .study import document_of, layouts, wards

if TYPE_CHECKING:
    from pathlib import Path


def items_of(text: str, folder: Path) -> list[str]:
    document = document_of(text, folder)
    rows = read_rows(document)
    flow = [
        FlowRow(row, place, 0 if place and row.block == rows[place - 1].block else 1) for place, row in enumerate(rows)
    ]
    return [document.quote(item.spans) for item in ItemParser(layouts()[0]).parse(flow)]


@pytest.mark.parametrize("mark", ["・", "●", "○", "〇", "◯", "■", "◆", "- ", "* ", "① ", "1. ", "(1) ", "１　", "･"])
def test_a_bullet_of_any_kind_is_no_part_of_the_text(mark: str, tmp_path: Path) -> None:
    second = mark.replace("①", "②").replace("1", "2").replace("１", "２")
    text = f"{mark}父親の講座を開いた。\n{second}母親の講座を開いた。\n"
    assert items_of(text, tmp_path) == ["父親の講座を開いた。", "母親の講座を開いた。"]


def test_a_dot_between_two_nouns_is_no_bullet_where_a_wrap_puts_it_first(tmp_path: Path) -> None:
    text = (
        "・区役所の窓口で配る冊子を作り直し、助産師とともにプレママ\n"
        "・プレパパへ手渡す機会をつくり、出産前からの来館を促した。\n"
        "・両親教室を年に六回、土曜日にも開いた。\n"
    )
    assert items_of(text, tmp_path) == [
        "区役所の窓口で配る冊子を作り直し、助産師とともにプレママ・プレパパへ手渡す機会をつくり、出産前からの来館を促した。",
        "両親教室を年に六回、土曜日にも開いた。",
    ]


def test_a_wrapped_bullet_is_one_item(tmp_path: Path) -> None:
    text = "●子育て連絡会を五地区で開き、主任児童委員や保育園と課題を共\n有した。\n●お便りを配った。\n"
    assert items_of(text, tmp_path) == [
        "子育て連絡会を五地区で開き、主任児童委員や保育園と課題を共有した。",
        "お便りを配った。",
    ]


def test_several_bullets_in_one_line_are_several_items(tmp_path: Path) -> None:
    text = "・講座を開いた。 ・提供・両方会員が集まった。　・お便りを配った。\n"
    assert items_of(text, tmp_path) == ["講座を開いた。", "提供・両方会員が集まった。", "お便りを配った。"]


def test_numbers_in_one_line_part_it_only_in_their_order(tmp_path: Path) -> None:
    text = "1. 居場所をつくる。 2. 支え合いを広げる。 5. 回目の講座を開く。\n"
    assert items_of(text, tmp_path) == ["居場所をつくる。", "支え合いを広げる。 5. 回目の講座を開く。"]


def test_a_note_stays_with_its_bullet(tmp_path: Path) -> None:
    text = "・観察会に38組が参加した。\n※荒天で一回は中止した。\n・お便りを配った。\n"
    assert items_of(text, tmp_path) == ["観察会に38組が参加した。※荒天で一回は中止した。", "お便りを配った。"]


def test_a_number_of_things_is_no_mark(tmp_path: Path) -> None:
    assert items_of("10組が参加した。\n", tmp_path) == ["10組が参加した。"]
    assert items_of("3.5倍に増えた。\n", tmp_path) == ["3.5倍に増えた。"]


def test_a_note_under_a_mark_that_stands_alone_has_characters_of_its_own(tmp_path: Path) -> None:
    document = document_of("重点目標①\n①\n※荒天により１回は中止とした。\n取組内容\n・講座を開く。\n", tmp_path)
    reading = read_form(document, layouts(), wards())
    assert all(span.start < span.end for statement in reading.statements for span in statement.spans)


def test_a_dot_after_a_noun_is_a_bullet_where_no_bullet_ends_as_a_sentence_does(tmp_path: Path) -> None:
    text = (
        "・発達の理解を深める保護者向け講演会を秋に二回\n"
        "・外出を手助けするボランティアによる支援隊の編成\n"
        "・日本語の理解が難しい保護者のための通訳デーの開催\n"
    )
    assert items_of(text, tmp_path) == [
        "発達の理解を深める保護者向け講演会を秋に二回",
        "外出を手助けするボランティアによる支援隊の編成",
        "日本語の理解が難しい保護者のための通訳デーの開催",
    ]


def test_paragraphs_in_one_line_are_parted_where_nothing_marks_them(tmp_path: Path) -> None:
    text = "集会所を巡回した。　自治会と打合せをもった。\n"
    assert items_of(text, tmp_path) == ["集会所を巡回した。", "自治会と打合せをもった。"]
