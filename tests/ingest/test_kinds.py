"""One form in many layouts, words and kinds of file: the same statements, ward and year from each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from textmine.ingest import read_path

from .kinds_of_markup import MARKUP
from .kinds_of_office import OFFICE
from .one_form import WANTED
from .study import layouts, wards

if TYPE_CHECKING:
    from pathlib import Path


WAYS = MARKUP | OFFICE


@pytest.mark.parametrize("name", WAYS)
def test_a_form_is_read_the_same_however_it_is_laid_out(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(WAYS[name])
    reading = read_path(path, layouts(), wards())
    assert {(said.section, said.goal_no, said.text) for said in reading.statements} == set(WANTED)
    assert (reading.ward, reading.fiscal_year) == ("港北区", 2019 if ".2019" in name else 2023)


def test_a_year_in_a_title_of_any_wording_is_read(tmp_path: Path) -> None:
    path = tmp_path / "form.txt"
    path.write_text(
        "港北区の取組　令和5年度\n\n重点目標①\n集える場をつくる。\n取組内容\n・講座を開く。\n", encoding="utf-8"
    )
    assert read_path(path, layouts(), wards()).fiscal_year == 2023
