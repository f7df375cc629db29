"""Figures that look like a slip of text recognition: kept as written, and said.

Two signs need no knowledge of the form: letters that look like digits among digits (1,43l人, 2O5件), and commas that
part no thousands (1,43人). Whether a total is the sum of its parts is left to the researcher: forms count some people
twice.
"""

from __future__ import annotations

import re
from typing import Final

_LOOK_ALIKES: Final = str.maketrans("OoDQ〇○lI|!SsBZz", "000000111155822")
_GROUPED: Final = re.compile(r"\d{1,3}(?:,\d{3})+|\d+")  # 1,431 or 1431
_FIGURE: Final = re.compile(r"[+\-△▲]?[\d,]+(?:\.\d+)?")


def doubt_about(text: str) -> str:
    """Say why a folded cell may hold a slip; empty if nothing speaks for one.

    Args:
        text: of a cell that stands among figures.
    """
    compact = "".join(text.split())
    figures = _FIGURE.findall(compact)
    read = compact.translate(_LOOK_ALIKES)
    if figures and read != compact and _is_figure_with_unit(read) and not _is_figure_with_unit(compact):
        return "数字に似た字がある"
    if any(not _GROUPED.fullmatch(figure.strip("+-△▲").split(".")[0]) for figure in figures):
        return "桁区切りの位置が千の位でない"
    return ""


def _is_figure_with_unit(text: str) -> bool:
    """Tell whether a text is a figure with nothing behind it but a unit (kana, kanji or a sign)."""
    return re.fullmatch(rf"{_FIGURE.pattern}[^\dA-Za-z|!〇○]{{0,6}}", text) is not None
