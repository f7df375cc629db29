from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from textmine.errors import NotAForm, TextmineError
from textmine.ingest import Field, Layout, Source, read_form
from textmine.ingest.labels.book import label_book
from textmine.ingest.table import (
    FIELD_COLUMNS,
    LEDGER_COLUMNS,
    NUMBER_COLUMNS,
    RATING_COLUMNS,
    STATEMENT_COLUMNS,
    field_table,
    ledger_table,
    number_table,
    rating_table,
    statement_table,
)

from .study import document_of, layouts, wards

if TYPE_CHECKING:
    from pathlib import Path

    from textmine.documents import Reading

ANNUAL = """栄区地域子育て支援拠点事業
令和４年度重点目標評価結果・令和５年度重点目標

令和４年度重点目標①

親子が安心して過ごせる居場所をつくる。

取組内容

・父親の講座を毎月開く。
・双子の会を年に四回開く。

取組の成果

・父親の講座に延べ40人が参加した。
・双子の会から自主的な集まりが生まれた。

取組の課題

・平日の講座は参加が少なく、時間の見直しが必要である。

令和４年度重点目標②

地域で子育てを支える人の輪を広げる。

取組内容

・連絡会を五地区で開く。

取組の成果

・連絡会に延べ80人が参加した。

取組の課題

なし

次年度重点目標

令和５年度重点目標①

こどもの声を聴く居場所をつくる。

取組内容

・こども会議を開く。
"""


def read(text: str, folder: Path, name: str = "form.txt", source: Source | None = None) -> Reading:
    return read_form(document_of(text, folder, name), layouts(), wards(), source=source)


def shown(form: Reading) -> list[tuple[str, int | None, str]]:
    return [(s.section, s.goal_no, s.text) for s in form.statements]


EXPECTED = [
    ("goal", 1, "親子が安心して過ごせる居場所をつくる。"),
    ("activity", 1, "父親の講座を毎月開く。"),
    ("activity", 1, "双子の会を年に四回開く。"),
    ("outcome", 1, "父親の講座に延べ40人が参加した。"),
    ("outcome", 1, "双子の会から自主的な集まりが生まれた。"),
    ("issue", 1, "平日の講座は参加が少なく、時間の見直しが必要である。"),
    ("goal", 2, "地域で子育てを支える人の輪を広げる。"),
    ("activity", 2, "連絡会を五地区で開く。"),
    ("outcome", 2, "連絡会に延べ80人が参加した。"),
    ("next_goal", 1, "こどもの声を聴く居場所をつくる。"),
    ("next_activity", 1, "こども会議を開く。"),
]


def test_a_text_in_order_is_read_by_its_labels(tmp_path: Path) -> None:
    form = read(ANNUAL, tmp_path)
    assert shown(form) == EXPECTED
    assert (form.ward, form.fiscal_year, form.form) == ("栄区", 2022, "annual")
    assert {s.section_by for s in form.statements} == {"label"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("取組の成果", "取組の効果"),
        ("取組の成果", "【成果】"),
        ("取組の課題", "今後の課題"),
        ("取組の成果", "取 組 の 成 果"),
        ("重点目標①", "\n重点目標１"),
        ("重点目標①", "重点目標（１）"),
        ("取組内容\n\n", "取組内容："),
        ("令和４年度", "2022年度"),
    ],
)
def test_a_label_may_be_spelt_in_other_ways(old: str, new: str, tmp_path: Path) -> None:
    assert shown(read(ANNUAL.replace(old, new), tmp_path)) == EXPECTED


def test_a_table_in_html_is_read_by_its_rows(tmp_path: Path) -> None:
    html = """<h1>旭区地域子育て支援拠点 令和3年度 重点目標の評価</h1><table>
    <tr><th>重点目標</th><th>取組内容</th><th>取組の成果</th><th>課題</th></tr>
    <tr><td>①居場所をつくる</td><td><ul><li>講座を開く</li><li>お便りを配る</li></ul></td>
    <td>・講座に8組が来た。<br>・お便りを読んだ人が来館した。</td><td>・周知が必要である。</td></tr>
    <tr><td>②輪を広げる</td><td><ul><li>連絡会を開く</li></ul></td><td>・5団体が加わった。</td><td>・担い手が不足している。</td></tr>
    </table>"""
    form = read(html, tmp_path, "web.html")
    assert shown(form) == [
        ("goal", 1, "居場所をつくる"),
        ("activity", 1, "講座を開く"),
        ("activity", 1, "お便りを配る"),
        ("outcome", 1, "講座に8組が来た。"),
        ("outcome", 1, "お便りを読んだ人が来館した。"),
        ("issue", 1, "周知が必要である。"),
        ("goal", 2, "輪を広げる"),
        ("activity", 2, "連絡会を開く"),
        ("outcome", 2, "5団体が加わった。"),
        ("issue", 2, "担い手が不足している。"),
    ]


