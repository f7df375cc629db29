"""Two states of a study -> statements that gained or lost a theme, prevalence that moved, tokens that changed.

A change of rules is judged by what it does, statement by statement. Statements are matched by document and text, so
that renumbering alone is no change; statements that only one state has are listed too.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textmine.documents import Statement
    from textmine.themes.coder import ThemeCoding
    from textmine.tokenizer import Token

CHANGE_COLUMNS: Final = ("theme", "change", "document", "before_id", "after_id", "text", "words_before", "words_after")
SHIFT_COLUMNS: Final = ("theme", "n_before", "n_after", "share_before", "share_after", "shift", "gained", "lost")
TOKEN_COLUMNS: Final = ("document", "text", "before", "after")
STATEMENT_COLUMNS: Final = ("change", "document", "statement_id", "text")


@dataclass(frozen=True, slots=True)
class CodedState:
    """A study's statements, cut and coded, at one time."""

    statements: Sequence[Statement]
    tokens: Sequence[Sequence[Token]]
    coding: ThemeCoding


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed between two states; every table is empty where nothing did."""

    changes: pd.DataFrame  # CHANGE_COLUMNS: a row per statement and theme gained or lost
    prevalence: pd.DataFrame  # SHIFT_COLUMNS: a row per theme, also those that stayed
    tokens: pd.DataFrame  # TOKEN_COLUMNS: a row per statement that is cut otherwise; only the words that differ
    statements: pd.DataFrame  # STATEMENT_COLUMNS: statements that came or went
    notes: tuple[str, ...] = ()  # what a reader must know of how the states were made

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed at all."""
        return self.changes.empty and self.tokens.empty and self.statements.empty


def compare_states(before: CodedState, after: CodedState) -> Comparison:
    """Compare two states of one study; themes that only one codebook has count as absent in the other."""
    pairs, gone, come = _matched(before.statements, after.statements)
    themes = list(dict.fromkeys([*before.coding.theme_ids, *after.coding.theme_ids]))
    changes = [row for i, j in pairs for row in _theme_changes(before, after, i, j, themes)]
    moved = pd.DataFrame(changes, columns=list(CHANGE_COLUMNS))
    tokens = [row for i, j in pairs for row in _token_changes(before, after, i, j)]
    moves = [("gone", before.statements[i]) for i in gone] + [("come", after.statements[j]) for j in come]
    return Comparison(
        moved.sort_values(["theme", "change"], kind="stable", ignore_index=True),
        pd.DataFrame([_shift(theme, before, after, moved) for theme in themes], columns=list(SHIFT_COLUMNS)),
        pd.DataFrame(tokens, columns=list(TOKEN_COLUMNS)),
        pd.DataFrame(
            [(change, one.document, one.statement_id, one.text) for change, one in moves],
            columns=list(STATEMENT_COLUMNS),
        ),
    )


def _matched(
    before: Sequence[Statement], after: Sequence[Statement]
) -> tuple[list[tuple[int, int]], list[int], list[int]]:
    waiting: dict[tuple[str, str], list[int]] = {}
    for number, statement in enumerate(after):
        waiting.setdefault(_key(statement), []).append(number)
    pairs, gone = [], []
    for number, statement in enumerate(before):
        candidates = waiting.get(_key(statement))
        if candidates:
            pairs.append((number, candidates.pop(0)))
        else:
            gone.append(number)
    return pairs, gone, sorted(number for left in waiting.values() for number in left)


def _key(statement: Statement) -> tuple[str, str]:
    return statement.document, re.sub(r"\s", "", statement.text)


def _theme_changes(
    before: CodedState, after: CodedState, i: int, j: int, themes: Sequence[str]
) -> Iterator[tuple[str, ...]]:
    old, new = before.statements[i], after.statements[j]
    for theme in themes:
        had, has = _has(before.coding, i, theme), _has(after.coding, j, theme)
        if had != has:
            change = "gained" if has else "lost"
            words = (_words(before.coding, old.statement_id, theme), _words(after.coding, new.statement_id, theme))
            yield (theme, change, new.document, old.statement_id, new.statement_id, new.text, *words)


def _has(coding: ThemeCoding, row: int, theme: str) -> bool:
    return theme in coding.theme_ids and bool(coding.present[row, coding.theme_ids.index(theme)])


def _words(coding: ThemeCoding, statement_id: str, theme: str) -> str:
    return "・".join(dict.fromkeys(one.word for one in coding.evidence.get((statement_id, theme), ())))


def _shift(theme: str, before: CodedState, after: CodedState, changes: pd.DataFrame) -> tuple[object, ...]:
    n_before, n_after = _count(before.coding, theme), _count(after.coding, theme)
    shares = (n_before / max(len(before.statements), 1), n_after / max(len(after.statements), 1))
    counts = Counter(changes.loc[changes["theme"] == theme, "change"])
    return (theme, n_before, n_after, *shares, shares[1] - shares[0], counts["gained"], counts["lost"])


def _count(coding: ThemeCoding, theme: str) -> int:
    return int(coding.present[:, coding.theme_ids.index(theme)].sum()) if theme in coding.theme_ids else 0


def _token_changes(before: CodedState, after: CodedState, i: int, j: int) -> Iterator[tuple[str, ...]]:
    old = {(token.start, token.end, token.base, token.pos1): token for token in before.tokens[i]}
    new = {(token.start, token.end, token.base, token.pos1): token for token in after.tokens[j]}
    if old.keys() != new.keys():
        gone = "|".join(token.surface for key, token in old.items() if key not in new)
        come = "|".join(token.surface for key, token in new.items() if key not in old)
        yield (after.statements[j].document, after.statements[j].text, gone, come)
