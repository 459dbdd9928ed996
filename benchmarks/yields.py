"""How many questions does a text give, what stops the others, and how good do they look?

Counts alone: whether a question is a good one, people say (`judging_sheet`, `judged`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks.texts import Text
from quizapp.generation import Proposal, choose, propose
from quizapp.generation.draft import Kind, Option, QuestionDraft, Skill, Status
from quizapp.reading import read

Group = Callable[[QuestionDraft], str]
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class Yield:
    """What one text gave: all that was proposed, and the bank that was chosen from it."""

    text: str
    words: int
    proposals: tuple[Proposal, ...]
    bank: tuple[QuestionDraft, ...]


@dataclass
class Tally:
    """Counts of one group of questions (a text, a pattern, a kind, or all)."""

    candidates: int = 0
    dropped: int = 0
    left_out: int = 0  # sound, but repeated or ranked too low for the bank
    approved: int = 0
    drafts: int = 0
    reasons: Counter[str] = field(default_factory=Counter)  # grave ones; a draft may have several

    def as_record(self, words: int) -> dict[str, Any]:
        """The counts, the same per 1,000 words, and the reasons, most frequent first."""
        names = ("candidates", "dropped", "left_out", "approved", "drafts")
        counts = {name: getattr(self, name) for name in names}
        rates = {f"{name}_per_1000_words": per_thousand(n, words) for name, n in counts.items()}
        return {"words": words, **counts, **rates, "reasons": dict(self.reasons.most_common())}


def measure_yield(text: Text, seed: int) -> Yield:
    """Read a text and write its bank, keeping what was refused."""
    reading = read(text.document)
    proposals = tuple(propose(reading, seed))
    bank = choose(proposals, reading, seed)
    return Yield(text.name, text.document.word_count, proposals, bank)


def tally(yields: Iterable[Yield], group: Group) -> dict[str, Tally]:
    """The counts by group, in the order of the groups' names."""
    tallies: dict[str, Tally] = {}
    for each in yields:
        for proposal in each.proposals:
            _count_proposal(tallies.setdefault(group(proposal.draft), Tally()), proposal)
        for draft in each.bank:
            _count_question(tallies[group(draft)], draft)
    for counts in tallies.values():
        kept = counts.approved + counts.drafts
        counts.left_out = counts.candidates - counts.dropped - kept
    return dict(sorted(tallies.items()))


def _count_proposal(counts: Tally, proposal: Proposal) -> None:
    counts.candidates += 1
    counts.dropped += proposal.dropped
    counts.reasons.update(map(str, proposal.grave_reasons))


def _count_question(counts: Tally, draft: QuestionDraft) -> None:
    if draft.status is Status.APPROVED:
        counts.approved += 1
    else:
        counts.drafts += 1


def per_thousand(count: float, words: int) -> float:
    return round(1000 * count / words, 2) if words else 0.0


def share(part: int, whole: int) -> float | None:
    """A share to three decimals, or None of nothing."""
    return round(part / whole, 3) if whole else None


def describe_bank(bank: Sequence[QuestionDraft]) -> dict[str, Any]:
    """What can be told of questions without judging them."""
    beyond = sum(draft.skill is not Skill.DETAIL for draft in bank)
    worded = [draft.options for draft in bank if _has_worded_options(draft)]
    places = Counter(
        _LETTERS[[option.key for option in draft.options].index(True)]
        for draft in bank
        if draft.kind is Kind.MULTIPLE_CHOICE
    )
    return {
        "questions": len(bank),
        "patterns": len({draft.pattern for draft in bank}),
        "kinds": len({draft.kind for draft in bank}),
        "beyond_detail": share(beyond, len(bank)),
        "key_longest": share(sum(map(_key_is_longest, worded)), len(worded)),
        "key_longest_of": len(worded),
        "key_places": {place: share(n, places.total()) for place, n in sorted(places.items())},
    }


def _has_worded_options(draft: QuestionDraft) -> bool:
    """Of dates and numbers the length says nothing."""
    numbers = all(any(c.isdigit() for c in option.text) for option in draft.options)
    return draft.kind is Kind.MULTIPLE_CHOICE and not numbers


def _key_is_longest(options: Sequence[Option]) -> bool:
    """Whether the key has more characters than every distractor; a draw gives nothing away."""
    longest = max(len(option.text) for option in options if not option.key)
    return any(option.key and len(option.text) > longest for option in options)
