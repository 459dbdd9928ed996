"""What is asked twice is pointed out, once, and no longer when a teacher keeps both."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.bank.duplicates import (
    NEAR,
    Asked,
    Pair,
    find_likenesses,
    find_pairs,
    keep_both,
)
from quizapp.bank.models import Question
from quizapp.bank.review import decide
from quizapp.generation.draft import Option, Status
from tests.conftest import MovableClock
from tests.factories import choice, ferry_questions, make_bank, make_ferry_bank, make_teacher

WORDS = ("who", "opened", "the", "new", "bridge", "in", "may", "mayor", "jana", "kralova")


@st.composite
def questions(draw: st.DrawFn) -> list[Asked]:
    texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join)
    abouts = st.frozensets(st.sampled_from(("article 1", "article 2", "evidence x")), min_size=1)
    drawn = draw(st.lists(st.tuples(texts, abouts), max_size=25))
    return [Asked(number, text, about) for number, (text, about) in enumerate(drawn)]


def find_plainly(asked: list[Asked]) -> set[tuple[int, int]]:
    """The near pairs, each compared with each."""
    return {
        (one.id, other.id)
        for one in asked
        for other in asked
        if one.id < other.id
        and one.text != other.text
        and one.about & other.about
        and len(one.words & other.words) >= NEAR * len(one.words | other.words)
    }


@given(questions())
def test_near_pairs_are_those_of_comparing_each_with_each(asked: list[Asked]) -> None:
    near = {(it.first_id, it.second_id) for it in find_pairs(asked) if not it.is_same}
    assert near == find_plainly(asked)


@given(questions(), st.randoms(use_true_random=False))
def test_the_order_of_the_questions_changes_nothing(asked: list[Asked], rng: object) -> None:
    shuffled = list(asked)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    assert find_pairs(shuffled) == find_pairs(asked)


@given(questions())
def test_a_pair_is_of_two_and_comes_once(asked: list[Asked]) -> None:
    pairs = find_pairs([*asked, *asked])
    ids = [(it.first_id, it.second_id) for it in pairs]
    assert all(first < second for first, second in ids)
    assert len(set(ids)) == len(ids)
    assert all(NEAR <= it.share <= 1 for it in pairs)


@given(questions())
def test_of_questions_that_read_the_same_all_but_the_oldest_are_pointed_out(
    asked: list[Asked],
) -> None:
    same = [it for it in find_pairs(asked) if it.is_same]
    assert len(same) == len(asked) - len({it.text for it in asked})


def test_the_same_words_about_another_article_are_near_only_with_the_same_evidence() -> None:
    one = Asked(1, "who opened the new bridge in may", frozenset({"article 1", "evidence a"}))
    other = replace(one, id=2, text=f"{one.text} exactly", about=frozenset({"article 2"}))
    assert find_pairs([one, other]) == set()
    with_evidence = replace(other, about=other.about | {"evidence a"})
    assert find_pairs([one, with_evidence]) == {Pair(1, 2, 7 / 8)}


def test_pairs_of_all_banks_are_pointed_out_until_they_are_settled(
    session: Session, clock: MovableClock
) -> None:
    teacher = make_teacher(session, clock())
    first = choice("first")
    drafts = (
        first,
        replace(first, uid="again", stem="Who opened the NEW bridge"),
        replace(first, uid="near", stem="Who opened the new bridge then?"),
        replace(first, uid="other-key", options=(Option("A cyclist", True), Option("Nobody"))),
    )
    bank = make_bank(session, teacher, clock(), drafts)
    ferry = make_ferry_bank(session, teacher, clock())
    asked = {it.uid: it for it in session.scalars(select(Question))}

    def look() -> list[set[str]]:
        found, total = find_likenesses(session, [bank.id, ferry.id])
        assert total == len(found)
        return [{it.first[0].uid, it.second[0].uid} for it in found]

    assert look() == [{"first", "again"}, {"first", "near"}, {"again", "near"}]
    keep_both(session, asked["again"], asked["first"])
    keep_both(session, asked["first"], asked["again"])
    keep_both(session, asked["first"], asked["first"])
    assert look() == [{"first", "near"}, {"again", "near"}]
    decide(session, [asked["near"]], Status.RETIRED, teacher_id=teacher.id, now=clock())
    assert look() == []
    assert len(ferry_questions()) == len(asked) - len(drafts)
