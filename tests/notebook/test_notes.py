"""Notes stand where they were written, say something, and are their writer's alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quizapp.notebook.notes import (
    LONGEST_NOTE,
    Colour,
    Note,
    NoteError,
    NoteProblem,
    Place,
    add_note,
    change_note,
    find_note,
    list_notes,
    remove_note,
)
from tests.conftest import NOON
from tests.factories import DOCUMENT, World, make_world

LENGTH = len(DOCUMENT.paragraphs[0])


def write(session: Session, world: World, place: Place, text: str = "") -> Note:
    return add_note(
        session, world.learner, world.article, place, colour=Colour.YELLOW, text=text, now=NOON
    )


def test_notes_are_listed_in_the_order_of_reading(session: Session) -> None:
    world = make_world(session, NOON)
    later, first = write(session, world, Place(2, 0, 5)), write(session, world, Place(1, 4, 7))
    whole = write(session, world, Place(1), "Why?")
    assert list_notes(session, world.learner.id, world.article.id) == [whole, first, later]
    assert list_notes(session, world.learner.id + 1, world.article.id) == []


@pytest.mark.parametrize(
    ("place", "text", "problem"),
    [
        (Place(0), "Why?", NoteProblem.NO_PARAGRAPH),
        (Place(4), "Why?", NoteProblem.NO_PARAGRAPH),
        (Place(1, 0, LENGTH + 1), "", NoteProblem.NO_WORDS),
        (Place(1, 5, 5), "", NoteProblem.NO_WORDS),
        (Place(1), " \r\n ", NoteProblem.EMPTY),
        (Place(1), "a" * (LONGEST_NOTE + 1), NoteProblem.TOO_LONG),
    ],
)
def test_a_note_that_is_none_is_refused(
    session: Session, place: Place, text: str, problem: NoteProblem
) -> None:
    world = make_world(session, NOON)
    with pytest.raises(NoteError) as refused:
        write(session, world, place, text)
    assert refused.value.problem is problem
    write(session, world, Place(1, 0, LENGTH), "a" * LONGEST_NOTE)


def test_a_note_is_changed_in_its_place(session: Session) -> None:
    world = make_world(session, NOON)
    note = write(session, world, Place(1), "Why?")
    later = NOON + timedelta(hours=1)
    change_note(session, note, colour=Colour.VIOLET, text="Since when?", now=later)
    assert (note.text, note.colour, note.paragraph) == ("Since when?", Colour.VIOLET, 1)
    assert (note.made_at, note.changed_at) == (NOON, later)
    with pytest.raises(NoteError):
        change_note(session, note, colour=Colour.VIOLET, text="", now=later)


def test_a_note_is_found_by_its_writer_alone_and_gone_when_removed(session: Session) -> None:
    world = make_world(session, NOON)
    note, learner_id, article_id = (
        write(session, world, Place(1), "Why?"),
        world.learner.id,
        world.article.id,
    )
    assert find_note(session, learner_id, article_id, note.id) is note
    assert find_note(session, learner_id + 1, article_id, note.id) is None
    assert find_note(session, learner_id, article_id + 1, note.id) is None
    remove_note(session, note)
    assert list_notes(session, learner_id, article_id) == []


@pytest.mark.parametrize(
    ("fault", "name"),
    [
        ({"paragraph": 0}, "paragraph_from_one"),
        ({"start_offset": -1}, "starts_in_the_paragraph"),
        ({"start_offset": 7, "end_offset": 7}, "marks_words_or_none"),
        ({"end_offset": 0, "text": ""}, "says_something"),
    ],
)
def test_the_database_refuses_what_is_no_note(
    session: Session, fault: dict[str, object], name: str
) -> None:
    world = make_world(session, NOON)
    sound = {
        "learner_id": world.learner.id,
        "article_id": world.article.id,
        "paragraph": 1,
        "start_offset": 0,
        "end_offset": 3,
        "colour": Colour.GREEN,
        "text": "",
        "made_at": NOON,
        "changed_at": NOON,
    }
    session.add(Note(**sound))
    session.flush()
    session.add(Note(**{**sound, **fault}))
    with pytest.raises(IntegrityError, match=name):
        session.flush()
    session.rollback()
