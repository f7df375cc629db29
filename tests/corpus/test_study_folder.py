"""The shipped study folder is whole: what is received is unchanged, and what is written by hand is consistent."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from textmine.study import document_fault, load_study

FOLDER = Path(__file__).parents[2] / "corpus/yokohama"

# The municipal codes of Yokohama's wards in their official order (総務省 全国地方公共団体コード).
WARDS = [
    "鶴見区",
    "神奈川区",
    "西区",
    "中区",
    "南区",
    "保土ケ谷区",
    "磯子区",
    "金沢区",
    "港北区",
    "戸塚区",
    "港南区",
    "旭区",
    "緑区",
    "瀬谷区",
    "栄区",
    "泉区",
    "青葉区",
    "都筑区",
]


def test_the_study_loads_and_its_documents_are_as_received() -> None:
    study = load_study(FOLDER)
    assert [fault for source in study.sources if (fault := document_fault(study, source))] == []


def test_every_received_document_is_registered() -> None:
    study = load_study(FOLDER)
    assert {source.file for source in study.sources} == {path.name for path in (FOLDER / "raw").iterdir()}


def test_all_eighteen_wards_stand_in_their_official_order_on_tiles_of_their_own() -> None:
    wards = load_study(FOLDER).wards
    assert [ward.name for ward in wards] == WARDS
    assert [ward.code for ward in wards] == [str(code) for code in range(14101, 14119)]
    assert len({(ward.column, ward.row) for ward in wards}) == 18


def test_the_codebook_has_the_eighteen_themes() -> None:
    themes = (
        "father pregnancy multiples foreign provider support_system disability consultation outreach network"
        " information volunteers next_gen covid_online siblings child_rights abuse peer"
    )
    assert list(load_study(FOLDER).codebook.themes) == themes.split()


@pytest.mark.parametrize("name", ["terms.csv", "variants.csv"])
def test_every_word_of_the_study_has_its_reason(name: str) -> None:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        assert all(row["reason"].strip() for row in csv.DictReader(file))


@pytest.mark.parametrize("path", sorted((FOLDER / "gold").glob("*.jsonl")), ids=lambda path: path.stem)
def test_gold_statements_name_a_document_and_themes_of_the_study(path: Path) -> None:
    study = load_study(FOLDER)
    for line in path.read_text("utf-8").splitlines():
        record = json.loads(line)
        assert record["document"] in {source.file for source in study.sources}
        assert set(record["themes"]) <= set(study.codebook.themes)
        assert record["section"] in study.settings.sections
