"""An annual form in the layouts of other offices, as files of every kind, and with labels worded otherwise."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from blocks import blocks_of, goals_across_of
from render_markup import html_of, markdown_of
from render_more_excel import lines_xlsx_of, sheets_xlsx_of, squares_xlsx_of
from render_more_markup import (
    bold_md_of,
    boxes_html_of,
    definitions_html_of,
    folds_html_of,
    headings_md_of,
    inline_html_of,
    old_html_of,
    tree_md_of,
)
from render_more_pdf import (
    ACROSS,
    DOTTED,
    SHADED,
    cover_pdf_of,
    goal_columns_pdf_of,
    goal_rows_pdf_of,
    news_pdf_of,
    ruled_pdf_of,
    side_pdf_of,
    small_pdf_of,
    vertical_pdf_of,
)
from render_more_word import controls_docx_of, nested_docx_of, numbered_docx_of, side_docx_of, tracked_docx_of
from render_office import docx_of, xlsx_of
from render_text import text_of
from sheet import sheet_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from blocks import FormBlocks
    from made_form import Form

LAYOUTS: Final = ("asahi_r6", "kohoku_r3", "konan_r7", "seya_r1", "tsurumi_h30")  # forms laid out in all these ways
WORDINGS: Final = ("konan_r7", "seya_r1")  # forms with every wording of labels
LABELS: Final = {  # of activity, outcome, issue
    "concrete": ("具体的な取組", "取組の成果", "取組の課題"),
    "short": ("取組内容", "成果", "課題"),
    "kana": ("取り組み内容", "取り組みの成果", "取り組みの課題"),
    "half_kana": ("取組み内容", "取組みの効果", "取組みの課題"),
    "lenticular": ("【取組内容】", "【取組の成果】", "【取組の課題】"),
    "angle": ("＜取組内容＞", "＜成果＞", "＜課題＞"),
    "numbered": ("（１）取組内容", "（２）取組の成果", "（３）取組の課題"),
    "circled": ("① 取組内容", "② 取組の成果", "③ 取組の課題"),
    "lettered": ("ア　取組内容", "イ　取組の成果", "ウ　取組の課題"),
    "square": ("■取組内容", "■取組の成果", "■取組の課題"),
    "colon": ("取組内容：", "取組の成果：", "取組の課題："),
    "outline": ("取組の概要", "成果・効果", "課題・改善点"),
    "long": ("実施した取組内容", "取組の成果と評価", "次年度に向けた課題"),
    "hint": ("取組内容\n(箇条書き)", "取組の成果\n(箇条書き)", "取組の課題\n(箇条書き)"),
}
GOAL_LABELS: Final = {
    "goal": "目標{n}",
    "of_year": "{era}の重点目標{n}",
    "sono": "重点目標その{n}",
    "squares": "■重点目標{n}■",
    "brackets": "重点目標（{n}）",
    "ordinal": "第{n}の重点目標",
    "number_first": "{n}　重点目標",
    "no": "重点目標 No.{n}",
}


def more_files_of(form: Form) -> Iterator[tuple[str, bytes]]:
    """Yield (file name, content) of the further layouts and wordings that a form is written in."""
    if form.form_id in LAYOUTS:
        blocks = blocks_of(form)
        many = len(blocks.parts[0].blocks) > 1
        files = (_word, _excel, _html, _markdown, _pdf, *((_across, _side_by_side) if many else ()))
        for make in files:
            yield from ((f"{form.form_id}.{variant}", content) for variant, content in make(form, blocks))
        yield from ((f"{form.form_id}.{variant}.txt", content) for variant, content in _encodings(form))
    if form.form_id in WORDINGS:
        for name, worded in _worded(form):
            yield f"{form.form_id}.{name}.txt", text_of(sheet_of(worded)).encode()
            yield f"{form.form_id}.{name}.docx", docx_of(sheet_of(worded))
            yield f"{form.form_id}.{name}.headings.md", headings_md_of(blocks_of(worded)).encode()


def _word(form: Form, blocks: FormBlocks) -> Iterator[tuple[str, bytes]]:
    yield "nested.docx", nested_docx_of(blocks)
    yield "numbered.docx", numbered_docx_of(blocks)
    yield "boxed.docx", numbered_docx_of(blocks, boxed=True)
    yield "controls.docx", controls_docx_of(form)
    yield "tracked.docx", tracked_docx_of(form)


def _excel(_: Form, blocks: FormBlocks) -> Iterator[tuple[str, bytes]]:
    yield "squares.xlsx", squares_xlsx_of(blocks)
    yield "lines.xlsx", lines_xlsx_of(blocks)


def _html(form: Form, blocks: FormBlocks) -> Iterator[tuple[str, bytes]]:
    yield "boxes.html", boxes_html_of(blocks).encode()
    yield "definitions.html", definitions_html_of(blocks, listed=True).encode()
    yield "definitions_br.html", definitions_html_of(blocks, listed=False).encode()
    yield "folds.html", folds_html_of(blocks).encode()
    if _can_run_on(blocks):
        yield "inline.html", inline_html_of(blocks).encode()
    yield "old_sjis.html", old_html_of(blocks, charset="Shift_JIS").encode("cp932", "xmlcharrefreplace")
    if form.form_id == "tsurumi_h30":
        yield "old_euc.html", old_html_of(blocks, charset="EUC-JP").encode("euc_jp", "xmlcharrefreplace")


def _markdown(_: Form, blocks: FormBlocks) -> Iterator[tuple[str, bytes]]:
    yield "bold.md", bold_md_of(blocks).encode()
    yield "headings.md", headings_md_of(blocks).encode()
    yield "tree.md", tree_md_of(blocks).encode()


def _pdf(_: Form, blocks: FormBlocks) -> Iterator[tuple[str, bytes]]:
    yield "cover.pdf", cover_pdf_of(blocks)
    yield "dotted.pdf", ruled_pdf_of(blocks, stroke=DOTTED)
    yield "shaded.pdf", ruled_pdf_of(blocks, stroke="none", more=SHADED)
    yield "lines.pdf", ruled_pdf_of(blocks, stroke=ACROSS)
    yield "vertical.pdf", vertical_pdf_of(blocks)
    yield "small.pdf", small_pdf_of(blocks)
    yield "news.pdf", news_pdf_of(blocks)


def _across(form: Form, blocks: FormBlocks) -> Iterator[tuple[str, bytes]]:
    """Yield goals as columns or as rows of one table."""
    sheet = goals_across_of(blocks)
    yield "goal_columns.docx", docx_of(sheet)
    yield "goal_columns.xlsx", xlsx_of(sheet)
    yield "goal_columns.html", html_of(sheet).encode()
    yield "goal_columns.md", markdown_of(sheet, rows="pipe").encode()
    yield "goal_columns.pdf", goal_columns_pdf_of(blocks)
    yield "goal_rows.pdf", goal_rows_pdf_of(form)


def _side_by_side(_: Form, blocks: FormBlocks) -> Iterator[tuple[str, bytes]]:
    """Yield goals beside one another, or on a sheet of their own."""
    yield "side.docx", side_docx_of(blocks)
    yield "side.pdf", side_pdf_of(blocks)
    yield "sheets.xlsx", sheets_xlsx_of(blocks)


def _encodings(form: Form) -> Iterator[tuple[str, bytes]]:
    """Yield plain text as other systems save it."""
    plain = text_of(sheet_of(form))
    yield "utf16le", plain.encode("utf-16-le")
    yield "cp932crlf", plain.replace("\n", "\r\n").encode("cp932", "replace")
    yield "cr", plain.replace("\n", "\r").encode()


def _can_run_on(blocks: FormBlocks) -> bool:
    """Tell whether marks alone say where each bullet begins and that none is nested."""
    entries = [
        entry for part in blocks.parts for block in part.blocks for field in block.fields for entry in field.entries
    ]
    return all(entry.mark.strip() and entry.level == 1 for entry in entries if entry.text)


def _worded(form: Form) -> Iterator[tuple[str, Form]]:
    plain = {key: value for key, value in form.style.items() if not key.startswith(("label_", "goal_", "next_goal_"))}
    for name, (activity, outcome, issue) in LABELS.items():
        labels = {"activity": activity, "outcome": outcome, "issue": issue, "next_activity": activity}
        style = form.style | {f"label_{section}": label for section, label in labels.items()}
        yield f"fields_{name}", replace(form, style=style)
    for name, label in GOAL_LABELS.items():
        yield f"goals_{name}", replace(form, style=plain | {"goal_label": label, "goal_numbering": "1"})
