"""What may be seen of a closed attempt: what a policy hides is not in the value at all."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.attempts.answers import Value
from quizapp.attempts.models import PaperItem, Response
from quizapp.attempts.result import (
    ALL,
    NOTHING,
    ResultItem,
    Visible,
    cut_out,
    describe_value,
    find_feedback,
    is_checkable,
    key_value,
    report,
    what_is_visible,
)
from quizapp.generation.draft import AcceptedAnswer, Kind, QuestionDraft, Span
from quizapp.quizzes.rules import (
    ANSWERS_AFTER_CLOSING,
    EVERYTHING,
    PRACTICE,
    SCORE_ONLY,
    Aspect,
    FeedbackBand,
    Moment,
    ReviewPolicy,
    ScoringRules,
)
from tests.factories import DOCUMENT, choice, one_of_each_kind, span

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
TOLD = replace(NOTHING, attempt=True, score=True, overall_feedback=True)
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
        share=float(score),
    )
    response = Response(position=1, value=value)
    return report([item], {7: draft}, {1: response}, visible, ScoringRules())[0]


@pytest.mark.parametrize("moment", list(Moment))
@pytest.mark.parametrize("aspect", list(Aspect))
def test_a_right_shows_its_aspect_at_its_moment_and_nothing_else(
    moment: Moment, aspect: Aspect
) -> None:
    policy = frozenset({(moment, aspect)})
    for other in Moment:
        shown = asdict(what_is_visible(policy, other))
        assert shown == {it.value: (other, it) == (moment, aspect) for it in Aspect}


@pytest.mark.parametrize(
    ("policy", "soon", "later"),
    [
        (EVERYTHING, ALL, ALL),
        (ANSWERS_AFTER_CLOSING, TOLD, ALL),
        (SCORE_ONLY, replace(TOLD, attempt=False), replace(TOLD, attempt=False)),
    ],
)
def test_the_presets(policy: ReviewPolicy, soon: Visible, later: Visible) -> None:
    assert what_is_visible(policy, Moment.RIGHT_AFTER) == soon
    assert what_is_visible(policy, Moment.WHILE_OPEN) == soon
    assert what_is_visible(policy, Moment.AFTER_CLOSING) == later
    assert what_is_visible(policy, Moment.DURING) == NOTHING


def test_practice_shows_everything_as_soon_as_a_question_is_checked() -> None:
    assert what_is_visible(PRACTICE, Moment.DURING) == ALL
    assert is_checkable(PRACTICE)
    assert not is_checkable(EVERYTHING)


@pytest.mark.parametrize(
    ("score", "text"),
    [("0", "Read it again."), ("4.99", "Read it again."), ("5", "Good."), ("10", "Excellent.")],
)
def test_overall_feedback_is_that_of_the_highest_band_reached(score: str, text: str) -> None:
    bands = [
        FeedbackBand(50, "Good."),
        FeedbackBand(90, "Excellent."),
        FeedbackBand(0, "Read it again."),
    ]
    assert find_feedback(bands, Decimal(score), Decimal(10)) == text
    assert find_feedback([], Decimal(score), Decimal(10)) == ""


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
    item = report_one(replace(choice(), rationale="It says so."), ("1",), "0", TOLD)
    assert (item.given, item.correct) == (("A tram driver",), ())
    assert (item.score, item.state) == (None, None)
    assert all((it.key, it.rationale) == (None, "") for it in item.options)
    assert (item.rationale, item.evidence, item.paragraph, item.quote) == ("", (), None, "")


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
    hidden = [asdict(report_one(it, (), score, TOLD)) for it, score in ((draft, "1"), (other, "0"))]
    assert hidden[0] == hidden[1]


EXPLAINED = replace(choice(), rationale="It says so.")
SHOWN_ALONE: dict[Aspect, set[str]] = {
    Aspect.ATTEMPT: {"skill", "stem", "given", "options"},
    Aspect.CORRECTNESS: {"state"},
    Aspect.RATIONALE: {"rationale"},
    Aspect.EVIDENCE: {"evidence", "quote"},
    Aspect.KEY: {"correct"},
}


@pytest.mark.parametrize("aspect", list(SHOWN_ALONE))
def test_each_aspect_alone_shows_its_own_and_nothing_else(aspect: Aspect) -> None:
    visible = replace(NOTHING, **{aspect.value: True})
    shown = asdict(report_one(EXPLAINED, ("0",), "1", visible))
    always = {"position", "kind", "max_score"}
    assert {part for part, value in shown.items() if value} - always == SHOWN_ALONE[aspect]


@pytest.mark.parametrize("aspect", [Aspect.SCORE, Aspect.OVERALL_FEEDBACK])
def test_what_is_said_of_the_whole_says_nothing_of_a_question(aspect: Aspect) -> None:
    visible = replace(NOTHING, **{aspect.value: True})
    item = PaperItem(position=1, version_id=7, printed_order=("0",), max_score=Decimal(1))
    assert report([item], {7: choice()}, {}, visible, ScoringRules()) == ()


def test_the_points_of_a_question_need_correctness_and_score() -> None:
    for shown in ({"score"}, {"correctness"}):
        one = replace(NOTHING, attempt=True, **dict.fromkeys(shown, True))
        item = report_one(EXPLAINED, ("0",), "1", one)
        assert (item.score, item.parts) == (None, ())
    both = replace(NOTHING, attempt=True, score=True, correctness=True)
    item = report_one(EXPLAINED, ("0",), "1", both)
    assert (item.score, [part.label for part in item.parts]) == (Decimal(1), ["Your choice"])


def test_the_parts_name_what_was_asked_so_they_need_the_attempt() -> None:
    both = replace(NOTHING, score=True, correctness=True)
    item = report_one(DRAFTS[Kind.MULTIPLE_RESPONSE], ("0", "1"), "1", both)
    assert (item.score, item.parts) == (Decimal(1), ())


@pytest.mark.parametrize(
    ("visible", "reasons"),
    [
        (replace(NOTHING, attempt=True, rationale=True), ["", "No driver is named.", ""]),
        (
            replace(NOTHING, attempt=True, rationale=True, key=True),
            ["Cyclists use it.", "No driver is named.", "The second paragraph says so."],
        ),
    ],
)
def test_without_the_key_there_is_a_reason_for_the_own_choice_alone(
    visible: Visible, reasons: list[str]
) -> None:
    item = report_one(EXPLAINED, ("1",), "0", visible)
    assert [option.rationale for option in item.options] == reasons
    assert item.rationale == ("It says so." if visible.key else "")


def test_reasons_stand_without_the_options_where_the_attempt_is_hidden() -> None:
    alone = report_one(EXPLAINED, ("1",), "0", replace(NOTHING, rationale=True))
    assert (alone.rationale, alone.options) == ("No driver is named.", ())
    with_key = report_one(EXPLAINED, ("1",), "0", replace(NOTHING, rationale=True, key=True))
    says = "The second paragraph says so. No driver is named. It says so."
    assert with_key.rationale == says


def test_evidence_without_the_key_leaves_out_what_gives_the_key_away() -> None:
    hiding = replace(EXPLAINED, hidden_spans=(span(2, "Jana Kralova"),))
    evidence = replace(NOTHING, evidence=True)
    assert report_one(hiding, (), "0", evidence).quote == "Mayor ____ opened the new bridge"
    shown = report_one(hiding, (), "0", replace(evidence, key=True))
    assert shown.quote == "Mayor Jana Kralova opened the new bridge"


def test_a_sentence_that_was_taken_out_leaves_no_trace_in_the_evidence() -> None:
    whole = span(3, "It cost 40 million crowns, and it carries trams")
    taken = replace(DRAFTS[Kind.INSERTION], critical_span=whole)
    item = report_one(taken, (), "0", replace(NOTHING, evidence=True))
    assert ", and" not in item.quote
    assert "____" not in item.quote


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=4))
def test_what_is_cut_out_of_a_span_is_gone_and_the_rest_stays(cuts: list[tuple[int, int]]) -> None:
    text = DOCUMENT.paragraphs[2]
    whole = Span(3, 5, 50, text[5:50])
    hidden = [Span(3, at, at + length, text[at : at + length]) for at, length in cuts]
    left = cut_out(whole, hidden)
    covered = {place for it in hidden for place in range(it.start, it.end)}
    assert [place for it in left for place in range(it.start, it.end)] == [
        place for place in range(5, 50) if place not in covered
    ]
    assert all(it.quote == text[it.start : it.end] for it in left)


def test_another_paragraph_is_not_cut() -> None:
    whole = span(2, "Mayor Jana Kralova")
    assert cut_out(whole, [Span(1, 0, 99, "")]) == (whole,)


def mark_one(**marks: Any) -> PaperItem:
    given = {"score": Decimal(0), "share": 0.0, "max_score": Decimal(1), **marks}
    return PaperItem(position=1, version_id=7, printed_order=(), **given)


def test_that_an_answer_waits_for_the_teacher_is_part_of_correctness() -> None:
    item = mark_one(needs_marking=True)
    response = {1: Response(position=1, value=("a storm",))}
    draft = {7: DRAFTS[Kind.SHORT_ANSWER]}
    assert report([item], draft, response, ALL)[0].needs_marking
    assert not report([item], draft, response, TOLD)[0].needs_marking


def test_what_the_teacher_gave_and_said_needs_correctness_and_score() -> None:
    item = mark_one(score=Decimal("0.5"), share=0.5, marked_at=NOON, comment="Nearly.")
    shown = report([item], {7: DRAFTS[Kind.SHORT_ANSWER]}, {}, ALL, ScoringRules())[0]
    assert (shown.marked_at, shown.comment, shown.parts) == (NOON, "Nearly.", ())
    hidden = report([item], {7: DRAFTS[Kind.SHORT_ANSWER]}, {}, TOLD)[0]
    assert (hidden.marked_at, hidden.comment) == (None, "")


def test_an_attempt_without_a_score_is_not_judged() -> None:
    item = mark_one(score=None, share=None)
    shown = report([item], {7: choice()}, {}, ALL, ScoringRules())[0]
    assert (shown.state, shown.score, shown.parts) == (None, None, ())


def test_how_sure_the_learner_was_is_part_of_the_answer() -> None:
    responses = {1: Response(position=1, value=("a flood",), certainty=3)}
    draft = {7: DRAFTS[Kind.SHORT_ANSWER]}
    assert report([mark_one()], draft, responses, TOLD)[0].certainty == 3
    assert report([mark_one()], draft, responses, replace(NOTHING, key=True))[0].certainty is None


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
        position=1,
        version_id=7,
        printed_order=("0",),
        max_score=Decimal(1),
        score=Decimal(0),
        share=0,
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
