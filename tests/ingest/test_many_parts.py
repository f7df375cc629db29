"""Input with far more parts than a form has is read in linear time: counted in calls, not in seconds."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
HEAD = (
    "<h1>西区地域子育て支援拠点 令和5年度 単年度事業評価</h1><table><tr><th>令和5年度重点目標①</th>"
    "<td>居場所をつくる。</td></tr><tr><th>取組の成果</th><td>・増えた。</td></tr></table>"
)
GOAL = "令和5年度\n(1) 居場所をつくる\n重点目標\n取組内容\n・ひろばを開く。\n取組の成果\n・増えた。\n"
COUNT = """
import cProfile, pstats, sys
from pathlib import Path
from textmine.ingest import read_document, read_form
from textmine.study import load_study
study = load_study(Path(sys.argv[1]))
for path in map(Path, sys.argv[2:]):
    profile = cProfile.Profile()
    profile.runcall(read_form, read_document(path), study.layouts, study.wards)
    print(pstats.Stats(profile).total_calls)
"""  # in a process of its own: a profiler started late in a long run of tests has hung there in CPython 3.11


def tables(n: int) -> str:
    return HEAD + "<table><tr><td>あいう</td></tr></table>" * n


def rows(n: int) -> str:
    return HEAD + "<table>" + "<tr><td>取組の成果</td><td>・増えた。</td></tr>" * n + "</table>"


def merged_labels(n: int) -> str:
    both = (
        '<tr><td rowspan="2">取組の</td><td>成果</td><td>・増えた。</td></tr><tr><td>課題</td><td>・減った。</td></tr>'
    )
    return f"{HEAD}<table>{both * n}</table>"


def goals_side_by_side(n: int) -> str:
    pairs = (("重点目標1", "重点目標2"), ("つくる。", "育む。"), ("取組内容", "取組内容"), ("・開く。", "・訪ねる。"))
    rows = "".join(f"<tr><td>{one}</td><td>{two}</td></tr>" for one, two in pairs)
    return f"{HEAD}<table>{rows * n}</table>"


def goals(n: int) -> str:
    return "西区地域子育て支援拠点 令和5年度 単年度事業評価\n" + GOAL * n


@pytest.mark.slow
@pytest.mark.parametrize(
    ("suffix", "text", "fewer"),
    [
        *((".html", tables, 200), (".html", rows, 200), (".txt", goals, 60)),
        *((".html", merged_labels, 100), (".html", goals_side_by_side, 60)),
    ],
)
def test_twice_as_many_parts_cost_about_twice_the_calls(
    tmp_path: Path, suffix: str, text: Callable[[int], str], fewer: int
) -> None:
    paths = [tmp_path / f"{n}{suffix}" for n in (fewer, 2 * fewer)]
    for n, path in zip((fewer, 2 * fewer), paths, strict=True):
        path.write_text(text(n), encoding="utf-8")
    command = [sys.executable, "-c", COUNT, str(ROOT / "corpus/yokohama"), *map(str, paths)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=300)  # noqa: S603 - our own code
    calls = [int(line) for line in done.stdout.split()]
    assert calls[1] < 2.6 * calls[0]
