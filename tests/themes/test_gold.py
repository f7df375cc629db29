from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from textmine.errors import StudyError
from textmine.themes.gold import GoldStatement, match_gold, open_test_part, read_gold, write_gold

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textmine.documents import Statement


def test_gold_that_is_written_is_read_as_it_was(tmp_path: Path) -> None:
    rows = (GoldStatement("a.pdf", "父親の\u2028参加", ("father",), "outcome", 2, "test", 2.5, "甲"),)
    write_gold(rows, tmp_path / "g.jsonl")
    assert read_gold([tmp_path / "g.jsonl"], ["father"]) == rows


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ('{"document": "a"', "g.jsonl:2:17"),
        ('{"document": "a", "text": "b"}', "g.jsonl:2"),
        ('{"document": "a", "text": "b", "themes": ["mother"]}', "g.jsonl:2"),
        ('{"document": "a", "text": "b", "themes": [], "part": "dev"}', "g.jsonl:2"),
        ('{"document": "a", "text": "b", "themes": [], "weight": 0}', "g.jsonl:2"),
        ('["a"]', "g.jsonl:2"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str, place: str) -> None:
    (tmp_path / "g.jsonl").write_text("\n" + line, encoding="utf-8")
    with pytest.raises(StudyError) as caught:
        read_gold([tmp_path / "g.jsonl"], ["father"])
    assert caught.value.place == place


def test_equal_texts_are_matched_by_section_then_in_order(statement: Callable[..., Statement]) -> None:
    statements = [
        statement("同じ文", "a:1", section="goal"),
        statement("同じ 文", "a:2", section="issue"),
        statement("同じ文", "b:1"),
    ]
    gold = [
        GoldStatement("a", "同じ文", (), "issue"),
        GoldStatement("a", "同じ文", (), "goal"),
        GoldStatement("a", "別", ()),
    ]
    matched = match_gold(statements, gold)
    assert [statement_id for statement_id, _ in matched.pairs] == ["a:2", "a:1"]
    assert [row.text for row in matched.unmatched] == ["別"]


def test_the_test_part_remembers_the_rules_it_was_first_opened_with(tmp_path: Path) -> None:
    assert open_test_part(tmp_path, "first", "2024-05-01") == "first"
    assert open_test_part(tmp_path, "second", "2024-06-01") == "first"
    assert json.loads((tmp_path / "test_opened.json").read_text(encoding="utf-8"))["opened"] == "2024-05-01"
