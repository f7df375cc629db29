"""`python -m textmine.tokenizer` and its formats."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from textmine.tokenizer.__main__ import main

if TYPE_CHECKING:
    from pathlib import Path

COMMAND = [sys.executable, "-m", "textmine.tokenizer"]


def run(*arguments: str, text: bytes = b"") -> str:
    done = subprocess.run([*COMMAND, *arguments], input=text, capture_output=True, check=True)  # noqa: S603
    assert done.stderr == b""
    return done.stdout.decode("utf-8")


def test_standard_input_is_cut_line_by_line_as_mecab_does() -> None:
    assert run(text="父親が\n\n話す\n".encode()) == (
        "父親\t名詞,普通名詞,父親,父親,チチオヤ,system\nが\t助詞,格助詞,が,が,ガ,system\nEOS\nEOS\n"
        "話す\t動詞,一般,話す,話す,ハナス,system\nEOS\n"
    )


def test_conll_u_has_ten_columns_and_a_blank_line_after_each_text(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "text.txt"
    path.write_text("R5年度 父親\n", encoding="utf-8")
    assert main(["--format", "conllu", str(path)]) == 0
    assert capsys.readouterr().out == (
        "# text = R5年度 父親\n"
        "1\tR5年度\t令和5年度\tNUM\t名詞-数詞\t_\t_\t_\t_\tStart=0|End=4|Parts=R+5+年度\n"
        "2\t父親\t父親\tNOUN\t名詞-普通名詞\t_\t_\t_\t_\tStart=5|End=7|SpaceAfter=No|Reading=チチオヤ\n\n"
    )


def test_json_lines_hold_every_field_and_the_parts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "text.txt"
    path.write_text("多胎児\n", encoding="utf-8")
    assert main(["--format", "jsonl", str(path)]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["text"] == "多胎児"
    (token,) = record["tokens"]
    assert (token["surface"], token["start"], token["end"], token["source"]) == ("多胎児", 0, 3, "rule")
    assert [part["surface"] for part in token["parts"]] == ["多胎", "児"]


def test_words_with_blanks_can_be_short(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "text.txt"
    path.write_text("多胎児を\n", encoding="utf-8")
    assert main(["--format", "wakati", "--unit", "short", str(path)]) == 0
    assert capsys.readouterr().out == "多胎 児 を\n"


def test_user_terms_and_suggestions_share_a_format(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = tmp_path / "text.txt"
    text.write_text("子サポの父親支援、父親支援\n", encoding="utf-8")
    assert main(["--suggest", "1", str(text)]) == 0
    suggested = capsys.readouterr().out
    assert suggested.splitlines()[1].startswith("父親支援,チチオヤシエン,名詞-普通名詞-一般,")
    terms = tmp_path / "terms.csv"
    terms.write_text(suggested + "子サポ,コサポ,,略称\n", encoding="utf-8")
    assert main(["--format", "wakati", "--terms", str(terms), str(text)]) == 0
    assert capsys.readouterr().out == "子サポ の 父親支援 、 父親支援\n"


def test_bytes_that_are_no_text_do_no_harm() -> None:
    assert run("--format", "wakati", text=b"\xff\xfe\x00\x80\xe3\x81\n").endswith("\n")


@pytest.mark.parametrize("arguments", [["none.txt"], ["--terms", "none.csv"], ["--dictionary", "/none"]])
def test_what_cannot_be_read_is_one_line_and_status_1(
    arguments: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("父\n".encode())))
    assert main(arguments) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert len(captured.err.splitlines()) == 1
