"""Wards and years set against each other, as far as the material carries it; where it does not, the reason in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from textmine.report.content import MOST_ROWS, FigureImage, Heading, Paragraph, Table
from textmine.report.wording import decimal, difference, estimate, fraction, interval, listed, percent, year_name

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping

    import pandas as pd

    from textmine.report.content import Element
    from textmine.report.findings import Findings, Names

_LEVEL: Final = 0.05  # of q
_WORDS: Final = "主題の語"
_LARGEST_EFFECT: Final = -1  # the last of the assumed design effects


def comparisons_chapter(findings: Findings, names: Names) -> Iterator[Element]:
    """Give changes over years, sections and wards against each other, and how far the shares may be off."""
    yield Heading(f"{names.place_word}と年度をくらべる")
    yield Paragraph(
        f"{findings.interval_meaning}検定は{names.place_word}(または年度)のまとまりごとに符号を入れかえる方法により、"
        "q は調べた主題を通じての偽発見率である(Benjamini・Hochberg 1995)。"
        f"数は{names.form(findings.main_form)}の様式についてのもので、ほかの様式とは合算しない。"
    )
    contrasts = findings.comparisons.contrasts
    own = contrasts[contrasts["form"] == findings.main_form]
    yield from _years(own[(own["kind"] == "year") & (own["section"] == "all")], findings, names)
    yield from _sections(own[own["kind"] == "section"], findings, names)
    yield from _wards(own[(own["kind"] == "ward") & (own["section"] == "all")], names)
    yield from _coding_error(findings, names)
    yield from _choices(findings, names)


def _years(contrasts: pd.DataFrame, findings: Findings, names: Names) -> Iterator[Element]:
    yield Heading("年度による違い", 2)
    trends = ("trends",) if "trends" in findings.figures else ()
    if trends:
        yield FigureImage(
            "trends",
            "主題に触れた文の割合の推移。線は"
            f"{names.place_word}をまとまりとする95%区間(Korn・Graubard)。† は未検証の主題",
            "主題ごとに、年度を横軸、割合を縦軸とする折れ線。様式のない年度は斜線。",
        )
    if not contrasts["estimable"].any():
        text = f"続く年度のあいだの変化は検定しない。{_why_not(contrasts, '二つの年度の様式がない')}。"
        yield Paragraph(text, figures=trends)
        return
    called = contrasts[contrasts["q"] < _LEVEL]
    yield Paragraph(
        f"続く二つの年度の様式がそろう{names.place_word}のなかでの変化を、主題ごとに検定した"
        f"({int(contrasts['estimable'].sum())}組)。q が{_LEVEL}を下回るのは{len(called)}組である。"
        "すべての組は tables/contrasts.csv にある。",
        figures=trends,
    )
    if len(called):
        yield _contrast_table(called, names, f"続く年度のあいだで変わった主題(q<{_LEVEL})", ("年度", _two_years))


def _sections(contrasts: pd.DataFrame, findings: Findings, names: Names) -> Iterator[Element]:
    first, second = (names.section(section) for section in names.contrast)
    yield Heading(f"{first}と{second}の違い", 2)
    if "contrast_test" not in findings.figures:
        yield Paragraph(f"{first}と{second}の割合の差は検定しない。{_why_not(contrasts, '両方の欄がない')}。")
        return
    yield Paragraph(
        f"同じ様式の{first}と{second}で、主題に触れた文の割合がどれほど違うかを、{names.place_word}をまとまりとして検定した。",
        figures=("contrast_test",),
    )
    yield FigureImage(
        "contrast_test",
        f"{first}と{second}での割合。太字の差は q<{_LEVEL}。† は未検証の主題",
        f"主題ごとに{first}と{second}の割合を点で示し、差と p と q を添える。",
    )


def _wards(contrasts: pd.DataFrame, names: Names) -> Iterator[Element]:
    place = names.place_word
    yield Heading(f"{place}による違い", 2)
    if not contrasts["estimable"].any():
        yield Paragraph(f"{place}とほかの{place}との差は検定しない。{_why_not(contrasts, '様式がない')}。")
        return
    called = contrasts[contrasts["q"] < _LEVEL]
    yield Paragraph(
        f"それぞれの{place}を、同じ年度のほかの{place}と比べた({int(contrasts['estimable'].sum())}組)。"
        f"q が{_LEVEL}を下回るのは{len(called)}組である。主題ごとの図は、分け合った推定を生の割合に重ねて示す。"
    )
    if len(called):
        caption = f"ほかの{place}と違う{place}(q<{_LEVEL})"
        yield _contrast_table(called, names, caption, (place, lambda row: names.place(row["ward"])))


def _contrast_table(called: pd.DataFrame, names: Names, caption: str, what: tuple[str, Any]) -> Table:
    ordered = called.reindex(called["difference"].abs().sort_values(ascending=False, kind="stable").index)
    left_out = len(ordered) - MOST_ROWS
    rows = tuple(
        (
            names.themes[str(row["theme"])],
            what[1](row),
            f"{fraction(row['n_present_first'], row['n_statements_first'])} ({percent(row['share_first'])})",
            f"{fraction(row['n_present_second'], row['n_statements_second'])} ({percent(row['share_second'])})",
            f"{difference(row['difference'])} ({difference(row['low'])}〜{difference(row['high'])})",
            decimal(row["q"], 3),
        )
        for row in ordered.head(MOST_ROWS).to_dict("records")
    )
    sides = ("前", "後") if what[0] == "年度" else (f"ほかの{what[0]}", f"その{what[0]}")
    return Table(
        caption=caption + (f"。差の大きい順に{MOST_ROWS}組(ほか{left_out}組)" if left_out > 0 else ""),
        header=("主題", what[0], *sides, "差(点)と95%区間", "q"),
        rows=rows,
        align=("left", "left", "right", "right", "right", "right"),
        widths=(1, 0, 0, 0, 0, 0),
        small=True,
    )


def _two_years(row: Mapping[Hashable, Any]) -> str:
    return f"{year_name(int(row['first']))}→{year_name(int(row['second']))}"


def _why_not(contrasts: pd.DataFrame, nothing: str) -> str:
    """Give the reason that most rows have."""
    reasons = contrasts.loc[contrasts["reason"] != "", "reason"]
    return str(reasons.mode().iloc[0]) if len(reasons) else nothing


def _coding_error(findings: Findings, names: Names) -> Iterator[Element]:
    yield Heading("規則の誤りの補正", 2)
    errors, refusal = findings.comparisons.errors, findings.comparisons.correction_refusal
    judged = errors[errors["estimable"].astype(bool)]
    if judged.empty:
        reason = refusal or str(errors["reason"].mode().iloc[0])
        yield Paragraph(f"規則の誤りによる割合の偏りは補正しない。{reason}。")
        return
    refused = errors[~errors["estimable"].astype(bool)]
    yield Paragraph(
        "人が規則の判定を見ずに付けた標本から、規則が見落とす割合と取りすぎる割合を推定し、割合を補正した。"
        "表の割合は読み取ったすべての文についてのものである。様式ごとの補正値は tables/corrected.csv にある。"
        + (f"補正できない主題: {_refused(refused, names)}。" if len(refused) else "")
    )
    rows = tuple(
        (
            names.themes[str(row["theme"])],
            fraction(row["n_flagged"], row["n_flagged"] + row["n_unflagged"]),
            percent(row["raw_share"]),
            _per_cent(row, "prediction_powered"),
            estimate(row["sensitivity"], row["sensitivity_low"], row["sensitivity_high"]),
            estimate(row["specificity"], row["specificity_low"], row["specificity_high"], 3),
            f"{row['audited_flagged']}+{row['audited_unflagged']}",
        )
        for row in judged.to_dict("records")
    )
    yield Table(
        caption="規則のままの割合と、規則の誤りを補正した割合",
        header=("主題", "該当/全文", "生の割合", "補正した割合(95%)", "感度", "特異度", "検査した文"),
        rows=rows,
        align=("left", "right", "right", "right", "right", "right", "right"),
        widths=(1, 0, 0, 0, 0, 0, 0),
        small=True,
    )


def _per_cent(row: Mapping[Hashable, Any], name: str) -> str:
    return f"{percent(row[name])} ({interval(row[f'{name}_low'], row[f'{name}_high'])})"


def _refused(refused: pd.DataFrame, names: Names) -> str:
    by_reason = {
        str(reason): listed(names.themes[str(theme)] for theme in own["theme"])
        for reason, own in refused.groupby("reason", sort=False)
    }
    return "。".join(f"{themes}({reason})" for reason, themes in by_reason.items())


def _choices(findings: Findings, names: Names) -> Iterator[Element]:
    """Give how far the totals move if words are dropped, characters are counted, or wards hang together more."""
    table = findings.comparisons.sensitivity
    own = table[(table["form"] == findings.main_form) & table["theme"].isin(names.focus)]
    if own.empty:
        return
    yield Heading("選び方による動き", 2)
    yield Paragraph(
        "規則から語を一つずつ除いたとき、文のかわりに文字を数えたとき、"
        f"{names.place_word}のなかの文どうしがもっと似ているとみたときに、割合と区間がどれほど動くかを示す。"
        "すべての語は tables/sensitivity.csv にある。"
    )
    yield Table(
        caption="割合の動き(区間は95%)",
        header=("主題", "割合", "文字で", "語を一つ除く", "もっとも効く語", "区間", "設計効果4以上の区間"),
        rows=tuple(_moves(own[own["theme"] == theme], names.themes[theme]) for theme in names.focus),
        align=("left", "right", "right", "right", "left", "right", "right"),
        widths=(0, 0, 0, 0, 1, 0, 0),
        small=True,
    )


def _moves(own: pd.DataFrame, label: str) -> tuple[str, ...]:
    records = own.to_dict("records")
    base, characters = records[0], records[1]
    words = [row for row in records if row["choice"] == _WORDS]
    widest = [row for row in records if row["choice"] == "設計効果"][_LARGEST_EFFECT]
    shares = [base["share"], *(row["share"] for row in words)]
    return (
        label,
        f"{fraction(base['n_present'], base['n'])} ({percent(base['share'])})",
        percent(characters["share"]),
        f"{interval(min(shares), max(shares))}({len(words)}語)" if words else "動かない",
        str(words[0]["variant"]).removesuffix("を除く") if words else "—",
        interval(base["low"], base["high"]),
        interval(widest["low"], widest["high"]),
    )
