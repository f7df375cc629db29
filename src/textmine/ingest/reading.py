"""Document to Reading: labels are found, rows cut into items, items placed under labels, all of it accounted for."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from textmine.documents import Reading
from textmine.errors import NotAForm
from textmine.ingest.assignment import NOWHERE, Assignment, Slot, confidence_of
from textmine.ingest.characters import fold
from textmine.ingest.goals import FieldPlace, number_goals
from textmine.ingest.items import FlowRow, Item, ItemParser, is_sentence_end
from textmine.ingest.label_finding import LabelHit, find_labels
from textmine.ingest.labels import label_book
from textmine.ingest.ledger import make_ledger
from textmine.ingest.metadata import detect_metadata
from textmine.ingest.numbers import read_numbers
from textmine.ingest.placing import Placing, place_in_order
from textmine.ingest.ratings import read_ratings
from textmine.ingest.rows import Row, read_rows, repeated_rows
from textmine.ingest.statements import STATEMENT_SECTIONS, field_states, judge_items, make_statements
from textmine.ingest.wording import wording_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from textmine.documents import Document, SectionBy, Share, Span
    from textmine.ingest.labels import LabelBook
    from textmine.ingest.layout import Layout, Source, Ward
    from textmine.ingest.wording import Wording

_NEXT_YEARS: Final = ("次年度", "翌年度", "来年度")
_OVER_PAGE: Final = 3  # the gap of a page break
_MOST_CHARACTERS: Final = 500_000  # a form has some 20,000
_MOST_ITEMS: Final = 2_000  # a form has some 300; with more, the order of the text is taken as it is
_FEWEST_STEPS: Final = 4
_CANONICAL: Final = 0.9  # share of labels that come after the one that the layout puts before them
_ORDERED_KINDS: Final = frozenset({"markdown", "html", "docx", "xlsx"})


@dataclass(frozen=True, slots=True)
class Scan:
    """A document with the labels of one layout found in it."""

    layout: Layout
    rows: list[Row]
    hits: list[LabelHit]
    rests: Mapping[int, Row]
    furniture: frozenset[int]  # places of rows
    titles: frozenset[int]


def read_form(
    document: Document, layouts: Sequence[Layout], wards: Sequence[Ward], *, source: Source | None = None
) -> Reading:
    """Read a form.

    Raises:
        NotAForm: no layout fits; the message says what was looked for.
    """
    if len(document.text) > _MOST_CHARACTERS:
        fault = f"文字が {len(document.text):,} 字あり、様式としては多すぎます(上限 {_MOST_CHARACTERS:,} 字)"
        raise NotAForm(document.name, fault, "様式のファイルか確かめてください")
    rows = read_rows(document)
    scan = choose_layout(document, rows, layouts)
    metadata = detect_metadata(document.name, rows, scan.hits, scan.rests, scan.layout, wards, source)
    wording = wording_of(scan.layout)
    parser = ItemParser(scan.layout)
    rated = read_ratings(document, scan.layout, scan.rows, scan.hits, parser)
    counted = read_numbers(document, scan.layout, scan.rows, scan.hits, rated.places)
    items = _items(scan, parser, rated.places | counted.places, rated.cuts)
    plain = [item for item in items if item.is_subheading or not wording.is_boilerplate(item.key)]
    boilerplate = [item for item in items if not item.is_subheading and wording.is_boilerplate(item.key)]
    places = _place(document, scan, plain, wording, metadata.fiscal_year)
    placed = number_goals(plain, places, scan.hits, scan.layout)
    judged = judge_items(plain, placed, scan.hits, scan.layout, wording)
    statements = make_statements(document, plain, placed, judged, scan.layout, metadata)
    if not statements:
        raise _not_a_form(document, layouts)
    claims: list[tuple[Span, Share]] = [
        *((span, "boilerplate") for item in boilerplate for span in (*item.spans, *item.mark_spans)),
        *((scan.rows[place].span, "boilerplate") for place in scan.titles),
        *((scan.rows[place].span, "furniture") for place in scan.furniture),
        *((scan.rows[place].span, "rating") for place in rated.cuts),
        *(
            (span, verdict.share)
            for item, verdict in zip(plain, judged, strict=True)
            for span in (*item.spans, *item.mark_spans)
        ),
        *((row.span, "label") for hit in scan.hits for row in hit.rows),
        *((scan.rows[place].span, "number_table") for place in counted.places),
        *((scan.rows[place].span, "rating") for place in rated.places),
    ]
    return Reading(
        document=document,
        form=scan.layout.id,
        ward=metadata.ward,
        fiscal_year=metadata.fiscal_year,
        period_start=metadata.period_start,
        period_end=metadata.period_end,
        operator=metadata.operator,
        statements=tuple(statements),
        ratings=rated.ratings,
        numbers=counted.cells,
        ledger=make_ledger(document.text, claims),
        fields=field_states(document, scan.layout, placed, judged, scan.hits),
        folded=fold(document.text).counts,
        warnings=(*document.warnings, *metadata.warnings, *counted.warnings),
    )


def choose_layout(document: Document, rows: Sequence[Row], layouts: Sequence[Layout]) -> Scan:
    """Find the layout whose labels the document has.

    Raises:
        NotAForm: none has what it needs.
    """
    best: tuple[float, Scan] | None = None
    for layout in layouts:
        scan = scan_rows(rows, layout)
        score = _fit(scan)
        if score is not None and (best is None or score > best[0]):
            best = score, scan
    if best is None:
        raise _not_a_form(document, layouts)
    return best[1]


def scan_rows(rows: Sequence[Row], layout: Layout) -> Scan:
    """Find furniture, titles and labels."""
    rows = list(rows)
    furniture_patterns = [re.compile(pattern) for pattern in layout.furniture]
    title_patterns = [re.compile(pattern) for pattern in layout.metadata]
    raters = {name for table in layout.ratings for name in table.columns}  # heads of columns of marks
    repeated = repeated_rows(rows)
    book = label_book(layout)
    furniture = frozenset(
        place
        for place, row in enumerate(rows)
        if (row.cell is None and (row.key in raters or any(p.fullmatch(row.key) for p in furniture_patterns)))
        or (row.key in repeated and book.match(row.key) is None)
    )
    titles = frozenset(
        place
        for place, row in enumerate(rows)
        if place not in furniture
        and any(pattern.fullmatch(row.key) for pattern in title_patterns)
        and book.match(row.key) is None
        and not _is_two_labels(row.key, book)
    )
    heads = Counter(rows[place].key for place in titles)
    running = frozenset(place for place in titles if heads[rows[place].key] > 1)  # a title on every page
    hits, rests = find_labels(rows, book, furniture | titles)
    return Scan(layout, rows, hits, rests, furniture | running, titles - running)


def _is_two_labels(key: str, book: LabelBook) -> bool:
    """Tell whether a line is the heads of two columns: 「目指す拠点の姿 (参考)1期目振り返りの課題」."""
    found = book.match_start(key)
    return found is not None and book.match(key[found[1] :]) is not None


def _fit(scan: Scan) -> float | None:
    layout = scan.layout
    found = Counter(layout.fields[hit.label.index].section for hit in scan.hits if hit.label.kind == "field")
    if not all(any(found[section] for section in group) for group in layout.needs):
        return None
    titled = sum(any(re.search(title, row.key) for row in scan.rows) for title in layout.titles)
    own = sum(1 for section in found if section in STATEMENT_SECTIONS)
    return own + titled + len({hit.label.index for hit in scan.hits if hit.label.kind == "business"}) / 2


def _not_a_form(document: Document, layouts: Sequence[Layout]) -> NotAForm:
    looked_for = "、".join(f"{layout.name}({'・'.join(_shown_labels(layout))})" for layout in layouts)
    return NotAForm(
        document.name,
        f"事業評価の様式として読めません。探した様式とラベル: {looked_for}",
        "別の様式なら corpus の forms/ に新しい TOML を加えてください",
    )


def _shown_labels(layout: Layout) -> list[str]:
    wanted = {section for group in layout.needs for section in group}
    return [re.sub(r"\{[^}]*\}", "", field.labels[0]) for field in layout.fields if field.section in wanted][:5]


def _items(scan: Scan, parser: ItemParser, tabular: frozenset[int], cuts: Mapping[int, Row]) -> list[Item]:
    """Cut all rows that are no label, title, furniture or table into items."""
    flows: list[list[FlowRow]] = []
    columns: dict[tuple[int, int], list[FlowRow]] = {}
    current: list[FlowRow] = []
    for place, written, apart in _text_rows(scan, parser, tabular):
        row = cuts.get(place, written)
        last = current[-1] if current else None
        gap = _gap(last, row, passed_label=apart)
        over_page = gap == _OVER_PAGE and parser.starts_item(row)
        if last is None or apart or over_page or row.cell != last.row.cell:
            cut = _cut_by_page(row, columns, parser, apart=apart)
            gap = gap if cut is None else _OVER_PAGE
            current = [] if cut is None else cut
            if cut is None:
                flows.append(current)
        current.append(FlowRow(row, place, gap))
        if row.cell:
            columns[row.cell.table, row.cell.column] = current
    return [item for flow in flows for item in parser.parse(flow)]


def _cut_by_page(
    row: Row, columns: Mapping[tuple[int, int], list[FlowRow]], parser: ItemParser, *, apart: bool
) -> list[FlowRow] | None:
    """Give the text of the cell that a row goes on with, where a page break made two tables of one."""
    if row.cell is None:
        return None
    same = columns.get((row.cell.table, row.cell.column))
    if same is not None and same[-1].row.cell == row.cell and same[-1].row.page != row.page:
        return same
    if apart or row.cell.row > 0 or parser.starts_item(row):
        return None
    before = columns.get((row.cell.table - 1, row.cell.column))
    if before is None or before[-1].row.page != row.page - 1 or is_sentence_end(before[-1].row.text):
        return None
    return before


def _text_rows(scan: Scan, parser: ItemParser, tabular: frozenset[int]) -> Iterator[tuple[int, Row, bool]]:
    """Give the rows of text, and whether a label or the like stands between each and the one before."""
    labelled = {place for hit in scan.hits for place in _hit_places(scan, hit) if place not in scan.rests}
    apart = False
    last: Row | None = None
    for place, row in enumerate(scan.rows):
        if place in labelled:
            apart = apart or not _is_transparent(scan, place, labelled, parser)
        elif place in scan.titles or place in tabular:
            apart = True
        elif place in scan.rests:
            rest = scan.rests[place]
            apart = apart or last is None or not _continues_past_head(last, row, rest, parser)
            if rest.key:
                yield place, rest, apart
                apart, last = False, rest
        elif place not in scan.furniture:
            yield place, row, apart
            apart, last = False, row


def _gap(last: FlowRow | None, row: Row, *, passed_label: bool) -> int:
    if last is None or passed_label:
        return 2
    if row.sheet != last.row.sheet:
        return _OVER_PAGE
    return 1 if row.block != last.row.block else 0


def _hit_places(scan: Scan, hit: LabelHit) -> list[int]:
    wanted = {row.span for row in hit.rows}
    return [place for place in range(hit.first, hit.last + 1) if scan.rows[place].span in wanted or place in scan.rests]


def _is_transparent(scan: Scan, place: int, labelled: set[int], parser: ItemParser) -> bool:
    """Tell whether text runs on past a label: it stands beside the text, or an extractor put it amid a sentence."""
    rows, row = scan.rows, scan.rows[place]
    if row.cell is not None:
        return False
    passed = labelled | scan.furniture
    before = next((rows[p] for p in range(place - 1, -1, -1) if p not in passed), None)
    after = next((rows[p] for p in range(place + 1, len(rows)) if p not in passed), None)
    if row.box:
        for other in (before, after):
            if other and other.box and other.box.page == row.box.page and other.cell is None:
                overlap = min(other.box.bottom, row.box.bottom) - max(other.box.top, row.box.top)
                if overlap > 0.3 * (row.box.bottom - row.box.top) and other.box.x0 > row.box.x0:
                    return True
    if before is None or after is None:
        return False
    together = before.block == row.block == after.block
    if not together and not (_is_left_of(row, before) and _is_left_of(row, after)):
        return False
    return not is_sentence_end(before.text) and not parser.starts_item(after) and len(before.key) >= 15  # noqa: PLR2004


def _is_left_of(label: Row, text: Row) -> bool:
    """Tell whether a label stands in a column to the left of a text."""
    return label.box is not None and text.box is not None and text.cell is None and text.box.x0 >= label.box.x1 - 1


def _continues_past_head(last: Row, row: Row, rest: Row, parser: ItemParser) -> bool:
    """Tell whether a label that leads a line stands amid wrapped text: 「取組の成果 あり、連絡先を…」."""
    return (
        row.cell is None
        and last.sheet == row.sheet
        and not is_sentence_end(last.text)
        and not parser.starts_item(rest)
        and last.block == row.block
        and len(last.key) >= 15  # noqa: PLR2004 - a wrapped line is not short
    )


def _place(
    document: Document, scan: Scan, items: Sequence[Item], wording: Wording, fiscal_year: int | None
) -> list[FieldPlace]:
    """Place every item under a label."""
    in_tables = any(hit.cell for hit in scan.hits if _section(scan, hit) in STATEMENT_SECTIONS)
    contexts = _contexts(scan, fiscal_year)
    if document.kind in _ORDERED_KINDS or in_tables or len(items) > _MOST_ITEMS:
        placings = place_in_order(items, scan.hits, headings_end_fields=not scan.layout.businesses)
        return [_from_placing(scan, placings[index], contexts) for index in range(len(items))]
    if scan.layout.businesses and _is_canonical(scan):
        placings = place_in_order(items, scan.hits, headings_end_fields=not scan.layout.businesses)
        bunches = _bunches(scan, items)
        return [
            _from_placing(scan, _of_bunch(scan, item, placings[index], bunches, wording), contexts, by="layout")
            for index, item in enumerate(items)
        ]
    slots = [
        Slot(hit, section if section in STATEMENT_SECTIONS else "", section in STATEMENT_SECTIONS)
        for hit in scan.hits
        if (section := _section(scan, hit)) not in (None, "data")
    ]
    assignment = Assignment(items, slots, wording)
    chosen = assignment.solve()
    places = []
    for assigned in chosen:
        if assigned.slot == NOWHERE:
            places.append(FieldPlace(None, None, "evaluated", "inferred", 0.0, ordered=False))
            continue
        slot = slots[assigned.slot]
        ordered = assignment.order > 0.9 or bool(slot.hit.rows[0].box and assigned.beside)  # noqa: PLR2004
        by: SectionBy = "label" if assigned.leads and ordered else "layout" if assigned.beside else "inferred"
        sure = max(confidence_of(assigned.margin), {"label": 0.95, "layout": 0.9, "inferred": 0.0}[by])
        places.append(FieldPlace(slot.hit, _section(scan, slot.hit), contexts[id(slot.hit)], by, sure, ordered=ordered))
    return places


def _is_canonical(scan: Scan) -> bool:
    """Tell whether the fields come in the layout's order under every business, as they do in reading order alone."""
    ranks = [hit.label.index for hit in scan.hits if _section(scan, hit) in STATEMENT_SECTIONS]
    steps = list(pairwise(ranks))
    rising = sum(1 for one, two in steps if two > one or two == min(ranks))
    return len(steps) >= _FEWEST_STEPS and rising >= _CANONICAL * len(steps)


