"""The cells of a page's ruled tables, by geometry alone.

Rules (lines, thin rectangles, edges of frames) that touch make one table. Its grid is cut along every rule and rule's
end; neighbouring fields with no rule between them are one cell. So merged cells need no special case, and a cell whose
rule is missing at a page break is closed where its side rules end (Chromium and Word draw none there, and table finders
that look for four corners drop such a cell's text without a word).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_THIN: Final = 3.0  # points: a rectangle no thicker than this is a line
_NEAR: Final = 3.0  # points: rules that close are one (double rules, rules drawn once by each neighbour)
_SHORTEST: Final = 5.0  # points: shorter strokes are dots and ticks; a row of 8-point text is higher
_COVERED: Final = 0.6  # share of a field's side that a rule must cover to part it from its neighbour
_SIDES_NEEDED: Final = 3  # with a rule, to be a cell; two are enough if they are left and right
_MOST_MEETINGS: Final = 2_000_000  # rules across times rules down; a form has some 10,000, a chart may have more


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line: across at height `at` from left to right, or down at `at` from top to bottom."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class RuledCell:
    """A cell: rectangle in points from the top left, place in its table, and sides without a rule."""

    x0: float
    top: float
    x1: float
    bottom: float
    row: int
    column: int
    row_span: int
    column_span: int
    open_top: bool
    open_bottom: bool

    @property
    def area(self) -> float:
        """Square points."""
        return (self.x1 - self.x0) * (self.bottom - self.top)

    def holds(self, x: float, y: float) -> bool:
        """Tell whether the point lies inside."""
        return self.x0 <= x < self.x1 and self.top <= y < self.bottom


@dataclass(frozen=True, slots=True)
class RuledTable:
    """Cells in the order of rows, then columns."""

    cells: tuple[RuledCell, ...]

    @property
    def x0(self) -> float:
        """Left edge."""
        return min(cell.x0 for cell in self.cells)

    @property
    def x1(self) -> float:
        """Right edge."""
        return max(cell.x1 for cell in self.cells)

    @property
    def top(self) -> float:
        """Upper edge."""
        return min(cell.top for cell in self.cells)

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return max(cell.bottom for cell in self.cells)


def find_tables(objects: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[RuledTable]:
    """Find the tables of a page in pdfplumber's lines, rectangles and curves, from the top down."""
    across, down = _rules(objects)
    if len(across) * len(down) > _MOST_MEETINGS:
        return []
    tables = [_table(*parts) for parts in _touching(across, down)]
    return sorted((table for table in tables if table.cells), key=lambda table: (table.top, table.x0))


def _rules(objects: Mapping[str, Sequence[Mapping[str, Any]]]) -> tuple[list[Rule], list[Rule]]:
    across: list[Rule] = []
    down: list[Rule] = []
    for kind in ("line", "rect", "curve"):
        for drawn in objects.get(kind, ()):
            for x0, top, x1, bottom in _strokes(drawn, kind):
                if bottom - top <= _THIN:
                    across.append(Rule((top + bottom) / 2, x0, x1))
                if x1 - x0 <= _THIN:
                    down.append(Rule((x0 + x1) / 2, top, bottom))
    return _joined(across), _joined(down)


def _strokes(drawn: Mapping[str, Any], kind: str) -> Iterator[tuple[float, float, float, float]]:
    """Give what a drawn object rules on the page; a surface rules nothing, since pages and labels are painted too."""
    x0, top, x1, bottom = (float(drawn[side]) for side in ("x0", "top", "x1", "bottom"))
    stroked = kind == "line" or drawn.get("stroke")
    if min(x1 - x0, bottom - top) <= _THIN:
        yield x0, top, x1, bottom  # white ones too: they part coloured cells
    elif kind == "rect" and stroked:
        yield from ((x0, top, x1, top), (x0, bottom, x1, bottom), (x0, top, x0, bottom), (x1, top, x1, bottom))
    elif kind == "curve" and stroked:
        for (ax, ay), (bx, by) in pairwise(drawn.get("pts", ())):
            if min(abs(ax - bx), abs(ay - by)) <= 1:
                yield min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def _joined(rules: Iterable[Rule]) -> list[Rule]:
    """Join rules on one height that touch; leave out what is too short to part cells."""
    heights: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        if heights and rule.at - heights[-1][0].at <= _NEAR:
            heights[-1].append(rule)
        else:
            heights.append([rule])
    joined = (rule for height in heights for rule in _joined_at(height))
    return [rule for rule in joined if rule.end - rule.start >= _SHORTEST]


def _joined_at(height: Sequence[Rule]) -> list[Rule]:
    at = sum(rule.at for rule in height) / len(height)
    joined: list[Rule] = []
    for rule in sorted(height, key=lambda rule: rule.start):
        if joined and rule.start <= joined[-1].end + _NEAR:
            joined[-1] = Rule(at, joined[-1].start, max(joined[-1].end, rule.end))
        else:
            joined.append(Rule(at, rule.start, rule.end))
    return joined


