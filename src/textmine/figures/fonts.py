"""The font files that every figure and page is set in; nothing is looked for on the system.

Noto Sans CJK JP, regular and bold, SIL Open Font License 1.1, from the pinned packages `noto-cjk-sans-jp-*`; another
folder with the same two files can be given in the environment variable TEXTMINE_FONT_DIR.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import noto_cjk
from fontTools.ttLib import TTFont

from textmine.errors import TextmineError

if TYPE_CHECKING:
    from collections.abc import Iterable

FAMILY: Final = "Noto Sans CJK JP"
_WEIGHTS: Final = ("regular", "bold")
_VARIABLE: Final = "TEXTMINE_FONT_DIR"
_INVISIBLE: Final = frozenset("\n\t\r\f\u200b\u200d\ufe0e\ufe0f\ufeff")


@cache
def font_files() -> tuple[Path, ...]:
    """Give the paths of the regular and the bold face.

    Raises:
        TextmineError: a file is missing.
    """
    folder = os.environ.get(_VARIABLE)
    if folder:
        files = tuple(sorted(Path(folder).glob("*.[ot]tf")))
        if not files:
            raise TextmineError(folder, f"{_VARIABLE} のフォルダーにフォント(.otf/.ttf)がありません")
        return files
    try:
        return tuple(Path(noto_cjk.font_path("sans", "jp", weight)) for weight in _WEIGHTS)
    except noto_cjk.FontNotInstalled as error:
        raise TextmineError(
            "noto-cjk", "日本語フォントが入っていません", "pip install 'noto-cjk[sans-jp]==0.0.1' を実行してください"
        ) from error


@cache
def _drawable() -> frozenset[int]:
    with TTFont(font_files()[0], lazy=True) as font:
        return frozenset(font.getBestCmap())


def missing_characters(texts: Iterable[str]) -> dict[str, int]:
    """Count the characters that the font cannot draw, over all the texts."""
    counts: dict[str, int] = {}
    drawable = _drawable()
    for text in texts:
        for character in text:
            if ord(character) not in drawable and character not in _INVISIBLE:
                counts[character] = counts.get(character, 0) + 1
    return counts
