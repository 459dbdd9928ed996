"""Which questions ask the same thing twice?

The comparing is pure: two questions are the same when stem and key read the same, and near when
at least four of five of their words are the same and they ask about one article or one evidence.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from math import ceil

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.bank.content import load_latest
from quizapp.bank.library_models import KeptPair
from quizapp.bank.models import Question
from quizapp.bank.words import fold
from quizapp.generation.draft import QuestionDraft, Status

NEAR = 0.8  # the share of words that two questions have in common
MOST_PAIRS = 200  # on one page; who has settled these sees the next


@dataclass(frozen=True)
class Asked:
    """What of a question is compared: its id, what it says, and what it is about."""

    id: int
    text: str
    about: frozenset[str]

    @property
    def words(self) -> frozenset[str]:
        return frozenset(self.text.split())


@dataclass(frozen=True, order=True)
class Pair:
    """Two questions that look alike, the older one first, and the share of words in common."""

    first_id: int
    second_id: int
    share: float

    @property
    def is_same(self) -> bool:
        return self.share == 1


@dataclass(frozen=True)
class Likeness:
    """A pair as a page shows it."""

    pair: Pair
    first: tuple[Question, QuestionDraft]
    second: tuple[Question, QuestionDraft]


def find_likenesses(session: Session, bank_ids: Collection[int]) -> tuple[list[Likeness], int]:
    """The first pairs in these banks that nobody has kept, the likest first; how many there are.

    Retired questions are left out.
    """
    asked = {
        question.id: (question, draft)
        for question, _, draft in load_latest(session, *bank_ids)
        if question.status is not Status.RETIRED
    }
    kept = set(session.execute(select(KeptPair.first_id, KeptPair.second_id)))
    pairs = [
        pair
        for pair in find_pairs(look_at(question, draft) for question, draft in asked.values())
        if (pair.first_id, pair.second_id) not in kept
    ]
    pairs.sort(key=lambda pair: (-pair.share, pair))
    shown = [Likeness(it, asked[it.first_id], asked[it.second_id]) for it in pairs[:MOST_PAIRS]]
    return shown, len(pairs)


def keep_both(session: Session, one: Question, other: Question) -> None:
    """Point these two out no more."""
    first_id, second_id = sorted((one.id, other.id))
    if first_id != second_id and session.get(KeptPair, (first_id, second_id)) is None:
        session.add(KeptPair(first_id=first_id, second_id=second_id))
        session.flush()


def look_at(question: Question, draft: QuestionDraft) -> Asked:
    """What of a question is compared."""
    keys = [option.text for option in draft.options if option.key]
    keys += [answer.text for answer in draft.accepted_answers]
    keys += [text for pair in draft.pairs for text in (pair.premise, pair.response)]
    about = {f"article {question.article_id}", f"evidence {fold(draft.critical_span.quote)}"}
    text = fold(" ".join([draft.stem, *keys, *draft.order]))
    return Asked(question.id, text, frozenset(about))


def find_pairs(asked: Iterable[Asked]) -> set[Pair]:
    """Every two of `asked` that are the same or near, whatever their order (pure)."""
    found = list({one.id: one for one in asked if one.text}.values())
    return {*_find_same(found), *_find_near(found)}


def _find_same(asked: list[Asked]) -> Iterator[Pair]:
    """Each question beside the oldest that reads the same: of ten, nine have to go."""
    oldest: dict[str, int] = {}
    for one in sorted(asked, key=lambda it: it.id):
        first_id = oldest.setdefault(one.text, one.id)
        if first_id != one.id:
            yield Pair(first_id, one.id, 1.0)


def _find_near(asked: list[Asked]) -> Iterator[Pair]:
    """Two sets that share four words of five share one of their rarest: only those are compared.

    The prefix filter of set similarity joins (Chaudhuri, Ganti & Kaushik, ICDE 2006).
    """
    words = {one.id: one.words for one in asked}
    counts = Counter(word for it in words.values() for word in it)
    seen: dict[str, list[Asked]] = defaultdict(list)
    for one in asked:
        own = words[one.id]
        rarest = sorted(own, key=lambda word: (counts[word], word))
        rarest = rarest[: len(own) - ceil(NEAR * len(own)) + 1]
        others = {it.id: it for word in rarest for it in seen[word]}
        for other in others.values():
            share = _share(own, words[other.id])
            if share >= NEAR and one.text != other.text and one.about & other.about:
                yield Pair(min(one.id, other.id), max(one.id, other.id), min(share, 0.99))
        for word in rarest:
            seen[word] += [one]


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other)
