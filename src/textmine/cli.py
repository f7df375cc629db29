"""The textmine command: the only printer. Results go to standard output, progress and faults to standard error.

Exit status: 0 all was done; 1 something was refused (one line each; the rest was done); 2 wrong usage. No traceback for
anything that a user's file can hold.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from textmine import __version__
from textmine.errors import TextmineError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pandas as pd

    from textmine.study import Study

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - argparse names it nowhere else

FORMATS: Final = ("csv", "jsonl", "parquet")
DONE, REFUSED, WRONG_USAGE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit status."""
    _speak_utf8()
    options = _parser().parse_args(arguments)
    try:
        status: int = options.run(options)
    except TextmineError as error:
        _say(str(error))
        return REFUSED
    except BrokenPipeError:  # the reader of our output has gone, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        _say("中断しました")
        return REFUSED
    return status


def report(options: argparse.Namespace) -> int:
    """Build reports/<study>/."""
    from textmine.pipeline import build_report

    study = _load(options.study_folder)
    folder = options.output or Path("reports") / study.name
    result = build_report(study, folder, progress=_say)
    for refusal in result.refusals:
        _say(str(refusal))
    _say(f"報告書: {folder / 'report.pdf'}({result.n_statements}文、{result.n_forms}件の様式)")
    return REFUSED if result.refusals else DONE


def read(options: argparse.Namespace) -> int:
    """Write the statements of forms."""
    from textmine.pipeline import read_paths

    study = _study_of(options)
    outcome = read_paths(options.paths, study, password=options.password)
    _report_reading(outcome.warnings, outcome.refusals)
    if options.ledger:
        _write_table(outcome.ledger_table(), options, default="csv")
    else:
        _write_table(outcome.statement_table(), options, default="jsonl")
    return REFUSED if outcome.refusals else DONE


def code(options: argparse.Namespace) -> int:
    """Write the statements of forms with their themes."""
    from textmine.pipeline import code_reading, read_paths

    study = _study_of(options)
    outcome = read_paths(options.paths, study, password=options.password)
    _report_reading(outcome.warnings, outcome.refusals)
    _write_table(code_reading(outcome, study), options, default="jsonl")
    return REFUSED if outcome.refusals else DONE


def new(options: argparse.Namespace) -> int:
    """Make an empty study."""
    from textmine.study import create_study

    create_study(options.folder, like=options.like)
    _say(f"{options.folder} を作りました。中の説明にそって埋め、textmine add で資料を登録してください")
    return DONE


def add(options: argparse.Namespace) -> int:
    """Register documents in a study."""
    from textmine.pipeline import Given, register_documents

    study = _load(options.study_folder)
    given = Given(options.ward, options.year, options.form)
    outcome = register_documents(study, options.files, given, password=options.password)
    for line in outcome.messages:
        _say(line)
    for refusal in outcome.refusals:
        _say(str(refusal))
    return REFUSED if outcome.refusals else DONE


def trace(options: argparse.Namespace) -> int:
    """Write the statements behind a number of the report."""
    from textmine.pipeline import trace_query

    study = _load(options.study_folder)
    _write_table(trace_query(study, options.query), options, default="csv")
    return DONE


def lint(options: argparse.Namespace) -> int:
    """Name all that is wrong with a codebook."""
    from textmine.pipeline.codebook_work import lint_study

    problems = lint_study(_load(options.study_folder))
    for problem in problems:
        print(problem)
    _say("主題表に問題はありません" if not problems else f"{len(problems)}件の問題があります")
    return REFUSED if problems else DONE


def sample(options: argparse.Namespace) -> int:
    """Draw statements for coding by hand."""
    from textmine.pipeline.codebook_work import sample_study
    from textmine.themes.sampling import SampleSize

    study = _load(options.study_folder)
    seed = study.settings.topics.seed if options.seed is None else options.seed
    size = SampleSize(options.found, options.not_found)
    files = sample_study(study, options.output, options.name, size=size, seed=seed)
    _say(f"{files.xlsx} と {files.csv} を書きました。{files.key} は付け終わるまで開かないでください")
    return DONE


def agree(options: argparse.Namespace) -> int:
    """Compare two coders."""
    from textmine.pipeline.codebook_work import agree as compare_sheets

    found = compare_sheets(_load(options.study), options.first, options.second)
    _write_table(found.table, options, default="csv")
    for row in found.disagreements.itertuples(index=False):
        _say(f"不一致: {row.statement_id} {row.theme}({row.first} と {row.second})")
    return DONE


def gold(options: argparse.Namespace) -> int:
    """Take a reconciled sheet into the study's gold."""
    from textmine.pipeline.codebook_work import add_gold

    study = _load(options.study)
    target = options.output or study.folder / "gold" / f"{options.sheet.stem}.jsonl"
    is_test = options.part == "test"
    n = add_gold(study, options.sheet, options.key, target, coder=options.coder, is_test=is_test)
    _say(f"{target} に {n}文を書きました")
    return DONE


