"""Work on the codebook: lint, draw a sample for coding by hand, compare coders and versions, exchange with KH Coder."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from textmine.errors import StudyError
from textmine.pipeline.analysis import tokenize_statements
from textmine.pipeline.earlier_study import earlier_study
from textmine.pipeline.reading import read_study
from textmine.study.toml_files import read_toml
from textmine.themes import code_statements
from textmine.themes.agreement import Agreement, compare_coders
from textmine.themes.coding_sheet import SheetFiles, gold_from_sheet, read_coding_sheet, write_coding_sheet
from textmine.themes.comparison import CodedState, Comparison, compare_states
from textmine.themes.gold import open_test_part, write_gold
from textmine.themes.khcoder import khcoder_table, read_cod
from textmine.themes.linter import Problem, lint_codebook
from textmine.themes.overrides import apply_overrides
from textmine.themes.quanteda import read_quanteda
from textmine.themes.sampling import SampleSize, draw_sample
from textmine.tokenizer import Tokenizer

if TYPE_CHECKING:
    from pathlib import Path

    from textmine.pipeline.reading import ReadingOutcome
    from textmine.study import Study
    from textmine.themes.imported_rules import ImportedRules


def lint_study(outcome: ReadingOutcome, study: Study) -> tuple[Problem, ...]:
    """Find all that is wrong with the study's codebook, by its examples and by what was read."""
    statements = outcome.statements
    tokenizer = Tokenizer(user_terms=study.user_terms)
    file = study.folder / "themes.toml"
    return lint_codebook(
        study.codebook,
        statements,
        tokenize_statements(statements, study),
        tokenize=tokenizer.tokenize,
        places=study.rule_places,
        source=file.read_text(encoding="utf-8-sig"),
    )


def sample_study(  # noqa: PLR0913 - what a sheet is made of
    outcome: ReadingOutcome, study: Study, folder: Path, name: str, *, size: SampleSize, seed: int
) -> SheetFiles:
    """Draw statements for coding by hand and write the sheet, blind to what the rules found."""
    state = code_study(outcome, study)
    sample = draw_sample(state.statements, state.coding, size=size, seed=seed)
    return write_coding_sheet(sample, study.codebook, folder, name)


def agree(study: Study, first: Path, second: Path) -> Agreement:
    """Compare two coders' sheets."""
    themes = study.codebook.theme_ids
    return compare_coders(read_coding_sheet(first, themes), read_coding_sheet(second, themes))


def add_gold(  # noqa: PLR0913 - what a sheet needs to become gold
    outcome: ReadingOutcome, study: Study, sheet: Path, key: Path, target: Path, *, coder: str, is_test: bool
) -> int:
    """Turn a reconciled sheet into gold statements and write them; give their number.

    The rules that test gold is first used with are written down beside it: a later change of rules voids its verdict.

    Raises:
        StudyError: the target is there already, or the sheet or its key cannot be read.
    """
    if target.exists():
        raise StudyError(str(target), "すでにあります", "別の名前を指定してください")
    marks = read_coding_sheet(sheet, study.codebook.theme_ids)
    rows = gold_from_sheet(marks, key, outcome.statements, part="test" if is_test else "development", coder=coder)
    target.parent.mkdir(parents=True, exist_ok=True)
    write_gold(rows, target)
    if is_test:
        open_test_part(study.folder / "gold", study.codebook.rules_hash(), date.today().isoformat())  # noqa: DTZ011
    return len(rows)


def import_rules(path: Path) -> ImportedRules:
    """Read the rules of another program: YAML as quanteda writes it, anything else as KH Coder does."""
    return read_quanteda(path) if path.suffix.lower() in {".yml", ".yaml"} else read_cod(path)


def keep_codebook(target: Path) -> None:
    """Refuse to write over a codebook; an empty one, as a new study has it, may be filled.

    Raises:
        StudyError: the file is there and holds a theme, or is no codebook.
    """
    if not target.exists():
        return
    codebook = read_toml(target).values
    if codebook.get("themes") or codebook.get("parts"):
        raise StudyError(str(target), "すでに主題表があります", "別の名前に書き、要る主題だけを写してください")


def export_khcoder(outcome: ReadingOutcome, study: Study) -> bytes:
    """Give the study's statements with their themes as a table that KH Coder opens."""
    state = code_study(outcome, study)
    return khcoder_table(state.statements, state.coding).encode("utf-8-sig")


def code_study(outcome: ReadingOutcome, study: Study) -> CodedState:
    """Give the statements that were read of the study, cut and coded, with its decisions by hand."""
    statements = outcome.statements
    tokens = tokenize_statements(statements, study)
    by_rule = code_statements(statements, tokens, study.codebook, places=study.rule_places)
    return CodedState(statements, tokens, apply_overrides(by_rule, study.overrides))


def compare_with(outcome: ReadingOutcome, study: Study, other: str) -> Comparison:
    """Compare the study with another folder, or with itself at a revision of git: from there to here.

    Raises:
        StudyError: there is neither such a folder nor such a revision, or its rules cannot be read.
    """
    with earlier_study(study, other) as then:
        read_then = read_study(then.study)
        states = code_study(read_then, then.study), code_study(outcome, study)
        unread = (f"{other}: {refusal.place}: {refusal.fault}" for refusal in read_then.refusals)
        return replace(compare_states(*states), notes=(*then.notes, *unread))
