"""By which rules are a course's totals made? Its categories, periods and terms as values. (pure)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Category:
    """Quizzes that count together; the `drop_lowest` worst of them do not."""

    id: int
    name: str
    weight: Decimal
    drop_lowest: int = 0


@dataclass(frozen=True)
class Period:
    """A stretch of days of a course, both of its ends included."""

    id: int
    title: str
    first_day: date
    last_day: date

    def has(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True)
class Scheme:
    """How the total of a learner is made, see `totals.find_total`."""

    categories: tuple[Category, ...] = ()
    missed_counts: bool = False
    other_weight: Decimal = Decimal(1)


PLAIN = Scheme()
