"""Sheets as Typst PDFs, ruled or not, with furniture on every page; cells break over pages where they come to."""

from __future__ import annotations

from pathlib import Path

import noto_cjk
import typst
from sheet import Bullets, Cell, Element, Entry, Heading, PageBreak, Sheet


def typst_pdf_of(sheet: Sheet, *, border: bool = True) -> bytes:
    """Write a PDF of A4 pages whose table cells may cross a page's end."""
    return compiled(_source(sheet, border=border))


def compiled(source: str) -> bytes:
    """Compile a Typst source with the package's own font."""
    fonts = Path(noto_cjk.font_path("sans", "jp", "regular")).parent
    pdf: bytes = typst.compile(source.encode(), font_paths=[fonts], timestamp=0)  # type: ignore[misc]
    return pdf


def _source(sheet: Sheet, *, border: bool) -> str:
    stroke = "0.6pt" if border else "none"
    head = (
        '#set page(paper: "a4", margin: (x: 20mm, y: 22mm), numbering: "1 / 1", header: align(right)['
        f"#text(size: 8pt)[{escaped(sheet.title)}]])\n"
        '#set text(font: "Noto Sans CJK JP", size: 10pt, lang: "ja")\n'
        "#set par(leading: 0.55em, spacing: 0.7em)\n"
    )
    return head + "\n".join(typst_element(element, stroke) for element in sheet.elements)


def typst_element(element: Element, stroke: str) -> str:
    """Write one heading, table, list or page break as Typst."""
    if isinstance(element, PageBreak):
        return "#v(4mm)"
    if isinstance(element, Heading):
        size = {1: 13, 2: 12}.get(element.level, 10)
        return f"#block(text(size: {size}pt)[{escaped(element.text)}])"
    if isinstance(element, Bullets):
        return "\n".join(f"#block[{entry_source(entry)}]" for entry in element.entries)
    widths = ", ".join(f"{width}fr" for width in element.widths)
    cells = ",\n".join(_cell(cell) for row in element.rows for cell in row)
    return f"#table(columns: ({widths}), stroke: {stroke}, inset: 5pt, align: left + horizon,\n{cells})"


def _cell(cell: Cell) -> str:
    content = r" \ ".join(entry_source(entry) for entry in cell.entries)
    return f"table.cell(rowspan: {cell.rows}, colspan: {cell.columns})[{content}]"


def entry_source(entry: Entry) -> str:
    """Write one bullet as Typst."""
    return f"{'#h(1em)' if entry.level > 1 else ''}{escaped(entry.mark + entry.text)}"


def escaped(text: str) -> str:
    """Give a text that Typst shows as it is."""
    plain = "".join(f"\\{sign}" if sign in "\\#*_`$<>@=-+/[]~'\"" else sign for sign in text)
    return plain.replace("\n", r" \ ").replace("1.", "1\\.")
