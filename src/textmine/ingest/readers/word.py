"""A Document from a Word file: what a reader of the file sees, cell by cell and paragraph by paragraph.

python-docx opens the package; the body is walked as WordprocessingML (ECMA-376 part 1), since paragraphs in text boxes,
content controls and tracked changes stand outside python-docx's own lists. Insertions are kept, deletions and hidden
text are not. A bullet that Word draws is no character: such paragraphs are list items with a level.
"""

from __future__ import annotations

import io
import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from textmine.documents import CellRef
from textmine.errors import UnreadableFile
from textmine.ingest.readers.building import DocumentBuilder
from textmine.ingest.readers.deadline import OutOfTimeError, time_limit
from textmine.ingest.readers.zip_limits import unpack_within_limits

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from docx.document import Document as Package
    from lxml.etree import _Element as Element

    from textmine.documents import Document
    from textmine.ingest.readers.building import Role
    from textmine.ingest.readers.raw_file import RawFile

_MOST_SECONDS: Final = 30.0
_MOST_DEPTH: Final = 120  # elements in elements
_BUILT_IN_LIST: Final = re.compile(r"list (?:bullet|number) ([2-5])")  # each a list of its own, one step further in
_MOST_ANCESTORS: Final = 20  # of a style; a damaged file may have a ring of styles
_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH_TEXT: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_DELETED: Final = frozenset(map(qn, ("w:del", "w:moveFrom")))
_NO_TEXT: Final = frozenset(
    map(qn, ("w:pPr", "w:rPr", "w:rt", "w:instrText", "w:delText", "w:sdtPr", "w:tblPr", "w:sectPr"))
)
_CHARACTERS: Final = {qn("w:tab"): "\t", qn("w:noBreakHyphen"): "\u2011", qn("w:ptab"): "\t"}
_LINE_ENDS: Final = frozenset(map(qn, ("w:br", "w:cr")))
_P, _TBL, _TR, _TC, _T, _SYM = map(qn, ("w:p", "w:tbl", "w:tr", "w:tc", "w:t", "w:sym"))
_P_PROPERTIES: Final = qn("w:pPr")
_R_PROPERTIES: Final = qn("w:rPr")
_TEXT_BOX: Final = qn("w:txbxContent")


@dataclass(frozen=True, slots=True)
class _Styles:
    """What paragraph styles say that the paragraphs do not."""

    levels: Mapping[str, int]  # style id -> list level from 1
    headings: frozenset[str]
    no_bullet: frozenset[tuple[str, int]]  # (list id, level) whose items have neither bullet nor number


@dataclass(slots=True)
class _Walk:
    """The walk's state."""

    builder: DocumentBuilder
    styles: _Styles
    tables: int = 0
    dropped_ruby: int = 0
    carried: list[str] = field(default_factory=list)  # rows of a paragraph whose end was deleted
    boxes: list[Element] = field(default_factory=list)  # text boxes met in the open paragraph


def read_word(raw: RawFile) -> Document:
    """Read a .docx as one page.

    Raises:
        UnreadableFile: broken, too large, without text.
    """
    unpack_within_limits(raw.content, raw.place)
    try:
        with time_limit(_MOST_SECONDS):
            document = _read(raw)
    except UnreadableFile:
        raise
    except OutOfTimeError:
        found = f"{_MOST_SECONDS:.0f} 秒では読み切れない Word ファイル"
        raise UnreadableFile(raw.place, found, "様式の部分だけを別のファイルにしてください") from None
    except Exception as error:
        raise UnreadableFile(raw.place, "Word ファイルが壊れている", "Word で開いて保存し直してください") from error
    if not document.text.strip():
        raise UnreadableFile(raw.place, "文字が 1 つもない Word ファイル", "中身のあるファイルか確かめてください")
    return document


def _read(raw: RawFile) -> Document:
    package = docx.Document(io.BytesIO(raw.content))
    walk = _Walk(DocumentBuilder(), _styles_of(package))
    headers, footers = _running_parts(package)
    for part in (*headers, package.element.body, *_notes(package), *footers):
        _write_blocks(walk, part, None, 0)
    walk.builder.end_page()
    notes = (f"ふりがな {walk.dropped_ruby} 文字を本文から除いた",) if walk.dropped_ruby else ()
    return walk.builder.build(raw, "docx", warnings=notes)


def _running_parts(package: Package) -> tuple[list[Element], list[Element]]:
    headers: list[Element] = []
    footers: list[Element] = []
    for section in package.sections:
        for kind, parts in (("header", headers), ("footer", footers)):
            for variant in (f"first_page_{kind}", kind, f"even_page_{kind}"):
                part = getattr(section, variant)
                if not part.is_linked_to_previous:
                    parts.append(part._element)  # noqa: SLF001 - the only way to what it holds
    return headers, footers


