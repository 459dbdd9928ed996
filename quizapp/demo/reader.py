"""What has one learner of the demo read, kept and practised in three weeks?"""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from sqlalchemy.orm import Session

from quizapp.accounts.models import Learner
from quizapp.articles.models import Article
from quizapp.articles.sentences import split_sentences
from quizapp.attempts.result import key_value
from quizapp.dictionary.looking import Sense, find_words
from quizapp.dictionary.plain import load_meanings
from quizapp.notebook.places import note_reading
from quizapp.notebook.words import KeptWord, Sentence, keep_word
from quizapp.progress.models import Subject, Topic, WordTask
from quizapp.progress.practice import Given, find_card, number_of_next, review_word
from quizapp.progress.word_questions import WordQuestion, ask_meaning, ask_word

# Which words of the introductory text were kept, by the days before now; yesterday's are due.
KEPT = {
    20: ("unrest", "treaty", "resignation"),
    12: ("powerful", "target"),
    3: ("treason",),
    1: ("surprising", "collective"),
}
MOST_MINUTES, KNOWS = 9, 0.85


def collect_words(
    session: Session, learner: Learner, article: Article | None, now: datetime, rng: Random
) -> None:
    """Days of reading, of keeping words, and of practising them as they fall due."""
    assert article
    plain = {it.word: Sense(it.word, it.plain, it.frame[0]) for it in load_meanings().values()}
    kept: list[KeptWord] = []
    for days in range(max(KEPT), 0, -1):
        at = now - timedelta(days=days)
        _practise(session, learner, kept, plain, at, rng)
        for headword in KEPT.get(days, ()):
            where, meaning = _find_sentence(article, headword), plain[headword].text
            kept.append(keep_word(session, learner, headword, meaning, where, now=at))
        _read(session, learner, article, rng.randint(0, MOST_MINUTES), at)


def _practise(
    session: Session,
    learner: Learner,
    kept: list[KeptWord],
    plain: dict[str, Sense],
    at: datetime,
    rng: Random,
) -> None:
    for word in kept:
        card = find_card(session, learner.id, Subject(Topic.WORD, word.id))
        if card is None or card.due <= at:
            others = [plain[it.headword] for it in kept if it is not word]
            asked = _ask(word.id, plain[word.headword], others, rng)
            value = key_value(asked.draft) if rng.random() < KNOWS else ()
            given = Given(number_of_next(card), value, rng.randint(4, 12), rng.randint(2, 3))
            review_word(session, learner.id, asked, given, now=at)


def _ask(word_id: int, word: Sense, others: list[Sense], rng: Random) -> WordQuestion:
    forms = {word.headword}
    draft = ask_meaning(word, [others], own=(), forms=forms, rng=rng)
    if draft:
        return WordQuestion(word_id, WordTask.RECOGNITION, draft)
    return WordQuestion(word_id, WordTask.RECALL, ask_word(word, forms))


def _find_sentence(article: Article, word: str) -> Sentence | None:
    """The first sentence that has the word."""
    for number, text in enumerate(article.to_document().paragraphs, start=1):
        for start, end in split_sentences(text):
            if find_words(text[start:end], {word}):
                return Sentence(article, number, start, end)
    return None


def _read(session: Session, learner: Learner, article: Article, minutes: int, at: datetime) -> None:
    for minute in range(minutes):
        now = at + timedelta(minutes=minute)
        note_reading(session, learner, article, paragraph=1, seconds=60, now=now, day=now.date())
