"""Document to Reading: labels are found, rows cut into items, items placed under labels, all of it accounted for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textmine.documents import Reading
from textmine.errors import NotAForm
from textmine.ingest.cells.goal_numbers import with_goals_by_number
from textmine.ingest.cells.heads_in_line import arrange_heads_in_line
from textmine.ingest.cells.labels_amid import arrange_amid
from textmine.ingest.cells.mark_columns import find_mark_columns, part_near_marks
from textmine.ingest.cells.news_columns import arrange_news
from textmine.ingest.cells.number_lines import arrange_number_tables
from textmine.ingest.cells.side_tables import arrange_side_tables
from textmine.ingest.cells.white_columns import arrange_columns
from textmine.ingest.cells.white_rows import arrange_rows
from textmine.ingest.labels.contents import without_contents
from textmine.ingest.labels.page_breaks import join_cut_figures, with_whole_tables
from textmine.ingest.labels.page_titles import part_from_title
from textmine.ingest.labels.rated_lines import says_marks
from textmine.ingest.labels.reprints import mark_reprints
from textmine.ingest.labels.scanning import choose_layout, not_a_form, scan_rows
from textmine.ingest.ledger import make_ledger
from textmine.ingest.lines.items import ItemParser
from textmine.ingest.lines.rows import read_rows, with_edges
from textmine.ingest.lines.wording import wording_of
from textmine.ingest.measures.legends import find_legends
from textmine.ingest.measures.numbers import read_numbers
from textmine.ingest.measures.ratings import read_ratings
from textmine.ingest.measures.ratings_in_order import name_items, pair_marks
from textmine.ingest.metadata import detect_metadata
from textmine.ingest.placing.field_places import place_items
from textmine.ingest.placing.flows import cut_items
from textmine.ingest.signs.characters import fold
from textmine.ingest.statements.data_lines import find_data_lines, is_bare, mark_data_lines, tables_under_captions
from textmine.ingest.statements.goals import number_goals
from textmine.ingest.statements.left_out import warn_of_left_out, warn_of_site
from textmine.ingest.statements.making import field_states, judge_items, make_statements
from textmine.ingest.statements.page_ends import after_the_form, left_to_the_site
from textmine.ingest.statements.signatures import find_signatures

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textmine.documents import Document, Share, Span
    from textmine.ingest.labels.scanning import Scan
    from textmine.ingest.layout import Layout, Source, Ward
    from textmine.ingest.lines.items import Item
    from textmine.ingest.lines.rows import Row

_MOST_CHARACTERS: Final = 500_000  # a form has some 20,000
_MOST_CELLS: Final = 8_000  # with text; a form has some 300


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
    n_cells = len({(row.cell.table, row.cell.row, row.cell.column) for row in rows if row.cell})
    if n_cells > _MOST_CELLS:
        fault = f"文字のあるセルが {n_cells:,} 個あり、様式としては多すぎます(上限 {_MOST_CELLS:,} 個)"
        raise NotAForm(document.name, fault, "様式のファイルか確かめてください")
    rows = join_cut_figures(with_whole_tables(rows))
    rows = mark_reprints(rows) if document.kind == "text" else rows
    arranged, woven = arrange_side_tables(rows, document, layouts)
    rows = with_edges(arranged, document) if arranged else rows
    scan = choose_layout(document, rows, layouts)
    parser = ItemParser(scan.layout)
    scan, marked = _without_marks(scan, parser)
    scan, lead = part_from_title(document, without_contents(scan))
    scan, tables = _arrange(document, scan, parser)
    scan = with_goals_by_number(scan)
    metadata = detect_metadata(document.name, scan.rows, scan.hits, scan.rests, scan.layout, wards, source)
    wording = wording_of(scan.layout)
    rated = read_ratings(document, scan.layout, scan.rows, scan.hits, parser)
    data = find_data_lines(scan, parser, tables) - rated.places
    tables |= tables_under_captions(scan.rows, data)
    counted = read_numbers(document, scan.layout, scan.rows, scan.hits, rated.places, tables)
    aside = find_signatures(scan, parser)
    aside |= find_legends(scan)
    cut = cut_items(scan, parser, rated.places | counted.places | data | aside, rated.cuts)
    rating = (name for table in scan.layout.ratings for name in (*table.columns, *table.marks))
    names = frozenset((*scan.layout.table_heads, *rating, *(ward.name for ward in wards)))
    bare = [item for item in cut if is_bare(item, names)]
    items = [item for item in cut if not is_bare(item, names)]
    plain = [item for item in items if item.is_subheading or not wording.is_boilerplate(item.key)]
    boilerplate = [item for item in items if not item.is_subheading and wording.is_boilerplate(item.key)]
    places = place_items(document, scan, plain, wording, metadata.fiscal_year)
    after = after_the_form(document, plain, places)
    placed = left_to_the_site(number_goals(plain, places, scan.hits, scan.layout), after)
    judged = judge_items(plain, placed, scan.hits, scan.layout, wording)
    statements = make_statements(document, plain, placed, judged, scan.layout, metadata)
    left_out = warn_of_left_out(plain, placed, judged, scan.layout)
    of_site = warn_of_site(scan, wording, lead, [plain[index] for index in after])
    paired, unpaired = pair_marks(document.name, scan, statements, rated.ratings)
    if not statements:
        raise not_a_form(document, layouts)
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
        *((span, _share_of_bare(item, scan.layout)) for item in bare for span in (*item.spans, *item.mark_spans)),
        *((scan.rows[place].span, "boilerplate") for place in aside),
        *((row.span, "furniture" if row.key in scan.layout.table_heads else "rating") for row in marked),
        *((row.span, "label") for hit in scan.hits for row in hit.rows),
        *((scan.rows[place].span, "number_table") for place in counted.places | data),
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
        ratings=(*name_items(rated.ratings, statements, scan), *paired),
        numbers=counted.cells,
        ledger=make_ledger(document.text, claims),
        fields=field_states(document, scan.layout, placed, judged, scan.hits),
        folded=fold(document.text).counts,
        warnings=(*document.warnings, *woven, *metadata.warnings, *counted.warnings, *unpaired, *left_out, *of_site),
    )


def _share_of_bare(item: Item, layout: Layout) -> Share:
    """Tell what an item is that says nothing but numbers, years, marks and names."""
    if all(says_marks(row, layout) for row in item.rows):
        return "rating"
    return "number_table" if any(sign.isdecimal() for sign in item.key) else "furniture"


def _without_marks(scan: Scan, parser: ItemParser) -> tuple[Scan, list[Row]]:
    """Tell the lines of data from text, and leave out the columns of marks; give these too."""
    if lined := mark_data_lines(scan, parser):
        scan = scan_rows(lined, scan.layout)
    if parted := part_near_marks(scan.rows, scan.layout):
        scan = scan_rows(parted, scan.layout)
    places = find_mark_columns(scan.rows, scan.layout)
    kept = [row for place, row in enumerate(scan.rows) if place not in places]
    return scan_rows(kept, scan.layout) if places else scan, [scan.rows[place] for place in sorted(places)]


def _arrange(document: Document, scan: Scan, parser: ItemParser) -> tuple[Scan, frozenset[int]]:
    """Put rows without cells in order, into cells where their places show some; give the tables that are of numbers."""
    if document.kind in {"pdf", "text"} and (arranged := arrange_news(scan)):
        scan = scan_rows(with_edges(arranged, document), scan.layout)
    if arranged := arrange_columns(scan):
        scan = scan_rows(with_edges(arranged, document), scan.layout)
    if document.kind == "pdf" and (arranged := arrange_rows(scan)):
        scan = scan_rows(with_edges(arranged, document), scan.layout)
    if document.kind == "text" and (arranged := arrange_heads_in_line(scan, parser)):
        scan = scan_rows(with_edges(arranged, document), scan.layout)
    if scan.layout.businesses:  # (主なデータ) may stand amid its own table
        scan = _with_labels_before(document, scan, parser)
    numbered, tables = arrange_number_tables(scan, parser) or (None, frozenset[int]())
    if numbered:
        scan = scan_rows(with_edges(numbered, document), scan.layout)
    if not scan.layout.businesses:
        scan = _with_labels_before(document, scan, parser)
    return scan, tables


def _with_labels_before(document: Document, scan: Scan, parser: ItemParser) -> Scan:
    """Set labels that stand amid the lines of their cells before these."""
    arranged = arrange_amid(document, scan, parser, wording_of(scan.layout)) if document.kind == "text" else None
    return scan_rows(with_edges(arranged, document), scan.layout) if arranged else scan
