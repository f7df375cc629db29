"""Write a made-up study of every ward and ten years, to see what tables, figures and the report do when all forms come.

    python tests/forms/full_study.py OUT [--wards 18] [--years 10]      then: textmine report OUT -o FOLDER

Wards, codebook and layouts are those of corpus/yokohama; the sentences are those of content/, drawn anew for every form
so that each theme has its level in each ward and its drift over the years. A few forms are missing, one field in forty
is empty, and one file cannot be read. A sample is coded "by hand" with the themes that the sentences' writer gave
them: an audit of the rules. Nothing of it is a finding.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import random
import re
import shutil
from dataclasses import dataclass, replace
from math import exp
from pathlib import Path
from typing import TYPE_CHECKING

from made_form import THEMES, Business, Form, Goal, NumberTable, Said, read_forms
from render_text import text_of
from sheet import sheet_of

from textmine.pipeline import read_study
from textmine.pipeline.codebook_work import code_study
from textmine.study import load_study
from textmine.study.loading import SOURCE_COLUMNS
from textmine.themes.gold import GoldStatement, open_test_part, write_gold
from textmine.themes.sampling import SampleSize, draw_sample

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textmine.study import Study

CORPUS = Path(__file__).parents[2] / "corpus" / "yokohama"
LAST = 2028  # from 令和元年度 on ten years, the last of them still to come
SIZES = {"activity": 7, "outcome": 8, "issue": 6, "next_activity": 3}  # of each of two goals: 50 statements with them
MISSING, EMPTY = 0.08, 0.025  # chance that a form is missing, that a field is empty
SPREAD, DRIFT, SCATTER = 0.5, 0.25, 0.2  # logits: between wards, per standard deviation of years, between forms
REVIEWED = 2023  # the year that five-year reviews end in, in every third ward


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes a form: draws sentences, those of favoured themes more often."""

    sentences: dict[str, tuple[Said, ...]]  # by section
    favour: dict[str, float]  # by theme, logits
    chance: random.Random

    def draw(self, section: str, n: int) -> tuple[Said, ...]:
        """Draw different sentences of a section."""
        left = list(self.sentences[section])
        drawn: list[Said] = []
        for _ in range(min(n, len(left))):
            weights = [exp(sum(self.favour[theme] for theme in said.themes)) for said in left]
            drawn.append(left.pop(self.chance.choices(range(len(left)), weights)[0]))
        return tuple(drawn)


def write_study(folder: Path, *, n_wards: int = 18, n_years: int = 10, seed: int = 1) -> None:
    """Write the study into a folder that is not there yet."""
    ignored = shutil.ignore_patterns("raw", "gold", "sources.csv", "overrides.csv", "boundaries*")
    shutil.copytree(CORPUS, folder, ignore=ignored)
    for name in ("raw", "gold"):
        (folder / name).mkdir()
    settings = (folder / "study.toml").read_text("utf-8")
    settings = re.sub(r"(?m)^first = \d+", f"first = {LAST - n_years + 1}", settings, count=1)
    settings = re.sub(r"(?m)^last = \d+", f"last = {LAST}", settings, count=1)
    settings = re.sub(r"(?m)^title = .*", 'title = "作り物の全区・全年度(読みやすさの確かめ)"', settings, count=1)
    (folder / "study.toml").write_text(settings, "utf-8")
    wards = ward_names(folder)[:n_wards]
    forms = list(made_forms(wards, range(LAST - n_years + 1, LAST + 1), random.Random(seed)))  # noqa: S311 - no secret
    _write_sources(folder, forms)
    study = load_study(folder)
    rows = list(audit_of(study, seed))
    write_gold(rows, folder / "gold" / "audit.jsonl")
    open_test_part(folder / "gold", study.codebook.rules_hash(), f"{LAST}-01-01")


def ward_names(folder: Path) -> list[str]:
    """Give the names of the study's wards in their official order."""
    with (folder / "wards.csv").open(encoding="utf-8-sig", newline="") as file:
        return [row["name"] for row in csv.DictReader(file)]


def made_forms(wards: list[str], years: range, chance: random.Random) -> Iterator[Form]:
    """Yield a form per ward and year, and reviews of five years in every third ward."""
    sources = read_forms()
    annual, period = (next(form for form in sources if form.kind == kind) for kind in ("annual", "period"))
    sentences = _sentences(sources)
    drift = {theme: chance.gauss(0, DRIFT) for theme in THEMES}
    for number, ward in enumerate(wards):
        level = {theme: chance.gauss(0, SPREAD) for theme in THEMES}
        for year in years:
            when = (year - years[0] - (len(years) - 1) / 2) / max(len(years) / 3.4, 1)
            effects = {theme: level[theme] + drift[theme] * when + chance.gauss(0, SCATTER) for theme in THEMES}
            if chance.random() >= MISSING:
                yield _annual(annual, ward, year, Writer(sentences, effects, chance))
        if number % 3 == 0 and REVIEWED in years:
            yield _review(period, ward, Writer(sentences, level, chance))


def audit_of(study: Study, seed: int) -> Iterator[GoldStatement]:
    """Yield a drawn sample with the themes that the sentences' writer gave them."""
    meant = {_squeezed(said.text): said.themes for form in read_forms() for said in _all_said(form)}
    state = code_study(read_study(study), study)
    for drawn in draw_sample(state.statements, state.coding, size=SampleSize(40, 120), seed=seed):
        one = drawn.statement
        themes = meant.get(_squeezed(one.text))
        if themes is not None:
            yield GoldStatement(
                one.document, one.text, themes, one.section, one.goal_no, "test", 1 / drawn.chance, "作り話の書き手"
            )