def _notes(package: Package) -> Iterator[Element]:
    for relation in package.part.rels.values():
        if relation.reltype.endswith(("/footnotes", "/endnotes")) and not relation.is_external:
            root = parse_xml(relation.target_part.blob)
            yield from (note for note in root if note.get(qn("w:type")) is None)


def _styles_of(package: Package) -> _Styles:
    levels: dict[str, int] = {}
    headings: set[str] = set()
    parents: dict[str, str] = {}
    for style in package.styles.element.findall(qn("w:style")):
        name = style.get(qn("w:styleId")) or ""
        based = style.find(qn("w:basedOn"))
        if based is not None:
            parents[name] = based.get(qn("w:val"))
        properties = style.find(qn("w:pPr"))
        if properties is not None and (numbered := _number_of(properties)) is not None and numbered[0] != "0":
            levels[name] = numbered[1] + 1
        label = style.find(qn("w:name"))
        title = (label.get(qn("w:val")) or "").lower() if label is not None else ""
        if title.startswith(("heading", "title", "見出し", "表題")):
            headings.add(name)
        if name in levels and (deeper := _BUILT_IN_LIST.fullmatch(title)):
            levels[name] = max(levels[name], int(deeper[1]))
    for name in parents:
        ancestor, steps = name, 0
        while ancestor in parents and steps < _MOST_ANCESTORS:
            ancestor, steps = parents[ancestor], steps + 1
            if ancestor in levels:
                levels.setdefault(name, levels[ancestor])
            if ancestor in headings:
                headings.add(name)
    return _Styles(levels, frozenset(headings), frozenset(_without_bullet(package)))


def _without_bullet(package: Package) -> Iterator[tuple[str, int]]:
    try:
        root = package.part.numbering_part.element
    except (KeyError, NotImplementedError):
        return
    plain: dict[str, set[int]] = defaultdict(set)
    for abstract in root.findall(qn("w:abstractNum")):
        for level in abstract.findall(qn("w:lvl")):
            form, text = level.find(qn("w:numFmt")), level.find(qn("w:lvlText"))
            if (
                form is not None
                and form.get(qn("w:val")) == "none"
                and not (text is not None and text.get(qn("w:val")))
            ):
                plain[abstract.get(qn("w:abstractNumId"))].add(int(level.get(qn("w:ilvl")) or 0))
    for number in root.findall(qn("w:num")):
        abstract_id = number.find(qn("w:abstractNumId"))
        for level in plain.get(abstract_id.get(qn("w:val")), ()) if abstract_id is not None else ():
            yield number.get(qn("w:numId")), level


def _number_of(properties: Element) -> tuple[str, int] | None:
    """Give a paragraph's list id and level from 0; list id "0" takes the paragraph out of its style's list."""
    numbering = properties.find(qn("w:numPr"))
    if numbering is None:
        return None
    list_id, level = numbering.find(qn("w:numId")), numbering.find(qn("w:ilvl"))
    return (
        list_id.get(qn("w:val")) if list_id is not None else "",
        int(level.get(qn("w:val")) or 0) if level is not None else 0,
    )


def _write_blocks(walk: _Walk, parent: Element, cell: CellRef | None, depth: int) -> None:
    """Write paragraphs and tables; what wraps them (content controls, insertions, alternatives) is walked through."""
    if depth > _MOST_DEPTH:
        return
    for child in parent:
        if child.tag == _P:
            _write_paragraph(walk, child, cell, depth)
        elif child.tag == _TBL:
            _write_table(walk, child, depth + 1)
        elif child.tag == f"{_MC}AlternateContent":
            _write_blocks(walk, _chosen(child), cell, depth + 1)
        elif isinstance(child.tag, str) and child.tag not in _DELETED and child.tag not in _NO_TEXT:
            _write_blocks(walk, child, cell, depth + 1)


def _chosen(alternatives: Element) -> Element:
    """Give one of the forms in which Word writes the same thing twice."""
    for form in ("Choice", "Fallback"):
        if (chosen := alternatives.find(f"{_MC}{form}")) is not None:
            return chosen
    return ()


