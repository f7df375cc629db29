from __future__ import annotations

import errno
import io
import math
import os
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
    write_results(folder, files={"topics.html": b"1", "figures/f.svg": b"2"}, tables={"t": TABLE}, run={})
    write_results(folder, files={"report.pdf": b"3"}, tables={}, run={})
    assert sorted(path.name for path in folder.rglob("*")) == ["report.pdf", "run.json"]
    assert [path.name for path in folder.parent.iterdir()] == ["x"]


def test_what_somebody_put_beside_the_results_stays(tmp_path: Path) -> None:
    write_results(tmp_path / "x", files={"report.pdf": b"1"}, tables={}, run={})
    (tmp_path / "x" / "メモ.txt").write_text("大事", encoding="utf-8")
    write_results(tmp_path / "x", files={"report.pdf": b"2"}, tables={}, run={})
    assert (tmp_path / "x" / "メモ.txt").read_text("utf-8") == "大事"
    assert (tmp_path / "x" / "report.pdf").read_bytes() == b"2"


def test_a_folder_that_holds_no_results_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "写真.jpg").write_bytes(b"1")
    with pytest.raises(TextmineError, match="報告書ではない"):
        write_results(tmp_path / "documents", files={"report.pdf": b"1"}, tables={}, run={})
    assert [path.name for path in (tmp_path / "documents").iterdir()] == ["写真.jpg"]


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


def test_a_disk_that_is_full_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    (tmp_path / "a.csv").write_bytes(b"old")
    monkeypatch.setattr("pathlib.Path.write_bytes", fail)
    with pytest.raises(TextmineError, match="空き容量"):
        write_file(tmp_path / "a.csv", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
    assert (tmp_path / "a.csv").read_bytes() == b"old"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_or_device_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    write_file(tmp_path / "pipe", b"1")
    assert os.read(reader, 10) == b"1"
    os.close(reader)
    assert (tmp_path / "pipe").is_fifo()


def test_a_link_leads_to_the_file_that_is_written(tmp_path: Path) -> None:
    (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")
    write_file(tmp_path / "link.csv", b"1")
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real.csv").read_bytes() == b"1"


def test_parquet_gives_back_lists_numbers_and_what_is_missing() -> None:
    boxes = [[1, 36.5], None, []]
    back = pd.read_parquet(io.BytesIO(table_bytes(TABLE.assign(b=pd.Series(boxes)), "parquet")))
    assert list(back.columns) == ["a", "b", "c"]
    assert [row if row is None else list(row) for row in back["b"]] == boxes
    assert back["c"].isna().tolist() == [False, True, False]