def test_an_empty_field_is_told_from_one_that_is_not_there(tmp_path: Path) -> None:
    text = ANNUAL.replace("・平日の講座は参加が少なく、時間の見直しが必要である。", "特になし")
    fields = read(text, tmp_path).fields
    assert fields["issue"] == "empty"
    assert fields["outcome"] == "read"
    assert "viewpoint" not in fields


def test_a_text_that_is_no_form_is_refused_with_what_was_looked_for(tmp_path: Path) -> None:
    with pytest.raises(NotAForm) as caught:
        read("区の図書館からのお知らせ\n\n今月の休館日は火曜日です。\n", tmp_path)
    assert "取組内容" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_labels_without_any_text_are_no_form_with_no_statements(tmp_path: Path) -> None:
    with pytest.raises(NotAForm):
        read("令和４年度重点目標①\n\n取組内容\n\n取組の成果\n\n取組の課題\n", tmp_path)


def test_a_new_layout_needs_no_python(tmp_path: Path) -> None:
    club = Layout(
        id="club",
        name="同好会の記録",
        needs=(("activity",), ("outcome",)),
        fields=(Field("activity", ("やったこと",)), Field("outcome", ("うまくいったこと",))),
    )
    text = "やったこと\n\n・山に登った。\n\nうまくいったこと\n\n・みな無事に下りた。\n"
    form = read_form(document_of(text, tmp_path), [*layouts(), club], wards())
    assert form.form == "club"
    assert [(s.section, s.text) for s in form.statements] == [
        ("activity", "山に登った。"),
        ("outcome", "みな無事に下りた。"),
    ]


def test_a_disagreement_on_the_year_is_told_with_both_sides(tmp_path: Path) -> None:
    form = read(ANNUAL, tmp_path, "sakae-r3-annual.txt", Source("x", "", ward="泉区", fiscal_year=2022))
    assert form.fiscal_year == 2022
    assert any("2022" in warning and "2021" in warning for warning in form.warnings)
    assert any("栄区" in warning and "泉区" in warning for warning in form.warnings)


def test_what_the_document_does_not_say_comes_from_its_name_then_from_the_register(tmp_path: Path) -> None:
    text = ANNUAL.replace("栄区地域子育て支援拠点事業\n", "").replace("令和４年度", "").replace("令和５年度", "")
    text = text.replace("重点目標評価結果・重点目標", "")
    assert read(text, tmp_path, "kanazawa_r2.txt").ward == "金沢区"
    named = read(text, tmp_path, "都筑区_令和2年度.txt")
    assert (named.ward, named.fiscal_year) == ("都筑区", 2020)
    registered = read(text, tmp_path, "a.txt", Source("a.txt", "", ward="緑区", fiscal_year=2024))
    assert (registered.ward, registered.fiscal_year) == ("緑区", 2024)


def test_an_impossible_year_is_said_and_not_guessed(tmp_path: Path) -> None:
    form = read(ANNUAL.replace("令和４年度", "令和99年度"), tmp_path)
    assert form.fiscal_year is None
    assert any("令和99年度" in warning for warning in form.warnings)


def test_a_nested_bullet_is_a_statement_of_its_own(tmp_path: Path) -> None:
    nested = "・双子の会を開く。\n　- 年に四回、土曜日に開く。\n　- 先輩の親を招く。"
    text = ANNUAL.replace("・双子の会を年に四回開く。", nested)
    levels = [(s.text, s.level) for s in read(text, tmp_path).statements if s.section == "activity" and s.goal_no == 1]
    assert levels == [
        ("父親の講座を毎月開く。", 1),
        ("双子の会を開く。", 1),
        ("年に四回、土曜日に開く。", 2),
        ("先輩の親を招く。", 2),
    ]


def test_a_bullet_cut_by_a_page_break_is_one_statement(tmp_path: Path) -> None:
    text = ANNUAL.replace("父親の講座に延べ40人が参加した。", "父親の講座に延べ40人が\f参加した。")
    assert ("outcome", 1, "父親の講座に延べ40人が参加した。") in shown(read(text, tmp_path))


def test_reading_twice_gives_the_same(tmp_path: Path) -> None:
    assert read(ANNUAL, tmp_path).statements == read(ANNUAL, tmp_path).statements


