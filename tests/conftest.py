from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from textmine.study import Study, load_study

ROOT = Path(__file__).parents[1]


@pytest.fixture
def toy_folder(tmp_path: Path) -> Path:
    """Give a copy of the made-up study that a test may break."""
    return Path(shutil.copytree(ROOT / "tests/data/toy", tmp_path / "toy"))


@pytest.fixture
def toy(toy_folder: Path) -> Study:
    """Give the made-up study, small enough to count by hand (tests/data/toy/README.md)."""
    return load_study(toy_folder)
