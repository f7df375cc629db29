"""Where made files are kept between runs: the user's cache directory, written whole or not at all.

`TEXTMINE_CACHE_DIR` names another place. A folder is built beside its final place and renamed into it, so that two
processes that build at once both end with a whole folder; sizes and checksums stand in `manifest.txt`. A file that was
not touched since it was written is known by size and time; any other is read through once. Nothing is ever kept in a
study.
"""

from __future__ import annotations

import os
import sys
import time
import zlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from os import PathLike
    from pathlib import Path

VARIABLE: Final = "TEXTMINE_CACHE_DIR"
MANIFEST: Final = "manifest.txt"
ABANDONED: Final = 3600.0  # seconds after which a half-built folder is nobody's


def cache_folder() -> str:
    """Give the folder for made files, which need not exist yet."""
    given = os.environ.get(VARIABLE)
    if given:
        return given
    home = os.path.expanduser("~")
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or os.path.join(home, "AppData", "Local")
        return os.path.join(base, "textmine", "Cache")
    if sys.platform == "darwin":
        return os.path.join(home, "Library", "Caches", "textmine")
    return os.path.join(os.environ.get("XDG_CACHE_HOME") or os.path.join(home, ".cache"), "textmine")


def kept_folder(name: str, build: Callable[[Path], None]) -> str:
    """Give the folder of this name in the cache, built if it is missing or damaged.

    Args:
        name: names the content: whatever else is built needs another name.
        build: writes the files into the empty folder that it is given.

    Raises:
        OSError: the folder neither stands whole nor can be written.
    """
    kept = os.path.join(cache_folder(), name)
    if not is_whole(kept):
        _build(kept, build)
    return kept


def _build(kept: str, build: Callable[[Path], None]) -> None:
    import shutil  # noqa: PLC0415 - only the first run builds
    import tempfile  # noqa: PLC0415
    from pathlib import Path  # noqa: PLC0415

    folder = Path(kept)
    folder.parent.mkdir(parents=True, exist_ok=True)
    _remove_abandoned(folder.parent)
    fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        build(fresh)
        _write_manifest(fresh)
        _put_in_place(fresh, folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def is_whole(folder: str | PathLike[str]) -> bool:
    """Tell whether every file of the folder is as it was written."""
    try:
        with open(os.path.join(folder, MANIFEST), encoding="utf-8") as manifest:
            rows = [line.rstrip("\n").split("\t") for line in manifest]
        return bool(rows) and all(_is_same(os.path.join(folder, name), *map(int, facts)) for name, *facts in rows)
    except (OSError, ValueError, TypeError):
        return False


def checksum(path: str | PathLike[str]) -> int:
    """Give the CRC-32 of a file."""
    value = 0
    with open(path, "rb") as handle:
        while block := handle.read(1 << 20):
            value = zlib.crc32(block, value)
    return value


def fingerprint(paths: Iterable[str]) -> str:
    """Give a short name for the content of large files: sizes, and the checksum of their first and last kilobytes.

    Raises:
        OSError: a file cannot be read.
    """
    value = 0
    for path in paths:
        with open(path, "rb") as handle:
            size = os.fstat(handle.fileno()).st_size
            head = handle.read(1 << 14)
            handle.seek(max(size - (1 << 14), 0))
            tail = handle.read()
        value = zlib.crc32(f"{os.path.basename(path)}:{size}".encode() + head + tail, value)
    return f"{value:08x}"


def _is_same(path: str, size: int, modified: int, crc: int) -> bool:
    found = os.stat(path)
    return found.st_size == size and (found.st_mtime_ns == modified or checksum(path) == crc)


def _write_manifest(folder: Path) -> None:
    rows = []
    for path in sorted(folder.iterdir()):
        found = path.stat()
        rows.append(f"{path.name}\t{found.st_size}\t{found.st_mtime_ns}\t{checksum(path)}\n")
    (folder / MANIFEST).write_text("".join(rows), encoding="utf-8")


def _put_in_place(fresh: Path, folder: Path) -> None:
    try:
        fresh.rename(folder)
    except OSError:
        if is_whole(folder):  # another process was faster
            return
        import shutil  # noqa: PLC0415
        import tempfile  # noqa: PLC0415

        aside = tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent)
        folder.rename(os.path.join(aside, "damaged"))
        fresh.rename(folder)
        shutil.rmtree(aside, ignore_errors=True)


def _remove_abandoned(parent: Path) -> None:
    import shutil  # noqa: PLC0415

    for path in parent.glob(".*-*"):
        try:
            if time.time() - path.stat().st_mtime > ABANDONED:
                shutil.rmtree(path, ignore_errors=True)
        except OSError:
            continue
