"""Markdown without the signs that Pandoc adds to CommonMark, and the definition lists that other converters write too.

What they say is of no use here: classes of <div> and of heads, raw HTML in a fence. A definition (`:   text` under its
term) becomes a paragraph of its own, as the <dd> that it was is read.
"""

from __future__ import annotations

import re
from typing import Final

_FENCE: Final = re.compile(r"^[ \t]*:{3,}[ \t]*(?:\{[^{}\n]*\}|[\w-]+)?[ \t]*:*[ \t]*$", re.MULTILINE)
_RAW_HTML: Final = re.compile(r"^[ \t]*(`{3,})[ \t]*\{=html\}[ \t]*\n(.*?)^[ \t]*\1[ \t]*$", re.MULTILINE | re.DOTALL)
_CLASSES: Final = r"\{(?:[.#][^{}\n]*|[\w-]+=\"[^{}\n]*)\}"  # {#令和５年度の取組 .title}, {.lead}, {role="main"}
_HEAD_CLASSES: Final = re.compile(rf"^( {{0,3}}#{{1,6}}[ \t].*?)[ \t]*{_CLASSES}[ \t]*$", re.MULTILINE)
_SPAN: Final = re.compile(rf"\[([^\[\]\n]*)\]{_CLASSES}")
_LINK_CLASSES: Final = re.compile(rf"(?<=\)){_CLASSES}")
_DEFINITION: Final = re.compile(r"^ {0,3}[:~][ \t]+(?=\S)", re.MULTILINE)


def without_pandoc_signs(text: str) -> str:
    """Give Markdown without fences, classes and marks of definitions."""
    text = _RAW_HTML.sub(r"\2", text)
    text = _FENCE.sub("", text)
    text = _HEAD_CLASSES.sub(r"\1", text)
    text = _LINK_CLASSES.sub("", _SPAN.sub(r"\1", text))
    return _DEFINITION.sub("\n", text)
