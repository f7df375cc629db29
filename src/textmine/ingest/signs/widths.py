"""How wide a text is where a character takes one cell or two, as in a terminal and in text that extractors lay out."""

from __future__ import annotations

import re
from typing import Final

_WIDE: Final = re.compile(
    r"[\u1100-\u115f\u203b\u2460-\u24ff\u25a0-\u25ff\u2605\u2606\u2e80-\u303e\u3041-\u3098\u309b-\ua4cf\uac00-\ud7a3"
    r"\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\U00020000-\U0003fffd]"
)
_NO_WIDTH: Final = re.compile(r"[\u0300-\u036f\u200b-\u200f\u3099\u309a\ufe00-\ufe0f\U000e0100-\U000e01ef]")


def display_width(text: str) -> int:
    """Count the cells that a terminal gives the text: two for a wide character (Unicode Annex 11), one for others."""
    if text.isascii():
        return len(text)
    narrow = len(_WIDE.sub("", text))
    return 2 * len(text) - narrow - len(text) + len(_NO_WIDTH.sub("", text))
