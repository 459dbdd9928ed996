"""The teacher's library: banks are found, tagged, searched, copied, merged, shared and compared."""

from __future__ import annotations

from html import unescape

import pytest
from flask import Flask
from sqlalchemy import select

from quizapp.bank.content import load_latest
from quizapp.bank.library import add_collection
from quizapp.bank.library_models import Access, BankShare
from quizapp.bank.models import Bank, Question
from quizapp.bank.sharing import share_bank
from quizapp.db import db
from quizapp.generation.draft import Kind, Status
from quizapp.quizzes.models import Quiz
from tests.conftest import MovableClock
from tests.factories import choice, make_ferry_bank, one_of_each_kind
from tests.web.clients import Visitor, sign_in_teacher
from tests.web.engines import ON_SQLITE
from tests.web.worlds import COUNT, Ids, build, find_question

pytestmark = ON_SQLITE


@pytest.fixture
def ids(app: Flask, clock: MovableClock) -> Ids:
    return build(app, clock())


@pytest.fixture
def teacher(app: Flask, ids: Ids) -> Visitor:
    return sign_in_teacher(app)


@pytest.fixture
def colleague(app: Flask, ids: Ids) -> Visitor:
    return sign_in_teacher(app, "other")


def add_unit(app: Flask, ids: Ids, clock: MovableClock, title: str = "Unit 3") -> int:
    with app.app_context():
        owner = db.session.get_one(Bank, ids.bank_id).teacher
        unit = add_collection(db.session(), owner, title, now=clock())
        db.session.commit()
        return unit.id


def share(app: Flask, ids: Ids, access: Access) -> None:
    with app.app_context():
        share_bank(db.session(), db.session.get_one(Bank, ids.bank_id), "other", access)
        db.session.commit()


def count_questions(app: Flask, bank_id: int) -> int:
    with app.app_context():
        return len(load_latest(db.session(), bank_id))


def status_of(app: Flask, question_id: int) -> Status:
    with app.app_context():
        return db.session.get_one(Question, question_id).status


# The shelf


def test_a_collection_is_made_named_and_tagged(app: Flask, teacher: Visitor) -> None:
    reply = teacher.send("/teach/banks/new", {"title": " "})
    assert "Write a title." in reply.text
    reply = teacher.send("/teach/banks/new", {"title": "Unit 3"})
    page = teacher.see(reply.location or "")
    assert "Find questions and copy them into it." in page
    manage = f"{reply.location}/manage"
    teacher.send(manage, {"title": "Unit 4", "tags": "Week 3, <b>"})
    shelf = teacher.see("/teach/banks")
    assert "Unit 4" in shelf
    assert "week 3</a>" in shelf
    assert "&lt;b&gt;" in shelf
    assert "Unit 4" in teacher.see("/teach/banks?tag=week+3")
    assert "The bridge at Ostrava" not in teacher.see("/teach/banks?tag=week+3")
    assert "No bank has this tag" in teacher.see("/teach/banks?tag=%00nothing")


def test_what_is_wrong_with_title_or_tags_stands_on_the_form(ids: Ids, teacher: Visitor) -> None:
    manage = f"/teach/banks/{ids.bank_id}/manage"
    reply = teacher.send(manage, {"title": "Bridges", "tags": "x" * 41})
    assert "is too long for a tag" in reply.text
    assert 'value="Bridges"' in reply.text
    assert "Write a title." in teacher.send(manage, {"title": "  ", "tags": "week"}).text
    assert "week" not in teacher.see("/teach/banks")


def test_only_an_empty_collection_is_deleted(
    app: Flask, ids: Ids, teacher: Visitor, clock: MovableClock
) -> None:
    unit_id = add_unit(app, ids, clock)
    assert "has to stay" in teacher.see(f"/teach/banks/{ids.bank_id}/delete")
    page = f"/teach/banks/{unit_id}/delete"
    assert "Delete “Unit 3”?" in teacher.see(page)
    reply = teacher.send(f"/teach/banks/{ids.bank_id}/delete", page=page)
    assert "is not deleted" in teacher.see(reply.location or "")
    assert teacher.send(page).location == "/teach/banks"
    teacher.see(f"/teach/banks/{unit_id}", 404)


# Searching


