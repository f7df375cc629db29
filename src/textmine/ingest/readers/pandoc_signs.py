"""Markdown without the signs that Pandoc adds to CommonMark, and the definition lists that other converters write too.

What they say is of no use here: classes of <div> and of heads, raw HTML in a fence. A definition (`:   text` under its
term) becomes a paragraph of its own, as the <dd> that it was is read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_FENCE: Final = re.compile(r"^[ \t]{0,9}:{3,}[ \t]{0,9}(?:\{[^{}\n]*\}|[\w-]+)?[ \t]{0,9}:*[ \t]{0,9}$", re.MULTILINE)
_RAW_HTML: Final = re.compile(r"(`{3,})[ \t]*\{=html\}")
_CLASSES: Final = r"\{(?:[.#][^{}\n]*|[\w-]+=\"[^{}\n]*)\}"  # {#令和５年度の取組 .title}, {.lead}, {role="main"}
_HEAD_CLASSES: Final = re.compile(rf"^( {{0,3}}#{{1,6}}[ \t].*?)[ \t]{{0,9}}{_CLASSES}[ \t]{{0,9}}$", re.MULTILINE)
_SPAN: Final = re.compile(rf"\[([^\[\]\n]*)\]{_CLASSES}")
_LINK_CLASSES: Final = re.compile(rf"(?<=\)){_CLASSES}")
_DEFINITION: Final = re.compile(r"^ {0,3}[:~][ \t]+(?=\S)", re.MULTILINE)


def without_pandoc_signs(text: str) -> str:
    """Give Markdown without fences, classes and marks of definitions."""
    text = _FENCE.sub("", "\n".join(_without_raw_fences(text.split("\n"))))
    text = _HEAD_CLASSES.sub(r"\1", text)
    text = _LINK_CLASSES.sub("", _SPAN.sub(r"\1", text))
    return _DEFINITION.sub("\n", text)


def _without_raw_fences(lines: Iterable[str]) -> Iterator[str]:
    """Leave out the lines around raw HTML, which CommonMark would show as code."""
    fence = ""
    for line in lines:
        if opening := _RAW_HTML.fullmatch(line.strip()):
            fence = opening[1]
        elif fence and line.strip() == fence:
            fence = ""
        else:
            yield line
