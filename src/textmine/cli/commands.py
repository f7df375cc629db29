"""What each command does: options in, exit status out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from textmine.cli.console import say, say_refusal, write_bytes, write_table
from textmine.errors import TextmineError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from textmine.pipeline import ReadingOutcome
    from textmine.study import Study

DONE, REFUSED = 0, 1
_DEFAULT: Final = "default_study.txt"  # in corpus/: the name of the study that is meant when none is named


def report(options: argparse.Namespace) -> int:
    """Build reports/<study>/."""
    from textmine.pipeline import build_report

    study = _study_named(options)
    folder = options.output or Path("reports") / study.name
    result = build_report(study, folder, progress=say)
    _say_what_reading_found(result.doubled, result.refusals)
    if result.n_warnings:
        say(f"読み取りの注意が{result.n_warnings}件あります。textmine read {study.folder} -o 文.csv が示します")
    say(f"報告書: {folder / 'report.pdf'}({result.n_statements}文、{result.n_forms}件の様式)")
    return REFUSED if result.refusals else DONE


def read(options: argparse.Namespace) -> int:
    """Write the statements of forms."""
    from textmine.pipeline import read_paths

    study = _study_of(options)
    outcome = read_paths(options.paths, study, password=options.password)
    _say_what_reading_found(outcome.warnings, outcome.refusals)
    if options.ledger:
        write_table(outcome.ledger_table(), options, default="csv")
    else:
        write_table(outcome.statement_table(), options, default="jsonl")
    return _status_of(outcome)


def code(options: argparse.Namespace) -> int:
    """Write the statements of forms with their themes."""
    from textmine.pipeline import code_reading, read_paths

    study = _study_of(options)
    outcome = read_paths(options.paths, study, password=options.password)
    _say_what_reading_found(outcome.warnings, outcome.refusals)
    is_study = [path.resolve() for path in options.paths] == [study.folder.resolve()]
    coded = code_reading(outcome, study, overrides=study.overrides if is_study else ())
    write_table(coded, options, default="jsonl")
    return _status_of(outcome)


def new(options: argparse.Namespace) -> int:
    """Make an empty study."""
    from textmine.study import create_study

    create_study(options.folder, like=options.like)
    say(f"{options.folder} を作りました。中の説明にそって埋め、textmine add で資料を登録してください")
    return DONE


def add(options: argparse.Namespace) -> int:
    """Register documents in a study."""
    from textmine.pipeline import Given, register_documents

    study = _study_named(options)
    given = Given(options.ward, options.year, options.form)
    outcome = register_documents(study, options.files, given, replace=options.replace, password=options.password)
    for line in outcome.messages:
        say(line)
    for refusal in outcome.refusals:
        say_refusal(refusal)
    return REFUSED if outcome.refusals else DONE


def trace(options: argparse.Namespace) -> int:
    """Write the statements behind a number of the report."""
    from textmine.pipeline import count_unplaced, trace_query

    study, outcome = _study_as_read(options)
    found = trace_query(outcome, study, options.query)
    write_table(found, options, default="csv")
    say(f"{len(found)}文" if len(found) else "この照会に当たる文はありません")
    n_unplaced = count_unplaced(found, study)
    if n_unplaced:
        say(f"うち{n_unplaced}文は区か年度が分からない(または調査の外の)もので、区や年度の表では数えていません")
    return _status_of(outcome)


def kwic(options: argparse.Namespace) -> int:
    """Write every place where a word stands, with what stands around it."""
    from textmine.pipeline import show_in_context

    study, outcome = _study_as_read(options)
    lines = show_in_context(outcome, study, options.word, width=options.width, sort=options.sort)
    write_table(lines, options, default="csv")
    say(f"{len(lines)}か所、{lines['statement_id'].nunique()}文")
    return _status_of(outcome)


def lint(options: argparse.Namespace) -> int:
    """Name all that is wrong with a codebook."""
    from textmine.pipeline.codebook_work import lint_study

    study, outcome = _study_as_read(options)
    problems = lint_study(outcome, study)
    for problem in problems:
        print(problem)
    say("主題表に問題はありません" if not problems else f"{len(problems)}件の問題があります")
    return REFUSED if problems else _status_of(outcome)


def sample(options: argparse.Namespace) -> int:
    """Draw statements for coding by hand."""
    from textmine.pipeline.codebook_work import sample_study
    from textmine.themes.sampling import SampleSize

    study, outcome = _study_as_read(options)
    seed = study.settings.topics.seed if options.seed is None else options.seed
    size = SampleSize(options.found, options.not_found)
    files = sample_study(outcome, study, options.output, options.name, size=size, seed=seed)
    say(f"{files.xlsx} と {files.csv} を書きました。{files.key} は付け終わるまで開かないでください")
    return _status_of(outcome)


def agree(options: argparse.Namespace) -> int:
    """Compare two coders."""
    from textmine.pipeline.codebook_work import agree as compare_sheets

    found = compare_sheets(_study_named(options), options.first, options.second)
    write_table(found.table, options, default="csv")
    for row in found.disagreements.itertuples(index=False):
        say(f"不一致: {row.statement_id} {row.theme}({row.first} と {row.second})")
    return DONE


def gold(options: argparse.Namespace) -> int:
    """Take a reconciled sheet into the study's gold."""
    from textmine.pipeline.codebook_work import add_gold

    study, outcome = _study_as_read(options)
    target = options.output or study.folder / "gold" / f"{options.sheet.stem}.jsonl"
    is_test = options.part == "test"
    n = add_gold(outcome, study, options.sheet, options.key, target, coder=options.coder, is_test=is_test)
    say(f"{target} に {n}文を書きました")
    return _status_of(outcome)