def test_tables_of_nothing_keep_their_columns() -> None:
    assert tuple(statement_table([]).columns) == STATEMENT_COLUMNS
    assert tuple(rating_table([]).columns) == RATING_COLUMNS
    assert tuple(number_table([]).columns) == NUMBER_COLUMNS
    assert tuple(ledger_table([]).columns) == LEDGER_COLUMNS
    assert tuple(field_table([]).columns) == FIELD_COLUMNS


def test_a_statement_table_has_a_row_per_statement_in_order(tmp_path: Path) -> None:
    table = statement_table([read(ANNUAL, tmp_path)])
    assert list(table["statement_id"]) == [f"form:{number}" for number in range(1, len(EXPECTED) + 1)]
    assert table["goal_no"].tolist() == [goal for _, goal, _ in EXPECTED]


PIECES = st.sampled_from(
    [
        *(
            "取組内容\n",
            "取組の成果\n",
            "取組の課題\n",
            "令和５年度\n重点目標①\n",
            "次年度重点目標\n",
            "なし\n",
            "\n",
            "\n\n",
            "\f",
        ),
        *("・講座を開いた。", "●見直しが必要である。", "居場所をつくる", "プレママ\n・プレパパ", "1. ", "①", "※", "　"),
        *("重点目標１　居場所をつくる。\n", "協働のプロセスの評価\n", "区\t拠点\n", "A A B\n", "〇"),
        "令和99年度重点目標評価結果\n",
    ]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=st.lists(PIECES, max_size=40))
def test_no_text_raises_and_every_reading_is_whole(pieces: list[str], tmp_path: Path) -> None:
    try:
        form = read("".join(pieces), tmp_path)
    except TextmineError:
        return
    assert all(form.document.quote(s.spans) == s.text and s.text for s in form.statements)
    places = [p for span, _ in form.ledger for p in range(span.start, span.end) if not form.document.text[p].isspace()]
    assert sorted(places) == [p for p, sign in enumerate(form.document.text) if not sign.isspace()]
    assert all(0 <= s.confidence <= 1 for s in form.statements)


def test_a_layout_without_titles_is_chosen_by_its_labels(tmp_path: Path) -> None:
    plain = tuple(replace(layout, titles=()) for layout in layouts())
    assert read_form(document_of(ANNUAL, tmp_path), plain, wards()).form == "annual"


def test_a_label_amid_the_bullets_of_its_block_has_them_all(tmp_path: Path) -> None:
    text = (
        "重点目標①\n安心して集える場をつくる。\n\n・講座を開く。\n　○父親の講座\n取組内容\n・冊子を配る。\n\n"
        "・講座に12人が来た。\n取組の成果\n・冊子を40冊配った。\n"
    )
    reading = read_form(document_of(text, tmp_path), layouts(), wards())
    sections = [statement.section for statement in reading.statements]
    assert sections == ["goal", "activity", "activity", "activity", "outcome", "outcome"]


def test_a_label_that_leads_its_bullets_has_none_of_those_before(tmp_path: Path) -> None:
    text = (
        "重点目標①\n安心して集える場をつくる。\n取組内容\n・講座を開く。\n・冊子を配る。\n"
        "取組の成果\n・講座に12人が来た。\n・交流が増えた。\f・冊子を40冊配った。\n・顔見知りができた。\n"
        "取組の課題\n・参加者が限られている。\n"
    )
    reading = read_form(document_of(text, tmp_path), layouts(), wards())
    sections = [statement.section for statement in reading.statements]
    assert sections == ["goal", "activity", "activity", *["outcome"] * 4, "issue"]


def test_a_label_cut_by_a_page_break_is_one_label(tmp_path: Path) -> None:
    text = (
        "令和5年度\n重点目標①\n安心して集える場をつくる。\n取組内容\n・講座を開く。\n次年度重点目標\n令和6年度\n- 3 -\f"
        "重点目標①\n支え合う街をつくる。\n取組内容\n・冊子を配る。\n"
    )
    reading = read_form(document_of(text, tmp_path), layouts(), wards())
    sections = [(statement.section, statement.goal_no) for statement in reading.statements]
    assert sections == [("goal", 1), ("activity", 1), ("next_goal", 1), ("next_activity", 1)]


@pytest.mark.parametrize(("left", "right"), [("≪", "≫"), ("\ufffd", "\ufffd"), ("☆", ""), ("\uf06e ", ""), ("▌", "")])
def test_any_sign_may_adorn_a_label(left: str, right: str, tmp_path: Path) -> None:
    text = f"重点目標①\n集える場をつくる。\n{left}取組内容{right}\n・講座を開く。\n{left}成果{right}\n・12人が来た。\n"
    reading = read_form(document_of(text, tmp_path), layouts(), wards())
    assert [statement.section for statement in reading.statements] == ["goal", "activity", "outcome"]


