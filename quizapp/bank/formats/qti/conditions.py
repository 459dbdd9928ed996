"""What earns points in an item of QTI 1.2? (pure)

A condition tests responses, then sets or adds points and shows feedback. Systems write the same
thing in many ways: all at once with `and` and `not`, or choice by choice with points for each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from lxml import etree

from quizapp.bank.formats.qti.declarations import read_points
from quizapp.bank.formats.qti.numerals import (
    answer_around,
    answer_between,
    answer_within,
    read_decimal,
)
from quizapp.generation.draft import AcceptedAnswer

T = TypeVar("T")
_LEAST, _MOST = frozenset({"vargte", "vargt"}), frozenset({"varlte", "varlt"})
_MAXIMUM = ".max"  # "SCORE.max": all the points there are
_SCORES = frozenset({"score", "que_score"})
_SIGNS = {"set": 1, "add": 1, "subtract": -1}


@dataclass(frozen=True)
class Test:
    """A comparison: equal to, not equal to, at least or at most this value."""

    response: str
    name: str
    value: str
    is_denied: bool


@dataclass(frozen=True)
class Condition:
    points: float
    tests: tuple[Test, ...]
    feedback: tuple[str, ...]

    def wanted(self, response: str) -> tuple[str, ...]:
        """The values that a response must have here."""
        return tuple(
            it.value
            for it in self.tests
            if it.response == response and it.name == "varequal" and not it.is_denied
        )


def read_conditions(item: etree._Element) -> tuple[Condition, ...]:
    scores = _name_scores(item)
    found = tuple(
        Condition(
            max((_read_setting(it) for it in _find_settings(condition, scores)), default=0),
            tuple(_read_tests(condition)),
            tuple(it.get("linkrefid", "") for it in condition.iter("displayfeedback")),
        )
        for condition in item.iter("respcondition")
    )
    if any(it.points > 0 for it in found):
        return found
    titles = [it.get("title", "").casefold() for it in item.iter("respcondition")]
    return tuple(
        Condition(float(title == "correct"), it.tests, it.feedback)
        for title, it in zip(titles, found, strict=True)
    )


def find_keys(conditions: Sequence[Condition], response: str) -> tuple[str, ...]:
    """The values of a response that earn most; each once."""
    return keep_most(rank_words(conditions, response))


def find_earning(conditions: Sequence[Condition], response: str) -> tuple[str, ...]:
    """The values of a response that earn anything: together they are right."""
    return tuple(rank_words(conditions, response))


def keep_most(points: Mapping[T, float]) -> tuple[T, ...]:
    """Of the answers by what they earn those that earn most."""
    most = max(points.values(), default=0)
    return tuple(it for it, earned in points.items() if earned == most)


def rank_words(conditions: Sequence[Condition], response: str) -> dict[str, float]:
    """What each value of a response earns at most; none that earns nothing."""
    return _rank((it.points, it.wanted(response)) for it in conditions)


def rank_numbers(conditions: Sequence[Condition], response: str) -> dict[AcceptedAnswer, float]:
    """What each number earns at most; each condition's with its tolerance."""
    return _rank(
        (it.points, _read_numbers([test for test in it.tests if test.response == response]))
        for it in conditions
    )


def _rank(earned: Iterable[tuple[float, Iterable[T]]]) -> dict[T, float]:
    ranked: dict[T, float] = {}
    for points, answers in earned:
        for it in answers if points > 0 else ():
            ranked[it] = max(points, ranked.get(it, 0))
    return ranked


def _read_numbers(tests: Sequence[Test]) -> Iterator[AcceptedAnswer]:
    numbers = {
        name: [n for it in tests if it.name in names and (n := read_decimal(it.value)) is not None]
        for name, names in (("equal", {"varequal"}), ("least", _LEAST), ("most", _MOST))
    }
    if not numbers["least"] or not numbers["most"]:
        yield from (answer_around(it, it - it, it - it) for it in numbers["equal"])
        return
    low, high = numbers["least"][0], numbers["most"][0]
    middle = numbers["equal"][0] if numbers["equal"] else None
    if low > high:
        return
    if middle is None or not low <= middle <= high or middle + middle != low + high:
        yield answer_between(low, high)
    else:
        yield answer_within(middle, low, high)


def _read_tests(condition: etree._Element) -> Iterator[Test]:
    for variables in condition.iter("conditionvar"):
        for element in variables.iter():
            if str(element.tag).startswith("var"):
                denied = any(it.tag == "not" for it in element.iterancestors())
                value = " ".join("".join(element.itertext()).split())
                yield Test(element.get("respident", ""), str(element.tag), value, denied)


def _name_scores(item: etree._Element) -> frozenset[str]:
    """The outcomes that count as points: those of this name, and a single one of any other."""
    declared = {_name_outcome(it) for it in item.iter("decvar")}
    return _SCORES | declared if len(declared) == 1 else _SCORES


def _name_outcome(element: etree._Element) -> str:
    return str(element.get("varname", "SCORE")).casefold()


def _find_settings(condition: etree._Element, scores: frozenset[str]) -> Iterator[etree._Element]:
    return (it for it in condition.iter("setvar") if _name_outcome(it) in scores)


def _read_setting(setting: etree._Element) -> float:
    """The points that are given, or taken away; no other way to reckon earns any by itself."""
    text = (setting.text or "").strip()
    points = 1.0 if text.endswith(_MAXIMUM) else read_points(text)
    return points * _SIGNS.get(setting.get("action", "Set").casefold(), 0)
