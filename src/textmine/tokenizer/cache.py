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
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

VARIABLE: Final = "TEXTMINE_CACHE_DIR"
MANIFEST: Final = "manifest.txt"
ABANDONED: Final = 3600.0  # seconds after which a half-built folder is nobody's


def cache_folder() -> Path:
    """Give the folder for made files, which need not exist yet."""
    given = os.environ.get(VARIABLE)
    if given:
        return Path(given)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
        return (Path(base) if base else Path.home() / "AppData" / "Local") / "textmine" / "Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "textmine"
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "textmine"


def kept_folder(name: str, build: Callable[[Path], None]) -> Path:
    """Give the folder of this name in the cache, built if it is missing or damaged.

    Args:
        name: names the content: whatever else is built needs another name.
        build: writes the files into the empty folder that it is given.

    Raises:
        OSError: the folder neither stands whole nor can be written.
    """
    folder = cache_folder() / name
    if is_whole(folder):
        return folder
    import shutil  # noqa: PLC0415 - only the first run builds
    import tempfile  # noqa: PLC0415

    folder.parent.mkdir(parents=True, exist_ok=True)
    _remove_abandoned(folder.parent)
    fresh = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=folder.parent))
    try:
        build(fresh)
        _write_manifest(fresh)
        _put_in_place(fresh, folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return folder


def is_whole(folder: Path) -> bool:
    """Tell whether every file of the folder is as it was written."""
    try:
        rows = [line.split("\t") for line in (folder / MANIFEST).read_text(encoding="utf-8").splitlines()]
        return bool(rows) and all(_is_same(folder / name, *map(int, facts)) for name, *facts in rows)
    except (OSError, ValueError, TypeError):
        return False


def checksum(path: Path) -> int:
    """Give the CRC-32 of a file."""
    value = 0
    with path.open("rb") as handle:
        while block := handle.read(1 << 20):
            value = zlib.crc32(block, value)
    return value


def fingerprint(paths: Iterable[Path]) -> str:
    """Give a short name for the content of large files: sizes, and the checksum of their first and last kilobytes.

    Raises:
        OSError: a file cannot be read.
    """
    value = 0
    for path in paths:
        size = path.stat().st_size
        with path.open("rb") as handle:
            head = handle.read(1 << 14)
            handle.seek(max(size - (1 << 14), 0))
            tail = handle.read()
        value = zlib.crc32(f"{path.name}:{size}".encode() + head + tail, value)
    return f"{value:08x}"


def _is_same(path: Path, size: int, modified: int, crc: int) -> bool:
    found = path.stat()
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

        aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        folder.rename(aside / "damaged")
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
