"""What do it and they take up, where grammar and verb leave one answer?

Three narrow cases: the sentence before says what its subject is ("The abacus is a frame. It …");
the verb asks for people or for a body that acts; the sentence itself names one thing only.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from quizapp.generation.pointers import Pointer, Rival, find_phrase, is_human, plurals_of
from quizapp.generation.quoting import quote
from quizapp.generation.ties import find_subject
from quizapp.reading.reading import EntityType, Reading, Sentence
from quizapp.reading.vocabulary import load_vocabulary, word_set

if TYPE_CHECKING:
    from spacy.tokens import Token

_FIRST_INSIDE = 4  # no pronoun before this word can take up its own sentence
_NEAR = 1  # paragraphs on either side whose phrases may stand as options
_SINGULAR, _PLURAL = frozenset({"NN", "NNP"}), frozenset({"NNS", "NNPS"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_OPENERS = frozenset({"but", "and", "yet"})
_ACTORS = word_set(
    "company firm chain retailer group government museum university club party bank charity "
    "organisation organization agency ministry council parliament union association commission "
    "authority industry team newspaper court committee institute school regulator"
)
_ACTS = word_set(
    "aim launch ship sell buy plan hope want announce publish employ pay offer own invest "
    "promise say claim insist refuse vote spend raise hire intend decide propose try fund "
    "criticise criticize deny admit accuse warn expect agree reject sue acquire merge recruit"
)
_FEELS = word_set(
    "await expect wonder decide try plan intend fear worry complain demand agree discuss ask"
)
_EMPTY_IT = word_set("seem appear take happen turn rain snow follow matter help make come do")
_LIGHT = word_set(
    "year time day way thing part number lot month week kind percent moment place end case fact "
    "example hour minute century decade type sort form rest reason result addition today one sign "
    "series pair couple range majority variety idea dozen number increase decrease self"
)


def find_topic(reading: Reading, before: Sentence, sentence: Sentence) -> Pointer | None:
    """It or they, after a sentence that says what its subject is or whose subject alone acts."""
    token = _pronoun(sentence)
    subject = find_subject(before)
    if token is None or subject is None or _has_no_referent(token):
        return None
    wanted = _SINGULAR if token.lower_ == "it" else _PLURAL
    if subject.tag_ not in wanted or not _is_thing(reading, before, subject):
        return None
    if not (_says_what_it_is(subject) or _alone_acts(reading, before, subject, token)):
        return None
    key = _option(reading, before, subject)
    if key is None:
        return None
    rivals = tuple(_things_near(reading, before, sentence, subject, wanted))
    if not any(r.span.paragraph == before.paragraph for r in rivals):
        return None
    return Pointer(token, token.text, key, rivals, "what")


def find_group(reading: Reading, before: Sentence, sentence: Sentence) -> Pointer | None:
    """They, where one plural of the sentence before means people, and the verb asks for people."""
    token = _pronoun(sentence)
    people = [noun for noun in plurals_of(before) if is_human(noun)]
    if token is None or token.lower_ != "they" or len(people) != 1:
        return None
    (noun,) = people
    others = [each for each in plurals_of(before) if each != noun]
    if noun.dep_ not in _SUBJECTS or (others and not _asks_for_people(token.head)):
        return None
    key = find_phrase(reading, before, noun)
    near = [n for s in _sentences_near(reading, sentence) if s != before for n in _people_of(s)]
    found = [find_phrase(reading, s, each) for s, each in near]
    named = {r.text: r for r in found if r is not None and noun.lemma_ not in r.text}
    if key is None:
        return None
    return Pointer(token, token.text, key, tuple(named.values()), "who")


def _people_of(sentence: Sentence) -> list[tuple[Sentence, Token]]:
    return [(sentence, noun) for noun in plurals_of(sentence) if is_human(noun)]


def find_inside(reading: Reading, before: Sentence, sentence: Sentence) -> Pointer | None:
    """ "The bridge was closed because it …": one noun only stands before it that it can take up."""
    for token in sentence.span[_FIRST_INSIDE:]:
        if token.lower_ not in {"it", "they"} or token.dep_ not in _SUBJECTS:
            continue
        if token.head.dep_ not in {"advcl", "conj", "ccomp"} or _has_no_referent(token):
            return None
        tags = _SINGULAR if token.lower_ == "it" else _PLURAL
        nouns = [t for t in sentence.span if t.i < token.i and t.tag_ in _SINGULAR | _PLURAL]
        possible = [t for t in nouns if t.tag_ in tags and t.dep_ not in {"compound", "npadvmod"}]
        if len(possible) != 1 or possible[0].dep_ not in _SUBJECTS:
            return None
        (noun,) = possible
        collective = token.lower_ == "they" and any(t.lemma_.lower() in _ACTORS for t in nouns)
        if collective or not _can_be(reading, sentence, noun, token):
            return None
        key = _option(reading, sentence, noun)
        rivals = tuple(_things_near(reading, before, sentence, noun, tags))
        inside = sum(
            r.span.start >= token.idx
            and r.span.paragraph == sentence.paragraph
            and r.span.end <= sentence.end
            for r in rivals
        )
        if key is None or inside < 1:
            return None
        why = f"Before {quote(token.text)} the sentence names nothing else that it could take up."
        return Pointer(token, token.text, key, rivals, "what", why)
    return None


def _can_be(reading: Reading, sentence: Sentence, noun: Token, token: Token) -> bool:
    joined = any(c.dep_ in {"conj", "appos"} for c in noun.children)
    plural_people = token.lower_ == "they" and is_human(noun)
    return not joined and (plural_people or _is_thing(reading, sentence, noun))


def _pronoun(sentence: Sentence) -> Token | None:
    first = sentence.span[0]
    token = first.nbor(1) if first.lower_ in _OPENERS and len(sentence.span) > 1 else first
    return token if token.lower_ in {"it", "they"} and token.dep_ in _SUBJECTS else None


def _has_no_referent(token: Token) -> bool:
    """ "It is clear that …", "It seems", "It was the rain that …", "It took a year"."""
    verb = token.head
    if token.lower_ != "it":
        return False
    if verb.lemma_ in _EMPTY_IT:
        return True
    if verb.lemma_ != "be":
        return any(c.dep_ == "ccomp" and c.i > verb.i for c in verb.children)  # "It is said that"
    clauses = any(c.dep_ in {"ccomp", "xcomp", "advcl", "csubj", "acl"} for c in verb.children)
    cleft = any(
        c.dep_ in {"attr", "acomp"}
        and any(g.dep_ in {"relcl", "ccomp", "xcomp", "acl", "advcl"} for g in c.children)
        for c in verb.children
    )
    timed = any(c.dep_ == "attr" and c.ent_type_ in {"DATE", "TIME"} for c in verb.children)
    bare = not any(c.dep_ in {"attr", "acomp", "prep"} for c in verb.children)
    return clauses or cleft or timed or bare


def _is_thing(reading: Reading, sentence: Sentence, noun: Token) -> bool:
    """No person, no time, no measure; a name must not be a person's."""
    entity = reading.entity_at(sentence.paragraph, noun.idx)
    if entity is not None:
        return entity.type in {EntityType.ORGANISATION, EntityType.PLACE, EntityType.OTHER}
    return noun.lemma_.lower() not in _LIGHT and noun.pos_ == "NOUN" and not is_human(noun)


