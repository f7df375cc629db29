"""Make the folder of a new study: all the files of one, empty but for their headings, or taken from another study."""

from __future__ import annotations

import shutil
from importlib import resources
from typing import TYPE_CHECKING, Final

from textmine.errors import StudyError
from textmine.study.loading import SOURCE_COLUMNS, TERM_COLUMNS, VARIANT_COLUMNS, WARD_COLUMNS
from textmine.themes.overrides import OVERRIDE_COLUMNS

if TYPE_CHECKING:
    from pathlib import Path

_EMPTY: Final = {
    "wards.csv": ",".join(WARD_COLUMNS) + "\n",
    "sources.csv": ",".join(SOURCE_COLUMNS) + "\n",
    "terms.csv": ",".join(TERM_COLUMNS) + "\n",
    "variants.csv": ",".join(VARIANT_COLUMNS) + "\n",
    "overrides.csv": ",".join(OVERRIDE_COLUMNS) + "\n",
    "stopwords.txt": "# 数えない語を一行に一つ。理由を # の行に書く\n",
    "themes.toml": "# 主題ごとに一つの表を書く。書き方は corpus/README.md と、ほかの調査の themes.toml を参照\n",
}
_SHARED: Final = ("study.toml", "wards.csv", "terms.csv", "variants.csv", "stopwords.txt", "themes.toml")
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
        for name, content in _EMPTY.items():
            (folder / name).write_text(content, encoding="utf-8", newline="\n")
        blank = resources.files("textmine.study").joinpath("blank", "study.toml")
        (folder / "study.toml").write_bytes(blank.read_bytes())
        if like is not None:
            for name in _SHARED:
                shutil.copyfile(like / name, folder / name)
            shutil.copytree(like / "forms", folder / "forms", dirs_exist_ok=True)
    except OSError as error:
        raise StudyError(
            str(folder), f"作れません({error.strerror or error})", "書き込みの権限を確かめてください"
        ) from error
