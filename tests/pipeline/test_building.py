from __future__ import annotations

import io
from pathlib import Path

import pdfplumber
import pytest

from textmine.pipeline import build_report, read_study, trace_query
from textmine.study import Study, load_study

ROOT = Path(__file__).parents[2]


def silent(_: str) -> None:
    """Take progress and say nothing."""


def test_the_made_up_study_gives_a_report_and_the_same_bytes_again(toy: Study, tmp_path: Path) -> None:
    for name in ("first", "second"):
        assert build_report(toy, tmp_path / name, progress=silent).n_statements == 16
    first = {path.relative_to(tmp_path / "first"): path for path in (tmp_path / "first").rglob("*") if path.is_file()}
    assert len(first) > 10
    for inside, path in first.items():
        assert path.read_bytes() == (tmp_path / "second" / inside).read_bytes(), inside


def test_the_report_says_how_few_forms_it_rests_on_and_quotes_what_it_counts(toy: Study, tmp_path: Path) -> None:
    build_report(toy, tmp_path / "out", progress=silent)
    with pdfplumber.open(tmp_path / "out/report.pdf") as pdf:
        text = "".join(page.extract_text() for page in pdf.pages).replace("\n", "").replace(" ", "")
    for said in (
        "みなと市の試し",
        "2区・3件の様式・16文による",
        "3区のうち2区",
        "4/16文(25.0%、3件中2件、2区中1区)",
        "100%にはならない(図1)。",
        "父親の会に10人が来た。",
        "未検証",
    ):
        assert said in text


def test_decisions_by_hand_are_applied_counted_and_shown(toy_folder: Path, tmp_path: Path) -> None:
    rows = "nishi-r5:3,father,yes,父親が植えた,甲\nhigashi-r4:2,father,yes,確認,甲\n"
    (toy_folder / "overrides.csv").write_text("statement_id,theme,decision,reason,coder\n" + rows, encoding="utf-8")
    build_report(load_study(toy_folder), tmp_path / "out", progress=silent)
    with pdfplumber.open(tmp_path / "out/report.pdf") as pdf:
        text = "".join(page.extract_text() for page in pdf.pages).replace("\n", "").replace(" ", "")
    assert "2件あり、うち1件で規則の判定を改めた" in text
    assert "5/16文" in text  # four by the rule, one by hand
    study = load_study(toy_folder)
    assert len(trace_query(read_study(study), study, "father/*/*/*/*")) == 5  # and the number leads back to all five


@pytest.mark.slow
def test_the_committed_results_are_what_the_shipped_corpus_gives(tmp_path: Path) -> None:
    build_report(load_study(ROOT / "corpus/yokohama"), tmp_path / "fresh", progress=silent)
    committed = ROOT / "reports/yokohama"
    names = sorted(path.name for path in (committed / "tables").iterdir())
    assert names == sorted(path.name for path in (tmp_path / "fresh/tables").iterdir())
    for name in names:
        assert (tmp_path / "fresh/tables" / name).read_bytes() == (committed / "tables" / name).read_bytes(), name
    assert pages_of(tmp_path / "fresh/report.pdf") == pages_of(committed / "report.pdf")


def pages_of(path: Path) -> int:
    with pdfplumber.open(io.BytesIO(path.read_bytes())) as pdf:
        return len(pdf.pages)
