"""A Document from Markdown: tables, lists and HTML inside become what they mean, all other characters stay.

Blocks and emphasis are read by markdown-it-py (CommonMark). Tables are cut here: forms that were turned into Markdown
by machines have rows parted by tabs, rows without a head, and rows with more cells than their head, which Markdown's
own table syntax would drop without a word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Final

from markdown_it import MarkdownIt

from textmine.documents import CellRef
from textmine.errors import UnreadableFile
from textmine.ingest.readers.dashed_table import count_dashed_lines, dashed_rows
from textmine.ingest.readers.grid_table import count_grid_lines, grid_cells
from textmine.ingest.readers.markup import MARKER_ATTRIBUTE, MarkupWriter, check_tags
from textmine.ingest.readers.pandoc_signs import without_pandoc_signs
from textmine.ingest.readers.tab_rows import count_tab_rows, tables_opened
from textmine.ingest.signs.bullets import is_bullet_sign

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

    from textmine.documents import Document
    from textmine.ingest.readers.encoding import Decoded
    from textmine.ingest.readers.raw_file import RawFile

_HEAD_RULE: Final = re.compile(r"[ \t]*\|?(?:[ \t]*:?-{1,}:?[ \t]*\|)+[ \t]*(?::?-{1,}:?[ \t]*)?")
_MOST_CELLS: Final = 200_000  # a form has some 2,000
_PIPE: Final = re.compile(r"(?<!\\)\|")
# 「**「子育て」**です」: CommonMark sees no end of strong between a bracket and a kana
# 「*父親の会…<br>*「双子」の会…」: a star right before a text is a bullet, unless one at the text's end closes it
_STAR_BULLET: Final = re.compile(
    r"(^|<br\s*/?>)([ \t]*)\*(?=[^\s*])(?![^*<\n]*\*[ \t]*(?:<br|$))", re.MULTILINE | re.IGNORECASE
)
_STRONG_LEFT: Final = re.compile(r"\*\*(?=\S)([^*<>\n]{1,300}?)(?<=\S)\*\*")


# What pandas, and markitdown by it, writes for an empty cell, for a head without words and for a line end in a cell.
_EMPTY_CELL: Final = re.compile(r"[Nn]a[Nn]|NaT|Unnamed: \d+(?:_level_\d+)?")
_WRITTEN_LINE_END: Final = re.compile(r"(?<!\\)\\n")


@dataclass(frozen=True, slots=True)
class _Segment:
    """Lines that are a table of pipes or tabs (its rows), a drawn one (its cells) or plain Markdown (its text)."""

    rows: tuple[tuple[str, ...], ...] = ()
    cells: tuple[tuple[CellRef, str], ...] = ()
    text: str = ""


def read_markdown(raw: RawFile, decoded: Decoded) -> Document:
    """Give a Markdown file as one page."""
    check_tags(decoded.text, raw.place)
    _check_cells(decoded.text, raw.place)
    parser = _parser()
    writer = MarkupWriter()
    for segment in _segments(without_pandoc_signs(decoded.text.replace("\f", "\n")).split("\n")):
        if segment.rows:
            writer.write_grid([[_inline(parser, cell) for cell in row] for row in segment.rows])
        elif segment.cells:
            writer.write_cells((place, _rendered(parser, text)) for place, text in segment.cells)
        else:
            writer.write_html(_rendered(parser, segment.text))
    return writer.finish(raw, "markdown", decoded)


def _check_cells(text: str, place: str) -> None:
    """Refuse a text with more cells than a form can have: a document takes about 1 kB for each.

    Raises:
        UnreadableFile: too many signs that part cells.
    """
    if (found := text.count("|") + text.count("\t")) > _MOST_CELLS:
        fault = f"表の区切りが {found:,} 個あり、様式として大きすぎる"
        raise UnreadableFile(place, fault, "様式の部分だけを別のファイルにしてください")


def _parser() -> MarkdownIt:
    """Give CommonMark with hard line ends; indented text is no code, and `[…]: …` at a line's start no hidden link."""
    parser = MarkdownIt("commonmark", {"html": True, "breaks": True}).disable(["code", "reference"])
    parser.add_render_rule("list_item_open", _open_item)
    return parser


def _open_item(_renderer: object, tokens: Sequence[Token], index: int, _options: object, _environment: object) -> str:
    token = tokens[index]
    if token.info:  # an ordered item: its number stands in the file
        return f'<li {MARKER_ATTRIBUTE}="{escape(token.info + token.markup)}">'
    return "<li>"


def _kept_bullets(text: str) -> str:
    return _STAR_BULLET.sub(r"\1\2\\*", text)


def _rendered(parser: MarkdownIt, text: str) -> str:
    return _STRONG_LEFT.sub(r"\1", parser.render(_kept_bullets(text)))


