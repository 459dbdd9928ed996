"""A kept word on its page: it asks, tells how it went, counts once, and rests when it has to."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from quizapp.accounts.models import Learner
from quizapp.articles.models import Article
from quizapp.db import db
from quizapp.notebook.words import KeptWord, Sentence, keep_word
from quizapp.progress.models import PracticeCard, PracticeReview
from quizapp.progress.word_questions import RECALL_FROM
from tests.conftest import MovableClock
from tests.factories import choice, span
from tests.web.clients import Visitor, another_learner, sign_in_teacher, the_learner
from tests.web.engines import ON_SQLITE
from tests.web.test_languages import choose, list_english
from tests.web.test_practice_pages import DRAFTS
from tests.web.worlds import Ids, build, start_attempt

pytestmark = ON_SQLITE
HIDDEN = re.compile(r'name="(number|version|shown_at)"[^>]*value="(\d+)"')
OPTION = re.compile(r'value="(\d)">\s*<label for="answer-1-\d" lang="en">([^<]*)</label>')
MEANING = "too much water"
SOURCES = {"Open", "WordNet", "Princeton", "CC", "BY"}
DUE = "Due for practice: 1 word<"


@dataclass
class Practising:
    """A learner with a word that was kept the day before."""

    app: Flask
    ids: Ids
    learner: Visitor

    @property
    def url(self) -> str:
        return f"/learn/practice/words/{self.ids.kept_word_id}"

    def fields(self) -> dict[str, str]:
        return dict(HIDDEN.findall(self.learner.see(self.url)))

    def options(self) -> dict[str, str]:
        """What may be chosen: the texts with what the page sends for them."""
        found = OPTION.findall(self.learner.see(self.url))
        return {unescape(text): value for value, text in found}

    def send(self, **given: str) -> str:
        reply = self.learner.send(self.url, {**self.fields(), **given}, page="/learn/practice")
        return reply.location or reply.text

    def reviews(self) -> list[tuple[int, float, tuple[str, ...]]]:
        with self.app.app_context():
            rows = db.session.scalars(select(PracticeReview).order_by(PracticeReview.id))
            return [(it.number, it.share, it.value) for it in rows]

    def come_back(self, clock: MovableClock, days: int) -> None:
        """Sign in again, for so many days later nobody is signed in any more."""
        clock.move(days=days)
        self.learner = the_learner(self.app, self.ids)

    def set_card(self, **values: object) -> None:
        with self.app.app_context():
            db.session.execute(update(PracticeCard).values(**values))
            db.session.commit()


def open_practice(app: Flask, clock: MovableClock, **rules: object) -> Practising:
    ids = build(app, clock(), DRAFTS, **{"max_attempts": None, **rules})
    clock.move(days=1)
    return Practising(app, ids, the_learner(app, ids))


def know_well(place: Practising, clock: MovableClock) -> None:
    """Let the word be one that is typed."""
    place.send(answer=place.options()[MEANING])
    place.set_card(stability=RECALL_FROM)
    place.come_back(clock, days=40)


def test_a_word_is_due_on_the_day_after_it_was_kept(app: Flask, clock: MovableClock) -> None:
    ids = build(app, clock(), DRAFTS)
    learner = the_learner(app, ids)
    assert "Due in 12 hours" in learner.see("/learn/words")
    assert "ue for practice" not in learner.see("/learn")
    clock.move(hours=12)
    assert DUE in learner.see("/learn")
    page = learner.see("/learn/words")
    assert "1 word is due for practice." in page
    assert "Due for practice now" in page
    assert '<h2 id="due-title">1 word</h2>' in learner.see("/learn/practice")
    assert learner.send("/learn/practice").location.endswith(f"/words/{ids.kept_word_id}")


def test_a_word_is_asked_in_its_sentence_with_its_meaning_among_others(
    app: Flask, clock: MovableClock
) -> None:
    place = open_practice(app, clock)
    page = place.learner.see(place.url)
    assert "What does this word mean here?" in page
    assert 'The old bridge was closed in 1998 after a <mark class="word-lit">flood</mark>.' in page
    options = place.options()
    assert MEANING in options
    assert len(options) == 4
    assert place.options() == options, "a reload shows the same page"
    assert place.send(answer=options[MEANING]) == place.url
    page = place.learner.see(place.url)
    assert "<h1>Right</h1>" in page
    assert MEANING in page
    assert "This word is due again in 2 days." in page
    assert f"/learn/texts/{place.ids.article_id}#passage-{place.ids.article_id}-p1" in page
    assert "What else it can mean" in page
    assert place.reviews() == [(1, 1.0, (MEANING,))]
    assert "Due in 2 days" in place.learner.see("/learn/words")


def test_a_wrong_meaning_is_told_beside_the_right_one(app: Flask, clock: MovableClock) -> None:
    place = open_practice(app, clock)
    wrong = next(text for text in place.options() if text != MEANING)
    place.send(answer=place.options()[wrong])
    page = unescape(place.learner.see(place.url))
    assert "<h1>Not right this time</h1>" in page
    assert f'<dd lang="en">{wrong}</dd>' in page
    assert MEANING in page
    assert "due again in 10 minutes" in page
    assert place.reviews() == [(1, 0.0, (wrong,))]


def test_who_does_not_know_learns_it(app: Flask, clock: MovableClock) -> None:
    place = open_practice(app, clock)
    place.send(unknown="1")
    assert "Now you can learn it" in place.learner.see(place.url)
    assert place.reviews() == [(1, 0.0, ())]


def test_a_word_that_is_well_known_is_typed(app: Flask, clock: MovableClock) -> None:
    place = open_practice(app, clock)
    know_well(place, clock)
    page = place.learner.see(place.url)
    assert "Which word means this?" in page
    assert MEANING in page
    assert "flood" not in page.lower()
    assert "closed in 1998 after a <span" in page
    place.send(answer="a flod")
    page = place.learner.see(place.url)
    assert "<h1>Right</h1>" in page
    assert '<dd lang="en">a flod</dd>' in page


@pytest.mark.parametrize(("typed", "share"), [("Floods", 1), ("blood", 0), ("bridge", 0)])
def test_another_word_is_no_slip_and_a_form_is_right(
    app: Flask, clock: MovableClock, typed: str, share: int
) -> None:
    place = open_practice(app, clock)
    know_well(place, clock)
    place.send(answer=typed)
    assert place.reviews()[-1] == (2, share, (typed,))


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_the_pages_of_a_word_have_no_english_word_but_its_own(
    app: Flask, clock: MovableClock, language: str
) -> None:
    place = open_practice(app, clock)
    start_attempt(app, place.ids, clock(), closed=True)
    choose(place.learner, language)
    pages = [place.learner.see(place.url), place.send(), place.learner.see("/learn/practice")]
    options = place.options()
    place.send(answer=options[MEANING])
    pages += [place.learner.see(it) for it in (place.url, "/learn/words", "/learn/progress")]
    place.set_card(stability=RECALL_FROM)
    place.come_back(clock, days=40)
    pages += [place.learner.see(place.url), place.send(), place.learner.see("/learn")]
    place.send(answer="bridge")
    pages += [place.learner.see(it) for it in (place.url, "/learn/practice/done")]
    start_attempt(app, place.ids, clock())
    pages.append(place.learner.see(place.url))
    assert [sorted(set(list_english(it)) - SOURCES) for it in pages] == [[]] * len(pages)


def test_an_empty_answer_is_asked_for_once_more(app: Flask, clock: MovableClock) -> None:
    place = open_practice(app, clock)
    page = place.send(certainty="3")
    assert "Choose a meaning, or “I do not know”." in page
    assert re.search(r'<input checked[^>]*name="certainty"[^>]*value="3"', page)
    know_well(place, clock)
    assert "Write the word, or choose “I do not know”." in place.send(answer="  ")
    assert len(place.reviews()) == 1


def test_an_answer_counts_once(app: Flask, clock: MovableClock) -> None:
    place = open_practice(app, clock)
    fields = {**place.fields(), "unknown": "1"}
    for _ in range(2):
        assert place.learner.send(place.url, fields, page="/learn").location == place.url
    assert len(place.reviews()) == 1


def test_what_no_page_of_ours_sends_changes_nothing(app: Flask, clock: MovableClock) -> None:
    place = open_practice(app, clock)
    fields = place.fields()
    for change in ({"number": "x"}, {"version": "999"}, {"certainty": "7"}, {"number": "-1"}):
        reply = place.learner.send(place.url, {**fields, "unknown": "1", **change}, page="/learn")
        assert reply.location == place.url
    reply = place.learner.send(place.url, {**fields, "answer": "99"}, page="/learn")
    assert reply.status_code == 400
    assert place.reviews() == []


def test_an_answer_to_options_that_are_others_now_does_not_count(
    app: Flask, clock: MovableClock
) -> None:
    place = open_practice(app, clock)
    fields = {**place.fields(), "answer": place.options()[MEANING]}
    with app.app_context():
        db.session.execute(update(KeptWord).values(meaning="a great wave"))
        db.session.commit()
    assert place.learner.send(place.url, fields, page="/learn").location == place.url
    assert place.reviews() == []
    assert "a great wave" in place.options()


def test_another_learners_word_does_not_exist(app: Flask, clock: MovableClock) -> None:
    place = open_practice(app, clock)
    place.learner.see(place.url)
    stranger = another_learner(app, place.ids)
    stranger.see(place.url, 404)
    assert stranger.send(place.url, {"unknown": "1"}, page="/learn").status_code == 404
    place.learner.see(f"/learn/practice/words/{10**12}", 404)


def test_a_word_rests_while_an_attempt_on_its_text_runs(app: Flask, clock: MovableClock) -> None:
    place = open_practice(app, clock)
    fields = {**place.fields(), "unknown": "1"}
    attempt_id = start_attempt(app, place.ids, clock())
    page = place.learner.see(place.url)
    assert "<h1>This word rests</h1>" in page
    assert MEANING not in page
    assert place.learner.send(place.url, fields, page="/learn").location == place.url
    assert place.reviews() == []
    assert DUE not in place.learner.see("/learn")
    assert "Due" not in place.learner.see("/learn/words")
    place.learner.send(f"/learn/attempts/{attempt_id}/submit", page="/learn")
    assert MEANING in place.options()


def test_a_word_without_a_sentence_is_asked_alone(app: Flask, clock: MovableClock) -> None:
    place = open_practice(app, clock)
    with app.app_context():
        learner = db.session.get_one(Learner, place.ids.learner_id)
        keep_word(db.session(), learner, "flood", MEANING, None, now=clock())
        db.session.commit()
    page = place.learner.see(place.url)
    assert "What does this word mean?" in page
    assert "word-stood" not in page
    assert len(place.options()) == 4


def hide(app: Flask, ids: Ids, word: str, whole: str) -> None:
    """Let the word have been kept from the sentence `whole` of the second paragraph."""
    with app.app_context():
        session: Session = db.session()
        article = session.get_one(Article, ids.article_id)
        start = article.to_document().paragraphs[1].index(whole)
        sentence = Sentence(article, 2, start, start + len(whole))
        kept = session.get_one(KeptWord, ids.kept_word_id)
        kept.headword = word
        learner = session.get_one(Learner, ids.learner_id)
        keep_word(session, learner, word, MEANING, sentence, now=kept.kept_at)
        session.commit()


def test_words_that_answer_an_open_quiz_are_gaps_in_the_sentence(
    app: Flask, clock: MovableClock
) -> None:
    mayor = span(2, "Jana Kralova")
    ids = build(app, clock(), (replace(choice("mayor"), hidden_spans=(mayor,)),))
    clock.move(days=1)
    place = Practising(app, ids, the_learner(app, ids))
    whole = "Mayor Jana Kralova opened the new bridge on May 4, 2003."
    hide(app, ids, "bridge", whole)
    page = place.learner.see(place.url)
    assert '<mark class="word-lit">bridge</mark>' in page
    assert "(left out)" in page
    assert mayor.quote not in page
    # Beside the word itself the sentence would say what belongs into the gap.
    hide(app, ids, "kralova", whole)
    assert "word-stood" not in place.learner.see(place.url)


def test_a_word_that_is_removed_is_practised_no_more(app: Flask, clock: MovableClock) -> None:
    place = open_practice(app, clock)
    place.send(unknown="1")
    place.learner.send(f"/learn/words/{place.ids.kept_word_id}/remove", page="/learn/words")
    place.learner.see(place.url, 404)
    assert place.reviews() == []


def test_a_session_mixes_questions_and_words_and_sums_both_up(
    app: Flask, clock: MovableClock
) -> None:
    place = open_practice(app, clock)
    start_attempt(app, place.ids, clock(), closed=True)
    assert "Due for practice: 3 questions and 1 word" in place.learner.see("/learn")
    first = place.learner.send("/learn/practice").location
    assert "/questions/" in first
    fields = dict(HIDDEN.findall(place.learner.see(first)))
    place.learner.send(first, {**fields, "unknown": "1"}, page="/learn")
    assert f'btn-lg" href="{place.url}"' in place.learner.see(first)
    place.send(answer=place.options()[MEANING])
    page = place.learner.see("/learn/practice/done")
    assert "You answered 1 question. 0 were right." in page
    assert "You practised 1 word. You knew 1." in page
    assert "Still due: 2 questions." in page


def test_a_teacher_sees_nothing_of_words(app: Flask, clock: MovableClock) -> None:
    place = open_practice(app, clock)
    start_attempt(app, place.ids, clock(), closed=True)
    place.send(unknown="1")
    page = place.learner.see("/learn/progress")
    assert '<h2 id="words-title">Words</h2>' in page
    assert '<h2 id="reading-title">Reading</h2>' in page
    path = f"/teach/courses/{place.ids.course_id}/learners/{place.ids.learner_id}/progress"
    page = sign_in_teacher(app).see(path)
    assert "Scores" in page
    for word in ("flood", "words-title", "reading-title", "ractice"):
        assert word not in page


def test_the_meanings_of_other_kept_words_are_among_those_to_choose_from(
    app: Flask, clock: MovableClock
) -> None:
    ids = build(app, clock(), DRAFTS)
    meanings = {"cyclist": "a person who rides a bicycle", "robot": "a clever machine"}
    with app.app_context():
        learner = db.session.get_one(Learner, ids.learner_id)
        for headword, meaning in meanings.items():
            keep_word(db.session(), learner, headword, meaning, None, now=clock())
        word = keep_word(db.session(), learner, "flood", MEANING, None, now=clock())
        assert word.article_id is None, "else words of the text would be as near"
        db.session.commit()
    place = Practising(app, ids, the_learner(app, ids))
    assert {MEANING, *meanings.values()} <= place.options().keys()
