"""Which sayings of named people can stand alone?

Shared by `who_said` and `matching`: reported speech in the article's own words that begins with
a noun or a name, leans on no pronoun, and does not name its speaker.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from quizapp.generation.wording import clean
from quizapp.reading.reading import Claim, Entity, EntityType, Reading, TextSpan
from quizapp.reading.vocabulary import word_set

_LEANING = word_set(
    "he she it they him them this these those such we i you me us my our your his her here now"
)
_ASKING = frozenset({"ask", "question", "doubt", "urge", "tell", "describe", "interpret", "accuse"})
_BREAK = re.compile(r"\s(?:--|–|—)\s|[;:]|,? (?:and|but|which|who|while|because|as|so|if)\b|,")
_MIN_WORDS, _MAX_WORDS = 6, 22


@dataclass(frozen=True)
class Saying:
    """What a person says, cut to one statement; `verb` is the article's own form ("claimed")."""

    speaker: Entity
    verb: str
    text: str
    evidence: TextSpan


def find_sayings(reading: Reading) -> Iterator[Saying]:
    """All sayings that can be asked about, in reading order."""
    for claim in reading.claims:
        if claim.entity is None or claim.verb in _ASKING or claim.is_quotation:
            continue
        speaker = reading.entity(claim.entity)
        text = _statement(reading, claim)
        quoted = text[:1].isupper() and reading.entity_at(claim.paragraph, claim.start) is None
        if speaker.type is EntityType.PERSON and text and not quoted and not _names(speaker, text):
            yield Saying(speaker, claim.verb_text, text, _evidence(reading, claim, text))


def _statement(reading: Reading, claim: Claim) -> str:
    """The saying up to its first turn, if what is left still says something by itself."""
    text = claim.text
    cut = next((m.start() for m in _BREAK.finditer(text) if m.start() >= 25), len(text))
    head = text[:cut].rstrip()
    if cut < len(text) and re.match(r",? (?:and|but)\b|,", text[cut:]) is None:
        return ""  # a condition or relative clause that was cut off may have been what matters
    words = [word.strip(".,!?“”\"'‘’").lower() for word in head.split()]
    sound = (
        _MIN_WORDS <= len(words) <= _MAX_WORDS
        and not _LEANING & set(words)
        and not {"that", "its", "their", "there"} & set(words[:2])
        and words[-1] not in {"and", "or", "of", "in", "to", "the", "a", "with", "for", "by"}
        and _has_verb(reading, claim, cut)
        and head == clean(head)
        and head.count("“") == head.count("”")
        and head.count('"') % 2 == 0
    )
    return head if sound else ""


def _has_verb(reading: Reading, claim: Claim, cut: int) -> bool:
    """Whether the statement kept is a clause of its own, with subject and finite verb."""
    inside = [
        token
        for token in reading.sentences[claim.sentence].span
        if claim.start <= token.idx < claim.start + cut
    ]
    subjects = any(token.dep_ in {"nsubj", "nsubjpass", "expl"} for token in inside)
    return subjects and any(token.tag_ in {"VBD", "VBZ", "VBP", "MD"} for token in inside)


def _names(speaker: Entity, text: str) -> bool:
    return any(name in text for name in speaker.aliases)


def _evidence(reading: Reading, claim: Claim, text: str) -> TextSpan:
    """From the sentence's start, so that the speaker is in it, to the end of what is asked."""
    sentence = reading.sentences[claim.sentence]
    start, end = sentence.start, max(claim.start + len(text), sentence.end)
    quote = reading.document.paragraphs[sentence.paragraph - 1][start:end]
    return TextSpan(sentence.paragraph, start, end, quote)
