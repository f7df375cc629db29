"""Sheets as plain text: reading order, labels in the middle of their cells, and cells shuffled within a page."""

from __future__ import annotations

import random
import unicodedata

from sheet import Bullets, Cell, Entry, Heading, PageBreak, Sheet, Table, grid_of

WIDTH = 92  # display columns of a line, as the city's PDFs give
NEVER_FIRST = "、。」』）)，．…！？ー"  # ・ is not among them: extractors do begin lines with it


def text_of(sheet: Sheet, *, width: int = WIDTH, label_inside: bool = False, inline: bool = False) -> str:
    """Write label, then content, block by block; a page ends with a form feed; inline: a cell's bullets run on."""
    pages = _pages(sheet, width, label_inside=label_inside, inline=inline)
    return "\n\f".join("\n\n".join(blocks) for blocks in pages) + "\n"


def paged_text_of(sheet: Sheet, *, height: int = 34) -> str:
    """Cut the text into pages of so many lines wherever they end, each with a running head and a page number."""
    lines = text_of(sheet).replace("\f", "\n").split("\n")
    pages = [lines[start : start + height] for start in range(0, len(lines), height)]
    return "\f".join(
        "\n".join([f"{'　' * 24}{sheet.title}", "", *page, "", f"{' ' * 44}- {number} -", ""])
        for number, page in enumerate(pages, 1)
    )


def shuffled_text_of(sheet: Sheet, *, seed: int, goal_pages: bool = True) -> str:
    """Write each page's blocks in an order that chance gives, labels apart from what they name.

    Without a page for every goal, the cells of two goals are mixed: nothing but their wording tells them apart.
    """
    order = random.Random(seed)  # noqa: S311 - no secret
    pages = _pages(sheet, WIDTH, goal_pages=goal_pages)
    for blocks in pages:
        order.shuffle(blocks)
    return "\n\f".join("\n\n".join(blocks) for blocks in pages) + "\n"


def wrap(text: str, width: int) -> list[str]:
    """Cut a text into lines of so many display columns; a sign that must not begin a line hangs over."""
    lines: list[str] = []
    line, used = "", 0
    for sign in text:
        size = 2 if unicodedata.east_asian_width(sign) in "WFA" else 1
        if used + size > width and sign not in NEVER_FIRST:
            lines.append(line)
            line, used = "", 0
        line += sign
        used += size
    return [*lines, line]


def _pages(
    sheet: Sheet, width: int, *, label_inside: bool = False, inline: bool = False, goal_pages: bool = False
) -> list[list[str]]:
    pages: list[list[str]] = [[]]
    for element in sheet.elements:
        if isinstance(element, PageBreak):
            if goal_pages or not element.soft:
                pages.append([])
        elif isinstance(element, Heading):
            pages[-1].append("\n".join(wrap(element.text, width)))
        elif isinstance(element, Bullets):
            pages[-1].append("\n".join(_content_lines(element.entries, width, inline=inline)))
        elif _is_grid(element):
            pages[-1] += _grid(element)
        else:
            pages[-1] += _labelled(element, width, label_inside=label_inside, inline=inline)
    return pages


def _content_lines(entries: tuple[Entry, ...], width: int, *, inline: bool) -> list[str]:
    if not inline or not any(entry.mark for entry in entries):
        return _entry_lines(entries, width)
    return wrap("　".join(f"{entry.mark}{entry.text}".replace("\n", "") for entry in entries), width)


def _entry_lines(entries: tuple[Entry, ...], width: int) -> list[str]:
    """Write bullets as wrapped lines: mark first, nested ones indented, each ※ note on a line of its own."""
    lines: list[str] = []
    for entry in entries:
        indent = "　" * (entry.level - 1)
        gap = " " if entry.mark in {"*", "-"} else ""
        first, *notes = entry.text.split("\n")
        lines += wrap(f"{indent}{entry.mark}{gap}{first}", width)
        for note in notes:
            lines += wrap(f"{indent}　{note}", width)
    return lines


def _is_grid(table: Table) -> bool:
    return len(table.widths) > 2


def _labelled(table: Table, width: int, *, label_inside: bool, inline: bool) -> list[str]:
    blocks: list[str] = []
    for label, content in table.rows:
        label_lines = label.entries[0].text.split("\n")
        lines = _content_lines(content.entries, width, inline=inline)
        if not any(lines):
            blocks.append("\n".join(label_lines))
        elif label_inside:
            middle = len(lines) // 2
            blocks.append("\n".join([*lines[:middle], *label_lines, *lines[middle:]]))
        else:
            blocks += ["\n".join(label_lines), "\n".join(lines)]
    return blocks


def _grid(table: Table) -> list[str]:
    return ["\n".join("\t".join(_flat(cell) for cell in row) for row in grid_of(table))]


def _flat(cell: Cell) -> str:
    return " ".join(f"{entry.mark}{entry.text}" for entry in cell.entries)
