"""Write a folder of results whole or not at all: made beside the old one, which goes only when the new one stands."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from textmine.errors import TextmineError
from textmine.pipeline.tables import to_csv

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

_RUN: Final = "run.json"  # by this file a folder of results is known
_OURS: Final = frozenset({_RUN, "report.pdf", "topics.html", "figures", "tables"})


def write_results(
    folder: Path,
    *,
    files: Mapping[str, bytes],
    tables: Mapping[str, pd.DataFrame],
    run: Mapping[str, Any],
) -> None:
    """Replace a folder of results.

    Args:
        folder: reports/<study>.
        files: path inside the folder -> content.
        tables: name -> table, to be tables/<name>.csv.
        run: what the results were made of, to be run.json.

    Raises:
        TextmineError: the folder cannot be written; what was there before stays.
    """
    contents = {
        **files,
        **{f"tables/{name}.csv": to_csv(table) for name, table in tables.items()},
        _RUN: (json.dumps(run, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode(),
    }
    check_folder(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as scratch:
            made = Path(scratch) / "new"
            for name, content in contents.items():
                path = made / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            _swap(made, folder, Path(scratch) / "old")
            _bring_back(Path(scratch) / "old", folder)
    except OSError as error:
        fault = f"書き込めません({error.strerror or error})"
        raise TextmineError(
            str(folder),
            fault,
            "空き容量と書き込みの権限を確かめ、開いている結果を閉じてください。前の結果はそのままです",
        ) from error


def check_folder(folder: Path) -> None:
    """Refuse to replace what is no folder of results.

    Raises:
        TextmineError: something else is there.
    """
    if not folder.exists() or (folder / _RUN).is_file():
        return
    if not folder.is_dir() or any(folder.iterdir()):
        raise TextmineError(
            str(folder),
            "報告書ではないものがあるので置き換えません",
            "空のフォルダーか、まだない名前を -o で指定してください",
        )


def _swap(new: Path, target: Path, old: Path) -> None:
    if target.exists():
        target.rename(old)
    try:
        new.rename(target)
    except OSError:
        if old.exists():
            old.rename(target)
        raise


def _bring_back(old: Path, target: Path) -> None:
    """Keep what somebody else has put beside the results."""
    for path in sorted(old.iterdir()) if old.is_dir() else ():
        if path.name not in _OURS:
            path.rename(target / path.name)
