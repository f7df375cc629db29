"""What the guides tell a reader to do can be done: their commands, options, links and examples are there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from textmine.cli.arguments import make_parser
from textmine.study.layouts import read_layouts

ROOT = Path(__file__).parents[1]
GUIDES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "corpus/README.md", "reports/README.md")),
    *sorted((ROOT / "src").rglob("README.md")),
    *sorted((ROOT / "notebooks").glob("*.ipynb")),
]
COMMANDS: dict[str, Any] = make_parser()._subparsers._group_actions[0].choices  # type: ignore[union-attr, assignment]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("guide", GUIDES, ids=name)
def test_every_command_and_option_that_a_guide_names_is_there(guide: Path) -> None:
    for command, rest in re.findall(r"`(?:\.venv/bin/)?textmine ([a-z]+)([^`]*)`", guide.read_text("utf-8")):
        assert command in COMMANDS
        known = COMMANDS[command]._option_string_actions
        assert set(re.findall(r"(?<!\S)--?[a-z]+", rest)) <= set(known)


@pytest.mark.parametrize("guide", [guide for guide in GUIDES if guide.suffix == ".md"], ids=name)
def test_every_link_of_a_guide_leads_somewhere(guide: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", guide.read_text("utf-8")):
        assert (guide.parent / target).exists(), target


def test_the_shortest_layout_of_the_guide_is_one(tmp_path: Path) -> None:
    (layout,) = re.findall(r"```toml\n(id = .*?)```", (ROOT / "corpus/README.md").read_text("utf-8"), re.DOTALL)
    (tmp_path / "yearly.toml").write_text(layout, encoding="utf-8")
    assert [one.id for one in read_layouts(tmp_path)] == ["yearly"]


def test_every_table_of_the_results_is_explained() -> None:
    explained = set(re.findall(r"`([a-z_]+)`", (ROOT / "reports/README.md").read_text("utf-8")))
    assert {path.stem for path in (ROOT / "reports/yokohama/tables").iterdir()} <= explained
