"""Which draft do the pieces of a question make, whatever version of QTI had them? (pure)

Both readers end here: empty options go, fixed options come into our words and order, and what
breaks a rule of the bank is refused with the rule's own sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from quizapp.bank.formats.exchange import Item, begin_import
from quizapp.bank.formats.labels import read_labels, write_labels
from quizapp.bank.formats.plain_text import UNWRITABLE
from quizapp.bank.formats.qti.numerals import bound
from quizapp.bank.formats.qti.refusals import NO_KEY, Unreadable
from quizapp.bank.rules import FIXED_OPTIONS, check_question
from quizapp.generation.draft import (
    CHOICE_KINDS,
    AcceptedAnswer,
    DistractorClass,
    Kind,
    Option,
    Pair,
    QuestionDraft,
)

_DISTRACTOR_LABEL = "distractor"  # distractor:2:misreading says why the second option is wrong
_ABOUT_EVIDENCE = "evidence"  # where the quote stands is found later, when the passage is known


def draft_choice(stem: str, options: Sequence[Option], *, several: bool) -> QuestionDraft:
    """A question with options, in the kind that the options tell."""
    if not any(option.key for option in options):
        raise Unreadable(NO_KEY)
    kind, options = _tell_fixed(tuple(it for it in options if it.text or it.key))
    return replace(begin_import(Kind.MULTIPLE_RESPONSE if several else kind, stem), options=options)


def tell_kind(draft: QuestionDraft) -> Kind:
    """The kind that a file tells of a question when no label says more of it."""
    if draft.kind not in CHOICE_KINDS or draft.kind is Kind.MULTIPLE_RESPONSE:
        return draft.kind
    return _tell_fixed(draft.options)[0]


def _tell_fixed(options: tuple[Option, ...]) -> tuple[Kind, tuple[Option, ...]]:
    """True and False are always asked in these words and this order."""
    by_word = {" ".join(it.text.casefold().split()): it for it in options}
    for kind, words in FIXED_OPTIONS.items():
        if len(options) == len(words) and set(by_word) == {it.casefold() for it in words}:
            fixed = tuple(replace(by_word[word.casefold()], text=word) for word in words)
            return kind, fixed
    return Kind.MULTIPLE_CHOICE, options


def draft_matching(
    stem: str, pairs: Iterable[tuple[str, str]], distractors: Iterable[str]
) -> QuestionDraft:
    """Premises with their responses; what is empty or stands there twice is left out."""
    matched = [it for it in dict.fromkeys(pairs) if all(it)]
    right = {response for _, response in matched}
    others = [it for it in dict.fromkeys(distractors) if it and it not in right]
    return replace(
        begin_import(Kind.MATCHING, stem),
        pairs=tuple(Pair(*it) for it in [*matched, *(("", other) for other in others)]),
    )


def draft_ordering(stem: str, texts: Iterable[str]) -> QuestionDraft:
    return replace(begin_import(Kind.ORDERING, stem), order=tuple(texts))


def draft_typed(kind: Kind, stem: str, gaps: Sequence[Sequence[str]]) -> QuestionDraft:
    """A question with typed answers: for each gap the words that are right."""
    if not all(gaps):
        raise Unreadable(NO_KEY)
    answers = (
        AcceptedAnswer(word, number)
        for number, words in enumerate(gaps, start=1)
        for word in dict.fromkeys(words)
    )
    return replace(begin_import(kind, stem), accepted_answers=tuple(answers))


def draft_numerical(stem: str, answers: Sequence[AcceptedAnswer]) -> QuestionDraft:
    if not answers:
        raise Unreadable(NO_KEY)
    unique = tuple(dict.fromkeys(answers))
    return replace(begin_import(Kind.NUMERICAL, stem), accepted_answers=unique)


def refuse_unsound(draft: QuestionDraft) -> QuestionDraft:
    """The draft when it keeps the rules of the bank. Raises Unreadable."""
    broken = [it for it in check_question(draft, ()) if it.rule != _ABOUT_EVIDENCE]
    if broken:
        raise Unreadable(f"This question is not taken: {broken[0].message}.")
    return draft


def write_keywords(item: Item, told: Kind) -> tuple[str, ...]:
    """What is known of a question, as words for its metadata."""
    classes = (
        f"{_DISTRACTOR_LABEL}:{number}:{option.distractor_class.value}"
        for number, option in enumerate(item.draft.options, start=1)
        if option.distractor_class
    )
    return (*write_labels(item, told=told), *classes)


def apply_keywords(
    draft: QuestionDraft, words: Sequence[str]
) -> tuple[QuestionDraft, tuple[str, ...]]:
    """The draft with what its keywords say of it, and those that are tags."""
    labelled, tags = read_labels(_as_order(draft, words), words)
    if labelled.kind is not draft.kind and not _may_become(draft, labelled):
        labelled = replace(labelled, kind=draft.kind, pairs=draft.pairs, order=draft.order)
    options, kept = list(labelled.options), []
    for word in tags:
        name, _, rest = word.partition(":")
        number, _, value = rest.partition(":")
        place = int(number) - 1 if number.isdecimal() and len(number) <= 2 else -1
        if name != _DISTRACTOR_LABEL or value not in set(DistractorClass):
            kept.append(word)
        elif 0 <= place < len(options) and not options[place].key:
            options[place] = replace(options[place], distractor_class=DistractorClass(value))
    return replace(labelled, options=tuple(options)), tuple(kept)


def _as_order(draft: QuestionDraft, words: Sequence[str]) -> QuestionDraft:
    """An ordering that was written as a matching of places with texts."""
    numbers = tuple(str(it) for it in range(1, len(draft.pairs) + 1))
    is_order = f"kind:{Kind.ORDERING.value}" in set(words)
    if not is_order or tuple(it.premise for it in draft.pairs) != numbers:
        return draft
    return replace(draft, pairs=(), order=tuple(it.response for it in draft.pairs))


def _may_become(draft: QuestionDraft, labelled: QuestionDraft) -> bool:
    is_choice = draft.kind in CHOICE_KINDS and labelled.kind in CHOICE_KINDS
    if not is_choice and not labelled.order:
        return False
    try:
        refuse_unsound(labelled)
    except Unreadable:
        return False
    return True


def flatten(draft: QuestionDraft) -> QuestionDraft:
    """The draft in lines without breaks and signs that XML has no place for, numbers in digits."""
    is_number = draft.kind is Kind.NUMERICAL
    return replace(
        draft,
        stem=flatten_text(draft.stem),
        options=tuple(
            replace(it, text=flatten_text(it.text), rationale=flatten_text(it.rationale))
            for it in draft.options
        ),
        accepted_answers=tuple(
            bound(it) if is_number else replace(it, text=flatten_text(it.text), tolerance="")
            for it in draft.accepted_answers
        ),
        pairs=tuple(
            Pair(flatten_text(it.premise), flatten_text(it.response)) for it in draft.pairs
        ),
        order=tuple(flatten_text(it) for it in draft.order),
        rationale=flatten_text(draft.rationale),
        critical_span=replace(
            draft.critical_span,
            quote=(quote := flatten_text(draft.critical_span.quote)),
            end=len(quote),
        ),
        pictures=tuple(
            replace(it, description=flatten_text(it.description)) for it in draft.pictures
        ),
    )


def flatten_text(text: str) -> str:
    return " ".join(UNWRITABLE.sub(" ", text).split())
