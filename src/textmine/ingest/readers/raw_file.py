"""A file's bytes with name and checksum, or one line that says why they cannot be had."""

from __future__ import annotations

import errno
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from textmine.errors import UnreadableFile

if TYPE_CHECKING:
    from pathlib import Path

MOST_BYTES: Final = 200 * 1024 * 1024  # a form has some 100 kB; a scan-heavy PDF some 50 MB


@dataclass(frozen=True, slots=True)
class RawFile:
    """What stands on the disk."""

    place: str  # the path as given, fit for printing
    name: str  # file name with suffix, fit for printing
    content: bytes
    sha256: str


def read_raw_file(path: Path) -> RawFile:
    """Read the file whole.

    Raises:
        UnreadableFile: missing, a folder, not permitted, a loop of links, no ordinary file, empty, too large.
    """
    place = printable(str(path))
    try:
        if path.is_dir():
            raise UnreadableFile(place, "フォルダーであり、ファイルではない", "中のファイルを指定してください")
        if path.exists() and not path.is_file():
            raise UnreadableFile(place, "通常のファイルではない", "様式のファイルを指定してください")
        size = path.stat().st_size
        if size > MOST_BYTES:
            found = f"{size / 1024**2:,.0f} MB あり、上限 {MOST_BYTES // 1024**2} MB を超える"
            raise UnreadableFile(place, found, "様式の部分だけを別のファイルにしてください")
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(place, *_fault_and_remedy(error)) from error
    except ValueError as error:  # a NUL in the path
        raise UnreadableFile(place, "パスとして使えない文字がある", "ファイル名を確かめてください") from error
    if not content:
        raise UnreadableFile(place, "空のファイル (0 バイト)", "元のファイルを入手し直してください")
    return RawFile(place, printable(path.name), content, hashlib.sha256(content).hexdigest())


def printable(name: str) -> str:
    """Give the name without what no terminal or table can carry: undecodable bytes and control characters."""
    readable = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in readable)


def _fault_and_remedy(error: OSError) -> tuple[str, str]:
    if error.errno == errno.ELOOP:
        return "リンクが循環している", "リンク先を直すか、実体のファイルを指定してください"
    if isinstance(error, PermissionError):
        return "読み取りの権限がない", "権限を付けるか、読める場所へ写してください"
    if isinstance(error, FileNotFoundError):
        return "ファイルがない", "パスを確かめてください"
    if error.errno == errno.ENAMETOOLONG:
        return "ファイル名が長すぎる", "短い名前に変えてください"
    return f"読み取れない ({error.strerror or error})", "ファイルを写し直してください"
