"""Cells in any order on a page, labels apart from their texts: wording, pages and blocks tell what is what."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from textmine.ingest import read_form
from textmine.ingest.labels.book import label_book
from textmine.ingest.labels.finding import find_labels
from textmine.ingest.lines.rows import read_rows

from .one_form import EVALUATED, LABELS, NEXT, WANTED, Block, bullets
from .study import document_of, layouts, wards

if TYPE_CHECKING:
    from pathlib import Path

TITLE = "鶴見区地域子育て支援拠点事業\n\n令和５年度重点目標評価結果\n\n令和５年度重点目標の評価"
NOUNS = Block(
    "多世代が集う居場所づくり",
    ("町内会館での出張ひろばの開催", "産婦人科へのちらしの配布"),
    ("出張ひろばの参加者93人", "ちらしを見た初来館が26組"),
    ("冬季の来館者の減少",),
)


def blocks_of(number: int, block: Block) -> list[str]:
    """Write a goal's labels and cells as blocks of their own."""
    cells = [part for part in (block.activity, block.outcome, block.issue) if part]
    texts = [block.goal, *(bullets(cell).strip("\n") for cell in cells)]
    return [f"重点目標（{number}）", *LABELS[: len(cells)], *texts]


def page_of(blocks: list[str], seed: int) -> str:
    random.Random(seed).shuffle(blocks)  # noqa: S311 - no secret
    return "\n\n".join(blocks)


def statements_of(text: str, folder: Path) -> set[tuple[str, int | None, str]]:
    form = read_form(document_of(text, folder), layouts(), wards())
    return {(one.section, one.goal_no, one.text) for one in form.statements}


@pytest.mark.parametrize("seed", range(12))
def test_every_statement_of_shuffled_pages_has_its_section_and_goal(seed: int, tmp_path: Path) -> None:
    pages = [page_of(blocks_of(number, block), seed + number) for number, block in enumerate(EVALUATED, 1)]
    following = ["次年度重点目標", "令和６年度重点目標①", "取組内容", NEXT.goal, f"・{NEXT.activity[0]}"]
    text = "\n\f".join([TITLE, *pages, page_of(following, seed)]) + "\n"
    assert statements_of(text, tmp_path) == set(WANTED)


@pytest.mark.parametrize("seed", range(6))
def test_bullets_that_end_in_nouns_are_told_by_what_they_name(seed: int, tmp_path: Path) -> None:
    pages = [TITLE, page_of(blocks_of(1, NOUNS), seed), page_of(blocks_of(2, EVALUATED[1]), seed)]
    found = statements_of("\n\f".join(pages) + "\n", tmp_path)
    wanted = {("goal", 1, NOUNS.goal)} | {
        (section, 1, said) for section in ("activity", "outcome", "issue") for said in getattr(NOUNS, section)
    }
    assert wanted <= found


def test_a_short_bullet_does_not_run_on_into_the_next_block_or_page(tmp_path: Path) -> None:
    blocks = [*blocks_of(1, NOUNS)[:4], bullets(NOUNS.activity).strip("\n"), bullets(NOUNS.issue).strip("\n")]
    text = "\n\n".join([TITLE, *blocks, NOUNS.goal, bullets(NOUNS.outcome)]) + "\f" + EVALUATED[1].goal + "\n"
    found = {said for _, _, said in statements_of(text, tmp_path)}
    assert {NOUNS.issue[0], NOUNS.goal, NOUNS.outcome[1], EVALUATED[1].goal} <= found


def test_nothing_goes_on_after_the_word_that_says_a_field_is_empty(tmp_path: Path) -> None:
    block = NOUNS._replace(issue=("特になし",))
    text = "\n\n".join([TITLE, *blocks_of(1, block)[:4], bullets(block.activity), bullets(block.outcome), "特になし"])
    found = {said for _, _, said in statements_of(f"{text}\n\f{block.goal}\n", tmp_path)}
    assert found == {block.goal, *block.activity, *block.outcome}


def test_the_same_label_at_both_sides_of_a_page_break_is_two_labels(tmp_path: Path) -> None:
    layout = next(one for one in layouts() if one.id == "annual")
    rows = read_rows(document_of("課題\n\n実施した取組内容\n\f実施した取組内容\n\n課題\n", tmp_path))
    hits, _ = find_labels(rows, label_book(layout), frozenset())
    assert [hit.rows[0].text for hit in hits] == ["課題", "実施した取組内容", "実施した取組内容", "課題"]


def test_labels_out_of_order_that_lead_texts_by_chance_do_not_outweigh_the_wording(tmp_path: Path) -> None:
    block = EVALUATED[0]
    leads = [("取組の課題", bullets(block.activity)), ("取組の成果", bullets(block.issue))]
    leads += [("取組内容", bullets(block.outcome)), ("重点目標（１）", block.goal)]
    text = "\n\n".join([TITLE, *(f"{label}\n\n{said.strip()}" for label, said in leads)])
    found = {(section, said) for section, _, said in statements_of(f"{text}\n", tmp_path)}
    assert found == {(section, said) for section, number, said in WANTED if number == 1 and "next" not in section}


@pytest.mark.parametrize("seed", range(4))
def test_cells_of_two_goals_on_a_page_find_theirs_by_shared_words(seed: int, tmp_path: Path) -> None:
    first = [("重点目標①", "産前からの関わりを深める。"), ("重点目標②", "外国につながる家庭との輪を広げる。")]
    cells = ["・産科の待合室で相談会を開く。", "・外国につながる家庭の料理会を開く。"]
    pages = [page_of(blocks_of(number, block), seed) for number, block in enumerate(EVALUATED, 1)]
    following = [*cells, "取組内容", "取組内容", "次年度重点目標", *(f"令和６年度{label}" for label, _ in first)]
    following = [*following, *(goal for _, goal in first)]
    text = "\n\f".join([TITLE, *pages, page_of(following, seed)]) + "\n"
    numbers = {said: number for _, number, said in statements_of(text, tmp_path)}
    assert [numbers[cell[1:]] == numbers[goal] for cell, (_, goal) in zip(cells, first, strict=True)] == [True, True]


def test_a_goal_with_a_bare_number_is_no_next_item_of_numbers_in_brackets(tmp_path: Path) -> None:
    one, two = EVALUATED

    def numbered(said: tuple[str, ...]) -> str:
        return "\n".join(f"({number}) {text}" for number, text in enumerate(said, 1))

    first = [numbered(one.outcome), "取組の課題", "取組内容", f"１　{one.goal}", numbered(one.issue), "重点目標"]
    first += ["取組の成果", numbered(one.activity)]
    second = [numbered(two.outcome), numbered(two.activity), "重点目標", "取組の課題", "取組内容", "取組の成果"]
    second += [f"３　{two.goal}", numbered(two.issue)]
    found = statements_of("\n\f".join([TITLE, "\n\n".join(first), "\n\n".join(second)]) + "\n", tmp_path)
    assert ("goal", two.goal) in {(section, text) for section, _, text in found}
