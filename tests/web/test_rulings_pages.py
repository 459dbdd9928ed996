"""A teacher mends a key: looks first, does it in one step, undoes it; learners are told."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from flask import Flask

from quizapp.attempts import sitting
from quizapp.bank.library_models import Access
from quizapp.bank.models import Bank
from quizapp.bank.sharing import share_bank
from quizapp.db import db
from quizapp.generation.draft import Kind
from quizapp.quizzes.rules import SCORE_ONLY
from tests.conftest import MovableClock
from tests.web.clients import Visitor, sign_in_teacher, the_learner
from tests.web.engines import ON_SQLITE
from tests.web.watching import answer, read, words
from tests.web.worlds import Ids, build, find_position, find_question, read_question, start_attempt

pytestmark = ON_SQLITE
KEY, OTHER = 0, 1
REASON = "The second paragraph says otherwise."


@pytest.fixture
def ids(app: Flask, clock: MovableClock) -> Ids:
    return build(app, clock())


@pytest.fixture
def teacher(app: Flask, ids: Ids) -> Visitor:
    return sign_in_teacher(app)


def sit(
    app: Flask, ids: Ids, clock: MovableClock, kind: Kind = Kind.MULTIPLE_CHOICE, index: int = OTHER
) -> int:
    """An attempt that chose this option of the version, and nothing else."""
    attempt_id = start_attempt(app, ids, clock())
    position = find_position(app, attempt_id, kind)
    printed = read(app, attempt_id, lambda it: it.items[position - 1].printed_order)
    answer(app, attempt_id, position, [str(printed.index(str(index)))], clock)
    with app.app_context():
        sitting.submit(db.session(), attempt_id, now=clock())
        db.session.commit()
    return attempt_id


def version_at(app: Flask, attempt_id: int, kind: Kind) -> int:
    position = find_position(app, attempt_id, kind)
    version_id: int = read(app, attempt_id, lambda it: it.items[position - 1].version_id)
    return version_id


def mend_url(app: Flask, ids: Ids, attempt_id: int, kind: Kind = Kind.MULTIPLE_CHOICE) -> str:
    version_id = version_at(app, attempt_id, kind)
    return f"/teach/quizzes/{ids.quiz_id}/mend/questions/{version_id}"


def digest_of(page: str) -> str:
    found = re.search(r'name="digest" value="(\w+)"', page)
    assert found
    return found[1]


def mend(teacher: Visitor, url: str, **fields: Any) -> str:
    """Look and apply; the page that follows."""
    sent = {"reason": REASON, **fields}
    page = teacher.send(url, {**sent, "look": "1"}).text
    reply = teacher.send(url, {**sent, "digest": digest_of(page), "apply": "1"})
    assert reply.status_code == 302, words(reply.text)
    return teacher.see(reply.location)


def find_undo(page: str) -> str:
    """The address at which what the page tells of is undone."""
    found = re.search(r'href="([^"]+/undo)"', page)
    assert found
    return found[1]


def score_of(app: Flask, attempt_id: int) -> Any:
    return read(app, attempt_id, lambda it: (it.score, it.max_score))


def test_the_questions_that_were_asked_are_listed_and_lead_to_their_form(
    app: Flask, ids: Ids, teacher: Visitor, clock: MovableClock
) -> None:
    url = f"/teach/quizzes/{ids.quiz_id}/mend"
    assert "No question was asked yet" in teacher.see(url)
    assert url not in teacher.see(f"/teach/quizzes/{ids.quiz_id}")
    attempt_id = sit(app, ids, clock)
    assert url in teacher.see(f"/teach/quizzes/{ids.quiz_id}")
    page = teacher.see(url)
    assert page.count("Mend it<") == 12
    assert mend_url(app, ids, attempt_id) in page


def test_looking_shows_who_rises_and_writes_nothing(
    app: Flask, ids: Ids, teacher: Visitor, clock: MovableClock
) -> None:
    attempt_id = sit(app, ids, clock)
    url = mend_url(app, ids, attempt_id)
    fields = {"kind": "another_key", "options": [str(OTHER)], "reason": REASON, "look": "1"}
    said = words(teacher.send(url, fields).text)
    assert "What would change" in said
    assert "Ada Lovelace English 10A 1 0 of 12 0 % 1 of 12 8 % Rises" in said
    assert score_of(app, attempt_id)[0] == 0
    assert "What was mended" not in teacher.see(f"/teach/quizzes/{ids.quiz_id}/mend")


def test_a_key_is_mended_in_one_step_and_logged(
    app: Flask, ids: Ids, teacher: Visitor, clock: MovableClock
) -> None:
    attempt_id = sit(app, ids, clock)
    said = words(
        mend(teacher, mend_url(app, ids, attempt_id), kind="another_key", options=[str(OTHER)])
    )
    assert "The key is mended." in said
    assert REASON in said
    assert "“A tram driver”" in said
    assert "Ada Lovelace" in said
    assert score_of(app, attempt_id)[0] == 1
    log = words(teacher.see(f"/teach/quizzes/{ids.quiz_id}/mend"))
    assert "What was mended" in log
    assert "In force" in log


def test_who_falls_is_said_first(
    app: Flask, ids: Ids, teacher: Visitor, clock: MovableClock
) -> None:
    attempt_id = sit(app, ids, clock, index=KEY)
    fields = {"kind": "dropped", "reason": REASON, "look": "1"}
    said = words(teacher.send(mend_url(app, ids, attempt_id), fields).text)
    assert "1 attempt falls." in said
    assert "1 of 12" in said
    assert "0 of 11" in said


def test_a_change_is_undone_after_a_look_and_laid_again(
    app: Flask, ids: Ids, teacher: Visitor, clock: MovableClock
) -> None:
    attempt_id = sit(app, ids, clock)
    url = mend_url(app, ids, attempt_id)
    undo = find_undo(mend(teacher, url, kind="full_credit"))
    page = teacher.see(undo)
    assert "What undoing would change" in page
    assert score_of(app, attempt_id)[0] == 1
    done = teacher.send(undo, {"digest": digest_of(page)})
    said = words(teacher.see(done.location))
    assert "The change is undone." in said
    assert "See what undoing it has changed" in said
    assert score_of(app, attempt_id)[0] == 0
    assert "not in force any more" in words(teacher.see(teacher.get(undo).location))
    again = re.search(r'href="([^"]+again=\d+)"', teacher.see(done.location))
    assert again
    form = teacher.see(unescape(again[1]))
    assert re.search(r"checked[^>]*value=\"full_credit\"", form)
    mend(teacher, url, kind="full_credit")
    assert score_of(app, attempt_id)[0] == 1


def test_nothing_is_written_when_somebody_was_marked_since_the_look(
    app: Flask, ids: Ids, teacher: Visitor, clock: MovableClock
) -> None:
    attempt_id = sit(app, ids, clock)
    url = mend_url(app, ids, attempt_id)
    fields = {"kind": "full_credit", "reason": REASON}
    digest = digest_of(teacher.send(url, {**fields, "look": "1"}).text)
    second = sit(app, ids, clock)
    reply = teacher.send(url, {**fields, "digest": digest, "apply": "1"})
    assert "Nothing was changed." in reply.text
    assert REASON in reply.text, "nothing that was written is lost"
    assert score_of(app, attempt_id)[0] == score_of(app, second)[0] == 0
    again = teacher.send(url, {**fields, "digest": digest_of(reply.text), "apply": "1"})
    assert again.status_code == 302
    assert score_of(app, second)[0] == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"reason": REASON}, "Choose how the question counts from now on."),
        ({"kind": "full_credit"}, "Write why, for those who ask later."),
        ({"kind": "another_key", "reason": REASON}, "Choose at least one option that is right."),
        (
            {"kind": "another_key", "options": ["0"], "reason": REASON},
            "This is right already. Choose other options.",
        ),
        (
            {"kind": "accept_both", "options": ["1"], "reason": REASON, "corrects": "y"},
            "A question of the bank has one key.",
        ),
    ],
)
def test_what_cannot_be_ruled_is_said_at_its_field_and_nothing_is_lost(
    app: Flask,
    ids: Ids,
    teacher: Visitor,
    clock: MovableClock,
    fields: dict[str, Any],
    sentence: str,
) -> None:
    url = mend_url(app, ids, sit(app, ids, clock))
    page = teacher.send(url, {**fields, "look": "1"}).text
    assert "There is a problem" in page
    assert sentence in unescape(page)
    assert fields.get("reason", "") in page


def test_what_was_written_comes_back_when_the_teacher_wants_to_change_it(
    app: Flask, ids: Ids, teacher: Visitor, clock: MovableClock
) -> None:
    url = mend_url(app, ids, sit(app, ids, clock))
    fields = {"kind": "another_key", "options": ["2"], "reason": REASON, "change": "1"}
    page = teacher.send(url, fields).text
    assert "There is a problem" not in page
    assert REASON in page
    assert re.search(r'checked[^>]*name="options"[^>]*value="2"', page)


def test_the_bank_is_corrected_when_the_teacher_asks_for_it(
    app: Flask, ids: Ids, teacher: Visitor, clock: MovableClock
) -> None:
    url = mend_url(app, ids, sit(app, ids, clock))
    fields = {"kind": "another_key", "options": [str(OTHER)], "corrects": "y"}
    assert "A new version was made" in mend(teacher, url, **fields)
    question_id = find_question(app, ids, Kind.MULTIPLE_CHOICE)
    number, draft = read_question(app, ids, question_id)
    assert (number, [it.key for it in draft.options]) == (2, [False, True, False])
    assert "is another version by now" in teacher.see(url)


def test_typed_answers_and_numbers_are_written_one_a_line(
    app: Flask, ids: Ids, teacher: Visitor, clock: MovableClock
) -> None:
    attempt_id = start_attempt(app, ids, clock())
    for kind, fields in ((Kind.NUMERICAL, ["44"]), (Kind.SHORT_ANSWER, ["heavy rain"])):
        answer(app, attempt_id, find_position(app, attempt_id, kind), fields, clock)
    with app.app_context():
        sitting.submit(db.session(), attempt_id, now=clock())
        db.session.commit()
    url = mend_url(app, ids, attempt_id, Kind.SHORT_ANSWER)
    assert "a flood\nflooding" in teacher.see(url).replace("\r\n", "\n")
    mend(teacher, url, kind="accept_both", **{"answers-0": "Heavy rain\nrain"})
    assert score_of(app, attempt_id)[0] == 1
    url = mend_url(app, ids, attempt_id, Kind.NUMERICAL)
    mend(teacher, url, kind="another_key", tolerance="1", **{"answers-0": "45"})
    assert score_of(app, attempt_id)[0] == 2
    said = teacher.send(
        url,
        {
            "kind": "another_key",
            "reason": REASON,
            "answers-0": "many",
            "tolerance": "",
            "look": "1",
        },
    )
    assert "“many” is no number" in unescape(said.text)


def test_a_matching_question_offers_what_makes_sense(
    app: Flask, ids: Ids, teacher: Visitor, clock: MovableClock
) -> None:
    attempt_id = start_attempt(app, ids, clock())
    page = teacher.see(mend_url(app, ids, attempt_id, Kind.MATCHING))
    assert 'value="another_key"' not in page
    assert 'value="dropped"' in page
    assert "there is no other key to choose" in page


def test_only_the_owner_of_the_quiz_mends_it(
    app: Flask, ids: Ids, teacher: Visitor, clock: MovableClock
) -> None:
    attempt_id = sit(app, ids, clock)
    url = mend_url(app, ids, attempt_id)
    undo = find_undo(mend(teacher, url, kind="full_credit"))
    stranger = sign_in_teacher(app, "other")
    base = f"/teach/quizzes/{ids.quiz_id}/mend"
    for address in (base, url, undo, undo.removesuffix("/undo")):
        assert stranger.get(address).status_code == 404
        assert teacher.get(address).status_code == 200
    token = stranger.token("/teach/quizzes/new")
    for address in (url, undo):
        sent = {"csrf_token": token, "kind": "dropped", "reason": REASON, "apply": "1"}
        assert stranger.client.post(address, data=sent).status_code == 404
    assert teacher.get(f"{base}/questions/9999").status_code == 404
    assert teacher.get(f"{base}/log/9999").status_code == 404


def test_a_bank_that_may_only_be_read_is_not_corrected(
    app: Flask, ids: Ids, teacher: Visitor, clock: MovableClock
) -> None:
    url = mend_url(app, ids, sit(app, ids, clock))
    assert "Also correct the question in the bank" in teacher.see(url)
    with app.app_context():
        bank = db.session.get_one(Bank, ids.bank_id)
        owner, other = bank.teacher_id, bank.teacher_id + 1
        bank.teacher_id = other
        share_bank(db.session(), bank, "teacher", Access.READ)
        db.session.commit()
    assert owner != other
    assert "Also correct the question in the bank" not in teacher.see(url)
    mend(teacher, url, kind="another_key", options=[str(OTHER)], corrects="y")
    with app.app_context():
        assert read_question(app, ids, find_question(app, ids, Kind.MULTIPLE_CHOICE))[0] == 1


def test_the_learner_is_told_what_changed_and_sees_the_ruled_key(
    app: Flask, ids: Ids, teacher: Visitor, clock: MovableClock
) -> None:
    attempt_id = sit(app, ids, clock)
    learner = the_learner(app, ids)
    result = f"/learn/attempts/{attempt_id}/result"
    assert "changed how this question counts" not in learner.see(result)
    mend(teacher, mend_url(app, ids, attempt_id), kind="another_key", options=[str(OTHER)])
    page = learner.see(result)
    said = words(page)
    assert "Your teacher changed how this question counts on 2 Mar 2026" in said
    assert ": another answer is the right one." in said
    assert REASON not in page
    assert re.search(r"A tram driver Your answer Right answer", said)
    assert "You chose the right answer" in said
    assert "Jana Kralova opened the new bridge on" in said, "the passage stands"


def test_the_learner_is_told_that_a_question_does_not_count(
    app: Flask, ids: Ids, teacher: Visitor, clock: MovableClock
) -> None:
    attempt_id = sit(app, ids, clock, index=KEY)
    mend(teacher, mend_url(app, ids, attempt_id), kind="dropped")
    said = words(the_learner(app, ids).see(f"/learn/attempts/{attempt_id}/result"))
    assert "Does not count" in said
    assert "1 question does not count and is left out." in said
    assert "out of 11" in said
    mend(teacher, mend_url(app, ids, attempt_id, Kind.MATCHING), kind="full_credit")
    said = words(the_learner(app, ids).see(f"/learn/attempts/{attempt_id}/result"))
    assert "All the points" in said
    assert "Your teacher gives everybody all the points of this question" in said


def test_what_the_review_policy_hides_a_change_does_not_tell(
    app: Flask, clock: MovableClock
) -> None:
    ids = build(app, clock(), review=SCORE_ONLY)
    attempt_id = sit(app, ids, clock)
    mend(
        sign_in_teacher(app),
        mend_url(app, ids, attempt_id),
        kind="another_key",
        options=[str(OTHER)],
    )
    page = the_learner(app, ids).see(f"/learn/attempts/{attempt_id}/result")
    assert "changed how this question counts" not in page
    assert "A tram driver" not in page
    assert "1" in words(page)
