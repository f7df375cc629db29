"""A made-up form as a sheet of headings and tables, before any kind of file: what every renderer draws."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from made_form import FULL_WIDTH, PROCESS, Business, Form, Goal, Said, era_year, mark_of

BOILERPLATE: dict[str, list[str]] = tomllib.loads((Path(__file__).parent / "boilerplate.toml").read_text("utf-8"))
KANA = "アイウエオカキクケコサシスセソ"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line or bullet of a cell; a line break inside it starts a ※ note or, in a label, a new line."""

    text: str
    mark: str = ""
    level: int = 1


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with what it spans."""

    entries: tuple[Entry, ...]
    rows: int = 1
    columns: int = 1
    label: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; a cell that a row above spans into is left out. Widths are shares of a hundred."""

    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A line between tables; level 1 is the title, 0 plain text."""

    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Bullets:
    """Bullets that stand in no table."""

    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class PageBreak:
    """A new page; a soft one only where every goal shall have a page of its own."""

    soft: bool = False


Element = Heading | Table | Bullets | PageBreak


@dataclass(frozen=True, slots=True)
class Sheet:
    """The form as elements in reading order."""

    title: str
    elements: tuple[Element, ...] = field(default_factory=tuple)


def sheet_of(form: Form) -> Sheet:
    """Lay a form out."""
    if form.kind == "period":
        return Sheet(f"{form.ward}地域子育て支援拠点事業評価", _period(form))
    if form.kind == "web":
        return Sheet(f"{era(form)}事業報告｜{form.centre}", _web(form))
    return Sheet(f"{form.ward}地域子育て支援拠点事業", _annual(form))


def flat_of(sheet: Sheet) -> Sheet:
    """Lay the same out without its two-column tables: each label a heading over its bullets, as some offices do."""
    elements: list[Element] = []
    for element in sheet.elements:
        if isinstance(element, Table) and len(element.widths) == 2:
            for label, content in element.rows:
                elements += [Heading(label.entries[0].text.replace("\n", ""), 3), Bullets(content.entries)]
        else:
            elements.append(element)
    return Sheet(sheet.title, tuple(elements))


def columns_of(form: Form) -> Sheet:
    """Lay a form of goal blocks out as one table with a row per goal and a column per field."""
    heads = [form.style.get(f"label_{name}", LABELS[name]) for name in ("activity", "outcome", "issue")]
    rows = [tuple(Cell((Entry(text),), label=True) for text in ("重点目標", *heads))]
    for number, goal in enumerate(form.goals, 1):
        fields = (("activity", goal.activity), ("outcome", goal.outcome), ("issue", goal.issue))
        cells = [Cell(_entries(form, name, statements)) for name, statements in fields]
        rows.append((Cell((Entry(goal.goal.text, mark_of("①", number)),)), *cells))
    after: list[Element] = [Heading("次年度重点目標", 2)] if form.next else []
    if form.next:
        head = tuple(Cell((Entry(text),), label=True) for text in (f"{era(form, 1)}重点目標", "取組内容"))
        lines = [
            (
                Cell((Entry(goal.goal.text, mark_of("①", number)),)),
                Cell(_entries(form, "next_activity", goal.activity)),
            )
            for number, goal in enumerate(form.next, 1)
        ]
        after.append(Table((head, *lines), (30, 70)))
    elements: tuple[Element, ...] = (
        Heading(f"{form.ward}地域子育て支援拠点事業 {era(form)}重点目標評価結果", 1),
        Heading(f"事業の実施者 {form.operator}", 0),
        Table(tuple(rows), (16, 28, 28, 28)),
        *after,
    )
    return Sheet(f"{form.ward}地域子育て支援拠点事業", elements)


def grid_of(table: Table) -> list[list[Cell]]:
    """Give every row all its columns: what a cell spans is an empty cell."""
    empty = Cell((Entry(""),))
    grid: list[list[Cell | None]] = [[None] * len(table.widths) for _ in table.rows]
    for top, row in enumerate(table.rows):
        for cell in row:
            left = grid[top].index(None)
            for down in range(cell.rows):
                for right in range(cell.columns):
                    grid[top + down][left + right] = empty
            grid[top][left] = cell
    return [[cell or empty for cell in row] for row in grid]


def placed(table: Table) -> list[tuple[int, int, Cell]]:
    """List the cells with the row and column of their top left corner, counted from 0."""
    wanted = {id(cell) for row in table.rows for cell in row}
    return [
        (row, column, cell)
        for row, cells in enumerate(grid_of(table))
        for column, cell in enumerate(cells)
        if id(cell) in wanted
    ]


def as_line(entry: Entry) -> str:
    """Write a bullet with its mark, a nested one indented."""
    return f"{'　' * (entry.level - 1)}{entry.mark}{entry.text}"


def era(form: Form, later: int = 0) -> str:
    """Name the evaluated year (or the one after) as the form writes it."""
    named = form.style.get("next_era" if later else "era")
    return named or era_year(form.year + later, full_width=form.style["digits"] == "full")


def _annual(form: Form) -> tuple[Element, ...]:
    title = f"{era(form)}重点目標評価結果" + (f"・{era(form, 1)}重点目標" if form.next else "")
    elements: list[Element] = [
        Heading("【単年度事業評価様式】", 0),
        Heading(f"{form.ward}地域子育て支援拠点事業", 1),
        Heading(title, 1),
        _head(form),
        PageBreak(),
        Heading(f"{era(form)}重点目標の評価", 2),
        *(_undivided(form) if form.undivided else _blocks(form)),
    ]
    if form.next:
        elements += [PageBreak(), Heading("次年度重点目標", 2)]
        elements += [_next_undivided(form)] if form.undivided else _next_blocks(form)
    if form.style.get("ratings"):
        elements += [PageBreak(), Heading("協働のプロセスの評価", 2), *_process()]
    return tuple(elements)


def _head(form: Form) -> Table:
    ward = form.ward
    start, end = (_date(form, form.year, "4月1日"), _date(form, form.year + 1, "3月31日"))
    term = f"（{form.term}年度目／5か年度）".translate(FULL_WIDTH)
    method = tuple(BOILERPLATE["method"][: 2 if form.next else 1])
    return Table(
        (
            _row("事業実施期間", (f"{start}～{end}{term}",)),
            _row("事業の実施者", (form.operator, f"{ward}こども家庭支援課")),
            _row("事業目的", tuple(line.replace("WARD", ward) for line in BOILERPLATE["purpose"])),
            _row("事業の内容", tuple(BOILERPLATE["contents"])),
            _row("事業の評価\n実施方法及び\n評価結果の\n公表方法", method),
        ),
        (18, 82),
    )


def _date(form: Form, year: int, day: str) -> str:
    before_reiwa = year == 2019 and day[0] in "34"  # 令和 began on 1 May 2019
    name = f"平成{year - 1988}年" if before_reiwa else era_year(year, full_width=False).removesuffix("度")
    written = name + day
    return written.translate(FULL_WIDTH) if form.style["digits"] == "full" else written


def _blocks(form: Form) -> list[Element]:
    elements: list[Element] = []
    for number, goal in enumerate(form.goals, 1):
        if number > 1:
            elements.append(PageBreak(soft=number % 2 == 0))
        rows = [
            _row(_goal_label(form, number, "goal_label"), (goal.goal.text,)),
            _bullets(form, "activity", goal.activity),
            *_results(form, goal),
        ]
        elements.append(Table(tuple(rows), (18, 82)))
    return elements


def _results(form: Form, goal: Goal) -> tuple[tuple[Cell, Cell], ...]:
    """Lay outcome and issue out: each in a cell of its own, or both in one where the style has a label for both."""
    if mixed := form.style.get("mixed"):
        outcome, issue = (_entries(form, name, getattr(goal, name)) for name in ("outcome", "issue"))
        return (_row(mixed, (Entry("（成果）"), *outcome, Entry("（課題）"), *issue)),)
    return _bullets(form, "outcome", goal.outcome), _bullets(form, "issue", goal.issue)


def _next_blocks(form: Form) -> list[Element]:
    numbered = form.style.get("next_numbered", True)
    return [
        Table(
            (
                _row(_goal_label(form, number if numbered else 0, "next_goal_label", later=1), (goal.goal.text,)),
                _bullets(form, "next_activity", goal.activity),
            ),
            (18, 82),
        )
        for number, goal in enumerate(form.next, 1)
    ]


def _undivided(form: Form) -> list[Element]:
    rows = [_row(f"{era(form)}\n重点目標", _numbered(form, form.goals))]
    rows += [_bullets(form, section, form.cells[section]) for section in ("activity", "outcome", "issue")]
    return [Table(tuple(rows), (18, 82))]


def _next_undivided(form: Form) -> Table:
    label = f"{era(form, 1)}\n重点目標"
    return Table(
        (
            _row(label, _numbered(form, form.next)),
            _bullets(form, "next_activity", form.cells["next_activity"]),
        ),
        (18, 82),
    )


def _numbered(form: Form, goals: tuple[Goal, ...]) -> tuple[Entry, ...]:
    style = form.style.get("goal_numbers", "1 ")
    return tuple(Entry(goal.goal.text, style.replace("1", str(n))) for n, goal in enumerate(goals, 1))


def _goal_label(form: Form, number: int, key: str, *, later: int = 0) -> str:
    wanted = form.style.get(key) or form.style.get("goal_label", "{era}\n重点目標{n}")
    written = form.style.get("goal_numbering", "①" if "①" not in wanted and "{era}" in wanted else "1")
    number_mark = mark_of(written, number) if number else ""
    if form.style["digits"] == "full":
        number_mark = number_mark.translate(FULL_WIDTH)
    if not number:
        wanted = "{era}\n重点目標"
    return str(wanted.format(era=era(form, later), n=number_mark))


LABELS = {"activity": "取組内容", "outcome": "取組の成果", "issue": "取組の課題", "next_activity": "取組内容"}


def _bullets(form: Form, section: str, statements: tuple[Said, ...]) -> tuple[Cell, Cell]:
    label = form.style.get(f"label_{section}", LABELS[section])
    return _row(label, _entries(form, section, statements))


def _entries(form: Form, section: str, statements: tuple[Said, ...]) -> tuple[Entry, ...]:
    bullet = form.style["bullets"][section]
    entries: list[Entry] = []
    for said in statements:
        if said.level > 1:
            entries.append(Entry(said.text, form.style.get("nested", "-"), 2))
            continue
        place = sum(entry.level == 1 for entry in entries) + 1
        entries.append(Entry(said.text, mark_of(bullet, place)))
    return tuple(entries) or (Entry(form.style.get("empty", "") if section == "issue" else ""),)


def _row(label: str, content: tuple[str, ...] | tuple[Entry, ...]) -> tuple[Cell, Cell]:
    entries = tuple(Entry(one) if isinstance(one, str) else one for one in content)
    return Cell((Entry(label),), label=True), Cell(entries)


def _process() -> list[Element]:
    elements: list[Element] = [Heading("取組経過について振り返り、協働に必要な取組が出来ていたかを評価します。", 0)]
    for title, questions in PROCESS:
        head = tuple(Cell((Entry(text),), label=True) for text in ("", "", "区", "拠点", "相互評価"))
        rows = [
            tuple(Cell((Entry(text),)) for text in (str(number), question, *values))
            for number, (question, values) in enumerate(questions, 1)
        ]
        elements += [Heading(title, 3), Table((head, *rows), (6, 64, 10, 10, 10))]
    elements += [
        Heading("評価基準", 3),
        Heading("A よくできた B できた C あまりできなかった D まったくできなかった", 0),
    ]
    return elements


def _web(form: Form) -> tuple[Element, ...]:
    elements: list[Element] = [
        Heading(form.centre, 1),
        Heading(f"{era(form)} 事業の振り返り", 1),
        Heading(f"運営：{form.operator}", 0),
    ]
    for number, goal in enumerate(form.goals, 1):
        elements += [PageBreak(soft=True)] if number > 1 else []
        elements += [Heading(_goal_label(form, number, "goal_label"), 2), Heading(goal.goal.text, 0)]
        for section, statements in (("activity", goal.activity), ("outcome", goal.outcome), ("issue", goal.issue)):
            elements.append(Heading(form.style.get(f"label_{section}", LABELS[section]), 3))
            elements.append(Bullets(_entries(form, section, statements)))
    return tuple(elements)


def _period(form: Form) -> tuple[Element, ...]:
    first_year, last_year = (era_year(year, full_width=False) for year in form.years or (form.year, form.year))
    elements: list[Element] = [
        Heading("【期間評価様式】", 0),
        Heading(f"{form.ward}地域子育て支援拠点事業 事業評価", 1),
        Heading(f"評価対象期間 {first_year}～{last_year}", 0),
        Heading(f"事業の実施者 {form.operator} {form.ward}こども家庭支援課", 0),
    ]
    for business in form.businesses:
        elements += [PageBreak()] if business is not form.businesses[0] else []
        elements += _business(form, business)
    return tuple(elements)


def _business(form: Form, business: Business) -> list[Element]:
    elements: list[Element] = [Heading(f"{business.number} {business.name}", 2), _vision(form, business)]
    elements.append(Heading("評価の理由(法人)", 3))
    if business.data:
        elements.append(Heading("(主なデータ)", 4))
    for data in business.data:
        rows = tuple(
            tuple(Cell((Entry(text),), label=column == 0) for column, text in enumerate(row))
            for row in (data.columns, *data.rows)
        )
        widths = (40, *(60 // (len(data.columns) - 1),) * (len(data.columns) - 1))
        elements += [Heading(data.title, 4), Table(rows, widths)]
    mark = form.style["reason_mark"]
    for heading, bullets in business.reasons:
        elements += [Heading(heading, 4), _plain(bullets, mark)]
    elements += [Heading(form.style.get("label_reason_ward", "評価の理由(区)"), 3), _plain(business.reason_ward, mark)]
    elements += [
        Heading("拠点事業としての成果と課題", 3),
        Heading("(成果)", 4),
        _plain(business.outcome, mark),
        Heading("(課題)", 4),
        _plain(business.issue, mark),
        Heading("振り返りの視点", 3),
        Bullets(tuple(Entry(said.text, f"{KANA[n]} ") for n, said in enumerate(business.viewpoints))),
    ]
    return elements


def _plain(statements: tuple[Said, ...], mark: str) -> Bullets:
    return Bullets(tuple(Entry(said.text, mark) for said in statements))


def _vision(form: Form, business: Business) -> Table:
    size = len(business.vision)
    head = (
        Cell((Entry("目指す拠点の姿"),), rows=2, label=True),
        Cell((Entry(form.prior),), rows=2, label=True),
        Cell((Entry("自己評価(A~D)"),), columns=2, label=True),
    )
    under = (Cell((Entry("法人"),), label=True), Cell((Entry("区"),), label=True))
    rows: list[tuple[Cell, ...]] = [head, under]
    for place, (said, by_operator, by_ward) in enumerate(business.vision):
        cells = [Cell((Entry(said.text, mark_of("①", place + 1)),))]
        if place == 0:
            prior = tuple(Entry(one.text, "・") for one in business.prior_issue) or (Entry(""),)
            cells.append(Cell(prior, rows=size))
        cells += [Cell((Entry(by_operator),)), Cell((Entry(by_ward),))]
        rows.append(tuple(cells))
    return Table(tuple(rows), (40, 40, 10, 10))