def _says_what_it_is(subject: Token) -> bool:
    """ "X is a frame": whether one takes it to be X or the frame, it is the same thing."""
    verb = subject.head
    attributes = [c for c in verb.children if c.dep_ == "attr" and c.pos_ == "NOUN"]
    if verb.lemma_ != "be" or verb.dep_ != "ROOT" or len(attributes) != 1:
        return False
    if any(c.dep_ == "neg" for c in verb.children) or attributes[0].tag_ != subject.tag_:
        return subject.tag_ == "NNP" and attributes[0].tag_ == "NN"
    return any(c.lower_ in {"a", "an", "the"} for c in attributes[0].children) or (
        subject.tag_ in _PLURAL
    )


def _alone_acts(reading: Reading, before: Sentence, subject: Token, token: Token) -> bool:
    """Whether the verb asks for a body that acts and the subject is the only one before it."""
    if token.head.lemma_ not in _ACTS or token.lower_ != "it":
        return False
    bodies = {
        t.i
        for t in before.span
        if t.lemma_.lower() in _ACTORS
        or (
            (entity := reading.entity_at(before.paragraph, t.idx)) is not None
            and entity.type in {EntityType.ORGANISATION, EntityType.PLACE, EntityType.UNKNOWN}
        )
    }
    phrase = {t.i for t in subject.subtree}
    return subject.i in bodies and bodies <= phrase


def _asks_for_people(verb: Token) -> bool:
    return verb.lemma_ in load_vocabulary().human_verbs | _FEELS


def _things_near(
    reading: Reading,
    before: Sentence,
    sentence: Sentence,
    subject: Token,
    tags: frozenset[str],
) -> Iterator[Rival]:
    """Other phrases of the same number and form, those of the two sentences first."""
    inside = sentence.span.start <= subject.i < sentence.span.end
    key = _option(reading, sentence if inside else before, subject)
    taken = {c.lemma_.lower() for c in subject.head.children if c.dep_ == "attr"}
    taken |= {t.lemma_.lower() for t in subject.subtree if t.pos_ in {"NOUN", "PROPN"}}
    pair = {before.index, sentence.index}
    near = [each for each in _sentences_near(reading, sentence) if each.index not in pair]
    near.sort(key=lambda each: (abs(each.index - before.index), each.index))
    for each in (sentence, before, *near):
        for noun in each.span:
            stands = _stands_alone(noun, tags) and noun.lemma_.lower() not in taken
            option = _option(reading, each, noun) if stands else None
            if option is None or not _is_thing(reading, each, noun):
                continue
            if key is not None and _is_bare(option) == _is_bare(key):
                taken.add(noun.lemma_.lower())
                yield option


def _stands_alone(noun: Token, tags: frozenset[str]) -> bool:
    """A noun of the right number, nobody's own and no part or second name of another."""
    owned = any(c.dep_ == "poss" for c in noun.children)
    part = noun.dep_ in {"compound", "npadvmod", "appos", "attr"}
    return noun.tag_ in tags and not owned and not part


def _is_bare(option: Rival) -> bool:
    """Neither "the bridge" nor a name: such options do not mix with the others."""
    return option.text[:1].islower() and not option.text.startswith("the ")


def _sentences_near(reading: Reading, sentence: Sentence) -> list[Sentence]:
    first, last = max(0, sentence.index - 6), sentence.index + 6
    return [
        each
        for each in reading.sentences[first:last]
        if abs(each.paragraph - sentence.paragraph) <= _NEAR
    ]


def _option(reading: Reading, sentence: Sentence, noun: Token) -> Rival | None:
    """The name, or the noun with its adjectives; "the" where the text counts it."""
    entity = reading.entity_at(sentence.paragraph, noun.idx)
    phrase = find_phrase(reading, sentence, noun)
    if phrase is None:
        return None
    if entity is not None:
        return Rival(entity.name, phrase.span)
    if noun.tag_ == "NN" and any(c.dep_ == "det" for c in noun.children):
        return Rival(f"the {phrase.text}", phrase.span)
    return phrase
