"""Does a question make a fact of what the text only reports, doubts or denies?"""

from __future__ import annotations

import re

from quizapp.generation.distractors import word_roots
from quizapp.generation.draft import QuestionDraft, Span
from quizapp.reading.reading import Claim, Clause, Factuality, Reading
from quizapp.reading.vocabulary import load_vocabulary

_SOURCED = re.compile(
    r"\b(?:according to|sa(?:y|ys|id|ying)|claim\w*|believ\w*|think\w*|thought|argu\w*|report\w*"
    r"|alleg\w*|announc\w*|den(?:y|ies|ied)|tell\w*|told|stat(?:e|es|ed)|suggest\w*|accus\w*|view\w*"
    r"|opinion|feel\w*|hop(?:e|es|ed)|promis\w*|warn\w*|explain\w*|describ\w*|mention\w*"
    r"|worr(?:y|ie[sd])|concern\w*|fear\w*|estimat\w*|predict\w*)\b",
    re.IGNORECASE,
)
_DOUBTED = re.compile(
    r"\b(?:will|would|shall|if|unless|whether|before|until|plan\w*|expect\w*|intend\w*|likel\w*"
    r"|chance|risk|threat\w*|possib\w*|future|rumou?r\w*|suppos\w*)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:un|in|im|dis)\w{4,}|\b(?:fail\w*|refus\w*|lack\w*|stop\w*|prevent\w*|avoid\w*|miss\w*"
    r"|reject\w*|cannot|difficult\w*|hard|rather than|instead of|less|fewer)\b|n[’']t\b",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"\b(?:not|no|never|nor|neither|nobody|nothing|none|without|hardly|rarely|cannot)\b|n[’']t\b",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[\w’']+")
_HALF = 0.5


def find_lost_claim(draft: QuestionDraft, reading: Reading) -> str:
    """What the question leaves out of its evidence, in a sentence; or nothing."""
    key = next((option.text for option in draft.options if option.key), "")
    said, span = f"{draft.stem} {key}", draft.critical_span
    claims = [claim for claim in _claims_at(span, reading) if _tells(claim, said)]
    speakers = (claim for claim in reading.claims if claim.paragraph == span.paragraph)
    is_sourced = _SOURCED.search(said) or any(_names(it, said, reading) for it in speakers)
    if claims and not is_sourced:
        return "The text only reports this as what somebody says, and the question does not."
    kinds = {clause.factuality for clause in _clauses_at(span, reading)}
    if not kinds or Factuality.FACT in kinds:
        return ""
    lost = (_lost(kind, said, span.quote, bool(is_sourced)) for kind in sorted(kinds))
    return next((reason for reason in lost if reason), "")


def _lost(kind: Factuality, said: str, quote: str, is_sourced: bool) -> str:
    words = load_vocabulary()
    spoken = {word.lower() for word in _WORDS.findall(said)}
    if kind is Factuality.CLAIM and not is_sourced:
        return "The text says this as somebody’s words, and the question as a fact."
    doubted = spoken & words.hedges or _DOUBTED.search(said)
    if kind in {Factuality.HEDGED, Factuality.HYPOTHETICAL} and not doubted:
        return "The text says this as possible or to come, and the question as a fact."
    denies = kind is Factuality.NEGATED and _DENIES.search(quote)
    if denies and not (spoken & words.turning_words or _DENIED.search(said)):
        return "The text denies this, and the question does not."
    if kind is Factuality.CONTRADICTED and not is_sourced:
        return "The text itself takes this back."
    return ""


def _names(claim: Claim, said: str, reading: Reading) -> bool:
    """Whether the question names who claims it: what she says of herself is asked of her."""
    entity = reading.entity(claim.entity) if claim.entity else None
    return entity is not None and any(name in said for name in (entity.name, *entity.aliases))


def _claims_at(span: Span, reading: Reading) -> list[Claim]:
    return [
        claim
        for claim in reading.claims
        if claim.paragraph == span.paragraph and claim.start < span.end and span.start < claim.end
    ]


def _tells(claim: Claim, said: str) -> bool:
    """Whether what is said comes from the claim, by its telling words."""
    roots = word_roots(said)
    return len(roots & word_roots(claim.text)) >= _HALF * len(roots) > 0


def _clauses_at(span: Span, reading: Reading) -> list[Clause]:
    """Without those that only say that somebody says what follows in them."""
    found = [
        clause
        for clause in reading.clauses
        if clause.predicate.paragraph == span.paragraph
        and clause.predicate.start < span.end
        and span.start < clause.predicate.end
    ]
    reporting = load_vocabulary().reporting_verbs
    return [
        clause
        for clause in found
        if clause.verb.lemma_ not in reporting
        or not any(other.verb.head == clause.verb for other in found)
    ]