def test_a_search_lights_up_what_it_found_and_never_writes_html(
    app: Flask, ids: Ids, teacher: Visitor, clock: MovableClock
) -> None:
    with app.app_context():
        bank = db.session.get_one(Bank, ids.bank_id)
        make_ferry_bank(db.session(), bank.teacher, clock())
        db.session.commit()
    page = teacher.see("/teach/banks/search?words=rivers")
    assert '<mark class="found">river</mark>' in page
    assert "1 question found" in page
    for words in ("%3Cscript%3E", "%22", "%F0%9F%98%80", "a%27+OR+1%3D1--", "%00", "x" * 500):
        assert "<script>" not in teacher.see(f"/teach/banks/search?words={words}")
    teacher.see("/teach/banks/search?page=99999999999&status=nonsense&kind=&bank=abc&tag=%00")


def test_filters_of_a_search_go_together(ids: Ids, teacher: Visitor) -> None:
    page = teacher.see(f"/teach/banks/search?words=flood&kind=short_answer&bank={ids.bank_id}")
    assert "1 question found" in page
    assert "Nothing found" in teacher.see("/teach/banks/search?words=flood&status=retired")


def test_a_question_is_tagged_and_found_by_its_tag(app: Flask, ids: Ids, teacher: Visitor) -> None:
    url = f"/teach/banks/questions/{ids.question_id}/tags"
    assert "is too long for a tag" in teacher.send(url, {"tags": "y" * 41}).text
    assert teacher.send(url, {"tags": "Hard"}).location == f"/teach/questions/{ids.question_id}"
    assert 'value="hard"' in teacher.see(url)
    assert "1 question found" in teacher.see("/teach/banks/search?tag=hard")


# Copying


def test_chosen_questions_are_copied_into_a_new_collection_once(
    app: Flask, ids: Ids, teacher: Visitor
) -> None:
    other_id = find_question(app, ids, Kind.CLOZE)
    url = f"/teach/banks/copy?question={ids.question_id}&question={other_id}"
    assert "Copy 2 questions" in teacher.see(url)
    reply = teacher.send(url, {"questions": [ids.question_id], "target": "new"})
    assert "Write a title for the new collection" in reply.text
    fields = {"questions": [ids.question_id, other_id], "target": "new", "title": "Unit 3"}
    reply = teacher.send(url, fields)
    unit_id = int((reply.location or "").rpartition("/")[2])
    assert "2 questions are copied." in teacher.see(f"/teach/banks/{unit_id}")
    teacher.send(url, {**fields, "target": str(unit_id)})
    page = teacher.see(f"/teach/banks/{unit_id}")
    assert "2 stand in “Unit 3” already, word for word: not doubled." in unescape(page)
    assert count_questions(app, unit_id) == 2


def test_what_cannot_be_copied_says_what_to_do(ids: Ids, teacher: Visitor) -> None:
    assert "No questions are chosen" in teacher.see("/teach/banks/copy?question=x")
    url = f"/teach/banks/copy?bank={ids.bank_id}"
    assert "Tick at least one question." in teacher.send(url, {"target": "new"}).text
    reply = teacher.send(url, {"questions": [ids.question_id], "target": "999"})
    assert "Not a valid choice" in reply.text


def test_nobody_copies_what_they_may_not_read_nor_into_what_is_not_theirs(
    app: Flask, ids: Ids, colleague: Visitor
) -> None:
    assert "No questions are chosen" in colleague.see(f"/teach/banks/copy?bank={ids.bank_id}")
    share(app, ids, Access.EDIT)
    url = f"/teach/banks/copy?bank={ids.bank_id}"
    fields = {"questions": [ids.question_id], "target": str(ids.bank_id)}
    assert "Not a valid choice" in colleague.send(url, fields).text
    reply = colleague.send(url, {**fields, "target": "new", "title": "Mine"})
    assert "1 question is copied." in colleague.see(reply.location or "")
    assert "The bridge at Ostrava" in colleague.see("/teach/articles")


# Merging


def test_a_merge_is_shown_first_and_then_done(
    app: Flask, ids: Ids, teacher: Visitor, clock: MovableClock
) -> None:
    unit_id = add_unit(app, ids, clock)
    url = f"/teach/banks/{ids.bank_id}/merge"
    assert "This will happen" not in teacher.see(url)
    assert "This will happen" not in teacher.see(f"{url}?into={ids.bank_id}")
    page = unescape(teacher.see(f"{url}?into={unit_id}"))
    assert (
        f"{COUNT} questions move from “The bridge at Ostrava (intermediate)” to “Unit 3”." in page
    )
    assert "will draw from all of “Unit 3”: Bridges." in page
    assert "stays, empty" in page
    assert count_questions(app, unit_id) == 0
    teacher.send(url, {"into": str(unit_id)}, page=f"{url}?into={unit_id}")
    assert count_questions(app, unit_id) == COUNT
    with app.app_context():
        assert db.session.get_one(Quiz, ids.quiz_id).bank_ids == (unit_id,)


