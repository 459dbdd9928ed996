"""Which form of a given word fits the gap?

DESTROY: "The ____ of the lighthouse shook the town." The key is the word of the text, which the
passage hides meanwhile; only where no other form of the same word would fit. Adverbs in -ly are
left alone: to add two letters shows nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice
from random import Random
from typing import TYPE_CHECKING

from quizapp.generation.asked_words import stands_alone
from quizapp.generation.checks import find_reasons
from quizapp.generation.draft import AcceptedAnswer, Difficulty, Kind, QuestionDraft, Skill
from quizapp.generation.drafting import as_span, make_uid
from quizapp.generation.gapping import gap_in
from quizapp.generation.pattern import Pattern
from quizapp.reading.derivation import agents, base_of, rivals
from quizapp.reading.lexicon import frequency, plural, tags
from quizapp.reading.reading import Reading, Sentence, TextSpan
from quizapp.reading.vocabulary import word_set

if TYPE_CHECKING:
    from spacy.tokens import Token

_CONFIDENCE = 0.7
_PER_1000 = 5
_RAREST, _COMMONEST = 2.8, 5.0
_CLEARLY_RARER, _MUCH_RARER = 1.0, 1.5  # on Zipf's scale: ten and thirty times
_SHORTEST = 6
# British and American spellings; "geographic" is as good as "geographical".
_ATLANTIC = (
    ("isation", "ization"),
    ("ise", "ize"),
    ("aviour", "avior"),
    ("efence", "efense"),
    ("archae", "arche"),
    ("lment", "llment"),
    ("lness", "llness"),
    ("graphic", "graphical"),
    ("logic", "logical"),
)
_ONE = word_set("a an one this that each every another either neither")
_MANY = word_set("these those many several few both various most two three four five six")
_SINGULAR_VERBS = frozenset({"is", "was", "has", "does"})
_PLURAL_VERBS = frozenset({"are", "were", "have", "do"})
_OWNERS = frozenset({"det", "poss", "amod", "nummod"})


def _draft(reading: Reading, rng: Random) -> Iterator[QuestionDraft]:
    limit = max(1, round(_PER_1000 * reading.document.word_count / 1000))
    counts = Counter(
        lower
        for sentence in reading.sentences
        for token in sentence.span
        for lower in {token.lower_, token.lemma_.lower()}
    )
    paragraphs: set[int] = set()
    for sentence in sorted(reading.sentences, key=lambda s: (-reading.salience[s.index], s.index)):
        if len(paragraphs) >= limit:
            return
        if sentence.paragraph not in paragraphs:
            for draft in islice(_from_sentence(reading, sentence, counts), 1):
                paragraphs.add(sentence.paragraph)
                yield draft


def _from_sentence(
    reading: Reading, sentence: Sentence, counts: Counter[str]
) -> Iterator[QuestionDraft]:
    for token in sentence.span:
        base = _sure_base(token)
        once = max(counts[token.lower_], counts[token.lemma_.lower()]) == 1
        if base is None or not once:
            continue  # the passage shows the word elsewhere, in this form or another
        draft = _ask(sentence, reading, token, base)
        if draft is not None and not find_reasons(draft, reading):
            yield draft


def _sure_base(token: Token) -> str | None:
    """The base of a derived word, where the gap leaves room for this form alone."""
    if token.pos_ not in _NEEDS or len(token.lemma_) < _SHORTEST or not token.is_lower:
        return None
    word = token.lemma_.lower()
    if not (stands_alone(token) and _RAREST <= frequency(word) <= _COMMONEST):
        return None
    base = base_of(word, token.pos_)
    if base is None or token.pos_ in tags(base):
        return None  # the base itself might stand there: "attack" for "attacker"
    return base if _is_the_form(token, word, base) else None


def _is_the_form(token: Token, word: str, base: str) -> bool:
    """Whether no other word made from the base, and no other number, might stand there."""
    common = frequency(word)
    others = rivals(word, base, token.pos_)
    if any(frequency(other) > common - _CLEARLY_RARER for other in others):
        return False
    if token.pos_ == "VERB":
        return token.tag_ == "VB" and token.nbor(-1).tag_ in {"TO", "MD"}  # no tense to guess
    if token.pos_ == "ADJ":
        return True
    doers = agents(base)
    if any(frequency(doer) > common - _MUCH_RARER for doer in doers):
        return False
    return _number_is_clear(token)


def _number_is_clear(noun: Token) -> bool:
    """Whether the frame says singular or plural, or the other number is hardly used."""
    owners = [child for child in noun.children if child.dep_ in _OWNERS]
    if not owners:
        return False  # "by ____ (destroy) it": a gerund might stand there too
    before = {child.lower_ for child in owners}
    verb = noun.head if noun.dep_ in {"nsubj", "nsubjpass"} else None
    helping = {c.lower_ for c in verb.children if c.dep_.startswith("aux")} if verb else set()
    finite = {verb.lower_, *helping} if verb else set()
    if noun.tag_ == "NN":
        rare = frequency(plural(noun.lower_)) <= frequency(noun.lower_) - _CLEARLY_RARER
        agrees = bool(finite & _SINGULAR_VERBS) or (verb is not None and verb.tag_ == "VBZ")
        return rare or bool(before & _ONE) or agrees
    return bool(before & _MANY) or bool(finite & _PLURAL_VERBS)


def _spellings(word: str) -> tuple[str, ...]:
    """The word as it is spelt on either side of the Atlantic."""
    others = [
        word.replace(old, new)
        for british, american in _ATLANTIC
        for old, new in ((british, american), (american, british))
        if old in word and not (old == british and american in word)
    ]
    return tuple(dict.fromkeys((word, *others)))


def _ask(sentence: Sentence, reading: Reading, token: Token, base: str) -> QuestionDraft | None:
    shown = gap_in(sentence, token, token, token)
    if shown is None or token.i == sentence.span.start:
        return None  # nothing stands before the gap: no article, no subject to go by
    stem = (
        f"In paragraph {sentence.paragraph}, which word made from {base.upper()} "
        f"fits the gap? {shown}"
    )
    word = token.lower_
    hidden = TextSpan(sentence.paragraph, token.idx, token.idx + len(token.text), token.text)
    return QuestionDraft(
        uid=make_uid(reading, PATTERN.name, stem, word),
        kind=Kind.CLOZE,
        skill=Skill.VOCABULARY,
        difficulty=Difficulty.MEDIUM,
        stem=stem,
        critical_span=as_span(sentence),
        accepted_answers=tuple(AcceptedAnswer(text) for text in _spellings(word)),
        hidden_spans=(as_span(hidden),),
        rationale=f"The article has “{word}”: {_NEEDS[token.pos_]}, made from “{base}”.",
        pattern=PATTERN.name,
        confidence=_CONFIDENCE,
    )


_NEEDS = {
    "NOUN": "the gap needs a noun",
    "ADJ": "the gap needs an adjective",
    "VERB": "the gap needs a verb",
}

PATTERN = Pattern("word_formation", Kind.CLOZE, Skill.VOCABULARY, _draft)