def _inline(parser: MarkdownIt, cell: str) -> str:
    return _STRONG_LEFT.sub(r"\1", parser.renderInline(_kept_bullets(cell.strip())))


def _segments(lines: Sequence[str]) -> Iterator[_Segment]:
    plain: list[str] = []
    index = tables_open = 0
    while index < len(lines):
        drawn = None if tables_open else _drawn_table(lines, index)
        if drawn:
            yield _Segment(text="\n".join(plain))
            yield drawn[0]
            plain = []
            index += drawn[1]
            continue
        length = 0 if tables_open else _pipe_rows(lines, index)
        rows = _cells_of(lines[index : index + length])
        if not length and not tables_open and (length := count_tab_rows(lines, index)):
            rows = [tuple(line.split("\t")) for line in lines[index : index + length]]
        if length:
            yield _Segment(text="\n".join(plain))
            yield _Segment(rows=tuple(rows))
            plain = []
            index += length
        else:
            tables_open = max(0, tables_open + tables_opened(lines[index]))
            plain.append(lines[index])
            index += 1
    yield _Segment(text="\n".join(plain))


def _drawn_table(lines: Sequence[str], start: int) -> tuple[_Segment, int] | None:
    """Give the table drawn with signs that starts here, and how many lines it takes."""
    if length := count_grid_lines(lines, start):
        cells = tuple(grid_cells(lines[start : start + length]))
    elif length := count_dashed_lines(lines, start):
        rows = dashed_rows(lines[start : start + length])
        cells = tuple(
            (CellRef(0, row, column), text) for row, texts in enumerate(rows) for column, text in enumerate(texts)
        )
    return (_Segment(cells=cells), length) if length else None


def _pipe_rows(lines: Sequence[str], start: int) -> int:
    """Count the lines of a table of pipes that starts here."""
    head = _head_lines(lines, start)
    if not head and not _is_framed(lines[start]):
        return 0
    end = start + head
    while end < len(lines) and lines[end].strip() and (_is_framed(lines[end]) or (head and _is_row(lines[end]))):
        end += 1
    return end - start


def _head_lines(lines: Sequence[str], start: int) -> int:
    """Count the lines of a table's head with the rule under it; html2text keeps the line ends of a cell."""
    if "|" not in lines[start]:
        return 0
    end = start + 1
    while end < len(lines) and _goes_on(lines[end]) and not _HEAD_RULE.fullmatch(lines[end]):
        end += 1
    return end + 1 - start if end < len(lines) and _HEAD_RULE.fullmatch(lines[end]) else 0


def _is_row(line: str) -> bool:
    return _PIPE.search(line) is not None or _goes_on(line)


def _goes_on(line: str) -> bool:
    """Tell whether a line goes on in a cell: html2text writes no frame and ends all lines of a row with two spaces."""
    return bool(line.strip()) and not _PIPE.search(line) and line.endswith("  ")


def _cells_of(lines: Sequence[str]) -> list[tuple[str, ...]]:
    """Give the rows of a table of pipes; a line without a pipe is the next line of the cell before it."""
    rows: list[tuple[str, ...]] = []
    is_headed = bool(lines) and _head_lines(lines, 0) > 0
    for line in lines:
        if _HEAD_RULE.fullmatch(line):
            continue
        if rows and (_goes_on(line) or (is_headed and len(rows[-1]) < len(rows[0]) and _has_bullet(line))):
            (*cells, last), (first, *others) = rows[-1], _pipe_cells(line)
            rows[-1] = (*cells, f"{last}<br>{first.strip()}", *others)
        else:
            rows.append(_pipe_cells(line))
    return [_under_merged(row, len(rows[0])) for row in rows] if is_headed else rows


def _has_bullet(line: str) -> bool:
    """Tell whether a line starts with a bullet: the last of a cell's lines, and the cells beside it."""
    return not line.startswith(("|", "**")) and is_bullet_sign(line.lstrip()[:1])


def _under_merged(row: tuple[str, ...], width: int) -> tuple[str, ...]:
    """Put a short row to the right: of a cell merged over rows, at the left, converters write nothing but in the first.

    A lone cell is merged over columns, as a heading between rows is.
    """
    return ("",) * (width - len(row)) + row if 1 < len(row) < width else row


def _is_framed(line: str) -> bool:
    stripped = line.strip()
    return len(stripped) > 1 and stripped.startswith("|") and _PIPE.search(stripped, 1) is not None


def _pipe_cells(line: str) -> tuple[str, ...]:
    stripped = line.strip().removeprefix("|")
    cells = _PIPE.split(stripped)
    if len(cells) > 1 and not cells[-1].strip():
        cells = cells[:-1]
    return tuple(_cell_text(cell) for cell in cells)


def _cell_text(written: str) -> str:
    if _EMPTY_CELL.fullmatch(written.strip()):
        return ""
    return _WRITTEN_LINE_END.sub("<br>", written.replace("\\|", "|"))
