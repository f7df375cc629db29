"""Labels beside, amid and apart from their text, as pdftotext gives the prints of spreadsheets and of Word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textmine.ingest import read_form

from .one_form import EVALUATED, LABELS, NEXT, WANTED
from .study import document_of, layouts, wards

if TYPE_CHECKING:
    from pathlib import Path

    from .one_form import Block

TITLE = "【単年度事業評価様式】\n栄区地域子育て支援拠点事業\n令和７年度重点目標評価結果・令和８年度重点目標\n"


def read(text: str, folder: Path) -> list[tuple[str, int | None, str]]:
    """List the statements of a text: section, goal and what they say."""
    form = read_form(document_of(text, folder), layouts(), wards())
    return [(one.section, one.goal_no, one.text) for one in form.statements]


def numbered(said: tuple[str, ...]) -> str:
    return "".join(f"{place}){one}\n" for place, one in enumerate(said, 1))


def texts(block: Block) -> str:
    return block.goal + "\n" + numbered(block.activity) + numbered(block.outcome) + numbered(block.issue)


def test_a_label_whose_lines_text_parts_is_one_label(tmp_path: Path) -> None:
    text = (
        f"{TITLE}令和７年度重点目標の評価\n(1) だれもが、ゆるやかにつながり合え\nる居場所をつくる。\n令和７年度\n"
        "(2) 子育てを応援する人の輪を広げる。\n重点目標\n(3) 支え合いのしくみを次の世代へ引き継ぐ。\n\n"
        "取組内容\n\n◆講座を奇数月に実施する。\n◆冊子を配る。\n\n取組の成果\n\n◆講座に延べ71組が参加した。\n\n"
        "取組の課題\n\n◆会場が足りず、見直しが必要である。\n"
    )
    goals = [(number, said) for section, number, said in read(text, tmp_path) if section == "goal"]
    assert goals == [
        (1, "だれもが、ゆるやかにつながり合える居場所をつくる。"),
        (2, "子育てを応援する人の輪を広げる。"),
        (3, "支え合いのしくみを次の世代へ引き継ぐ。"),
    ]


def test_a_label_whose_lines_lead_lines_of_text_is_one_label(tmp_path: Path) -> None:
    text = (
        f"{TITLE}次年度重点目標\n令和８年度 (1) だれも取り残さない居場所をつくる。\n"
        "重点目標 (2) つながりを日常の助け合いへと育てる。\n\n取組内容\n\n◆冊子を作り直す。\n◆親子の会を年６回開く。\n"
    )
    assert read(text, tmp_path) == [
        ("next_goal", 1, "だれも取り残さない居場所をつくる。"),
        ("next_goal", 2, "つながりを日常の助け合いへと育てる。"),
        ("next_activity", None, "冊子を作り直す。"),
        ("next_activity", None, "親子の会を年６回開く。"),
    ]


def test_a_label_at_the_middle_of_its_text_has_what_stands_before_and_after(tmp_path: Path) -> None:
    text = (
        f"{TITLE}令和７年度重点目標の評価\n(1) だれもがつながり合える居場所をつくる。\n令和７年度\n"
        "(2) 子育てを応援する人の輪を広げる。\n重点目標\n(3) 支え合いのしくみを引き継ぐ。\n"
        "◆抱っこの講座を奇数月に実施する。\n◆父親の料理の会を開催する。\n取組内容\n\n"
        "◆双子の会を先輩とともに行う。\n◆地図を作成する。\n"
        "◆講座には延べ71組が参加した。\n◆父親どうしの会話が弾むようになった。\n取組の成果\n\n"
        "◆地図は64店舗に掲示された。\n◆申込を終えることができた。\n"
        "◆第二子以降の家庭に向けた工夫が必要である。\n取組の課題\n\n◆開催の方法を見直す必要がある。\n"
        "次年度重点目標\n(1) だれも取り残さない居場所をつくる。\n令和８年度\n重点目標\n\n"
        "(2) つながりを助け合いへと育てる。\n◆冊子を作り直す。\n取組内容\n\n◆募集を学園祭でも行う。\n"
    )
    sections = [section for section, _, _ in read(text, tmp_path)]
    evaluated = [*["goal"] * 3, *["activity"] * 4, *["outcome"] * 4, *["issue"] * 2]
    assert sections == [*evaluated, *["next_goal"] * 2, *["next_activity"] * 2]


def test_labels_in_order_apart_from_their_texts_take_them_in_order(tmp_path: Path) -> None:
    labels = "".join(f"重点目標{number}\n" + "\n\n".join(LABELS) + "\n\n" for number in "①②")
    text = (
        f"{TITLE}{labels}-1-\n\n"
        + "\n".join(map(texts, EVALUATED))
        + "\n次年度重点目標\n令和８年度\n重点目標①\n取組内容\n\n"
        f"{NEXT.goal}\n{numbered(NEXT.activity)}"
    )
    assert read(text, tmp_path) == list(WANTED)


def test_a_spreadsheet_prints_cells_of_one_line_before_the_others_of_a_page(tmp_path: Path) -> None:
    short = "".join(
        f"重点目標{number} {block.goal}\n" + "\n".join(LABELS) + "\n"
        for number, block in zip("①②", EVALUATED, strict=True)
    )
    cells = "".join(numbered(said) for block in EVALUATED for said in (block.activity, block.outcome, block.issue))
    text = (
        f"{TITLE}令和７年度重点目標の評価\n{short}{cells}\f次年度重点目標\n{NEXT.goal}\n取組内容\n令和８年度\n重点目標①\n"
        f"{numbered(NEXT.activity)}"
    )
    found = read(text, tmp_path)
    assert sorted(found) == sorted(WANTED)


def test_a_label_in_a_column_has_the_text_over_and_under_an_empty_line(tmp_path: Path) -> None:
    text = (
        f"{TITLE}次年度重点目標\n             (1) だれも取り残さない居場所をつくる。\n令和８年度\n"
        "重点目標         (2) つながりを日常の助け合いへと育てる。\n\n"
        "             ◆冊子を三者で作り直す。\n\n             ◆保護者が語り合う会を年６回開く。\n取組内容\n\n"
        "             ◆こどもの声をひろばの約束に生かす。\n\n             ◆学園祭でも募集を行う。\n\n"
        "協働のプロセスの評価\n①事業計画段階\n"
    )
    sections = [section for section, _, _ in read(text, tmp_path)]
    assert sections == [*["next_goal"] * 2, *["next_activity"] * 4]


def test_a_dash_after_a_label_says_that_its_field_is_empty(tmp_path: Path) -> None:
    block = EVALUATED[0]
    text = (
        f"{TITLE}重点目標①\n{block.goal}\n取組内容\n{numbered(block.activity)}取組の成果\n{numbered(block.outcome)}"
        "取組の課題 －\n次年度重点目標\n"
    )
    form = read_form(document_of(text, tmp_path), layouts(), wards())
    assert [one.section for one in form.statements] == ["goal", *["activity"] * 2, *["outcome"] * 2]
    assert form.fields["issue"] == "empty"


def test_goals_that_a_list_numbers_on_are_counted_anew(tmp_path: Path) -> None:
    text = (
        f"{TITLE}令和７年度重点目標の評価\n令和７年度\n重点目標\n1. 居場所をつくる。\n2. 輪を広げる。\n"
        "取組内容\n・講座を開く。\n次年度重点目標\n令和８年度\n重点目標\n3. 出会いを大切にする。\n"
        "4. つながりを育てる。\n取組内容\n・冊子を配る。\n"
    )
    goals = [(section, number) for section, number, _ in read(text, tmp_path) if section.endswith("goal")]
    assert goals == [("goal", 1), ("goal", 2), ("next_goal", 1), ("next_goal", 2)]


def test_a_question_of_the_process_evaluation_is_no_statement(tmp_path: Path) -> None:
    block = EVALUATED[0]
    text = (
        f"{TITLE}重点目標①\n{block.goal}\n取組内容\n{numbered(block.activity)}協働のプロセスの評価\n①事業計画段階\n"
        "令和８年度\n重点目標①\n目指す拠点の姿に近づくためにそれぞれが何をできるかを考え、役割分担を決めることができまし\nたか。\n"
    )
    assert [section for section, _, _ in read(text, tmp_path)] == ["goal", "activity", "activity"]
