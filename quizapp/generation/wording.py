"""How is a clause asked about in its own words?

Predicates stay the unbroken stretches they are in the text; only the subject gives way to a
question word, or an auxiliary moves in front of it (do-support by lemminflect).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quizapp.reading.reading import Clause, Entity, EntityType, Granularity, Reading, TimeExpression
from quizapp.reading.vocabulary import word_set

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_OPENING_ADVERBS = word_set(
    "also then again therefore thus later now still subsequently soon eventually first finally "
    "actually indeed instead meanwhile further once importantly recently"
)
_POINTERS = frozenset({"this", "that", "these", "those", "such", "another", "other"})
_SHORTENED = frozenset({"’s", "'s", "’d", "'d", "’ve", "'ve", "’ll", "'ll", "’re", "'re"})
_FUTURE_WORDS = frozenset({"will", "would", "may", "might", "can", "could", "should", "must"})


def predicate_tokens(reading: Reading, clause: Clause) -> Span | None:
    """The predicate without adverbs that lean on the sentence before and without vague times."""
    doc = clause.verb.doc
    span: Span | None = doc.char_span(clause.predicate.start, clause.predicate.end)
    if span is None:
        return None
    while len(span) > 1 and span[0].lower_ in _OPENING_ADVERBS:
        span = span[1:]
    if any(
        token.lower_ in _POINTERS and token.tag_ in {"DT", "PDT", "JJ", "PRP"} for token in span
    ):
        return None
    for time in reading.times:
        if time.sentence == clause.sentence and time.granularity is Granularity.VAGUE:
            span = drop_time(span, time)
    return span if len(span) else None


def drop_time(predicate: Span, time: TimeExpression) -> Span:
    """The predicate up to the phrase that names the time, or unchanged if it stands elsewhere."""
    inside = [t for t in predicate if time.start <= t.idx < time.end]
    if not inside:
        return predicate
    end = inside[0].i
    doc = predicate.doc
    while end > predicate.start and _leads_to_time(doc[end - 1]):
        end -= 1
    shortened: Span = doc[predicate.start : end]
    return shortened


def _leads_to_time(token: Token) -> bool:
    return token.pos_ in {"ADP", "ADV", "SCONJ", "DET"} or token.lower_ in {"late", "early", "mid"}


def time_preposition(time: TimeExpression, clause: Clause) -> str:
    """The preposition of a date ("on", "until"), "" where it has none."""
    token = next(t for t in clause.verb.doc if t.idx + len(t.text) > time.start)
    words = [
        t.lower_
        for t in token.doc[max(token.i - 3, 0) : token.i + 1]
        if t.pos_ == "ADP" or t.lower_ in {"since", "until", "before", "after"}
    ]
    return words[-1] if words else ""


def told_simply(clause: Clause, predicate: Span) -> str | None:
    """The predicate as it follows "Who": "had removed" -> "removed"; None for "had been"."""
    if predicate[0].lower_ in _SHORTENED:
        return None  # "’s been chosen"
    return simple_past(clause, predicate)


def ask_for_time(question: str, clause: Clause, predicate: Span, subject: str) -> str | None:
    """ "When" + subject + predicate with its auxiliary, or do-support, in front.

    None where the tense does not go with a date ("has signed", "will sign").
    """
    first = predicate[0]
    verb: Token = clause.verb
    if first.lower_ in _FUTURE_WORDS or first.lower_ in {"has", "have"}:
        return None
    if first.lemma_ == "be" and first.tag_ == "VBD":
        rest = clean(predicate[1:].text)
        return f"{question} {first.lower_} {subject} {rest}?" if rest else None
    if first.lower_ == "had" and first != verb:
        return _after_had(question, verb, predicate, subject)
    if first.tag_ not in {"VBD"} and not (first.pos_ == "ADV" and verb.tag_ == "VBD"):
        return None
    before = clean(predicate[: verb.i - predicate.start].text)
    after = clean(predicate[verb.i - predicate.start + 1 :].text)
    words = [question, "did", subject, before, verb.lemma_.lower(), after]
    return " ".join(word for word in words if word) + "?"


def _after_had(question: str, verb: Token, predicate: Span, subject: str) -> str | None:
    """Past perfect becomes simple past: "had abolished slavery" -> "did … abolish slavery"."""
    rest = predicate[1:]
    if len(rest) and rest[0].lower_ == "been":
        tail = clean(rest[1:].text)
        return f"{question} was {subject} {tail}?" if tail else None
    after = clean(predicate.doc[verb.i + 1 : predicate.end].text)
    return f"{question} did {subject} {verb.lemma_.lower()} {after}?" if after else None


def simple_past(clause: Clause, predicate: Span) -> str | None:
    """The predicate as an event in a list: "had removed" -> "removed"; None for "had been"."""
    import lemminflect

    if predicate[0].lower_ != "had" or predicate[0] == clause.verb:
        return clean(predicate.text)
    forms = lemminflect.getInflection(clause.verb.lemma_, tag="VBD")
    between = predicate.doc[predicate.start + 1 : clause.verb.i]
    if not forms or any(token.pos_ != "ADV" for token in between):
        return None
    after = predicate.doc[clause.verb.i + 1 : predicate.end]
    return clean(f"{forms[0]} {after.text}")


def past_participle(verb: Token) -> str:
    """ "rename" -> "renamed", by lemminflect; the word itself where it knows no better."""
    import lemminflect

    forms = lemminflect.getInflection(verb.lemma_, tag="VBN")
    return str(forms[0]) if forms else str(verb.text)


def clean(text: str) -> str:
    """One line without a dangling comma or half a pair of quotation marks or brackets."""
    text = " ".join(text.split()).strip(" ,;:-–—")
    if text.count("(") != text.count(")"):
        text = text.split("(")[0].rstrip() if "(" in text else text.replace(")", "")
    return text


def display_name(entity: Entity) -> str:
    """The full name, with its abbreviation in brackets where the text gives both."""
    if entity.type is EntityType.ORGANISATION and entity.is_abbreviated:
        return f"{entity.name} ({entity.abbreviation})"
    return entity.name


def accepted_names(entity: Entity) -> tuple[str, ...]:
    """Every form of the name that answers "who" or "which organisation" when typed."""
    names = dict.fromkeys((display_name(entity), entity.name, *entity.aliases))
    plain = [re.sub(r"\s*\(.*\)$", "", name) for name in names]
    articles = [f"the {n}" for n in plain] if entity.type is EntityType.ORGANISATION else []
    if entity.type is EntityType.PERSON:
        surname = _surname(entity.name)
        titles = dict.fromkeys(mention.title for mention in entity.mentions if mention.title)
        plain.append(surname)
        plain.extend(f"{title} {name}" for title in titles for name in (entity.name, surname))
    return tuple(dict.fromkeys((*names, *plain, *articles)))


def _surname(name: str) -> str:
    """The last word with the particles before it: "de Brum"."""
    words = name.split()
    start = len(words) - 1
    while start > 1 and words[start - 1].islower():
        start -= 1
    return " ".join(words[start:])


def subject_words(reading: Reading, clause: Clause) -> str | None:
    """The subject as it may stand inside a question: a name for a sure pronoun, else the text."""
    text = clause.subject.text
    entity = reading.entity(clause.entity) if clause.entity else None
    if text.lower() in {"he", "she", "it"}:
        if entity is None:
            return None
        return entity.name if entity.type is EntityType.PERSON else f"the {short_name(entity)}"
    first = text.split()[0]
    if sum(letter.isupper() for letter in first) > 1:
        return text
    if first in {"The", "A", "An", "Many", "Some", "Several", "Most", "All"}:
        return first.lower() + text[len(first) :]
    if first[:1].isupper() and clause.subject.start == _sentence_start(reading, clause):
        named = reading.entity_at(clause.subject.paragraph, clause.subject.start) is not None
        return text if named or not _is_common(clause) else first.lower() + text[len(first) :]
    return text


def subject_tokens(clause: Clause) -> tuple[Token, ...]:
    """The words of the subject; a pronoun gives way to a name and leaves none."""
    if clause.subject.text.lower() in {"he", "she", "it"}:
        return ()
    span = clause.verb.doc.char_span(clause.subject.start, clause.subject.end)
    return tuple(span) if span is not None else ()


def _sentence_start(reading: Reading, clause: Clause) -> int:
    return reading.sentences[clause.sentence].start


def _is_common(clause: Clause) -> bool:
    first = next(t for t in clause.verb.doc if t.idx == clause.subject.start)
    return bool(first.tag_ in {"NN", "NNS", "JJ", "VBG", "DT", "PRP$"})


def lower_first(text: str, is_name: bool) -> str:
    """The text as it stands inside a sentence; a name keeps its capital."""
    first = text.split()[0]
    keep = is_name or sum(letter.isupper() for letter in first) > 1 or first == "I"
    return text if keep else text[0].lower() + text[1:]


def short_name(entity: Entity) -> str:
    return entity.abbreviation or entity.name
