"""What does the record say of what is the learner's alone: reading, words, practice, gates?

What pages show of it now is handed in as `Shown`: what a running quiz could ask for is hidden
there, and so it is here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.articles.models import Article
from quizapp.bank.content import load_versions
from quizapp.guided.clearing import list_gate_answers
from quizapp.guided.models import ReadingGate
from quizapp.notebook.looks import USUAL, find_look
from quizapp.notebook.notes import list_all_notes
from quizapp.notebook.places import list_all_places, sum_reading
from quizapp.notebook.words import list_words
from quizapp.privacy.record import (
    OwnThings,
    Review,
    ToldDay,
    ToldGateAnswer,
    ToldNote,
    ToldPlace,
    ToldWord,
)
from quizapp.privacy.telling import tell_given
from quizapp.progress.models import PracticeCard, PracticeReview
from quizapp.progress.practice import list_cards, list_reviews_of


@dataclass(frozen=True)
class Shown:
    """What pages show of a learner's own things now: the marked words of notes, by the notes'
    ids; the ids of words and questions in practice that do not rest; those of gates that ask."""

    note_words: Mapping[int, str] = field(default_factory=dict)
    words: frozenset[int] = frozenset()
    questions: frozenset[int] = frozenset()
    gates: frozenset[int] = frozenset()


def tell_own_things(session: Session, learner_id: int, shown: Shown) -> OwnThings:
    """What is the learner's alone, as far as it is `shown`."""
    look = find_look(session, learner_id)
    places = list_all_places(session, learner_id)
    days = sum_reading(session, learner_id)
    notes = list_all_notes(session, learner_id)
    words = list_words(session, learner_id)
    titles = _find_titles(
        session, {it.article_id for kept in (places, days, notes, words) for it in kept}
    )
    return OwnThings(
        look=look if look != USUAL else None,
        reading_places=tuple(
            ToldPlace(titles[it.article_id], it.paragraph, it.furthest, it.read_at) for it in places
        ),
        reading_days=tuple(ToldDay(titles[it.article_id], it.day, it.seconds) for it in days),
        notes=tuple(
            ToldNote(
                titles[it.article_id],
                it.paragraph,
                it.colour,
                shown.note_words.get(it.id),
                it.text,
                it.made_at,
                it.changed_at,
            )
            for it in notes
        ),
        words=tuple(
            ToldWord(
                it.headword,
                it.meaning if it.id in shown.words else None,
                titles[it.article_id] if it.article_id else None,
                it.paragraph,
                it.kept_at,
            )
            for it in words
        ),
        practice=tuple(_tell_practice(session, learner_id, shown)),
        gate_answers=tuple(_tell_gate_answers(session, learner_id, shown)),
    )


def _find_titles(session: Session, article_ids: Collection[int | None]) -> dict[int, str]:
    found = select(Article.id, Article.title).where(Article.id.in_(article_ids))
    return {row[0]: row[1] for row in session.execute(found)}


def _tell_practice(session: Session, learner_id: int, shown: Shown) -> Iterator[Review]:
    cards = {it.id: it for it in list_cards(session, learner_id).values()}
    reviews = list_reviews_of(session, cards)
    drafts = load_versions(session, {it.version_id for it in reviews if it.version_id})
    for it in sorted(reviews, key=lambda it: (it.at, it.id)):
        card = cards[it.card_id]
        is_open = _is_open(card, shown)
        asked = card.kept_word.headword if card.kept_word else ""
        given = it.value
        if it.version_id:
            asked, given = drafts[it.version_id].stem, tell_given(drafts[it.version_id], it.value)
        yield Review(
            about=it.topic,
            asked=asked if is_open else None,
            given=given,
            was_right=it.share == 1 if is_open else None,
            due=card.due if is_open and _is_last(it, card) else None,
            at=it.at,
            seconds=it.seconds,
            certainty=it.certainty,
        )


def _is_open(card: PracticeCard, shown: Shown) -> bool:
    """Whether the card may be practised now, and so may be told of."""
    if card.question_id is not None:
        return card.question_id in shown.questions
    return card.kept_word_id in shown.words


def _is_last(review: PracticeReview, card: PracticeCard) -> bool:
    return review.number == card.reviews


def _tell_gate_answers(session: Session, learner_id: int, shown: Shown) -> Iterator[ToldGateAnswer]:
    answers = list_gate_answers(session, learner_id)
    drafts = load_versions(session, {it.version_id for it in answers})
    gates = _find_gates(session, {it.gate_id for it in answers})
    for it in answers:
        draft, (title, after) = drafts[it.version_id], gates[it.gate_id]
        is_open = it.gate_id in shown.gates
        yield ToldGateAnswer(
            text=title,
            after_paragraph=after,
            stem=draft.stem if is_open else None,
            given=tell_given(draft, it.value),
            was_right=it.share == 1 if is_open else None,
            at=it.at,
        )


def _find_gates(session: Session, gate_ids: Collection[int]) -> dict[int, tuple[str, int]]:
    """The text of each gate, and after which paragraph it stands."""
    found = (
        select(ReadingGate.id, Article.title, ReadingGate.after_paragraph)
        .join(Article, Article.id == ReadingGate.article_id)
        .where(ReadingGate.id.in_(gate_ids))
    )
    return {gate_id: (title, after) for gate_id, title, after in session.execute(found)}
