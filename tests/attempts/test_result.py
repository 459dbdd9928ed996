"""What may be seen of a closed attempt: what a policy hides is not in the value at all."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from quizapp.attempts.answers import Value
from quizapp.attempts.models import PaperItem, Response
from quizapp.attempts.result import (
    ALL,
    SCORE,
    ResultItem,
    Visible,
    describe_value,
    key_value,
    report,
    score_by_skill,
    what_is_visible,
)
from quizapp.generation.draft import AcceptedAnswer, Kind, QuestionDraft, Skill
from quizapp.quizzes.models import ReviewPolicy
from tests.factories import choice, one_of_each_kind

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DRAFTS = {draft.kind: draft for draft in one_of_each_kind()}


def report_one(
    draft: QuestionDraft, value: Value, score: str, visible: Visible = ALL
) -> ResultItem:
    """The result of `draft` answered with `value`, its options printed from last to first."""
    order = tuple(map(str, reversed(range(len(draft.options)))))
    item = PaperItem(
        position=1,
        version_id=7,
        printed_order=order,
        max_score=Decimal(1),
        score=Decimal(score),
    )
    return report([item], {7: draft}, {1: Response(position=1, value=value)}, visible)[0]


@pytest.mark.parametrize(
    ("policy", "closes_at", "visible"),
    [
        (ReviewPolicy.EVERYTHING, None, ALL),
        (ReviewPolicy.EVERYTHING, NOON + HOUR, ALL),
        (ReviewPolicy.AFTER_CLOSING, None, SCORE),
        (ReviewPolicy.AFTER_CLOSING, NOON + HOUR, SCORE),
        (ReviewPolicy.AFTER_CLOSING, NOON + timedelta(microseconds=1), SCORE),
        (ReviewPolicy.AFTER_CLOSING, NOON, ALL),
        (ReviewPolicy.SCORE_ONLY, None, SCORE),
        (ReviewPolicy.SCORE_ONLY, NOON - HOUR, SCORE),
    ],
)
def test_the_policy_and_the_closing_time_decide_what_is_visible(
    policy: ReviewPolicy, closes_at: datetime | None, visible: Visible
) -> None:
    assert what_is_visible(policy, closes_at, NOON) == visible


def test_every_policy_shows_at_least_the_score() -> None:
    assert all(what_is_visible(policy, None, NOON).score for policy in ReviewPolicy)


def test_a_result_that_shows_everything_shows_the_key_and_why() -> None:
    item = report_one(replace(choice(), rationale="It says so."), ("1",), "0")
    assert item.given == ("A tram driver",)
    assert item.correct == ("Jana Kralova",)
    assert (item.score, item.state) == (Decimal(0), "wrong")
    assert [(it.text, it.chosen, it.key) for it in item.options] == [
        ("A cyclist", False, False),
        ("A tram driver", True, False),
        ("Jana Kralova", False, True),
    ]
    assert item.options[2].rationale == "The second paragraph says so."
    assert item.rationale == "It says so."
    assert (item.paragraph, item.quote) == (2, "Mayor Jana Kralova opened the new bridge")


def test_a_result_that_shows_the_score_alone_holds_nothing_else() -> None:
    item = report_one(replace(choice(), rationale="It says so."), ("1",), "0", SCORE)
    assert (item.given, item.correct) == (("A tram driver",), ())
    assert (item.score, item.state) == (None, None)
    assert all((it.key, it.rationale) == (None, "") for it in item.options)
    assert (item.rationale, item.span, item.paragraph, item.quote) == ("", None, None, "")


@pytest.mark.parametrize("kind", list(Kind))
def test_a_hidden_result_is_the_same_whatever_is_right(kind: Kind) -> None:
    draft = DRAFTS[kind]
    other = replace(
        draft,
        options=tuple(replace(it, key=not it.key, rationale="") for it in draft.options),
        accepted_answers=(AcceptedAnswer("other"),) if draft.accepted_answers else (),
        critical_span=choice().critical_span,
        rationale="secret",
    )
    hidden = [
        asdict(report_one(it, (), score, SCORE)) for it, score in ((draft, "1"), (other, "0"))
    ]
    assert hidden[0] == hidden[1]


@pytest.mark.parametrize(
    ("visible", "shown"),
    [
        (Visible(True, True, False, False, False), {"score", "state"}),
        (Visible(True, False, True, False, False), {"correct"}),
        (Visible(True, False, False, True, False), {"rationale"}),
        (Visible(True, False, False, False, True), {"span"}),
    ],
)
def test_each_part_is_shown_for_itself(visible: Visible, shown: set[str]) -> None:
    item = report_one(replace(choice(), rationale="It says so."), ("0",), "1", visible)
    parts = ("score", "state", "correct", "rationale", "span")
    assert {part for part in parts if getattr(item, part)} == shown


@pytest.mark.parametrize(
    ("value", "score", "state"),
    [
        ((), "0", "unanswered"),
        (("2",), "0", "wrong"),
        (("0",), "0.5", "partly"),
        (("0", "1"), "1", "right"),
    ],
)
def test_states(value: Value, score: str, state: str) -> None:
    assert report_one(DRAFTS[Kind.MULTIPLE_RESPONSE], value, score).state == state


def test_a_question_without_a_response_is_unanswered() -> None:
    item = PaperItem(
        position=1, version_id=7, printed_order=("0",), max_score=Decimal(1), score=Decimal(0)
    )
    result = report([item], {7: choice()}, {}, ALL)[0]
    assert (result.given, result.state) == ((), "unanswered")


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        (Kind.MULTIPLE_CHOICE, ("Jana Kralova",)),
        (Kind.MULTIPLE_RESPONSE, ("Trams", "Cyclists")),
        (Kind.TRUE_FALSE, ("True",)),
        (Kind.TRUE_FALSE_NOT_GIVEN, ("Not given",)),
        (Kind.SHORT_ANSWER, ("a flood",)),
        (Kind.CLOZE, ("Jana Kralova", "2003")),
        (Kind.NUMERICAL, ("40",)),
        (Kind.MATCHING, ("1998: the old bridge closed", "2003: the new bridge opened")),
        (
            Kind.ORDERING,
            ("The flood came", "The bridge was closed", "The new bridge was opened"),
        ),
    ],
)
def test_the_key_in_words(kind: Kind, key: tuple[str, ...]) -> None:
    assert describe_value(DRAFTS[kind], key_value(DRAFTS[kind])) == key


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        (Kind.MULTIPLE_CHOICE, (), ()),
        (Kind.CLOZE, ("", "2003"), ("(nothing)", "2003")),
        (Kind.MATCHING, ("", "2"), ("1998: (nothing)", "2003: the mayor was born")),
        (Kind.ORDERING, ("2", "", "1"), ("The new bridge was opened", "The flood came")),
    ],
)
def test_a_gap_in_the_answer_is_said_in_words(
    kind: Kind, value: Value, words: tuple[str, ...]
) -> None:
    assert describe_value(DRAFTS[kind], value) == words


def test_scores_are_summed_by_skill_in_the_skills_order() -> None:
    drafts = {
        1: choice(skill=Skill.INFERENCE),
        2: choice(skill=Skill.DETAIL),
        3: choice(skill=Skill.DETAIL),
    }
    items = [
        PaperItem(position=at, version_id=at, max_score=Decimal(1), score=score)
        for at, score in enumerate((Decimal("0.5"), Decimal(1), None), start=1)
    ]
    scores = score_by_skill(items, drafts)
    assert [(it.skill, it.score, it.max_score, it.ratio) for it in scores] == [
        (Skill.DETAIL, Decimal(1), Decimal(2), 0.5),
        (Skill.INFERENCE, Decimal("0.5"), Decimal(1), 0.5),
    ]
