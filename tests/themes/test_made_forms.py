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
    # information: news by post (通信にまとめ郵送), and an exchange that is about which nursery to choose
    "提供会員の活動報告を年２回の通信にまとめ、利用会員にも郵送します。",
    "幼稚園・保育園選びの情報交換会を、在園児の保護者を招いて行う。",
    # covid_online: only the name of a programme, or the network at home, tells it
    "「おうちでひろば」には延べ288組が参加し、里帰り先から入る方や、第二子の出産を控えて外出を見合わせている方もいた。",
    "通信環境や機器の操作に不慣れな家庭が参加できるよう、対面と両立した形を探る必要がある。",
    # network: a desk that hands out, a form that bodies share; and not: ties to the neighbourhood, carers' own exchange
    "区役所の窓口で新生児の手続きをする方に、子サポのリーフレットを渡してもらう。",
    "産後の母親を支える関係機関の連絡票を作り、同意を得た13家庭について使用した。",
    "出産を控えた時期から地域とつながり、産後うつや育児不安の予防につながる支援を進める。",
    "情報交換会では、園生活の様子を先輩の保護者から直接聞けたことで「入園までの見通しが持てた」という感想が多く聞かれた。",
    # volunteers: carers who write the news
    "「いずみっこ通信」の記者を利用者から募り、取材と編集を任せる。",
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
