"""Rules of another program, read as a codebook, with notes on whatever may code otherwise here than there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from textmine.errors import RuleError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from textmine.themes.codebook import Codebook
    from textmine.themes.syntax import RulePlace

_ENCODINGS: Final = ("utf-8-sig", "cp932", "euc_jp")
_HALF_WIDTH: Final = re.compile("[\uff61-\uff9f]")  # what EUC-JP gives when it is taken for CP932


@dataclass(frozen=True, slots=True)
class ImportNote:
    """A place where the imported rule may code otherwise than KH Coder, and why."""

    place: str
    code: str
    message: str

    def __str__(self) -> str:
        """Give one line for the user."""
        return f"{self.place}: " + (f"{self.code}: " if self.code else "") + self.message


@dataclass(frozen=True, slots=True)
class ImportedRules:
    """A rule file as a codebook, with what a reader must know about the change."""

    codebook: Codebook
    places: Mapping[str, RulePlace]  # theme id -> first line of its condition
    notes: tuple[ImportNote, ...]

    def to_toml(self) -> str:
        """Write the codebook as the text of a themes.toml."""
        lines = [f"# {note}" for note in self.notes]
        for theme_id, theme in self.codebook.themes.items():
            lines += ["", f"[themes.{_toml_key(theme_id)}]", f'label = "{_toml_text(theme.label)}"']
            lines += ['definition = ""', *_toml_rule(theme.rule)]
        return "\n".join(lines).lstrip("\n") + "\n"


def read_rule_text(path: Path, shown: str) -> str:
    """Read a file of rules in UTF-8, CP932 or EUC-JP, whichever it is.

    Raises:
        RuleError: the file cannot be read, or is in none of these.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise RuleError(shown, f"読めません({error.strerror})", "ファイル名と権限を確かめてください") from None
    texts = [text for text in (_decoded(raw, encoding) for encoding in _ENCODINGS) if text is not None]
    if not texts or "\0" in texts[0]:
        raise RuleError(shown, "文字コードが分かりません", "UTF-8 のテキストとして保存してください")
    return min(texts, key=lambda text: len(_HALF_WIDTH.findall(text)))


def _decoded(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


def _toml_rule(rule: str) -> list[str]:
    if "'''" in rule:
        return [f'rule = "{_toml_text(rule)}"']
    return ["rule = '''", rule, "'''"]


def _toml_key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else f'"{_toml_text(key)}"'


def _toml_text(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
