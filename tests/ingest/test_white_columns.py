"""Columns that only white space parts: period forms as `pdftotext -layout` lays them out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textmine.ingest import read_form
from textmine.ingest.cells.white_heads import find_head_bands
from textmine.ingest.labels.scanning import scan_rows
from textmine.ingest.lines.rows import read_rows

from .study import document_of, layouts, wards

if TYPE_CHECKING:
    from pathlib import Path

    from textmine.documents import Reading

LAID_OUT = """緑区地域子育て支援拠点事業 事業評価
1 親子の居場所事業
                                               自己評価(A~D)
 目指す拠点の姿              (参考)1期目振り返りの課題
                                               法人       区
 ①だれもが気軽に立ち寄り、ほっとでき
                                               B        B
 る場である。               ・狭い室内で動き回る幼児と乳児が一緒
 ②父親や祖父母など、多様な人が訪れる   に過ごすため、区切り方の工夫が必要。
                                               C        B
 場である。
評価の理由(法人)
(1) 過ごしやすい室内づくり
・可動式の柵を用い、乳児の場所を広げた。
振り返りの視点
ア はじめて訪れる人への配慮がなされているか。
"""


def read(text: str, folder: Path) -> Reading:
    return read_form(document_of(text, folder), layouts(), wards())


def test_text_in_two_columns_is_read_down_each_column(tmp_path: Path) -> None:
    found = [(one.section, one.text) for one in read(LAID_OUT, tmp_path).statements]
    assert found == [
        ("vision", "だれもが気軽に立ち寄り、ほっとできる場である。"),
        ("prior_issue", "狭い室内で動き回る幼児と乳児が一緒に過ごすため、区切り方の工夫が必要。"),
        ("vision", "父親や祖父母など、多様な人が訪れる場である。"),
        ("reason_org", "可動式の柵を用い、乳児の場所を広げた。"),
        ("viewpoint", "はじめて訪れる人への配慮がなされているか。"),
    ]


def test_spans_of_text_in_columns_give_it_back(tmp_path: Path) -> None:
    reading = read(LAID_OUT, tmp_path)
    assert [reading.document.quote(one.spans) for one in reading.statements] == [one.text for one in reading.statements]


def test_text_before_a_heading_is_no_part_of_it(tmp_path: Path) -> None:
    """`{何}評価(A~D)` names any rating, but 「場である。」 over 「自己評価(A~D)」 is the end of a sentence."""
    text = (
        "1 親子の居場所事業\n目指す拠点の姿\n\n①だれもが気軽に立ち寄れる\n場である。\n\n自己評価(A~D)\n\n"
        "評価の理由(法人)\n\n・柵を用いた。\n"
    )
    found = [one.text for one in read(text, tmp_path).statements]
    assert found == ["だれもが気軽に立ち寄れる場である。", "柵を用いた。"]


SIDE_BY_SIDE = """緑区地域子育て支援拠点事業 令和5年度重点目標評価結果
令和5年度重点目標の評価
令和5年度重点目標①                              令和5年度重点目標②
親子が安心して過ごせる場を、駅の近くの商店街    妊娠期の家庭が、先輩の親と出会う機会を増やす。
につくる。
取組内容                                        取組内容
◆空き店舗を借りて、週に2回の出張ひろばを開き、  ◆沐浴の体験を、土曜日の午後に助産師と行い、父
近所の高齢者にも声をかける。                    親にも参加を呼びかける。
◆父親の会を毎月開く。                          ◆母子手帳の交付窓口で案内を渡す。
取組の成果                                      取組の成果
◆出張ひろばには延べ300組が訪れ、商店会から絵本  ◆体験には48組が参加し、うち父親は31人であった。
の寄付を受けた。                                ◆案内を見て来館した妊婦が12人いた。
取組の課題                                      取組の課題
◆雨の日の会場を探す。                          ◆平日に働く妊婦が参加しにくい。
"""


def test_two_goals_side_by_side_with_labels_of_their_own_are_read_one_after_the_other(tmp_path: Path) -> None:
    found = [(one.section, one.goal_no, one.text) for one in read(SIDE_BY_SIDE, tmp_path).statements]
    assert sorted(found) == sorted(
        [
            ("goal", 1, "親子が安心して過ごせる場を、駅の近くの商店街につくる。"),
            ("activity", 1, "空き店舗を借りて、週に2回の出張ひろばを開き、近所の高齢者にも声をかける。"),
            ("activity", 1, "父親の会を毎月開く。"),
            ("outcome", 1, "出張ひろばには延べ300組が訪れ、商店会から絵本の寄付を受けた。"),
            ("issue", 1, "雨の日の会場を探す。"),
            ("goal", 2, "妊娠期の家庭が、先輩の親と出会う機会を増やす。"),
            ("activity", 2, "沐浴の体験を、土曜日の午後に助産師と行い、父親にも参加を呼びかける。"),
            ("activity", 2, "母子手帳の交付窓口で案内を渡す。"),
            ("outcome", 2, "体験には48組が参加し、うち父親は31人であった。"),
            ("outcome", 2, "案内を見て来館した妊婦が12人いた。"),
            ("issue", 2, "平日に働く妊婦が参加しにくい。"),
        ]
    )


GOAL_COLUMN = """緑区地域子育て支援拠点事業 令和5年度重点目標評価結果
令和5年度重点目標の評価
  令和5年度重点目標                   取組内容・成果・課題
