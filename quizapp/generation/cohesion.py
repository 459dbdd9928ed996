"""Which linking word belongs in the gap?

Only where the text itself shows the relation, so that words of the other relations do not fit:
a contrast needs a negation on exactly one side, or a word that concedes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random
from typing import TYPE_CHECKING

from quizapp.generation.connectives import (
    CLAUSE,
    CONCEDING,
    FOCUS,
    OPENING,
    PHRASE,
    SAYS,
    SENTENCE,
    Connective,
)
from quizapp.generation.draft import (
    GAP,
    Difficulty,
    DistractorClass,
    Kind,
    Option,
    QuestionDraft,
    Skill,
    Span,
)
from quizapp.generation.drafting import make_uid
from quizapp.generation.link_evidence import differs, fits_inside, is_negative, turns
from quizapp.generation.pattern import Pattern
from quizapp.generation.quoting import MAX_QUOTED, is_quotable, quote
from quizapp.reading.reading import Reading, Sentence

if TYPE_CHECKING:
    from spacy.tokens import Token

_MIN_SIDE = 4  # words on either side, so that there is something to relate
_FINITE = frozenset({"VERB", "AUX"})


def _draft(reading: Reading, rng: Random) -> Iterator[QuestionDraft]:
    before: Sentence | None = None
    for sentence in reading.sentences:
        if before is not None and before.paragraph != sentence.paragraph:
            before = None
        if is_quotable(sentence):
            yield from _ask_inside(reading, sentence)
            yield from _ask_between(reading, before, sentence)
        before = sentence


def _ask_inside(reading: Reading, sentence: Sentence) -> Iterator[QuestionDraft]:
    """Because, although, so that, but, despite, such as: each in one sentence."""
    found = [(links, each) for links, each in _linkings(sentence) if _stands_as(links, each)]
    counts = [each.relation for _, each in found]
    for links, connective in found:
        if counts.count(connective.relation) > 1 or _follows_focus(links[0], sentence):
            continue
        inner, outer = _sides(links, connective, sentence)
        if _long_enough(connective, inner, outer) and fits_inside(connective, inner, outer):
            yield _question(reading, connective, links, (sentence,))
            return  # one gap a sentence: a second one would show in the first


def _linkings(sentence: Sentence) -> Iterator[tuple[list[Token], Connective]]:
    """Every linking word or phrase of the sentence, the longest where one begins another."""
    tables = {**CLAUSE, **PHRASE}
    tokens = list(sentence.span)
    at = 0
    while at < len(tokens):
        length = next(
            (n for n in (3, 2, 1) if " ".join(t.lower_ for t in tokens[at : at + n]) in tables), 0
        )
        if length:
            links = tokens[at : at + length]
            yield links, tables[" ".join(t.lower_ for t in links)]
        at += length or 1


def _stands_as(links: Sequence[Token], connective: Connective) -> bool:
    """Whether the grammar around it is that of its slot."""
    words, first, last = connective.words, links[0], links[-1]
    if words == "but":
        heads = [c for c in first.head.children if c.dep_ == "conj" and c.i > first.i]
        clause = heads and heads[0].pos_ in _FINITE and _has_subject(heads[0])
        return first.dep_ == "cc" and bool(clause) and _previous(first) == ","
    if words in PHRASE:
        if words == "such as" and not _names_a_sort(first):
            return False
        return _governs_noun(links) and (connective.relation != "cause" or _tells_why(first))
    marks = last.dep_ == "mark" or first.dep_ == "mark"
    head = last.head if last.dep_ == "mark" else first.head
    return marks and head.pos_ in _FINITE and _has_subject(head)


def _has_subject(verb: Token) -> bool:
    return any(c.dep_ in {"nsubj", "nsubjpass", "expl"} for c in verb.children)


def _previous(token: Token) -> str:
    return token.nbor(-1).lower_ if token.i else ""


def _names_a_sort(such: Token) -> bool:
    """ "cereals such as rye": a plural noun right before it, and no comma that could be a list."""
    noun = such.nbor(-1) if such.i else None
    return noun is not None and noun.tag_ == "NNS"


def _tells_why(first: Token) -> bool:
    """The reason of what happens, not of a thing ("a rise due to …"), and no "is due to"."""
    return first.head.pos_ in {"VERB", "AUX", "ADJ"} and first.dep_ != "acomp"


def _follows_focus(token: Token, sentence: Sentence) -> bool:
    before = token.nbor(-1) if token.i > sentence.span.start else None
    if before is None:
        return False
    return before.lower_ in FOCUS or before.lemma_ == "be" or before.text in {"—", "-", "–", "("}


def _governs_noun(links: Sequence[Token]) -> bool:
    """Whether a noun follows, no verb in -ing and no "the fact that"."""
    last = links[-1]
    after = last.nbor(1) if last.i + 1 < len(last.doc) else None
    if after is None or after.tag_ == "VBG" or after.lower_ in {"what", "how", "this", "that"}:
        return False
    nouns = [c for token in links for c in token.children if c.dep_ == "pobj"]
    return bool(nouns) and nouns[0].pos_ in {"NOUN", "PROPN"} and nouns[0].lemma_ != "fact"


def _sides(
    links: Sequence[Token], connective: Connective, sentence: Sentence
) -> tuple[list[Token], list[Token]]:
    """The words that the connective introduces, and the rest of the sentence."""
    words = [t for t in sentence.span if not t.is_punct and t not in links]
    if connective.words == "but":
        at = links[0].i
        return [t for t in words if t.i > at], [t for t in words if t.i < at]
    heads = [t.head for t in links if t.dep_ == "mark"] or links
    inner = {t.i for head in heads for t in head.subtree}
    return [t for t in words if t.i in inner], [t for t in words if t.i not in inner]


def _long_enough(connective: Connective, inner: Sequence[Token], outer: Sequence[Token]) -> bool:
    least = 1 if connective.words in PHRASE else _MIN_SIDE
    if connective.words == "but" and not turns(outer, inner):
        return False
    return len(outer) >= _MIN_SIDE and len(inner) > least


def _ask_between(
    reading: Reading, before: Sentence | None, sentence: Sentence
) -> Iterator[QuestionDraft]:
    """However, for example, as a result, instead or but, between two sentences."""
    if before is None or not is_quotable(before):
        return
    if len(before.text.split()) + len(sentence.text.split()) > MAX_QUOTED + 15:
        return
    first = sentence.span[0]
    if first.lower_ in OPENING and first.nbor(1).text != ",":
        if turns(list(before.span), list(sentence.span)[1:]):
            yield _question(reading, OPENING[first.lower_], [first], (before, sentence))
        return
    for words, connective in SENTENCE.items():
        links = _find_linking(sentence, words.split())
        if links and _is_shown(connective, before, sentence, links):
            yield _question(reading, connective, links, (before, sentence))


def _find_linking(sentence: Sentence, words: Sequence[str]) -> list[Token]:
    """The connective at the head of the sentence or after its subject, between commas."""
    span = sentence.span
    for start in range(min(len(span) - len(words), 10)):
        tokens = list(span[start : start + len(words)])
        if [t.lower_ for t in tokens] != list(words):
            continue
        comma_after = tokens[-1].nbor(1).text == ","
        comma_before = start == 0 or tokens[0].nbor(-1).text == ","
        return tokens if comma_after and comma_before else []
    return []


def _is_shown(
    connective: Connective, before: Sentence, sentence: Sentence, links: Sequence[Token]
) -> bool:
    one = list(before.span)
    other = [t for t in sentence.span if t not in links]
    if connective.relation == "contrast":
        return turns(one, other)
    if connective.relation == "difference":
        return differs(one, other)
    if connective.relation == "replacement":
        return is_negative(one) and not is_negative(other)
    if any(t.lower_ in {"but", "yet", "although"} for t in other[:3]):
        return False
    if connective.relation == "result" and any(t.lower_ in CONCEDING for t in other):
        return False
    return is_negative(one) == is_negative(other)  # else "however" might fit as well


def _question(
    reading: Reading,
    connective: Connective,
    links: Sequence[Token],
    sentences: Sequence[Sentence],
) -> QuestionDraft:
    paragraph = sentences[-1].paragraph
    text = reading.document.paragraphs[paragraph - 1]
    start, end = links[0].idx, links[-1].idx + len(links[-1].text)
    first, last = sentences[0].start, sentences[-1].end
    stem = (
        f"In paragraph {paragraph}, which word or phrase belongs in the gap? "
        f"{quote(text[first:start] + GAP + text[end:last])}"
    )
    evidence = Span(paragraph, first, last, text[first:last])
    return QuestionDraft(
        uid=make_uid(reading, PATTERN.name, stem, connective.words),
        kind=Kind.MULTIPLE_CHOICE,
        skill=Skill.COHESION,
        difficulty=Difficulty.MEDIUM,
        stem=stem,
        critical_span=evidence,
        options=_options(connective, text[start:end]),
        hidden_spans=(Span(paragraph, start, end, text[start:end]),),
        pattern=PATTERN.name,
        confidence=0.75,
    )


def _options(connective: Connective, printed: str) -> tuple[Option, ...]:
    capital = printed[:1].isupper()
    key = Option(printed, key=True, rationale=f"{quote(printed)} is right: {connective.meaning}.")
    return (
        key,
        *(
            Option(
                word[0].upper() + word[1:] if capital else word,
                rationale=f"{quote(word)} {SAYS[word]}; here {connective.meaning}.",
                distractor_class=DistractorClass.MISREADING,
            )
            for word in connective.rivals
        ),
    )


PATTERN = Pattern("cohesion_gap", Kind.MULTIPLE_CHOICE, Skill.COHESION, _draft)
