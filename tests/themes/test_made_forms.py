"""The shipped codebook on whole made-up forms (tests/forms): each statement has the themes its writer gave it."""

from __future__ import annotations

from measure_themes import code, read_rows

KNOWN_LOSSES = {
    # consultation: an expert is asked, but no word of consulting stands there
    "言語聴覚士に発達の遅れが心配される子の遊びを見てもらい、家庭での関わり方を尋ねた。",
    # network: at one with a body (と一体となった), which is also said of parent and child
    "産科・助産所と一体となった産前からの関わり",
    # network: an explanation to a company, which the rules take for information
    "企業の社会貢献担当者に説明し、退職前の社員に向けた予定者研修会を開いた。",
}


def test_statements_of_made_up_forms_have_the_themes_of_their_writer() -> None:
    rows = read_rows()
    wrong = {
        text for (text, wanted, debatable), came in zip(rows, code(rows), strict=True) if came - debatable != wanted
    }
    assert len(rows) > 600
    assert wrong - KNOWN_LOSSES == set()


def test_every_known_loss_is_a_statement_of_a_form() -> None:
    assert {text for text, _, _ in read_rows()} >= KNOWN_LOSSES