1 親子が安心して過   【取組内容】
ごせる場をつくる。   ○空き店舗を借りて、週に2回の出張ひろばを開き、近所の
                     高齢者にも声をかける。
                     【成果】
                     ○出張ひろばには延べ300組が訪れた。
                     【課題】
                     ○雨の日の会場を探す。
2 妊娠期の家庭が、   【取組内容】
先輩の親と出会う機   ○沐浴の体験を、土曜日の午後に助産師と行い、父親にも参
会を増やす。         加を呼びかける。
                     【成果】
                     ○体験には48組が参加した。
                     【課題】
                     ○平日に働く妊婦が参加しにくい。
"""


def test_goals_in_a_column_of_their_own_head_the_rows_of_what_stands_beside_them(tmp_path: Path) -> None:
    found = [(one.section, one.goal_no, one.text) for one in read(GOAL_COLUMN, tmp_path).statements]
    assert found == [
        ("goal", 1, "親子が安心して過ごせる場をつくる。"),
        ("activity", 1, "空き店舗を借りて、週に2回の出張ひろばを開き、近所の高齢者にも声をかける。"),
        ("outcome", 1, "出張ひろばには延べ300組が訪れた。"),
        ("issue", 1, "雨の日の会場を探す。"),
        ("goal", 2, "妊娠期の家庭が、先輩の親と出会う機会を増やす。"),
        ("activity", 2, "沐浴の体験を、土曜日の午後に助産師と行い、父親にも参加を呼びかける。"),
        ("outcome", 2, "体験には48組が参加した。"),
        ("issue", 2, "平日に働く妊婦が参加しにくい。"),
    ]


COLUMN_A_GOAL = """緑区地域子育て支援拠点事業 令和5年度重点目標評価結果
2023年度 重点目標の評価
              重点目標1                         重点目標2

      親子が安心して過ごせる場を駅の    妊娠期の家庭が先輩の親と出会う
目標  近くにつくります。                機会を増やします。

        空き店舗を借りて出張ひろばを      沐浴の体験を土曜日に行いました。
主な  開き、近所の方を招く「まちの縁側」 案内を母子手帳の窓口で渡し、
取組  を始めました。                    「父親も歓迎」と書きました。

        出張ひろばには延べ300組が訪れま   体験には48組が参加しました。
成果  した。

        雨の日の会場を探します。          平日の参加の仕方を考えます。
課題
"""


def test_a_line_that_goes_over_the_gutter_is_parted_at_the_space_there(tmp_path: Path) -> None:
    found = [(one.section, one.goal_no, one.text) for one in read(COLUMN_A_GOAL, tmp_path).statements]
    assert sorted(found) == sorted(
        [
            ("goal", 1, "親子が安心して過ごせる場を駅の近くにつくります。"),
            ("activity", 1, "空き店舗を借りて出張ひろばを開き、近所の方を招く「まちの縁側」を始めました。"),
            ("outcome", 1, "出張ひろばには延べ300組が訪れました。"),
            ("issue", 1, "雨の日の会場を探します。"),
            ("goal", 2, "妊娠期の家庭が先輩の親と出会う機会を増やします。"),
            ("activity", 2, "沐浴の体験を土曜日に行いました。"),
            ("activity", 2, "案内を母子手帳の窓口で渡し、「父親も歓迎」と書きました。"),
            ("outcome", 2, "体験には48組が参加しました。"),
            ("issue", 2, "平日の参加の仕方を考えます。"),
        ]
    )


BROKEN_HEADS = """磯子区地域子育て支援拠点事業 事業評価
1 親子の居場所事業
                                                        自己評
                                                                  自己評
                                                        価
  目指す拠点の姿        (参考)前期の振り返りの課題                価
                                                        (法
                                                                  (区)
                                                        人)

①雨の日にも思い立っ    ・夕方に来る家庭が少なく、      A         B
て寄れる場所である。    開く時刻を改めたい。

評価の理由(法人)
・夕方に粘土の時間を設けた。
評価の理由(区)
・夕方の時間を区報で知らせた。
振り返りの視点
ア 声を聞いているか。
"""


def test_heads_of_marks_broken_over_lines_are_no_text(tmp_path: Path) -> None:
    found = [(one.section, one.text) for one in read(BROKEN_HEADS, tmp_path).statements]
    assert found[:3] == [
        ("vision", "雨の日にも思い立って寄れる場所である。"),
        ("prior_issue", "夕方に来る家庭が少なく、開く時刻を改めたい。"),
        ("reason_org", "夕方に粘土の時間を設けた。"),
    ]
    assert len(found) == 5


def test_the_lines_of_a_broken_head_of_marks_are_one_cell(tmp_path: Path) -> None:
    layout = next(one for one in layouts() if one.id == "period")
    band = next(find_head_bands(scan_rows(read_rows(document_of(BROKEN_HEADS, tmp_path)), layout)))
    assert ["".join(word.key for word in words) for words in band.stacked] == ["自己評価(法人)", "自己評価(区)"]
