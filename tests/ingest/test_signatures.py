"""What stands on a form's page beside its text: signatures, who wrote it, the name of the sheet. No statements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from textmine.ingest import read_form

from .study import document_of, layouts, wards
from .test_data_lines import AFTER, BEFORE, STATEMENTS, TEXTS, statements_of, table_of

if TYPE_CHECKING:
    from pathlib import Path

SIGNED: Final = {
    "a sentence, a date and seals": "上記のとおり、評価について区と法人で確認しました。\n令和６年３月　　日\n\n"
    "運営法人\n特定非営利活動法人ひろばの木\n代表理事　　　　　印\n港北区\nこども家庭支援課長　　　　　㊞\n",
    "a sentence that wraps": "以上のとおり、評価を相互に\n確認いたしました。\n令和６年３月29日\n港北区長　丘　花子\n",
    "a sentence alone": "上記の内容について、区と運営法人の双方で確認しました。\n",
    "a date and seals": "令和６年３月31日\n\n港北区長　丘　花子　印\n社会福祉法人ひろばの木　理事長　森　太郎　印\n",
    "a date that an extractor parts": "以上のとおり確認しました。\n令和６年３月\n\n日\n\n港北区\n印\n",
    "who wrote it and when": "評価日　令和６年３月29日\n記入者　森　太郎\n",
}
SHEETS: Final = (
    "様式２－１",
    "別紙1",
    "様式第3号",
    "（様式１）",
    "第２号様式",
    "様式第３号（第８条関係）",
    "資料３－２",
    "【別紙２】",
)


@pytest.mark.parametrize("signed", SIGNED.values(), ids=SIGNED)
def test_where_a_form_is_signed_are_no_statements(signed: str, tmp_path: Path) -> None:
    reading = read_form(document_of(f"{BEFORE}{AFTER}\n{signed}", tmp_path), layouts(), wards())
    assert statements_of(reading) == STATEMENTS
    assert not [span for span, share in reading.ledger if share == "unplaced"]


def test_a_signature_in_the_cells_of_a_table_is_none(tmp_path: Path) -> None:
    title, goal, activity, *_ = TEXTS
    form = table_of(("重点目標①", goal), ("取組内容", activity))
    signed = table_of(
        ("運営法人", "特定非営利活動法人ひろばの木\n理事長　　印"), ("港北区", "こども家庭支援課長　　印")
    )
    page = f"<p>{title}</p>{form}<p>上記のとおり相互に確認しました。</p><p>令和６年３月　　日</p>{signed}"
    reading = read_form(document_of(page, tmp_path, "form.html"), layouts(), wards())
    assert statements_of(reading) == STATEMENTS[:2]


@pytest.mark.parametrize(
    "said",
    [
        "上記のとおり、子育てサロンの運営を支えることを関係機関と確認した。",
        "以上の結果を踏まえ、支援の進め方を区と確認した。",
        "令和６年３月に係長と担当者が印刷物を見直した。",
    ],
)
def test_a_bullet_that_speaks_of_agreeing_stays_a_statement(said: str, tmp_path: Path) -> None:
    text = BEFORE + AFTER.replace("・商店街で催しを開く。", f"・商店街で催しを開く。\n・{said}")
    reading = read_form(document_of(text, tmp_path), layouts(), wards())
    assert statements_of(reading) == [*STATEMENTS, ("next_activity", 1, said)]


def test_text_after_a_signature_stays_text(tmp_path: Path) -> None:
    signed = "上記のとおり確認しました。\n令和６年３月29日\n港北区長　丘　花子　印\n"
    text = BEFORE + AFTER.replace("\n次年度重点目標", f"\n{signed}\n次年度重点目標")
    assert statements_of(read_form(document_of(text, tmp_path), layouts(), wards())) == STATEMENTS


@pytest.mark.parametrize("name", SHEETS)
def test_the_name_of_a_sheet_is_no_statement_and_parts_no_bullet(name: str, tmp_path: Path) -> None:
    text = BEFORE.replace("遊び場で知り合った親子が", f"遊び場で知り合った親子が\n{name}\n") + f"{name}\n" + AFTER
    assert statements_of(read_form(document_of(text, tmp_path), layouts(), wards())) == STATEMENTS
