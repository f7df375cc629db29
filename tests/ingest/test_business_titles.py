"""Titles of the seven businesses of a period form, with every form of number before them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .period_form import TITLE, read, said

if TYPE_CHECKING:
    from pathlib import Path

OFFICIAL = (  # as the annual forms list them under 事業の内容
    "乳幼児の遊びと育ちの場及びその養育者の交流の場の提供（親子の居場所事業）",
    "子育てに関する相談及び関係機関との連携に関すること（子育て相談事業）",
    "子育てに関する情報の収集及び提供に関すること（情報収集・提供事業）",
    "子育てに関する支援活動を行う者同士の連携に関すること（支援者ネットワーク事業）",
    "子育てに関する支援活動を行う者の育成、支援に関すること（人材育成、活動支援事業）",
    "地域の住民同士で子どもを預け、預かる支え合いの促進に関すること\n（横浜子育てサポートシステム区支部事務局運営事業）",
    "子育て家庭のニーズに応じた施設・事業等の利用の支援に関すること（利用者支援事業）",
)
SHORT = (
    "親子の居場所事業", "子育て相談事業", "情報収集・提供事業", "ネットワーク事業", "人材育成・活動支援事業",
    "横浜子育てサポートシステム区支部事務局運営事業", "利用者支援事業",
)  # fmt: skip
NUMBERS = (
    "（{n}）{t}", "({n}) {t}", "（{n}） {t}", "{n}　{t}", "{n}.{t}", "{n}．{t}", "{n}）{t}", "第{n}　{t}", "【{n}】{t}",
    "■{n} {t}", "事業{n} {t}", "事業{n}：{t}", "【事業{n}】{t}", "事業名：{t}",
)  # fmt: skip


def form_of(titles: list[str]) -> str:
    blocks = (
        f"{title}\n\n目指す拠点の姿\n①姿{number}を描いている。\n\n評価の理由（法人）\n・取組{number}を行った。\n\n"
        f"評価の理由（区）\n・支援{number}を行った。\n\n振り返りの視点\nア　視点{number}はあるか。\n\n"
        for number, title in enumerate(titles, 1)
    )
    return f"{TITLE}\n{''.join(blocks)}"


@pytest.mark.parametrize("written", NUMBERS)
def test_every_form_of_number_may_stand_before_a_title(written: str, tmp_path: Path) -> None:
    reading = read(form_of([written.format(n=n, t=title) for n, title in enumerate(SHORT, 1)]), tmp_path)
    assert [(one.goal_no, one.text) for one in reading.statements if one.section == "vision"] == [
        (number, f"姿{number}を描いている。") for number in range(1, 8)
    ]


@pytest.mark.parametrize("written", ["（{n}）{t}", "{n}　{t}"])
def test_official_titles_longer_than_a_line_head_their_businesses(written: str, tmp_path: Path) -> None:
    reading = read(form_of([written.format(n=n, t=title) for n, title in enumerate(OFFICIAL, 1)]), tmp_path)
    assert [number for section, number, _ in said(reading) if section == "viewpoint"] == list(range(1, 8))
    assert len(reading.statements) == 4 * 7


def test_a_page_number_over_a_label_does_not_adorn_it(tmp_path: Path) -> None:
    pages = form_of(["1 親子の居場所事業", "2 子育て相談事業", "3 情報収集・提供事業"]).replace("\n2 ", "\n1\n\f2 ")
    reading = read(pages.replace("\n3 ", "\n2\n\f3 "), tmp_path)
    assert [number for section, number, _ in said(reading) if section == "vision"] == [1, 2, 3]
