"""Which sayings of named people, bodies and countries can stand alone?

Shared by `who_said`, `according_to` and `matching`: reported speech in the article's own words
that begins with a noun or a name, or a whole quotation; it leans on no pronoun and does not name
its speaker.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from quizapp.generation.distractors import is_country
from quizapp.generation.standing_alone import is_sure_body, is_sure_person, leans
from quizapp.generation.wording import clean
from quizapp.reading.reading import Claim, Entity, EntityType, Reading, TextSpan
from quizapp.reading.vocabulary import word_set

_LEANING = word_set(
    "he she it they him them this these those such we i you me us my our your his her here now"
)
_ASKING = frozenset({"ask", "question", "doubt", "urge", "tell", "describe", "interpret", "accuse"})
_BREAK = re.compile(r"\s(?:--|–|—)\s|[;:]|,? (?:and|but|which|who|while|because|as|so|if)\b|,")
_MIN_WORDS, _MAX_WORDS, _MIN_QUOTED = 6, 22, 7
_POINTING = word_set(
    "he she it they him them this these those that such here it’s that’s they’re his her"
)
_QUESTION_WORDS = word_set("what who how why when where whether if which although while unlike")
_OPENING = word_set("and but so because or then yes no well")


@dataclass(frozen=True)
class Saying:
    """What a person says, cut to one statement; `verb` is the article's own form ("claimed")."""

    speaker: Entity
    verb: str
    text: str
    evidence: TextSpan
    sentence: int
    is_quotation: bool


def find_sayings(reading: Reading) -> Iterator[Saying]:
    """All sayings that can be asked about, in reading order."""
    for claim in reading.claims:
        if claim.entity is None or claim.verb in _ASKING:
            continue
        speaker = reading.entity(claim.entity)
        if not _is_sure(speaker):
            continue
        text = _quoted(reading, claim) if claim.is_quotation else _reported(reading, claim)
        if text and not _names(speaker, text):
            evidence = _evidence(reading, claim, text)
            yield Saying(
                speaker, claim.verb_text, text, evidence, claim.sentence, claim.is_quotation
            )


def find_speakers(reading: Reading) -> tuple[Entity, ...]:
    """Who says something in the article, in order of their first words."""
    speaking = {claim.entity: None for claim in reading.claims if claim.entity}
    entities = (reading.entity(entity) for entity in speaking)
    return tuple(entity for entity in entities if _is_sure(entity))


def _is_sure(speaker: Entity) -> bool:
    """A person, a body that writes, a country that argues: no "Bible" and no report."""
    if speaker.type is EntityType.PERSON:
        return is_sure_person(speaker)
    if speaker.type is EntityType.PLACE:
        return is_country(speaker)
    return speaker.type is EntityType.ORGANISATION and is_sure_body(speaker)


def _reported(reading: Reading, claim: Claim) -> str:
    """The saying in the article's words, unless half of it is a quotation or it leans."""
    text = _statement(reading, claim)
    opens_quotation = text[:1].isupper() and reading.entity_at(claim.paragraph, claim.start) is None
    if not text or opens_quotation:
        return ""
    end = claim.start + len(text)
    tokens = [t for t in reading.sentences[claim.sentence].span if claim.start <= t.idx < end]
    return "" if leans(reading, tokens) else text


def _quoted(reading: Reading, claim: Claim) -> str:
    """A whole quotation with its speaker directly beside it, that can be read by itself."""
    text = claim.text.strip().rstrip(",.")
    words = [word.strip(".,!?‘’").lower() for word in text.split()]
    sound = (
        _MIN_QUOTED <= len(words) <= _MAX_WORDS
        and text[:1].isupper()
        and not _POINTING & set(words)
        and words[0] not in _OPENING
        and not re.search(r"[\[\]…“”\"()]|[.?!] ", text)
        and _is_beside(reading, claim)
    )
    return text if sound else ""


def _is_beside(reading: Reading, claim: Claim) -> bool:
    """Whether the speaker and the verb frame the whole quotation, before it or after it."""
    sentence = reading.sentences[claim.sentence]
    verb = re.escape(claim.verb_text)
    before = sentence.text[: claim.start - sentence.start]
    after = sentence.text[claim.end - sentence.start :]
    if before.strip() in {"“", '"'}:
        return re.match(rf"[,.!?]*[”\"],? (?:[\w’.-]+ ){{0,4}}?{verb}\b", after) is not None
    introduced = re.search(rf"\b{verb}[:,] [“\"]$", before) is not None
    return introduced and re.fullmatch(r"[.!?]?[”\"]?[.!?]?", after) is not None


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
        and words[0] not in _QUESTION_WORDS
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