def test_paragraphs_of_prose_are_known_by_their_indented_first_lines(tmp_path: Path) -> None:
    prose = (
        "　三つの団地で集会所を巡回する出張ひろばを毎週開催した。\n"
        "　自治会や協議会と打合せをもち、見守りが必要な世帯につ\nいて意見を交わした。\n"
        "　団地の診療所から助産師を招いて、産前からの来訪を促した。\n"
    )
    form = read(ANNUAL.replace("・父親の講座を毎月開く。\n・双子の会を年に四回開く。\n", prose), tmp_path)
    assert [s.text.replace("\n", "") for s in form.statements if s.section == "activity" and s.goal_no == 1] == [
        "三つの団地で集会所を巡回する出張ひろばを毎週開催した。",
        "自治会や協議会と打合せをもち、見守りが必要な世帯について意見を交わした。",
        "団地の診療所から助産師を招いて、産前からの来訪を促した。",
    ]


def test_activities_told_in_the_past_stand_under_their_label_where_labels_lead(tmp_path: Path) -> None:
    told = ANNUAL.replace("毎月開く。", "毎月開いた。").replace("年に四回開く。", "年に四回開いた。")
    wanted = [
        (section, number, text.replace("開く。", "開いた。") if number == 1 and section == "activity" else text)
        for section, number, text in EXPECTED
    ]
    assert shown(read(told, tmp_path)) == wanted


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("取組内容", "実施した取組内容"),
        ("取組内容", "令和４年度に実施した取組の概要"),
        ("取組の成果", "取組から得られた主な成果"),
        ("取組の課題", "見えてきた課題と今後の対応策"),
    ],
)
def test_a_label_that_no_list_holds_is_known_by_the_words_it_is_made_of(old: str, new: str, tmp_path: Path) -> None:
    head, *others = ANNUAL.split("次年度重点目標\n")
    assert shown(read("次年度重点目標\n".join([head.replace(old, new), *others]), tmp_path)) == EXPECTED


def test_a_label_keeps_what_its_cell_adds_in_brackets(tmp_path: Path) -> None:
    rows = "".join(
        f"<tr><th>{label}</th><td>{text}</td></tr>"
        for label, text in [
            ("重点目標①", "居場所をつくる。"),
            ("取組内容<br>(箇条書き)", "・講座を開く。<br>・お便りを配る。"),
            ("取組の成果<br>(箇条書き)", "・40人が参加した。"),
            ("課題", "・平日の参加が少ない。"),
        ]
    )
    form = read(f"<h1>栄区 令和4年度重点目標評価結果</h1><table>{rows}</table>", tmp_path, "form.html")
    assert shown(form) == [
        ("goal", 1, "居場所をつくる。"),
        ("activity", 1, "講座を開く。"),
        ("activity", 1, "お便りを配る。"),
        ("outcome", 1, "40人が参加した。"),
        ("issue", 1, "平日の参加が少ない。"),
    ]


def test_a_bullet_typed_over_several_rows_of_a_table_is_one_statement(tmp_path: Path) -> None:
    cells = [
        ("項目", "内容"),
        ("重点目標①", "居場所をつくる。"),
        ("取組内容", "1)父親の講座を毎月開き、妊娠中の方"),
        ("", "　にも案内する。"),
        ("", "※申込みは要らない。"),
        ("", "2)双子の会を開く。"),
        ("取組の成果", "1)40人が参加した。"),
        ("課題", "1)平日の参加が少ない。"),
    ]
    table = "".join(f"<tr><td>{label}</td><td>{text}</td></tr>" for label, text in cells)
    form = read(f"<h1>栄区 令和4年度重点目標評価結果</h1><table>{table}</table>", tmp_path, "form.html")
    assert [(section, "".join(text.split())) for section, _, text in shown(form)] == [
        ("goal", "居場所をつくる。"),
        ("activity", "父親の講座を毎月開き、妊娠中の方にも案内する。※申込みは要らない。"),
        ("activity", "双子の会を開く。"),
        ("outcome", "40人が参加した。"),
        ("issue", "平日の参加が少ない。"),
    ]


def test_arrows_that_start_every_item_are_bullets_also_after_a_full_line(tmp_path: Path) -> None:
    told = ANNUAL.replace(
        "・父親の講座を毎月開く。\n・双子の会を年に四回開く。\n",
        "⇒父親の講座に加え、夫婦で受ける講座を開催し、夜にも実施\n⇒双子の会を年に四回、地区の会館でも開催し、区と共に実施\n",
    )
    texts = [s.text for s in read(told, tmp_path).statements if s.section == "activity" and s.goal_no == 1]
    assert texts == [
        "父親の講座に加え、夫婦で受ける講座を開催し、夜にも実施",
        "双子の会を年に四回、地区の会館でも開催し、区と共に実施",
    ]


