"""Report to PDF by Typst: A4, Japanese line breaking, fonts embedded, tagged for screen readers, the same bytes again.

Typst (Apache-2.0) was measured best for Japanese among the engines that pip alone installs. The texts of a corpus are
handed over as data, never as Typst source, so no statement can run as code or change the layout.
"""

from __future__ import annotations

import json
import tempfile
from dataclasses import asdict
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typst

from textmine.errors import TextmineError
from textmine.figures.fonts import FAMILY, font_files, missing_characters
from textmine.report.content import FigureImage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textmine.report.content import Element, Report


def typeset(report: Report, figures: Mapping[str, bytes]) -> bytes:
    """Give the report as PDF/UA-1.

    Args:
        report: what to set.
        figures: name of each figure image -> its SVG.

    Raises:
        TextmineError: a figure is missing, the font lacks a character, or Typst warns of anything.
    """
    content = _as_data(report)
    _check_characters(_texts(content))
    with tempfile.TemporaryDirectory(prefix="textmine-") as folder:
        root = Path(folder)
        (root / "content.json").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        (root / "report.typ").write_bytes(resources.files(__package__).joinpath("template.typ").read_bytes())
        for name in _figure_names(report):
            if name not in figures:
                raise TextmineError("report.pdf", f"図「{name}」がありません")
            (root / f"{name}.svg").write_bytes(figures[name])
        return _compile(root)


def _compile(root: Path) -> bytes:
    try:
        pdf, warnings = typst.compile_with_warnings(
            str(root / "report.typ"),
            root=str(root),
            font_paths=[str(path.parent) for path in font_files()],
            ignore_system_fonts=True,
            sys_inputs={"font": FAMILY},
            format="pdf",
            pdf_standards=["ua-1"],
        )
    except typst.TypstError as error:
        raise TextmineError("report.pdf", f"組版に失敗しました: {error.message}", "; ".join(error.hints)) from error
    if warnings:
        raise TextmineError("report.pdf", f"組版で警告が出ました: {warnings[0].message}", "; ".join(warnings[0].hints))
    return bytes(pdf)


def _as_data(report: Report) -> dict[str, Any]:
    elements = [{"kind": type(element).__name__, **_element(element)} for element in report.elements]
    return {"title": report.title, "subtitle": report.subtitle, "edition": report.edition, "elements": elements}


def _element(element: Element) -> dict[str, Any]:
    values = asdict(element)
    if "muted" in values:
        values["muted"] = sorted(values["muted"])
    if "marks" in values:
        values["pieces"] = _pieces(values["text"], values.pop("marks"))
    return values


def _pieces(text: str, marks: tuple[tuple[int, int], ...]) -> list[dict[str, Any]]:
    """Cut a text at its marks; overlapping marks become one."""
    marked = [False] * len(text)
    for start, end in marks:
        marked[start:end] = [True] * (min(end, len(text)) - start)
    pieces: list[dict[str, Any]] = []
    for character, bold in zip(text, marked, strict=True):
        if pieces and pieces[-1]["bold"] == bold:
            pieces[-1]["text"] += character
        else:
            pieces.append({"text": character, "bold": bold})
    return pieces


def _figure_names(report: Report) -> list[str]:
    return [element.name for element in report.elements if isinstance(element, FigureImage)]


def _texts(value: object) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)


def _check_characters(texts: Iterable[str]) -> None:
    missing = missing_characters(texts)
    if missing:
        shown = "、".join(f"{character}(U+{ord(character):04X}、{n}回)" for character, n in sorted(missing.items()))
        remedy = "TEXTMINE_FONT_DIR にその文字を持つフォントを指定してください"
        raise TextmineError("report.pdf", f"フォントにない文字があります: {shown}", remedy)
