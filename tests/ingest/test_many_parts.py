"""Input with far more parts than a form has is read in linear time: counted in calls, not in seconds."""

from __future__ import annotations

import cProfile
import pstats
from typing import TYPE_CHECKING

import pytest

from textmine.ingest import read_document, read_form

from .study import layouts, wards

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HEAD = (
    "<h1>西区地域子育て支援拠点 令和5年度 単年度事業評価</h1><table><tr><th>令和5年度重点目標①</th>"
    "<td>居場所をつくる。</td></tr><tr><th>取組の成果</th><td>・増えた。</td></tr></table>"
)
GOAL = "令和5年度\n(1) 居場所をつくる\n重点目標\n取組内容\n・ひろばを開く。\n取組の成果\n・増えた。\n"


def tables(n: int) -> str:
    return HEAD + "<table><tr><td>あいう</td></tr></table>" * n


def rows(n: int) -> str:
    return HEAD + "<table>" + "<tr><td>取組の成果</td><td>・増えた。</td></tr>" * n + "</table>"


def goals(n: int) -> str:
    return "西区地域子育て支援拠点 令和5年度 単年度事業評価\n" + GOAL * n


@pytest.mark.slow
@pytest.mark.parametrize(("suffix", "text"), [(".html", tables), (".html", rows), (".txt", goals)])
def test_twice_as_many_parts_cost_about_twice_the_calls(
    tmp_path: Path, suffix: str, text: Callable[[int], str]
) -> None:
    calls = []
    for n in (200, 400):
        path = tmp_path / f"{n}{suffix}"
        path.write_text(text(n), encoding="utf-8")
        document = read_document(path)
        profile = cProfile.Profile()
        profile.runcall(read_form, document, layouts(), wards())
        calls.append(pstats.Stats(profile).total_calls)  # type: ignore[attr-defined]
    assert calls[1] < 2.6 * calls[0]