def _write_paragraph(walk: _Walk, paragraph: Element, cell: CellRef | None, depth: int) -> None:
    rows = [*walk.carried] or [""]
    walk.carried = []
    boxes, walk.boxes = walk.boxes, []
    _collect(walk, paragraph, rows, depth)
    found, walk.boxes = walk.boxes, boxes
    properties = paragraph.find(_P_PROPERTIES)
    if properties is not None and properties.find(f"{_R_PROPERTIES}/{qn('w:del')}") is not None:
        walk.carried = rows
    else:
        role, level = _role_of(walk.styles, properties)
        walk.builder.add_block(rows, role="cell" if cell and role == "paragraph" else role, cell=cell, list_level=level)
    for box in found:
        _write_blocks(walk, box, cell, depth + 1)


def _role_of(styles: _Styles, properties: Element) -> tuple[Role, int | None]:
    if properties is None:
        return "paragraph", None
    style = properties.find(qn("w:pStyle"))
    style_id = style.get(qn("w:val")) if style is not None else ""
    number = _number_of(properties)
    if number is not None and number[0]:
        level = None if number[0] == "0" or number in styles.no_bullet else number[1] + 1
    else:
        level = styles.levels.get(style_id)
    if style_id in styles.headings:
        return "heading", None
    return ("list_item", level) if level is not None else ("paragraph", None)


def _collect(walk: _Walk, parent: Element, rows: list[str], depth: int) -> None:
    """Add the text of an inline element to the rows; text boxes are put aside."""
    if depth > _MOST_DEPTH:
        return
    for child in parent:
        tag = child.tag
        if tag in _LINE_ENDS:
            rows.append("")
        elif (text := _text_of(child)) is not None:
            rows[-1] += text
        elif tag == _TEXT_BOX:
            walk.boxes.append(child)
        elif tag == f"{_MC}AlternateContent":
            _collect(walk, _chosen(child), rows, depth + 1)
        elif tag == qn("w:rt"):
            walk.dropped_ruby += sum(len(text.text or "") for text in child.iter(_T))
        elif isinstance(tag, str) and tag not in _DELETED and tag not in _NO_TEXT and not _is_hidden(child):
            _collect(walk, child, rows, depth + 1)


def _text_of(element: Element) -> str | None:
    """Give the characters of an element that holds nothing but characters."""
    if element.tag in (_T, _MATH_TEXT):
        return element.text or ""
    if element.tag == _SYM:
        return chr(int(element.get(qn("w:char")) or "FFFD", 16))
    return _CHARACTERS.get(element.tag)


def _is_hidden(run: Element) -> bool:
    properties = run.find(_R_PROPERTIES)
    vanish = properties.find(qn("w:vanish")) if properties is not None else None
    return vanish is not None and vanish.get(qn("w:val")) not in {"0", "false", "off"}


def _write_table(walk: _Walk, table: Element, depth: int) -> None:
    number = walk.tables
    walk.tables += 1
    for element, ref in _cells(table, number):
        _write_blocks(walk, element, ref, depth + 1)


def _cells(table: Element, number: int) -> list[tuple[Element, CellRef]]:
    """Give the cells that are seen, with their place; a cell merged downwards is its first one."""
    cells: list[tuple[Element, CellRef]] = []
    open_above: dict[int, int] = {}  # column -> index of the cell that may go on below
    for row, element in enumerate(_children(table, _TR)):
        column = _before(element)
        open_here: dict[int, int] = {}
        for cell in _children(element, _TC):
            width, merge = _merge(cell)
            if merge == "continue" and column in open_above:
                index = open_above[column]
                first, ref = cells[index]
                cells[index] = (first, replace(ref, row_span=row - ref.row + 1))
                open_here[column] = index
            else:
                cells.append((cell, CellRef(number, row, column, 1, width)))
                if merge is not None:
                    open_here[column] = len(cells) - 1
            column += width
        open_above = open_here
    return cells


def _children(parent: Element, tag: str) -> Iterator[Element]:
    """Give rows of a table or cells of a row, through content controls; deleted rows are left out."""
    for child in parent:
        if child.tag == tag:
            properties = child.find(qn("w:trPr"))
            if properties is None or properties.find(qn("w:del")) is None:
                yield child
        elif child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), qn("w:ins")):
            yield from _children(child, tag)


def _before(row: Element) -> int:
    skipped = row.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}")
    return min(int(skipped.get(qn("w:val")) or 0), 100) if skipped is not None else 0


def _merge(cell: Element) -> tuple[int, str | None]:
    """Give how many columns a cell has, and whether it starts or goes on a merge downwards."""
    properties = cell.find(qn("w:tcPr"))
    if properties is None:
        return 1, None
    span, merge = properties.find(qn("w:gridSpan")), properties.find(qn("w:vMerge"))
    width = min(max(1, int(span.get(qn("w:val")) or 1)), 200) if span is not None else 1
    return width, None if merge is None else (merge.get(qn("w:val")) or "continue")
