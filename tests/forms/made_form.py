"""Made-up forms and their gold, read from content/*.toml: the one source of every rendering and expected value.

A statement is written `text | themes ? debatable`; a leading `- ` nests its bullet; a line break starts a ※ note.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CONTENT = Path(__file__).parent / "content"
THEMES = (
    "father",
    "pregnancy",
    "multiples",
    "foreign",
    "provider",
    "support_system",
    "disability",
    "consultation",
    "outreach",
    "network",
    "information",
    "volunteers",
    "next_gen",
    "covid_online",
    "siblings",
    "child_rights",
    "abuse",
    "peer",
)
BUSINESSES = (
    "親子の居場所事業",
    "子育て相談事業",
    "情報収集・提供事業",
    "ネットワーク事業",
    "人材育成・活動支援事業",
    "横浜子育てサポートシステム区支部事務局運営事業",
    "利用者支援事業",
)
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


@dataclass(frozen=True, slots=True)
class Said:
    """One statement as its writer meant it."""

    text: str  # a line break before each ※ note
    level: int
    themes: tuple[str, ...]
    debatable: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal and the cells of its block."""

    goal: Said
    activity: tuple[Said, ...]
    outcome: tuple[Said, ...] = ()
    issue: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class NumberTable:
    """A table under 主なデータ."""

    title: str
    columns: tuple[str, ...]  # the first is the corner
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Business:
    """One business of a period form."""

    number: int
    name: str
    vision: tuple[tuple[Said, str, str], ...]  # with the marks by 法人 and 区
    prior_issue: tuple[Said, ...]
    data: tuple[NumberTable, ...]
    reasons: tuple[tuple[str, tuple[Said, ...]], ...]  # sub-heading, bullets
    reason_ward: tuple[Said, ...]
    outcome: tuple[Said, ...]
    issue: tuple[Said, ...]
    viewpoints: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A made-up form."""

    form_id: str
    kind: str  # annual, web or period
    ward: str
    year: int  # the evaluated one; of a period its last
    operator: str
    term: int  # which year of the five
    centre: str
    years: tuple[int, int] | None
    prior: str
    style: dict[str, Any]
    undivided: bool
    goals: tuple[Goal, ...]  # of an undivided form: the goals alone
    cells: dict[str, tuple[Said, ...]]  # of an undivided form: activity, outcome, issue, next_activity
    next: tuple[Goal, ...]
    businesses: tuple[Business, ...]


def read_forms() -> tuple[Form, ...]:
    """Read every content file, by name."""
    return tuple(_form(tomllib.loads(path.read_text("utf-8"))) for path in sorted(CONTENT.glob("*.toml")))


def gold(form: Form) -> list[dict[str, Any]]:
    """List the statements in the order of the form, one record each."""
    rows: list[dict[str, Any]] = []

    def add(section: str, number: int | None, statements: tuple[Said, ...]) -> None:
        rows.extend(_gold_row(form, section, number, said) for said in statements)

    for business in form.businesses:
        add("vision", business.number, tuple(said for said, _, _ in business.vision))
        add("prior_issue", business.number, business.prior_issue)
        for _, bullets in business.reasons:
            add("reason_org", business.number, bullets)
        add("reason_ward", business.number, business.reason_ward)
        add("outcome", business.number, business.outcome)
        add("issue", business.number, business.issue)
        add("viewpoint", business.number, business.viewpoints)
    for number, goal in enumerate(form.goals, 1):
        add("goal", number, (goal.goal,))
        for section in ("activity", "outcome", "issue"):
            add(section, number, getattr(goal, section))
    for section in ("activity", "outcome", "issue"):
        add(section, None, form.cells.get(section, ()))
    for number, goal in enumerate(form.next, 1):
        add("next_goal", number, (goal.goal,))
        add("next_activity", number, goal.activity)
    add("next_activity", None, form.cells.get("next_activity", ()))
    return rows


def gold_ratings(form: Form) -> list[tuple[str, ...]]:
    """List the marks: business, table, row, column, value."""
    marks: list[tuple[str, ...]] = []
    for business in form.businesses:
        for said, by_operator, by_ward in business.vision:
            marks.append((str(business.number), "自己評価(A~D)", said.text, "法人", by_operator))
            marks.append((str(business.number), "自己評価(A~D)", said.text, "区", by_ward))
    if form.style.get("ratings"):
        for table, questions in PROCESS:
            for number, (question, values) in enumerate(questions, 1):
                for column, value in zip(("区", "拠点", "相互評価"), values, strict=True):
                    marks.append(("", table, f"{number} {question}", column, value))
    return marks


def gold_numbers(form: Form) -> list[tuple[str, ...]]:
    """List the cells of the number tables: business, table, row, column, fiscal year, value, unit, as written."""
    cells: list[tuple[str, ...]] = []
    for business in form.businesses:
        for table in business.data:
            for row in table.rows:
                for column, written in zip(table.columns[1:], row[1:], strict=True):
                    year = _year_of(row[0]) or _year_of(column)
                    value, unit = _value_of(written, f"{row[0]} {column}")
                    cells.append(
                        (str(business.number), table.title, row[0], column, year, value, unit, written),
                    )
    return cells


def era_year(year: int, *, full_width: bool) -> str:
    """Name a fiscal year in its era: 平成30年度, 令和２年度; 2019 is 令和元年度."""
    era, before = ("平成", 1988) if year < 2019 else ("令和", 2018)
    number = "元" if year == 2019 else str(year - before)
    return f"{era}{number.translate(FULL_WIDTH) if full_width else number}年度"


def mark_of(bullet: str, place: int) -> str:
    """Give the mark of the bullet at a place, counted from 1; a numbered bullet counts on."""
    if bullet == "①":
        return CIRCLED[place - 1]
    return bullet.replace("1", str(place))


PROCESS = (
    (
        "①事業計画段階",
        (
            ("自分たちが達成すべき大きな目的や理念についてよく話し合うことができましたか。", "AAA"),
            ("お互いの立場や組織の違いを話し合ってよく理解することができましたか。", "ABA"),
            ("目指す拠点の姿に近づくためにそれぞれが何をできるかを考え、役割分担を決めることができましたか。", "BBB"),
        ),
    ),
    (
        "②事業実施段階",
        (
            ("率直な意見交換のもと、お互い対等な立場で事業をすすめることができましたか。", "AAA"),
            ("相手に任せっきりにせず、お互いが役割を自覚して積極的に取り組むことができましたか。", "CBB"),
        ),
    ),
    (
        "③事業の振り返り段階",
        (("協働することで、単独でおこなうのに比べてどのような効果が得られたか、共有できましたか。", "BAB"),),
    ),
)


def _gold_row(form: Form, section: str, number: int | None, said: Said) -> dict[str, Any]:
    row: dict[str, Any] = {
        "doc": form.form_id,
        "section": section,
        "goal_no": number,
        "level": said.level,
        "text": said.text.replace("\n", ""),
        "themes": list(said.themes),
    }
    return row | ({"debatable": list(said.debatable)} if said.debatable else {})


def _said(written: str) -> Said:
    text, _, codes = written.rpartition("|")
    sure, _, debatable = codes.partition("?")
    nested = text.startswith("- ")
    return Said(text.removeprefix("- ").strip(), 2 if nested else 1, _themes(sure), _themes(debatable))


def _themes(names: str) -> tuple[str, ...]:
    unknown = set(names.split()) - set(THEMES)
    if unknown:
        raise ValueError(f"unknown theme: {unknown}")
    return tuple(theme for theme in THEMES if theme in names.split())


def _many(written: list[str]) -> tuple[Said, ...]:
    return tuple(_said(one) for one in written)


def _form(source: dict[str, Any]) -> Form:
    block = source.get("block", {})
    return Form(
        form_id=source["id"],
        kind=source["kind"],
        ward=source["ward"],
        year=source["year"],
        operator=source["operator"],
        term=source.get("term", 5),
        centre=source.get("centre", f"{source['ward']}地域子育て支援拠点"),
        years=(source["years"][0], source["years"][1]) if "years" in source else None,
        prior=source.get("prior", ""),
        style=source["style"],
        undivided="block" in source,
        goals=tuple(_goal(one) for one in source.get("goals", ())) or _bare_goals(block.get("goals", ())),
        cells={name: _many(block.get(name, [])) for name in ("activity", "outcome", "issue", "next_activity")},
        next=tuple(_goal(one) for one in source.get("next", ())) or _bare_goals(block.get("next_goals", ())),
        businesses=tuple(_business(one) for one in source.get("business", ())),
    )


def _goal(source: dict[str, Any]) -> Goal:
    return Goal(
        _said(source["goal"]),
        _many(source["activity"]),
        _many(source.get("outcome", [])),
        _many(source.get("issue", [])),
    )


def _bare_goals(written: list[str]) -> tuple[Goal, ...]:
    return tuple(Goal(_said(one), ()) for one in written)


def _business(source: dict[str, Any]) -> Business:
    return Business(
        number=BUSINESSES.index(source["name"]) + 1,  # its own also where a form holds but some
        name=source["name"],
        vision=tuple((_said(said), by_operator, by_ward) for said, by_operator, by_ward in source["vision"]),
        prior_issue=_many(source["prior_issue"]),
        data=tuple(
            NumberTable(table["title"], tuple(table["columns"]), tuple(tuple(row) for row in table["rows"]))
            for table in source["data"]
        ),
        reasons=tuple((heading, _many(bullets)) for heading, bullets in source["reasons"]),
        reason_ward=_many(source["reason_ward"]),
        outcome=_many(source["outcome"]),
        issue=_many(source["issue"]),
        viewpoints=_many(source["viewpoints"]),
    )


def _year_of(label: str) -> str:
    found = re.fullmatch(r"(H|R|令和)([0-9０-９]+)年(度|3月)", label)
    if not found:
        return ""
    era, number, unit = found.groups()
    year = int(number) + (1988 if era == "H" else 2018)
    return str(year - (unit == "3月"))  # a March closes the fiscal year before


def _value_of(written: str, column: str) -> tuple[str, str]:
    unit = re.search(r"\(([^)]+)\)", column)
    if not re.match(r"[0-9]", written):
        return "", unit[1] if unit else ""
    if written.endswith("%"):
        return written.removesuffix("%"), "%"
    counted = re.fullmatch(r"([0-9,.]+)([^0-9,.]+)", written)
    if counted:
        return counted[1].replace(",", ""), counted[2]
    return written.replace(",", ""), unit[1] if unit else ""
