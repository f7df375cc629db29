"""Goals side by side: which goal's column a cell stands in, where the labels of fields are repeated in each column.

重点目標1 | 重点目標2
取組内容  | 取組内容     the second 取組内容 is the second goal's, though both come after both goals
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textmine.documents import CellRef
    from textmine.ingest.labels.finding import LabelHit

_SIDE_BY_SIDE: Final = 2  # goals in one row


class GoalColumns:
    """The rows of tables that hold labels of goals."""

    def __init__(self, goals: Sequence[LabelHit]) -> None:
        self._rows: dict[int, dict[int, list[LabelHit]]] = defaultdict(lambda: defaultdict(list))
        for hit in goals:
            if hit.cell:
                self._rows[hit.cell.table][hit.cell.row].append(hit)
        self._sorted = {table: sorted(rows) for table, rows in self._rows.items()}

    def goal_over(self, ref: CellRef) -> LabelHit | None:
        """Give the goal whose column a cell stands in; None if the last row of goals above it holds but one."""
        rows = self._sorted.get(ref.table, [])
        n_above = bisect_left(rows, ref.row)
        goals = self._rows[ref.table][rows[n_above - 1]] if n_above else []
        over = [goal for goal in goals if goal.cell and goal.cell.shares_column(ref)]
        return over[0] if len(goals) >= _SIDE_BY_SIDE and len(over) == 1 else None
