"""Damaged forms through the whole chain, bytes to statements: `python tests/ingest/fuzz_chain.py 20000 [first]`.

Half of the inputs are files with damaged bytes (as `readers/fuzz.py` makes them); the others are texts of forms whose
lines are dropped, doubled, swapped, cut and mixed, since damaged bytes seldom leave a form to be read. What may come
out is a Reading that accounts for every character, or one of our refusals. All else is printed with its number, which
makes the same input again.
"""

from __future__ import annotations

import random
import resource
import runpy
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from textmine.errors import InputError
from textmine.ingest import read_path

if TYPE_CHECKING:
    from textmine.documents import Reading

HERE: Final = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "forms"))

from made_form import read_forms  # noqa: E402
from measure import read_layouts, read_wards  # noqa: E402
from render_markup import html_of, markdown_of  # noqa: E402
from render_office import docx_of, xlsx_of  # noqa: E402
from render_text import shuffled_text_of, text_of  # noqa: E402
from sheet import sheet_of  # noqa: E402

BYTES: Final[dict[str, Any]] = runpy.run_path(str(HERE / "readers" / "fuzz.py"))
LAYOUTS, WARDS = read_layouts(), read_wards()
LONGEST: Final = 60.0  # seconds
MOST_MEMORY: Final = 1 << 30  # bytes beyond what the libraries take when loaded
_PIECES: Final = (
    "・", "○", "→", "※", "①", "１ ", "(1)", "ア ", "取組内容", "取組の成果", "課題", "重点目標", "令和99年度",
    "次年度重点目標", "成果と課題", "事業目的", "評価の理由（法人）", "協働のプロセスの評価", "主なデータ", "A\tB\tA",
    "\t", "\f", "　　　　", "。", "\u0300" * 40, "\U000f1234", "か\u3099", "特になし", "|a|b|", "<td>", "# ", "**",
    "\u202e", "9" * 30,
)  # fmt: skip


def seeds() -> tuple[list[bytes], list[str]]:
    """Give files of every kind to damage by bytes, and texts to damage by lines."""
    sheets = [sheet_of(form) for form in read_forms()]
    office = [make(sheet) for sheet in sheets[::3] for make in (docx_of, xlsx_of)]
    texts = [make(sheet) for sheet in sheets for make in (text_of, _shuffled, _headings, html_of)]
    return BYTES["seeds"]() + office, texts


def _shuffled(sheet: Any) -> str:  # noqa: ANN401 - a sheet
    return shuffled_text_of(sheet, seed=4)


def _headings(sheet: Any) -> str:  # noqa: ANN401 - a sheet
    return markdown_of(sheet, rows="heading")


def damaged(number: int, files: list[bytes], texts: list[str]) -> bytes:
    """Give the input of this number: the same number gives the same bytes."""
    if number % 2:
        content: bytes = BYTES["damaged"](number, files)
        return content
    chance = random.Random(number)  # noqa: S311 - not for secrets
    lines = chance.choice(texts).split("\n")
    start = chance.randrange(len(lines))
    lines = lines[start : start + chance.choice((3, 10, 30, 60, 400))]
    for _ in range(chance.choice((0, 1, 3, 10, 40))):
        _damage(lines, chance)
    return "\n".join(lines).encode("utf-8", "replace")


def _damage(lines: list[str], chance: random.Random) -> None:
    if not lines:
        return
    place, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    line = lines[place]
    cut = chance.randrange(len(line) + 1)
    match chance.randrange(8):
        case 0:
            del lines[place]
        case 1:
            lines.insert(other, line)
        case 2:
            lines[place], lines[other] = lines[other], line
        case 3:
            lines[place : place + 1] = [line[:cut], line[cut:]]
        case 4:
            lines[place] = line + lines[other]
        case 5:
            lines.insert(place, "")
        case 6:
            lines[place] = line[:cut] + chance.choice(_PIECES) + line[cut:]
        case _:
            lines[place] = chance.choice(_PIECES) * chance.choice((1, 1, 3, 200))


def outcome(content: bytes, folder: Path) -> tuple[str, float]:
    """Read an input; give what came out and the seconds it took."""
    path = folder / "form"
    path.write_bytes(content)
    start = time.monotonic()
    try:
        result = faults(read_path(path, LAYOUTS, WARDS)) or "read"
    except InputError as refusal:
        result = "refused" if "\n" not in str(refusal) and refusal.remedy else f"POOR MESSAGE {refusal}"
    except Exception as error:  # noqa: BLE001 - what is looked for
        result = f"RAISED {type(error).__name__}: {error}"
    return result, time.monotonic() - start


def faults(reading: Reading) -> str:
    """Say what a reading does not account for; nothing if all is well."""
    text = reading.document.text
    claimed = Counter(place for span, _ in reading.ledger for place in range(span.start, span.end))
    if any(claimed[place] != 1 for place, sign in enumerate(text) if not sign.isspace()):
        return "LEDGER does not cover every character once"
    for statement in reading.statements:
        if reading.document.quote(statement.spans) != statement.text or not statement.text.strip():
            return f"SPANS of {statement.statement_id}"
        if any(not 0 <= span.start < span.end <= len(text) for span in statement.spans):
            return f"EMPTY SPAN of {statement.statement_id}"
        if "\n" in statement.text or not 0 <= statement.confidence <= 1:
            return f"TEXT of {statement.statement_id}"
    if len({statement.statement_id for statement in reading.statements}) != len(reading.statements):
        return "IDS are not unique"
    return ""


def main(n_inputs: int, first: int) -> None:
    """Read so many inputs and print what came out."""
    files, texts = seeds()
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY + _memory_taken(), resource.RLIM_INFINITY))
    counts: Counter[str] = Counter()
    slowest = (0.0, -1)
    with tempfile.TemporaryDirectory() as folder:
        for number in range(first, first + n_inputs):
            result, seconds = outcome(damaged(number, files, texts), Path(folder))
            counts[result.split()[0]] += 1
            slowest = max(slowest, (seconds, number))
            if result not in {"read", "refused"} or seconds > LONGEST:
                print(f"{number}: {result[:300]} ({seconds:.1f} s)", flush=True)  # noqa: T201
            if number % 1000 == 0:
                print(number, dict(counts), file=sys.stderr, flush=True)  # noqa: T201
    print(dict(counts), f"slowest: {slowest[0]:.1f} s, input {slowest[1]}")  # noqa: T201


def _memory_taken() -> int:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return pages * resource.getpagesize()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0)
