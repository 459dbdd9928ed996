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
    NEGATIVE,
    OBSTACLES,
    PHRASE,
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
from quizapp.generation.pattern import Pattern
from quizapp.generation.quoting import MAX_QUOTED, is_quotable, quote
from quizapp.reading.reading import Reading, Sentence

if TYPE_CHECKING:
    from spacy.tokens import Token

_MODALS = frozenset({"would", "could", "can", "might", "may", "will", "should", "must"})
_MIN_SIDE = 4  # words on either side, so that there is something to relate


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
    """Because, although, because of and despite, each in one sentence."""
    found = [t for t in sentence.span if t.lower_ in {"because", "although", "despite"}]
    if len(found) != 1 or _follows_focus(found[0], sentence):
        return
    (token,) = found
    linking = [token]
    if (
        token.lower_ == "because"
        and token.i + 1 < sentence.span.end
        and (token.nbor(1).lower_ == "of")
    ):
        linking.append(token.nbor(1))
    words = " ".join(t.lower_ for t in linking)
    connective = (PHRASE if words in PHRASE else CLAUSE)[words]
    if words in PHRASE:
        fits = _governs_noun(linking)
    else:
        fits = token.dep_ == "mark" and token.head.pos_ in {"VERB", "AUX"}
    if fits and _shows_relation(connective, linking, sentence):
        yield _question(reading, connective, linking, (sentence,))


def _follows_focus(token: Token, sentence: Sentence) -> bool:
    before = token.nbor(-1) if token.i > sentence.span.start else None
    if before is None:
        return False
    return before.lower_ in FOCUS or before.lemma_ == "be" or before.text in {"—", "-", "–", "("}


def _governs_noun(linking: Sequence[Token]) -> bool:
    """Whether a noun follows, no verb in -ing and no "the fact that"."""
    preposition = linking[-1]
    after = preposition.nbor(1) if preposition.i + 1 < len(preposition.doc) else None
    if after is None or after.tag_ == "VBG" or after.lower_ in {"what", "how", "this", "that"}:
        return False
    nouns = [c for token in linking for c in token.children if c.dep_ == "pobj"]
    return bool(nouns) and nouns[0].pos_ in {"NOUN", "PROPN"} and nouns[0].lemma_ != "fact"


def _shows_relation(connective: Connective, linking: Sequence[Token], sentence: Sentence) -> bool:
    inner, outer = _sides(linking, sentence)
    if len(outer) < _MIN_SIDE or len(inner) < (2 if connective.words in PHRASE else _MIN_SIDE):
        return False
    if any(t.text in {"“", "”", '"'} for t in (*inner, *outer)):
        return False
    contrast = _is_negative(inner) != _is_negative(outer)
    concedes = any(t.lower_ in CONCEDING for t in outer)
    if connective.relation == "cause":
        modal = any(t.lower_ in _MODALS for t in inner)
        denies = _is_negative(inner) and not _is_negative(outer)  # then "although" may fit too
        return not concedes and not denies and not (modal and connective.words == "because")
    if connective.words == "despite":
        return contrast or concedes or any(t.lemma_.lower() in OBSTACLES for t in inner)
    return contrast or concedes


def _sides(linking: Sequence[Token], sentence: Sentence) -> tuple[list[Token], list[Token]]:
    """The words that the connective introduces, and the rest of the clause it hangs on."""
    token = linking[0]
    head = token.head if token.dep_ == "mark" else token
    inner = {t.i for t in head.subtree}
    words = [t for t in sentence.span if not t.is_punct and t not in linking]
    return [t for t in words if t.i in inner], [t for t in words if t.i not in inner]


def _is_negative(tokens: Sequence[Token]) -> bool:
    """ "not until" and "not only" deny nothing."""
    return sum(t.lower_ in NEGATIVE and not _is_undone(t) for t in tokens) % 2 == 1


def _is_undone(token: Token) -> bool:
    after = token.nbor(1).lower_ if token.i + 1 < len(token.doc) else ""
    return after in {"until", "only", "just", "least"} or after == "doubt"


def _ask_between(
    reading: Reading, before: Sentence | None, sentence: Sentence
) -> Iterator[QuestionDraft]:
    """However, for example and as a result, between two sentences."""
    if before is None or not is_quotable(before):
        return
    if len(before.text.split()) + len(sentence.text.split()) > MAX_QUOTED + 15:
        return
    for words, connective in SENTENCE.items():
        linking = _find_linking(sentence, words.split())
        if linking and _turns(connective, before, sentence):
            yield _question(reading, connective, linking, (before, sentence))


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


def _turns(connective: Connective, before: Sentence, sentence: Sentence) -> bool:
    one, other = list(before.span), list(sentence.span)
    contrast = _is_negative(one) != _is_negative(other)
    if connective.relation == "contrast":
        return contrast
    if any(t.lower_ in {"but", "yet", "although"} for t in other[:3]):
        return False
    return not contrast  # else "however" might fit as well


def _question(
    reading: Reading,
    connective: Connective,
    linking: Sequence[Token],
    sentences: Sequence[Sentence],
) -> QuestionDraft:
    paragraph = sentences[-1].paragraph
    text = reading.document.paragraphs[paragraph - 1]
    start, end = linking[0].idx, linking[-1].idx + len(linking[-1].text)
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
    wrong = [word[0].upper() + word[1:] if capital else word for word in connective.rivals]
    return (
        key,
        *(
            Option(
                word,
                rationale=f"{quote(word)} would say something else: {connective.meaning}.",
                distractor_class=DistractorClass.MISREADING,
            )
            for word in wrong
        ),
    )


PATTERN = Pattern("cohesion_gap", Kind.MULTIPLE_CHOICE, Skill.COHESION, "trial", _draft)
