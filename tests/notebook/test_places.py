"""How far somebody has read, and for how long, is counted and never more than it was."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from quizapp.notebook.places import (
    MOST_SECONDS,
    ReadingPlace,
    ReadingTime,
    find_place,
    list_places,
    move_place,
    note_reading,
    sum_reading,
)
from tests.conftest import NOON
from tests.factories import World, make_world

TODAY = NOON.date()


def read(
    session: Session, world: World, paragraph: int, seconds: int, after: int = 0, day: date = TODAY
) -> ReadingPlace:
    now = NOON + timedelta(seconds=after)
    return note_reading(
        session,
        world.learner,
        world.article,
        paragraph=paragraph,
        seconds=seconds,
        now=now,
        day=day,
    )


def test_the_furthest_paragraph_stays_when_the_reader_goes_back(session: Session) -> None:
    world = make_world(session, NOON)
    read(session, world, 3, 5)
    place = read(session, world, 1, 5, after=20)
    assert (place.paragraph, place.furthest) == (1, 3)
    assert find_place(session, world.learner.id, world.article.id) is place
    assert list_places(session, world.learner.id, [world.article.id]) == {world.article.id: place}


@pytest.mark.parametrize("paragraph", [0, 4])
def test_a_paragraph_that_the_article_lacks_is_refused(session: Session, paragraph: int) -> None:
    world = make_world(session, NOON)
    with pytest.raises(ValueError, match="no paragraph"):
        read(session, world, paragraph, 5)
    assert find_place(session, world.learner.id, world.article.id) is None


def test_seconds_are_summed_by_day_and_article(session: Session) -> None:
    world = make_world(session, NOON)
    read(session, world, 1, 20)
    read(session, world, 2, 20, after=20)
    tomorrow = TODAY + timedelta(days=1)
    read(session, world, 3, 30, after=86_400, day=tomorrow)
    article_id = world.article.id
    assert sum_reading(session, world.learner.id) == [
        ReadingTime(article_id, tomorrow, 30),
        ReadingTime(article_id, TODAY, 40),
    ]
    assert sum_reading(session, world.learner.id, since=tomorrow) == [
        ReadingTime(article_id, tomorrow, 30)
    ]
    assert sum_reading(session, world.learner.id + 1) == []


def test_nobody_reads_longer_than_time_has_passed(session: Session) -> None:
    world = make_world(session, NOON)
    read(session, world, 1, 10_000)
    assert sum_reading(session, world.learner.id)[0].seconds == MOST_SECONDS
    read(session, world, 1, 50, after=10)
    read(session, world, 1, 50, after=10)
    assert sum_reading(session, world.learner.id)[0].seconds == MOST_SECONDS + 10


def test_a_report_of_no_seconds_is_no_day_of_reading(session: Session) -> None:
    world = make_world(session, NOON)
    read(session, world, 1, 0)
    assert sum_reading(session, world.learner.id) == []


@pytest.mark.parametrize(
    ("at", "of", "others", "moved"),
    [(1, 3, 9, 1), (3, 3, 9, 7), (9, 9, 3, 3), (5, 9, 9, 5), (2, 4, 1, 1)],
)
def test_a_place_is_as_far_on_in_another_level(at: int, of: int, others: int, moved: int) -> None:
    assert move_place(ReadingPlace(paragraph=at), of, others) == moved
