"""Between the page's fields and a response's value: nothing is lost, nonsense is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.attempts.answers import (
    MAX_TEXT,
    AnswerError,
    Value,
    count_gaps,
    from_page,
    premises,
    to_page,
)
from quizapp.generation.draft import CHOICE_KINDS, TEXT_KINDS, Kind, QuestionDraft
from tests.factories import one_of_each_kind

DRAFTS = {draft.kind: draft for draft in one_of_each_kind()}
REVERSED_FOUR = (3, 2, 1, 0)
REVERSED_THREE = (2, 1, 0)


def count_printed(draft: QuestionDraft) -> int:
    """How many things stand on the page in a printed order."""
    return len(draft.options or draft.pairs or draft.order)


@st.composite
def pages(draw: st.DrawFn) -> tuple[QuestionDraft, tuple[int, ...], list[str]]:
    """A question of any kind, a printed order of it, and fields that its page can send."""
    draft = DRAFTS[draw(st.sampled_from(list(Kind)))]
    count = count_printed(draft)
    order = tuple(draw(st.permutations(range(count))))
    if draft.kind in TEXT_KINDS:
        gaps = count_gaps(draft.kind, draft.stem)
        return draft, order, draw(st.lists(st.text(max_size=30), min_size=gaps, max_size=gaps))
    if draft.kind in CHOICE_KINDS:
        most = count if draft.kind is Kind.MULTIPLE_RESPONSE else 1
        places = draw(st.lists(st.integers(0, count - 1), max_size=most, unique=True))
        return draft, order, [str(place) for place in places]
    first = 1 if draft.kind is Kind.ORDERING else 0
    size = count if draft.kind is Kind.ORDERING else len(premises(draft))
    field = st.just("") | st.integers(first, count - 1 + first).map(str)
    return draft, order, draw(st.lists(field, min_size=size, max_size=size))


@given(pages())
def test_what_the_page_shows_is_what_the_page_sent(
    page: tuple[QuestionDraft, tuple[int, ...], list[str]],
) -> None:
    draft, order, fields = page
    value = from_page(draft, order, fields)
    assert from_page(draft, order, to_page(draft, order, value)) == value
    shown = to_page(draft, order, value)
    if draft.kind in CHOICE_KINDS:
        assert sorted(shown) == sorted(fields)
    elif draft.kind not in TEXT_KINDS and any(fields):
        assert list(shown) == fields
    elif any(field.strip() for field in fields):
        assert list(shown) == [" ".join(field.split()) for field in fields]
    else:
        assert shown == ()


@given(pages(), st.data())
def test_a_value_means_the_same_in_every_printed_order(
    page: tuple[QuestionDraft, tuple[int, ...], list[str]], data: st.DataObject
) -> None:
    draft, order, fields = page
    value = from_page(draft, order, fields)
    other = tuple(data.draw(st.permutations(order)))
    assert from_page(draft, other, to_page(draft, other, value)) == value


@pytest.mark.parametrize(
    ("kind", "order", "fields", "value"),
    [
        (Kind.MULTIPLE_CHOICE, REVERSED_THREE, ["0"], ("2",)),
        (Kind.MULTIPLE_CHOICE, REVERSED_THREE, [], ()),
        (Kind.MULTIPLE_CHOICE, REVERSED_THREE, [""], ()),
        (Kind.MULTIPLE_RESPONSE, REVERSED_FOUR, ["3", "0"], ("0", "3")),
        (Kind.MULTIPLE_RESPONSE, REVERSED_FOUR, ["3", "3"], ("0",)),
        (Kind.TRUE_FALSE, (0, 1), ["1"], ("1",)),
        (Kind.TRUE_FALSE_NOT_GIVEN, (0, 1, 2), ["2"], ("2",)),
        (Kind.SHORT_ANSWER, (), ["  a   flood "], ("a flood",)),
        (Kind.SHORT_ANSWER, (), ["  "], ()),
        (Kind.CLOZE, (), ["", "2003"], ("", "2003")),
        (Kind.CLOZE, (), ["", ""], ()),
        (Kind.NUMERICAL, (), ["40"], ("40",)),
        (Kind.MATCHING, REVERSED_THREE, ["2", "0"], ("0", "2")),
        (Kind.MATCHING, REVERSED_THREE, ["", "1"], ("", "1")),
        (Kind.MATCHING, REVERSED_THREE, ["", ""], ()),
        (Kind.ORDERING, (2, 0, 1), ["3", "1", "2"], ("1", "2", "3")),
        (Kind.ORDERING, (2, 0, 1), ["3", "", ""], ("", "", "3")),
        (Kind.ORDERING, (2, 0, 1), ["", "", ""], ()),
    ],
)
def test_values_count_in_the_versions_own_order(
    kind: Kind, order: tuple[int, ...], fields: list[str], value: Value
) -> None:
    assert from_page(DRAFTS[kind], order, fields) == value


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (Kind.MULTIPLE_CHOICE, ["0", "1"]),
        (Kind.MULTIPLE_CHOICE, ["3"]),
        (Kind.MULTIPLE_CHOICE, ["-1"]),
        (Kind.MULTIPLE_CHOICE, ["x"]),
        (Kind.MULTIPLE_CHOICE, ["0.0"]),
        (Kind.MULTIPLE_CHOICE, ["²"]),
        (Kind.MULTIPLE_CHOICE, ["9" * 5000]),
        (Kind.MULTIPLE_RESPONSE, ["0", "4"]),
        (Kind.TRUE_FALSE, ["0", "1"]),
        (Kind.TRUE_FALSE, ["2"]),
        (Kind.TRUE_FALSE_NOT_GIVEN, ["3"]),
        (Kind.SHORT_ANSWER, ["a", "b"]),
        (Kind.SHORT_ANSWER, ["a" * (MAX_TEXT + 1)]),
        (Kind.CLOZE, ["a", "b", "c"]),
        (Kind.NUMERICAL, ["4", "0"]),
        (Kind.MATCHING, ["0"]),
        (Kind.MATCHING, ["0", "1", "2"]),
        (Kind.MATCHING, ["0", "3"]),
        (Kind.ORDERING, ["1", "2"]),
        (Kind.ORDERING, ["1", "2", "3", "4"]),
        (Kind.ORDERING, ["0", "1", "2"]),
        (Kind.ORDERING, ["1", "2", "4"]),
    ],
)
def test_fields_that_fit_no_question_are_refused(kind: Kind, fields: list[str]) -> None:
    draft = DRAFTS[kind]
    with pytest.raises(AnswerError, match="reload the page"):
        from_page(draft, tuple(range(count_printed(draft))), fields)


def test_the_longest_text_is_kept_whole() -> None:
    longest = "a" * MAX_TEXT
    assert from_page(DRAFTS[Kind.SHORT_ANSWER], (), [longest]) == (longest,)


@given(st.sampled_from(list(Kind)), st.lists(st.text(max_size=5), max_size=6))
def test_whatever_is_sent_is_a_value_or_a_refusal(kind: Kind, fields: list[str]) -> None:
    draft = DRAFTS[kind]
    order = tuple(range(count_printed(draft)))
    try:
        value = from_page(draft, order, fields)
    except AnswerError:
        return
    assert from_page(draft, order, to_page(draft, order, value)) == value


@pytest.mark.parametrize("kind", list(Kind))
def test_sending_nothing_clears_the_answer(kind: Kind) -> None:
    draft = DRAFTS[kind]
    order = tuple(range(count_printed(draft)))
    assert from_page(draft, order, []) == to_page(draft, order, ()) == ()


def test_only_real_premises_are_asked_about() -> None:
    assert premises(DRAFTS[Kind.MATCHING]) == ("1998", "2003")


@pytest.mark.parametrize(
    ("kind", "stem", "gaps"),
    [
        (Kind.CLOZE, "One ____ here", 1),
        (Kind.CLOZE, "____ and ____ and ____", 3),
        (Kind.SHORT_ANSWER, "What is ____ and ____?", 1),
        (Kind.NUMERICAL, "How many?", 1),
    ],
)
def test_a_typed_question_has_a_field_for_every_gap(kind: Kind, stem: str, gaps: int) -> None:
    assert count_gaps(kind, stem) == gaps
