"""What is wrong with a draft?

Named gates: each takes a draft and the reading and returns a reason or None. Grave reasons drop
the draft; the others stay with it for the teacher to see (`reasons` says each in plain words).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from quizapp.generation.draft import (
    CHOICE_KINDS,
    GAP,
    TEXT_KINDS,
    Kind,
    Origin,
    QuestionDraft,
    Skill,
)
from quizapp.generation.reasons import Reason
from quizapp.reading.reading import Reading
from quizapp.reading.vocabulary import load_vocabulary, word_set

Check = Callable[[QuestionDraft, Reading], Reason | None]

_SUBJECT_PRONOUNS = word_set(
    "he she it they him them this that these those i we you me us itself himself herself "
    "themselves such latter"
)
_POSSESSIVES = frozenset({"his", "her", "its", "their", "my", "our", "your"})
_POINTING = re.compile(
    r"\b(?:here|there|now|then|today|yesterday|tomorrow|ago|earlier|later|so far|recently|"
    r"(?:last|next|this) (?:week|month|year)|the (?:same|following|previous|above)|another|"
    r"the other|again|the first time|the next|still|other)\b",
    re.IGNORECASE,
)
_SOURCE = re.compile(r"\b(?:according to|says?|said|claim)", re.IGNORECASE)
_ABSOLUTE = re.compile(
    r"\b(?:all|none) of (?:the|these) (?:above|others)\b|\b(?:always|never)\b", re.IGNORECASE
)
NEGATION = re.compile(r"\b(?:not|never|except|no longer|neither)\b|n[’']t\b")
_QUOTATION = re.compile(r"“[^”]*”")
_MOST_WORDS, _MOST_QUOTED = 32, 75
# The options are places or whole sentences of the text, as long and as mixed as those are.
OF_THE_TEXT = frozenset({Kind.INSERTION, Kind.SELECT_SENTENCE, Kind.IRRELEVANT_SENTENCE})


def _quotes(draft: QuestionDraft) -> bool:
    """Whether the stem holds a stretch of the passage up for inspection, with its own words."""
    shown = draft.skill in {Skill.COHESION, Skill.REFERENCE} or _shows_a_gap(draft)
    return draft.origin is Origin.GENERATED and shown


def _shows_a_gap(draft: QuestionDraft) -> bool:
    return GAP in draft.stem and bool(draft.hidden_spans)


def _asking_words(draft: QuestionDraft) -> str:
    """The stem, without what it quotes where the quotation is the thing to look at."""
    return _QUOTATION.sub("“…”", draft.stem) if _quotes(draft) else draft.stem


def check_key(draft: QuestionDraft, reading: Reading) -> Reason | None:
    if draft.kind in CHOICE_KINDS:
        keys = sum(option.key for option in draft.options)
        return (
            None
            if keys == 1 or (keys and draft.kind is Kind.MULTIPLE_RESPONSE)
            else (Reason.NOT_ONE_KEY)
        )
    if draft.kind in TEXT_KINDS and not draft.accepted_answers:
        return Reason.NOT_ONE_KEY
    if draft.kind is Kind.CLOZE and draft.stem.count(GAP) != 1:
        return Reason.NOT_ONE_KEY
    return None


def check_option_count(draft: QuestionDraft, reading: Reading) -> Reason | None:
    few = draft.kind is Kind.MULTIPLE_CHOICE and len(draft.options) < 3
    return Reason.TOO_FEW_OPTIONS if few else None


def check_options_differ(draft: QuestionDraft, reading: Reading) -> Reason | None:
    texts = [f" {option.text.lower()} " for option in draft.options]
    alike = any(a in b for i, a in enumerate(texts) for j, b in enumerate(texts) if i != j)
    aliases = len(_entities_of(draft, reading)) != len(set(_entities_of(draft, reading)))
    return Reason.OPTIONS_ALIKE if alike or aliases else None


def check_options_of_one_kind(draft: QuestionDraft, reading: Reading) -> Reason | None:
    if draft.kind in OF_THE_TEXT:
        return None
    types = {entity.split(":")[0] for entity in _entities_of(draft, reading)}
    shapes = {
        re.sub(r"[A-Z]\w+", "M", re.sub(r"\d+", "0", option.text))
        for option in draft.options
        if re.search(r"\d", option.text)
    }
    return Reason.OPTIONS_MIXED if len(types) > 1 or len(shapes) > 1 else None


def _entities_of(draft: QuestionDraft, reading: Reading) -> list[str]:
    """ "type:id" of every option that is a name of the article."""
    found = []
    for option in draft.options:
        bare = re.sub(r"\s*\([^)]*\)$", "", option.text)
        entity = reading.entity_named(bare)
        if entity is not None:
            found.append(f"{entity.type}:{entity.id}")
    return found


def check_options_in_order(draft: QuestionDraft, reading: Reading) -> Reason | None:
    """Options that are all plain numbers or years must rise."""
    values = [option.text.replace(",", "") for option in draft.options]
    if len(values) < 2 or not all(value.isdigit() for value in values):
        return None
    numbers = [int(value) for value in values]
    return None if numbers == sorted(numbers) else Reason.OPTIONS_UNORDERED


def check_absolute_words(draft: QuestionDraft, reading: Reading) -> Reason | None:
    if draft.kind in OF_THE_TEXT:
        return None
    found = any(_ABSOLUTE.search(option.text) for option in draft.options)
    return Reason.OPTIONS_ABSOLUTE if found else None


def check_key_not_in_stem(draft: QuestionDraft, reading: Reading) -> Reason | None:
    keys = [o.text for o in draft.options if o.key] or [a.text for a in draft.accepted_answers]
    grammar = draft.skill is Skill.COHESION or (
        draft.kind is Kind.MULTIPLE_CHOICE and _shows_a_gap(draft)
    )
    statement = draft.kind in {Kind.TRUE_FALSE, Kind.SELECT_SENTENCE}
    if statement or (_quotes(draft) and grammar):
        return None  # the places and the linking words may share words with the quotation
    stem = " " + re.sub(r"[^\w-]+", " ", _asking_words(draft).lower()) + " "
    for key in keys:
        words = [w for w in re.split(r"[^\w-]+", key.lower()) if len(w) > 2 or w.isdigit()]
        names = [w for w in words if w not in {"the", "and", "for", "right", "after", "paragraph"}]
        if any(f" {word} " in stem for word in names):
            return Reason.KEY_IN_STEM
    return None


def check_key_length(draft: QuestionDraft, reading: Reading) -> Reason | None:
    """Names and dates are as long as they are; anything else must not stand out."""
    key = next((o.text for o in draft.options if o.key), "")
    others = [len(o.text) for o in draft.options if not o.key]
    if not key or not others or draft.kind in {Kind.TRUE_FALSE, *OF_THE_TEXT}:
        return None
    longest = max(others)
    return Reason.KEY_TELLTALE if not 0.3 * longest <= len(key) <= 2.2 * longest else None


def check_pronouns(draft: QuestionDraft, reading: Reading) -> Reason | None:
    """He, this and such have nothing to refer to; his may refer to who or to a name before it."""
    if draft.kind is Kind.INSERTION:
        return None  # "it" is the sentence that was taken out
    for text in _texts(draft):
        words = re.findall(r"[\w’']+", re.sub(r"“[^”]*”|\"[^\"]*\"", " ", text))
        for index, word in enumerate(words):
            lower = word if word == "US" else word.lower()
            before = words[:index]
            if lower == "that" and before:
                continue  # a conjunction, far more often than not
            owned = any(w[:1].isupper() and w.lower() not in {"in", "on", "when"} for w in before)
            if lower in _SUBJECT_PRONOUNS or (lower in _POSSESSIVES and not owned):
                return Reason.DANGLING_PRONOUN
    return None


def _texts(draft: QuestionDraft) -> tuple[str, ...]:
    """What a learner must understand without the passage in front of him or her."""
    said = () if draft.kind in {Kind.MATCHING, Kind.ORDERING} else (_asking_words(draft),)
    linked = draft.kind is Kind.ORDERING and _quotes(draft)  # their pronouns show the order
    return (*said, *(() if linked else draft.order))


def check_pointing(draft: QuestionDraft, reading: Reading) -> Reason | None:
    anaphors = load_vocabulary().anaphoric_nouns
    for text in _texts(draft):
        if _POINTING.search(text):
            return Reason.VAGUE_REFERENCE
        for match in re.finditer(r"\b[Tt]he ([a-z]+)\b(?! (?:of|for|that) | to [a-z])", text):
            if match.group(1) in anaphors:
                return Reason.VAGUE_REFERENCE
    return None


def check_marks(draft: QuestionDraft, reading: Reading) -> Reason | None:
    for text in (draft.stem, *draft.order, *(pair.response for pair in draft.pairs)):
        pairs = (("(", ")"), ("[", "]"), ("“", "”"))
        if any(text.count(a) != text.count(b) for a, b in pairs) or text.count('"') % 2:
            return Reason.UNBALANCED_MARKS
    return None


def check_stem_length(draft: QuestionDraft, reading: Reading) -> Reason | None:
    words = len(draft.stem.split())
    if words < 4:
        return Reason.STEM_TOO_SHORT
    return (
        Reason.STEM_TOO_LONG if words > (_MOST_QUOTED if _quotes(draft) else _MOST_WORDS) else None
    )


def check_negation(draft: QuestionDraft, reading: Reading) -> Reason | None:
    return Reason.NEGATIVE_STEM if NEGATION.search(_asking_words(draft)) else None


def check_spans(draft: QuestionDraft, reading: Reading) -> Reason | None:
    paragraphs = reading.document.paragraphs
    for span in (draft.critical_span, *draft.distractor_spans):
        inside = 1 <= span.paragraph <= len(paragraphs)
        if not inside or paragraphs[span.paragraph - 1][span.start : span.end] != span.quote:
            return Reason.SPAN_MISQUOTED
    return None


def check_attribution(draft: QuestionDraft, reading: Reading) -> Reason | None:
    """What only a source says must be asked as what the source says."""
    if (
        draft.kind in {Kind.MATCHING, Kind.SELECT_SENTENCE}
        or _quotes(draft)
        or _SOURCE.search(draft.stem)
    ):
        return None
    span = draft.critical_span
    inside = any(
        claim.paragraph == span.paragraph and claim.start <= span.start and span.end <= claim.end
        for claim in reading.claims
    )
    return Reason.ATTRIBUTION_LOST if inside else None


def check_order(draft: QuestionDraft, reading: Reading) -> Reason | None:
    if draft.kind is not Kind.ORDERING:
        return None
    clear = len(draft.order) >= 3 and len(set(draft.order)) == len(draft.order)
    return None if clear else Reason.ORDER_UNCLEAR


def check_pairs(draft: QuestionDraft, reading: Reading) -> Reason | None:
    if draft.kind is not Kind.MATCHING:
        return None
    premises = [pair.premise for pair in draft.pairs if pair.premise]
    responses = [pair.response.lower() for pair in draft.pairs]
    clear = (
        len(premises) >= 3
        and len(set(premises)) == len(premises)
        and (len(set(responses)) == len(responses))
    )
    return None if clear else Reason.PAIRS_UNCLEAR


CHECKS: tuple[Check, ...] = (
    check_key,
    check_option_count,
    check_options_differ,
    check_options_of_one_kind,
    check_options_in_order,
    check_absolute_words,
    check_key_not_in_stem,
    check_key_length,
    check_pronouns,
    check_pointing,
    check_marks,
    check_stem_length,
    check_negation,
    check_spans,
    check_attribution,
    check_order,
    check_pairs,
)


def find_reasons(draft: QuestionDraft, reading: Reading) -> tuple[Reason, ...]:
    """Everything that speaks against a draft, in the order of the checks."""
    found = (check(draft, reading) for check in CHECKS)
    return tuple(reason for reason in found if reason is not None)