def suggest(options: argparse.Namespace) -> int:
    """Show what a theme's rule may lack."""
    from textmine.pipeline.suggesting import suggest_for

    _write_table(suggest_for(_load(options.study), options.theme, n=options.number), options, default="csv")
    return DONE


def decide(options: argparse.Namespace) -> int:
    """Log what was decided on a suggestion."""
    from textmine.pipeline.suggesting import decide as log_decision

    study = _load(options.study)
    accept = options.decision == "accept"
    log_decision(study, options.theme, options.suggested, accept=accept, coder=options.coder, reason=options.reason)
    _say(f"{study.folder} に記録しました。規則や例文に入れるときは themes.toml を直してください")
    return DONE


def import_rules(options: argparse.Namespace) -> int:
    """Turn the rules of another program into a codebook."""
    from textmine.pipeline import write_file
    from textmine.pipeline.codebook_work import import_rules as read_rules

    rules = read_rules(options.file)
    for note in rules.notes:
        _say(f"注意: {note}")
    content = rules.to_toml().encode("utf-8")
    if options.output:
        write_file(options.output, content)
    else:
        sys.stdout.buffer.write(content)
    return DONE


def export(options: argparse.Namespace) -> int:
    """Write a study's statements for KH Coder."""
    from textmine.pipeline import write_file
    from textmine.pipeline.codebook_work import export_khcoder

    write_file(options.output, export_khcoder(_load(options.study_folder)))
    return DONE


def compare(options: argparse.Namespace) -> int:
    """Show what changed since another version of a study."""
    from textmine.pipeline.codebook_work import compare_with

    found = compare_with(_load(options.study), options.other)
    tables = (("主題の増減", found.changes), ("割合", found.prevalence), ("語", found.tokens), ("文", found.statements))
    for title, table in tables:
        print(f"## {title}")
        print(table.to_string(index=False) if len(table) else "変わりません")
    return DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="textmine", description="評価様式を読み、主題を数え、報告書を作る")
    parser.add_argument("--version", action="version", version=f"textmine {__version__}")
    commands = parser.add_subparsers(title="コマンド", metavar="コマンド", required=True)
    _add_results(commands)
    _add_codebook(commands)
    _add_study(commands)
    return parser


def _add_results(commands: Commands) -> None:
    command = _add(commands, "report", report, "調査の報告書(PDF)・図・表を作る")
    _add_study_folder(command)
    command.add_argument("-o", "--output", type=Path, metavar="フォルダー", help="書き出す先(既定: reports/調査名)")

    for name, run, text in (("read", read, "様式を文に分ける"), ("code", code, "様式を文に分け、主題を付ける")):
        command = _add(commands, name, run, text)
        command.add_argument("paths", metavar="パス", type=Path, nargs="+", help="ファイル、フォルダー、調査")
        command.add_argument("--study", type=Path, metavar="調査", help="様式・区・主題表を使う調査のフォルダー")
        command.add_argument("--password", metavar="文字列", help="暗号化された資料のパスワード")
        _add_output(command)
        if name == "read":
            command.add_argument("--ledger", action="store_true", help="文ではなく、文字の行き先の割合を書く")

    command = _add(commands, "trace", trace, "報告書の数のもとになった文を示す")
    command.add_argument("query", metavar="照会", help="報告書や表にある照会(主題/区/年度/様式/区分)")
    _add_study_folder(command)
    _add_output(command)

    command = _add(commands, "compare", compare, "以前の版やほかの調査との、主題・割合・語の違いを示す")
    command.add_argument("other", metavar="版", help="git のリビジョンか、調査のフォルダー")
    command.add_argument("--study", type=Path, metavar="調査")


