"""What has been taken out of a file so far, and what could not be taken? (pure)

Every reader of questions fills one: it holds each question against the rules of a sound one,
finds its passage, and says what was lost: a notice for each question that was not taken, and one
for each kind of loss, however many questions it struck.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from quizapp.articles.document import Document
from quizapp.articles.refusals import ArticleError
from quizapp.bank.formats.exchange import Incoming, Item, Notice, Parcel
from quizapp.bank.formats.labels import read_labels
from quizapp.bank.formats.losses import Losses
from quizapp.bank.formats.plain_text import tidy
from quizapp.bank.rules import RULES
from quizapp.generation.draft import QuestionDraft

PASSAGE_MARK = "passage:"
_LONGEST_UID = 80
_WORDS_OF_PASSAGE = 30  # a shorter text beside questions is an instruction


class UnfitError(ValueError):
    """A question cannot be taken; the message says why, and what to do."""


class Loss(StrEnum):
    """What a question had that was not taken; the value says it, and what to do."""

    TITLE = (
        "The title says something else than the stem. Learners see the stem; the titles are"
        " left out."
    )
    MARKUP = "Words are bold, in a list or in a table. The words were taken, not their look."
    PICTURE = "A picture is left out: bring PNG, JPEG, GIF or WebP up to 5 MB, in the stem."
    PICTURE_ELSEWHERE = (
        "A picture stands in an option, a feedback or a passage. It is left out:"
        " only a stem can show one."
    )
    MEDIA = "Sound, video or a linked file is left out. Check that the question can be answered."
    POINTS = (
        "Options or answers earn a part of the points. Quizapp scores by its own rule: look"
        " at the keys."
    )
    GRADE = "The question is worth more or less than one point. Give it its points in the quiz."
    HIDDEN = "The question is hidden in the system it comes from. It is taken all the same."
    PART_ANSWERS = "Answers that earn only a part of the points are left out."
    WILDCARD = (
        "Answers stand with * for any letters. What they spell out was taken, or they are left out."
    )
    ANSWER_FEEDBACK = "Feedback for single answers is left out: there is one rationale for all."
    FEEDBACK = "Feedback for the whole question (“Well done”) is left out."
    HINTS = "Hints are left out."
    CASE = "Capitals matter. Quizapp takes typed answers in capitals and small letters."
    UNITS = "Units are left out. Write the unit into the stem."
    GAP_CHOICES = "Gaps offer words to choose from. They became gaps to type into."
    GAP_NUMBERS = "Gaps take numbers with a tolerance. The numbers were taken as they stand."
    ID = "The id is longer than 80 characters and left out."
    SHORT_TEXT = (
        "A short text stands among the questions. It is too short for a passage; add it"
        " to the stems it belongs to."
    )
    PASSAGES_TOGETHER = (
        "Texts stand together before the questions. Choose for each question the one it is about."
    )
    SKILL = "The skill is none that quizapp has. “Detail” stands there; choose another."
    DIFFICULTY = "The difficulty is neither easy, medium nor hard. “Medium” stands there."
    CLASS = "The class of a distractor is none that quizapp has, and left out."
    SPAN = "A distractor span is not written as “3: words of paragraph 3”, and left out."
    PASSAGE_MISSING = (
        "The passage is named, and its text is not in the file. Choose it when the"
        " questions are placed."
    )
    KEY_IS_NUMBER = (
        "The number of the right option is also the text of another. The number counts: look at"
        " the key."
    )
    TIME = "The time for a single question is left out. Set it in the quiz."


@dataclass
class Intake:
    """The questions, passages and notices of a file while it is read."""

    items: list[Item] = field(default_factory=list)
    passages: list[Document] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)
    _losses: Losses = field(default_factory=Losses)
    _marked: dict[str, int] = field(default_factory=dict)
    _marks: list[str] = field(default_factory=list)
    _current: int | None = None
    _is_fresh: bool = False

    def note(self, loss: Loss, place: str) -> None:
        """Remember what the question at `place` had that was not taken."""
        self._losses.note(loss, place)

    def lose(self, place: str, message: str) -> None:
        """The question at `place` is not taken; what else it lost is no matter then."""
        self._losses.forget(place)
        self.notices.append(Notice(place, message, is_lost=True))

    def take(self, draft: QuestionDraft, place: str, words: Iterable[str] = ()) -> None:
        """Take the question when it is sound; among its tags may be labels and its passage."""
        words = [word for it in words if (word := tidy(it))]
        mark = next((it for it in words if it.startswith(PASSAGE_MARK)), "")
        labelled, tags = read_labels(draft, [it for it in words if it != mark])
        if find_fault(labelled):
            labelled = replace(labelled, kind=draft.kind)  # a label that does not fit
        fault = find_fault(labelled)
        if fault:
            self.lose(place, f"{name_question(draft)} is not taken: {fault}.")
            return
        if len(labelled.uid) > _LONGEST_UID:
            self.note(Loss.ID, place)
            labelled = replace(labelled, uid="")
        self.items.append(Item(labelled, self._current, tags, place))
        self._marks.append(mark)
        self._is_fresh = False

    def lay_passage(self, document: Document | None, place: str, words: Iterable[str] = ()) -> None:
        """A text for the questions that follow it, or for those with the same mark."""
        marks = [it for it in words if it.startswith(PASSAGE_MARK)]
        if document is None or not (marks or document.word_count >= _WORDS_OF_PASSAGE):
            self.note(Loss.SHORT_TEXT, place)
            return
        self._marked.update(dict.fromkeys(marks, len(self.passages)))
        if self._is_fresh and not marks:
            self.note(Loss.PASSAGES_TOGETHER, place)
        self._current = None if marks or self._is_fresh else len(self.passages)
        self._is_fresh = not marks
        self.passages.append(document)

    def close(self, title: str = "") -> Incoming:
        """All that was read. A passage may have stood behind its questions."""
        for item, mark in zip(self.items, self._marks, strict=True):
            if mark and mark not in self._marked:
                self.note(Loss.PASSAGE_MISSING, item.place)
        items = tuple(
            replace(item, passage=self._marked.get(mark, item.passage))
            for item, mark in zip(self.items, self._marks, strict=True)
        )
        parcel = Parcel(tidy(title), items, tuple(self.passages), self.pictures)
        return Incoming(parcel, (*self.notices, *self._losses.tell()))


def find_fault(draft: QuestionDraft) -> str:
    """The first rule of its kind that the question breaks; where its evidence stands is not asked.

    An empty text when it is sound.
    """
    rules = (rule for name, rule in RULES.items() if name != "evidence")
    return next((message for rule in rules for message in rule(draft, ())), "")


def name_question(draft: QuestionDraft) -> str:
    """The question as a sentence calls it: by the beginning of its stem."""
    most = 60
    stem = draft.stem
    return f"“{stem[:most]}…”" if len(stem) > most else f"“{stem}”"


def say_unreadable(error: ArticleError | UnfitError) -> str:
    """The sentence for a question whose text cannot be read."""
    return (
        str(error)
        if isinstance(error, UnfitError)
        else "Its HTML is nested without end. Retype it."
    )


def mark_passage(document: Document) -> str:
    """The tag that binds questions to their passage, the same wherever it is written."""
    told = f"{document.title}\n{document.sha256}"
    return f"{PASSAGE_MARK}{hashlib.sha256(told.encode()).hexdigest()[:12]}"
