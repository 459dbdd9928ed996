"""Which reports does the text itself take back?

"Brandt was reportedly sacked, but the port said he is still at his post": the first half is
no fact and no plain claim either. It takes three things: a report (a claim or a hedge), a
"but" or "however" in the same or the next sentence, and behind it a denial about the same one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from quizapp.reading.linked_sentences import opening_connective
from quizapp.reading.reading import Clause, Entity, Factuality, Sentence
from quizapp.reading.vocabulary import word_set

if TYPE_CHECKING:
    from spacy.tokens import Token

_REPORTS = frozenset({Factuality.CLAIM, Factuality.HEDGED})
_TURNS = frozenset({"but", "however", "although", "though"})
_TURNING_OPENINGS = frozenset({"but", "however", "yet", "nevertheless", "nonetheless"})
_DENYING_VERBS = word_set("deny refute dismiss reject contradict disprove debunk disavow")
_UNTRUE = word_set("untrue false wrong incorrect mistaken baseless unfounded inaccurate nonsense")
_REPORT_NOUNS = word_set("it this that report claim rumour rumor story suggestion allegation these")
_PRONOUNS = frozenset({"he", "she", "it", "they", "him", "her", "them", "his", "its", "their"})
_LASTING = word_set("be remain have hold serve work stay keep live lead run own operate")
_ENDING = word_set(
    "sack dismiss fire remove relieve oust replace resign leave quit retire die kill arrest detain "
    "close end stop cancel abandon withdraw sell lose depose overthrow flee suspend expel axe drop "
    "destroy shut collapse disband scrap"
)


_Names = dict[int, list[tuple[int, str]]]


def mark_contradicted(
    clauses: Sequence[Clause],
    sentences: Sequence[Sentence],
    entities: Sequence[Entity],
) -> tuple[Clause, ...]:
    """The clauses, with the reports that the text denies marked as contradicted."""
    names = _names_by_sentence(entities)
    return tuple(
        replace(clause, factuality=Factuality.CONTRADICTED)
        if clause.factuality in _REPORTS and _is_denied(clause, sentences, names)
        else clause
        for clause in clauses
    )


def _names_by_sentence(entities: Sequence[Entity]) -> _Names:
    """Sentence -> the offsets of the names in it, and whose they are."""
    found: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    for entity in entities:
        for mention in entity.mentions:
            found[mention.sentence].append((mention.start, entity.id))
    return dict(found)


def _is_denied(clause: Clause, sentences: Sequence[Sentence], names: _Names) -> bool:
    return any(
        _denies(tokens, clause) and _is_about(tokens, clause, sentence, names)
        for sentence, tokens in _turns_after(clause, sentences)
    )


def _turns_after(
    clause: Clause, sentences: Sequence[Sentence]
) -> Iterator[tuple[Sentence, list[Token]]]:
    """What the text says behind a "but" in this sentence, or in a next one that opens so."""
    own = sentences[clause.sentence]
    tokens = [token for token in own.span if token.i > clause.verb.i]
    turn = next((i for i, token in enumerate(tokens) if token.lower_ in _TURNS), None)
    if turn is not None:
        yield own, tokens[turn + 1 :]
    after = sentences[own.index + 1 : own.index + 2]
    for sentence in after:
        if sentence.paragraph == own.paragraph and (
            opening_connective(sentence) in _TURNING_OPENINGS
            or any(token.lower_ == "however" for token in sentence.span)
        ):
            yield sentence, list(sentence.span)


def _denies(tokens: Sequence[Token], clause: Clause) -> bool:
    """A denial of the report as such, the same verb with "not", or a state that goes on."""
    for token in tokens:
        if token.lemma_ in _DENYING_VERBS and _takes_report(token):
            return True
        if token.lower_ in _UNTRUE and token.dep_ in {"acomp", "attr"}:
            return True
        if token.dep_ == "neg" and token.head.lemma_ == clause.verb.lemma_:
            return clause.verb.lemma_ not in {"be", "have", "do"}
        if token.lower_ == "still" and token.head.lemma_ in _LASTING:
            return _ends_a_state(clause.verb)
    return False


def _takes_report(verb: Token) -> bool:
    """ "denied the report", "rejected this", "denied that he had": not "rejected the treaty"."""
    if any(child.dep_ == "ccomp" for child in verb.children):
        return True
    objects = (c for c in verb.children if c.dep_ in {"dobj", "nsubjpass"})
    return any(each.lemma_.lower() in _REPORT_NOUNS for each in objects)


def _ends_a_state(verb: Token) -> bool:
    """Only what would have ended a state is denied by "still": "sacked … still at his post"."""
    return verb.lemma_ in _ENDING


def _is_about(tokens: Sequence[Token], clause: Clause, sentence: Sentence, names: _Names) -> bool:
    """Whether the denial names the one reported on, or says he, she or it, or "the report"."""
    if not tokens:
        return False
    start = tokens[0].idx
    named = {owner for offset, owner in names.get(sentence.index, ()) if offset >= start}
    if clause.entity in named:
        return True
    subject = clause.subject.text.split()[-1].lower()
    return any(
        token.lower_ in _PRONOUNS or token.lemma_ in _REPORT_NOUNS or token.lower_ == subject
        for token in tokens
    )
