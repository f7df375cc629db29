from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from textmine.errors import TextmineError
from textmine.pipeline.outputs import write_results
from textmine.pipeline.tables import table_bytes, to_csv, write_file

if TYPE_CHECKING:
    from pathlib import Path

TABLE = pd.DataFrame({"a": [0.123456, -0.00001, math.nan], "b": [["x"], [], [1]], "c": ["あ,い", None, "う"]})


def test_csv_rounds_fractions_writes_lists_as_json_and_keeps_what_is_missing_empty() -> None:
    lines = to_csv(TABLE).decode("utf-8").split("\n")
    assert lines == ["\ufeffa,b,c", '0.1235,"[""x""]","あ,い"', "0.0,[],", ",[1],う", ""]


def test_json_lines_hold_null_where_nothing_is_known() -> None:
    lines = table_bytes(TABLE, "jsonl").decode("utf-8").splitlines()
    assert lines[2] == '{"a": null, "b": [1], "c": "う"}'


def test_results_replace_the_old_ones_whole(tmp_path: Path) -> None:
    folder = tmp_path / "reports" / "x"
    write_results(folder, files={"a.txt": b"1", "figures/f.svg": b"2"}, tables={"t": TABLE}, run={"k": 1})
    write_results(folder, files={"b.txt": b"3"}, tables={}, run={})
    assert sorted(path.name for path in folder.rglob("*")) == ["b.txt", "run.json"]
    assert [path.name for path in folder.parent.iterdir()] == ["x"]


def test_what_was_there_stays_if_the_new_results_cannot_be_written(tmp_path: Path) -> None:
    folder = tmp_path / "x"
    write_results(folder, files={"a.txt": b"1"}, tables={}, run={})
    with pytest.raises(TextmineError, match="書き込めません"):
        write_results(folder, files={"a.txt": b"2", "a.txt/b": b"3"}, tables={}, run={})
    assert (folder / "a.txt").read_bytes() == b"1"


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    write_file(tmp_path / "new" / "a.csv", b"1")
    assert (tmp_path / "new" / "a.csv").read_bytes() == b"1"
    with pytest.raises(TextmineError, match="書き込めません"):
        write_file(tmp_path / "new" / "a.csv" / "b", b"2")
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["a.csv"]
