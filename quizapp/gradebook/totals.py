"""What does a learner have all in all? (pure)

    total = sum(weight x mean of the category) / sum(weight), over the categories with a grade

The mean of a category is that of the shares of its quizzes, without the lowest ones that it drops;
one always stays. Quizzes that are in no category form one of their own. What is excused never
counts; what was missed or never handed in counts as 0 when the course says so, else not at all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from quizapp.gradebook.rows import Cell, CellStatus, Column
from quizapp.gradebook.scheme import Scheme

_LOST = (CellStatus.MISSED, CellStatus.ABANDONED)


def find_total(columns: Sequence[Column], cells: Sequence[Cell], scheme: Scheme) -> float | None:
    """The learner's share of everything, from 0 to 1; None while nothing counts.

    Tests weigh three times as much as the rest: (3 x 0.8 + 1 x 0.4) / (3 + 1).

    >>> from decimal import Decimal
    >>> from quizapp.gradebook.scheme import Category
    >>> ten, tests = Decimal(10), Category(1, "Tests", Decimal(3))
    >>> columns = [Column(1, "A", ten, category_id=1), Column(2, "B", ten)]
    >>> cells = [Cell(CellStatus.GRADED, Decimal(it), ten) for it in (8, 4)]
    >>> round(find_total(columns, cells, Scheme((tests,))) or 0, 2)
    0.7
    """
    shares: defaultdict[int | None, list[float]] = defaultdict(list)
    lost = 0.0 if scheme.missed_counts else None
    for column, cell in zip(columns, cells, strict=True):
        share = lost if cell.status in _LOST else cell.ratio
        if share is not None:
            shares[column.category_id].append(share)
    known = {it.id: it for it in scheme.categories}
    weighed = []
    for key, found in shares.items():
        category = known.get(key) if key is not None else None
        weight = category.weight if category else scheme.other_weight
        weighed.append((float(weight), _mean(found, category.drop_lowest if category else 0)))
    whole = sum(weight for weight, _ in weighed)
    return sum(weight / whole * mean for weight, mean in weighed) if weighed else None


def _mean(shares: list[float], drop: int) -> float:
    """The mean without the `drop` lowest, of which one always stays."""
    if drop:
        shares = sorted(shares)[min(drop, len(shares) - 1) :]
    return sum(shares) / len(shares)
