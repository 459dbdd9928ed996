"""Which form of a given word fits the gap?

"The ____ (destroy) of the lighthouse shook the town." The key is the word of the text, which the
passage hides meanwhile; only where no other form of the same word would fit.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from random import Random
from typing import TYPE_CHECKING

from quizapp.generation.asked_words import stands_alone
from quizapp.generation.checks import find_reasons
from quizapp.generation.draft import GAP, AcceptedAnswer, Difficulty, Kind, QuestionDraft, Skill
from quizapp.generation.drafting import as_span, make_uid
from quizapp.generation.excerpts import excerpts
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
_ADVERBS_PER_1000 = 2
_ONE = word_set("a an one this that each every another either neither")
_MANY = word_set("these those many several few both various most two three four five six")
_SINGULAR_VERBS = frozenset({"is", "was", "has", "does"})
_PLURAL_VERBS = frozenset({"are", "were", "have", "do"})
_OWNERS = frozenset({"det", "poss", "amod", "nummod"})


def _draft(reading: Reading, rng: Random) -> Iterator[QuestionDraft]:
    limit = max(1, round(_PER_1000 * reading.document.word_count / 1000))
    adverbs = max(1, round(_ADVERBS_PER_1000 * reading.document.word_count / 1000))
    paragraphs: set[int] = set()
    ranked = sorted(reading.sentences, key=lambda s: (-reading.salience[s.index], s.index))
    for wanted, most in (({"NOUN", "ADJ"}, limit), ({"ADV"}, adverbs)):
        asked = 0
        for sentence in ranked:
            if asked >= most or len(paragraphs) >= limit:
                break
            if sentence.paragraph not in paragraphs:
                for draft in islice(_from_sentence(reading, sentence, wanted), 1):
                    paragraphs.add(sentence.paragraph)
                    asked += 1
                    yield draft


def _from_sentence(
    reading: Reading, sentence: Sentence, wanted: set[str]
) -> Iterator[QuestionDraft]:
    for token in sentence.span:
        base = _sure_base(token) if token.pos_ in wanted else None
        if base is None or not _occurs_once(reading, token):
            continue
        for excerpt in excerpts(sentence, token):
            draft = _ask(sentence, reading, token, base, excerpt)
            if draft is not None and not find_reasons(draft, reading):
                yield draft


def _sure_base(token: Token) -> str | None:
    """The base of a derived word, where the gap leaves room for this form alone."""
    word = token.lemma_.lower()
    if token.pos_ not in {"NOUN", "ADJ", "ADV"} or len(word) < 6 or not token.is_lower:
        return None
    if not (stands_alone(token) and _RAREST <= frequency(word) <= _COMMONEST):
        return None
    base = base_of(word, token.pos_)
    if base is None or token.pos_ in tags(base):
        return None  # the base itself might stand there: "attack" for "attacker"
    if token.pos_ == "ADV" and token.nbor(-1).lower_ in {"more", "most"}:
        return None  # "most important" may stand there too
    return base if _is_the_form(token, word, base) else None


def _is_the_form(token: Token, word: str, base: str) -> bool:
    """Whether no other word made from the base, and no other number, might stand there."""
    common = frequency(word)
    others = rivals(word, base, token.pos_)
    if any(frequency(other) > common - _CLEARLY_RARER for other in others):
        return False
    if token.pos_ != "NOUN":
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


def _occurs_once(reading: Reading, token: Token) -> bool:
    """Whether the passage shows the word nowhere else, in this form or another."""
    word = token.lemma_.lower()
    places = sum(
        word == other.lemma_.lower() or token.lower_ == other.lower_
        for sentence in reading.sentences
        for other in sentence.span
    )
    return places == 1


def _spellings(word: str) -> tuple[str, ...]:
    """The word as it is spelt on either side of the Atlantic."""
    pairs = (("isation", "ization"), ("lment", "llment"), ("lness", "llness"))
    others = [
        word.replace(old, new)
        for british, american in pairs
        for old, new in ((british, american), (american, british))
        if old in word and not (old == british and american in word)
    ]
    return tuple(dict.fromkeys((word, *others)))


def _ask(
    sentence: Sentence, reading: Reading, token: Token, base: str, excerpt: str
) -> QuestionDraft | None:
    start = excerpt.find(token.text)
    if excerpt.count(token.text) != 1 or not excerpt[:start].strip("… "):
        return None  # nothing stands before the gap: no article, no subject to go by
    gapped = f"{excerpt[:start]}{GAP} ({base}){excerpt[start + len(token.text) :]}"
    stem = f"Write the word in brackets in the form that fits: “{gapped}”."
    word = token.lower_
    hidden = TextSpan(sentence.paragraph, token.idx, token.idx + len(token.text), token.text)
    return QuestionDraft(
        uid=make_uid(reading, PATTERN.name, stem, word),
        kind=Kind.CLOZE,
        skill=Skill.VOCABULARY,
        difficulty=Difficulty.EASY if token.pos_ == "ADV" else Difficulty.MEDIUM,
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
    "ADV": "the gap needs an adverb",
}

PATTERN = Pattern("word_formation", Kind.CLOZE, Skill.VOCABULARY, "trial", _draft)