def _sentences(sources: tuple[Form, ...]) -> dict[str, tuple[Said, ...]]:
    found: dict[str, dict[str, Said]] = {}
    for form in sources:
        for section, said in _said_by_section(form):
            found.setdefault(section, {}).setdefault(said.text, replace(said, level=1))
    return {section: tuple(own.values()) for section, own in found.items()}


def _said_by_section(form: Form) -> Iterator[tuple[str, Said]]:
    for goal in (*form.goals, *form.next):
        yield "goal", goal.goal
        yield from (("activity", said) for said in goal.activity)
        yield from (("outcome", said) for said in goal.outcome)
        yield from (("issue", said) for said in goal.issue)
    for section, cell in form.cells.items():
        yield from (("activity" if section == "next_activity" else section, said) for said in cell)
    for business in form.businesses:
        yield from (("outcome", said) for said in business.outcome)
        yield from (("issue", said) for said in business.issue)


def _all_said(form: Form) -> Iterator[Said]:
    yield from (said for _, said in _said_by_section(form))
    for business in form.businesses:
        yield from (said for said, _, _ in business.vision)
        yield from (*business.prior_issue, *business.reason_ward, *business.viewpoints)
        yield from (said for _, own in business.reasons for said in own)


def _annual(like: Form, ward: str, year: int, writer: Writer) -> Form:
    drawn = {
        section: writer.draw("activity" if section == "next_activity" else section, 2 * n)
        for section, n in SIZES.items()
    }
    kept = {section: () if writer.chance.random() < EMPTY else said for section, said in drawn.items()}
    aims = writer.draw("goal", 4)

    def half(section: str, number: int) -> tuple[Said, ...]:
        own = kept[section]
        return own[: len(own) // 2] if number == 0 else own[len(own) // 2 :]

    goals = tuple(Goal(aims[i], half("activity", i), half("outcome", i), half("issue", i)) for i in (0, 1))
    return replace(
        like,
        form_id=f"made-{_place(ward)}-{year}",
        ward=ward,
        centre=f"{ward}地域子育て支援拠点",
        operator="特定非営利活動法人つくりもの",
        year=year,
        style={**like.style, "bullets": dict.fromkeys(like.style["bullets"], "・"), "digits": "half"},
        undivided=False,
        cells={},
        goals=goals,
        next=tuple(Goal(aims[i + 2], half("next_activity", i)) for i in (0, 1)),
    )


def _review(like: Form, ward: str, writer: Writer) -> Form:
    """Give a review of five years, with numbers of its own."""
    businesses = tuple(_business(one, writer) for one in like.businesses)
    span = (REVIEWED - 4, REVIEWED)
    return replace(
        like,
        form_id=f"made-{_place(ward)}-review",
        ward=ward,
        centre=f"{ward}地域子育て支援拠点",
        operator="特定非営利活動法人つくりもの",
        year=REVIEWED,
        years=span,
        businesses=businesses,
    )


def _business(like: Business, writer: Writer) -> Business:
    data = tuple(replace(table, rows=tuple(_numbers(row, writer.chance) for row in table.rows)) for table in like.data)
    outcome, issue = (writer.draw(section, 4) for section in ("outcome", "issue"))
    return replace(like, data=_of_years(data), outcome=outcome, issue=issue)


def _numbers(row: tuple[str, ...], chance: random.Random) -> tuple[str, ...]:
    factor = chance.uniform(0.6, 1.6)
    return (row[0], *(_scaled(cell, factor) for cell in row[1:]))


def _scaled(cell: str, factor: float) -> str:
    written = cell.replace(",", "")
    return f"{round(int(written) * factor):,}" if written.isdigit() else cell


def _of_years(tables: tuple[NumberTable, ...]) -> tuple[NumberTable, ...]:
    """Name the rows of yearly tables after the years of this review."""
    names = [f"R{year - 2018}年度" for year in range(REVIEWED - 4, REVIEWED + 1)]
    names[0] = "R元年度" if names[0] == "R1年度" else names[0]
    return tuple(
        replace(table, rows=tuple((name, *row[1:]) for name, row in zip(names, table.rows, strict=True)))
        if len(table.rows) == len(names) and re.match(r"[RH]", table.rows[0][0])
        else table
        for table in tables
    )


def _write_sources(folder: Path, forms: list[Form]) -> None:
    """Write every form as text, one file that nothing can read, and the list of them."""
    rows: list[tuple[object, ...]] = []
    for number, form in enumerate(forms):
        content = text_of(sheet_of(form)).encode() if number != len(forms) // 2 else b"\x00\x01" * 500
        name = f"{form.form_id}.txt"
        (folder / "raw" / name).write_bytes(content)
        span = form.years or ("", "")
        place = (form.ward, form.year, *span, form.kind)
        rows.append((name, hashlib.sha256(content).hexdigest(), *place, "", "作り話", "なし"))
    with (folder / "sources.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([SOURCE_COLUMNS, *rows])


def _place(ward: str) -> str:
    return hashlib.sha256(ward.encode()).hexdigest()[:6]


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def main() -> None:
    """Write the study that was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--wards", type=int, default=18)
    parser.add_argument("--years", type=int, default=10)
    options = parser.parse_args()
    write_study(options.folder, n_wards=options.wards, n_years=options.years)


if __name__ == "__main__":
    main()
