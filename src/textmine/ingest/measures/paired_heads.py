"""Heads that name two measures: 「入会説明会(回数/参加人数)」 stands over two figures for each head beneath it.

Recognised text keeps the figures and loses the widths of the heads, so that rows have more cells than the table has
lowest heads. Where two figures for each of the lowest heads under such a head make up the number exactly, figures and
heads go together by their order; otherwise nothing is inferred.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textmine.ingest.lines.grid import TextCell

_TWO_MEASURES: Final = re.compile(r"[(]([^()/]{2,8})/([^()/]{2,8})[)]")  # not 「(人/年)」, a unit


def paired_columns(cells: Sequence[TextCell], head: int) -> Mapping[int, str]:
    """Name the column of each figure of a table with a head of two measures.

    Args:
        cells: of the table.
        head: the first row under the heads.

    Returns:
        The name for the `id` of each cell; nothing if there is no such head or the numbers do not agree.
    """
    heads = [cell for cell in cells if cell.ref.row < head]
    doubled = [(cell, found) for cell in heads if (found := _TWO_MEASURES.search(cell.key))]
    rows = _rows_of(cells, head)
    widths = {len(row) for row in rows}
    if len(doubled) != 1 or len(widths) != 1:
        return {}
    pair, measures = doubled[0]
    leaves = [cell for cell in heads if not any(_is_over(cell, other) for other in heads)]
    leaves.sort(key=lambda cell: cell.ref.column)
    under = [leaf for leaf in leaves if _rules(pair, leaf, heads) and leaf.ref.row == head - 1]
    if not under or widths != {len(leaves) + len(under)}:
        return {}
    names: list[str] = []
    for leaf in leaves:
        own = [cell for cell in heads if _rules(cell, leaf, heads) and (cell is not pair or leaf in under)]
        name = " ".join(cell.text for cell in sorted([*own, leaf], key=lambda cell: cell.ref.row))
        names += [f"{name} {measure}" for measure in measures.groups()] if leaf in under else [name]
    return {id(cell): name for row in rows for cell, name in zip(row, names, strict=True)}


def _rows_of(cells: Sequence[TextCell], head: int) -> list[list[TextCell]]:
    """Give the cells under the heads, row by row, without the first column."""
    stub = min(cell.ref.column for cell in cells)
    rows: dict[int, list[TextCell]] = defaultdict(list)
    for cell in cells:
        if cell.ref.row >= head and cell.ref.column > stub:
            rows[cell.ref.row].append(cell)
    return [sorted(row, key=lambda cell: cell.ref.column) for row in rows.values()]


def _is_over(upper: TextCell, lower: TextCell) -> bool:
    return upper.ref.row < lower.ref.row and upper.covers_column(lower.ref)


def _rules(upper: TextCell, lower: TextCell, heads: Sequence[TextCell]) -> bool:
    """Tell whether a head is the last one of its row that begins at or before a lower one's column."""
    if upper.ref.row >= lower.ref.row or upper.ref.column > lower.ref.column:
        return False
    return not any(
        other.ref.row == upper.ref.row and upper.ref.column < other.ref.column <= lower.ref.column for other in heads
    )
