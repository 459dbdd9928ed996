"""What moves between a bank and the file of another system? (pure)

A reader turns bytes into a Parcel and says what it could not take; a writer turns a Parcel into
bytes. Which kinds a format has and what it keeps of a question stands in its `Format`, and
`reduce_to` says what comes back: the writers are given that, the tests hold the readers to it,
and the teacher is told the difference.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from quizapp.articles.document import Document
from quizapp.generation.draft import (
    NOWHERE,
    Difficulty,
    Kind,
    Origin,
    QuestionDraft,
    Skill,
    Span,
    Status,
)

PATTERN = "imported"

AS_THEMSELVES = {kind: kind for kind in Kind}  # what a format carries that has every kind


class FormatError(ValueError):
    """Nothing of a file can be read, or nothing can be written; the message says what to do."""


class Part(StrEnum):
    """What may go with a question; the value is how the sentences call it."""

    PASSAGE = "the passage"
    PICTURES = "pictures"
    RATIONALE = "the rationale of the key"
    OPTION_RATIONALES = "a rationale for each option"
    EVIDENCE = "the evidence"
    DISTRACTOR_SPANS = "the words that distractors lean on"
    DISTRACTOR_CLASSES = "the class of each distractor (misreading and so on)"
    SKILL = "the skill"
    DIFFICULTY = "the difficulty"
    TAGS = "tags"
    ID = "the question's own id"
    WRITER = "the language model that wrote it"


@dataclass(frozen=True)
class Item:
    """A question on its way.

    `passage` is the index of its passage in the parcel; None when the file has none for it.
    `place` says where in a file it was read: "line 12", "item q7".
    """

    draft: QuestionDraft
    passage: int | None = None
    tags: tuple[str, ...] = ()
    place: str = ""


@dataclass(frozen=True)
class Parcel:
    """Questions with their passages, and the files of their pictures by SHA-256."""

    title: str = ""
    items: tuple[Item, ...] = ()
    passages: tuple[Document, ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Notice:
    """Something that a teacher has to know: where it is, what it is, and what to do.

    `is_lost` when a question was not taken; otherwise it was taken, though not all of it.
    """

    place: str
    message: str
    is_lost: bool = False

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message


@dataclass(frozen=True)
class Incoming:
    """What a reader found in a file."""

    parcel: Parcel
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True)
class Outgoing:
    """A file to hand over, and what it does not hold."""

    content: bytes
    notices: tuple[Notice, ...] = ()


def _refuse_none(_draft: QuestionDraft) -> str:
    return ""


def _leave_as_is(draft: QuestionDraft) -> QuestionDraft:
    return draft


@dataclass(frozen=True)
class Format:
    """A file format: what it is called, what it can hold, and who reads and writes it.

    `carries` gives for each kind the kind that comes back; a kind that is not in it cannot be
    written. `refuse` says in a sentence why one question cannot be written, or "". `simplify`
    makes the changes that the format itself forces (Aiken has no line breaks).
    `recognise` tells from the bytes whether a file is of this format.
    """

    name: str
    title: str
    suffix: str
    media_type: str
    carries: Mapping[Kind, Kind]
    keeps: frozenset[Part] = frozenset()
    recognise: Callable[[bytes], bool] | None = None
    read: Callable[[bytes], Incoming] | None = None
    write: Callable[[Parcel], bytes] | None = None
    refuse: Callable[[QuestionDraft], str] = _refuse_none
    simplify: Callable[[QuestionDraft], QuestionDraft] = _leave_as_is


def begin_import(kind: Kind, stem: str) -> QuestionDraft:
    """What a reader starts from: a draft without evidence, whose skill nobody has named."""
    return QuestionDraft(
        uid="",
        kind=kind,
        skill=Skill.DETAIL,
        difficulty=Difficulty.MEDIUM,
        stem=stem,
        critical_span=NOWHERE,
        origin=Origin.AUTHORED,
        pattern=PATTERN,
        status=Status.DRAFT,
    )


def quote_span(paragraph: int, quote: str) -> Span:
    """Words of a passage before anybody has looked where they stand in it."""
    return Span(paragraph, 0, len(quote), quote) if quote else NOWHERE


def reduce_to(item: Item, kept: Format) -> Item | None:
    """The item as it comes back from a file of this format; None when it cannot be written."""
    draft, keeps = item.draft, kept.keeps
    if draft.kind not in kept.carries or kept.refuse(draft):
        return None
    critical = draft.critical_span
    bare = replace(
        begin_import(kept.carries[draft.kind], draft.stem),
        uid=draft.uid if Part.ID in keeps else "",
        writer=draft.writer if Part.WRITER in keeps else "",
        skill=draft.skill if Part.SKILL in keeps else Skill.DETAIL,
        difficulty=draft.difficulty if Part.DIFFICULTY in keeps else Difficulty.MEDIUM,
        options=tuple(
            replace(
                option,
                rationale=option.rationale if Part.OPTION_RATIONALES in keeps else "",
                distractor_class=(
                    option.distractor_class if Part.DISTRACTOR_CLASSES in keeps else None
                ),
            )
            for option in draft.options
        ),
        accepted_answers=draft.accepted_answers,
        pairs=draft.pairs,
        order=draft.order,
        rationale=_explain_key(draft, keeps) if Part.RATIONALE in keeps else "",
        critical_span=(
            quote_span(critical.paragraph, critical.quote) if Part.EVIDENCE in keeps else NOWHERE
        ),
        distractor_spans=tuple(
            quote_span(span.paragraph, span.quote)
            for span in draft.distractor_spans
            if Part.DISTRACTOR_SPANS in keeps
        ),
        pictures=draft.pictures if Part.PICTURES in keeps else (),
    )
    return replace(
        item,
        draft=kept.simplify(bare),
        passage=item.passage if Part.PASSAGE in keeps else None,
        tags=item.tags if Part.TAGS in keeps else (),
    )


def _explain_key(draft: QuestionDraft, keeps: frozenset[Part]) -> str:
    """The rationale; where options have none of their own, that of the key stands for it."""
    if draft.rationale or Part.OPTION_RATIONALES in keeps:
        return draft.rationale
    return next((it.rationale for it in draft.options if it.key and it.rationale), "")
