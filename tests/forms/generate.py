"""Write the made-up forms in every kind of file, with the gold that their source gives.

    python tests/forms/generate.py OUT          everything that the package's own libraries can write
    python tests/forms/generate.py --foreign    remake made/ with LibreOffice, Chromium and poppler, and gold/

A file's name begins with its form: `aoba_r2.ruled.pdf` has the gold of `aoba_r2`, seen through `gold_of`.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import noto_cjk
from made_form import Form, gold, gold_numbers, gold_ratings, read_forms
from more_files import more_files_of
from render_markup import html_of, markdown_of, web_page_of
from render_office import docx_of, xlsx_of
from render_pdf import typst_pdf_of
from render_text import WIDTH, paged_text_of, shuffled_text_of, text_of
from sheet import Sheet, columns_of, flat_of, sheet_of

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
RADICALS = str.maketrans({"青": "⻘", "子": "⼦", "長": "⻑", "西": "⻄", "民": "⺠", "食": "⻝"})
BULLETS = {
    "nakaguro": "・", "maru": "○", "zero": "〇", "ookiimaru": "◯", "kuromaru": "●", "shikaku": "■", "shirokaku": "□",
    "hishi": "◆", "hyphen": "-", "asterisk": "*", "circled": "①", "number": "1.", "wide": "１．", "bracket": "(1)",
    "wide_bracket": "（１）",
}  # fmt: skip
LABELS = {
    "split": {
        "activity": "取組\n内容",
        "outcome": "取組の\n成果",
        "issue": "取組の\n課題",
        "next_activity": "取組\n内容",
    },
    "vertical": {"activity": "取\n組\n内\n容", "outcome": "取\n組\nの\n成\n果", "issue": "取\n組\nの\n課\n題"},
    "spaced": {"activity": "取 組 内 容", "outcome": "成　果", "issue": "課　題", "next_activity": "取 組 内 容"},
}
COLUMNS = ("aoba_r2", "midori_r3", "minami_r4", "naka_h31", "tsuzuki_r6")  # also laid out with a column per field
EVERY_BULLET = ("minami_r4", "naka_h31")
EVERY_LABEL = ("aoba_r2", "sakae_r7", "tsuzuki_r6")  # labels cut in every way


def files_of(form: Form) -> Iterator[tuple[str, bytes]]:
    """Yield (file name, content) of every rendering that needs no foreign program."""
    sheet = sheet_of(form)
    for variant, text in _texts(form, sheet):
        yield f"{form.form_id}.{variant}.txt", text
    for rows in ("pipe", "tab", "heading"):
        yield f"{form.form_id}.{rows}.md", markdown_of(sheet, rows=rows).encode()
    for name, listed in (("br", False), ("list", True)):
        yield f"{form.form_id}.{name}.html", html_of(sheet, listed=listed).encode()
        yield f"{form.form_id}.{name}.docx", docx_of(sheet, listed=listed)
    yield f"{form.form_id}.rows.xlsx", xlsx_of(sheet)
    yield f"{form.form_id}.cells.xlsx", xlsx_of(sheet, bullet_a_row=False)
    yield f"{form.form_id}.ruled.pdf", typst_pdf_of(sheet)
    yield f"{form.form_id}.unruled.pdf", typst_pdf_of(sheet, border=False)
    yield from _layouts(form, sheet)
    yield from _variants(form)
    yield from more_files_of(form)


def gold_of(name: str) -> list[dict[str, Any]]:
    """Give the gold statements of a file by its name: the form's, as this file writes them."""
    form_id, variant, *_ = name.split(".")
    rows = [json.loads(line) for line in (HERE / "gold" / f"{form_id}.jsonl").read_text("utf-8").splitlines()]
    if variant == "radicals":
        return [row | {"text": row["text"].translate(RADICALS)} for row in rows]
    return rows


def write_gold(folder: Path) -> None:
    """Write the gold of every form: statements, marks and number tables."""
    folder.mkdir(exist_ok=True)
    for form in read_forms():
        rows = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in gold(form))
        (folder / f"{form.form_id}.jsonl").write_text(rows, "utf-8")
        _write_csv(folder / f"{form.form_id}.ratings.csv", "business table row column value", gold_ratings(form))
        header = "business table row column fiscal_year value unit as_written"
        _write_csv(folder / f"{form.form_id}.numbers.csv", header, gold_numbers(form))


