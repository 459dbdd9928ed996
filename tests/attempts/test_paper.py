"""What a learner sees while sitting: the question as printed, and no trace of the key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.attempts.models import Attempt, PaperItem, Response
from quizapp.attempts.paper import ItemView, print_paper
from quizapp.attempts.responses import AnswersSoFar
from quizapp.generation.draft import (
    AcceptedAnswer,
    DistractorClass,
    Kind,
    Option,
    Pair,
    QuestionDraft,
)
from quizapp.quizzes.rules import Navigation
from tests.factories import choice, one_of_each_kind, span

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
DRAFTS = {draft.kind: draft for draft in one_of_each_kind()}


def print_one(
    draft: QuestionDraft, order: Sequence[int] = (), response: Response | None = None
) -> ItemView:
    """`draft` alone on a paper, printed in `order`."""
    item = PaperItem(
        position=1,
        version_id=7,
        printed_order=tuple(map(str, order or range(len(draft.options)))),
        max_score=Decimal(1),
    )
    attempt = Attempt(items=[item], grace_seconds=0, navigation=Navigation.FREE)
    given = {1: response} if response else {}
    highest = {1: response.sequence} if response else {}
    return print_paper(attempt, {7: draft}, AnswersSoFar(given, highest, None), NOON)[0]


def test_options_are_printed_in_their_printed_order_and_counted_there() -> None:
    view = print_one(choice(), (2, 0, 1))
    assert view.options == (("0", "A cyclist"), ("1", "Jana Kralova"), ("2", "A tram driver"))


@pytest.mark.parametrize("key", [0, 1, 2])
def test_the_page_is_the_same_whichever_option_is_the_key(key: int) -> None:
    texts = ("one", "two", "three")
    draft = choice(
        options=tuple(
            Option(text, at == key, "" if at == key else "Because.", None if at == key else wrong)
            for at, (text, wrong) in enumerate(zip(texts, DistractorClass, strict=True))
        )
    )
    plain = choice(options=tuple(Option(text) for text in texts))
    assert print_one(draft) == print_one(plain)


@pytest.mark.parametrize("kind", [Kind.SHORT_ANSWER, Kind.CLOZE, Kind.NUMERICAL])
def test_the_page_is_the_same_whatever_is_accepted(kind: Kind) -> None:
    draft = DRAFTS[kind]
    other = replace(draft, accepted_answers=(AcceptedAnswer("something else"),))
    assert print_one(draft) == print_one(other)


@pytest.mark.parametrize("kind", list(Kind))
def test_evidence_and_rationale_do_not_change_the_page(kind: Kind) -> None:
    draft = DRAFTS[kind]
    other = replace(
        draft,
        uid="another-name",
        critical_span=span(1, "closed in 1998"),
        distractor_spans=(span(3, "40 million crowns"),),
        rationale="It is so because it is so.",
        pattern="secret",
        confidence=0.1,
        reasons=("doubtful",),
    )
    order = range(len(draft.options or draft.pairs or draft.order))
    assert print_one(draft, order) == print_one(other, order)


@given(st.permutations(range(4)), st.permutations(range(4)))
def test_the_page_of_an_ordering_says_nothing_of_the_right_order(
    order: list[int], right: list[int]
) -> None:
    """Whatever the right order is, a printed order exists that gives the very same page."""
    texts = ("one", "two", "three", "four")
    first = replace(DRAFTS[Kind.ORDERING], order=texts)
    second = replace(DRAFTS[Kind.ORDERING], order=tuple(texts[it] for it in right))
    assert print_one(first, order) == print_one(second, [right.index(it) for it in order])


@given(st.permutations(range(4)), st.permutations(range(4)))
def test_the_page_of_a_matching_says_nothing_of_the_right_pairs(
    order: list[int], right: list[int]
) -> None:
    premises, texts = ("a", "b", "c", ""), ("one", "two", "three", "four")
    first = replace(DRAFTS[Kind.MATCHING], pairs=tuple(map(Pair, premises, texts)))
    second = replace(
        first, pairs=tuple(Pair(it, texts[at]) for it, at in zip(premises, right, strict=True))
    )
    assert print_one(first, order) == print_one(second, [right.index(it) for it in order])


def test_matching_and_ordering_values_are_the_printed_places() -> None:
    matching = print_one(DRAFTS[Kind.MATCHING], (2, 0, 1))
    assert matching.premises == ("1998", "2003")
    assert [place for place, _ in matching.responses] == ["0", "1", "2"]
    assert matching.responses[0] == ("0", "the mayor was born")
    ordering = print_one(DRAFTS[Kind.ORDERING], (2, 0, 1))
    assert ordering.order_items[0] == "The new bridge was opened"
    assert ordering.responses == ordering.options == ()


@pytest.mark.parametrize("kind", [Kind.SHORT_ANSWER, Kind.CLOZE, Kind.NUMERICAL])
def test_no_accepted_answer_stands_anywhere_on_the_page(kind: Kind) -> None:
    view = str(asdict(print_one(DRAFTS[kind])))
    assert not [it.text for it in DRAFTS[kind].accepted_answers if f"'{it.text}'" in view]


def test_a_view_has_no_field_for_a_key() -> None:
    fields = set(asdict(print_one(choice())))
    assert not fields & {"key", "rationale", "critical_span", "correct", "uid", "version_id"}


def test_a_saved_answer_is_shown_as_the_page_sent_it() -> None:
    saved = Response(position=1, sequence=3, value=("0",))
    view = print_one(choice(), (2, 0, 1), saved)
    assert (view.value, view.answered, view.sequence) == (("1",), True, 4)


def test_a_cleared_answer_is_unanswered_but_counts_on() -> None:
    view = print_one(choice(), (2, 0, 1), Response(position=1, sequence=2, value=()))
    assert (view.value, view.answered, view.sequence) == ((), False, 3)


def test_a_fresh_question_begins_with_sequence_one() -> None:
    view = print_one(choice())
    assert (view.value, view.answered, view.sequence) == ((), False, 1)


def test_only_typed_questions_have_gaps() -> None:
    gaps = {kind: print_one(draft, range(2)).gaps for kind, draft in DRAFTS.items()}
    typed = {Kind.SHORT_ANSWER: 1, Kind.CLOZE: 2, Kind.NUMERICAL: 1}
    assert gaps == {kind: typed.get(kind, 0) for kind in Kind}


def test_a_paper_keeps_the_order_of_its_items() -> None:
    drafts = dict(enumerate(one_of_each_kind(), start=1))
    items = [
        PaperItem(
            position=number,
            version_id=number,
            printed_order=tuple(map(str, range(len(draft.options or draft.pairs or draft.order)))),
            max_score=Decimal(1),
        )
        for number, draft in drafts.items()
    ]
    attempt = Attempt(items=items, grace_seconds=0, navigation=Navigation.FREE)
    views = print_paper(attempt, drafts, AnswersSoFar({}, {}, None), NOON)
    assert [(it.position, it.count, it.stem) for it in views] == [
        (number, len(drafts), draft.stem) for number, draft in drafts.items()
    ]
