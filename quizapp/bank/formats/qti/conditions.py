"""What earns points in an item of QTI 1.2? (pure)

A condition tests responses, then sets or adds points and shows feedback. Systems write the same
thing in many ways: all at once with `and` and `not`, or choice by choice with points for each.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from quizapp.bank.formats.qti.declarations import read_points
from quizapp.bank.formats.qti.numerals import (
    answer_around,
    answer_between,
    answer_within,
    read_decimal,
)
from quizapp.generation.draft import AcceptedAnswer

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
    return tuple(dict.fromkeys(value for value, _ in _find_best(conditions, response)))


def find_earning(conditions: Sequence[Condition], response: str) -> tuple[str, ...]:
    """The values of a response that earn anything: together they are right."""
    earning = (it for it in conditions if it.points > 0)
    return tuple(dict.fromkeys(value for it in earning for value in it.wanted(response)))


def _find_best(conditions: Sequence[Condition], response: str) -> list[tuple[str, float]]:
    earned = [
        (value, it.points) for it in conditions if it.points > 0 for value in it.wanted(response)
    ]
    most = max((points for _, points in earned), default=0)
    return [(value, points) for value, points in earned if points == most]


def find_numbers(conditions: Sequence[Condition], response: str) -> list[AcceptedAnswer]:
    """The numbers that earn points, each condition's with its tolerance."""
    answers: list[AcceptedAnswer] = []
    for condition in conditions:
        if condition.points > 0:
            answers += _read_numbers([it for it in condition.tests if it.response == response])
    return answers


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
