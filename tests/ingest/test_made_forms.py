"""The reader on made-up forms of other wards, years and kinds of file (tests/forms): the bars of hidden forms."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

FORMS = Path(__file__).parent.parent / "forms"
sys.path.insert(0, str(FORMS))

from generate import files_of, gold_of  # noqa: E402
from made_form import Form, gold, read_forms  # noqa: E402
from measure import measure, read_layouts, read_wards  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterable

MADE_FORMS = read_forms()
COMMITTED = sorted(
    path for folder in ("made", "given") for path in (FORMS / folder).iterdir() if path.suffix != ".jsonl"
)


LAYOUTS, WARDS = read_layouts(), read_wards()


def losses(paths: Iterable[Path]) -> list[str]:
    scores = [measure(path, LAYOUTS, WARDS) for path in paths]
    return [
        f"{score.name}: {score.fault or f'F1 {score.f1:.3f} section {score.section:.3f} goal {score.goal:.3f}'}"
        for score in scores
        if not score.passes()
    ]


@pytest.mark.parametrize("form", MADE_FORMS, ids=[form.form_id for form in MADE_FORMS])
def test_every_rendering_of_a_form_is_read_within_the_bars(form: Form, tmp_path: Path) -> None:
    for name, content in files_of(form):
        (tmp_path / name).write_bytes(content)
    assert losses(sorted(tmp_path.iterdir())) == []


@pytest.mark.parametrize("path", COMMITTED, ids=[path.name for path in COMMITTED])
def test_files_of_other_programs_are_read_within_the_bars(path: Path) -> None:
    assert losses([path]) == []


@pytest.mark.parametrize("form", MADE_FORMS, ids=[form.form_id for form in MADE_FORMS])
def test_committed_gold_is_what_its_source_says(form: Form) -> None:
    assert gold_of(f"{form.form_id}.plain.txt") == gold(form)
