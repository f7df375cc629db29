"""Period forms by extractors that go by heights: labels amid the lines of their cells, business by business."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from .period_form import FIELDS, TITLE, TITLES, marked, read, said, wanted

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WIDTH = 26
DATA = [
    "(主なデータ)",
    "ひろばの利用(受付簿)",
    "年度　組数　人数",
    "H30年度　612　1,340",
    "R2年度　298　655",
    "R4年度　803　1,792",
]


def lines_of(section: str, texts: list[str]) -> list[str]:
    return [line for one in marked(section, texts) for line in wrap(one, WIDTH)]


def amid(label: str, lines: list[str]) -> str:
    """Write a cell with its label in a line of its own, at the middle."""
    middle = len(lines) // 2
    return "\n".join([*lines[:middle], label, *lines[middle:]])


def beside(label: str, lines: list[str]) -> str:
    """Write a cell as `-layout` does: the label in a column to the left, a little off the middle where it must be."""
    parts = label.replace("(", "|(").split("|") if len(lines) > 1 else [label]
    first = (len(lines) - len(parts)) // 2
    left = {first + number: part for number, part in enumerate(parts)}
    return "\n".join(left.get(n, "").ljust(16, "　") + line for n, line in enumerate(lines))


def form_of(cell: Callable[[str, list[str]], str], data: str, between: str) -> str:
    text = TITLE
    for number, title, form in TITLES:
        cells = []
        for section, label in FIELDS:
            lines = lines_of(section, form[section])
            inside = DATA if data == section else []
            cells.append(cell(label, inside + lines))
        text += f"\n({number}){title}\n\n{between.join(cells)}\n"
    return text


def test_a_label_in_a_line_of_its_own_has_the_lines_around_it(tmp_path: Path) -> None:
    assert said(read(form_of(amid, "", "\n\n"), tmp_path)) == wanted()


def test_data_at_the_start_of_a_cell_do_not_end_it(tmp_path: Path) -> None:
    reading = read(form_of(amid, "reason_org", "\n\n"), tmp_path)
    assert said(reading) == wanted()
    assert [cell.value for cell in reading.numbers if cell.business == 1] == [612, 1340, 298, 655, 803, 1792]


def test_labels_in_a_column_to_the_left_have_the_lines_beside_them(tmp_path: Path) -> None:
    assert said(read(form_of(beside, "", "\n"), tmp_path)) == wanted()


def test_spans_give_the_text_back_past_a_label_amid_it(tmp_path: Path) -> None:
    reading = read(form_of(amid, "", "\n\n"), tmp_path)
    for one in reading.statements:
        assert "".join(reading.document.text[span.start : span.end] for span in one.spans) == one.text
