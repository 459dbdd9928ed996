"""What is right in an item of QTI 2.x or 3.0, as it declares and processes responses? (pure)"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from lxml import etree

from quizapp.bank.formats.qti.numerals import answer_around, read_decimal
from quizapp.generation.draft import AcceptedAnswer

_NUMBERS = frozenset({"float", "integer"})
_SCORE = "SCORE"


@dataclass(frozen=True)
class Declaration:
    """A response: how many values it has, which are right, and what each earns."""

    is_single: bool
    is_number: bool
    correct: tuple[str, ...]
    points: tuple[tuple[str, float], ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The values that are right; where none is declared, those that earn most."""
        return self.correct or self.best

    @property
    def best(self) -> tuple[str, ...]:
        """The values that earn most; of several responses together all that earn anything."""
        earning = [(value, points) for value, points in self.points if points > 0]
        most = max((points for _, points in earning), default=0)
        return tuple(value for value, points in earning if points == most or not self.is_single)

    @property
    def is_partial(self) -> bool:
        """Whether single answers earn different points."""
        return self.is_single and len({points for _, points in self.points if points > 0}) > 1


def read_declarations(item: etree._Element) -> dict[str, Declaration]:
    return {
        it.get("identifier", ""): Declaration(
            is_single=it.get("cardinality", "single") in ("single", "record"),
            is_number=it.get("baseType") in _NUMBERS,
            correct=tuple(_texts(it.iterfind("correctResponse/value"))),
            points=tuple(
                (entry.get("mapKey", "").strip(), read_points(entry.get("mappedValue")))
                for entry in it.iterfind("mapping/mapEntry")
            ),
        )
        for it in item.iterfind("responseDeclaration")
    }


def read_points(text: str | None) -> float:
    """The points that a file writes; what is no number earns none."""
    try:
        points = float((text or "0")[:_LONGEST_POINTS])
    except ValueError:
        return 0.0
    return points if math.isfinite(points) else 0.0


_LONGEST_POINTS = 40


@dataclass(frozen=True)
class Numbers:
    """The numbers that are right, and whether others earn a part of the points."""

    right: tuple[AcceptedAnswer, ...]
    is_partial: bool


def read_numbers(item: etree._Element, response: str, declaration: Declaration) -> Numbers:
    """The numbers that are right, each with the tolerance that the processing gives it."""
    earning = [
        (answer, points)
        for equal in item.iterfind("responseProcessing//equal")
        if _tests(equal, response) and (points := _read_score(item, equal)) > 0
        for answer in _read_equal(equal, declaration.keys)
    ]
    if earning:
        most = max(points for _, points in earning)
        right = tuple(answer for answer, points in earning if points == most)
        return Numbers(right, any(points < most for _, points in earning))
    keys = [*declaration.keys, *declaration.best]
    numbers = (read_decimal(it) for it in dict.fromkeys(keys))
    right = tuple(answer_around(it, Decimal(), Decimal()) for it in numbers if it is not None)
    return Numbers(right, declaration.is_partial)


def _tests(equal: etree._Element, response: str) -> bool:
    """Whether the response itself has to be this number."""
    variables = {it.get("identifier") for it in equal.iterfind("variable")}
    return response in variables and next(equal.iterancestors("not"), None) is None


def _read_score(item: etree._Element, equal: etree._Element) -> float:
    """What the branch of a test sets the score to; 0 when it sets something else."""
    branch = next(equal.iterancestors("responseIf", "responseElseIf"), None)
    if branch is None:
        return 0.0
    settings = (it for it in branch.iterfind("setOutcomeValue") if it.get("identifier") == _SCORE)
    return max((_reckon(item, it) for it in settings), default=0.0)


def _reckon(item: etree._Element, setting: etree._Element) -> float:
    """The points that stand there, or in the outcome that is named; else all there are."""
    named = {it.get("identifier") for it in setting.iter("variable")} - {_SCORE}
    written = [it.text for it in setting.iter("baseValue")] + [
        it.findtext("defaultValue/value")
        for it in item.iterfind("outcomeDeclaration")
        if it.get("identifier") in named
    ]
    return max((read_points(it) for it in written if it), default=1.0)


def _read_equal(equal: etree._Element, keys: Iterable[str]) -> list[AcceptedAnswer]:
    written = _texts(equal.iterfind("baseValue"))
    if equal.find("correct") is not None:
        written += keys
    numbers = (read_decimal(it) for it in written)
    answers = (_tolerate(it, equal) for it in numbers if it is not None)
    return [it for it in answers if it]


def _tolerate(number: Decimal, equal: etree._Element) -> AcceptedAnswer | None:
    given = [read_decimal(it) for it in equal.get("tolerance", "").split()[:2]]
    below, above = (given[0], given[-1]) if given else (None, None)
    if below is None or above is None or equal.get("toleranceMode") == "exact":
        below = above = Decimal()
    if equal.get("toleranceMode") == "relative":
        below, above = abs(number) * below / 100, abs(number) * above / 100
    if not _is_handy(below) or not _is_handy(above):
        return None
    return answer_around(number, below, above)


def _is_handy(number: Decimal) -> bool:
    return number.is_finite() and number.adjusted() < _LONGEST_POINTS


def _texts(elements: Iterable[etree._Element]) -> list[str]:
    texts = ("".join(it.itertext()).strip() for it in elements)
    return [it for it in texts if it]
