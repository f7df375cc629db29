"""Bad input: one line with file, fault and remedy for whatever a file can be; bounded time and memory."""

from __future__ import annotations

import io
import os
import struct
import sys
import time
import zipfile
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from textmine.errors import UnreadableFile
from textmine.ingest.readers import read_document
from textmine.ingest.readers.deadline import OutOfTimeError, time_limit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.ingest.readers.conftest import PdfMaker, Reader

EMPTY_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"trailer<</Size 3/Root 1 0 R>>\n%%EOF\n"
)


def zipped(members: Mapping[str, bytes | str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def with_false_sizes(archive: bytes) -> bytes:
    """Let every size in the zip's directory and before its members be a lie."""
    lying = bytearray(archive)
    for mark, place in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = lying.find(mark)
        while at >= 0:
            struct.pack_into("<I", lying, at + place, 1000)
            at = lying.find(mark, at + 4)
    return bytes(lying)


def as_image(kind: str) -> bytes:
    buffer = io.BytesIO()
    Image.new("L", (60, 80)).save(buffer, kind)
    return buffer.getvalue()


def with_stream(stream: bytes) -> bytes:
    """Give a PDF of one page with this content."""
    head = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 500 500]/Contents 4 0 R>>endobj\n4 0 obj<</Filter/FlateDecode"
    )
    length = f"/Length {len(stream)}>>\nstream\n".encode()
    return head + length + stream + b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


BOMB = zipped({"[Content_Types].xml": "<x/>", "word/document.xml": b"<a>" + b" " * 120_000_000})
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("name", "content", "fault", "remedy"),
    [
        ("空 の様式😀.pdf", b"", "空のファイル", "入手し直して"),
        ("a.pdf", b"%PDF-1.4\n" + os.urandom(3000).replace(b"%%EOF", b""), "切れている", "入手し直して"),
        ("a.pdf", b"%PDF-1.4\n" + bytes(range(256)) * 9 + b"%%EOF", "壊れている", "入手し直して"),
        ("a.pdf", EMPTY_PDF, "ページが 1 つもない", "入手し直して"),
        ("a.pdf", with_stream(zlib.compress(b"")), "文字が 1 つもない", "確かめて"),
        ("a.pdf", with_stream(zlib.compress(bytes(300_000_000), 1)), "展開すると", "印刷し直した"),
        ("a.pdf", as_image("PNG"), "画像 \\(PNG\\)", "OCR"),
        ("a.pdf", as_image("JPEG"), "画像 \\(JPEG\\)", "OCR"),
        ("a.tif", as_image("TIFF"), "画像 \\(TIFF\\)", "OCR"),
        ("a.txt", bytes(4000), "文字の並びではない", "指定して"),
        ("a.txt", " \n\t\u3000\n".encode(), "文字が 1 つもない", "確かめて"),
        ("a.txt", "あ\n".encode() * 400_000, "400,000 行", "別のファイル"),
        ("a.html", b"<html>" + b"<p>a" * 300_000, "タグが 300,001 個", "別のファイル"),
        ("a.md", ("# 重点目標\n\n" + "|a" * 250_000 + "|\n").encode(), "表の区切りが 250,001 個", "別のファイル"),
        ("a.docx", BOMB, "展開すると 114 MB", "保存し直して"),
        ("a.docx", with_false_sizes(BOMB), "壊れている", "入手し直して"),
        ("a.docx", zipped({"word/document.xml": "<a>"}), "Word ファイルが壊れている", "保存し直して"),
        ("a.xlsx", zipped({"xl/workbook.xml": "<a>"}), "Excel ファイルが壊れている", "保存し直して"),
        ("a.docx", zipped({"word/document.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}), "壊れている", "入手"),
        ("a.docx", BOMB[:2000], "壊れている", "入手し直して"),
        ("a.docx", zipped({"a.txt": "x"}), "ZIP ファイル", "展開して"),
        ("a.odt", zipped({"content.xml": "x"}), "OpenDocument", "保存し直して"),
        ("a.pptx", zipped({"ppt/presentation.xml": "x"}), "PowerPoint", "保存し直して"),
        ("a.xlsb", zipped({"xl/workbook.bin": "x"}), "バイナリブック", "保存し直して"),
        ("a.doc", OLE, "古い形式", "保存し直して"),
        ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "パスワードで保護された Word", "外して"),
        ("a.rtf", rb"{\rtf1 a}", "リッチテキスト", "保存し直して"),
        ("a.gz", b"\x1f\x8b\x08" + bytes(50), "圧縮ファイル", "展開して"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_what_to_do(
    name: str, content: bytes, fault: str, remedy: str, read: Reader
) -> None:
    start = time.monotonic()
    with pytest.raises(UnreadableFile, match=f"{fault}.*。.*{remedy}") as refusal:
        read(content, name)
    assert name in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert time.monotonic() - start < 30


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.97])
def test_a_pdf_cut_short_is_refused_wherever_it_is_cut(share: float, make_pdf: PdfMaker, read: Reader) -> None:
    content = make_pdf("取組の成果")
    with pytest.raises(UnreadableFile):
        read(content[: int(share * len(content))], "a.pdf")


def test_folders_links_and_pipes_are_refused(tmp_path: Path) -> None:
    (tmp_path / "folder.pdf").mkdir()
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    faults = {"folder.pdf": "フォルダー", "loop": "循環", "none.pdf": "ファイルがない", "x\0y": "文字"}
    for name, fault in faults.items():
        with pytest.raises(UnreadableFile, match=fault):
            read_document(tmp_path / name)


@pytest.mark.skipif(sys.platform == "win32", reason="pipes are files of Unix")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UnreadableFile, match="通常のファイルではない"):
        read_document(tmp_path / "pipe")


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="the superuser may read all")
def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("取組")
    path.chmod(0)
    with pytest.raises(UnreadableFile, match="権限がない"):
        read_document(path)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux takes any bytes as a name")
def test_a_name_of_any_bytes_can_be_printed(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xff\n.txt"
    with open(path, "wb") as file:  # noqa: PTH123 - a name of bytes
        file.write("取組内容".encode())
    name = read_document(os.fsdecode(path)).name
    assert name.encode().decode().isprintable()


@pytest.mark.slow
@pytest.mark.parametrize(
    "content",
    [
        "●父親支援を行った。" * 1_000_000,
        "a b  c" * 5_000_000,
        " " * 30_000_000 + "父",
        "父\t" * 7_000_000,
        "| 父 " * 5_000_000,
        "\t父\n" * 99_000,
        "- ●父親**支援** " * 1_300_000,
    ],
    ids=["sentences", "gaps", "spaces", "tabs", "pipes", "indents", "bullets"],
)
def test_thirty_megabytes_take_seconds(content: str, read: Reader) -> None:
    start = time.monotonic()
    try:
        read(content)
    except UnreadableFile as refusal:
        assert "。" in str(refusal)  # noqa: PT017 - either outcome is right, a hang is not
    assert time.monotonic() - start < 60


def test_a_time_limit_ends_a_loop_that_catches_everything() -> None:
    def stubborn() -> None:
        while True:
            with suppress(Exception):  # as the libraries do
                sum(range(1000))

    with pytest.raises(OutOfTimeError), time_limit(0.2):
        stubborn()


def test_a_time_limit_leaves_nothing_behind() -> None:
    for _ in range(100):
        with suppress(OutOfTimeError), time_limit(0.001):
            sum(range(20_000))
        sum(range(20_000))  # nothing is raised here