# Sharing


def test_a_bank_is_shared_by_sign_in_name_and_closed_again(
    app: Flask, ids: Ids, teacher: Visitor, colleague: Visitor
) -> None:
    url = f"/teach/banks/{ids.bank_id}/share"
    assert (
        "No teacher signs in as" in teacher.send(url, {"sign_in_name": "x", "access": "read"}).text
    )
    assert (
        "Not a valid choice" in teacher.send(url, {"sign_in_name": "other", "access": "all"}).text
    )
    assert "Shared by" not in colleague.see("/teach/banks")
    teacher.send(url, {"sign_in_name": "other", "access": "read"})
    assert "you may read and copy" in colleague.see("/teach/banks")
    teacher.send(url, {"sign_in_name": "other", "access": "edit"})
    assert "you may edit" in colleague.see("/teach/banks")
    with app.app_context():
        colleague_id = db.session.scalars(select(BankShare.teacher_id)).one()
    teacher.send(f"/teach/banks/{ids.bank_id}/unshare", {"teacher": colleague_id}, page=url)
    colleague.see(f"/teach/banks/{ids.bank_id}", 404)


def test_a_reader_makes_a_quiz_that_goes_on_when_the_bank_is_closed(
    app: Flask, ids: Ids, teacher: Visitor, colleague: Visitor, clock: MovableClock
) -> None:
    share(app, ids, Access.READ)
    fields = {
        "title": "Theirs",
        "banks": [ids.bank_id],
        "ready": "own",
        "slots-0-count": "1",
        "slots-0-weight": "1",
        "time_limit": "20",
        "max_attempts": "1",
        "review_policy": "everything",
    }
    reply = colleague.send(f"/teach/banks/{ids.bank_id}/quizzes/new", fields)
    assert (reply.location or "").startswith("/teach/quizzes/"), reply.text
    with app.app_context():
        db.session.delete(db.session.scalars(select(BankShare)).one())
        db.session.commit()
    assert "Theirs" in colleague.see(reply.location or "")
    colleague.see(f"{reply.location}/edit")
    with app.app_context():
        quiz = db.session.scalars(select(Quiz).where(Quiz.title == "Theirs")).one()
        assert quiz.bank_ids == (ids.bank_id,)


# Asked twice


def test_what_is_asked_twice_is_retired_or_kept(app: Flask, clock: MovableClock) -> None:
    drafts = (choice("one"), choice("two"), choice("three"))
    ids = build(app, clock(), drafts)
    teacher = sign_in_teacher(app)
    first = ids.question_id
    page = teacher.see("/teach/banks/duplicates")
    assert "2 pairs" in page
    teacher.send(
        "/teach/banks/duplicates/keep",
        {"one": first, "other": first + 1},
        page="/teach/banks/duplicates",
    )
    assert "1 pair<" in teacher.see(f"/teach/banks/duplicates?bank={ids.bank_id}")
    reply = teacher.send(
        "/teach/banks/duplicates/retire",
        {"question": first + 2, "bank": ids.bank_id},
        page="/teach/banks/duplicates",
    )
    assert reply.location == f"/teach/banks/duplicates?bank={ids.bank_id}"
    assert "Nothing is asked twice" in teacher.see(reply.location)
    assert status_of(app, first + 2) is Status.RETIRED
    other = sign_in_teacher(app, "other")
    url, token = "/teach/banks/duplicates/retire", other.token("/teach/banks/new")
    sent = {"csrf_token": token, "question": str(first)}
    assert other.client.post(url, data=sent).status_code == 404
    assert status_of(app, first) is Status.APPROVED
    assert len(one_of_each_kind()) > len(drafts)


def test_an_address_that_nobody_of_ours_wrote_breaks_no_page(teacher: Visitor, ids: Ids) -> None:
    teacher.see("/teach/banks/search?endpoint=x&_external=1&page=99&words=bridge")
    for query in (f"question={'9' * 23}", f"bank={'9' * 23}", "bank=-1"):
        teacher.see(f"/teach/banks/copy?{query}")
    page = f"/teach/banks/{ids.bank_id}/share"
    unshare = f"/teach/banks/{ids.bank_id}/unshare"
    assert teacher.send(unshare, {"teacher": "9" * 23}, page=page).status_code == 302
