from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from textmine.cli import main
from textmine.ingest import read_path

if TYPE_CHECKING:
    from pathlib import Path

CONTRACT = [
    *("statement_id", "document", "ward", "fiscal_year", "period_start", "period_end", "form", "section", "goal_no"),
    *("level", "text", "page", "spans", "box", "section_by", "confidence"),
]
COMMANDS = ["", "report", "read", "code", "trace", "compare", "lint", "sample", "agree", "gold", "suggest", "decide"]
COMMANDS += ["import", "export", "new", "add"]


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, list[str]]:
    status = main([str(argument) for argument in arguments])
    captured = capsys.readouterr()
    return status, captured.out, captured.err.splitlines()


def test_read_writes_a_row_per_statement_in_the_columns_of_the_contract(
    toy_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form = toy_folder / "raw/nishi-r5.txt"
    status, out, _ = run(capsys, "read", form, "--study", toy_folder, "--format", "jsonl")
    rows = [json.loads(line) for line in out.splitlines()]
    assert status == 0
    assert [list(row) for row in rows] == [CONTRACT] * 5
    assert [row["section"] for row in rows] == ["goal", "activity", "activity", "outcome", "issue"]
    assert [row["text"] for row in rows][3] == "花を見に来る人が増えた。"
    assert {(row["ward"], row["fiscal_year"], row["form"]) for row in rows} == {("にし区", 2023, "annual")}
    assert [row["statement_id"] for row in rows] == [f"nishi-r5:{n}" for n in range(1, 6)]


def test_code_adds_themes_and_the_words_that_decided(toy_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "code", toy_folder, "--format", "jsonl")
    rows = [json.loads(line) for line in out.splitlines()]
    assert status == 0
    assert sum("father" in row["themes"] for row in rows) == 4
    assert sum("talk" in row["themes"] for row in rows) == 5
    by_text = {row["text"]: row for row in rows}
    assert by_text["父親の会に10人が来た。"]["themes"] == ["father"]
    assert [e["word"] for e in by_text["パパの会から地域の催しを手伝う人が出た。"]["evidence"]] == ["パパ"]


def test_csv_goes_to_a_file_that_excel_opens(toy_folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "out" / "文.csv"
    assert main(["read", str(toy_folder), "-o", str(target)]) == 0
    text = target.read_text("utf-8")
    assert text.startswith("\ufeffstatement_id,")
    assert len(list(csv.DictReader(io.StringIO(text)))) == 16


def test_what_cannot_be_read_is_named_and_the_rest_goes_on(
    toy_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "no form.txt").write_text("今日はよい天気です。明日も晴れるでしょう。", encoding="utf-8")
    (tmp_path / "空.txt").write_bytes(b"")
    paths = (tmp_path / "no form.txt", tmp_path / "空.txt", tmp_path / "missing.pdf", toy_folder / "raw/nishi-r5.txt")
    status, out, err = run(capsys, "read", *paths, "--study", toy_folder)
    assert status == 1
    assert len(out.splitlines()) == 5
    for path in paths[:3]:
        assert sum(path.name in line for line in err) == 1
    assert not any("Traceback" in line for line in err)


@pytest.fixture
def failing_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let textmine fail on one file as it must not: with an exception that is none of its own."""

    def read(path: Path, *arguments: object, **options: object) -> object:
        if path.name == "odd.txt":
            return min(())
        return read_path(path, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr("textmine.pipeline.one_file.read_path", read)


@pytest.mark.usefixtures("failing_reader")
@pytest.mark.parametrize("command", ["read", "code"])
def test_a_file_that_textmine_fails_on_is_named_and_the_others_are_read(
    command: str, toy_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    odd, sound = tmp_path / "odd.txt", toy_folder / "raw/nishi-r5.txt"
    odd.write_bytes(sound.read_bytes())
    status, out, err = run(capsys, command, odd, sound, "--study", toy_folder)
    assert status == 1
    assert {json.loads(line)["document"] for line in out.splitlines()} == {"nishi-r5.txt"}
    assert len(err) == 1
    assert all(said in err[0] for said in ("odd.txt", "ValueError", "報告してください"))


@pytest.mark.usefixtures("failing_reader")
def test_a_file_that_textmine_fails_on_is_not_registered_and_the_others_are(
    toy_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    odd, sound = tmp_path / "odd.txt", tmp_path / "nishi-r4.txt"
    text = (toy_folder / "raw/nishi-r5.txt").read_text("utf-8")
    odd.write_text(text, "utf-8")
    sound.write_text(text.replace("令和5年度", "令和4年度"), "utf-8")
    status, _, err = run(capsys, "add", toy_folder, odd, sound)
    assert status == 1
    assert sum("odd.txt" in line and "ValueError" in line for line in err) == 1
    assert "nishi-r4.txt" in (toy_folder / "sources.csv").read_text("utf-8")
    assert "odd.txt" not in (toy_folder / "sources.csv").read_text("utf-8")


@pytest.mark.usefixtures("failing_reader")
def test_developers_can_ask_where_textmine_failed(
    toy_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "odd.txt").write_bytes((toy_folder / "raw/nishi-r5.txt").read_bytes())
    monkeypatch.setenv("TEXTMINE_TRACEBACK", "1")
    _, _, err = run(capsys, "read", tmp_path / "odd.txt", "--study", toy_folder)
    assert any(line.startswith("Traceback") for line in err)
    assert any("return min(())" in line for line in err)


def test_an_interruption_is_no_fault_of_a_file(
    toy_folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr("textmine.pipeline.one_file.read_path", interrupted)
    status, out, err = run(capsys, "read", toy_folder / "raw/nishi-r5.txt", "--study", toy_folder)
    assert (status, out) == (1, "")
    assert err == ["中断しました。前からあるファイルはそのままです"]


def test_files_that_differ_only_in_their_suffix_keep_ids_of_their_own(
    toy_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("a.txt", "a.md"):
        (tmp_path / name).write_bytes((toy_folder / "raw/nishi-r5.txt").read_bytes())
    _, out, _ = run(capsys, "read", tmp_path / "a.txt", tmp_path / "a.md", "--study", toy_folder)
    ids = [json.loads(line)["statement_id"] for line in out.splitlines()]
    assert len(set(ids)) == len(ids) == 10


def test_trace_gives_the_statements_of_a_number(toy_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "trace", "father/ひがし区/2022/annual/issue", toy_folder, "--format", "jsonl")
    assert status == 0
    assert [json.loads(line)["text"] for line in out.splitlines()] == ["父親の参加が土曜日に偏っている。"]
    status, _, err = run(capsys, "trace", "unknown/*/*/*/*", toy_folder)
    assert status == 1
    assert "unknown" in err[0]


def test_trace_takes_ids_of_statements_and_says_what_tables_of_years_leave_out(
    toy_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = run(capsys, "trace", "higashi-r4:2|nishi-r5:5", toy_folder, "--format", "jsonl")
    assert (status, err) == (0, ["2文"])
    assert [json.loads(line)["statement_id"] for line in out.splitlines()] == ["higashi-r4:2", "nishi-r5:5"]
    settings = toy_folder / "study.toml"
    settings.write_text(settings.read_text("utf-8").replace("last = 2023", "last = 2022"), encoding="utf-8")
    _, _, err = run(capsys, "trace", "father/*/*/*/*", toy_folder)  # three sentences of 2022, one of 2023
    assert err == ["4文", "うち1文は区か年度が分からない(または調査の外の)もので、区や年度の表では数えていません"]


def test_a_missing_or_broken_study_is_one_line_and_status_one(
    toy_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, _, err = run(capsys, "report", toy_folder / "none")
    assert (status, len(err)) == (1, 1)
    text = (toy_folder / "study.toml").read_text("utf-8")
    (toy_folder / "study.toml").write_text(text.replace("shortest", "shortets"), encoding="utf-8")
    status, _, err = run(capsys, "read", toy_folder)
    assert (status, len(err)) == (1, 1)
    assert "study.toml:12:" in err[0]
    assert "shortest" in err[0]


def test_a_document_that_changed_is_named_and_the_report_goes_on_with_the_others(
    toy_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (toy_folder / "raw/nishi-r5.txt").open("a", encoding="utf-8") as file:
        file.write("・一行\n")
    status, _, err = run(capsys, "report", toy_folder, "-o", tmp_path / "results")
    assert status == 1
    assert [line for line in err if "nishi-r5.txt" in line and "チェックサム" in line]
    forms = (tmp_path / "results/tables/forms.csv").read_text("utf-8-sig")
    assert "nishi-r5" not in forms
    assert (tmp_path / "results/report.pdf").is_file()
    assert "unreadable" in (tmp_path / "results/tables/coverage.csv").read_text("utf-8-sig")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("read", "足りません: パス"),
        ("", "足りません: コマンド"),
        ("reprot", "もしかして: report"),
        ("report --outptu x", "もしかして: --output"),
        ("read x --format cvs", "もしかして: csv"),
        ("read x -o", "値が要ります"),
        ("read x -o 文.xlsx", ".csv なら Excel で"),
        ("suggest father -n many", "整数"),
        ("add s f --year 令和99", "2024、令和6、R6"),
        ("decide a b yes --coder c --reason r", "accept"),
    ],
)
def test_wrong_usage_is_one_japanese_line_and_status_two(
    capsys: pytest.CaptureFixture[str], arguments: str, said: str
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments.split())
    assert caught.value.code == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert said in line
    assert "argument" not in line


@pytest.mark.parametrize("command", COMMANDS)
def test_help_is_japanese(capsys: pytest.CaptureFixture[str], command: str) -> None:
    with pytest.raises(SystemExit) as caught:
        main([*command.split(), "--help"])
    assert caught.value.code == 0
    text = capsys.readouterr().out
    assert text.startswith("使い方: textmine")
    assert not re.search(r"\b(usage|options|arguments|show)\b", text)


def test_of_several_studies_the_one_that_corpus_names_is_meant(
    toy_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("one", "two"):
        shutil.copytree(toy_folder, tmp_path / "corpus" / name)
    form = str(toy_folder / "raw/nishi-r5.txt")
    status, _, err = run(capsys, "read", form)
    assert (status, len(err)) == (1, 1)
    assert "--study" in err[0]
    (tmp_path / "corpus/default_study.txt").write_text("two\n", encoding="utf-8")
    assert run(capsys, "read", form)[0] == 0
    assert run(capsys, "lint", "--study", "corpus/one")[0] in {0, 1}


def test_code_of_a_study_gives_its_decisions_by_hand_and_of_a_file_the_rules(
    toy_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "nishi-r5:3,father,yes,父親が植えた,甲\n"
    (toy_folder / "overrides.csv").write_text("statement_id,theme,decision,reason,coder\n" + rows, encoding="utf-8")
    form = toy_folder / "raw/nishi-r5.txt"
    for path, n in ((toy_folder, 5), (form, 0)):
        _, out, _ = run(capsys, "code", path, "--study", toy_folder, "--format", "jsonl")
        assert sum("father" in json.loads(line)["themes"] for line in out.splitlines()) == n


def test_a_coded_table_says_which_themes_people_decided_and_why(
    toy_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, plain, _ = run(capsys, "code", toy_folder, "--format", "jsonl")
    assert all("by_hand" not in json.loads(line) for line in plain.splitlines())
    rows = "nishi-r5:3,father,yes,父親が植えた,甲\n"
    (toy_folder / "overrides.csv").write_text("statement_id,theme,decision,reason,coder\n" + rows, encoding="utf-8")
    decision = {"theme": "father", "decision": True, "by_rule": False, "reason": "父親が植えた", "coder": "甲"}
    for command in (("code", toy_folder), ("trace", "father/*/*/*/*", toy_folder)):
        _, out, _ = run(capsys, *command, "--format", "jsonl")
        by_hand = {one["statement_id"]: one["by_hand"] for one in map(json.loads, out.splitlines())}
        assert by_hand.pop("nishi-r5:3") == [decision]
        assert not any(by_hand.values())


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("fathr/*/*/*/*", "もしかして: father"),
        ("父親/*/*/*/*", "もしかして: father"),
        ("father/にし/*/*/*", "もしかして: にし区"),
        ("father/*/*/anual/*", "もしかして: annual"),
        ("father/*/*/*/課題", "もしかして: issue"),
    ],
)
def test_trace_refuses_a_name_that_no_statement_can_have(
    toy_folder: Path, capsys: pytest.CaptureFixture[str], query: str, said: str
) -> None:
    status, out, err = run(capsys, "trace", query, toy_folder)
    assert (status, out) == (1, "")
    assert said in err[0]


def test_a_new_study_takes_documents(toy_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "another"
    assert main(["new", str(folder), "--like", str(toy_folder)]) == 0
    status, _, err = run(capsys, "add", folder, toy_folder / "raw/nishi-r5.txt")
    assert status == 0
    assert any("にし区" in line and "2023" in line for line in err)
    status, out, _ = run(capsys, "read", folder)
    assert (status, len(out.splitlines())) == (0, 5)
    status, _, err = run(capsys, "add", folder, toy_folder / "raw/nishi-r5.txt")
    assert status == 1
    assert "登録されています" in err[-1]
    status, _, err = run(capsys, "new", folder)
    assert status == 1


def test_a_terminal_that_is_not_utf8_stops_nothing(toy_folder: Path) -> None:
    environment = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C", "PATH": ""}
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "textmine.cli", "read", str(toy_folder / "無い😀.pdf"), str(toy_folder / "raw")],
        env=environment,
        cwd=toy_folder,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr


def test_importing_the_package_and_the_tokenizer_loads_nothing_heavy() -> None:
    code = "import sys, textmine.tokenizer; print([m for m in ('pandas', 'sklearn', 'matplotlib') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)  # noqa: S603
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "command",
    [
        "lint {study}",
        "trace father/*/*/*/* {study}",
        "export {study} -o {out}/文.csv",
        "sample {study} -o {out}",
        "suggest father --study {study}",
        "compare {study} --study {study}",
        "decide father おとうさん accept --coder 甲 --reason 理由 --study {study}",
    ],
)
def test_every_command_names_a_registered_document_that_it_could_not_read(
    toy_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    (toy_folder / "raw/nishi-r5.txt").unlink()
    (tmp_path / "out").mkdir()
    status, _, err = run(capsys, *(part.format(study=toy_folder, out=tmp_path / "out") for part in command.split()))
    assert status == 1
    assert [line for line in err if "nishi-r5.txt" in line and "ありません" in line]


def test_a_file_put_among_the_documents_by_hand_is_named_and_not_left_out_in_silence(
    toy_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (toy_folder / "raw/minami-r5.txt").write_text("令和5年度\n", encoding="utf-8")
    (toy_folder / "raw/.DS_Store").write_bytes(b"")
    status, _, err = run(capsys, "export", toy_folder, "-o", tmp_path / "out.csv")
    assert status == 1
    assert [line for line in err if "minami-r5.txt" in line and "textmine add" in line]
    assert not [line for line in err if "DS_Store" in line]


def test_kwic_gives_every_place_of_a_word(toy_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, "kwic", "父親", toy_folder, "--format", "jsonl", "--width", "5")
    assert status == 0
    rows = [json.loads(line) for line in out.splitlines()]
    assert ("父親", "の会に10…") in {(row["keyword"], row["right"]) for row in rows}
    assert err[-1].startswith(f"{len(rows)}か所")
    status, _, err = run(capsys, "kwic", "父新", toy_folder)
    assert status == 1
    assert "もしかして: 父親" in err[-1]
