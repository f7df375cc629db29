"""How offices call the fields of a period form, who rates in it, and in which order its fields may come."""

from __future__ import annotations

from itertools import chain, repeat
from typing import TYPE_CHECKING, Final

import pytest

from textmine.ingest.labels.book import label_book

from .period_form import FIELDS, FIRST, TITLE, TITLES, marked, read, said, wanted
from .study import layouts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

OUTCOMES: Final = ("今期の成果", "５か年の取組の成果", "当期の主な成果", "第３期の成果", "期間中に得られた成果")
ISSUES: Final = (
    "次期に向けた課題",
    "来期への課題",
    "次期計画に向けた\n課題",
    "解決すべき課題",
    "今後の取組の方向性と課題",
)
PRIORS: Final = ("(参考)第２期\n振り返りの課題", "前回の課題", "前期の振り返りの課題(参考)", "前期から残された課題")
ORGS: Final = ("評価の理由【運営法人】", "評価の根拠(拠点)", "評価理由(受託者)", "事業者による評価")
WARDS: Final = ("評価の理由【区】", "評価の根拠(区役所)", "評価理由(行政)", "区による評価")
OWN_ORDER: Final = ("vision", "viewpoint", "prior_issue", "reason_org", "reason_ward", "outcome", "issue")
BOOK: Final = label_book(next(one for one in layouts() if one.id == "period"))


def form_of(named: dict[str, str], order: Sequence[str] = tuple(dict(FIELDS))) -> str:
    """Write the form with labels over their texts."""
    labels = {**dict(FIELDS), **named}
    text = TITLE
    for number, title, form in TITLES:
        cells = ("\n".join((labels[section], *marked(section, form[section]))) for section in order)
        text += f"\n【事業{number}】{title}\n\n" + "\n\n".join(cells) + "\n"
    return text


@pytest.mark.parametrize(
    ("section", "label"),
    [
        *zip(repeat("outcome"), OUTCOMES, strict=False),
        *zip(repeat("issue"), ISSUES, strict=False),
        *zip(repeat("prior_issue"), PRIORS, strict=False),
        *zip(repeat("reason_org"), ORGS, strict=False),
        *zip(repeat("reason_ward"), WARDS, strict=False),
    ],
)
def test_a_field_is_known_by_what_an_office_may_call_it(section: str, label: str, tmp_path: Path) -> None:
    assert said(read(form_of({section: label}), tmp_path)) == wanted()


@pytest.mark.parametrize(
    "text",
    [
        "次期に向けた課題を区と話し合った。",
        "今期の成果を踏まえて改める",
        "前期の課題は解決した",
        "成果が得られた",
        "と課題",
        "活動実績",
    ],
)
def test_a_text_that_is_not_all_label_words_is_no_label(text: str) -> None:
    assert BOOK.match(text) is None
    assert BOOK.compose(text) is None


def test_two_labels_side_by_side_are_no_single_one() -> None:
    assert BOOK.match("評価の理由(法人)評価の理由(区)") is None


def test_fields_in_an_order_of_the_office_are_in_order_if_each_business_keeps_it(tmp_path: Path) -> None:
    reading = read(form_of({"issue": "次期に向けた\n課題"}, OWN_ORDER), tmp_path)
    assert sorted(said(reading)) == sorted(wanted())
    assert [one.section for one in reading.statements if one.goal_no == 1] == list(
        chain.from_iterable([section] * len(FIRST[section]) for section in OWN_ORDER)
    )


def test_a_mark_agreed_upon_is_a_rating_of_its_own(tmp_path: Path) -> None:
    lines = "自己評価\n①　法人 A　区 B　協議後 B\n②　法人 C　区 D　協議後 C"
    text = form_of({}).replace("\n\n(参考)", f"\n\n{lines}\n\n(参考)", 1)
    reading = read(text, tmp_path)
    assert said(reading) == wanted()
    assert [one.value for one in reading.ratings if one.column == "協議後"] == ["B", "C"]


def test_the_number_of_a_page_may_have_the_name_of_the_ward(tmp_path: Path) -> None:
    text = form_of({}).replace("\n【事業2】", "\n栄-1\n\n【事業2】") + "\n栄-2\n"
    assert said(read(text, tmp_path)) == wanted()


@pytest.mark.parametrize("gap", ["        ", " "])
def test_marks_beside_the_first_line_of_a_vision_do_not_part_it(gap: str, tmp_path: Path) -> None:
    text = form_of({})
    for _, _, form in TITLES:
        for mark, one in zip("①②", form["vision"], strict=True):
            rows = f"{mark}{one[:10]}{gap}A        B        B\n{one[10:]}"
            text = text.replace(f"{mark}{one}", rows, 1)
    text = text.replace("目指す拠点の姿", "          目指す拠点の姿          法人       区      協議後")
    assert sorted(said(read(text, tmp_path))) == sorted(wanted())
