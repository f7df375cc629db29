from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from textmine.ingest import read_document, read_form
from textmine.ingest.table import count_shares

from .scoring import read_gold, score
from .study import GIVEN, STUDY, layouts, wards

if TYPE_CHECKING:
    from textmine.documents import Reading

# Counted by hand: bullets and goal sentences of each document.
STATEMENTS = {
    "konan-r5-annual.txt": 28,
    "seya-r5-annual.txt": 22,
    "kohoku-r5-annual.txt": 53,
    "tsurumi-r7-annual.md": 26,
    "konan-r1r5-period.md": 269,
}
CACHE: dict[str, Reading] = {}


def reading(name: str) -> Reading:
    if name not in CACHE:
        folder = STUDY / "raw" if name in STATEMENTS else GIVEN
        CACHE[name] = read_form(read_document(folder / name), layouts(), wards())
    return CACHE[name]


@pytest.mark.parametrize(("name", "count"), STATEMENTS.items())
def test_every_statement_of_a_real_form_is_read(name: str, count: int) -> None:
    assert len(reading(name).statements) == count


@pytest.mark.parametrize("name", ["seya-r5-annual.txt", "tsurumi-r7-annual.md", "konan-r1r5-period.md"])
def test_a_real_form_agrees_with_its_gold(name: str) -> None:
    gold = read_gold(STUDY / "gold" / name.replace(".txt", ".jsonl").replace(".md", ".jsonl"))
    businesses = {row["goal_no"] for row in gold}
    found = [s for s in reading(name).statements if name != "konan-r1r5-period.md" or s.goal_no in businesses]
    result = score(found, gold)
    assert result.f1 >= 0.98
    assert result.section >= 0.98
    assert result.goal >= 0.95


@pytest.mark.parametrize(
    ("name", "bars"),
    [
        ("a_totsuka_r4.pdf", (0.98, 0.98, 0.97)),
        ("a_totsuka_r4.bom-crlf.txt", (0.98, 0.98, 0.97)),
        ("a_totsuka_r4.nfd.txt", (0.98, 0.98, 0.97)),
        ("a_totsuka_r4.layout.txt", (0.98, 0.98, 0.97)),
        ("a_totsuka_r4.pdftotext.txt", (0.98, 0.98, 0.97)),
        ("a_totsuka_r4.raw.txt", (0.95, 0.95, 0.90)),
        ("a_totsuka_r4.scrambled.txt", (0.95, 0.95, 0.90)),
    ],
)
def test_the_given_form_is_read_alike_in_every_kind_of_file(name: str, bars: tuple[float, float, float]) -> None:
    result = score(reading(name).statements, read_gold(GIVEN / "a_totsuka_r4.jsonl"))
    assert (result.f1 >= bars[0], result.section >= bars[1], result.goal >= bars[2]) == (True, True, True)


@pytest.mark.parametrize("name", [*STATEMENTS, "a_totsuka_r4.pdf", "a_totsuka_r4.layout.txt"])
def test_spans_give_every_statement_back(name: str) -> None:
    form = reading(name)
    assert all(form.document.quote(s.spans) == s.text for s in form.statements)
    assert all("\n" not in s.text and s.text == s.text.strip() for s in form.statements)


@pytest.mark.parametrize("name", [*STATEMENTS, "a_totsuka_r4.pdf"])
def test_the_ledger_has_every_visible_character_once(name: str) -> None:
    form = reading(name)
    covered = Counter(
        place
        for span, _ in form.ledger
        for place in range(span.start, span.end)
        if not form.document.text[place].isspace()
    )
    visible = {place for place, sign in enumerate(form.document.text) if not sign.isspace()}
    assert set(covered) == visible
    assert set(covered.values()) == {1}


@pytest.mark.parametrize("name", STATEMENTS)
def test_hardly_a_character_of_a_real_form_is_unplaced(name: str) -> None:
    counts = count_shares(reading(name))
    assert counts["unplaced"] <= 0.005 * counts.total()


def test_shuffled_cells_find_the_goals_of_their_pages() -> None:
    # Read by eye in the document: each page holds one goal with its four cells, their order mixed up.
    first_words = {
        ("outcome", 1): "近隣区４区合同の予定者研修会",
        ("activity", 1): "市域での事業周知に努める",
        ("issue", 1): "利用会員と提供・両方会員の",
        ("issue", 2): "地区全体で親子を受け入れて",
        ("activity", 2): "ひろば事業を通して、利用者同士",
        ("outcome", 3): "母子保健コーディネーターと子育てパートナー",
        ("next_activity", 3): "地域資源の現状を把握し",
        ("next_activity", 1): "こども家庭庁が提唱",
        ("next_goal", 2): "親になる前の体験の仕組みづくり",
    }
    found: dict[tuple[str, int | None], str] = {}
    for statement in reading("kohoku-r5-annual.txt").statements:
        found.setdefault((statement.section, statement.goal_no), statement.text)
    assert {key: found[key][: len(words)] for key, words in first_words.items()} == first_words


def test_a_block_before_its_goal_label_belongs_to_the_goal_of_its_page() -> None:
    by_text = {s.text[:12]: (s.section, s.goal_no) for s in reading("konan-r5-annual.txt").statements}
    assert by_text["港南区子育て連絡会は正会"] == ("outcome", 2)
    assert by_text["養育者と子育て支援関係者"] == ("issue", 2)


def test_every_rating_of_the_annual_form_is_read() -> None:
    # Counted by hand in the document: 6, 7 and 3 questions, each rated three times; B stands 2 + 5 + 3 times.
    ratings = reading("tsurumi-r7-annual.md").ratings
    assert len(ratings) == (6 + 7 + 3) * 3
    assert Counter(rating.column for rating in ratings) == {"区": 16, "拠点": 16, "相互評価": 16}
    assert Counter(rating.value for rating in ratings) == {"A": 38, "B": 10}
    assert {rating.table for rating in ratings} == {"①事業計画段階", "②事業実施段階", "③事業の振り返り段階"}


def test_number_tables_keep_row_column_year_and_unit() -> None:
    cells = {
        (cell.business, cell.row, cell.column): cell
        for cell in reading("konan-r1r5-period.md").numbers
        if cell.business == 1
    }
    fathers = cells[1, "R5年度", "利用者 親等 内訳(人/年) 父"]
    assert (fathers.value, fathers.fiscal_year, fathers.as_written) == (1759.0, 2023, "1,759")
    groups = cells[1, "R1年度", "利用組数(組) 年間"]
    assert (groups.value, groups.unit, groups.fiscal_year) == (9268.0, "組", 2019)


def test_metadata_come_from_the_document() -> None:
    form = reading("kohoku-r5-annual.txt")
    assert (form.ward, form.fiscal_year, form.form, form.operator) == (
        "港北区",
        2023,
        "annual",
        "認定NPO法人びーのびーの",
    )
    period = reading("konan-r1r5-period.md")
    assert (period.ward, period.fiscal_year, period.period_start, period.period_end) == ("港南区", 2023, 2019, 2023)
