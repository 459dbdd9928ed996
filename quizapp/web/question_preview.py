"""How will a learner see a question that is being written, and what is to be said of it? (pure)"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from quizapp.articles.document import Document
from quizapp.attempts.paper import ItemView, print_question
from quizapp.bank.advice import advise
from quizapp.bank.advice_codes import Code
from quizapp.bank.rules import check_question
from quizapp.generation.draft import CHOICE_KINDS, TEXT_KINDS, Kind, QuestionDraft
from quizapp.quizzes.assembly import print_order
from quizapp.web.passage import PassageBlock, hide_keys, show_passage

# Which part of a draft each rule is about.
FIELD_OF_RULE = {
    "evidence": "critical_span",
    "options-distinct": "options",
    "key": "options",
    "key-class": "options",
    "accepted-answers": "accepted_answers",
}
# What advice need not say again once a rule is broken.
TOLD_BY_RULE = (
    ("evidence", Code.NO_EVIDENCE),
    ("key", Code.NOT_ONE_KEY),
    ("options", Code.TOO_FEW_OPTIONS),
    ("options-distinct", Code.OPTIONS_ALIKE),
    ("accepted-answers", Code.STEM_ASKS_NOTHING),
    ("pairs", Code.PAIRS_UNCLEAR),
)
SEED = 1  # the same order each time: nothing jumps while somebody types


@dataclass(frozen=True)
class Remark:
    """A sentence, and the part of the draft that it is about."""

    field: str
    sentence: str


@dataclass(frozen=True)
class Preview:
    """The question as printed, the paragraphs that hide something, what is wrong, and advice.

    `item` is None as long as there is nothing to answer.
    """

    item: ItemView | None
    stem: str
    gapped: tuple[PassageBlock, ...]
    wrong: tuple[Remark, ...]
    advice: tuple[Remark, ...]


def preview_question(draft: QuestionDraft, document: Document) -> Preview:
    """The page's view of `draft`, finished or not."""
    return Preview(
        item=_print(draft) if _can_be_answered(draft) else None,
        stem=draft.stem,
        gapped=_list_gapped(draft, document),
        wrong=list_wrong(draft, document),
        advice=_list_advice(draft, document),
    )


def list_wrong(draft: QuestionDraft, document: Document) -> tuple[Remark, ...]:
    """What stops `draft` from being saved: the rules that it breaks, as sentences."""
    return tuple(
        Remark(FIELD_OF_RULE.get(it.rule, it.rule), as_sentence(it.message))
        for it in check_question(draft, document.paragraphs)
    )


def as_sentence(message: str) -> str:
    """A rule's message with its capital letter and its full stop."""
    return f"{message[0].upper()}{message[1:]}."


def _can_be_answered(draft: QuestionDraft) -> bool:
    if draft.kind in TEXT_KINDS:
        return bool(draft.stem)
    if draft.kind in CHOICE_KINDS:
        return bool(draft.options)
    return bool(draft.order) if draft.kind is Kind.ORDERING else bool(draft.pairs)


def _print(draft: QuestionDraft) -> ItemView:
    return print_question(draft, print_order(draft, Random(SEED), shuffle=False))


def _list_gapped(draft: QuestionDraft, document: Document) -> tuple[PassageBlock, ...]:
    marks = hide_keys([draft])
    hiding = {span.paragraph for span, _ in marks}
    return tuple(it for it in show_passage(document, marks).blocks if it.number in hiding)


def _list_advice(draft: QuestionDraft, document: Document) -> tuple[Remark, ...]:
    """Advice, but for what a broken rule says already."""
    rules = {it.rule for it in check_question(draft, document.paragraphs)}
    told = {code for rule, code in TOLD_BY_RULE if rule in rules}
    advice = advise(draft, document.paragraphs)
    return tuple(Remark(it.field, it.sentence) for it in advice if it.code not in told)
