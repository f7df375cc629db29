"""An annual form as the HTML and Markdown of other sites and converters: boxes, definition lists, folds, old tables."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from render_markup import html_element, markdown_element
from sheet import Bullets, Heading, Table, as_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from blocks import Block, Field, FormBlocks
    from sheet import Entry

BOXES = (
    ".row{display:flex;border:1px solid #000}.label{width:18%;padding:4px}.text{padding:4px;flex:1}"
    "section{margin-bottom:8pt}"
)


def boxes_html_of(form: FormBlocks) -> str:
    """Write each field as two boxes side by side, made of <div>."""

    def box(field: Field) -> str:
        label = f'<div class="label"><span>{field.name}</span></div>'
        return f'<div class="row">{label}<div class="text">{_broken(field.entries)}</div></div>\n'

    return _page(form, lambda block: f"<section>{_rows(block, box)}</section>", style=BOXES)


def definitions_html_of(form: FormBlocks, *, listed: bool) -> str:
    """Write each block as a definition list; contents as lists, or with characters before <br>."""

    def definition(field: Field) -> str:
        content = _listed(field.entries) if listed else _broken(field.entries)
        return f"<dt>{field.name}</dt><dd>{content}</dd>\n"

    return _page(form, lambda block: f"<dl>{_rows(block, definition)}</dl>")


def folds_html_of(form: FormBlocks) -> str:
    """Write each block as a part to unfold, its goal in what is always shown."""

    def fold(block: Block) -> str:
        goals = block.goal.entries
        summary = escape(block.headline) if len(goals) == 1 else block.goal.name
        fields = "".join(f"<h4>{field.name}</h4>{_listed(field.entries)}" for field in block.fields)
        return f"<details open><summary>{summary}</summary>{_listed(goals) if len(goals) > 1 else ''}{fields}</details>"

    return _page(form, fold)


def inline_html_of(form: FormBlocks) -> str:
    """Write tables whose cells hold their bullets one after another, parted by a wide space."""

    def row(field: Field) -> str:
        text = "　".join(entry.mark + entry.text for entry in field.entries).replace("\n", "")
        return f"<tr><th>{field.name}</th><td>{escape(text)}</td></tr>"

    return _page(form, lambda block: f"<table border=1>{_rows(block, row)}</table>")


def old_html_of(form: FormBlocks, *, charset: str) -> str:
    """Write a page of the nineties: upper-case tags that nobody closes, tables in tables, &nbsp; and <FONT>."""
    head = "".join(
        f"<TR><TD><FONT SIZE=2>{field.name}</FONT><TD>{_broken(field.entries)}"
        for field in form.head
    )  # fmt: skip
    body = (
        "<TABLE WIDTH=100%><TR><TD WIDTH=120 VALIGN=top>メニュー<BR><A HREF=/>トップ</A><BR><A HREF=/h>ひろば</A><TD>"
    )
    body += "".join(f"<P>{escape(text)}" for text in form.front) + f"<TABLE BORDER=1>{head}</TABLE>"
    for part in form.parts:
        body += f"<P><B>{part.heading}</B>"
        for block in part.blocks:
            body += f"<TABLE BORDER=1>{_rows(block, _old_row)}</TABLE><BR>"
    body += "".join(html_element(element) for element in form.rest)
    meta = f"<META HTTP-EQUIV=Content-Type CONTENT='text/html; charset={charset}'><TITLE>{form.title}</TITLE>"
    return f"<HTML><HEAD>{meta}<BODY BGCOLOR=#FFFFFF>{body}</TABLE></BODY></HTML>"


def bold_md_of(form: FormBlocks) -> str:
    """Write labels in bold over lists, headings underlined."""

    def block_text(block: Block) -> str:
        fields = [_titled("**", block.goal, "1. "), *(_titled("**", field, "* ") for field in block.fields)]
        return "\n\n".join(fields)

    return _markdown(_markdown_front(form), form, f"{{}}\n{'=' * 20}", block_text)


def headings_md_of(form: FormBlocks) -> str:
    """Write every label as a heading; a goal's sentence stands in its heading, where it is the only one."""

    def block_text(block: Block) -> str:
        alone = len(block.goal.entries) == 1
        goal = f"### {block.headline}" if alone else f"### {block.goal.name}\n\n{_items(block.goal.entries, '1. ')}"
        return "\n\n".join([goal, *(f"#### {field.name}\n\n{_items(field.entries, '- ')}" for field in block.fields)])

    front = f"# {form.front[1]}\n\n## {form.front[2]}\n\n事業の実施者：{form.operator}"
    return _markdown(front, form, "## {}", block_text)


