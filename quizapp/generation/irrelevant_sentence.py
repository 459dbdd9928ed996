"""Which sentence has slipped into a paragraph where it does not belong?

The host is a tight chain: every sentence is linked to the one before it. The intruder comes
from elsewhere in the article, shares no telling word and no name with the host beyond what the
whole article is about, and parts two sentences of which the second points back at the first.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from quizapp.generation.chains import Link, find_link
from quizapp.generation.discourse import ROOT, Discourse, stem_of
from quizapp.generation.draft import (
    Difficulty,
    DistractorClass,
    Kind,
    Option,
    QuestionDraft,
    Skill,
    Span,
)
from quizapp.generation.drafting import make_uid
from quizapp.generation.leaning import find_pointer
from quizapp.generation.pattern import Pattern
from quizapp.generation.quoting import is_quotable
from quizapp.generation.ties import is_explained
from quizapp.reading.reading import Reading, Sentence

if TYPE_CHECKING:
    from spacy.tokens import Token

MIN_HOST, MAX_HOST = 3, 5
_MIN_WORDS, _MAX_WORDS = 8, 38
_APART = 2  # paragraphs between host and intruder
_REACH = 80  # sentences on either side among which the intruder is sought
_MOST_SHARED = 1  # words of the whole article's topic that the intruder may share
_FOLLOWING = frozenset({"follow", "ensue", "remain", "continue"})  # what was said before
_LENGTHS = (0.6, 1.5)  # of the host's average


@dataclass(frozen=True)
class Host:
    """Consecutive sentences of one paragraph; `links[n]` ties sentence n + 1 to sentence n."""

    sentences: tuple[Sentence, ...]
    links: tuple[Link, ...]
    words: frozenset[str]
    themes: frozenset[str]  # the telling words of more than one of its sentences
    names: frozenset[str]

    @property
    def paragraphs(self) -> tuple[int, ...]:
        return tuple(sorted({each.paragraph for each in self.sentences}))

    @property
    def length(self) -> float:
        return sum(len(each.text) for each in self.sentences) / len(self.sentences)


def _draft(reading: Reading, rng: Random) -> Iterator[QuestionDraft]:
    discourse = Discourse.of(reading)
    free = [each for each in reading.sentences if _stands_alone(discourse, each)]
    used: set[int] = set()
    for host in _find_hosts(discourse):
        gap = _gap(host, len(used))
        intruder = _find_intruder(discourse, host, free, used) if gap else None
        if gap and intruder is not None:
            used.add(intruder.index)
            yield _question(discourse, host, gap, intruder)


def _find_hosts(discourse: Discourse) -> Iterator[Host]:
    """The longest chains, one after the other; short paragraphs join with the next one."""
    sentences = discourse.reading.sentences
    at = 0
    while at + MIN_HOST <= len(sentences):
        ahead = sentences[at : at + MAX_HOST]
        first = ahead[0].paragraph
        own = [each for each in ahead if each.paragraph == first]
        host = _chain(discourse, own)
        if len(host.sentences) < MIN_HOST:
            host = _chain(discourse, [each for each in ahead if each.paragraph <= first + 1])
        whole = len(host.sentences) >= MIN_HOST
        if whole:
            yield host
        at += len(host.sentences) if whole else 1


def _chain(discourse: Discourse, sentences: Sequence[Sentence]) -> Host:
    links: list[Link] = []
    fits = [is_quotable(each) for each in sentences]
    if fits[0] and find_pointer(sentences[0]) is None:
        for before, sentence, fit in zip(sentences, sentences[1:], fits[1:], strict=False):
            link = find_link(discourse, before, sentence) if fit else None
            crosses = before.paragraph != sentence.paragraph
            if link is None or (crosses and not link.points):
                break
            links.append(link)
    chosen = sentences[: len(links) + 1]
    contents = [discourse.content(each) for each in chosen]
    words = frozenset().union(*(content.words for content in contents))
    counts = Counter(word for content in contents for word in content.words)
    themes = frozenset(word for word, count in counts.items() if count > 1)
    names = frozenset().union(*(content.ids for content in contents))
    return Host(tuple(chosen), tuple(links), words, themes, names)


def _gap(host: Host, turn: int) -> int:
    """Before which sentence the intruder stands: one that points back; 0 for none."""
    places = [n + 1 for n, link in enumerate(host.links) if link.points]
    inner = [place for place in places if place < len(host.sentences) - 1] or places
    return inner[turn % len(inner)] if inner else 0


def _stands_alone(discourse: Discourse, sentence: Sentence) -> bool:
    """Whether the sentence makes sense by itself: it neither points nor quotes."""
    words = len(sentence.text.split())
    if not is_quotable(sentence) or not _MIN_WORDS <= words <= _MAX_WORDS:
        return False
    if discourse.content(sentence).has_speech or sentence.text.endswith("?"):
        return False
    subjects = {"nsubj", "nsubjpass", "expl"}
    whole = any(child.dep_ in subjects for child in sentence.span.root.children)
    if not whole or find_pointer(sentence) is not None or re.search(r":|percent|%", sentence.text):
        return False
    if sentence.span.root.lemma_ in _FOLLOWING:
        return False
    if any(_is_known(discourse, sentence, token) for token in sentence.span):
        return False
    return all(person.name in sentence.text for person in discourse.people(sentence))


def _is_known(discourse: Discourse, sentence: Sentence, token: Token) -> bool:
    """ "the man", whom the article has spoken of before: elsewhere nobody knows him."""
    noun = token.head
    if token.lower_ != "the" or noun.pos_ != "NOUN" or is_explained(noun):
        return False
    root = noun.lemma_.lower()[:ROOT]
    return discourse.first_seen.get(root, 0) < sentence.index and not discourse.is_topic(
        stem_of(noun)
    )


def _find_intruder(
    discourse: Discourse, host: Host, free: Sequence[Sentence], used: set[int]
) -> Sentence | None:
    first = host.sentences[0].index
    fit = [
        each
        for each in free
        if abs(each.index - first) <= _REACH
        and each.index not in used
        and _is_off_topic(discourse, host, each)
    ]
    return min(fit, key=lambda each: (abs(len(each.text) - host.length), each.index), default=None)


def _is_off_topic(discourse: Discourse, host: Host, sentence: Sentence) -> bool:
    if any(abs(sentence.paragraph - number) < _APART for number in host.paragraphs):
        return False
    low, high = _LENGTHS
    if not low * host.length <= len(sentence.text) <= high * host.length:
        return False
    content = discourse.content(sentence)
    shared = content.words & host.words
    most = _MOST_SHARED if len(host.paragraphs) == 1 else 0
    if len(shared) > most or shared & host.themes or content.ids & host.names:
        return False
    return all(discourse.is_topic(word) for word in shared)


def _question(discourse: Discourse, host: Host, gap: int, intruder: Sentence) -> QuestionDraft:
    reading, sentences = discourse.reading, host.sentences
    belong = [
        Option(
            each.text,
            rationale=_why_it_belongs(host, place),
            distractor_class=DistractorClass.OTHER_SPAN,
        )
        for place, each in enumerate(sentences)
    ]
    key = Option(intruder.text, key=True, rationale=_why_it_does_not(host, gap, intruder))
    numbers = " and ".join(map(str, host.paragraphs))
    word = "paragraph" if len(host.paragraphs) == 1 else "paragraphs"
    stem = (
        f"A sentence from a different part of the article has slipped into {word} {numbers}. "
        "Which one is the intruder?"
    )
    return QuestionDraft(
        uid=make_uid(reading, PATTERN.name, stem, intruder.text),
        kind=Kind.IRRELEVANT_SENTENCE,
        skill=Skill.COHESION,
        difficulty=Difficulty.MEDIUM,
        stem=stem,
        critical_span=_span(intruder),
        options=(*belong[:gap], key, *belong[gap:]),
        hidden_spans=(*_stretches(reading, host), _span(intruder)),
        pattern=PATTERN.name,
        confidence=0.7,
    )


def _stretches(reading: Reading, host: Host) -> Iterator[Span]:
    """The host as it stands in each of its paragraphs."""
    for number in host.paragraphs:
        own = [each for each in host.sentences if each.paragraph == number]
        start, end = own[0].start, own[-1].end
        yield Span(number, start, end, reading.document.paragraphs[number - 1][start:end])


def _span(sentence: Sentence) -> Span:
    return Span(sentence.paragraph, sentence.start, sentence.end, sentence.text)


def _why_it_belongs(host: Host, place: int) -> str:
    if place == 0:
        return f"It belongs here: {host.links[0].explain_onward()}"
    return f"It belongs here: {host.links[place - 1].explain()}"


def _why_it_does_not(host: Host, gap: int, intruder: Sentence) -> str:
    parted = host.links[gap - 1].explain_parting()
    return f"The sentence comes from paragraph {intruder.paragraph}, about another matter. {parted}"


PATTERN = Pattern("irrelevant_sentence", Kind.IRRELEVANT_SENTENCE, Skill.COHESION, _draft)