def _touching(across: Sequence[Rule], down: Sequence[Rule]) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """Group rules that touch, directly or through others."""
    parent = list(range(len(across) + len(down)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for i, horizontal in enumerate(across):
        for j, vertical in enumerate(down, start=len(across)):
            if (
                horizontal.start - _NEAR <= vertical.at <= horizontal.end + _NEAR
                and vertical.start - _NEAR <= horizontal.at <= vertical.end + _NEAR
            ):
                parent[root(i)] = root(j)
    groups: defaultdict[int, tuple[list[Rule], list[Rule]]] = defaultdict(lambda: ([], []))
    for index in range(len(parent)):
        horizontal_rules, vertical_rules = groups[root(index)]
        if index < len(across):
            horizontal_rules.append(across[index])
        else:
            vertical_rules.append(down[index - len(across)])
    for horizontal_rules, vertical_rules in groups.values():
        if horizontal_rules and vertical_rules:
            yield horizontal_rules, vertical_rules


def _table(across: Sequence[Rule], down: Sequence[Rule]) -> RuledTable:
    xs = _cuts(down, across)
    ys = _cuts(across, down)
    walls_right = [[_covered(down, x, top, bottom) for x in xs] for top, bottom in pairwise(ys)]
    walls_above = [[_covered(across, y, left, right) for left, right in pairwise(xs)] for y in ys]
    # Many forms have no rule at the table's own left and right: its rows' rules end there together.
    open_left, open_right = (
        sum(abs(end - edge) <= _NEAR for end in ends) > 1
        for edge, ends in ((xs[0], [rule.start for rule in across]), (xs[-1], [rule.end for rule in across]))
    )
    cells = []
    for top, left, bottom, right in _regions(walls_right, walls_above):
        sides = (
            (left == 0 and open_left) or all(walls_right[row][left] for row in range(top, bottom)),
            (right == len(xs) - 1 and open_right) or all(walls_right[row][right] for row in range(top, bottom)),
            all(walls_above[top][column] for column in range(left, right)),
            all(walls_above[bottom][column] for column in range(left, right)),
        )
        if sum(sides) >= _SIDES_NEEDED or (sides[0] and sides[1]):
            cells.append((xs[left], ys[top], xs[right], ys[bottom], not sides[2], not sides[3]))
    return RuledTable(tuple(_numbered(cells)))


def _cuts(rules: Iterable[Rule], others: Iterable[Rule]) -> list[float]:
    """Give where the grid is cut: at the rules, and where the others end with no rule near."""
    cuts = sorted({rule.at for rule in rules})
    for end in sorted({end for other in others for end in (other.start, other.end)}):
        if all(abs(end - cut) > _NEAR for cut in cuts):
            cuts.append(end)
    return sorted(cuts)


def _covered(rules: Iterable[Rule], at: float, start: float, end: float) -> bool:
    covered = sum(
        max(0.0, min(end, rule.end) - max(start, rule.start)) for rule in rules if abs(rule.at - at) <= _NEAR / 2
    )
    return covered >= _COVERED * (end - start)


def _regions(
    walls_right: Sequence[Sequence[bool]], walls_above: Sequence[Sequence[bool]]
) -> Iterator[tuple[int, int, int, int]]:
    """Give the rectangles (top, left, bottom, right) of fields without a wall between them."""
    n_rows, n_columns = len(walls_right), len(walls_above[0]) if walls_above else 0
    region = [[-1] * n_columns for _ in range(n_rows)]
    for row in range(n_rows):
        for column in range(n_columns):
            if region[row][column] >= 0:
                continue
            fields = _flood(row, column, region, walls_right, walls_above)
            yield from _rectangles(fields)


def _flood(
    row: int,
    column: int,
    region: list[list[int]],
    walls_right: Sequence[Sequence[bool]],
    walls_above: Sequence[Sequence[bool]],
) -> list[tuple[int, int]]:
    n_rows, n_columns = len(region), len(region[0])
    region[row][column] = 1
    fields = [(row, column)]
    for y, x in fields:
        neighbours = (
            (y, x + 1, x + 1 < n_columns and not walls_right[y][x + 1]),
            (y, x - 1, x > 0 and not walls_right[y][x]),
            (y + 1, x, y + 1 < n_rows and not walls_above[y + 1][x]),
            (y - 1, x, y > 0 and not walls_above[y][x]),
        )
        for next_row, next_column, is_open in neighbours:
            if is_open and region[next_row][next_column] < 0:
                region[next_row][next_column] = 1
                fields.append((next_row, next_column))
    return fields


def _rectangles(fields: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int, int, int]]:
    """Cut a region into rectangles: runs in a row, joined with the same run in the rows below."""
    columns_of: defaultdict[int, list[int]] = defaultdict(list)
    for row, column in sorted(fields):
        columns_of[row].append(column)
    growing: dict[tuple[int, int], int] = {}  # (left, right) -> top
    for row in range(min(columns_of), max(columns_of) + 2):
        runs = set(_runs(columns_of.get(row, [])))
        for left, right in [run for run in growing if run not in runs]:
            yield growing.pop((left, right)), left, row, right
        for run in runs:
            growing.setdefault(run, row)


def _runs(columns: Sequence[int]) -> Iterator[tuple[int, int]]:
    start = None
    for index, column in enumerate(columns):
        if start is None:
            start = column
        if index + 1 == len(columns) or columns[index + 1] != column + 1:
            yield start, column + 1
            start = None


def _numbered(cells: Sequence[tuple[float, float, float, float, bool, bool]]) -> Iterator[RuledCell]:
    """Count rows and columns where cells start, so that a cut that parts nothing is no row."""
    lefts = sorted({cell[0] for cell in cells})
    tops = sorted({cell[1] for cell in cells})
    for x0, top, x1, bottom, open_top, open_bottom in sorted(cells, key=lambda cell: (cell[1], cell[0])):
        row_span = sum(top <= other < bottom for other in tops)
        column_span = sum(x0 <= other < x1 for other in lefts)
        yield RuledCell(
            x0, top, x1, bottom, tops.index(top), lefts.index(x0), row_span, column_span, open_top, open_bottom
        )
