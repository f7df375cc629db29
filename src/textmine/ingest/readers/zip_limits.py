"""Members of a zip, checked against limits before anything is unpacked: a small file may unpack to gigabytes.

Both the directory's promise and what comes out are held to the limits, since a directory can lie.
"""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from typing import Final

from textmine.errors import UnreadableFile

MOST_UNPACKED: Final = 100 * 1024 * 1024  # bytes in all; a form with photographs has some 20 MB
MOST_XML: Final = 30 * 1024 * 1024  # bytes in one XML part; its tree takes ten to twenty times that in memory
MOST_MEMBERS: Final = 5_000
_CHUNK: Final = 1 << 20


def open_members(content: bytes, place: str) -> frozenset[str]:
    """Give the names of the zip's members.

    Raises:
        UnreadableFile: the zip is broken or unpacks to more than a form can need.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise _broken(place) from error
    promised = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS or promised > MOST_UNPACKED:
        raise _too_large(place, promised)
    if any(member.flag_bits & 1 for member in members):
        raise UnreadableFile(place, "パスワードで保護された ZIP", "パスワードを外して保存し直してください")
    return frozenset(member.filename for member in members)


def unpack_within_limits(content: bytes, place: str) -> None:
    """Unpack every member once, a chunk at a time, keeping nothing: what follows may trust the sizes and checksums.

    Raises:
        UnreadableFile: a member is broken, or more comes out than a form can need.
    """
    total = 0
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.infolist():
                size = 0
                is_xml = member.filename.endswith((".xml", ".rels"))
                with archive.open(member) as stream:
                    while chunk := stream.read(_CHUNK):
                        if is_xml and not size and b"<!DOCTYPE" in chunk[:4096]:  # entities that grow without end
                            raise _broken(place)
                        size += len(chunk)
                        total += len(chunk)
                        if total > MOST_UNPACKED or (is_xml and size > MOST_XML):
                            raise _too_large(place, total)
    except (
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        ValueError,
        EOFError,
        NotImplementedError,
        RuntimeError,
        lzma.LZMAError,
    ) as error:
        raise _broken(place) from error


def _too_large(place: str, size: int) -> UnreadableFile:
    found = f"展開すると {size / 1024**2:,.0f} MB 以上になり、様式として大きすぎる"
    return UnreadableFile(place, found, "画像などを除いて保存し直してください")


def _broken(place: str) -> UnreadableFile:
    return UnreadableFile(place, "ファイルが壊れている (ZIP の構造が読めない)", "元のファイルを入手し直してください")