def suggest(options: argparse.Namespace) -> int:
    """Show what a theme's rule may lack."""
    from textmine.pipeline.suggesting import suggest_for

    study, outcome = _study_as_read(options)
    found = suggest_for(outcome, study, options.theme, n=options.number)
    if found.refusal:
        say(found.refusal)
    write_table(found.table, options, default="csv")
    return REFUSED if found.refusal else _status_of(outcome)


def decide(options: argparse.Namespace) -> int:
    """Log what was decided on a suggestion."""
    from textmine.pipeline.suggesting import decide as log_decision

    study, outcome = _study_as_read(options)
    log_decision(
        outcome,
        study,
        options.theme,
        options.suggested,
        accept=options.decision == "accept",
        coder=options.coder,
        reason=options.reason,
    )
    say(f"{study.folder} に記録しました。規則や例文に入れるときは themes.toml を直してください")
    return _status_of(outcome)


def import_rules(options: argparse.Namespace) -> int:
    """Turn the rules of another program into a codebook."""
    from textmine.pipeline.codebook_work import import_rules as read_rules
    from textmine.pipeline.codebook_work import keep_codebook

    if options.output:
        keep_codebook(options.output)
    rules = read_rules(options.file)
    for note in rules.notes:
        say(f"注意: {note}")
    write_bytes(rules.to_toml().encode("utf-8"), options)
    return DONE


def export(options: argparse.Namespace) -> int:
    """Write a study's statements for KH Coder."""
    from textmine.pipeline.codebook_work import export_khcoder

    study, outcome = _study_as_read(options)
    write_bytes(export_khcoder(outcome, study), options)
    return _status_of(outcome)


def compare(options: argparse.Namespace) -> int:
    """Show what changed since another version of a study."""
    from textmine.pipeline.codebook_work import compare_with

    study, outcome = _study_as_read(options)
    found = compare_with(outcome, study, options.other)
    for note in found.notes:
        say(f"注意: {note}")
    tables = (("主題の増減", found.changes), ("割合", found.prevalence), ("語", found.tokens), ("文", found.statements))
    for title, table in tables:
        print(f"## {title}")
        print(table.to_string(index=False) if len(table) else "変わりません")
    return _status_of(outcome)


def _study_named(options: argparse.Namespace) -> Study:
    """Give the study that was named as an argument or by --study, or the one that is meant when none is named."""
    return _load(getattr(options, "study_folder", None) or getattr(options, "study", None))


def _study_as_read(options: argparse.Namespace) -> tuple[Study, ReadingOutcome]:
    """Give the study that is meant with what could be read of it, and name what could not."""
    from textmine.pipeline import read_study

    study = _study_named(options)
    outcome = read_study(study)
    _say_what_reading_found((), outcome.refusals)
    return study, outcome


def _status_of(outcome: ReadingOutcome) -> int:
    return REFUSED if outcome.refusals else DONE


def _load(folder: Path | None) -> Study:
    from textmine.study import load_study

    return load_study(folder or _default_study())


def _study_of(options: argparse.Namespace) -> Study:
    """Give the study that was named, or the one that is itself to be read, or the only one that is here."""
    if options.study is None:
        named = [path for path in options.paths if (path / "study.toml").is_file()]
        return _load(named[0] if named else None)
    return _load(options.study)


def _default_study() -> Path:
    """Give the study that corpus/ names, or the only one that is there."""
    corpus = Path("corpus")
    named = corpus / _DEFAULT
    if named.is_file():
        return corpus / named.read_text(encoding="utf-8-sig").strip()
    found = sorted(path.parent for path in corpus.glob("*/study.toml"))
    if len(found) == 1:
        return found[0]
    fault = "調査のフォルダーが決まりません" if found else "調査のフォルダーが見つかりません"
    remedy = "--study で指定してください" + (f"({'、'.join(map(str, found))})" if found else "")
    raise TextmineError(str(corpus), fault, remedy)


def _say_what_reading_found(warnings: Sequence[str], refusals: Sequence[TextmineError]) -> None:
    for warning in warnings:
        say(f"注意: {warning}")
    for refusal in refusals:
        say_refusal(refusal)