def _texts(form: Form, sheet: Sheet) -> Iterator[tuple[str, bytes]]:
    width = form.style.get("width", WIDTH)
    plain = text_of(sheet, width=width)
    yield "plain", plain.encode()
    yield "wide", text_of(sheet, width=102).encode("utf-8-sig").replace(b"\n", b"\r\n")
    yield "inside", text_of(sheet, width=width, label_inside=True).encode()
    yield "paged", paged_text_of(sheet).encode("utf-16")
    yield "shuffled", shuffled_text_of(sheet, seed=1).encode()
    yield "shuffled2", shuffled_text_of(sheet, seed=2).encode()
    yield "mixed", shuffled_text_of(sheet, seed=3, goal_pages=False).encode()
    yield "nfd", unicodedata.normalize("NFD", plain).encode()
    yield "radicals", plain.translate(RADICALS).encode()
    if _fits(plain, "cp932"):
        yield "cp932", plain.encode("cp932")
    older = plain.replace("～", "〜").replace("－", "−")
    if _fits(older, "euc_jp"):  # JIS X 0208 has no circled numbers
        yield "eucjp", older.encode("euc_jp")
    if form.kind != "period" and form.style["bullets"]["activity"] in "・●○■◆":
        yield "inline", text_of(sheet, width=width, inline=True).encode()


