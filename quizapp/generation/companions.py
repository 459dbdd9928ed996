"""Where does an article use words that choose their companions?

The words of the list of collocations, where the parser confirms how they hang together: the
preposition belongs to that verb, the noun is that verb's object.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from quizapp.reading.collocations import Collocation, Frame, load_collocations
from quizapp.reading.reading import Reading, Sentence
from quizapp.reading.vocabulary import word_set

if TYPE_CHECKING:
    from spacy.tokens import Token

_OF_HEAD = frozenset(
    {Frame.AFTER_VERB, Frame.AFTER_OBJECT, Frame.AFTER_ADJECTIVE, Frame.AFTER_NOUN}
)
_TIMES = frozenset({"DATE", "TIME"})
_PLACES = frozenset({"GPE", "LOC", "FAC"})
_OF_PLACE = frozenset({"in", "at", "from", "on"})
_SURE_OF = word_set("accuse convict suspect deprive rob strip inform remind convince acquit")
_LONGEST_OBJECT, _FARTHEST_OBJECT = 6, 6


@dataclass(frozen=True)
class Companions:
    """A collocation where it stands: the gap, and the first and last word of its frame."""

    sentence: Sentence
    entry: Collocation
    gap: Token = field(repr=False, compare=False)
    first: Token = field(repr=False, compare=False)
    last: Token = field(repr=False, compare=False)


def find_companions(reading: Reading) -> list[Companions]:
    """All that the article uses once: what it says again could be copied from there."""
    found = [
        each
        for sentence in reading.sentences
        for token in sentence.span
        for each in _around(sentence, token)
    ]
    places: dict[tuple[str, ...], set[tuple[int, int]]] = {}
    for each in found:
        places.setdefault(_wording(each), set()).add((each.sentence.index, each.first.idx))
    return [each for each in found if len(places[_wording(each)]) == 1]


def _wording(found: Companions) -> tuple[str, ...]:
    """What counts as the same words: "based on" is "base" and "on", too."""
    if found.entry.frame in _OF_HEAD:
        return found.first.lemma_.lower(), found.gap.lower_
    return found.entry.words


def _around(sentence: Sentence, token: Token) -> Iterator[Companions]:
    yield from _phrases(sentence, token)
    if token.dep_ in {"prep", "agent"}:
        yield from _prepositions(sentence, token)
    elif token.dep_ == "prt":
        yield from _listed(sentence, Frame.PARTICLE, token.head, token)
    elif token.pos_ == "NOUN" and token.dep_ in {"dobj", "nsubjpass"}:
        yield from _verbs(sentence, token)


def _phrases(sentence: Sentence, token: Token) -> Iterator[Companions]:
    for entry, tokens in phrases_at(load_collocations().phrases, sentence, token):
        yield Companions(sentence, entry, tokens[entry.gap], tokens[0], tokens[-1])


def phrases_at(
    listed: Mapping[str, tuple[Collocation, ...]], sentence: Sentence, token: Token
) -> Iterator[tuple[Collocation, list[Token]]]:
    """The listed phrases that begin with this word, and their words in the text."""
    for word in dict.fromkeys((token.lower_, token.lemma_.lower())):
        for entry in listed.get(word, ()):
            if token.i + len(entry.words) > sentence.span.end:
                continue
            tokens = list(token.doc[token.i : token.i + len(entry.words)])
            if _says(entry, tokens) and _goes_on(entry, tokens):
                yield entry, tokens


def _says(entry: Collocation, tokens: list[Token]) -> bool:
    return all(
        (token.lemma_.lower() if i in entry.any_form else token.lower_) == word
        for i, (token, word) in enumerate(zip(tokens, entry.words, strict=True))
    )


def _goes_on(entry: Collocation, tokens: list[Token]) -> bool:
    """Whether a preposition at the end has its noun: "due to open" has none."""
    last = tokens[-1]
    if last.i + 1 >= len(last.doc):
        return False
    if last.lower_ in {"to", "of", "with", "for"} and entry.gap == len(tokens) - 1:
        return last.nbor(1).tag_ != "VB" and not last.nbor(1).is_punct
    return True


def _prepositions(sentence: Sentence, preposition: Token) -> Iterator[Companions]:
    """Prepositions that a verb, its object, an adjective or a noun asks for."""
    governed = [c for c in preposition.children if c.dep_ in {"pobj", "pcomp"}]
    if not governed or governed[0].i < preposition.i or _is_setting(preposition, governed[0]):
        return
    head = preposition.head
    if head.i + 1 == preposition.i:
        yield from _adjacent(sentence, head, preposition, governed[0])
    yield from _after_object(sentence, preposition, governed[0])


def _is_setting(preposition: Token, noun: Token) -> bool:
    """Whether it may tell when or where, whatever word stands before it."""
    if noun.ent_type_ in _TIMES:
        return True
    return noun.ent_type_ in _PLACES and preposition.lower_ in _OF_PLACE


def _adjacent(
    sentence: Sentence, head: Token, preposition: Token, noun: Token
) -> Iterator[Companions]:
    """One entry at most: of "associated with" the participle comes before the verb."""
    frames: tuple[Frame, ...] = ()
    if head.pos_ in {"VERB", "AUX"}:
        passive = (Frame.AFTER_ADJECTIVE, Frame.AFTER_OBJECT) if head.tag_ == "VBN" else ()
        frames = (*passive, Frame.AFTER_VERB)
    elif head.pos_ == "ADJ":
        frames = (Frame.AFTER_ADJECTIVE,)
    elif head.pos_ == "NOUN":
        frames = (Frame.AFTER_NOUN,)
    for frame in frames:
        found = list(_listed(sentence, frame, head, preposition, noun))
        if found:
            yield from found
            return


def _after_object(sentence: Sentence, preposition: Token, noun: Token) -> Iterator[Companions]:
    """ "accused the mayor of theft": the object ends where the preposition begins."""
    head = preposition.head
    if head.pos_ == "NOUN" and head.dep_ == "dobj" and head.head.lemma_ in _SURE_OF:
        head = head.head  # the parser often hangs it on the object
    objects = [c for c in head.children if c.dep_ == "dobj" and c.i < preposition.i]
    if head.pos_ != "VERB" or len(objects) != 1 or preposition.i - head.i > _LONGEST_OBJECT:
        return
    if any(t.dep_ == "prep" and t is not preposition for t in head.doc[head.i : preposition.i]):
        return
    yield from _listed(sentence, Frame.AFTER_OBJECT, head, preposition, noun)


def _verbs(sentence: Sentence, noun: Token) -> Iterator[Companions]:
    verb = noun.head
    near = abs(noun.i - verb.i) <= _FARTHEST_OBJECT
    if not near or verb.pos_ not in {"VERB", "AUX"} or not verb.is_alpha:
        return
    if any(child.dep_ in {"prt", "dative"} for child in verb.children):
        return
    entry = load_collocations().pairs.get(
        (Frame.VERB_OF_NOUN, verb.lemma_.lower(), noun.lemma_.lower())
    )
    if entry is not None:
        first, last = (verb, noun) if verb.i < noun.i else (noun, verb)
        yield Companions(sentence, entry, verb, first, last)


def _listed(
    sentence: Sentence, frame: Frame, head: Token, gap: Token, last: Token | None = None
) -> Iterator[Companions]:
    pairs = load_collocations().pairs
    for form in dict.fromkeys((head.lower_, head.lemma_.lower())):
        entry = pairs.get((frame, form, gap.lower_))
        if entry is not None:
            yield Companions(sentence, entry, gap, head, last or gap)
            return
