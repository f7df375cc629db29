"""Who runs the centre, from the label's cell, line or neighbourhood."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from textmine.ingest.reading import read_form

from .study import document_of, layouts, wards

if TYPE_CHECKING:
    from pathlib import Path

GOAL = "\n重点目標①\n安心して集える場をつくる。\n取組内容\n・講座を開く。\n"


@pytest.mark.parametrize(
    "head",
    [
        "事業の実施者\n社会福祉法人すこやか会\n緑区こども家庭支援課\n",
        "事業の実施者　社会福祉法人すこやか会\n",
        "事業の実施者：社会福祉法人すこやか会　緑区役所\n",
        "事業の実施者\t社会福祉法人すこやか会緑区こども家庭支援課\n",  # a cell whose line end was lost
        "               社会福祉法人すこやか会\n 事業の実施者\n               緑区こども家庭支援課\n",  # laid out
    ],
)
def test_an_operator_is_named_without_the_ward_office(head: str, tmp_path: Path) -> None:
    assert read_form(document_of(head + GOAL, tmp_path), layouts(), wards()).operator == "社会福祉法人すこやか会"


def test_a_name_of_no_known_form_is_taken_from_the_label(tmp_path: Path) -> None:
    text = "事業の実施者\nみどりの風ネット\n" + GOAL
    assert read_form(document_of(text, tmp_path), layouts(), wards()).operator == "みどりの風ネット"


def test_prose_after_the_label_is_no_operator(tmp_path: Path) -> None:
    text = "事業の実施者\n\n事業目的\n市民が安心して子どもを生み育て、喜びを感じることができる社会をつくる\n" + GOAL
    assert read_form(document_of(text, tmp_path), layouts(), wards()).operator is None
