"""The report of a study with more forms than a page can list: made-up forms of many wards and years."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd
import pdfplumber
import pytest
from full_study import write_study

from textmine.pipeline import build_report
from textmine.study import load_study

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.slow
def test_a_study_of_many_forms_is_summed_up_compared_and_corrected(tmp_path: Path) -> None:
    write_study(tmp_path / "study", n_wards=8, n_years=4)
    settings = tmp_path / "study/study.toml"
    quick = re.sub(r"(?m)^(fewest|most|n_subsamples|n_shuffles) = \d+", _quick, settings.read_text("utf-8"))
    settings.write_text(quick, encoding="utf-8")
    result = build_report(load_study(tmp_path / "study"), tmp_path / "out", progress=lambda _: None)
    assert result.n_forms > 24
    assert len(result.refusals) == 1
    with pdfplumber.open(tmp_path / "out/report.pdf") as pdf:
        n_pages = len(pdf.pages)
        text = "".join(page.extract_text() for page in pdf.pages).replace("\n", "").replace(" ", "")
    assert n_pages < 30
    assert str(tmp_path) not in text  # no place on somebody's machine
    for said in ("様式ごとの数はtables/forms.csv", "補正した割合", "続く二つの年度", "読み取れなかった", "run.json"):
        assert said in text, said
    figures = {path.stem for path in (tmp_path / "out/figures").glob("*.png")}
    assert {"trends", "contrast_test", "heat_map_wards", "heat_map_years", "wards_pregnancy"} <= figures
    assert "heat_map" not in figures
    cells = pd.read_csv(tmp_path / "out/tables/prevalence.csv")
    coverage = pd.read_csv(tmp_path / "out/tables/coverage.csv")
    assert {"present", "absent", "unreadable"} <= set(cells["state"]) <= {"present", "absent", "empty", "unreadable"}
    assert {"read", "unreadable", "form_missing"} <= set(coverage["state"])
    assert cells.loc[~cells["state"].isin(["present", "absent"]), "share"].isna().all()  # no blank is a zero


def _quick(found: re.Match[str]) -> str:
    numbers = {"fewest": 3, "most": 3, "n_subsamples": 2, "n_shuffles": 20}
    return f"{found[1]} = {numbers[found[1]]}"
