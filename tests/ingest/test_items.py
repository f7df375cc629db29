from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from textmine.ingest.lines.items import FlowRow, ItemParser
from textmine.ingest.lines.rows import read_rows
from textmine.ingest.reading import read_form

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


def test_a_number_amid_a_sentence_is_no_mark_where_blanks_stand_around_digits(tmp_path: Path) -> None:
    text = (
        "1) 2 歳から 4 歳までの子どもと歩く会を、春と秋に合わせて年\n"
        "2 回開き、川べりの花や虫を一緒に探した。\n"
        "2) 町の店を 3 か所まわって地図を作り、来館した家庭に手渡した。\n"
    )
    assert items_of(text, tmp_path) == [
        "2 歳から 4 歳までの子どもと歩く会を、春と秋に合わせて年2 回開き、川べりの花や虫を一緒に探した。",
        "町の店を 3 か所まわって地図を作り、来館した家庭に手渡した。",
    ]


def test_a_line_that_begins_with_a_quotation_goes_on_where_bullets_start_all_others(tmp_path: Path) -> None:
    text = "・散歩の会には延べ40組が加わった。\n「また来たい」という声が多かった。\n・地図は町の店にも置かれた。\n"
    assert items_of(text, tmp_path) == [
        "散歩の会には延べ40組が加わった。「また来たい」という声が多かった。",
        "地図は町の店にも置かれた。",
    ]


def test_a_quotation_that_is_a_line_of_its_own_stays_apart(tmp_path: Path) -> None:
    text = (
        "・散歩の会の終わりに、次のような声が寄せられた。\n「また来たい」\n"
        "・川べりの町の地図を作り、商店街や診療所、駅の窓口など十二\nか所に置いた。\n"
        "・会を知らない家庭にも届くよう、町内会の回覧板に予定をのせ\nてもらった。\n"
    )
    assert items_of(text, tmp_path) == [
        "散歩の会の終わりに、次のような声が寄せられた。",
        "「また来たい」",
        "川べりの町の地図を作り、商店街や診療所、駅の窓口など十二か所に置いた。",
        "会を知らない家庭にも届くよう、町内会の回覧板に予定をのせてもらった。",
    ]


def test_a_number_goes_on_from_another_where_the_lines_between_are_full(tmp_path: Path) -> None:
    text = (
        "1 区の窓口や診療所と手を携えて家庭を見守る拠点としての運営\n"
        "2 子どもと養育者の声を受けとめ、町に開かれた場としての運営\n"
        "3 町内の人と人とを結びながら子育てを支える輪を広げていく運営\n"
    )
    assert items_of(text, tmp_path) == [line[2:] for line in text.splitlines()]
