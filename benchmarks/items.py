"""Which questions are there to judge, and where does each come from?"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.texts import Text
from quizapp.articles.document import Document
from quizapp.generation.draft import (
    Difficulty,
    Kind,
    Option,
    Origin,
    QuestionDraft,
    Skill,
    Span,
    Status,
)

# Printed questions need labels, or their absence would tell who wrote them.
_SKILL_BY_STEM = (
    (re.compile(r"\b(?:mainly about|main (?:idea|point)|best title)\b", re.I), Skill.MAIN_IDEA),
    (re.compile(r"\b(?:purpose|in order to)\b", re.I), Skill.PURPOSE),
    (re.compile(r"\b(?:suggest|infer|impl(?:y|ies|ied)|likely)", re.I), Skill.INFERENCE),
    (re.compile(r"\b(?:why|reason|because|cause)", re.I), Skill.CAUSE),
    (re.compile(r"\b(?:according to|think|believe|say|said|claim)", re.I), Skill.ATTRIBUTION),
)


class Source(StrEnum):
    """Who wrote a question on the sheet; the judges are not told."""

    APPROVED = "generated_approved"
    DRAFT = "generated_draft"
    WRITTEN = "language_model"
    HUMAN = "human"
    DAMAGED = "damaged"


@dataclass(frozen=True)
class Item:
    """A question of one article; `damage` names what was done to a control."""

    article: str
    draft: QuestionDraft
    source: Source
    damage: str = ""


def generated_items(article: str, bank: Iterable[QuestionDraft], only: str) -> list[Item]:
    """The questions of a bank: `only` is "approved" or "all"."""
    items = []
    for draft in bank:
        approved = draft.status is Status.APPROVED
        if approved or only == "all":
            items.append(Item(article, draft, Source.APPROVED if approved else Source.DRAFT))
    return items


def written_items(article: str, drafts: Iterable[QuestionDraft]) -> list[Item]:
    """What a language model wrote about the article and no gate has dropped."""
    return [Item(article, draft, Source.WRITTEN) for draft in drafts]


def load_human_questions(path: Path) -> dict[str, list[Mapping[str, Any]]]:
    """The questions of a file in OneStopQA's shape, by the bare title of their article."""
    articles = json.loads(path.read_text("utf-8"))
    return {
        bare_title(article["title"]): [
            question for paragraph in article["paragraphs"] for question in paragraph["items"]
        ]
        for article in articles
    }


def bare_title(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", title.lower()).strip()


def human_items(
    text: Text, questions: Mapping[str, Sequence[Mapping[str, Any]]], rng: Random
) -> list[Item]:
    """What people asked about this article; a question whose evidence is not in it is left out."""
    own = questions.get(bare_title(text.document.title), ())
    drafts = (_as_draft(question, text.document, rng) for question in own)
    return [Item(text.name, draft, Source.HUMAN) for draft in drafts if draft is not None]


def _as_draft(question: Mapping[str, Any], document: Document, rng: Random) -> QuestionDraft | None:
    evidence = find_span(document, question["critical_span"])
    if evidence is None:
        return None
    options = [Option(question["key"], key=True), *map(Option, question["distractors"])]
    rng.shuffle(options)
    return QuestionDraft(
        uid="",
        kind=Kind.MULTIPLE_CHOICE,
        skill=guess_skill(question["stem"]),
        difficulty=Difficulty.MEDIUM,
        stem=question["stem"],
        critical_span=evidence,
        options=tuple(options),
        origin=Origin.AUTHORED,
    )


def find_span(document: Document, quote: str) -> Span | None:
    """Where the words stand in the body, for the first time."""
    for number, paragraph in enumerate(document.paragraphs, start=1):
        start = paragraph.find(quote)
        if quote and start >= 0:
            return Span(number, start, start + len(quote), quote)
    return None


def guess_skill(stem: str) -> Skill:
    """A label for a question that came without one, by the words of its stem."""
    return next((skill for words, skill in _SKILL_BY_STEM if words.search(stem)), Skill.DETAIL)


def sample_items(items: Iterable[Item], count: int, rng: Random) -> list[Item]:
    """So many items, taken from the patterns in turn: a rare one is seen as well as a frequent."""
    by_pattern: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        by_pattern[item.draft.pattern].append(item)
    queues = list(by_pattern.values())
    rng.shuffle(queues)
    for queue in queues:
        rng.shuffle(queue)
    return [item for item, _ in zip(_take_turns(queues), range(count), strict=False)]


def _take_turns(queues: Sequence[list[Item]]) -> Iterator[Item]:
    for turn in range(max(map(len, queues), default=0)):
        for queue in queues:
            if turn < len(queue):
                yield queue[turn]
