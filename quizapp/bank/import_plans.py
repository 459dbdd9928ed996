"""What becomes of each question in a file, if it is taken into a bank? (pure)

The preview is this plan, and the plan is what `importing` carries out. Whatever comes from a file
is a draft until a teacher has approved it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from quizapp.articles.document import Document
from quizapp.bank.copying import FreeUids
from quizapp.bank.formats.exchange import Item, Parcel
from quizapp.bank.numbers import parse_number
from quizapp.bank.placing import place_spans
from quizapp.bank.rules import check_unfinished
from quizapp.generation.draft import NOWHERE, QuestionDraft

NO_PASSAGE = "It comes without a text. Choose the article that it is about."
Content = tuple[object, ...]
_UID = re.compile(r"[a-z0-9][a-z0-9-]{1,79}")


class Outcome(StrEnum):
    NEW = "new"
    HELD = "held"  # the bank has it already, word for word
    REFUSED = "refused"  # it breaks a rule, or has no passage


@dataclass(frozen=True)
class Arrival:
    """A question of the file as it would be added, and what becomes of it.

    `passage` is the text that it asks about; None when there is none.
    """

    place: str
    draft: QuestionDraft
    passage: Document | None
    tags: tuple[str, ...]
    outcome: Outcome
    message: str = ""
    lost_quote: str = ""  # evidence that the file tells, and that does not stand in the passage

    @property
    def lacks_evidence(self) -> bool:
        return self.draft.critical_span == NOWHERE


@dataclass(frozen=True)
class ImportPlan:
    """What a file would add to a bank."""

    title: str
    arrivals: tuple[Arrival, ...]

    @property
    def added(self) -> tuple[Arrival, ...]:
        return tuple(it for it in self.arrivals if it.outcome is Outcome.NEW)

    def count(self, outcome: Outcome) -> int:
        return sum(it.outcome == outcome for it in self.arrivals)


def plan_import(
    parcel: Parcel, about: Document | None = None, held: Iterable[Content] = ()
) -> ImportPlan:
    """What taking the parcel's questions into a bank that holds `held` would do.

    `about` is the text of those questions that bring no passage of their own.
    """
    known, uids = set(held), FreeUids(())
    arrivals = []
    for item in parcel.items:
        passage = about if item.passage is None else parcel.passages[item.passage]
        named = replace(item.draft, uid=uids.give(_make_uid(item.draft)))
        arrival = _settle(replace(item, draft=named), passage, known)
        if passage is not None and arrival.outcome is Outcome.NEW:
            known.update(name_contents(arrival.draft, passage.sha256))
        arrivals.append(arrival)
    return ImportPlan(parcel.title, tuple(arrivals))


def name_content(draft: QuestionDraft, sha256: str) -> Content:
    """What a question asks and takes for right, and about which text: it makes two the same.

    Rationales, evidence and the like do not count: not every format has them.
    """
    options = tuple((option.text, option.key) for option in draft.options)
    shown = tuple(picture.sha256 for picture in draft.pictures)
    answers = tuple((it.text, it.gap, _tolerates(it.tolerance)) for it in draft.accepted_answers)
    return sha256, draft.stem, shown, options, answers, draft.pairs, draft.order


def _tolerates(tolerance: str) -> str:
    """No tolerance and one of 0 are the same."""
    return tolerance if parse_number(tolerance or "0") else ""


def name_contents(draft: QuestionDraft, sha256: str) -> set[Content]:
    """All by which a question is known again, also from a format that has lost its pictures."""
    return {name_content(it, sha256) for it in (draft, replace(draft, pictures=()))}


def _settle(item: Item, passage: Document | None, known: set[Content]) -> Arrival:
    draft = item.draft
    if passage is None:
        return Arrival(item.place, draft, None, item.tags, Outcome.REFUSED, NO_PASSAGE)
    told = draft.critical_span.quote
    draft = place_spans(draft, passage.paragraphs)
    lost = told if draft.critical_span.quote != told.strip() else ""
    arrival = Arrival(item.place, draft, passage, item.tags, Outcome.NEW, lost_quote=lost)
    broken = check_unfinished(draft, passage.paragraphs)
    if broken:
        message = f"{broken[0].message[0].upper()}{broken[0].message[1:]}."
        return replace(arrival, outcome=Outcome.REFUSED, message=message)
    if name_content(draft, passage.sha256) in known:
        return replace(arrival, outcome=Outcome.HELD)
    return arrival


def _make_uid(draft: QuestionDraft) -> str:
    """The question's own id if it can be one here, else a name made of what it says."""
    if _UID.fullmatch(draft.uid):
        return draft.uid
    return f"i-{hashlib.sha256(repr(draft).encode('utf-8', 'replace')).hexdigest()[:10]}"
