"""An annual form in the printed layouts of other offices: wide pages, covers, other rules, columns of running text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from blocks import goals_across_of
from render_pdf import compiled, entry_source, escaped, typst_element
from sheet import columns_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from blocks import Field, FormBlocks
    from made_form import Form
    from sheet import Entry

RULED = "0.6pt"
DOTTED = '(thickness: 0.3pt, paint: gray, dash: "dotted")'
ACROSS = "(top: 0.5pt, bottom: 0.5pt)"  # horizontal rules alone
SHADED = "fill: (x, y) => if x == 0 { luma(220) }, row-gutter: 2pt,"  # label cells, in place of rules
TEXT = '#set text(font: "Noto Sans CJK JP", size: {}pt, lang: "ja")\n#set par(leading: 0.55em, spacing: 0.7em)\n'


def side_pdf_of(form: FormBlocks) -> bytes:
    """Typeset the goals two by two on wide pages, each a ruled table of its own."""
    source = _settings(form.title, flipped=True, size=9) + _front(form) + "#pagebreak()\n"
    for part in form.parts:
        source += _heading(part.heading)
        for start in range(0, len(part.blocks), 2):
            pair = part.blocks[start : start + 2]
            cells = ", ".join(f"[#{_table(block.rows, columns='(22fr, 78fr)')}]" for block in pair)
            source += f"#grid(columns: (1fr, 1fr), gutter: 6mm, {cells})\n#v(4mm)\n"
    return compiled(source + _rest(form))


def goal_columns_pdf_of(form: FormBlocks) -> bytes:
    """Typeset one ruled table with a column per goal."""
    source = _settings(form.title, flipped=True, size=9)
    return compiled(source + "\n".join(typst_element(element, RULED) for element in goals_across_of(form).elements))


def goal_rows_pdf_of(form: Form) -> bytes:
    """Typeset one ruled table with a row per goal and a column per field, on wide pages."""
    sheet = columns_of(form)
    source = _settings(sheet.title, flipped=True, size=9)
    return compiled(source + "\n".join(typst_element(element, RULED) for element in sheet.elements))


def cover_pdf_of(form: FormBlocks) -> bytes:
    """Typeset a cover, then pages with running heads and feet, and table heads that come again on each page."""
    operator, title = escaped(form.operator), escaped(form.title)
    source = '#set page(paper: "a4", margin: (x: 20mm, y: 25mm))\n' + TEXT.format(10) + "#v(60mm)\n"
    source += "".join(f"#align(center)[#text(size: 16pt)[{escaped(text)}]]\n" for text in form.front)
    source += f"#v(80mm)\n#align(center)[{operator}]\n#pagebreak()\n"
    source += (
        f"#set page(header: [#text(size: 8pt)[{title} #h(1fr) 単年度事業評価]], "
        f"footer: [#text(size: 8pt)[{operator} #h(1fr) #context counter(page).display() ページ]])\n"
    )
    source += f"#{_table(form.head)}\n"
    return compiled(source + _body(form, more="table.header(repeat: true, [項目], [内容]),"))


def ruled_pdf_of(form: FormBlocks, *, stroke: str = RULED, more: str = "") -> bytes:
    """Typeset the usual tables with other rules, or with shading in place of rules."""
    return compiled(_settings(form.title) + _front(form, stroke) + _body(form, stroke=stroke, more=more))


def small_pdf_of(form: FormBlocks) -> bytes:
    """Typeset the usual tables on pages so small that nearly every cell crosses a page's end."""
    return compiled(_settings(form.title, paper="a5", flipped=True, size=10.5) + _front(form) + _body(form))


def vertical_pdf_of(form: FormBlocks) -> bytes:
    """Typeset labels that run downwards, a sign a line, in a narrow column; goals stand over their tables."""
    source = _settings(form.title) + _front(form)
    for part in form.parts:
        source += _heading(part.heading)
        for block in part.blocks:
            alone = len(block.goal.entries) == 1
            goal = f"{'：' if alone else '] #block['}{_content(block.goal.entries)}"
            source += f"#block[{escaped(block.goal.name)}{goal}]\n"
            source += f"#{_table(block.fields, columns='(9mm, 1fr)', label=_downwards)}\n"
    return compiled(source + _rest(form))


def news_pdf_of(form: FormBlocks) -> bytes:
    """Typeset two columns of running text with labels in bold and no table."""
    source = _settings(form.title, size=9) + "".join(f"#block[{escaped(text)}]\n" for text in form.front)
    source += f"#block[事業の実施者　{escaped(form.operator)}]\n#columns(2)[\n"
    for part in form.parts:
        source += _heading(part.heading)
        for field in (field for block in part.blocks for field in block.rows):
            source += f'#block(text(weight: "bold")[{escaped(field.name)}])\n#block[{_content(field.entries)}]\n'
    return compiled(f"{source}]\n{_rest(form)}")


def _settings(title: str, *, paper: str = "a4", flipped: bool = False, size: float = 10) -> str:
    return (
        f'#set page(paper: "{paper}", flipped: {str(flipped).lower()}, margin: (x: 18mm, y: 20mm), '
        f'numbering: "1 / 1", header: align(right)[#text(size: 8pt)[{escaped(title)}]])\n{TEXT.format(size)}'
    )


def _front(form: FormBlocks, stroke: str = RULED) -> str:
    lines = "".join(f"#block[{escaped(text)}]\n" for text in form.front)
    return f"{lines}#{_table(form.head, stroke=stroke)}\n"


def _body(form: FormBlocks, *, stroke: str = RULED, more: str = "") -> str:
    source = ""
    for part in form.parts:
        tables = (f"#{_table(block.rows, stroke=stroke, more=more)}\n" for block in part.blocks)
        source += _heading(part.heading) + "".join(tables)
    return source + _rest(form, stroke)


def _rest(form: FormBlocks, stroke: str = RULED) -> str:
    return "\n".join(typst_element(element, stroke) for element in form.rest)


def _heading(text: str) -> str:
    return f"#block(text(size: 12pt)[{escaped(text)}])\n"


def _table(
    fields: tuple[Field, ...],
    *,
    stroke: str = RULED,
    columns: str = "(18fr, 82fr)",
    label: Callable[[str], str] = escaped,
    more: str = "",
) -> str:
    cells = ",\n".join(f"[{label(field.label)}], [{_content(field.entries)}]" for field in fields)
    return f"table(columns: {columns}, stroke: {stroke}, inset: 5pt, align: left + horizon, {more}\n{cells})"


def _content(entries: tuple[Entry, ...]) -> str:
    return r" \ ".join(entry_source(entry) for entry in entries)


def _downwards(label: str) -> str:
    return r" \ ".join(escaped(sign) for sign in label.replace("\n", ""))
