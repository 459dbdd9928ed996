"""Questions of a file are planned, shown and added; what is there is not doubled."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from quizapp.bank.content import load_latest
from quizapp.bank.exporting import pack_bank
from quizapp.bank.formats.exchange import Item, Parcel, quote_span
from quizapp.bank.import_plans import NO_PASSAGE, Outcome, plan_import
from quizapp.bank.importing import carry_out, find_home, list_held
from quizapp.bank.models import Bank
from quizapp.bank.pictures import load_pictures
from quizapp.bank.review import ReviewError, decide
from quizapp.bank.tags import list_question_tags, set_question_tags
from quizapp.generation.draft import NOWHERE, AcceptedAnswer, Kind, Picture, Status
from tests.conftest import MovableClock
from tests.factories import DOCUMENT, FERRY, choice, make_bank, make_teacher, one_of_each_kind
from tests.web.worlds import PICTURE, PICTURE_SHA256


@pytest.fixture
def bank(session: Session, clock: MovableClock) -> Bank:
    return make_bank(session, make_teacher(session, clock()), clock())


def test_a_bank_that_is_packed_and_taken_elsewhere_says_the_same(
    session: Session, bank: Bank, clock: MovableClock
) -> None:
    for question, _, _ in load_latest(session, bank.id):
        set_question_tags(session, question, ["week 3"])
    parcel = pack_bank(session, bank, {Status.APPROVED})
    other = make_teacher(session, clock(), "other")
    plan = plan_import(parcel)
    copy = carry_out(session, other, plan, parcel.pictures, now=clock())
    assert (copy.teacher_id, copy.title) == (other.id, DOCUMENT.title)
    assert plan.count(Outcome.NEW) == len(one_of_each_kind())
    assert {draft.uid for _, _, draft in load_latest(session, copy.id)} == {
        draft.uid for draft in one_of_each_kind()
    }
    tags = list_question_tags(session, [it.id for it, _, _ in load_latest(session, copy.id)])
    assert set(map(tuple, tags.values())) == {("week 3",)}


def test_what_comes_from_a_file_is_a_draft(
    session: Session, bank: Bank, clock: MovableClock
) -> None:
    item = Item(replace(choice("new"), stem="Who was it?", status=Status.DRAFT), 0)
    plan = plan_import(Parcel("x", (item,), (DOCUMENT,)), held=list_held(session, bank))
    carry_out(session, bank.teacher, plan, {}, bank, now=clock())
    (added,) = [it for it, _, _ in load_latest(session, bank.id) if it.uid == "new"]
    assert added.status is Status.DRAFT


def test_the_same_file_twice_adds_nothing(
    session: Session, bank: Bank, clock: MovableClock
) -> None:
    parcel = pack_bank(session, bank, {Status.APPROVED})
    plan = plan_import(parcel, held=list_held(session, bank))
    assert plan.count(Outcome.HELD) == len(parcel.items)
    assert plan.added == ()
    twice = replace(parcel, items=parcel.items * 2)
    assert plan_import(twice).count(Outcome.HELD) == len(parcel.items)


def test_an_id_that_is_taken_gets_a_number(
    session: Session, bank: Bank, clock: MovableClock
) -> None:
    item = Item(choice(stem="Whose bridge is it?"), 0)
    plan = plan_import(Parcel("x", (item,), (DOCUMENT,)), held=list_held(session, bank))
    carry_out(session, bank.teacher, plan, {}, bank, now=clock())
    assert "who-opened-2" in {it.uid for it, _, _ in load_latest(session, bank.id)}


def test_an_id_that_can_be_none_here_is_replaced(session: Session) -> None:
    for uid in ("", "ÄÖ", "with space", "x" * 81, "-"):
        (arrival,) = plan_import(Parcel("x", (Item(choice(uid), 0),), (DOCUMENT,))).arrivals
        assert arrival.draft.uid.startswith("i-")


def test_a_question_without_a_passage_waits_for_one() -> None:
    parcel = Parcel("x", (Item(choice(), None),))
    (arrival,) = plan_import(parcel).arrivals
    assert (arrival.outcome, arrival.message) == (Outcome.REFUSED, NO_PASSAGE)
    (arrival,) = plan_import(parcel, DOCUMENT).arrivals
    assert arrival.outcome is Outcome.NEW


def test_a_question_that_breaks_a_rule_is_refused_with_the_sentence() -> None:
    broken = choice(options=choice().options[:1])
    (arrival,) = plan_import(Parcel("x", (Item(broken, 0),), (DOCUMENT,))).arrivals
    assert arrival.outcome is Outcome.REFUSED
    assert arrival.message == "It has 1 options; give it two to eight."


def test_without_evidence_it_is_taken_but_not_approved(
    session: Session, bank: Bank, clock: MovableClock
) -> None:
    item = Item(choice("bare", critical_span=NOWHERE, options=choice().options[::-1]), 0)
    bare = replace(item.draft, stem="Which bridge?", status=Status.DRAFT)
    bare = replace(bare, options=tuple(replace(it, text=f"{it.text}?") for it in bare.options))
    plan = plan_import(Parcel("x", (Item(bare, 0),), (DOCUMENT,)))
    carry_out(session, bank.teacher, plan, {}, bank, now=clock())
    (question,) = [it for it, _, _ in load_latest(session, bank.id) if it.uid == "bare"]
    decided = decide(session, [question], Status.APPROVED, teacher_id=bank.teacher_id, now=clock())
    ((_, error),) = decided.refused
    assert isinstance(error, ReviewError)
    assert str(error) == "choose the words that prove the key"


def test_questions_about_several_texts_become_a_collection(
    session: Session, bank: Bank, clock: MovableClock
) -> None:
    items = (Item(choice(), 0), Item(choice("ferry", stem="Which ferry?"), 1))
    plan = plan_import(Parcel("Unit 3", items, (DOCUMENT, FERRY)))
    made = carry_out(session, bank.teacher, plan, {}, now=clock())
    assert (made.title, made.article_id) == ("Unit 3", None)


def test_a_picture_comes_along_and_is_kept_once(
    session: Session, bank: Bank, clock: MovableClock
) -> None:
    pictures = (Picture(PICTURE_SHA256, "A bridge"),)
    items = tuple(Item(choice(uid, stem=f"{uid}?", pictures=pictures), 0) for uid in ("a1", "b1"))
    parcel = Parcel("x", items, (DOCUMENT,), {PICTURE_SHA256: PICTURE})
    carry_out(session, bank.teacher, plan_import(parcel), parcel.pictures, bank, now=clock())
    assert load_pictures(session, {PICTURE_SHA256}) == {PICTURE_SHA256: PICTURE}
    packed = pack_bank(session, bank, set(Status))
    assert packed.pictures == {PICTURE_SHA256: PICTURE}
    assert [it.draft.pictures for it in packed.items if it.draft.pictures] == [pictures] * 2


def test_questions_with_different_pictures_are_two_and_one_that_lost_its_picture_is_held() -> None:
    items = tuple(Item(choice("a1", pictures=(Picture(it * 64),)), 0) for it in "ab")
    outcomes = [it.outcome for it in plan_import(Parcel("x", items, (DOCUMENT,))).arrivals]
    assert outcomes == [Outcome.NEW, Outcome.NEW]
    items = (items[0], Item(choice("a1"), 0))
    outcomes = [it.outcome for it in plan_import(Parcel("x", items, (DOCUMENT,))).arrivals]
    assert outcomes == [Outcome.NEW, Outcome.HELD]


def test_two_questions_of_one_id_are_told_apart_before_they_are_written() -> None:
    items = (Item(choice("q-1"), 0), Item(choice("q-1", stem="Why?"), 0))
    arrivals = plan_import(Parcel("x", items, (DOCUMENT,))).arrivals
    assert [it.draft.uid for it in arrivals] == ["q-1", "q-1-2"]


def test_the_bank_of_the_one_article_is_where_questions_go_of_themselves(
    session: Session, bank: Bank
) -> None:
    one = Parcel("x", (Item(choice(), 0),), (DOCUMENT,))
    assert find_home(session, bank.teacher_id, one, None) == bank
    assert find_home(session, bank.teacher_id + 1, one, None) is None
    bare = Parcel("x", (Item(choice(), None),))
    assert find_home(session, bank.teacher_id, bare, DOCUMENT) == bank
    assert find_home(session, bank.teacher_id, bare, None) is None
    both = Parcel("x", (Item(choice(), 0), Item(choice(), 1)), (DOCUMENT, FERRY))
    assert find_home(session, bank.teacher_id, both, None) is None


def test_a_number_without_a_tolerance_is_the_same_as_one_with_none() -> None:
    number = next(it for it in one_of_each_kind() if it.kind is Kind.NUMERICAL)
    items = tuple(
        Item(replace(number, accepted_answers=(AcceptedAnswer("40", tolerance=it),)), 0)
        for it in ("0", "", "0.5")
    )
    outcomes = [it.outcome for it in plan_import(Parcel("x", items, (DOCUMENT,))).arrivals]
    assert outcomes == [Outcome.NEW, Outcome.HELD, Outcome.NEW]


def test_evidence_that_stands_nowhere_is_told_and_not_lost_in_silence() -> None:
    item = Item(choice(critical_span=quote_span(2, "no such words")), 0)
    (arrival,) = plan_import(Parcel("x", (item,), (DOCUMENT,))).arrivals
    assert arrival.lost_quote == "no such words"
    (arrival,) = plan_import(Parcel("x", (Item(choice(), 0),), (DOCUMENT,))).arrivals
    assert arrival.lost_quote == ""
