"""Make the folder of a new study: its files with explanations and no content, or taken over from another study."""

from __future__ import annotations

import shutil
from importlib import resources
from typing import TYPE_CHECKING, Final

from textmine.errors import StudyError
from textmine.study.loading import SOURCE_COLUMNS, TERM_COLUMNS, VARIANT_COLUMNS, WARD_COLUMNS
from textmine.themes.overrides import OVERRIDE_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_HEADINGS: Final = {
    "wards.csv": WARD_COLUMNS,
    "sources.csv": SOURCE_COLUMNS,
    "terms.csv": TERM_COLUMNS,
    "variants.csv": VARIANT_COLUMNS,
    "overrides.csv": OVERRIDE_COLUMNS,
}
_EXPLAINED: Final = ("README.md", "study.toml", "themes.toml", "stopwords.txt")  # under blank/
_TAKEN_OVER: Final = ("study.toml", "wards.csv", "terms.csv", "variants.csv", "stopwords.txt", "themes.toml")
_FOLDERS: Final = ("raw", "gold", "forms")


def create_study(folder: Path, *, like: Path | None = None) -> None:
    """Make a new study folder without documents.

    Args:
        folder: must not exist yet, or be empty.
        like: a study whose settings, wards, layouts, themes and words are taken over.

    Raises:
        StudyError: something is there already, `like` is no study, or the folder cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise StudyError(str(folder), "すでに何かがあります", "まだないフォルダーの名前を指定してください")
    if like is not None and not (like / "study.toml").is_file():
        raise StudyError(str(like), "調査のフォルダーではありません(study.toml がありません)")
    try:
        for name in _FOLDERS:
            (folder / name).mkdir(parents=True, exist_ok=True)
        for name, content in _contents(like).items():
            (folder / name).write_bytes(content)
        if like is not None:
            shutil.copytree(like / "forms", folder / "forms", dirs_exist_ok=True)
    except OSError as error:
        raise StudyError(
            str(folder), f"作れません({error.strerror or error})", "書き込みの権限を確かめてください"
        ) from error


def _contents(like: Path | None) -> Mapping[str, bytes]:
    blank = resources.files("textmine.study").joinpath("blank")
    contents = {name: (",".join(columns) + "\n").encode("utf-8") for name, columns in _HEADINGS.items()}
    contents |= {name: blank.joinpath(name).read_bytes() for name in _EXPLAINED}
    if like is not None:
        contents |= {name: (like / name).read_bytes() for name in _TAKEN_OVER}
    return contents
