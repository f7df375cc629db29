"""Damaged forms and random bytes through the readers: `python tests/ingest/readers/fuzz.py 20000 [seed]`.

Each input is a form of the test forms or of the corpus with bytes changed, cut out, doubled or cut off, or with parts
of its zip changed; or it is random. What may come out is a Document or an `UnreadableFile`. Anything else, and
whatever takes longer than the limit, is written down with its seed, which makes the same input again.
"""

from __future__ import annotations

import io
import random
import re
import sys
import tempfile
import time
import zipfile
import zlib
from collections import Counter
from pathlib import Path

from textmine.errors import UnreadableFile
from textmine.ingest.readers import read_document

ROOT = Path(__file__).parents[3]
LONGEST = 60.0  # seconds
_SIGNS = (b"0", b"-1", b"99999999999", b"<<", b">>", b"[", b"R", b"\xff\xfe", b"\0")


def seeds() -> list[bytes]:
    """Give the forms that are damaged: small ones of every kind."""
    folders = (
        ROOT / "corpus" / "yokohama" / "raw",
        ROOT / "tests" / "forms" / "given",
        ROOT / "tests" / "forms" / "made",
    )
    paths = sorted(path for folder in folders if folder.is_dir() for path in folder.iterdir() if path.is_file())
    return [path.read_bytes() for path in paths if path.suffix in {".txt", ".md", ".pdf"}] + _office_forms()


def _office_forms() -> list[bytes]:
    import docx  # noqa: PLC0415 - only here
    import openpyxl  # noqa: PLC0415

    word, excel, buffers = docx.Document(), openpyxl.Workbook(), (io.BytesIO(), io.BytesIO())
    table = word.add_table(rows=3, cols=2)
    for row, label in enumerate(("取組内容", "取組の成果", "取組の課題")):
        table.cell(row, 0).text = label
        table.cell(row, 1).add_paragraph("父親の会を年３回開いた。", style="List Bullet")
        sheet = excel["Sheet"]
        sheet.cell(row + 1, 1, label)
        sheet.cell(row + 1, 2, "・父親の会を年３回開いた。")
    excel["Sheet"].merge_cells("A1:A2")
    word.save(buffers[0])
    excel.save(buffers[1])
    return [buffer.getvalue() for buffer in buffers] * 8  # as likely as the PDFs


def damaged(number: int, forms: list[bytes]) -> bytes:
    """Give the input of this number: the same number gives the same bytes."""
    chance = random.Random(number)  # noqa: S311 - not for secrets
    if chance.random() < 0.05:
        return chance.randbytes(chance.randrange(2000))
    content = bytearray(chance.choice(forms))
    if content.startswith(b"PK") and chance.random() < 0.8:
        return _damaged_zip(bytes(content), chance)
    if content.startswith(b"%PDF") and chance.random() < 0.5:
        content = _damaged_stream(content, chance)
    for _ in range(chance.choice((1, 1, 2, 5, 20, 100))):
        _damage(content, chance)
    return bytes(content)


def _damage(content: bytearray, chance: random.Random) -> None:
    if not content:
        return
    start = chance.randrange(len(content))
    end = min(len(content), start + chance.choice((1, 2, 10, 100, 5000)))
    match chance.randrange(7):
        case 0:
            content[start] = chance.randrange(256)
        case 1:
            del content[start:end]
        case 2:
            content[start:start] = content[start:end]
        case 3:
            content[start:end] = chance.randbytes(end - start)
        case 4:
            content[start] ^= 1 << chance.randrange(8)
        case 5:
            content[start:end] = chance.choice(
                (b"0", b"-1", b"99999999999", b"<<", b">>", b"[", b"R", b"\xff\xfe", b"\0")
            )
        case _ if chance.random() < 0.2:
            del content[start:]
        case _:
            pass


def _damaged_stream(content: bytearray, chance: random.Random) -> bytearray:
    """Change a stream of a PDF before it is packed, so that the damage reaches what reads pages and fonts."""
    marks = [match.end() for match in re.finditer(rb"(?<!end)stream\r?\n", bytes(content))]
    if not marks:
        return content
    start = chance.choice(marks)
    end = content.find(b"endstream", start)
    try:
        plain = bytearray(zlib.decompress(bytes(content[start:end])))
    except zlib.error:
        return content
    for _ in range(chance.choice((1, 5, 50))):
        _damage(plain, chance)
    content[start:end] = zlib.compress(bytes(plain)) + b"\n"
    return content


def _damaged_zip(content: bytes, chance: random.Random) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        victim = chance.choice(source.namelist())
        for name in source.namelist():
            member = bytearray(source.read(name))
            if name == victim:
                for _ in range(chance.choice((1, 3, 20))):
                    _damage(member, chance)
            target.writestr(name, bytes(member))
    return buffer.getvalue()


def outcome(content: bytes, folder: Path) -> tuple[str, float]:
    """Read an input; give what came out and the seconds it took."""
    path = folder / "form"
    path.write_bytes(content)
    start = time.monotonic()
    try:
        document = read_document(path)
        spans = [line.span for page in document.pages for block in page.blocks for line in block.lines]
        result = "read" if all(0 <= span.start < span.end <= len(document.text) for span in spans) else "WRONG SPAN"
    except UnreadableFile as refusal:
        result = "refused" if "\n" not in str(refusal) and refusal.remedy else f"POOR MESSAGE {refusal}"
    except Exception as error:  # noqa: BLE001 - what is looked for
        result = f"RAISED {type(error).__name__}: {error}"
    return result, time.monotonic() - start


def main(n_inputs: int, first: int) -> None:
    """Read so many inputs and print what came out."""
    forms = seeds()
    counts: Counter[str] = Counter()
    slowest = (0.0, -1)
    with tempfile.TemporaryDirectory() as folder:
        for number in range(first, first + n_inputs):
            result, seconds = outcome(damaged(number, forms), Path(folder))
            counts[result.split()[0]] += 1
            slowest = max(slowest, (seconds, number))
            if result not in {"read", "refused"} or seconds > LONGEST:
                print(f"{number}: {result[:300]} ({seconds:.1f} s)", flush=True)  # noqa: T201
    print(dict(counts), f"slowest: {slowest[0]:.1f} s, input {slowest[1]}")  # noqa: T201


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0)
