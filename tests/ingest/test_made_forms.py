"""The reader on made-up forms of other wards, years and kinds of file (tests/forms): the bars of hidden forms.

Files named in tests/forms/below_the_bars.txt are known to fall short; no other may.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

FORMS = Path(__file__).parent.parent / "forms"
sys.path.insert(0, str(FORMS))

from generate import files_of, gold_of  # noqa: E402
from made_form import Form, gold, read_forms  # noqa: E402
from measure import Score, known_shortfalls, measure, read_layouts, read_wards  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterable

MADE_FORMS = read_forms()
LAYOUTS, WARDS = read_layouts(), read_wards()
COMMITTED = sorted(
    path for folder in ("made", "given") for path in (FORMS / folder).iterdir() if path.suffix != ".jsonl"
)
QUICK = (
    "plain.txt", "shuffled.txt", "tab.md", "list.html", "list.docx", "rows.xlsx", "ruled.pdf", "numbered.docx",
    "squares.xlsx", "boxes.html",
)  # fmt: skip
every_form = pytest.mark.parametrize("form", MADE_FORMS, ids=[form.form_id for form in MADE_FORMS])


def surprises(paths: Iterable[Path]) -> list[str]:
    """List the files that fall below the bars and are not known to."""
    scores = [measure(path, LAYOUTS, WARDS) for path in paths]
    known = known_shortfalls()
    return [describe(score) for score in scores if not (score.passes() or score.is_hard() or score.name in known)]


def describe(score: Score) -> str:
    return f"{score.name}: {score.fault or f'F1 {score.f1:.3f} section {score.section:.3f} goal {score.goal:.3f}'}"


def written(form: Form, folder: Path, *, quick: bool) -> list[Path]:
    names = {f"{form.form_id}.{variant}" for variant in QUICK}
    for name, content in files_of(form):
        if not quick or name in names:
            (folder / name).write_bytes(content)
    return sorted(folder.iterdir())


@every_form
def test_a_form_is_read_from_each_kind_of_file(form: Form, tmp_path: Path) -> None:
    assert surprises(written(form, tmp_path, quick=True)) == []


@pytest.mark.slow
@every_form
def test_every_rendering_of_a_form_is_read(form: Form, tmp_path: Path) -> None:
    assert surprises(written(form, tmp_path, quick=False)) == []


@pytest.mark.slow
def test_files_of_other_programs_are_read() -> None:
    assert surprises(COMMITTED) == []


@every_form
def test_committed_gold_is_what_its_source_says(form: Form) -> None:
    assert gold_of(f"{form.form_id}.plain.txt") == gold(form)
