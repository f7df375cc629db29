"""Decisions by hand (overrides.csv) -> a coding in which they stand over the rules', kept with their reasons."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from textmine.errors import StudyError
from textmine.themes.coder import AppliedOverride, ThemeCoding

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

OVERRIDE_COLUMNS: Final = ("statement_id", "theme", "decision", "reason", "coder")
_DECISIONS: Final = {"yes": True, "1": True, "有": True, "no": False, "0": False, "無": False}


@dataclass(frozen=True, slots=True)
class Override:
    """One decision by hand."""

    statement_id: str
    theme: str
    decision: bool
    reason: str
    coder: str
    place: str = ""  # file:line, for messages


def read_overrides(path: Path, name: str | None = None) -> tuple[Override, ...]:
    """Read overrides.csv: OVERRIDE_COLUMNS, decision yes or no (有・無), reason and coder never empty.

    Raises:
        StudyError: the file or a row of it is not so; with file and line.
    """
    shown = name or str(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise StudyError(shown, f"読めません({error})", "「CSV UTF-8」で保存してください") from None
    reader = csv.reader(io.StringIO(text, newline=""))
    head = tuple(next(reader, []))
    if head != OVERRIDE_COLUMNS:
        raise StudyError(
            f"{shown}:1", f"見出し行が {','.join(head) or '(空)'} です", f"{','.join(OVERRIDE_COLUMNS)} にしてください"
        )
    return tuple(_override(f"{shown}:{reader.line_num}", cells) for cells in reader if any(cells))


def apply_overrides(coding: ThemeCoding, overrides: Iterable[Override]) -> ThemeCoding:
    """Put decisions by hand over the rules'; each is kept in `overrides`, whether it changed something or not.

    Raises:
        StudyError: a statement or theme does not exist, or two decisions meet on one.
    """
    rows = {statement_id: row for row, statement_id in enumerate(coding.statement_ids)}
    columns = {theme: column for column, theme in enumerate(coding.theme_ids)}
    present = coding.present.copy()
    evidence = dict(coding.evidence)
    applied: dict[tuple[str, str], AppliedOverride] = {}
    for one in overrides:
        _check(one, rows, columns)
        key = (one.statement_id, one.theme)
        if key in applied:
            raise StudyError(
                one.place, f"文「{one.statement_id}」の主題「{one.theme}」への判断が二つあります", "一つにしてください"
            )
        by_rule = bool(present[rows[one.statement_id], columns[one.theme]])
        applied[key] = AppliedOverride(one.statement_id, one.theme, one.decision, by_rule, one.reason, one.coder)
        present[rows[one.statement_id], columns[one.theme]] = one.decision
        if not one.decision:
            evidence.pop(key, None)
    return replace(coding, present=present, evidence=evidence, overrides=tuple(applied.values()))


def _override(place: str, cells: list[str]) -> Override:
    if len(cells) != len(OVERRIDE_COLUMNS):
        raise StudyError(
            place,
            f"列の数が {len(cells)} です({len(OVERRIDE_COLUMNS)} のはず)",
            "「,」を含む欄は引用符で囲んでください",
        )
    statement_id, theme, decision, reason, coder = (cell.strip() for cell in cells)
    if decision.lower() not in _DECISIONS:
        raise StudyError(place, f"decision が「{decision}」です", "yes か no を書いてください")
    if not (reason and coder):
        raise StudyError(place, "reason か coder が空です", "誰が、なぜ変えたかを書いてください")
    return Override(statement_id, theme, _DECISIONS[decision.lower()], reason, coder, place)


def _check(one: Override, rows: dict[str, int], columns: dict[str, int]) -> None:
    for value, known, what in ((one.statement_id, rows, "文"), (one.theme, columns, "主題")):
        if value not in known:
            near = get_close_matches(value, list(known), n=1)
            remedy = f"もしかして: {near[0]}" if near else "番号か id を確かめてください"
            raise StudyError(one.place, f"{what}「{value}」はありません", remedy)