def _fits(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _layouts(form: Form, sheet: Sheet) -> Iterator[tuple[str, bytes]]:
    """Yield the same content laid out otherwise: a web page with its menus, no tables, a column per field."""
    if form.kind == "web":
        yield f"{form.form_id}.site.html", web_page_of(sheet).encode()
    if form.kind == "annual":
        yield f"{form.form_id}.flat.docx", docx_of(flat_of(sheet), listed=True)
        yield f"{form.form_id}.flat.unruled.pdf", typst_pdf_of(flat_of(sheet))
        yield f"{form.form_id}.flat.html", html_of(flat_of(sheet)).encode()
    if form.form_id in COLUMNS:
        columns = columns_of(form)
        yield f"{form.form_id}.columns.docx", docx_of(columns)
        yield f"{form.form_id}.columns.html", html_of(columns).encode()
        yield f"{form.form_id}.columns.ruled.pdf", typst_pdf_of(columns)
        yield f"{form.form_id}.columns.xlsx", xlsx_of(columns)


def _variants(form: Form) -> Iterator[tuple[str, bytes]]:
    """Yield one form with every bullet, another with every way to cut a label."""
    if form.form_id in EVERY_BULLET:
        for name, bullet in BULLETS.items():
            changed = _styled(form, {"bullets": dict.fromkeys(form.style["bullets"], bullet)})
            yield f"{form.form_id}.bullet_{name}.txt", text_of(sheet_of(changed)).encode()
            yield f"{form.form_id}.bullet_{name}.ruled.pdf", typst_pdf_of(sheet_of(changed))
    if form.form_id in EVERY_LABEL:
        for name, labels in LABELS.items():
            sheet = sheet_of(_styled(form, {f"label_{section}": label for section, label in labels.items()}))
            yield f"{form.form_id}.label_{name}.txt", text_of(sheet).encode()
            yield f"{form.form_id}.label_{name}.docx", docx_of(sheet)
            yield f"{form.form_id}.label_{name}.ruled.pdf", typst_pdf_of(sheet)


def _styled(form: Form, changes: dict[str, Any]) -> Form:
    return replace(form, style=form.style | changes)


def _write_csv(path: Path, header: str, rows: list[tuple[str, ...]]) -> None:
    if rows:
        stream = io.StringIO()
        csv.writer(stream, lineterminator="\n").writerows([tuple(header.split()), *rows])
        path.write_text(stream.getvalue(), "utf-8")


CHROMIUM = {  # variant, listed, border
    "aoba_r2": ("chromium", False, True), "hodogaya_r2r6": ("chromium", False, True),
    "isogo_r5": ("chromium_list", True, True), "minami_r4": ("chromium_unruled", False, False),
    "kanazawa_r6": ("chromium_unruled", True, False), "kanagawa_r5": ("chromium_unruled", True, False),
    "totsuka_h28r2": ("chromium_list", True, True), "tsuzuki_r6": ("chromium", False, True),
}  # fmt: skip
LIBREOFFICE = {
    "izumi_h31": "list.docx", "kanazawa_r6": "list.docx", "naka_h31": "list.docx", "nishi_h30r4": "br.docx",
    "totsuka_h28r2": "br.docx", "sakae_r7": "rows.xlsx", "kanagawa_r5": "rows.xlsx",
}  # fmt: skip
EXTRACTED = (  # Typst PDFs given to pdftotext too
    "aoba_r2", "asahi_r6", "isogo_r1r5", "kanagawa_h29r3", "kanagawa_r5", "kanazawa_r6", "kohoku_r3", "konan_r7",
    "midori_r3", "naka_h31", "nishi_h30r4", "sakae_r7", "totsuka_h28r2", "tsuzuki_r6",
)  # fmt: skip
PRINTED = {  # layouts of other offices: printed by the program whose kind of file they are, then given to pdftotext
    "konan_r7": ("nested.docx", "folds.html", "goal_rows.pdf"),
    "kohoku_r3": ("boxed.docx", "cover.pdf"),
    "seya_r1": ("side.docx", "definitions.html", "small.pdf", "side.pdf"),
    "tsurumi_h30": ("squares.xlsx", "boxes.html", "dotted.pdf"),
}
PROGRAMS = {"docx": "libreoffice", "xlsx": "libreoffice", "html": "chromium", "pdf": "typst"}


def make_foreign(made: Path) -> None:
    """Remake what LibreOffice, Chromium and poppler write: their files are committed, for the package needs none."""
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir()
    with tempfile.TemporaryDirectory() as scratch:
        for form in read_forms():
            for source in _sources(form, Path(scratch)):
                pdf = {".pdf": _as_it_is, ".html": _by_chromium}.get(source.suffix, _by_libreoffice)(source, made)
                _extract(pdf, made)


def _sources(form: Form, folder: Path) -> Iterator[Path]:
    """Write the files of a form that other programs shall print; a file is named for its program."""
    sheet = sheet_of(form)

    def source(variant: str, content: bytes) -> Path:
        path = folder / f"{form.form_id}.{variant}"
        path.write_bytes(content)
        return path

    if form.form_id in CHROMIUM:
        variant, listed, border = CHROMIUM[form.form_id]
        yield source(f"{variant}.html", html_of(sheet, listed=listed, border=border).encode())
    if form.form_id in LIBREOFFICE:
        variant, suffix = LIBREOFFICE[form.form_id].split(".")
        content = xlsx_of(sheet, notes=False) if suffix == "xlsx" else docx_of(sheet, listed=variant == "list")
        yield source(f"libreoffice_{suffix}.{suffix}", content)
    if form.form_id in EXTRACTED:
        yield source("typst.pdf", typst_pdf_of(sheet))
    for name, content in more_files_of(form):
        variant = name.removeprefix(f"{form.form_id}.")
        if variant in PRINTED.get(form.form_id, ()):
            yield source(f"{PROGRAMS[variant.rsplit('.', 1)[1]]}_{variant}", content)


def _as_it_is(source: Path, _: Path) -> Path:
    return source


def _by_chromium(source: Path, made: Path) -> Path:
    target = made / f"{source.stem}.pdf"
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    options += [f"--user-data-dir={source.parent / 'profile'}", f"--print-to-pdf={target}"]
    _run(["chromium", *options, source.as_uri()], dict(os.environ))
    return target


def _by_libreoffice(source: Path, made: Path) -> Path:
    work = source.parent
    options = ["--headless", f"-env:UserInstallation={(work / 'office').as_uri()}", "--convert-to", "pdf"]
    _run(["soffice", *options, "--outdir", str(made), str(source)], _with_fonts(work))
    return made / f"{source.stem}.pdf"


def _extract(pdf: Path, folder: Path) -> None:
    stem = folder / pdf.stem
    options: tuple[tuple[str, list[str]], ...] = (("default", []), ("layout", ["-layout"]), ("raw", ["-raw"]))
    for name, option in options:
        _run(["pdftotext", *option, str(pdf), f"{stem}_{name}.txt"], dict(os.environ))


def _with_fonts(work: Path) -> dict[str, str]:
    """Make the package's own Japanese font the only one that the programs find."""
    folder = Path(noto_cjk.font_path("sans", "jp", "regular")).parent
    configuration = work / "fonts.conf"
    configuration.write_text(
        f'<?xml version="1.0"?><fontconfig><dir>{folder}</dir><cachedir>{work / "cache"}</cachedir></fontconfig>',
        "utf-8",
    )
    return dict(os.environ) | {"FONTCONFIG_FILE": str(configuration)}


def _run(command: list[str], environment: dict[str, str]) -> None:
    subprocess.run(command, check=True, env=environment, capture_output=True, timeout=120)  # noqa: S603


def main() -> int:
    """Write all files into a folder, or remake the committed ones."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", nargs="?", type=Path)
    parser.add_argument("--foreign", action="store_true", help="remake made/ and gold/")
    wanted = parser.parse_args()
    if wanted.foreign:
        write_gold(HERE / "gold")
        make_foreign(HERE / "made")
    if wanted.out:
        wanted.out.mkdir(parents=True, exist_ok=True)
        for form in read_forms():
            for name, content in files_of(form):
                (wanted.out / name).write_bytes(content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
