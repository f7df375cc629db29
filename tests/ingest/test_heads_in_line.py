"""Tables whose heads an extractor writes in one line, and whose cells follow row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textmine.ingest import read_form

from .one_form import EVALUATED, LABELS, bullets
from .study import document_of, layouts, wards

if TYPE_CHECKING:
    from pathlib import Path

TITLE = "鶴見区地域子育て支援拠点事業\n\n令和５年度重点目標評価結果・令和６年度重点目標\n\n令和５年度重点目標の評価\n\n"


def test_goals_and_activities_under_heads_in_one_line_go_together_row_by_row(tmp_path: Path) -> None:
    block = EVALUATED[0]
    fields = zip(LABELS, (block.activity, block.outcome, block.issue), strict=True)
    said = "\n\n".join(f"{label}\n\n{bullets(own, '■')}" for label, own in fields)
    following = (
        "次年度重点目標\n重点目標 取組内容\n⑴産前産後の切れ目のない支援\nを充実させる。\n"
        "■見学会を開く。\n■動画を上映する。\n"
        "⑵支え手を増やす。\n■手引を作る。\n"
    )
    text = f"{TITLE}重点目標①\n\n{block.goal}\n\n{said}\n\n{following}"
    form = read_form(document_of(text, tmp_path), layouts(), wards())
    assert [(one.section, one.goal_no, one.text) for one in form.statements][-5:] == [
        ("next_goal", 1, "産前産後の切れ目のない支援を充実させる。"),
        ("next_activity", 1, "見学会を開く。"),
        ("next_activity", 1, "動画を上映する。"),
        ("next_goal", 2, "支え手を増やす。"),
        ("next_activity", 2, "手引を作る。"),
    ]
