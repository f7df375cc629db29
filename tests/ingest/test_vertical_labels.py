"""Labels written from top to bottom over several cells: 評 / 価 / の / 理 / 由 beside 法人 and 区."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Final

import pytest

from .period_form import FIELDS, TITLE, TITLES, marked, read, said, wanted

if TYPE_CHECKING:
    from pathlib import Path

WIDTH: Final = 24
OUTER: Final = (
    ("評価の理由", (("法人", "reason_org"), ("区", "reason_ward"))),
    ("成果と課題", (("成果", "outcome"), ("課題", "issue"))),
)
PLAIN: Final = dict(FIELDS)
ODD: Final = {  # lines: labels at the middle of even numbers of lines may be of either cell
    "reason_org": ["竹とんぼを教わる会を開いた。", "古い玩具を直した。", "粘土の時間を設けた。"],
    "reason_ward": ["夕方の時間を区報で知らせた。", "園長会で案内を配った。", "相談の場を設けた。"],
    "outcome": ["夕方の利用が増えた。", "父親どうしの輪ができた。", "訪ねた例が増えた。"],
    "issue": ["人手の確保が課題である。", "見直しが必要である。", "周知が不足している。"],
}


def lines_of(section: str, form: dict[str, list[str]]) -> list[str]:
    return [line for one in marked(section, form[section]) for line in wrap(one, WIDTH)]


def at_the_middle(labels: list[str], n_lines: int) -> list[str]:
    """Give for each line what stands in a column that centres its labels."""
    first = (n_lines - len(labels)) // 2
    return ["" if not 0 <= n - first < len(labels) else labels[n - first] for n in range(n_lines)]


def padded(sign: str, width: int) -> str:
    """Fill up a cell of wide signs to a number of columns of a terminal."""
    return sign + " " * (width - 2 * len(sign))


def row(outer: str, inner: str, line: str) -> str:
    """Write a line of three columns: signs, inner labels and text."""
    return padded(outer, 6) + padded(inner, 8) + line


def in_columns() -> str:
    """Write the form as an extractor does that keeps columns."""
    text = TITLE
    for number, title, said_of in TITLES:
        form = said_of | ODD
        text += f"\n({number}){title}\n\n"
        for section in ("vision", "prior_issue"):
            lines = lines_of(section, form)
            label = at_the_middle([PLAIN[section]], len(lines))
            text += "\n".join(padded(own, 30) + line for own, line in zip(label, lines, strict=True)) + "\n\n"
        for outer, cells in OUTER:
            told = [(name, lines_of(section, form)) for name, section in cells]
            lines = [line for _, own in told for line in own]
            inner = [sign for name, own in told for sign in at_the_middle([name], len(own))]
            pad = [""] * max(0, len(outer) - len(lines))
            signs = at_the_middle(list(outer), len(lines) + len(pad))
            text += "\n".join(map(row, signs, inner + pad, lines + pad)) + "\n\n"
        text += f"{PLAIN['viewpoint']}\n\n" + "\n".join(lines_of("viewpoint", form)) + "\n"
    return text


def cell_by_cell(between: str) -> str:
    """Write the form as an extractor does that keeps no columns: the signs of a label one under the other."""
    text = TITLE
    for number, title, form in TITLES:
        text += f"\n({number}){title}\n"
        for section in ("vision", "prior_issue"):
            text += PLAIN[section] + "\n" + "\n".join(lines_of(section, form)) + "\n"
        for outer, cells in OUTER:
            text += "\n".join(outer) + "\n"
            for name, section in cells:
                text += name + between + "\n".join(lines_of(section, form)) + "\n"
        text += PLAIN["viewpoint"] + "\n" + "\n".join(lines_of("viewpoint", form)) + "\n"
    return text


@pytest.mark.parametrize("between", ["\n", " "])
def test_signs_one_under_the_other_head_the_labels_after_them(between: str, tmp_path: Path) -> None:
    assert said(read(cell_by_cell(between), tmp_path)) == wanted()


def test_signs_in_a_column_of_their_own_head_the_labels_beside_them(tmp_path: Path) -> None:
    assert said(read(in_columns(), tmp_path)) == [
        (section, number, one) for number, _, form in TITLES for section, _ in FIELDS for one in (form | ODD)[section]
    ]
