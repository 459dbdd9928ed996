"""What is due for practice now and later, and what comes next in a session? (pure)

A question that was missed is due at once. A word is due from the day after it was kept: asked in
the hour in which its meaning was read it would test nothing, and a word settles overnight (Dumay
and Gaskell, Sleep-Associated Changes in the Mental Representation of Spoken Words, Psychological
Science 18, 2007). From the first review on a card says when.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from quizapp.notebook.words import KeptWord
from quizapp.progress.models import PracticeCard, Subject, Topic
from quizapp.progress.practisable import Practisable

WEEK = timedelta(days=7)
AT_ONCE = datetime.min.replace(tzinfo=UTC)
# A word takes a third of the time of a question with its explanation: so both get their share.
WORDS_A_QUESTION = 2


@dataclass(frozen=True)
class Outlook:
    """What there is to practise: what is due now, the longest due first, and how much is due
    later today and in the seven days after; `next_due` is when the first of that is. `cards`
    counts all that is practised, by topic."""

    due: tuple[Subject, ...]
    later_today: int
    this_week: int
    cards: Mapping[Topic, int]
    next_due: datetime | None

    def count_due(self, topic: Topic) -> int:
        return sum(it.topic is topic for it in self.due)

    @property
    def practised(self) -> int:
        return sum(self.cards.values())

    @property
    def questions(self) -> int:
        return self.count_due(Topic.QUESTION)

    @property
    def words(self) -> int:
        return self.count_due(Topic.WORD)


def list_first_due(
    practisable: Mapping[int, Practisable], words: Iterable[KeptWord], zone: tzinfo
) -> dict[Subject, datetime | None]:
    """From when all that may be practised is due for the first time; None for a question that
    was right."""
    found: dict[Subject, datetime | None] = {
        Subject(Topic.QUESTION, key): AT_ONCE if it.missed_in else None
        for key, it in practisable.items()
    }
    for word in words:
        found[Subject(Topic.WORD, word.id)] = find_midnight(word.kept_at, zone)
    return found


def look_ahead(
    first_due: Mapping[Subject, datetime | None],
    cards: Mapping[Subject, PracticeCard],
    *,
    now: datetime,
    midnight: datetime,
) -> Outlook:
    """What is due of all that may be practised; `midnight` is when the learner's day ends."""
    kept = [cards[key] for key in first_due if key in cards]
    fresh = [(at, key) for key, at in first_due.items() if at and key not in cards]
    due = sorted((it.due, it.subject) for it in kept if it.due <= now)
    opened = sorted(it for it in fresh if it[0] <= now)
    later = sorted(at for at in (*(it.due for it in kept), *(at for at, _ in fresh)) if at > now)
    return Outlook(
        due=tuple(subject for _, subject in (*due, *opened)),
        later_today=sum(it < midnight for it in later),
        this_week=sum(midnight <= it < midnight + WEEK for it in later),
        cards=Counter(it.topic for it in (*(one.subject for one in kept), *(k for _, k in fresh))),
        next_due=next(iter(later), None),
    )


def pick_next(due: Collection[Subject], recent: Sequence[Topic]) -> Subject | None:
    """What comes after what was practised in this session: a question, then two words, as long
    as both are due."""
    wanted = Topic.WORD if Topic.QUESTION in recent[-WORDS_A_QUESTION:] else Topic.QUESTION
    of_topic = (it for it in due if it.topic is wanted)
    return next(of_topic, next(iter(due), None))


def find_midnight(moment: datetime, zone: tzinfo) -> datetime:
    """When the day of a moment ends at the school."""
    local = moment.astimezone(zone)
    return (local + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