def _bunches(scan: Scan, items: Sequence[Item]) -> dict[int, list[LabelHit]]:
    """Give for each label of statements those that stand together with it, nothing between: the heads of columns."""
    places = sorted(item.places[0] for item in items)
    bunches: dict[int, list[LabelHit]] = {}
    bunch: list[LabelHit] = []
    for before, hit in pairwise([None, *scan.hits]):
        if hit is None:
            continue
        apart = before is None or bisect_left(places, hit.first) != bisect_left(places, before.last)
        bunch = [hit] if apart or hit.label.kind in ("business", "part") else [*bunch, hit]
        for one in bunch:
            bunches[id(one)] = bunch
    return bunches


def _of_bunch(
    scan: Scan, item: Item, placing: Placing, bunches: Mapping[int, list[LabelHit]], wording: Wording
) -> Placing:
    """Choose by wording among the heads of columns whose texts come one after the other."""
    if placing.hit is None:
        return placing
    heads = [hit for hit in bunches.get(id(placing.hit), []) if _section(scan, hit) in STATEMENT_SECTIONS]
    if len(heads) < 2:  # noqa: PLR2004 - one is no choice
        return placing
    scores = wording.scores(item.signature)
    return Placing(max(heads, key=lambda hit: scores.get(_section(scan, hit) or "", 0.0)))