def tree_md_of(form: FormBlocks) -> str:
    """Write each block as one nested list: a label is an item, its bullets the items under it."""

    def block_text(block: Block) -> str:
        lines = [f"- **{block.goal.name}**", *(f"    - {entry.text}" for entry in block.goal.entries)]
        for field in block.fields:
            lines.append(f"    - **{field.name}**")
            lines += [f"{'    ' * (entry.level + 1)}- {_one_line(entry)}" for entry in field.entries if entry.text]
        return "\n".join(lines)

    return _markdown(_markdown_front(form), form, "## {}", block_text)


def _page(form: FormBlocks, write: Callable[[Block], str], *, style: str = "") -> str:
    head = "".join(f"<tr><th>{field.name}</th><td>{_broken(field.entries)}</td></tr>" for field in form.head)
    body = "".join(f"<p>{escape(text)}</p>" for text in form.front) + f"<table>{head}</table>"
    for part in form.parts:
        body += f"<h2>{part.heading}</h2>" + "".join(write(block) for block in part.blocks)
    body += "".join(html_element(element) for element in form.rest)
    return (
        f'<!DOCTYPE html>\n<html lang="ja"><head><meta charset="utf-8"><title>{escape(form.title)}</title>'
        f"<style>body{{font-family:'Droid Sans Fallback';font-size:10.5pt}}{style}</style></head>\n"
        f"<body>\n{body}\n</body></html>\n"
    )


def _rows(block: Block, write: Callable[[Field], str]) -> str:
    return "".join(write(field) for field in block.rows)


def _old_row(field: Field) -> str:
    label = field.label.replace("\n", "<BR>")
    return f"<TR><TD NOWRAP>&nbsp;{label}&nbsp;<TD>{_broken(field.entries)}"


def _broken(entries: tuple[Entry, ...]) -> str:
    return "<br>\n".join(_with_breaks(as_line(entry)) for entry in entries)


def _listed(entries: tuple[Entry, ...]) -> str:
    if not any(entry.mark for entry in entries):
        return "".join(f"<p>{_with_breaks(entry.text)}</p>" for entry in entries)
    html, level = "", 0
    for entry in entries:
        html += "<ul>" if entry.level > level else "</li>" + "</ul></li>" * (level - entry.level)
        html += f"<li>{_with_breaks(entry.text)}"
        level = entry.level
    return html + "</li></ul>" * level


def _with_breaks(text: str) -> str:
    return escape(text, quote=False).replace("\n", "<br>")


def _markdown(front: str, form: FormBlocks, heading: str, write: Callable[[Block], str]) -> str:
    blocks = [front]
    for part in form.parts:
        blocks += [heading.format(part.heading), *(write(block) for block in part.blocks)]
    for element in form.rest:
        if isinstance(element, Heading | Table | Bullets):
            blocks.append(markdown_element(element, "pipe"))
    return "\n\n".join(blocks) + "\n"


def _markdown_front(form: FormBlocks) -> str:
    return "\n\n".join([*form.front, *(_titled("**", field, "") for field in form.head)])


def _titled(mark: str, field: Field, item: str) -> str:
    return f"{mark}{field.name}{mark}\n\n{_items(field.entries, item)}"


def _items(entries: tuple[Entry, ...], item: str) -> str:
    if not any(entry.mark for entry in entries):
        return "\n\n".join(entry.text for entry in entries)
    return "\n".join(f"{'  ' * (entry.level - 1)}{item}" + entry.text.replace("\n", "  \n  ") for entry in entries)


def _one_line(entry: Entry) -> str:
    return entry.text.replace("\n", " ")
