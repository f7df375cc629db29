"""Damaged forms through the whole chain: a Reading that accounts for all of its text or a refusal, and soon.

`fuzz_chain.py` beside this runs as long as is asked.
"""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

CHAIN = runpy.run_path(str(Path(__file__).parent / "fuzz_chain.py"))


@pytest.mark.slow
def test_damaged_forms_are_read_whole_or_refused(tmp_path: Path) -> None:
    files, texts = CHAIN["seeds"]()
    for number in range(7_000_000, 7_000_120):
        result, seconds = CHAIN["outcome"](CHAIN["damaged"](number, files, texts), tmp_path)
        assert result in {"read", "refused"}, f"input {number}"
        assert seconds < CHAIN["LONGEST"], f"input {number}"