def _from_placing(scan: Scan, placing: Placing, contexts: Mapping[int, str], *, by: SectionBy = "label") -> FieldPlace:
    if placing.hit is None:
        return FieldPlace(None, None, "evaluated", by, 0.0, ordered=True)
    hit, goal = placing.hit, None
    crossing = placing.crossing
    section = _section(scan, hit)
    if crossing and _section(scan, crossing) == "goal" and section != "goal":
        goal = crossing
    elif (
        crossing
        and section == "goal"
        and _section(scan, crossing) in STATEMENT_SECTIONS - {"goal"}
        and hit.label.number
    ):
        hit, goal, section = crossing, hit, _section(scan, crossing)
    kind = contexts[id(goal or hit)]
    sure = 1.0 if by == "label" else 0.9
    return FieldPlace(hit, section, kind, by, sure, ordered=True, goal_hit=goal, by_column=placing.by_column)


def _section(scan: Scan, hit: LabelHit) -> str | None:
    """Give the section that a label opens; None for what only says where in the form one is."""
    label = hit.label
    if label.kind == "field":
        return scan.layout.fields[label.index].section
    if label.kind == "part":
        kind = scan.layout.parts[label.index].kind
        return {"next": "next_part", "other": "other", "evaluated": None}[kind]
    return "rating" if label.kind == "rating" else None


def _contexts(scan: Scan, fiscal_year: int | None) -> dict[int, str]:
    """Tell for each label which year it speaks of, in reading order: evaluated, next or other."""
    contexts: dict[int, str] = {}
    part, goal = "evaluated", None
    for hit in scan.hits:
        label = hit.label
        if label.kind == "part":
            part, goal = scan.layout.parts[label.index].kind, None
            contexts[id(hit)] = part
            continue
        own = _own_context(label.year, label.relative_year, fiscal_year)
        if label.kind == "field" and scan.layout.fields[label.index].section == "goal":
            goal = own or ("evaluated" if part == "other" else part)
            contexts[id(hit)] = goal
        else:
            contexts[id(hit)] = own or goal or part
    return contexts


def _own_context(year: int | None, relative: str, fiscal_year: int | None) -> str | None:
    if relative:
        return "next" if relative in _NEXT_YEARS else "evaluated"
    if year is None or fiscal_year is None:
        return None
    return "next" if year > fiscal_year else "evaluated"