def _add_codebook(commands: Commands) -> None:
    command = _add(commands, "lint", lint, "主題表を調べる(何も拾わない規則、知らない語、例文との食い違い)")
    _add_study_folder(command)

    command = _add(commands, "sample", sample, "人が主題を付けるための標本を引き、記入用の表を作る")
    _add_study_folder(command)
    command.add_argument("-o", "--output", type=Path, metavar="フォルダー", default=Path(), help="書き出す先")
    command.add_argument("--name", metavar="名前", default="sample", help="ファイルの名前(既定: sample)")
    command.add_argument("--found", type=int, default=30, metavar="数", help="主題ごとに、規則が拾った文から引く数")
    command.add_argument("--not-found", type=int, default=30, metavar="数", help="同じく、拾わなかった文から引く数")
    command.add_argument("--seed", type=int, metavar="数", help="乱数の種(既定: study.toml)")

    command = _add(commands, "gold", gold, "突き合わせの済んだ表を、手本(gold/)に加える")
    command.add_argument("sheet", metavar="表", type=Path, help="記入の済んだ .xlsx か .csv")
    command.add_argument("key", metavar="鍵", type=Path, help="標本と一緒に書かれた .key.csv")
    command.add_argument("--coder", required=True, metavar="名前", help="付けた人")
    command.add_argument("--part", choices=("development", "test"), default="development", help="規則を作る・確かめる")
    command.add_argument("-o", "--output", type=Path, metavar="ファイル", help="書き出す先(既定: 調査の gold/)")
    command.add_argument("--study", type=Path, metavar="調査")

    command = _add(commands, "agree", agree, "二人が付けた表の一致を求める")
    command.add_argument("first", metavar="表1", type=Path)
    command.add_argument("second", metavar="表2", type=Path)
    command.add_argument("--study", type=Path, metavar="調査")
    _add_output(command)

    command = _add(
        commands, "suggest", suggest, "主題の規則に足りないかもしれない語と、見落としているかもしれない文を示す"
    )
    command.add_argument("theme", metavar="主題", help="主題の id")
    command.add_argument("--study", type=Path, metavar="調査")
    command.add_argument("-n", "--number", type=int, default=30, metavar="数", help="示す数(既定: 30)")
    _add_output(command)

    command = _add(commands, "decide", decide, "示された語や文を採るか採らないかを、誰がなぜ決めたかとともに記録する")
    command.add_argument("theme", metavar="主題", help="主題の id")
    command.add_argument("suggested", metavar="語か文ID")
    command.add_argument("decision", choices=("accept", "reject"), help="採る・採らない")
    command.add_argument("--coder", required=True, metavar="名前", help="決めた人")
    command.add_argument("--reason", required=True, metavar="理由")
    command.add_argument("--study", type=Path, metavar="調査")

    command = _add(commands, "import", import_rules, "KH Coder(.cod)や quanteda(.yml)の規則を主題表にする")
    command.add_argument("file", metavar="ファイル", type=Path)
    command.add_argument("-o", "--output", type=Path, metavar="ファイル", help="書き出す先(既定: 標準出力)")

    command = _add(commands, "export", export, "文と主題を、KH Coder で開ける表にする")
    _add_study_folder(command)
    command.add_argument("-o", "--output", type=Path, metavar="ファイル", required=True)


def _add_study(commands: Commands) -> None:
    command = _add(commands, "new", new, "空の調査フォルダーを作る")
    command.add_argument("folder", metavar="フォルダー", type=Path)
    command.add_argument("--like", metavar="調査", type=Path, help="区・様式・主題・語をこの調査から引き継ぐ")

    command = _add(commands, "add", add, "資料を調査に登録する")
    command.add_argument("study_folder", metavar="調査", type=Path)
    command.add_argument("files", metavar="ファイル", type=Path, nargs="+")
    command.add_argument("--ward", metavar="区", help="区の名前(読み取れないとき、違うとき)")
    command.add_argument("--year", metavar="年度", type=int, help="年度(西暦)")
    command.add_argument("--form", metavar="様式", help="様式の id")
    command.add_argument("--password", metavar="文字列", help="暗号化された資料のパスワード")


def _add(commands: Commands, name: str, run: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=text, description=text)
    command.set_defaults(run=run)
    return command


def _add_study_folder(command: argparse.ArgumentParser) -> None:
    command.add_argument("study_folder", metavar="調査", type=Path, nargs="?", help="調査のフォルダー")


def _add_output(command: argparse.ArgumentParser) -> None:
    command.add_argument("--format", choices=FORMATS, help="書き出す形")
    command.add_argument("-o", "--output", type=Path, metavar="ファイル", help="書き出す先(既定: 標準出力)")


def _load(folder: Path | None) -> Study:
    from textmine.study import load_study

    return load_study(folder or _only_study())


def _study_of(options: argparse.Namespace) -> Study:
    """Give the study that was named, or the one that is itself to be read, or the only one that is here."""
    if options.study is None:
        named = [path for path in options.paths if (path / "study.toml").is_file()]
        return _load(named[0] if named else None)
    return _load(options.study)


def _only_study() -> Path:
    found = sorted(path.parent for path in Path("corpus").glob("*/study.toml"))
    if len(found) == 1:
        return found[0]
    fault = "調査のフォルダーが決まりません" if found else "調査のフォルダーが見つかりません"
    remedy = "--study で指定してください" + (f"({'、'.join(map(str, found))})" if found else "")
    raise TextmineError("corpus", fault, remedy)


def _write_table(table: pd.DataFrame, options: argparse.Namespace, *, default: str) -> None:
    from textmine.pipeline import table_bytes, write_file

    suffix = options.output.suffix.lstrip(".") if options.output else ""
    content = table_bytes(table, options.format or (suffix if suffix in FORMATS else default))
    if options.output:
        write_file(options.output, content)
    else:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()


def _report_reading(warnings: Sequence[str], refusals: Sequence[TextmineError]) -> None:
    for warning in warnings:
        _say(f"注意: {warning}")
    for refusal in refusals:
        _say(str(refusal))


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _speak_utf8() -> None:
    """Let no terminal stop us: what it cannot show is written as an escape."""
    if isinstance(sys.stderr, io.TextIOWrapper):
        sys.stderr.reconfigure(errors="backslashreplace")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="surrogateescape")


if __name__ == "__main__":
    sys.exit(main())