def test_heads_of_columns_in_one_line_are_several_labels() -> None:
    book = label_book(next(layout for layout in layouts() if layout.id == "annual"))
    assert book.compose("重点目標取組内容取組の成果取組の課題") is None
    assert book.compose("取組から得られた成果") is not None


def test_a_shuffled_sheet_with_the_next_years_heading_is_about_the_next_year(tmp_path: Path) -> None:
    text = (
        "・講座に12人が参加した。\n・交流が深まった。\n\n重点目標①\n\n取組の成果\n\n取組内容\n\n・講座を毎月開催する。\n\n"
        "令和5年度重点目標の評価\n\n安心して集える場をつくる。\n\f支え合う街をつくる。\n\n重点目標①\n\n・冊子を配る。\n\n"
        "取組内容\n\n次年度重点目標\n"
    )
    reading = read_form(document_of(text, tmp_path), layouts(), wards())
    found = {(statement.section, statement.goal_no): statement.text for statement in reading.statements}
    assert found["goal", 1] == "安心して集える場をつくる。"
    assert found["next_goal", 1] == "支え合う街をつくる。"
    assert found["next_activity", 1] == "冊子を配る。"


def test_nothing_is_no_goal(tmp_path: Path) -> None:
    text = "重点目標①\n\n安心して集える場をつくる。\n\nなし\n\n課題\n\n取組内容\n\n・講座を毎月開催する。\n"
    reading = read_form(document_of(text, tmp_path), layouts(), wards())
    assert [statement.section for statement in reading.statements] == ["goal", "activity"]
    assert reading.fields["issue"] == "empty"


def test_questions_of_a_table_of_marks_are_no_statements_wherever_its_heading_is(tmp_path: Path) -> None:
    text = (
        "重点目標①\n安心して集える場をつくる。\n取組内容\n・講座を開く。\n\n"
        "\t\t区\t拠点\n1\t目的について話し合うことができましたか。\tA\tB\n2\t役割を決めることができましたか。\tB\tB\n"
    )
    reading = read_form(document_of(text, tmp_path), layouts(), wards())
    assert [statement.section for statement in reading.statements] == ["goal", "activity"]
    assert len(reading.ratings) == 4


@pytest.mark.parametrize("label", ["第{}の重点目標", "{}　重点目標", "{}番目の重点目標", "重点目標その{}"])
def test_a_goal_may_stand_behind_its_label_in_a_heading(label: str, tmp_path: Path) -> None:
    text = "# 栄区 令和4年度重点目標評価結果\n"
    for number, (goal, activity) in enumerate(
        [("居場所をつくる。", "講座を開く。"), ("輪を広げる。", "会を持つ。")], 1
    ):
        text += f"\n## {label.format(number)}　{goal}\n\n### 取組内容\n\n- {activity}\n\n### 取組の成果\n\n- 進んだ。\n"
    form = read(text, tmp_path, "form.md")
    assert [s for s in shown(form) if s[0] != "outcome"] == [
        ("goal", 1, "居場所をつくる。"),
        ("activity", 1, "講座を開く。"),
        ("goal", 2, "輪を広げる。"),
        ("activity", 2, "会を持つ。"),
    ]


def test_goals_that_all_bear_the_number_one_are_numbered_in_order(tmp_path: Path) -> None:
    text = (
        "# 栄区 令和4年度重点目標評価結果\n\n## 令和4年度重点目標\n\n1. 居場所をつくる\n1. 輪を広げる\n1. 声を聴く\n\n"
        "## 取組内容\n\n- 講座を開く。\n\n## 取組の成果\n\n- 進んだ。\n"
    )
    goals = [(s.goal_no, s.text) for s in read(text, tmp_path, "form.md").statements if s.section == "goal"]
    assert goals == [(1, "居場所をつくる"), (2, "輪を広げる"), (3, "声を聴く")]


def test_a_full_stop_alone_in_its_line_belongs_to_the_sentence_not_to_the_label_below(tmp_path: Path) -> None:
    text = "重点目標①\n集える場をつくる。\n取組の成果\n・待ち時間を短縮できた\n。\n\n取組内容\n\n・講座を開く。\n"
    reading = read_form(document_of(text, tmp_path), layouts(), wards())
    assert "待ち時間を短縮できた。" in [statement.text for statement in reading.statements]
