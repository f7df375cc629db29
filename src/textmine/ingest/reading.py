"""Document to Reading: labels are found, rows cut into items, items placed under labels, all of it accounted for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textmine.documents import Reading
from textmine.errors import NotAForm
from textmine.ingest.characters import fold
from textmine.ingest.field_places import place_items
from textmine.ingest.flows import cut_items
from textmine.ingest.goals import number_goals
from textmine.ingest.heads_in_line import arrange_heads_in_line
from textmine.ingest.items import ItemParser
from textmine.ingest.labels_amid import arrange_amid
from textmine.ingest.ledger import make_ledger
from textmine.ingest.left_out import warn_of_left_out, warn_of_site
from textmine.ingest.metadata import detect_metadata
from textmine.ingest.news_columns import arrange_news
from textmine.ingest.number_lines import arrange_number_tables
from textmine.ingest.numbers import read_numbers
from textmine.ingest.page_breaks import with_whole_tables
from textmine.ingest.page_ends import after_the_form, left_to_the_site
from textmine.ingest.page_titles import part_from_title
from textmine.ingest.ratings import read_ratings
from textmine.ingest.ratings_in_order import pair_marks
from textmine.ingest.rows import read_rows, with_edges
from textmine.ingest.scanning import choose_layout, not_a_form, scan_rows
from textmine.ingest.statements import field_states, judge_items, make_statements
from textmine.ingest.white_columns import arrange_columns
from textmine.ingest.white_rows import arrange_rows
from textmine.ingest.wording import wording_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textmine.documents import Document, Share, Span
    from textmine.ingest.layout import Layout, Source, Ward

_MOST_CHARACTERS: Final = 500_000  # a form has some 20,000


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
    rows = with_whole_tables(read_rows(document))
    scan = choose_layout(document, rows, layouts)
    if document.kind in {"pdf", "text"} and (arranged := arrange_news(scan)):
        scan = scan_rows(with_edges(arranged, document), scan.layout)
    if arranged := arrange_columns(scan):
        scan = scan_rows(with_edges(arranged, document), scan.layout)
    if document.kind == "pdf" and (arranged := arrange_rows(scan)):
        scan = scan_rows(with_edges(arranged, document), scan.layout)
    parser = ItemParser(scan.layout)
    if document.kind == "text" and (arranged := arrange_heads_in_line(scan, parser)):
        scan = scan_rows(with_edges(arranged, document), scan.layout)
    numbered, tables = arrange_number_tables(scan, parser) or (None, frozenset[int]())
    if numbered:
        scan = scan_rows(with_edges(numbered, document), scan.layout)
    if document.kind == "text" and (arranged := arrange_amid(document, scan, parser, wording_of(scan.layout))):
        scan = scan_rows(with_edges(arranged, document), scan.layout)
    metadata = detect_metadata(document.name, scan.rows, scan.hits, scan.rests, scan.layout, wards, source)
    wording = wording_of(scan.layout)
    scan, lead = part_from_title(document, scan)
    rated = read_ratings(document, scan.layout, scan.rows, scan.hits, parser)
    counted = read_numbers(document, scan.layout, scan.rows, scan.hits, rated.places, tables)
    items = cut_items(scan, parser, rated.places | counted.places, rated.cuts)
    plain = [item for item in items if item.is_subheading or not wording.is_boilerplate(item.key)]
    boilerplate = [item for item in items if not item.is_subheading and wording.is_boilerplate(item.key)]
    places = place_items(document, scan, plain, wording, metadata.fiscal_year)
    after = after_the_form(document, plain, places)
    placed = left_to_the_site(number_goals(plain, places, scan.hits, scan.layout), after)
    judged = judge_items(plain, placed, scan.hits, scan.layout, wording)
    statements = make_statements(document, plain, placed, judged, scan.layout, metadata)
    left_out = warn_of_left_out(plain, placed, judged, scan.layout)
    of_site = warn_of_site(scan, lead, [plain[index] for index in after])
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
        ratings=(*rated.ratings, *paired),
        numbers=counted.cells,
        ledger=make_ledger(document.text, claims),
        fields=field_states(document, scan.layout, placed, judged, scan.hits),
        folded=fold(document.text).counts,
        warnings=(*document.warnings, *metadata.warnings, *counted.warnings, *unpaired, *left_out, *of_site),
    )
