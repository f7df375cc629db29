"""Sheets as HTML and Markdown, in the several ways that people and converters write them."""

from __future__ import annotations

from html import escape
from itertools import groupby

from sheet import Bullets, Cell, Element, Entry, Heading, PageBreak, Sheet, Table, grid_of

STYLE = (
    "body{font-family:'Droid Sans Fallback';font-size:10.5pt}table{border-collapse:collapse;width:100%;margin:0 0 8pt}"
    "td,th{BORDER;padding:3pt 5pt;vertical-align:middle;font-weight:normal;text-align:left}h1{font-size:13pt;"
    "text-align:center}h2{font-size:12pt}h3,h4{font-size:10.5pt;font-weight:normal}.page{break-before:page}ul,ol{margin:0;padding-left:14pt}"
)


def html_of(sheet: Sheet, *, listed: bool = False, border: bool = True) -> str:
    """Write one HTML page: bullets as characters before <br>, or (listed) as list items without a character."""
    style = STYLE.replace("BORDER", "border:0.7pt solid #000" if border else "border:0")
    body = "\n".join(html_element(element, listed=listed) for element in sheet.elements)
    title = escape(sheet.title)
    return (
        f'<!DOCTYPE html>\n<html lang="ja"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{style}</style></head>\n<body>\n{body}\n</body></html>\n"
    )


def web_page_of(sheet: Sheet) -> str:
    """Write the page as a centre's site gives it: with menus, a script, a side column and a foot that say nothing."""
    body = "\n".join(html_element(element, listed=True) for element in sheet.elements)
    return WEB_PAGE.replace("TITLE", escape(sheet.title)).replace("BODY", body)


WEB_PAGE = """<!doctype html><html lang=ja><head><meta charset=utf-8><title>TITLE</title>
<script>var menu = "・重点目標";</script><style>.menu li{float:left}</style></head><body>
<header><a href="/">TITLE</a>
<nav class="menu"><ul><li>ホーム<li>ひろば<li>相談<li>重点目標<li>アクセス</ul></nav></header>
<main>
BODY
</main>
<aside><h2>お知らせ</h2><ul><li>4月の予定を掲載しました<li>父親向け講座の申込を受け付けています</ul></aside>
<footer><p>開館時間 9:30～15:30（月・日・祝休館）</p><p>&copy; TITLE</p></footer></body></html>
"""


def markdown_of(sheet: Sheet, *, rows: str) -> str:
    """Write Markdown; rows of tables as 'pipe' (bullets before <br>), 'tab' (HTML lists in tab rows) or 'heading'."""
    return (
        "\n\n".join(markdown_element(element, rows) for element in sheet.elements if not isinstance(element, PageBreak))
        + "\n"
    )


def html_element(element: Element, *, listed: bool = False) -> str:
    """Write one heading, table, list or page break as HTML."""
    if isinstance(element, PageBreak):
        return "" if element.soft else '<div class="page"></div>'
    if isinstance(element, Heading):
        tag = f"h{element.level}" if element.level else "p"
        return f"<{tag}>{_lines(element.text)}</{tag}>"
    if isinstance(element, Bullets):
        return (
            _entries(element.entries, listed=listed) if listed else f"<p>{_entries(element.entries, listed=False)}</p>"
        )
    widths = "".join(f'<col style="width:{width}%">' for width in element.widths)
    rows = "\n".join("<tr>" + "".join(_cell(cell, listed=listed) for cell in row) + "</tr>" for row in element.rows)
    return f"<table><colgroup>{widths}</colgroup>\n{rows}\n</table>"


def _cell(cell: Cell, *, listed: bool) -> str:
    tag = "th" if cell.label else "td"
    spans = (f' rowspan="{cell.rows}"' if cell.rows > 1 else "") + (
        f' colspan="{cell.columns}"' if cell.columns > 1 else ""
    )
    return f"<{tag}{spans}>{_entries(cell.entries, listed=listed)}</{tag}>"


def _entries(entries: tuple[Entry, ...], *, listed: bool) -> str:
    if not listed or not any(entry.mark for entry in entries):
        return "<br>\n".join(f"{'　' * (entry.level - 1)}{escape(entry.mark)}{_lines(entry.text)}" for entry in entries)
    return "".join(
        _list(list(group)) if marked else "".join(f"<p>{_lines(entry.text)}</p>" for entry in group)
        for marked, group in groupby(entries, key=lambda entry: entry.mark != "")
    )


def _list(entries: list[Entry]) -> str:
    ordered = entries[0].mark.strip("().　 ")[:1] in {"1", "①", "１"}
    items: list[str] = []
    for nested, group in groupby(entries, key=lambda entry: entry.level > 1):
        if nested and items:
            items[-1] += _list([Entry(entry.text, "-", 1) for entry in group])
        else:
            items += [_lines(entry.text) for entry in group]
    tag = "ol" if ordered else "ul"
    return f"<{tag}>" + "".join(f"<li>{item}</li>" for item in items) + f"</{tag}>"


def _lines(text: str) -> str:
    return escape(text, quote=False).replace("\n", "<br>")


def markdown_element(element: Heading | Table | Bullets, rows: str) -> str:
    """Write one heading, table or list as Markdown; rows as in `markdown_of`."""
    if isinstance(element, Heading):
        return f"{'#' * element.level} {element.text}".strip().replace("\n", "")
    if isinstance(element, Bullets):
        return _markdown_list(element.entries, keep_mark=rows != "heading")
    if rows == "heading" and len(element.widths) == 2:
        return "\n\n".join(_as_heading(label, content) for label, content in element.rows)
    if rows in {"pipe", "heading"}:
        lines = ["| " + " | ".join(_pipe(cell) for cell in row) + " |" for row in grid_of(element)]
        return "\n".join([lines[0], "|" + " --- |" * len(element.widths), *lines[1:]])
    return "\n".join("\t".join(_tab(cell) for cell in row) for row in grid_of(element))


def _as_heading(label: Cell, content: Cell) -> str:
    text = label.entries[0].text.replace("\n", "")
    return f"### {text}\n\n{_markdown_list(content.entries, keep_mark=False)}"


def _markdown_list(entries: tuple[Entry, ...], *, keep_mark: bool) -> str:
    if not any(entry.mark for entry in entries):
        return "\n\n".join(entry.text.replace("\n", "  \n") for entry in entries)
    lines = []
    for place, entry in enumerate(entries, 1):
        mark = f"- {entry.mark}" if keep_mark else "- "
        if not keep_mark and entry.mark.strip("() .")[:1].isdigit():
            mark = f"{place}. "
        text = entry.text.replace("\n", "\n  ")
        lines.append(f"{'    ' * (entry.level - 1)}{mark}{text}")
    return "\n".join(lines)


def _pipe(cell: Cell) -> str:
    return "<br>".join(
        f"{'　' * (entry.level - 1)}{entry.mark}{entry.text}".replace("\n", "<br>").replace("|", "\\|")
        for entry in cell.entries
    )


def _tab(cell: Cell) -> str:
    if not any(entry.mark for entry in cell.entries):
        return " ".join(entry.text.replace("\n", "") for entry in cell.entries)
    joined = " ".join(f"{entry.mark}{entry.text}".replace("\n", "") for entry in cell.entries)
    return f'<ul style="list-style-type: none"> {joined}</ul>'
