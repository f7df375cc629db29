"""Damaged forms: a Document or a refusal, nothing else, and soon; `fuzz.py` beside this runs as long as is asked."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

FUZZ = runpy.run_path(str(Path(__file__).parent / "fuzz.py"))


@pytest.fixture(scope="module")
def forms() -> list[bytes]:
    small: list[bytes] = [form for form in FUZZ["seeds"]() if len(form) < 60_000]
    return small


@pytest.mark.slow
@pytest.mark.parametrize("first", [1_000_000, 2_000_000, 3_000_000])
def test_damaged_forms_are_read_or_refused(first: int, forms: list[bytes], tmp_path: Path) -> None:
    for number in range(first, first + 60):
        result, seconds = FUZZ["outcome"](FUZZ["damaged"](number, forms), tmp_path)
        assert result in {"read", "refused"}, f"input {number}"
        assert seconds < FUZZ["LONGEST"], f"input {number}"
