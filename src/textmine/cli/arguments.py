"""The commands and what each of them takes."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Final

from textmine import __version__
from textmine.cli import commands
from textmine.cli.console import FORMATS
from textmine.cli.japanese import JapaneseParser

if TYPE_CHECKING:
    from collections.abc import Callable

    Commands = argparse._SubParsersAction[JapaneseParser]  # noqa: SLF001 - argparse names it nowhere else

_OTHER_KINDS: Final = frozenset({".xlsx", ".xlsm", ".xls", ".ods", ".docx", ".pdf", ".html", ".tsv"})


def make_parser() -> JapaneseParser:
    """Make the parser of the whole command."""
    parser = JapaneseParser(prog="textmine", description="評価様式を読み、主題を数え、報告書を作る")
    parser.add_argument("--version", action="version", version=f"textmine {__version__}", help="版を示す")
    found = parser.add_subparsers(title="コマンド", metavar="コマンド", required=True, parser_class=JapaneseParser)
    _add_results(found)
    _add_codebook(found)
    _add_coding_by_hand(found)
    _add_exchange(found)
    _add_study(found)
    return parser


def _add_results(found: Commands) -> None:
    command = _add(found, "report", commands.report, "調査の報告書(PDF)・図・表を作る")
    _add_study_folder(command)
    command.add_argument("-o", "--output", type=Path, metavar="フォルダー", help="書き出す先(既定: reports/調査名)")

    for name, run, text in (
        ("read", commands.read, "様式を文に分ける"),
        ("code", commands.code, "様式を文に分け、主題を付ける"),
    ):
        command = _add(found, name, run, text)
        command.add_argument("paths", metavar="パス", type=Path, nargs="+", help="ファイル、フォルダー、調査")
        _add_study_option(command)
        command.add_argument("--password", metavar="文字列", help="暗号化された資料のパスワード")
        _add_output(command)
        if name == "read":
            command.add_argument("--ledger", action="store_true", help="文ではなく、文字の行き先の割合を書く")

    command = _add(found, "trace", commands.trace, "報告書の数のもとになった文を示す")
    command.add_argument(
        "query", metavar="照会", help="報告書や表にある照会(主題/区/年度/様式/区分。* はどれでも)か、文の番号"
    )
    _add_study_folder(command)
    _add_output(command)

    command = _add(found, "kwic", commands.kwic, "語が使われているすべての箇所を、前後の文とともに示す")
    command.add_argument("word", metavar="語", help="数えるときの表記。* はどの文字でも(例: 父*)")
    _add_study_folder(command)
    command.add_argument("--width", type=int, default=30, metavar="字", help="前後に示す文字の数(既定: 30)")
    command.add_argument("--sort", choices=("left", "right"), metavar="側", help="前(left)か後(right)の並びで揃える")
    _add_output(command)

    command = _add(found, "compare", commands.compare, "以前の版やほかの調査との、主題・割合・語の違いを示す")
    command.add_argument("other", metavar="版", help="git のリビジョンか、調査のフォルダー")
    _add_study_option(command)


def _add_codebook(found: Commands) -> None:
    command = _add(found, "lint", commands.lint, "主題表を調べる(何も拾わない規則、知らない語、例文との食い違い)")
    _add_study_folder(command)

    text = "主題の規則に足りないかもしれない語と、見落としているかもしれない文を示す"
    command = _add(found, "suggest", commands.suggest, text)
    command.add_argument("theme", metavar="主題", help="主題の id")
    _add_study_option(command)
    command.add_argument("-n", "--number", type=int, default=30, metavar="数", help="示す数(既定: 30)")
    _add_output(command)

    text = "示された語や文を採るか採らないかを、誰がなぜ決めたかとともに記録する"
    command = _add(found, "decide", commands.decide, text)
    command.add_argument("theme", metavar="主題", help="主題の id")
    command.add_argument("suggested", metavar="語か文ID", help="suggest が示した語か、文の id")
    command.add_argument("decision", metavar="判断", choices=("accept", "reject"), help="accept 採る、reject 採らない")
    command.add_argument("--coder", required=True, metavar="名前", help="決めた人")
    command.add_argument("--reason", required=True, metavar="理由", help="そう決めた理由")
    _add_study_option(command)


def _add_coding_by_hand(found: Commands) -> None:
    command = _add(found, "sample", commands.sample, "人が主題を付けるための標本を引き、記入用の表を作る")
    _add_study_folder(command)
    command.add_argument(
        "-o", "--output", type=Path, metavar="フォルダー", default=Path(), help="書き出す先(既定: いまの場所)"
    )
    command.add_argument("--name", metavar="名前", default="sample", help="ファイルの名前(既定: sample)")
    command.add_argument(
        "--found", type=int, default=30, metavar="数", help="主題ごとに、規則が拾った文から引く数(既定: 30)"
    )
    command.add_argument(
        "--not-found", type=int, default=30, metavar="数", help="同じく、拾わなかった文から引く数(既定: 30)"
    )
    command.add_argument("--seed", type=int, metavar="数", help="乱数の種(既定: study.toml)")

    command = _add(found, "agree", commands.agree, "二人が付けた表の一致を求める")
    command.add_argument("first", metavar="表1", type=Path, help="一人目の .xlsx か .csv")
    command.add_argument("second", metavar="表2", type=Path, help="二人目の .xlsx か .csv")
    _add_study_option(command)
    _add_output(command)

    command = _add(found, "gold", commands.gold, "突き合わせの済んだ表を、手本(gold/)に加える")
    command.add_argument("sheet", metavar="表", type=Path, help="記入の済んだ .xlsx か .csv")
    command.add_argument("key", metavar="鍵", type=Path, help="標本と一緒に書かれた .key.csv")
    command.add_argument("--coder", required=True, metavar="名前", help="付けた人")
    command.add_argument(
        "--part",
        choices=("development", "test"),
        default="development",
        metavar="用途",
        help="development 規則を作る(既定)、test 規則を確かめる",
    )
    command.add_argument("-o", "--output", type=Path, metavar="ファイル", help="書き出す先(既定: 調査の gold/)")
    _add_study_option(command)


def _add_exchange(found: Commands) -> None:
    command = _add(found, "import", commands.import_rules, "KH Coder(.cod)や quanteda(.yml)の規則を主題表にする")
    command.add_argument("file", metavar="ファイル", type=Path, help="規則のファイル")
    command.add_argument("-o", "--output", type=Path, metavar="ファイル", help="書き出す先(既定: 標準出力)")

    command = _add(found, "export", commands.export, "文と主題を、KH Coder で開ける表(CSV)にする")
    _add_study_folder(command)
    command.add_argument("-o", "--output", type=Path, metavar="ファイル", help="書き出す先(既定: 標準出力)")


def _add_study(found: Commands) -> None:
    command = _add(found, "new", commands.new, "空の調査フォルダーを作る")
    command.add_argument("folder", metavar="フォルダー", type=Path, help="まだない名前")
    command.add_argument("--like", metavar="調査", type=Path, help="区・様式・主題・語をこの調査から引き継ぐ")

    command = _add(found, "add", commands.add, "資料を調査に登録する")
    command.add_argument("study_folder", metavar="調査", type=Path, help="調査のフォルダー")
    command.add_argument("files", metavar="ファイル", type=Path, nargs="+", help="様式のファイルか、そのフォルダー")
    command.add_argument("--ward", metavar="区", help="区の名前(様式から読み取れないとき)")
    command.add_argument("--year", metavar="年度", type=_fiscal_year, help="年度(同じく。2024、令和6、R6 など)")
    command.add_argument("--form", metavar="様式", help="様式の id(どの様式として読むか)")
    command.add_argument("--replace", action="store_true", help="同じ名前の資料、同じ区・年度・様式の資料と差し替える")
    command.add_argument("--password", metavar="文字列", help="暗号化された資料のパスワード")


def _fiscal_year(text: str) -> int:
    from textmine.ingest.signs.fiscal_years import parse_year

    year = parse_year(text)
    if year is None:
        raise argparse.ArgumentTypeError(f"年度「{text}」がわかりません。2024、令和6、R6 のように書いてください")
    return year


def _add(found: Commands, name: str, run: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
    command = found.add_parser(name, help=text, description=text)
    command.set_defaults(run=run)
    return command


def _add_study_folder(command: argparse.ArgumentParser) -> None:
    """Take the study as an argument, or by the option that other commands have for it."""
    command.add_argument("study_folder", metavar="調査", type=Path, nargs="?", help="調査のフォルダー")
    _add_study_option(command)


def _add_study_option(command: argparse.ArgumentParser) -> None:
    command.add_argument("--study", type=Path, metavar="調査", help="調査のフォルダー(corpus/ に一つなら要らない)")


def _add_output(command: argparse.ArgumentParser) -> None:
    command.add_argument("--format", choices=FORMATS, metavar="形", help="書き出す形: csv、jsonl、parquet")
    command.add_argument(
        "-o",
        "--output",
        type=_table_file,
        metavar="ファイル",
        help="書き出す先(既定: 標準出力)。名前の終わりが形を決める",
    )


def _table_file(text: str) -> Path:
    """Take a file whose name promises no kind that is not written."""
    path = Path(text)
    if path.suffix.lower() in _OTHER_KINDS:
        raise argparse.ArgumentTypeError(f"{path.suffix} は書き出せません。.csv なら Excel で開けます")
    return path
