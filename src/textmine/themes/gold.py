"""Hand-coded statements (gold/*.jsonl): read, matched with the statements as read, written from a coding sheet.

A line: {"document", "text", "themes", "section", "goal_no"} and optionally "part" (development, the default, or
test), "weight" (1 / inclusion probability of a drawn sample) and "coder". The test part is for one look:
`open_test_part` writes down the hash of the rules that it was opened with, and validity tells when rules changed
afterwards.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from textmine.errors import StudyError
from textmine.themes.matching_text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from textmine.documents import Statement

Part = Literal["development", "test"]
LOCK_NAME: Final = "test_opened.json"


@dataclass(frozen=True, slots=True)
class GoldStatement:
    """One statement as people coded it."""

    document: str  # file name
    text: str
    themes: tuple[str, ...]
    section: str = ""
    goal_no: int | None = None
    part: Part = "development"
    weight: float = 1.0
    coder: str = ""


@dataclass(frozen=True, slots=True)
class MatchedGold:
    """Gold statements found among the statements as read, and those that were not."""

    pairs: tuple[tuple[str, GoldStatement], ...]  # statement id, gold
    unmatched: tuple[GoldStatement, ...]


def read_gold(paths: Iterable[Path], theme_ids: Sequence[str]) -> tuple[GoldStatement, ...]:
    """Read gold files, in the order given.

    Raises:
        StudyError: a file cannot be read, or a line is no gold statement or has a theme that the codebook lacks.
    """
    return tuple(row for path in paths for row in _rows(path, frozenset(theme_ids)))


def match_gold(statements: Sequence[Statement], gold: Iterable[GoldStatement]) -> MatchedGold:
    """Match by document and text (white space and width aside); of equal texts the section decides, then the order."""
    waiting: dict[tuple[str, str], list[Statement]] = {}
    for statement in statements:
        waiting.setdefault((statement.document, _squeezed(statement.text)), []).append(statement)
    pairs: list[tuple[str, GoldStatement]] = []
    unmatched = []
    for row in gold:
        candidates = waiting.get((row.document, _squeezed(row.text)), [])
        if not candidates:
            unmatched.append(row)
            continue
        best = min(candidates, key=lambda one: (one.section != row.section, one.goal_no != row.goal_no))
        candidates.remove(best)
        pairs.append((best.statement_id, row))
    return MatchedGold(tuple(pairs), tuple(unmatched))


def write_gold(rows: Iterable[GoldStatement], path: Path) -> None:
    """Write gold statements as JSON lines."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for row in rows:
            content = {
                "section": row.section,
                "goal_no": row.goal_no,
                "text": row.text,
                "themes": sorted(row.themes),
                "document": row.document,
                "part": row.part,
                "weight": row.weight,
                "coder": row.coder,
            }
            file.write(json.dumps(content, ensure_ascii=False) + "\n")


def open_test_part(folder: Path, rules_hash: str, when: str) -> str:
    """Write down that the test part was opened with these rules; give the hash it was first opened with."""
    lock = folder / LOCK_NAME
    if lock.exists():
        return str(json.loads(lock.read_text(encoding="utf-8"))["rules_hash"])
    lock.write_text(json.dumps({"rules_hash": rules_hash, "opened": when}) + "\n", encoding="utf-8")
    return rules_hash


def _rows(path: Path, theme_ids: frozenset[str]) -> Iterable[GoldStatement]:
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")  # a text may hold other line ends
    except (OSError, UnicodeDecodeError) as error:
        raise StudyError(path.name, f"読めません({error})", "UTF-8 の JSON Lines にしてください") from None
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _row(f"{path.name}:{number}", line, theme_ids)


def _row(place: str, line: str, theme_ids: frozenset[str]) -> GoldStatement:
    try:
        content: Mapping[str, Any] = json.loads(line)
        row = GoldStatement(
            document=str(content["document"]),
            text=str(content["text"]),
            themes=tuple(content["themes"]),
            section=str(content.get("section") or ""),
            goal_no=content.get("goal_no"),
            part=content.get("part", "development"),
            weight=float(content.get("weight", 1.0)),
            coder=str(content.get("coder", "")),
        )
    except json.JSONDecodeError as error:
        raise StudyError(f"{place}:{error.colno}", f"JSON として読めません({error.msg})") from None
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise StudyError(place, f"手本の文として読めません({error})", "document・text・themes が要ります") from None
    unknown = sorted(set(row.themes) - theme_ids)
    if unknown:
        raise StudyError(place, f"知らない主題「{unknown[0]}」", f"使えるもの: {' '.join(sorted(theme_ids))}")
    if row.part not in ("development", "test") or not row.weight > 0:
        raise StudyError(place, "part か weight が正しくありません", "part は development か test、weight は正の数です")
    return row


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", fold(text))
