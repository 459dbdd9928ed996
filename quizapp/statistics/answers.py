"""Who chose what? The answers to a question, counted. (pure)

A question has one group of choices, or one for each gap, premise or item. Learners are ranked by
their rest score, what they have in all other questions: the weakest and the strongest third are
those up to and from the score that parts off a third, so learners of one score stay together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt

from quizapp.attempts.answers import Value, premises
from quizapp.attempts.result import key_value
from quizapp.attempts.typed_answers import Fit, find_fit, normal_form
from quizapp.generation.draft import CHOICE_KINDS, TEXT_KINDS, Kind, QuestionDraft
from quizapp.quizzes.rules import ScoringRules
from quizapp.statistics.formulas import Counts, Number, count, find_rank

NOTHING = ""  # what is chosen by who gives no answer
MOST_TYPED = 12  # typed answers are told one by one up to so many
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class Choice:
    """What so many have chosen: of all, of the weakest and of the strongest third (shares).

    `point_biserial` is the correlation of choosing it with the rest score, from -1 to 1.
    """

    letter: str
    text: str
    is_key: bool
    n: int
    share: float
    weakest: float | None
    strongest: float | None
    point_biserial: float | None

    @property
    def is_blank(self) -> bool:
        return not self.text

    @property
    def name(self) -> str:
        """What to call it in a sentence: B (“a tram”), or “a tram”."""
        quoted = f"“{self.text}”"
        return f"{self.letter} ({quoted})" if self.letter else quoted


@dataclass(frozen=True)
class AnswerGroup:
    """The choices at one place of a question; `others` is how many typed something rarer."""

    label: str
    choices: tuple[Choice, ...]
    others: int = 0

    @property
    def key(self) -> Choice | None:
        """The right choice, where there is only one."""
        keys = [it for it in self.choices if it.is_key]
        return keys[0] if len(keys) == 1 else None


@dataclass(frozen=True)
class _Place:
    """A place that is answered: what it is called, and what stands there to choose from."""

    label: str
    offered: tuple[tuple[str, str, bool], ...]  # a choice's id, its text, whether it is right


class _Ranks:
    """The rest scores of all who were asked, and which of them part off a third."""

    def __init__(self, rests: Counts) -> None:
        self.rests, self.n = rests, count(rests)
        third = max(1, self.n // 3)
        self.low, self.high = find_rank(rests, third - 1), find_rank(rests, self.n - third)
        self.n_low = sum(n for rest, n in rests.items() if rest <= self.low)
        self.n_high = sum(n for rest, n in rests.items() if rest >= self.high)
        self.sum = sum(rest * n for rest, n in rests.items())
        self.squares = sum(rest * rest * n for rest, n in rests.items())

    def describe(self, letter: str, text: str, is_key: bool, chosen: Counts) -> Choice:
        n = count(chosen)
        weakest = sum(times for rest, times in chosen.items() if rest <= self.low)
        strongest = sum(times for rest, times in chosen.items() if rest >= self.high)
        tells_apart = self.low < self.high
        return Choice(
            letter=letter,
            text=text,
            is_key=is_key,
            n=n,
            share=n / self.n,
            weakest=weakest / self.n_low if tells_apart else None,
            strongest=strongest / self.n_high if tells_apart else None,
            point_biserial=self._correlate(n, sum(rest * it for rest, it in chosen.items())),
        )

    def _correlate(self, n: int, of_chosen: Number) -> float | None:
        spread = (self.n * n - n * n) * (self.n * self.squares - self.sum * self.sum)
        if not spread:
            return None
        return float(self.n * of_chosen - n * self.sum) / sqrt(spread)


def count_answers(
    draft: QuestionDraft, given: Mapping[tuple[Value, Number], int], rules: ScoringRules
) -> tuple[AnswerGroup, ...]:
    """The groups of a question that was answered so: `given` counts (value, rest score)."""
    rests: Counter[Number] = Counter()
    for (_, rest), n in given.items():
        rests[rest] += n
    if not rests:
        return ()
    ranks, typed = _Ranks(rests), draft.kind in TEXT_KINDS
    groups = []
    for at, place in enumerate(_list_places(draft)):
        chosen: dict[str, Counter[Number]] = {}
        for (value, rest), n in given.items():
            for it in _read_place(draft, value, at):
                chosen.setdefault(it, Counter())[rest] += n
        groups.append(
            _count_typed(draft, at, place, chosen, ranks, rules)
            if typed
            else _count_offered(draft, place, chosen, ranks)
        )
    return tuple(groups)


def _list_places(draft: QuestionDraft) -> list[_Place]:
    if draft.kind in CHOICE_KINDS:
        offered = ((str(at), it.text, it.key) for at, it in enumerate(draft.options))
        return [_Place("", tuple(offered))]
    keys = key_value(draft)
    if draft.kind in TEXT_KINDS:
        is_cloze = draft.kind is Kind.CLOZE
        return [_Place(f"Gap {gap + 1}" if is_cloze else "", ()) for gap in range(len(keys))]
    if draft.kind is Kind.MATCHING:
        labels: Iterable[str] = premises(draft)
        texts = {str(at): pair.response for at, pair in enumerate(draft.pairs)}
    else:
        labels = draft.order
        texts = {str(place): f"Place {place}" for place in range(1, len(draft.order) + 1)}
    return [
        _Place(label, tuple((it, text, it == key) for it, text in texts.items()))
        for label, key in zip(labels, keys, strict=True)
    ]


def _read_place(draft: QuestionDraft, value: Value, at: int) -> Value:
    """What a response says at a place: one choice, several, or NOTHING."""
    if draft.kind in CHOICE_KINDS:
        return value or (NOTHING,)
    return value[at : at + 1] or (NOTHING,)


def _count_offered(
    draft: QuestionDraft, place: _Place, chosen: Mapping[str, Counts], ranks: _Ranks
) -> AnswerGroup:
    lettered = draft.kind in CHOICE_KINDS and len(place.offered) <= len(LETTERS)
    choices = [
        ranks.describe(LETTERS[at] if lettered else "", text, is_key, chosen.get(it, {}))
        for at, (it, text, is_key) in enumerate(place.offered)
    ]
    return AnswerGroup(place.label, (*choices, *_count_blank(chosen, ranks)))


def _count_typed(
    draft: QuestionDraft,
    at: int,
    place: _Place,
    chosen: Mapping[str, Counts],
    ranks: _Ranks,
    rules: ScoringRules,
) -> AnswerGroup:
    """What was typed, the most frequent first; spellings that read the same are one."""
    spellings: dict[str, Counter[str]] = {}
    counted: dict[str, Counter[Number]] = {}
    for text, rests in chosen.items():
        if text:
            form = normal_form(text, rules) or text
            spellings.setdefault(form, Counter())[text] += count(rests)
            counted.setdefault(form, Counter()).update(rests)
    forms = sorted(counted, key=lambda it: (-count(counted[it]), it))
    choices = []
    for form in forms[:MOST_TYPED]:
        text = min(spellings[form], key=lambda it: (-spellings[form][it], it))
        is_right = find_fit(draft, at + 1, text, rules) is not Fit.WRONG
        choices.append(ranks.describe("", text, is_right, counted[form]))
    others = sum(count(counted[it]) for it in forms[MOST_TYPED:])
    return AnswerGroup(place.label, (*choices, *_count_blank(chosen, ranks)), others)


def _count_blank(chosen: Mapping[str, Counts], ranks: _Ranks) -> list[Choice]:
    blank = chosen.get(NOTHING)
    return [ranks.describe("", "", False, blank)] if blank else []
