"""A study as it was at an earlier revision of git, or as another folder holds it, so that it can be coded and compared.

The rules of then are wanted, not the settings of then: a study whose settings have another shape today (a key more or
less in study.toml, another table) is read with the settings, wards and layouts of today and with the codebook, the
dictionary and the documents of then; a note says so. Only what codes statements must be readable.
"""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from textmine.errors import StudyError
from textmine.study import load_study, load_study_like

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textmine.study import Study

_REMEDY = "git のリビジョン(HEAD~1 など)か、調査のフォルダーを指定してください"


@dataclass(frozen=True, slots=True)
class EarlierStudy:
    """Another state of a study."""

    study: Study
    notes: tuple[str, ...]  # how it was read, where not as it stands


@contextlib.contextmanager
def earlier_study(study: Study, other: str) -> Iterator[EarlierStudy]:
    """Give another state of a study for as long as its files are needed.

    Args:
        study: the study as it is.
        other: a study folder, or a revision of the git repository that the study lies in.

    Raises:
        StudyError: there is neither such a folder nor such a revision, or what it holds codes no statement; the places
            of faults name the revision, not the folder that it was unpacked to.
    """
    if Path(other).is_dir():
        yield _read(Path(other), study, other)
        return
    with tempfile.TemporaryDirectory(prefix="textmine-") as scratch:
        folder = _unpack(study.folder, other, Path(scratch))
        try:
            yield _read(folder, study, other)
        except StudyError as error:
            shown = error.place.replace(str(folder), f"{other}:{study.folder}")
            raise type(error)(shown, error.fault, "この調査の主題表と辞書が読める版を指定してください") from None


def _read(folder: Path, today: Study, name: str) -> EarlierStudy:
    try:
        return EarlierStudy(load_study(folder), ())
    except StudyError as error:
        fault = error
    then = load_study_like(folder, today)
    note = (
        f"{name} の設定は、いまの形では読めません({Path(fault.place).name}: {fault.fault})。"
        "主題表・辞書・資料は以前のもの、設定・区・様式はいまのもので比べました"
    )
    return EarlierStudy(then, (note,))


def _unpack(folder: Path, revision: str, scratch: Path) -> Path:
    commit = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if commit is None:
        raise StudyError(revision, "そのような版もフォルダーもありません", _REMEDY)
    archive = scratch / "then.tar"
    if _git(folder, "archive", "--format=tar", f"--output={archive}", commit, "--", ".") is None:
        raise StudyError(revision, "その版にはこの調査のフォルダーがありません", "調査を加えた後の版を指定してください")
    with tarfile.open(archive) as file:
        file.extractall(scratch / "then", filter="data")
    return scratch / "then"


def _git(folder: Path, *arguments: str) -> str | None:
    git = shutil.which("git")
    if git is None:
        raise StudyError(arguments[0], "git がありません", "以前の調査のフォルダーを指定してください")
    done = subprocess.run([git, *arguments], cwd=folder, capture_output=True, check=False, text=True)  # noqa: S603 - git, no shell
    return None if done.returncode else done.stdout.strip()
