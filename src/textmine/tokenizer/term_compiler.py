"""Checked terms to a compiled user dictionary of MeCab.

MeCab's compiler ends the process on any fault, so it runs in a process of its own, after every row was checked here.
"""

from __future__ import annotations

import atexit
import hashlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from textmine.tokenizer.cache import cache_folder
from textmine.tokenizer.errors import DictionaryError
from textmine.tokenizer.mecab_files import read_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from os import PathLike

_COMPILE: Final = (
    "import sys, fugashi; fugashi.build_dictionary(f'x -d \"{sys.argv[1]}\" -u user.dic -f utf8 -t utf8 user.csv')"
)


def compiled(rows: Sequence[tuple[str, int, int, int, str]], dictionary: str | PathLike[str]) -> Path:
    """Give the compiled user dictionary for rows (surface, left id, right id, cost, feature).

    It is kept in the cache; where that cannot be written, in a temporary folder until the process ends.

    Raises:
        DictionaryError: MeCab's compiler refused, with what it said.
    """
    text = "".join(
        f"{_quoted(surface)},{left},{right},{cost},{feature}\n" for surface, left, right, cost, feature in rows
    )
    key = hashlib.sha256(f"{dictionary}\n{text}".encode()).hexdigest()[:16]
    kept = Path(cache_folder()) / f"terms-{key}.dic"
    if _is_whole(kept):
        return kept
    folder = Path(tempfile.mkdtemp(prefix="textmine-"))
    made = _compile(text, dictionary, folder)
    if "," in str(kept) or not _keep(made, kept):  # MeCab takes a path with a comma for a list
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        return made
    shutil.rmtree(folder, ignore_errors=True)
    return kept


def _is_whole(path: Path) -> bool:
    try:
        return path.is_file() and len(read_words(path).tokens) > 0
    except DictionaryError:
        return False


def _keep(made: Path, kept: Path) -> bool:
    """Put a file in its place, whole or not at all; tell whether it is there."""
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=kept.parent, prefix=".terms-", delete=False) as fresh:
            fresh.write(made.read_bytes())
        Path(fresh.name).replace(kept)
    except OSError:
        return False
    return True


def _compile(text: str, dictionary: str | PathLike[str], folder: Path) -> Path:
    (folder / "user.csv").write_text(text, encoding="utf-8")
    command = [sys.executable, "-c", _COMPILE, str(dictionary)]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, check=False)  # noqa: S603 - our own interpreter
    except (OSError, ValueError) as error:  # Python within another program
        raise DictionaryError("user_terms", f"語を辞書にする Python を始められません({error})") from error
    made = folder / "user.dic"
    if done.returncode or not made.is_file():
        said = (done.stderr or done.stdout).decode("utf-8", "replace").strip().splitlines()
        raise DictionaryError("user_terms", f"MeCab が語を辞書にできません({said[-1] if said else '理由は不明'})")
    return made


def _quoted(surface: str) -> str:
    return '"' + surface.replace('"', '""') + '"' if "," in surface or '"' in surface else surface
